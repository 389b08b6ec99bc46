from datetime import date

import pytest

from cases.rules.law import LAWS, TOPICS, cite, interpretation_ref, statute_ref

BEFORE_2022 = date(2021, 12, 31)
FROM_2022 = date(2022, 1, 1)
BEFORE_2024 = date(2023, 12, 31)
FROM_2024 = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("topic", "numbers"),
    [
        ("recusal", (44, 47, 47)),
        ("recusal_review", (47, 50, 50)),
        ("special_authority", (59, 62, 62)),
        ("period", (82, 85, 85)),
        ("period_restored", (83, 86, 86)),
        ("service_receipt", (84, 87, 87)),
        ("service_public", (92, 95, 95)),
        ("assistance", (95, 98, 98)),
        ("preservation", (100, 103, 103)),
        ("preservation_before_suit", (101, 104, 104)),
        ("obstruction", (111, 114, 114)),
        ("fine_limits", (115, 118, 118)),
        ("judicial_confirmation", (194, 201, 205)),
        ("enforcement_jurisdiction", (224, 231, 235)),
        ("enforcement_objection", (225, 232, 236)),
        ("six_months_unenforced", (226, 233, 237)),
        ("outsider_objection", (227, 234, 238)),
        ("settlement", (230, 237, 241)),
        ("enforcement_security", (231, 238, 242)),
        ("application", (236, 243, 247)),
        ("arbitral_award", (237, 244, 248)),
        ("notarised_instrument", (238, 245, 249)),
        ("limitation", (239, 246, 250)),
        ("enforcement_notice", (240, 247, 251)),
        ("property_report", (241, 248, 252)),
        ("inquiry", (242, 249, 253)),
        ("delay_interest", (253, 260, 264)),
        ("continued_performance", (254, 261, 265)),
        ("credit_measures", (255, 262, 266)),
        ("suspension", (256, 263, 267)),
        ("termination", (257, 264, 268)),
        ("ruling_effect", (258, 265, 269)),
    ],
)
def test_the_number_follows_the_day_of_the_act(topic, numbers):
    found = tuple(statute_ref(topic, day).article for day in (BEFORE_2022, FROM_2022, FROM_2024))
    assert found == numbers
    assert statute_ref(topic, BEFORE_2024) == statute_ref(topic, FROM_2022)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_moves_up_as_the_revisions_moved(topic):
    second, third = statute_ref(topic, FROM_2022).article, statute_ref(topic, FROM_2024).article
    # The revision of 2023 inserted four articles before the part on judicial confirmation.
    assert third - second == (4 if second >= 201 else 0)


def test_there_was_no_article_on_online_litigation_before_2022():
    assert statute_ref("online_litigation", FROM_2022).article == 16
    with pytest.raises(LookupError, match="no article"):
        statute_ref("online_litigation", BEFORE_2022)


def test_three_forms_of_a_citation():
    citation = statute_ref("limitation", date(2023, 7, 20))
    assert citation.text == "《中华人民共和国民事诉讼法》第二百四十六条"
    assert citation.plain == "民事诉讼法第二百四十六条"
    assert citation.short == "民诉法246"
    assert cite("settlement_rules", 18).text == "《最高人民法院关于执行和解若干问题的规定》第十八条"


@pytest.mark.parametrize(
    ("topic", "numbers"),
    [
        ("settled_in_enforcement", (466, 464)),
        ("resumption", (467, 465)),
        ("settled_period", (468, 466)),
        ("applied_again", (520, 518)),
    ],
)
def test_the_interpretation_was_renumbered_in_april_2022(topic, numbers):
    found = tuple(interpretation_ref(topic, day).article for day in (date(2022, 4, 9), date(2022, 4, 10)))
    assert found == numbers
    assert interpretation_ref(topic, FROM_2024) == interpretation_ref(topic, date(2022, 4, 10))


def test_unknown_laws_and_topics_are_faults_of_the_program():
    with pytest.raises(KeyError):
        cite("moon", 1)
    with pytest.raises(KeyError):
        statute_ref("moon", FROM_2022)
    with pytest.raises(KeyError):
        interpretation_ref("moon", FROM_2022)
    assert all(len(names) == 3 for names in LAWS.values())


def test_rules_beside_the_procedure_law_have_one_spelling():
    assert cite("court_post", 11).text.endswith("邮寄送达民事诉讼文书的若干规定》第十一条")
    assert cite("online_rules", 31).text == "《人民法院在线诉讼规则》第三十一条"
    assert cite("property_inquiry", 5).plain == "财产调查规定第五条"
