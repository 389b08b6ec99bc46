"""Who may do what with the roster, and what an entry must have."""

from datetime import date

import pytest

from jianli_mediation.core.roles import Role
from mediators.rules import ACTS, RosterAct, check_any_id, check_charges, check_id, fits, may

TODAY = date(2026, 11, 23)
# act → who may, of everybody's entry; * she herself of her own
EXPECTED = {
    "join_roster": "head director",
    "amend_mediator": "head director",
    "leave_roster": "head director",
    "rejoin_roster": "head director",
    "suspend_mediator": "head director",
    "lift_suspension": "head director",
    "enter_absence": "head clerk *",
    "move_absence": "head clerk *",
    "take_back_absence": "head clerk *",
    "add_certificate": "head clerk",
    "remove_certificate": "head clerk",
    "add_training": "head clerk",
    "declare_tie": "head clerk *",
    "end_tie": "head clerk *",
    "new_organisation": "head director",
    "amend_organisation": "head director",
    "new_room": "head clerk",
    "amend_room": "head clerk",
}


def test_the_table_is_whole() -> None:
    assert set(EXPECTED) == set(ACTS) == set(RosterAct)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", RosterAct)
def test_who_may(act: RosterAct, role: Role) -> None:
    named = EXPECTED[act].split()
    assert may(role, act) == (role in named)
    assert may(role, act, own=True) == (role in named or "*" in named)


@pytest.mark.parametrize(
    ("role", "kind", "supervisor", "wrong"),
    [
        ("mediator", "court", None, set()),
        ("mediator", "court", "judge", set()),
        ("outside_mediator", "lawyer", "judge", set()),
        ("outside_mediator", "people", "mediator", set()),
        ("outside_mediator", "people", "head", set()),
        ("outside_mediator", "people", None, {"supervisor"}),
        ("outside_mediator", "people", "clerk", {"supervisor"}),
        ("outside_mediator", "people", "outside_mediator", {"supervisor"}),
        ("outside_mediator", "court", "judge", {"kind"}),
        ("mediator", "lawyer", "judge", {"kind"}),
        ("mediator", "lawyer", None, {"kind", "supervisor"}),
        ("clerk", "court", None, {"user"}),
        ("judge", "people", None, {"user"}),
    ],
)
def test_what_account_fits_what_entry(role: str, kind: str, supervisor: str | None, wrong: set[str]) -> None:
    assert set(fits(role=role, kind=kind, supervisor_role=supervisor)) == wrong


def test_nobody_supervises_herself() -> None:
    assert set(fits(role="mediator", kind="court", supervisor_role="mediator", herself=True)) == {"supervisor"}


@pytest.mark.parametrize(
    ("typed", "normal", "problem"),
    [
        ("", "", ""),
        ("  ", "", ""),
        ("429999198503120017", "429999198503120017", ""),
        ("４２９９９９１９８５０３１２００１７", "429999198503120017", ""),
        ("429999198503120018", "429999198503120018", "末位应为 7"),
        ("42999919850312001", "42999919850312001", "应为 18 位"),
    ],
)
def test_identity_numbers(typed: str, normal: str, problem: str) -> None:
    found = check_id(typed, TODAY)
    assert found.normal == normal
    assert found.problem.startswith(problem)
    assert bool(found.problem) == bool(problem)


def test_nobody_is_born_tomorrow() -> None:
    number = "42999919850312001"
    assert check_id(f"{number}7", date(1985, 3, 12)).problem == ""
    assert "晚于今天" in check_id(f"{number}7", date(1985, 3, 11)).problem


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("", True),
        ("429999198503120017", True),
        ("91350100M000100Y43", True),
        ("91350100m000100y43", True),
        ("91350100M000100Y44", False),
        ("某公司", False),
        ("429999198503120018", False),
    ],
)
def test_the_number_of_a_person_or_a_body(typed: str, good: bool) -> None:
    assert (check_any_id(typed, TODAY).problem == "") == good


@pytest.mark.parametrize(
    ("kind", "charges", "tariff", "wrong"),
    [
        ("commercial", True, "每件 500 元，大厅公示", set()),
        ("commercial", True, " ", {"tariff"}),
        ("commercial", False, "", set()),
        ("commercial", False, "每件 500 元", {"tariff"}),
        ("people", False, "", set()),
        ("people", True, "每件 500 元", {"charges"}),
    ],
)
def test_charging(kind: str, charges: bool, tariff: str, wrong: set[str]) -> None:
    assert set(check_charges(kind=kind, charges=charges, tariff=tariff)) == wrong
