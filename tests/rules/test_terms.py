from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.terms import CHECKS, Finding, Planned, Security, Signatory, Terms, lint, passed
from tests.rules.calendars import COURT

GRAIN, FOOD = "监利某粮油公司", "荆州某食品公司"
AGENT = Signatory(FOOD, "respondent", "秦某", "agent", frozenset({"reconcile", "sign_for"}))
#: S2 as it should be signed.
CLEAN = Terms(
    legal_model="A",
    signed_on=date(2023, 9, 26),
    total=Decimal(484_250),
    confirmed_debt=Decimal(484_250),
    instalments=(
        Planned(date(2023, 10, 10), Decimal(160_000)),
        Planned(date(2023, 11, 10), Decimal(160_000)),
        Planned(date(2023, 12, 11), Decimal(164_250)),
    ),
    creditors=(GRAIN,),
    debtors=(FOOD,),
    total_in_words="肆拾捌万肆仟贰佰伍拾元整",
    imputation="principal_first",
    grace_days=3,
    account_name=GRAIN,
    account_no="6222000000000151",
    waived=Decimal(6776),
    waiver="免除 2023-08-21 以后的加倍部分债务利息",
    waiver_condition="按期足额履行；条件不成就的，从 2023-08-22 起恢复计算",
    default_clause="任何一期逾期超过三日的，甲方可以申请执行原生效法律文书，已付款项予以扣除",
    signatories=(Signatory(GRAIN, "applicant", "周某", "legal_rep"), AGENT),
    limitation_safe_until=date(2025, 9, 26),
)


def found(**changes):
    return lint(terms=replace(CLEAN, **changes), calendar=COURT)


def only(**changes) -> Finding:
    findings = found(**changes)
    assert len(findings) == 1, [finding.code for finding in findings]
    return findings[0]


def plan(*rows):
    return tuple(Planned(date.fromisoformat(day), Decimal(amount)) for day, amount in rows)


def signed(*changed):
    return {"signatories": (CLEAN.signatories[0], *changed)}


def test_a_clean_agreement_has_no_finding():
    assert found() == []
    assert passed(terms=CLEAN, calendar=COURT) == list(CHECKS)


def test_swapped_digits_are_seen_and_the_right_amount_offered():
    finding = only(instalments=(*CLEAN.instalments[:2], Planned(date(2023, 12, 11), Decimal(162_450))))
    assert finding == Finding(
        "sum_differs",
        "red",
        "分期合计比总额少 1,800.00 元。第 3 期 162,450.00 像是 164,250.00 数字颠倒。",
        field="instalments.3.amount",
        fix="164250.00",
    )


SURETY = Security("荆州某担保公司", "surety", direct_enforcement_declared=True)
SURETY_SIGNS = Signatory("荆州某担保公司", "guarantor", "吴某", "legal_rep")
TWO_CREDITORS = {
    "creditors": (GRAIN, "李某"),
    "signatories": (*CLEAN.signatories, Signatory("李某", "applicant", "李某")),
}
TWO_DEBTORS = {"debtors": (FOOD, "孙某")}
MODEL_B = {"legal_model": "B", "default_clause": "一方不履行的，申请恢复执行"}

