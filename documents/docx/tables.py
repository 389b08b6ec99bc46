"""Tables as a word processor needs them: every column measured, every merged cell present in every row."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from documents.docx.blocks import Block, Cell, Paragraph, Row, Table
from documents.docx.look import Look, Sheet, Sides, UnknownMarkupError

HEAD = "table-header-group"
ROW = "table-row"
# Element, its look and the width of its text → what stands in it.
Fill = Callable[[Any, Look, float], list[Block]]


def read_table(sheet: Sheet, element: Any, available: float, left: float, fill: Fill) -> Table:
    """The table ``element``, ``left`` points inside a column of text, ``available`` points wide at most."""
    look = sheet.look(element)
    width = look.width or available * (look.fraction or 1.0)
    found = [(row, group) for group in element for row in (group if sheet.look(group).display[-1] != ROW else [group])]
    rows: list[Row] = []
    for row, group in found:
        style = sheet.look(row)
        if style.keep_before and rows:
            rows[-1].keep_next = True
        cells = [_cell(sheet, cell) for cell in row]
        rows.append(
            Row(
                cells=cells,
                height=max([style.height, *(cell.look.height for cell in cells)]),
                head=group is not row and sheet.look(group).display[-1] == HEAD,
                keep=style.keep,
                keep_next=style.keep_next,
            )
        )
    _place(rows)
    widths = _widths(rows, width)
    for (element_row, _), row in zip(found, rows, strict=True):
        own = [cell for cell in row.cells if not cell.continues]
        for source, cell in zip(element_row, own, strict=True):
            inner = (
                sum(widths[cell.column : cell.column + cell.span]) - cell.look.padding.left - cell.look.padding.right
            )
            cell.blocks = fill(source, cell.look, inner)
    return Table(rows=rows, widths=widths, left=left)


def across(sheet: Sheet, element: Any, available: float, left: float, fill: Fill) -> Table:
    """The children of ``element`` side by side, each in a cell without borders."""
    count, half = len(element), sheet.look(element).gap / 2
    cells = []
    for number, child in enumerate(element):
        look = sheet.look(child)
        padding = look.padding._replace(left=half if number else 0.0, right=half if number < count - 1 else 0.0)
        look = replace(look, padding=padding, valign="top")
        width = available / count - padding.left - padding.right
        cells.append(Cell(look=look, column=number, blocks=fill(child, look, width)))
    return Table(rows=[Row(cells=cells)], widths=[available / count] * count, left=left)


def at_foot(blocks: list[Block], look: Look, width: float) -> Table:
    """``blocks`` as a table ``width`` points wide at the foot of the page: only so do their lines span the text."""
    rows: list[Row] = []
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            raise UnknownMarkupError("a table at the foot of a page")
        above = block.look.borders[0] or (look.borders[0] if number == 0 else None)
        below = block.look.borders[2] or (look.borders[2] if number == len(blocks) - 1 else None)
        padding = Sides(top=0.0, right=block.right, bottom=0.0, left=block.left)
        block.tab = max(0.0, block.tab - block.left)
        block.left = block.right = 0.0
        block.look = replace(block.look, borders=(None,) * 4)
        cell = replace(look, padding=padding, borders=(above, None, below, None), valign="top")
        rows.append(Row(cells=[Cell(look=cell, column=0, blocks=[block])], keep=True))
    return Table(rows=rows, widths=[width], foot=True)


def _cell(sheet: Sheet, element: Any) -> Cell:
    if element.tag not in ("td", "th"):
        raise UnknownMarkupError(f"<{element.tag}> in the row of a table")
    look = sheet.look(element)
    return Cell(look=look, column=0, span=int(element.get("colspan", 1)), rows=int(element.get("rowspan", 1)))


def _place(rows: list[Row]) -> None:
    """Give each cell its column, and put the rest of a cell over several rows into the rows below."""
    hanging: dict[int, Cell] = {}
    for row in rows:
        placed: list[Cell] = []
        waiting = list(row.cells)
        column = 0
        while waiting or column in hanging:
            if column in hanging:
                above = hanging.pop(column)
                cell = replace(above, continues=True, rows=above.rows - 1, blocks=[])
            else:
                cell = waiting.pop(0)
                cell.column = column
            placed.append(cell)
            column += cell.span
        row.cells = placed
        hanging |= {cell.column: cell for cell in placed if cell.rows > 1}
    if hanging:
        raise UnknownMarkupError("a cell reaches below its table")


def _widths(rows: list[Row], width: float) -> list[float]:
    """The sheet's fixed layout: the first row says how wide the columns are, those it leaves open share the rest."""
    count = max((cell.column + cell.span for row in rows for cell in row.cells), default=1)
    fixed: dict[int, float] = {}
    for cell in rows[0].cells if rows else ():
        wide = cell.look.width if cell.look.width is not None else width * (cell.look.fraction or 0.0)
        if wide:
            fixed |= dict.fromkeys(range(cell.column, cell.column + cell.span), wide / cell.span)
    rest = max(width - sum(fixed.values()), 0.0)
    open_columns = count - len(fixed)
    widths = [fixed.get(column, rest / open_columns if open_columns else 0.0) for column in range(count)]
    total = sum(widths)
    return [each * width / total for each in widths]
