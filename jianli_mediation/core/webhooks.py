"""Addresses that want the events pushed, and the queue of what is on its way to each.

One webhook gets its events one after the other, in the order of the feed: the delivery at the head holds back those
behind it until it has arrived or is given up. A try begins with a claim that is committed before anything is sent: the
next try is put off by ``LEASE``, so that a worker that is killed in between gives it back by dying, and no row is
locked while the receiver thinks.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce

from jianli_mediation.core import audit
from jianli_mediation.core.clients import chain_of
from jianli_mediation.core.models import ApiClient, EventPosition, User, Webhook, WebhookDelivery
from jianli_mediation.core.wire import Answer
from jianli_mediation.kernel.refusal import Blocker, Refused

SECRET_BYTES, SHORTEST_SECRET, LONGEST_SECRET = 32, 32, 200
LEASE = timedelta(seconds=90)  # longer than any try takes, the look-up of the name included
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
JITTER = 0.2
GIVE_UP_AFTER = 100  # tries, in about a day
REFUSED_AFTER = 8  # tries, in about twenty minutes, where the receiver answers and will not have it
MOST_OF_A_CLIENT = 20
REMOVED = "推送已停用"
CREATE, REMOVE, REPLAY = "create_webhook", "remove_webhook", "replay_webhook"
_random = secrets.SystemRandom()


class DeliveryState(TextChoices):
    """Where a delivery stands; a dead one was given up and can be replayed."""

    WAITING = "waiting", "待送达"
    DELIVERED = "delivered", "已送达"
    DEAD = "dead", "已放弃"


_STATES = {
    DeliveryState.WAITING: Q(next_at__isnull=False),
    DeliveryState.DELIVERED: Q(delivered_at__isnull=False),
    DeliveryState.DEAD: Q(dead_at__isnull=False),
}


def state_of(row: WebhookDelivery) -> DeliveryState:
    if row.next_at:
        return DeliveryState.WAITING
    return DeliveryState.DELIVERED if row.delivered_at else DeliveryState.DEAD


def deliveries_in(state: str, rows: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
    """Those in one state; all of them where none is named."""
    return rows.filter(_STATES[DeliveryState(state)]) if state else rows


@dataclass(frozen=True)
class Claim:
    """One delivery that is ours to try until the lease runs out."""

    delivery_id: int
    entry_id: int
    position: int
    tries: int
    client: str
    url: str
    secret: str


def live(now: datetime) -> QuerySet[Webhook]:
    """Those that are pushed to: neither removed, nor their client revoked or expired."""
    lives = Q(client__expires_at__isnull=True) | Q(client__expires_at__gt=now)
    return Webhook.objects.filter(lives, removed_at__isnull=True, client__revoked_at__isnull=True)


def counted(webhooks: QuerySet[Webhook]) -> QuerySet[Webhook]:
    """With ``n_waiting``, ``n_dead``, and of the head of the queue: ``oldest`` when its event was entered, ``problem`` what
    became of the last try, ``next_try``.
    """
    rows = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by()
    waiting_rows = rows.filter(next_at__isnull=False)

    head = waiting_rows.order_by("position")

    def number(found: QuerySet[WebhookDelivery]) -> Coalesce:
        return Coalesce(Subquery(found.values("webhook").annotate(n=Count("pk")).values("n")), 0)

    return webhooks.annotate(
        n_waiting=number(waiting_rows),
        n_dead=number(rows.filter(dead_at__isnull=False)),
        oldest=Subquery(head.values("entry__entered_at")[:1]),
        problem=Subquery(head.values("last_problem")[:1]),
        next_try=Subquery(head.values("next_at")[:1]),
    )


@transaction.atomic
def register(
    *,
    client: ApiClient,
    url: str,
    verbs: Iterable[str],
    passed: int,
    now: datetime,
    secret: str = "",
    by: User | None = None,
    reason: str = "",
) -> tuple[Webhook, str]:
    """A new webhook for the events behind ``passed``, and its secret, which nobody is shown again.

    Raises Refused when the client has this address already, or as many as one may have.
    """
    ApiClient.objects.select_for_update().get(pk=client.pk)
    there = set(client.webhooks.filter(removed_at__isnull=True).values_list("url", flat=True))
    if url in there:
        raise Refused([Blocker("webhook_address_once", "这个地址已经登记")])
    if len(there) >= MOST_OF_A_CLIENT:
        raise Refused([Blocker("webhooks_too_many", f"一个客户端最多登记 {MOST_OF_A_CLIENT} 个推送地址")])
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    webhook = Webhook.objects.create(
        client=client,
        url=url,
        secret=secret,
        verbs=sorted(set(verbs)),
        passed=passed,
        created_at=now,
        created_by=by,
    )
    _leave_trace(webhook, CREATE, now, by, {"url": url, "verbs": webhook.verbs}, reason)
    return webhook, secret


@transaction.atomic
def remove(webhook: Webhook, *, now: datetime, by: User | None = None, reason: str = "") -> None:
    """End it; what was still on its way is given up."""
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if locked.removed_at:
        return
    locked.removed_at, locked.removed_by = now, by
    locked.save()
    locked.deliveries.filter(next_at__isnull=False).update(next_at=None, dead_at=now, last_problem=REMOVED)
    _leave_trace(locked, REMOVE, now, by, {}, reason)


@transaction.atomic
def replay(
    webhook: Webhook, *, now: datetime, delivery_id: int | None = None, by: User | None = None, reason: str = ""
) -> int:
    """Send again what was given up, or the one delivery named, even if it had arrived. Returns how many."""
    rows = webhook.deliveries.filter(next_at__isnull=True)
    rows = rows.filter(pk=delivery_id) if delivery_id else rows.filter(dead_at__isnull=False)
    count = rows.update(next_at=now, dead_at=None, delivered_at=None, tries=0)
    if count:
        _leave_trace(webhook, REPLAY, now, by, {"delivery": delivery_id, "count": count}, reason)
    return count


@transaction.atomic
def claim(now: datetime) -> Claim | None:
    """One delivery whose turn it is, of any webhook: put off for the time of the try, and then ours."""
    head = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), next_at__isnull=False).order_by("position")
    heads = live(now).values(head=Subquery(head.values("pk")[:1]))
    row = (
        WebhookDelivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=heads, next_at__lte=now)
        .select_related("webhook__client")
        .order_by("?")
        .first()
    )
    if row is None:
        return None
    row.tries, row.last_tried_at, row.next_at = row.tries + 1, now, now + LEASE
    row.save(update_fields=["tries", "last_tried_at", "next_at"])
    webhook = row.webhook
    return Claim(row.pk, row.entry_id, row.position, row.tries, webhook.client.name, webhook.url, webhook.secret)


def settle(claimed: Claim, answer: Answer, now: datetime) -> None:
    """Write down what became of a try. Whoever comes late, after another has claimed it anew, changes nothing."""
    row = WebhookDelivery.objects.filter(pk=claimed.delivery_id, tries=claimed.tries, next_at__isnull=False)
    told = {"last_status": answer.status, "last_problem": answer.problem[:300]}
    if answer.arrived:
        row.update(next_at=None, delivered_at=now, **told)
    elif claimed.tries >= (REFUSED_AFTER if answer.refused else GIVE_UP_AFTER):
        row.update(next_at=None, dead_at=now, **told)
    else:
        row.update(next_at=now + pause_after(claimed.tries), **told)


def give_up(claimed: Claim, problem: str, now: datetime) -> None:
    """Let it lie: it can be replayed, and those behind it go on."""
    row = WebhookDelivery.objects.filter(pk=claimed.delivery_id, tries=claimed.tries, next_at__isnull=False)
    row.update(next_at=None, dead_at=now, last_status=None, last_problem=problem)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, capped, never quite the same."""
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
    return pause * _random.uniform(1 - JITTER, 1 + JITTER)


