"""数据质量: each check finds its defect and no other, on its day and not before; whose it is; what a page shows to whom."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import attachments, mediation, performance
from cases.actions.acting import day_of
from cases.actions.inputs import Filing, PaymentInput, SessionInput
from cases.actions.papers import issue_paper as issue
from cases.actions.suspension import suspend
from cases.models import Attempt, BasisDocument, Case, Instalment, Party, Payment, Session
from cases.queries import quality
from cases.queries.quality_checks import CHECKS, DESKS
from cases.states import State
from cases.verbs import role_may
from documents.models import Paper
from jianli_mediation.core.roles import Role
from tests.build import Walk, day, loan_filing, moment
from tests.cases.crowd import crowd
from tests.cast import Cast
from tests.scan_files import looked_at, pdf

DEBTOR = Party.objects.filter(role="respondent")


def found(cast: Cast, on: str) -> set[str]:
    """The codes of all checks that find a file on that day."""
    at = day_of(moment(on))
    return {code for code, check in CHECKS.items() if quality.faulty(cast.qian, at, check).exists()}


def sound(walk: Walk) -> Walk:
    """Everything written down that intake can write down."""
    BasisDocument.objects.update(effectiveness_proof="生效证明一份")
    Attempt.objects.update(consent_signer="陈某")
    Party.objects.filter(role="applicant").update(account_no="6222020200000000007")
    return walk


def talks(cast: Cast) -> Walk:
    return sound(Walk(cast).to(State.MEDIATION))


def performing(cast: Cast) -> Walk:
    walk = sound(Walk(cast).to(State.PERFORMING))
    scan(walk, paper_id=Paper.objects.get(form="D14").pk)
    return walk


def scan(walk: Walk, kind: str = "signed", paper_id: int | None = None, content: bytes | None = None) -> None:
    given = attachments.ScanInput(scan=looked_at(content), kind=kind, title="扫描件", paper_id=paper_id)
    walk.do(attachments.attach, "shu", "2023-06-01", given=given)


def paid(walk: Walk, voucher: str = "回单 1 号") -> Payment:
    given = PaymentInput(day("2023-06-20"), Decimal("40000.00"), "bank_transfer", payer="被申请人", voucher=voucher)
    return walk.do(performance.record_payment, "shu", "2023-06-20", payment=given)


def test_a_sound_file_has_no_defect(cast: Cast) -> None:
    talks(cast)
    assert found(cast, "2023-05-12") == set()


def test_a_sound_agreement_has_no_defect(cast: Cast) -> None:
    performing(cast)
    assert found(cast, "2023-06-01") == set()


def organisation(walk: Walk) -> None:
    DEBTOR.update(kind="legal_person", legal_rep="")


BREAKS: dict[str, tuple[Callable[[Walk], object], str]] = {
    "debtor_phone": (lambda walk: DEBTOR.update(phone="", phone_hash=""), "2023-05-10"),
    "debtor_address": (lambda walk: DEBTOR.update(address=""), "2023-05-10"),
    "legal_rep": (organisation, "2023-05-10"),
    "effect_proof": (lambda walk: BasisDocument.objects.update(effectiveness_proof=""), "2023-05-10"),
    "consent_signed": (lambda walk: Attempt.objects.update(consent_signer=""), "2023-05-10"),
    "dates": (
        lambda walk: BasisDocument.objects.update(effective_on=day("2023-05-09"), made_on=None),
        "2023-05-10",
    ),
}


@pytest.mark.parametrize("code", BREAKS)
def test_each_defect_is_found_and_no_other(cast: Cast, code: str) -> None:
    walk = talks(cast)
    spoil, on = BREAKS[code]
    spoil(walk)
    assert found(cast, on) == {code}


@pytest.mark.parametrize(
    ("code", "form", "spoil"),
    [
        ("effect_proof", None, lambda: BasisDocument.objects.update(effectiveness_proof="")),
        ("consent_signed", "D04", lambda: Attempt.objects.update(consent_signer="")),
    ],
)
def test_a_scan_mends_what_is_not_written_down(
    cast: Cast, code: str, form: str | None, spoil: Callable[[], int]
) -> None:
    walk = talks(cast)
    spoil()
    assert found(cast, "2023-05-10") == {code}
    if form is None:
        scan(walk, kind="basis")
    else:
        paper = walk.do(issue, "shu", "2023-05-09", form=form, subject=f"party:{walk.case.parties.first().pk}")
        scan(walk, paper_id=paper.pk)
    assert found(cast, "2023-05-10") == set()


@pytest.mark.parametrize(("on", "codes"), [("2023-05-12", set()), ("2023-05-13", {"urged"})])
def test_urging_is_asked_for_from_the_day_after_its_day(cast: Cast, on: str, codes: set[str]) -> None:
    talks(cast)
    assert found(cast, on) == codes


@pytest.mark.parametrize(("on", "codes"), [("2023-05-19", set()), ("2023-05-20", {"session_missing"})])
def test_the_first_session_is_asked_for_after_ten_days(cast: Cast, on: str, codes: set[str]) -> None:
    talks(cast).urge()
    assert found(cast, on) == codes


def test_a_suspended_period_asks_for_nothing(cast: Cast) -> None:
    walk = talks(cast)
    walk.do(suspend, "li", "2023-05-10", from_on=day("2023-05-10"), to_on=None, reason="等评估")
    assert found(cast, "2023-05-30") == set()


def test_a_session_outside_the_talks(cast: Cast) -> None:
    walk = talks(cast).urge()
    walk.do(mediation.log_session, "li", "2023-05-12", session=SessionInput(day("2023-05-12")))
    assert found(cast, "2023-05-13") == set()
    Attempt.objects.update(taken_on=day("2023-05-13"))
    assert found(cast, "2023-05-13") == {"session_dates"}
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("on", "codes"), [("2023-05-24", set()), ("2023-05-25", {"agreement_scan"})])
def test_the_signed_agreement_comes_into_the_file(cast: Cast, on: str, codes: set[str]) -> None:
    """Signed on a Saturday, 2023-05-20: three working days are over on Wednesday the 24th."""
    sound(Walk(cast).to(State.PERFORMING))
    assert found(cast, on) == codes


@pytest.mark.parametrize(("on", "codes"), [("2023-06-26", set()), ("2023-06-27", {"payment_pending"})])
def test_a_payment_is_to_be_confirmed(cast: Cast, on: str, codes: set[str]) -> None:
    """Paid on Tuesday, 2023-06-20; of the days after it 22 to 24 June are holidays and the 25th is a make-up workday."""
    walk = performing(cast)
    paid(walk)
    assert found(cast, on) == codes


def test_a_payment_needs_a_voucher(cast: Cast) -> None:
    walk = performing(cast)
    paid(walk, voucher="")
    assert found(cast, "2023-06-21") == {"payment_voucher"}
    scan(walk, kind="payment", content=pdf(title="回单"))
    assert found(cast, "2023-06-21") == set()


def test_an_account_is_needed_while_it_is_paid_directly(cast: Cast) -> None:
    performing(cast)
    Party.objects.filter(role="applicant").update(account_no="")
    assert found(cast, "2023-06-01") == {"account"}


def test_an_instalment_before_the_signing_cannot_be(cast: Cast) -> None:
    performing(cast)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_instalment DISABLE TRIGGER instalment_append_only"
        )
        cursor.execute("UPDATE cases_instalment SET due_on = %s WHERE seq = 1", [date(2023, 5, 19)])
        cursor.execute("ALTER TABLE cases_instalment ENABLE TRIGGER instalment_append_only")
    assert Instalment.objects.filter(due_on="2023-05-19").count() == 1
    assert found(cast, "2023-06-01") == {"dates"}


@pytest.mark.parametrize(("on", "codes"), [("2023-06-02", set()), ("2023-06-03", {"handover_late"})])
def test_a_failed_case_is_handed_over(cast: Cast, on: str, codes: set[str]) -> None:
    """Ended on Tuesday, 2023-05-30: three working days are over on Friday."""
    sound(Walk(cast).to(State.FAILED))
    assert found(cast, on) == codes


@pytest.mark.parametrize(("on", "codes"), [("2023-06-07", set()), ("2023-06-08", {"exec_number"})])
def test_an_enforcement_number_is_asked_for(cast: Cast, on: str, codes: set[str]) -> None:
    sound(Walk(cast).to(State.ENFORCEMENT))
    assert found(cast, on) == codes


def test_what_is_closed_is_looked_at_until_the_end_of_the_next_month(cast: Cast) -> None:
    Walk(cast).to(State.WITHDRAWN)
    assert found(cast, "2023-06-30") == {"effect_proof"}
    assert found(cast, "2023-07-01") == set()


def test_every_act_that_mends_is_open_to_the_desk() -> None:
    desk_roles = {"window": Role.WINDOW, "mediator": Role.MEDIATOR, "clerk": Role.CLERK}
    barred = {
        check.code for check in CHECKS.values() if check.verb and not role_may(desk_roles[check.desk], check.verb)
    }
    # The filing division answers for the enforcement number; the clerk asks for it.
    assert barred == {"exec_number"}
    assert set(desk_roles) == set(DESKS)


def test_the_score_counts_files_and_not_defects(cast: Cast) -> None:
    talks(cast)
    DEBTOR.update(address="", phone="", phone_hash="")
    Walk(cast, other_filing()).file()
    BasisDocument.objects.update(effectiveness_proof="生效证明一份")
    seen = quality.radar(cast.qian, day_of(moment("2023-05-10")))
    window = seen.desks[0]
    assert (seen.files, window.name) == (2, "窗口")
    assert [(each.name, each.files, each.faulty, each.share) for each in window.people] == [
        ("窗口王", 2, 1, Decimal("50.00"))
    ]
    mediators = seen.desks[1]
    assert [(each.name, each.files, each.faulty) for each in mediators.people] == [
        ("和解员李", 1, 0),
        ("还没有指派", 1, 0),
    ]
    assert quality.Score(None, "", 0, 0).share is None
    assert quality.Score(None, "", 3, 1).share == Decimal("66.67")


def test_a_person_sees_what_is_hers_to_mend(cast: Cast) -> None:
    talks(cast)
    at = day_of(moment("2023-05-22"))
    of_li = {each.check.code for each in quality.own_radar(cast.li, at).found if each.count}
    of_wang = {each.check.code for each in quality.own_radar(cast.wang, at).found if each.count}
    assert (of_li, of_wang) == ({"session_missing"}, set())
    assert quality.own_radar(cast.zhao, at).files == 0


def test_the_pages(cast: Cast) -> None:
    talks(cast)
    Attempt.objects.update(consent_signer="")
    client = Client()
    client.force_login(cast.qian)
    page = client.get(reverse("cases:quality")).content.decode()
    assert "没有签字的意见征询书" in page
    assert "窗口王" in page
    files = client.get(reverse("cases:quality_files", args=["consent_signed"])).content.decode()
    assert Case.objects.get().case_no in files
    assert client.get(reverse("cases:quality_files", args=["dream"])).status_code == 404
    assert client.get(reverse("cases:quality_files", args=["dates"]), {"c": "x"}).status_code == 404


def test_the_page_of_a_clerk_leads_to_the_act(cast: Cast) -> None:
    walk = talks(cast)
    Attempt.objects.update(consent_signer="")
    client = Client()
    client.force_login(cast.wang)
    page = client.get(reverse("cases:quality")).content.decode()
    assert "和解员李" not in page
    files = client.get(reverse("cases:quality_files", args=["consent_signed"])).content.decode()
    assert reverse("cases:attach", args=[walk.case_id]) in files
    of_others = client.get(reverse("cases:quality_files", args=["session_missing"])).content.decode()
    assert walk.case.case_no not in of_others


@pytest.mark.parametrize(
    ("who", "status"), [("qian", 200), ("li", 200), ("sun", 200), ("ling", 200), ("wu", 403), ("cai", 403), ("xi", 403)]
)
def test_who_may_look(cast: Cast, who: str, status: int) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    assert client.get(reverse("cases:quality")).status_code == status


def test_an_invited_mediator_sees_no_foreign_file(cast: Cast) -> None:
    talks(cast)
    assert quality.checked_cases(cast.sun, day_of(moment("2023-05-22"))).count() == 0


def test_as_many_queries_for_one_file_as_for_many(cast: Cast) -> None:
    walk = talks(cast)
    at = day_of(moment("2023-05-22"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            quality.radar(cast.qian, at)
        return len(caught)

    few = queries()
    crowd(walk.case, 40)
    assert few == queries() == 5


def other_filing() -> Filing:
    return loan_filing(
        basis={"doc_no": "（2023）鄂1023民初777号"}, received_at=moment("2023-05-09 10:00") - timedelta(minutes=5)
    )
