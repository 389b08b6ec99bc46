"""What one party fills in and signs: D04, D05, D09 and D32 from cases built through the actions."""

from dataclasses import replace

import pytest

from cases import papers
from cases.actions import intake
from cases.actions import papers as paper_acts
from cases.actions.acting import InvalidInput
from cases.actions.inputs import AgentInput, ClueInput, Consent, PartyInput
from cases.papers import declarations
from cases.papers.masks import with_masks
from cases.states import State
from documents import archive
from documents.contexts import facts
from documents.registry import FORMS
from documents.render import html_preview
from tests.build import CHEN, LIU, Walk, day, loan_filing, moment
from tests.cases.test_papers import paper, read
from tests.cases.test_papers_intake import CLUE, Filed
from tests.cases.test_scenarios import enterprise_filing
from tests.cast import Cast

QIN = "429999197812310047"


def keys(walk: Walk, form: str) -> dict[str, str]:
    return {each.label: each.key for each in papers.subjects(read(walk), form)}


def text_of(walk: Walk, form: str, on: str, subject: str) -> str:
    return html_preview(FORMS[form], paper(walk, form, on, subject))


def test_the_answer_that_was_recorded_is_proposed_and_the_other_side_ticks_by_hand(cast: Cast) -> None:
    walk = Walk(cast).file()
    walk.do(
        intake.accept, "wang", "2023-05-08 10:00", consent=Consent(at=moment("2023-05-08 10:00"), channel="phone", notice_version="2")
    )  # fmt: skip
    ours = paper(walk, "D04", "2023-05-09", keys(walk, "D04")["陈某"])
    theirs = paper(walk, "D04", "2023-05-09", keys(walk, "D04")["刘某"])
    assert (ours.answer, ours.channel, ours.read, ours.of_creditor) == ("agree", "电话", "2", True)
    assert (theirs.answer, theirs.channel, theirs.read, theirs.of_creditor) == ("", "", "1", False)
    assert (ours.opposite, theirs.opposite) == (("刘某",), ("陈某",))
    assert (ours.period_days, ours.handover_workdays) == (30, 3)
    assert "请求直接办理执行立案" in html_preview(FORMS["D04"], ours)
    assert "请求直接办理执行立案" not in html_preview(FORMS["D04"], theirs)
    assert "同意可以随时撤回" in html_preview(FORMS["D04"], theirs)


