"""D07, D10, D12, D13, D19 and D31 from cases built through the actions: whose words, which dates, what is refused."""

from typing import Any

import pytest

from cases import guards, papers
from cases.actions import assignment, handover, intake, mediation, suspension
from cases.actions import papers as issuing
from cases.actions.acting import Actor, Forbidden, NotVisible
from cases.actions.inputs import SessionInput
from cases.facts import owner_key
from cases.guards.standing import Day
from cases.models import Case, whole_file
from cases.rules.deadlines import MAX_EXTENSION, extended
from cases.rules.law import cite, statute_ref
from cases.states import State
from documents import archive
from documents.contexts import course, facts
from documents.models import Paper
from documents.registry import FORMS
from documents.render import html_preview
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.refusal import Refused
from mediators.kinds import MediatorKind
from mediators.models import Organisation
from tests.build import CHEN, LIU, Walk, day, loan_filing, moment
from tests.cast import Cast

COURSE = ("D07", "D10", "D12", "D13", "D19", "D31")
EXEC_NO = "（2023）鄂1023执1001号"
CONSENTS = {"applicant_agrees": True, "respondent_agrees": True}


def read(walk: Walk) -> Case:
    return whole_file(Case.objects.all()).get(pk=walk.case_id)


def keys(walk: Walk, form: str) -> dict[str, str]:
    return {each.label: each.key for each in papers.subjects(read(walk), form)}


def paper(walk: Walk, form: str, on: str, subject: str = "", **fills: Any) -> Any:
    return papers.drafted(read(walk), form, on=day(on), subject=subject, fills=fills).context


def shown(form: str, context: Any) -> str:
    return html_preview(FORMS[form], context)


def gaps(context: Any) -> list[tuple[str, str]]:
    return [(gap.label, gap.at) for gap in facts.missing(context)]


def issue(walk: Walk, form: str, at: str, who: str = "shu", subject: str = "", **fills: Any) -> Paper:
    by = Actor(getattr(walk.cast, who))
    return issuing.issue_paper(
        by=by, now=moment(at), case_id=walk.case_id, form=form, subject=subject, fills=fills, at=day(at)
    )


def blockers(walk: Walk, form: str, on: str) -> list[str]:
    case = read(walk)
    return [each.code for each in guards.to_issue_paper(case, Day.of(day(on)), form=form)]


def second(**changes: Any) -> Any:
    """The loan once more, by another judgment: one judgment has one open case."""
    return loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"}, **changes)


@pytest.fixture
def talks(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


@pytest.fixture
def filed_first(cast: Cast) -> Walk:
    """Legal model B, with its number of the enforcement register."""
    walk = Walk(cast, second(legal_model="B", wants_registration=True)).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=EXEC_NO)
    return walk


@pytest.fixture
def invited(cast: Cast) -> Walk:
    body = Organisation.objects.create(
        name="容城镇人民调解委员会", kind=MediatorKind.PEOPLE, charges=True, tariff="每件200元"
    )
    cast.mediator("sun").organisation = body
    cast.mediator("sun").save()
    return Walk(cast, second(), mediator="sun").file().accept().assign("2023-05-09", None)


def session(walk: Walk, on: str, **more: Any) -> None:
    walk.do(mediation.log_session, walk.mediator, f"{on} 11:00", session=SessionInput(held_on=day(on), **more))


# ── D07 ──


def test_the_body_of_an_invited_mediator_is_commissioned_before_she_takes_the_case(invited: Walk) -> None:
    subjects = keys(invited, "D07")
    assert list(subjects) == ["委派容城镇人民调解委员会", "邀请协助（第 1 份）"]
    letter = paper(invited, "D07", "2023-05-09", subjects["委派容城镇人民调解委员会"])
    assert (letter.variant, letter.addressee, letter.mediator) == ("commission", "容城镇人民调解委员会", "特邀孙")
    assert (letter.period_days, letter.deadline, letter.reply_workdays) == (30, None, 3)
    assert (letter.contact.name, letter.contact.post) == ("周指导", "指导法官")
    assert (letter.tariff, letter.you) == ("每件200元", "你单位")
    assert letter.cite_basis == cite("invited_mediation", 1).text
    assert gaps(letter) == []
    text = shown("D07", letter)
    assert "自你单位签收本函的次日起计算。" in text
    assert "〔　〕不接收，理由" in text


