"""Scans and other files from outside: kept by content as they were given, read back whole, printed into a volume."""

import io
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from documents import seal, store
from documents.models import Attachment, AttachmentKind, Paper
from documents.scans import Scan, readable
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Blocker, refuse_if

A4 = (595.28, 841.89)  # points
MARGIN = 14.17  # 5 mm, so that no printer cuts a scan
DPI = 72
QUALITY = 90


def keep(
    scan: Scan, *, owner_key: str, kind: str, title: str, paper: Paper | None, by: User | None, now: datetime
) -> Attachment:
    """Store a file that was looked at, and its row. Must run in the transaction of the act.

    The file is written first: after a crash between the two there is a file too many, never a row without its file.
    ``by`` is nobody where a party handed it in herself.
    Raises ``Refused`` where the same content is kept for this owner already.
    """
    row = Attachment(
        owner_key=owner_key,
        kind=kind,
        title=readable(title) or AttachmentKind(kind).label,
        paper=paper,
        sha256=store.digest(scan.data),
        suffix=scan.suffix,
        size=len(scan.data),
        pages=scan.pages,
        uploaded_by=by,
        uploaded_at=now,
    )
    refuse_if(_kept_before(row))
    store.keep(scan.data, scan.suffix)
    row.seal = seal.of(row)
    row.save(force_insert=True)
    return row


def _kept_before(row: Attachment) -> list[Blocker]:
    same = Attachment.objects.filter(owner_key=row.owner_key, sha256=row.sha256, void_reason="").first()
    return [Blocker("attachment_twice", f"内容完全相同的文件已经收存过：“{same.title}”")] if same else []


def void(attachment_id: int, *, reason: str) -> Attachment:
    """Declare a scan void; it stays in the archive. Raises ``Refused`` without reason, or when it is void."""
    with transaction.atomic():
        row = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)
        seal.check(row)
        found = []
        if row.is_void:
            found.append(Blocker("attachment_is_void", f"“{row.title}”已经作废"))
        if not reason.strip():
            found.append(Blocker("attachment_void_reason", "请写明作废的理由"))
        refuse_if(found)
        row.void_reason = reason.strip()
        row.seal = seal.of(row)
        row.save(update_fields=["void_reason", "seal"])
    return row


def read(row: Attachment) -> bytes:
    """The file as it was given, byte for byte.

    Raises ``store.FileDamagedError`` where the file is gone or altered, ``seal.RowAlteredError`` where the row is.
    """
    seal.check(row)
    return store.read(row.sha256, row.suffix)


def pdf_of(row: Attachment) -> bytes:
    """The scan as PDF, for a volume: a PDF as it is, an image on A4, a page for each of its pages, upright.

    Black and white stays lossless; colour is packed anew as JPEG of high quality, the original stays in the archive.
    Raises as ``read``.
    """
    data = read(row)
    if row.suffix == "pdf":
        return data
    book = PdfWriter()
    for page in _pages_of(data):
        book.add_page(_on_a4(page))
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _pages_of(data: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(data)) as image:
        for number in range(int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1):
            image.seek(number)
            yield _printable(ImageOps.exif_transpose(image))


def _printable(image: Image.Image) -> Image.Image:
    """In a mode that a PDF knows; what is transparent becomes paper."""
    if image.mode in ("1", "L", "RGB", "CMYK"):
        return image
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda level: level / 256).convert("L")
    flat = Image.new("RGB", image.size, "white")
    picture = image.convert("RGBA")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _on_a4(image: Image.Image) -> PageObject:
    """One page, standing or lying as the picture does, the picture as large as the margins let it be."""
    file = io.BytesIO()
    image.save(file, "PDF", resolution=DPI, **({} if image.mode == "1" else {"quality": QUALITY}))
    picture = PdfReader(file).pages[0]
    width, height = A4 if image.height >= image.width else A4[::-1]
    scale = min((width - 2 * MARGIN) / image.width, (height - 2 * MARGIN) / image.height)
    left, bottom = (width - image.width * scale) / 2, (height - image.height * scale) / 2
    page = PageObject.create_blank_page(width=width, height=height)
    page.merge_transformed_page(picture, Transformation().scale(scale).translate(left, bottom))
    return page