CASES = [
    ("instalments too low", {"total": Decimal(484_251), "confirmed_debt": Decimal(484_251), "total_in_words": ""},
     "sum_differs", "red", "分期合计比总额少 1.00 元。改总额或其中一期。"),
    ("instalments too high", {"total": Decimal(484_249), "total_in_words": ""},
     "sum_differs", "red", "分期合计比总额多 1.00 元。"),
    ("no instalments", {"instalments": ()}, "no_instalments", "red", "至少写一期"),
    ("words", {"total_in_words": "肆拾捌万元整"}, "words_differ", "red", "应为“肆拾捌万肆仟贰佰伍拾元整”"),
    ("empty instalment", {"instalments": (*CLEAN.instalments, Planned(date(2024, 1, 10), Decimal(0)))},
     "instalment_not_positive", "red", "第 4 期金额是 0.00 元"),
    ("due before signing", {"instalments": plan(("2023-09-25", 484250))}, "due_before_signing", "red", "早于签订日"),
    ("out of order", {"instalments": plan(("2023-11-10", 484000), ("2023-11-10", 250))},
     "due_out_of_order", "red", "不晚于上一期 2023-11-10"),
    ("rest day", {"instalments": plan(("2023-10-01", 484250))},
     "due_on_rest_day", "amber", "第 1 期应付日 2023-10-01 是星期日，国庆假期。改为 2023-10-07"),
    ("too long", {"instalments": plan(("2025-09-29", 484250)), "limitation_safe_until": None},
     "term_too_long", "amber", "超过签订后 24 个月（2025-09-26）"),
    ("beyond limitation", {"limitation_safe_until": date(2023, 12, 10)},
     "term_beyond_limitation", "amber", "提示，不是认定"),
    ("over the debt", {"confirmed_debt": Decimal(484_000)}, "total_over_debt", "amber", "比确认的债务多 250.00 元"),
    ("half an order", {"imputation": "custom", "custom_order": ("costs", "principal")},
     "order_incomplete", "red", "各排一次"),
    ("unconditional waiver", {"waiver_condition": " "}, "waiver_unconditional", "amber", "让利没有条件"),
    ("waiver that stays", {"waiver_condition": "按期足额履行"}, "waiver_not_reviving", "amber", "从哪天恢复计算"),
    ("court account", {"pay_way": "court_account"}, "court_account_before_filing", "red", "立案前没有案款账户"),
    ("no account", {"account_no": ""}, "no_account", "amber", "没有写收款账户"),
    ("another's account", {"account_name": "周某"}, "account_not_creditor", "red", "户名“周某”不是申请人"),
    ("shares missing", TWO_CREDITORS, "shares_missing", "amber", "申请人有 2 人"),
    ("shares differ", {**TWO_CREDITORS, "creditor_shares": (Decimal(1), Decimal(2))},
     "shares_differ", "red", "份额合计 3.00 元，应为 484,250.00 元"),
    ("share too many", {**TWO_CREDITORS, "creditor_shares": (Decimal(484_250),)}, "shares_differ", "red", "每人一份"),
    ("creditor unsigned", {"signatories": (AGENT,)}, "signature_missing", "red", f"{GRAIN}还没有签字"),
    ("debtor unsigned", signed(), "signature_missing", "red", f"{FOOD}还没有签字"),
    ("general mandate", signed(replace(AGENT, powers=frozenset({"sign_for"}))),
     "agent_without_power", "red", f"代理人秦某没有“代为和解”的特别授权，不能代签。补授权书，或由{FOOD}到场。"),
    ("mandate not begun", signed(replace(AGENT, valid_from=date(2023, 9, 27))),
     "mandate_not_in_force", "red", "授权2023-09-27 起"),
    ("mandate ended", signed(replace(AGENT, valid_until=date(2023, 9, 25))),
     "mandate_not_in_force", "red", "授权到 2023-09-25 止"),
    ("a minor alone", signed(Signatory(FOOD, "respondent", "刘某", needs_guardian=True)),
     "guardian_missing", "red", "请监护人到场"),
    ("joint debtor absent", TWO_DEBTORS, "joint_liability_open", "amber", "孙某没有参加和解"),
    ("guarantor unsigned", {**MODEL_B, "securities": (SURETY,)}, "signature_missing", "red", "担保公司还没有签字"),
    ("declaration in model A", {"securities": (SURETY,), "signatories": (*CLEAN.signatories, SURETY_SIGNS)},
     "declaration_before_filing", "amber", "违约后只能另诉"),
    ("no declaration in model B",
     {**MODEL_B, "securities": (replace(SURETY, direct_enforcement_declared=False),),
      "signatories": (*CLEAN.signatories, SURETY_SIGNS)},
     "declaration_missing", "amber", "自愿接受直接强制执行"),
    ("no default clause", {"default_clause": ""}, "no_default_clause", "red", "写明违约后申请执行"),
    ("no default clause in B", {**MODEL_B, "default_clause": ""}, "no_default_clause", "red", "申请恢复执行"),
    ("nothing to resume", {"default_clause": "申请恢复执行"}, "clause_resumes_nothing", "red", "没有执行案件可以恢复"),
    ("neither resume nor sue", {**MODEL_B, "default_clause": "双方另行协商"},
     "clause_without_resumption", "amber", "恢复执行或者起诉"),
    ("no acceleration", {"acceleration": False}, "no_acceleration", "amber", "一期不付全部到期"),
    ("ruling in kind", {"clauses": "由法院出具以物抵债裁定"}, "ruling_in_kind", "red", "不能依和解协议出这种裁定"),
    ("in kind", {"clauses": "以机器一台以物抵债"}, "payment_in_kind", "amber", "作价"),
    ("paid in kind", {"pay_way": "in_kind"}, "payment_in_kind", "amber", "法院不出抵债裁定"),
    ("penalty", {"clauses": "违约方支付违约金一万元"}, "penalty_by_suit_only", "amber", "只能另诉"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "level", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_each_finding_alone(changes, code, level, words):
    finding = only(**changes)
    assert (finding.code, finding.level) == (code, level)
    assert words in finding.message
    assert finding.message.endswith("。")
    assert finding.field


def test_a_creditors_agent_needs_the_power_to_waive():
    mandate = Signatory(GRAIN, "applicant", "周某", "agent", frozenset({"reconcile"}))
    assert only(signatories=(mandate, AGENT)).code == "agent_may_not_waive"
    assert found(signatories=(mandate, AGENT), waived=Decimal(0), waiver="", waiver_condition="") == []
    full = replace(mandate, powers=frozenset({"reconcile", "waive"}))
    assert found(signatories=(full, AGENT)) == []
    # The debtor gives nothing up, so his agent need not be able to.
    assert "waive" not in AGENT.powers


@pytest.mark.parametrize(
    "changes",
    [
        {"draft": True, "signatories": (), **TWO_DEBTORS},
        {"instalments": (), "total": Decimal(0), "total_in_words": "", "waived": Decimal(0)},
        {"collectors": ("秦律师",), "account_name": "秦律师"},
        {**TWO_DEBTORS, "joint_liability_stated": True},
        {**TWO_DEBTORS, "clauses": "本协议不免除其他债务人的责任"},
        {**TWO_DEBTORS, "signatories": (*CLEAN.signatories, Signatory("孙某", "co_debtor", "孙某"))},
        {**TWO_CREDITORS, "creditor_shares": (Decimal(484_000), Decimal(250))},
        {"legal_model": "B", "default_clause": "一方不履行的，可以就本协议起诉"},
        {**MODEL_B, "pay_way": "court_account", "account_no": ""},
        {"pay_way": "deposit", "account_no": ""},
        {"imputation": "custom", "custom_order": ("principal", "costs", "interest", "doubled")},
        {"acceleration": False, "instalments": plan(("2023-10-10", 484250))},
        signed(Signatory(FOOD, "respondent", "刘某", "guardian", needs_guardian=True)),
        signed(replace(AGENT, valid_from=date(2023, 9, 26), valid_until=date(2023, 9, 26))),
        {**MODEL_B, "securities": (SURETY,), "signatories": (*CLEAN.signatories, SURETY_SIGNS)},
        {"securities": (replace(SURETY, direct_enforcement_declared=False),),
         "signatories": (*CLEAN.signatories, SURETY_SIGNS)},
    ],
)  # fmt: skip
def test_what_is_in_order_is_left_in_peace(changes):
    assert found(**changes) == []


def test_all_findings_come_at_once_red_ones_first():
    findings = found(default_clause="", acceleration=False, total_in_words="壹元整", account_no="")
    assert [finding.level for finding in findings] == ["red", "red", "amber", "amber"]
    assert [finding.code for finding in findings] == [
        "words_differ", "no_default_clause", "no_account", "no_acceleration",
    ]  # fmt: skip
    titles = {check.code for check in CHECKS} - {
        check.code
        for check in passed(
            terms=replace(CLEAN, default_clause="", acceleration=False, total_in_words="壹元整", account_no=""),
            calendar=COURT,
        )
    }
    assert titles == {"words", "default_clause", "acceleration", "account"}


@given(
    total=st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2),
    rows=st.lists(
        st.builds(
            Planned,
            due_on=st.dates(date(2022, 1, 1), date(2027, 12, 31)),
            amount=st.decimals(min_value=-10, max_value=Decimal("9999999.99"), places=2),
        ),
        max_size=5,
    ),
    text=st.text(max_size=20),
    draft=st.booleans(),
    model=st.sampled_from("AB"),
)
def test_whatever_is_typed_is_linted_in_the_words_of_the_house(total, rows, text, draft, model):
    findings = found(
        total=total, instalments=tuple(rows), total_in_words=text, clauses=text, default_clause=text,
        waiver_condition=text, draft=draft, legal_model=model,
    )  # fmt: skip
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    for finding in findings:
        said = finding.message.replace(text, "") if text else finding.message
        assert not any(word in said for word in ("非法", "错误", "失败", "异常", "!", "！", "您"))
    differs = total != sum((row.amount for row in rows), Decimal(0))
    assert any(finding.code in ("sum_differs", "no_instalments") for finding in findings) == differs
