import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.draw import Candidate, LeftOut, difficulty, draw, explain, fits_cause, seed, weight

HASH = "0" * 64
DRAWS = 10_000


def lots(*weights: int) -> list[Candidate]:
    return [Candidate(number, f"和解员{number}", 3, 6, 20, each) for number, each in enumerate(weights, start=1)]


urns = st.lists(st.integers(0, 300), min_size=1, max_size=12).filter(any).map(lambda each: lots(*each))


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({}, 1),
        ({"amount": Decimal("499999.99")}, 1),
        ({"amount": Decimal("500000.00")}, 2),
        ({"parties": 3}, 1),
        ({"parties": 4}, 2),
        ({"linked": True}, 2),
        ({"parties": 4, "linked": True}, 2),
        ({"money_only": False}, 2),
        ({"amount": Decimal("900000.00"), "parties": 9, "linked": True, "money_only": False}, 4),
    ],
)
def test_a_case_has_one_to_four_points(facts, points):
    plain = {"amount": Decimal("1000.00"), "parties": 2, "linked": False, "money_only": True}
    assert difficulty(**plain | facts) == points


def test_a_negative_amount_has_no_difficulty():
    with pytest.raises(ValueError, match="negative"):
        difficulty(amount=Decimal("-0.01"), parties=2, linked=False, money_only=True)


@pytest.mark.parametrize(
    ("capacity", "open_cases", "load", "points", "speciality", "expected"),
    [
        (20, 0, 0, 1, False, 200),
        (20, 0, 0, 4, False, 200),
        (20, 10, 10, 1, False, 50),
        (20, 10, 10, 4, False, 20),
        (20, 10, 10, 1, True, 75),
        (20, 20, 30, 1, False, 0),
        (20, 25, 30, 1, True, 0),
        (20, 19, 400, 4, False, 1),
    ],
)
def test_weight_grows_with_free_places_and_falls_with_load(capacity, open_cases, load, points, speciality, expected):
    got = weight(capacity=capacity, open_cases=open_cases, load=load, points=points, speciality=speciality)
    assert got == expected


@pytest.mark.parametrize(("points", "load"), [(0, 0), (5, 0), (1, -1)])
def test_weight_refuses_what_cannot_be(points, load):
    with pytest.raises(ValueError, match="points"):
        weight(capacity=20, open_cases=0, load=load, points=points)


def test_a_speciality_names_the_cause():
    assert fits_cause(specialities="民间借贷、建设工程", cause="民间借贷纠纷")
    assert not fits_cause(specialities="婚姻家庭", cause="民间借贷纠纷")
    assert not fits_cause(specialities="婚姻家庭", cause="纠纷")


def test_the_seed_names_hash_case_and_draw():
    assert seed(last_hash=HASH, case_no="（2023）鄂1023执前和1号", number=2) == f"{HASH}|（2023）鄂1023执前和1号|2"


def test_the_ticket_is_the_hash_modulo_the_weights():
    text = seed(last_hash=HASH, case_no="（2023）鄂1023执前和1号", number=1)
    drawn = draw(candidates=lots(5, 3, 2), seed=text)
    assert drawn.ticket == int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10
    assert drawn.first <= drawn.ticket <= drawn.last


def test_ten_thousand_draws_stay_within_the_tolerance():
    """Chi-square over 10,000 draws with fixed seeds: below the 99.9 % point, and no share off by more than 1.5 percent points."""
    candidates = lots(40, 25, 20, 10, 5)
    counts = dict.fromkeys(range(1, 6), 0)
    for number in range(DRAWS):
        text = seed(last_hash=HASH, case_no=f"（2023）鄂1023执前和{number}号", number=1)
        counts[draw(candidates=candidates, seed=text).chosen.mediator] += 1
    ideal = {each.mediator: DRAWS * each.weight / 100 for each in candidates}
    chi_square = sum((counts[pk] - ideal[pk]) ** 2 / ideal[pk] for pk in ideal)
    assert chi_square < 18.47, counts  # four degrees of freedom
    assert max(abs(counts[pk] - ideal[pk]) for pk in ideal) <= DRAWS * 0.015, counts


def test_neighbouring_seeds_tell_nothing_of_each_other():
    """The second draw of a case is no more likely to name the one who was drawn first."""
    candidates, again = lots(10, 10, 10, 10), 0
    for number in range(DRAWS):
        first, second = (
            draw(candidates=candidates, seed=seed(last_hash=HASH, case_no=f"{number}", number=turn)).chosen
            for turn in (1, 2)
        )
        again += first == second
    assert abs(again - DRAWS / 4) <= DRAWS * 0.015


@given(urns, st.text(max_size=40), st.randoms())
def test_drawing_again_gives_the_same_name_in_whatever_order(candidates, text, rng):
    once = draw(candidates=candidates, seed=text)
    shuffled = list(candidates)
    rng.shuffle(shuffled)
    assert draw(candidates=shuffled, seed=text) == once


@given(urns, st.text(max_size=40))
def test_who_has_no_weight_is_never_drawn(candidates, text):
    drawn = draw(candidates=candidates, seed=text)
    assert drawn.chosen.weight > 0
    assert drawn.last - drawn.first + 1 == drawn.chosen.weight
    assert 0 <= drawn.ticket < drawn.total


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 120), st.integers(1, 4))
def test_a_free_place_always_has_a_chance(capacity, open_cases, load, points):
    got = weight(capacity=capacity, open_cases=open_cases, load=load, points=points)
    assert (got > 0) == (open_cases < capacity)


@pytest.mark.parametrize("candidates", [[], lots(0), lots(0, 0)])
def test_an_empty_urn_is_refused(candidates):
    with pytest.raises(ValueError, match="nobody"):
        draw(candidates=candidates, seed="x")


def test_one_sentence_tells_why():
    candidates = lots(30, 10)
    drawn = draw(candidates=candidates, seed="种子")
    gone = [LeftOut(7, "孙某", "absent", "2023-05-08 至 2023-05-12 请假")]
    told = explain(drawn=drawn, candidates=candidates, left_out=gone, reasons=True)
    span = "0 至 29" if drawn.chosen.mediator == 1 else "30 至 39"
    share = "75.0%" if drawn.chosen.mediator == 1 else "25.0%"
    assert told == (
        f"2 人参加抽签，{drawn.chosen.name}手里 3 件、上限 20 件，权重 {drawn.chosen.weight}，占 {share}；"
        f"抽出的签号是 {drawn.ticket}，{span} 号是{drawn.chosen.name}的；"
        "没有参加的：孙某（2023-05-08 至 2023-05-12 请假）。"
    )
    discreet = explain(drawn=drawn, candidates=candidates, left_out=gone, reasons=False)
    assert discreet.endswith("；另有 1 人按规则没有参加。")
    assert "孙某" not in discreet
    alone = explain(drawn=draw(candidates=lots(1), seed="x"), candidates=lots(1), left_out=[], reasons=True)
    assert alone.endswith("抽出的签号是 0，0 号是和解员1的；没有人被排除。")
