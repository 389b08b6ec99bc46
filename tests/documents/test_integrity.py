"""``verify_archive``: one byte of a file, any column of a row, a row or a file that is gone — each is found."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from cases.actions import attachments, papers
from cases.states import State
from documents import archive, seal, store
from documents.models import Attachment, Paper, PaperDraft
from documents.render import Printed
from jianli_mediation.core import clock
from tests.build import Walk
from tests.cast import Cast, make_cast
from tests.scan_files import looked_at, pdf

# What a row is not sealed over, and why it is found all the same.
UNSEALED = {
    "documents_paper": {"id": "the trail", "context": "its digest", "seal": "itself"},
    "documents_attachment": {"id": "the trail", "seal": "itself"},
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A case with an agreement in two versions, printed (blank, for speed), and its signed copy."""
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(archive, "print_paper", lambda form, context, meta: Printed(pdf(2, title=meta.verify_code), 2))
    walk = Walk(cast).to(State.PERFORMING)
    walk.do(papers.issue_paper, "shu", "2023-06-01", form="D14")
    for paper in Paper.objects.all():
        archive.pdf(paper)
    first = Paper.objects.get(form="D14", version=1)
    walk.do(papers.print_paper, "shu", "2023-06-01", paper_id=first.pk)
    given = attachments.ScanInput(scan=looked_at(pdf(2), pages=2), kind="signed", title="签收", paper_id=first.pk)
    walk.do(attachments.attach, "shu", "2023-06-02", given=given)
    walk.do(attachments.open_attachment, "shu", "2023-06-02", attachment_id=Attachment.objects.get().pk)
    return walk


