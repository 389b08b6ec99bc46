"""The printed page: geometry, fonts, every fact in its text, equal bytes each time; user text stays text."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from pypdf import PdfReader

from documents.contexts.agreement import Guarantee
from documents.contexts.parts import CasePaper, InstalmentLine, Signatory
from documents.glyphs import needs_fallback, unprintable
from documents.registry import FORMS, Form
from documents.render import Meta, html_preview, qr_svg, render
from documents.samples import SAMPLES
from documents.samples.agreement import AGREEMENT
from documents.samples.mediation import SESSION, URGING
from documents.samples.people import BORROWER, FOOD, LENDER
from documents.samples.performance import CERTIFICATE, CLOSING, RECEIPT
from jianli_mediation.core.clock import COURT_TIME
from tests.documents.expected import EXPECTED

ALL = [pytest.param(code, n, id=f"{code}-{n}") for code, group in SAMPLES.items() for n in range(len(group))]
META = Meta(number="", verify_code="K7M2Q-X9D4P", issued_at=datetime(2023, 5, 10, 10, 0, tzinfo=COURT_TIME))
LONG = "湖北省监利市江汉平原现代农业科技发展与粮油食品精深加工股份有限公司荆州第二分公司"
MM = 72 / 25.4
# One worker, so that each sample is set once.
pytestmark = pytest.mark.xdist_group("samples of papers")
# Wide tables: their geometry has tests of its own.
ACROSS = {"D30-0", "D28-0"}


def plain(context: CasePaper) -> CasePaper:
    """Without the watermark, whose letters would stand between those of the text."""
    return replace(context, head=replace(context.head, demo=False))


@cache
def rendered(code: str, context: CasePaper, meta: Meta = META) -> bytes:
    return render(FORMS[code], context, meta)


def pages_of(code: str, context: CasePaper) -> list[Any]:
    meta = replace(META, number=context.paper_no)
    return list(PdfReader(io.BytesIO(rendered(code, plain(context), meta))).pages)


def text_of(code: str, context: CasePaper) -> str:
    return "".join("".join(page.extract_text().split()) for page in pages_of(code, context))


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_facts_stand_on_the_paper(code: str, n: int) -> None:
    text = text_of(code, SAMPLES[code][n])
    assert [fact for fact in EXPECTED[f"{code}-{n}"].split() if fact not in text] == []
    assert "K7M2Q-X9D4P" in text


def places_of(page: Any) -> list[tuple[float, float]]:
    """Where each run of text begins, in millimetres from the lower left corner."""
    found: list[tuple[float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x / MM, y / MM))

    page.extract_text(visitor_text=note)
    return found


def test_a_table_lies_across_on_one_page() -> None:
    (page,) = pages_of("D30", SAMPLES["D30"][0])
    assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (297, 210)
    assert min(x for x, _ in places_of(page)) >= 27.9
    assert max(x for x, _ in places_of(page)) <= 297 - 20


@pytest.mark.parametrize(
    ("code", "n"), [pytest.param(*each.values, id=each.id) for each in ALL if each.id not in ACROSS]
)
def test_a4_and_the_margins_of_the_norm(code: str, n: int) -> None:
    """210 × 297 mm; 28 mm left, 26 mm right; the body 37 mm from the top and 35 mm from below; the foot beneath it."""
    for number, page in enumerate(pages_of(code, SAMPLES[code][n])):
        assert (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) == (210, 297)
        places = places_of(page)
        assert min(x for x, _ in places) >= 27.9
        assert max(x for x, _ in places) <= 210 - 26
        assert max(y for _, y in places) <= (297 - 37 if number == 0 else 297 - 25)
        assert min(y for _, y in places) >= 15


def test_twenty_two_lines_of_twenty_eight_characters() -> None:
    context = replace(
        SESSION, statements=(), offers=(), agreed=(), rights_read=False, result="一二三四五六七八九十" * 120
    )
    page = pages_of("D11", context)[1]
    lines = [line.strip() for line in page.extract_text().splitlines()]
    full = [line for line in lines if len(line) == 28 and set(line) <= set("一二三四五六七八九十")]
    assert len(full) == 22
    heights = sorted({round(y, 1) for x, y in places_of(page) if 36 < y < 260}, reverse=True)
    assert round((heights[0] - heights[-1]) / 21 * MM, 1) == 29.0


@pytest.mark.parametrize(("code", "n"), ALL)
def test_only_our_fonts_and_all_of_them_embedded(code: str, n: int) -> None:
    reader = PdfReader(io.BytesIO(rendered(code, SAMPLES[code][n])))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "+Court-" in descendant["/BaseFont"]
            assert "/FontFile2" in descendant["/FontDescriptor"]


def test_it_says_it_is_pdf_a_3b() -> None:
    data = render(FORMS["D15"], RECEIPT, META)
    reader = PdfReader(io.BytesIO(data))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert 'part="3"' in metadata.replace(" ", "") or "<pdfaid:part>3<" in metadata or "part>3</" in metadata
    assert reader.trailer["/Root"]["/OutputIntents"]  # type: ignore[index]


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_same_facts_give_the_same_bytes(code: str, n: int) -> None:
    context = SAMPLES[code][n]
    assert render(FORMS[code], context, META) == rendered(code, context)


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, sys, django; django.setup();"
        "from tests.documents.test_render import META, render, FORMS, AGREEMENT;"
        "print(hashlib.sha256(render(FORMS['D14'], AGREEMENT, META)).hexdigest())"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7", "TZ": "UTC"}
    command = [sys.executable, "-c", program]
    runs = [
        subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout


def test_rare_characters_are_drawn_and_a_name_keeps_one_design() -> None:
    assert [needs_fallback(name) for name in ("陈某", "王喆", "㛃䶮𠮷", "古丽·买买提")] == [False, True, True, False]
    text = text_of("D08", replace(URGING, debtor=replace(BORROWER, name="㛃䶮𠮷"), creditors=("王喆", "古丽·买买提")))
    assert "㛃䶮𠮷" in text
    assert "王喆、古丽·买买提" in text
    fragment = html_preview(FORMS["D08"], replace(URGING, debtor=replace(BORROWER, name="王喆")))
    assert '<span class="song">王喆</span>' in fragment


def test_a_character_no_font_draws_is_named() -> None:
    assert unprintable("王😀小明\U000e0101") == ("😀", "\U000e0101")
    assert unprintable("（2023）鄂1023执前和1号之三——“引号”·㛃䶮𠮷，9,999,999,999.99元") == ()


HOSTILE = "<script>alert(1)</script> {{ c.case_no }} {% now 'Y' %} <img src=file:///etc/passwd> &lt;"


def test_user_text_stays_text_on_paper_and_in_the_preview() -> None:
    context = replace(AGREEMENT, extra_clauses=(HOSTILE,), creditors=(replace(LENDER, role="甲方", name=HOSTILE),))
    assert "".join(HOSTILE.split()) in text_of("D14", context)
    fragment = html_preview(FORMS["D14"], context)
    assert "<script" not in fragment
    assert "<img" not in fragment
    assert "{{ c.case_no }}" in fragment


def test_nothing_can_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.render._html", lambda *_: '<p><img src="file:///etc/hostname"/></p>')
    with pytest.raises(BaseException, match="file:///etc/hostname"):
        render(FORMS["D15"], RECEIPT, META)


def test_an_unknown_fact_in_a_template_stops_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Form("D15", "履行确认书", "", "", (), context=FORMS["D15"].context, template="documents/paper/d20.html")
    with pytest.raises(LookupError, match="unknown fact"):
        html_preview(wrong, RECEIPT)


@pytest.mark.parametrize(("code", "n"), ALL)
def test_preview_is_a_well_formed_fragment_for_the_browser(code: str, n: int) -> None:
    fragment = html_preview(FORMS[code], SAMPLES[code][n])
    root = ElementTree.fromstring(fragment)  # noqa: S314 - our own template
    assert root.get("class") == "paper"
    assert not [item for item in root.iter() if "style" in item.attrib or item.tag in ("script", "svg", "img", "style")]
    assert root.find(".//h2") is not None


def test_preview_of_what_is_still_blank_shows_lines() -> None:
    empty = replace(
        AGREEMENT, account=None, total=None, confirmed=(), confirmed_total=None, confirmed_on=None, instalments=(),
        pay_way="", imputation=(), debtors=(), signatories=(), mediator="", issued_on=None,
    )  # fmt: skip
    assert "＿＿＿＿" in html_preview(FORMS["D14"], empty)


def test_watermark_only_in_a_demonstration() -> None:
    pages = PdfReader(io.BytesIO(render(FORMS["D14"], AGREEMENT, META))).pages
    assert all({"演", "示"} <= set(page.extract_text()) for page in pages)
    assert "演" not in text_of("D14", AGREEMENT)


def test_the_urging_notice_is_no_notice_of_enforcement_and_threatens_nobody() -> None:
    text = text_of("D08", URGING)
    assert "执行通知书" not in text
    assert "拘留" not in text
    assert "被执行人" not in text.replace("失信被执行人名单", "")


def test_words_before_and_after_filing() -> None:
    before, after = AGREEMENT, replace(AGREEMENT, exec_no="（2024）鄂1023执5号")
    assert "申请执行原生效法律文书" in text_of("D14", before)
    assert "恢复执行" not in text_of("D14", before)
    text = text_of("D14", after)
    assert "执行和解协议书" in text
    assert "（2024）鄂1023执5号" in text
    assert "申请恢复执行原生效法律文书" in text
    assert "第二百三十七条" in text
    assert "执行立案以后，主动履行完毕" in text_of("D24", replace(CERTIFICATE, exec_no="（2024）鄂1023执5号"))


def test_a_guarantor_binds_himself_directly_only_in_an_enforcement_case() -> None:
    promise = Guarantee(guarantor="王喆", kind="保证", scope="全部债务", direct_enforcement=True)
    before = replace(AGREEMENT, guarantees=(promise,))
    assert "另行起诉" in text_of("D14", before)
    assert "直接强制执行" not in text_of("D14", before)
    assert "〔√〕王喆向人民法院承诺" in text_of("D14", replace(before, exec_no="（2024）鄂1023执5号"))


def test_closing_with_an_agreement_tells_what_follows_a_default() -> None:
    context = replace(
        CLOSING, performed_on=None, confirmed_on=None, paid_total=None, agreement_on=date(2023, 9, 26),
        agreement_total=Decimal("484250.00"), instalments=3, last_due=date(2023, 12, 11),
    )  # fmt: skip
    text = text_of("D16", context)
    assert "484,250.00元（肆拾捌万肆仟贰佰伍拾元整）" in text
    assert "分三期履行，最后一期于2023年12月11日以前付清" in text
    assert "申请执行原生效法律文书" in text
    assert "上诉" not in text


@pytest.mark.parametrize(("code", "n"), ALL)
def test_no_page_says_that_it_is_empty_and_none_is(code: str, n: int) -> None:
    pages = pages_of(code, SAMPLES[code][n])
    assert all("此页无正文" not in page.extract_text() for page in pages)
    assert all(len("".join(page.extract_text().split())) > 80 for page in pages)


@pytest.mark.parametrize("code", ["D15", "D24"])
def test_short_papers_stay_on_one_page(code: str) -> None:
    assert len(pages_of(code, SAMPLES[code][0])) == 1


def test_long_names_many_debtors_and_the_largest_amount_stay_within_the_page() -> None:
    largest = Decimal("9999999999.99")
    debtors = tuple(replace(FOOD, name=LONG + mark) for mark in "甲乙丙丁戊")
    plan = tuple(
        InstalmentLine(seq=n + 1, due_on=date(2023 + (9 + n) // 12, (9 + n) % 12 + 1, 28), amount=largest)
        for n in range(24)
    )
    signatories = tuple(Signatory(role="乙方", name=debtor.name, capacity="法定代表人") for debtor in debtors)
    context = replace(
        AGREEMENT, debtors=debtors, instalments=plan, total=largest, confirmed_total=largest, signatories=signatories
    )
    text = text_of("D14", context)
    assert all(text.count(debtor.name) >= 2 for debtor in debtors)
    assert text.count("9,999,999,999.99") >= 25
    assert "2025年9月28日" in text
    assert text.count("期次") >= 2, "the head of the table is repeated on each page"


def test_the_code_carries_number_and_code_only() -> None:
    svg = qr_svg("（2023）鄂1023执前和1号 K7M2Q-X9D4P")
    assert svg.startswith("<svg")
    assert "陈某" not in svg
    assert ElementTree.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own code
