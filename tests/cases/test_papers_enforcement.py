"""D17, D18, D21, D22, D23 and D25 of cases built through the actions: both legal models, refused states, blanks."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cases import papers
from cases.actions import handover, intake, mediation, performance
from cases.actions import papers as acts
from cases.actions.acting import InvalidInput
from cases.actions.inputs import PreservationInput
from cases.models import Case, whole_file
from cases.states import State
from documents import archive
from documents.contexts import facts
from documents.models import Paper
from documents.registry import FORMS
from documents.render import html_preview
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing
from tests.cases.desk import Desk
from tests.cases.test_act_pages import done
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast

FIRST, AGAIN = "（2023）鄂1023执1001号", "（2023）鄂1023执恢7号"
RULED = {"bench": "officer", "judges": ["吴某"], "clerk": "书记员舒"}


def read(walk: Walk) -> Case:
    return whole_file(Case.objects.all()).get(pk=walk.case_id)


def paper(walk: Walk, form: str, on: str, subject: str = "", **fills: Any) -> Any:
    return papers.drafted(read(walk), form, on=day(on), subject=subject, fills=fills).context


def keys(walk: Walk, form: str) -> list[str]:
    return [each.key for each in papers.subjects(read(walk), form)]


def issue(walk: Walk, form: str, at: str, subject: str = "", who: str = "shu", **fills: Any) -> Paper:
    issued: Paper = walk.do(acts.issue_paper, who, at, form=form, subject=subject, fills=fills)
    return issued


def reasons(walk: Walk, form: str) -> str:
    return str(dict(papers.offered(read(walk)))[FORMS[form]])


@pytest.fixture
def before(cast: Cast) -> Walk:
    """Model A: two instalments promised, nothing paid."""
    walk = Walk(cast, loan_with_account()).file().accept().assign()
    return walk.conclude()


@pytest.fixture
def after(cast: Cast) -> Walk:
    """Model B: the same in an enforcement case."""
    filing = replace(loan_with_account(), legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    return walk.conclude()


def broken(walk: Walk) -> Walk:
    walk.confirm(walk.pay("10000.00", "2023-06-19"), "2023-06-20")
    walk.do(performance.declare_default, "qian", "2023-06-26")
    return walk


def fulfilled(walk: Walk) -> Walk:
    for amount, on in (("40000.00", "2023-06-20"), ("47481.25", "2023-07-20")):
        walk.confirm(walk.pay(amount, on), on)
    walk.do(performance.fulfil, "qian", "2023-07-21")
    return walk


@pytest.mark.parametrize("form", ["D17", "D18", "D23"])
def test_nothing_of_enforcement_before_there_is_a_number(before: Walk, form: str) -> None:
    assert "还没有执行案号" in reasons(before, form)
    with pytest.raises(Refused, match="还没有执行案号"):
        issue(before, form, "2023-05-22")


def test_a_case_handed_over_later_has_a_number_but_is_not_reconciled_after_filing(before: Walk) -> None:
    broken(before).do(handover.hand_over, "qian", "2023-06-27", applied_on=day("2023-06-27"))
    before.do(handover.acknowledge, "chen", "2023-06-28", exec_case_no="（2023）鄂1023执1002号")
    for form in ("D17", "D18", "D23"):
        assert "只用于先立案后和解" in reasons(before, form)


def test_a_settlement_stays_the_enforcement(after: Walk) -> None:
    assert keys(after, "D17") == ["suspend", "terminate"]
    ruling = paper(after, "D17", "2023-05-22", "suspend", **RULED)
    assert (ruling.head.court, ruling.paper_no) == ("湖北省监利市人民法院", FIRST)
    assert (ruling.registered_on, ruling.settlement.signed_on) == (day("2023-05-10"), day("2023-05-20"))
    assert (ruling.settlement.total, ruling.settlement.instalments) == (Decimal("87481.25"), 2)
    assert (ruling.formation, ruling.ground, ruling.scope, ruling.measures) == ("joint", "agreed", "", ())
    assert ruling.cite_agreed == (
        "《中华人民共和国民事诉讼法》第二百三十七条、第二百六十三条第一项、第二百六十五条，"
        "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第四百六十四条，"
        "《最高人民法院关于执行和解若干问题的规定》第二条"
    )
    assert facts.missing(ruling) == ()
    assert "第二百六十七条第一项、第二百六十九条" in paper(after, "D17", "2024-01-02", "suspend").cite_agreed


def test_who_signs_a_ruling_is_written_in_its_draft(after: Walk) -> None:
    draft = paper(after, "D17", "2023-05-22", "suspend")
    assert {gap.field for gap in facts.missing(draft)} >= {"judges"}
    with pytest.raises(Refused, match="署名的审判人员或者执行员"):
        issue(after, "D17", "2023-05-22", "suspend")


def test_the_province_is_the_courts_to_leave_out(after: Walk) -> None:
    DatedSetting.objects.create(code="court_title_with_province", since=day("2023-06-01"), value="否", source="院务会")
    assert paper(after, "D17", "2023-05-31", "suspend").head.court == "湖北省监利市人民法院"
    assert paper(after, "D17", "2023-06-01", "suspend").head.court == "监利市人民法院"
    assert paper(after, "D21", "2023-06-28").head.court == "监利市人民法院"


def test_a_settlement_that_never_came_before_the_court_stays_nothing(cast: Cast) -> None:
    filing = replace(loan_with_account(), legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    walk.conclude(walk.terms("2023-05-20", "87481.25", ("2023-06-20", "87481.25"), formation_mode="private"))
    blank = facts.missing(paper(walk, "D17", "2023-05-22", "suspend", **RULED))
    assert [(gap.field, gap.at) for gap in blank] == [("formation", "agreement")]
    assert facts.missing(paper(walk, "D17", "2023-05-22", "terminate", **RULED)) == ()


def test_several_items_are_named_and_what_is_frozen_stays(cast: Cast) -> None:
    filing = loan_filing(legal_model="B", wants_registration=True)
    more = replace(filing.basis.items[0], text="支付利息1000元", amount=Decimal("1000.00"))
    filing = replace(filing, basis=replace(filing.basis, items=(*filing.basis.items, more)))
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    frozen = PreservationInput("in_suit", "deposit", "存款", day("2023-05-01"), day("2024-04-30"))
    walk.do(intake.record_preservation, "wang", "2023-05-12", frozen=frozen)
    walk.conclude()
    ruling = paper(walk, "D17", "2023-05-22", "terminate", **RULED)
    assert (ruling.scope, ruling.ground) == ("第一项、第二项", "long_term")
    assert "不因本裁定解除" in ruling.measures[0]
    assert "第一项、第二项的执行" in html_preview(FORMS["D17"], ruling)


def test_an_application_withdrawn_after_filing_ends_the_enforcement(cast: Cast) -> None:
    filing = loan_filing(legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    walk.do(intake.withdraw, "wang", "2023-05-15", code="30", note="申请人自行了结")
    assert keys(walk, "D17") == ["terminate"]
    ruling = paper(walk, "D17", "2023-05-16", **RULED)
    assert (ruling.ground, ruling.requested_on, ruling.settlement) == ("withdrawn", day("2023-05-15"), None)
    assert ruling.cite_withdrawn == "《中华人民共和国民事诉讼法》第二百六十四条第一项、第二百六十五条"
    assert facts.missing(ruling) == ()
    assert "再次申请执行" in html_preview(FORMS["D17"], ruling)


def test_a_death_is_not_ruled_on_here(cast: Cast) -> None:
    filing = loan_filing(legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    walk.do(intake.withdraw, "wang", "2023-05-15", code="31", note="被执行人死亡")
    assert keys(walk, "D17") == []
    with pytest.raises(Refused, match="没有撤销申请"):
        issue(walk, "D17", "2023-05-16")


def test_rulings_of_a_case_follow_one_another(after: Walk) -> None:
    first = issue(after, "D17", "2023-05-22", "suspend", **RULED)
    again = issue(after, "D17", "2023-05-23", "suspend", **RULED)
    broken(after)
    second = issue(
        after, "D23", "2023-06-28", "refuse", applied_on="2023-06-27", ground="other", facts=["另案处理"], **RULED
    )
    assert [row.number for row in (first, again, second)] == [FIRST, FIRST, f"{FIRST}之一"]
    assert (again.version, second.title) == (2, "执行裁定书")
    assert archive.pdf(second).startswith(b"%PDF")
    assert paper(after, "D23", "2023-06-28", "notice").earlier == f"以{FIRST}执行裁定书裁定中止执行"


def test_closing_notice_of_an_enforcement_case(after: Walk) -> None:
    assert "所处阶段" in reasons(after, "D18")
    fulfilled(after)
    notice = paper(after, "D18", "2023-07-21", officer="吴某", clerk="书记员舒")
    assert (notice.paid_total, notice.performed_on, notice.closed_on) == (
        Decimal("87481.25"),
        day("2023-07-20"),
        day("2023-07-21"),
    )
    assert (notice.fee, notice.fee_state, notice.measures) == (Decimal("1212.22"), "due", ())
    assert notice.cite_closing.endswith("第八条")
    assert facts.missing(notice) == ()
    issued = issue(after, "D18", "2023-07-21", officer="吴某", clerk="书记员舒", fee_state="paid")
    assert (issued.number, issued.title) == (FIRST, "执行结案通知书")


def test_nobody_is_reminded_while_nothing_is_overdue(before: Walk) -> None:
    for at in ("2023-06-20", "2023-06-25"):
        with pytest.raises(Refused, match="没有逾期未付的分期"):
            issue(before, "D21", at)


def test_reminder_before_filing(before: Walk) -> None:
    before.confirm(before.pay("10000.00", "2023-06-19"), "2023-06-20")
    notice = paper(before, "D21", "2023-06-28")
    assert [(row.seq, row.amount, row.left, row.days) for row in notice.overdue] == [
        (1, Decimal("40000.00"), Decimal("30000.00"), 8)
    ]
    assert (notice.overdue_total, notice.later) == (Decimal("30000.00"), Decimal("47481.25"))
    assert notice.last_day == day("2023-07-03")
    assert notice.account.number == "6222029999000010017"
    assert notice.cite_default == "《中华人民共和国民事诉讼法》第二百四十三条"
    assert facts.missing(notice) == ()
    issued = issue(before, "D21", "2023-06-28", last_day="2023-07-01")
    assert issued.number == before.case.case_no
    assert "恢复执行" not in html_preview(FORMS["D21"], notice)


def test_reminder_after_filing_goes_on_in_default(after: Walk) -> None:
    broken(after)
    notice = paper(after, "D21", "2023-06-28")
    assert (notice.debtor.role, notice.paper_no) == ("被执行人", FIRST)
    assert notice.cite_default == "《最高人民法院关于执行和解若干问题的规定》第九条"
    assert "恢复执行原生效法律文书" in html_preview(FORMS["D21"], notice)


def test_application_before_filing_is_for_the_original_instrument(before: Walk) -> None:
    broken(before)
    asked = paper(before, "D22", "2023-06-27")
    assert (asked.exec_no, asked.registered_on, asked.ground) == ("", None, "default")
    assert FORMS["D22"].title_for(filed=asked.filed) == "申请执行书"
    assert [(row.seq, row.paid, row.left) for row in asked.instalments] == [
        (1, Decimal("10000.00"), Decimal("30000.00")),
        (2, Decimal("0.00"), Decimal("47481.25")),
    ]
    sheet = paper(before, "D30", "2023-06-27")
    assert (asked.balance_total, asked.paid_total) == (sheet.balance_total, Decimal("10000.00"))
    assert {line.label: line.amount for line in asked.balance} == {
        line.label: line.amount for line in sheet.balance if line.amount
    }
    assert asked.cite_ground == "《中华人民共和国民事诉讼法》第二百四十三条"
    assert asked.clues == ()
    assert facts.missing(asked) == ()
    assert issue(before, "D22", "2023-06-27", clues=["车辆一辆"]).title == "申请执行书"


def test_application_after_filing_is_to_go_on(after: Walk) -> None:
    asked = paper(after, "D22", "2023-05-22")
    assert [gap.field for gap in facts.missing(asked)] == ["ground"]
    assert facts.missing(paper(after, "D22", "2023-05-22", ground="fraud")) == ()
    broken(after)
    issued = issue(after, "D22", "2023-06-27")
    assert (issued.title, issued.number) == ("恢复执行申请书", "")
    assert paper(after, "D22", "2023-06-27").cite_ground == "《中华人民共和国民事诉讼法》第二百三十七条"


def test_resumption_deducts_what_was_paid(after: Walk) -> None:
    issue(after, "D17", "2023-05-22", "terminate", **RULED)
    broken(after)
    after.do(handover.hand_over, "qian", "2023-06-27", applied_on=day("2023-06-27"))
    after.do(handover.acknowledge, "chen", "2023-06-28", exec_case_no=AGAIN)
    assert keys(after, "D23") == ["notice", "resume", "refuse"]
    notice = paper(after, "D23", "2023-06-29", "notice", **RULED)
    assert (notice.paper_no, notice.first_no, notice.first_on) == (AGAIN, FIRST, None)
    assert (notice.applied_on, notice.ground) == (day("2023-06-27"), "default")
    assert notice.facts == ("第一期40,000.00元应于2023年6月20日以前付清，尚欠30,000.00元没有支付。",)
    sheet = paper(after, "D30", "2023-06-29")
    assert (notice.deducted, notice.balance_total) == (Decimal("10000.00"), sheet.balance_total)
    assert notice.earlier == f"以{FIRST}执行裁定书裁定终结执行"
    assert facts.missing(notice) == ()
    issued = issue(after, "D23", "2023-06-29", "notice", **RULED)
    ruled = issue(after, "D23", "2023-06-29", "resume", **RULED)
    assert [(row.title, row.number) for row in (issued, ruled)] == [
        ("恢复执行通知书", AGAIN),
        ("执行裁定书", f"{AGAIN}之一"),
    ]
    assert "第九条、第十一条、第十七条" in paper(after, "D23", "2023-06-29", "resume").cite_decision


@pytest.mark.parametrize(
    ("paid", "on", "ground", "words"),
    [
        ((), "2023-06-01", "not_due", "各期款项均未到期，共87,481.25元"),
        ((("40000.00", "2023-06-19"),), "2023-06-26", "performing", "尚未到期的款项为47,481.25元"),
        ((), "2023-06-22", "other", ""),
    ],
)
def test_reasons_to_refuse_follow_the_ledger(after: Walk, paid: Any, on: str, ground: str, words: str) -> None:
    for amount, paid_on in paid:
        after.pay(amount, paid_on)
    assert keys(after, "D23") == ["refuse"]
    ruling = paper(after, "D23", on)
    assert ruling.ground == ground
    assert words in "".join(ruling.facts)
    assert ("facts" in [gap.field for gap in facts.missing(ruling)]) == (not words)


def test_a_performed_settlement_is_not_resumed(after: Walk) -> None:
    fulfilled(after)
    ruling = paper(after, "D23", "2023-07-25", applied_on="2023-07-24", **RULED)
    assert (ruling.variant, ruling.ground) == ("refuse", "performed")
    assert ruling.facts == ("执行和解协议约定的各期款项已经全部付清。",)
    assert facts.missing(ruling) == ()
    with pytest.raises(InvalidInput):
        issue(after, "D23", "2023-07-25", "notice")


def test_without_a_settlement_nothing_is_resumed(cast: Cast) -> None:
    filing = loan_filing(legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=FIRST, registered_on=day("2023-05-10"))
    walk.do(mediation.fail, "qian", "2023-05-30", code="22", note="差距过大")
    walk.do(handover.hand_over, "qian", "2023-05-31")
    assert keys(walk, "D23") == keys(walk, "D22") == []
    with pytest.raises(Refused, match="本案没有执行和解协议"):
        issue(walk, "D23", "2023-06-01")


def letter(walk: Walk, kind: str) -> str:
    return next(key for key in keys(walk, "D25") if key.startswith(kind))


def test_a_letter_on_credit_rests_on_a_certificate_that_stands(before: Walk) -> None:
    fulfilled(before)
    blank = paper(before, "D25", "2023-07-24", letter(before, "bank"), addressee="某银行")
    assert [gap.field for gap in facts.missing(blank)] == ["certificate_no"]
    with pytest.raises(Refused, match="还没有签发，或者已经作废"):
        issue(before, "D25", "2023-07-24", letter(before, "bank"), addressee="某银行")
    proof = issue(before, "D24", "2023-07-24")
    first = issue(before, "D25", "2023-07-24", letter(before, "bank"), addressee="某银行")
    assert (first.number, first.title) == ("监法函〔2023〕1号", "信用修复推荐函")
    assert paper(before, "D25", "2023-07-25", letter(before, "credit")).certificate_no == proof.number
    before.do(acts.void_paper, "shu", "2023-07-25", paper_id=proof.pk, reason="印错")
    assert paper(before, "D25", "2023-07-25", letter(before, "credit")).certificate_no == ""


def test_a_second_letter_does_not_replace_the_first(before: Walk) -> None:
    fulfilled(before)
    issue(before, "D24", "2023-07-24")
    rows = [
        issue(before, "D25", "2023-07-24", letter(before, kind), addressee=name)
        for kind, name in (("bank", "甲银行"), ("bank", "乙银行"), ("credit", "信用中心"))
    ]
    assert [row.number for row in rows] == ["监法函〔2023〕1号", "监法函〔2023〕2号", "监法函〔2023〕3号"]
    assert [row.state_word for row in rows] == ["已签发"] * 3
    assert {row.version for row in rows} == {1}


def test_a_letter_waits_until_everything_is_performed(before: Walk) -> None:
    assert "所处阶段" in reasons(before, "D25")


def test_the_report_is_no_paper_of_a_case(before: Walk) -> None:
    assert "不属于哪一件案件" in reasons(before, "D28")
    with pytest.raises(Refused, match="不属于哪一件案件"):
        issue(before, "D28", "2023-05-22")


def test_states_without_these_papers_say_so(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    for form in ("D21", "D22", "D25"):
        assert "所处阶段" in reasons(walk, form)
        with pytest.raises(Refused, match="所处阶段") as refused:
            issue(walk, form, "2023-05-10")
        assert len(refused.value.blockers) == 1


def test_what_is_open_in_a_ruling_is_written_on_the_page(after: Walk, cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    fields = clerk.open(after.case_id, "issue-paper", "?form=D17&subject=suspend")
    assert fields["paper"] == ["D17:suspend"]
    typed = {"fill_judges": ["吴某"], "fill_bench": ["officer"], "fill_clerk": ["书记员舒"]}
    answer = clerk.hand_in(after.case_id, "issue-paper", fields | typed)
    done(answer, after.case_id)
    assert Paper.objects.get(form="D17").variant == "suspend"
