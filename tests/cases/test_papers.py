"""Which facts of a case go on which paper: amounts from the calculation, statutes by date, words by legal model."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from cases import papers
from cases.actions import handover, intake, mediation, performance
from cases.actions.inputs import AgreementInput, SessionInput
from cases.facts import owner_key
from cases.models import Case, whole_file
from cases.papers import agreement as agreement_papers
from cases.papers.performance import instalment_of
from cases.rules.instalments import Planned
from cases.states import State
from documents import archive
from documents.contexts import facts
from documents.models import Paper
from documents.registry import FORMS
from documents.render import html_preview
from jianli_mediation.core.models import DatedSetting
from tests.build import CHEN, LIU, Walk, day, loan_filing, moment
from tests.cases.test_scenarios import enterprise_filing, interest_filing
from tests.cast import Cast


def read(walk: Walk) -> Case:
    return whole_file(Case.objects.all()).get(pk=walk.case_id)


def paper(walk: Walk, form: str, on: str, subject: str = "") -> Any:
    return papers.drafted(read(walk), form, on=day(on), subject=subject).context


def loan_with_account() -> Any:
    filing = loan_filing()
    creditor, debtor = filing.parties
    return replace(
        filing,
        parties=(
            replace(
                creditor, account_name="陈某", account_bank="某银行", account_no="6222029999000010017", nation="汉"
            ),
            debtor,
        ),
    )


@pytest.fixture
def s1(cast: Cast) -> Walk:
    return Walk(cast, loan_with_account()).file().accept().assign()


@pytest.fixture
def s1_paid(s1: Walk) -> Walk:
    s1.urge("2023-05-10")
    payment = s1.pay("87950.51", "2023-05-24")
    s1.confirm(payment, "2023-05-25")
    s1.do(mediation.settle_in_full, "li", "2023-05-25 16:00")
    return s1


def test_notice_has_a_version_for_each_side(s1: Walk) -> None:
    keys = {each.label: each.key for each in papers.subjects(read(s1), "D03")}
    ours, theirs = paper(s1, "D03", "2023-05-09", keys["陈某"]), paper(s1, "D03", "2023-05-09", keys["刘某"])
    assert (ours.variant, theirs.variant) == ("applicant", "respondent")
    assert (ours.addressee.name, ours.opposite, theirs.opposite) == ("陈某", "刘某", "陈某")
    assert (ours.period_days, ours.extension_days, ours.deadline) == (30, 15, day("2023-06-08"))
    assert not ours.deadline_estimated
    assert ours.addressee.nation == "汉族"
    assert theirs.execution_fee == Decimal("1212.22")
    assert facts.missing(ours) == facts.missing(theirs) == ()


def test_statutes_follow_the_date_of_the_paper(s1: Walk) -> None:
    key = papers.subjects(read(s1), "D08")[0].key
    assert paper(s1, "D08", "2023-05-10", key).cite_interest.endswith("第二百六十条")
    assert paper(s1, "D08", "2024-01-02", key).cite_interest.endswith("第二百六十四条")
    notice = paper(s1, "D03", "2023-05-10", key)
    assert notice.cite_limitation == "《中华人民共和国民事诉讼法》第二百四十六条"
    assert notice.cite_sanctions == "《中华人民共和国民事诉讼法》第一百一十四条、第一百一十八条"


def test_urging_notice_counts_to_its_day(s1: Walk) -> None:
    notice = paper(s1, "D08", "2023-05-10")
    assert {line.label: line.amount for line in notice.amounts} == {
        "本金": Decimal("86500.00"),
        "加倍部分债务利息": Decimal("257.34"),
        "费用": Decimal("981.25"),
    }
    assert (notice.total, notice.daily_interest) == (Decimal("87738.59"), Decimal("15.14"))
    assert (notice.urging_days, notice.performance_end) == (15, day("2023-04-23"))
    assert (notice.account.holder, notice.account.number) == ("陈某", "6222029999000010017")
    assert notice.debtor.id_number == LIU
    assert notice.contact.name == "和解员李"
    assert facts.missing(notice) == ()


def test_an_account_that_nobody_named_is_a_blank_and_never_guessed(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    assert [gap.label for gap in facts.missing(paper(walk, "D08", "2023-05-10"))] == ["收款账户"]


def test_court_speaks_with_its_dated_settings(s1: Walk) -> None:
    for since, phone in (("2023-01-01", "0716-1111111"), ("2024-01-01", "0716-2222222")):
        DatedSetting.objects.create(code="complaint_phone", since=day(since), value=phone, source="院务会")
    key = papers.subjects(read(s1), "D08")[0].key
    assert paper(s1, "D08", "2023-05-10", key).head.complaint_phone == "0716-1111111"
    assert paper(s1, "D08", "2024-05-10", key).head.complaint_phone == "0716-2222222"


def test_s1_receipt_closing_and_certificate(s1_paid: Walk) -> None:
    receipt = paper(s1_paid, "D15", "2023-05-25")
    assert (receipt.amount, receipt.left, receipt.settled) == (Decimal("87950.51"), Decimal("0.00"), True)
    assert (receipt.creditor.id_number, receipt.instalment, receipt.agreement_on) == (CHEN, None, None)
    assert {line.label: line.amount for line in receipt.set_off} == {
        "费用": Decimal("981.25"),
        "本金": Decimal("86500.00"),
        "加倍部分债务利息": Decimal("469.26"),
    }
    closing = paper(s1_paid, "D16", "2023-05-25")
    assert (closing.performed_on, closing.confirmed_on, closing.closed_on) == (
        day("2023-05-24"),
        day("2023-05-25"),
        day("2023-05-25"),
    )
    assert (closing.paid_total, closing.urged_on, closing.agreement_on) == (
        Decimal("87950.51"),
        day("2023-05-10"),
        None,
    )
    certificate = paper(s1_paid, "D24", "2023-05-26")
    assert (certificate.total, certificate.performed_on) == (Decimal("87950.51"), day("2023-05-24"))
    assert certificate.duty[-1] == "负担案件受理费等981.25元。"
    assert facts.missing(receipt) == facts.missing(closing) == facts.missing(certificate) == ()


def test_s2_agreement_and_a_receipt_for_each_instalment(cast: Cast) -> None:
    walk = Walk(cast, enterprise_filing()).file().accept("2023-09-01").assign("2023-09-01", "2023-09-01")
    plan = (("2023-10-10", "160000"), ("2023-11-10", "160000"), ("2023-12-11", "164250"))
    walk.conclude(
        walk.terms(
            "2023-09-26",
            "484250",
            *plan,
            grace_days=3,
            imputation="principal_first",
            debt_confirmed=Decimal("484250"),
            waiver="按期足额履行的，免除加倍部分债务利息。",
            waiver_condition="按期足额履行",
        )
    )
    context = paper(walk, "D14", "2023-09-26")
    assert [(line.seq, line.due_on, line.amount) for line in context.instalments] == [
        (1, day("2023-10-10"), Decimal("160000.00")),
        (2, day("2023-11-10"), Decimal("160000.00")),
        (3, day("2023-12-11"), Decimal("164250.00")),
    ]
    assert (context.total, context.instalments_total, context.grace_days) == (
        Decimal("484250.00"),
        Decimal("484250.00"),
        3,
    )
    assert [line.label for line in context.confirmed] == ["各方确认的债务"]
    assert context.imputation[0] == "主债务"
    assert (context.creditors[0].role, context.debtors[0].role) == ("甲方（申请人）", "乙方（被申请人）")
    assert context.signatories[0].capacity == "法定代表人甲"
    assert "申请执行原生效法律文书" in context.default_clause
    for on, amount in (("2023-10-10", "160000"), ("2023-11-09", "160000"), ("2023-12-11", "164250")):
        walk.confirm(walk.pay(amount, on), on)
    keys = [each.key for each in papers.subjects(read(walk), "D15")]
    receipts = [paper(walk, "D15", "2023-12-11", key) for key in keys]
    assert {row.payer for row in receipts} == {""}
    assert [(row.instalment, row.left) for row in receipts] == [
        (1, Decimal("324250.00")),
        (2, Decimal("164250.00")),
        (3, Decimal("0.00")),
    ]


def test_s4_hand_over_carries_the_balance_of_its_day(cast: Cast) -> None:
    walk = Walk(cast, interest_filing()).file().accept("2023-04-26").assign("2023-04-26", "2023-04-26")
    note = "债务人私下说年底有一笔工程款"
    walk.do(
        mediation.log_session,
        "li",
        "2023-05-09 11:00",
        session=SessionInput(
            held_on=day("2023-05-09"),
            positions="许某：请尽快付清。\n双方都愿意再谈。",
            confidential_note=note,
        ),
    )
    plan = (("2023-05-31", "50000"), ("2023-06-30", "50000"), ("2023-09-28", "109170"))
    walk.conclude(walk.terms("2023-05-18", "209170", *plan, grace_days=3))
    walk.confirm(walk.pay("50000", "2023-05-31"), "2023-05-31")
    walk.pay("20000", "2023-07-05")
    walk.do(performance.declare_default, "li", "2023-07-06")
    reckoned = paper(walk, "D30", "2023-07-20")
    assert (reckoned.balance_total, reckoned.execution_fee) == (Decimal("146511.97"), Decimal("2002.97"))
    assert [(line.item, line.days, line.rate, str(line.amount)) for line in reckoned.interest] == [
        ("一般利息", 364, "3.65%每年", "7280.00"),
        ("一般利息", 35, "3.65%每年", "558.01"),
        ("一般利息", 15, "3.65%每年", "209.98"),
        ("加倍部分利息", 142, "0.0175%每日", "4970.00"),
        ("加倍部分利息", 35, "0.0175%每日", "976.51"),
        ("加倍部分利息", 15, "0.0175%每日", "367.47"),
    ]
    assert [(line.principal_left, line.pending) for line in reckoned.payments] == [
        (Decimal("159430.00"), Decimal(0)),
        (Decimal("139988.01"), Decimal(20000)),
    ]
    assert [line.label for line in reckoned.awarded] == ["本金", "受理费等费用"]
    assert any("不含受理费" in note for note in reckoned.notes)
    assert (reckoned.calendar, len(reckoned.rules)) == ("放假安排公布到2026-12-31", 12)
    walk.do(handover.hand_over, "qian", "2023-07-20", applied_on=day("2023-07-20"))
    sheet = paper(walk, "D20", "2023-07-20")
    assert (sheet.balance_total, sheet.execution_fee) == (Decimal("146511.97"), Decimal("2002.97"))
    assert {line.label: line.amount for line in sheet.balance} == {
        "本金": Decimal("139988.01"),
        "一般债务利息": Decimal("209.98"),
        "加倍部分债务利息": Decimal("6313.98"),
    }
    assert sheet.payments_total == Decimal("70000.00")
    assert [line.confirmed for line in sheet.payments] == [True, False]
    assert sheet.limitation_hint == day("2025-07-07")
    assert sheet.result_label == "达成和解（分期履行中），其后没有履行"
    assert "第 2 期" in sheet.default_note
    assert "会商笔录" in [line.title for line in sheet.papers]
    assert note not in html_preview(FORMS["D20"], sheet)
    record = paper(walk, "D11", "2023-05-09")
    assert note not in html_preview(FORMS["D11"], record)
    assert [(said.speaker, said.text) for said in record.statements] == [
        ("许某", "请尽快付清。"),
        ("", "双方都愿意再谈。"),
    ]


def test_record_of_a_session_takes_offers_as_data_and_who_stayed_away(s1: Walk) -> None:
    creditor, debtor = s1.case.parties.all()
    s1.do(
        mediation.log_session,
        "li",
        "2023-05-12 11:00",
        session=SessionInput(
            held_on=day("2023-05-12"),
            mode="video",
            outcome="continue",
            next_on=day("2023-05-19"),
            attendees=(
                {"party": creditor.pk, "name": "陈某", "as": "本人", "identity": "居民身份证", "absent": ""},
                {"party": debtor.pk, "name": "刘某", "as": "本人", "identity": "", "absent": "联系不上"},
            ),
            offers=(
                {
                    "party": creditor.pk,
                    "by": "陈某",
                    "total": "87000.00",
                    "down": "0.00",
                    "count": 2,
                    "last_on": "2023-07-01",
                    "security": "",
                    "note": "",
                },
            ),
        ),
    )
    record = paper(s1, "D11", "2023-05-12")
    assert [(who.role, who.name, who.absence) for who in record.attendees] == [
        ("申请人", "陈某", ""),
        ("被申请人", "刘某", "联系不上"),
    ]
    assert [who.name for who in record.signatories] == ["陈某"]
    assert (record.offers[0].total, record.offers[0].down, record.offers[0].last_on) == (
        Decimal("87000.00"),
        None,
        day("2023-07-01"),
    )
    assert (record.mode, record.next_on) == ("视频会商", day("2023-05-19"))


def test_words_of_enforcement_only_where_the_case_was_filed_first(cast: Cast) -> None:
    walk = Walk(cast, loan_filing(legal_model="B", wants_registration=True)).file().accept().assign()
    before = paper(walk, "D03", "2023-05-09", papers.subjects(read(walk), "D03")[1].key)
    assert (before.exec_no, before.addressee.role) == ("", "被申请人")
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no="（2023）鄂1023执1001号")
    after = paper(walk, "D03", "2023-05-10", papers.subjects(read(walk), "D03")[1].key)
    assert (after.exec_no, after.addressee.role, after.paper_no) == (
        "（2023）鄂1023执1001号",
        "被执行人",
        "（2023）鄂1023执1001号",
    )
    refused = dict(papers.offered(read(walk)))
    assert "执行立案以前" in str(refused[FORMS["D08"]])


def test_a_case_handed_over_for_filing_keeps_the_words_of_the_time_before(cast: Cast) -> None:
    walk = Walk(cast).to(State.ENFORCEMENT)
    walk.do(handover.acknowledge, "chen", "2023-06-05", exec_case_no="（2023）鄂1023执1002号")
    sheet = paper(walk, "D20", "2023-06-05")
    assert (sheet.exec_no, sheet.debtor_word) == ("", "被申请人")
    assert (sheet.result_code, sheet.result_label) == ("22", "分歧较大")


def test_a_confidential_address_stays_off_what_the_other_side_reads(cast: Cast) -> None:
    filing = loan_with_account()
    hidden = replace(filing.parties[1], address_confidential=True)
    walk = Walk(cast, replace(filing, parties=(filing.parties[0], hidden))).file().accept().assign()
    walk.conclude()
    assert paper(walk, "D14", "2023-05-20").debtors[0].address == ""
    assert paper(walk, "D16", "2023-05-20").debtors[0].address == ""
    assert paper(walk, "D08", "2023-05-20").debtor.address == "红城乡示例村2组"


def test_the_preview_of_typed_terms_is_the_paper_that_will_be_stored(s1: Walk) -> None:
    typed = s1.terms("2023-05-20", "87481.25", ("2023-06-20", "40000.00"), ("2023-07-20", "47481.25"), grace_days=3)
    preview = agreement_papers.agreement_as_typed(read(s1), typed)
    s1.conclude(typed)
    stored = paper(s1, "D14", "2023-05-20")
    ours, theirs = asdict(preview), asdict(stored)
    assert (ours.pop("signed_on"), theirs.pop("signed_on")) == (None, day("2023-05-20"))
    assert (ours.pop("default_clause"), bool(theirs.pop("default_clause"))) == ("", True)
    assert ours == theirs


def test_half_typed_terms_still_give_a_preview(s1: Walk) -> None:
    half = AgreementInput(signed_on=day("2023-05-20"), total=Decimal(0), instalments=())
    fragment = html_preview(FORMS["D14"], agreement_papers.agreement_as_typed(read(s1), half))
    assert "0.00元" in fragment


def test_what_a_paper_is_about_must_be_named_where_there_are_several(s1: Walk) -> None:
    with pytest.raises(LookupError, match="须选定对象"):
        paper(s1, "D03", "2023-05-09")
    with pytest.raises(LookupError, match="还没有可以写进"):
        paper(s1, "D15", "2023-05-09")
    with pytest.raises(LookupError, match="须选定对象"):
        paper(s1, "D08", "2023-05-09", "party:0")


def test_payments_over_several_instalments_name_none() -> None:
    plan = [Planned(day("2023-06-20"), Decimal(100)), Planned(day("2023-07-20"), Decimal(200))]
    assert [
        instalment_of(plan, Decimal(paid), Decimal(amount)) for paid, amount in ((0, 100), (50, 50), (100, 200))
    ] == [
        1,
        1,
        2,
    ]
    assert instalment_of(plan, Decimal(50), Decimal(60)) is None
    assert instalment_of(plan, Decimal(300), Decimal(1)) is None


def test_every_offered_form_is_issued_and_printed_from_a_case(s1_paid: Walk, cast: Cast) -> None:
    """D08 and D03 of the talks, D15, D16 and D24 of the end: through the archive, to the PDF."""
    case = read(s1_paid)
    for form in ("D15", "D16", "D24"):
        draft = papers.drafted(case, form, on=day("2023-05-26"))
        with transaction.atomic():
            issued = archive.issue(
                form=form,
                variant=draft.variant,
                subject=draft.subject,
                context=draft.context,
                owner_key=owner_key(case.pk),
                case_no=case.case_no,
                by=cast.shu,
                now=moment("2023-05-26"),
            )
        assert archive.pdf(issued).startswith(b"%PDF")
    numbers = dict(Paper.objects.filter(owner_key=owner_key(case.pk)).values_list("form", "number"))
    assert numbers == {"D15": "", "D16": "（2023）鄂1023执前和1号", "D24": "监法自履证〔2023〕1号"}


def test_a_day_beyond_the_announced_holidays_is_an_estimate_on_paper(cast: Cast) -> None:
    filing = loan_filing(received_at=moment("2026-12-03 09:30"), basis={"effective_on": day("2026-11-12")})
    walk = Walk(cast, filing).file().accept("2026-12-04").assign("2026-12-07", "2026-12-07")
    key = papers.subjects(read(walk), "D03")[0].key
    notice = paper(walk, "D03", "2026-12-08", key)
    assert (notice.deadline, notice.deadline_estimated) == (day("2027-01-06"), True)
    assert "2027年1月6日届满（暂估，放假安排公布后核定）" in html_preview(FORMS["D03"], notice)
    walk.do(mediation.fail, "li", "2026-12-30 10:00", code="22")
    walk.do(handover.hand_over, "qian", "2026-12-31", urgent=False)
    sheet = paper(walk, "D20", "2026-12-31")
    assert (sheet.handover_due, sheet.handover_estimated, sheet.limitation_estimated) == (day("2027-01-04"), True, True)
    text = html_preview(FORMS["D20"], sheet)
    assert "2027年1月4日（暂估）" in text
    assert "暂估，该年放假安排还没有公布" in text
