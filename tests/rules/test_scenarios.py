"""The worked cases of the reference, each told once from beginning to end through the rules alone."""

from datetime import date
from decimal import Decimal

from cases.rules.balance import Claim, Paid, PrincipalItem, balance
from cases.rules.casenumber import ours
from cases.rules.deadlines import (
    enforcement_notice_due,
    filing_review,
    performance_end,
    reconciliation,
    urging_end,
)
from cases.rules.default import breach
from cases.rules.eligibility import CaseFacts, forced_model_b
from cases.rules.fees import acceptance_fee, execution_fee, preservation_fee
from cases.rules.instalments import Planned, status
from cases.rules.interest import waived_doubled
from cases.rules.law import statute_ref
from cases.rules.periods import Periods
from cases.rules.preservation import five_day_due, renewal_due
from tests.rules.calendars import COURT

PERIODS = Periods()


def test_s1_one_payment_after_urging():
    fee = acceptance_fee(Decimal(86_500), halved=True).fee
    assert fee == Decimal("981.25")
    end = performance_end(effective_on=date(2023, 4, 12), days=10, calendar=COURT).due
    assert end == date(2023, 4, 23)
    assert ours(2023, 1) == "（2023）鄂1023执前和1号"
    assert filing_review(received_on=date(2023, 5, 8), periods=PERIODS, calendar=COURT).due == date(2023, 5, 15)
    assert reconciliation(taken_on=date(2023, 5, 9), periods=PERIODS, calendar=COURT).due == date(2023, 6, 8)
    assert urging_end(served_on=date(2023, 5, 10), periods=PERIODS, calendar=COURT).due == date(2023, 5, 25)

    claim = Claim((PrincipalItem(Decimal(86_500)),), fee, end)
    paid = [Paid(date(2023, 5, 24), Decimal("87950.51"))]
    owed = balance(claim=claim, payments=(), until=date(2023, 5, 24))
    assert (owed.doubled_interest, owed.total) == (Decimal("469.26"), Decimal("87950.51"))
    assert owed.execution_fee == Decimal("1212.22")
    left = balance(claim=claim, payments=paid, until=date(2023, 5, 25))
    assert (left.total, left.surplus) == (Decimal(0), Decimal(0))
    assert statute_ref("delay_interest", date(2023, 5, 10)).article == 260


def test_s2_enterprises_in_three_instalments_over_the_autumn_break():
    fee = acceptance_fee(Decimal(480_000), halved=True).fee
    assert fee == Decimal("4250.00")
    assert reconciliation(taken_on=date(2023, 9, 1), periods=PERIODS, calendar=COURT).due == date(2023, 10, 7)
    plan = [
        Planned(date(2023, 10, 10), Decimal(160_000)),
        Planned(date(2023, 11, 10), Decimal(160_000)),
        Planned(date(2023, 12, 11), Decimal(164_250)),
    ]
    total = Decimal(480_000) + fee
    assert sum(row.amount for row in plan) == total
    paid = [
        Paid(date(2023, 10, 10), Decimal(160_000)),
        Paid(date(2023, 11, 9), Decimal(160_000)),
        Paid(date(2023, 12, 11), Decimal(164_250)),
    ]
    rows = status(plan=plan, payments=paid, today=date(2023, 12, 11), grace_days=3, calendar=COURT)
    assert [row.grace_until for row in rows] == [date(2023, 10, 13), date(2023, 11, 13), date(2023, 12, 14)]
    assert [(row.state, row.days_late) for row in rows] == [("paid", 0)] * 3
    waived = waived_doubled(principal=Decimal(480_000), performance_end=date(2023, 8, 21), payments=paid)
    assert [str(segment.amount) for segment in waived.segments] == ["4200.00", "1680.00", "896.00"]
    assert waived.total == Decimal("6776.00")
    assert execution_fee(total).fee == Decimal("7163.75")


def test_s4_default_after_instalments():
    end = performance_end(effective_on=date(2022, 12, 30), days=10, calendar=COURT).due
    assert end == date(2023, 1, 9)
    assert reconciliation(taken_on=date(2023, 4, 26), periods=PERIODS, calendar=COURT).due == date(2023, 5, 26)
    plan = [
        Planned(date(2023, 5, 31), Decimal(50_000)),
        Planned(date(2023, 6, 30), Decimal(50_000)),
        Planned(date(2023, 9, 28), Decimal(109_170)),
    ]
    paid = [Paid(date(2023, 5, 31), Decimal(50_000)), Paid(date(2023, 7, 5), Decimal(20_000))]
    terms = {"plan": plan, "payments": paid, "grace_days": 3, "acceleration": True, "calendar": COURT}
    assert breach(today=date(2023, 7, 3), **terms) is None
    declared = breach(today=date(2023, 7, 4), **terms)
    assert declared is not None
    assert declared.declarable_from == date(2023, 7, 4)
    still = breach(today=date(2023, 7, 20), **terms)
    assert still is not None
    assert (still.seq, still.left) == (2, Decimal(30_000))

    item = PrincipalItem(Decimal(200_000), "yearly", Decimal("0.0365"), date(2022, 6, 1))
    claim = Claim((item,), Decimal(2150), end)
    left = balance(claim=claim, payments=paid, until=date(2023, 7, 20))
    assert (left.total, left.paid) == (Decimal("146511.97"), Decimal(70_000))
    assert left.execution_fee == Decimal("2002.97")
    other = balance(claim=claim, payments=paid, until=date(2023, 7, 20), order="principal_first")
    assert other.total == Decimal("146380.00")


def test_s8_preservation_forces_registration():
    end = performance_end(effective_on=date(2024, 9, 2), days=10, calendar=COURT).due
    assert end == date(2024, 9, 12)
    assert preservation_fee(Decimal(350_000)).fee == Decimal("2270.00")
    assert five_day_due(performance_end=end, calendar=COURT).due == date(2024, 9, 18)
    facts = CaseFacts(legal_model="A", today=date(2024, 9, 18), pre_execution_preservation=True)
    assert [reason.code for reason in forced_model_b(facts)] == ["preservation"]
    notice = enforcement_notice_due(received_on=date(2024, 9, 18), periods=PERIODS, calendar=COURT)
    assert (notice.raw, notice.due) == (date(2024, 9, 28), date(2024, 9, 29))
    assert COURT.is_workday(date(2024, 10, 12))
    assert renewal_due(until=date(2025, 9, 5)).due == date(2025, 8, 29)
    assert execution_fee(Decimal("345718.75")).fee == Decimal("5085.78")
    assert execution_fee(Decimal(330_000)).fee == Decimal("4850.00")
    paid = [Paid(date(2024, 10, 30), Decimal(330_000))]
    assert waived_doubled(principal=Decimal(342_500), performance_end=end, payments=paid).total == Decimal("2877.00")


def test_s11_fees_saved_in_april():
    actual = sum((execution_fee(Decimal(amount)).fee for amount in (50_000, 12_600, 90_000, 5_000)), Decimal(0))
    expected = sum((execution_fee(Decimal(amount)).fee for amount in (484_250, 96_000)), Decimal(0))
    assert (actual, expected) == (Decimal("2039.00"), Decimal("8503.75"))
