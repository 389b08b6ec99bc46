"""No route lets out what is confidential: every address of the resolver is opened by everyone for whom it is not.

C3 is what the court knows of property, C4 what was said in confidence. Each stands in the database as a mark that is
found nowhere else; what is answered is taken apart, PDF, DOCX, packages and archives too, and looked through. New
routes are walked by themselves; a parameter without a sample fails.
"""

import html
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from pypdf import PdfReader

from cases.actions import (
    appointments,
    assignment,
    attachments,
    contacts,
    groups,
    handover,
    intake,
    mediation,
    papers,
    performance,
)
from cases.actions.acting import Actor
from cases.actions.inputs import ClueInput, PreservationInput, SessionInput
from cases.actions.inputs_talks import AppointmentInput, ContactInput, FollowUpInput
from cases.models import Case, ImportStage, LedgerImport, PaperBatch, PaperBatchItem, Party
from cases.models.batch import Output
from cases.states import State
from documents import archive, store
from documents.models import Attachment, Paper
from jianli_mediation.core import clock, drafts, saved_views
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.kinds import MediatorKind
from mediators.models import Mediator, ServicePeriod
from tests.architecture.routes import Route, all_routes
from tests.architecture.test_routes import FEWER_WORDS, WORDS, ask, values_of
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast, make_cast
from tests.scan_files import looked_at

ROUTES = all_routes()
# Leaving ends the walk; the rest of what these take in posts no case.
NOT_POSTED = {"core:logout", "core:login"}
# Parameters that number something which belongs to no case.
OF_NO_CASE = ("task_id", "client_id", "webhook_id", "delivery_id")


@dataclass(frozen=True)
class Marks:
    """What stands in one case and nowhere else. Letters and digits, so that no font and no line break hides them."""

    key: str

    @property
    def wealth(self) -> tuple[str, ...]:
        return tuple(f"Q{self.key}{what}7731" for what in ("CLUE", "PLACE", "FROZEN", "RULING", "SCAN"))

    @property
    def note(self) -> str:
        return f"Q{self.key}NOTE7731"

    @property
    def names(self) -> tuple[str, str]:
        return f"褚{self.key}某", f"卫{self.key}某"


@dataclass
class Seen:
    """A case, its marks, and one or several samples of every parameter of an address."""

    walk: Walk
    marks: Marks
    samples: dict[str, list[object]] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.walk.case

    @property
    def identity(self) -> tuple[str, ...]:
        """By what the case itself is known."""
        return (self.case.case_no, *self.marks.names)


def walked(cast: Cast, key: str, number: int, mediator: str) -> Seen:
    """A case in talks that has a clue, a freeze, a scan of property, a blank declaration, and a session with a note."""
    marks = Marks(key)
    clue, place, frozen, ruling, scan = marks.wealth
    filing = loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})
    people = tuple(replace(party, name=name) for party, name in zip(filing.parties, marks.names, strict=True))
    walk = Walk(cast, replace(filing, parties=people), mediator=mediator).to(State.MEDIATION)
    walk.do(
        intake.record_clue, "shu", "2023-05-10", clue=ClueInput("applicant", "deposit", clue, day("2023-05-10"), place)
    )
    kept = PreservationInput("in_suit", "deposit", frozen, day("2023-05-01"), date(2024, 4, 30), ruling_no=ruling)
    walk.do(intake.record_preservation, "shu", "2023-05-10", frozen=kept)
    given = attachments.ScanInput(scan=looked_at(), kind="property", title=scan)
    walk.do(attachments.attach, "shu", "2023-05-10", given=given)
    debtor = walk.case.parties.get(role="respondent")
    walk.do(papers.issue_paper, "shu", "2023-05-10", form="D09", subject=f"party:{debtor.pk}")
    came = tuple(
        {"party": party.pk, "name": party.name, "as": "本人", "identity": "已核对证件原件", "absent": ""}
        for party in walk.case.parties.all()
    )
    session = SessionInput(day("2023-05-11"), attendees=came, positions="双方各自陈述", confidential_note=marks.note)
    walk.do(mediation.log_session, mediator, "2023-05-11", session=session)
    _spoken_of(walk, mediator, debtor)
    return Seen(walk, marks)


