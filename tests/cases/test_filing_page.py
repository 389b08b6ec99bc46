"""收案登记: filed as typed, and every wrong value told at its field with all the rest still there."""

import re
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cases.forms.fields import complete_case_no
from cases.models import Case
from cases.queries.duplicates import one_slip
from cases.states import State
from jianli_mediation.core import drafts
from jianli_mediation.core.models import AuditEntry
from tests.build import LIU, Walk, day, moment
from tests.cast import Cast

from .crowd import crowd
from .filing_form import APPLICANT, LOAN, RESPONDENT, filing_form

NEW, PREVIEW = "/cases/new/", "/cases/new/preview/"
PREVIEW_QUERIES = 13


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(moment("2023-05-08 10:00"), tick=False):
        yield


@pytest.fixture
def wang(client: Client, cast: Cast) -> Client:
    client.force_login(cast.wang)
    return client


def preview(client: Client, **changes: object) -> str:
    return client.post(PREVIEW, filing_form(**changes)).content.decode()


def told_at(page: str, field: str) -> str:
    """The error shown under one field."""
    found = re.search(rf'<div id="id_{field}_error">(.*?)</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


# ── Filing ──


def test_loan_case_is_filed_as_typed(wang: Client) -> None:
    answer = wang.post(NEW, filing_form())
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("cases:case", args=[case.pk])
    assert case.case_no == "（2023）鄂1023执前和1号"
    assert case.received_at == moment("2023-05-08 09:30")
    assert case.entered_at == moment("2023-05-08 10:00")
    assert case.amount_applied == Decimal("87481.25")
    assert case.basis.performance_end == day("2023-04-23")
    assert case.basis.costs_on_debtor == Decimal("981.25")
    assert case.enterprise_related == "none"
    assert [(party.name, party.sex) for party in case.parties.all()] == [("陈某", "male"), ("刘某", "female")]
    assert "案号（2023）鄂1023执前和1号。" in wang.get("/").content.decode()


def test_firms_with_agent_interest_preservation_and_clue(wang: Client) -> None:
    form = filing_form(
        parties=[
            {
                **APPLICANT,
                "kind": "legal_person",
                "name": "监利某粮油公司",
                "id_number": "91421023MA00000151",
                "legal_rep": "甲",
            },
            {
                **RESPONDENT,
                "kind": "legal_person",
                "name": "荆州某食品公司",
                "id_number": "91421023MA0000023U",
                "legal_rep": "乙",
            },
        ],
        items=[
            {**LOAN, "rate_type": "yearly", "rate": "3.65%", "rate_from": "20220601"},
            {"kind": "interest", "text": "支付利息1000元", "amount": "1000"},
        ],
        agents=({"party": "1", "name": "钱律师", "special": "on", "powers": ["reconcile", "waive"]},),
        preservations=({"description": "存款", "amount": "9000", "since": "2023-04-20", "until": "2024-04-19"},),
        clues=({"description": "门面一间", "value": "300000"},),
        preservation_fee="100",
        tags="agriculture",
    )
    wang.post(NEW, form)
    case = Case.objects.get()
    first, second = case.basis.items.all()
    assert (first.rate, first.rate_from, second.is_interest) == (Decimal("0.0365"), day("2022-06-01"), True)
    assert case.amount_applied == Decimal("88581.25")
    assert (case.enterprise_related, case.green_lane, case.tags) == ("both", True, ["agriculture"])
    agent = case.parties.get(role="respondent").agents.get()
    assert (agent.name, agent.special, agent.powers) == ("钱律师", True, ["reconcile", "waive"])
    assert case.preservations.get().first_in_rank is False
    assert case.clues.get().reported_on == day("2023-05-08")


@pytest.mark.parametrize("who", ["li", "sun", "zheng", "wu", "cai", "ling", "feng", "xi", "an", "shen", "zhou"])
def test_who_may_not_file(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(NEW).status_code == client.post(NEW, filing_form()).status_code == 403
    assert client.post(PREVIEW, filing_form()).status_code == 403
    assert not Case.objects.exists()


def test_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(NEW).headers["Location"].startswith("/login/")


def test_second_click_finds_the_first_case(wang: Client) -> None:
    form = filing_form(submission_token=str(uuid4()))
    assert wang.post(NEW, form).headers["Location"] == wang.post(NEW, form).headers["Location"]
    assert Case.objects.count() == 1


# ── Wrong input ──


def refused(client: Client, **changes: object) -> str:
    answer = client.post(NEW, filing_form(**changes))
    assert answer.status_code == 400
    assert not Case.objects.exists()
    return answer.content.decode()


def all_is_there(page: str, **besides: str) -> None:
    """Everything typed still stands in the page."""
    typed = ("陈某", "13800000000", "示例路1号", "刘某", LIU, "偿还借款本金86500元", *besides.values())
    for value in typed:
        assert f'value="{value}"' in page, value


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("doc_no", "", "请填案号。"),
        ("issuer", "", "请填作出机关。"),
        ("effective_on", "", "请填生效日期。"),
        ("effective_on", "2023-02-30", "没有 2023年2月30日 这一天，请核对。"),
        ("effective_on", "明天", "请写成 2023-10-07 这样。"),
        ("effective_on", "2023-05-09", "生效日期不能晚于收件日。"),
        ("effective_on", "1948-01-01", "日期不能早于 1949-10-01。"),
        ("performance_due", "2023-05-01", "履行期和履行至只填一处。"),
        ("made_on", "2023-04-13", "作出日期不能晚于生效日期。"),
        ("cause", "", "请填案由。"),
        ("costs_on_debtor", "981.255", "请写成 86,500.00 这样，最多两位小数。"),
        ("costs_on_debtor", "-1", "金额不能小于 0。"),
        ("preservation_fee", "一百", "请写成 86,500.00 这样，最多两位小数。"),
        ("amount_applied", "10,000,000,000.00", "最多 9,999,999,999.99 元，请核对。"),
        ("received_at", "2023-05-08", "请写成 2023-05-08 09:14 这样。"),
        ("exec_case_no", "（2023）鄂1023执1号", "立案前和解还没有执行案号；有了的，和解类型选“先立案后和解”。"),
    ],
)
def test_wrong_value_is_told_at_its_field(wang: Client, field: str, typed: str, words: str) -> None:
    page = refused(wang, **{field: typed})
    assert told_at(page, field) == words
    assert "还有 1 处要改" in page
    all_is_there(page)
    assert field == "issuer" or 'value="监利市人民法院"' in page
    if typed:
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, ("name", "请填姓名或名称。")),
        ({"id_number": "429999199011050028"}, ("id_number", "末位应为 9，现为 8，请核对证件。")),
        ({"id_number": "4299991990"}, ("id_number", "")),
        ({"phone": "1390000"}, ("phone", "手机应为 11 位，现为 7 位，请核对。")),
        ({"id_type": "uscc"}, ("id_type", "自然人不用统一社会信用代码。")),
        ({"kind": "legal_person", "id_number": "91421023MA0000023U"}, ("legal_rep", "请填法定代表人或负责人。")),
        ({"kind": "legal_person", "id_number": "91421023MA0000023X", "legal_rep": "乙"}, ("id_number", "")),
        ({"vulnerable": "minor"}, ("guardian", "未成年人须填监护人。")),
        ({"account_no": "12ab"}, ("account_no", "账号应全是数字，请核对。")),
    ],
)
def test_wrong_party_is_told_at_its_field(wang: Client, changes: dict[str, str], words: tuple[str, str]) -> None:
    page = refused(wang, parties=[APPLICANT, {**RESPONDENT, **changes}])
    field, expected = words
    assert told_at(page, f"parties-1-{field}").startswith(expected)
    assert told_at(page, f"parties-1-{field}")
    assert 'value="偿还借款本金86500元"' in page
    assert 'value="陈某"' in page


