"""The page of the agreement: plan, check, paper, signatures; with and without script; amending keeps the old version."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from cases.actions import intake
from cases.models import Agent, Agreement
from cases.rules.clauses import CLAUSES, offered
from cases.states import State
from documents import archive
from documents.models import Paper
from tests.build import Walk, loan_filing
from tests.cases.desk import Desk, fields_of
from tests.cases.test_act_pages import done
from tests.cases.test_scenarios import enterprise_filing
from tests.cast import Cast

S2 = (("2023-10-10", "160,000"), ("2023-11-10", "１６００００"), ("2023-12-11", "164250.00"))


def talks(cast: Cast) -> Walk:
    return Walk(cast, enterprise_filing()).file().accept("2023-09-01 09:00").assign("2023-09-01", "2023-09-01")


def plan(*rows: tuple[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {"plan-TOTAL_FORMS": str(len(rows)), "plan-INITIAL_FORMS": "0"}
    for index, (due, amount) in enumerate(rows):
        fields |= {f"plan-{index}-due_on": due, f"plan-{index}-amount": amount}
    return fields


def signed(walk: Walk) -> dict[str, Any]:
    return {f"signatures-{index}-signed": "on" for index in range(walk.case.parties.count())}


def s2_fields(walk: Walk, **changes: Any) -> dict[str, Any]:
    typed = {"signed_on": "2023-09-26", "imputation": "principal_first", "carry-no_account": "现金当面付，写收条"}
    return {**typed, **plan(*S2), **signed(walk), **changes}


def check(desk: Desk, walk: Walk, verb: str = "conclude", **changes: Any) -> str:
    fields = {**desk.open(walk.case_id, verb), **changes}
    answer = desk.client.post(f"/cases/{walk.case_id}/acts/{verb}/check/", fields)
    assert answer.status_code == 200
    return answer.content.decode()


def test_conclude_s2_to_the_day_and_the_fen(cast: Cast) -> None:
    walk = talks(cast)
    done(Desk(cast, "li").act(walk.case_id, "conclude", **s2_fields(walk)), walk.case_id)
    agreement = Agreement.objects.get(case=walk.case_id)
    assert (agreement.total, agreement.imputation, agreement.grace_days) == (Decimal("484250.00"), "principal_first", 3)
    assert [(row.due_on, row.amount) for row in agreement.instalments.all()] == [
        (date(2023, 10, 10), Decimal("160000.00")),
        (date(2023, 11, 10), Decimal("160000.00")),
        (date(2023, 12, 11), Decimal("164250.00")),
    ]
    assert [(row.party.name, row.signed_by, row.signer) for row in agreement.signatures.all()] == [
        ("监利某粮油公司", "legal_rep", "甲"),
        ("荆州某食品公司", "legal_rep", "乙"),
    ]
    assert agreement.carried_findings[0]["reason"] == "现金当面付，写收条"
    case = walk.case
    assert (case.state, case.result_code, case.stage_closed_on) == (State.PERFORMING, "13", date(2023, 9, 26))


def test_plan_is_laid_out_then_changed_by_hand(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "conclude"), "count": "3", "first_due": "2023-10-10", "rework": "generate"}
    page = desk.hand_in(walk.case_id, "conclude", fields).content.decode()
    typed = fields_of(page)
    assert [typed[f"plan-{n}-due_on"] for n in range(3)] == [["2023-10-10"], ["2023-11-10"], ["2023-12-10"]]
    assert [typed[f"plan-{n}-amount"] for n in range(3)] == [["161,416.66"], ["161,416.66"], ["161,416.68"]]
    assert not Agreement.objects.exists()


def test_plan_that_cannot_be_laid_out_says_why(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "conclude"), "count": "", "rework": "generate"}
    page = desk.hand_in(walk.case_id, "conclude", fields).content.decode()
    assert "请填协议总额、分几期、第一期的应付日，再点一次。" in page
    many = {**fields, "total": "0.05", "count": "9", "first_due": "2023-10-10"}
    assert "0.05 元分不成 9 期" in desk.hand_in(walk.case_id, "conclude", many).content.decode()


def test_check_finds_swapped_figures_and_the_button_mends_them(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    wrong = s2_fields(walk, **plan(*S2[:2], ("2023-12-11", "162,450.00")))
    live = check(desk, walk, **wrong)
    assert "<b>分期合计比总额少 1,800.00 元。</b>第 3 期 162,450.00 像是 164,250.00 数字颠倒。" in live
    assert "482,450.00" in live
    assert "disabled" in live
    assert "周一　宽限 12-14" in live
    mended = {**desk.open(walk.case_id, "conclude"), **wrong, "rework": "fix:instalments.3.amount=164250.00"}
    typed = fields_of(desk.hand_in(walk.case_id, "conclude", mended).content.decode())
    assert typed["plan-2-amount"] == ["164,250.00"]
    assert 'class="red"' not in check(desk, walk, **s2_fields(walk))


def test_red_findings_refuse_with_all_of_them(cast: Cast) -> None:
    walk = talks(cast)
    wrong = s2_fields(walk, **plan(*S2[:2]), default_clause="违约后申请恢复执行。")
    answer = Desk(cast, "li").act(walk.case_id, "conclude", **{**wrong, "signatures-0-signed": None})
    page = answer.content.decode()
    assert (answer.status_code, walk.case.state) == (409, State.MEDIATION)
    for said in ("分期合计比总额少 164,250.00 元", "立案前没有执行案件可以恢复", "监利某粮油公司还没有签字"):
        assert said in page
    assert "违约后申请恢复执行。" in page


def test_amber_finding_is_carried_only_with_a_reason(cast: Cast) -> None:
    walk = talks(cast)
    fields = {**s2_fields(walk), "carry-no_account": None}
    answer = Desk(cast, "li").act(walk.case_id, "conclude", **fields)
    assert (answer.status_code, "写一句为什么带着走" in answer.content.decode()) == (400, True)
    assert not Agreement.objects.exists()


def test_agent_without_power_is_found_while_one_types(cast: Cast) -> None:
    walk = talks(cast)
    debtor = walk.case.parties.get(role="respondent")
    agent = Agent.objects.create(party=debtor, kind="employee", name="秦某")
    fields = {"signatures-1-signed_by": "agent", "signatures-1-agent": str(agent.pk)}
    live = check(Desk(cast, "li"), walk, **s2_fields(walk), **fields)
    assert "代理人秦某没有“代为和解”的特别授权" in live


def test_wrong_values_are_said_at_the_field_and_kept(cast: Cast) -> None:
    walk = talks(cast)
    wrong = s2_fields(walk, total="四十八万", grace_days="100", **plan(("2023-02-30", "16万"), *S2[1:]))
    answer = Desk(cast, "li").act(walk.case_id, "conclude", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("四十八万", "16万", "没有 2023年2月30日 这一天", "不能大于 90。", "还有 4 处要改"):
        assert said in page


def test_preview_is_the_paper_with_masked_numbers(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    live = check(Desk(cast, "li"), walk, signed_on="2023-05-20", **plan(("2023-06-20", "87481.25")))
    assert "执前和解协议书" in live
    assert "捌万柒仟肆佰捌拾壹元贰角伍分" in live
    for party in walk.case.parties.all():
        assert party.id_number not in live
        assert party.address not in live


def taking(desk: Desk, walk: Walk, code: str, **changes: Any) -> str:
    """The page after the button of a clause in the library."""
    fields = {**desk.open(walk.case_id, "conclude"), **changes, "rework": f"clause:{code}"}
    answer = desk.hand_in(walk.case_id, "conclude", fields)
    assert answer.status_code == 200
    return answer.content.decode()


def test_library_offers_each_clause_with_what_it_rests_on_and_its_warning(cast: Cast) -> None:
    desk, walk = Desk(cast, "li"), talks(cast)
    page = desk.page(f"/cases/{walk.case_id}/acts/conclude/")
    for clause in offered(legal_model="A", on=date(2023, 9, 26)):
        assert f'value="clause:{clause.code}"' in page
        assert clause.title in page
        assert clause.nature in page
        assert clause.warning in page
    assert "clause:measures" not in page


def test_a_clause_is_taken_edited_warned_of_and_printed_as_an_article(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    page = taking(desk, walk, "deposit", **s2_fields(walk, other_clauses="双方到场时再对账。"))
    typed = fields_of(page)["other_clauses"][0]
    clause = CLAUSES["deposit"]
    assert typed == f"双方到场时再对账。\n{clause.written}"
    assert fields_of(page)["plan-2-amount"] == ["164250.00"]
    assert re.search(r'<textarea[^>]*name="other_clauses"[^>]*autofocus', page)
    assert "已经加进“其他约定”" in page
    assert "clause:deposit" not in page
    assert not Agreement.objects.exists()
    blank = check(desk, walk, **s2_fields(walk, other_clauses=typed))
    assert "条款里还有空着没填的地方" in blank
    assert 'href="#id_other_clauses"' in blank
    filled = typed.replace("向＿＿＿＿提存", "向监利市公证处提存").replace("＿＿", "五")
    live = check(desk, walk, **s2_fields(walk, other_clauses=filled))
    assert "<b>写了“提存”。</b>只有受领有法定障碍才能提存" in live
    assert "第十三条　提存" in live
    assert "第十四条　其他约定" in live
    refused = desk.act(walk.case_id, "conclude", **s2_fields(walk, other_clauses=filled))
    assert (refused.status_code, Agreement.objects.exists()) == (400, False)
    carried = s2_fields(walk, other_clauses=filled, **{"carry-clause_deposit": "已向双方说明"})
    done(desk.act(walk.case_id, "conclude", **carried), walk.case_id)
    kept = Agreement.objects.get(case=walk.case_id)
    assert kept.other_clauses.replace("\r", "") == filled
    assert {row["code"] for row in kept.carried_findings} == {"no_account", "clause_deposit"}
    context = archive.context_of(Paper.objects.get(owner_key=f"case:{walk.case_id}", form="D14"))
    assert [(each.title, each.text) for each in context.own_articles] == [
        ("提存", filled.partition("【提存】")[2].strip())
    ]
    assert context.extra_clauses == ("双方到场时再对账。",)


def test_clauses_known_to_the_check_are_warned_of_as_before(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    for code, said in (("in_kind", "约定以物抵债。"), ("penalty", "约定的违约金不能凭原执行依据执行")):
        typed = fields_of(taking(desk, walk, code))["other_clauses"][0].replace("＿＿", "一")
        live = check(desk, walk, **s2_fields(walk, other_clauses=typed))
        assert said in live
        assert 'class="red"' not in live


def test_two_clauses_stand_one_behind_the_other_and_an_unknown_one_changes_nothing(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    first = fields_of(taking(desk, walk, "voucher"))["other_clauses"][0]
    both = fields_of(taking(desk, walk, "early", other_clauses=first))["other_clauses"][0]
    assert both == f"{CLAUSES['voucher'].written}\n{CLAUSES['early'].written}"
    assert fields_of(taking(desk, walk, "moon", other_clauses=first))["other_clauses"][0] == first


def test_the_words_of_a_clause_are_data_and_never_a_template(cast: Cast) -> None:
    walk = talks(cast)
    hostile = "【{{ c.case_no }}<script>】\n{% now 'Y' %}<img src=file:///etc/passwd>"
    live = check(Desk(cast, "li"), walk, **s2_fields(walk, other_clauses=hostile))
    assert "第十三条　{{ c.case_no }}&lt;script&gt;" in live
    assert "{% now &#x27;Y&#x27; %}&lt;img" in live
    assert "<script>" not in live
    assert "<img" not in live


def test_terms_longer_than_the_paper_takes_are_said_at_the_field(cast: Cast) -> None:
    walk = talks(cast)
    answer = Desk(cast, "li").act(walk.case_id, "conclude", **s2_fields(walk, other_clauses="长" * 5001))
    page = answer.content.decode()
    assert (answer.status_code, "最多 5000 个字，现在有 5001 个。" in page) == (400, True)


def test_after_filing_the_library_has_the_clause_on_measures(cast: Cast) -> None:
    filing = loan_filing(legal_model="B", wants_registration=True)
    walk = Walk(cast, filing).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no="（2023）鄂1023执1001号")
    assert "clause:measures" in Desk(cast, "li").page(f"/cases/{walk.case_id}/acts/conclude/")


def test_draft_is_given_back_and_thrown_away(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "conclude"), "waiver": "免除加倍部分"}
    assert desk.client.post(f"/drafts/conclude/{walk.case_id}/", fields).status_code == 200
    page = desk.page(f"/cases/{walk.case_id}/acts/conclude/")
    assert "免除加倍部分" in page
    assert "丢掉草稿，重新写" in page
    desk.client.post(f"/drafts/conclude/{walk.case_id}/discard/", {"next": f"/cases/{walk.case_id}/"})
    assert "免除加倍部分" not in desk.page(f"/cases/{walk.case_id}/acts/conclude/")


def test_amend_begins_with_what_is_left_and_keeps_the_old_version(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    walk.confirm(walk.pay("40000.00", "2023-06-20"), "2023-06-20")
    desk = Desk(cast, "li")
    fields = desk.open(walk.case_id, "amend")
    assert (fields["total"], fields["plan-0-amount"]) == (["47,481.25"], ["47,481.25"])
    changes = {"signed_on": "2023-07-01", "amend_reason": "刘某住院，双方同意延后", "carry-no_account": "照旧当面付"}
    later = plan(("2023-08-21", "47,481.25"))
    done(desk.act(walk.case_id, "amend", **changes, **later, **signed(walk)), walk.case_id)
    versions = Agreement.objects.filter(case=walk.case_id).order_by("version")
    assert [(row.version, row.total) for row in versions] == [(1, Decimal("87481.25")), (2, Decimal("47481.25"))]
    page = desk.page(f"/cases/{walk.case_id}/agreements/")
    assert page.index("第 2 版") < page.index("已变更，照原样保留")
    assert "刘某住院，双方同意延后" in page
    assert Paper.objects.filter(owner_key=f"case:{walk.case_id}", form="D14").count() == 2


def test_two_mediators_cannot_conclude_twice(cast: Cast) -> None:
    walk = talks(cast)
    desk = Desk(cast, "li")
    fields = {**desk.open(walk.case_id, "conclude"), **s2_fields(walk)}
    done(desk.hand_in(walk.case_id, "conclude", fields), walk.case_id)
    again = desk.hand_in(walk.case_id, "conclude", {**fields, "submission_token": ""})
    assert (again.status_code, Agreement.objects.count()) == (409, 1)
    assert "和解员李：签订和解协议第 1 版" in again.content.decode()


def test_check_is_closed_to_others(cast: Cast) -> None:
    walk = talks(cast)
    address = f"/cases/{walk.case_id}/acts/conclude/check/"
    assert Desk(cast, "zhao").client.post(address).status_code == 404
    assert Desk(cast, "wang").client.post(address).status_code == 403
    assert Desk(cast, "li").client.post(f"/cases/{walk.case_id}/acts/accept/check/").status_code == 404
