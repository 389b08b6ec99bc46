"""执前和解: assign, take, refuse, log a session, extend, fail, settle in full."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from cases.queries.roster import Load, available_on, loads, roster
from cases.states import FAIL_CODES, SETTLED_CODES, ResultCode
from jianli_mediation.core.forms import DayField
from mediators.models import Mediator

from .acts import ActForm, Words, choose, coded


class AssignForm(ActForm):
    mediator = forms.ChoiceField(
        label="和解员", widget=forms.RadioSelect, error_messages={"required": "请选一位和解员。"}
    )
    taken_on = DayField(label="当场接收的日子", required=False, help_text="和解员当场接收的才填，和解期限从这天起算。")
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="已经接收的案件换人，必须写。")

    widths: ClassVar = {"reason": "f12"}
    at_hint = "不填按接收日，没有接收日的按今天。"

    def load(self) -> None:
        everybody = [row for row in roster() if available_on(row, self.file.today)]
        held = loads(everybody)
        self.roster = sorted(
            ((row, held.get(row.pk, Load())) for row in everybody), key=lambda each: (each[1].open, each[0].user.name)
        )
        choose(self, "mediator", [(str(row.pk), row.user.name) for row, _ in self.roster])

    @property
    def offered(self) -> Iterator[tuple[Any, Mediator, Load]]:
        """Each radio button with the mediator behind it and what she has in hand, the least first."""
        for radio, (mediator, load) in zip(self["mediator"], self.roster, strict=True):
            yield radio, mediator, load

    @property
    def others(self) -> Iterator[tuple[Any, str, str]]:
        return (row for row in self.laid_out if row[0].name != "mediator")


class TakeForm(ActForm):
    taken_on = DayField(label="接收日")

    at_hint = "不填按接收日。"

    def load(self) -> None:
        self.initial.setdefault("taken_on", self.file.today)


class RefuseForm(ActForm):
    reason = Words(label="理由", max_length=200, rows=2, help_text="如与当事人相识、应当回避、近期排满。")

    widths: ClassVar = {"reason": "f12"}


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