@pytest.mark.parametrize(
    ("item", "field", "words"),
    [
        ({"text": ""}, "text", "请填内容。"),
        ({"amount": ""}, "amount", "金钱给付须填金额。"),
        ({"amount": "86500.005"}, "amount", "请写成 86,500.00 这样，最多两位小数。"),
        ({"amount": "0"}, "amount", "金额要大于 0。"),
        ({"rate_type": "yearly"}, "rate", "计息的须填利率。"),
        ({"rate_type": "yearly", "rate": "3.65"}, "rate_from", "计息的须填起息日。"),
        ({"rate_type": "yearly", "rate": "百分之三", "rate_from": "2022-06-01"}, "rate", "请写成 3.65 这样。"),
        ({"rate_type": "yearly", "rate": "0", "rate_from": "2022-06-01"}, "rate", "利率要大于 0、小于 100。"),
        ({"rate_type": "yearly", "rate": "3.6512345", "rate_from": "2022-06-01"}, "rate", "最多五位小数，如 3.65。"),
    ],
)
def test_wrong_item_is_told_at_its_field(wang: Client, item: dict[str, str], field: str, words: str) -> None:
    page = refused(wang, items=[{**LOAN, **item}])
    assert told_at(page, f"items-0-{field}") == words
    assert 'value="陈某"' in page


