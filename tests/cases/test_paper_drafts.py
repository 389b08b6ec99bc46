"""A paper before it is issued: open fields, locked ones, what is missing, the case's draft, two people at once."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from pypdf import PdfReader

from cases.actions import papers
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.states import State
from documents import archive
from documents.models import Paper, PaperDraft
from documents.registry import FORMS
from jianli_mediation.core import clock
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk
from tests.cases.desk import Desk
from tests.cases.test_act_pages import done
from tests.cast import Cast

CALL = {
    "fill_started_at": "2023-05-20 09:14",
    "fill_person": "刘某，被申请人本人",
    "fill_identity": "报出身份证号后四位，相符。",
    "fill_content": "被申请人称月底前可以先付五千元。\n约定下周二再联系。",
    "fill_result": "承诺6月30日前付款。",
}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def opened(desk: Desk, walk: Walk, query: str) -> dict[str, Any]:
    return desk.open(walk.case_id, "issue-paper", query)


def kept(desk: Desk, walk: Walk, fields: dict[str, Any]) -> HttpResponse:
    return desk.client.post(f"/cases/{walk.case_id}/papers/draft/", fields)


def note_of(walk: Walk) -> dict[str, Any]:
    """What is filled into the open fields of a note of a call, over the API's names."""
    return {"content": ["电话无人接听。"], "result": "无人接听"}


def test_every_offered_form_opens_and_shows_what_is_missing(walk: Walk, cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    page = clerk.page(f"/cases/{walk.case_id}/papers/")
    for code, form in FORMS.items():
        if f"?form={code}" not in page:
            continue
        shown = clerk.page(f"/cases/{walk.case_id}/acts/issue-paper/?form={code}")
        titles = {form.title, form.filed_title, *dict(form.variants).values()}
        assert any(f"出《{title}》" in shown for title in titles), code
        assert 'class="paper"' in shown, code
        assert ("补齐才能出" in shown) != ("必填的都齐了" in shown), code


def test_open_fields_change_the_paper_as_one_types(walk: Walk, cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    fields = {**opened(clerk, walk, "?form=D12"), **CALL}
    assert "还缺 5 项，补齐才能出" in clerk.page(f"/cases/{walk.case_id}/acts/issue-paper/?form=D12")
    live = clerk.client.post(f"/cases/{walk.case_id}/papers/check/", fields).content.decode()
    assert "被申请人称月底前可以先付五千元。" in live
    assert 'hx-swap-oob="true"' in live
    assert PaperDraft.objects.count() == 0, "looking stores nothing"


def test_draft_is_kept_for_all_and_gone_with_the_issue(walk: Walk, cast: Cast) -> None:
    clerk, mediator = Desk(cast, "shu"), Desk(cast, "li")
    fields = {**opened(clerk, walk, "?form=D12"), **CALL}
    assert kept(clerk, walk, fields).json()["saved"]
    assert "正在写的" in mediator.page(f"/cases/{walk.case_id}/papers/")
    again = opened(mediator, walk, "?form=D12")
    assert again["fill_content"][0].split() == CALL["fill_content"].split()
    done(mediator.hand_in(walk.case_id, "issue-paper", again), walk.case_id)
    paper = Paper.objects.get(form="D12")
    assert archive.context_of(paper).content == tuple(CALL["fill_content"].splitlines())  # type: ignore[attr-defined]
    assert PaperDraft.objects.count() == 0


def test_another_persons_later_draft_is_not_overwritten(walk: Walk, cast: Cast) -> None:
    clerk, mediator = Desk(cast, "shu"), Desk(cast, "li")
    mine, theirs = opened(clerk, walk, "?form=D12"), opened(mediator, walk, "?form=D12")
    assert kept(mediator, walk, {**theirs, "fill_result": "和解员写的"}).status_code == 200
    refused = kept(clerk, walk, {**mine, "fill_result": "书记员写的"})
    assert (refused.status_code, "和解员李刚改过这份草稿" in refused.json()["detail"]) == (409, True)
    assert PaperDraft.objects.get().saved_by == cast.li
    seen = opened(clerk, walk, "?form=D12")
    assert kept(clerk, walk, {**seen, "fill_result": "书记员再写"}).status_code == 200


def test_draft_that_says_nothing_new_is_no_draft_and_can_be_thrown_away(walk: Walk, cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    fields = opened(clerk, walk, "?form=D12")
    assert kept(clerk, walk, fields).status_code == 200
    assert PaperDraft.objects.count() == 0
    kept(clerk, walk, {**fields, **CALL})
    clerk.client.post(f"/cases/{walk.case_id}/papers/draft/discard/", {"paper": fields["paper"][0]})
    assert PaperDraft.objects.count() == 0


def test_blank_mandatory_field_is_asked_for_at_the_field_and_nothing_is_lost(walk: Walk, cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    fields = {**opened(clerk, walk, "?form=D12"), **CALL, "fill_content": " "}
    answer = clerk.hand_in(walk.case_id, "issue-paper", fields)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "承诺6月30日前付款。" in page
    assert 'id="id_fill_content_error"' in page
    assert not Paper.objects.filter(form="D12").exists()


def test_draft_pdf_says_so_and_hides_numbers(walk: Walk, cast: Cast) -> None:
    debtor = walk.case.parties.get(role="respondent")
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/papers/draft/pdf/?form=D03&subject=party:{debtor.pk}")
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "草" in text
    assert "验证码" not in text
    assert debtor.id_number not in text
    assert Paper.objects.filter(form="D03").count() == 0


@pytest.mark.parametrize("address", ["check/", "draft/", "draft/discard/"])
def test_draft_of_a_foreign_case_is_not_there(walk: Walk, cast: Cast, address: str) -> None:
    for who in ("zhao", "wu", "shen"):
        answer = Desk(cast, who).client.post(f"/cases/{walk.case_id}/papers/{address}", {"paper": "D12:item:1"})
        assert answer.status_code == 404, who


def test_draft_pdf_is_not_for_who_does_not_issue(walk: Walk, cast: Cast) -> None:
    for who in ("zhao", "ling"):
        assert Desk(cast, who).get(f"/cases/{walk.case_id}/papers/draft/pdf/?form=D12").status_code == 404, who


def test_the_action_itself_refuses_the_same(walk: Walk, cast: Cast) -> None:
    given: dict[str, Any] = {"now": clock.now(), "case_id": walk.case_id, "form": "D12", "subject": "item:1"}
    with pytest.raises(NotVisible):
        papers.keep_draft(by=Actor(cast.zhao), fills={}, **given)
    with pytest.raises(Forbidden):
        papers.keep_draft(by=Actor(cast.ling), fills={}, **given)
    with pytest.raises(InvalidInput, match="fills") as locked:
        papers.keep_draft(by=Actor(cast.shu), fills={"case_no": "（2023）鄂1023执前和9999号"}, **given)
    assert locked.value.errors == {"fills.case_no": ["这一处由案件登记得出，不能在文书里改"]}
    papers.keep_draft(by=Actor(cast.li), fills=note_of(walk), **given)
    later = {**given, "now": given["now"] + timedelta(minutes=1)}
    with pytest.raises(Refused, match="刚改过这份草稿"):
        papers.keep_draft(by=Actor(cast.shu), fills=note_of(walk), **later)
