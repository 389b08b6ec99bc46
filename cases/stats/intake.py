"""收案: what came in, what was there, how it was let in, who was called upon."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Attempt, Case
from cases.models.choices import ConsentResult
from cases.states import ResultCode
from mediators.kinds import MediatorKind

from .asked import Asked, last_attempt
from .indicator import Indicator
from .moments import between
from .tally import Tally, dated

REGISTERED = "登记日"


def registered(asked: Asked) -> Tally:
    """件: registered in the period (登记日); what was given back to be completed and never came again is none."""
    return Tally(dated(asked.cases().filter(registered_on__range=asked.period.days), "registered_on"))


def filed_again(asked: Asked) -> Tally:
    """件: of those, cases whose instrument and debtor were registered before."""
    earlier = Case.objects.filter(
        duplicate_key=OuterRef("duplicate_key"), registered_on__isnull=False, pk__lt=OuterRef("pk")
    )
    return Tally(registered(asked).cases.filter(Exists(earlier)))


def carried_over(asked: Asked) -> Tally:
    """件: registered before the period and not closed before its first day (旧存)."""
    first = asked.period.first
    still = Q(stage_closed_on__isnull=True) | Q(stage_closed_on__gte=first)
    return Tally(dated(asked.cases().filter(still, registered_on__lt=first), "registered_on"))


def open_at_end(asked: Asked) -> Tally:
    """件: registered by the last day of the period and not closed by then (未结); counted by itself, not computed."""
    last = asked.period.last
    still = Q(stage_closed_on__isnull=True) | Q(stage_closed_on__gt=last)
    return Tally(dated(asked.cases().filter(still, registered_on__lte=last), "registered_on"))


def in_work(asked: Asked) -> Tally:
    """旧存 and 新收 together: what could be worked on in the period."""
    still = Q(stage_closed_on__isnull=True) | Q(stage_closed_on__gte=asked.period.first)
    return Tally(dated(asked.cases().filter(still, registered_on__lte=asked.period.last), "registered_on"))


def _asked_in(asked: Asked) -> QuerySet[Attempt]:
    return Attempt.objects.filter(consent_at__range=between(asked.period)).order_by()


def agreed_to_talk(asked: Asked) -> Tally:
    """件: asked in the period (征询日) and agreed to talk; numerator of indicator 26."""
    agreed = _asked_in(asked).filter(consent_result=ConsentResult.AGREED)
    return Tally(dated(asked.cases().filter(pk__in=agreed.values("case")), "registered_on"))


def asked_to_talk(asked: Asked) -> Tally:
    """A union: each kind by its own index. Who did not consent has no talks; the case was declined."""
    declined = Case.objects.filter(
        ~Exists(Attempt.objects.filter(case=OuterRef("pk"))),
        result_code=ResultCode.CONSENT_WITHDRAWN,
        stage_closed_on__range=asked.period.days,
    )
    both = _asked_in(asked).values("case").union(declined.order_by().values("pk"))
    return Tally(dated(asked.cases().filter(pk__in=both), "registered_on"))


def by_outsiders(asked: Asked) -> Tally:
    """件: newly registered cases whose last mediator is none of the court's (非诉力量); plan, part three."""
    rows = registered(asked).cases.annotate(kind=last_attempt("mediator__kind"))
    return Tally(rows.exclude(Q(kind=MediatorKind.COURT) | Q(kind__isnull=True)))


M01 = Indicator(
    "m01",
    "收案数（新收）",
    "登记日在本期的案件；收件后退回补正、没有再交来的不算。",
    "件",
    REGISTERED,
    registered,
    parts=(
        Indicator(
            "m01.again",
            "其中同一执行依据再次收案",
            "以前登记过同一执行依据、同一债务人的案件，本期再次登记的。",
            "件",
            REGISTERED,
            filed_again,
        ),
    ),
)
M02 = Indicator("m02", "旧存", "登记日在本期以前，到本期第一天还没有结案的案件。", "件", "本期第一天", carried_over)
M04 = Indicator(
    "m04",
    "未结（存案）",
    "到本期最后一天已经登记、还没有结案的案件；须等于旧存加新收减结案。",
    "件",
    "本期最后一天",
    open_at_end,
)
M26 = Indicator(
    "m26",
    "征询同意率",
    "申请人同意和解的案件，除以征询过的案件；没有同意、直接转立案的计入分母。",
    "%",
    "征询日",
    agreed_to_talk,
    asked_to_talk,
)
M36 = Indicator(
    "m36",
    "非诉力量参与率",
    "新收案件中由本院以外的和解员办理的，除以新收。以最后一名和解员为准。",
    "%",
    REGISTERED,
    by_outsiders,
    registered,
)
