"""The lean press prints what WeasyPrint by itself prints: the same pages, to the pixel and to the letter."""

import io
import re
import struct
from functools import cache
from itertools import product
from typing import Any

import pypdfium2
import pytest
import segno
from pypdf import PdfReader

from documents.glyphs import FAMILIES, FONTS
from documents.press import engine
from documents.press.code import Code
from documents.press.engine import Press
from documents.press.markup import Page
from documents.press.subset import FontFile, subset
from documents.registry import FORMS
from documents.render import Printed, print_paper
from documents.samples import SAMPLES
from tests.documents.reading import glyphs_of
from tests.documents.test_render import ALL, META

# One worker, so that each sample is set once.
pytestmark = pytest.mark.xdist_group("press")


class HalfLean(Press):
    """Reads and styles pages the lean way, and lets WeasyPrint write the file."""

    def write(self, document: Any) -> bytes:
        self.lean = False
        try:
            return super().write(document)
        finally:
            self.lean = True


@cache
def press(kind: type[Press], *, lean: bool = True) -> Press:
    return kind(lean=lean)


def printed_by(machine: Press, code: str, n: int) -> Printed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.render.press", lambda: machine)
        return print_paper(FORMS[code], SAMPLES[code][n], META)


@cache
def stock(code: str, n: int) -> Printed:
    return printed_by(press(Press, lean=False), code, n)


@cache
def lean(code: str, n: int) -> Printed:
    return printed_by(press(Press), code, n)


def pixels_of(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=1.25, grayscale=True).to_pil().tobytes() for page in document]


def words_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_reading_as_xml_and_the_short_standard_sheet_change_no_byte() -> None:
    """In the other order than ``stock`` was made in: no paper leaves anything behind for the next."""
    order = [(code, 0) for code in SAMPLES]
    made = {each: stock(*each).pdf for each in order}
    for code, n in reversed(order):
        assert printed_by(press(HalfLean), code, n).pdf == made[code, n], f"{code}-{n}"


@pytest.mark.parametrize(("code", "n"), ALL)
def test_every_page_is_read_as_xml(code: str, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bool] = []

    def note(page: str, fetcher: Any) -> Page:
        made = Page(page, fetcher)
        read.append(made.well_formed)
        return made

    monkeypatch.setattr(engine, "Page", note)
    printed_by(press(Press), code, n)
    assert read
    assert all(read)


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_same_pixels_and_the_same_text(code: str, n: int) -> None:
    assert lean(code, n).pages == stock(code, n).pages
    assert words_of(lean(code, n).pdf) == words_of(stock(code, n).pdf)
    assert pixels_of(lean(code, n).pdf) == pixels_of(stock(code, n).pdf)


@pytest.mark.parametrize(("code", "n"), ALL)
def test_each_glyph_shown_is_embedded_named_and_never_the_box_for_a_missing_one(code: str, n: int) -> None:
    reader = PdfReader(io.BytesIO(lean(code, n).pdf), strict=True)
    found = glyphs_of(reader)
    assert found
    for name, (font, glyphs) in found.items():
        descendant = font["/DescendantFonts"][0].get_object()
        file = FontFile(descendant["/FontDescriptor"]["/FontFile2"].get_data())
        letters = _letters(font["/ToUnicode"].get_data())
        widths = _widths(descendant["/W"])
        assert "+Court-" in descendant["/BaseFont"], name
        assert 0 not in glyphs
        assert glyphs <= set(letters)
        for glyph in glyphs:
            assert file.outline(glyph) or not letters[glyph].strip(), f"{name} has no outline for {letters[glyph]!r}"
            assert widths[glyph] == round(1000 * struct.unpack(">H", file.metric(glyph)[0])[0] / file.units_per_em)


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_fonts_are_small_parts_of_ours(code: str, n: int) -> None:
    reader = PdfReader(io.BytesIO(lean(code, n).pdf), strict=True)
    for font, glyphs in glyphs_of(reader).values():
        descendant = font["/DescendantFonts"][0].get_object()
        data = descendant["/FontDescriptor"]["/FontFile2"].get_data()
        whole = FontFile.open(FONTS / FAMILIES[descendant["/BaseFont"].split("+")[1].replace("-", " ")])
        part = FontFile(data)
        for glyph in glyphs:
            outline = whole.outline(glyph)
            assert part.outline(glyph)[: len(outline)] == outline
        assert sum(1 for glyph in range(part.glyph_count) if part.outline(glyph)) <= len(glyphs) + 30


def test_a_page_that_is_not_well_formed_goes_the_ordinary_way() -> None:
    machine = press(Press)
    document = machine.lay_out('<!DOCTYPE html><html lang="zh-CN"><body><p>第一段<br>第二段</body></html>', "J")
    assert "第二段" in words_of(machine.write(document))[0]


def test_another_version_of_weasyprint_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.weasyprint, "__version__", "71.0")
    assert not Press().lean


def test_a_font_is_cut_down_to_what_is_asked_for() -> None:
    whole = FontFile.open(FONTS / FAMILIES["Court Kai"])
    composed = next(glyph for glyph in range(whole.glyph_count) if list(whole.parts_of(glyph)))
    for glyphs in ([], [5], [composed], [5, 6, composed, whole.glyph_count - 1], [whole.glyph_count + 7]):
        part = FontFile(subset(whole, glyphs))
        wanted = {
            0,
            *glyphs,
            *(piece for glyph in glyphs if glyph < whole.glyph_count for piece in whole.parts_of(glyph)),
        }
        kept = {glyph for glyph in range(part.glyph_count) if part.outline(glyph)}
        assert kept == {glyph for glyph in wanted if glyph < whole.glyph_count and whole.outline(glyph)}
        for glyph in kept:
            assert part.outline(glyph)[: len(whole.outline(glyph))] == whole.outline(glyph)
            assert part.metric(glyph) == whole.metric(glyph)


def test_a_font_of_another_kind_is_refused() -> None:
    data = bytearray((FONTS / FAMILIES["Court Kai"]).read_bytes())
    data[data.index(b"glyf")] = ord("x")
    with pytest.raises(ValueError, match="without TrueType outlines"):
        FontFile(bytes(data))


def test_the_code_is_the_matrix_that_was_asked_for() -> None:
    code = Code("（2023）鄂1023执前和1号 K7M2Q-X9D4P")
    drawn = set()
    for x, y, width, height in re.findall(rb"(\d+) (\d+) (\d+) (\d+) re", code.ink):
        drawn |= set(product(range(int(x), int(x) + int(width)), range(int(y), int(y) + int(height))))
    matrix = segno.make("（2023）鄂1023执前和1号 K7M2Q-X9D4P", error="m", micro=False, encoding="utf-8").matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", cmap)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _widths(pairs: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for first, widths in zip(pairs[::2], pairs[1::2], strict=True):
        found |= {first + n: int(width) for n, width in enumerate(widths)}
    return found
