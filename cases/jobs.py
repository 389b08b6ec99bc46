"""What the worker does for the acts' messages."""

from typing import Any

from cases.actions import batches
from jianli_mediation.core.outbox import handles


@handles(batches.TOPIC)
def paper_batch(payload: dict[str, Any]) -> None:
    """The next turn of a batch of papers."""
    batches.work_on(payload["batch"])
