"""Invented data for the page of components: every part in every state."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.parts import Difference, NextStep, Pager, TrackStep
from jianli_mediation.kernel.charts import Month
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Step


class _Sample(CourtForm):
    """One field of each kind. What is said at a field belongs to the sample, not to a rule."""

    name = forms.CharField(label="姓名")
    number = forms.CharField(label="公民身份号码")
    signed_on = forms.CharField(label="协议日期", required=False)
    total = forms.CharField(label="金额", required=False)
    order = forms.ChoiceField(label="抵充顺序", choices=[("statutory", "法定顺序"), ("principal", "先本后息")])
    accepted_on = forms.CharField(label="受理日期", required=False, help_text="受理后不能改，错了走更正")
    served_by = forms.ChoiceField(
        label="送达方式",
        choices=[("e", "电子"), ("post", "邮寄"), ("notice", "公告")],
        widget=forms.RadioSelect,
    )
    secret = forms.BooleanField(label="地址保密", required=False)
    clue = forms.CharField(label="财产线索", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_number(self) -> str:
        raise forms.ValidationError("末位应为 1，现为 2，请核对证件。")


class _Row(CourtForm):
    due_on = forms.CharField(label="应付日")
    amount = forms.CharField(label="金额", widget=forms.TextInput(attrs={"class": "num"}))

    def clean_amount(self) -> str:
        if self.cleaned_data["amount"] == "162,450.00":
            raise forms.ValidationError("差 1,800.00")
        return self.cleaned_data["amount"]


_Rows = forms.formset_factory(_Row, extra=0, can_delete=True)

_TYPED = {
    "name": "许某",
    "number": "429999194702280032",
    "signed_on": "2023-10-07",
    "total": "86,500.00",
    "order": "statutory",
    "accepted_on": "2023-04-26",
    "clue": "在容城镇有门面一间，对外出租。",
}
_PLAN = {
    "plan-TOTAL_FORMS": "2",
    "plan-INITIAL_FORMS": "0",
    "plan-0-due_on": "2023-10-10",
    "plan-0-amount": "160,000.00",
    "plan-1-due_on": "2023-12-11",
    "plan-1-amount": "162,450.00",
}
_WHY = (
    Step(date(2023, 9, 1), "和解员接收，当日不计入"),
    Step(date(2023, 10, 1), "满 30 日，国庆假期"),
    Step(date(2023, 10, 7), "假后第一个工作日，星期六，调休上班"),
    Step(None, "2023-10-07，不是 10-09", is_result=True),
)
_UNPAID = Blocker("instalment_unpaid", "第 2 期还差 30,000.00 元", "协议第 4 条")
_UNCONFIRMED = Blocker("payment_unconfirmed", "07-05 的 20,000.00 元未经许某确认")
_STEPS = (
    NextStep("登记通话或催告", "#steps", "先问 30,000.00 元何时付。答应的日期会进提醒。", style="main"),
    NextStep("登记收款", "#steps"),
    NextStep("变更协议", "#steps"),
    NextStep("认定违约", "#steps", "07-04 起可以认定。认定后许某可申请执行原判决。", style="danger"),
    NextStep("核定履行完毕", "#steps", blockers=(_UNPAID, _UNCONFIRMED)),
)
_TRACK = (
    TrackStep("收案审查", ("04-25 收件", "04-26 受理"), "done"),
    TrackStep("和解中", ("04-26 至 05-18", "22 天，会商 2 次"), "done"),
    TrackStep("履行中", ("05-18 起", "第 2 期未付清"), "now"),
    TrackStep("履行完毕", ("末期 09-28",), "stop"),
    TrackStep("或：违约", ("待申请执行，须由人认定",), "or"),
    TrackStep("已转执行", ("移送立案庭",)),
)
_DIFFERENCES = (
    Difference("paid_on", "到账日", "2023-07-05", "2023-07-06"),
    Difference("amount", "金额", "20,000.00 元", "20,000.00 元"),
)
_MONTHS = (
    Month("23-12", 10, 10, Decimal("60.00")),
    Month("24-01", 7, 9, Decimal("55.56")),
    Month("02", 0, 0, None),
    Month("03", 5, 5, Decimal("60.00")),
    Month("04", 8, 8, Decimal("62.50")),
)


def gallery() -> dict[str, Any]:
    """The context of ``core/states.html``."""
    return {
        "form": _Sample(_TYPED),
        "rows": _Rows(_PLAN, prefix="plan"),
        "why_steps": _WHY,
        "steps": _STEPS,
        "track_steps": _TRACK,
        "blockers": (_UNPAID, _UNCONFIRMED),
        "differences": _DIFFERENCES,
        "turning": Pager("第 1–2 笔", next_url="#table"),
        "total": Decimal("86500.00"),
        "largest": Decimal("9999999999.99"),
        "long_name": "湖北省荆州市监利市容城镇示例路农产品加工与冷链物流专业合作联社有限责任公司",
        "months": _MONTHS,
        "figures": [("收到执行申请", 12, False), ("征询同意并登记", 8, False), ("和解成功", 4, True)],
    }
