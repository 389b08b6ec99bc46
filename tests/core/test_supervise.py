"""The processes under `make run`: restarted when they die, gone when it goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.conf import settings

from jianli_mediation.core.supervise import MOST_SHORT_LIVES, Child, GaveUpError, keep_running, stop_all

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]
PARENT = """
import os, signal, sys, time
from jianli_mediation.core.supervise import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{number}/stat", encoding="ascii") as file:
        return file.read().rsplit(")", 1)[1].split()[0] == "Z"


def test_killed_child_is_started_again() -> None:
    child = Child("sleeper", SLEEPER)
    child.start()
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    child.restart_if_dead()
    second = child.process.pid
    assert second != first
    child.restart_if_dead()
    assert child.process.pid == second
    stop_all([child])
    assert child.process.returncode == -signal.SIGTERM


def test_child_that_cannot_live_is_given_up() -> None:
    child = Child("failing", FAILING)
    starts = []

    def live_and_die() -> None:
        while len(starts) < 20:
            starts.append(child.short_lives)
            assert child.process is not None
            child.process.wait()
            child.restart_if_dead()

    child.start()
    with pytest.raises(GaveUpError, match="failing ended 5 times"):
        live_and_die()
    assert len(starts) == MOST_SHORT_LIVES


def test_children_and_database_are_looked_after_until_the_interrupt() -> None:
    child = Child("sleeper", SLEEPER)
    child.start()
    looks = []

    def look() -> None:
        looks.append(len(looks))
        if len(looks) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_running([child], 0.1, look)
    stop_all([child])
    assert looks == [0, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal of a parent is Linux only")
def test_children_end_when_the_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert soon(lambda: gone(child))