def test_a_letter_to_outsiders_tells_no_number_address_or_property(invited: Walk) -> None:
    for key in keys(invited, "D07").values():
        text = shown("D07", paper(invited, "D07", "2023-05-09", key))
        for secret in (CHEN, LIU, "容城镇示例路1号", "红城乡示例村2组", "13800000000", "13900000000"):
            assert secret not in text
        assert "陈某" in text
        assert "偿还借款本金86500元" in text


def test_an_invited_mediator_of_no_body_is_written_to_herself(cast: Cast) -> None:
    walk = Walk(cast, mediator="sun").file().accept().assign()
    letter = paper(walk, "D07", "2023-05-09", f"mediator:{cast.mediator('sun').pk}")
    assert (letter.addressee, letter.you, letter.tariff) == ("特邀孙", "你", "")
    assert letter.deadline == day("2023-06-08")
    assert "本案至2023年6月8日届满" in shown("D07", letter)


def test_a_mediator_of_the_court_needs_no_commission_but_help_can_be_asked_for(talks: Walk) -> None:
    assert keys(talks, "D07") == {"邀请协助（第 1 份）": "invitation:1"}
    letter = paper(talks, "D07", "2023-05-12")
    assert gaps(letter) == [("收函单位（个人）", "draft")]
    assert letter.cite_basis == statute_ref("assistance", day("2023-05-12")).text
    filled = paper(talks, "D07", "2023-05-12", addressee="朱河镇某村民委员会", meeting="2023年5月16日9时，村委会")
    assert gaps(filled) == []
    assert "会商的时间和地点：2023年5月16日9时，村委会。" in shown("D07", filled)
    issued = issue(talks, "D07", "2023-05-12", addressee="朱河镇某村民委员会")
    assert (issued.variant, issued.title) == ("invitation", "邀请协助和解函")
    assert keys(talks, "D07") == {"邀请协助（第 2 份）": "invitation:2"}


# ── D10 ──


def test_notice_of_a_session_proposes_what_the_last_one_agreed(talks: Walk) -> None:
    session(talks, "2023-05-12", next_on=day("2023-05-19"))
    subjects = keys(talks, "D10")
    notice = paper(talks, "D10", "2023-05-15", subjects["刘某"])
    assert (notice.seq, notice.held_on, notice.day_of_week) == (2, day("2023-05-19"), "星期五")
    assert (notice.place, notice.mode_word) == ("监利市人民法院2号和解室", "现场")
    assert gaps(notice) == [("会商时间", "draft")]
    ours = paper(talks, "D10", "2023-05-15", subjects["陈某"], starts="09:30:00", place="3 号法庭")
    assert (gaps(ours), ours.place, ours.for_creditor) == ([], "3 号法庭", True)
    assert "收款账户的户名、开户银行和账号" in ours.bring
    assert "申请执行的时间仍按2023年5月8日9时30分登记" in shown("D10", ours)


def test_a_day_that_has_passed_is_not_proposed(talks: Walk) -> None:
    session(talks, "2023-05-12", next_on=day("2023-05-19"))
    assert paper(talks, "D10", "2023-05-20", keys(talks, "D10")["刘某"]).held_on is None


def test_notice_of_a_session_threatens_nobody_before_filing_and_after_it(talks: Walk, filed_first: Walk) -> None:
    for walk, word, end in ((talks, "经申请人同意", "移送立案"), (filed_first, "经申请执行人同意", "本案继续执行")):
        text = shown("D10", paper(walk, "D10", "2023-05-15", keys(walk, "D10")["刘某"]))
        assert word in text
        assert end in text
        assert not [bad for bad in ("传票", "拘传", "拘留", "罚款") if bad in text]
    assert "执行案号" not in shown("D10", paper(talks, "D10", "2023-05-15", keys(talks, "D10")["刘某"]))


# ── D12 ──


def test_each_contact_has_a_record_of_its_own_numbered_within_the_case(talks: Walk) -> None:
    assert [(label, text) for text, label in gaps(paper(talks, "D12", "2023-05-11"))] == [
        ("draft", label) for label in ("联系时间", "对方姓名和身份", "身份核对", "联系内容", "结果")
    ]
    said = {
        "started_at": "2023-05-11T10:05:00+08:00",
        "person": "刘某，本人",
        "identity": "报出案号",
        "content": ["问：收到通知了吗？", "答：收到了。"],
        "result": "同意会商。",
    }
    first = issue(talks, "D12", "2023-05-11", **said)
    assert (first.subject, first.variant, first.title) == ("item:1", "call", "电话联系记录")
    second = issue(talks, "D12", "2023-05-12", way="visitor", **said)
    assert (second.subject, second.variant, second.title, second.version) == ("item:2", "note", "工作记录", 1)
    record = paper(talks, "D12", "2023-05-12")
    assert (record.seq, record.staff) == (3, "窗口王")


