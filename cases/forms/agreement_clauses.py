"""The library of clauses beside the agreement: what can be taken from it, and what was."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from cases.rules.clauses import CLAUSES, Clause, has, offered, with_clause

LONGEST_CLAUSES = 5000
TAKE = "clause:"


@dataclass(frozen=True)
class LibraryClause:
    """A clause of the library; ``taken``: it stands among the other terms already."""

    clause: Clause
    taken: bool


def library_of(text: Any, *, legal_model: str, on: date) -> list[LibraryClause]:
    """Every clause that can be added to the other terms ``text``."""
    typed = str(text or "")
    return [LibraryClause(each, has(text=typed, clause=each)) for each in offered(legal_model=legal_model, on=on)]


def add_clause(data: QueryDict, code: str) -> None:
    """Put the clause behind the other terms; an unknown one changes nothing."""
    if code in CLAUSES:
        data["other_clauses"] = with_clause(text=data.get("other_clauses", ""), code=code)
