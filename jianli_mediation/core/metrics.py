"""Figures for a monitor (Prometheus): requests, acts, refusals, papers printed, and what waits.

Counting costs a request some microseconds and no word with the database. Labels are routes, verbs, codes and forms of
this program, never a value that somebody typed: their number is bounded, and nothing personal gets in.

Several processes count together where ``PROMETHEUS_MULTIPROC_DIR`` names a folder; ``manage.py serve`` sets it. Each
process holds a place there, and a process that comes after another goes on with its figures, so that the number of
files does not grow with the number of restarts.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER: Final = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
MOST_PROCESSES = 64
METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})
OTHER = "other"
_held: dict[int, tuple[int, int]] = {}  # process → its place, and the lock's descriptor


def _place() -> int:
    """The place of this process in the folder: the first that no living process holds. The kernel frees it."""
    process = os.getpid()
    if process not in _held:
        _held[process] = _taken(Path(FOLDER))
    return _held[process][0]


def _taken(folder: Path) -> tuple[int, int]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in range(MOST_PROCESSES):
        lock = os.open(folder / f"{place}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return place, lock
    raise RuntimeError(f"more than {MOST_PROCESSES} processes count in {folder}")


if FOLDER:
    values.ValueClass = values.MultiProcessValue(process_identifier=_place)

_counted = CollectorRegistry()
REQUESTS = Counter("jianli_requests", "Requests answered.", ["method", "route", "status"], registry=_counted)
SECONDS = Histogram(
    "jianli_request_seconds",
    "Seconds a request took.",
    ["method", "route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_counted,
)
ACTS = Counter("jianli_acts", "Acts on cases that were committed.", ["verb"], registry=_counted)
REFUSALS = Counter("jianli_refusals", "Requests refused, once for each reason.", ["code"], registry=_counted)
RENDERED = Histogram(
    "jianli_paper_seconds",
    "Seconds it took to set and print a paper as PDF.",
    ["form"],
    buckets=(0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 5),
    registry=_counted,
)


def registry() -> CollectorRegistry:
    """What was counted, by all processes where they count together."""
    if not FOLDER:
        return _counted
    together = CollectorRegistry()
    MultiProcessCollector(together, path=FOLDER)
    return together


@cache
def _of_request(method: str, route: str, status: int) -> tuple[Any, Any]:
    return REQUESTS.labels(method, route, status), SECONDS.labels(method, route)


def request(method: str | None, route: str | None, status: int, seconds: float) -> None:
    """One request was answered; ``route`` is its name, none where no address matched."""
    known = method if method in METHODS else OTHER
    count, took = _of_request(known, route or OTHER, status)
    count.inc()
    took.observe(seconds)


def act(verb: str) -> None:
    """One act was committed."""
    ACTS.labels(verb).inc()


def refused(codes: Iterable[str]) -> None:
    """Something was refused, for these reasons."""
    for code in codes:
        REFUSALS.labels(code).inc()


@contextmanager
def printing(form: str) -> Iterator[None]:
    """Around the printing of one paper."""
    began = perf_counter()
    yield
    RENDERED.labels(form).observe(perf_counter() - began)
