"""The session page for the table: both sides' offers, who stayed away, the next appointment, what was agreed, the draft."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.actions import appointments, mediation
from cases.actions.acting import InvalidInput
from cases.actions.inputs import SessionInput
from cases.actions.inputs_talks import AppointmentInput, FollowUpInput
from cases.forms.agreement import ConcludeForm
from cases.models import Appointment, FollowUp, Session
from cases.queries import offers
from cases.queries.casefile import case_file
from cases.queries.timeline import entries, told
from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.kernel.refusal import Refused
from mediators.models import Room
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cast import Cast


@pytest.fixture
def walk(cast: Cast, db: None) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def sides(walk: Walk) -> tuple[int, int]:
    return (walk.case.parties.get(role="applicant").pk, walk.case.parties.get(role="respondent").pk)


def offer(party: int, total: str, **more: Any) -> dict[str, object]:
    return {"party": party, "by": "某", "total": total, "down": None, "count": None, "last_on": None, **more}


def held(walk: Walk, on: str = "2023-05-12", **more: Any) -> Session:
    row: Session = walk.do(mediation.log_session, "li", f"{on} 16:00", session=SessionInput(day(on), **more))
    return row


def typed(walk: Walk, **changes: Any) -> dict[str, Any]:
    creditor, debtor = sides(walk)
    return {
        "held_on": "2023-05-12",
        "outcome": "continue",
        "demands-0-party": str(creditor),
        "demands-0-total": "86500",
        "demands-0-last_on": "2023-07-31",
        "offers-0-party": str(debtor),
        "offers-0-total": "80000",
        "offers-0-down": "20000",
        "offers-0-count": "3",
        "offers-0-last_on": "2023-08-30",
        **changes,
    }


def test_both_sides_are_logged_in_their_columns(cast: Cast, walk: Walk) -> None:
    answer = Desk(cast, "li").act(walk.case_id, "log-session", **typed(walk))
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{walk.case_id}/sessions/")
    row = Session.objects.get()
    assert [(each["party"], each["total"]) for each in row.offers] == list(
        zip(sides(walk), ("86500.00", "80000.00"), strict=True)
    )
    page = Desk(cast, "li").page(f"/cases/{walk.case_id}/sessions/")
    assert f"?form=D11&amp;subject=session:{row.pk}" in page
    assert f"/acts/conclude/?session={row.pk}" in page


def test_columns_left_empty_are_no_offers(cast: Cast, walk: Walk) -> None:
    answer = Desk(cast, "li").act(walk.case_id, "log-session", held_on="2023-05-12", outcome="continue")
    assert answer.status_code == 302, answer.content.decode()
    assert Session.objects.get().offers == []


def test_former_offers_stand_above_the_new_ones(cast: Cast, walk: Walk) -> None:
    creditor, debtor = sides(walk)
    held(walk, offers=(offer(creditor, "86500.00"), offer(debtor, "70000.00")))
    page = Desk(cast, "li").page(f"/cases/{walk.case_id}/acts/log-session/")
    assert "申请人一方以前的方案" in page
    assert "被申请人一方以前的方案" in page
    assert '<b id="apart">16,500.00 元</b>' in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("offers-0-down", "80000.01", "当场付的不能超过总额 80,000.00 元，请核对。"),
        ("offers-0-count", "0", "1"),
        ("offers-0-last_on", "2023-05-11", "最后一期要在会商日（2023-05-12）以后，请核对。"),
        ("people-0-presence", "excused", "请写明理由，如住院、出差。"),
        ("next_starts", "9:30", "填了下次开始的时间，请填哪天。"),
        ("outcome", "no_show", "请在到场的人里注明谁无故未到。"),
    ],
)
def test_bad_input_is_told_at_the_field_and_nothing_is_lost(
    cast: Cast, walk: Walk, field: str, value: str, said: str
) -> None:
    changes = {field: value, "positions": "被申请人说想分期", "confidential_note": "底线三万"}
    answer = Desk(cast, "li").act(walk.case_id, "log-session", **typed(walk, **changes))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    for kept in ("被申请人说想分期", "底线三万", 'value="80000"', 'value="86500"'):
        assert kept in page
    assert not Session.objects.exists()


def test_the_last_day_may_be_that_of_the_session(cast: Cast, walk: Walk) -> None:
    fields = typed(walk, **{"offers-0-last_on": "2023-05-12", "offers-0-down": "80000"})
    assert Desk(cast, "li").act(walk.case_id, "log-session", **fields).status_code == 302


def test_who_stayed_away_is_named_and_the_minutes_say_so(cast: Cast, walk: Walk) -> None:
    empty = {name: "" for name in typed(walk) if name.split("-")[-1] in ("total", "last_on", "down", "count")}
    fields = {**typed(walk), **empty, "outcome": "no_show", "people-1-presence": "no_show"}
    answer = Desk(cast, "li").act(walk.case_id, "log-session", **fields)
    assert answer.status_code == 302, answer.content.decode()
    row = Session.objects.get()
    assert [person.get("no_show", False) for person in row.attendees] == [False, True]
    assert (row.attendees[1]["absent"], row.attendees[1]["identity"]) == ("无故未到", "")
    desk = Desk(cast, "li")
    assert "刘某无故未到 1 次。" in desk.page(f"/cases/{walk.case_id}/sessions/")
    assert "刘某无故未到过 1 次" in desk.page(f"/cases/{walk.case_id}/acts/log-session/")
    draft = desk.page(f"/cases/{walk.case_id}/acts/issue-paper/?form=D11&subject=session:{row.pk}")
    assert "未到场：无故未到" in draft
    assert "无故未到，没有会商" in draft
    assert "宣布会商开始" not in draft
    file = case_file(cast.li, walk.case_id, clock.now())
    assert file is not None
    assert any("1 人无故未到" in line.text for line in told(file, entries(file)))


def test_no_show_needs_a_name_and_takes_no_offer(walk: Walk) -> None:
    _, debtor = sides(walk)
    with pytest.raises(Refused) as refused:
        held(walk, outcome="no_show", offers=(offer(debtor, "1.00"),))
    assert [each.code for each in refused.value.blockers] == ["no_show_unnamed", "no_show_with_offers"]


def appointment(walk: Walk, on: str = "2023-05-12") -> Appointment:
    planned = AppointmentInput(starts_at=moment(f"{on} 15:00"), ends_at=moment(f"{on} 16:00"), place="2 号和解室")
    row: Appointment = walk.do(appointments.schedule_session, "li", "2023-05-10 09:00", planned=planned)
    return row


def test_a_session_fulfils_its_appointment_and_makes_the_next(cast: Cast, walk: Walk) -> None:
    booked = appointment(walk)
    _, debtor = sides(walk)
    row = held(
        walk,
        appointment=booked.pk,
        next_appointment=AppointmentInput(
            starts_at=moment("2023-05-19 09:00"), ends_at=moment("2023-05-19 10:00"), place="2 号和解室"
        ),
        follow_ups=(
            FollowUpInput(due_on=day("2023-05-15"), kind="promise", amount=Decimal("5000"), party_id=debtor),
            FollowUpInput(due_on=day("2023-05-16"), text="送房产证复印件"),
        ),
    )
    booked.refresh_from_db()
    assert (booked.status, booked.session_id, row.next_on) == ("held", row.pk, date(2023, 5, 19))
    assert [each.status for each in Appointment.objects.order_by("starts_at")] == ["held", "planned"]
    assert [(each.kind, each.session_id) for each in FollowUp.objects.order_by("due_on")] == [
        ("promise", row.pk),
        ("task", row.pk),
    ]


def test_all_of_it_or_nothing(walk: Walk) -> None:
    booked = appointment(walk)
    with pytest.raises(InvalidInput) as wrong:
        held(walk, appointment=booked.pk, follow_ups=(FollowUpInput(due_on=day("2023-05-11"), text="早了"),))
    booked.refresh_from_db()
    assert list(wrong.value.errors) == ["follow_ups.0.due_on"]
    assert (booked.status, Session.objects.count()) == ("planned", 0)


def test_two_days_for_the_next_session_are_told(walk: Walk) -> None:
    coming = AppointmentInput(starts_at=moment("2023-05-19 09:00"), ends_at=moment("2023-05-19 10:00"), place="院内")
    with pytest.raises(InvalidInput) as wrong:
        held(walk, next_on=day("2023-05-20"), next_appointment=coming)
    assert wrong.value.errors == {"next_on": ["与约定的会商（2023-05-19）不是同一天"]}


def test_the_page_makes_the_next_appointment_and_writes_down_a_promise(cast: Cast, walk: Walk) -> None:
    room = Room.objects.filter(in_use=True)[0]
    _, debtor = sides(walk)
    today = clock.today()
    agreed = {
        "agreed-TOTAL_FORMS": "1",
        "agreed-0-amount": "5000",
        "agreed-0-party": str(debtor),
        "agreed-0-due_on": f"{today:%Y}-12-31",
    }
    coming = {"next_on": f"{today.year + 1}-01-05", "next_starts": "9:30", "next_room": str(room.pk)}
    answer = Desk(cast, "li").act(
        walk.case_id,
        "log-session",
        **typed(walk, held_on=str(today), **coming, **agreed)
        | {"demands-0-last_on": "", "offers-0-last_on": "", "offers-0-count": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    made = Appointment.objects.get()
    assert (made.room, f"{made.starts_at.astimezone(clock.COURT_TIME):%m-%d %H:%M}") == (room, "01-05 09:30")
    assert (FollowUp.objects.get().amount, FollowUp.objects.get().party_id) == (Decimal("5000.00"), debtor)
    assert Session.objects.get().next_on == date(today.year + 1, 1, 5)


def test_live_figures_are_those_of_the_calculator(cast: Cast, walk: Walk) -> None:
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "log-session"), **typed(walk, confidential_note="底线三万")}
    answer = desk.client.post(f"/cases/{walk.case_id}/acts/log-session/check/", fields)
    part = answer.content.decode()
    assert answer.status_code == 200
    assert '<b id="apart">6,500.00 元，30 日</b>' in part
    assert "底线" not in part
    address = part.split('href="')[1].split('"')[0].replace("&amp;", "&")
    calculator = desk.page(address)
    for figure in ("20,000.00", "81,308.74"):
        assert figure in part
        assert figure in calculator
    assert not Session.objects.exists()


def test_live_figures_are_for_those_who_may_log(cast: Cast, walk: Walk) -> None:
    address = f"/cases/{walk.case_id}/acts/log-session/check/"
    assert Desk(cast, "zhao").client.post(address, {}).status_code in (403, 404)
    assert Desk(cast, "wang").client.post(address, {}).status_code == 403


@pytest.mark.parametrize(
    ("given", "planned"),
    [
        ({"down": "20000.00", "count": 3, "last_on": "2023-08-31"}, 4),
        ({"count": 7, "last_on": "2023-12-31"}, 7),
        ({"down": "80000.01"}, 1),
        ({}, 1),
    ],
)
def test_the_draft_from_an_offer_sums_to_the_fen(cast: Cast, walk: Walk, given: dict[str, Any], planned: int) -> None:
    _, debtor = sides(walk)
    row = held(walk, offers=(offer(debtor, "80000.01", security="房屋抵押", **given),))
    file = case_file(cast.li, walk.case_id, clock.now())
    assert file is not None
    form = ConcludeForm.opened(file, {"session": str(row.pk)})
    form.is_valid()
    amounts = [each["amount"] for each in form.plan]
    assert (len(amounts), sum(amounts), form["total"].value()) == (planned, Decimal("80000.01"), "80,000.01")
    assert "担保：房屋抵押。" in form["other_clauses"].value()
    if "last_on" in given:
        assert form.plan[-1]["due_on"].isoformat() == given["last_on"]


def test_a_foreign_session_drafts_nothing(cast: Cast, walk: Walk) -> None:
    filing = loan_filing()
    basis = replace(filing.basis, doc_no="（2023）鄂1023民初777号")
    other = Walk(cast, replace(filing, basis=basis)).to(State.MEDIATION)
    row = held(other, offers=(offer(sides(other)[1], "1234.00"),))
    page = Desk(cast, "li").page(f"/cases/{walk.case_id}/acts/conclude/?session={row.pk}")
    assert "1,234.00" not in page


def test_the_sides_are_told_apart(walk: Walk) -> None:
    creditor, debtor = sides(walk)
    row = held(walk, offers=(offer(creditor, "3.00"), offer(debtor, "1.00"), offer(debtor, "2.00")))
    told_offers = offers.offers_of(walk.case, [row])
    found = offers.apart(told_offers)
    assert found is not None
    assert (found.amount, found.days) == (Decimal("1.00"), None)
    assert offers.apart(told_offers[:1]) is None
