"""The period of the talks suspended and resumed: dates, refusals, what it does to everything that stands on the end."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from cases.actions import agreement, assignment, handover, intake, mediation, suspension
from cases.actions.acting import Actor
from cases.actions.inputs import SessionInput
from cases.actions.reference import import_calendar
from cases.facts import case_deadlines, load_reference, reconciliation_deadline, reconciliation_hold
from cases.models import Case, Suspension, Todo
from cases.queries.search import find_cases
from cases.queries.worklist import sessions_between, todos_for
from cases.states import State
from jianli_mediation.core.models import AuditEntry, DatedSetting
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cases.test_reference import NOTICE, SOURCE
from tests.cast import Cast

REASON = "等评估报告"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Taken on 9 May 2023: thirty days end on Thursday 8 June."""
    return Walk(cast).to(State.MEDIATION)


def suspend(walk: Walk, now: str, until: str | None = None, who: str = "li", **more: Any) -> Case:
    facts = {"reason": REASON, "to_on": day(until) if until else None, **more}
    return suspension.suspend(by=Actor(getattr(walk.cast, who)), now=moment(now), case_id=walk.case_id, **facts)


def resume(walk: Walk, now: str, who: str = "li", **more: Any) -> Case:
    return suspension.resume(by=Actor(getattr(walk.cast, who)), now=moment(now), case_id=walk.case_id, **more)


def extend(walk: Walk, at: str, days: int = 15) -> Case:
    return walk.do(mediation.extend, "li", at, days=days, applicant_agrees=True, respondent_agrees=True)


def end_of(walk: Walk) -> date | None:
    attempt = walk.case.attempt
    assert attempt is not None
    return attempt.deadline


def reckoned(walk: Walk) -> date | None:
    """The end as it follows from the rows, whatever is stored."""
    found = reconciliation_deadline(walk.case, load_reference())
    return found.due if found else None


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [blocker.code for blocker in refused.value.blockers]


# ── Dates ──


def test_suspended_ten_days_and_resumed(walk: Walk) -> None:
    case = suspend(walk, "2023-05-20")
    assert (case.state, end_of(walk), reckoned(walk)) == (State.MEDIATION, None, None)
    hold = reconciliation_hold(walk.case, load_reference())
    assert hold is not None
    assert (hold.since, hold.left, hold.reason) == (day("2023-05-20"), 20, REASON)
    resume(walk, "2023-05-29", note="报告已到")
    assert end_of(walk) == reckoned(walk) == day("2023-06-19")
    row = Suspension.objects.get()
    assert (row.from_on, row.to_on, row.reason, row.end_note) == (
        day("2023-05-20"), day("2023-05-29"), REASON, "报告已到",
    )  # fmt: skip
    assert (row.entered_by, row.ended_by) == (walk.cast.li, walk.cast.li)


def test_fixed_beforehand_it_ends_by_itself(walk: Walk) -> None:
    suspend(walk, "2023-05-20", "2023-05-29")
    assert end_of(walk) == day("2023-06-19")
    found = {each.code: each for each in case_deadlines(walk.case, day("2023-05-25"), load_reference())}
    assert found["T_RECON"].note == "中止到 2023-05-29，次日接着算"
    later = {each.code: each for each in case_deadlines(walk.case, day("2023-05-30"), load_reference())}
    assert later["T_RECON"].note == ""
    assert "恢复，共中止 10 日，次日接着算" in [step.text for step in later["T_RECON"].deadline.steps]
    with pytest.raises(Refused) as refused:
        resume(walk, "2023-05-30")
    assert codes(refused) == ["not_suspended"]


def test_fixed_beforehand_it_can_end_early(walk: Walk) -> None:
    suspend(walk, "2023-05-20", "2023-05-29")
    resume(walk, "2023-05-22")
    assert (end_of(walk), Suspension.objects.get().to_on) == (day("2023-06-12"), day("2023-05-22"))


def test_twice_is_the_sum(walk: Walk) -> None:
    suspend(walk, "2023-05-15", "2023-05-17")
    suspend(walk, "2023-05-18")
    resume(walk, "2023-05-21")
    assert end_of(walk) == reckoned(walk) == day("2023-06-15")
    assert Suspension.objects.count() == 2


