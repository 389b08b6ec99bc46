"""/verify/: anybody with a code or a file is told whether the paper is genuine, and nothing else."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import archive, render
from documents.models import Paper
from documents.proof import Outcome, prove, readings
from documents.registry import FORMS
from documents.render import Meta, Printed
from documents.samples.mediation import URGING
from jianli_mediation.core import throttle
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import Throttle, User
from tests.scan_files import pdf

NOW = datetime(2023, 5, 26, 23, 30, tzinfo=COURT_TIME)
PAGE = "/verify/"


@pytest.fixture
def clerk(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(archive, "print_paper", lambda form, context, meta: Printed(pdf(2, title=meta.verify_code), 2))
    return User.objects.create(username="shu", staff_no="JL001", name="书记员舒", role="clerk", password="!")


def issue(clerk: User, **changes: Any) -> Paper:
    context = replace(URGING, **changes)
    return archive.issue(form="D08", context=context, owner_key="case:1", case_no=URGING.case_no, by=clerk, now=NOW)


def answer(response: HttpResponse) -> str:
    """The one word of the answer."""
    found = re.search(r'<h2 id="answer">(.+?)</h2>', response.content.decode())
    return found[1] if found else ""


def ask(code: str = "", file: bytes | None = None, **meta: str) -> HttpResponse:
    given: dict[str, Any] = {"code": code}
    if file is not None:
        given["file"] = SimpleUploadedFile("文书.pdf", file)
    return Client().post(PAGE, given, **meta)


def test_the_four_answers(clerk: User) -> None:
    first = issue(clerk)
    assert answer(ask(first.verify_code)) == "真"
    second = issue(clerk, urging_days=20)
    assert (answer(ask(first.verify_code)), answer(ask(second.verify_code))) == ("已被新版取代", "真")
    archive.void(second.pk, reason="收款账户写错")
    assert answer(ask(second.verify_code)) == "已作废"
    assert answer(ask("AAAAA-AAAAA")) == "不存在"


def test_what_is_told_and_what_is_not(clerk: User) -> None:
    paper = issue(clerk)
    archive.pdf(paper)
    archive.void(paper.pk, reason="刘某的收款账户写错")
    page = ask(paper.verify_code).content.decode()
    for said in ("执前督促履行通知书", "（2023）鄂1023执前和1号", "2023年5月26日", "监利市人民法院", "2 页", "已作废"):
        assert said in page, said
    told_apart = re.sub(r"\s+", "", page)
    for silent in (URGING.debtor.name, URGING.debtor.id_number, "86,500", "收款账户写错", clerk.name, "case:1"):
        assert silent not in told_apart, silent


@pytest.mark.parametrize(
    "typed",
    [
        "{code}", "{low}", " {bare} ", "{spaced}", "{wide}", "（2023）鄂1023执前和1号 {code}",
        "https://court.example.cn/verify/?code={code}", "{dashed}",
    ],
)  # fmt: skip
def test_a_code_as_people_type_it(clerk: User, typed: str) -> None:
    code = issue(clerk).verify_code
    bare = code.replace("-", "")
    wide = "".join(chr(ord(each) + 0xFEE0) if each != "-" else "－" for each in code)
    said = typed.format(
        code=code, low=code.lower(), bare=bare, spaced=" ".join(bare), wide=wide, dashed=f"{code[:5]}–{code[6:]}"
    )
    assert answer(ask(said)) == "真"
    assert answer(Client().get(PAGE, {"code": said})) == "真"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("OIBGO-ABCDE", "0189O-ABCDE"),
        ("LLLLL-55555", "11111-SSSSS"),
        ("ABCDE-FGHIL", "ABCDE-F6HL1"),
        ("ZZ2XY-ABCDE", "22ZXY-ABCDE"),
    ],
)
def test_letters_that_look_alike(printed: str, typed: str) -> None:
    assert printed in readings(typed)
    assert readings(printed)[0] == printed


def test_a_misread_code_still_finds_its_paper(clerk: User) -> None:
    code = issue(clerk).verify_code
    assert answer(ask(code.translate(str.maketrans("OIBSZG", "018526")))) == "真"


@pytest.mark.parametrize("wrong", ["AAAAA-AAAAA", "x", "10位的验证码呢呢呢", "A" * 190, "AAAAA-AAAA!", "'; DROP TABLE"])
def test_wrong_codes_cost_and_show_the_same(clerk: User, wrong: str) -> None:
    issue(clerk)
    ask("BBBBB-BBBBB")  # opens the count of this address
    with CaptureQueriesContext(connection) as plain:
        ordinary = ask("BBBBB-BBBBB")
    with CaptureQueriesContext(connection) as queries:
        response = ask(wrong)
    assert (response.status_code, answer(response)) == (200, "不存在")
    assert len(queries) == len(plain)
    shape = [re.sub(r'value="[^"]*"', "", each.content.decode()) for each in (ordinary, response)]
    assert shape[0] == shape[1]


def test_the_file_itself(clerk: User) -> None:
    paper = issue(clerk)
    data = archive.pdf(paper)
    alone = ask(file=data)
    assert (answer(alone), "与存档一致" in alone.content.decode()) == ("真", True)
    both = ask(paper.verify_code, data)
    assert (answer(both), "与存档一致" in both.content.decode()) == ("真", True)
    changed = ask(paper.verify_code, data[:-1] + b" ")
    assert "文件与存档不一致" in changed.content.decode()
    assert answer(ask(file=b"%PDF another")) == "不存在"


def test_nothing_is_stored_of_a_file(clerk: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Not even for the length of the request: no handler but the one that measures is at work."""
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *a, **k: pytest.fail("a file was written"))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    assert answer(ask(file=b"%PDF" + b"0" * 3_000_000)) == "不存在"


