from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.rules.eligibility import CRITERIA, CaseFacts, forced_model_b, on_green_lane, screen

TODAY = date(2023, 5, 8)
PLAIN = CaseFacts(legal_model="A", today=TODAY, amount_applied=Decimal(2_000_000))


def codes(**changes):
    return [hit.criterion.code for hit in screen(replace(PLAIN, **changes))]


INCLUDES = [
    ({"subject_type": "act"}, "act_or_delivery"),
    ({"subject_type": "delivery"}, "act_or_delivery"),
    ({"tags": frozenset({"support"})}, "family_support"),
    ({"basis_kind": "mediation_statement"}, "settled_in_court"),
    ({"basis_kind": "arbitral_award"}, "commercial_award"),
    ({"intellectual_property": True}, "intellectual_property"),
    ({"amount_applied": Decimal(1_000_000)}, "small_amount"),
    ({"tags": frozenset({"government"})}, "public_debtor"),
    ({"tags": frozenset({"traffic"})}, "livelihood"),
    ({"close_relation": True}, "close_relation"),
]
HARD = [
    ({"performance_end": TODAY}, "period_running", "执行工作规定第十六条"),
    ({"items_definite": False}, "items_not_definite", "民事诉讼法解释第四百六十一条"),
    ({"has_jurisdiction": False}, "no_jurisdiction", "执行工作规定第十六条"),
    ({"served_by_notice": True}, "served_by_notice", "本院规则"),
    ({"consent": "refused"}, "applicant_refuses", "执行工作规定第十六条"),
    ({"urgent_transfer": True}, "urgent_transfer", "本院规则"),
    ({"party_statuses": frozenset({"bankrupt"})}, "bankrupt", "民事诉讼法解释第五百一十三条"),
    ({"party_statuses": frozenset({"dead"})}, "dead_or_dissolved", "本院规则"),
    ({"party_statuses": frozenset({"dissolved"})}, "dead_or_dissolved", "本院规则"),
    ({"public_law_claim": True}, "public_law_claim", "本院规则"),
    ({"false_litigation_suspected": True}, "false_litigation", "本院规则"),
    ({"foreign_judgment": True}, "foreign_judgment", "本院规则"),
]
SOFT = [
    ({"respondent_unreachable": True}, "unreachable"),
    ({"party_statuses": frozenset({"missing", "normal"})}, "unreachable"),
    ({"party_statuses": frozenset({"detained"})}, "detained"),
    ({"respondent_listed": True}, "already_listed"),
    ({"creditors_queueing": True}, "creditors_queueing"),
]


def test_a_plain_large_loan_meets_no_criterion():
    assert codes() == []
    assert codes(amount_applied=None, performance_end=date(2023, 5, 7), consent="agreed") == []


@pytest.mark.parametrize(("changes", "code"), INCLUDES)
def test_what_is_guided_in(changes, code):
    assert codes(**changes) == [code]


@pytest.mark.parametrize(
    ("related", "tags", "lane"),
    [
        ("none", (), False),
        ("none", ("support",), False),
        ("none", ("labour_pay",), True),
        ("respondent", (), True),
        ("both", ("labour_pay",), True),
    ],
)
def test_the_green_lane_is_for_enterprises_and_for_wages(related: str, tags: tuple[str, ...], lane: bool) -> None:
    assert on_green_lane(enterprise_related=related, tags=tags) is lane


def test_enterprises_on_both_sides_take_the_green_lane():
    assert codes(enterprise_related="both") == ["between_enterprises", "green_lane"]
    assert codes(enterprise_related="applicant") == ["green_lane"]
    assert codes(tags=frozenset({"labour_pay"})) == ["livelihood", "green_lane"]


@pytest.mark.parametrize(("changes", "code", "source"), HARD)
def test_hard_exclusions_block_and_cite(changes, code, source):
    (hit,) = screen(replace(PLAIN, **changes))
    assert (hit.criterion.code, hit.criterion.kind, hit.criterion.hard) == (code, "exclude", True)
    assert hit.criterion.source == source


@pytest.mark.parametrize(("changes", "code"), SOFT)
def test_soft_exclusions_ask_for_a_reason(changes, code):
    (hit,) = screen(replace(PLAIN, **changes))
    assert (hit.criterion.code, hit.criterion.kind, hit.criterion.hard) == (code, "exclude", False)
    assert "写明理由" in hit.criterion.text


def test_service_by_notice_stops_model_a_only():
    assert codes(served_by_notice=True, legal_model="B") == []


def test_details_name_the_day():
    (hit,) = screen(replace(PLAIN, performance_end=date(2023, 5, 20)))
    assert hit.detail == "（届满日 2023-05-20）"
    (hit,) = screen(replace(PLAIN, limitation_safe_until=date(2023, 6, 1)))
    assert (hit.criterion.code, hit.detail) == ("limitation_near", "（提示日 2023-06-01，提示，不是认定）")


def test_every_criterion_is_a_complete_row():
    assert len({row.code for row in CRITERIA}) == len(CRITERIA)
    for row in CRITERIA:
        assert row.kind in ("include", "exclude", "hint")
        assert row.text
        assert row.evidence
        assert row.source
        assert row.ours == (row.source == "本院规则")
        assert not row.hard or row.kind == "exclude"
    tested = {case[1] for case in (*INCLUDES, *HARD, *SOFT)}
    assert {row.code for row in CRITERIA} == tested | {"between_enterprises", "green_lane", "limitation_near"}


@pytest.mark.parametrize(
    ("changes", "code", "article"),
    [
        ({"pre_execution_preservation": True}, "preservation", "民事诉讼法解释第一百六十三条"),
        ({"security_to_court": True}, "security", "执行和解规定第十八条"),
        ({"limitation_safe_until": date(2023, 6, 7)}, "limitation", "本院规则"),
        ({"wants_registration": True}, "asked_for", "本院规则"),
    ],
)
def test_each_reason_that_forces_registration(changes, code, article):
    (reason,) = forced_model_b(replace(PLAIN, **changes))
    assert (reason.code, reason.article) == (code, article)
    assert reason.text


def test_all_reasons_are_told_and_none_where_there_is_none():
    assert forced_model_b(PLAIN) == []
    assert forced_model_b(replace(PLAIN, limitation_safe_until=date(2023, 6, 8))) == []
    all_four = replace(
        PLAIN,
        pre_execution_preservation=True,
        security_to_court=True,
        limitation_safe_until=date(2022, 1, 1),
        wants_registration=True,
    )
    assert [reason.code for reason in forced_model_b(all_four)] == [
        "preservation", "security", "limitation", "asked_for",
    ]  # fmt: skip
