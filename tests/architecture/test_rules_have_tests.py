"""Every rule of law is tested by name, and every act can be reached: by page, by API, behind its guard."""

import ast
import re
from importlib import import_module
from types import ModuleType

import pytest
from django.urls import reverse

from cases import guards
from cases.api.urls import ACTS as API_ACTS
from cases.rules.book import rules
from cases.states import VERB_STATES, State
from cases.verbs import VERBS, Verb
from cases.views.acts import ACTS as PAGES
from jianli_mediation.kernel.rulebook import Rule
from tests.architecture.sources import Source, modules

# Acts whose page or route is not one of the many alike.
OTHER_PAGES = {Verb.FILE: "cases:new", Verb.ISSUE_PAPER: "cases:papers", Verb.REVEAL: "cases:reveal"}
OTHER_PAGES[Verb.ATTACH] = "cases:attach"
OTHER_ROUTES = {Verb.FILE: "api:cases", Verb.RECORD_CLUE: "api:clues", Verb.ISSUE_PAPER: "api:documents"}
OTHER_ROUTES[Verb.ATTACH] = "api:attachments"
# A person asks for one number at a time; a machine either has `pii:read` or never sees them.
NO_ROUTE = {Verb.REVEAL}
PATH = {"cases:reveal": [1, 1, "phone"], "cases:papers": [1], "api:clues": [1], "api:documents": [1]}
PATH |= {"cases:attach": [1], "api:attachments": [1]}


def used_functions(source: Source) -> set[object]:
    """What the test uses (not only imports) of the rules: the objects themselves, whatever they are called there."""
    bound: dict[str, object] = {}
    for name, origin in source.imported().items():
        module, _, attribute = origin.rpartition(".")
        if module.startswith("cases.rules") or origin.startswith("cases.rules"):
            holder = import_module(module)
            bound[name] = getattr(holder, attribute, None) or import_module(origin)
    found: set[object] = {bound[node.id] for node in source.nodes(ast.Name) if callable(bound.get(node.id))}
    for node in source.nodes(ast.Attribute):
        holder = bound.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(holder, ModuleType):
            found.add(getattr(holder, node.attr, None))
    return found


def words(source: Source) -> set[str]:
    """The names of several words in its texts: a table of cases names the rule and fetches it from its module."""
    texts = (node.value for node in source.nodes(ast.Constant) if isinstance(node.value, str))
    return {word for text in texts for word in re.findall(r"[a-z]+[._][\w.]+", text)}


@pytest.fixture(scope="module")
def tested() -> set[object]:
    sources = modules("tests/rules")
    return {used for source in sources for used in used_functions(source) | words(source)}


@pytest.mark.parametrize("entry", rules(), ids=lambda entry: entry.id)
def test_rule_is_tested(entry: Rule, tested: set[object]) -> None:
    assert {entry.function, entry.function.__name__, entry.id} & tested


def verbs_named_in(package: str, *callers: str) -> set[str]:
    """The verbs given to one of the calls in the package: ``acting(Verb.TAKE, …)`` gives ``TAKE``."""
    return {
        argument.attr
        for source in modules(package)
        for called, node in source.calls()
        if called.rpartition(".")[2] in callers
        for argument in node.args
        if isinstance(argument, ast.Attribute) and ast.unparse(argument.value) == "Verb"
    }


@pytest.mark.parametrize("verb", Verb)
def test_verb_has_its_row_and_its_action(verb: Verb) -> None:
    assert VERBS[verb].label
    assert VERBS[verb].roles
    assert verb.name in verbs_named_in("cases/actions", "acting", "Act", "right_to_act")


@pytest.mark.parametrize("verb", Verb)
def test_verb_has_its_guard(verb: Verb) -> None:
    """Its own, or the one question whether it is at home in the state; an act at home everywhere needs neither."""
    everywhere = VERB_STATES.get(verb) == tuple(State)
    guarded = hasattr(guards, f"to_{verb}") or verb.name in verbs_named_in("cases/actions", "in_state")
    assert everywhere or guarded
    assert verb in VERB_STATES or verb == Verb.FILE


@pytest.mark.parametrize("verb", Verb)
def test_verb_has_its_page(verb: Verb) -> None:
    if verb in OTHER_PAGES:
        assert reverse(OTHER_PAGES[verb], args=PATH.get(OTHER_PAGES[verb]))
    else:
        assert PAGES[verb].verb == verb
        assert reverse("cases:act", args=[1, verb.path]).endswith(f"/{verb.path}/")


@pytest.mark.parametrize("verb", sorted(set(Verb) - NO_ROUTE))
def test_verb_has_its_route(verb: Verb) -> None:
    if verb in OTHER_ROUTES:
        assert reverse(OTHER_ROUTES[verb], args=PATH.get(OTHER_ROUTES[verb]))
    else:
        assert [act for act in API_ACTS if act.verb == verb]
        assert reverse(f"api:{verb}", args=[1]) == f"/api/v1/cases/1/{verb.path}/"
