"""What an act asks for, told from the class that reads its body: name, kind, need and word of each field."""

from functools import cache
from typing import Any, NotRequired, TypedDict

from rest_framework import serializers

from cases.api.fields import DayField, In, MomentField, MoneyField, RateField, ReferenceField, WhenField
from cases.api.out_case import NextStepOut, next_step
from cases.queries.casefile import NextStep

# The first that fits: the more special kinds stand before those they are made of.
_KINDS: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], str], ...] = (
    (MoneyField, "money"),
    (RateField, "rate"),
    (DayField, "date"),
    (MomentField, "moment"),
    (WhenField, "moment"),
    (ReferenceField, "party"),
    (serializers.ChoiceField, "choice"),
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.TimeField, "time"),
    (serializers.CharField, "text"),
    (serializers.ListSerializer, "list"),
    (serializers.ListField, "list"),
)


class ChoiceOut(TypedDict):
    """A code and its word."""

    code: str
    label: str


class FieldOut(TypedDict):
    """One field of an act's body. ``fields``: those of each row of a list, or of an object."""

    name: str
    type: str
    required: bool
    label: str
    choices: NotRequired[list[ChoiceOut]]
    fields: NotRequired[list["FieldOut"]]


class FormStepOut(NextStepOut):
    """One act for the caller now, with what it asks for."""

    fields: list[FieldOut]


@cache
def fields_of(body: type[In]) -> list[FieldOut]:
    """The fields of a body, but for the version, which every act takes."""
    return [_field(name, field) for name, field in body().fields.items() if name != "version"]


def _field(name: str, field: Any) -> FieldOut:
    kind = next((word for kind, word in _KINDS if isinstance(field, kind)), "object")
    told = FieldOut(name=name, type=kind, required=field.required, label=str(field.label or name))
    if kind == "choice":
        told["choices"] = [ChoiceOut(code=str(code), label=str(word)) for code, word in field.choices.items()]
    row = getattr(field, "child", field)
    if isinstance(row, In):
        told["fields"] = fields_of(type(row))
    return told


def form_step(step: NextStep, body: type[In]) -> FormStepOut:
    return FormStepOut(**next_step(step), fields=fields_of(body))
