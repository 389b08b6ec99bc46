"""The handbook tells every indicator in the very words of the program."""

import pytest

from cases.stats.indicator import Indicator
from cases.stats.indicators import BY_CODE, INDICATORS
from tests.architecture.sources import ROOT

HANDBOOK = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_it_stands_in_the_handbook(indicator: Indicator) -> None:
    assert f"| {indicator.code} | {indicator.label} | {indicator.definition}" in HANDBOOK


def test_the_list_is_that_of_the_court() -> None:
    numbers = [f"m{number:02}" for number in range(1, 37)]
    assert sorted(indicator.code for indicator in INDICATORS) == sorted([*numbers, "m07b", "m27b"])
    assert len(BY_CODE) == len({*BY_CODE})
    for entry in BY_CODE.values():
        assert entry.label
        assert entry.definition.endswith("。")
        assert (entry.numerator is None and entry.outside is None) == bool(entry.missing)
