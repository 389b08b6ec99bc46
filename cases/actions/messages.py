"""What a person does with messages: prints those on paper, sends again what was given up. Each is in the case's trail."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cases.models import Case, Message
from cases.models.choices_notices import Channel, MessageStatus
from cases.rules.quiet import too_late
from jianli_mediation.core.models import User

from .acting import Actor, leave_trace, refuse
from .channels import channel_for

PRINT, RESEND = "print_message", "resend_message"
AT_ONCE = 100


def _locked(user: User, ids: Iterable[int], now: datetime, **those: object) -> list[Message]:
    """The ones of them that may be worked on, in cases this person sees; whoever comes second finds none left."""
    wanted = list(ids)[:AT_ONCE]
    seen = Case.objects.visible_to(user).values("pk")
    rows = Message.objects.filter(pk__in=wanted, case__in=seen, not_before__lte=now, **those)
    return list(rows.select_for_update(of=("self",)).select_related("case", "party").order_by("pk"))


@transaction.atomic
def print_slips(*, by: Actor, now: datetime, ids: Iterable[int]) -> list[int]:
    """Mark slips as printed, by whom and when; at most 100 at once. Returns those that were still waiting."""
    rows = _locked(by.user, ids, now, channel=Channel.SLIP, status=MessageStatus.WAITING)
    for row in rows:
        row.status, row.next_at, row.sent_at = MessageStatus.SENT, None, now
        row.receipt, row.settled_by, row.tries = by.user.name, by.user, row.tries + 1
        row.save(update_fields=["status", "next_at", "sent_at", "receipt", "settled_by", "tries"])
        leave_trace(row.case, PRINT, by=by, now=now, facts={"message": row.pk, "party": row.party_id}, reason="")
    return [row.pk for row in rows]


@transaction.atomic
def send_again(*, by: Actor, now: datetime, ids: Iterable[int], on_paper: bool = False) -> list[int]:
    """Queue anew what was given up, by the channel that serves the party now, or ``on_paper``; at most 100 at once.

    Raises Refused for one whose day has passed: it would say something untrue.
    """
    rows = _locked(by.user, ids, now, status=MessageStatus.FAILED)
    late = [row for row in rows if too_late(good_until=row.good_until, not_before=now, at=now)]
    if late:
        told = "、".join(f"{row.case.case_no}（{row.get_trigger_display()}）" for row in late[:3])
        raise refuse("message_too_late", f"已经过了时候，不再重发：{told}")
    for row in rows:
        row.channel = Channel.SLIP if on_paper else channel_for(row.party)
        row.status, row.refusals, row.last_problem, row.ended_at = MessageStatus.WAITING, 0, "", None
        row.not_before = row.next_at = now
        row.save(update_fields=["channel", "status", "refusals", "last_problem", "ended_at", "not_before", "next_at"])
        facts = {"message": row.pk, "party": row.party_id, "channel": row.channel}
        leave_trace(row.case, RESEND, by=by, now=now, facts=facts, reason="")
    return [row.pk for row in rows]
