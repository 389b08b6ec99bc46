from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.limits import Limits
from cases.rules.payments import Paid
from cases.rules.stalling import (
    Course,
    Offer,
    Promise,
    Talk,
    broken_promises,
    foreseen,
    holding,
    new_offers,
    used,
)
from cases.rules.suspension import Stretch

TAKEN = date(2023, 5, 9)
END = date(2023, 6, 8)
DAY = timedelta(days=1)
LIMITS = Limits()
BARE = Course(TAKEN, END)


def on(text):
    return date.fromisoformat(text)


def offer(total="60000", side="刘某", **more):
    return Offer(side, Decimal(total), **more)


def talk(number, held_on, *offers, missing=()):
    return Talk(number, on(held_on), offers, missing)


def codes(course, today, limits=LIMITS):
    return [finding.code for finding in holding(course=course, limits=limits, today=today)]


def since(course, code, limits=LIMITS):
    return next((each.since for each in foreseen(course=course, limits=limits) if each.code == code), None)


@pytest.mark.parametrize(
    ("course", "code", "day"),
    [
        (BARE, "no_movement", "2023-05-29"),
        (replace(BARE, payments=(Paid(on("2023-05-12"), Decimal(1)),)), "no_movement", "2023-06-01"),
        (replace(BARE, talks=(talk(1, "2023-05-15", offer()),)), "no_movement", "2023-06-04"),
        (BARE, "time_used", "2023-06-02"),
        (replace(BARE, deadline=on("2023-06-26")), "time_used", "2023-06-17"),
        (BARE, "expired", "2023-06-09"),
        (
            replace(BARE, talks=tuple(talk(n, f"2023-05-{10 + n}") for n in (1, 2, 3))),
            "no_new_offer",
            "2023-05-13",
        ),
        (
            replace(BARE, talks=tuple(talk(n, f"2023-05-{10 + n}", missing=("被申请人",)) for n in (1, 2))),
            "no_show",
            "2023-05-12",
        ),
        (
            replace(
                BARE, promises=tuple(Promise("刘某", Decimal(100), TAKEN, on(d)) for d in ("2023-05-15", "2023-05-18"))
            ),
            "broken_promises",
            "2023-05-19",
        ),
    ],
)
def test_each_sign_holds_from_its_day_on(course, code, day):
    """The day before it does not, on the day and on the day after it does."""
    first = on(day)
    assert [code in codes(course, first + DAY * n) for n in (-1, 0, 1)] == [False, True, True]
    assert since(course, code) == first


def test_the_court_sets_the_limits():
    tight = Limits({"L_OFFER_DAYS": 5, "L_TIME_USED": 50, "L_SESSIONS": 1, "L_NO_SHOWS": 1, "L_PROMISES": 1})
    course = replace(
        BARE,
        talks=(talk(1, "2023-05-11"), talk(2, "2023-05-12", missing=("申请人",))),
        promises=(Promise("刘某", Decimal(100), TAKEN, on("2023-05-12")),),
    )
    assert since(course, "no_movement", tight) == on("2023-05-14")
    assert since(course, "time_used", tight) == on("2023-05-24")
    assert since(course, "no_new_offer", tight) == on("2023-05-11")
    assert since(course, "no_show", tight) == on("2023-05-12")
    assert since(course, "broken_promises", tight) == on("2023-05-13")


def test_suspended_days_do_not_count():
    ten = (Stretch(on("2023-05-20"), on("2023-05-29"), "等评估报告"),)
    course = Course(TAKEN, on("2023-06-19"), stretches=ten)
    assert since(course, "no_movement") == on("2023-06-08")
    assert used(course=course, today=on("2023-05-30")) == (11, 31)
    assert since(course, "time_used") == on("2023-06-13")


def test_while_the_period_stands_still_nothing_follows_from_the_days():
    held = Course(TAKEN, None, stretches=(Stretch(on("2023-05-20"), None, "等评估报告"),))
    assert foreseen(course=held, limits=LIMITS) == ()
    assert used(course=held, today=END) is None
    twice = replace(held, talks=tuple(talk(n, f"2023-05-{10 + n}", missing=("申请人",)) for n in (1, 2)))
    assert codes(twice, on("2023-05-25")) == ["no_show"]


def test_what_is_a_new_offer():
    """Total, down payment, number and last day count; what the other side offers does not make ours new."""
    same, other = offer(down=Decimal(1000)), offer("50000", "陈某")
    talks = (
        talk(1, "2023-05-10", same, other),
        talk(2, "2023-05-12", same, Offer("陈某")),
        talk(3, "2023-05-14", offer(down=Decimal(2000)), other),
        talk(4, "2023-05-16", offer(down=Decimal(2000), last_on=END)),
        talk(5, "2023-05-18", offer(down=Decimal(2000), last_on=END, count=3)),
        talk(6, "2023-05-20", same),
    )
    found = [(each.talk.number, each.offer.side) for each in new_offers(talks=talks)]
    assert found == [(1, "刘某"), (1, "陈某"), (3, "刘某"), (4, "刘某"), (5, "刘某"), (6, "刘某")]


