"""Files as they come from scanners, telephones and ill-wishers, made when asked for."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfWriter

from documents.scans import Scan

A4_AT_100_DPI = (827, 1169)


def image(
    kind: str = "PNG", size: tuple[int, int] = A4_AT_100_DPI, mode: str = "RGB", text: str = "", **options: Any
) -> bytes:
    """A white sheet with a frame and a word on it."""
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((10, 10, size[0] - 10, size[1] - 10), outline="black", width=4)
    pen.text((60, 60), text or kind, fill="black")
    out = io.BytesIO()
    sheet.convert(mode).save(out, kind, **options)
    return out.getvalue()


def tiff(pages: int) -> bytes:
    """Black and white sheets as a scanner with a feeder makes them."""
    sheets = [Image.new("1", (200, 300), 1) for _ in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4")
    return out.getvalue()


def pdf(pages: int = 1, also: Callable[[PdfWriter], Any] = lambda writer: None, title: str = "") -> bytes:
    """Blank sheets, and what ``also`` puts into the file."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if title:
        writer.add_metadata({"/Title": title})
    also(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def looked_at(data: bytes | None = None, suffix: str = "pdf", pages: int = 1) -> Scan:
    """A file as ``inspect`` would give it, for tests of what comes after."""
    return Scan(pdf() if data is None else data, suffix, pages)
