"""收案登记: which facts of a case go on D01, D02, D06 and D29, when each may exist, and what must not be on it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cases import papers
from cases.actions import intake, performance
from cases.actions import papers as paper_acts
from cases.actions.acting import Forbidden, NotVisible
from cases.actions.inputs import AgentInput, ClueInput, PartyInput, PaymentInput, PreservationInput
from cases.facts import Reference
from cases.guards import Day, to_issue_paper
from cases.papers.intake import EXCLUSIONS
from cases.rules.eligibility import CRITERIA
from cases.states import State
from documents import archive
from documents.contexts import facts
from documents.models import Paper
from documents.registry import FORMS
from documents.render import html_preview
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.refusal import Refused
from tests.build import CHEN, Walk, day, loan_filing, moment
from tests.cases.test_papers import loan_with_account, paper, read
from tests.cases.test_scenarios import enterprise_filing
from tests.cast import Cast

OURS = ("D01", "D02", "D04", "D05", "D06", "D09", "D29", "D32")
EXEC_NO = "（2023）鄂1023执1001号"
OPEN = {State.INTAKE, State.MEDIATION, State.PERFORMING, State.FAILED, State.DEFAULTED}
HOME = {
    "D01": {State.INTAKE, State.MEDIATION},
    "D02": {State.INTAKE, State.MEDIATION, State.FAILED},
    "D04": {State.INTAKE, State.MEDIATION},
    "D05": OPEN,
    "D06": {State.INTAKE, State.MEDIATION, State.FAILED},
    "D09": {State.MEDIATION, State.PERFORMING},
    "D29": {State.INTAKE, State.MEDIATION},
    "D32": set(State),
}
CLUE = "城南路某小区住房一套"


class Filed(Walk):
    """Registered for enforcement first, then reconciled: model B."""

    def file(self) -> "Filed":
        super().file()
        self.do(intake.register_execution, "chen", "2023-05-08 09:45", exec_case_no=EXEC_NO)
        return self


def blockers(walk: Walk, form: str) -> list[str]:
    on = day("2023-07-21")
    return [each.message for each in to_issue_paper(read(walk), Day(on, Reference(load_calendar())), form=form)]


def both_enterprises() -> Any:
    return loan_filing(enterprise_related="both")


@pytest.mark.parametrize("model", [Walk, Filed])
@pytest.mark.parametrize("state", list(State))
def test_each_form_in_each_state_is_made_whole_or_refused_with_the_reason(
    cast: Cast, state: State, model: type[Walk]
) -> None:
    walk = model(cast, both_enterprises()).to(state)
    for form in OURS:
        if state not in HOME[form]:
            (reason,) = blockers(walk, form)
            assert reason.startswith(f"案件当前所处阶段不出《{FORMS[form].title}》，在“")
            continue
        assert blockers(walk, form) == []
        found = papers.subjects(read(walk), form)
        assert found, form
        for subject in found:
            context = paper(walk, form, "2023-07-21", subject.key)
            assert facts.missing(context) == (), (form, subject)
            text = html_preview(FORMS[form], context)
            assert model is Filed or "被执行人" not in text, (form, subject)
            assert model is Filed or "申请执行人" not in text, (form, subject)


def test_an_application_is_reckoned_to_the_day_of_receipt(cast: Cast) -> None:
    walk = Walk(cast, loan_with_account()).file().accept().assign()
    walk.pay("1000.00", "2023-05-20")
    application = paper(walk, "D01", "2023-05-22")
    assert {line.label: (line.amount, line.note) for line in application.amounts} == {
        "本金": (Decimal("86500.00"), ""),
        "加倍部分债务利息": (Decimal("227.06"), "暂计到2023年5月8日"),
        "费用": (Decimal("981.25"), "受理费、保全费"),
    }
    assert (application.total, application.amount_applied) == (Decimal("87708.31"), Decimal("87481.25"))
    assert (application.reckoned_to, application.paid) == (day("2023-05-08"), ())
    assert application.creditors[0].id_number == CHEN
    assert application.creditors[0].phone == "13800000000"
    assert application.account.number == "6222029999000010017"
    assert application.cite_interest.endswith("第二百六十条")
    assert paper(walk, "D01", "2024-01-02").cite_interest.endswith("第二百六十四条")


def test_the_wish_is_ticked_only_where_it_was_recorded(cast: Cast) -> None:
    walk = Walk(cast).file()
    assert paper(walk, "D01", "2023-05-08").wish == ""
    walk.accept()
    assert paper(walk, "D01", "2023-05-08").wish == "agree"


def test_an_applicant_does_not_learn_where_the_debtor_hides_nor_anybody_the_clues(cast: Cast) -> None:
    filing = loan_filing()
    ours, theirs = filing.parties
    filing = replace(
        filing,
        parties=(replace(ours, address_confidential=True), replace(theirs, address_confidential=True)),
        clues=(
            ClueInput("applicant", "real_estate", CLUE, day("2023-05-08")),
            ClueInput("query", "deposit", "某银行存款", day("2023-05-08")),
        ),
    )
    walk = Walk(cast, filing).file()
    application = paper(walk, "D01", "2023-05-08")
    assert (application.debtors[0].address, application.debtors[0].phone) == ("", "")
    assert application.creditors[0].address == "容城镇示例路1号"
    assert application.clues == 1
    text = html_preview(FORMS["D01"], application)
    assert "财产线索一条，另纸提交" in text
    assert CLUE not in text
    assert "红城乡" not in text


def test_what_was_paid_before_the_application_is_on_it(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    early = PaymentInput(day("2023-05-08"), Decimal("500.00"), "bank_transfer", payer="刘某")
    walk.do(performance.record_payment, "shu", "2023-05-09", payment=early)
    application = paper(walk, "D01", "2023-05-09")
    assert [line.amount for line in application.paid] == [Decimal("500.00")]
    assert "以银行转账方式支付" in html_preview(FORMS["D01"], application)


def test_a_case_to_be_registered_first_asks_for_that(cast: Cast) -> None:
    walk = Walk(cast, loan_filing(legal_model="B", wants_registration=True)).file()
    text = html_preview(FORMS["D01"], paper(walk, "D01", "2023-05-08"))
    assert "请求办理执行立案，同意立案以后由本院组织和解" in text
    assert "在执行立案以前先行和解" not in text
    walk.do(intake.register_execution, "chen", "2023-05-08 16:00", exec_case_no=EXEC_NO)
    text = html_preview(FORMS["D01"], paper(walk, "D01", "2023-05-08"))
    assert "申请执行书（兼执行和解申请）" in text
    assert "被执行人：刘某" in text


def test_a_successor_who_joins_the_talks_applies_too(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    heir = PartyInput("successor", "person", "陈小某", "resident_id", "429999197812310047")
    walk.do(intake.add_party, "shu", "2023-05-12", party=heir)
    assert [each.name for each in paper(walk, "D01", "2023-05-12").creditors] == ["陈某", "陈小某"]
    assert "陈小某承受权利的证明，复印件，1份" in paper(walk, "D02", "2023-05-12").materials
    keys = {each.label for each in papers.subjects(read(walk), "D04")}
    assert keys == {"陈某", "刘某", "陈小某"}


def test_the_receipt_has_the_minute_and_lists_what_the_file_lets_one_expect(cast: Cast) -> None:
    filing = enterprise_filing()
    ours, theirs = filing.parties
    lawyer = AgentInput("lawyer", "秦某", firm="湖北某律师事务所", special=True, powers=("reconcile",))
    filing = replace(
        filing,
        received_at=moment("2023-08-30 15:40"),
        basis=replace(filing.basis, effectiveness_proof="生效证明书"),
        parties=(replace(ours, agents=(lawyer,)), theirs),
        preservations=(
            PreservationInput(
                "in_suit",
                "deposit",
                "某银行存款",
                day("2023-05-01"),
                day("2024-04-30"),
                ruling_no="（2023）鄂1023执保3号",
            ),
        ),
        clues=(ClueInput("applicant", "deposit", "某银行账户", day("2023-08-30")),),
    )
    slip = paper(Walk(cast, filing).file(), "D02", "2023-08-30")
    assert slip.received_at == moment("2023-08-30 15:40")
    assert slip.materials == (
        "申请执行书，原件，1份",
        "民事调解书（2023）鄂1023民初1322号，复印件，1份",
        "生效证明（生效证明书），原件，1份",
        "监利某粮油公司的登记证书，复印件，1份",
        "法定代表人身份证明，原件，1份",
        "授权委托书（秦某），原件，1份",
        "秦某的执业证，复印件，1份",
        "送达地址确认书，原件，1份",
        "保全裁定书（2023）鄂1023执保3号，复印件，1份",
        "财产线索材料，原件，1份",
    )
    assert (slip.handed_in_by, slip.receiver, slip.phone) == ("秦某", "窗口王", "0716-0000000")
    assert (slip.missing_items, slip.supplement_by) == ((), None)
    assert "某银行账户" not in html_preview(FORMS["D02"], slip)
    assert "2023年8月30日15时40分" in html_preview(FORMS["D02"], slip)


def test_an_instrument_of_another_body_needs_proof_that_it_is_in_force(cast: Cast) -> None:
    walk = Walk(cast, loan_filing(basis={"issuer": "荆州仲裁委员会", "kind": "arbitral_award"})).file()
    slip = paper(walk, "D02", "2023-05-08")
    assert (slip.missing_items, slip.supplement_by) == (("生效法律文书的生效证明",), day("2023-05-15"))
    assert paper(walk, "D06", "2023-05-08").jurisdiction is False


def test_the_window_puts_the_list_right_and_each_receipt_has_its_own_number(cast: Cast) -> None:
    walk = Walk(cast).file()
    fills = {
        "materials": ["申请执行书，原件，1份，2页", "身份证，复印件", "照片、录像、聊天记录，另有光盘，共三张，见清单"],
        "missing_items": ["生效证明"],
        "supplement_by": "2023-05-12",
    }
    issued = [
        walk.do(paper_acts.issue_paper, "wang", at, form="D02", fills=fills)
        for at in ("2023-05-08 09:31", "2023-05-08 09:40")
    ]
    assert [(row.number, row.version) for row in issued] == [("（2023）收1号", 1), ("（2023）收2号", 2)]
    slip: Any = archive.context_of(issued[1])
    assert [(row.name, row.copy, row.pieces, row.pages) for row in slip.rows] == [
        ("申请执行书", "原件", "1份", "2页"),
        ("身份证", "复印件", "", ""),
        ("照片、录像、聊天记录", "另有光盘", "共三张", "见清单"),
    ]
    assert slip.supplement_by == day("2023-05-12")


def test_a_line_of_many_commas_stands_whole(cast: Cast) -> None:
    slip = paper(Walk(cast).file(), "D02", "2023-05-08")
    (row,) = replace(slip, materials=("甲，乙，丙，丁，戊", "  ")).rows
    assert (row.name, row.copy) == ("甲，乙，丙，丁，戊", "")


def test_a_receipt_without_a_list_is_not_issued(cast: Cast) -> None:
    walk = Walk(cast).file()
    with pytest.raises(Refused) as refused:
        walk.do(paper_acts.issue_paper, "wang", "2023-05-08 09:31", form="D02", fills={"materials": [], "receiver": ""})
    assert [each.message for each in refused.value.blockers] == [
        "《收件回执》还缺：收到的材料",
        "《收件回执》还缺：收件人",
    ]


def test_the_sheet_ticks_what_the_register_knows_and_leaves_the_rest(cast: Cast) -> None:
    walk = Walk(cast).file()
    sheet = paper(walk, "D06", "2023-05-08")
    assert (sheet.effective, sheet.overdue, sheet.right_holder, sheet.definite) == (True, True, False, False)
    assert sheet.jurisdiction is True
    assert not any(box.ticked for box in sheet.exclusions)
    assert (sheet.review_due, sheet.review_estimated) == (day("2023-05-15"), False)
    assert (sheet.consent_on, sheet.proposed_mediator, sheet.window_opinion) == (None, "", "")
    assert sheet.findings == ("标的100万元以下，宜先和解",)
    walk.accept().assign()
    sheet = paper(walk, "D06", "2023-05-09")
    assert (sheet.consent_on, sheet.consent_how) == (day("2023-05-08"), "现场")
    assert (sheet.proposed_mediator, sheet.creditors[0].phone) == ("和解员李", "13800000000")
    assert "建议登记" in sheet.window_opinion


def test_every_excluding_criterion_of_the_screening_has_its_box() -> None:
    conditions = {"period_running", "items_not_definite", "no_jurisdiction", "applicant_refuses"}
    excluding = {criterion.code for criterion in CRITERIA if criterion.kind == "exclude"}
    assert set(EXCLUSIONS) == (excluding - conditions) | {"limitation_near"}


def test_the_sheet_shows_what_the_screening_found(cast: Cast) -> None:
    filing = loan_filing(basis={"served_by_notice": True, "performance_days": 30})
    walk = Walk(cast, filing).file()
    debtor = read(walk).parties.get(role="respondent")
    walk.do(
        intake.record_party_status, "wang", "2023-05-08 09:50", party_id=debtor.pk, status="missing", note="电话停机"
    )
    sheet = paper(walk, "D06", "2023-05-08")
    assert [box.text for box in sheet.exclusions if box.ticked] == ["公告送达", "下落不明"]
    assert sheet.overdue is False
    assert any("履行期还没有届满" in line and "2023-05-12" in line for line in sheet.findings)


def test_the_sheet_of_a_case_that_must_be_registered_first_says_why(cast: Cast) -> None:
    frozen = PreservationInput("pre_execution", "deposit", "某银行存款", day("2023-05-01"), day("2024-04-30"))
    walk = Walk(cast, loan_filing(preservations=(frozen,), wants_registration=True)).file()
    sheet = paper(walk, "D06", "2023-05-08")
    assert sheet.model == "先立案后和解"
    assert len(sheet.model_reasons) == 2
    assert any("执前保全" in reason for reason in sheet.model_reasons)
    assert "申请人要求立执行案号" in sheet.model_reasons


def test_a_declined_case_keeps_its_sheet_and_its_receipt(cast: Cast) -> None:
    walk = Walk(cast).file()
    walk.do(intake.decline, "wang", "2023-05-08 11:00", code="26", note="申请人不同意和解")
    assert blockers(walk, "D06") == blockers(walk, "D02") == []
    assert facts.missing(paper(walk, "D06", "2023-05-08")) == ()


def test_the_green_channel_is_for_enterprises(cast: Cast) -> None:
    walk = Walk(cast, enterprise_filing()).file()
    sheet = paper(walk, "D29", "2023-08-30")
    assert [(firm.role, firm.name, firm.number, firm.representative) for firm in sheet.enterprises] == [
        ("申请人", "监利某粮油公司", "91421023MA00000151", "甲"),
        ("被申请人", "荆州某食品公司", "91421023MA0000023U", "乙"),
    ]
    assert (sheet.related, sheet.on_lane, sheet.opposite) == ("双方", True, ())
    assert sheet.limits[0] == "登记后半个工作日内指派和解员（一般案件一个工作日）。"
    DatedSetting.objects.create(code="T_CONTACT", since=day("2023-08-01"), value="2", source="院务会")
    assert "接收后二个工作日内首次联系" in paper(walk, "D29", "2023-08-30").limits[1]


def test_the_side_that_is_an_enterprise_stands_first_and_the_other_beside_it(cast: Cast) -> None:
    filing = enterprise_filing()
    person = PartyInput("applicant", "person", "陈某", "resident_id", CHEN)
    walk = Walk(cast, replace(filing, enterprise_related="respondent", parties=(person, filing.parties[1]))).file()
    sheet = paper(walk, "D29", "2023-08-30")
    assert [firm.name for firm in sheet.enterprises] == ["荆州某食品公司"]
    assert sheet.opposite == ("陈某",)


def test_a_case_of_no_enterprise_has_no_green_channel_and_the_page_says_why(cast: Cast) -> None:
    walk = Walk(cast).file()
    assert blockers(walk, "D29") == ["本案没有标注涉企，不出绿色通道标注单"]
    assert papers.subjects(read(walk), "D29") == []
    with pytest.raises(Refused, match="没有标注涉企"):
        walk.do(paper_acts.issue_paper, "wang", "2023-05-08 09:31", form="D29")


def test_all_eight_are_issued_and_printed_from_one_case(cast: Cast) -> None:
    filing = replace(enterprise_filing(), clues=(ClueInput("applicant", "real_estate", CLUE, day("2023-08-30")),))
    walk = Walk(cast, filing).file().accept("2023-09-01").assign("2023-09-01", "2023-09-01")
    for form in OURS:
        subject = papers.subjects(read(walk), form)[0].key
        issued = walk.do(paper_acts.issue_paper, "wang", "2023-09-04", form=form, subject=subject)
        assert archive.pdf(issued).startswith(b"%PDF"), form
        assert CLUE not in str(archive.context_of(issued))
        assert (issued.number != "") == (form in ("D02", "D06"))


def test_who_may_not_issue_papers_may_not_issue_these(cast: Cast) -> None:
    walk = Walk(cast).file()
    for nobody in ("cai", "sun", "ling"):
        with pytest.raises((Forbidden, NotVisible)):
            walk.do(paper_acts.issue_paper, nobody, "2023-05-08 09:31", form="D02")
    assert not Paper.objects.filter(form="D02").exists()
