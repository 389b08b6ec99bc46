"""推送: events laid out for the addresses that want them, and sent, each until it has arrived or is given up."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cases.queries.events import event
from cases.queries.feed import event_of, pushed_between
from jianli_mediation.core import clock, webhooks
from jianli_mediation.core.feed import place_new
from jianli_mediation.core.json_text import dump
from jianli_mediation.core.models import Webhook, WebhookDelivery
from jianli_mediation.core.webhook_post import DELIVERY, EVENT, SIGNATURE, post, signature
from jianli_mediation.core.wire import Answer

AT_ONCE = 1000  # places of the feed looked through in one transaction
GONE = "案件已不在推送的范围内"

Post = Callable[[str, bytes, dict[str, str]], Answer]


def lay_out(now: datetime) -> bool:
    """Make deliveries of what was committed since, for one webhook or more. Returns whether there is more to do.

    The rows and the place reached are written in one transaction, so that nothing is left out and nothing comes twice,
    however many workers do it at once.
    """
    place_new()
    last = webhooks.last_position()
    behind = list(webhooks.live(now).filter(passed__lt=last).values_list("pk", flat=True))
    return sum(_lay_out_for(pk, last, now) for pk in behind) > 0


def _lay_out_for(webhook_id: int, last: int, now: datetime) -> bool:
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=webhook_id).first()
        if webhook is None or webhook.removed_at or webhook.passed >= last:
            return False
        upto = min(last, webhook.passed + AT_ONCE)
        found = pushed_between(webhook.client.name, webhook.passed, upto, webhook.verbs)
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(webhook=webhook, entry_id=entry, position=position, next_at=now)
            for position, entry in found
        )
        webhook.passed = upto
        webhook.save(update_fields=["passed"])
    return upto < last


def push_one(now: datetime, send: Post = post) -> bool:
    """Try one delivery whose turn it is. Returns False when there is none. Nothing is locked while it is sent."""
    claimed = webhooks.claim(now)
    if claimed is None:
        return False
    found = event_of(claimed.client, claimed.entry_id)
    if found is None:
        webhooks.give_up(claimed, GONE, now)
        return True
    body = dump(event(found))
    sent_at = clock.now()
    answer = send(
        claimed.url,
        body,
        {
            SIGNATURE: signature(claimed.secret, int(sent_at.timestamp()), body),
            EVENT: str(claimed.entry_id),
            DELIVERY: str(claimed.delivery_id),
        },
    )
    webhooks.settle(claimed, answer, max(now, clock.now()))
    return True
