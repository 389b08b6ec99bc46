"""What an uploaded file really is, told from its content: run as a program of its own, apart from the server.

The parsers of PDF and images meet files of strangers here. In a process with its own bounds of time and memory, a file
that was made to break them ends this process and nothing else. Reads the file on standard input, writes one line of
JSON: ``{"suffix", "pages"}``, or ``{"code", "message"}`` where it is refused. Imports nothing of the project.
"""

import contextlib
import io
import json
import logging
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_PIXELS = 50_000_000  # A4 in colour at 600 dpi has 35 million
MOST_PAGES = 2000
MOST_OBJECTS = 300_000
DEEPEST = 60

MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
IMAGE_FORMATS = {"png": ("PNG",), "jpg": ("JPEG", "MPO"), "tif": ("TIFF",)}
PADDING = b"\x00\r\n\t\x0c "

# What a scan has no use for, by the name under which PDF knows it.
SCRIPT, LAUNCH, FILES, MEDIA, FORM = "脚本", "启动程序的指令", "内嵌文件", "音视频", "会往外发送的表单"
FORBIDDEN_KEYS = {"/JS": SCRIPT, "/JavaScript": SCRIPT, "/EmbeddedFiles": FILES, "/EF": FILES, "/XFA": FORM}
FORBIDDEN_KINDS = {
    "/JavaScript": SCRIPT, "/Launch": LAUNCH, "/EmbeddedFile": FILES, "/FileAttachment": FILES, "/GoToE": FILES,
    "/RichMedia": MEDIA, "/RichMediaExecute": MEDIA, "/Rendition": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA,
    "/Screen": MEDIA, "/3D": MEDIA, "/SubmitForm": FORM, "/ImportData": FORM,
}  # fmt: skip
# Long enough not to turn up by chance in compressed data; for a reader that understands the file otherwise than ours.
RAW = {b"/JavaScript": SCRIPT, b"/Launch": LAUNCH, b"/EmbeddedFile": FILES, b"/RichMedia": MEDIA}


class RefusedError(Exception):
    """The file is not taken; ``code`` for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def look(data: bytes) -> tuple[str, int]:
    """The suffix that fits the content, and the number of pages. Raises ``RefusedError``, or what a parser raises."""
    suffix = next((suffix for magic, suffix in MAGIC if data.startswith(magic)), "")
    if not suffix:
        raise RefusedError("scan_type_unknown", f"{_guess(data)}只收 PDF、JPEG、PNG、TIFF")
    return suffix, _pdf_pages(data) if suffix == "pdf" else _image_pages(data, suffix)


def _guess(data: bytes) -> str:
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "这是苹果手机的 HEIC 照片，请先转成 JPEG；"
    if data.startswith(b"PK\x03\x04"):
        return "这是压缩包或者 OFD、Word 一类的文件，请先转成 PDF；"
    if data.lstrip()[:1] == b"<":
        return "这是网页或文本，不是扫描件；"
    return "认不出这个文件是什么；"


def _pdf_pages(data: bytes) -> int:
    _, end, after = data.rpartition(b"%%EOF")
    if not end:
        raise RefusedError("scan_damaged", "PDF 不完整，请重新扫描或重新导出")
    if after.strip(PADDING):
        raise RefusedError("scan_trailing", "PDF 结尾后面还接着别的内容，不能收")
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise RefusedError("scan_encrypted", "PDF 加了密，请去掉密码和限制再传")
    pages = len(reader.pages)
    if not pages:
        raise RefusedError("scan_damaged", "PDF 里没有一页")
    if pages > MOST_PAGES:
        raise RefusedError("scan_too_many_pages", f"PDF 有 {pages} 页，一件最多 {MOST_PAGES} 页，请分开传")
    active = sorted({word for name, word in RAW.items() if name in data} | _active(reader))
    if active:
        raise RefusedError("scan_active", f"PDF 里有{'、'.join(active)}，不能收；请打印成新的 PDF，或者扫描纸质件")
    for page in reader.pages:
        if page.mediabox.width <= 0 or page.mediabox.height <= 0:
            raise RefusedError("scan_damaged", "PDF 有一页没有大小，请重新导出")
    return pages


def _active(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    for value in _objects(reader):
        for inner in _within(value, 0):
            found.update(word for key, word in FORBIDDEN_KEYS.items() if key in inner)
            for key in ("/S", "/Type", "/Subtype"):
                kind = inner.raw_get(key) if key in inner else None
                if isinstance(kind, str) and kind in FORBIDDEN_KINDS:
                    found.add(FORBIDDEN_KINDS[kind])
    return found


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that the file's tables name, whether a page leads to it or not."""
    yield reader.trailer
    numbers = {(number, generation) for generation, places in reader.xref.items() for number in places}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise RefusedError("scan_too_complex", "PDF 的结构太复杂，请打印成新的 PDF 再传")
    for number, generation in sorted(numbers):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _within(value: Any, depth: int) -> Iterator[DictionaryObject]:
    """The dictionaries inside one object; what it refers to is an object of its own."""
    if depth > DEEPEST:
        raise RefusedError("scan_too_complex", "PDF 的结构太复杂，请打印成新的 PDF 再传")
    if isinstance(value, DictionaryObject):
        yield value
        for key in list(value):
            yield from _within(value.raw_get(key), depth + 1)
    elif isinstance(value, ArrayObject):
        for item in list.__iter__(value):
            yield from _within(item, depth + 1)


def _image_pages(data: bytes, suffix: str) -> int:
    # The real size is in the header: it is judged before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    if suffix == "png" and data[-8:-4] != b"IEND":
        raise RefusedError("scan_trailing", "图片不完整，或者结尾后面还接着别的内容，不能收")
    try:
        with Image.open(io.BytesIO(data), formats=IMAGE_FORMATS[suffix]) as image:
            pages = int(getattr(image, "n_frames", 1)) if suffix == "tif" else 1
            if pages > MOST_PAGES:
                raise RefusedError("scan_too_many_pages", f"图片有 {pages} 页，一件最多 {MOST_PAGES} 页，请分开传")
            for page in range(pages):
                image.seek(page)
                if image.width * image.height > MOST_PIXELS:
                    raise RefusedError(
                        "scan_too_many_pixels",
                        f"图片有 {image.width}×{image.height} 点，太大了，请按 300 dpi 重新扫描",
                    )
                image.load()
    except UnidentifiedImageError as error:
        raise RefusedError("scan_damaged", "图片打不开，请重新扫描或重新拍照") from error
    return pages


def main() -> None:
    """One file in, one line out. Any other end than a line means: it could not be read within the bounds."""
    with contextlib.suppress(ValueError, OSError):  # a system that sets narrower bounds keeps them
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        suffix, pages = look(sys.stdin.buffer.read())
        answer: dict[str, Any] = {"suffix": suffix, "pages": pages}
    except RefusedError as refused:
        answer = {"code": refused.code, "message": str(refused)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
