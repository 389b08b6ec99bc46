"""The forms of 计算器: shape only. Figures typed here belong to no case and are kept nowhere."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.models.choices import Imputation, RateType
from cases.rules.instalments import STEPS_IN_DAYS, STEPS_IN_MONTHS
from cases.rules.interest import PrincipalItem
from cases.rules.payments import Paid
from cases.rules.periods import UNITS
from cases.rules.rates import LPR_BEGINS
from jianli_mediation.core.forms import AmountField, CourtForm, DayField, read_day
from jianli_mediation.kernel import money

from .fields import RateField

FEES = {"execution": "申请执行费", "preservation": "保全申请费", "acceptance": "案件受理费（财产案件）"}
EVERY = {
    "month": "每月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
    "week": "每周",
    "fortnight": "每两周",
}
MOST_PAYMENTS = 200
LONGEST = {"day": 36_500, "workday": 5_000, "month": 600, "year": 50}
_LINE = re.compile(r"([\d年月日./-]+)[\s,、:]+(\S+)")


class PaymentsField(forms.CharField):
    """Payments as lines of a day and an amount; every line that cannot be read is named."""

    def __init__(self, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": 4, "placeholder": "2023-05-31 50000\n2023-07-05 20000"})
        super().__init__(widget=area, required=False, max_length=10_000, **kwargs)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        read = [(number, _paid(line)) for number, line in enumerate(lines, start=1) if line]
        bad = [f"第 {number} 行读不懂，写成“2023-05-31 50000”。" for number, paid in read if paid is None]
        if bad:
            raise ValidationError(bad)
        if len(read) > MOST_PAYMENTS:
            raise ValidationError(f"最多 {MOST_PAYMENTS} 笔，现在有 {len(read)} 笔。")
        return [paid for _, paid in read]


def _paid(line: str) -> Paid | None:
    found = _LINE.fullmatch(unicodedata.normalize("NFKC", line))
    if not found:
        return None
    try:
        day, amount = read_day(found[1]), money.yuan(found[2].lstrip("¥").removesuffix("元"))
    except (ValidationError, ValueError):
        return None
    return Paid(day, amount) if amount > 0 else None


class FeeForm(CourtForm):
    """One amount, one of three fees."""

    kind = forms.ChoiceField(label="哪一种", choices=list(FEES.items()), initial="execution")
    amount = AmountField(label="金额", zero=True)
    halved = forms.BooleanField(label="减半交纳", required=False, help_text="只用于受理费：调解、撤诉、简易程序")


class DoubledForm(CourtForm):
    """The doubled part on one sum."""

    principal = AmountField(label="基数", help_text="未付的本金等，不含一般利息")
    performance_end = DayField(label="履行期末日")
    until = DayField(label="算到")
    payments = PaymentsField(label="已付", help_text="每行一笔：日期 金额")


class BalanceForm(CourtForm):
    """A whole debt: principal with its interest, costs, payments, order."""

    principal = AmountField(label="本金")
    rate_type = forms.ChoiceField(label="一般利息", choices=RateType.choices, initial=RateType.NONE)
    rate = RateField(label="利率", required=False, help_text="年利率、日利率写百分数；LPR 写倍数")
    interest_from = DayField(label="起息日", required=False)
    fixed_interest = AmountField(label="已确定的利息", required=False, zero=True)
    costs = AmountField(label="受理费等费用", required=False, zero=True)
    performance_end = DayField(label="履行期末日")
    order = forms.ChoiceField(
        label="抵充顺序", choices=[choice for choice in Imputation.choices if choice[0] != Imputation.CUSTOM]
    )
    until = DayField(label="算到")
    payments = PaymentsField(label="已付", help_text="每行一笔：日期 金额")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("rate_type") != RateType.NONE:
            for name in ("rate", "interest_from"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(f"请填{self.fields[name].label}。", code="required"))
            begins = typed.get("interest_from")
            if typed.get("rate_type") == RateType.LPR and begins and begins < LPR_BEGINS:
                self.add_error("interest_from", f"LPR 从 {LPR_BEGINS} 起公布，此前的利息请另算。")
        return typed

    @property
    def item(self) -> PrincipalItem:
        """The principal with its interest, the rate as a fraction."""
        typed = self.cleaned_data
        kind = typed["rate_type"]
        if kind == RateType.NONE:
            return PrincipalItem(typed["principal"])
        rate = typed["rate"] if kind == RateType.LPR else typed["rate"] / 100
        return PrincipalItem(typed["principal"], kind, rate, typed["interest_from"])


class DeadlineForm(CourtForm):
    """A start and a span."""

    start = DayField(label="起算事由发生日", help_text="这一天不计入")
    amount = forms.IntegerField(label="期间", min_value=0, max_value=max(LONGEST.values()))
    unit = forms.ChoiceField(label="单位", choices=list(UNITS.items()), initial="day")
    shift = forms.TypedChoiceField(
        label="末日遇休息日",
        choices=[("yes", "顺延"), ("no", "不顺延（如保全到期）")],
        coerce=lambda chosen: chosen == "yes",
        initial="yes",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        most = LONGEST.get(typed.get("unit", ""), 0)
        if typed.get("amount") is not None and most and typed["amount"] > most:
            self.add_error("amount", f"最多 {most} {UNITS[typed['unit']]}。")
        return typed


class PlanForm(CourtForm):
    """A sum in equal parts."""

    total = AmountField(label="总额")
    count = forms.IntegerField(label="期数", min_value=1, max_value=600, help_text="首付不算在内")
    first_due = DayField(label="第一期应付日")
    every = forms.ChoiceField(
        label="间隔", choices=[(code, EVERY[code]) for code in (*STEPS_IN_MONTHS, *STEPS_IN_DAYS)], initial="month"
    )
    down_payment = AmountField(label="首付", required=False, help_text="没有不填；在第一期应付日付")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        total, down, count = typed.get("total"), typed.get("down_payment") or Decimal(0), typed.get("count")
        if total and count and total - down < count * money.FEN:
            self.add_error("total", "每期都要大于零，请减少期数或首付。")
        return typed


class OfferForm(CourtForm):
    """What the debtor offers, and what she says of her means."""

    total = AmountField(label="要付的总额")
    down_payment = AmountField(label="首付", required=False, zero=True)
    first_due = DayField(label="第一次付款日")
    count = forms.IntegerField(
        label="期数", min_value=1, max_value=600, required=False, help_text="期数、每月金额填一项"
    )
    monthly = AmountField(label="每月金额", required=False)
    income = AmountField(label="自述月收入", required=False, zero=True)
    burden = AmountField(label="每月负担", required=False, zero=True, help_text="生活费和别的债")
    principal = AmountField(label="其中本金", required=False, help_text="加倍部分按它算；不填按总额")
    performance_end = DayField(label="履行期末日", required=False, help_text="填了才算加倍部分")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not typed.get("count") and not typed.get("monthly") and not {"count", "monthly"} & set(self.errors):
            self.add_error("count", ValidationError("期数、每月金额填一项。", code="required"))
        return typed


FORMS: dict[str, Callable[..., CourtForm]] = {
    "fee": FeeForm,
    "doubled": DoubledForm,
    "balance": BalanceForm,
    "deadline": DeadlineForm,
    "instalments": PlanForm,
    "simulator": OfferForm,
}
