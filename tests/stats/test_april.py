"""S11: every figure of the April 2024 report, and the cases behind it."""

from decimal import Decimal

import pytest

from cases.stats.asked import Asked
from cases.stats.indicators import BY_CODE, Figures, figures
from cases.stats.period import Period
from tests.stats.april import ASKED_ON, April

APRIL = Period.parse("2024-04")
# code: value, numerator, denominator; None where there is nothing to divide by.
EXPECTED = {
    "m01": ("8", 8, None),
    "m02": ("3", 3, None),
    "m03": ("8", 8, None),
    "m04": ("3", 3, None),
    "m05": ("72.73", 8, 11),
    "m06": ("5", 5, None),
    "m07": ("62.50", 5, 8),
    "m07b": ("71.43", 5, 7),
    "m08": ("60.00", 3, 5),
    "m09": ("4", 4, None),
    "m10": ("50.00", 1, 2),
    "m11": ("257600.00", "257600.00", None),
    "m12": ("20.77", "227600.00", "1096006.71"),
    "m13": ("90.48", "190000.00", "210000.00"),
    "m14": ("13.38", 107, 8),
    "m16": ("25.00", 2, 8),
    "m17": ("18.18", 2, 11),
    "m18": ("0.00", 0, 8),
    "m19": ("33.33", 1, 3),
    "m20": ("1", 1, None),
    "m22": ("3", 3, None),
    "m22.closed": ("3", 3, None),
    "m22.succeeded": ("2", 2, None),
    "m22.rate": ("66.67", 2, 3),
    "m22.days": ("14.00", 42, 3),
    "m22.received": ("160000.00", "160000.00", None),
    "m22.both": ("1", 1, None),
    "m23": ("-23.46", -57, 243),
    "m24": ("38.71", 120, 310),
    "m25": ("66.67", 8, 12),
    "m26": ("100.00", 8, 8),
    "m27": ("2039.00", "2039.00", None),
    "m27b": ("8503.75", "8503.75", None),
    "m28": ("0", 0, None),
    "m29": (None, 0, 0),
    "m35": ("0", 0, None),
    "m36": ("37.50", 3, 8),
}
BEHIND = {
    "m01": (3, 4, 5, 6, 7, 8, 11, 12),
    "m02": (1, 2, 9),
    "m03": (1, 2, 3, 4, 5, 6, 8, 11),
    "m04": (7, 9, 12),
    "m06": (1, 3, 5, 6, 11),
    "m08": (1, 5, 11),
    "m09": (1, 5, 10, 11),
    "m10": (10,),
    "m11": (1, 3, 5, 10, 11),
    "m13": (3, 10, 13),
    "m16": (2, 8),
    "m17": (2, 9),
    "m19": (13,),
    "m20": (13,),
    "m22": (3, 6, 8),
    "m25": (3, 4, 5, 6, 7, 8, 11, 12),
    "m27": (1, 5, 10, 11),
    "m27b": (3, 6),
    "m36": (4, 6, 12),
}


@pytest.fixture
def report(april: April) -> Figures:
    return figures(Asked(APRIL, ASKED_ON))


def found(report: Figures, code: str) -> tuple[object, ...]:
    figure = report[code.partition(".")[0]]
    figure = figure.part(code) if "." in code else figure
    return figure.value, figure.numerator, figure.denominator


def number(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_every_figure(report: Figures) -> None:
    wanted = {code: tuple(number(each) for each in figure) for code, figure in EXPECTED.items()}
    assert {code: found(report, code) for code in EXPECTED} == wanted


def test_the_cases_behind_each_figure(april: April) -> None:
    asked = Asked(APRIL, ASKED_ON)
    seen = {code: set(BY_CODE[code].numerator(asked).cases.values_list("case_no", flat=True)) for code in BEHIND}
    assert seen == {code: april.numbers(*numbers) for code, numbers in BEHIND.items()}


def test_the_terms_of_the_fixture(april: April) -> None:
    """Those that would end in the holidays of May end on the 6th."""
    wanted = {
        1: "04-19",
        2: "04-10",
        3: "05-06",
        4: "05-06",
        5: "05-06",
        6: "05-08",
        7: "05-10",
        8: "05-15",
        9: "04-03",
    }
    assert {key: f"{april.case(key).attempt.deadline:%m-%d}" for key in wanted} == wanted
