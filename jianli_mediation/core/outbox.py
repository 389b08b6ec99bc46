"""Work for after the commit: the row is written with the act, and done at least once, whatever dies in between."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from .models import OutboxMessage

log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}
GIVE_UP_AFTER = 12

Turn = Callable[[datetime], bool]


@dataclass(frozen=True)
class Beside:
    """Work that the worker does beside the messages, in ``threads`` of its own. A turn says whether there is more."""

    turn: Turn
    threads: int


BESIDE: dict[str, Beside] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that does the work of ``topic``. It must bear being called twice."""

    def register(handler: Handler) -> Handler:
        HANDLERS[topic] = handler
        return handler

    return register


def beside(threads: int) -> Callable[[Turn], Turn]:
    """Register work that may wait for others (a receiver, a network), so that no message waits for it."""

    def register(turn: Turn) -> Turn:
        BESIDE[turn.__name__] = Beside(turn, threads)
        return turn

    return register


def enqueue(topic: str, payload: dict[str, Any]) -> OutboxMessage:
    return OutboxMessage.objects.create(topic=topic, payload=payload)


def waiting() -> int:
    """How many messages are still to be done; one that was given up waits for nothing."""
    return _open().count()


def oldest_waiting() -> datetime | None:
    """Since when the oldest of them waits."""
    return _open().order_by("id").values_list("created_at", flat=True).first()


def _open() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(done_at__isnull=True, tries__lt=GIVE_UP_AFTER)


def work_once(now: datetime) -> bool:
    """Claim one message, do it, mark it. Returns False when nothing is waiting.

    The claim is a row lock that other workers skip; a worker that is killed gives it back by dying.
    """
    with transaction.atomic():
        message = (
            _open()
            .select_for_update(skip_locked=True)
            .filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
            .order_by("id")
            .first()
        )
        if message is None:
            return False
        try:
            with transaction.atomic():
                HANDLERS[message.topic](message.payload)
        except Exception as problem:  # noqa: BLE001 - the worker outlives whatever one message does
            message.tries += 1
            message.not_before = now + timedelta(seconds=2**message.tries)
            message.last_problem = f"{type(problem).__name__}: {problem}"[:300]
            log.warning(
                "outbox_retry", extra={"topic": message.topic, "message_id": message.pk, "tries": message.tries}
            )
        else:
            message.done_at = now
        message.save()
    return True


def turn_once(work: Beside, now: datetime) -> bool:
    """One turn of what is done beside the messages; the worker outlives whatever goes wrong in it.

    Raises what the loss of the database raises.
    """
    try:
        return work.turn(now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:  # one receiver's trouble must not stop the others
        log.exception("beside_failed", exc_info=problem)
        return False
