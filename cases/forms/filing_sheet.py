"""The page of 收案登记 as one thing: the form and its rows, what they make together, and where each error belongs."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict

from cases.actions.filing_check import bad_fields
from cases.actions.inputs import BasisInput, Filing
from cases.models.choices import (
    CREDITORS,
    DEBTORS,
    EnterpriseRelated,
    PartyKind,
    PartyRole,
    PreservationKind,
    SubjectType,
)
from cases.queries.duplicates import Person
from cases.queries.filing_preview import Typed
from cases.rules.identity import IdentityCheck, check_identity
from jianli_mediation.core import drafts
from jianli_mediation.core.clock import local_date

from .filing_rows import AGENTS, CLUES, ITEMS, PARTIES, PRESERVATIONS, Rows
from .intake import AUTO, FilingForm, ItemForm

ZERO = Decimal(0)
BOTH_SIDES = [{"role": PartyRole.APPLICANT}, {"role": PartyRole.RESPONDENT}]
BASIS_FIELDS = (
    "kind", "doc_no", "issuer", "effective_on", "made_on", "effectiveness_proof", "served_by_notice",
    "performance_days", "performance_due", "interest_clause",
)  # fmt: skip
# How the paths of the action's errors lead back to the rows of the page.
_ROW_PATH = re.compile(r"(?:basis\.)?(parties|items|preservations)\.(\d+)\.(?:agents\.(\d+)\.)?(\w+)")


class FilingSheet:
    """Bound to what was posted, or blank. Every part can be asked even when others are wrong."""

    def __init__(self, data: QueryDict | None = None, *, now: datetime) -> None:
        self.data, self.now = data, now
        self.main = FilingForm(data, initial={"received_at": now})
        self.parties = PARTIES(data, prefix="parties", initial=BOTH_SIDES)
        self.items = ITEMS(data, prefix="items")
        self.agents = AGENTS(data, prefix="agents")
        self.preservations = PRESERVATIONS(data, prefix="preservations")
        self.clues = CLUES(data, prefix="clues")
        self._offer_parties()

    @property
    def row_sets(self) -> dict[str, Rows]:
        return {
            "parties": self.parties, "agents": self.agents, "items": self.items,
            "preservations": self.preservations, "clues": self.clues,
        }  # fmt: skip

    def _offer_parties(self) -> None:
        names = [(form, form["name"].value() or "") for form in self.parties.forms]
        choices = [
            (self.parties.number_of(form), f"第 {n} 人　{name}") for n, (form, name) in enumerate(names, start=1)
        ]
        for form in (*self.agents.forms, self.agents.empty_form):
            form.fields["party"].widget.choices = choices

    def agent_template(self) -> BaseForm:
        """The row for one more agent, with the parties to choose from."""
        form = self.agents.empty_form
        form.fields["party"].widget.choices = [
            (number, f"第 {number + 1} 人") for number in range(len(self.parties.forms))
        ]
        return form

    # ── Right or wrong ──

    def is_valid(self) -> bool:
        """Whether it can be filed. Shape and facts are checked together, so that everything is told at once."""
        self.check_shape()
        if not self.whole_errors:
            self.place(bad_fields(self.filing(), local_date(self.now)))
        return not self.problems and not self.whole_errors

    def check_shape(self) -> None:
        """Read every field, and from them what the live parts show, before any error takes a value away."""
        self.main.is_valid()
        for rows in self.row_sets.values():
            rows.is_valid()
        self._agents_have_parties()
        self.typed, self.identities = self._typed(), self._identities()
        self.people = self._people()

    def _agents_have_parties(self) -> None:
        numbers = {self.parties.number_of(form) for form in self.parties.kept}
        lost = [form for form in self.agents.kept if form.cleaned_data.get("party", -1) not in numbers]
        for form in lost:
            if "party" not in form.errors:
                form.add_error("party", "这个人已经移除，请重选代理谁。")

    def quiet(self) -> None:
        """Nothing is handed in yet: show what was typed without finding fault."""
        self.check_shape()
        drafts.quiet(self.main)
        for rows in self.row_sets.values():
            drafts.quiet_rows(rows)

    def place(self, errors: dict[str, list[str]]) -> None:
        """Put the action's errors at their fields; a field that could not even be read has its own."""
        for path, messages in errors.items():
            form, name = self._field_at(path)
            told = name in form.errors
            for message in [] if told else messages:
                form.add_error(name, message if message.endswith("。") else f"{message}。")

    def _field_at(self, path: str) -> tuple[BaseForm, str | None]:
        found = _ROW_PATH.fullmatch(path)
        if found:
            rows, number, agent, name = found.groups()
            form = (self.frozen if rows == "preservations" else self.row_sets[rows].kept)[int(number)]
            if agent is not None:
                form = self._agents_of(form)[int(agent)]
            return form, name if name in form.fields else None
        name = path.removeprefix("basis.")
        if name == "parties":
            return self.parties.forms[0], "role"
        if name == "items":
            return self.items.forms[0], "text"
        return self.main, name if name in self.main.fields else None

    def _in_page_order(self) -> Iterator[BoundField]:
        yield from (self.main[name] for name in (*BASIS_FIELDS, "cause"))
        for rows in self.row_sets.values():
            for form in rows.kept:
                yield from form
        yield from (self.main[name] for name in self.main.fields if name not in (*BASIS_FIELDS, "cause"))

    @property
    def whole_errors(self) -> list[str]:
        """What is wrong with no single field: a page that came incomplete, too many rows."""
        sets = [str(error) for rows in self.row_sets.values() for error in rows.non_form_errors()]
        return [*(str(error) for error in self.main.non_field_errors()), *sets]

    @property
    def problems(self) -> int:
        """How many fields have to be mended."""
        return sum(bool(bound.errors) for bound in self._in_page_order())

    @property
    def first_problem(self) -> str:
        """The id of the first of them, in the order of the page."""
        return next((bound.id_for_label or bound.auto_id for bound in self._in_page_order() if bound.errors), "main")

    # ── What the whole makes ──

    def filing(self) -> Filing:
        """The application as the action takes it; where a field could not be read, as if it were empty."""
        given = self.main.given
        received_at = given["received_at"] or self.now
        names = ("cause", "legal_model", "wants_registration", "source", "exec_case_no", "remark")
        return Filing(
            received_at=received_at,
            basis=self._basis(given),
            parties=tuple(
                form.party(tuple(row.agent() for row in self._agents_of(form))) for form in self.parties.kept
            ),
            amount_applied=self.total if given["amount_applied"] is None else given["amount_applied"],
            subject_type=self.subject_type,
            enterprise_related=self.enterprise_related,
            tags=tuple(given["tags"]),
            preservations=tuple(form.preservation() for form in self.frozen),
            clues=tuple(form.clue(local_date(received_at)) for form in self.clues.kept),
            **{name: given[name] for name in names},
        )

    def _basis(self, given: dict[str, Any]) -> BasisInput:
        return BasisInput(
            **{name: given[name] for name in BASIS_FIELDS if name != "effective_on"},
            effective_on=given["effective_on"] or self.received_on,
            items=tuple(form.item(given["share"]) for form in self.items.kept),
            costs_on_debtor=given["costs_on_debtor"] or ZERO,
            preservation_fee=given["preservation_fee"] or ZERO,
        )

    @cached_property
    def frozen(self) -> list[Any]:
        """The preservations whose dates could be read."""
        return [form for form in self.preservations.kept if form.is_valid()]

    def _agents_of(self, party: BaseForm) -> list[Any]:
        number = self.parties.number_of(party)
        return [form for form in self.agents.kept if form.cleaned_data.get("party") == number]

    # ── What can be said of it half-typed ──

    def _amounts(self, kind: str) -> Decimal:
        rows = (form.cleaned_data for form in self.items.kept)
        return sum((row.get("amount") or ZERO for row in rows if row.get("kind") == kind), ZERO)

    @property
    def total(self) -> Decimal:
        return self._amounts(ItemForm.MONEY) + self._amounts(ItemForm.INTEREST) + self._costs

    @property
    def _costs(self) -> Decimal:
        given = self.main.cleaned_data
        return (given.get("costs_on_debtor") or ZERO) + (given.get("preservation_fee") or ZERO)

    @property
    def subject_type(self) -> str:
        kinds: set[Any] = {form.cleaned_data.get("kind") for form in self.items.kept}
        kinds = {SubjectType.MONEY if kind in (ItemForm.MONEY, ItemForm.INTEREST) else kind for kind in kinds}
        return kinds.pop() if len(kinds) == 1 else SubjectType.MIXED

    @property
    def enterprise_related(self) -> str:
        """As chosen; else on which sides there is anybody but natural persons."""
        chosen = self.main.cleaned_data.get("enterprise_related", AUTO)
        if chosen != AUTO:
            return chosen
        given = [form.cleaned_data for form in self.parties.kept]
        firms = {row.get("role") for row in given if row.get("kind") not in (PartyKind.PERSON, None)}
        ours, theirs = bool(firms & set(CREDITORS)), bool(firms & set(DEBTORS))
        if ours and theirs:
            return EnterpriseRelated.BOTH
        return (
            EnterpriseRelated.APPLICANT if ours else EnterpriseRelated.RESPONDENT if theirs else EnterpriseRelated.NONE
        )

    @property
    def received_on(self) -> date:
        return local_date(self.main.cleaned_data.get("received_at") or self.now)

    def _typed(self) -> Typed:
        """The part that could be read, for the live parts of the page."""
        given = self.main.cleaned_data
        unread = sum("amount" in form.errors for form in self.items.kept)
        unread += sum(name in self.main.errors for name in ("costs_on_debtor", "preservation_fee", "amount_applied"))
        names = ("kind", "effective_on", "performance_days", "performance_due", "legal_model", "wants_registration")
        return Typed(
            received_on=self.received_on,
            principal=self._amounts(ItemForm.MONEY),
            interest=self._amounts(ItemForm.INTEREST),
            costs=self._costs,
            unread=unread,
            applied=given.get("amount_applied"),
            pre_execution_preservation=any(
                form.cleaned_data.get("kind") == PreservationKind.PRE_EXECUTION for form in self.preservations.kept
            ),
            served_by_notice=bool(given.get("served_by_notice")),
            enterprise_related=self.enterprise_related,
            subject_type=self.subject_type,
            tags=given.get("tags", ()),
            **{name: given[name] for name in names if name in given},
        )

    def _identities(self) -> dict[str, IdentityCheck]:
        """Each party's number checked, by the prefix of its row; rows without a number are left out."""
        today = local_date(self.now)
        return {
            form.prefix: check_identity(form.identity_kind, form.cleaned_data["id_number"], today)
            for form in self.parties.kept
            if form.cleaned_data.get("id_number")
        }

    def _people(self) -> list[Person]:
        """The parties as the register is asked for them."""
        checks = self.identities
        return [
            Person(
                name=form.cleaned_data.get("name", ""),
                role=form.cleaned_data.get("role", ""),
                id_type=form.identity_kind,
                id_number=checks[form.prefix].normal if form.prefix in checks else "",
            )
            for form in self.parties.kept
        ]