def test_what_was_before_is_entered_afterwards(walk: Walk) -> None:
    """补录: the days lie in the past, the act says when it was entered."""
    suspend(walk, "2023-05-25", "2023-05-22", from_on=day("2023-05-20"))
    assert end_of(walk) == day("2023-06-12")
    entry = AuditEntry.objects.filter(verb="suspend").get()
    assert (entry.at, entry.entered_at) == (moment("2023-05-20"), moment("2023-05-25"))


@pytest.mark.parametrize("extended_first", [True, False])
def test_extension_and_suspension_in_either_order(walk: Walk, extended_first: bool) -> None:
    """30 + 10 days to Sunday 18 June, moved to the 19th; 15 from there: neither is lost, neither counts twice."""
    if extended_first:
        extend(walk, "2023-05-12")
    suspend(walk, "2023-05-20")
    resume(walk, "2023-05-29")
    if not extended_first:
        extend(walk, "2023-05-30")
    assert end_of(walk) == reckoned(walk) == day("2023-07-04")


def test_suspended_in_the_extension(walk: Walk) -> None:
    extend(walk, "2023-06-07")
    suspend(walk, "2023-06-12")
    resume(walk, "2023-06-16")
    assert end_of(walk) == reckoned(walk) == day("2023-06-28")


def test_another_mediator_takes_it_over_as_it_stands(walk: Walk, cast: Cast) -> None:
    suspend(walk, "2023-05-20")
    walk.do(assignment.assign, "qian", "2023-05-22", mediator_id=cast.mediator("zhao").pk, reason="回避")
    walk.do(assignment.take, "zhao", "2023-05-23")
    assert (end_of(walk), Suspension.objects.count()) == (None, 1)
    resume(walk, "2023-05-29", who="zhao")
    walk.do(
        assignment.assign,
        "qian",
        "2023-05-30",
        mediator_id=cast.mediator("li").pk,
        reason="轮换",
        taken_on=day("2023-05-30"),
    )
    assert end_of(walk) == reckoned(walk) == day("2023-06-19")


def test_a_notice_of_holidays_keeps_the_suspension(cast: Cast) -> None:
    """Taken on 30 November 2026, thirty days and five suspended end on Monday 4 January 2027; the notice moves that."""
    filing = loan_filing(
        received_at=moment("2026-11-26 09:30"), basis={"effective_on": day("2026-11-05"), "performance_days": 10}
    )
    walk = Walk(cast, filing).file().accept("2026-11-27").assign("2026-11-30", "2026-11-30")
    suspend(walk, "2026-12-07")
    resume(walk, "2026-12-11")
    assert end_of(walk) == day("2027-01-04")
    done = import_calendar(by=Actor(cast.qian), now=moment("2026-12-14"), year=2027, text=NOTICE, source=SOURCE)
    assert [(each.what, str(each.after)) for each in done.moved] == [
        ("和解期限", "2027-01-05"),
        ("期满未定去向，请督办", "2027-01-08"),
    ]
    assert end_of(walk) == day("2027-01-05")


def test_a_notice_leaves_an_open_suspension_without_an_end(cast: Cast) -> None:
    filing = loan_filing(
        received_at=moment("2026-12-03 09:30"), basis={"effective_on": day("2026-11-12"), "performance_days": 10}
    )
    walk = Walk(cast, filing).file().accept("2026-12-04").assign("2026-12-05", "2026-12-05")
    suspend(walk, "2026-12-05 11:00")
    done = import_calendar(by=Actor(cast.qian), now=moment("2026-12-06"), year=2027, text=NOTICE, source=SOURCE)
    assert "和解期限" not in [each.what for each in done.moved]
    assert end_of(walk) is None


# ── What closes the talks ends the suspension ──


CLOSES: dict[str, Callable[[Walk], Any]] = {
    "fail": lambda walk: walk.do(mediation.fail, "qian", "2023-05-25", code="25", note="转移财产"),
    "withdraw": lambda walk: walk.do(intake.withdraw, "li", "2023-05-25", code="30", note="自行了结"),
    "conclude": lambda walk: walk.do(
        agreement.conclude, "li", "2023-05-25", terms=walk.terms("2023-05-25", "87481.25", ("2023-06-20", "87481.25"))
    ),
    "settle": lambda walk: walk.do(mediation.settle_in_full, "li", "2023-05-25", creditor_satisfied=True),
}


