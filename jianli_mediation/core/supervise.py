"""Keeps the processes of `manage.py serve` running, and takes them down with it."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
TOO_SHORT_A_LIFE = 5.0
MOST_SHORT_LIVES = 5
STOP_TIMEOUT = 20.0

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class GaveUpError(RuntimeError):
    """A process ended again and again right after its start."""


@dataclass
class Child:
    """One process that is to run until we stop it."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    born: float = 0.0
    short_lives: int = field(default=0)

    def start(self) -> None:
        self.born = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we decide the order in which things end.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509

    def restart_if_dead(self) -> None:
        """Raises GaveUpError when it does not stay alive."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.born
        self.short_lives = self.short_lives + 1 if lived < TOO_SHORT_A_LIFE else 0
        if self.short_lives >= MOST_SHORT_LIVES:
            raise GaveUpError(f"{self.name} ended {self.short_lives} times right after its start; see the log above.")
        self.start()

    def stop(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)


def end_with_parent() -> None:
    """In the child before exec: be told to end when the parent is killed in a way it cannot handle."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def keep_running(children: Sequence[Child], every: float, look_after: Callable[[], object]) -> None:
    """Restart whatever dies, call `look_after` every few seconds; returns only by an exception (Ctrl-C among them)."""
    next_look = time.monotonic() + every
    while True:
        time.sleep(0.3)
        for child in children:
            child.restart_if_dead()
        if time.monotonic() >= next_look:
            look_after()
            next_look = time.monotonic() + every


def stop_all(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
