"""What is applied for when nobody typed a sum: everything the instrument awards, both fees included."""

from decimal import Decimal

from tests.build import Walk, loan_filing
from tests.cast import Cast


def test_the_sum_holds_the_court_fee_and_the_preservation_fee(cast: Cast) -> None:
    filing = loan_filing(amount_applied=Decimal(0), basis={"preservation_fee": Decimal("520.00")})
    assert Walk(cast, filing).file().case.amount_applied == Decimal("88001.25")
