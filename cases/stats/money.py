"""到位、节约、让利: money that came, fees that were not charged, sums forgiven. Yuan; only what the creditor confirmed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Case as When_
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from cases.models import Agreement, Case, Payment
from cases.models.choices import Confirmation, PaymentWay
from cases.rules.fees import execution_fee
from cases.states import ResultCode, State

from .asked import Asked
from .closing import closed
from .indicator import Indicator
from .tally import MONEY, Number, Tally, chosen, dated

PAID = "到账日"
PERFORMED = "履行完毕日"
SIGNED = "协议日"
NOTHING = Value(Decimal(0), output_field=MONEY)


def standing(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments that were not struck by a reversal, without the reversals."""
    return payments.filter(reverses__isnull=True, reversed_by__isnull=True)


def _arrived(**which: object) -> QuerySet[Payment]:
    """What a case received: confirmed, not reversed, before it was handed over."""
    before = ~Q(case__state=State.ENFORCEMENT) | Q(paid_on__lt=F("case__record_closed_on"))
    rows = standing(Payment.objects.filter(case=OuterRef("pk"), **which))
    return rows.exclude(confirmation=Confirmation.PENDING).filter(before)


def _sum(rows: QuerySet[Payment]) -> Coalesce:
    added = rows.order_by().values("case").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(added, output_field=MONEY), NOTHING)


def _received(asked: Asked, **which: object) -> Tally:
    rows = _arrived(paid_on__range=asked.period.days, **which)
    last = rows.order_by().values("case").annotate(last=Max("paid_on")).values("last")
    cases = asked.cases().filter(Exists(rows)).annotate(amount=_sum(rows), on=Subquery(last))
    return Tally(cases, summed="amount")


def received(asked: Asked) -> Tally:
    """元: confirmed and not reversed payments of the period (到账日), before a hand-over; in kind at the agreed value."""
    return _received(asked)


def received_in_kind(asked: Asked) -> Tally:
    """元: of those, what was given in kind."""
    return _received(asked, way=PaymentWay.IN_KIND)


def received_of_closed(asked: Asked) -> Tally:
    """元: what the cases closed in the period had received by its end."""
    rows = closed(asked).cases
    return Tally(rows.annotate(amount=_sum(_arrived(paid_on__lte=asked.period.last))), summed="amount")


def claimed() -> When_:
    """申请标的额; of a case settled in part, what its agreement is about, and no more than was applied for."""
    last = Agreement.objects.filter(case=OuterRef("pk")).order_by("-version")
    covered = Subquery(last.annotate(covers=F("total") + F("waived_amount")).values("covers")[:1], output_field=MONEY)
    part = Least(F("amount_applied"), Coalesce(covered, F("amount_applied")), output_field=MONEY)
    return When_(When(result_code=ResultCode.PARTIAL, then=part), default=F("amount_applied"), output_field=MONEY)


def claimed_of_closed(asked: Asked) -> Tally:
    """元: what was applied for in the cases closed in the period (申请标的额)."""
    return Tally(closed(asked).cases.annotate(amount=claimed()), summed="amount")


def performed(asked: Asked) -> Tally:
    """件: performed in full in the period (履行完毕日), whenever they were closed."""
    return Tally(dated(asked.cases().filter(performed_on__range=asked.period.days), "performed_on"))


def _fees(cases: QuerySet[Case]) -> Tally:
    rows = list(cases.annotate(claim=claimed()).values_list("pk", "claim", "on"))
    fees: dict[int, Number] = {pk: execution_fee(claim).fee for pk, claim, _ in rows}
    return chosen(cases, fees, {pk: on for pk, _, on in rows})


def _not_in_enforcement(asked: Asked) -> Q:
    """No enforcement case by the end of the period: one docketed later takes nothing from what a frozen month told."""
    return Q(exec_case_no="") | Q(exec_registered_on__gt=asked.period.last)


