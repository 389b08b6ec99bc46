"""What the buttons inside the agreement do to what is typed: lay the plan out, put in what a finding proposes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from cases.rules.instalments import Planned, build
from jianli_mediation.core.forms import AmountField, read_day
from jianli_mediation.kernel.money import show, yuan

MOST_INSTALMENTS = 60
# What the check calls otherwise than the form.
NAMES = {"clauses": "other_clauses"}


def planned_of(data: Mapping[str, Any]) -> list[Planned] | str:
    """The plan that the line above the instalments asks for, or why it cannot be laid out."""
    try:
        total = AmountField().clean(data.get("total", ""))
        first = read_day(data.get("first_due", ""))
        count = int(data.get("count", ""))
        down = data.get("down", "").strip()
        down_payment = AmountField().clean(down) if down else None
    except (ValidationError, ValueError):
        return "请填协议总额、分几期、第一期的应付日，再点一次。"
    if not 1 <= count <= MOST_INSTALMENTS:
        return f"分 1 到 {MOST_INSTALMENTS} 期，请核对。"
    try:
        return build(
            total=total, count=count, first_due=first, every=data.get("every") or "month", down_payment=down_payment
        )
    except (ValueError, OverflowError):
        return f"{show(total)} 元分不成 {count} 期，每期都要大于零，请核对。"


def lay_out(data: QueryDict, planned: list[Planned]) -> None:
    """Put the plan in place of the instalments typed so far."""
    for name in [name for name in data if name.startswith("plan-")]:
        del data[name]
    data["plan-TOTAL_FORMS"], data["plan-INITIAL_FORMS"] = str(len(planned)), "0"
    for index, row in enumerate(planned):
        data[f"plan-{index}-due_on"] = row.due_on.isoformat()
        data[f"plan-{index}-amount"] = show(row.amount)


def mend(data: QueryDict, field: str, value: str) -> None:
    """Put ``value`` into the input that a finding means."""
    target = input_name(data, field)
    if target:
        data[target] = show(yuan(value)) if target.endswith(("amount", "total")) else value


def input_name(data: Mapping[str, Any], field: str) -> str:
    """The name of the input that a finding's field means: ``instalments.3.amount`` → ``plan-2-amount``."""
    parts = field.split(".")
    if parts[0] != "instalments":
        return NAMES.get(field, field)
    seen = 0
    total = data.get("plan-TOTAL_FORMS", "0")
    for index in range(int(total) if total.isdecimal() else 0):
        taken_out = f"plan-{index}-DELETE" in data
        empty = not data.get(f"plan-{index}-due_on") and not data.get(f"plan-{index}-amount")
        if taken_out or empty:
            continue
        seen += 1
        if len(parts) == 1 or seen == int(parts[1]):
            return f"plan-{index}-{parts[2] if len(parts) > 2 else 'amount'}"
    return ""