@pytest.mark.parametrize("name", CLOSES)
@pytest.mark.parametrize("until", [None, "2023-06-02"])
def test_the_talks_may_end_meanwhile(walk: Walk, name: str, until: str | None) -> None:
    suspend(walk, "2023-05-20", until)
    walk.confirm(walk.pay("100.00", "2023-05-24"), "2023-05-24")
    CLOSES[name](walk)
    row = Suspension.objects.get()
    assert (row.to_on, row.end_note) == (day("2023-05-25"), "和解程序结束")
    assert end_of(walk) == reckoned(walk) == day("2023-06-14")
    assert not Todo.objects.filter(code__in=["suspended", "review_suspension"]).exists()


def test_a_reopened_case_goes_on_counting(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    CLOSES["withdraw"](walk)
    walk.do(handover.reopen, "qian", "2023-05-26", reason="误登")
    assert (walk.case.state, end_of(walk)) == (State.MEDIATION, day("2023-06-14"))
    suspend(walk, "2023-05-27")
    resume(walk, "2023-05-28")
    assert end_of(walk) == day("2023-06-16")


# ── Refusals ──


def test_every_reason_at_once(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    with pytest.raises(Refused) as refused:
        suspend(walk, "2023-05-25", "2023-05-01", from_on=day("2023-05-02"), at=day("2023-05-25"), reason=" ")
    assert codes(refused) == [
        "reason_required", "already_suspended", "suspended_before_taking", "suspension_ends_before_start",
    ]  # fmt: skip
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize(
    ("now", "facts", "code"),
    [
        ("2023-05-20", {"from_on": "2023-05-21", "at": "2023-05-20"}, "suspended_in_future"),
        ("2023-06-09", {}, "period_expired"),
        ("2023-05-20", {"reason": ""}, "reason_required"),
        ("2023-05-20", {"from_on": "2023-05-08", "to_on": "2023-05-10", "at": "2023-05-20"}, "suspended_before_taking"),
        ("2023-05-20", {"to_on": "2023-05-19"}, "suspension_ends_before_start"),
        ("2023-05-20", {"to_on": "2023-06-20"}, "suspension_too_long"),
        ("2023-05-20", {"from_on": "2023-05-11", "at": "2023-05-20"}, "session_in_suspension"),
    ],
)
def test_what_cannot_be_suspended(walk: Walk, now: str, facts: dict[str, Any], code: str) -> None:
    walk.do(mediation.log_session, "li", "2023-05-12", session=SessionInput(day("2023-05-12")))
    given = {name: value if name == "reason" else day(value) for name, value in facts.items()}
    with pytest.raises(Refused) as refused:
        suspend(walk, now, **given)
    assert codes(refused) == [code]
    assert (end_of(walk), Suspension.objects.exists()) == (day("2023-06-08"), False)


def test_to_the_last_day_it_may_be_fixed(walk: Walk) -> None:
    """Thirty days from 20 May end on Monday 19 June; the court may set another length."""
    DatedSetting.objects.create(code="T_SUSPEND", since=day("2023-01-01"), value="14", source="院务会")
    with pytest.raises(Refused) as refused:
        suspend(walk, "2023-05-20", "2023-06-06")
    assert "最长 14 日，到 2023-06-05" in refused.value.blockers[0].message
    suspend(walk, "2023-05-20", "2023-06-05")
    assert end_of(walk) == day("2023-06-25")


def test_the_last_day_of_the_period_may_still_be_suspended(walk: Walk) -> None:
    suspend(walk, "2023-06-08")
    resume(walk, "2023-06-08 15:00")
    assert end_of(walk) == day("2023-06-09")


def test_before_taking_and_after_the_talks(cast: Cast) -> None:
    untaken = Walk(cast).file().accept().assign(taken_on=None)
    with pytest.raises(Refused) as refused:
        suspend(untaken, "2023-05-20", who="qian")
    assert codes(refused) == ["not_taken"]
    with pytest.raises(Refused) as refused:
        resume(untaken, "2023-05-20", who="qian")
    assert codes(refused) == ["not_taken"]


def test_on_the_day_of_its_end_it_is_neither_ended_nor_begun_again(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    resume(walk, "2023-05-25 10:00")
    with pytest.raises(Refused) as refused:
        resume(walk, "2023-05-25 11:00")
    assert codes(refused) == ["not_suspended"]
    with pytest.raises(Refused) as refused:
        suspend(walk, "2023-05-25 11:00")
    assert codes(refused) == ["already_suspended"]
    assert refused.value.blockers[0].message == "已自 2023-05-20 起中止到 2023-05-25"
    suspend(walk, "2023-05-26")
    assert end_of(walk) is None


def test_overlapping_a_suspension_that_is_over(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    resume(walk, "2023-05-22")
    with pytest.raises(Refused) as refused:
        suspend(walk, "2023-05-25", from_on=day("2023-05-22"), at=day("2023-05-25"))
    assert codes(refused) == ["suspension_overlaps"]
    assert "2023-05-20 至 2023-05-22" in refused.value.blockers[0].message


@pytest.mark.parametrize(
    ("resumed_on", "code"), [("2023-05-19", "resumed_before_start"), ("2023-05-26", "resumed_in_future")]
)
def test_resumed_on_a_day_that_cannot_be(walk: Walk, resumed_on: str, code: str) -> None:
    suspend(walk, "2023-05-20")
    with pytest.raises(Refused) as refused:
        resume(walk, "2023-05-25", resumed_on=day(resumed_on), at=day("2023-05-25"))
    assert codes(refused) == [code]
    assert Suspension.objects.get().to_on is None


def test_no_talks_and_no_extension_meanwhile(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    with pytest.raises(Refused) as refused:
        walk.do(mediation.log_session, "li", "2023-05-23", session=SessionInput(day("2023-05-23")))
    assert codes(refused) == ["suspended"]
    with pytest.raises(Refused) as refused:
        extend(walk, "2023-05-23")
    assert codes(refused) == ["suspended"]
    on_the_day = walk.do(mediation.log_session, "li", "2023-05-20 11:00", session=SessionInput(day("2023-05-20")))
    resume(walk, "2023-05-24")
    again = walk.do(mediation.log_session, "li", "2023-05-24 16:00", session=SessionInput(day("2023-05-24")))
    assert (on_the_day.number, again.number) == (1, 2)


# ── What waits for whom ──


def rows_of(walk: Walk, who: str, today: str) -> dict[str, Todo]:
    return {row.code: row for row in todos_for(getattr(walk.cast, who), day(today)).filter(case=walk.case_id)}


def test_while_it_is_open_nothing_presses(walk: Walk, cast: Cast) -> None:
    assert set(rows_of(walk, "li", "2023-05-19")) == {"contact", "session", "decide"}
    suspend(walk, "2023-05-20")
    hers = rows_of(walk, "li", "2023-08-01")
    assert set(hers) == {"suspended"}
    assert (hers["suspended"].waiting, hers["suspended"].why) == (True, "2023-05-20 起中止，06-19 复核：等评估报告")
    assert rows_of(walk, "shu", "2023-08-01") == {}
    late = find_cases(cast.li, {"overdue": True}, day("2023-06-18"))
    assert walk.case not in late
    assert rows_of(walk, "qian", "2023-06-18") == {}
    assert rows_of(walk, "qian", "2023-06-19")["review_suspension"].due_on == day("2023-06-19")


def test_afterwards_everything_is_put_off(walk: Walk) -> None:
    suspend(walk, "2023-05-11")
    resume(walk, "2023-05-20")
    hers = rows_of(walk, "li", "2023-05-21")
    assert set(hers) == {"contact", "session", "decide"}
    assert hers["contact"].due_on == day("2023-05-22")
    assert hers["decide"].due_on == day("2023-06-19")
    assert hers["session"].due_on == day("2023-05-29")
    assert rows_of(walk, "shu", "2023-05-21")["urge"].due_on == day("2023-05-22")


def test_a_session_agreed_on_waits_until_after_it(walk: Walk, cast: Cast) -> None:
    session = SessionInput(day("2023-05-12"), next_on=day("2023-05-24"), follow_up="带流水")
    walk.do(mediation.log_session, "li", "2023-05-12", session=session)
    window = (cast.li, day("2023-05-22"), day("2023-05-28"))
    assert len(sessions_between(*window)) == 1
    suspend(walk, "2023-05-20", "2023-05-26")
    assert len(sessions_between(*window)) == 0
    assert "session" not in rows_of(walk, "li", "2023-05-24")
    row = rows_of(walk, "li", "2023-05-27")["session"]
    assert (row.due_on, row.why) == (day("2023-05-29"), "原定 05-24，遇中止；带流水")


def test_decided_by_the_end_however_often_it_moved(walk: Walk) -> None:
    suspend(walk, "2023-05-20", "2023-05-26")
    row = rows_of(walk, "li", "2023-05-22")["decide"]
    assert (row.due_on, row.why) == (day("2023-06-15"), "中止到 2023-05-26；已会商 0 次；期限届满前决定去向")


# ── Pages ──


def case_page(walk: Walk, who: str, today: str) -> str:
    client = Client()
    client.force_login(getattr(walk.cast, who))
    with time_machine.travel(moment(f"{today} 10:00"), tick=False):
        return str(client.get(f"/cases/{walk.case_id}/").content.decode())


def test_the_case_says_that_it_stands_still(walk: Walk) -> None:
    suspend(walk, "2023-05-20")
    page = case_page(walk, "li", "2023-07-03")
    assert "和解期限 05-20 起中止中" in page
    assert "没有届满日" in page
    assert "中止中，恢复后还有 20 日" in page
    assert "05-09 起，中止中" in page
    assert "自 2023-05-20 起中止和解期限，何时恢复另定；原来到 2023-06-08" in page
    assert "逾期" not in page
    resume(walk, "2023-07-04")
    page = case_page(walk, "li", "2023-07-04")
    assert "恢复计算和解期限，2023-05-20 至 2023-07-04 不计入，期限到 2023-07-24" in page
    assert "07-24" in page


def test_the_pages_of_both_acts(walk: Walk, cast: Cast) -> None:
    desk = Desk(cast, "li")
    with time_machine.travel(moment("2023-05-22 10:00"), tick=False):
        page = desk.page(f"/cases/{walk.case_id}/acts/suspend/")
        assert "现在到 2023-06-08；中止几日，往后移几日" in page
        assert "最长 30 日" in page
        missing = desk.act(walk.case_id, "suspend", to_on="2023-05-20")
        assert (missing.status_code, Suspension.objects.exists()) == (400, False)
        refused = desk.act(walk.case_id, "suspend", to_on="2023-05-20", reason=REASON)
        assert (refused.status_code, "恢复日不能早于中止日" in refused.content.decode()) == (409, True)
        assert REASON in refused.content.decode()
        done = desk.act(walk.case_id, "suspend", reason=REASON)
        assert (done.status_code, end_of(walk)) == (302, None)
        assert "恢复以后重新计算" in desk.page(f"/cases/{walk.case_id}/")
        assert "和解期限 05-22 起中止中" in desk.page(f"/cases/{walk.case_id}/acts/conclude/")
    with time_machine.travel(moment("2023-05-25 10:00"), tick=False):
        desk = Desk(cast, "li")
        page = desk.page(f"/cases/{walk.case_id}/acts/resume/")
        assert "今天恢复，中止 4 日不计入，和解期限到 2023-06-12（星期一，工作日）。" in page
        assert "2023-05-22 起中止：等评估报告。" in page
        again = desk.act(walk.case_id, "suspend", reason=REASON)
        assert "已自 2023-05-22 起中止，还没有恢复" in again.content.decode()
        assert desk.act(walk.case_id, "resume", note="报告已到").status_code == 302
        assert "已恢复计算，和解期限到 2023-06-12。" in desk.page(f"/cases/{walk.case_id}/")
    assert end_of(walk) == day("2023-06-12")


@pytest.mark.parametrize(("who", "today", "words"), [("li", "2023-07-03", "中止中"), ("qian", "2023-07-03", "请复核")])
def test_my_work_shows_it_as_waiting(walk: Walk, cast: Cast, who: str, today: str, words: str) -> None:
    suspend(walk, "2023-05-20")
    client = Client()
    client.force_login(getattr(cast, who))
    with time_machine.travel(moment(f"{today} 10:00"), tick=False):
        rows = client.get("/").content.decode().partition("<tbody")[2]
        listed = client.get("/cases/").content.decode().partition("<tbody")[2]
    assert words in rows
    assert '<span class="nowrap">中止中</span>' in listed, "instead of a day"
    assert "06-19" not in listed
    assert "逾期" not in rows.partition("</tbody>")[0] + listed.partition("</tbody>")[0]
