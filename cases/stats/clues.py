"""财产线索: whether what was learned of a debtor's property led to anything. The reading is this court's own (本院口径)."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from cases.models import Payment, Preservation, PropertyClue
from cases.models.choices import Confirmation
from cases.states import State

from .asked import Asked
from .closing import CLOSED, closed
from .indicator import Indicator
from .money import standing
from .tally import Tally


def _frozen_since(last: date) -> Exists:
    """A freeze or seizure that began on the day of the clue or later, by ``last``."""
    since = Q(since__gte=OuterRef("reported_on"), since__lte=last)
    return Exists(Preservation.objects.filter(since, case=OuterRef("case")))


def _paid_since(last: date) -> Exists:
    """Money that came on the day of the clue or later, by ``last``: confirmed, not reversed, before a hand-over."""
    before = ~Q(case__state=State.ENFORCEMENT) | Q(paid_on__lt=F("case__record_closed_on"))
    rows = Payment.objects.filter(
        before, case=OuterRef("case"), paid_on__gte=OuterRef("reported_on"), paid_on__lte=last
    )
    return Exists(standing(rows).exclude(confirmation=Confirmation.PENDING))


def _with_clue(asked: Asked, *led_to: Exists | Q) -> Tally:
    clues = PropertyClue.objects.filter(*led_to, case=OuterRef("pk"), reported_on__lte=asked.period.last)
    return Tally(closed(asked).cases.filter(Exists(clues)))


def with_clues(asked: Asked) -> Tally:
    """件: closed in the period, with a clue of any source known by its end."""
    return _with_clue(asked)


def clue_hits(asked: Asked) -> Tally:
    """件: those where after a clue something was frozen or paid by the end of the period. That it was because of the clue nobody says."""
    last = asked.period.last
    return _with_clue(asked, Q(_frozen_since(last)) | Q(_paid_since(last)))


def clues_frozen(asked: Asked) -> Tally:
    """件: those where after a clue something was frozen."""
    return _with_clue(asked, _frozen_since(asked.period.last))


def clues_paid(asked: Asked) -> Tally:
    """件: those where after a clue money came."""
    return _with_clue(asked, _paid_since(asked.period.last))


HIT_RATE = Indicator(
    "clue.hit",
    "线索命中率",
    "结案日在本期、登记过财产线索的案件中，到期末为止，在获知线索当天或以后有保全、或有确认到账的占多少；各种来源的线索都算，不论因果。本院口径。",
    "%",
    CLOSED,
    clue_hits,
    with_clues,
)
CLUES: tuple[Indicator, ...] = (
    Indicator("clue.all", "登记过线索的结案", "结案日在本期、到期末登记过财产线索的案件。", "件", CLOSED, with_clues),
    HIT_RATE,
    Indicator(
        "clue.frozen",
        "其中以后有保全",
        "登记过线索的结案中，获知线索当天或以后有保全的。",
        "件",
        CLOSED,
        clues_frozen,
    ),
    Indicator(
        "clue.paid",
        "其中以后有到账",
        "登记过线索的结案中，获知线索当天或以后有确认到账的；移送以后收到的不算。",
        "件",
        CLOSED,
        clues_paid,
    ),
)
