import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import autodiscover_modules

from jianli_mediation.core import clock, outbox
from jianli_mediation.core.sweep import Sweeper

log = structlog.get_logger("jianli.work")

# Where the apps above say what they do for a topic of the outbox; core may not import them.
HANDLER_MODULES = ("archive", "jobs", "notices")
PAUSE_WHEN_IDLE = 1.0
PAUSE_WITHOUT_DATABASE = 2.0
sweeper = Sweeper()


class Command(BaseCommand):
    help = "The worker: does what acts have queued (papers, messages), until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop as soon as nothing is waiting")

    def handle(self, *, until_empty: bool, **options: object) -> None:
        autodiscover_modules(*HANDLER_MODULES)
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        if until_empty:
            while not self.one_round() or self.beside_round():
                pass
            return
        beside = [
            threading.Thread(target=self.work_beside, args=(each, stopping), name=f"{name}-{number}")
            for name, each in outbox.BESIDE.items()
            for number in range(each.threads)
        ]
        for thread in beside:
            thread.start()
        while not stopping.is_set():
            stopping.wait(self.one_round())
        for thread in beside:
            thread.join()

    def one_round(self) -> float:
        """Do one message. Returns how long to wait before the next look, in seconds."""
        return self._turn(self._one_message)

    def beside_round(self) -> bool:
        """A turn of what is done beside the messages, the first that has anything to do. Returns whether one had."""
        return any(outbox.turn_once(each, clock.now()) for each in outbox.BESIDE.values())

    def work_beside(self, work: outbox.Beside, stopping: threading.Event) -> None:
        """The life of one thread: turn after turn, until told to stop."""
        while not stopping.is_set():
            stopping.wait(self._turn(lambda: outbox.turn_once(work, clock.now())))
        connection.close()

    def _one_message(self) -> bool:
        sweeper.turn(clock.now())
        return outbox.work_once(clock.now())

    def _turn(self, once: Callable[[], bool]) -> float:
        try:
            return 0.0 if once() else PAUSE_WHEN_IDLE
        except (OperationalError, InterfaceError) as error:
            log.warning("database_lost", exc_info=error)
            connection.close()
            return PAUSE_WITHOUT_DATABASE
