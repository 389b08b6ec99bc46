"""Which paper is to be issued, and what about."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from cases.api.fields import ReferenceField, identifier, words
from cases.api.inputs_acts import ActIn
from cases.api.refs import CasePeople
from documents.registry import FORMS

ROWS = ("session", "payment", "handover")


class IssueIn(ActIn):
    """Where a case can have several of a form, one of the others says which; ``subject`` says it as the list does.

    ``fills``: what is written into the open fields of the form, by field name: text, list of paragraphs, day, moment,
    amount in yuan as text, true or false, as the field is.
    """

    form = serializers.ChoiceField([(code, form.title) for code, form in FORMS.items()], label="文书")
    subject = serializers.RegexField(r"^\w{1,20}:\d{1,18}$", required=False, label="事由")
    party = ReferenceField(required=False, label="当事人")
    session = identifier(required=False, label="会商")
    payment = identifier(required=False, label="收款")
    handover = identifier(required=False, label="移送")
    fills = serializers.DictField(required=False, label="可填的各处")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(name in attrs for name in ("subject", "party", *ROWS)) > 1:
            raise serializers.ValidationError({"subject": ["只说一个对象。"]})
        return attrs


class SealIn(ActIn):
    """Which paper of the case was given its seal."""

    paper = identifier(required=True, label="文书")


class WithdrawIn(ActIn):
    """A certificate of performance that proved false; letters on credit that rest on it go with it."""

    paper = identifier(required=True, label="哪份证明书")
    reason = words(200, required=True, label="为什么不实")
    proof = words(200, required=True, label="依据")


def subject_of(given: Mapping[str, Any], people: CasePeople) -> str:
    """The subject's key as the archive knows it (``party:5``); empty where none was named."""
    if "party" in given:
        return f"party:{people.party(given['party'], 'party').pk}"
    rows = [f"{name}:{given[name]}" for name in ROWS if name in given]
    return rows[0] if rows else given.get("subject", "")
