"""The sheet of paper: size, margins, the grid of lines and characters, what stands above and below the text."""

from typing import Any

from docx.document import Document
from docx.section import Section

from documents.docx.body import Writer, exact
from documents.docx.look import Look, Page, Sheet, UnknownMarkupError
from documents.docx.markup import say, twips, w
from documents.docx.watermark import watermark

FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}
UNITS = 4096  # to a point, in which the standard counts the pitch of characters


def set_up(document: Document, sheet: Sheet, *, running: str, demo: bool) -> Page:
    """Give the document's only section the page of the style sheet, header and footer included."""
    page, first = sheet.page(1), sheet.page(0)
    section = document.sections[0]
    foot, head = page.boxes.get("bottom-center"), page.boxes.get("top-left")
    properties = section._sectPr
    for child in list(properties):
        properties.remove(child)
    properties.append(_size(page))
    properties.append(_margins(page, head[1] if head else None, foot[1] if foot else None))
    if first.boxes.get("top-left") != head:
        properties.append(w("titlePg"))
    properties.append(_grid(sheet.root))
    _write(section, page, sheet, running, demo)
    return page


def text_width(page: Page) -> float:
    return page.width - page.margin.left - page.margin.right


def _size(page: Page) -> Any:
    size = {"w": twips(page.width), "h": twips(page.height)}
    return w("pgSz", **size, orient="landscape") if page.width > page.height else w("pgSz", **size)


def _margins(page: Page, head: Look | None, foot: Look | None) -> Any:
    """The standard measures header and footer from the edge of the paper, the style sheet from the text."""
    margin = page.margin
    above = margin.top - head.padding.bottom - head.line if head else margin.top / 2
    below = margin.bottom - foot.padding.top - foot.line if foot else margin.bottom / 2
    return w(
        "pgMar",
        top=twips(margin.top),
        right=twips(margin.right),
        bottom=twips(margin.bottom),
        left=twips(margin.left),
        header=max(0, twips(above)),
        footer=max(0, twips(below)),
        gutter=0,
    )


def _grid(root: Look) -> Any:
    """Lines at the pitch of the text; where the sheet draws characters closer, characters too."""
    if not root.letters.spacing:
        return w("docGrid", linePitch=exact(root.line))
    pitch = round(root.letters.spacing * UNITS)
    return w("docGrid", type="linesAndChars", linePitch=exact(root.line), charSpace=pitch)


def _write(section: Section, page: Page, sheet: Sheet, running: str, demo: bool) -> None:
    writer = Writer(sheet.root, {})
    has_first = section.different_first_page_header_footer
    _fill(section.header, _line(page, "top", writer, running), demo=demo)
    _fill(section.footer, _line(page, "bottom", writer, running), demo=False)
    if has_first:
        _fill(section.first_page_header, None, demo=demo)
        _fill(section.first_page_footer, _line(sheet.page(0), "bottom", writer, running), demo=False)


def _fill(part: Any, line: Any, *, demo: bool) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    paragraph = line if line is not None else w("p")
    if demo:
        paragraph.append(watermark())
    element.append(paragraph)


def _line(page: Page, edge: str, writer: Writer, running: str) -> Any:
    """One paragraph with what the style sheet puts left, in the middle and right of that edge of the page."""
    stops, runs, line = [], [], 12.0
    width = text_width(page)
    for place in ("left", "center", "right"):
        content, look = page.boxes.get(f"{edge}-{place}", ((), None))
        pieces = [piece for item in content if (piece := _piece(item, running)) is not None]
        if look is None or not pieces:
            continue
        line = max(line, look.line)
        if place == "center":
            stops.append(w("tab", val="center", pos=twips(width / 2)))
            runs.append(w("r", w("tab")))
        elif place == "right":
            # The box is as wide as the sheet says; its text begins at its left edge, or ends at the margin.
            at_end = look.align in ("right", "end")
            stops.append(
                w("tab", val="right" if at_end else "left", pos=twips(width - (0 if at_end else look.width or 0)))
            )
            runs.append(w("r", w("tab")))
        for piece in pieces:
            properties = w("rPr", *writer.letters(look.letters, writer.base.letters))
            runs.append(piece if piece.tag.endswith("fldSimple") else w("r", piece))
            (runs[-1][0] if piece.tag.endswith("fldSimple") else runs[-1]).insert(0, properties)
    tabs = w("tabs", *stops) if stops else None
    spacing = w("spacing", before=0, after=0, line=exact(line), lineRule="exact")
    return w("p", w("pPr", tabs, spacing, w("jc", val="left")), *runs)


def _piece(item: tuple[str, Any], running: str) -> Any:
    """Text, or a field for a page number; ``None`` for what is not of the editable paper: code and digest."""
    kind, value = item
    if kind == "string":
        return say(value) if value else None
    if kind == "string()":
        return say(running)
    if kind == "counter()":
        return w("fldSimple", w("r", say("1")), instr=FIELDS[value[0]])
    if kind == "element()":
        return None
    raise UnknownMarkupError(f"the DOCX does not know {kind} in the margin of a page")
