"""推送 as its keepers read it: every address with its queue, and what became of each event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cases.queries.events import verb_words
from jianli_mediation.core import outbox, webhooks
from jianli_mediation.core.models import Webhook, WebhookDelivery

PAGE = 50


@dataclass(frozen=True)
class Queues:
    """How much waits, and since when: of the pushes, and of the house's own work."""

    waiting: int
    oldest: datetime | None
    dead: int
    jobs: int
    oldest_job: datetime | None


@dataclass(frozen=True)
class Sent:
    """One delivery, with the word for its act."""

    row: WebhookDelivery
    act: str
    state: webhooks.DeliveryState


@dataclass(frozen=True)
class SentPage:
    """One page, newest first. ``older``, ``newer``: places of the feed to go on from, 0 where there is nothing."""

    rows: list[Sent]
    older: int = 0
    newer: int = 0


def queues() -> Queues:
    return Queues(
        webhooks.waiting(), webhooks.oldest_waiting(), webhooks.dead(), outbox.waiting(), outbox.oldest_waiting()
    )


def addresses(client_id: int | None = None) -> QuerySet[Webhook]:
    """Every address in use, with its queue; or those of one client."""
    rows = Webhook.objects.filter(removed_at__isnull=True).select_related("client").order_by("client__name", "pk")
    return webhooks.counted(rows.filter(client=client_id) if client_id else rows)


def verbs_in_words(webhook: Webhook) -> list[str]:
    return [verb_words(verb)[1] for verb in webhook.verbs]


def page_of_deliveries(webhook: Webhook, state: str, *, older: int = 0, newer: int = 0) -> SentPage:
    """The deliveries in one state (all: none named) behind or before a place of the feed."""
    rows: QuerySet[Any] = webhooks.deliveries_in(state, webhook.deliveries.all()).select_related("entry")
    if newer:
        found = list(rows.filter(position__gt=newer).order_by("position")[: PAGE + 1])
        more_newer, more_older = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        rows = rows.filter(position__lt=older) if older else rows
        found = list(rows.order_by("-position")[: PAGE + 1])
        more_newer, more_older = bool(older), len(found) > PAGE
        found = found[:PAGE]
    shown = [Sent(row, verb_words(row.entry.verb)[1], webhooks.state_of(row)) for row in found]
    if not found:
        return SentPage([])
    return SentPage(shown, found[-1].position if more_older else 0, found[0].position if more_newer else 0)
