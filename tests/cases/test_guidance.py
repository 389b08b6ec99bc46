"""指导: who sees the cases of an invited mediator, comments on them and takes them over, and who does not."""

from typing import Any

import pytest
import time_machine

from cases.actions import appointments, guidance, mediation, papers
from cases.actions.acting import Forbidden, NotVisible
from cases.actions.inputs import SessionInput
from cases.actions.inputs_talks import AppointmentInput
from cases.models import Appointment, Case, Guidance, Todo
from cases.queries.guidance import lines, open_talks
from cases.states import State
from documents.models import Paper
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cases.test_atomicity import guided
from tests.cast import Cast

SECRET = "先核实车辆的抵押情况，底线不要先露"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """A case of 特邀孙, taken on 9 May 2023; 和解员李 guides him."""
    return guided(cast)


@pytest.fixture(autouse=True)
def may() -> Any:
    with time_machine.travel(moment("2023-05-20 10:00"), tick=False):
        yield


def comment(walk: Walk, who: str = "li", at: str = "2023-05-15", text: str = SECRET) -> Guidance:
    return walk.do(guidance.comment, who, at, text=text)


def take_over(walk: Walk, who: str = "li", at: str = "2023-05-16") -> Case:
    return walk.do(guidance.take_over, who, at, reason="多次会商没有进展")


def codes(call: Any) -> set[str]:
    with pytest.raises(Refused) as caught:
        call()
    return {blocker.code for blocker in caught.value.blockers}


