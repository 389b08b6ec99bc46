"""目标: set for an indicator from a month on, with its ground; ended by a row without an amount. Nothing is changed."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cases.models import IndicatorTarget, MonthReport
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.targets import AIMED, in_force
from cases.verbs import OFFICE, Office
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User

from .acting import Actor, Forbidden, InvalidInput

CHAIN = "targets"
MONTHS_BACK, MONTHS_AHEAD = 12, 24
LONGEST_BASIS = 200
WHOLE = ("件", "次", "份")
HUNDRED = Decimal(100)
# A change against last year falls to -100 % and rises without a bound.
CHANGES = {"m23": (-HUNDRED, Decimal(1000))}
MOST = Decimal("99999999999999.99")


def sets(user: User) -> bool:
    """Whether she may set targets."""
    return user.role in OFFICE[Office.SET_TARGET].roles


def earliest(today: date) -> date:
    """The first month a target can be set from: none that is frozen, and at most a year back."""
    back = Period.of(today).back(MONTHS_BACK + 1).first
    frozen = MonthReport.objects.order_by("-month").values_list("month", flat=True).first()
    return max(back, Period.of(frozen).after().first) if frozen else back


@transaction.atomic
def set_target(
    *, by: Actor, now: datetime, code: str, from_month: date, amount: Decimal | None, basis: str
) -> IndicatorTarget:
    """From ``from_month`` on the indicator is to reach ``amount`` (in its unit); None: there is no target any more.

    Raises Forbidden, and InvalidInput naming every field that cannot be.
    """
    if not sets(by.user):
        label = OFFICE[Office.SET_TARGET].label
        raise Forbidden("role_forbidden", f"“{label}”不由{by.user.get_role_display()}办理")
    if code not in AIMED:
        raise InvalidInput({"code": ["这项指标没有好坏方向，不设目标"]})
    errors: dict[str, list[str]] = {}
    _check_month(from_month, local_date(now), errors)
    if amount is not None:
        _check_amount(code, amount, errors)
    if not 0 < len(basis.strip()) <= LONGEST_BASIS:
        errors["basis"] = [f"请写明依据，如哪次会议、哪份文件定的，最多 {LONGEST_BASIS} 字"]
    before = None if "from_month" in errors else in_force(from_month).get(code)
    if not errors and (before.amount if before else None) == amount:
        errors["amount"] = ["这个月的目标已经是这个数" if before else "这个月本来就没有目标"]
    if errors:
        raise InvalidInput(errors)
    row = IndicatorTarget.objects.create(
        code=code, from_month=from_month, amount=amount, basis=basis.strip(), set_at=now, set_by=by.user
    )
    told = {"from": str(before.amount) if before else None, "to": None if amount is None else str(amount)}
    facts = {"code": code, "from_month": from_month, **told, "basis": row.basis}
    audit.record(chain=CHAIN, verb=Office.SET_TARGET, by=by.user, at=now, client=by.client, facts=facts)
    return row


def _check_month(month: date, today: date, errors: dict[str, list[str]]) -> None:
    first, last = earliest(today), Period.of(today)
    for _ in range(MONTHS_AHEAD):
        last = last.after()
    if month.day != 1 or not first <= month <= last.first:
        errors["from_month"] = [f"起始月份在 {first:%Y-%m} 和 {last.key} 之间，已经冻结的月份不改"]


def _check_amount(code: str, amount: Decimal, errors: dict[str, list[str]]) -> None:
    unit = BY_CODE[code].unit
    least, most = CHANGES.get(code, (Decimal(0), HUNDRED if unit == "%" else MOST))
    if not amount.is_finite() or not least <= amount <= most:
        errors["amount"] = [f"目标值在 {least} 和 {most:,} 之间"]
    elif amount != round(amount, 0 if unit in WHOLE else 2):
        errors["amount"] = ["目标值写整数" if unit in WHOLE else "目标值最多两位小数"]
