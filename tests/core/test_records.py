"""Serials, sealed fields, the outbox, the calendar."""

from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from jianli_mediation.core import clock, crypto, outbox, serials
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import CalendarDay, CalendarYear, Draft, OutboxMessage
from tests.cast import make_cast


class Back(Exception):
    pass


def draw_and_fail() -> None:
    with transaction.atomic():
        assert serials.next_number("收", 2023) == 2
        raise Back


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again() -> None:
    with transaction.atomic():
        assert serials.next_number("收", 2023) == 1
    with pytest.raises(Back):
        draw_and_fail()
    with transaction.atomic():
        assert serials.next_number("收", 2023) == 2
        assert serials.next_number("收", 2024) == 1


@pytest.mark.django_db(transaction=False)
def test_sealed_text_is_sealed_in_the_database() -> None:
    user = make_cast().wang
    Draft.objects.create(user=user, kind="filing", payload="429999198503120017", saved_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM core_draft")
        stored = cursor.fetchone()[0]
    assert "429999" not in stored
    assert Draft.objects.get().payload == "429999198503120017"
    with pytest.raises(TypeError, match="encrypted"):
        Draft.objects.filter(payload="429999198503120017").exists()


def test_tampered_sealed_text_is_refused() -> None:
    sealed = crypto.encrypt("429999198503120017")
    assert sealed != crypto.encrypt("429999198503120017")
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed[:middle] + other + sealed[middle + 1 :])


def test_hashes_of_different_purposes_never_meet() -> None:
    assert crypto.keyed_hash("13800000000", "phone") != crypto.keyed_hash("13800000000", "id")
    assert crypto.keyed_hash("", "id") == ""


@pytest.mark.django_db
def test_outbox_is_done_once_and_retried_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def work(payload: dict[str, int]) -> None:
        seen.append(payload["n"])
        if len(seen) == 1:
            raise ValueError("down")

    monkeypatch.setitem(outbox.HANDLERS, "try", work)
    outbox.enqueue("try", {"n": 7})
    now = clock.now()
    assert outbox.work_once(now)
    message = OutboxMessage.objects.get()
    assert (message.tries, message.done_at) == (1, None)
    assert not outbox.work_once(now), "not before its time"
    later = now + timedelta(seconds=5)
    assert outbox.work_once(later)
    assert not outbox.work_once(later)
    assert seen == [7, 7]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "works"),
    [("2023-04-23", True), ("2023-10-01", False), ("2023-10-07", True), ("2024-02-09", True), ("2026-10-10", True)],
)
def test_calendar_knows_the_notices(day: str, works: bool) -> None:
    calendar = load_calendar()
    assert calendar.is_workday(date.fromisoformat(day)) is works
    assert calendar.is_confirmed(date.fromisoformat(day))


@pytest.mark.django_db
def test_a_year_without_notice_is_not_confirmed_until_it_is_entered() -> None:
    assert not load_calendar().is_confirmed(date(2027, 1, 4))
    year = CalendarYear.objects.create(year=2027, confirmed=True, source="国办发明电")
    CalendarDay.objects.create(day=date(2027, 1, 4), kind="holiday", name="元旦假期", year=year)
    assert load_calendar().is_confirmed(date(2027, 1, 4))
    assert not load_calendar().is_workday(date(2027, 1, 4))
