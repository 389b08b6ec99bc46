"""和解协议: the terms, the plan of instalments, who signs; what a check of them finds while one types."""

from decimal import Decimal
from functools import cached_property
from itertools import permutations
from typing import Any

from django import forms
from django.http import QueryDict

from cases import guards
from cases.actions.acting import InvalidInput
from cases.actions.agreement import DEFAULT_CLAUSES, terms_of
from cases.actions.inputs import AgreementInput, GuaranteeInput, InstalmentInput, SignatureInput
from cases.models.choices import (
    FormationMode,
    Imputation,
    LegalModel,
    PayWay,
    PreservationHandling,
)
from cases.queries.casefile import CaseFile
from cases.rules.allocation import KINDS
from cases.rules.terms import Check, Finding, passed
from cases.states import AGREED_CODES, ResultCode
from jianli_mediation.core.forms import AmountField, DayField
from jianli_mediation.kernel.money import show

from .acts import Words, coded
from .agreement_clauses import LONGEST_CLAUSES, TAKE, LibraryClause, add_clause, library_of
from .agreement_offer import FROM, drafted_from
from .agreement_plan import MOST_INSTALMENTS, lay_out, mend, planned_of
from .agreement_rows import Guarantees, Plan, Signatures, signers
from .rows import FormWithRows

EVERY = (
    ("month", "每月"),
    ("quarter", "每季"),
    ("half_year", "每半年"),
    ("year", "每年"),
    ("week", "每周"),
    ("fortnight", "每两周"),
)
CUSTOM_ORDERS = [
    ("", "请排"),
    *((",".join(order), "、".join(KINDS[kind] for kind in order)) for order in permutations(KINDS)),
]
CARRY = "carry-"