def test_a_file_that_is_too_large(clerk: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    inside = ask(file=b"0" * 2000)
    assert (inside.status_code, "文件太大" in inside.content.decode()) == (400, True)
    settings.UPLOAD_MAX_BYTES = 0
    refused = Client().post(PAGE, {"code": "x", "file": SimpleUploadedFile("a.pdf", b"0" * 200_000)})
    assert (refused.status_code, "文件太大" in refused.content.decode()) == (400, True)


def test_an_empty_question(clerk: User) -> None:
    assert ask().status_code == 400
    assert "请填验证码" in ask(file=b"").content.decode()
    assert Client().get(PAGE).status_code == 200
    assert not Throttle.objects.exists()


def test_a_row_that_was_changed_is_not_called_genuine(clerk: User) -> None:
    paper = issue(clerk)
    Paper.objects.filter(pk=paper.pk).update(seal="s1:" + "0" * 64)
    page = ask(paper.verify_code)
    assert answer(page) == Outcome.DOUBTFUL.word
    assert paper.title not in page.content.decode()


def test_the_page_needs_no_session_no_cookie_and_no_script(clerk: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(PAGE, {"code": "AAAAA-AAAAA"})
    assert (page.status_code, page.cookies) == (200, {})
    assert "no-store" in page["Cache-Control"]
    assert Client().put(PAGE).status_code == 405


def test_so_often_and_not_more(clerk: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(30):
            assert ask("AAAAA-AAAAA").status_code == 200
        stopped = ask(issue(clerk).verify_code)
        assert (stopped.status_code, answer(stopped)) == (429, "")
        assert "太频繁" in stopped.content.decode()
        assert ask("AAAAA-AAAAA", REMOTE_ADDR="10.0.0.9").status_code == 200
        clock.shift(timedelta(seconds=61))
        assert ask("AAAAA-AAAAA").status_code == 200


def test_where_a_question_comes_from_is_kept_as_a_hash_and_for_a_day(clerk: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        ask("AAAAA-AAAAA", REMOTE_ADDR="10.0.0.7")
        (row,) = Throttle.objects.all()
        assert "10.0.0.7" not in row.key
        clock.shift(timedelta(days=1, seconds=1))
        ask("AAAAA-AAAAA", REMOTE_ADDR="10.0.0.8")
        assert Throttle.objects.count() == 1


@pytest.mark.parametrize(
    ("proxied", "forwarded", "remote", "counted"),
    [
        (False, "1.2.3.4", "10.0.0.1", "10.0.0.1"),
        (True, "6.6.6.6, 1.2.3.4", "10.0.0.1", "1.2.3.4"),
        (True, "", "10.0.0.1", "10.0.0.1"),
        (True, "nonsense", "10.0.0.1", "unknown"),
        (False, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_the_address_that_our_own_proxy_saw(
    rf: Any, settings: Any, proxied: bool, forwarded: str, remote: str, counted: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert throttle.address_of(rf.get(PAGE, REMOTE_ADDR=remote, **headers)) == counted


def test_the_code_on_the_paper(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Number and code; with a page of the court's, its address and the code. Nothing personal either way."""
    drawn: list[str] = []
    code = render.Code
    monkeypatch.setattr(render, "Code", lambda text: drawn.append(text) or code(text))
    meta = Meta(number=URGING.paper_no, verify_code="K7M2Q-XADPE", issued_at=NOW)
    for address in ("", "https://court.example.cn/verify/"):
        settings.VERIFY_URL = address
        render.print_paper(FORMS["D08"], URGING, meta)
    assert drawn == ["（2023）鄂1023执前和1号 K7M2Q-XADPE", "https://court.example.cn/verify/?code=K7M2Q-XADPE"]


def test_both_ways_of_asking_are_one(clerk: User) -> None:
    paper = issue(clerk)
    data = archive.pdf(paper)
    assert prove(paper.verify_code).outcome is prove("", hashlib.sha256(data).hexdigest()).outcome is Outcome.TRUE
    assert prove("", "").paper is None
