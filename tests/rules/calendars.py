"""Calendars for the tests, from the State Council notices as the chinesecalendar package carries them."""

from datetime import date

from chinese_calendar import constants

from jianli_mediation.kernel.workdays import Calendar

FEASTS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "五一",
    "Dragon Boat Festival": "端午",
    "National Day": "国庆",
    "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "抗战胜利日",
}


def _names() -> dict[date, str]:
    rest = {day: f"{FEASTS[feast]}假期" for day, feast in constants.holidays.items()}
    return rest | {day: f"{FEASTS[feast]}调休上班" for day, feast in constants.workdays.items()}


#: Announced through 2026, with the names of the days.
COURT = Calendar(
    holidays=frozenset(constants.holidays),
    workdays=frozenset(constants.workdays),
    confirmed_through=date(2026, 12, 31),
    names=_names(),
)

#: Nothing announced: weeks only.
WEEKS = Calendar()


def days(year: int, *spans: str) -> set[date]:
    """`days(2023, "01-21/01-27", "04-05")`: the days of a year's notice."""
    found = set()
    for span in spans:
        first, _, last = span.partition("/")
        start = date.fromisoformat(f"{year}-{first}")
        end = date.fromisoformat(f"{year}-{last or first}")
        found |= {date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)}
    return found
