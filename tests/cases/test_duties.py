"""夜间核对: each duty on the day before, the day, the day after; twice is once; one that fails stops only itself."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from cases import jobs
from cases.actions import duties, handover, intake, requests
from cases.actions.inputs import PreservationInput
from cases.models import DutyRun, Message, Todo
from cases.queries.court_alerts import alerts_for, month_to_close
from cases.states import State
from cases.views.worklist import WORK
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import OutboxMessage
from tests.build import Walk, day, moment
from tests.cast import Cast, make_cast

from .nights import edges, night

ONE_DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_filing_within_seven_days(cast: Cast) -> None:
    # Received on Monday, 8 May 2023; seven days end on Monday, the 15th.
    Walk(cast).file()
    edges("filing", "2023-05-15")


def test_a_request_within_three_working_days(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    debtor = walk.case.parties.get(role="respondent").pk
    walk.do(requests.take_request, "wang", "2023-06-01", party_id=debtor, kind="other", content="何时能谈")
    edges("requests", "2023-06-06")


def test_a_certificate_within_three_working_days(cast: Cast) -> None:
    walk = Walk(cast).to(State.FULFILLED)
    due = Todo.objects.get(case=walk.case, code="certificate").due_on
    edges("certificate", str(due))


def test_handing_over_within_three_working_days(cast: Cast) -> None:
    walk = Walk(cast).to(State.FAILED)
    due = Todo.objects.get(case=walk.case, code="hand_over").due_on
    edges("handover", str(due))
    walk.do(handover.hand_over, "qian", str(due))
    assert night(due)["handover"] == (1, 0), "now the filing office has it"


def test_money_from_seven_days_before(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    due = Todo.objects.get(case=walk.case, code="collect").due_on
    for on, count in ((due - 8 * ONE_DAY, 0), (due - 7 * ONE_DAY, 1), (due - 6 * ONE_DAY, 1)):
        shown = Todo.objects.filter(case=walk.case, code="collect", show_from__lte=on).count()
        assert shown == count
    assert night(due)["performance"][1] == 0
    assert night(due + ONE_DAY)["performance"][1] == 1


def test_limitation_from_ninety_days_before(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    until = Todo.objects.get(case=walk.case, code="limitation").due_on
    edges("limitation", str(until), str(until - 90 * ONE_DAY))
    # What is paid interrupts it: the reminder moves on by itself.
    walk.pay("100.00", "2023-08-01")
    assert Todo.objects.get(case=walk.case, code="limitation").due_on >= until


def test_a_freeze_is_renewed_before_it_lapses(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    frozen = PreservationInput("in_suit", "deposit", "存款", day("2023-03-01"), day("2024-02-29"))
    walk.do(intake.record_preservation, "shu", "2023-06-01", frozen=frozen)
    due = Todo.objects.get(case=walk.case, code="preserve_renew").due_on
    edges("preservation", str(due), str(due - 30 * ONE_DAY))


def test_talks_are_late_when_their_time_is_over(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    end = walk.case.attempts.get().deadline
    assert end is not None
    Todo.objects.filter(case=walk.case).exclude(code="decide").delete()
    edges("talks", str(end))


class TestMonth:
    @pytest.fixture(autouse=True)
    def _a_case_of_may(self, cast: Cast) -> None:
        Walk(cast).file().accept()

    @pytest.mark.parametrize(
        ("on", "month"), [("2023-05-31", None), ("2023-06-01", "2023-05-01"), ("2023-07-01", None)]
    )
    def test_last_months_report(self, on: str, month: str | None) -> None:
        assert month_to_close(day(on)) == (day(month) if month else None)
        assert night(on)["month"] == (1, 1 if month else 0)

    def test_who_is_told(self, cast: Cast) -> None:
        for who, told in (("qian", True), ("zheng", True), ("wang", False), ("li", False)):
            texts = [each.text for each in alerts_for(getattr(cast, who), day("2023-06-01"), load_calendar())]
            assert ("2023-05 的月报还没有冻结" in texts) is told


def test_next_years_calendar_from_september_on(cast: Cast) -> None:
    last = load_calendar().confirmed_through
    assert last is not None
    year = last.year
    for on, found in ((f"{year}-08-31", 0), (f"{year}-09-01", 1), (f"{year}-09-02", 1), (f"{year + 1}-01-01", 1)):
        assert night(on)["calendar"][1] == found, on


class TestReminders:
    def test_a_case_of_before_messages_is_given_its_own(self, cast: Cast) -> None:
        walk = Walk(cast).to(State.PERFORMING)
        wanted = sorted(Message.objects.filter(trigger__startswith="due").values_list("key", flat=True))
        Message.objects.all().delete()
        for on, mended in (("2023-06-11", 0), ("2023-06-12", 1), ("2023-06-12", 0)):
            (run,) = [run for run in duties.run(moment(f"{on} 02:00")) if run.duty == "reminders"]
            assert run.mended == mended, on
        (queued,) = OutboxMessage.objects.filter(topic=duties.TOPIC)
        for _ in range(2):
            duties.write_for(queued.payload["case"], moment("2023-06-12 02:01"))
        assert sorted(Message.objects.filter(trigger__startswith="due").values_list("key", flat=True)) == wanted
        assert walk.case_id == queued.payload["case"]

    def test_a_case_that_is_gone_stops_nobody(self, db: None) -> None:
        duties.write_for(10**9, moment("2023-06-12 02:01"))
        assert not Message.objects.exists()


def test_messages_that_did_not_go_out(cast: Cast) -> None:
    Walk(cast).file().accept()
    assert night("2023-05-09")["messages"] == (1, 1)
    Message.objects.update(status="sent", receipt="R1", sent_at=moment("2023-05-09"), next_at=None)
    assert night("2023-05-10")["messages"] == (0, 0)


def test_twice_a_night_is_once(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    first = night("2023-08-01")
    state = (list(Todo.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values()))
    assert night("2023-08-01") == first
    assert (list(Todo.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values())) == state
    assert walk.case.version > 1


def test_one_that_fails_stops_only_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(now: datetime) -> duties.Outcome:
        Walk(cast).file()
        raise DatabaseError("磁盘满了")

    broken = duties.Duty("messages", "告知", "规则", work=breaks)
    changed = tuple(broken if each.code == "messages" else each for each in duties.DUTIES)
    monkeypatch.setattr(duties, "DUTIES", changed)
    runs = {run.duty: run.problem for run in duties.run(moment("2023-06-01 02:00"))}
    assert runs.pop("messages") == "DatabaseError: 磁盘满了"
    assert set(runs.values()) == {""}
    assert not Todo.objects.exists(), "what the broken one had begun is undone"
    told = [each.text for each in alerts_for(cast.qian, day("2023-06-01"), load_calendar())]
    assert "夜间核对没有核对完：1" in told
    with pytest.raises(CommandError, match="1 项没有核对完"):
        call_command("duties", "--now", "2023-06-02T02:00", stdout=StringIO())


def test_every_kind_of_work_has_its_duty() -> None:
    codes = [code for duty in duties.DUTIES for code in duty.codes]
    assert sorted(codes) == sorted(WORK)
    assert len({duty.code for duty in duties.DUTIES}) == len(duties.DUTIES)


class TestAtNight:
    def test_from_two_oclock_on_and_once(self, cast: Cast) -> None:
        for at, runs in (("01:59", 0), ("02:00", 1), ("02:01", 1), ("23:59", 1)):
            duties.run_tonight(moment(f"2023-06-01 {at}"))
            assert DutyRun.objects.filter(duty="filing").count() == runs, at
        duties.run_tonight(moment("2023-06-02 02:00"))
        assert DutyRun.objects.filter(duty="filing").count() == 2

    def test_after_a_night_without_power_it_runs_when_it_can(self, cast: Cast) -> None:
        duties.run_tonight(moment("2023-06-03 08:30"))
        assert set(DutyRun.objects.values_list("run_on", flat=True)) == {day("2023-06-03")}


def test_its_statements_do_not_grow_with_the_court(cast: Cast, django_assert_max_num_queries: object) -> None:
    Walk(cast).to(State.PERFORMING)
    with django_assert_max_num_queries(90):  # type: ignore[operator]
        duties.run(moment("2023-06-12 02:00"))


def test_the_page_tells_what_ran(cast: Cast) -> None:
    Walk(cast).file()
    night("2023-05-16")
    client = Client()
    client.force_login(cast.qian)
    page = client.get(reverse("cases:duties")).content.decode()
    assert "七日立案审查" in page
    assert "2023-05-16 02:00" in page
    other = Client()
    other.force_login(cast.li)
    assert other.get(reverse("cases:duties")).status_code in (403, 404)


def test_by_hand(cast: Cast) -> None:
    out = StringIO()
    call_command("duties", "--now", "2023-06-02T02:00", stdout=out)
    assert "● 七日立案审查：看过 0，要办 0" in out.getvalue()


def test_the_worker_asks_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []
    monkeypatch.setattr(jobs, "seldom", jobs.Seldom())
    monkeypatch.setattr(jobs.sending, "drop_stale", lambda now: False)
    monkeypatch.setattr(jobs.duties, "run_tonight", lambda now: bool(asked.append(now)))
    start = moment("2023-06-01 03:00")
    for seconds in (0, 1, 59, 60, 61, 120):
        assert jobs.housekeeping(start + timedelta(seconds=seconds)) is False
    assert [at - start for at in asked] == [timedelta(seconds=each) for each in (0, 60, 120)]