def _spoken_of(walk: Walk, mediator: str, debtor: Party) -> None:
    """A contact with a promise, and an appointment for today, so that calendars and home pages have something to tell."""
    today = local_date(clock.now())
    promise = FollowUpInput(due_on=today, kind="promise", amount=Decimal("100.00"), party_id=debtor.pk)
    contact = ContactInput(
        party_id=debtor.pk, contacted_at=moment("2023-05-11 10:00"), person=debtor.name, follow_ups=(promise,)
    )
    walk.do(contacts.log_contact, mediator, "2023-05-11 11:00", contact=contact)
    begins = datetime.combine(today, time(9), COURT_TIME)
    planned = AppointmentInput(starts_at=begins, ends_at=begins + timedelta(hours=1), place=debtor.name)
    walk.do(appointments.schedule_session, mediator, "2023-05-11 11:00", planned=planned)


def handed_over(seen: Seen) -> None:
    """On through minutes, agreement, default and hand-over to the volume; everything printed once."""
    walk = seen.walk
    walk.do(papers.issue_paper, "shu", "2023-05-12", form="D11")
    walk.conclude()
    walk.do(performance.declare_default, "qian", "2023-06-26")
    walk.do(handover.hand_over, "qian", "2023-06-27", applied_on=day("2023-06-27"))
    printed(seen)
    walk.do(papers.issue_paper, "shu", "2023-06-28", form="D27", fills={"bound_by": "书记员舒"})
    printed(seen)


def printed(seen: Seen) -> None:
    for paper in Paper.objects.filter(owner_key=f"case:{seen.walk.case_id}"):
        archive.pdf(paper)


def outsider(cast: Cast, username: str, name: str) -> None:
    user = User.objects.create(
        username=username, staff_no=f"X{username}", name=name, role=Role.OUTSIDE_MEDIATOR, desk_phone="0", password="!"
    )
    row = Mediator.objects.create(user=user, kind=MediatorKind.PEOPLE, supervisor=cast.zhou)
    ServicePeriod.objects.create(mediator=row, from_on=date(2020, 1, 1))
    cast.people[username], cast.mediators[username] = user, row


@dataclass
class Court:
    """``foreign``: 和解员李's, with everything; ``own``: 特邀孙's open one; ``closed`` and ``moved``: of two others once."""

    cast: Cast
    foreign: Seen
    own: Seen
    closed: Seen
    moved: Seen

    @property
    def every(self) -> tuple[Seen, ...]:
        return self.foreign, self.own, self.closed, self.moved


@pytest.fixture
def court(db: None) -> Court:
    cast = make_cast()
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初900号"})).file()  # the first number stands in the help
    outsider(cast, "once", "特邀前")
    outsider(cast, "passed", "特邀换")
    foreign = walked(cast, "FOREIGN", 901, "li")
    own = walked(cast, "OWN", 902, "sun")
    closed = walked(cast, "CLOSED", 903, "once")
    moved = walked(cast, "MOVED", 904, "passed")
    # One debtor's cases, linked under a name that tells of a foreign party.
    ids = [foreign.walk.case_id, own.walk.case_id]
    name = f"{foreign.marks.names[0]}等系列案件"
    group = groups.link_cases(by=Actor(cast.qian), now=moment("2023-05-12"), case_ids=ids, name=name)
    drafts.save(cast.li, "log-session", str(ids[0]), QueryDict(f"confidential_note={foreign.marks.note}"), clock.now())
    saved_views.save(cast.passed, "search", foreign.marks.names[1], f"q={foreign.marks.names[1]}", shared=True)
    handed_over(foreign)
    printed(own)
    closed.walk.conclude()
    moved.walk.do(
        assignment.assign,
        "qian",
        "2023-05-20",
        mediator_id=cast.mediator("li").pk,
        reason="回避",
        taken_on=day("2023-05-20"),
    )
    court = Court(cast, foreign, own, closed, moved)
    batch = bound(cast.li, foreign)
    ledger_of(cast.wang, foreign)
    for seen in court.every:
        seen.samples = samples(seen, group=group.pk, batch=batch.pk)
    return court


