"""指派 by hand and by lot: who may be picked, who is left out, what is stored, and what an answer brings."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases import guards
from cases.actions import appointments, assignment, intake, mediation
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible, acting, day_of
from cases.actions.inputs import AgentInput, SessionInput
from cases.actions.inputs_talks import AppointmentInput
from cases.facts.assigning import places, whom_to_ask
from cases.models import Appointment, Assignment, Case, Draw, Todo
from cases.queries.casefile import case_file
from cases.queries.draws import explained, faults
from cases.queries.timeline import entries, told
from cases.queries.worklist import todos_for
from cases.rules import draw as lots
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from mediators import actions as roster
from mediators.models import Mediator, Organisation, Tie
from tests.build import CHEN, LIU, Walk, day, loan_filing, moment
from tests.cast import Cast

NEW = "2023-05-09"


@pytest.fixture
def fresh(cast: Cast) -> Walk:
    """Accepted, and nobody assigned."""
    return Walk(cast).file().accept()


def give(walk: Walk, at: str = NEW, **how: object) -> None:
    walk.do(assignment.assign, "qian", at, **how)


def refused(walk: Walk, at: str = NEW, **how: object) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        give(walk, at, **how)
    return {blocker.code: blocker.message for blocker in refusal.value.blockers}


def away(cast: Cast, name: str, first: str = "2023-05-01", last: str = "2023-05-31") -> None:
    cast.mediator(name).absences.create(
        kind="leave", from_on=day(first), until_on=day(last), entered_by=cast.shu, entered_at=moment("2023-05-01")
    )


def tie(cast: Cast, name: str, to: str, kind: str = "relative", number: str = "") -> None:
    row = Tie(
        mediator=cast.mediator(name),
        kind=kind,
        name=to,
        id_number=number,
        declared_on=day("2023-05-01"),
        entered_by=cast.shu,
        entered_at=moment("2023-05-01"),
    )
    row.seal_hashes()
    row.save()


def left_out(walk: Walk, at: str = NEW) -> dict[str, list[str]]:
    """Who is out of the urn on a day, by account, with the codes of the reasons."""
    file = case_file(walk.cast.qian, walk.case_id, moment(at))
    assert file is not None
    rows = places(file.case, list(whom_to_ask()), file.today, file.day.periods)
    return {row.mediator.user.username: [each.code for each in row.reasons] for row in rows if row.reasons}


def another(cast: Cast, number: int, **changes: object) -> Walk:
    return Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"}, **changes)).file().accept()


# ── The draw ──


def test_a_draw_is_stored_with_all_that_is_needed_to_do_it_over(fresh: Walk, cast: Cast) -> None:
    last = AuditEntry.objects.order_by("-pk")[0]
    give(fresh, draw=True)
    row = Draw.objects.get()
    assert (row.seed_entry, row.seed_hash) == (last.pk, last.hash)
    assert row.seed == f"{last.hash}|{fresh.case.case_no}|1"
    assert [each["name"] for each in row.candidates] == ["和解员李", "和解员赵", "特邀孙"]
    assert (row.left_out, row.difficulty, row.method) == ([], 1, "1")
    attempt = fresh.case.attempt
    assert attempt.mediator_id == row.chosen_id
    offer = attempt.offer
    assert (offer.draw_id, offer.answer_due, offer.mediator_id) == (row.pk, date(2023, 5, 12), row.chosen_id)
    assert list(faults(row, row.seed_hash)) == []
    assert explained(row, reasons=False).startswith("3 人参加抽签，")


def test_the_stored_lots_name_the_same_person_again(cast: Cast) -> None:
    for number in range(601, 609):
        give(another(cast, number), draw=True)
    for row in Draw.objects.all():
        again = lots.draw(candidates=[lots.Candidate(**each) for each in row.candidates], seed=row.seed)
        assert (again.chosen.mediator, str(again.ticket)) == (row.chosen_id, row.ticket)
    assert Draw.objects.values("chosen").distinct().count() > 1


def test_who_is_left_out_and_why(fresh: Walk, cast: Cast) -> None:
    away(cast, "li")
    tie(cast, "zhao", "刘某", number=LIU)
    Mediator.objects.filter(pk=cast.mediator("sun").pk).update(supervisor=None)
    assert left_out(fresh) == {"li": ["absent"], "zhao": ["conflict"], "sun": ["supervisor_missing"]}
    message = refused(fresh, draw=True)["nobody_to_draw"]
    assert "和解员李：2023-05-01 至 2023-05-31 请假" in message
    assert "和解员赵：声明与本案被申请人刘某是近亲属" in message
    assert "特邀孙：还没有本院指导法官" in message
    assert Draw.objects.count() == 0


def test_a_suspended_one_and_one_who_left_are_not_drawn(fresh: Walk, cast: Cast) -> None:
    roster.suspend(
        by=cast.qian,
        now=moment(NEW),
        mediator_id=cast.mediator("zhao").pk,
        from_on=day(NEW),
        until_on=None,
        reason="投诉核查",
    )
    cast.mediator("sun").periods.update(until_on=day("2023-05-08"))
    assert left_out(fresh) == {"zhao": ["suspended"]}, "who left is not asked at all"
    give(fresh, draw=True)
    assert fresh.case.attempt.mediator == cast.mediator("li")


def test_an_invited_one_is_not_drawn_for_an_enforcement_case_or_with_a_freeze(cast: Cast) -> None:
    walk = another(cast, 601, legal_model="B", wants_registration=True)
    assert left_out(walk) == {"sun": ["kind"]}
    give(walk, mediator_id=cast.mediator("sun").pk)
    assert walk.case.attempt.mediator == cast.mediator("sun"), "by hand the head may"


def test_a_free_place_is_needed_offers_count(cast: Cast) -> None:
    Mediator.objects.update(capacity=1)
    first, second = another(cast, 601), another(cast, 602)
    give(first, mediator_id=cast.mediator("li").pk)
    assert left_out(second) == {"li": ["capacity"]}
    assert "手里 1 件，已到上限 1 件" in refused(second, mediator_id=cast.mediator("li").pk)["capacity"]
    give(second, mediator_id=cast.mediator("li").pk, reason="同一当事人的系列案")
    assert second.case.attempt.mediator == cast.mediator("li")


def test_load_and_speciality_move_the_weight(cast: Cast) -> None:
    Mediator.objects.filter(pk=cast.mediator("zhao").pk).update(specialities="民间借贷")
    Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初601号"})).file().accept().assign()
    walk = another(cast, 602)
    give(walk, draw=True)
    weights = {each["name"]: each["weight"] for each in Draw.objects.get().candidates}
    assert weights == {"和解员李": 172, "和解员赵": 300, "特邀孙": 200}


# ── By hand ──


@pytest.mark.parametrize("how", ["absent", "suspended", "conflict", "supervisor_missing", "not_on_roster"])
def test_nothing_helps_against_what_bars(fresh: Walk, cast: Cast, how: str) -> None:
    sun = cast.mediator("sun")
    if how == "absent":
        away(cast, "sun")
    elif how == "suspended":
        sun.absences.create(
            kind="suspended", from_on=day("2023-05-01"), entered_by=cast.qian, entered_at=moment("2023-05-01")
        )
    elif how == "conflict":
        tie(cast, "sun", "刘某", number=LIU)
    elif how == "supervisor_missing":
        Mediator.objects.filter(pk=sun.pk).update(supervisor=None)
    else:
        sun.periods.update(until_on=day("2023-05-01"))
    assert set(refused(fresh, mediator_id=sun.pk, reason="就是要她")) == {how}
    assert fresh.case.attempt.mediator is None


def test_a_common_name_wants_a_reason_and_another_number_clears_it(cast: Cast) -> None:
    zhao = cast.mediator("zhao")
    filing = loan_filing()
    namesake = replace(filing.parties[1], name="和解员赵")
    walk = Walk(cast, replace(filing, parties=(filing.parties[0], namesake))).file().accept()
    assert "同名，请核对是不是同一人；仍要指派的，请写明理由" in refused(walk, mediator_id=zhao.pk)["check"]
    assert left_out(walk) == {"zhao": ["check"]}
    zhao.id_number = CHEN
    zhao.seal_hashes()
    zhao.save()
    assert set(left_out(walk)) == {"zhao"}, "now she is the applicant, by number"
    assert left_out(walk)["zhao"] == ["conflict"]
    zhao.id_number = "429999197001010015"
    zhao.seal_hashes()
    zhao.save()
    assert left_out(walk) == {}
    give(walk, mediator_id=zhao.pk)
    assert walk.case.attempt.mediator == zhao


def test_the_number_of_an_agent_of_this_case(fresh: Walk, cast: Cast) -> None:
    li = cast.mediator("li")
    li.id_number = "429999197001010015"
    li.seal_hashes()
    li.save()
    debtor = fresh.case.parties.get(role="respondent")
    agent = AgentInput("citizen", "化名", id_number="429999197001010015")
    fresh.do(intake.record_agent, "wang", NEW, party_id=debtor.pk, agent=agent)
    assert left_out(fresh) == {"li": ["conflict"]}
    assert "就是本案被申请人的代理人化名" in refused(fresh, mediator_id=li.pk)["conflict"]


def test_a_former_agent_of_a_party_by_licence_and_by_name(cast: Cast) -> None:
    before = another(cast, 601)
    debtor = before.case.parties.get(role="respondent")
    lawyer = AgentInput("lawyer", "和解员李", licence_no="14210201010000001", firm="某律师事务所")
    before.do(intake.record_agent, "wang", NEW, party_id=debtor.pk, agent=lawyer)
    before.do(intake.withdraw, "wang", NEW, code="30", note="自行了结")
    walk = another(cast, 602)
    assert left_out(walk) == {"li": ["check"]}, "a name alone"
    cast.mediator("li").certificates.create(title="律师执业证", number="14210201010000001")
    assert left_out(walk) == {"li": ["conflict"]}
    assert before.case.case_no in refused(walk, mediator_id=cast.mediator("li").pk)["conflict"]


def test_the_same_unit(fresh: Walk, cast: Cast) -> None:
    firm = Organisation.objects.create(name="某律师事务所", kind="lawyer")
    Mediator.objects.filter(pk=cast.mediator("sun").pk).update(organisation=firm)
    tie(cast, "zhao", "某律师事务所", kind="former_employer")
    debtor = fresh.case.parties.get(role="respondent")
    fresh.do(
        intake.record_agent, "wang", NEW, party_id=debtor.pk, agent=AgentInput("lawyer", "秦某", firm="某律师事务所")
    )
    assert left_out(fresh) == {"sun": ["conflict"], "zhao": ["conflict"]}


def test_by_hand_or_by_lot_not_both_nor_neither(fresh: Walk, cast: Cast) -> None:
    for how in ({}, {"draw": True, "mediator_id": cast.mediator("li").pk}):
        with pytest.raises(InvalidInput, match="两样选一样"):
            give(fresh, **how)
    with pytest.raises(InvalidInput, match="名册里没有这位和解员"):
        give(fresh, mediator_id=999)


# ── Answers ──


def drawn(walk: Walk, at: str = NEW) -> str:
    """Draw, and tell whose lot came up, by account."""
    give(walk, at, draw=True)
    return walk.case.attempt.mediator.user.username


def test_refusing_a_drawn_offer_draws_again_among_the_others(fresh: Walk, cast: Cast) -> None:
    first = drawn(fresh)
    fresh.do(assignment.refuse, first, "2023-05-10", reason="与当事人相识")
    second = fresh.case.attempt.mediator.user.username
    assert second != first
    rows = list(Draw.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2]
    assert [(each["code"], each["text"]) for each in rows[1].left_out] == [("refused_before", "退回过这件案子")]
    assert rows[1].drawn_by == getattr(cast, first)
    fresh.do(assignment.refuse, second, "2023-05-10", reason="近期排满")
    third = fresh.case.attempt.mediator.user.username
    assert {first, second, third} == {"li", "zhao", "sun"}
    fresh.do(assignment.refuse, third, "2023-05-11", reason="应当回避")
    assert fresh.case.attempt.mediator is None
    todo = Todo.objects.get(case=fresh.case, code="assign")
    assert todo.role == "head"
    assert todo.why.endswith("退回，抽签没有别人可抽：应当回避")
    file = case_file(cast.qian, fresh.case_id, moment("2023-05-12"))
    story = [line.text for line in told(file, entries(file)[:4])]
    assert story[0].endswith("退回指派，没有别人可抽，请中心负责人指派")
    assert "退回指派，当即再抽：第 2 次抽签，2 人参加，指派" in story[2]
    assert story[3].startswith("第 1 次抽签，3 人参加，指派")


def test_refusing_an_offer_by_hand_draws_nothing(fresh: Walk, cast: Cast) -> None:
    give(fresh, mediator_id=cast.mediator("li").pk)
    fresh.do(assignment.refuse, "li", "2023-05-10", reason="近期排满")
    assert (fresh.case.attempt.mediator, Draw.objects.count()) == (None, 0)
    row = Assignment.objects.get()
    assert (row.refused, row.end_reason, row.taken_on) == (True, "近期排满", None)
    assert Todo.objects.get(case=fresh.case, code="assign").why == "和解员李退回：近期排满"
    with pytest.raises(Refused, match="退回过这件案子"):
        give(fresh, "2023-05-10", mediator_id=cast.mediator("li").pk)


def test_a_refusal_needs_a_reason(fresh: Walk, cast: Cast) -> None:
    give(fresh, mediator_id=cast.mediator("li").pk)
    with pytest.raises(Refused, match="退回指派须写明理由"):
        fresh.do(assignment.refuse, "li", NEW, reason="")


def test_when_her_time_is_over_the_head_is_told(fresh: Walk, cast: Cast) -> None:
    give(fresh, mediator_id=cast.mediator("li").pk)
    assert "answer_overdue" not in {row.code for row in todos_for(cast.qian, day("2023-05-12"))}
    row = next(row for row in todos_for(cast.qian, day("2023-05-13")) if row.code == "answer_overdue")
    assert row.text == "和解员李没有按期答复，请催促或另行指派"
    fresh.do(assignment.take, "li", "2023-05-13")
    assert not Todo.objects.filter(case=fresh.case, code__in=["take", "answer_overdue"]).exists()


# ── From one hand to another ──


@pytest.fixture
def handed(cast: Cast) -> Walk:
    """Li has it in hand, and Sun is asked to go on with it."""
    walk = Walk(cast).to(State.MEDIATION)
    give(walk, "2023-05-15", mediator_id=cast.mediator("sun").pk, reason="和解员李轮岗")
    return walk


def test_the_case_stays_until_the_other_takes_it(handed: Walk, cast: Cast) -> None:
    attempt = handed.case.attempt
    assert attempt.mediator == cast.mediator("li")
    assert attempt.offer.mediator == cast.mediator("sun")
    handed.do(mediation.log_session, "li", "2023-05-16", session=SessionInput(day("2023-05-16")))
    handed.do(assignment.take, "sun", "2023-05-17")
    attempt = handed.case.attempt
    assert (attempt.mediator, attempt.taken_on, attempt.deadline) == (
        cast.mediator("sun"),
        date(2023, 5, 9),
        date(2023, 6, 8),
    )
    first, second = Assignment.objects.order_by("pk")
    assert (first.ended_at is not None, first.refused, first.end_reason) == (True, False, "和解员李轮岗")
    assert (second.taken_on, second.ended_at) == (date(2023, 5, 17), None)
    file = case_file(cast.qian, handed.case_id, moment("2023-05-17"))
    story = [line.text for line in told(file, entries(file)[:3])]
    assert story[0] == "特邀孙从和解员李手里接过案件，和解期限仍到 2023-06-08"
    assert story[2] == "移交特邀孙，等答复到 2023-05-18；答复以前仍由和解员李办理"


def test_who_was_asked_sees_the_case_and_answers_nothing_more(handed: Walk, cast: Cast) -> None:
    assert Case.objects.visible_to(cast.sun).filter(pk=handed.case_id).exists()
    file = case_file(cast.sun, handed.case_id, moment("2023-05-16"))
    assert file is not None
    assert (file.sees_notes, file.sees_property) == (False, False)
    allowed = {step.verb for step in file.all_steps() if step.allowed}
    assert allowed == {Verb.TAKE, Verb.REFUSE}
    with pytest.raises(Forbidden):
        handed.do(mediation.log_session, "sun", "2023-05-16", session=SessionInput(day("2023-05-16")))
    with pytest.raises(Forbidden):
        handed.do(assignment.take, "li", "2023-05-16")
    with pytest.raises(Forbidden):
        handed.do(assignment.refuse, "li", "2023-05-16", reason="不肯给")


def test_a_court_mediator_who_is_asked_reads_no_notes(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    give(walk, "2023-05-15", mediator_id=cast.mediator("zhao").pk, reason="轮岗")
    file = case_file(cast.zhao, walk.case_id, moment("2023-05-16"))
    assert file is not None
    assert file.sees_notes is False


def test_refusing_leaves_it_where_it_was_and_out_of_sight(handed: Walk, cast: Cast) -> None:
    handed.do(assignment.refuse, "sun", "2023-05-16", reason="案件已排满")
    attempt = handed.case.attempt
    assert (attempt.mediator, attempt.offer) == (cast.mediator("li"), None)
    assert not Case.objects.visible_to(cast.sun).filter(pk=handed.case_id).exists()
    assert handed.do(mediation.log_session, "li", "2023-05-17", session=SessionInput(day("2023-05-17"))).number == 1


def test_a_drawn_hand_over_that_is_refused_is_drawn_again_and_the_case_stays(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    give(walk, "2023-05-15", draw=True, reason="和解员李调离")
    first = walk.case.attempt.offer.mediator
    assert "in_hand" in {each["code"] for each in Draw.objects.get().left_out}, "not to herself"
    walk.do(assignment.refuse, first.user.username, "2023-05-16", reason="排满")
    attempt = walk.case.attempt
    assert attempt.mediator == cast.mediator("li")
    assert {first.user.username, attempt.offer.mediator.user.username} == {"zhao", "sun"}
    assert attempt.offer.reason == "和解员李调离"


def test_another_offer_ends_the_one_that_waits(handed: Walk, cast: Cast) -> None:
    assert set(refused(handed, "2023-05-16", mediator_id=cast.mediator("sun").pk, reason="催")) == {"same_mediator"}
    assert set(refused(handed, "2023-05-16", mediator_id=cast.mediator("zhao").pk)) == {"reason_required"}
    give(handed, "2023-05-16", mediator_id=cast.mediator("zhao").pk, reason="孙迟迟没有答复")
    assert handed.case.attempt.offer.mediator == cast.mediator("zhao")
    assert not Case.objects.visible_to(cast.sun).filter(pk=handed.case_id).exists()
    with pytest.raises(NotVisible):
        handed.do(assignment.take, "sun", "2023-05-16")
    assert handed.case.attempt.mediator == cast.mediator("li")


def test_taken_on_the_spot_it_changes_hands_at_once(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    give(walk, "2023-05-15", mediator_id=cast.mediator("zhao").pk, reason="病假", taken_on=day("2023-05-15"))
    attempt = walk.case.attempt
    assert (attempt.mediator, attempt.offer, attempt.deadline) == (cast.mediator("zhao"), None, date(2023, 6, 8))


def test_a_hand_over_is_not_taken_before_it_was_offered(handed: Walk, cast: Cast) -> None:
    now = moment("2023-05-17")
    with pytest.raises(Refused, match="接收日，不能早于 2023-05-15"):
        assignment.take(by=Actor(cast.sun), now=now, case_id=handed.case_id, taken_on=day("2023-05-12"), at=now)


def test_what_is_planned_follows_or_is_cancelled_where_she_is_taken(cast: Cast) -> None:
    walk, busy = Walk(cast).to(State.MEDIATION), another(cast, 601)
    give(busy, mediator_id=cast.mediator("zhao").pk, taken_on=day(NEW))

    def book(of: Walk, who: str, starts: str, ends: str) -> None:
        planned = AppointmentInput(starts_at=moment(starts), ends_at=moment(ends), mode="phone")
        by = Actor(getattr(cast, who))
        appointments.schedule_session(by=by, now=moment("2023-05-12"), case_id=of.case_id, planned=planned)

    book(walk, "li", "2023-05-22 09:30", "2023-05-22 10:30")
    book(walk, "li", "2023-05-23 09:30", "2023-05-23 10:30")
    book(busy, "zhao", "2023-05-22 10:00", "2023-05-22 11:00")
    give(walk, "2023-05-15", mediator_id=cast.mediator("zhao").pk, reason="轮岗")
    walk.do(assignment.take, "zhao", "2023-05-16")
    first, second = Appointment.objects.filter(attempt__case=walk.case).order_by("starts_at")
    assert (first.status, "已经有约" in first.cancel_reason) == ("cancelled", True)
    assert (second.status, second.mediator) == ("planned", cast.mediator("zhao"))


def test_the_end_of_the_talks_ends_an_offer(handed: Walk, cast: Cast) -> None:
    handed.do(mediation.fail, "qian", "2023-05-16", code="22", note="差距过大")
    offer = Assignment.objects.order_by("pk").last()
    assert (offer.is_open, offer.refused) == (False, False)
    assert not Case.objects.visible_to(cast.sun).filter(pk=handed.case_id).exists()


def test_an_old_offer_without_a_day_still_has_one_to_answer_by(fresh: Walk, cast: Cast) -> None:
    give(fresh, mediator_id=cast.mediator("li").pk)
    Assignment.objects.update(answer_due=None)
    with acting(Verb.RECORD_CLUE, by=Actor(cast.wang), now=moment("2023-05-10"), case_id=fresh.case_id) as act:
        assert guards.to_take(act.case, day_of(moment("2023-05-10"))) == []
    assert Todo.objects.get(case=fresh.case, code="take").due_on == date(2023, 5, 12)


# ── Checking ──


def tamper(row: Draw, **values: object) -> None:
    """Change a stored drawing past the trigger, as somebody with the database in her hands could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_draw DISABLE TRIGGER draw_append_only")
        Draw.objects.filter(pk=row.pk).update(**values)
        cursor.execute("ALTER TABLE cases_draw ENABLE TRIGGER draw_append_only")


