"""文书 as pages: which can be made, which cannot and why; opened, printed, declared void."""

import io
from urllib.parse import quote

import docx
import pytest

from cases.models import Case
from cases.states import State
from documents import archive
from documents.docx import DOCX
from documents.models import Paper
from documents.registry.form import Form
from jianli_mediation.core.models import AuditEntry
from tests.build import Walk
from tests.cases.desk import Desk
from tests.cases.test_act_pages import done
from tests.cast import Cast


def paper_of(case: Case) -> Paper:
    return Paper.objects.get(owner_key=f"case:{case.pk}", form="D14")


def test_forms_that_cannot_be_made_say_why(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/papers/")
    for said in (
        "案件当前所处阶段不出《自动履行证明书》",
        "第 1 期还差 40,000.00 元",
        "本案还没有可以写进《和解笔录》的内容",
    ):
        assert said in page, said
    assert f"/cases/{walk.case_id}/acts/issue-paper/?form=D14" in page


def test_issue_a_new_version(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    clerk = Desk(cast, "shu")
    fields = clerk.open(walk.case_id, "issue-paper", "?form=D14")
    assert fields["paper"] == ["D14:"]
    done(clerk.hand_in(walk.case_id, "issue-paper", fields), walk.case_id)
    assert [row.version for row in Paper.objects.filter(form="D14").order_by("id")] == [1, 2]
    assert "已被新版取代" in clerk.page(f"/cases/{walk.case_id}/papers/")


def test_every_opening_is_counted_and_leaves_its_trace(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    paper = paper_of(walk.case)
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/papers/{paper.pk}/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert paper_of(walk.case).print_count == 1
    entry = AuditEntry.objects.filter(case_id=walk.case_id).latest("id")
    assert (entry.verb, entry.actor) == ("print_paper", cast.shu)
    assert "打开或打印《执前和解协议书》，第 1 版" in Desk(cast, "qian").page(f"/cases/{walk.case_id}/trail/")


def test_a_paper_can_be_taken_along_to_be_edited(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    paper = paper_of(walk.case)
    address = f"/cases/{walk.case_id}/papers/{paper.pk}/docx/"
    clerk = Desk(cast, "shu")
    assert f'href="{address}"' in clerk.page(f"/cases/{walk.case_id}/papers/")
    answer = clerk.get(address)
    assert answer["Content-Type"] == DOCX
    assert quote("执前和解协议书（2023）") in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    file = docx.Document(io.BytesIO(answer.content))
    assert "执前和解协议书" in "".join(paragraph.text for paragraph in file.paragraphs)
    assert file.core_properties.comments == "供编辑的副本，不是存档的文书"
    assert paper_of(walk.case).print_count == 0
    entry = AuditEntry.objects.filter(case_id=walk.case_id).latest("id")
    assert (entry.verb, entry.actor, entry.facts["paper"]) == ("export_docx", cast.shu, paper.pk)
    assert "下载《执前和解协议书》的 WPS 版，第 1 版" in Desk(cast, "qian").page(f"/cases/{walk.case_id}/trail/")


def test_a_paper_whose_template_changed_says_so_in_its_editable_copy(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    paper = paper_of(walk.case)
    archive.pdf(paper)
    monkeypatch.setattr(Form, "template_version", "9-changed")
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/papers/{paper.pk}/docx/")
    assert "文字以存档的 PDF 为准" in docx.Document(io.BytesIO(answer.content)).core_properties.comments


def test_a_void_paper_is_not_offered_for_editing(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    address = f"/cases/{walk.case_id}/papers/{paper_of(walk.case).pk}"
    clerk = Desk(cast, "shu")
    clerk.client.post(f"{address}/void/", {"reason": "金额印错"})
    assert f"{address}/docx/" not in clerk.page(f"/cases/{walk.case_id}/papers/")


def test_foreign_papers_are_not_there(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    address = f"/cases/{walk.case_id}/papers/{paper_of(walk.case).pk}/"
    for who in ("zhao", "wu", "shen"):
        assert Desk(cast, who).get(address).status_code == 404, who
        assert Desk(cast, who).get(f"{address}docx/").status_code == 404, who
        assert Desk(cast, who).client.post(f"{address}void/").status_code == 404, who
    for tail in ("", "docx/"):
        assert Desk(cast, "shu").get(f"/cases/{walk.case_id}/papers/999999/{tail}").status_code == 404
    assert not AuditEntry.objects.filter(verb__in=["print_paper", "export_docx"]).exists()


def test_void_needs_a_reason_and_happens_once(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    paper = paper_of(walk.case)
    clerk, address = Desk(cast, "shu"), f"/cases/{walk.case_id}/papers/{paper.pk}/void/"
    empty = clerk.client.post(address, {"reason": ""})
    assert (empty.status_code, "请填作废的理由。" in empty.content.decode()) == (400, True)
    assert clerk.client.post(address, {"reason": "金额印错"}).status_code == 302
    again = clerk.client.post(address, {"reason": "再作废一次"})
    assert (again.status_code, "已经作废" in again.content.decode(), "再作废一次" in again.content.decode()) == (
        409,
        True,
        True,
    )
    assert paper_of(walk.case).void_reason == "金额印错"


def test_void_is_not_for_everybody(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    answer = Desk(cast, "ling").client.post(
        f"/cases/{walk.case_id}/papers/{paper_of(walk.case).pk}/void/", {"reason": "x"}
    )
    assert answer.status_code == 403
