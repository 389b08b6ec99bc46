"""What the worker does for the acts' messages."""

from datetime import datetime, timedelta
from typing import Any

from cases.actions import batches, duties, ledger_work, ledgers, pushing, sending
from cases.forms import ledger as ledger_forms
from jianli_mediation.core import clock
from jianli_mediation.core.outbox import beside, handles

PUSHERS = 4  # receivers that may keep us waiting at the same time
A_MINUTE = timedelta(minutes=1)
SENDERS = 2  # so that one that hangs does not hold up the other channel


@handles(batches.TOPIC)
def paper_batch(payload: dict[str, Any]) -> None:
    """The next turn of a batch of papers."""
    batches.work_on(payload["batch"])


@beside(threads=1)
def lay_out_events(now: datetime) -> bool:
    """Deliveries for the webhooks, of what was committed since."""
    return pushing.lay_out(now)


@beside(threads=PUSHERS)
def push_events(now: datetime) -> bool:
    """The next delivery whose turn it is."""
    return pushing.push_one(now)


@handles(ledgers.TOPIC)
def ledger(payload: dict[str, Any]) -> None:
    """The next turn of a ledger: rows tried out or filed, read by the very form of the page."""
    ledger_work.work_on(payload["ledger"], ledger_forms.reading)


@beside(threads=SENDERS)
def send_messages(now: datetime) -> bool:
    """The next message to a party whose turn it is."""
    return sending.send_one(now)


@handles(duties.TOPIC)
def case_messages(payload: dict[str, Any]) -> None:
    """The messages of one case that the nightly duty found without any."""
    duties.write_for(payload["case"], clock.now())


class Seldom:
    """Whether it is time again for what need not be asked every second; once a minute in each process."""

    def __init__(self) -> None:
        self.asked_at: datetime | None = None

    def due(self, now: datetime) -> bool:
        if self.asked_at is not None and now - self.asked_at < A_MINUTE:
            return False
        self.asked_at = now
        return True


seldom = Seldom()


@beside(threads=1)
def housekeeping(now: datetime) -> bool:
    """Messages that have become untrue while they waited; and once a day the nightly duties."""
    if not seldom.due(now):
        return False
    while sending.drop_stale(now):
        continue
    return duties.run_tonight(now)
