"""Somebody events are pushed to, and the clock turned on for him."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cases.actions.pushing import lay_out, push_one
from jianli_mediation.core.wire import Answer

OK, DOWN, BUSY, REFUSES = Answer(204), Answer(None, "连接失败"), Answer(503, "应答 503"), Answer(400, "应答 400")


@dataclass
class Receiver:
    """Takes what is sent and answers as told: ``answers`` one after the other, and ``then`` for ever."""

    then: Answer = OK
    answers: list[Answer] = field(default_factory=list)
    tried: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    took: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        self.tried.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else self.then
        if answer.arrived:
            self.took.append((body, headers))
        return answer

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body, _ in self.took]

    @property
    def cursors(self) -> list[int]:
        return [int(event["cursor"]) for event in self.events]


def pushed(now: datetime, send: Callable[..., Answer], *, hours: float = 0) -> datetime:
    """Lay out, and try whatever is due, again and again for so many hours of the receiver's clock."""
    end = now + timedelta(hours=hours)
    while True:
        while lay_out(now):
            pass
        while push_one(now, send):
            pass
        if now >= end:
            return now
        now += timedelta(minutes=5)
