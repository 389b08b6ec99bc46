"""Leaving, coming back, days away, and what a person brings along."""

from django import forms

from jianli_mediation.core.forms import DayField
from mediators.kinds import AbsenceKind, TieKind

from .base import PLEASE, RosterForm

AWAY = [choice for choice in AbsenceKind.choices if choice[0] != AbsenceKind.SUSPENDED]


class LeaveForm(RosterForm):
    """The last day on the roster."""

    until_on = DayField(label="离册日", help_text="名册上的最后一天，今天或以前")
    reason = forms.CharField(label="理由", max_length=200)
    widths = {"until_on": "f3", "reason": "f9"}

    def load(self) -> None:
        self.initial.setdefault("until_on", self.today)


class RejoinForm(RosterForm):
    """The first day of another stay."""

    from_on = DayField(label="入册日")
    widths = {"from_on": "f3"}

    def load(self) -> None:
        self.initial.setdefault("from_on", self.today)


class SuspendForm(RosterForm):
    """From when on no work is given."""

    from_on = DayField(label="从哪天起")
    until_on = DayField(label="到哪天", required=False, help_text="不填，到恢复派案为止")
    reason = forms.CharField(label="理由", max_length=200)
    widths = {"from_on": "f3", "until_on": "f3"}

    def load(self) -> None:
        self.initial.setdefault("from_on", self.today)


class LiftForm(RosterForm):
    """From when on work is given again."""

    on = DayField(label="从哪天起恢复")
    widths = {"on": "f3"}

    def load(self) -> None:
        self.initial.setdefault("on", self.today)


class AbsenceForm(RosterForm):
    """Days away."""

    kind = forms.ChoiceField(label="种类", choices=PLEASE + AWAY)
    from_on = DayField(label="自")
    until_on = DayField(label="至", help_text="最后一天，也不派案")
    reason = forms.CharField(label="事由", required=False, max_length=200, help_text="只有本人、书记员和负责人看得到")
    widths = {"kind": "f3", "from_on": "f3", "until_on": "f3", "reason": "f12"}


class AbsenceEndForm(RosterForm):
    """Another last day."""

    until_on = DayField(label="改到哪天为止")
    widths = {"until_on": "f3"}

    def load(self) -> None:
        self.initial.setdefault("until_on", self.row.until_on)


class ReasonForm(RosterForm):
    """Why something is taken back."""

    reason = forms.CharField(label="理由", max_length=200)
    widths = {"reason": "f12"}


class CertificateForm(RosterForm):
    """A letter of appointment or a licence."""

    title = forms.CharField(label="名称", max_length=60, help_text="如 特邀调解员证书、律师执业证")
    number = forms.CharField(label="编号", max_length=60)
    issuer = forms.CharField(label="颁发单位", required=False, max_length=80)
    valid_from = DayField(label="有效期自", required=False)
    valid_until = DayField(label="有效期至", required=False, help_text="不填，长期有效")
    widths = {"issuer": "f6", "valid_from": "f3", "valid_until": "f3"}


class TrainingForm(RosterForm):
    """A training that was held."""

    title = forms.CharField(label="内容", max_length=100)
    held_on = DayField(label="日期")
    hours = forms.DecimalField(label="学时", max_digits=4, decimal_places=1)
    widths = {"held_on": "f3", "hours": "f3"}
    units = {"hours": "学时"}


class TieForm(RosterForm):
    """A relation that may call for recusal."""

    kind = forms.ChoiceField(label="关系", choices=PLEASE + TieKind.choices)
    name = forms.CharField(label="姓名或单位", max_length=80)
    id_number = forms.CharField(
        label="证件号码",
        required=False,
        max_length=24,
        help_text="身份证号或统一社会信用代码；填了能认准同名的人，加密保存",
    )
    note = forms.CharField(label="说明", required=False, max_length=200)
    widths = {"kind": "f4", "name": "f8", "id_number": "f4", "note": "f8"}


class TieEndForm(RosterForm):
    """When a relation ended."""

    until_on = DayField(label="结束日")
    widths = {"until_on": "f3"}
