"""The whole matrix, allowed and forbidden: state × verb and role × verb × (own, foreign), against golden files.

After a change that is meant, run with ``--golden-write`` and read the difference before committing it.
"""

from pathlib import Path

from django.db import transaction

from cases.models import BasisDocument, Case
from cases.states import State
from cases.verbs import VERBS, Verb
from jianli_mediation.core.roles import Role
from tests.build import Walk
from tests.cases.tries import TRIES, outcome
from tests.cast import PEOPLE, Cast

GOLDEN = Path(__file__).parent / "golden"
# The person whose work each verb is, on a case of 和解员李.
DOER = {
    Verb.TAKE: "li",
    Verb.REFUSE: "li",
    Verb.ACCEPT: "wang",
    Verb.RECORD_SERVICE: "shu",
    Verb.CONFIRM_ADDRESS: "shu",
    Verb.LOG_SESSION: "li",
    Verb.LOG_CONTACT: "li",
    Verb.SCHEDULE_SESSION: "li",
}
# For each verb a state in which it is at home, to tell a shut door from a wrong moment.
HOME = {
    Verb.ACCEPT: State.INTAKE,
    Verb.DECLINE: State.INTAKE,
    Verb.AMEND: State.PERFORMING,
    Verb.DECLARE_DEFAULT: State.PERFORMING,
    Verb.FULFIL: State.PERFORMING,
    Verb.REINSTATE: State.DEFAULTED,
    Verb.HAND_OVER: State.FAILED,
    Verb.ACKNOWLEDGE: State.ENFORCEMENT,
    Verb.RETURN: State.ENFORCEMENT,
    Verb.REOPEN: State.WITHDRAWN,
}


class Undo(Exception):
    """Rolls a try back."""


def tried(walk: Walk, verb: Verb, who: str) -> str:
    result = ""
    try:
        with transaction.atomic():
            result = outcome(walk, verb, getattr(walk.cast, who))
            raise Undo
    except Undo:
        return result


def compare(name: str, lines: list[str], write: bool) -> None:
    path = GOLDEN / name
    text = "\n".join(lines) + "\n"
    if write:
        path.write_text(text, encoding="utf8")
    assert text == path.read_text(encoding="utf8")


def test_state_by_verb(cast: Cast, golden_write: bool) -> None:
    lines = []
    for state in State:
        walk = Walk(cast).to(state)
        assert walk.case.state == state
        for verb in TRIES:
            lines.append(f"{state:<12} {verb:<20} {tried(walk, verb, DOER.get(verb, 'qian'))}")
        _end(walk)
    compare("state_verb.txt", lines, golden_write)


def _end(walk: Walk) -> None:
    """Free the basis for the next walk: two open cases on one basis and debtor are refused."""
    Case.objects.filter(pk=walk.case_id).update(duplicate_key=f"spent-{walk.case_id}")
    BasisDocument.objects.filter(case_id=walk.case_id).update(doc_no=f"spent-{walk.case_id}")


def test_role_by_verb(cast: Cast, golden_write: bool) -> None:
    lines = []
    walks: dict[tuple[State, str], Walk] = {}
    for owner in ("li", "sun"):
        for state in sorted({HOME.get(verb, State.MEDIATION) for verb in TRIES}):
            walks[state, owner] = Walk(cast, mediator=owner).to(state)
            _end(walks[state, owner])
    for username, _, role in PEOPLE:
        for verb in TRIES:
            state = HOME.get(verb, State.MEDIATION)
            cells = [f"{owner}'s {_door(tried(walks[state, owner], verb, username))}" for owner in ("li", "sun")]
            lines.append(f"{role:<17} {username:<6} {verb:<20} {' | '.join(cells)}")
    compare("role_verb.txt", lines, golden_write)


def _door(result: str) -> str:
    """Through the door (whatever the guard says inside), or which lock held."""
    return "may" if result.startswith(("done", "refused")) else result


def test_every_verb_is_in_the_matrix() -> None:
    assert set(TRIES) == set(VERBS) - {Verb.FILE, Verb.ISSUE_PAPER, Verb.REVEAL}


def test_every_role_has_a_person() -> None:
    assert {role for _, _, role in PEOPLE} == set(Role)