@pytest.mark.parametrize(
    ("rows", "field", "words"),
    [
        ({"agents": ({"firm": "某律所"},)}, "agents-0-name", "请填姓名。"),
        (
            {"agents": ({"name": "钱", "powers": ["reconcile"]},)},
            "agents-0-powers",
            "代为和解、放弃变更权利、代收执行款须特别授权。",
        ),
        ({"agents": ({"name": "钱", "party": "7"},)}, "agents-0-party", "这个人已经移除，请重选代理谁。"),
        (
            {"agents": ({"name": "钱", "valid_from": "2023-05-02", "valid_until": "2023-05-01"},)},
            "agents-0-valid_until",
            "授权至不能早于授权自。",
        ),
        (
            {"preservations": ({"description": "存款", "since": "2023-05-01", "until": "2023-05-01"},)},
            "preservations-0-until",
            "保全止日须晚于起日。",
        ),
        (
            {"preservations": ({"description": "存款", "since": "x", "until": "2024-05-01"},)},
            "preservations-0-since",
            "请写成",
        ),
        ({"clues": ({"description": "", "value": "5"},)}, "clues-0-description", "请填线索。"),
    ],
)
def test_wrong_added_row_is_told_at_its_field(wang: Client, rows: dict[str, object], field: str, words: str) -> None:
    page = refused(wang, **rows)
    said = told_at(page, field) or re.search(rf'id="id_{field}".*?</fieldset>', page, re.DOTALL)[0]
    assert words in said
    all_is_there(page)


def test_everything_wrong_is_told_at_once(wang: Client) -> None:
    """What cannot be read and what cannot be stored: one round, not two."""
    page = refused(
        wang,
        effective_on="2023-02-30",
        made_on="2023-05-09",
        parties=[{**APPLICANT, "phone": "123"}, {**RESPONDENT, "id_number": "429999199011050028", "name": ""}],
        items=[{**LOAN, "amount": "x"}, {"text": "违约金"}],
        preservations=({"description": "存款", "since": "x", "until": "2024-05-01"},),
    )
    for field in (
        "effective_on", "made_on", "parties-0-phone", "parties-1-name", "parties-1-id_number", "items-0-amount",
        "items-1-amount", "preservations-0-since",
    ):  # fmt: skip
        assert told_at(page, field), field
    assert "还有 8 处要改" in page


def test_untouched_row_is_no_row(wang: Client) -> None:
    assert (
        wang.post(NEW, filing_form(parties=[APPLICANT, RESPONDENT, {}], agents=({},), clues=({},))).status_code == 302
    )
    assert Case.objects.get().parties.count() == 2


