"""Blocks written as WordprocessingML."""

import math
from functools import partial
from typing import Any

from documents.docx.blocks import LINE_BREAK, TAB, Block, Cell, Paragraph, Row, Run, Table
from documents.docx.look import Edge, Letters, Look, Sides
from documents.docx.markup import on, say, twips, w

LINES = {"solid": "single", "dashed": "dashed", "dotted": "dotted", "double": "double"}
ALIGN = {"start": "left", "left": "left", "end": "right", "right": "right", "center": "center", "justify": "both"}
VALIGN = {"middle": "center", "bottom": "bottom"}
STYLES = {"h2": "Title", "h3": "Heading1", "h4": "Heading2"}
MARKS = {LINE_BREAK: partial(w, "br"), TAB: partial(w, "tab")}
SIDES = ("top", "left", "bottom", "right")
AT_FOOT = {"horzAnchor": "margin", "vertAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
FARTHEST = 31  # points between a border and its text, by the standard


class Writer:
    """Writes blocks. ``base`` is the look of the page's grid, ``styles`` the letters of each named style."""

    def __init__(self, base: Look, styles: dict[str, Letters]) -> None:
        self.base = base
        self.styles = styles

    def write(self, block: Block, *, stay: bool = False) -> Any:
        """``stay``: in a row of a table that stays with the next."""
        return self.table(block) if isinstance(block, Table) else self.paragraph(block, stay=stay)

    def paragraph(self, block: Paragraph, *, stay: bool = False) -> Any:
        style = STYLES.get(block.tag, "")
        letters = self.styles.get(style, self.base.letters)
        runs = [self.run(run, letters) for run in block.runs]
        empty = w("rPr", *self.letters(block.look.letters, letters)) if not runs else None
        properties = self.paragraph_properties(block, style, stay)
        if empty is not None and len(empty):
            properties.append(empty)
        return w("p", properties, *runs)

    def paragraph_properties(self, block: Paragraph, style: str, stay: bool) -> Any:
        look = block.look
        return w(
            "pPr",
            w("pStyle", val=style) if style else None,
            on("keepNext", stay or block.keep_next or look.keep_next),
            on("keepLines", block.keep_lines or look.keep),
            on("pageBreakBefore", block.new_page),
            self.paragraph_borders(block),
            w("tabs", w("tab", val="right", pos=twips(block.tab))) if block.tab else None,
            w("wordWrap", val=0) if look.breaks_words else None,
            w(
                "spacing",
                before=twips(block.above),
                after=twips(block.below),
                line=exact(look.line),
                lineRule="exact",
            ),
            self.indents(block),
            w("jc", val=ALIGN[look.align]),
        )

    def paragraph_borders(self, block: Paragraph) -> Any:
        look = block.look
        top, right, bottom, left = zip(look.borders, look.padding, strict=True)
        found = {
            "top": block.rule or top,
            "left": left,
            "bottom": block.rule_below or bottom,
            "right": right,
        }
        borders = [
            border(side, edge, space=min(round(space), FARTHEST)) for side, (edge, space) in found.items() if edge
        ]
        return w("pBdr", *borders) if borders else None

    def indents(self, block: Paragraph) -> Any:
        """In hundredths of a character, as the norm says it, and in twips for readers that do not know characters."""
        letters = block.look.letters
        pitch = letters.size + letters.spacing
        values: dict[str, int] = {}
        for name, points in (("left", block.left), ("right", block.right), ("firstLine", block.look.indent)):
            if points < 0 and name == "firstLine":
                values["hanging"] = twips(-points)
            elif points:
                if name != "left":
                    values[f"{name}Chars"] = round(100 * points / pitch)
                values[name] = twips(points)
        return w("ind", **values) if values else None

    def run(self, run: Run, base: Letters) -> Any:
        properties = self.letters(run.letters, base)
        content = MARKS[run.text]() if run.text in MARKS else say(run.text)
        return w("r", w("rPr", *properties) if properties else None, content)

    def letters(self, letters: Letters, base: Letters) -> list[Any]:
        """What differs from ``base``."""
        found: list[Any] = []
        if letters.font != base.font:
            found.append(fonts(letters.font))
        if letters.size != base.size:
            found += sizes(letters.size)
        if letters.bold != base.bold:
            found += [w("b", val=int(letters.bold)), w("bCs", val=int(letters.bold))]
        if letters.colour != base.colour:
            found.append(w("color", val=letters.colour))
        if letters.underlined != base.underlined:
            found.append(w("u", val="single" if letters.underlined else "none"))
        if letters.spacing != base.spacing:
            found.append(w("spacing", val=closer(letters.spacing)))
        return found

    def table(self, table: Table) -> Any:
        look = next((cell.look for row in table.rows for cell in row.cells), self.base)
        width = sum(twips(each) for each in table.widths)
        properties = w(
            "tblPr",
            w("tblpPr", **AT_FOOT) if table.foot else None,
            w("tblW", w=width, type="dxa"),
            # Where the border lies without an indent, Word and WPS do not agree; in the middle they do.
            w("tblInd", w=twips(table.left), type="dxa") if table.left else w("jc", val="center"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *margins(look.padding)),
        )
        grid = w("tblGrid", *(w("gridCol", w=twips(each)) for each in table.widths))
        return w("tbl", properties, grid, *(self.row(row, table, look) for row in table.rows))

    def row(self, row: Row, table: Table, usual: Look) -> Any:
        properties = w(
            "trPr",
            on("cantSplit", row.keep),
            w("trHeight", val=twips(row.height), hRule="atLeast") if row.height else None,
            on("tblHeader", row.head),
        )
        cells = (self.cell(cell, table.widths, usual, stay=row.keep_next or row.head) for cell in row.cells)
        return w("tr", properties if len(properties) else None, *cells)

    def cell(self, cell: Cell, widths: list[float], usual: Look, *, stay: bool) -> Any:
        width = sum(twips(each) for each in widths[cell.column : cell.column + cell.span])
        merge = w("vMerge") if cell.continues else w("vMerge", val="restart") if cell.rows > 1 else None
        top, right, bottom, left = cell.look.borders
        borders = [border(side, edge) for side, edge in zip(SIDES, (top, left, bottom, right), strict=True) if edge]
        properties = w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("gridSpan", val=cell.span) if cell.span > 1 else None,
            merge,
            w("tcBorders", *borders) if borders else None,
            w("tcMar", *margins(cell.look.padding)) if cell.look.padding != usual.padding else None,
            w("vAlign", val=VALIGN[cell.look.valign]) if cell.look.valign in VALIGN else None,
        )
        blocks = [self.write(block, stay=stay) for block in cell.blocks] or [w("p")]
        return w("tc", properties, *blocks)


def border(side: str, edge: Edge, *, space: int = 0) -> Any:
    return w(side, val=LINES[edge.line], sz=max(2, round(edge.width * 8)), space=space, color=edge.colour)


def margins(padding: Sides) -> list[Any]:
    found = {"top": padding.top, "left": padding.left, "bottom": padding.bottom, "right": padding.right}
    return [w(side, w=twips(points), type="dxa") for side, points in found.items()]


def fonts(name: str) -> Any:
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia")


def sizes(points: float) -> list[Any]:
    half = max(2, round(points * 2))
    return [w("sz", val=half), w("szCs", val=half)]


def closer(points: float) -> int:
    """Space between characters, rounded down: 28 of them must fit the line."""
    return math.floor(points * 20 + 1e-6)


def exact(points: float) -> int:
    """A line pitch, rounded down: the last line of a page must not lack a twentieth of a point."""
    return max(20, math.floor(points * 20 + 1e-6))
