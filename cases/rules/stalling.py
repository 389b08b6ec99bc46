"""久调不和: talks that lead nowhere, found from their facts. The machine reminds, the head of the centre decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.limits import Limits
from cases.rules.payments import Paid
from cases.rules.suspension import Stretch
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import ONE_DAY

BROKEN = "broken"
OPEN = ""


@dataclass(frozen=True)
class Offer:
    """What one side offered in a session, in yuan. `side` names it; an offer without any figure is none."""

    side: str
    total: Decimal | None = None
    down: Decimal | None = None
    count: int | None = None
    last_on: date | None = None

    @property
    def terms(self) -> tuple[object, ...]:
        """What makes an offer a new one when it differs."""
        return (self.total, self.down, self.count, self.last_on)

    @property
    def is_empty(self) -> bool:
        return not any(self.terms)


@dataclass(frozen=True)
class Talk:
    """One session as it stands after corrections. `missing`: the sides that stayed away without a reason."""

    number: int
    held_on: date
    offers: tuple[Offer, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promise:
    """A promise to pay `amount` by `due_on`. `result`: "" open, else what a person judged on `closed_on`."""

    who: str
    amount: Decimal
    made_on: date
    due_on: date
    result: str = OPEN
    closed_on: date | None = None


@dataclass(frozen=True)
class Course:
    """The talks since they were taken. `deadline` None: the period stands still without an end."""

    taken_on: date
    deadline: date | None
    talks: tuple[Talk, ...] = ()
    promises: tuple[Promise, ...] = ()
    payments: tuple[Paid, ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One sign of stalled talks: it holds from `since` on unless something happens before. `evidence`: a line each."""

    code: str
    text: str
    since: date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Movement:
    """A new offer: the session in which it was made, and how it differs from nothing or from that side's former one."""

    talk: Talk
    offer: Offer


@rule("stalling.new_offers", "新方案", "ours: 同一方的总额、首付、期数或者末期日与上一次不同，才算新方案")
def new_offers(*, talks: Sequence[Talk]) -> tuple[Movement, ...]:
    """The offers that differ from the same side's former one; the first offer of a side is new."""
    former: dict[str, tuple[object, ...]] = {}
    found = []
    for talk in _in_order(talks):
        for offer in talk.offers:
            if offer.is_empty or former.get(offer.side) == offer.terms:
                continue
            former[offer.side] = offer.terms
            found.append(Movement(talk, offer))
    return tuple(found)


@rule(
    "stalling.broken_promises",
    "承诺付款没有兑现",
    "ours: 由人登记没有兑现的算；没有登记的，到期日前收款不够的算，一笔收款只抵一次承诺",
)
def broken_promises(*, promises: Sequence[Promise], payments: Sequence[Paid]) -> tuple[tuple[date, Promise], ...]:
    """Each promise that is broken, with the day from which it is, the earliest first; open ones are foreseen.

    A promise somebody judged stands as judged. Of the others each yuan counts once, for the promise that is due first.
    """
    rows = sorted(payments, key=lambda paid: paid.on)
    left = [paid.amount for paid in rows]
    found = [(row.closed_on or row.due_on, row) for row in promises if row.result == BROKEN]
    for row in sorted((row for row in promises if row.result == OPEN), key=lambda row: (row.due_on, row.made_on)):
        if _take(row, rows, left) < row.amount:
            found.append((row.due_on + ONE_DAY, row))
    return tuple(sorted(found, key=lambda each: (each[0], each[1].due_on)))


def _take(promise: Promise, payments: Sequence[Paid], left: list[Decimal]) -> Decimal:
    """How much of what is `left` of the payments goes to the promise; it is then spent."""
    taken = Decimal(0)
    for place, paid in enumerate(payments):
        if promise.made_on <= paid.on <= promise.due_on:
            part = min(left[place], promise.amount - taken)
            left[place] -= part
            taken += part
    return taken


@rule(
    "stalling.foreseen",
    "久调不和的情形",
    "ours: 计划要求不得久调不和，没有定数；期限已用、没有新方案、无故不到、承诺没有兑现、期限届满，任何一项；中止的日子不计入",
)
def foreseen(*, course: Course, limits: Limits) -> tuple[Finding, ...]:
    """Every sign of stalled talks with the day from which it holds, as far as today's facts tell, the earliest first.

    Those whose day is still to come hold only if nothing happens before. While the period stands still without an end,
    nothing follows from the days alone.
    """
    found = [
        *_no_movement(course, limits["L_OFFER_DAYS"].amount),
        *_sessions(course, limits["L_SESSIONS"].amount),
        *_no_shows(course, limits["L_NO_SHOWS"].amount),
        *_promises(course, limits["L_PROMISES"].amount),
        *_time_used(course, limits["L_TIME_USED"].amount),
        *_expired(course),
    ]
    return tuple(sorted(found, key=lambda finding: finding.since))


