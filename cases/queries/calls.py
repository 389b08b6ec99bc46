"""催款电话: whom to call today, what he owes, what he said the last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.facts import statuses
from cases.facts.contacts import contacts_in_force
from cases.models import Case, Contact, FollowUp, Party, Todo, whole_file
from cases.models.choices import DEBTORS
from cases.models.choices_talks import FollowUpKind
from cases.rules.instalments import InstalmentStatus
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar

PAGE = 20


@dataclass(frozen=True)
class Call:
    """One case on the list: its debtors, the instalment in arrears, the last contact, a promise that is still open."""

    todo: Todo
    case: Case
    debtors: list[Party]
    instalment: InstalmentStatus
    last: Contact | None
    promise: FollowUp | None

    @property
    def left(self) -> Decimal:
        return self.instalment.left


def to_call(user: User, today: date, calendar: Calendar, after: int = 0) -> tuple[list[Call], bool]:
    """One page of the list, the longest in arrears first, of the cases this person sees; and whether there are more."""
    rows = Todo.objects.filter(role=Role.CLERK, code="call", show_from__lte=today)
    seen = Case.objects.visible_to(user)
    if seen.query.where:
        rows = rows.filter(case__in=seen.values("pk"))
    todos = list(rows.order_by("due_on", "pk")[after : after + PAGE + 1])
    cases = {case.pk: case for case in whole_file(Case.objects.filter(pk__in=[each.case_id for each in todos[:PAGE]]))}
    found = [_call(todo, cases[todo.case_id], today, calendar) for todo in todos[:PAGE]]
    return [each for each in found if each is not None], len(todos) > PAGE


def _call(todo: Todo, case: Case, today: date, calendar: Calendar) -> Call | None:
    unpaid = [row for row in statuses(case, today, calendar) if row.left > 0]
    if not unpaid:
        return None
    attempt = case.attempt
    debtors = [party for party in case.parties.all() if party.role in DEBTORS]
    keys = {party.pk for party in debtors}
    contacts = [row for row in (contacts_in_force(attempt) if attempt else ()) if row.party_id in keys]
    promises: Iterable[FollowUp] = attempt.follow_ups.all() if attempt else ()
    return Call(
        todo=todo,
        case=case,
        debtors=debtors,
        instalment=unpaid[0],
        last=max(contacts, key=lambda row: row.contacted_at, default=None),
        promise=next((row for row in promises if row.kind == FollowUpKind.PROMISE and not row.result), None),
    )
