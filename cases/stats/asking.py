"""诉求与告知: what parties asked and how soon they were answered, what they were told, how they found it."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from cases.models import Message, PartyRequest
from cases.models.choices_notices import MessageStatus, Satisfaction
from jianli_mediation.core.clock import COURT_TIME

from .asked import Asked
from .indicator import Indicator
from .moments import between
from .tally import Tally

DUE, SENT, RATED = "答复期限", "应发日", "收回日"


def _rows(asked: Asked, rows: QuerySet[PartyRequest] | QuerySet[Message], day: str) -> Tally:
    """Cases with the number of these rows, each case dated by the last of them."""
    mine = rows.filter(case=OuterRef("pk"))
    counted = mine.order_by().values("case").annotate(times=Count("pk"), last=Max(day))
    cases = asked.cases().filter(Exists(mine))
    return Tally(
        cases.annotate(times=Subquery(counted.values("times")), on=Subquery(counted.values("last"))), summed="times"
    )


def _due(asked: Asked) -> QuerySet[PartyRequest]:
    return PartyRequest.objects.filter(due_on__range=asked.due)


def requests_due(asked: Asked) -> Tally:
    """件: requests whose last day for the answer lies in the period and has passed."""
    return _rows(asked, _due(asked), "due_on")


def answered_in_time(asked: Asked) -> Tally:
    """件: of those, the ones answered on their last day or before it."""
    answered = _due(asked).annotate(answered_on=TruncDate("answered_at", tzinfo=COURT_TIME))
    return _rows(asked, answered.filter(answered_on__lte=F("due_on")), "due_on")


def _told(asked: Asked) -> QuerySet[Message]:
    rows = Message.objects.filter(not_before__range=between(asked.period))
    return rows.annotate(
        day=TruncDate("not_before", tzinfo=COURT_TIME), ended_on=TruncDate("ended_at", tzinfo=COURT_TIME)
    )


def messages_settled(asked: Asked) -> Tally:
    """条: messages of the period that went out, or that did not in time; what was no longer needed is left out."""
    in_vain = Q(status=MessageStatus.DROPPED) & (Q(good_until__isnull=True) | Q(ended_on__gt=F("good_until")))
    rows = _told(asked).filter(Q(status__in=(MessageStatus.SENT, MessageStatus.FAILED)) | in_vain)
    return _rows(asked, rows, "day")


def messages_sent(asked: Asked) -> Tally:
    """条: of those, the ones with a receipt; of a slip that is the name of who printed it."""
    return _rows(asked, _told(asked).filter(status=MessageStatus.SENT), "day")


def _rated(asked: Asked) -> QuerySet[PartyRequest]:
    return PartyRequest.objects.filter(rated_on__range=asked.period.days)


def ratings(asked: Asked) -> Tally:
    """份: what parties said of the answer, in the period."""
    return _rows(asked, _rated(asked), "rated_on")


def satisfied(asked: Asked) -> Tally:
    """份: of those, 满意 and 基本满意."""
    return _rows(asked, _rated(asked).filter(satisfaction__in=(Satisfaction.GOOD, Satisfaction.FAIR)), "rated_on")


M31 = Indicator(
    "m31",
    "当事人诉求按期答复率",
    "答复期限在本期届满的诉求中按期答复的，除以这些诉求。",
    "%",
    DUE,
    answered_in_time,
    requests_due,
)
M32 = Indicator(
    "m32",
    "节点推送成功率",
    "应在本期发出的消息中有回执的，除以这些消息；因付清等不必再发的不算，通知单以打印为准。",
    "%",
    SENT,
    messages_sent,
    messages_settled,
)
M33 = Indicator(
    "m33", "满意度", "本期收回的对答复的评价中满意和基本满意的，除以收回的评价。", "%", RATED, satisfied, ratings
)
