import pytest

from cases.rules.allocation import KINDS, sequence


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("statutory", ("costs", "interest", "principal", "doubled")),
        ("principal_first", ("principal", "interest", "costs", "doubled")),
    ],
)
def test_a_named_order_is_the_law_or_the_usual_agreement(order: str, expected: tuple[str, ...]) -> None:
    assert sequence(order) == expected


def test_the_parties_may_agree_on_their_own_order() -> None:
    agreed = ("doubled", "principal", "interest", "costs")
    assert sequence("custom", agreed) == agreed
    assert sequence("custom", list(agreed)) == agreed


@pytest.mark.parametrize(
    "incomplete", [None, (), ("costs",), ("costs", "costs", "interest", "principal"), (*KINDS, "costs")]
)
def test_an_order_names_each_kind_once(incomplete: tuple[str, ...] | None) -> None:
    with pytest.raises(ValueError, match="once each"):
        sequence("custom", incomplete)


def test_an_unknown_order_is_none() -> None:
    with pytest.raises(ValueError, match="unknown order"):
        sequence("newest_first")
