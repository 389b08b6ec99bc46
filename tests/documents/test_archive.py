"""Issued papers: numbers without gaps, versions that do not overwrite, rows and files that cannot be changed unseen."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from documents import archive, store
from documents.contexts import facts
from documents.models import Paper, Status
from documents.samples.mediation import SESSION, URGING, notice
from documents.samples.people import BORROWER
from documents.samples.performance import CERTIFICATE, RECEIPT
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import OutboxMessage, User
from jianli_mediation.core.outbox import work_once
from jianli_mediation.kernel.refusal import Refused

NOW = datetime(2023, 5, 26, 15, 0, tzinfo=COURT_TIME)


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create(username="shu", staff_no="JL001", name="书记员舒", role="clerk", password="!")


def issue(clerk: User, **changes: Any) -> Paper:
    known: dict[str, Any] = {
        "form": "D08",
        "context": URGING,
        "owner_key": "case:1",
        "case_no": URGING.case_no,
        "by": clerk,
        "now": NOW,
    }
    return archive.issue(**{**known, **changes})


def test_issuing_freezes_the_facts_and_asks_for_the_print(clerk: User) -> None:
    paper = Paper.objects.get(pk=issue(clerk).pk)
    assert (paper.title, paper.number, paper.seq) == ("执前督促履行通知书", "（2023）鄂1023执前和1号", None)
    assert (paper.version, paper.status, paper.issued_at, paper.issued_by) == (1, Status.ISSUED, NOW, clerk)
    assert archive.context_of(paper) == URGING
    assert paper.context_sha256 == facts.digest(facts.to_json(URGING))
    assert not paper.is_rendered
    message = OutboxMessage.objects.get()
    assert (message.topic, message.payload) == ("render_paper", {"paper": paper.pk})


def test_personal_numbers_are_sealed_in_the_row(clerk: User) -> None:
    issue(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT context FROM documents_paper")
        assert BORROWER.id_number not in cursor.fetchone()[0]


def test_the_worker_prints_and_the_file_is_named_by_its_content(clerk: User) -> None:
    paper = issue(clerk)
    assert work_once(NOW)
    paper.refresh_from_db()
    data = archive.pdf(paper)
    assert data.startswith(b"%PDF-1.7")
    assert (paper.pdf_size, paper.page_count) == (len(data), 3)
    assert store.place(paper.pdf_sha256, "pdf").read_bytes() == data


def test_asked_for_before_the_worker_came_it_is_printed_once(clerk: User) -> None:
    paper = issue(clerk)
    data = archive.pdf(paper)
    printed_at = paper.rendered_at
    assert work_once(NOW)
    paper.refresh_from_db()
    assert (archive.pdf(paper), paper.rendered_at) == (data, printed_at)


def test_certificates_are_numbered_without_gaps_and_by_year(clerk: User) -> None:
    def certificate(case: int, issued_on: date) -> str:
        context = replace(CERTIFICATE, issued_on=issued_on)
        return issue(clerk, form="D24", context=context, owner_key=f"case:{case}").number

    assert certificate(1, date(2023, 5, 26)) == "监法自履证〔2023〕1号"
    with transaction.atomic():
        certificate(2, date(2023, 5, 26))
        transaction.set_rollback(True)
    assert certificate(3, date(2023, 6, 1)) == "监法自履证〔2023〕2号"
    assert certificate(4, date(2024, 1, 2)) == "监法自履证〔2024〕1号"


def test_a_new_version_leaves_the_old_one_as_it_is(clerk: User) -> None:
    first = issue(clerk)
    old = archive.pdf(first)
    second = issue(clerk, context=replace(URGING, urging_days=20))
    assert (second.version, second.supersedes) == (2, first)
    assert second.verify_code != first.verify_code
    assert archive.pdf(second) != old
    first.refresh_from_db()
    assert archive.pdf(first) == old
    assert (first.state_word, second.state_word) == ("已被新版取代", "已签发")


def test_another_subject_or_owner_or_variant_is_another_paper(clerk: User) -> None:
    first = issue(clerk, form="D11", context=SESSION, subject="session:1")
    second = issue(clerk, form="D11", context=SESSION, subject="session:2")
    third = issue(clerk, form="D11", context=SESSION, subject="session:1", owner_key="case:2")
    assert [paper.version for paper in (first, second, third)] == [1, 1, 1]
    both = [issue(clerk, form="D03", variant=kind, context=notice(kind)) for kind in ("applicant", "respondent")]
    assert [paper.version for paper in both] == [1, 1]


def test_blank_facts_and_unprintable_characters_are_all_named(clerk: User) -> None:
    context = replace(URGING, account=None, applied_on=None, debtor=replace(BORROWER, name="刘😀"))
    with pytest.raises(Refused) as refused:
        issue(clerk, context=context)
    assert [(blocker.code, blocker.message) for blocker in refused.value.blockers] == [
        ("paper_fact_missing", "《执前督促履行通知书》还缺：申请日期"),
        ("paper_fact_missing", "《执前督促履行通知书》还缺：收款账户"),
        ("paper_character_missing", "字库里没有“😀”（U+1F600），印不出来，请改写"),
    ]
    assert not Paper.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("form", "context", "variant"),
    [
        ("D15", URGING, ""),
        ("D08", URGING, "applicant"),
        ("D03", notice("applicant"), ""),
        ("D03", notice("applicant"), "respondent"),
        ("D17", URGING, ""),
    ],
)
def test_form_variant_and_facts_must_belong_together(clerk: User, form: str, context: Any, variant: str) -> None:
    with pytest.raises(ValueError, match="D"):
        issue(clerk, form=form, context=context, variant=variant)


def test_one_changed_byte_of_the_file_is_found(clerk: User) -> None:
    paper = issue(clerk)
    archive.pdf(paper)
    file = store.place(paper.pdf_sha256, "pdf")
    data = bytearray(file.read_bytes())
    data[1000] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)
    try:
        with pytest.raises(store.FileDamagedError, match="不一致"):
            archive.pdf(paper)
        file.unlink()
        with pytest.raises(store.FileDamagedError, match="不在原处"):
            archive.pdf(paper)
    finally:
        file.unlink(missing_ok=True)


def test_facts_put_under_the_row_behind_our_back_are_found(clerk: User) -> None:
    paper = issue(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_paper DISABLE TRIGGER paper_keep")
        Paper.objects.filter(pk=paper.pk).update(context=paper.context.replace("86500.00", "68500.00"))
        cursor.execute("ALTER TABLE documents_paper ENABLE TRIGGER paper_keep")
    paper.refresh_from_db()
    with pytest.raises(archive.PaperAlteredError, match="不一致"):
        archive.pdf(paper)


FROZEN = {
    "context": "{}",
    "number": "（2023）鄂1023执前和2号",
    "version": 2,
    "owner_key": "case:2",
    "case_no": "x",
    "form": "D16",
    "variant": "x",
    "title": "x",
    "verify_code": "x",
    "context_sha256": "0" * 64,
    "issued_at": datetime(2024, 1, 1, tzinfo=COURT_TIME),
}


@pytest.mark.parametrize("field", FROZEN)
def test_the_database_keeps_an_issued_paper_as_it_is(clerk: User, field: str) -> None:
    paper = issue(clerk)
    with pytest.raises(IntegrityError, match="已签发的文书不能修改"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**{field: FROZEN[field]})


def test_a_served_paper_is_never_merely_issued_again(clerk: User) -> None:
    paper = issue(clerk)
    archive.advance(paper.pk, to=Status.SERVED)
    with pytest.raises(IntegrityError, match="只能往前"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(status=Status.ISSUED)


def test_a_printed_file_cannot_be_exchanged_and_no_paper_deleted(clerk: User) -> None:
    paper = issue(clerk)
    archive.pdf(paper)
    with pytest.raises(IntegrityError, match="已签发的文书不能修改"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(pdf_sha256="0" * 64)
    with pytest.raises(IntegrityError, match="只能作废，不能删除"), transaction.atomic():
        paper.delete()


def test_void_needs_a_reason_and_happens_once(clerk: User) -> None:
    paper = issue(clerk)
    with pytest.raises(Refused) as refused:
        archive.void(paper.pk, reason=" ")
    assert [blocker.code for blocker in refused.value.blockers] == ["paper_void_reason"]
    assert archive.void(paper.pk, reason="收款账户写错").status == Status.VOID
    with pytest.raises(Refused) as again:
        archive.void(paper.pk, reason="再次")
    assert [blocker.code for blocker in again.value.blockers] == ["paper_is_void"]
    with pytest.raises(Refused):
        archive.advance(paper.pk, to=Status.SERVED)
    assert Paper.objects.get(pk=paper.pk).state_word == "已作废"


def test_a_paper_moves_forward_only(clerk: User) -> None:
    paper = issue(clerk)
    assert archive.advance(paper.pk, to=Status.SERVED).status == Status.SERVED
    assert archive.advance(paper.pk, to=Status.SEALED).status == Status.SERVED


def test_prints_are_counted(clerk: User) -> None:
    paper = issue(clerk, form="D15", context=RECEIPT)
    assert [archive.count_print(paper.pk), archive.count_print(paper.pk)] == [1, 2]


def test_a_file_is_whole_or_absent(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_DIR = tmp_path

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("documents.store.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        store.keep(b"half", "pdf")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
