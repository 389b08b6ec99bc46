"""The thirteen cases of the April 2024 report, built through the actions with the dates and amounts of the fixture."""

from decimal import Decimal

from cases.actions import handover, intake, mediation, outside, performance
from cases.actions.acting import Actor
from cases.actions.outside import Reading
from cases.models import Case
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast

ASKED_ON = day("2024-05-06")
JIA, YI, BING = "li", "zhao", "sun"


class April:
    """The court of that month; ``case(3)`` is c3."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.walks: dict[int, Walk] = {}
        self._before()
        self._closed_in_april()
        self._left_open()
        self._from_outside()

    def case(self, number: int) -> Case:
        return self.walks[number].case

    def numbers(self, *numbers: int) -> set[str]:
        return {self.case(number).case_no for number in numbers}

    def _taken(self, number: int, registered: str, amount: str, mediator: str, enterprise: str = "none") -> Walk:
        filing = loan_filing(
            received_at=moment(registered),
            amount_applied=Decimal(amount),
            enterprise_related=enterprise,
            basis={"doc_no": f"（2023）鄂1023民初{2400 + number}号", "costs_on_debtor": Decimal(0)},
        )
        walk = Walk(self.cast, filing, mediator).file()
        walk.accept(f"{registered} 09:10").assign(f"{registered} 09:20", taken_on=registered)
        self.walks[number] = walk
        return walk

    def _paid(self, walk: Walk, amount: str, on: str) -> None:
        walk.confirm(walk.pay(amount, on), on)

    def _settled(self, walk: Walk, on: str, code: str = "10") -> None:
        walk.do(mediation.settle_in_full, walk.mediator, f"{on} 16:00", code=code, creditor_satisfied=True)

    def _failed(self, walk: Walk, on: str) -> None:
        walk.do(mediation.fail, "qian", f"{on} 10:00", code="22", note="差距过大")
        walk.do(handover.hand_over, "qian", f"{on} 15:00")

    def _before(self) -> None:
        c10 = self._taken(10, "2024-02-05", "90000", JIA)
        c10.conclude(c10.terms("2024-02-26", "90000", ("2024-03-10", "60000"), ("2024-04-10", "30000")))
        self._paid(c10, "60000", "2024-03-10")
        self._paid(c10, "30000", "2024-04-10")
        c10.do(performance.fulfil, JIA, "2024-04-10 15:00")

        c13 = self._taken(13, "2024-01-10", "60000", YI)
        plan = (("2024-02-15", "20000"), ("2024-03-15", "20000"), ("2024-04-15", "20000"))
        c13.conclude(c13.terms("2024-01-25", "60000", *plan))
        for on in ("2024-02-15", "2024-03-15"):
            self._paid(c13, "20000", on)
        c13.do(performance.declare_default, "qian", "2024-04-16")
        c13.do(handover.hand_over, "qian", "2024-04-24", applied_on=day("2024-04-24"))

    def _closed_in_april(self) -> None:
        c1 = self._taken(1, "2024-03-20", "50000", JIA)
        self._paid(c1, "50000", "2024-04-02")
        self._settled(c1, "2024-04-03")
        self._failed(self._taken(2, "2024-03-11", "140156.71", YI), "2024-04-15")

        c3 = self._taken(3, "2024-04-01", "484250", JIA, "both")
        plan = (("2024-04-25", "160000"), ("2024-05-27", "160000"), ("2024-06-25", "164250"))
        c3.conclude(c3.terms("2024-04-18", "484250", *plan, grace_days=3))
        self._paid(c3, "160000", "2024-04-25")

        c4 = self._taken(4, "2024-04-02", "8000", BING)
        c4.do(intake.withdraw, "wang", "2024-04-09 10:00", code="30", note="申请人不再执行")
        c5 = self._taken(5, "2024-04-03", "12600", YI)
        self._paid(c5, "12600", "2024-04-12")
        self._settled(c5, "2024-04-12")
        c6 = self._taken(6, "2024-04-08", "96000", BING, "respondent")
        c6.conclude(c6.terms("2024-04-26", "96000", ("2024-05-31", "96000")))
        self._failed(self._taken(8, "2024-04-15", "300000", YI, "applicant"), "2024-04-22")
        c11 = self._taken(11, "2024-04-22", "5000", JIA)
        self._paid(c11, "5000", "2024-04-22")
        self._settled(c11, "2024-04-22")

    def _left_open(self) -> None:
        self._taken(7, "2024-04-10", "33000", JIA)
        self._taken(9, "2024-03-04", "21000", BING)
        self._taken(12, "2024-04-28", "47000", BING)

    def _from_outside(self) -> None:
        """What the case system of enforcement said of that April, and of the one before."""
        numbers = {"first_filings": 186, "own_basis_filings": 120, "payable_judgments": 310, "applications": 12}
        by, now, read = Actor(self.cast.chen), moment("2024-05-06 08:30"), ("执行办案系统", ASKED_ON)
        outside.enter_outside(by=by, now=now, reading=Reading(day("2024-04-01"), numbers, *read))
        outside.enter_outside(by=by, now=now, reading=Reading(day("2023-04-01"), {"first_filings": 243}, *read))
