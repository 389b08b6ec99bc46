"""Scans from the desk: dropped together, one refused and mended, opened; and a stranger checks a paper on a telephone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cases.states import State
from documents.models import Attachment, Paper
from tests.build import Walk
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.scan_files import image, pdf


@pytest.fixture(scope="module")
def walk(court: Cast) -> Walk:
    return Walk(court).to(State.PERFORMING)


def file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_several_files_one_of_them_refused(sign_in: SignIn, walk: Walk) -> None:
    shu = sign_in("shu")
    shu.goes_to(f"/cases/{walk.case_id}/papers/")
    shu.page.get_by_role("link", name="收签字件").first.click()
    shu.page.locator("[data-several]").set_input_files(
        [
            file("协议签收.pdf", pdf(3)),
            file("回单.jpg", image("JPEG")),
            file("网页.pdf", b"<html>"),
            file("证件.png", image()),
        ]
    )
    rows = shu.page.locator("[data-scan-rows] > [data-scan-row]")
    expect(rows).to_have_count(4)
    expect(rows.nth(0).get_by_label("种类")).to_have_value("signed")
    for number, kind in ((1, "payment"), (2, "other"), (3, "identity")):
        expect(rows.nth(number).get_by_label("名称")).not_to_have_value("")
        rows.nth(number).get_by_label("种类").select_option(kind)
    shu.page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(1)
    expect(shu.page.get_by_text("已收存 3 件")).to_be_visible()
    expect(rows.get_by_text("这是网页或文本")).to_be_visible()
    expect(rows.get_by_label("名称")).to_have_value("网页")
    rows.get_by_label("文件", exact=True).set_input_files(file("真的.pdf", pdf(title="真的")))
    shu.page.keyboard.press("Control+Enter")
    expect(shu.page.get_by_role("link", name="已收签字件")).to_be_visible()
    assert Attachment.objects.count() == 4


def test_a_stranger_checks_a_paper_on_a_telephone(browser: Browser, address: str, walk: Walk) -> None:
    paper = Paper.objects.defer("context").get(form="D14")
    phone = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = phone.new_page()
    page.goto(f"/verify/?code={paper.verify_code.lower()}")
    expect(page.get_by_role("heading", name="真", exact=True)).to_be_visible()
    expect(page.get_by_text(paper.title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("验证码").fill("AAAAA-AAAAA")
    page.get_by_role("button", name="再查一份").click()
    expect(page.get_by_role("heading", name="不存在")).to_be_visible()
    phone.close()
