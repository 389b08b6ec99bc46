"""Days are the court's days: what happens before eight in the morning falls on the same day here, not on UTC's."""

from dataclasses import replace

from cases.actions import delivery, handover, intake
from cases.models import Handover
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast


def test_an_application_at_dawn_keeps_its_day(cast: Cast) -> None:
    filing = replace(loan_filing(), received_at=moment("2023-05-08 00:10"))
    walk = Walk(cast, filing).file()
    walk.do(intake.decline, "wang", "2023-05-08 07:30", code="27", note="不适格")
    assert (walk.case.registered_on, walk.case.stage_closed_on) == (day("2023-05-08"), day("2023-05-08"))
    walk.do(handover.hand_over, "qian", "2023-05-09 06:00")
    package = Handover.objects.get(case=walk.case_id)
    assert (package.handed_on, package.applied_on) == (day("2023-05-09"), day("2023-05-08"))


def test_service_on_the_day_of_receipt_is_not_before_it(cast: Cast) -> None:
    filing = replace(loan_filing(), received_at=moment("2023-05-08 00:10"))
    walk = Walk(cast, filing).file()
    debtor = walk.case.parties.get(role="respondent")
    service = walk.do(
        delivery.record_service,
        "shu",
        "2023-05-08 07:00",
        form="D03",
        party_id=debtor.pk,
        way="direct",
        served_on=day("2023-05-08"),
        signer="刘某",
    )
    assert service.served_on == day("2023-05-08")


def test_the_year_of_the_number_is_the_courts_year(cast: Cast) -> None:
    basis = {"effective_on": day("2023-12-01")}
    filing = replace(loan_filing(basis=basis), received_at=moment("2024-01-01 00:05"))
    assert Walk(cast, filing).file().case.case_no == "（2024）鄂1023执前和1号"
