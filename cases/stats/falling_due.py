"""应付日: what fell due in the period, what was paid of it, what was missed, and what the creditor did then.

The state of an instalment is a matter of the rules (order of filling, grace), so the rows of the month go through them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Agreement, Attempt, Case, Handover, Instalment
from cases.models.choices import LegalModel
from cases.states import AGREED_CODES, State
from jianli_mediation.core.calendar import load_calendar

from .asked import Asked, once
from .due_versions import versions
from .indicator import Indicator
from .tally import Tally, chosen

DUE = "应付日"
APPLIED = "申请日"


@dataclass(frozen=True)
class DueCase:
    """What fell due in a case in the period: how much, how much of it was paid by its end, whether any was missed."""

    case: int
    on: date
    due: Decimal
    paid: Decimal
    missed: bool

    def with_version(self, other: "DueCase") -> "DueCase":
        """Together with what fell due under a later version."""
        due, paid = self.due + other.due, self.paid + other.paid
        return DueCase(self.case, other.on, due, paid, self.missed or other.missed)


def _looked_at(asked: Asked) -> Iterator[DueCase]:
    """Each version of an agreement of which something fell due in the period while it stood."""
    calendar, (first, last) = load_calendar(), asked.due
    for version in versions(asked):
        until = min(last, version.stood_until)
        rows = [row for row in version.states(last, calendar, confirmed=True) if first <= row.due_on <= until]
        if not rows:
            continue
        late = [row.seq for row in rows if version.may_be_missed(row)]
        now = version.states(asked.as_of, calendar, confirmed=False) if late else []
        yield DueCase(
            version.case,
            rows[-1].due_on,
            sum((row.amount for row in rows), Decimal(0)),
            sum((row.paid for row in rows), Decimal(0)),
            any(version.was_missed(now[seq - 1], asked.as_of) for seq in late),
        )


@once
def _due_cases(asked: Asked) -> dict[int, DueCase]:
    """Each case once, all versions of its agreement together."""
    found: dict[int, DueCase] = {}
    for row in _looked_at(asked):
        had = found.get(row.case)
        found[row.case] = row if had is None else had.with_version(row)
    return found


def fell_due(asked: Asked) -> Tally:
    """元: instalments that fell due in the period (应付日) under the version that stood on their day."""
    rows = _due_cases(asked)
    return chosen(asked.cases(), {pk: row.due for pk, row in rows.items()}, _days(rows))


def paid_of_due(asked: Asked) -> Tally:
    """元: what was paid of those by the end of the period; confirmed money, the earliest instalment first."""
    rows = _due_cases(asked)
    return chosen(asked.cases(), {pk: row.paid for pk, row in rows.items()}, _days(rows))


def with_something_due(asked: Asked) -> Tally:
    """件: cases with an instalment due in the period."""
    rows = _due_cases(asked)
    return chosen(asked.cases(), dict.fromkeys(rows, 1), _days(rows))


def missed(asked: Asked) -> Tally:
    """件: of those, cases where one was not paid when its grace had passed (违约)."""
    rows = {pk: row for pk, row in _due_cases(asked).items() if row.missed}
    return chosen(asked.cases(), dict.fromkeys(rows, 1), _days(rows))


def _days(rows: dict[int, DueCase]) -> dict[int, date]:
    return {pk: row.on for pk, row in rows.items()}


def _last_due(asked: Asked) -> QuerySet[Agreement]:
    """Agreements in force at the end of the period whose last instalment fell due in it, as ``ends``."""
    until = asked.period.last
    newer = Agreement.objects.filter(case=OuterRef("case"), signed_on__lte=until, version__gt=OuterRef("version"))
    plan = Instalment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    near = Instalment.objects.filter(due_on__range=asked.due).values("agreement")
    return (
        Agreement.objects.filter(~Exists(newer), pk__in=near, signed_on__lte=until)
        .annotate(ends=Subquery(plan.annotate(last=Max("due_on")).values("last")))
        .filter(ends__range=asked.due)
        .order_by()
    )


def _urged(asked: Asked) -> QuerySet[Attempt]:
    """Talks without an agreement whose urging period ended in the period."""
    later = Attempt.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("seq"))
    agreed = Agreement.objects.filter(case=OuterRef("case"), signed_on__lte=asked.period.last)
    return Attempt.objects.filter(~Exists(later), ~Exists(agreed), urge_end__range=asked.due).order_by()


def _final_due(asked: Asked) -> QuerySet[Case]:
    """Cases whose last instalment fell due in the period, or, without an agreement, whose urging ended in it."""
    agreed, urged = _last_due(asked), _urged(asked)
    rows = asked.cases().filter(pk__in=agreed.values("case").union(urged.values("case")))
    plan = Instalment.objects.filter(agreement__case=OuterRef("pk"), agreement__in=agreed.values("pk"))
    ends = Subquery(plan.order_by("-due_on").values("due_on")[:1])
    return rows.annotate(on=Coalesce(ends, Subquery(urged.filter(case=OuterRef("pk")).values("urge_end")[:1])))


def finally_due(asked: Asked) -> Tally:
    """件: cases whose last instalment, or urging period where nothing was agreed, ended in the period."""
    return Tally(_final_due(asked))


def finally_performed(asked: Asked) -> Tally:
    """件: of those, cases performed in full by the end of the period without a hand-over."""
    rows = _final_due(asked).filter(performed_on__lte=asked.period.last)
    return Tally(rows.exclude(state=State.ENFORCEMENT))


def _applications(asked: Asked, model: str | None = None) -> Tally:
    days = Handover.objects.filter(
        case=OuterRef("pk"), returned_on__isnull=True, applied_on__range=asked.period.days
    ).order_by("seq")
    rows = asked.cases().filter(Exists(days), result_code__in=AGREED_CODES)
    if model is not None:
        rows = rows.filter(legal_model=model)
    return Tally(rows.annotate(on=Subquery(days.values("applied_on")[:1])))


def applied(asked: Asked) -> Tally:
    """件: cases agreed upon and handed over on the creditor's application of the period (申请日), not returned."""
    return _applications(asked)