def test_missing_side_is_told(wang: Client) -> None:
    page = refused(wang, parties=[APPLICANT, {**RESPONDENT, "role": "outsider"}])
    assert "至少要有一名被申请人。" in told_at(page, "parties-0-role")


def test_same_party_twice(wang: Client) -> None:
    page = refused(wang, parties=[APPLICANT, RESPONDENT, RESPONDENT])
    assert told_at(page, "parties-2-id_number") == "同一当事人录了两次。"


def test_number_as_the_original_shows_it_is_filed_with_a_note(wang: Client) -> None:
    wrong = {**RESPONDENT, "id_number": "429999199011050028", "id_note": "判决书如此"}
    wang.post(NEW, filing_form(parties=[APPLICANT, wrong]))
    assert Case.objects.get().parties.get(role="respondent").id_note == "判决书如此"


def test_future_receipt_and_duplicate_are_refused_with_everything_kept(wang: Client) -> None:
    late = wang.post(NEW, filing_form(received_at="2023-05-08 10:30"))
    assert late.status_code == 409
    assert told_at(late.content.decode(), "received_at") == "收件时间不能晚于现在。"
    wang.post(NEW, filing_form())
    again = wang.post(NEW, filing_form())
    assert again.status_code == 409
    page = again.content.decode()
    assert "同一执行依据、同一债务人已有未结案件（2023）鄂1023执前和1号，请在该案中办理" in page
    all_is_there(page)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("amount", ["86,500", "86500", "８６５００", "￥86,500.00", "86500.0"])
def test_amounts_as_people_type_them(wang: Client, amount: str) -> None:
    wang.post(NEW, filing_form(items=[{**LOAN, "amount": amount}]))
    assert Case.objects.get().basis.items.get().amount == Decimal("86500.00")


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("2023民初501", "（2023）鄂1023民初501号"),
        ("2023鄂1023民初501号", "（2023）鄂1023民初501号"),
        ("(2023)鄂1023民初501号", "（2023）鄂1023民初501号"),
        ("[2023]鄂10民终7号之一", "（2023）鄂10民终7号之一"),
        ("荆仲裁字〔2023〕第12号", "荆仲裁字〔2023〕第12号"),
        ("（2014）鄂监利民初字第00123号", "（2014）鄂监利民初字第00123号"),
    ],
)
def test_case_number_is_completed(typed: str, full: str) -> None:
    assert complete_case_no(typed) == full


# ── Rows without script ──


@pytest.mark.parametrize("what", ["parties", "agents", "items", "preservations", "clues"])
def test_row_is_added_without_script(wang: Client, what: str) -> None:
    form = filing_form(parties=[APPLICANT, {**RESPONDENT, "id_number": ""}], add=what)
    answer = wang.post(NEW, form)
    assert answer.status_code == 200
    page = answer.content.decode()
    number = form[f"{what}-TOTAL_FORMS"]
    assert f'name="{what}-{number}-kind"' in page
    assert f'name="{what}-TOTAL_FORMS" value="{int(number) + 1}"' in page
    assert 'class="err"' not in page.split('id="live"')[0], "nothing is handed in yet"
    assert 'value="陈某"' in page
    assert not Case.objects.exists()


def test_row_is_taken_out_without_script(wang: Client) -> None:
    extra = {"role": "respondent", "name": "张某", "id_number": "x", "DELETE": "on"}
    wang.post(NEW, filing_form(parties=[APPLICANT, RESPONDENT, extra]))
    assert Case.objects.get().parties.count() == 2


def test_enter_without_script_only_checks(wang: Client) -> None:
    """The first button of the form is the one that Enter presses: it looks things over and files nothing."""
    page = wang.get(NEW).content.decode()
    first = re.search(r'<button[^>]*type="submit"[^>]*>', page[page.index("data-fields") :])
    assert first
    assert 'name="check"' in first[0]
    assert wang.post(NEW, filing_form(check="1")).status_code == 200
    assert not Case.objects.exists()


# ── Drafts ──


