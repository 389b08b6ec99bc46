"""卷宗: what goes in and in which order, pages counted through, one PDF with bookmarks, for whom it is."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from cases import papers
from cases.actions import attachments, mediation
from cases.actions.acting import Actor, NotVisible
from cases.actions.papers import issue_paper
from cases.actions.volume import bind_volume
from cases.models import Case, whole_file
from documents import archive
from documents.models import Attachment, Paper
from documents.store import FileDamagedError
from jianli_mediation.core import clock
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day
from tests.cases.desk import Desk
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast
from tests.scan_files import looked_at, pdf

BINDER = {"bound_by": "书记员舒"}


@pytest.fixture
def closed(cast: Cast) -> Walk:
    """S1, paid after urging, with the papers a clerk would have made and two scans."""
    walk = Walk(cast, loan_with_account()).file().accept().assign()
    walk.urge("2023-05-10")
    walk.confirm(walk.pay("87950.51", "2023-05-24"), "2023-05-25")
    walk.do(mediation.settle_in_full, "li", "2023-05-25 16:00")
    for form in ("D15", "D16"):
        issue(walk, form)
    judgment = attachments.ScanInput(scan=looked_at(), kind="basis", title="民事判决书及生效证明")
    walk.do(attachments.attach, "shu", "2023-05-26", given=judgment)
    for paper in Paper.objects.all():
        archive.pdf(paper)
    return walk


def issue(walk: Walk, form: str, **given: Any) -> Paper:
    return issue_paper(by=Actor(walk.cast.shu), now=clock.now(), case_id=walk.case_id, form=form, **given)


def contents(walk: Walk) -> Any:
    case = whole_file(Case.objects.all()).get(pk=walk.case_id)
    return papers.drafted(case, "D27", on=day("2023-06-20")).context


def test_the_contents_follow_the_order_of_the_file_and_count_through(closed: Walk) -> None:
    lines = contents(closed).lines
    titles = [line.title for line in lines]
    assert (
        titles.index("民事判决书及生效证明") < titles.index("履行确认书（收条）") < titles.index("执前和解结案通知书")
    )
    assert titles[-1] == "执前和解结案通知书"
    assert lines[0].first == 1
    assert all(after.first == before.last + 1 for before, after in pairwise(lines))


def test_a_signed_copy_stands_for_its_paper_and_void_ones_stay_out(closed: Walk) -> None:
    receipt, closing = Paper.objects.get(form="D15"), Paper.objects.get(form="D16")
    signed = attachments.ScanInput(scan=looked_at(pdf(2), pages=2), kind="signed", title="收条", paper_id=receipt.pk)
    closed.do(attachments.attach, "shu", "2023-05-27", given=signed)
    archive.void(closing.pk, reason="日期印错")
    titles = [line.title for line in contents(closed).lines]
    assert "履行确认书（收条）（签字件）" in titles
    assert "履行确认书（收条）" not in titles
    assert "执前和解结案通知书" not in titles
    (line,) = (line for line in contents(closed).lines if "签字件" in line.title)
    assert (line.source, line.last - line.first) == (f"scan:{Attachment.objects.latest('id').pk}", 1)


def test_the_volume_is_one_pdf_with_numbers_and_bookmarks(closed: Walk) -> None:
    paper = issue(closed, "D27", fills=BINDER)
    clerk = Desk(closed.cast, "shu")
    assert "全卷 PDF" in clerk.page(f"/cases/{closed.case_id}/papers/")
    answer = clerk.get(f"/cases/{closed.case_id}/papers/{paper.pk}/volume/")
    reader = PdfReader(io.BytesIO(answer.content))
    paper.refresh_from_db()
    context: Any = archive.context_of(paper)
    assert len(reader.pages) == paper.page_count + context.pages
    front = paper.page_count - 1
    for line in context.lines:
        assert str(line.first) in reader.pages[front + line.first - 1].extract_text().split()
    named = [item for item in reader.outline if not isinstance(item, list)]
    assert [item.title for item in named][:: len(named) - 1] == ["封面和目录", "备考表"]
    first = next(item for group in reader.outline if isinstance(group, list) for item in group)
    assert reader.get_destination_page_number(first) == front
    assert "立卷人" in reader.pages[-1].extract_text()
    assert AuditEntry.objects.filter(case_id=closed.case_id, verb="export_volume").count() == 1


def test_pages_are_counted_only_when_every_paper_is_printed(closed: Walk) -> None:
    receipt = issue(closed, "D15")
    with pytest.raises(Refused, match="还没有印好"):
        issue(closed, "D27", fills=BINDER)
    archive.pdf(receipt)
    assert issue(closed, "D27", fills=BINDER).form == "D27"


def test_the_volume_is_for_who_may_see_property(closed: Walk) -> None:
    paper = issue(closed, "D27", fills=BINDER)
    address = f"/cases/{closed.case_id}/papers/{paper.pk}/volume/"
    for who, status in {"qian": 200, "shu": 200, "cai": 404, "sun": 404, "zhao": 404, "shen": 404}.items():
        assert Desk(closed.cast, who).get(address).status_code == status, who
    other = Paper.objects.get(form="D16")
    with pytest.raises(NotVisible):
        bind_volume(by=Actor(closed.cast.qian), now=clock.now(), case_id=closed.case_id, paper_id=other.pk)


def test_a_file_that_is_not_the_listed_one_stops_the_volume(closed: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = issue(closed, "D27", fills=BINDER)
    context: Any = archive.context_of(paper)
    wrong = replace(context, lines=(replace(context.lines[0], sha256="0" * 64), *context.lines[1:]))
    monkeypatch.setattr(archive, "context_of", lambda row: wrong)
    with pytest.raises(FileDamagedError, match="请重新立卷"):
        bind_volume(by=Actor(closed.cast.qian), now=clock.now(), case_id=closed.case_id, paper_id=paper.pk)
