"""The press of one process: WeasyPrint with our fonts, our style sheets, and nothing else of the machine.

Pango reads FONTCONFIG_FILE when it is loaded, so this module sets it before it imports WeasyPrint. It is imported when
the first paper is printed (``documents.render.press``): no other command of the program needs Pango.
"""

import gc
import os
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any

from documents.glyphs import FONTS
from documents.registry.form import STYLES

os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents.justify import KNOWN_VERSION, fill_lines
from documents.press import fontstep
from documents.press.markup import Page

_PDF = {"pdf_variant": "pdf/a-3b"}
_LEVEL = 6
_ONE_AT_A_TIME = RLock()


class Press:
    """One font set, and one parsed style sheet per family. ``lean``: without WeasyPrint's detours."""

    def __init__(self, *, lean: bool = True) -> None:
        self.lean = lean and weasyprint.__version__ == KNOWN_VERSION
        self.fonts = FontConfiguration()
        # A paper needs nothing from outside its own text, so nothing can be fetched: no file, no address.
        self.fetcher = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.sheets: dict[str, Any] = {}
        fill_lines(weasyprint.__version__, inline, boxes)

    def sheet(self, family: str) -> Any:
        if family not in self.sheets:
            text = (STYLES / f"{family.lower()}.css").read_text()
            self.sheets[family] = weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[family]

    @contextmanager
    def alone(self) -> Iterator["Press"]:
        """One paper at a time (threads make it slower, not faster), its garbage taken away in one go at the end.

        Nothing of the paper but its bytes may outlive the block, or its boxes stay until the next full collection.
        """
        with _ONE_AT_A_TIME:
            was_on = gc.isenabled()
            gc.disable()
            try:
                yield self
            finally:
                gc.collect(0)
                if was_on:
                    gc.enable()

    def lay_out(self, page: str, family: str, images: Mapping[str, Any] | None = None) -> Any:
        """The page laid out; ``.pages`` are its sheets. ``images`` are what its addresses stand for."""
        html = Page(page, self.fetcher) if self.lean else weasyprint.HTML(string=page, url_fetcher=self.fetcher)
        sheets = [self.sheet(family)]
        return html.render(font_config=self.fonts, stylesheets=sheets, cache=dict(images or {}), **_PDF)

    def write(self, document: Any) -> bytes:
        """The PDF/A-3b of what was laid out."""
        with warnings.catch_warnings():
            # WeasyPrint leaves closing its own colour profile to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            if not self.lean:
                return bytes(document.write_pdf(**_PDF))
            with fontstep.switched_on():
                return bytes(document.write_pdf(uncompressed_pdf=True, finisher=_pack, **_PDF))


@cache
def the_press() -> Press:
    """The press of this process."""
    return Press()


def _pack(document: Any, pdf: Any) -> None:
    """Compress at zlib's usual level: the highest, which is WeasyPrint's, takes three times as long for one per cent."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and not item.compress:
            raw = b"\n".join(part if isinstance(part, bytes) else _bytes(part) for part in item.stream)
            item.stream, item.extra["Filter"] = [zlib.compress(raw, _LEVEL)], "/FlateDecode"


def _bytes(part: Any) -> bytes:
    return bytes(pydyf._to_bytes(part))
