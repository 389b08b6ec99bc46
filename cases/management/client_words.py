"""What the commands on API clients are given as words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.management.base import CommandError

from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_ADDRESSES, MOST_PER_MINUTE, networks
from jianli_mediation.core.clock import COURT_TIME


def last_moment(text: str) -> datetime:
    """The end of the day named, or of the day so many days from now."""
    days = text.removesuffix("d")
    try:
        day = clock.today() + timedelta(days=int(days)) if days.isdigit() else date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise CommandError(f"--expires {text}: a day as 2027-12-31, or a number of days") from error
    moment = datetime.combine(day, time.max, COURT_TIME)
    if moment <= clock.now():
        raise CommandError(f"--expires {text}: that is over already")
    return moment


def addresses_of(words: Iterable[str]) -> list[str]:
    """Addresses and networks, separated by blanks or commas."""
    wanted = [word for text in words for word in text.replace(",", " ").split()]
    try:
        found = networks(wanted)
    except ValueError as error:
        raise CommandError(f"--addresses {error}: an address as 10.1.2.3, or a network as 10.1.2.0/24") from error
    if len(found) > MOST_ADDRESSES:
        raise CommandError(f"--addresses: at most {MOST_ADDRESSES}; name a network instead")
    return found


def per_minute_of(number: int) -> int:
    if not 1 <= number <= MOST_PER_MINUTE:
        raise CommandError(f"--per-minute {number}: from 1 to {MOST_PER_MINUTE}")
    return number
