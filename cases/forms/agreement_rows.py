"""The rows of an agreement: instalments, signatures, security."""

from typing import Any

from django import forms

from cases.models.choices import CREDITORS, DEBTORS, GuaranteeKind, PartyRole, SignedBy, Vulnerable
from cases.queries.casefile import CaseFile
from jianli_mediation.core.forms import AmountField, DayField

from .acts import choose, parties
from .rows import RowForm, rows_of


class InstalmentForm(RowForm):
    due_on = DayField(label="应付日")
    amount = AmountField(label="金额")
    purpose = forms.CharField(label="说明", max_length=40, required=False)

    key = ("due_on", "amount")


class SignatureForm(RowForm):
    """One line for each party: whether somebody signed for it, who, and by what right."""

    party = forms.CharField(widget=forms.HiddenInput)
    signed = forms.BooleanField(label="已签字", required=False)
    signed_by = forms.ChoiceField(label="签字人身份", choices=SignedBy.choices)
    agent = forms.ChoiceField(label="代理人", required=False)
    signer = forms.CharField(label="签字人姓名", max_length=40, required=False)
    signed_on = DayField(label="签字日", required=False)

    key = ("party",)

    def load(self) -> None:
        self.stands_for = next((row for row in self.file.case.parties.all() if str(row.pk) == self._party_id()), None)
        agents = self.stands_for.agents.all() if self.stands_for else ()
        choose(self, "agent", [("", "没有"), *((str(agent.pk), agent.name) for agent in agents)])

    def _party_id(self) -> str:
        return str(self.data.get(self.add_prefix("party"), "") if self.is_bound else self.initial.get("party", ""))

    @property
    def has_agents(self) -> bool:
        """Whether an agent is registered who could be chosen."""
        return bool(self.stands_for and self.stands_for.agents.all())

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if self.stands_for is None:
            self.add_error(None, "本案没有这个当事人。")
        if typed.get("signed_by") == SignedBy.AGENT and not typed.get("agent"):
            self.add_error("agent", "请选代理人；没有登记的，先登记代理人。")
        return typed


class GuaranteeForm(RowForm):
    guarantor = forms.ChoiceField(label="担保人")
    kind = forms.ChoiceField(label="方式", choices=GuaranteeKind.choices)
    scope = forms.CharField(label="范围", max_length=200)
    until = DayField(label="担保至", required=False)
    direct_enforcement_declared = forms.BooleanField(label="向法院承诺直接执行", required=False)

    key = ("guarantor", "scope")

    def load(self) -> None:
        choose(self, "guarantor", [("", "请选"), *parties(self.file)])


Plan, Signatures, Guarantees = rows_of(InstalmentForm), rows_of(SignatureForm), rows_of(GuaranteeForm)


def signers(file: CaseFile) -> list[dict[str, Any]]:
    """A line for every party that has to do with the money, with who would usually sign."""
    wanted = (*CREDITORS, *DEBTORS, PartyRole.GUARANTOR)
    rows = [party for party in file.case.parties.all() if party.role in wanted]
    return [{"party": party.pk, "signed_by": _usual(party)} for party in rows]


def _usual(party: Any) -> str:
    if party.is_organisation:
        return SignedBy.LEGAL_REP
    return SignedBy.GUARDIAN if party.vulnerable == Vulnerable.MINOR else SignedBy.SELF
