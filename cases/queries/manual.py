"""规则手册: read from the running code, so that what the court reads is what the machine does."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from cases.rules.book import rules
from cases.rules.eligibility import CRITERIA
from cases.rules.parameters import OURS, PARAMETERS, STATUTORY
from cases.rules.switches import SWITCHES
from cases.rules.terms import CHECKS
from cases.states import EDGES, VERB_STATES, State
from cases.verbs import OFFICE, VERBS, VerbRule
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.rulebook import Rule

from .reference import Setting, settings_on

CHAPTERS = {
    "appointments": "会商",
    "deadlines": "期间",
    "suspension": "期间",
    "stalling": "久调不和",
    "periods": "期间",
    "limitation": "申请执行时效",
    "preservation": "保全",
    "delivery": "送达",
    "fees": "费用",
    "interest": "利息",
    "rates": "利息",
    "switches": "利息",
    "allocation": "抵充与余额",
    "payments": "抵充与余额",
    "balance": "抵充与余额",
    "waivers": "抵充与余额",
    "instalments": "分期与违约",
    "default": "分期与违约",
    "simulator": "分期与违约",
    "terms": "协议体检",
    "clauses": "协议体检",
    "eligibility": "适格",
    "law": "法条",
    "identity": "号码",
    "casenumber": "号码",
    "parameters": "本院自定",
    "limits": "本院自定",
    "quiet": "告知与提醒",
    "reminders": "告知与提醒",
    "draw": "指派",
    "recusal": "指派",
}
KINDS = {"include": "纳入", "exclude": "排除", "hint": "提示"}
_PERIOD = re.compile(r'periods?(?: or Periods\(\))?\)?\["(T_\w+)"\]')


@dataclass(frozen=True)
class RuleShown:
    """One rule: what it is called, where it comes from, what it does, and the parameters it reckons with now."""

    rule: Rule
    chapter: str
    file: str
    line: int
    settings: tuple[Setting, ...]

    @property
    def nature(self) -> str:
        """法定, 本院默认 where the source says that it is ours, or both."""
        if self.rule.source.startswith("ours"):
            return OURS
        return f"{STATUTORY}，部分{OURS}" if "ours" in self.rule.source else STATUTORY

    @property
    def source(self) -> str:
        """The source as the court reads it."""
        return self.rule.source.replace("ours:", "本院：").replace("ours", "本院").replace("： ", "：")

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class EdgeShown:
    """One way from state to state."""

    verb: str
    sources: str
    target: str
    why: str


@dataclass(frozen=True)
class VerbShown:
    """One act: who may do it, in which states, on what ground."""

    code: str
    label: str
    roles: str
    states: str
    article: str


@dataclass(frozen=True)
class Manual:
    """The whole book as of a day."""

    day: date
    rules: tuple[RuleShown, ...]
    settings: tuple[Setting, ...]
    states: tuple[tuple[str, str], ...]
    edges: tuple[EdgeShown, ...]
    verbs: tuple[VerbShown, ...]

    @property
    def chapters(self) -> list[tuple[str, list[RuleShown]]]:
        """The rules by subject, in the order of the table of chapters."""
        names = list(dict.fromkeys(CHAPTERS.values()))
        return [(name, [each for each in self.rules if each.chapter == name]) for name in names]

    criteria = tuple((each, KINDS[each.kind]) for each in CRITERIA)
    checks = CHECKS


def manual(day: date) -> Manual:
    """The book of ``day``: the rules as they run, and the parameters in force."""
    in_force = settings_on(day)
    return Manual(
        day=day,
        rules=tuple(_rule(each, in_force) for each in rules()),
        settings=tuple(in_force),
        states=tuple((state.value, state.label) for state in State),
        edges=tuple(_edges()),
        verbs=tuple(_verbs()),
    )


def found(text: str, day: date) -> list[RuleShown]:
    """The rules whose id, title, source or meaning speak of ``text``."""
    wanted = text.casefold()
    return [
        each
        for each in manual(day).rules
        if wanted in f"{each.rule.id} {each.rule.title} {each.source} {each.rule.text}".casefold()
    ]


def tests_of(rule: Rule) -> list[str]:
    """The test files that name the rule's function or its id; none where the tests are not installed."""
    folder = Path(settings.BASE_DIR) / "tests"
    name = re.compile(rf"\b(?:{re.escape(rule.function.__name__)}|{re.escape(rule.id)})\b")
    files = sorted(folder.rglob("test_*.py"))
    return [str(file.relative_to(settings.BASE_DIR)) for file in files if name.search(file.read_text(encoding="utf-8"))]


def _rule(rule: Rule, in_force: list[Setting]) -> RuleShown:
    codes = _parameters(rule)
    used = tuple(each for each in in_force if each.parameter.code in codes)
    file = Path(inspect.getfile(rule.function)).relative_to(settings.BASE_DIR)
    line = inspect.getsourcelines(rule.function)[1]
    return RuleShown(rule, CHAPTERS[rule.id.split(".")[0]], str(file), line, used)


def _parameters(rule: Rule) -> set[str]:
    """What the function itself reckons with: the periods it looks up, the switches it is given."""
    if rule.id == "parameters.value_of":
        return set(PARAMETERS)
    source = inspect.getsource(rule.function)
    given = set(inspect.signature(rule.function).parameters)
    return set(_PERIOD.findall(source)) | (given & set(SWITCHES))


def _edges() -> Iterator[EdgeShown]:
    for edge in EDGES:
        sources = "、".join(State(state).label for state in edge.sources)
        target = State(edge.target).label if edge.target else "回到以前的状态"
        yield EdgeShown(_label(edge.verb), sources, target, edge.why)


def _label(verb: str) -> str:
    return VERBS[next(each for each in VERBS if each.value == verb)].label


def _verbs() -> Iterator[VerbShown]:
    for verb, rule in VERBS.items():
        states = VERB_STATES.get(verb, ())
        words = "任何状态" if len(states) == len(State) else "、".join(State(state).label for state in states)
        yield _verb(verb, rule, words or "还没有案件")
    for act, rule in OFFICE.items():
        yield _verb(act, rule, "不涉及案件")


def _verb(code: str, rule: VerbRule, states: str) -> VerbShown:
    roles = "、".join(role.label for role in Role if role in rule.roles)
    return VerbShown(str(code), rule.label, roles, states, rule.article)


def as_text(book: Manual) -> str:
    """The book without what changes by itself: line numbers, days. For the golden copy that is reviewed with the code."""
    lines = []
    for each in book.rules:
        used = "、".join(setting.parameter.code for setting in each.settings)
        lines.append(f"rule {each.rule.id} | {each.rule.title} | {each.source} | {each.file} | {used}")
    for parameter in PARAMETERS.values():
        default = parameter.words(parameter.default)
        lines.append(
            f"parameter {parameter.code} | {parameter.title} | {default} | {parameter.nature} | {parameter.source}"
        )
    lines += [f"state {code} | {label}" for code, label in book.states]
    lines += [f"edge {edge.verb} | {edge.sources} | {edge.target} | {edge.why}" for edge in book.edges]
    lines += [f"verb {verb.code} | {verb.label} | {verb.roles} | {verb.states} | {verb.article}" for verb in book.verbs]
    lines += [
        f"criterion {each.code} | {each.text} | {kind} | {'硬' if each.hard else '软'} | {each.source}"
        for each, kind in book.criteria
    ]
    lines += [f"check {check.code} | {check.title}" for check in book.checks]
    return "\n".join(lines) + "\n"
