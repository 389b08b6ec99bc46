"""Binding a volume: cover and contents, every archived file with its pages numbered through, bookmarks, backup sheet."""

import io
from collections.abc import Callable, Sequence

from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from documents.contexts.file import VolumeLine
from documents.render import press

A4 = (595.28, 841.89)  # points


def bind(front: bytes, lines: Sequence[VolumeLine], file_of: Callable[[str], bytes]) -> bytes:
    """The whole volume as one PDF. ``front`` is the printed D27, its last page the backup sheet; ``file_of`` gives the
    PDF of a line's source.

    Each page of the body bears its number at the upper right, as the contents say. Raises ``ValueError`` where a file
    has other pages than the contents were made from.
    """
    writer = PdfWriter()
    cover = PdfReader(io.BytesIO(front))
    for page in cover.pages[:-1]:
        writer.add_page(page)
    writer.add_outline_item(title="封面和目录", page_number=0)
    section, parent = "", None
    for line in lines:
        pages = PdfReader(io.BytesIO(file_of(line.source))).pages
        if len(pages) != line.last - line.first + 1:
            raise ValueError(f"{line.source} has {len(pages)} pages, the contents say {line.first} to {line.last}")
        at = len(writer.pages)
        for page in pages:
            writer.add_page(page)
        if line.section != section:
            section, parent = line.section, writer.add_outline_item(title=line.section, page_number=at)
        writer.add_outline_item(title=line.title, page_number=at, parent=parent)
    body = writer.pages[len(cover.pages) - 1 :]
    for page, number in zip(body, _numbers(len(body)), strict=True):
        _stamp(page, number)
    writer.add_page(cover.pages[-1])
    writer.add_outline_item(title="备考表", page_number=len(writer.pages) - 1)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _numbers(count: int) -> Sequence[PageObject]:
    """Empty pages that bear 1, 2, 3 … at the upper right."""
    if not count:
        return ()
    page = f"<html><body>{'<p></p>' * count}</body></html>"
    with press().alone() as machine:
        printed = machine.write(machine.lay_out(page, "V"))
    return PdfReader(io.BytesIO(printed)).pages


def _stamp(page: PageObject, number: PageObject) -> None:
    """Lay the number over the page's upper right corner, whatever its size and however it is turned."""
    page.transfer_rotation_to_content()
    box = page.mediabox
    move = Transformation().translate(float(box.right) - A4[0], float(box.top) - A4[1])
    page.merge_transformed_page(number, move)
