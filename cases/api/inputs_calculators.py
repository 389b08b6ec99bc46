"""What the calculators are asked."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import DayField, In, MoneyField, RateField, rows
from cases.api.inputs_filing import choice
from cases.models.choices import Imputation, RateType
from cases.rules.allocation import KINDS
from cases.rules.balance import Claim
from cases.rules.instalments import STEPS_IN_DAYS, STEPS_IN_MONTHS
from cases.rules.interest import PrincipalItem
from cases.rules.payments import Paid
from jianli_mediation.kernel.money import ZERO

MOST_PAYMENTS, MOST_INSTALMENTS = 1000, 600
LONGEST_DAYS, LONGEST_WORKDAYS, LONGEST_MONTHS, LONGEST_YEARS = 36_500, 5_000, 600, 50
SPANS = {"days": "day", "working_days": "workday", "months": "month", "years": "year"}


class FeeIn(In):
    amount = MoneyField(label="标的额")


class PaidIn(In):
    """One payment. A reversal is left out, not entered as a negative one."""

    also = {"on": "date", "paid_on": "date"}
    date = DayField(label="付款日")
    amount = MoneyField(label="金额")


class InterestIn(In):
    """General interest: ``rate`` a fraction a year or a day, or the multiple of LPR, ``from`` a day to payment."""

    also = {"rate_from": "from"}
    rate = RateField(label="利率")
    rate_type = serializers.ChoiceField(
        [(code, word) for code, word in RateType.choices if code != RateType.NONE],
        default=RateType.YEARLY.value,
        label="计息",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``from`` is a word of Python's own, so the field cannot be written as an attribute."""
        return {**super().get_fields(), "from": DayField(label="起息日")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["rate"] >= 1 and attrs["rate_type"] != RateType.LPR:
            raise serializers.ValidationError({"rate": ["利率用小数，如年利率 3.65% 写 0.0365。"]})
        return attrs


class DebtIn(In):
    """A debt and what was paid on it, up to a day. Without an order, the statutory one."""

    also = {"interest": "general_interest"}
    principal = MoneyField(label="本金")
    general_interest = InterestIn(required=False, label="一般债务利息")
    fixed_interest = MoneyField(required=False, default=ZERO, label="已确定的利息")
    costs = MoneyField(required=False, default=ZERO, label="费用")
    performance_end = DayField(label="履行期末日")
    payments = rows(PaidIn, MOST_PAYMENTS, required=False, label="收款")
    order = choice(Imputation, required=False, default=Imputation.STATUTORY.value, label="抵充顺序")
    custom_order = serializers.ListField(
        child=serializers.ChoiceField(list(KINDS.items())), required=False, max_length=len(KINDS), label="自定义顺序"
    )
    until = DayField(label="算到")
    fee_in_base = serializers.BooleanField(required=False, label="加倍部分基数含受理费")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["order"] == Imputation.CUSTOM and sorted(attrs.get("custom_order", ())) != sorted(KINDS):
            raise serializers.ValidationError({"custom_order": [f"自定义顺序须把 {'、'.join(KINDS)} 各写一次。"]})
        return attrs


class DeadlineIn(In):
    """A start and one span. The last day moves off rest days unless ``shift`` is false."""

    start = DayField(label="起算事由发生日")
    days = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_DAYS, label="日")
    working_days = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_WORKDAYS, label="工作日")
    months = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_MONTHS, label="月")
    years = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_YEARS, label="年")
    shift = serializers.BooleanField(required=False, default=True, label="遇休息日顺延")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(span in attrs for span in SPANS) != 1:
            raise serializers.ValidationError({"days": [f"{'、'.join(SPANS)} 里写一项，只写一项。"]})
        return attrs


class PlanIn(In):
    """A sum in equal parts. A ``down_payment`` falls due first, the ``count`` parts follow."""

    total = MoneyField(positive=True, label="总额")
    count = serializers.IntegerField(min_value=1, max_value=MOST_INSTALMENTS, label="期数")
    first_due = DayField(label="第一期应付日")
    every = serializers.ChoiceField(
        sorted({**STEPS_IN_MONTHS, **STEPS_IN_DAYS}), required=False, default="month", label="间隔"
    )
    down_payment = MoneyField(required=False, positive=True, label="首付")


class SimulatorIn(In):
    """What the debtor offers, by months, and what she says of her means. ``count``, ``monthly`` or both.

    Without ``performance_end`` the doubled part is not reckoned; it runs on ``principal``, without that on ``total``.
    """

    total = MoneyField(positive=True, label="要付的总额")
    down_payment = MoneyField(required=False, default=ZERO, label="首付")
    first_due = DayField(label="第一次付款日")
    count = serializers.IntegerField(required=False, min_value=1, max_value=MOST_INSTALMENTS, label="期数")
    monthly = MoneyField(required=False, positive=True, label="每月金额")
    income = MoneyField(required=False, label="自述月收入")
    burden = MoneyField(required=False, default=ZERO, label="每月负担")
    principal = MoneyField(required=False, positive=True, label="其中本金")
    performance_end = DayField(required=False, label="履行期末日")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "count" not in attrs and "monthly" not in attrs:
            raise serializers.ValidationError({"count": ["期数、每月金额填一项。"]})
        return attrs


def claim(given: dict[str, Any]) -> Claim:
    interest = given.get("general_interest")
    principal = (
        PrincipalItem(given["principal"], interest["rate_type"], interest["rate"], interest["from"])
        if interest
        else PrincipalItem(given["principal"])
    )
    return Claim(
        principal=(principal,),
        costs=given["costs"],
        performance_end=given["performance_end"],
        fixed_interest=given["fixed_interest"],
    )


def payments(given: dict[str, Any]) -> list[Paid]:
    return [Paid(each["date"], each["amount"]) for each in given.get("payments", ())]
