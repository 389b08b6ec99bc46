"""What is written of a person: joining the roster, and another entry for her."""

from typing import Any

from django import forms

from jianli_mediation.core.forms import DayField
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS
from jianli_mediation.kernel.masks import mask_id
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Organisation, Room
from mediators.rules import SUPERVISORS

from .base import PLEASE, RosterForm


class AccountChoice(forms.ModelChoiceField):
    """An account, told by name, role and staff number."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.get_role_display()}，{obj.staff_no}）"


class EntryForm(RosterForm):
    """What is written of a person."""

    kind = forms.ChoiceField(label="种类", choices=PLEASE + MediatorKind.choices)
    roster_no = forms.CharField(label="名册编号", required=False, max_length=20)
    organisation = forms.ModelChoiceField(
        label="组织", required=False, queryset=Organisation.objects.all(), empty_label="没有"
    )
    supervisor = AccountChoice(
        label="指导法官",
        required=False,
        queryset=User.objects.filter(role__in=SUPERVISORS, is_active=True).order_by("name"),
        empty_label="没有",
        help_text="特邀和解员都要有；本院和解员不用填",
    )
    room = forms.ModelChoiceField(
        label="和解室", required=False, queryset=Room.objects.filter(in_use=True), empty_label="不固定"
    )
    capacity = forms.IntegerField(
        label="同时办理上限", required=False, min_value=1, max_value=999, help_text="不填，按本院统一的上限"
    )
    id_number = forms.CharField(label="身份证号", required=False, max_length=24, help_text="加密保存，页面上遮盖显示")
    specialities = forms.CharField(
        label="擅长", required=False, max_length=200, help_text="用顿号分开，如 劳动报酬、建设工程"
    )
    languages = forms.CharField(label="语言、方言", required=False, max_length=100, help_text="如 普通话、监利话")

    widths = {
        "user": "f6",
        "kind": "f3",
        "from_on": "f3",
        "roster_no": "f3",
        "capacity": "f3",
        "room": "f3",
        "id_number": "f3",
        "specialities": "f6",
    }
    units = {"capacity": "件"}

    def changes(self) -> dict[str, Any]:
        """What the form says of a person, by column."""
        return {name: self.cleaned_data[name] for name in EntryForm.base_fields}


class JoinForm(EntryForm):
    """A person who is new on the roster."""

    user = AccountChoice(
        label="账号",
        queryset=User.objects.none(),
        empty_label="请选",
        help_text="账号由技术人员先建好，岗位是和解员或特邀和解员",
    )
    from_on = DayField(label="入册日")
    field_order = [
        "user",
        "kind",
        "from_on",
        "organisation",
        "supervisor",
        "roster_no",
        "capacity",
        "room",
        "id_number",
    ]

    def load(self) -> None:
        accounts = User.objects.filter(role__in=MEDIATORS, is_active=True, mediator__isnull=True)
        self.fields["user"].queryset = accounts.order_by("name")  # type: ignore[attr-defined]
        self.initial.setdefault("from_on", self.today)


class AmendForm(EntryForm):
    """Another entry for the same person. An empty identity number leaves the one that is there."""

    row: Mediator
    field_order = ["kind", "roster_no", "organisation", "supervisor", "capacity", "room", "id_number"]
    widths = EntryForm.widths | {"specialities": "f5", "languages": "f4"}

    def load(self) -> None:
        for name in EntryForm.base_fields:
            if name != "id_number":
                value = getattr(self.row, name)
                self.initial.setdefault(name, getattr(value, "pk", value))
        kept = mask_id(self.row.id_number)
        if kept:
            self.fields["id_number"].help_text = f"现在是 {kept}，不填就不变"
        supervisors = self.fields["supervisor"].queryset  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors.exclude(pk=self.row.user_id)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        given = super().changes()
        if not given["id_number"]:
            del given["id_number"]
        return given
