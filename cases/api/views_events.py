"""The feed: every act once, in the order of commit, from any place on."""

from rest_framework import serializers

from cases.api import out_feed
from cases.api.endpoint import Operation, Reads
from cases.api.errors import Problem
from cases.api.fields import LARGEST_ID, In
from cases.queries.events import event
from cases.queries.feed import events_after
from jianli_mediation.core.clients import Scope

USUAL, MOST = 100, 500


class EventQuery(In):
    """From where on, and how many at once."""

    after = serializers.CharField(required=False, max_length=30, help_text="上一次的 next_cursor；不写从头读")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=USUAL)


class Events(Reads):
    """``/events/``"""

    tag = "events"
    operations = {"GET": Operation("events", "办理事件", Scope.EVENTS_READ, out_feed.FeedOut, query=EventQuery)}

    def read(self) -> out_feed.FeedOut:
        after = _position(self.query.get("after", "0"))
        events = events_after(self.caller.person, after, self.query["limit"])
        reached = events[-1].position if events else after
        return out_feed.FeedOut(next_cursor=str(reached), results=[event(each) for each in events])


def _position(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and int(cursor) <= LARGEST_ID):
        message = "这个位置无效，请用上一次的 next_cursor。"
        raise Problem(400, "bad_cursor", message, errors={"after": [message]})
    return int(cursor)
