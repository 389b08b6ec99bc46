"""WeasyPrint's font step for our six files: nothing copied but the glyphs that stand on the paper.

For each paper WeasyPrint copies every font file it uses (up to 10 MB) and has HarfBuzz cut it down in two passes. A
font of ours is cut down by ``subset`` instead, from the file mapped in memory. Any other font goes the ordinary way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import get_hb_object_data

from documents.glyphs import FAMILIES, FONTS
from documents.press.subset import FontFile, subset


@cache
def font_file(family: str) -> FontFile:
    return FontFile.open(FONTS / FAMILIES[family])


class CourtFont(fonts.Font):
    """A font whose file is read only where somebody needs the whole of it.

    What WeasyPrint asks the face of a font is asked once for each face and size; the glyphs are each paper's own.
    """

    _known: dict[tuple[int, float], dict[str, Any]] = {}
    _content: bytes | None = None

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        key = (pango.pango_font_description_hash(description), font_size)
        known = self._known.get(key)
        if known is None:
            super().__init__(pango_font, description, font_size)
            self._content = None
            known = self._known[key] = dict(vars(self))
        self.__dict__.update(known)
        self.hb_font = pango.pango_font_get_hb_font(pango_font)
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}

    @property
    def file_content(self) -> bytes:
        if self._content is None:
            self._content = get_hb_object_data(self.hb_face)
        return self._content

    @file_content.setter
    def file_content(self, content: bytes) -> None:
        self._content = content

    @property
    def is_ours(self) -> bool:
        return self.family in FAMILIES and font_file(self.family).glyph_count == self.glyph_count

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        if to_unicode and not self.missing and self.is_ours:
            self.file_content = subset(font_file(self.family), to_unicode)
        else:
            super().clean(to_unicode, hinting)


@contextmanager
def switched_on() -> Iterator[None]:
    standard, stream.Font = stream.Font, CourtFont
    try:
        yield
    finally:
        stream.Font = standard
