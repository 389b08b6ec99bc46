"""用印: which papers it is recorded of, who records it, and what the archive and the trail then say."""

from datetime import timedelta

import pytest

from cases.actions import delivery, intake, papers
from cases.actions.acting import Forbidden, NotVisible
from cases.actions.inputs import ServiceDetails
from cases.states import State
from documents import archive, integrity
from documents.models import Paper, Status
from jianli_mediation.core import clock
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day
from tests.cases.desk import Desk
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast

ON = "2023-05-10"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast, loan_with_account()).to(State.MEDIATION)


def notice(walk: Walk) -> Paper:
    debtor = walk.case.parties.get(role="respondent")
    return walk.do(papers.issue_paper, "shu", ON, form="D08", subject=f"party:{debtor.pk}")


def seal(walk: Walk, paper: Paper, who: str = "shu") -> Paper:
    return walk.do(papers.seal_paper, who, ON, paper_id=paper.pk)


def refused(walk: Walk, paper: Paper) -> list[str]:
    with pytest.raises(Refused) as found:
        seal(walk, paper)
    return [blocker.code for blocker in found.value.blockers]


def found() -> list[integrity.Finding]:
    """What ``verify_archive`` finds, of all papers."""
    return list(integrity.check(now=clock.now(), since=None, limit=None, seen=lambda count: None))


def test_a_sealed_paper_says_so_and_is_not_sealed_twice(walk: Walk) -> None:
    paper = notice(walk)
    assert seal(walk, paper).status == Status.SEALED
    assert AuditEntry.objects.get(verb="seal_paper").facts["paper"] == paper.pk
    assert refused(walk, paper) == ["paper_sealed_already"]


def test_service_afterwards_moves_it_on(walk: Walk) -> None:
    paper = seal(walk, notice(walk))
    debtor = walk.case.parties.get(role="respondent")
    details = ServiceDetails(paper_id=paper.pk)
    walk.do(
        delivery.record_service,
        "shu",
        ON,
        party_id=debtor.pk,
        way="direct",
        served_on=day(ON),
        signer="刘某",
        details=details,
    )
    paper.refresh_from_db()
    assert paper.status == Status.SERVED
    assert refused(walk, paper) == ["paper_sealed_already"]


def test_a_void_paper_is_not_sealed(walk: Walk) -> None:
    paper = notice(walk)
    walk.do(papers.void_paper, "shu", ON, paper_id=paper.pk, reason="写错")
    assert refused(walk, paper) == ["paper_is_void"]


def test_a_paper_that_a_party_signs_bears_no_seal(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent")
    paper = walk.do(papers.issue_paper, "shu", ON, form="D05", subject=f"party:{debtor.pk}")
    assert refused(walk, paper) == ["paper_bears_no_seal"]


def test_a_paper_of_another_case_is_unknown(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    walk.do(intake.withdraw, "shu", ON, code="30", note="不再执行")
    other = Walk(cast, loan_with_account()).to(State.MEDIATION)
    assert refused(other, paper) == ["paper_unknown"]
    assert Paper.objects.get(pk=paper.pk).status == Status.ISSUED


def test_only_the_clerk_and_the_head_record_it(walk: Walk) -> None:
    paper = notice(walk)
    for who in ("li", "chen", "zheng"):
        with pytest.raises(Forbidden):
            seal(walk, paper, who)
    with pytest.raises(NotVisible):
        seal(walk, paper, "zhao")
    assert seal(walk, paper, "qian").status == Status.SEALED


def test_the_page_is_opened_from_the_row_of_the_paper(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    tab, address = f"/cases/{walk.case_id}/papers/", f"acts/seal-paper/?paper={paper.pk}"
    clerk = Desk(cast, "shu")
    assert address in clerk.page(tab)
    assert address not in Desk(cast, "li").page(tab)
    clerk.act(walk.case_id, "seal-paper", paper=paper.pk)
    page = clerk.page(tab)
    assert "已用印" in page
    assert address not in page


def test_the_archive_and_the_trail_agree_on_the_seal(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "PRINTED_WITHIN", timedelta(days=36500))
    sealed, quiet = seal(walk, notice(walk)), notice(walk)
    assert found() == []
    archive.advance(quiet.pk, to=Status.SEALED)
    assert [(each.what.split("《")[0], each.text) for each in found()] == [
        (f"文书 {quiet.pk}", "用印与否，登记的和留痕里的不一致")
    ]
    assert sealed.pk != quiet.pk