def bound(user: User, seen: Seen) -> PaperBatch:
    """A batch of that person's with the agreement in it, done."""
    paper = Paper.objects.get(owner_key=f"case:{seen.walk.case_id}", form="D14")
    digest = store.keep(archive.pdf(paper), Output.PDF)
    batch = PaperBatch.objects.create(
        form="D14", output=Output.PDF, made_by=user, made_at=clock.now(), finished_at=clock.now(), file_sha256=digest
    )
    PaperBatchItem.objects.create(batch=batch, seq=1, case=seen.case, paper=paper, label=seen.marks.names[0])
    return batch


def ledger_of(user: User, seen: Seen) -> None:
    """A ledger of that clerk's in which the people of the case stand, tried out."""
    ledger = LedgerImport.objects.create(
        file_name="收案台账.xlsx", sha256="0" * 64, stage=ImportStage.CHECKED, made_by=user, made_at=clock.now()
    )
    cells = dict(zip(("申请人", "被申请人"), seen.marks.names, strict=True))
    given = json.dumps({"lines": [{"line": 2, "cells": cells, "bad": []}]}, ensure_ascii=False)
    ledger.rows.create(line=2, given=given, checked=True)


def samples(seen: Seen, *, group: int, batch: int) -> dict[str, list[object]]:
    """Every number an address may hold. What several routes call ``pk`` is the case, except where named below."""
    case = seen.case
    one = values_of(case) if Paper.objects.filter(owner_key=f"case:{case.pk}", form="D14").exists() else _few(case)
    rows = Paper.objects.filter(owner_key=f"case:{case.pk}").order_by("pk").values_list("pk", flat=True)
    return {name: [value] for name, value in one.items()} | {
        "paper_id": list(rows),
        "document_id": list(rows),
        "group_id": [group],
        "batch": [batch],
        "import_id": [LedgerImport.objects.get().pk],
        **{name: [1] for name in OF_NO_CASE},
    }


def _few(case: Case) -> dict[str, object]:
    attached = f"case:{case.pk}"
    return {
        "pk": case.pk,
        "case_id": case.pk,
        "party_id": case.parties.get(role="respondent").pk,
        "attachment_id": Attachment.objects.get(owner_key=attached).pk,
        "mediator_id": case.attempts.get().mediator_id,
    }


# Addresses whose ``pk`` is not a case: the sample that stands for it, by how the address begins.
OTHER_PK = {"papers/batches/": "batch", "imports/": "import_id", "roster/<int:pk>/": "mediator_id"}


def choices(route: Route, found: Mapping[str, list[Any]]) -> list[list[Any]]:
    """For each parameter of the address all that is to stand there; empty for one that has no sample."""
    words: dict[str, list[Any]] = WORDS | FEWER_WORDS.get(route.name, {})
    other = next((name for start, name in OTHER_PK.items() if route.pattern.startswith(start)), "pk")
    return [words.get(name) or found.get(other if name == "pk" else name) or [] for name in route.parameters]


def addresses(route: Route, seen: Seen) -> Iterator[str]:
    for values in itertools.product(*choices(route, seen.samples)):
        yield route.address(dict(zip(route.parameters, values, strict=True)))


# ── Taking an answer apart ──


@cache
def text_of(content: bytes, kind: str) -> str:
    """All the words in an answer, without white space: those of a PDF, and of every member of a zip, however deep."""
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content))
        words = "".join(page.extract_text() for page in pages.pages)
        words += str(pages.metadata or "") + "".join(str(each) for each in _titles(pages.outline))
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            words = "".join(name + text_of(bundle.read(name), name) for name in bundle.namelist())
    elif "json" in kind:
        words = content.decode() + html.unescape(content.decode("unicode_escape", errors="ignore"))
    else:
        plain = content.decode(errors="replace")
        words = html.unescape(plain) + html.unescape(re.sub(r"<[^>]*>", "", plain))
    return re.sub(r"\s", "", words)


