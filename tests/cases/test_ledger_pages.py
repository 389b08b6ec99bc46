"""批量导入 at the browser, without script: the file, the watch, the decision; and whose it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from cases.models import Case, LedgerImport
from cases.models.ledger_import import ImportStage
from jianli_mediation.core.models import AuditEntry
from tests.cases.desk import Desk
from tests.cases.ledger_files import csv_of, drained, row, rows_in, xlsx
from tests.cast import Cast

FILERS = ("wang", "chen", "shu", "qian")
OTHERS = ("li", "sun", "zhou", "zheng", "wu", "cai", "ling", "feng", "xi", "an", "shen")


def send(desk: Desk, content: bytes, name: str = "台账.xlsx", **fields: str) -> HttpResponse:
    return desk.client.post("/imports/", {"file": SimpleUploadedFile(name, content), **fields})


def tokened(page: str) -> str:
    return page.partition('name="submission_token" value="')[2].partition('"')[0]


def test_a_clerk_takes_a_ledger_in(cast: Cast) -> None:
    clerk = Desk(cast, "wang")
    assert "/imports/" in clerk.page("/cases/new/")
    assert "下载模板" in clerk.page("/imports/")
    assert rows_in(clerk.get("/imports/template/").content) == []
    answer = send(clerk, xlsx(row(501), row(502, 案由=""), row(503, 申请人手机="")))
    ledger = LedgerImport.objects.get()
    address = f"/imports/{ledger.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = clerk.page(address)
    assert "正在试录" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "hx-get" in clerk.client.get(address, headers={"HX-Request": "true"}).content.decode()
    drained()
    page = clerk.page(address)
    assert "1 件有问题，2 件可以登记" in page
    assert "请填案由" in page
    assert "没有填手机" in clerk.page(f"{address}?show=warned")
    back = rows_in(clerk.get(f"{address}workbook/").content)
    assert "请填案由" in back[1]["问题"]
    answer = clerk.client.post(address, {"which": "sound", "lines": "", "submission_token": tokened(page)})
    assert (answer.status_code, answer["Location"]) == (302, address)
    drained()
    ledger.refresh_from_db()
    assert (ledger.stage, Case.objects.count()) == (ImportStage.DONE, 2)
    assert "已登记 2 件" in clerk.page(address)
    assert Case.objects.first().case_no in clerk.page(f"{address}?show=filed")
    verbs = set(AuditEntry.objects.filter(actor=cast.wang, case_id=None).values_list("verb", flat=True))
    assert verbs >= {"hand_in_ledger", "decide_ledger", "ledger_done", "take_ledger"}


BAD_FILES: tuple[tuple[bytes, str, str], ...] = (
    (b"", "空.csv", "空的"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧.xls", "旧格式"),
    (b"PK\x03\x04" + b"0" * 600, "坏.xlsx", "打不开"),
    (b"%PDF-1.7\0\0", "扫描.pdf", "这不是 Excel"),
    ("姓名,金额\n陈某,1\n".encode(), "别的.csv", "没有找到表头"),
    ("依据案号,颜色,依据案号\n1,2,3\n".encode("gb18030"), "列.csv", "颜色"),
    (csv_of(), "表头.csv", "表头下面没有内容"),
)


@pytest.mark.parametrize(("content", "name", "words"), BAD_FILES, ids=[name for _, name, _ in BAD_FILES])
def test_a_bad_file_is_told_at_its_field(cast: Cast, content: bytes, name: str, words: str) -> None:
    answer = send(Desk(cast, "wang"), content, name)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page.partition('id="id_file_error"')[2].partition("</section>")[0]
    assert not LedgerImport.objects.exists()


def test_too_large_a_file_is_told_at_its_field(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2**20
    answer = send(Desk(cast, "wang"), b"0" * (2**20 + 1))
    assert (answer.status_code, "文件超过 1 MB" in answer.content.decode()) == (400, True)


def test_the_same_file_again_needs_a_word(cast: Cast) -> None:
    clerk, content = Desk(cast, "wang"), csv_of(row(501))
    assert send(clerk, content).status_code == 302
    answer = send(clerk, content)
    assert (answer.status_code, "同一个文件" in answer.content.decode()) == (409, True)
    assert send(clerk, content, again="on").status_code == 302


def test_two_clicks_decide_once_and_wrong_lines_are_told_at_their_field(cast: Cast) -> None:
    clerk = Desk(cast, "wang")
    send(clerk, xlsx(row(501), row(502, 案由="")))
    drained()
    address = f"/imports/{LedgerImport.objects.get().pk}/"
    for lines, words in (("", "请写行号"), ("5-2", "范围不对"), ("3", "第 3 行不能登记"), ("a", "请写行号")):
        answer = clerk.client.post(address, {"which": "some", "lines": lines})
        page = answer.content.decode()
        assert (answer.status_code, words in page.partition('id="id_lines_error"')[2][:300]) == (400, True), lines
    answer = clerk.client.post(address, {"which": "all"})
    assert (answer.status_code, "还有 1 件有问题" in answer.content.decode()) == (409, True)
    given = {"which": "some", "lines": "1-9", "submission_token": tokened(clerk.page(address))}
    answers = [clerk.client.post(address, given) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {address}
    assert clerk.client.post(address, {"which": "sound"}).status_code == 409, "it is being filed"
    drained()
    assert Case.objects.count() == 1


def test_dropping(cast: Cast) -> None:
    clerk = Desk(cast, "wang")
    send(clerk, xlsx(row(501)))
    drained()
    ledger = LedgerImport.objects.get()
    assert clerk.client.post(f"/imports/{ledger.pk}/drop/", {}).status_code == 302
    assert "已放弃" in clerk.page(f"/imports/{ledger.pk}/")
    assert ledger.rows.count() == 0
    assert clerk.client.post(f"/imports/{ledger.pk}/drop/", {}, follow=True).status_code == 200


def test_roles_and_whose_it_is(cast: Cast) -> None:
    send(Desk(cast, "wang"), xlsx(row(501)))
    drained()
    address = f"/imports/{LedgerImport.objects.get().pk}/"
    for who in FILERS:
        desk, seen = Desk(cast, who), who in ("wang", "qian")
        assert desk.get("/imports/").status_code == 200
        assert desk.get(address).status_code == (200 if seen else 404), who
        assert desk.get(f"{address}workbook/").status_code == (200 if seen else 404), who
        assert (address in desk.page("/imports/")) == seen
    for who in ("chen", "shu", "qian"):
        desk = Desk(cast, who)
        assert desk.client.post(address, {"which": "all"}).status_code == (403 if who == "qian" else 404)
        assert desk.client.post(f"{address}drop/", {}).status_code == 404
    for who in OTHERS:
        desk = Desk(cast, who)
        for route in ("/imports/", "/imports/template/", address, f"{address}workbook/"):
            assert desk.get(route).status_code == 403, (who, route)
        assert send(desk, xlsx(row(502))).status_code == 403
    assert not Case.objects.exists()
