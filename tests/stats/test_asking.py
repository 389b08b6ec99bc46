"""m31 to m33 by hand: requests on the edges of their day and of the month, messages sent, given up and not needed, ratings."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import Settings

from cases.actions import requests
from cases.actions.acting import Actor
from cases.actions.messages import print_slips
from cases.actions.sending import drop_stale
from cases.models import Message, PartyRequest
from cases.models.choices_notices import MessageStatus
from cases.states import State
from cases.stats.asked import Asked
from cases.stats.indicator import Figure
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from tests.build import Walk, moment
from tests.cast import Cast, make_cast

JUNE = Period.month(2023, 6)
JULY_1 = date(2023, 7, 1)


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(make_cast()).to(State.MEDIATION)


def numbers(code: str, period: Period = JUNE, as_of: date = JULY_1, **more: object) -> tuple[object, object]:
    found: Figure = Reckoning(Asked(period, as_of, **more)).figure(BY_CODE[code])  # type: ignore[arg-type]
    return found.numerator, found.denominator


def ask(walk: Walk, at: str) -> PartyRequest:
    debtor = walk.case.parties.get(role="respondent").pk
    return walk.do(requests.take_request, "wang", at, party_id=debtor, kind="progress", content="到哪一步了")


def reply(walk: Walk, row: PartyRequest, at: str) -> None:
    walk.do(requests.answer_request, "li", at, request_id=row.pk, answer="在谈")


def test_requests_by_their_last_day(walk: Walk) -> None:
    # Asked on Monday, due on Thursday the 8th: on the last day at night, a day later, not at all.
    for answered in ("2023-06-08 23:59", "2023-06-09 00:00", None):
        row = ask(walk, "2023-06-05")
        assert row.due_on == date(2023, 6, 8)
        if answered:
            reply(walk, row, answered)
    # Due on the first day of the month, and on the first of the next one.
    reply(walk, ask(walk, "2023-05-29"), "2023-05-30")
    ask(walk, "2023-06-28")
    assert numbers("m31") == (2, 4)
    assert numbers("m31", Period.month(2023, 7), date(2023, 8, 1)) == (0, 1)


@pytest.mark.parametrize(("as_of", "found"), [(date(2023, 6, 8), (0, 0)), (date(2023, 6, 9), (0, 1))])
def test_what_is_due_today_is_not_missed_yet(walk: Walk, as_of: date, found: tuple[int, int]) -> None:
    ask(walk, "2023-06-05")
    assert numbers("m31", as_of=as_of) == found


def test_by_mediator(walk: Walk) -> None:
    ask(walk, "2023-06-05")
    cast: Cast = walk.cast
    assert numbers("m31", mediator=cast.mediator("li").pk) == (0, 1)
    assert numbers("m31", mediator=cast.mediator("zhao").pk) == (0, 0)


def test_ratings(walk: Walk) -> None:
    for said, at in (("good", "2023-06-30"), ("fair", "2023-06-30"), ("poor", "2023-06-30"), ("good", "2023-07-01")):
        row = ask(walk, "2023-06-05")
        reply(walk, row, "2023-06-06")
        walk.do(requests.rate_answer, "shu", at, request_id=row.pk, satisfaction=said)
    assert numbers("m33") == (2, 3)
    found = Reckoning(Asked(JUNE, JULY_1)).figure(BY_CODE["m33"])
    assert found.value == Decimal("66.67")


def test_messages_that_went_out_and_those_that_did_not(walk: Walk, settings: Settings) -> None:
    rows = []
    for _ in range(5):
        row = ask(walk, "2023-06-05")
        reply(walk, row, "2023-06-06")
        rows.append(Message.objects.get(key=f"answered:{row.pk}"))
    printed, given_up, too_late, not_needed, waits = rows
    print_slips(by=Actor(walk.cast.wang), now=moment("2023-06-07"), ids=[printed.pk])
    ended = {"next_at": None, "ended_at": moment("2023-06-08")}
    Message.objects.filter(pk=given_up.pk).update(status=MessageStatus.FAILED, **ended)
    Message.objects.filter(pk=too_late.pk).update(good_until=date(2023, 6, 7))
    drop_stale(moment("2023-06-08"))
    Message.objects.filter(pk=not_needed.pk).update(status=MessageStatus.DROPPED, good_until=date(2023, 6, 20), **ended)
    waits.refresh_from_db()
    assert waits.status == MessageStatus.WAITING
    assert numbers("m32") == (1, 3)
    assert numbers("m32", Period.month(2023, 7), date(2023, 8, 1)) == (0, 0)
