"""转入执行: hand over, acknowledge, return, reopen."""

from datetime import date
from typing import ClassVar

from django import forms

from cases.facts.stalling import why_handed_over
from jianli_mediation.core.forms import DayField

from .acts import ActForm, Words
from .fields import CaseNoField


class HandOverForm(ActForm):
    applied_on = DayField(label="申请执行日", required=False)
    urgent = forms.BooleanField(label="紧急：有转移财产等情况，请优先查控", required=False)
    reason = Words(label="移送理由", required=False, max_length=500)

    widths: ClassVar = {"urgent": "f8", "reason": "f12"}
    at_hint = "移送的日子；不填按申请执行日，再没有就是今天。"

    def load(self) -> None:
        agreed = self.file.case.was_agreed
        self.fields["applied_on"].help_text = (
            "申请人提出执行申请的日子；不填就是移送的日子。" if agreed else "不填就是原收件日，不因和解推后。"
        )
        self.initial.setdefault("reason", why_handed_over(self.file.case))

    @property
    def reckoned_on(self) -> date:
        """The day typed for the act, else that of the application, else today; never a later one."""
        for name in ("at", "applied_on"):
            try:
                day: date | None = self.fields[name].clean(self[name].value())
            except forms.ValidationError:
                continue
            if day is not None:
                return min(day, self.file.today)
        return self.file.today


class AcknowledgeForm(ActForm):
    exec_case_no = CaseNoField(label="执行案号", max_length=40, help_text="写 2023执1 就够，会补成（2023）鄂1023执1号")
    acknowledged_on = DayField(label="立案日")

    widths: ClassVar = {"exec_case_no": "f6", "acknowledged_on": "f3", "at": "f3"}
    at_hint = "不填按立案日。"

    def load(self) -> None:
        self.initial.setdefault("acknowledged_on", self.file.today)


class ReturnForm(ActForm):
    reason = Words(label="退回理由", max_length=200, help_text="缺什么、要补什么，写清楚，送来的人照着补。")

    widths: ClassVar = {"reason": "f12"}


class ReopenForm(ActForm):
    reason = Words(label="理由", max_length=200, help_text="发现了什么，为什么要重新打开。")

    widths: ClassVar = {"reason": "f12"}
