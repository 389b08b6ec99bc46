"""Many papers over all cores: one process for each, each with a press of its own."""

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from documents.contexts.parts import CasePaper
from documents.registry import FORMS
from documents.render import Meta, Printed, press, print_paper

# A new process needs a second and a half until its first paper; one that is there prints ten or more in that time.
FEW = 20
_AHEAD = 4


@dataclass(frozen=True)
class Job:
    """A paper to be printed: the code of its form, its facts, and what issuing adds."""

    form: str
    context: CasePaper
    meta: Meta


def many(jobs: Iterable[Job], *, processes: int | None = None) -> Iterator[Printed]:
    """Print ``jobs`` and give the papers in their order, each as soon as it and those before it are done.

    Few papers are printed here, more of them over ``processes`` (as many as there are cores). Only a handful of jobs
    is taken ahead, so that a long list can be made while it is worked off. What goes wrong with a paper is raised when
    its turn comes, with a note that tells which it was, and the rest is given up.
    """
    upcoming = iter(jobs)
    count = processes or os.cpu_count() or 1
    first = list(islice(upcoming, FEW))
    upcoming = chain(first, upcoming)
    if count == 1 or len(first) < FEW:
        yield from map(_print, upcoming)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_make_ready) as pool:
        running: deque[Future[Printed]] = deque()
        try:
            running.extend(pool.submit(_print, job) for job in islice(upcoming, count * _AHEAD))
            while running:
                yield running.popleft().result()
                running.extend(pool.submit(_print, job) for job in islice(upcoming, 1))
        finally:
            pool.shutdown(cancel_futures=True)


def _make_ready() -> None:
    """Load WeasyPrint and the style sheets before the first job; the collector need never look at them again."""
    machine = press()
    for family in {form.family for form in FORMS.values() if form.offered}:
        machine.sheet(family)
    gc.collect()
    gc.freeze()
    gc.disable()


def _print(job: Job) -> Printed:
    try:
        return print_paper(FORMS[job.form], job.context, job.meta)
    except Exception as problem:
        problem.add_note(f"{job.form} {job.meta.number or job.context.paper_no}")
        raise
