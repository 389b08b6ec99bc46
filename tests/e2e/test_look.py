"""Every main page: whole at the court's screen and on a phone, clean for axe, Chinese throughout.

That no page writes errors to the console or asks another host is watched in every browser test (``Person.complaints``).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.actions import intake, mediation
from cases.actions.inputs import ClueInput, PreservationInput, SessionInput
from cases.states import State
from tests.build import Walk, day, loan_filing
from tests.cast import Cast
from tests.e2e.conftest import SCREEN, SignIn
from tests.e2e.people import Person

PHONE = {"width": 390, "height": 844}
# Keys of the keyboard, and the name of an interest rate.
LATIN = {"Ctrl", "Enter", "Alt", "Tab", "Esc", "LPR"}
TABS = ("sessions", "agreements", "ledger", "papers", "clues", "trail")
ACTS = {
    State.INTAKE: ("accept", "decline", "withdraw", "register-execution"),
    State.MEDIATION: (
        "assign", "record-service", "conclude", "extend", "fail", "settle-in-full", "record-agent",
        "amend-party", "record-party-status", "record-preservation", "record-clue", "issue-paper",
    ),
    State.PERFORMING: ("record-payment", "confirm-payment", "reverse-payment", "amend", "declare-default", "fulfil"),
    State.FAILED: ("hand-over",),
    State.DEFAULTED: ("reinstate",),
    State.ENFORCEMENT: ("acknowledge", "return", "reopen"),
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(court: Cast) -> dict[State, int]:
    """One case in every state, with something in every table."""
    found = {}
    for number, state in enumerate(State, start=1):
        filing = loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})
        walk = Walk(court, filing).to(state)
        _fill(walk)
        found[state] = walk.case_id
    return found


def _fill(walk: Walk) -> None:
    if walk.case.is_open:
        clue = ClueInput("applicant", "deposit", "某银行存款约 3 万元", day("2023-05-08"), value=Decimal(30000))
        frozen = PreservationInput("in_suit", "deposit", "存款", day("2023-03-01"), day("2024-02-29"))
        walk.do(intake.record_clue, "shu", "2023-06-30", clue=clue)
        walk.do(intake.record_preservation, "shu", "2023-06-30", frozen=frozen)
    if walk.case.state == State.MEDIATION:
        talk = SessionInput(held_on=day("2023-05-20"), mode="on_site", outcome="continue", confidential_note="底线")
        walk.do(mediation.log_session, "li", "2023-05-20", session=talk)
    if walk.case.state == State.PERFORMING:
        walk.confirm(walk.pay("40000.00", "2023-06-20"), "2023-06-21")
        walk.pay("500.00", "2023-06-22")


def faults(person: Person) -> Iterator[str]:
    """What is wrong with the page that is open."""
    page = person.page
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            yield f"{beyond} px beyond a screen of {size['width']}"
    page.set_viewport_size(SCREEN)
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            where = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            yield f"{violation['id']}: {where}"
    foreign = set(re.findall(r"[A-Za-z]{3,}", page.locator("body").inner_text())) - LATIN - {person.username}
    if foreign:
        yield f"not Chinese: {', '.join(sorted(foreign))}"


def look_at(person: Person, paths: Iterable[str]) -> dict[str, Any]:
    found = {}
    for path in paths:
        answer = person.page.goto(path)
        assert answer is not None
        wrong = list(faults(person)) if answer.ok else [f"status {answer.status}"]
        if wrong:
            found[path] = wrong
    return found


def test_lists_and_the_shell(sign_in: SignIn, cases: dict[State, int]) -> None:
    qian = sign_in("qian")
    shell = (
        "/",
        "/cases/",
        "/cases/?q=没有这个人",
        "/cases/new/",
        "/me/",
        "/me/password/",
        "/help/",
        "/views/new/?page=search&query=",
    )
    assert look_at(qian, shell) == {}


def test_the_door(sign_in: SignIn, address: str) -> None:
    visitor = sign_in("zhao")
    visitor.page.get_by_role("button", name="退出").click()
    assert look_at(visitor, ["/login/"]) == {}


def test_the_case_in_every_state(sign_in: SignIn, cases: dict[State, int]) -> None:
    qian = sign_in("qian")
    assert look_at(qian, [f"/cases/{pk}/" for pk in cases.values()]) == {}


def test_the_tabs_of_a_case(sign_in: SignIn, cases: dict[State, int]) -> None:
    li = sign_in("li")
    pages = [f"/cases/{cases[state]}/{tab}/" for state in (State.MEDIATION, State.PERFORMING) for tab in TABS]
    assert look_at(li, pages) == {}


@pytest.mark.parametrize("state", ACTS)
def test_the_page_of_every_act(sign_in: SignIn, cases: dict[State, int], state: State) -> None:
    person = sign_in("qian")
    assert look_at(person, [f"/cases/{cases[state]}/acts/{act}/" for act in ACTS[state]]) == {}


def test_the_page_of_a_session(sign_in: SignIn, cases: dict[State, int]) -> None:
    assert look_at(sign_in("li"), [f"/cases/{cases[State.MEDIATION]}/acts/log-session/"]) == {}
