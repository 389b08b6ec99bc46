import signal
import threading
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
        while not stopping.is_set():
            pause = self.one_round()
            if until_empty and pause:
                return
            stopping.wait(pause)

    def one_round(self) -> float:
        """Do one message. Returns how long to wait before the next look, in seconds."""
        try:
            sweeper.turn(clock.now())
            return 0.0 if outbox.work_once(clock.now()) else PAUSE_WHEN_IDLE
        except (OperationalError, InterfaceError) as error:
            log.warning("database_lost", exc_info=error)
            connection.close()
            return PAUSE_WITHOUT_DATABASE
