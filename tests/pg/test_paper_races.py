"""Papers by many at once: two who issue the same one, two workers on one batch, a worker killed over it, one answer twice."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from pypdf import PdfReader

from cases import jobs
from cases.actions import batches, papers
from cases.actions.acting import Actor
from cases.actions.answer import Answered, answer_by_file
from cases.models import Case, PaperBatch
from cases.states import State
from documents import archive, store
from documents.models import Paper, PaperDraft, Status
from jianli_mediation.core import audit, clock
from jianli_mediation.core.models import AuditEntry, OutboxMessage
from jianli_mediation.core.outbox import HANDLERS, work_once
from tests.build import Walk, loan_filing, moment
from tests.cases.packages import EXEC_NO, after_failure, answer
from tests.cast import Cast
from tests.pg.test_races import at_once

SUMMONS: dict[str, Any] = {"held_on": "2023-05-26", "starts": "09:30", "place": "第二会商室"}
# The worker in a process of its own, on the clone of the database and the files of this run.
WORKER = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.FILES_DIR = sys.argv[1:3]
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "work", *sys.argv[3:]])
"""
PATIENCE = 60


def batch_of(cast: Cast, cases: int, output: str = "pdf") -> PaperBatch:
    """D03 for both parties of so many cases, asked for and not begun."""
    wanted: list[batches.Wanted] = []
    for number in range(cases):
        walk = Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{700 + number}号"})).to(State.MEDIATION)
        wanted += [(walk.case_id, f"party:{party.pk}", party.name) for party in walk.case.parties.all()]
    OutboxMessage.objects.update(done_at=clock.now())
    return batches.start_batch(by=Actor(cast.shu), now=clock.now(), form="D03", wanted=wanted, output=output)


def waiting() -> bool:
    return OutboxMessage.objects.filter(done_at=None).exists()


def drain() -> None:
    """Work until nothing waits: a message that the other worker holds is still waiting."""
    until = time.monotonic() + PATIENCE
    while waiting():
        assert time.monotonic() < until, list(OutboxMessage.objects.filter(done_at=None).values())
        work_once(clock.now())


def once_each(batch: PaperBatch) -> None:
    """Every item has one paper of its own, printed, and one file holds them all."""
    batch.refresh_from_db()
    issued = list(batch.items.values_list("paper_id", flat=True))
    made = Paper.objects.filter(form=batch.form)
    assert None not in issued
    assert sorted(issued) == sorted(made.values_list("pk", flat=True))
    assert set(made.values_list("version", flat=True)) == {1}
    assert all(paper.is_rendered for paper in made)
    assert AuditEntry.objects.filter(verb="issue_paper").count() == len(issued)
    assert batch.finished_at is not None
    outline = PdfReader(io.BytesIO(store.read(batch.file_sha256, batch.output))).outline
    assert len(outline) == len(issued)
    assert not waiting()
    assert list(audit.verify()) == []


def test_two_issue_the_same_paper(race_cast: Cast) -> None:
    """Both papers stand: the second is the next version and replaces the first; the one draft is gone."""
    walk = Walk(race_cast).to(State.MEDIATION)
    debtor = walk.case.parties.get(role="respondent")
    about = f"party:{debtor.pk}"
    given: dict[str, Any] = {"case_id": walk.case_id, "form": "D10", "subject": about, "fills": SUMMONS}
    now = moment("2023-05-20 10:00")
    papers.keep_draft(by=Actor(race_cast.shu), now=now, **given)

    def issue(who: str) -> Callable[[], Any]:
        return lambda: papers.issue_paper(by=Actor(getattr(race_cast, who)), now=now, **given)

    assert at_once(issue("shu"), issue("li")) == ["done", "done"]
    first, second = Paper.objects.filter(form="D10").order_by("version")
    assert (first.version, second.version, second.supersedes_id) == (1, 2, first.pk)
    assert {first.issued_by, second.issued_by} == {race_cast.shu, race_cast.li}
    assert second.status == Status.ISSUED
    assert archive.context_of(second).place == "第二会商室"  # type: ignore[attr-defined]
    assert PaperDraft.objects.count() == 0
    assert AuditEntry.objects.filter(verb="issue_paper").count() == 2
    assert list(audit.verify()) == []


def test_two_who_issue_a_numbered_paper_draw_two_numbers_without_a_gap(race_cast: Cast) -> None:
    walks = [
        Walk(race_cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})).to(State.FULFILLED)
        for number in (701, 702)
    ]

    def certify(walk: Walk) -> Callable[[], Any]:
        return lambda: walk.do(papers.issue_paper, "shu", "2023-07-22", form="D24")

    before = Paper.objects.filter(form="D24").count()
    assert at_once(*map(certify, walks)) == ["done", "done"]
    numbers = sorted(Paper.objects.filter(form="D24").values_list("number", flat=True))
    assert numbers == [f"监法自履证〔2023〕{n}号" for n in range(1, before + 3)]


def test_two_workers_on_one_batch(race_cast: Cast) -> None:
    assert jobs.paper_batch is HANDLERS[batches.TOPIC]
    batch = batch_of(race_cast, cases=6)
    assert at_once(drain, drain) == ["done", "done"]
    once_each(batch)


def worker(*options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(settings.FILES_DIR), *options]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stderr=subprocess.PIPE, text=True)


def test_worker_killed_over_a_batch(race_cast: Cast) -> None:
    """What its last turn had not committed is done anew, nothing twice."""
    batch = batch_of(race_cast, cases=8)
    killed = worker()
    try:
        until = time.monotonic() + PATIENCE
        while not Paper.objects.exists():
            assert killed.poll() is None, killed.communicate()[1]
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        killed.kill()
        killed.communicate()
    batch.refresh_from_db()
    assert batch.finished_at is None, "it was killed in the middle"
    assert Paper.objects.count() < batch.items.count()

    _, said = (going_on := worker("--until-empty")).communicate(timeout=PATIENCE)
    assert going_on.returncode == 0, said
    once_each(batch)


def test_one_answer_file_handed_in_twice_at_once(race_cast: Cast) -> None:
    """One of them registers the case; the other either comes too late for that or finds it done."""
    walk = after_failure(race_cast)
    content, came = answer(walk, number=EXEC_NO), list[Answered]()

    def hand_in() -> None:
        now = moment("2023-08-01 10:00")
        came.append(answer_by_file(by=Actor(race_cast.chen), now=now, case_id=walk.case_id, content=content))

    results = at_once(hand_in, hand_in)
    assert "done" in results
    assert [each.repeated for each in came].count(False) == 1
    case = Case.objects.get(pk=walk.case_id)
    assert (case.state, case.exec_case_no) == (State.ENFORCEMENT, EXEC_NO)
    assert AuditEntry.objects.filter(verb="acknowledge").count() == 1
    assert list(audit.verify()) == []
