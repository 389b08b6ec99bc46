"""What the parties are told, on which day, and what silences it."""

import hashlib
import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from cases.actions import agreement, performance
from cases.actions.acting import Actor
from cases.actions.inputs import PaymentInput
from cases.actions.sending import LEASE, Claim
from cases.models import Case, Message
from cases.models.choices_notices import Channel, MessageStatus
from cases.notices.wording import LONGEST, TEMPLATES, worded
from cases.states import State
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.sms import HandedIn
from tests.build import Walk, day, moment
from tests.cases.gateways import GATEWAY, Gateway, days, worked
from tests.cast import Cast, make_cast

HOURS = (7.5, 9, 12, 21.5)
PLAN = (("2023-09-28", "20000.00"), ("2023-10-03", "20000.00"), ("2024-02-12", "27481.25"), ("2024-03-12", "20000.00"))


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    settings.SMS = GATEWAY
    return make_cast()


def over_the_holidays(cast: Cast) -> Walk:
    """Concluded on 20 September 2023, three days of grace; instalments in the National Day and Spring Festival weeks."""
    walk = Walk(cast).file().accept().assign().urge()
    terms = walk.terms("2023-05-20", "87481.25", *PLAN, grace_days=3)
    return walk.conclude(terms)


def ahead(walk: Walk) -> list[tuple[str, str]]:
    rows = Message.objects.filter(case=walk.case, trigger__startswith="due") | Message.objects.filter(
        case=walk.case, trigger="grace_end"
    )
    return [(row.key.split(":")[2], f"{row.not_before:%m-%d}") for row in rows.order_by("not_before")]


def sent(gateway: Gateway, words: str = "第 ") -> list[tuple[str, str]]:
    """Day and moment of what the gateway took, with the instalment that it is about."""
    return [
        (f"{at:%Y-%m-%d %H:%M}", claimed.text.split("第 ")[1].split(" 期")[0])
        for at, claimed in gateway.took
        if words in claimed.text
    ]


EXPECTED = [
    ("2023-09-21 09:00", "1"),
    ("2023-09-25 09:00", "1"),
    # T−7 of the second; the first is paid on the 27th, so that its own day brings nothing.
    ("2023-09-26 09:00", "2"),
    ("2023-09-30 09:00", "2"),
    ("2023-10-03 09:00", "2"),
    # Three days of grace end on the 6th, a holiday; the Saturday after it is worked.
    ("2023-10-07 09:00", "2"),
    ("2024-02-05 09:00", "3"),
    ("2024-02-09 09:00", "3"),
    ("2024-02-12 09:00", "3"),
    # The 15th is a holiday; the first working day is Sunday, the 18th.
    ("2024-02-18 09:00", "3"),
    ("2024-03-05 09:00", "4"),
    ("2024-03-09 09:00", "4"),
    ("2024-03-12 09:00", "4"),
]


def live(walk: Walk, gateway: Gateway, work: object = worked) -> None:
    """Half a year, day by day: paid one day early, on the last day of grace, late in the grace, on the day."""

    def hour(now: datetime) -> None:
        work(now, gateway)  # type: ignore[operator]
        paid = {"2023-09-27": "20000.00", "2023-10-07": "20000.00", "2024-02-18": "27481.25", "2024-03-12": "20000.00"}
        today = f"{now:%Y-%m-%d}"
        if now.hour == 12 and today in paid:
            walk.pay(paid[today], today)

    days(moment("2023-09-20"), moment("2024-03-20"), HOURS, hour)


@pytest.mark.usefixtures("cast")
def test_every_reminder_comes_on_its_day_over_both_holidays(cast: Cast) -> None:
    assert not load_calendar().is_workday(date(2023, 10, 6))
    walk, gateway = over_the_holidays(cast), Gateway()
    worked(moment("2023-05-08 10:00"), gateway)
    worked(moment("2023-05-20 10:00"), gateway)
    live(walk, gateway)
    assert sent(gateway) == EXPECTED
    assert len({claimed.uid for _, claimed in gateway.took}) == len(gateway.took)
    left = Message.objects.filter(case=walk.case).exclude(status=MessageStatus.SENT)
    assert set(left.values_list("status", flat=True)) <= {MessageStatus.DROPPED}


