"""规则手册 says what the program does: the page, the command and the code are held against each other."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.queries.manual import CHAPTERS, as_text, manual
from cases.rules.book import rules
from cases.rules.periods import PERIODS
from cases.rules.switches import SWITCHES
from cases.rules.terms import CHECKS
from cases.states import EDGES, State
from cases.verbs import OFFICE, VERBS
from jianli_mediation.core.models import DatedSetting
from tests.build import day
from tests.cast import Cast

GOLDEN = Path(__file__).parent / "golden" / "manual.txt"
TODAY = day("2026-11-20")


def test_the_book_is_the_one_that_was_reviewed(cast: Cast, request: pytest.FixtureRequest) -> None:
    """A rule, a default, a power or a state that changes must change here too, before the eyes of a reader."""
    text = as_text(manual(TODAY))
    if request.config.getoption("--golden-write"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_every_rule_parameter_edge_and_power_stands_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.li)
    page = client.get(reverse("cases:manual")).content.decode()
    for rule in rules():
        assert f'id="{rule.id}"' in page
        assert rule.title in page
    for word in (*PERIODS, *SWITCHES, *(state.label for state in State), *(edge.why for edge in EDGES)):
        assert word in page
    for verb, rule in (*VERBS.items(), *OFFICE.items()):
        assert f'{rule.label}<span class="sub">{verb}</span>' in page
    assert all(check.title in page for check in CHECKS)


def test_every_rule_has_its_chapter(cast: Cast) -> None:
    book = manual(TODAY)
    assert sum(len(found) for _, found in book.chapters) == len(rules())
    assert all(found for _, found in book.chapters)
    assert {rule.id.split(".")[0] for rule in rules()} == set(CHAPTERS)


def test_rules_name_the_parameters_they_look_up(cast: Cast) -> None:
    DatedSetting.objects.create(code="T_URGE", since=day("2026-05-01"), value="20", source="院务会")
    shown = {each.rule.id: each for each in manual(TODAY).rules}
    urging = shown["deadlines.urging_end"].settings
    assert [(each.words, each.since, each.parameter.nature) for each in urging] == [
        ("20 日", day("2026-05-01"), "本院默认")
    ]
    assert [each.parameter.code for each in shown["limitation.limitation"].settings] == ["T_LIM"]
    assert [each.parameter.code for each in shown["balance.balance"].settings] == list(SWITCHES)
    used = {each.parameter.code for entry in shown.values() for each in entry.settings}
    assert set(PERIODS) | set(SWITCHES) <= used
    assert shown["fees.execution"].nature == "法定"
    assert shown["deadlines.urging_end"].nature == "本院默认"
    assert shown["default.breach"].nature == "法定，部分本院默认"


def test_the_command_answers_where_and_what_tests_it(cast: Cast) -> None:
    out = StringIO()
    call_command("rule", "违约", stdout=out)
    text = out.getvalue()
    assert "default.breach  违约" in text
    assert "cases/rules/default.py:" in text
    assert "测试  tests/rules/test_default.py" in text
    out = StringIO()
    call_command("rule", "urging_end", stdout=out)
    assert "参数  T_URGE 15 日（本院默认）" in out.getvalue()
    with pytest.raises(CommandError, match="没有一条规则"):
        call_command("rule", "没有这样的词")
