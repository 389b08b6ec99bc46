"""文书 by hand: a note of a call written over two sittings, many notices in one go, the answer to a hand-over by file."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules
from playwright.sync_api import expect

from cases.models import Case, Handover
from cases.states import State
from documents.models import Paper
from jianli_mediation.core import clock
from jianli_mediation.core.management.commands.work import HANDLER_MODULES
from jianli_mediation.core.outbox import work_once
from tests.build import Walk, loan_filing
from tests.cases.packages import EXEC_NO, answer
from tests.cast import Cast
from tests.e2e.conftest import SignIn

NewCase = Callable[[State], Walk]
SAID = "被申请人称月底前可以先付五千元。"


@pytest.fixture
def new_case(court: Cast) -> NewCase:
    """A case whose basis nobody else in this court has."""

    def new_case(state: State) -> Walk:
        number = 7500 + Case.objects.count()
        return Walk(court, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"})).to(state)

    return new_case


def test_a_note_of_a_call_is_written_over_two_sittings(sign_in: SignIn, new_case: NewCase) -> None:
    walk, shu = new_case(State.MEDIATION), sign_in("shu")
    shu.goes_to(f"/cases/{walk.case_id}/papers/")
    shu.panel("出文书").get_by_role("link", name=re.compile("电话联系记录|工作记录")).click()
    shu.reads("就在下面填", inside="#standing")
    shu.fills(开始时间="2023-05-20 09:14", 对方姓名和身份="刘某，被申请人本人", 对方电话="13900000000")
    with shu.page.expect_response("**/papers/draft/") as saving:
        shu.fills(联系内容=SAID)
    assert saving.value.ok
    shu.reads(SAID, inside="#preview")

    shu.page.reload()
    expect(shu.page.get_by_label("联系内容")).to_have_value(SAID)
    li = sign_in("li")
    li.goes_to(f"/cases/{walk.case_id}/papers/")
    li.panel("正在写的").get_by_role("link", name="接着写").click()
    li.reads("草稿由书记员舒于")
    expect(li.page.get_by_label("联系内容")).to_have_value(SAID)

    shu.fills(身份核对="报出身份证号后四位，相符。", 结果="承诺5月31日前付五千元。")
    shu.reads("必填的都齐了", inside="#standing")
    assert "已出《电话联系记录》" in shu.hands_in()
    paper = shu.pdf(shu.page.locator("#papers").get_by_role("link", name="电话联系记录").first)
    for words in (SAID, "刘某，被申请人本人", "承诺5月31日前付五千元。"):
        assert words in paper
    shu.goes_to(f"/cases/{walk.case_id}/papers/")
    expect(shu.panel("正在写的")).to_have_count(0)


def test_many_notices_in_one_go(sign_in: SignIn, new_case: NewCase) -> None:
    walks, qian = [new_case(State.MEDIATION), new_case(State.MEDIATION)], sign_in("qian")
    qian.goes_to("/cases/")
    qian.page.get_by_role("link", name="批量出文书").click()
    qian.page.get_by_label("文书", exact=True).select_option("D03")
    qian.page.get_by_label("案号").fill("\n".join(walk.case.case_no for walk in walks))
    qian.page.get_by_role("button", name="列出能出的").click()
    expect(qian.page.get_by_role("table", name="能出的文书").get_by_role("checkbox", checked=True)).to_have_count(4)
    qian.page.get_by_role("button", name="出勾选的文书").click()
    expect(qian.page.get_by_role("progressbar")).to_be_visible()
    autodiscover_modules(*HANDLER_MODULES)
    while work_once(clock.now()):
        pass
    expect(qian.page.locator("#batch")).to_contain_text("已出 4 份")
    bound = qian.pdf(qian.page.get_by_role("link", name=re.compile("^打开")))
    for walk in walks:
        assert walk.case.basis.doc_no in bound
    assert Paper.objects.filter(form="D03", print_count=1).count() == 4


def test_the_answer_file_gives_the_case_its_number(sign_in: SignIn, new_case: NewCase) -> None:
    walk, chen = new_case(State.ENFORCEMENT), sign_in("chen")
    handed_on = Handover.objects.get(case=walk.case_id).handed_on.isoformat()
    content: dict[str, Any] = {"name": "回执.xml", "mimeType": "text/xml"}
    chen.goes_to(f"/cases/{walk.case_id}/handovers/")
    wrong = answer(walk, number=EXEC_NO, case="（2023）鄂1023执前和999号", on=handed_on)
    chen.page.get_by_label("回执文件").set_input_files({**content, "buffer": wrong})
    chen.page.get_by_role("button", name="按回执登记").click()
    expect(chen.page.locator("#id_file_error")).to_contain_text("回执写的案件是（2023）鄂1023执前和999号")
    right = answer(walk, number=EXEC_NO, on=handed_on)
    chen.page.get_by_label("回执文件").set_input_files({**content, "buffer": right})
    chen.page.get_by_role("button", name="按回执登记").click()
    expect(chen.page.locator(".messages")).to_contain_text(f"已按回执登记执行案号{EXEC_NO}")
    chen.goes_to(f"/cases/{walk.case_id}/")
    expect(chen.page.locator("main")).to_contain_text(EXEC_NO)