def told(*arguments: str) -> tuple[int, str]:
    """The exit code and what was said."""
    out = io.StringIO()
    try:
        call_command("verify_archive", *arguments, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return 1, out.getvalue() + str(error)
    return 0, out.getvalue()


@contextmanager
def behind_our_back() -> Iterator[Callable[..., None]]:
    """Plain SQL with every trigger and foreign key switched off, as its owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in UNSEALED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor.execute
        for table in UNSEALED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_archive_in_order(walk: Walk) -> None:
    code, said = told()
    assert (code, said) == (0, f"● 存档完好，共核对 {Paper.objects.count() + 1} 件\n")


@pytest.mark.parametrize("place", [0, 9, 300, -1])
def test_one_byte_of_a_file(walk: Walk, place: int) -> None:
    paper = Paper.objects.get(form="D14", version=1)
    file = store.place(paper.pdf_sha256, "pdf")
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)
    assert told() == (
        1,
        f"◆ 文书 {paper.pk}《执前和解协议书》：存档文件的内容与登记的摘要不一致\n存档有 1 处不符，共核对 {Paper.objects.count() + 1} 件",
    )


def test_a_file_that_is_gone(walk: Walk) -> None:
    scan = Attachment.objects.get()
    store.place(scan.sha256, "pdf").unlink()
    code, said = told()
    assert (code, said.splitlines()[0]) == (1, f"◆ 扫描件 {scan.pk}：存档文件不在原处")


# column → another value that the database would take, as SQL over the old one
PAPER_COLUMNS = {
    "id": "id + 1000",
    "form": "'D16'",
    "variant": "'x'",
    "subject": "'party:9'",
    "version": "version + 7",
    "owner_key": "'case:999999'",
    "case_no": "case_no || '1'",
    "number": "number || '1'",
    "seq": "77",
    "title": "'执前和解协议'",
    "context": "overlay(context placing 'A' from length(context) - 20 for 1)",
    "context_sha256": "overlay(context_sha256 placing '00' from 1 for 2)",
    "template_version": "'x'",
    "status": "'served'",
    "issued_by_id": "(SELECT min(id) FROM core_user WHERE id <> issued_by_id)",
    "issued_at": "issued_at + interval '1 microsecond'",
    "rendered_at": "rendered_at - interval '1 second'",
    "pdf_sha256": "overlay(pdf_sha256 placing '00' from 1 for 2)",
    "pdf_size": "pdf_size + 1",
    "page_count": "page_count + 1",
    "verify_code": "'AAAAA-AAAAA'",
    "print_count": "print_count + 1",
    "void_reason": "'x'",
    "supersedes_id": "NULL",
    "seal": "overlay(seal placing '0000' from 9 for 4)",
}
SCAN_COLUMNS = {
    "id": "id + 1000",
    "owner_key": "'case:999999'",
    "paper_id": "NULL",
    "kind": "'other'",
    "title": "title || '1'",
    "sha256": "overlay(sha256 placing '00' from 1 for 2)",
    "suffix": "'png'",
    "size": "size + 1",
    "pages": "pages + 1",
    "uploaded_by_id": "(SELECT min(id) FROM core_user WHERE id <> uploaded_by_id)",
    "uploaded_at": "uploaded_at + interval '1 microsecond'",
    "void_reason": "'x'",
    "seal": "''",
}
CHANGES = [("documents_paper", *each) for each in PAPER_COLUMNS.items()]
CHANGES += [("documents_attachment", *each) for each in SCAN_COLUMNS.items()]


@pytest.mark.parametrize(("table", "column", "value"), CHANGES, ids=lambda part: str(part)[:24])
def test_any_column_of_a_row(walk: Walk, table: str, column: str, value: str) -> None:
    newest = f"(SELECT max(id) FROM {table})"  # noqa: S608 - our own names
    also = ", status = 'void'" if (table, column) == ("documents_paper", "void_reason") else ""
    with behind_our_back() as sql:
        sql(f"UPDATE {table} SET {column} = {value}{also} WHERE id = {newest}")  # noqa: S608
    code, said = told()
    assert code == 1, column
    assert said.startswith("◆ "), said


@pytest.mark.parametrize(("model", "changes"), [(Paper, PAPER_COLUMNS), (Attachment, SCAN_COLUMNS)])
def test_no_column_is_left_out(model: Any, changes: dict[str, str]) -> None:
    """A new column is put under the seal (and the rows sealed anew), and tried above."""
    columns = {field.attname for field in model._meta.concrete_fields}
    assert columns == {*model.SEALED, *UNSEALED[model._meta.db_table]}
    assert columns == set(changes)


@pytest.mark.parametrize("table", UNSEALED)
def test_a_row_that_is_gone(walk: Walk, table: str) -> None:
    with behind_our_back() as sql:
        if table == "documents_paper":
            sql("UPDATE documents_paper SET supersedes_id = NULL")
            sql("DELETE FROM documents_attachment")
        sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
    code, said = told()
    assert code == 1
    assert "留痕里有它，档案里没有了" in said


def test_an_older_row_put_back_is_told_by_the_trail(walk: Walk) -> None:
    """Sealed as it once was, so the seal holds: a void paper made valid, a count of prints turned back."""
    paper = Paper.objects.get(form="D14", version=2)
    walk.do(papers.void_paper, "shu", "2023-06-03", paper_id=paper.pk, reason="金额印错")
    with behind_our_back() as sql:
        back = "UPDATE documents_paper SET status = 'issued', void_reason = '', seal = %s WHERE id = %s"
        sql(back, [paper.seal, paper.pk])
    assert seal.holds(Paper.objects.get(pk=paper.pk))
    assert "作废与否，登记的和留痕里的不一致" in told()[1]


def test_a_count_of_prints_turned_back(walk: Walk) -> None:
    paper = Paper.objects.get(form="D14", version=1)
    walk.do(papers.print_paper, "shu", "2023-06-03", paper_id=paper.pk)
    with behind_our_back() as sql:
        sql(
            "UPDATE documents_paper SET print_count = %s, seal = %s WHERE id = %s",
            [paper.print_count, paper.seal, paper.pk],
        )
    assert "打印次数登记为 1，留痕里有 2 次" in told()[1]


def test_a_change_is_not_covered_up_by_the_next_act(walk: Walk) -> None:
    paper = Paper.objects.get(form="D14", version=1)
    with behind_our_back() as sql:
        sql("UPDATE documents_paper SET number = '别的号' WHERE id = %s", [paper.pk])
    for act in (lambda: archive.count_print(paper.pk), lambda: archive.void(paper.pk, reason="x")):
        with pytest.raises(seal.RowAlteredError):
            act()
    with pytest.raises(seal.RowAlteredError):
        archive.pdf(Paper.objects.get(pk=paper.pk))


def test_a_paper_that_was_never_printed(walk: Walk) -> None:
    walk.do(papers.issue_paper, "shu", "2023-06-05", form="D14")
    assert "签发已超过一天，还没有生成 PDF" in told()[1]


def test_only_so_many_and_only_since(walk: Walk) -> None:
    assert told("--limit", "1") == (0, "● 存档完好，共核对 2 件\n")
    assert told("--since", "2023-06-02") == (0, "● 存档完好，共核对 1 件\n")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert told("--since", tomorrow) == (0, "● 存档完好，共核对 0 件\n")


def test_papers_of_before_there_were_seals(walk: Walk) -> None:
    with behind_our_back() as sql:
        sql("UPDATE documents_paper SET seal = ''")
    assert told()[0] == 1
    step = import_module("documents.migrations.0005_seals_and_scans_stay")
    step.seal_old_papers(apps, None)
    assert told()[0] == 0
    assert step.COLUMNS == Paper.SEALED


def test_a_draft_is_no_paper(walk: Walk) -> None:
    before = told()
    PaperDraft.objects.create(
        owner_key=f"case:{walk.case_id}", form="D14", fills="{}", saved_by=walk.cast.shu, saved_at=clock.now()
    )
    assert told() == before
