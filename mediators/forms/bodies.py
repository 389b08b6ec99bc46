"""Organisations and rooms."""

from django import forms

from mediators.kinds import BODIES

from .base import PLEASE, RosterForm


class OrganisationForm(RosterForm):
    """A body that sends mediators."""

    name = forms.CharField(label="名称", max_length=80)
    kind = forms.ChoiceField(label="种类", choices=[*PLEASE, *((kind.value, words) for kind, words in BODIES.items())])
    contact = forms.CharField(label="联系人", required=False, max_length=40)
    phone = forms.CharField(label="电话", required=False, max_length=20)
    charges = forms.TypedChoiceField(
        label="收费", choices=[("no", "不收费"), ("yes", "收费")], coerce=lambda chosen: chosen == "yes", initial="no"
    )
    tariff = forms.CharField(
        label="公示的收费标准", required=False, max_length=200, help_text="收费的必填：标准，和在哪里公示"
    )
    widths = {"name": "f6", "kind": "f3", "contact": "f3", "phone": "f3", "charges": "f3", "tariff": "f6"}

    def load(self) -> None:
        if self.row is not None:
            for name in self.fields:
                self.initial.setdefault(name, getattr(self.row, name))
            self.initial["charges"] = "yes" if self.row.charges else "no"


class RoomForm(RosterForm):
    """A room for talks."""

    name = forms.CharField(label="名称", max_length=40)
    seats = forms.IntegerField(label="座位", min_value=1, max_value=200, initial=6)
    note = forms.CharField(label="备注", required=False, max_length=100)
    widths = {"name": "f4", "seats": "f2", "note": "f6"}
    units = {"seats": "座"}


class AmendRoomForm(RoomForm):
    """Another entry for a room, or the end of its use."""

    in_use = forms.BooleanField(label="在用", required=False)
    widths = RoomForm.widths | {"in_use": "f4"}

    def load(self) -> None:
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.row, name))
