"""Linked cases: in short inside a case, and the group with the figures of each."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import Case, CaseGroup
from cases.models.choices_talks import GroupKind
from cases.queries.groups import PAGE_SIZE, GroupView, Line
from cases.states import State


class FellowOut(TypedDict):
    """A case of the group, in short."""

    id: int
    case_no: str
    title: str
    state: Annotated[str, State]
    state_label: str


class GroupOut(TypedDict):
    """The group of a case as the caller sees it: at most 50 of the cases she sees, ``more`` when there are others of these.

    ``name`` is that of the kind where the caller does not see every case.
    """

    id: int
    name: str
    kind: Annotated[str, GroupKind]
    kind_label: str
    cases: list[FellowOut]
    more: bool


class GroupLineOut(FellowOut):
    """One case with its figures in yuan, as the case itself gives them.

    ``left``: by the ``agreement`` the instalments not yet paid, by the ``instrument`` the balance with interest; null
    where nothing is reckoned any more. ``next_due``: the day of what is to be done next.
    """

    mediator: str
    applied: Decimal
    agreed: Decimal | None
    paid: Decimal
    left: Decimal | None
    left_by: str
    next_due: date | None
    next: str


class GroupSumsOut(TypedDict):
    """The lines of this page added up."""

    applied: Decimal
    agreed: Decimal
    paid: Decimal
    left: Decimal


class GroupPageOut(TypedDict):
    """One page of a group. ``hidden``: how many cases the caller does not see, null for who is not told."""

    id: int
    name: str
    kind: Annotated[str, GroupKind]
    kind_label: str
    count: int
    hidden: int | None
    page: int
    pages: int
    cases: list[GroupLineOut]
    sums: GroupSumsOut


def fellow(case: Case) -> FellowOut:
    return FellowOut(
        id=case.pk,
        case_no=case.case_no,
        title=case.title,
        state=case.state,
        state_label=label(State, case.state),
    )


def group(view: GroupView) -> GroupOut:
    cases = list(view.visible[: PAGE_SIZE + 1])
    row: CaseGroup = view.group
    return GroupOut(
        id=row.pk,
        name=view.name,
        kind=row.kind,
        kind_label=label(GroupKind, row.kind),
        cases=[fellow(case) for case in cases[:PAGE_SIZE]],
        more=len(cases) > PAGE_SIZE,
    )


def group_page(view: GroupView) -> GroupPageOut:
    row, sums = view.group, view.sums
    return GroupPageOut(
        id=row.pk,
        name=view.name,
        kind=row.kind,
        kind_label=label(GroupKind, row.kind),
        count=view.count,
        hidden=view.hidden,
        page=view.page,
        pages=view.pages,
        cases=[_line(each) for each in view.lines],
        sums=GroupSumsOut(applied=sums.applied, agreed=sums.agreed, paid=sums.paid, left=sums.left),
    )


def _line(row: Line) -> GroupLineOut:
    return GroupLineOut(
        **fellow(row.case),
        mediator=row.mediator,
        applied=row.applied,
        agreed=row.agreed,
        paid=row.paid,
        left=row.left,
        left_by=row.left_by,
        next_due=row.todo.due_on if row.todo else None,
        next=row.todo.text if row.todo else "",
    )
