"""What a word processor knows of a text: paragraphs with runs, tables with rows and cells. All lengths in points."""

from dataclasses import dataclass, field
from typing import NamedTuple

from documents.docx.look import Edge, Letters, Look

LINE_BREAK, TAB = "\n", "\t"


class Run(NamedTuple):
    """Text of one look; ``LINE_BREAK`` alone is the end of a line, ``TAB`` alone a tab. ``room`` is empty space above, which only a
    paragraph of its own can have."""

    text: str
    letters: Letters
    room: float = 0.0


@dataclass(kw_only=True)
class Paragraph:
    """A paragraph. ``tag`` is the element it comes from; ``above`` and ``below`` the space around it, ``rule`` and
    ``rule_below`` a line drawn there for the box it stands in, with its distance from the text. ``tab`` is where the part after a tab ends;
    ``page`` the kind of page."""

    tag: str
    look: Look
    runs: list[Run]
    above: float = 0.0
    below: float = 0.0
    left: float = 0.0
    right: float = 0.0
    rule: tuple[Edge, float] | None = None
    rule_below: tuple[Edge, float] | None = None
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    tab: float = 0.0
    page: str = ""


@dataclass(kw_only=True)
class Cell:
    """A cell over ``span`` columns and ``rows`` rows; ``continues`` one from the row above, and is empty then."""

    look: Look
    column: int
    span: int = 1
    rows: int = 1
    continues: bool = False
    blocks: list["Paragraph | Table"] = field(default_factory=list)


@dataclass(kw_only=True)
class Row:
    """A row; ``head`` is repeated on every page, ``keep`` may not break, ``keep_next`` stays with the row below."""

    cells: list[Cell]
    height: float = 0.0
    head: bool = False
    keep: bool = False
    keep_next: bool = False


@dataclass(kw_only=True)
class Table:
    """A table; ``widths`` of its columns; ``foot``: at the foot of its page, whatever stands above."""

    rows: list[Row]
    widths: list[float]
    left: float = 0.0
    page: str = ""
    foot: bool = False


Block = Paragraph | Table


def hold(blocks: list[Block]) -> None:
    """No page may begin within ``blocks``."""
    for block in blocks:
        for row in block.rows[:-1] if isinstance(block, Table) else ():
            row.keep_next = True
        if isinstance(block, Paragraph):
            block.keep_lines = True
    for block in blocks[:-1]:
        stay(block)


def stay(block: Block) -> None:
    """The end of ``block`` stays with what follows it."""
    if isinstance(block, Paragraph):
        block.keep_next = True
    else:
        block.rows[-1].keep_next = True