def test_draft_is_kept_and_gone_on_with(wang: Client, cast: Cast) -> None:
    typed = filing_form(cause="", draft="1")
    assert wang.post(NEW, typed).headers["Location"] == "/"
    assert "接着登记" in wang.get("/").content.decode()
    page = wang.get(NEW).content.decode()
    assert "05-08 10:00 存的草稿" in page
    assert "请填案由" not in page, "a draft is not handed in yet"
    all_is_there(page)
    wang.post(NEW, filing_form())
    assert drafts.load(cast.wang, "filing") is None


# ── Live parts ──


def test_dates_totals_and_checks_while_typing(wang: Client) -> None:
    text = preview(wang)
    assert "<b>2023-04-23</b>　星期日，五一调休上班" in text
    assert "满 10 日，星期六" in text
    assert "本院案件" in text
    assert "校验通过　男　1985-03-12 出生" in text
    assert "87,481.25" in text
    assert "捌万柒仟肆佰捌拾壹元贰角伍分" in text
    assert "算到收件日 227.06 元（15 天）" in text
    assert "2023-05-15 前" in text
    assert "到 2025-05-08" in text
    assert "和解成功可省 1,212.22 元" in text
    assert not Case.objects.exists()


def test_half_typed_page_is_no_trouble(wang: Client) -> None:
    blank = preview(
        wang, doc_no="", effective_on="", cause="", parties=[{"role": "applicant"}, {}], items=[{"amount": "八"}]
    )
    assert "填了生效日期就算出来" in blank
    assert "有 1 处金额没有读懂，未计入" in blank
    assert wang.post(PREVIEW, {}).status_code == 200
    assert wang.post(NEW, {}).status_code == 400


def test_number_is_completed_and_foreign_court_is_noticed(wang: Client) -> None:
    assert 'data-normal="（2023）鄂1023民初501号"' in preview(wang, doc_no="2023民初501")
    assert "不是本院的，请核对作出机关" in preview(wang, doc_no="（2023）鄂10民终7号")
    assert "案号年度 2024 晚于今年" in preview(wang, doc_no="（2024）鄂1023民初501号")


def test_unsound_number_is_told_while_typing(wang: Client) -> None:
    wrong = {**RESPONDENT, "id_number": "429999199011050028"}
    assert "末位应为 9，现为 8，请核对证件。原件如此的，先登记并注明。" in preview(wang, parties=[APPLICANT, wrong])
    noted = preview(wang, parties=[APPLICANT, {**wrong, "id_note": "原件如此"}])
    assert "照原件登记，已注明" in noted


def test_what_filing_leads_to(wang: Client) -> None:
    assert "履行期还没有届满" in preview(wang, performance_days="60")
    assert "申请人要求立执行案号" in preview(wang, wants_registration="on")
    frozen = ({"kind": "pre_execution", "description": "存款", "since": "2023-05-01", "until": "2024-04-30"},)
    assert "有执前保全" in preview(wang, preservations=frozen)
    assert "须先立案后和解" in preview(wang, effective_on="2021-05-08", performance_days="10")
    assert "本次申请已中断重算" in preview(wang, effective_on="2021-05-08", performance_days="10")
    assert "申请时已届满" in preview(wang, effective_on="2020-05-08", performance_days="10")
    assert "经公告送达" in preview(wang, served_by_notice="notice")


# ── What the register knows ──


def test_same_matter_and_other_cases_are_shown(wang: Client, cast: Cast) -> None:
    case = Walk(cast).file().case
    known = preview(wang)
    assert "同一依据、同一债务人已有未结案件" in known
    assert f'href="{reverse("cases:case", args=[case.pk])}"' in known
    other = preview(wang, doc_no="（2023）鄂1023民初900号")
    assert "没有未结案件" in other
    assert "刘某的其他案件" in other
    assert "收案审查，民间借贷纠纷，87,481.25 元" in other


