"""Ranges of PostgreSQL for exclusion constraints. Equality of a number needs an extension there; a range of one does not."""

from django.db.models import F, Func, Value


def closed(function: str, first: str, last: str) -> Func:
    """The range of ``function`` with both ends in it; open above where the column ``last`` is null."""
    return Func(F(first), F(last), Value("[]"), function=function)


def half_open(function: str, first: str, last: str) -> Func:
    """The range of ``function`` without its upper end: what ends at ten leaves room for what begins at ten."""
    return Func(F(first), F(last), Value("[)"), function=function)


def same(column: str) -> tuple[Func, str]:
    """The part of an exclusion constraint that compares rows of one owner only."""
    return closed("int8range", column, column), "&&"