@rule("stalling.holding", "当天成立的久调不和情形", "ours: 从查明之日起成立")
def holding(*, course: Course, limits: Limits, today: date) -> tuple[Finding, ...]:
    """The signs that hold on `today`."""
    return tuple(finding for finding in foreseen(course=course, limits=limits) if finding.since <= today)


@rule("stalling.used", "和解期限已用的日数", "ours: 接收次日起算，中止的日子不计入")
def used(*, course: Course, today: date) -> tuple[int, int] | None:
    """(Days used, days in all) of the period without the suspended ones; None while it has no end."""
    if course.deadline is None:
        return None
    whole = _counting(course.taken_on, course.deadline, course.stretches)
    return _counting(course.taken_on, min(today, course.deadline), course.stretches), whole


def _no_movement(course: Course, days: int) -> Iterator[Finding]:
    offers = [each.talk.held_on for each in new_offers(talks=course.talks)]
    last = max([course.taken_on, *offers, *(paid.on for paid in course.payments)])
    since = _after(last, days, course.stretches)
    if since is not None:
        what = "接收" if last == course.taken_on else "最后一次有新方案或者付款"
        yield Finding("no_movement", f"{days} 日没有新方案，也没有付款", since, (f"{what}：{last:%Y-%m-%d}",))


def _sessions(course: Course, count: int) -> Iterator[Finding]:
    fresh = {each.talk.number for each in new_offers(talks=course.talks)}
    run: list[Talk] = []
    for talk in _in_order(course.talks):
        if talk.number in fresh:
            run = []
        elif not talk.missing:
            run.append(talk)
    if len(run) >= count:
        told = tuple(f"第 {talk.number} 次会商 {talk.held_on:%Y-%m-%d}，没有新方案" for talk in run)
        yield Finding("no_new_offer", f"连续 {len(run)} 次会商没有新方案", run[count - 1].held_on, told)


def _no_shows(course: Course, count: int) -> Iterator[Finding]:
    for side in dict.fromkeys(side for talk in _in_order(course.talks) for side in talk.missing):
        missed = [talk for talk in _in_order(course.talks) if side in talk.missing]
        if len(missed) >= count:
            told = tuple(f"第 {talk.number} 次 {talk.held_on:%Y-%m-%d}，{side}无故未到" for talk in missed)
            yield Finding("no_show", f"{side}无故不到场 {len(missed)} 次", missed[count - 1].held_on, told)


def _promises(course: Course, count: int) -> Iterator[Finding]:
    broken = broken_promises(promises=course.promises, payments=course.payments)
    if len(broken) >= count:
        told = tuple(
            f"{row.who}承诺 {row.due_on:%Y-%m-%d} 前付 {show(row.amount)} 元"
            + ("，已登记没有兑现" if row.result == BROKEN else "，到期没有付足")
            for _, row in broken[:count]
        )
        yield Finding("broken_promises", f"承诺付款 {count} 次没有兑现", broken[count - 1][0], told)


def _time_used(course: Course, share: int) -> Iterator[Finding]:
    if course.deadline is None:
        return
    whole = _counting(course.taken_on, course.deadline, course.stretches)
    needed = -(-whole * share // 100)
    since = _after(course.taken_on, needed, course.stretches)
    if since is not None and since <= course.deadline:
        told = f"{course.taken_on:%Y-%m-%d} 接收，{course.deadline:%Y-%m-%d} 届满，共 {whole} 日"
        yield Finding("time_used", f"和解期限已用 {share}%，没有达成协议", since, (told,))


def _expired(course: Course) -> Iterator[Finding]:
    if course.deadline is not None:
        told = f"{course.deadline:%Y-%m-%d} 届满"
        yield Finding("expired", "和解期限届满，没有达成协议", course.deadline + ONE_DAY, (told,))


def _in_order(talks: Iterable[Talk]) -> list[Talk]:
    return sorted(talks, key=lambda talk: (talk.held_on, talk.number))


def _suspended(day: date, stretches: Sequence[Stretch]) -> bool:
    return any(each.since <= day and (each.until is None or day <= each.until) for each in stretches)


def _counting(start: date, end: date, stretches: Sequence[Stretch]) -> int:
    """How many of the days after `start` up to `end` are not suspended."""
    days = range(1, (end - start).days + 1)
    return sum(not _suspended(start + ONE_DAY * n, stretches) for n in days)


def _after(start: date, days: int, stretches: Sequence[Stretch]) -> date | None:
    """The day on which `days` days after `start` have passed that are not suspended; None where they never do."""
    day = start
    while days > 0:
        day += ONE_DAY
        standing = next((each for each in stretches if each.until is None and each.since <= day), None)
        if standing is not None:
            return None
        days -= not _suspended(day, stretches)
    return day