def fee_saved(asked: Asked) -> Tally:
    """元: the fee of execution on the claims of cases performed in the period without an enforcement case; an estimate, the debtor's saving."""
    return _fees(performed(asked).cases.filter(_not_in_enforcement(asked)))


def fee_expected(asked: Asked) -> Tally:
    """元: the same fee of cases first agreed in the period and not yet performed; never added to what was saved."""
    last = asked.period.last
    versions = Agreement.objects.filter(case=OuterRef("pk")).order_by("signed_on", "version")
    unpaid = Q(performed_on__isnull=True) | Q(performed_on__gt=last)
    gone = Q(state=State.ENFORCEMENT, record_closed_on__lte=last)
    signed = Agreement.objects.filter(case=OuterRef("pk"), signed_on__range=asked.period.days)
    rows = asked.cases().filter(_not_in_enforcement(asked), Exists(signed), unpaid).exclude(gone)
    first = Subquery(versions.values("signed_on")[:1])
    return _fees(rows.annotate(on=first).filter(on__range=asked.period.days))


def _waived(asked: Asked, *, conditional: bool | None = None) -> Tally:
    signed = Agreement.objects.filter(signed_on__range=asked.period.days, case__in=asked.cases().values("pk"))
    rows = list(signed.values_list("pk", "case", "version", "signed_on", "waived_amount", "waiver_condition"))
    before = _amounts_before({case for _, case, *_ in rows})
    shares: dict[int, Number] = {}
    on: dict[int, date] = {}
    for _, case, version, signed_on, amount, condition in sorted(rows, key=lambda row: row[2]):
        if conditional is not None and bool(condition.strip()) != conditional:
            continue
        more = amount - before.get((case, version - 1), Decimal(0))
        if more:
            shares[case] = shares.get(case, Decimal(0)) + more
            on[case] = signed_on
    return chosen(asked.cases(), shares, on)


def _amounts_before(cases: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    rows = Agreement.objects.filter(case__in=list(cases)).values_list("case", "version", "waived_amount")
    return {(case, version): amount for case, version, amount in rows}


def waived(asked: Asked) -> Tally:
    """元: what creditors gave up in agreements signed in the period; an amendment counts by the difference (让利)."""
    return _waived(asked)


def waived_on_condition(asked: Asked) -> Tally:
    """元: of those, what was given up on a condition."""
    return _waived(asked, conditional=True)


M09 = Indicator("m09", "执前履行完毕数", "履行完毕日在本期的案件，不论哪个月结案。", "件", PERFORMED, performed)
M11 = Indicator(
    "m11",
    "到位金额",
    "到账日在本期、经申请人确认、早于移送日的收款之和；红冲的相抵，以物抵债按约定价值。",
    "元",
    PAID,
    received,
    parts=(
        Indicator("m11.kind", "其中以物抵债", "到位金额中方式为实物的，按约定价值。", "元", PAID, received_in_kind),
    ),
)
M12 = Indicator(
    "m12",
    "到位率（结案口径）",
    "本期结案案件到期末的到位金额，除以这些案件的申请标的额；部分和解（方式 14）只计协议涉及的部分。",
    "%",
    "结案日",
    received_of_closed,
    claimed_of_closed,
)
M27 = Indicator(
    "m27",
    "节约执行费（实际）",
    "履行完毕日在本期、到期末没有执行案号的案件，按申请标的额算出的申请执行费之和；是被申请人少交的费用，估算。",
    "元",
    PERFORMED,
    fee_saved,
)
M27B = Indicator(
    "m27b",
    "节约执行费（预计）",
    "本期首次签订协议、到期末没有付清、没有移送也没有执行案号的案件，同样算出的费用之和；不与实际相加。",
    "元",
    SIGNED,
    fee_expected,
)
M28 = Indicator(
    "m28",
    "让利金额",
    "本期签订的协议中申请人减免的金额；变更协议只计比上一版增加或减少的部分。",
    "元",
    SIGNED,
    waived,
    parts=(Indicator("m28.condition", "其中附条件", "以按期付清等为条件的减免。", "元", SIGNED, waived_on_condition),),
)
