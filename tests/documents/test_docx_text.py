"""What people type, and what templates say, on the paper to be edited: all of it, as text, or a clear refusal."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
import tinycss2
from docx.oxml.ns import qn

from documents.contexts.parts import InstalmentLine, Signatory
from documents.docx import build
from documents.docx.flow import KNOWN, read
from documents.docx.look import Sheet, UnknownMarkupError
from documents.registry import FORMS
from documents.registry.form import STYLES, TEMPLATES
from documents.samples.agreement import AGREEMENT
from documents.samples.handover import HANDOVER
from documents.samples.mediation import URGING
from documents.samples.people import BORROWER, FOOD
from tests.documents.test_docx import META, file_of, opened, text_of, words

# Every property that our style sheets may set: one that the DOCX follows, or one it leaves out, with the reason.
FOLLOWED = """
    size margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom
    padding-left border border-top border-right border-bottom border-left border-color border-width border-style
    font font-family font-size font-weight line-height letter-spacing color text-align text-indent text-decoration
    vertical-align width height display gap column-gap break-before break-after break-inside content page
    overflow-wrap table-layout border-collapse box-sizing orphans widows justify-content position bottom
""".split()
LEFT_OUT = {
    "columns": "the notes below a calculation run over the whole width",
    "flex": "columns of equal width are what a table across gives anyway",
    "white-space": "a word processor breaks no figure and no date but between its characters and 元",
    "float": "only in the foot",
    "top": "only the watermark",
    "left": "what stands at the foot of a page is as wide as the text; else only the watermark",
    "right": "what stands at the foot of a page is as wide as the text",
    "z-index": "only the watermark",
    "transform": "only the watermark",
    "overflow": "only the running title",
    "visibility": "only the running title",
    "string-set": "the running title is written to the header",
}
HOSTILE = "<w:p><w:r/></w:p> ]]> &amp; <![CDATA[ <script>alert(1)</script> {{ c.case_no }} &#x0; _x0001_"


def declared(rules: Any) -> set[str]:
    found: set[str] = set()
    for rule in rules:
        if rule.type == "declaration":
            found.add(rule.name)
        elif getattr(rule, "content", None):
            found |= declared(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True))
    return found


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_every_property_of_the_style_sheets_is_known(path: Any) -> None:
    """A new one must be followed by the DOCX, or left out for a reason."""
    rules = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)
    assert declared(rules) - set(FOLLOWED) - set(LEFT_OUT) == set()
    assert not re.search(r"::?(before|after)\b", path.read_text()), "text that only the style sheet knows"


def test_every_element_of_the_templates_is_known() -> None:
    found: dict[str, set[str]] = {}
    for path in (TEMPLATES / "documents/paper").rglob("*.html"):
        if path.name != "page.html":  # head and foot of the page, which the DOCX writes itself
            found[path.name] = set(re.findall(r"<([a-zA-Z][\w-]*)", re.sub(r"\{[%#{].*?[%#}]\}", "", path.read_text())))
    assert {name: tags - KNOWN for name, tags in found.items() if tags - KNOWN} == {}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ul><li>一</li></ul>", "<ul>"),
        ("<p>一<sup>二</sup></p>", "<sup>"),
        ('<p style="display: none">一</p>', "hidden <p>"),
        ('<p style="position: absolute">一</p>', "position"),
        ('<p style="float: right">一</p>', "float"),
        ('<p style="white-space: pre">一</p>', "white_space"),
        ('<p style="font-family: Arial">一</p>', "Arial"),
        ('<p style="break-after: page">一</p>', "break_after"),
        ('<p style="margin-top: 10%">一</p>', "a length in %"),
        ("<!-- 一 --><p>二</p>", "a comment"),
        ("<table><tbody><tr><td rowspan='2'>一</td></tr></tbody></table>", "reaches below"),
        ("<table><tbody><tr><p>一</p></tr></tbody></table>", None),
    ],
)
def test_what_it_does_not_know_stops_it(markup: str, said: str | None) -> None:
    """Never a word lost in silence; an HTML reader moves a paragraph out of a row by itself."""
    sheet = Sheet(FORMS["D14"], markup)
    if said is None:
        assert [run.text for block in read(sheet, lambda _: 400.0)[:1] for run in block.runs] == ["一"]  # type: ignore[union-attr]
        return
    with pytest.raises(UnknownMarkupError, match=re.escape(said)):
        read(sheet, lambda _: 400.0)


def shape(markup: str) -> list[Any]:
    """The blocks of ``markup``: texts of paragraphs, lists of texts of the cells of tables."""
    found: list[Any] = []
    for block in read(Sheet(FORMS["D14"], markup), lambda _: 400.0):
        if hasattr(block, "rows"):
            found.append([[len(cell.blocks) for cell in row.cells] for row in block.rows])
        else:
            found.append("".join(run.text for run in block.runs))
    return found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>  一\n 二  </p>\n<p> </p>", ["一 二"]),
        ("<p>一<br />  二<br /></p>", ["一\n二"]),
        ("<p>一 <span> 二</span> 三</p>", ["一 二 三"]),
        ("<div>一<p>二</p>三</div>", ["一", "二", "三"]),
        ("<p>一　二</p>", ["一　二"]),
        ("<p>一<br /><span class='blank room'>＿＿</span></p>", ["一", "＿＿"]),
        ("<table><tbody><tr><td>一</td></tr></tbody></table>", ["", [[1]], ""]),
        ("<p>零</p><table><tr><td></td></tr></table><table><tr><td>二</td></tr></table>", ["零", [[1]], "", [[1]], ""]),
        ("<table><tr><td rowspan='2'>一</td><td>二</td></tr><tr><td>三</td></tr></table>", ["", [[1, 1], [0, 1]], ""]),
    ],
)
def test_text_falls_into_paragraphs_as_in_a_browser(markup: str, found: list[Any]) -> None:
    assert shape(markup) == found


def test_what_people_type_stays_text() -> None:
    context = replace(AGREEMENT, extra_clauses=(HOSTILE, f"一行\n{HOSTILE}"), mediator=HOSTILE)
    text = text_of("D14", context)
    assert text.count("".join(HOSTILE.split())) == 3
    with zipfile.ZipFile(io.BytesIO(file_of("D14", context))) as file:
        assert file.testzip() is None
        assert not re.search(rb"<script|<!\[CDATA", file.read("word/document.xml"))


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_what_no_xml_may_hold_is_left_out_as_it_is_of_the_pdf(character: str) -> None:
    """Issuing refuses it; a preview and a draft only leave it out."""
    assert "和解员李和解（签名）" in text_of("D14", replace(AGREEMENT, mediator=f"李{character}和解"))


def test_rare_names_stand_in_the_font_that_has_them() -> None:
    context = replace(URGING, debtor=replace(BORROWER, name="㛃䶮𠮷"), creditors=("王喆", "古丽·买买提"))
    document = opened("D08", context)
    text = words(document.element.body)
    assert "㛃䶮𠮷：" in text
    assert "王喆、古丽·买买提与你（单位）" in text
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    for name in ("㛃䶮𠮷", "王喆"):
        fonts = runs[name]._r.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "eastAsia")} == {"宋体"}, name


def test_a_blank_fact_leaves_the_line_to_write_on() -> None:
    empty = replace(AGREEMENT, account=None, total=None, mediator="", signed_on=None, signatories=())
    document = opened("D14", empty)
    lines = [run for paragraph in document.paragraphs for run in paragraph.runs if set(run.text) == {"＿"}]
    assert len(lines) >= 3
    assert all(run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "宋体" for run in lines)
    assert "＿＿＿＿年＿＿月＿＿日" in words(document.element.body)


def test_a_cell_to_be_filled_in_keeps_its_line() -> None:
    document = opened("D20", HANDOVER)
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "接收人（签名）")
    spacing = row.cells[1].paragraphs[0]._p.pPr.find(qn("w:spacing"))
    assert (row.cells[1].text, spacing.get(qn("w:line"))) == ("", "320")


def test_sixty_parties_and_two_hundred_and_forty_instalments() -> None:
    debtors = tuple(replace(FOOD, name=f"荆州某食品公司第{n}分公司") for n in range(60))
    plan = tuple(
        InstalmentLine(seq=n + 1, due_on=date(2024 + n // 12, n % 12 + 1, 28), amount=Decimal("9999999999.99"))
        for n in range(240)
    )
    signatories = tuple(Signatory(role="乙方", name=debtor.name) for debtor in debtors)
    context = replace(
        AGREEMENT, debtors=debtors, instalments=plan, signatories=signatories, extra_clauses=("长" * 4000,)
    )
    document = opened("D14", context)
    text = words(document.element.body)
    assert all(debtor.name in text for debtor in debtors)
    assert (text.count("9,999,999,999.99"), text.count("长" * 4000)) == (240, 1)
    table = next(table for table in document.tables if table.cell(0, 0).text == "期次")
    assert len(table._tbl.tr_lst) == 242


def test_the_file_says_whose_it_is_and_when_it_was_issued() -> None:
    data = build(FORMS["D14"], AGREEMENT, replace(META, number="（2023）鄂1023执前和118号"), remark="供编辑的副本")
    known = docx.Document(io.BytesIO(data)).core_properties
    assert (known.title, known.author, known.language) == ("执前和解协议书", "监利市人民法院", "zh-CN")
    assert known.created == known.modified == datetime(2023, 5, 10, 2, 0, tzinfo=UTC)
    assert known.comments == "供编辑的副本"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {item.date_time for item in file.infolist()} == {(2023, 5, 10, 10, 0, 0)}
        assert file.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in file.namelist() if "theme" in name or "thumbnail" in name or "customXml" in name]
        relations = [ElementTree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".rels")]  # noqa: S314
    assert not [one for root in relations for one in root if one.get("TargetMode") == "External"]


def test_another_number_or_day_is_another_file() -> None:
    first = build(FORMS["D14"], AGREEMENT, replace(META, number="（2023）鄂1023执前和118号"))
    assert build(FORMS["D14"], AGREEMENT, replace(META, number="（2023）鄂1023执前和119号")) != first
    draft = docx.Document(io.BytesIO(build(FORMS["D14"], AGREEMENT, replace(META, number="", issued_at=None))))
    assert draft.core_properties.created.year == 1980
    assert "＿＿＿＿" in draft.paragraphs[1].text