def test_verify_draws_finds_nothing_wrong(fresh: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    give(fresh, draw=True)
    call_command("verify_draws")
    assert "核对一致，共 1 次抽签" in capsys.readouterr().out


@pytest.mark.parametrize("what", ["chosen", "ticket", "seed", "hash", "entry", "weight", "method"])
def test_verify_draws_finds_what_was_changed(fresh: Walk, capsys: pytest.CaptureFixture[str], what: str) -> None:
    give(fresh, draw=True)
    row = Draw.objects.get()
    other = Mediator.objects.exclude(pk=row.chosen_id)[0]
    raised = [each | {"weight": each["weight"] + 7} for each in row.candidates]
    values, words = {
        "chosen": ({"chosen": other}, "抽中的人不符"),
        "ticket": ({"ticket": "7777777"}, "签号不符"),
        "seed": ({"seed": row.seed + "x"}, "种子的文字"),
        "hash": ({"seed_hash": "0" * 64}, "摘要不符"),
        "entry": ({"seed_entry": 10**9}, "留痕不见了"),
        "weight": ({"candidates": raised}, "权重不符"),
        "method": ({"method": "0"}, "不认识第 0 版方法"),
    }[what]
    tamper(row, **values)
    with pytest.raises(CommandError, match="1 次核对不符"):
        call_command("verify_draws")
    assert words in capsys.readouterr().out
