"""Every main page: whole at the court's screen and on a phone, clean for axe, Chinese throughout.

That no page writes errors to the console or asks another host is watched in every browser test (``Person.complaints``).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.actions import batches, intake, mediation, suspension
from cases.actions.acting import Actor
from cases.actions.inputs import ClueInput, PreservationInput, SessionInput
from cases.models.batch import Output
from cases.states import State
from documents.models import Paper
from mediators import actions as roster
from mediators.models import Organisation
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast
from tests.e2e.conftest import SCREEN, SignIn
from tests.e2e.people import Person

PHONE = {"width": 390, "height": 844}
# Keys of the keyboard, the name of an interest rate, kinds of files and of fingerprints, the office program.
LATIN = {"Ctrl", "Enter", "Alt", "Tab", "Esc", "LPR", "PDF", "JPEG", "PNG", "TIFF", "XML", "SHA", "WPS"}
CODE = re.compile(r"[A-Z2-7]{5}-[A-Z2-7]{5}")
TABS = ("sessions", "agreements", "ledger", "papers", "clues", "handovers", "messages", "trail")
ACTS = {
    State.INTAKE: ("accept", "decline", "withdraw", "register-execution"),
    State.MEDIATION: (
        "assign", "record-service", "conclude", "extend", "fail", "settle-in-full", "record-agent",
        "amend-party", "record-party-status", "record-preservation", "record-clue", "issue-paper", "suspend", "resume",
        "take-request", "answer-request", "rate-answer",
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
    foreign = words(page.locator("body").inner_text()) - LATIN - {person.username}
    foreign -= words(" ".join(page.locator(".mono").all_inner_texts()))
    if foreign:
        yield f"not Chinese: {', '.join(sorted(foreign))}"


def words(text: str) -> set[str]:
    """What is written in Latin letters, but for the codes of papers."""
    return set(re.findall(r"[A-Za-z]{3,}", CODE.sub("", text)))


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
        "/calls/",
        "/messages/",
        "/messages/?state=sent",
        "/cases/new/",
        "/me/",
        "/me/password/",
        "/help/",
        "/views/new/?page=search&query=",
    )
    assert look_at(qian, shell) == {}


def test_the_roster(sign_in: SignIn, court: Cast, cases: dict[State, int]) -> None:
    """List, person, organisations and rooms, every act, and what an invited mediator sees of it."""
    sun, li, now = court.mediator("sun").pk, court.mediator("li").pk, moment("2023-07-01")
    entry = {"by": court.qian, "now": now, "mediator_id": sun}
    away = roster.suspend(**entry, from_on=day("2023-07-02"), until_on=None, reason="投诉核查")
    paper = roster.add_certificate(**entry, title="特邀调解员证书", number="9", valid_until=day("2023-07-01"))
    tie = roster.declare_tie(**entry, kind="relative", name="陈某")
    body = Organisation(name="示例商事调解中心", kind="commercial", charges=True, tariff="每件 500 元，大厅公示")
    roster.new_organisation(by=court.qian, now=now, organisation=body)
    acts = ("amend", "suspend", "leave", "rejoin", "absences/new", "certificates/new", "training/new", "ties/new")
    pages = [
        "/roster/",
        "/roster/?f=left",
        f"/roster/{li}/",
        f"/roster/{sun}/",
        "/roster/join/",
        *(f"/roster/{li}/{act}/" for act in acts),
        f"/roster/absences/{away.pk}/lift/",
        f"/roster/certificates/{paper.pk}/remove/",
        f"/roster/ties/{tie.pk}/end/",
        "/roster/organisations/",
        f"/roster/organisations/{body.pk}/",
        f"/roster/organisations/{body.pk}/amend/",
        "/roster/rooms/",
        "/roster/rooms/new/",
    ]
    assert look_at(sign_in("qian"), pages) == {}
    assert look_at(sign_in("sun"), ["/roster/", f"/roster/{sun}/", "/roster/organisations/"]) == {}


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


def test_the_pages_of_papers(sign_in: SignIn, court: Cast, cases: dict[State, int]) -> None:
    """Drafts with and without open fields, many at once, scans, the hand-over tab, the check open to all."""
    walk = Walk(court, loan_filing(basis={"doc_no": "（2023）鄂1023民初90号"})).to(State.MEDIATION)
    walk.do(suspension.suspend, "li", "2023-05-20", reason="等评估报告")
    wanted = [(walk.case_id, f"party:{party.pk}", party.name) for party in walk.case.parties.all()]
    batch = batches.start_batch(
        by=Actor(court.qian), now=moment("2023-05-20"), form="D03", wanted=wanted, output=Output.PDF
    )
    code = Paper.objects.defer("context").filter(form="D14").latest("pk").verify_code
    talks, closed = (f"/cases/{cases[state]}" for state in (State.MEDIATION, State.ENFORCEMENT))
    pages = [
        *(f"{talks}/acts/issue-paper/?form={form}" for form in ("D03", "D05", "D10", "D12")),
        f"{talks}/attachments/new/",
        f"{closed}/handovers/",
        f"{closed}/papers/",
        f"/cases/{walk.case_id}/acts/resume/",
        "/papers/batches/",
        "/papers/batches/?state=mediation&form=D03",
        f"/papers/batches/{batch.pk}/",
        "/verify/",
        f"/verify/?code={code}",
        "/verify/?code=AAAAA-AAAAA",
    ]
    assert look_at(sign_in("qian"), pages) == {}