def test_a_refusal_by_a_reached_debtor_is_written_into_the_draft(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    fills = {
        "answer": "refuse",
        "reason": "数额不对",
        "channel": "电话",
        "recording": "A-17",
        "explained_by": "书记员舒",
    }
    issued = walk.do(
        paper_acts.issue_paper, "shu", "2023-05-12", form="D04", subject=keys(walk, "D04")["刘某"], fills=fills
    )
    context = archive.context_of(issued)
    text = html_preview(FORMS["D04"], context)
    assert "〔√〕不同意和解" in text
    assert "数额不对。" in text
    assert "A-17" in text
    with pytest.raises(InvalidInput) as unfit:
        walk.do(
            paper_acts.issue_paper, "shu", "2023-05-12", form="D04", subject=keys(walk, "D04")["刘某"],
            fills={"answer": "maybe", "party": "x"},
        )  # fmt: skip
    assert sorted(unfit.value.errors) == ["fills.answer", "fills.party"]


def test_consent_says_what_withdrawing_it_leads_to_in_each_model(cast: Cast) -> None:
    before, after = Walk(cast).to(State.MEDIATION), None
    text = text_of(before, "D04", "2023-05-12", keys(before, "D04")["刘某"])
    assert "在三个工作日内移送立案，申请执行的时间不变" in text
    after = Filed(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初777号"})).to(State.MEDIATION)
    text = text_of(after, "D04", "2023-05-12", keys(after, "D04")["刘某"])
    assert "撤回以后继续执行" in text
    assert "兼同意执行和解确认书" in text


def test_every_party_has_a_sheet_for_its_address_and_its_own_data_in_full(cast: Cast) -> None:
    filing = loan_filing()
    ours, theirs = filing.parties
    agent = AgentInput("lawyer", "秦某", special=True, powers=("sign_for",))
    theirs = replace(theirs, address_confidential=True, e_service_consent=True, agents=(agent,))
    walk = Walk(cast, replace(filing, parties=(ours, theirs))).to(State.MEDIATION)
    surety = PartyInput("guarantor", "person", "赵某", "resident_id", QIN, address="新沟镇示例街3号")
    walk.do(intake.add_party, "shu", "2023-05-12", party=surety)
    assert set(keys(walk, "D05")) == {"陈某", "刘某", "赵某"}
    sheet = paper(walk, "D05", "2023-05-12", keys(walk, "D05")["刘某"])
    assert (sheet.party.address, sheet.party.phone, sheet.confidential) == ("红城乡示例村2组", "13900000000", True)
    assert (sheet.receiver, sheet.receiver_relation, sheet.e_service) == ("秦某", "委托代理人", "yes")
    other = paper(walk, "D05", "2023-05-12", keys(walk, "D05")["陈某"])
    assert (other.receiver, other.e_service, other.confidential) == ("", "", False)
    assert "红城乡" not in html_preview(FORMS["D05"], other)
    assert facts.missing(sheet) == facts.missing(other) == ()


def test_on_the_screen_her_numbers_are_masked(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    for form in ("D04", "D05", "D09", "D32"):
        for subject in papers.subjects(read(walk), form):
            shown = html_preview(FORMS[form], with_masks(paper(walk, form, "2023-05-12", subject.key)))
            assert CHEN not in shown, form
            assert LIU not in shown, form
            assert "13900000000" not in shown, form


@pytest.mark.parametrize(
    ("on", "direct", "post", "online"),
    [
        ("2021-07-31", "第八十五条", "第八十八条", False),
        ("2021-08-01", "第八十五条", "第八十八条", True),
        ("2022-01-01", "第八十八条", "第九十一条", True),
        ("2024-01-01", "第八十八条", "第九十一条", True),
    ],
)
def test_the_law_of_service_is_that_of_the_day(cast: Cast, on: str, direct: str, post: str, online: bool) -> None:
    cites = declarations._service_cites(day(on))
    assert (cites.direct, cites.post) == (
        f"《中华人民共和国民事诉讼法》{direct}",
        f"《中华人民共和国民事诉讼法》{post}",
    )
    assert bool(cites.online) == online
    assert cites.consent.endswith("第一百三十六条")


def test_the_property_sheet_is_blank_whatever_the_court_knows(cast: Cast) -> None:
    clue = ClueInput("query", "real_estate", CLUE, day("2023-05-08"), location="监房权证第9号")
    walk = Walk(cast, loan_filing(clues=(clue,))).to(State.MEDIATION)
    sheet = paper(walk, "D09", "2023-05-10")
    assert (sheet.days, sheet.due, sheet.debtor.id_number) == (15, None, LIU)
    text = html_preview(FORMS["D09"], sheet)
    assert CLUE not in text
    assert "监房权证" not in text
    assert "自收到本表的次日起十五日内" in text
    assert "自愿决定" in text


def test_the_day_for_the_property_sheet_follows_the_urging_notice(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    walk.urge("2023-05-10")
    sheet = paper(walk, "D09", "2023-05-11")
    assert (sheet.due, sheet.due_estimated) == (day("2023-05-25"), False)
    assert "2023年5月25日以前" in html_preview(FORMS["D09"], sheet)


def test_a_day_beyond_the_announced_holidays_is_an_estimate(cast: Cast) -> None:
    filing = loan_filing(received_at=moment("2026-12-03 09:30"), basis={"effective_on": day("2026-11-12")})
    walk = Walk(cast, filing).file().accept("2026-12-04").assign("2026-12-07", "2026-12-07")
    walk.urge("2026-12-21")
    sheet = paper(walk, "D09", "2026-12-22")
    assert (sheet.due, sheet.due_estimated) == (day("2027-01-05"), True)
    assert "（暂估）以前" in html_preview(FORMS["D09"], sheet)


def test_after_filing_the_property_sheet_does_not_call_itself_voluntary(cast: Cast) -> None:
    walk = Filed(cast).to(State.MEDIATION)
    text = text_of(walk, "D09", "2023-05-12", keys(walk, "D09")["刘某"])
    assert "自愿决定" not in text
    assert "报告财产令" in text
    assert "第二百四十八条" in text


def test_a_letter_for_each_agent_a_blank_one_for_each_party_a_statement_for_each_body(cast: Cast) -> None:
    filing = enterprise_filing()
    ours, theirs = filing.parties
    agent = AgentInput(
        "lawyer", "秦某", id_number=QIN, licence_no="14210202310000001", firm="湖北某律师事务所", special=True,
        powers=("reconcile", "sign_for"), valid_from=day("2023-09-01"), valid_until=day("2023-12-31"),
    )  # fmt: skip
    theirs = replace(theirs, kind="unincorporated", name="荆州某合伙企业", agents=(agent,))
    person = PartyInput("applicant", "person", "陈某", "resident_id", CHEN)
    walk = Walk(cast, replace(filing, parties=(ours, person, theirs))).file()
    assert list(keys(walk, "D32")) == [
        "监利某粮油公司（空白授权委托书）",
        "监利某粮油公司（法定代表人身份证明）",
        "陈某（空白授权委托书）",
        "荆州某合伙企业委托秦某",
        "荆州某合伙企业（空白授权委托书）",
        "荆州某合伙企业（负责人身份证明）",
    ]
    letter = paper(walk, "D32", "2023-09-01", keys(walk, "D32")["荆州某合伙企业委托秦某"])
    assert {power.text: power.ticked for power in letter.powers} == {
        "代为和解": True,
        "放弃、变更权利": False,
        "代收执行款": False,
        "签收文书": True,
    }
    assert (letter.agent.name, letter.agent.id_number, letter.authority) == ("秦某", QIN, "特别授权")
    assert (letter.valid_from, letter.valid_until) == (day("2023-09-01"), day("2023-12-31"))
    assert letter.opposite == ("监利某粮油公司", "陈某")
    text = html_preview(FORMS["D32"], letter)
    assert "〔√〕特别授权" in text
    assert "自2023年9月1日起至2023年12月31日止" in text
    assert "第二十条" in text


def test_each_kind_of_mandate_goes_by_its_own_name(cast: Cast) -> None:
    walk = Walk(cast, enterprise_filing()).file()
    titles = [
        walk.do(paper_acts.issue_paper, "wang", "2023-08-31", form="D32", subject=key).title
        for key in keys(walk, "D32").values()
    ]
    assert titles == ["授权委托书", "法定代表人身份证明"] * 2


def test_a_blank_letter_and_a_statement(cast: Cast) -> None:
    walk = Walk(cast, enterprise_filing()).file()
    blank = paper(walk, "D32", "2023-08-31", keys(walk, "D32")["监利某粮油公司（空白授权委托书）"])
    assert (blank.agent, blank.authority, [power.ticked for power in blank.powers]) == (None, "", [False] * 4)
    assert "代为申请执行" in blank.matters[0]
    statement = paper(walk, "D32", "2023-08-31", keys(walk, "D32")["监利某粮油公司（法定代表人身份证明）"])
    assert (statement.variant, statement.principal.representative, statement.powers) == ("representative", "甲", ())
    assert "甲在我单位担任" in html_preview(FORMS["D32"], statement)


def test_a_subject_of_another_case_is_none(cast: Cast) -> None:
    walk = Walk(cast).file()
    with pytest.raises(LookupError, match="须选定对象"):
        paper(walk, "D32", "2023-05-08", "agent:0")
    with pytest.raises(LookupError, match="须选定对象"):
        paper(walk, "D05", "2023-05-08", "party:0")


def test_a_minor_signs_through_her_guardian(cast: Cast) -> None:
    filing = loan_filing()
    ours, theirs = filing.parties
    walk = Walk(cast, replace(filing, parties=(replace(ours, vulnerable="minor", guardian="陈父"), theirs))).file()
    for form in ("D04", "D05", "D32"):
        key = next(each.key for each in papers.subjects(read(walk), form) if each.label.startswith("陈某"))
        text = text_of(walk, form, "2023-05-08", key)
        assert "陈父" in text, form
        assert "法定代理人（签名）" in text, form
    assert "法定代理人：陈父" in text_of(walk, "D01", "2023-05-08", "")
