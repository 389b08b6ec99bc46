"""The file around the text: an empty document of our own, its fonts and styles, and bytes that are always the same."""

import io
import zipfile
from datetime import UTC, datetime
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.oxml import serialize_part_xml

from documents.docx.body import closer, exact, fonts, sizes
from documents.docx.look import OFFICIAL, Letters, Look
from documents.docx.markup import w
from jianli_mediation.core.clock import COURT_TIME

KEPT = (KIND.STYLES, KIND.SETTINGS, KIND.FONT_TABLE, KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES)
NAMES = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2"}
# Where a machine lacks a font of the norm, the word processor takes its sister.
SISTERS = {
    "方正小标宋简体": "方正小标宋_GBK",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
COMPATIBLE_WITH = 15  # Word 2013 and later; without it Word opens the file in its mode for 2007
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # the first day that a zip file knows
SOFTWARE = "监利市人民法院执前和解系统"


@cache
def _blank() -> bytes:
    """An empty document with nothing in it of the word processor that made python-docx's template."""
    document = docx.Document()
    package = document.part.package
    for holder in (document.part, package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype not in KEPT:
                del holder.rels[key]
    _empty(document.styles.element)
    _empty(document.settings.element).extend(_settings())
    document.part.part_related_by(KIND.FONT_TABLE)._blob = _font_table()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def new_document() -> Document:
    """A document with one section and no styles."""
    return docx.Document(io.BytesIO(_blank()))


def set_styles(document: Document, base: Look, styles: dict[str, Letters]) -> None:
    """正文 looks as the page does; each of ``styles`` has letters of its own and its place in the outline."""
    element = document.styles.element
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    element.append(w("docDefaults", w("rPrDefault", w("rPr", fonts(base.letters.font), language)), w("pPrDefault")))
    # The grid is what the page setup shows, 22 lines of 28 characters. Not every program draws characters closer than
    # they are wide, so the text does not rely on it: pitch of lines and characters is said in 正文 itself.
    text = w(
        "rPr",
        fonts(base.letters.font),
        w("snapToGrid", val=0),
        w("spacing", val=closer(base.letters.spacing)),
        w("kern", val=0),
        *sizes(base.letters.size),
    )
    paragraph = w(
        "pPr",
        w("widowControl", val=1),
        w("kinsoku", val=1),
        w("overflowPunct", val=0),
        # The norm knows no space between Chinese characters and figures.
        w("autoSpaceDE", val=0),
        w("autoSpaceDN", val=0),
        w("snapToGrid", val=0),
        w("spacing", before=0, after=0, line=exact(base.line), lineRule="exact"),
        w("jc", val="both"),
    )
    element.append(_style("paragraph", "Normal", "Normal", w("qFormat"), paragraph, text, default=1))
    element.append(_style("character", "DefaultParagraphFont", "Default Paragraph Font", default=1))
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    element.append(_style("table", "TableNormal", "Normal Table", w("tblPr", margins), default=1))
    for level, (key, heading) in enumerate(styles.items()):
        outline = w("pPr", w("keepNext"), w("outlineLvl", val=level))
        own = [fonts(heading.font), *sizes(heading.size), w("spacing", val=closer(heading.spacing))]
        more = [w("basedOn", val="Normal"), w("next", val="Normal"), w("qFormat"), outline, w("rPr", *own)]
        element.append(_style("paragraph", key, NAMES[key], *more))


def _style(kind: str, key: str, name: str, *children: Any, **attributes: int) -> Any:
    return w("style", w("name", val=name), *children, type=kind, styleId=key, **attributes)


def set_properties(document: Document, *, title: str, author: str, remark: str, issued_at: datetime | None) -> None:
    """What the word processor shows under 属性; the moment is that of issuing, never that of the download."""
    known = document.core_properties
    moment = (issued_at or EARLIEST).astimezone(UTC).replace(tzinfo=None)
    known.title, known.author, known.last_modified_by = title, author, author
    known.created = known.modified = moment
    known.language, known.revision, known.comments, known.keywords = "zh-CN", 1, remark, ""


def to_bytes(document: Document, issued_at: datetime | None) -> bytes:
    """The file. The same document gives the same bytes."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    moment = max((issued_at or EARLIEST).astimezone(COURT_TIME), EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            item = zipfile.ZipInfo(name, moment)
            item.compress_type, item.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(item, source.read(name))
    return out.getvalue()


def _empty(element: Any) -> Any:
    for child in list(element):
        element.remove(child)
    return element


def _settings() -> list[Any]:
    uri = "http://schemas.microsoft.com/office/word"
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("compatSetting", name="compatibilityMode", uri=uri, val=COMPATIBLE_WITH)),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    ]


def _font_table() -> bytes:
    table = w("fonts")
    for name in dict.fromkeys(OFFICIAL.values()):
        family = "roman" if "宋" in name else "modern"
        charset = [w("charset", val="86"), w("family", val=family), w("pitch", val="fixed")]
        table.append(w("font", w("altName", val=SISTERS[name]), *charset, name=name))
    return bytes(serialize_part_xml(table))