def test_she_sees_open_and_closed_cases_of_whom_she_guides(walk: Walk) -> None:
    other = Walk(walk.cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"}), mediator="zhao")
    other.to(State.MEDIATION)
    visible = Case.objects.visible_to(walk.cast.li)
    assert list(visible) == [walk.case]
    walk.do(mediation.fail, "qian", "2023-05-17", code="22")
    assert list(Case.objects.visible_to(walk.cast.li)) == [walk.case]
    assert list(Case.objects.visible_to(walk.cast.sun)) == []


def test_she_does_none_of_the_mediators_acts_there(walk: Walk) -> None:
    with pytest.raises(Forbidden) as barred:
        walk.do(mediation.log_session, "li", "2023-05-15", session=SessionInput(day("2023-05-15")))
    assert barred.value.code == "not_assigned_to_you"
    page = Desk(walk.cast, "li").page(f"/cases/{walk.case_id}/")
    assert f"/cases/{walk.case_id}/acts/comment/" in page
    assert f"/cases/{walk.case_id}/acts/take-over/" in page
    assert f"/cases/{walk.case_id}/acts/conclude/" not in page


@pytest.mark.parametrize(
    ("who", "verb", "error"),
    [
        ("zhao", "comment", NotVisible),
        ("sun", "comment", Forbidden),
        ("zhou", "comment", Forbidden),
        ("shu", "comment", Forbidden),
        ("zhao", "take_over", NotVisible),
        ("sun", "take_over", Forbidden),
        ("zhou", "take_over", Forbidden),
    ],
)
def test_who_may_not(who: str, verb: str, error: type[Exception], walk: Walk) -> None:
    with pytest.raises(error):
        {"comment": comment, "take_over": take_over}[verb](walk, who)
    assert not Guidance.objects.exists()
    assert walk.case.attempt.mediator.user == walk.cast.sun


def test_a_judge_who_guides_comments_and_does_not_take_over(cast: Cast) -> None:
    walk = Walk(cast, mediator="sun").to(State.MEDIATION)
    assert comment(walk, "zhou").given_by == cast.zhou
    with pytest.raises(Forbidden):
        take_over(walk, "zhou")
    assert codes(lambda: take_over(walk, "qian")) == {"guide_not_on_roster"}


def test_the_head_comments_and_gives_it_to_the_guide(walk: Walk) -> None:
    comment(walk, "qian")
    assert take_over(walk, "qian").attempt.mediator.user == walk.cast.li


def test_a_case_of_the_courts_own_mediator_is_not_guided(cast: Cast) -> None:
    walk = Walk(cast, mediator="zhao").to(State.MEDIATION)
    assert codes(lambda: comment(walk, "qian")) == {"not_outsider"}
    assert codes(lambda: take_over(walk, "qian")) == {"not_outsider"}


def test_a_comment_needs_words_and_a_taking_over_a_reason(walk: Walk) -> None:
    assert codes(lambda: comment(walk, text=" ")) == {"text_required"}
    assert codes(lambda: walk.do(guidance.take_over, "li", "2023-05-16", reason=" ")) == {"reason_required"}


def test_a_comment_stands_on_his_list_until_he_has_talked(walk: Walk) -> None:
    comment(walk)
    row = Todo.objects.get(case=walk.case_id, code="guidance")
    assert (row.user, row.due_on) == (walk.cast.sun, day("2023-05-22"))
    assert SECRET not in row.text + row.why
    walk.do(mediation.log_session, "sun", "2023-05-17", session=SessionInput(day("2023-05-17")))
    assert not Todo.objects.filter(case=walk.case_id, code="guidance").exists()
    comment(walk, at="2023-05-18", text="再问一次担保")
    assert Todo.objects.filter(case=walk.case_id, code="guidance").exists()


@pytest.mark.parametrize(
    ("who", "reads"), [("li", True), ("sun", True), ("shu", True), ("qian", True), ("wang", False), ("cai", False)]
)
def test_who_reads_the_comment(who: str, reads: bool, walk: Walk) -> None:
    comment(walk)
    desk = Desk(walk.cast, who)
    assert (SECRET in desk.page(f"/cases/{walk.case_id}/")) is reads
    answer = desk.get(f"/api/v1/cases/{walk.case_id}/")
    assert answer.status_code == 200
    assert (SECRET in answer.content.decode()) is reads
    assert SECRET not in desk.page(f"/cases/{walk.case_id}/trail/")


def test_no_paper_no_trail_and_no_package_bears_it(walk: Walk) -> None:
    comment(walk)
    walk.do(mediation.fail, "qian", "2023-05-17", code="24", note="没有进展")
    debtor = walk.case.parties.get(role="respondent")
    walk.do(papers.issue_paper, "shu", "2023-05-18", form="D19", subject=f"party:{debtor.pk}")
    from_package = Desk(walk.cast, "qian").get(f"/cases/{walk.case_id}/handovers/")
    texts = [paper.context for paper in Paper.objects.all()] + [str(row.facts) for row in AuditEntry.objects.all()]
    assert len(texts) > 3
    assert not [text for text in [*texts, from_package.content.decode()] if SECRET in str(text)]


def test_taking_over_moves_the_case_at_once(walk: Walk) -> None:
    before = walk.case.attempt.deadline
    attempt = take_over(walk).attempt
    assert (attempt.mediator.user, attempt.deadline, attempt.taken_on) == (walk.cast.li, before, day("2023-05-09"))
    rows = [(row.mediator.user.username, row.ended_at is None, row.taken_on) for row in attempt.assignments.all()]
    assert rows == [("sun", False, day("2023-05-09")), ("li", True, day("2023-05-16"))]
    entry = AuditEntry.objects.filter(case_id=walk.case_id).latest("pk")
    assert (entry.verb, entry.reason) == ("take_over", "多次会商没有进展")
    walk.do(mediation.log_session, "li", "2023-05-17", session=SessionInput(day("2023-05-17")))


def test_the_invited_one_sees_it_no_more_by_page_and_api(walk: Walk) -> None:
    desk = Desk(walk.cast, "sun")
    addresses = [
        f"/cases/{walk.case_id}/",
        f"/cases/{walk.case_id}/sessions/",
        f"/cases/{walk.case_id}/papers/",
        f"/api/v1/cases/{walk.case_id}/",
        f"/api/v1/cases/{walk.case_id}/timeline/",
    ]
    assert {desk.get(address).status_code for address in addresses} == {200}
    take_over(walk)
    assert {desk.get(address).status_code for address in addresses} == {404}
    assert walk.case.case_no not in desk.page("/cases/")
    with pytest.raises(NotVisible):
        walk.do(mediation.log_session, "sun", "2023-05-17", session=SessionInput(day("2023-05-17")))


def test_what_is_planned_goes_with_the_case(walk: Walk) -> None:
    planned = AppointmentInput(starts_at=moment("2023-05-24 09:30"), ends_at=moment("2023-05-24 10:30"), place="村部")
    walk.do(appointments.schedule_session, "sun", "2023-05-15", planned=planned)
    take_over(walk)
    assert Appointment.objects.get().mediator.user == walk.cast.li


def test_the_list_of_those_one_guides(walk: Walk) -> None:
    comment(walk)
    page = Desk(walk.cast, "li").page("/guidance/")
    for words in (walk.case.case_no, "特邀孙", "先核实车辆", f"/cases/{walk.case_id}/acts/take-over/"):
        assert words in page
    assert 'href="/guidance/"' in page
    for who in ("zhao", "zhou"):
        assert walk.case.case_no not in Desk(walk.cast, who).page("/guidance/")
    assert 'href="/guidance/"' not in Desk(walk.cast, "zhao").page("/")
    assert "take-over" not in Desk(walk.cast, "zheng").page("/guidance/")
    assert {Desk(walk.cast, who).get("/guidance/").status_code for who in ("sun", "shu", "wang")} == {403}


def test_a_stalled_case_stands_out_in_the_list(walk: Walk) -> None:
    assert [line.stalled for line in lines(open_talks(walk.cast.li), day("2023-05-28"))] == [None]
    (line,) = lines(open_talks(walk.cast.li), day("2023-05-29"))
    assert line.stalled.why == "20 日没有新方案，也没有付款"