def last_position() -> int:
    """The newest place of the feed that was given."""
    return (
        EventPosition.objects.filter(position__isnull=False)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
        or 0
    )


def _waiting() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(
        next_at__isnull=False, webhook__removed_at__isnull=True, webhook__client__revoked_at__isnull=True
    )


def dead() -> int:
    """How many were given up and can be replayed."""
    return WebhookDelivery.objects.filter(dead_at__isnull=False, webhook__removed_at__isnull=True).count()


def waiting() -> int:
    """How many deliveries have not arrived and are not given up."""
    return _waiting().count()


def oldest_waiting() -> datetime | None:
    """When the oldest event that is still on its way was entered."""
    head = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), next_at__isnull=False).order_by("position")
    entered = Webhook.objects.filter(removed_at__isnull=True, client__revoked_at__isnull=True).values_list(
        Subquery(head.values("entry__entered_at")[:1]), flat=True
    )
    return min((moment for moment in entered if moment), default=None)


def _leave_trace(
    webhook: Webhook, verb: str, now: datetime, by: User | None, facts: dict[str, object], reason: str = ""
) -> None:
    told = {"webhook": webhook.pk, **facts}
    audit.record(
        chain=chain_of(webhook.client), verb=verb, by=by, at=now, client=webhook.client.name, facts=told, reason=reason
    )
