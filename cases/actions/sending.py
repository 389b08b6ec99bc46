"""Messages sent: each tried until it has a receipt, is given up, or says something that is no longer true.

A try begins with a claim that is committed before anything leaves the house: the next try is put off by ``LEASE``, so
that a worker that is killed in between gives it back by dying. Nothing is locked while the gateway thinks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from cases.models import Message
from cases.models.choices_notices import Channel, MessageStatus
from cases.rules.quiet import PAPER_PATIENCE, PATIENCE, next_moment, next_try
from jianli_mediation.core import clock
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.mail import send_mail
from jianli_mediation.core.sms import HandedIn, send_sms

from .channels import mail_of, mobile_of

LEASE = timedelta(seconds=90)  # longer than any try takes
AT_ONCE = 500
SUBJECT = "监利市人民法院执前和解通知"
TOO_LATE = "过了时候没有发出"
_BY_WIRE = (Channel.SMS, Channel.EMAIL)


@dataclass(frozen=True)
class Claim:
    """One message that is ours to try until the lease runs out."""

    message_id: int
    tries: int
    refusals: int
    uid: str
    channel: str
    to: str
    text: str


Send = Callable[[Claim], HandedIn]


def send(claimed: Claim) -> HandedIn:
    """Hand it to the gateway or to the mail server; without either, or without an address, it is refused."""
    if not claimed.to:
        return HandedIn(problem="当事人没有可用的号码或者邮箱", refused=True)
    if claimed.channel == Channel.SMS and settings.SMS is not None:
        return send_sms(settings.SMS, uid=claimed.uid, phone=claimed.to, text=claimed.text)
    if claimed.channel == Channel.EMAIL and settings.MAIL is not None:
        return send_mail(settings.MAIL, uid=claimed.uid, to=claimed.to, subject=SUBJECT, text=claimed.text)
    return HandedIn(problem="这个通道没有设置")


def send_one(now: datetime, by_wire: Send = send) -> bool:
    """Try one message whose turn it is. Returns False when there is none, and in the quiet hours."""
    claimed = claim(now)
    if claimed is None:
        return False
    began = clock.now()
    handed_in = by_wire(claimed)
    settle(claimed, handed_in, now + (clock.now() - began))
    return True


@transaction.atomic
def claim(now: datetime) -> Claim | None:
    """One message that may go out now: put off for the time of the try, and then ours."""
    if next_moment(at=now) != now:
        return None
    row = (
        _open(now)
        .filter(channel__in=_BY_WIRE, next_at__lte=now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("party")
        .order_by("next_at")
        .first()
    )
    if row is None:
        return None
    row.tries, row.next_at = row.tries + 1, now + LEASE
    row.save(update_fields=["tries", "next_at"])
    to = mobile_of(row.party) if row.channel == Channel.SMS else mail_of(row.party)
    return Claim(row.pk, row.tries, row.refusals, str(row.uid), row.channel, to, row.text)


def settle(claimed: Claim, handed_in: HandedIn, now: datetime) -> None:
    """Write down what became of a try. Whoever comes late, after another has claimed it anew, changes nothing.

    What an act has dropped in the meantime is sent all the same when there is a receipt: that is what happened.
    """
    row = Message.objects.filter(pk=claimed.message_id, tries=claimed.tries)
    if handed_in.receipt:
        row.exclude(status=MessageStatus.SENT).update(
            status=MessageStatus.SENT,
            receipt=handed_in.receipt,
            sent_at=now,
            next_at=None,
            ended_at=None,
            last_problem="",
        )
        return
    waiting, refusals = row.filter(status=MessageStatus.WAITING), claimed.refusals + handed_in.refused
    told = {"last_problem": handed_in.problem[:200], "refusals": refusals}
    again = next_try(tries=claimed.tries, refusals=refusals, at=now)
    if again is None:
        waiting.update(status=MessageStatus.FAILED, next_at=None, ended_at=now, **told)
    else:
        waiting.update(next_at=again, **told)


def drop_stale(now: datetime) -> bool:
    """Drop what is no longer true, and what nobody printed for a month; give up what was tried for days.

    What names no last day is given up where a person sees it, not dropped. Returns whether there is more.
    """
    waiting = Message.objects.filter(next_at__isnull=False)
    ended = {"next_at": None, "ended_at": now}
    stale = waiting.filter(good_until__lt=local_date(now)).values("pk")[:AT_ONCE]
    late = waiting.filter(good_until=None, channel__in=_BY_WIRE, not_before__lt=now - PATIENCE).values("pk")[:AT_ONCE]
    old = waiting.filter(good_until=None, channel=Channel.SLIP, next_at__lt=now - PAPER_PATIENCE).values("pk")[:AT_ONCE]
    dropped = sum(
        Message.objects.filter(pk__in=rows, next_at__isnull=False).update(
            status=MessageStatus.DROPPED, last_problem=TOO_LATE, **ended
        )
        for rows in (stale, old)
    )
    failed = Message.objects.filter(pk__in=late, next_at__isnull=False).update(status=MessageStatus.FAILED, **ended)
    return max(dropped, failed) >= AT_ONCE


def _open(now: datetime) -> QuerySet[Message]:
    fresh = Q(good_until__isnull=True, not_before__gte=now - PATIENCE) | Q(good_until__gte=local_date(now))
    return Message.objects.filter(fresh, next_at__isnull=False)


def _due(now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(channel__in=_BY_WIRE, next_at__isnull=False, not_before__lte=now)


def waiting() -> int:
    """How many messages should have gone out by wire and have not, nor were given up."""
    return _due(clock.now()).count()


def oldest_waiting() -> datetime | None:
    """Since when the oldest of them should have."""
    return _due(clock.now()).order_by("not_before").values_list("not_before", flat=True).first()
