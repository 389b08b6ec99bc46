"""A debtor with his phone: in by the code on the paper, what he owes, a slip handed in, a word said, the answer read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.actions import requests
from cases.facts.door import code_of
from cases.models import PartyRequest
from jianli_mediation.core import clock
from jianli_mediation.kernel.workdays import add_months
from tests.build import LIU, Walk
from tests.cast import Cast
from tests.e2e.conftest import PATIENCE
from tests.e2e.people import Person
from tests.scan_files import pdf

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A phone without scripts: the page must do without."""
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    person = Person(context.new_page(), "刘某")
    yield person.page
    context.close()
    assert person.complaints == []


def performing(court: Cast) -> Walk:
    """An agreement whose first instalment is due in a year."""
    walk = Walk(court).file().accept().assign().urge()
    today = clock.today()
    terms = walk.terms(
        "2023-05-20", "87481.25", (str(add_months(today, 12)), "40000.00"), (str(add_months(today, 13)), "47481.25")
    )
    return walk.conclude(terms)


def fits(page: Page) -> None:
    """Nothing sticks out to the side, and what is to be pressed is large enough for a thumb."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]
    for button in page.locator(".btn").all():
        size = button.bounding_box()
        assert size is not None
        assert size["height"] >= 44
        assert size["x"] + size["width"] <= PHONE["width"]


def test_a_debtor_with_his_phone(court: Cast, phone: Page, tmp_path: Path) -> None:
    walk = performing(court)
    debtor = walk.case.parties.get(role="respondent")
    phone.goto("/party/")
    fits(phone)
    phone.get_by_label("查询码").fill(code_of(debtor.pk))
    phone.get_by_label("证件号码的最后六位").fill("000000")
    phone.get_by_role("button", name="看").click()
    expect(phone.get_by_role("alert")).to_contain_text("查询码或者证件号码末六位不对")
    expect(phone.get_by_label("查询码")).to_have_value(code_of(debtor.pk))
    phone.get_by_label("证件号码的最后六位").fill(LIU[-6:])
    phone.get_by_role("button", name="看").click()
    expect(phone.get_by_role("heading", name="刘某，您好")).to_be_visible()
    expect(phone.locator(".due .big")).to_have_text("付 40,000.00 元")
    fits(phone)

    slip = tmp_path / "slip.pdf"
    slip.write_bytes(pdf())
    phone.get_by_label("付款凭证的照片或者 PDF").set_input_files(slip)
    phone.get_by_role("button", name="交凭证").click()
    expect(phone.get_by_text("凭证收到了")).to_be_visible()

    phone.get_by_label("什么事").select_option("到时候付不出来，想改日子")
    phone.get_by_label("您想说的").fill("货款没有收回来，想晚半个月")
    phone.get_by_role("button", name="交给法院").click()
    expect(phone.get_by_text("收到了。法院在")).to_be_visible()
    row = PartyRequest.objects.get(kind="extension")
    walk.do(
        requests.answer_request,
        "shu",
        "2023-05-20",
        now=clock.now(),
        request_id=row.pk,
        answer="请与申请人商量，双方签字才算数",
    )
    phone.reload()
    expect(phone.get_by_text("答复：请与申请人商量")).to_be_visible()
    phone.get_by_role("button", name="看完了，关上").click()
    expect(phone.get_by_role("heading", name="看我的事办到哪一步")).to_be_visible()
    phone.goto("/party/matter/")
    expect(phone.get_by_label("查询码")).to_be_visible()