class AgreementForm(FormWithRows):
    """The terms as they are typed. ``amend_reason`` only for a change, ``code`` only for the first version."""

    signed_on = DayField(label="签订日")
    total = AmountField(label="协议总额")
    debt_confirmed = AmountField(label="确认债务", required=False)
    count = forms.IntegerField(label="分", required=False, min_value=1, max_value=MOST_INSTALMENTS)
    first_due = DayField(label="第一期", required=False)
    every = forms.ChoiceField(label="每隔", choices=EVERY, required=False)
    down = AmountField(label="首付", required=False)
    imputation = forms.ChoiceField(label="抵充顺序", choices=Imputation.choices)
    custom_order = forms.ChoiceField(label="自定义的顺序", choices=CUSTOM_ORDERS, required=False)
    grace_days = forms.IntegerField(label="宽限期", min_value=0, max_value=90)
    acceleration = forms.BooleanField(label="一期不付，全部到期", required=False)
    waiver = Words(label="让利", required=False, max_length=1000, rows=2)
    waived_amount = AmountField(label="免除的金额", required=False, zero=True)
    waiver_condition = Words(label="让利的条件", required=False, max_length=1000, rows=2)
    default_clause = Words(label="违约后果", required=False, max_length=1000, rows=2)
    pay_way = forms.ChoiceField(label="支付方式", choices=PayWay.choices)
    preservation_handling = forms.ChoiceField(label="保全", choices=PreservationHandling.choices)
    formation_mode = forms.ChoiceField(label="形成方式", choices=FormationMode.choices)
    non_money_duties = Words(label="其他义务", required=False, max_length=1000, rows=2)
    cost_clause = Words(label="费用负担", required=False, max_length=500, rows=2)
    other_clauses = Words(
        label="其他约定",
        required=False,
        max_length=LONGEST_CLAUSES,
        rows=4,
        help_text="独占一行的【标题】以下，在协议里单列一条。",
    )

    rows = {"plan": Plan, "signatures": Signatures, "guarantees": Guarantees}
    at_hint = "不填按签订日。"
    tried = False

    def load(self) -> None:
        case, today = self.file.case, self.file.today
        if self.library_open:
            self.fields["other_clauses"].widget.attrs["autofocus"] = True
        self.initial.setdefault("signed_on", today)
        self.initial.setdefault("total", case.amount_applied)
        self.initial.setdefault("grace_days", 3)
        self.initial.setdefault("acceleration", True)
        self.initial.setdefault("default_clause", DEFAULT_CLAUSES[LegalModel(case.legal_model)])
        if case.preservations.all():
            self.initial.setdefault("preservation_handling", PreservationHandling.ON_PERFORMANCE)

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        return signers(self.file) if prefix == "signatures" else []

    # ── What was typed, whole or in part ──

    def _typed(self, name: str, empty: Any = None) -> Any:
        value = self.cleaned_data.get(name)
        return empty if value is None else value

    @cached_property
    def plan(self) -> list[dict[str, Any]]:
        """The instalments that can be read, in their order."""
        return [row for row in self.filled("plan") if row.get("due_on") and row.get("amount") is not None]

    def terms(self, *, draft: bool = False) -> AgreementInput:
        """The terms. A draft may lack what is not typed yet; then who would sign counts as signing."""
        order = self._typed("custom_order", "")
        return AgreementInput(
            signed_on=self._typed("signed_on", self.file.today),
            total=self._typed("total", Decimal(0)),
            instalments=tuple(
                InstalmentInput(row["due_on"], row["amount"], row.get("purpose", "")) for row in self.plan
            ),
            signatures=tuple(
                _signature(row)
                for row in self.filled("signatures")
                if row.get("signed") or (draft and row.get("party"))
            ),
            debt_confirmed=self.cleaned_data.get("debt_confirmed"),
            imputation=self._typed("imputation", Imputation.STATUTORY),
            custom_order=tuple(order.split(",")) if order else (),
            formation_mode=self._typed("formation_mode", FormationMode.JOINT),
            pay_way=self._typed("pay_way", PayWay.DIRECT),
            preservation_handling=self._typed("preservation_handling", PreservationHandling.NONE),
            grace_days=self._typed("grace_days", 0),
            acceleration=self._typed("acceleration", empty=False),
            waiver=self._typed("waiver", ""),
            waived_amount=self._typed("waived_amount", Decimal(0)),
            waiver_condition=self._typed("waiver_condition", ""),
            default_clause=self._typed("default_clause", ""),
            non_money_duties=self._typed("non_money_duties", ""),
            cost_clause=self._typed("cost_clause", ""),
            other_clauses=self._typed("other_clauses", ""),
            guarantees=tuple(_guarantee(row) for row in self.filled("guarantees") if row.get("guarantor")),
            carried=self.carried,
            amend_reason=self._typed("amend_reason", ""),
        )

    # ── The check ──

    def check(self, *, draft: bool = True) -> tuple[list[Finding], list[Check]]:
        """Findings on what is typed so far, and the tests passed."""
        self.is_valid()
        try:
            terms = terms_of(self.file.case, self.terms(draft=draft), self.file.day, draft=draft)
        except InvalidInput as wrong:
            said = "；".join(text for texts in wrong.errors.values() for text in texts)
            return [Finding("signature_unclear", "red", f"{said}。", field="signatories")], []
        return guards.findings(self.file.case, terms, self.file.day), passed(terms=terms, calendar=self.file.calendar)

    @property
    def carried(self) -> dict[str, str]:
        """The reason typed for each amber finding, by its code."""
        given = {name.removeprefix(CARRY): text.strip() for name, text in self.data.items() if name.startswith(CARRY)}
        return {code: text[:200] for code, text in given.items() if text}

    @cached_property
    def unexplained(self) -> set[str]:
        """Codes of amber findings that nobody gave a reason for, once the form was handed in."""
        found, _ = self.check(draft=False)
        return {each.code for each in found if each.level == "amber" and each.code not in self.carried}

    def ready(self) -> bool:
        self.tried = True
        return self.is_valid() and not self.unexplained

    # ── Buttons inside the form ──

    @classmethod
    def opened(cls, file: CaseFile, initial: dict[str, Any]) -> "AgreementForm":
        """The form filled as it is first shown, already as typed, so that the check sees it."""
        empty = cls(file=file, initial=initial)
        data = QueryDict(mutable=True)
        _put(data, "", {bound.name: bound.initial for bound in empty})
        for prefix, rows in empty.sets.items():
            data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows.forms)), "0"
            for index, form in enumerate(rows.forms):
                _put(data, f"{prefix}-{index}-", {bound.name: bound.initial for bound in form})
        form = cls(data, file=file)
        form.quiet()
        return form

    @classmethod
    def rework(cls, data: QueryDict, command: str, file: CaseFile) -> QueryDict:
        """Besides another row: ``generate`` lays out the plan, ``fix:<field>=<value>`` does what a finding proposes,
        ``clause:<code>`` puts a clause of the library behind the other terms."""
        changed = super().rework(data, command, file)
        word, _, rest = command.partition(":")
        if word == "generate":
            planned = planned_of(data)
            if not isinstance(planned, str):
                lay_out(changed, planned)
        if word == "fix":
            field, _, value = rest.partition("=")
            mend(changed, field, value)
        if word == "clause":
            add_clause(changed, rest)
        return changed

    @property
    def library_open(self) -> bool:
        """Whether a clause was just taken from the library: then the page comes back at it, ready for the next one."""
        return str(self.data.get("rework", "")).startswith(TAKE)

    @cached_property
    def library(self) -> list[LibraryClause]:
        """The clauses that can be added, with whether each is among the terms already."""
        case = self.file.case
        return library_of(self["other_clauses"].value(), legal_model=case.legal_model, on=self.file.today)

    @property
    def plan_problem(self) -> str:
        """Why the plan that was asked for could not be laid out."""
        planned = planned_of(self.data) if self.data.get("rework") == "generate" else ""
        return planned if isinstance(planned, str) else ""