class Killed(BaseException):
    """The worker is gone, as after kill -9: nothing of it runs any more."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_worker_that_is_killed_at_any_moment_loses_nothing(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    walk, gateway = over_the_holidays(cast), Gateway()

    def dying(claimed: Claim) -> HandedIn:
        if chance.random() < 0.3:
            raise Killed  # before anything left the house
        answer = Gateway.__call__(gateway, claimed)
        if chance.random() < 0.3:
            raise Killed  # after the gateway took it, before it was written down
        return answer

    def work(now: datetime, gateway: Gateway) -> None:
        gateway.now = now
        for _ in range(40):
            try:
                worked_by(now, dying)
            except Killed:
                # Somebody starts it again, at the latest when the lease is over.
                now += LEASE
                gateway.now = now
            else:
                return
        raise AssertionError("it never came to an end")

    live(walk, gateway, work)
    first: dict[str, tuple[str, str]] = {}
    for at, claimed in gateway.took:
        if "第 " in claimed.text:
            first.setdefault(claimed.uid, (f"{at:%Y-%m-%d}", claimed.text.split("第 ")[1].split(" 期")[0]))
    assert sorted(first.values()) == sorted((on[:10], seq) for on, seq in EXPECTED)
    assert len(gateway.took) > len({claimed.uid for _, claimed in gateway.took}), "no seed tried a duplicate"
    texts = {claimed.uid: claimed.text for _, claimed in gateway.took}
    assert all(texts[claimed.uid] == claimed.text for _, claimed in gateway.took)


def worked_by(now: datetime, by_wire: object) -> None:
    worked(now, by_wire)  # type: ignore[arg-type]


def test_money_silences_at_once_and_its_reversal_speaks_again(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    before = ahead(walk)
    assert [on for seq, on in before if seq == "1"] == ["09-21", "09-25", "09-28", "10-07"]
    payment = walk.pay("20000.00", "2023-09-20")
    assert not [on for seq, on in ahead(walk) if seq == "1"]
    walk.do(performance.reverse_payment, "shu", "2023-09-24 15:00", payment_id=payment.pk, reason="打错了")
    assert [on for seq, on in ahead(walk) if seq == "1"] == ["09-25", "09-28", "10-07"], (
        "what has passed is not told any more"
    )


def test_a_part_payment_changes_the_amount_to_the_fen(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    walk.pay("19999.99", "2023-09-20")
    row = Message.objects.get(case=walk.case, trigger="due_first", key__endswith=":1")
    assert "第 1 期 0.01 元" in row.text
    assert "第 2 期 20,000.00 元" in Message.objects.get(case=walk.case, trigger="due_day", key__endswith=":2").text


def test_what_was_tried_and_is_no_longer_true_is_dropped_not_sent(cast: Cast) -> None:
    walk, gateway = over_the_holidays(cast), Gateway(then=HandedIn(problem="应答 500"))
    worked(moment("2023-09-21"), gateway)
    walk.pay("20000.00", "2023-09-21")
    row = Message.objects.get(case=walk.case, trigger="due_first", key__endswith=":1")
    assert (row.status, row.next_at) == (MessageStatus.DROPPED, None)
    gateway.then = None
    worked(moment("2023-09-21 11:00"), gateway)
    assert sent(gateway) == []


def test_a_new_agreement_has_reminders_of_its_own(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    changed = walk.terms("2023-06-01", "87481.25", ("2023-12-01", "87481.25"), amend_reason="双方同意改为一次付清")
    walk.do(agreement.amend, "li", "2023-06-01", terms=changed)
    assert ahead(walk) == [("1", "11-24"), ("1", "11-28"), ("1", "12-01")]


def test_default_ends_the_reminders(cast: Cast) -> None:
    walk = Walk(cast).to(State.DEFAULTED)
    assert ahead(walk) == []
    said = Message.objects.filter(case=walk.case, trigger="defaulted")
    assert {row.party.role for row in said} == {"applicant", "respondent"}


def test_each_act_tells_whom_it_concerns(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    payment = walk.pay("20000.00", "2023-09-20")
    rows = Message.objects.filter(case=walk.case).exclude(trigger__startswith="due").exclude(trigger="grace_end")
    told = sorted((row.trigger, row.party.role, row.template) for row in rows.select_related("party"))
    assert told == [
        ("accepted", "applicant", "accepted"),
        ("concluded", "applicant", "concluded_gets"),
        ("concluded", "respondent", "concluded_pays"),
        ("paid", "applicant", "paid_gets"),
        ("paid", "respondent", "paid_pays"),
    ]
    assert "协议尚有 67,481.25 元未付" in rows.get(trigger="paid", party__role="respondent").text
    assert payment.amount == 20000


def test_a_message_names_court_case_and_telephone_and_nobody(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    case, names = walk.case, [party.name for party in walk.case.parties.all()]
    for row in Message.objects.filter(case=case):
        assert "监利市人民法院" in row.text
        assert case.case_no in row.text
        assert "12368" in row.text
        assert "不代替送达" in row.text
        assert not any(name in row.text for name in names)
        assert not any(word in row.text for word in ("http", "www", "13800000000", "13900000000"))


def test_without_a_gateway_it_is_printed(cast: Cast, settings: Settings) -> None:
    settings.SMS = None
    walk = over_the_holidays(cast)
    assert set(Message.objects.filter(case=walk.case).values_list("channel", flat=True)) == {Channel.SLIP}
    gateway = Gateway()
    worked(moment("2023-09-21"), gateway)
    assert gateway.tried == []


def test_a_dead_debtor_is_not_written_to(cast: Cast) -> None:
    walk = over_the_holidays(cast)
    walk.case.parties.filter(role="respondent").update(status="dead")
    walk.pay("1.00", "2023-09-20")
    assert ahead(walk) == []


def test_nothing_is_written_for_a_case_that_is_not_accepted(cast: Cast) -> None:
    walk = Walk(cast).file()
    assert not Message.objects.filter(case=walk.case).exists()


GOLDEN = "973cf283"


def test_changed_words_are_a_new_edition() -> None:
    """Whoever changes a template raises its edition, and then this digest."""
    told = "\n".join(f"{each.code} {each.edition} {each.words}" for each in TEMPLATES.values())
    assert hashlib.sha256(told.encode()).hexdigest()[:8] == GOLDEN


def test_a_long_answer_is_cut_and_keeps_its_tail() -> None:
    values = {"case_no": "（2023）鄂1023执前和1号", "received": "6月1日", "kind": "其他", "answer": "好" * 400}
    text = worded(TEMPLATES["answered"], values, "0716-1234567")
    assert len(text) == LONGEST
    assert text.endswith("……咨询电话 0716-1234567，核实请拨 12368。本信息只作提示，不代替送达。")


def test_the_phone_is_the_mediators_desk(cast: Cast) -> None:
    cast.li.desk_phone = "0716-3300001"
    cast.li.save()
    walk = over_the_holidays(cast)
    row = Message.objects.get(case=walk.case, trigger="due_first", key__endswith=":1")
    assert "咨询电话 0716-3300001" in row.text


def test_what_the_act_is_dated_does_not_date_the_message(cast: Cast) -> None:
    """Entered on the 20th for a payment of the 1st: told from the 20th on."""
    walk = over_the_holidays(cast)
    payment = PaymentInput(day("2023-09-01"), Decimal("100.00"), "bank_transfer")
    performance.record_payment(
        by=Actor(cast.shu), now=moment("2023-09-20 15:00"), case_id=walk.case_id, payment=payment, at=day("2023-09-01")
    )
    row = Message.objects.get(case=walk.case, trigger="paid", party__role="respondent")
    assert (local_date(row.not_before), row.written_at - row.not_before) == (date(2023, 9, 20), timedelta())
    assert Case.objects.get(pk=walk.case_id).version > 1