def test_what_was_said_on_the_telephone_stays_text(talks: Walk) -> None:
    hostile = "<b>{{ c.case_no }}</b> & file:///etc/passwd"
    text = shown("D12", paper(talks, "D12", "2023-05-11", content=[hostile], recording=hostile))
    assert "<b>" not in text
    assert "&lt;b&gt;{{ c.case_no }}&lt;/b&gt; &amp; file:///etc/passwd" in text


# ── D13 ──


def test_the_sheet_reckons_the_new_end_as_the_act_does(talks: Walk) -> None:
    sheet = paper(talks, "D13", "2023-06-05", reason="还差担保人签字")
    assert (sheet.old_deadline, sheet.days, sheet.longer.due) == (day("2023-06-08"), "15", day("2023-06-25"))
    assert [each.days for each in sheet.ends] == list(range(1, MAX_EXTENSION + 1))
    assert tuple(code for code, _ in course.DAYS) == tuple(str(each.days) for each in sheet.ends)
    calendar = load_calendar()
    for each in sheet.ends:
        assert each.due == extended(old_due=day("2023-06-08"), days=each.days, calendar=calendar).due
    ten = paper(talks, "D13", "2023-06-05", reason="还差担保人签字", days="10")
    talks.do(mediation.extend, "li", "2023-06-05", days=10, reason="还差担保人签字", **CONSENTS)
    entered = paper(talks, "D13", "2023-06-06")
    assert (entered.granted.days, entered.longer.due, entered.reason) == (10, ten.longer.due, "还差担保人签字")
    assert (entered.old_deadline, entered.decided_on) == (day("2023-06-08"), day("2023-06-05"))
    assert paper(talks, "D13", "2023-06-06", days="30").longer.days == 10
    assert blockers(talks, "D13", "2023-06-06") == []
    assert "延长十日，至2023年6月19日届满" in shown("D13", entered)


def test_days_that_no_rule_allows_are_refused_at_the_field(talks: Walk) -> None:
    for days in ("31", "0", "-1", "x"):
        with pytest.raises(facts.UnfitFillsError, match="延长没有这个选项"):
            paper(talks, "D13", "2023-06-05", days=days)


def test_no_extension_sheet_where_the_period_cannot_be_lengthened(cast: Cast) -> None:
    walk = Walk(cast).file()
    assert blockers(walk, "D13", "2023-05-09") == ["form_not_now"]
    walk.accept().assign("2023-05-09", None)
    assert blockers(walk, "D13", "2023-05-09") == ["not_taken"]
    assert papers.subjects(read(walk), "D13") == []
    walk.do(assignment.take, "li", "2023-05-09", taken_on=day("2023-05-09"))
    assert blockers(walk, "D13", "2023-06-08") == []
    assert blockers(walk, "D13", "2023-06-09") == ["period_expired"]
    with pytest.raises(Refused) as refused:
        issue(walk, "D13", "2023-06-09", reason="还要谈")
    assert refused.value.blockers[0].message == "和解期限已于 2023-06-08 届满，不能再延长"


def test_a_period_that_is_suspended_has_no_end_to_lengthen(talks: Walk) -> None:
    talks.do(suspension.suspend, "qian", "2023-05-15", reason="申请人住院")
    assert blockers(talks, "D13", "2023-05-16") == ["suspended"]
    assert papers.subjects(read(talks), "D13") == []


# ── D19 ──


@pytest.fixture
def failed(talks: Walk) -> Walk:
    talks.urge("2023-05-10")
    session(talks, "2023-05-16", next_on=day("2023-05-26"))
    session(talks, "2023-05-26", outcome="ended", confidential_note="私下说年底有工程款")
    talks.confirm(talks.pay("5000", "2023-05-20"), "2023-05-21")
    talks.do(mediation.fail, "qian", "2023-05-30", code="22", note="申请人坚持一次付清")
    return talks


def test_the_table_holds_the_whole_course_and_each_party_gets_a_notice_of_its_own(failed: Walk) -> None:
    assert list(keys(failed, "D19")) == ["决定表（存卷）", "告知陈某", "告知刘某"]
    table = paper(failed, "D19", "2023-05-30", "table")
    assert (table.variant, table.result_code, table.result_label) == ("table", "22", "分歧较大")
    assert [(line.seq, line.held_on) for line in table.sessions] == [(1, day("2023-05-16")), (2, day("2023-05-26"))]
    assert (table.ended_on, table.handover_due) == (day("2023-05-30"), day("2023-06-02"))
    assert (table.urged_on, table.deadline) == (day("2023-05-10"), day("2023-06-08"))
    assert "申请人坚持一次付清" in shown("D19", table)
    assert gaps(table) == []


