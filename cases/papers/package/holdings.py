"""What is known of the debtor's property (class C3, for the search office), what is frozen until when, limitation."""

from datetime import date

from cases.facts import limitation_of
from cases.models import Case, Preservation
from cases.models.choices import PreservationKind
from cases.papers.package.node import Node
from cases.rules import preservation
from jianli_mediation.kernel.workdays import Calendar

FOR_THE_SEARCH = "查控"


def clues(root: Node, case: Case) -> None:
    """Property clues. They are for the search of property and for nothing else; the group says so."""
    group = root.group("clues", use=FOR_THE_SEARCH)
    for row in case.clues.all():
        one = group.group("clue")
        one.coded("source", row.source, row.get_source_display())
        one.coded("kind", row.kind, row.get_kind_display())
        one.put("description", row.description)
        one.put("location", row.location)
        one.put("value", row.value)
        one.put("burden", row.burden)
        one.put("reported-on", row.reported_on)


def preservations(root: Node, case: Case, calendar: Calendar) -> None:
    """Every measure with its end, the day by which to ask for renewal, and the five days where they apply."""
    group = root.group("preservations")
    for row in case.preservations.all():
        one = group.group("preservation")
        one.coded("kind", row.kind, row.get_kind_display())
        one.coded("object-kind", row.object_kind, row.get_object_kind_display())
        one.put("object", row.description)
        one.put("ruling", row.ruling_no)
        one.put("amount", row.amount)
        one.put("first-in-rank", row.first_in_rank)
        one.put("since", row.since)
        one.put("until", row.until)
        one.put("lifted-on", row.lifted_on)
        if row.lifted_on is None:
            _limits(one, row, case, calendar)


def _limits(one: Node, row: Preservation, case: Case, calendar: Calendar) -> None:
    one.put("renew-by", preservation.renewal_due(until=row.until).due)
    if row.kind == PreservationKind.PRE_EXECUTION:
        due = preservation.five_day_due(performance_end=case.basis.performance_end, calendar=calendar)
        one.put("apply-by", due.due, confirmed=due.confirmed)


def limitation(root: Node, case: Case, on: date, calendar: Calendar) -> None:
    """The limitation hint with its steps: a hint for whoever files the case, never a finding."""
    hint = limitation_of(case, on, calendar)
    group = root.group("limitation", nature=hint.nature)
    group.put("safe-until", hint.safe_until, confirmed=hint.confirmed)
    group.put("latest", hint.latest)
    group.put("article", hint.article)
    for step in hint.steps:
        group.put("step", step.text, day=step.day)
