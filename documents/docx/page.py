"""The sheets of paper: size, margins, the grid of lines and characters, what stands above and below the text."""

from functools import cache
from itertools import groupby
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from documents.docx import flow
from documents.docx.blocks import Block, Paragraph
from documents.docx.body import Writer, exact
from documents.docx.look import Letters, Look, Page, Sheet, UnknownMarkupError
from documents.docx.markup import say, twips, w
from documents.docx.watermark import watermark

FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}
UNITS = 4096  # to a point, in which the standard counts the pitch of characters
PLACES = ("left", "center", "right")


class Sheets:
    """Writes a paper's blocks on its sheets: one section of the document for each run of pages of a kind."""

    def __init__(self, document: Document, sheet: Sheet, styles: dict[str, Letters], running: str) -> None:
        self.document = document
        self.sheet = sheet
        self.styles = styles
        self.running = running
        self.page = cache(sheet.page)

    def write(self, *, demo: bool) -> None:
        """Fill the empty document. ``demo`` marks each page as one of a demonstration."""
        body = self.document.element.body
        last = body[-1]
        groups = [(name, list(blocks)) for name, blocks in groupby(flow.read(self.sheet, self._width), _kind)]
        for number, (name, blocks) in enumerate(groups):
            if number and isinstance(blocks[0], Paragraph):
                blocks[0].new_page = False  # the section begins one
            writer = Writer(self.sheet.root, self.styles)
            for block in blocks:
                last.addprevious(writer.write(block))
            properties = self._properties(name, first=number == 0)
            if number == len(groups) - 1:
                body.replace(last, properties)
            else:
                _end_section(last.getprevious(), properties)
        sides = any(self._is_two_sided(name) for name, _ in groups)
        if sides:
            self.document.settings.element.insert(1, w("mirrorMargins"))
            self.document.settings.odd_and_even_pages_header_footer = True
        for number, (section, (name, _)) in enumerate(zip(self.document.sections, groups, strict=True)):
            self._write_edges(section, name, first=number == 0, sides=sides, demo=demo)

    def _width(self, name: str) -> float:
        page = self.page(name)
        return page.width - page.margin.left - page.margin.right

    def _is_two_sided(self, name: str) -> bool:
        return self.page(name, left=True) != self.page(name)

    def _properties(self, name: str, *, first: bool) -> Any:
        page = self.page(name)
        return w(
            "sectPr",
            None if first else w("type", val="nextPage"),
            _size(page),
            _margins(page),
            w("titlePg") if first and self._is_first_different(name) else None,
            _grid(self.sheet.root),
        )

    def _is_first_different(self, name: str) -> bool:
        return self.page(name, first=True).boxes.get("top-left") != self.page(name).boxes.get("top-left")

    def _write_edges(self, section: Any, name: str, *, first: bool, sides: bool, demo: bool) -> None:
        pages = [(section.header, section.footer, self.page(name))]
        if sides:
            pages.append((section.even_page_header, section.even_page_footer, self.page(name, left=True)))
        if first and self._is_first_different(name):
            pages.append((section.first_page_header, section.first_page_footer, self.page(name, first=True)))
        for header, footer, page in pages:
            _fill(header, self._line(page, "top"), demo=demo)
            _fill(footer, self._line(page, "bottom"), demo=False)

    def _line(self, page: Page, edge: str) -> Any:
        """One paragraph with what the style sheet puts left, in the middle and right of that edge of the page."""
        width = page.width - page.margin.left - page.margin.right
        writer = Writer(self.sheet.root, {})
        stops, runs, line, indent = [], [], 12.0, 0.0
        for place, content, look in _filled(page, edge):
            line = max(line, look.line)
            if place == "left":
                indent = look.padding.left
            else:
                stops.append(_stop(place, look, width))
                runs.append(w("r", w("tab")))
            for item in content:
                runs.append(_piece(item, writer.letters(look.letters, writer.base.letters), self.running))
        tabs = w("tabs", *stops) if stops else None
        spacing = w("spacing", before=0, after=0, line=exact(line), lineRule="exact")
        left = w("ind", left=twips(indent)) if indent else None
        return w("p", w("pPr", tabs, spacing, left, w("jc", val="left")), *runs)


def _kind(block: Block) -> str:
    return block.page


def _end_section(element: Any, properties: Any) -> None:
    """A section ends with a paragraph that bears its page; a table at its end needs one more."""
    if element.tag != qn("w:p"):
        least = w("p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact")))
        element.addnext(least)
        element = least
    element.pPr.append(properties)


def _size(page: Page) -> Any:
    size = {"w": twips(page.width), "h": twips(page.height)}
    return w("pgSz", **size, orient="landscape") if page.width > page.height else w("pgSz", **size)


def _margins(page: Page) -> Any:
    """The standard measures header and footer from the edge of the paper, the style sheet from the text."""
    margin = page.margin
    head, foot = ([look for _, _, look in _filled(page, edge)] for edge in ("top", "bottom"))
    above = margin.top - head[0].padding.bottom - head[0].line if head else margin.top / 2
    below = margin.bottom - foot[0].padding.top - foot[0].line if foot else margin.bottom / 2
    sides = {side: twips(points) for side, points in margin._asdict().items()}
    return w("pgMar", **sides, header=max(0, twips(above)), footer=max(0, twips(below)), gutter=0)


def _grid(root: Look) -> Any:
    """Lines at the pitch of the text; where the sheet draws characters closer, characters too."""
    if not root.letters.spacing:
        return w("docGrid", linePitch=exact(root.line))
    pitch = round(root.letters.spacing * UNITS)
    return w("docGrid", type="linesAndChars", linePitch=exact(root.line), charSpace=pitch)


def _filled(page: Page, edge: str) -> list[tuple[str, list[tuple[str, Any]], Look]]:
    """The boxes at that edge with something in them. Code and digest of the archive are not of the editable paper."""
    found = []
    for place in PLACES:
        content, look = page.boxes.get(f"{edge}-{place}", ((), None))
        kept = [item for item in content if item[0] != "element()" and item != ("string", "")]
        if kept and look is not None:
            found.append((place, kept, look))
    return found


def _stop(place: str, look: Look, width: float) -> Any:
    """A box at the right is as wide as the sheet says; its text begins at its left edge, or ends at the margin."""
    if place == "center":
        return w("tab", val="center", pos=twips(width / 2))
    if look.align in ("right", "end"):
        return w("tab", val="right", pos=twips(width - look.padding.right))
    return w("tab", val="left", pos=twips(width - (look.width or 0.0) + look.padding.left))


def _fill(part: Any, line: Any, *, demo: bool) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    if demo:
        line.append(watermark())
    element.append(line)


def _piece(item: tuple[str, Any], letters: list[Any], running: str) -> Any:
    """A run of text, or a field for a page number."""
    kind, value = item
    properties = w("rPr", *letters)
    if kind == "string":
        return w("r", properties, say(value))
    if kind == "string()":
        return w("r", properties, say(running))
    if kind == "counter()":
        return w("fldSimple", w("r", properties, say("1")), instr=FIELDS[value[0]])
    raise UnknownMarkupError(f"the DOCX does not know {kind} in the margin of a page")