class ConcludeForm(AgreementForm):
    code = forms.ChoiceField(label="结案方式")

    def load(self) -> None:
        self.drafted = drafted_from(self.file, str(self.initial.pop(FROM, "")))
        self.initial = {**self.drafted.initial, **self.initial}
        super().load()
        self.offer("code", coded(ResultCode, AGREED_CODES), first=ResultCode.INSTALMENTS)

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        if prefix == "plan":
            return [{"due_on": row.due_on, "amount": row.amount} for row in self.drafted.plan]
        return super().first_rows(prefix)


class AmendForm(AgreementForm):
    amend_reason = forms.CharField(label="变更理由", max_length=200)

    def load(self) -> None:
        old = self.file.case.agreement
        if old is not None:
            left = sum((row.left for row in self.file.instalments), Decimal(0))
            for name in (
                "imputation",
                "grace_days",
                "acceleration",
                "waiver",
                "waived_amount",
                "waiver_condition",
                "default_clause",
                "pay_way",
                "preservation_handling",
                "formation_mode",
                "non_money_duties",
                "cost_clause",
                "other_clauses",
            ):
                self.initial.setdefault(name, getattr(old, name))
            self.initial.setdefault("total", left)
        super().load()

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        if prefix == "plan":
            return [{"due_on": row.due_on, "amount": row.left} for row in self.file.instalments if row.left]
        return super().first_rows(prefix)


def _put(data: QueryDict, prefix: str, values: dict[str, Any]) -> None:
    """First values as a browser would post them: nothing for what is empty, ``on`` for a tick."""
    for name, value in values.items():
        if isinstance(value, Decimal):
            data[prefix + name] = show(value)
        elif value is True:
            data[prefix + name] = "on"
        elif value not in (None, False, ""):
            data[prefix + name] = str(value)


def _signature(row: dict[str, Any]) -> SignatureInput:
    return SignatureInput(
        party=int(row["party"]),
        signed_by=row.get("signed_by") or "self",
        agent=int(row["agent"]) if row.get("agent") else None,
        signer=row.get("signer") or "",
        signed_on=row.get("signed_on"),
    )


def _guarantee(row: dict[str, Any]) -> GuaranteeInput:
    return GuaranteeInput(
        guarantor=int(row["guarantor"]),
        kind=row.get("kind") or "surety",
        scope=row.get("scope") or "",
        until=row.get("until"),
        direct_enforcement_declared=bool(row.get("direct_enforcement_declared")),
    )