def test_ended_case_is_no_duplicate(wang: Client, cast: Cast) -> None:
    with time_machine.travel(moment("2023-05-10 10:00"), tick=False):
        Walk(cast).to(State.WITHDRAWN)
        wang.force_login(cast.wang)
        text = preview(wang)
    assert "没有未结案件" in text
    assert "撤回或其他终结" in text


def test_number_one_place_off_is_noticed(wang: Client, cast: Cast) -> None:
    Walk(cast).file()
    text = preview(wang, parties=[APPLICANT, {**RESPONDENT, "id_number": "429999199011050028"}])
    assert "姓名相同，证件号只差一位" in text
    assert "4299**********0029" in text
    assert LIU not in text
    assert "只差一位" not in preview(
        wang, parties=[APPLICANT, {**RESPONDENT, "name": "刘某某", "id_number": "429999199011050028"}]
    )


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("429999199011050028", True),
        ("429999199011005029", True),
        ("429999199011050029", False),
        ("429999199012150029", False),
        ("4299", False),
    ],
)
def test_what_counts_as_a_slip(typed: str, slip: bool) -> None:
    assert one_slip(LIU, typed) is slip


def test_case_out_of_sight_is_only_counted(wang: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Walk(cast).file()
    monkeypatch.setattr(type(Case.objects), "visible_to", lambda self, user: self.none())
    same = preview(wang)
    assert "另有 1 件看不到，请问中心负责人" in same
    other = preview(wang, doc_no="（2023）鄂1023民初900号")
    assert "另有 1 件看不到" in other
    assert "执前和1号" not in same + other


@pytest.mark.parametrize("others", [8, 200])
def test_preview_asks_the_same_number_of_questions(
    wang: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    crowd(Walk(cast).file().case, others)
    preview(wang)
    with django_assert_num_queries(PREVIEW_QUERIES):
        preview(wang, doc_no="（2023）鄂1023民初900号")


# ── Masked numbers ──


def reveal(client: Client, case: Case, field: str = "id_number", reason: str = "送达") -> HttpResponse:
    party = case.parties.get(role="respondent")
    address = reverse("cases:reveal", args=[case.pk, party.pk, field])
    return client.post(address, {"reason": reason}, headers={"X-Requested-With": "fetch"})


def test_number_is_shown_for_a_reason_and_leaves_a_trace(wang: Client, cast: Cast) -> None:
    case = Walk(cast).file().case
    answer = reveal(wang, case)
    assert answer.json() == {"value": LIU}
    assert reveal(wang, case, "phone").json() == {"value": "13900000000"}
    entry = AuditEntry.objects.filter(verb="reveal").first()
    assert entry
    assert (entry.case_id, entry.actor, entry.reason) == (case.pk, cast.wang, "送达")
    assert entry.facts["field"] == "id_number"
    assert LIU not in entry.payload
    assert Case.objects.get().version == case.version, "looking changes nothing"
    page = wang.get(reverse("cases:reveal", args=[case.pk, case.parties.first().pk, "phone"])).content.decode()
    assert "本周已显示 2 次" in page


def test_no_reason_no_number(wang: Client, cast: Cast) -> None:
    case = Walk(cast).file().case
    assert reveal(wang, case, reason="").status_code == 400
    assert not AuditEntry.objects.filter(verb="reveal").exists()


@pytest.mark.parametrize(("who", "status"), [("zhao", 404), ("xi", 404), ("ling", 403), ("feng", 403), ("li", 404)])
def test_who_may_not_look(client: Client, cast: Cast, who: str, status: int) -> None:
    case = Walk(cast).file().case
    client.force_login(getattr(cast, who))
    answer = reveal(client, case)
    assert answer.status_code == status
    assert LIU not in answer.content.decode()


def test_field_or_party_that_is_not_there(wang: Client, cast: Cast) -> None:
    case = Walk(cast).file().case
    assert reveal(wang, case, "remark").status_code == 404
    assert wang.post(reverse("cases:reveal", args=[case.pk, 999999, "phone"]), {"reason": "送达"}).status_code == 404
