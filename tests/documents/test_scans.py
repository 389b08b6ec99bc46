"""Files from outside: the content decides, whatever the name says; what acts by itself is not let in."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from documents import scans
from jianli_mediation.kernel.refusal import Refused
from tests.scan_files import image, pdf, tiff


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        scans.inspect(data)
    (blocker,) = caught.value.blockers
    assert blocker.message
    assert blocker.message.isprintable()
    return blocker.code


@pytest.mark.parametrize(
    ("make", "suffix", "pages"),
    [
        (lambda: pdf(3), "pdf", 3),
        (lambda: image("PNG"), "png", 1),
        (lambda: image("JPEG"), "jpg", 1),
        (lambda: image("TIFF"), "tif", 1),
        (lambda: tiff(4), "tif", 4),
        (lambda: image("JPEG", mode="CMYK"), "jpg", 1),
        (lambda: image("PNG", mode="1"), "png", 1),
    ],
)
def test_what_scanners_and_telephones_make(make: Callable[[], bytes], suffix: str, pages: int) -> None:
    data = make()
    assert scans.inspect(data) == (data, suffix, pages)
    assert suffix in scans.MEDIA_TYPES


def test_where_a_pdf_opens_is_no_action() -> None:
    """Many programs write the page to begin with."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.root_object[NameObject("/OpenAction")] = ArrayObject(
        [writer.pages[0].indirect_reference, NameObject("/Fit")]
    )
    out = io.BytesIO()
    writer.write(out)
    assert scans.inspect(out.getvalue()).pages == 1


def action(kind: str, **more: Any) -> Callable[[PdfWriter], None]:
    def add(writer: PdfWriter) -> None:
        doing = DictionaryObject({NameObject("/S"): NameObject(kind)})
        doing.update({NameObject(f"/{name}"): value for name, value in more.items()})
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): doing})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return add


def xfa(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})


ACTIVE: dict[str, Callable[[PdfWriter], Any]] = {
    "script on opening": lambda writer: writer.add_open_action(JavaScript("app.alert(1)")),
    "script on a link": action("/JavaScript", JS=TextStringObject("app.alert(1)")),
    "a program": action("/Launch", F=TextStringObject("cmd.exe")),
    "a form that sends": action("/SubmitForm", F=TextStringObject("x")),
    "a file in another file": action("/GoToE"),
    "a file inside": lambda writer: writer.add_attachment("a.exe", b"MZ"),
    "a form that computes": xfa,
}


@pytest.mark.parametrize("name", ACTIVE)
def test_a_pdf_that_acts_by_itself(name: str) -> None:
    assert refused(pdf(also=ACTIVE[name])) == "scan_active"


def test_an_action_hidden_in_compressed_objects() -> None:
    """The names stand in no plain text of the file; the objects are looked at one by one."""
    packed = object_stream()
    assert b"/Launch" not in packed
    assert refused(packed) == "scan_active"


def object_stream() -> bytes:
    """A small PDF whose catalogue, pages and action lie in one compressed object stream."""
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        4: b"<< /S /Launch /F (cmd.exe) >>",
    }
    offsets, text = [], b""
    for number, body in bodies.items():
        offsets.append(f"{number} {len(text)}")
        text += body + b" "
    head = " ".join(offsets).encode() + b" "
    packed = zlib.compress(head + text)
    out = b"%PDF-1.5\n"
    at_stream = len(out)
    out += (
        b"5 0 obj\n<< /Type /ObjStm /N 4 /First %d /Filter /FlateDecode /Length %d >>\nstream\n" % (len(head), len(packed))
        + packed + b"\nendstream\nendobj\n"
    )  # fmt: skip
    at_table = len(out)
    rows = [(0, 0, 65535)] + [(2, 5, index) for index in range(4)] + [(1, at_stream, 0), (1, at_table, 0)]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    out += (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n" % len(table)
        + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at_table
    )  # fmt: skip
    return out


@pytest.mark.parametrize("algorithm", ["RC4-128", "RC4-40"])
@pytest.mark.parametrize(("user", "owner"), [("secret", "secret"), ("", "owner")])
def test_an_encrypted_pdf(user: str, owner: str, algorithm: str) -> None:
    data = pdf(also=lambda writer: writer.encrypt(user, owner, algorithm=algorithm))
    assert refused(data) == "scan_encrypted"


POLYGLOTS = {
    "a PDF that is an archive too": (lambda: pdf() + b"PK\x03\x04" + b"x" * 40, "scan_trailing"),
    "a PDF that is a page too": (lambda: pdf() + b"<script>alert(1)</script>", "scan_trailing"),
    "a picture that is a page too": (lambda: image("PNG") + b"<script>alert(1)</script>", "scan_trailing"),
    "a page before a PDF": (lambda: b"<html>" + pdf(), "scan_type_unknown"),
    "a page called scan.pdf": (lambda: b"<!doctype html><script>alert(1)</script>", "scan_type_unknown"),
    "an archive": (lambda: b"PK\x03\x04" + b"\0" * 60, "scan_type_unknown"),
    "a drawing with a script": (lambda: b"<svg xmlns='x' onload='alert(1)'/>", "scan_type_unknown"),
    "a photo of an iPhone": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 40, "scan_type_unknown"),
    "nothing": (lambda: b"", "scan_empty"),
    "half a PDF": (lambda: pdf(3)[:200], "scan_damaged"),
    "rubbish with a head and a tail": (lambda: b"%PDF-1.7\n" + b"\x00\xff" * 500 + b"\n%%EOF", "scan_damaged"),
    "half a picture": (lambda: image("JPEG")[:2000], "scan_damaged"),
    "a picture in its name only": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 60 + b"IEND\xaeB`\x82", "scan_damaged"),
    "a PDF without a page": (lambda: pdf(0), "scan_damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_is_not_what_it_says(name: str) -> None:
    make, code = POLYGLOTS[name]
    assert refused(make()) == code


def test_a_picture_of_many_points_in_few_bytes() -> None:
    """It is judged by its head, before anything is unpacked."""
    head = struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 7501 * 1000, 9)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(bomb) < 20_000
    assert refused(bomb) == "scan_too_many_pixels"


def test_a_pdf_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks or stops the program that looks is refused, and nothing else happens."""
    monkeypatch.setattr(scans, "_SECONDS", 0.001)
    assert refused(pdf()) == "scan_damaged"


def test_a_hundred_megabytes(settings: Any) -> None:
    assert settings.UPLOAD_MAX_BYTES == 20 * 1024 * 1024
    assert refused(b"%PDF-1.7" + b"0" * 100 * 1024 * 1024) == "scan_too_large"


@pytest.mark.parametrize(
    ("name", "shown"),
    [(" 回单\u202egpj.exe\x00 ", "回单gpj.exe"), ("\u200b\ufeff", ""), ("古丽·买买提", "古丽·买买提"), ("𠮷\n", "𠮷")],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    assert scans.readable(name) == shown
