"""Webhooks and what is on its way to them."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from cases.queries.events import verb_words
from jianli_mediation.core.models import Webhook, WebhookDelivery
from jianli_mediation.core.webhooks import DeliveryState, state_of


class WebhookOut(TypedDict):
    """An address that events are pushed to.

    ``verbs``: which acts, none means all. ``cursor``: the place in the feed up to which deliveries were laid out.
    ``oldest_waiting``: when the event was entered that is at the head of the queue.
    """

    id: int
    url: str
    verbs: list[str]
    cursor: str
    created_at: datetime
    waiting: int
    dead: int
    oldest_waiting: datetime | None


class NewWebhookOut(WebhookOut):
    """A webhook just registered, with the secret that signs its deliveries. It is not shown again."""

    secret: str


class WebhookPageOut(TypedDict):
    """One page of the client's own webhooks."""

    next: str | None
    previous: str | None
    results: list[WebhookOut]


class DeliveryOut(TypedDict):
    """One event on its way to one webhook. ``id`` stays the same however often it is sent (``X-Jianli-Delivery``)."""

    id: int
    event: int
    cursor: str
    verb: str
    verb_label: str
    case: int | None
    state: Annotated[str, DeliveryState]
    state_label: str
    tries: int
    next_at: datetime | None
    delivered_at: datetime | None
    dead_at: datetime | None
    last_tried_at: datetime | None
    last_status: int | None
    last_problem: str


class DeliveryPageOut(TypedDict):
    """One page of deliveries, the newest event first."""

    next: str | None
    previous: str | None
    results: list[DeliveryOut]


class ReplayedOut(TypedDict):
    """How many deliveries wait again."""

    replayed: int


def webhook(row: Webhook) -> WebhookOut:
    """``row`` of ``webhooks.counted``."""
    counts: Any = row
    return WebhookOut(
        id=row.pk,
        url=row.url,
        verbs=[verb_words(verb)[0] for verb in row.verbs],
        cursor=str(row.passed),
        created_at=row.created_at,
        waiting=counts.n_waiting,
        dead=counts.n_dead,
        oldest_waiting=counts.oldest,
    )


def delivery(row: WebhookDelivery) -> DeliveryOut:
    verb, word = verb_words(row.entry.verb)
    state = state_of(row)
    return DeliveryOut(
        id=row.pk,
        event=row.entry_id,
        cursor=str(row.position),
        verb=verb,
        verb_label=word,
        case=row.entry.case_id,
        state=state.value,
        state_label=str(state.label),
        tries=row.tries,
        next_at=row.next_at,
        delivered_at=row.delivered_at,
        dead_at=row.dead_at,
        last_tried_at=row.last_tried_at,
        last_status=row.last_status,
        last_problem=row.last_problem,
    )
