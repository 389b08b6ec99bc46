"""诉求 that wait for their answer: for whom, and until when."""

from collections.abc import Iterator

from cases.guards import Day
from cases.models import Case
from cases.models.choices_notices import ABOUT_MEDIATORS
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.roles import Role

from .wanted import Wanted


def requests(case: Case, day: Day) -> Iterator[Wanted]:
    """While the talks last the mediator answers, else the clerk; what is said of a mediator is for the head alone."""
    attempt = case.attempt if case.state == State.MEDIATION else None
    mediator = attempt.mediator if attempt is not None and attempt.taken_on and not attempt.closed_on else None
    for row in case.requests.all():
        if not row.is_open:
            continue
        why = f"当事人的诉求须在 {day.periods['T_REQ'].text}内答复；答复了就撤下"
        text = f"答复诉求：{row.get_kind_display()}"
        if row.kind in ABOUT_MEDIATORS:
            yield Wanted("request", text, why, row.due_on, Verb.ANSWER_REQUEST, role=Role.HEAD)
        elif mediator is not None:
            yield Wanted("request", text, why, row.due_on, Verb.ANSWER_REQUEST, user_id=mediator.user_id)
        else:
            yield Wanted("request", text, why, row.due_on, Verb.ANSWER_REQUEST, role=Role.CLERK)
