"""The paper to be edited: the words of the PDF, the look of the norm, a file that Word and WPS take without repair."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from django.conf import settings
from docx.document import Document
from docx.oxml.ns import qn

from documents.contexts.parts import CasePaper
from documents.docx import build
from documents.docx.look import OFFICIAL
from documents.registry import FORMS
from documents.registry.form import CASE_NUMBER, NO_NUMBER
from documents.render import Meta, html_preview
from documents.samples import SAMPLES
from documents.samples.agreement import AGREEMENT
from documents.samples.mediation import SESSION
from documents.samples.performance import CLOSING
from documents.samples.reporting import REPORT
from jianli_mediation.core.clock import COURT_TIME

# One worker, so that each sample is made once.
pytestmark = pytest.mark.xdist_group("docx")
ALL = [pytest.param(code, n, id=f"{code}-{n}") for code, group in SAMPLES.items() for n in range(len(group))]
ISSUED = datetime(2023, 5, 10, 10, 0, tzinfo=COURT_TIME)
META = Meta(number="", verify_code="K7M2Q-X9D4P", issued_at=ISSUED)
MM = 1440 / 25.4
# ISO/IEC 29500-1, annex A: a word processor refuses properties in another order. Written from the standard and not
# taken from the program.
SEQUENCES = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
        snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
        webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
        eastAsianLayout specVanish oMath""",
    "tbl": "tblPr tblGrid tr",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
        tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark""",
    "sectPr": """headerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
        cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings""",
    "pBdr": "top left bottom right between bar",
    "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
    "tblCellMar": "top start left bottom end right",
    "tcMar": "top start left bottom end right",
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
        personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "settings": """writeProtection view zoom removePersonalInformation mirrorMargins defaultTabStop evenAndOddHeaders
        characterSpacingControl compat rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator""",
}


@cache
def file_of(code: str, context: CasePaper) -> bytes:
    """With the number that the preview has."""
    number = context.paper_no if FORMS[code].number_series in (NO_NUMBER, CASE_NUMBER) else ""
    return build(FORMS[code], context, replace(META, number=number))


def opened(code: str, context: CasePaper) -> Document:
    return docx.Document(io.BytesIO(file_of(code, context)))


def words(element: Any) -> str:
    return "".join("".join(text.text or "" for text in element.iter(qn("w:t"))).split())


def text_of(code: str, context: CasePaper) -> str:
    return words(opened(code, context).element.body)


def values(element: Any, tag: str, name: str = "val") -> list[str]:
    return [found.get(qn(f"w:{name}")) for found in element.iter(qn(f"w:{tag}"))]


@pytest.mark.parametrize(("code", "n"), ALL)
def test_it_says_what_the_paper_says(code: str, n: int) -> None:
    context = SAMPLES[code][n]
    preview = ElementTree.fromstring(html_preview(FORMS[code], context))  # noqa: S314 - our own template
    without_drawings(preview)
    text = text_of(code, context)
    assert text == "".join("".join(preview.itertext()).split())


def without_drawings(page: ElementTree.Element) -> None:
    """A chart is left out of the DOCX; the table beside it has its numbers."""
    for parent in list(page.iter()):
        for child in [each for each in parent if each.tag.rpartition("}")[2] == "svg"]:
            assert not (child.tail or "").strip()
            parent.remove(child)


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_same_facts_give_the_same_bytes(code: str, n: int) -> None:
    assert file_of.__wrapped__(code, SAMPLES[code][n]) == file_of(code, SAMPLES[code][n])


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, django; django.setup();"
        "from tests.documents.test_docx import AGREEMENT, file_of;"
        "print(hashlib.sha256(file_of('D14', AGREEMENT)).hexdigest())"
    )
    found = set()
    for seed, zone in (("7", "UTC"), ("8", "America/Lima")):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", program]
        run = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=True)
        found.add(run.stdout)
    assert len(found) == 1


@pytest.mark.parametrize(("code", "n"), ALL)
def test_everything_stands_in_the_order_of_the_standard(code: str, n: int) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(code, SAMPLES[code][n]))) as file:
        parts = [ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.startswith("word/")]  # noqa: S314
    for element in (element for part in parts for element in part.iter()):
        order = SEQUENCES.get(element.tag.partition("}")[2], "").split()
        if order:
            # Header and footer references may stand in any order among themselves.
            tags = [child.tag.partition("}")[2].replace("footerR", "headerR") for child in element]
            places = [order.index(tag) for tag in tags]
            assert places == sorted(places), element.tag


@pytest.mark.parametrize(("code", "n"), ALL)
def test_tables_are_whole(code: str, n: int) -> None:
    """Each row fills the grid, no cell is without a paragraph at its end, no two tables touch, heads are repeated."""
    body = opened(code, SAMPLES[code][n]).element.body
    for table in body.iter(qn("w:tbl")):
        columns = len(table.find(qn("w:tblGrid")))
        for row in table.findall(qn("w:tr")):
            cells = row.findall(qn("w:tc"))
            spans = [int((values(cell.tcPr, "gridSpan") or ["1"])[0]) for cell in cells]
            assert sum(spans) == columns
            assert all(cell[-1].tag == qn("w:p") for cell in cells)
        assert sum(map(int, values(table.find(qn("w:tblGrid")), "gridCol", "w"))) == int(
            values(table.tblPr, "tblW", "w")[0]
        )
    holders = [body, *body.iter(qn("w:tc"))]
    neighbours = [pair for holder in holders for pair in pairwise(child.tag for child in holder)]
    assert (qn("w:tbl"), qn("w:tbl")) not in neighbours
    assert (qn("w:tbl"), qn("w:sectPr")) not in neighbours
    preview = ElementTree.fromstring(html_preview(FORMS[code], SAMPLES[code][n]))  # noqa: S314
    heads = [row for row in body.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(heads) == len(preview.findall(".//thead/tr"))
    assert ["".join(words(row).split()) for row in heads] == [
        "".join("".join(row.itertext()).split()) for row in preview.findall(".//thead/tr")
    ]


@pytest.mark.parametrize(("code", "n"), ALL)
def test_it_names_the_official_fonts_and_no_other(code: str, n: int) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(code, SAMPLES[code][n]))) as file:
        text = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    named = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', text)) - {"zh-CN"}
    assert named <= set(OFFICIAL.values())
    assert {"方正小标宋简体", "仿宋_GB2312" if FORMS[code].family == "J" else "宋体"} <= named
    assert not re.search(r"Court |asciiTheme|Calibri|Times", text)


def test_page_and_grid_of_a_court_paper() -> None:
    section = opened("D14", AGREEMENT).sections[0]._sectPr
    size, margin, grid = (section.find(qn(f"w:{tag}")) for tag in ("pgSz", "pgMar", "docGrid"))
    assert [round(int(size.get(qn(f"w:{side}"))) / MM) for side in "wh"] == [210, 297]
    sides = ("top", "bottom", "left", "right")
    assert [round(int(margin.get(qn(f"w:{side}"))) / MM) for side in sides] == [37, 35, 28, 26]
    pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert grid.get(qn("w:type")) == "linesAndChars"
    text_height = int(size.get(qn("w:h"))) - int(margin.get(qn("w:top"))) - int(margin.get(qn("w:bottom")))
    assert text_height // pitch == 22
    text_width = int(size.get(qn("w:w"))) - int(margin.get(qn("w:left"))) - int(margin.get(qn("w:right")))
    assert round(text_width / (20 * (16 + space / 4096)), 1) == 28.0


def test_body_title_number_and_seal() -> None:
    document = opened("D16", CLOSING)
    normal = document.styles["Normal"].element
    assert (values(normal, "sz"), values(normal, "rFonts", "eastAsia")) == (["32"], ["仿宋_GB2312"])
    assert (values(normal, "spacing", "line")[0], values(normal, "spacing", "lineRule")[0]) == ("579", "exact")
    assert 28 * (320 + int(values(normal.rPr, "spacing")[0])) <= round(156 * MM)
    title, number, body = document.paragraphs[:3]
    assert (title.style.name, title.text, values(title._p, "jc")) == (
        "Title",
        "监利市人民法院\n执前和解结案通知书",
        ["center"],
    )
    heading = document.styles["Title"].element
    assert (values(heading, "sz"), values(heading, "rFonts", "eastAsia")) == (["44"], ["方正小标宋简体"])
    assert (values(number._p, "jc"), values(number._p, "ind", "rightChars")) == (["right"], ["200"])
    assert (values(body._p, "jc"), values(body._p, "ind", "firstLineChars")) == (["both"], ["200"])
    kept = [each for each in document.paragraphs if each._p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None]
    last = document.paragraphs[-1]
    assert "书　记　员" in last.text
    assert [each.text for each in document.paragraphs[-5:-1]] == [each.text for each in kept[-4:]]


def test_a_table_lies_across() -> None:
    section = opened("D30", SAMPLES["D30"][0]).sections[0]._sectPr
    size = section.find(qn("w:pgSz"))
    assert [round(int(size.get(qn(f"w:{side}"))) / MM) for side in "wh"] == [297, 210]
    assert size.get(qn("w:orient")) == "landscape"


def test_figures_stand_right_and_columns_are_as_wide_as_on_paper() -> None:
    table = next(table for table in opened("D14", AGREEMENT).tables if table.cell(0, 0).text == "期次")
    widths = [round(int(width) / MM) for width in values(table._tbl.tblGrid, "gridCol", "w")]
    assert widths == [14, 40, 40, 62]
    assert values(table.cell(1, 2)._tc, "jc") == ["right"]
    assert values(table.cell(1, 0)._tc, "jc") == ["center"]
    assert {
        tuple(values(borders, side)) for borders in table._tbl.iter(qn("w:tcBorders")) for side in ("top", "left")
    } == {("single",)}


def test_head_and_foot() -> None:
    section = opened("D11", SESSION).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == f"{SESSION.paper_no}　和解笔录"
    assert "".join(each.text for each in section.first_page_header.paragraphs) == ""
    for footer in (section.footer, section.first_page_footer):
        assert values(footer._element, "fldSimple", "instr") == ["PAGE"]
        assert values(footer._element, "sz")[0] == "28"
        assert "签名（捺印）：" in words(footer._element)
    assert values(opened("D30", SAMPLES["D30"][0]).sections[0].footer._element, "fldSimple", "instr") == [
        "PAGE",
        "NUMPAGES",
    ]


def test_a_circular_is_printed_on_both_sides_and_its_tables_lie_across() -> None:
    document = opened("D28", REPORT)
    across = [section.page_width > section.page_height for section in document.sections]
    assert across == [False, True, False]
    assert document.settings.odd_and_even_pages_header_footer
    assert document.settings.element.find(qn("w:mirrorMargins")) is not None
    for section in document.sections:
        odd, even = section.footer._element, section.even_page_footer._element
        assert words(odd) == words(even) == "—1—"
        assert (values(odd, "tab")[0], values(even, "tab")) == ("right", [])
        assert values(even, "ind", "left") == ["280"]


def test_head_and_foot_of_a_circular() -> None:
    document = opened("D28", REPORT)
    mark = document.paragraphs[0]
    assert {values(run._r, "color")[0] for run in mark.runs} == {"E60000"}
    rule = document.paragraphs[1]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (rule.get(qn("w:sz")), rule.get(qn("w:color"))) == ("16", "E60000")
    imprint = document.tables[-1]
    place = imprint._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert imprint.cell(0, 0).text.startswith("抄送：")
    assert imprint.cell(1, 0).text.endswith("\t2024年5月6日印发")
    name = next(each for each in document.paragraphs if each.text == REPORT.office)
    assert round(int(values(name._p, "ind", "left")[0]) / 20) == round(156 / 25.4 * 72 - 224)


def test_only_a_demonstration_is_marked_as_one() -> None:
    section = opened("D14", AGREEMENT).sections[0]
    for header in (section.header, section.first_page_header):
        assert b'string="\xe6\xbc\x94\xe7\xa4\xba"' in ElementTree.tostring(header._element, encoding="utf-8")
    real = replace(AGREEMENT, head=replace(AGREEMENT.head, demo=False))
    assert b"pict" not in ElementTree.tostring(opened("D14", real).sections[0].header._element)


def test_the_code_of_the_archive_is_not_on_it() -> None:
    with zipfile.ZipFile(io.BytesIO(file_of("D14", AGREEMENT))) as file:
        assert all(b"K7M2Q" not in file.read(name) for name in file.namelist())