def test_the_notices_tell_the_filing_date_and_the_consequences_but_no_notes(failed: Walk) -> None:
    subjects = keys(failed, "D19")
    ours, theirs = (paper(failed, "D19", "2023-05-30", subjects[f"告知{name}"]) for name in ("陈某", "刘某"))
    assert (ours.variant, theirs.variant) == ("applicant", "respondent")
    said = shown("D19", ours), shown("D19", theirs)
    assert "按收件时间2023年5月8日9时30分登记，不因和解而推后" in said[0]
    assert "2023年6月2日以前移送立案庭" in said[0]
    assert "加倍部分债务利息继续计算" in said[1]
    assert "执行立案以后" in said[1]
    for text in said:
        assert "申请人坚持一次付清" not in text
        assert "工程款" not in text
        assert "被执行人" not in text
        assert "双方对履行的数额、期限或者方式分歧较大，没有达成协议" in text
    assert (ours.note, theirs.note) == ("", "")


def test_an_urgent_end_is_not_explained_to_the_debtor(talks: Walk) -> None:
    talks.do(mediation.fail, "qian", "2023-05-30", code="25", note="被申请人正在转移车辆")
    notice = paper(talks, "D19", "2023-05-30", keys(talks, "D19")["告知刘某"])
    text = shown("D19", notice)
    assert "转移" not in text
    assert "不宜继续和解" in text


def test_after_the_hand_over_the_notice_says_when_it_was(cast: Cast) -> None:
    walk = Walk(cast).to(State.ENFORCEMENT)
    text = shown("D19", paper(walk, "D19", "2023-05-31", keys(walk, "D19")["告知陈某"]))
    assert "已经于2023年5月31日移送立案庭" in text


def test_talks_that_ended_in_an_agreement_or_never_began_have_no_such_paper(cast: Cast) -> None:
    declined = Walk(cast).file()
    declined.do(intake.decline, "wang", "2023-05-09", code="27", note="公告送达")
    assert blockers(declined, "D19", "2023-05-09") == ["no_talks"]
    agreed = Walk(cast, second()).to(State.DEFAULTED)
    agreed.do(handover.hand_over, "qian", "2023-06-27", applied_on=day("2023-06-27"))
    assert blockers(agreed, "D19", "2023-06-27") == ["talks_agreed"]
    for walk in (declined, agreed):
        assert papers.subjects(read(walk), "D19") == []
    with pytest.raises(Refused) as refused:
        issue(declined, "D19", "2023-05-09", who="wang")
    assert refused.value.blockers[0].message == "本案没有进入和解，没有终止和解的决定"


def test_every_code_that_ends_talks_has_words_for_the_parties(failed: Walk) -> None:
    codes = [code for code in mediation.ResultCode if code.value[0] == "2"]
    for code in codes:
        Case.objects.filter(pk=failed.case_id).update(result_code=code.value)
        told = paper(failed, "D19", "2023-05-30", "table")
        assert told.result_label == code.label
        assert 8 < len(told.grounds) < 40
        assert "{" not in told.grounds


# ── D31 ──


def test_a_new_mediator_is_proposed_from_the_change_that_was_entered(talks: Walk) -> None:
    asked = paper(talks, "D31", "2023-05-12", "replacement:1", reason="和解员病假")
    assert (asked.person, asked.successor, asked.effective_on) == ("和解员李", "", None)
    new = talks.cast.mediator("zhao").pk
    talks.do(assignment.assign, "qian", "2023-05-15", mediator_id=new, taken_on=day("2023-05-15"), reason="和解员病假")
    done = paper(talks, "D31", "2023-05-16", "replacement:1")
    assert (done.person, done.successor, done.reason) == ("和解员李", "和解员赵", "和解员病假")
    assert done.effective_on == day("2023-05-15")
    assert (done.ends, done.longer) == ((), None)
    issued = issue(talks, "D31", "2023-05-16", subject="replacement:1", decision="granted")
    assert (issued.variant, issued.title) == ("replacement", "更换和解员决定书")
    assert "更换和解员（第 2 次）" in keys(talks, "D31")
    assert paper(talks, "D31", "2023-05-17", "replacement:2").person == "和解员赵"