def applied_a(asked: Asked) -> Tally:
    """件: of those, cases of model A: reconciliation before filing."""
    return _applications(asked, LegalModel.A)


def applied_b(asked: Asked) -> Tally:
    """件: of those, cases of model B: filed first."""
    return _applications(asked, LegalModel.B)


M10 = Indicator(
    "m10",
    "自动履行率（执前）",
    "末期应付日（没有协议的，督促履行期末日）在本期的案件中，到期末已经履行完毕、没有移送的，除以这些案件；与审判口径的自动履行率不同。",
    "%",
    "末期应付日",
    finally_performed,
    finally_due,
)
M13 = Indicator(
    "m13",
    "到期应付到位率",
    "应付日在本期的各期，到期末已付金额除以应付金额；收款先抵先到期的一期，只计经申请人确认的。",
    "%",
    DUE,
    paid_of_due,
    fell_due,
)
M19 = Indicator(
    "m19",
    "违约率",
    "本期有一期到期、过了宽限期仍没有付清的案件，除以本期有一期到期的案件；宽限期没有满的还不算。",
    "%",
    DUE,
    missed,
    with_something_due,
)
M20 = Indicator(
    "m20",
    "恢复、申请执行数",
    "达成协议以后，申请人在本期申请执行、已经移送的案件；退回的不算。",
    "件",
    APPLIED,
    applied,
    parts=(
        Indicator("m20.a", "立案前和解：申请执行", "没有立案的案件，申请人申请立案执行。", "件", APPLIED, applied_a),
        Indicator("m20.b", "先立案后和解：恢复执行", "已经立案的案件，申请人申请恢复执行。", "件", APPLIED, applied_b),
    ),
)
