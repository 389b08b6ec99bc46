from datetime import date, datetime, timedelta

import pytest

from cases.rules.quiet import COURT_TIME, next_moment, next_try, too_late


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COURT_TIME)


@pytest.mark.parametrize(
    ("asked", "goes_out"),
    [
        ("2023-06-30 07:59:59", "2023-06-30 08:00"),
        ("2023-06-30 08:00", "2023-06-30 08:00"),
        ("2023-06-30 20:59:59", "2023-06-30 20:59:59"),
        ("2023-06-30 21:00", "2023-07-01 08:00"),
        ("2023-12-31 23:30", "2024-01-01 08:00"),
        ("2023-06-30 00:00", "2023-06-30 08:00"),
    ],
)
def test_nothing_goes_out_at_night(asked: str, goes_out: str) -> None:
    assert next_moment(at=at(asked)) == at(goes_out)


@pytest.mark.parametrize(("tries", "minutes"), [(0, 2), (1, 2), (2, 4), (3, 8), (4, 16), (5, 30), (6, 30), (1000, 30)])
def test_pauses_grow_to_half_an_hour(tries: int, minutes: int) -> None:
    noon = at("2023-06-30 12:00")
    assert next_try(tries=tries, refusals=0, at=noon) == noon + timedelta(minutes=minutes)


def test_a_try_that_would_fall_into_the_night_waits_for_the_morning() -> None:
    assert next_try(tries=5, refusals=0, at=at("2023-06-30 20:45")) == at("2023-07-01 08:00")


def test_what_is_refused_is_asked_four_times() -> None:
    noon = at("2023-06-30 12:00")
    assert next_try(tries=3, refusals=3, at=noon) is not None
    assert next_try(tries=4, refusals=4, at=noon) is None


def test_a_message_ends_with_its_last_day() -> None:
    start = at("2023-06-23 09:00")
    for moment, late in (("2023-06-29 12:00", False), ("2023-06-30 23:59", False), ("2023-07-01 00:00", True)):
        assert too_late(good_until=date(2023, 6, 30), not_before=start, at=at(moment)) is late


def test_one_without_a_last_day_is_tried_for_three_days() -> None:
    start = at("2023-06-23 09:00")
    assert not too_late(good_until=None, not_before=start, at=at("2023-06-26 09:00"))
    assert too_late(good_until=None, not_before=start, at=at("2023-06-26 09:01"))
