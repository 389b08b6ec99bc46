"""自动履行证明: only after performance, in the register, withdrawn when it proves false."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import certificates, handover, papers, performance
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.models import Case, Todo
from cases.queries.certificates import register
from cases.states import State
from documents import integrity
from documents.models import Paper, Status, Withdrawal
from documents.proof import Outcome, prove
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, moment
from tests.cast import make_cast


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(make_cast()).to(State.FULFILLED)


def issue(walk: Walk, form: str = "D24", on: str = "") -> Paper:
    debtor = walk.case.parties.get(role="respondent").pk
    subject, fills = (f"party:{debtor}", {}) if form == "D24" else (f"bank:{debtor}:1", {"addressee": "某银行"})
    given = {"form": form, "subject": subject, "fills": fills}
    paper: Paper = walk.do(papers.issue_paper, "shu", on or str(closed(walk)), **given)
    return paper


def closed(walk: Walk) -> object:
    return Case.objects.get(pk=walk.case_id).record_closed_on


def withdraw(walk: Walk, paper: Paper, who: str = "qian", on: str = "2023-09-01", **more: object) -> Paper:
    told = {"reason": "转账凭证是伪造的", "proof": "银行 2023-08-30 回函", **more}
    taken: Paper = walk.do(certificates.withdraw_certificate, who, on, paper_id=paper.pk, **told)
    return taken


class TestIssuing:
    @pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
    def test_not_before_the_performance_was_found(self, walk: Walk, days: int, refused: bool) -> None:
        on = walk.case.record_closed_on + timedelta(days=days)
        if not refused:
            assert issue(walk, on=str(on)).form == "D24"
            return
        subject = f"party:{walk.case.parties.get(role='respondent').pk}"
        with pytest.raises(Refused, match="才核定履行完毕"):
            papers.issue_paper(
                by=Actor(walk.cast.shu),
                now=moment("2023-09-01"),
                case_id=walk.case_id,
                form="D24",
                subject=subject,
                at=on,
            )

    def test_not_where_it_was_filed_for_enforcement(self, walk: Walk) -> None:
        Case.objects.filter(pk=walk.case_id).update(exec_case_no="（2023）鄂1023执66号")
        with pytest.raises(Refused, match="不是执行前的自动履行"):
            issue(walk)

    def test_an_older_one_does_not_stand_for_a_newer_that_was_voided(self, walk: Walk) -> None:
        issue(walk)
        newer = issue(walk)
        assert not Todo.objects.filter(case=walk.case, code="certificate").exists()
        walk.do(papers.void_paper, "shu", "2023-09-01", paper_id=newer.pk, reason="姓名写错")
        walk.do(papers.issue_paper, "shu", "2023-09-01", form="D16")
        assert Todo.objects.filter(case=walk.case, code="certificate").exists()


class TestWithdrawal:
    def test_it_is_void_for_good_and_says_why_when_and_by_whom(self, walk: Walk) -> None:
        paper = issue(walk)
        withdraw(walk, paper)
        paper.refresh_from_db()
        row = Withdrawal.objects.get(paper=paper)
        assert (paper.status, row.withdrawn_on, row.reason) == (Status.VOID, day("2023-09-01"), "转账凭证是伪造的")
        assert (row.proof, row.withdrawn_by) == ("银行 2023-08-30 回函", walk.cast.qian)
        entry = AuditEntry.objects.get(verb="withdraw_certificate")
        assert (entry.reason, entry.facts["number"]) == ("转账凭证是伪造的", paper.number)

    def test_verify_tells_it_with_the_day(self, walk: Walk) -> None:
        paper = issue(walk)
        assert prove(paper.verify_code).outcome == Outcome.TRUE
        withdraw(walk, paper)
        told = prove(paper.verify_code)
        assert (told.outcome, told.ended_on) == (Outcome.WITHDRAWN, day("2023-09-01"))
        page = Client().get(f"/verify/?code={paper.verify_code}").content.decode()
        assert "已撤销" in page
        assert "2023年9月1日" in page
        assert "伪造" not in page
        assert "刘某" not in page

    def test_one_that_was_merely_voided_says_its_day_too(self, walk: Walk) -> None:
        paper = issue(walk)
        walk.do(papers.void_paper, "shu", "2023-08-20", paper_id=paper.pk, reason="姓名写错")
        told = prove(paper.verify_code)
        assert (told.outcome, told.ended_on) == (Outcome.VOID, day("2023-08-20"))

    def test_the_letter_on_credit_goes_with_it(self, walk: Walk) -> None:
        paper, letter = issue(walk), issue(walk, "D25")
        withdraw(walk, paper)
        letter.refresh_from_db()
        assert letter.status == Status.VOID
        assert Withdrawal.objects.get(paper=letter).reason == "所依据的自动履行证明书已撤销"
        found = integrity.check(now=moment("2023-09-01"), since=None, limit=None, seen=lambda count: None)
        assert [each.text for each in found if "作废与否" in each.text] == []

    def test_what_is_issued_afterwards_has_a_number_of_its_own(self, walk: Walk) -> None:
        first = issue(walk)
        withdraw(walk, first)
        second = issue(walk, on="2023-09-02")
        assert second.number != first.number
        assert prove(second.verify_code).outcome == Outcome.TRUE

    def test_once(self, walk: Walk) -> None:
        paper = issue(walk)
        withdraw(walk, paper)
        with pytest.raises(Refused, match="没有有效的自动履行证明书"):
            withdraw(walk, paper)

    @pytest.mark.parametrize("who", ["li", "shu", "wang"])
    def test_by_head_or_director_only(self, walk: Walk, who: str) -> None:
        paper = issue(walk)
        with pytest.raises(Forbidden):
            withdraw(walk, paper, who)
        withdraw(walk, paper, "zheng")

    @pytest.mark.parametrize("missing", ["reason", "proof"])
    def test_with_reason_and_proof(self, walk: Walk, missing: str) -> None:
        with pytest.raises(InvalidInput) as wrong:
            withdraw(walk, issue(walk), **{missing: "  "})
        assert list(wrong.value.errors) == [missing]
        assert not Withdrawal.objects.exists()

    def test_another_paper_is_none(self, walk: Walk) -> None:
        issue(walk)
        letter = issue(walk, "D25")
        with pytest.raises(Refused, match="没有这份有效的自动履行证明书"):
            withdraw(walk, letter)


def test_a_certificate_of_a_case_that_was_opened_again_is_looked_into(walk: Walk) -> None:
    paper = issue(walk)
    walk.do(handover.reopen, "qian", "2023-09-01", reason="凭证有假")
    assert Todo.objects.filter(case=walk.case, code="certificate_doubtful", role="head").count() == 1
    withdraw(walk, paper, on="2023-09-02")
    assert not Todo.objects.filter(case=walk.case, code="certificate_doubtful").exists()


class TestRegister:
    def test_every_one_of_the_year_with_how_it_stands(self, walk: Walk) -> None:
        first = issue(walk)
        letter = issue(walk, "D25")
        (entry,), older = register(2023)
        assert (entry.paper, entry.debtor, entry.case_id, entry.standing) == (first, "刘某", walk.case_id, "有效")
        assert (entry.letters, older) == ([letter.number], 0)
        withdraw(walk, first)
        (entry,), _ = register(2023)
        assert (entry.standing, entry.letters) == ("已撤销", [])
        assert register(2022) == ([], 0)

    def test_the_page(self, walk: Walk) -> None:
        paper = issue(walk)
        client = Client()
        client.force_login(walk.cast.shu)
        page = client.get(reverse("cases:certificates"), {"year": "2023"}).content.decode()
        assert paper.number in page
        assert client.get(reverse("cases:certificates"), {"year": "x", "older": "y"}).status_code == 200
        for who in ("li", "sun", "wu"):
            other = Client()
            other.force_login(getattr(walk.cast, who))
            assert other.get(reverse("cases:certificates")).status_code in (403, 404)

    def test_its_queries_do_not_grow(self, walk: Walk, django_assert_num_queries: object) -> None:
        for _ in range(3):
            issue(walk)
        with django_assert_num_queries(3):  # type: ignore[operator]
            entries, _ = register(2023)
        assert [entry.standing for entry in entries] == ["有效", "已被新版取代", "已被新版取代"]


def test_reversal_comes_after_opening_again(walk: Walk) -> None:
    """So that the to-do above cannot be passed by."""
    payment = walk.case.payments.first()
    assert payment is not None
    with pytest.raises(Refused):
        walk.do(performance.reverse_payment, "shu", "2023-09-01", payment_id=payment.pk, reason="凭证有假")
