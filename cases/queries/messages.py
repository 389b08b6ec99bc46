"""Messages to parties as the office reads them: what waits to be printed, what did not go out, what is on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cases.models import Case, Message
from cases.models.choices_notices import Channel, MessageStatus
from jianli_mediation.core.models import User

PAGE = 50
SLIPS, FAILED, UNDER_WAY, SENT = "slips", "failed", "under_way", "sent"
TITLES = {SLIPS: "待打印", FAILED: "没有发出", UNDER_WAY: "正在发", SENT: "已发"}
_A_NIGHT = timedelta(days=1)
_THESE: dict[str, Callable[[datetime], Q]] = {
    SLIPS: lambda now: Q(status=MessageStatus.WAITING, channel=Channel.SLIP, next_at__lte=now),
    FAILED: lambda now: Q(status=MessageStatus.FAILED),
    UNDER_WAY: lambda now: Q(
        status=MessageStatus.WAITING,
        channel__in=(Channel.SMS, Channel.EMAIL),
        next_at__lte=now + _A_NIGHT,
        not_before__lte=now,
    ),
    SENT: lambda now: Q(status=MessageStatus.SENT),
}


@dataclass(frozen=True)
class MessagePage:
    """One page, newest first. ``older``: the number to go on from, 0 where there is nothing."""

    rows: list[Message]
    older: int = 0


def messages_in(user: User, which: str, now: datetime) -> QuerySet[Message]:
    """Those in one drawer, of the cases this person sees."""
    rows = Message.objects.filter(_THESE[which](now))
    seen = Case.objects.visible_to(user)
    return rows.filter(case__in=seen.values("pk")) if seen.query.where else rows


def page_of(user: User, which: str, now: datetime, older: int = 0) -> MessagePage:
    rows = messages_in(user, which, now).select_related("case", "party", "settled_by")
    rows = rows.filter(pk__lt=older) if older else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return MessagePage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def counts(user: User, now: datetime) -> dict[str, int]:
    """How many wait for a person: to be printed, given up; and how many are on their way."""
    return {which: messages_in(user, which, now).count() for which in (SLIPS, FAILED, UNDER_WAY)}


def printed(user: User, at: datetime, first: int, last: int) -> list[Message]:
    """Slips that were printed together at that very moment, to be put on paper once more; ids from ``first`` to ``last``."""
    rows = Message.objects.filter(pk__range=(first, last), sent_at=at, channel=Channel.SLIP, status=MessageStatus.SENT)
    seen = Case.objects.visible_to(user).values("pk")
    return list(rows.filter(case__in=seen).select_related("case", "party", "settled_by").order_by("pk"))


def of_case(case: Case) -> list[Message]:
    """Everything that was, is and will be told of one case, the newest day first."""
    rows = Message.objects.filter(case=case).select_related("party", "settled_by")
    return list(rows.order_by("-not_before", "-pk"))