def _titles(outline: Iterable[Any]) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _titles(each)
        else:
            yield each.title


def found_in(answer: HttpResponse, marks: Iterable[str]) -> list[str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = text_of(content, answer.get("Content-Type", "")) + "".join(f"{key}:{value}" for key, value in answer.items())
    return [mark for mark in marks if mark in text]


class Undo(Exception):
    """Takes back what a visit did."""


@dataclass
class Visitor:
    """Somebody at a browser, or a machine, who opens every address; each visit is taken back."""

    client: Client
    headers: Mapping[str, str] = field(default_factory=dict)
    only_api: bool = False
    opened: int = 0

    def leaks(self, seen: Seen, marks: Iterable[str], *, posting: bool = True) -> dict[str, list[str]]:
        marks = list(marks)
        found: dict[str, list[str]] = {}
        for route in ROUTES:
            if self.only_api and not route.is_api:
                continue
            for address in addresses(route, seen):
                for method in ("get", "post") if posting and route.name not in NOT_POSTED else ("get",):
                    hits = self._visited(method, address, route, marks)
                    if hits:
                        found[f"{method} {address}"] = hits
        return found

    def _visited(self, method: str, address: str, route: Route, marks: list[str]) -> list[str]:
        hits: list[str] = []
        try:
            with transaction.atomic():
                answer = self._asked(method, address, route)
                self.opened += answer.status_code == 200
                hits = found_in(answer, marks)
                raise Undo
        except Undo:
            return hits

    def _asked(self, method: str, address: str, route: Route) -> HttpResponse:
        if self.headers:
            extra = {"content_type": "application/json", "data": "{}"} if method == "post" else {}
            return getattr(self.client, method)(address, headers=dict(self.headers), **extra)
        return ask(self.client, method, address, route)


def at_browser(user: User) -> Visitor:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return Visitor(client)


def machine(token: str, acting: str = "") -> Visitor:
    headers = {"Authorization": f"Bearer {token}"} | ({"X-Acting-User": quote(acting)} if acting else {})
    return Visitor(Client(raise_request_exception=False), headers, only_api=True)


def all_marks(seen: Seen) -> tuple[str, ...]:
    return (*seen.marks.wealth, seen.marks.note, *seen.identity)


# ── Who must not ──


def test_every_parameter_of_an_address_has_a_sample(court: Court) -> None:
    """So that a new page is walked. One of a case goes into ``samples``, with a row of the foreign case behind it."""
    bare = [route.pattern for route in ROUTES if not all(choices(route, court.foreign.samples))]
    assert bare == []


def test_an_outsider_finds_nothing_of_a_foreign_case_and_no_property_of_his_own(court: Court) -> None:
    sun = at_browser(court.cast.sun)
    assert sun.leaks(court.foreign, all_marks(court.foreign), posting=False) == {}
    others = [mark for seen in (court.foreign, court.closed, court.moved) for mark in all_marks(seen)]
    assert sun.leaks(court.own, [*others, *court.own.marks.wealth]) == {}
    assert sun.opened > 40


@pytest.mark.parametrize(("who", "which"), [("once", "closed"), ("passed", "moved")])
def test_an_outsider_loses_a_case_that_closed_or_changed_hands(court: Court, who: str, which: str) -> None:
    seen: Seen = getattr(court, which)
    assert at_browser(court.cast.people[who]).leaks(seen, all_marks(seen), posting=False) == {}


def test_a_court_mediator_finds_nothing_of_a_foreign_case(court: Court) -> None:
    others = [mark for seen in court.every for mark in all_marks(seen)]
    assert at_browser(court.cast.zhao).leaks(court.foreign, others, posting=False) == {}


def test_nobody_but_mediator_and_clerk_reads_what_was_said_in_confidence(court: Court) -> None:
    notes = [seen.marks.note for seen in court.every]
    head = at_browser(court.cast.qian)
    assert head.leaks(court.foreign, notes) == {}
    for who in ("zhou", "feng", "li"):
        own = who == "li"  # she may read the note of her own case, and of no other
        seen, marks = (court.own, [court.own.marks.note]) if own else (court.foreign, notes)
        assert at_browser(court.cast.people[who]).leaks(seen, marks, posting=False) == {}, who
    assert head.opened > 100


def test_no_machine_reads_what_was_said_in_confidence_nor_more_than_its_person(court: Court) -> None:
    scopes = list(Scope.values)
    _, token = create_client(name="指挥中心", scopes=scopes, now=clock.now(), per_minute=MOST_PER_MINUTE)
    notes = [seen.marks.note for seen in court.every]
    for acting in ("", "li", "shu"):
        assert machine(token, acting).leaks(court.foreign, notes, posting=acting == "shu") == {}, acting
    assert machine(token, "sun").leaks(court.foreign, all_marks(court.foreign)) == {}
    assert machine(token, "sun").leaks(court.own, [*all_marks(court.foreign), *court.own.marks.wealth]) == {}
    assert machine(token, "zhao").leaks(court.foreign, all_marks(court.foreign)) == {}


def test_whoever_reads_cases_for_other_ends_sees_no_property(court: Court) -> None:
    marks = [mark for seen in court.every for mark in (*seen.marks.wealth, seen.marks.note)]
    assert at_browser(court.cast.ling).leaks(court.foreign, marks, posting=False) == {}


# ── Who may, so that the walls above are walls and not empty rooms ──


def shown(user: User, address: str, marks: Iterable[str]) -> list[str]:
    return found_in(at_browser(user).client.get(address), marks)


def test_the_mediator_and_the_clerk_read_the_note_and_she_who_had_the_case_does_not(court: Court) -> None:
    own, moved = court.own, court.moved
    for user, seen in ((court.cast.sun, own), (court.cast.shu, own), (court.cast.li, moved), (court.cast.shu, moved)):
        page = f"/cases/{seen.walk.case_id}/sessions/"
        assert shown(user, page, [seen.marks.note]) == [seen.marks.note]
    page = f"/cases/{moved.walk.case_id}/sessions/"
    moved.walk.do(
        assignment.assign,
        "qian",
        "2023-05-21",
        mediator_id=court.cast.mediator("zhao").pk,
        reason="排期",
        taken_on=day("2023-05-21"),
    )
    assert shown(court.cast.zhao, page, [moved.marks.note]) == [moved.marks.note]
    assert shown(court.cast.li, page, [moved.marks.note]) == []


def test_staff_with_the_right_see_property_on_pages_in_papers_and_packages(court: Court) -> None:
    head, seen = court.cast.qian, court.foreign
    clue, place, frozen, ruling, scan = seen.marks.wealth
    case = f"/cases/{seen.walk.case_id}"
    assert shown(head, f"{case}/clues/", seen.marks.wealth) == [clue, place, frozen, ruling]
    assert shown(head, f"{case}/papers/", [scan]) == [scan]
    letter = Paper.objects.get(owner_key=f"case:{seen.walk.case_id}", form="D20").pk
    assert clue in shown(head, f"{case}/papers/{letter}/", [clue])
    assert clue in shown(head, f"{case}/papers/{letter}/docx/", [clue])
    assert {clue, seen.case.case_no} <= set(shown(head, f"{case}/handovers/package/", [clue, seen.case.case_no]))
    volume = Paper.objects.get(owner_key=f"case:{seen.walk.case_id}", form="D27").pk
    assert {clue, scan} <= set(shown(head, f"{case}/papers/{volume}/volume/", [clue, scan]))


def test_at_rest_a_note_and_its_draft_are_sealed(court: Court) -> None:
    note = court.foreign.marks.note
    with connection.cursor() as cursor:
        for table, column in (
            ("cases_sessionnote", "text"),
            ("core_draft", "payload"),
            ("cases_propertyclue", "description"),
        ):
            cursor.execute(f"SELECT string_agg({column}::text, '') FROM {table}")  # noqa: S608 - our own names
            kept = cursor.fetchone()[0]
            assert kept
            assert note not in kept
            assert court.foreign.marks.wealth[0] not in kept