def test_a_session_that_nobody_came_to_is_no_session_without_an_offer():
    talks = (talk(1, "2023-05-10"), talk(2, "2023-05-11", missing=("被申请人",)), talk(3, "2023-05-12"))
    assert since(replace(BARE, talks=talks), "no_new_offer") is None
    assert since(replace(BARE, talks=(*talks, talk(4, "2023-05-15"))), "no_new_offer") == on("2023-05-15")


def test_each_side_stays_away_for_itself():
    talks = (talk(1, "2023-05-10", missing=("申请人",)), talk(2, "2023-05-11", missing=("被申请人",)))
    assert since(replace(BARE, talks=talks), "no_show") is None
    both = replace(BARE, talks=(*talks, talk(3, "2023-05-12", missing=("申请人", "被申请人"))))
    shown = [each for each in foreseen(course=both, limits=LIMITS) if each.code == "no_show"]
    assert [each.text for each in shown] == ["申请人无故不到场 2 次", "被申请人无故不到场 2 次"]
    assert shown[0].evidence == ("第 1 次 2023-05-10，申请人无故未到", "第 3 次 2023-05-12，申请人无故未到")


def promise(amount, due, result="", closed=None, made="2023-05-09"):
    return Promise("刘某", Decimal(amount), on(made), on(due), result, on(closed) if closed else None)


@pytest.mark.parametrize(
    ("promises", "payments", "broken"),
    [
        ([promise(100, "2023-05-15")], [("2023-05-15", 100)], []),
        ([promise(100, "2023-05-15")], [("2023-05-15", 99)], ["2023-05-16"]),
        ([promise(100, "2023-05-15")], [("2023-05-16", 100)], ["2023-05-16"]),
        ([promise(100, "2023-05-15", made="2023-05-12")], [("2023-05-11", 100)], ["2023-05-16"]),
        ([promise(100, "2023-05-15"), promise(100, "2023-05-20")], [("2023-05-14", 100)], ["2023-05-21"]),
        ([promise(100, "2023-05-15"), promise(100, "2023-05-20")], [("2023-05-14", 150), ("2023-05-18", 50)], []),
        ([promise(100, "2023-05-15", "done", "2023-05-16")], [], []),
        ([promise(100, "2023-05-15", "dropped", "2023-05-12")], [], []),
        ([promise(100, "2023-05-15", "broken", "2023-05-17")], [("2023-05-15", 100)], ["2023-05-17"]),
    ],
)
def test_which_promises_are_broken_and_since_when(promises, payments, broken):
    paid = [Paid(on(day), Decimal(amount)) for day, amount in payments]
    assert [str(day) for day, _ in broken_promises(promises=promises, payments=paid)] == broken


def test_the_evidence_names_what_a_person_judged_and_what_the_ledger_shows():
    course = replace(BARE, promises=(promise(100, "2023-05-15", "broken", "2023-05-17"), promise(30000, "2023-05-19")))
    found = next(each for each in foreseen(course=course, limits=LIMITS) if each.code == "broken_promises")
    assert found.evidence == (
        "刘某承诺 2023-05-15 前付 100.00 元，已登记没有兑现",
        "刘某承诺 2023-05-19 前付 30,000.00 元，到期没有付足",
    )


days = st.integers(0, 40).map(lambda n: TAKEN + DAY * n)
sides = st.sampled_from(["申请人", "被申请人"])
offers = st.builds(Offer, sides, st.sampled_from([None, Decimal(10), Decimal(20)]))
promises = st.builds(
    lambda made, length, amount: Promise("刘某", Decimal(amount), made, made + DAY * length),
    days,
    st.integers(0, 15),
    st.integers(1, 50),
)
paid = st.builds(Paid, days, st.integers(1, 60).map(Decimal))


@st.composite
def courses(draw):
    held = sorted(draw(st.lists(days, max_size=6)))
    talks = tuple(
        Talk(number, day, tuple(draw(st.lists(offers, max_size=2))), tuple(draw(st.sets(sides, max_size=1))))
        for number, day in enumerate(held, 1)
    )
    return Course(
        TAKEN,
        END,
        talks,
        tuple(draw(st.lists(promises, max_size=4))),
        tuple(draw(st.lists(paid, max_size=4))),
    )


@given(courses(), paid, days)
def test_a_payment_never_makes_it_more_stalled(course, more, today):
    paying = replace(course, payments=(*course.payments, more))
    assert set(codes(paying, today)) <= set(codes(course, today))


@given(courses(), st.integers(0, 10))
def test_a_new_offer_never_makes_it_more_stalled(course, later):
    last = max((row.held_on for row in course.talks), default=TAKEN) + DAY * later
    fresh = Talk(len(course.talks) + 1, last, (offer("12345"),))
    offering = replace(course, talks=(*course.talks, fresh))
    for today in (last, last + DAY * 9, last + DAY * 30):
        assert set(codes(offering, today)) <= set(codes(course, today))


@given(courses(), days)
def test_what_holds_on_a_day_holds_on_every_day_after_it(course, today):
    assert set(codes(course, today)) <= set(codes(course, today + DAY))
