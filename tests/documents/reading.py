"""Reading a printed paper with PDFium, a reader that has nothing to do with what printed it."""

import ctypes
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.generic import ContentStream

from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel import chinese, money

MM = 25.4 / 72
# The ink of a full-width bracket or an italic stroke may stand out of its own square by a hair.
SLACK = 0.4


@dataclass(frozen=True)
class Letter:
    """One character on a page, with the box of its ink in millimetres from the lower left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Area:
    """The text area of a family: its margins in millimetres, and whether the sheet lies across."""

    left: float
    bottom: float
    right: float
    top: float
    across: bool = False

    @property
    def size(self) -> tuple[float, float]:
        return (297, 210) if self.across else (210, 297)

    def holds(self, letter: Letter) -> bool:
        """Whether the letter stands between the upper and the lower margin, not in the page's head or foot."""
        return self.bottom - 1 <= (letter.bottom + letter.top) / 2 <= self.size[1] - self.top + 1

    def keeps(self, letter: Letter) -> bool:
        """Whether the letter's ink stays within the side margins, and on the sheet's printable height."""
        width, height = self.size
        within = self.left - SLACK <= letter.left and letter.right <= width - self.right + SLACK
        return letter.char.isspace() or (within and letter.bottom >= 2 and letter.top <= height - 2)


# documents.md §3.0: J and G the same; T is a sheet to be stapled to the file.
AREAS = {"J": Area(28, 35, 26, 37), "G": Area(28, 35, 26, 37), "T": Area(28, 22, 20, 16, across=True)}
# The annexes of a circular lie across.
ACROSS = {"G": Area(35, 26, 37, 28, across=True)}


def letters_of(pdf: bytes) -> list[list[Letter]]:
    """The characters of each page in the order in which they were written."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [list(_letters(page.get_textpage())) for page in document]


def _letters(page: Any) -> Iterator[Letter]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for n in range(page.count_chars()):
        if pdfium.FPDFText_IsGenerated(page, n) == 1:
            continue
        char = chr(pdfium.FPDFText_GetUnicode(page, n))
        pdfium.FPDFText_GetCharBox(page, n, left, right, bottom, top)
        yield Letter(char, left.value * MM, bottom.value * MM, right.value * MM, top.value * MM)


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(page.get_width() * MM), round(page.get_height() * MM)) for page in document]


def glyphs_of(reader: PdfReader) -> dict[str, tuple[Any, set[int]]]:
    """By the name of each font in the file: the font, and the numbers of the glyphs that the pages show."""
    fonts: dict[str, Any] = {}
    shown: dict[str, set[int]] = defaultdict(set)
    for page in reader.pages:
        resources: Any = page["/Resources"]
        fonts |= {name: font.get_object() for name, font in resources["/Font"].items()}
        name = ""
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                name = operands[0]
            elif operator in (b"TJ", b"Tj"):
                for piece in operands[0] if operator == b"TJ" else operands:
                    if not isinstance(piece, int | float):
                        raw = piece.original_bytes
                        shown[name].update(struct.unpack(f">{len(raw) // 2}H", raw))
    return {name: (fonts[name], glyphs) for name, glyphs in shown.items()}


def areas_of(pdf: bytes, family: str) -> list[Area]:
    """The text area of each page."""
    upright = AREAS[family].size
    return [AREAS[family] if size == upright else ACROSS[family] for size in sizes_of(pdf)]


def body_of(pdf: bytes, family: str) -> str:
    """All text of the text areas without white space: heads and feet left out, so that no page break cuts a fact."""
    pages = zip(letters_of(pdf), areas_of(pdf, family), strict=True)
    return text_of([[letter for letter in page if area.holds(letter)] for page, area in pages])


def outside(pdf: bytes, family: str) -> list[tuple[int, Letter]]:
    """The letters whose ink crosses a margin, each with the number of its page."""
    pages = zip(letters_of(pdf), areas_of(pdf, family), strict=True)
    return [(n + 1, letter) for n, (page, area) in enumerate(pages) for letter in page if not area.keeps(letter)]


def text_of(pages: list[list[Letter]]) -> str:
    """All text, without white space."""
    kept = (letter for page in pages for letter in page)
    # PDFium gives a character beyond the first plane as two halves.
    return squeezed("".join(letter.char for letter in kept).encode("utf-16", "surrogatepass").decode("utf-16"))


def squeezed(text: str) -> str:
    return "".join(text.split())


# What something is called, and what it is: where the one is blank, the other says nothing.
_LABELS = {"representative_label": "representative", "id_label": "id_number"}


def facts_of(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each fact of a context and where it stands in it (``debtors.0.name``), blank ones and ticks left out."""
    for item in fields(part):
        value = getattr(part, item.name)
        if item.name in _LABELS and not getattr(part, _LABELS[item.name]):
            continue
        for index, child in enumerate(value if isinstance(value, tuple) else (value,)):
            where = f"{path}{item.name}.{index}" if isinstance(value, tuple) else f"{path}{item.name}"
            if is_dataclass(child):
                yield from facts_of(child, f"{where}.")
            elif child not in (None, "", ()) and not isinstance(child, bool):
                yield where, child


def spellings(value: Any) -> set[str]:
    """The ways in which a fact may be written on paper."""
    if isinstance(value, str):
        return {squeezed(value).rstrip("。；;.")}
    if isinstance(value, Decimal):
        return _amounts(abs(value))
    if isinstance(value, datetime):
        local = value.astimezone(COURT_TIME)
        return {f"{_day(local.date())}{_clock(local.time())}", _day(local.date()), f"{local:%Y-%m-%d}"}
    if isinstance(value, date):
        return {_day(value), chinese.date_in_chinese(value), value.isoformat()}
    if isinstance(value, time):
        return {_clock(value)}
    return {str(value), chinese.number(value)}


def _amounts(value: Decimal) -> set[str]:
    plain = f"{value.normalize():f}"
    found = {plain, f"{(value * 100).normalize():f}%"}
    if value == value.quantize(Decimal("0.01")):
        found |= {money.show(value), chinese.amount_in_capitals(value)}
    return found


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _clock(value: time) -> str:
    return f"{value.hour}时{value.minute:02}分"
