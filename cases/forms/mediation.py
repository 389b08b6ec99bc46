"""执前和解: extend, suspend, resume, fail, settle in full."""

from typing import ClassVar

from django import forms

from cases.states import FAIL_CODES, SETTLED_CODES, ResultCode
from jianli_mediation.core.forms import DayField

from .acts import ActForm, Words, coded


class ExtendForm(ActForm):
    days = forms.IntegerField(
        label="延长", min_value=1, max_value=30, help_text="从原到期日起算，最多 30 日，只能一次。"
    )
    applicant_agrees = forms.BooleanField(label="申请人书面同意，已归卷", required=False)
    respondent_agrees = forms.BooleanField(label="被申请人书面同意，已归卷", required=False)
    reason = forms.CharField(label="理由", max_length=200, help_text="还差什么，延长以后怎样办。")

    widths: ClassVar = {"reason": "f12"}
    units: ClassVar = {"days": "日"}

    def load(self) -> None:
        self.initial.setdefault("days", self.file.day.periods["T_EXT"].amount)


class SuspendForm(ActForm):
    from_on = DayField(label="中止日", help_text="从这一天起不计入。")
    to_on = DayField(label="恢复日", required=False)
    reason = forms.CharField(
        label="理由", max_length=200, help_text="如等评估报告、当事人住院、等继承人表态；有材料的归卷。"
    )

    widths: ClassVar = {"reason": "f12"}
    at_hint = "不填按中止日。"

    def load(self) -> None:
        self.initial.setdefault("from_on", self.file.today)
        days = self.file.day.periods["T_SUSPEND"].text
        self.fields["to_on"].help_text = f"定下哪天恢复的才填，最长 {days}；这一天也不计入，次日接着算。"


class ResumeForm(ActForm):
    resumed_on = DayField(label="恢复日", help_text="这一天还不计入，次日接着算。")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="中止的原因怎样消除的。")

    widths: ClassVar = {"note": "f12"}
    at_hint = "不填按恢复日。"

    def load(self) -> None:
        self.initial.setdefault("resumed_on", self.file.today)


class FailForm(ActForm):
    code = forms.ChoiceField(label="结案方式")
    note = Words(label="说明", max_length=500, help_text="分歧在哪里、试过什么；保密的话不写在这里。")

    widths: ClassVar = {"code": "f6", "note": "f12"}

    def load(self) -> None:
        self.offer("code", coded(ResultCode, FAIL_CODES))


class SettleForm(ActForm):
    code = forms.ChoiceField(label="结案方式", required=False, help_text="不选：送达过督促通知的按 11，没有的按 10。")
    creditor_satisfied = forms.BooleanField(label="申请人书面确认已了结，余款放弃，确认书已归卷", required=False)

    widths: ClassVar = {"code": "f6", "creditor_satisfied": "f12"}

    def load(self) -> None:
        self.offer("code", coded(ResultCode, SETTLED_CODES))
