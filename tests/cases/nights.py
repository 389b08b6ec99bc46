"""A duty on the day before its day, on its day, and on the day after."""

from datetime import date, timedelta

from cases.actions import duties
from tests.build import day, moment

ONE_DAY = timedelta(days=1)


def night(on: date | str) -> dict[str, tuple[int, int]]:
    """What the night of that day counted: shown, late."""
    at = moment(f"{on} 02:00")
    return {run.duty: (run.looked, run.found) for run in duties.run(at)}


def edges(duty: str, due: str, shown_from: str | None = None) -> None:
    """Late only on the day after its last day; on the list from its first day on."""
    last = day(due)
    for on, late in ((last - ONE_DAY, 0), (last, 0), (last + ONE_DAY, 1)):
        assert night(on)[duty] == (1, late), (duty, on)
    if shown_from:
        first = day(shown_from)
        for on, count in ((first - ONE_DAY, 0), (first, 1), (first + ONE_DAY, 1)):
            assert night(on)[duty][0] == count, (duty, on)