def test_recusal_cites_the_rule_that_holds_for_the_person(talks: Walk, invited: Walk) -> None:
    ours = paper(talks, "D31", "2023-05-12", "recusal:1", reason="同乡", decision="refused")
    assert ours.cite_ground == "《中华人民共和国民事诉讼法》第四十七条"
    assert ours.cite_review == "《中华人民共和国民事诉讼法》第五十条"
    assert "〔√〕驳回回避申请" in shown("D31", ours)
    theirs = paper(invited, "D31", "2023-05-12", "recusal:1")
    assert theirs.cite_ground == cite("invited_mediation", 15).text
    assert gaps(theirs) == [("事实和理由", "draft")]


def test_the_approval_of_an_extension_has_the_days_of_its_application(talks: Walk) -> None:
    table = paper(talks, "D31", "2023-06-05", "extension", reason="双方书面同意", days="7")
    assert table.longer.due == day("2023-06-15")
    assert "延长七日，至2023年6月15日届满" in shown("D31", table)
    assert table.ends == paper(talks, "D13", "2023-06-05").ends


def test_nobody_decides_on_a_mediator_there_is_not(cast: Cast) -> None:
    walk = Walk(cast).file().accept()
    assert blockers(walk, "D31", "2023-05-09") == ["not_assigned"]
    assert papers.subjects(read(walk), "D31") == []
    performing = Walk(cast, second()).to(State.PERFORMING)
    assert list(keys(performing, "D31")) == ["更换和解员（第 1 次）", "回避（第 1 件）"]


# ── All of them ──


@pytest.mark.parametrize("form", COURSE)
def test_words_and_number_of_an_enforcement_case(filed_first: Walk, form: str) -> None:
    if form == "D19":
        filed_first.do(mediation.fail, "qian", "2023-05-30", code="20")
    for subject in papers.subjects(read(filed_first), form):
        context = paper(filed_first, form, "2023-06-01", subject.key)
        text = shown(form, context)
        assert context.paper_no == EXEC_NO
        assert EXEC_NO in text
        assert "被申请人" not in text
        assert "立案前" not in text
        assert "移送立案" not in text


@pytest.mark.parametrize("form", COURSE)
def test_before_filing_nobody_is_an_enforcement_debtor(talks: Walk, form: str) -> None:
    if form == "D19":
        talks.do(mediation.fail, "qian", "2023-05-30", code="20")
    for subject in papers.subjects(read(talks), form):
        text = shown(form, paper(talks, form, "2023-06-01", subject.key))
        assert not [word for word in ("被执行人", "申请执行人", "恢复执行", "执行通知") if word in text]


@pytest.mark.parametrize(
    ("form", "subject", "fills"),
    [
        ("D07", "invitation:1", {"addressee": "某村民委员会"}),
        ("D10", "刘某", {"held_on": "2023-05-19", "starts": "09:30:00"}),
        ("D13", "", {"reason": "还差担保人签字"}),
        ("D31", "recusal:1", {"reason": "与申请人是近亲属"}),
    ],
)
def test_what_is_issued_is_what_was_drafted(talks: Walk, form: str, subject: str, fills: dict[str, Any]) -> None:
    key = keys(talks, form).get(subject, subject)
    drafted = paper(talks, form, "2023-05-15", key, **fills)
    issued = issue(talks, form, "2023-05-15", subject=key, **fills)
    assert archive.context_of(issued) == drafted
    assert archive.pdf(issued).startswith(b"%PDF")
    assert Paper.objects.filter(owner_key=owner_key(talks.case_id), form=form).count() == 1


@pytest.mark.parametrize("form", COURSE)
@pytest.mark.parametrize("state", list(State))
def test_in_each_state_offered_or_refused_with_a_reason(cast: Cast, form: str, state: State) -> None:
    walk = Walk(cast).to(state)
    found = blockers(walk, form, "2023-06-01")
    allowed = state.value in FORMS[form].states
    assert ("form_not_now" in found) is not allowed
    if allowed and not found:
        subjects = papers.subjects(read(walk), form)
        assert subjects
        for subject in subjects:
            assert paper(walk, form, "2023-06-01", subject.key).case_no


@pytest.mark.parametrize("who", ["wu", "cai", "ling", "xi", "zhao"])
def test_who_has_no_part_in_the_case_issues_none(talks: Walk, who: str) -> None:
    with pytest.raises((NotVisible, Forbidden)):
        issue(talks, "D31", "2023-05-15", who=who, subject="recusal:1", reason="近亲属")
    assert not Paper.objects.filter(form="D31").exists()
