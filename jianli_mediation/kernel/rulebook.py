"""The rule book: every rule of law is a registered pure function with id, title and source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """`source` names the article, or begins with "ours" where the default is the court's own."""

    id: str
    title: str
    source: str
    function: Callable[..., Any]

    @property
    def place(self) -> str:
        """Dotted name of the function."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    @property
    def text(self) -> str:
        """The docstring: meaning, units, shapes, errors."""
        return self.function.__doc__ or ""


_rules: dict[str, Rule] = {}


def rule(rule_id: str, title: str, source: str) -> Callable[[Function], Function]:
    """Register the function and return it unchanged. ValueError for an id used by another function."""

    def register(function: Function) -> Function:
        entry = Rule(rule_id, title, source, function)
        if rule_id in _rules and _rules[rule_id].place != entry.place:
            raise ValueError(f"rule id {rule_id} is taken by {_rules[rule_id].place}")
        _rules[rule_id] = entry
        return function

    return register


def all_rules() -> tuple[Rule, ...]:
    """Every rule of the modules imported so far, ordered by id."""
    return tuple(_rules[key] for key in sorted(_rules))
