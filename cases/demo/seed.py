"""Opens the demo court and lets its months pass."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.kernel.workdays import Calendar, add_months

from .court import open_court
from .filings import make_filing
from .handing import show_handing
from .months import Leadership, late_tellers
from .packages import show_packages
from .roster import furnish
from .stalled import stalled_tellers
from .stories import Story, Teller
from .talks import show_talks
from .telling import Window, show_requests

MONTHS = 14
# Long before the first case, so that older matters can be entered and worked through by hand as well.
ON_THE_ROSTER_SINCE = date(2020, 1, 1)


@transaction.atomic
def seed(*, cases: int, seed: int, now: datetime, progress: Callable[[int, int], None]) -> int:
    """Make ``cases`` cases over the fourteen months that end at ``now``. Returns the number of acts performed.

    The same seed and day give the same court. ``progress`` is told how many of how many days have passed.
    """
    rng = Random(seed)
    today = local_date(now)
    first = add_months(today, -MONTHS)
    calendar = load_calendar()
    court = open_court(ON_THE_ROSTER_SINCE)
    queue: list[tuple[datetime, int, Teller | Leadership, Story]] = []
    for number, received_at in enumerate(_receipts(rng, cases, first, now, calendar)):
        teller = Teller(Random(f"{seed}-{number}"), court, calendar, make_filing(rng, received_at, number))
        story = teller.story()
        queue.append((next(story), number, teller, story))
    more = stalled_tellers(court, calendar, now, cases)
    more += late_tellers(court, calendar, today, cases + len(more))
    for number, other in enumerate(more, start=cases):
        story = other.story()
        queue.append((next(story), number, other, story))
    turns = Leadership(court, calendar, today)
    told = turns.story()
    queue.append((next(told), -1, turns, told))
    heapq.heapify(queue)
    acts, days = 0, (today - first).days
    window = Window(court, calendar, first, now)
    while queue:
        moment, number, whose, story = heapq.heappop(queue)
        if moment > now:
            continue
        window.catch_up(moment)
        whose.now = moment
        acts += 1
        following = next(story, None)
        if following is not None:
            heapq.heappush(queue, (following, number, whose, story))
        progress((local_date(moment) - first).days, days)
    furnish(court.people, {each.user.username: each for each in court.mediators}, now)
    acts += show_packages(court, now) + show_talks(rng, calendar, now)
    return acts + show_handing(court, now) + show_requests(court, now)


def _receipts(rng: Random, cases: int, first: date, now: datetime, calendar: Calendar) -> list[datetime]:
    """Moments of receipt on working days, in order; a few more towards the end, as the mechanism took hold."""
    span = (local_date(now) - first).days
    moments: list[datetime] = []
    while len(moments) < cases:
        day = first + timedelta(days=int(span * rng.betavariate(1.5, 0.9)))
        moment = datetime.combine(day, time(8 + rng.randrange(9), rng.randrange(60)), COURT_TIME)
        if calendar.is_workday(day) and moment < now:
            moments.append(moment)
    return sorted(moments)
