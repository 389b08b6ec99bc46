"""From the paper's HTML to the blocks of a word processor: margins collapsed, white space as a browser takes it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from documents.docx.blocks import LINE_BREAK, TAB, Block, Paragraph, Run, Table, hold, stay
from documents.docx.look import Edge, Look, Sheet, Sides, UnknownMarkupError
from documents.docx.tables import across, at_foot, read_table

INLINE, FLOW, TABLE, COLUMNS, HIDDEN = "inline", "flow", "table", "flex", "none"
KNOWN = frozenset("body div p h2 h3 h4 table thead tbody tfoot tr th td span br b strong".split())
DRAWING = "svg"  # left out: its numbers stand beside it as a table
NOTHING = Sides(0.0, 0.0, 0.0, 0.0)
LEAST = 1.0  # the height of a paragraph that is there only because two tables may not touch
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read(sheet: Sheet, width: Callable[[str], float]) -> list[Block]:
    """The paper's blocks; ``width`` says how wide the text is on a kind of page. Raises ``UnknownMarkupError``."""
    flow = Flow(sheet, width)
    flow.take(sheet.body)
    return flow.done()


def is_drawing(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == DRAWING


class Flow:
    """Fills one column of text: the page's, or that of a cell."""

    def __init__(self, sheet: Sheet, width: Callable[[str], float]) -> None:
        self.sheet = sheet
        self._width = width
        self._page = sheet.look(sheet.body).page
        self.blocks: list[Block] = []
        self._margins: list[float] = []
        self._padding = 0.0
        self._rule: tuple[Edge, float] | None = None
        self._new_page = False

    def take(self, element: Any, left: float = 0.0, right: float = 0.0) -> None:
        """Add ``element``, which lies ``left`` and ``right`` points inside the column."""
        look = self.sheet.look(element)
        if element.tag not in KNOWN:
            raise UnknownMarkupError(f"the DOCX does not know <{element.tag}>")
        start, page = len(self.blocks), self._page
        self._page = look.page
        holds_blocks = any(self._is_block(child) for child in element if not is_drawing(child))
        self._open(look, ruled=holds_blocks)
        if look.at_right and look.width is not None:
            left = self.width - right - look.margin.right - look.width
        left, right = left + look.margin.left, right + look.margin.right
        if look.foot:
            self._put(at_foot(self._cell(element, look, self.width), look, self.width))
        elif look.display[-1] == TABLE:
            self._put(read_table(self.sheet, element, self.width - left - right, left, self._cell))
        elif look.display[-1] == COLUMNS and look.apart:
            self._apart(element, look, left + look.padding.left, right + look.padding.right)
        elif look.display[-1] == COLUMNS:
            self._put(across(self.sheet, element, self.width - left - right, left, self._cell))
        else:
            own = bare(look) if holds_blocks else look
            self.fill(element, own, left + look.padding.left, right + look.padding.right)
        self._close(look, self.blocks[start:], ruled=holds_blocks)
        self._page = page

    def fill(self, element: Any, look: Look, left: float = 0.0, right: float = 0.0) -> None:
        """Add what ``element`` holds: blocks, and text between them as paragraphs of the element's own look."""
        runs = list(_text(element.text, look))
        for child in element:
            if is_drawing(child):
                continue
            if self._is_block(child):
                self._paragraph(element.tag, look, runs, left, right)
                runs = []
                self.take(child, left, right)
            else:
                runs += self._inline(child)
            runs += _text(child.tail, look)
        self._paragraph(element.tag, look, runs, left, right)

    @property
    def width(self) -> float:
        return self._width(self._page)

    def done(self) -> list[Block]:
        """All blocks; a column must end with a paragraph."""
        if not self.blocks or isinstance(self.blocks[-1], Table) or self._rule:
            self._filler(LEAST)
        return self.blocks

    def _is_block(self, element: Any) -> bool:
        if not isinstance(element.tag, str):
            raise UnknownMarkupError("a comment in a paper")
        display = self.sheet.look(element).display
        if display[0] == HIDDEN:
            raise UnknownMarkupError(f"a hidden <{element.tag}>")
        return display[0] != INLINE

    def _inline(self, element: Any) -> Iterator[Run]:
        look = self.sheet.look(element)
        if element.tag not in KNOWN:
            raise UnknownMarkupError(f"the DOCX does not know <{element.tag}>")
        if element.tag == "br":
            yield Run(LINE_BREAK, look.letters)
            return
        if look.padding.top:
            yield Run("", look.letters, look.padding.top)
        yield from _text(element.text, look)
        for child in element:
            yield from self._inline(child)
            yield from _text(child.tail, look)

    def _cell(self, element: Any, look: Look, width: float) -> list[Block]:
        column = Flow(self.sheet, lambda _: width)
        column.fill(element, bare(look))
        # An empty cell is there to be written in: its line has the letters of the table.
        return column.done() if column.blocks else [Paragraph(tag=element.tag, look=bare(look), runs=[])]

    def _apart(self, element: Any, look: Look, left: float, right: float) -> None:
        """Two parts of a line, the second at its right end."""
        runs: list[Run] = []
        for child in element:
            runs += [Run(TAB, look.letters)] if runs else []
            runs += self._inline(child)
        self._paragraph(element.tag, look, runs, left, right)
        self.blocks[-1].tab = self.width - right  # type: ignore[union-attr]

    def _open(self, look: Look, *, ruled: bool) -> None:
        if look.new_page:
            self._margins.clear()  # what stood below the last block ended with its page
        self._margins.append(look.margin.top)
        self._new_page = self._new_page or look.new_page
        if look.keep_before and self.blocks:
            stay(self.blocks[-1])
        edge = look.borders[0] if look.display[-1] == FLOW and not look.foot else None
        if edge and ruled:
            self._rule = (edge, look.padding.top)
        elif not edge:
            self._padding += look.padding.top

    def _close(self, look: Look, inside: list[Block], *, ruled: bool) -> None:
        edge = look.borders[2] if look.display[-1] == FLOW and not look.foot else None
        if edge and ruled and inside and isinstance(inside[-1], Paragraph):
            inside[-1].rule_below = (edge, look.padding.bottom)
        self._margins.append(look.margin.bottom + (0.0 if edge else look.padding.bottom))
        if look.keep:
            hold(inside)
        if look.keep_next and inside:
            stay(inside[-1])

    def _gap(self) -> float:
        """The space before the next block: margins collapse, paddings add."""
        gap = max(0.0, *self._margins) + min(0.0, *self._margins) if self._margins else 0.0
        gap, self._margins, self._padding = gap + self._padding, [], 0.0
        return gap

    def _paragraph(self, tag: str, look: Look, runs: list[Run], left: float, right: float) -> None:
        parts = list(_parts(runs))
        for number, (room, part) in enumerate(parts):
            above, rule, first = self._gap() + room, self._rule, self._new_page
            self._rule, self._new_page = None, False
            self.blocks.append(
                Paragraph(
                    tag=tag,
                    look=look if number == 0 else replace(look, indent=0.0),
                    runs=part,
                    above=max(above, 0.0),
                    left=left,
                    right=right,
                    rule=rule,
                    keep_next=number < len(parts) - 1,
                    new_page=first,
                    page=self._page,
                )
            )

    def _put(self, table: Table) -> None:
        """A table has no space of its own around it: the paragraph before it gives it."""
        gap = self._gap()
        before = self.blocks[-1] if self.blocks else None
        same_page = before is not None and before.page == self._page and not self._new_page
        if isinstance(before, Paragraph) and self._rule is None and same_page:
            before.below = max(gap, 0.0)
        elif before is not None or gap > LEAST or self._rule or self._new_page:
            self._filler(max(gap, LEAST))
        table.page = self._page
        self.blocks.append(table)

    def _filler(self, height: float) -> None:
        root = self.sheet.root
        look = replace(root, line=height, letters=replace(root.letters, size=LEAST), indent=0.0, margin=NOTHING)
        # What stands before a table stays with it.
        filler = Paragraph(
            tag="div", look=look, runs=[], rule=self._rule, new_page=self._new_page, keep_next=True, page=self._page
        )
        self._rule, self._new_page = None, False
        self.blocks.append(filler)


def bare(look: Look) -> Look:
    """The look of text that stands in a box without a paragraph of its own: the box keeps its margins and borders."""
    return replace(look, margin=NOTHING, padding=NOTHING, borders=(None,) * 4, keep=False)


def _text(text: str | None, look: Look) -> Iterator[Run]:
    if text:
        yield Run(_SPACE.sub(" ", text), look.letters)


def _parts(runs: list[Run]) -> Iterator[tuple[float, list[Run]]]:
    """Paragraphs of ``runs``, each with the room above it; without space at either end of a line."""
    part: list[Run] = []
    room = 0.0
    for run in runs:
        if run.room:
            if trimmed := _trimmed(part):
                yield room, trimmed
            part, room = [], run.room
        else:
            part.append(run)
    if trimmed := _trimmed(part):
        yield room, trimmed


def _trimmed(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        text = run.text
        after_space = not kept or kept[-1].text == LINE_BREAK or kept[-1].text.endswith(" ")
        if run.text in (LINE_BREAK, TAB):
            _strip_end(kept)
        elif after_space:
            text = text.lstrip(" ")
        if text:
            kept.append(run._replace(text=text))
    while kept and (kept[-1].text == LINE_BREAK or not kept[-1].text.rstrip(" ")):
        kept.pop()
    _strip_end(kept)
    return kept


def _strip_end(runs: list[Run]) -> None:
    while runs and runs[-1].text != LINE_BREAK:
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = runs[-1]._replace(text=text)
            return
        runs.pop()
