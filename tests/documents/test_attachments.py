"""Scans in the archive: kept once and as they were given, voided and never changed, printed into a volume on A4."""

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from pypdf import PdfReader

from documents import attachments, seal, store
from documents.models import Attachment
from documents.scans import Scan
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Refused
from tests.build import moment
from tests.scan_files import image, looked_at, pdf, tiff

NOW = moment("2023-05-26 15:00")


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create(username="shu", staff_no="JL001", name="书记员舒", role="clerk", password="!")


def keep(clerk: User, scan: Scan | None = None, **changes: Any) -> Attachment:
    known: dict[str, Any] = {"owner_key": "case:1", "kind": "payment", "title": "回单", "paper": None}
    return attachments.keep(scan or looked_at(), **{**known, **changes}, by=clerk, now=NOW)


def test_it_is_kept_as_it_was_given(clerk: User) -> None:
    data = pdf(2, title="甲")
    row = Attachment.objects.get(pk=keep(clerk, looked_at(data, pages=2)).pk)
    assert (row.sha256, row.size, row.pages, row.suffix) == (store.digest(data), len(data), 2, "pdf")
    assert (row.media_type, row.uploaded_by, row.uploaded_at) == ("application/pdf", clerk, NOW)
    assert attachments.read(row) == data
    assert store.place(row.sha256, "pdf").read_bytes() == data


def test_the_same_content_once_for_one_case(clerk: User) -> None:
    scan = looked_at(pdf(title="乙"))
    first = keep(clerk, scan)
    with pytest.raises(Refused) as twice:
        keep(clerk, scan, title="另一个名字", kind="other")
    assert [(each.code, each.message) for each in twice.value.blockers] == [
        ("attachment_twice", "内容完全相同的文件已经收存过：“回单”")
    ]
    assert keep(clerk, scan, owner_key="case:2").sha256 == first.sha256
    attachments.void(first.pk, reason="收错了案子")
    assert keep(clerk, scan).pk != first.pk


def test_a_name_that_cannot_be_seen_becomes_its_kind(clerk: User) -> None:
    assert keep(clerk, title="\u200b").title == "付款凭证"


def test_void_needs_a_reason_and_happens_once(clerk: User) -> None:
    row = keep(clerk)
    for reason, code in ((" ", "attachment_void_reason"), ("重复", ""), ("再次", "attachment_is_void")):
        if not code:
            assert attachments.void(row.pk, reason=reason).is_void
            continue
        with pytest.raises(Refused) as refused:
            attachments.void(row.pk, reason=reason)
        assert [each.code for each in refused.value.blockers] == [code]
    assert Attachment.objects.get(pk=row.pk).void_reason == "重复"
    assert attachments.read(Attachment.objects.get(pk=row.pk))


@pytest.mark.parametrize(
    "change",
    [{"title": "x"}, {"kind": "other"}, {"sha256": "0" * 64}, {"owner_key": "case:2"}, {"pages": 9}, {"suffix": "png"}],
)
def test_the_database_keeps_it_as_it_is(clerk: User, change: dict[str, Any]) -> None:
    row = keep(clerk)
    with pytest.raises(IntegrityError, match="只能作废后重新收存"), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="只能作废，不能删除"), transaction.atomic():
        row.delete()


def test_what_was_voided_stays_void(clerk: User) -> None:
    row = keep(clerk)
    attachments.void(row.pk, reason="重复")
    for reason in ("", "别的理由"):
        with pytest.raises(IntegrityError, match="只能作废后重新收存"), transaction.atomic():
            Attachment.objects.filter(pk=row.pk).update(void_reason=reason)


def test_a_row_changed_behind_our_back_is_not_read_nor_sealed_anew(clerk: User) -> None:
    row = keep(clerk)
    Attachment.objects.filter(pk=row.pk).update(seal="s1:" + "0" * 64)
    changed = Attachment.objects.get(pk=row.pk)
    with pytest.raises(seal.RowAlteredError):
        attachments.read(changed)
    with pytest.raises(seal.RowAlteredError):
        attachments.void(row.pk, reason="掩盖")


def test_a_damaged_file_is_not_read(clerk: User) -> None:
    row = keep(clerk, looked_at(pdf(title="坏")))
    file = store.place(row.sha256, "pdf")
    file.unlink()
    with pytest.raises(store.FileDamagedError, match="不在原处"):
        attachments.read(row)


A4_STANDING, A4_LYING = (595, 842), (842, 595)


@pytest.mark.parametrize(
    ("data", "suffix", "sizes"),
    [
        (image("JPEG", (1240, 1754)), "jpg", [A4_STANDING]),
        (image("PNG", (1754, 1240)), "png", [A4_LYING]),
        (image("PNG", mode="RGBA"), "png", [A4_STANDING]),
        (image("PNG", mode="P"), "png", [A4_STANDING]),
        (image("PNG", mode="LA"), "png", [A4_STANDING]),
        (image("JPEG", mode="CMYK"), "jpg", [A4_STANDING]),
        (tiff(3), "tif", [A4_STANDING] * 3),
    ],
)
def test_a_picture_in_a_volume(clerk: User, data: bytes, suffix: str, sizes: list[tuple[int, int]]) -> None:
    row = keep(clerk, looked_at(data, suffix, len(sizes)))
    pages = PdfReader(io.BytesIO(attachments.pdf_of(row))).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == sizes
    assert all(len(page.images) == 1 for page in pages)


def test_a_photo_taken_sideways_stands_upright(clerk: User) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    row = keep(clerk, looked_at(image("JPEG", (1754, 1240), exif=turned), "jpg"))
    (page,) = PdfReader(io.BytesIO(attachments.pdf_of(row))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_STANDING


def test_what_is_transparent_becomes_paper(clerk: User) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(clear, "PNG")
    row = keep(clerk, looked_at(clear.getvalue(), "png"))
    (page,) = PdfReader(io.BytesIO(attachments.pdf_of(row))).pages
    assert page.images[0].image.getpixel((100, 150)) == (255, 255, 255)


def test_a_pdf_goes_into_the_volume_as_it_is(clerk: User) -> None:
    data = pdf(2)
    assert attachments.pdf_of(keep(clerk, looked_at(data, pages=2))) == data
