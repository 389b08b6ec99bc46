"""What the parties are to be told of a case: the reminders that its facts ask for, and the word that an act gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from cases.facts import live_payments, statuses
from cases.guards import Day
from cases.models import Appointment, Case, Party, PartyRequest
from cases.models.choices import CREDITORS, DEBTORS, PartyStatus
from cases.models.choices_notices import Trigger
from cases.models.choices_talks import AppointmentStatus
from cases.rules.instalments import InstalmentStatus
from cases.rules.reminders import GRACE_END, ladder
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.kernel.chinese import weekday
from jianli_mediation.kernel.money import show

from .wording import TEMPLATES, Template

# Written ahead, and taken back or rewritten by the act after which they are no longer true.
AHEAD = frozenset(
    {Trigger.DUE_FIRST, Trigger.DUE_SECOND, Trigger.DUE_DAY, Trigger.GRACE_END, Trigger.APPOINTMENT, Trigger.CANCELLED}
)


@dataclass(frozen=True)
class Note:
    """One thing for one party: for what (``key``), in which words, from when, until which day. No channel yet."""

    party: Party
    key: str
    template: Template
    why: str
    values: dict[str, str] = field(default_factory=dict)
    not_before: datetime | None = None
    good_until: date | None = None


def reachable(case: Case, roles: Iterable[str]) -> list[Party]:
    """The parties of these roles whom a word can reach: neither dead, dissolved nor missing."""
    wanted = tuple(roles)
    gone = (PartyStatus.DEAD, PartyStatus.DISSOLVED, PartyStatus.MISSING)
    return [party for party in case.parties.all() if party.role in wanted and party.status not in gone]


def ahead(case: Case, day: Day, now: datetime, told: set[str]) -> Iterator[Note]:
    """Everything that is to be told later as the facts are now. ``told``: the keys of what has gone out already."""
    if case.state == State.PERFORMING:
        yield from _reminders(case, day)
    if case.state == State.MEDIATION:
        yield from _appointments(case, now, told)


def _reminders(case: Case, day: Day) -> Iterator[Note]:
    agreement = case.agreement
    unpaid = [row for row in statuses(case, day.today, day.calendar) if row.left > 0]
    if agreement is None or not unpaid:
        return
    debtors = reachable(case, DEBTORS)
    for row in unpaid:
        for step in ladder(due_on=row.due_on, grace_until=row.grace_until, limits=day.periods.limits):
            why = f"第 {row.seq} 期 {row.due_on:%Y-%m-%d} 到期，未付 {show(row.left)} 元；登记付清即不再提醒"
            for party in debtors:
                yield Note(
                    party=party,
                    key=f"{step.code}:{agreement.pk}:{row.seq}",
                    template=TEMPLATES[step.code],
                    why=why,
                    values=_money_due(case, row, step.code),
                    not_before=step.moment,
                    good_until=step.until,
                )


def _money_due(case: Case, row: InstalmentStatus, code: str) -> dict[str, str]:
    found = {"case_no": case.case_no, "seq": str(row.seq), "left": show(row.left), "due": spoken(row.due_on)}
    return found | {"grace": spoken(row.grace_until)} if code == GRACE_END else found


def _appointments(case: Case, now: datetime, told: set[str]) -> Iterator[Note]:
    attempt = case.attempt
    rows: Iterable[Appointment] = attempt.appointments.all() if attempt is not None else ()
    for row in rows:
        if row.starts_at <= now or row.status == AppointmentStatus.HELD:
            continue
        planned = row.status == AppointmentStatus.PLANNED
        # Who was never told of it need not be told that it is off.
        if not planned and f"appointment:{row.pk}" not in told:
            continue
        code = "appointment" if planned else "cancelled"
        values = {"case_no": case.case_no, "when": f"{spoken(local_date(row.starts_at))}{_hour(row.starts_at)}"}
        for party in reachable(case, (*CREDITORS, *DEBTORS)):
            yield Note(
                party=party,
                key=f"{code}:{row.pk}",
                template=TEMPLATES[code],
                why="约定了会商" if planned else "约定的会商取消了",
                values=values | {"where": row.where},
                good_until=local_date(row.starts_at),
            )


def word_of(verb: Verb, case: Case, day: Day, at: date) -> Iterator[Note]:
    """What the act itself is told by, once. ``at``: its day."""
    make = _BY_VERB.get(verb)
    if make is not None:
        yield from make(case, day, at)


def answered(case: Case, row: PartyRequest) -> Note:
    """The answer to a request, for whoever asked."""
    values = {
        "case_no": case.case_no,
        "received": f"{local_date(row.received_at).month}月{local_date(row.received_at).day}日",
        "kind": row.get_kind_display(),
        "answer": row.answer,
    }
    return Note(row.party, f"answered:{row.pk}", TEMPLATES["answered"], "答复诉求", values)


def _accepted(case: Case, day: Day, at: date) -> Iterator[Note]:
    for party in reachable(case, CREDITORS):
        yield Note(party, "accepted", TEMPLATES["accepted"], "案件受理", {"case_no": case.case_no})


def _concluded(case: Case, day: Day, at: date) -> Iterator[Note]:
    agreement = case.agreement
    unpaid = [row for row in statuses(case, day.today, day.calendar) if row.left > 0]
    if agreement is None or not unpaid:
        return
    first = unpaid[0]
    values = {"case_no": case.case_no, "amount": show(first.left), "due": spoken(first.due_on)}
    for code, roles in (("concluded_pays", DEBTORS), ("concluded_gets", CREDITORS)):
        for party in reachable(case, roles):
            told = values | {"count": str(len(unpaid))}
            yield Note(party, f"concluded:{agreement.pk}", TEMPLATES[code], "和解协议登记", told)


def _paid(case: Case, day: Day, at: date) -> Iterator[Note]:
    payment = max(live_payments(case), key=lambda row: row.pk)
    rest = sum((row.left for row in statuses(case, day.today, day.calendar)), start=payment.amount * 0)
    values = {
        "case_no": case.case_no,
        "paid_on": spoken(payment.paid_on),
        "amount": show(payment.amount),
        "rest": show(rest),
    }
    for code, roles in (("paid_pays", DEBTORS), ("paid_gets", CREDITORS)):
        for party in reachable(case, roles):
            yield Note(party, f"paid:{payment.pk}", TEMPLATES[code], "登记了收款", values)


def _failed(case: Case, day: Day, at: date) -> Iterator[Note]:
    attempt = case.attempt
    number = attempt.pk if attempt is not None else 0
    yield from _ended(case, f"failed:{number}", "failed", "执前和解终止", at)


def _defaulted(case: Case, day: Day, at: date) -> Iterator[Note]:
    agreement = case.agreement
    declared = max((row.pk for row in agreement.defaults.all()), default=0) if agreement is not None else 0
    yield from _ended(case, f"defaulted:{declared}", "defaulted", "认定违约", at)


def _fulfilled(case: Case, day: Day, at: date) -> Iterator[Note]:
    yield from _ended(case, f"fulfilled:{at:%Y%m%d}", "fulfilled", "核定履行完毕", at)


def _ended(case: Case, key: str, code: str, why: str, at: date) -> Iterator[Note]:
    for party in reachable(case, (*CREDITORS, *DEBTORS)):
        yield Note(party, key, TEMPLATES[code], why, {"case_no": case.case_no, "day": spoken(at)})


def spoken(day: date) -> str:
    """2023年6月30日（星期五）."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day, long=True)}）"


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(COURT_TIME):%H:%M}"


_BY_VERB = {
    Verb.ACCEPT: _accepted,
    Verb.CONCLUDE: _concluded,
    Verb.AMEND: _concluded,
    Verb.RECORD_PAYMENT: _paid,
    Verb.FAIL: _failed,
    Verb.DECLARE_DEFAULT: _defaulted,
    Verb.FULFIL: _fulfilled,
}
