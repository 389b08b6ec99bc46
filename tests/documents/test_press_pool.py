"""Many papers over processes: the same bytes in the same order as one by one, and a mistake is told with its paper."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.press import pool
from documents.press.pool import Job, many
from documents.registry import FORMS
from documents.render import print_paper
from documents.samples.performance import RECEIPT
from tests.documents.test_render import META


def jobs(count: int) -> list[Job]:
    first = date(2023, 5, 1)
    return [Job("D15", replace(RECEIPT, issued_on=first + timedelta(days=n)), META) for n in range(count)]


def test_two_processes_print_the_same_papers_in_the_same_order() -> None:
    wanted = [print_paper(FORMS["D15"], job.context, job.meta) for job in jobs(pool.FEW + 3)]
    assert list(many(iter(jobs(pool.FEW + 3)), processes=2)) == wanted


def test_few_papers_are_printed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_print", lambda job: os.getpid())
    assert list(many(jobs(3), processes=2)) == [os.getpid()] * 3
    assert list(many(jobs(pool.FEW), processes=1)) == [os.getpid()] * pool.FEW
    assert list(many([])) == []


@pytest.mark.parametrize("count", [3, pool.FEW + 3])
def test_a_mistake_is_told_with_the_paper_and_what_was_before_it_is_printed(count: int) -> None:
    wrong = [*jobs(2), Job("D20", RECEIPT, replace(META, number="（2023）第9号")), *jobs(count)]
    printed = many(wrong, processes=2)
    assert next(printed).pages == 1
    assert next(printed).pages == 1
    with pytest.raises(LookupError, match="unknown fact") as caught:
        next(printed)
    assert caught.value.__notes__ == ["D20 （2023）第9号"]


def test_only_a_handful_of_jobs_is_taken_ahead() -> None:
    taken: list[Job] = []

    def noted() -> object:
        for job in jobs(200):
            taken.append(job)
            yield job

    printed = many(noted(), processes=2)
    next(printed)
    printed.close()  # type: ignore[attr-defined]
    assert len(taken) <= pool.FEW + 2 * 4 + 2
