"""A window clerk takes a ledger in: hands it over, watches it being tried out, mends nothing yet, files the sound rows."""

import re
from pathlib import Path

from playwright.sync_api import expect

from cases.models import Case, LedgerImport
from cases.models.ledger_import import ImportStage
from tests.cases.ledger_files import drained, row, rows_in, xlsx
from tests.e2e.conftest import SignIn


def test_from_the_workbook_to_the_cases(sign_in: SignIn) -> None:
    wang = sign_in("wang")
    page = wang.page
    wang.goes_to("/imports/")
    book = xlsx(*(row(500 + number) for number in range(24)), row(601, 案由=""), row(602, 判项金额="八万"))
    page.get_by_label("台账文件").set_input_files(
        {"name": "2023年台账.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_text("正在试录：")).to_be_visible()
    expect(page.get_by_role("progressbar", name="进度")).to_be_visible()
    # The page asks again by itself: nobody reloads it.
    drained()
    expect(page.get_by_text("试录完了：2 件有问题，24 件可以登记")).to_be_visible()

    page.get_by_role("navigation", name="看哪些").get_by_role("link", name=re.compile("有问题")).click()
    expect(page.get_by_text("请填案由")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载退回的表格").click()
    back = rows_in(Path(waiting.value.path()).read_bytes())
    assert [each["问题"] is not None for each in back if each["案由"] is None or each["判项金额"] == "八万"] == [
        True
    ] * 2

    page.get_by_label(re.compile("可以登记的")).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("正在登记：")).to_be_visible()
    drained()
    expect(page.get_by_text("已登记 24 件")).to_be_visible()
    assert LedgerImport.objects.get().stage == ImportStage.DONE
    assert Case.objects.count() == 24
    page.get_by_role("navigation", name="看哪些").get_by_role("link", name=re.compile("已登记")).click()
    first = Case.objects.earliest("number_seq")
    page.get_by_role("link", name=first.case_no).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(first.case_no)
