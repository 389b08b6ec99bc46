"""Queries whose SQL is written once per process, and what belongs to a row read by them.

Django writes the SQL of a queryset anew each time it is asked; for a case with all that belongs to it that takes several
times as long as reading the rows. The same queryset, asked again and again for other keys, is written once here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model, Prefetch, QuerySet
from django.db.models.query import get_related_populators

# Stands for the keys while the SQL is written; no row has it.
MARK = -(2**31) + 7001
_ALIAS = "default"
NOTHING: "frozenset[Below]" = frozenset()


class Kept:
    """The queryset that ``write`` makes for a list of keys (``…__in=keys``, in one place or several), written once.

    The keys are numbers, or texts where the column is one.

    It may select related rows, defer columns and order; annotations it may not have.
    """

    def __init__(self, write: Callable[[list[Any]], QuerySet[Any, Any]]) -> None:
        self._write = write

    def rows(self, keys: Iterable[int | str]) -> list[tuple[Any, ...]]:
        """The columns of every row that belongs to one of ``keys``."""
        wanted = tuple(keys)
        if not wanted:
            return []
        statement = self._statement
        # One key is the common case, and is quicker to write and to plan as such.
        sql, key = (statement.sql_of_one, wanted[0]) if len(wanted) == 1 else (statement.sql, wanted)
        with connection.cursor() as cursor:
            cursor.execute(sql, (key,) * statement.places)
            found = cursor.fetchall()
        return statement.converted(found) if statement.converters else found

    def objects(self, keys: Iterable[int | str]) -> list[Any]:
        """The model's objects instead, with the related ones that were selected."""
        statement = self._statement
        found = []
        for row in self.rows(keys):
            each = statement.model.from_db(_ALIAS, statement.columns, row[: len(statement.columns)])
            for related in statement.related:
                related.populate(row, each)
            found.append(each)
        return found

    @cached_property
    def _statement(self) -> "_Statement":
        return _Statement.of(self._write([MARK]))


@dataclass(frozen=True)
class _Statement:
    """What Django makes of a queryset: the SQL, how columns become values, which make up the object."""

    sql: str
    sql_of_one: str
    places: int
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    model: type[Model]
    columns: tuple[str, ...] = ()
    related: tuple[Any, ...] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "_Statement":
        compiler = rows.query.get_compiler(_ALIAS)
        sql, values = compiler.as_sql()
        only_keys = {str(value) for value in values} == {str(MARK)} and sql.count("IN (%s)") == len(values)
        if not only_keys or rows.query.annotations:
            raise ValueError(f"only the keys of a kept query may change: {sql}")
        written = [column for column, _, _ in compiler.select]
        converters = compiler.get_converters(written)
        # psycopg2 writes a tuple as the list behind IN.
        sqls = sql.replace("IN (%s)", "IN %s"), sql.replace("IN (%s)", "= %s")
        kept = tuple((place, tuple(each), column) for place, (each, column) in converters.items())
        if rows.query.values_select:
            return cls(*sqls, len(values), kept, rows.model)
        own = [written[place].target.attname for place in compiler.klass_info["select_fields"]]
        related = get_related_populators(compiler.klass_info, compiler.select, _ALIAS)  # type: ignore[call-arg]
        return cls(*sqls, len(values), kept, rows.model, tuple(own), tuple(related))

    def converted(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        found = []
        for row in map(list, rows):
            for place, converters, column in self.converters:
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
            found.append(tuple(row))
        return found


class Below:
    """The rows that belong to one row, by the name of their list there, with what belongs to them in turn.

    ``rows``: all of their kind, as they are wanted. ``owner``: the name of the foreign key by which they belong.
    ``rare``: most often there are none, so that it pays to ask beforehand (``Rare``).
    """

    def __init__(self, name: str, owner: str, rows: QuerySet[Any, Any], *below: "Below", rare: bool = False) -> None:
        self.name, self.owner, self.rows, self.below, self.rare = name, owner, rows, below, rare
        self.kept = Kept(lambda keys: rows.filter(**{f"{owner}__in": keys}))
        # Of the queryset's own class, so that its own methods (``attempt.assignments.open()``) are still there.
        self.kind = type("RowsBelow", (_RowsBelow, type(rows)), {})

    @cached_property
    def key(self) -> Any:
        """The foreign key by which the rows belong."""
        return self.rows.model._meta.get_field(self.owner)

    def prefetches(self, path: str = "") -> Iterator[Prefetch]:
        """The same as Django reads it at once, writing its SQL anew each time."""
        yield Prefetch(f"{path}{self.name}", self.rows.all())
        for each in self.below:
            yield from each.prefetches(f"{path}{self.name}__")

    def lists_of(self, owners: Iterable[Any], none: "frozenset[Below]" = NOTHING) -> None:
        """Give each owner its list. What is in them is read for all of them together when one is first looked at.

        ``none``: lists of which it is known that nothing is in them.
        """
        lists: dict[int, Any] = {}
        for owner in owners:
            rows = self.kind(self.rows.model, self.rows.query, hints={"instance": owner})
            # What the list's own manager would give, for whoever asks more of it than ``all()``.
            rows._deferred_filter = (False, (), {self.owner: owner})
            rows._known_related_objects = {self.key: {owner.pk: owner}}
            rows._prefetch_done = True
            rows.together, rows.part, rows.none = lists, self, none
            if self in none:
                rows._result_cache = []
            lists[owner.pk] = rows
            _at_hand(owner)[self.name] = rows

    def read(self, lists: dict[int, Any]) -> None:
        found: dict[int, list[Any]] = {key: [] for key, rows in lists.items() if rows._result_cache is None}
        for row in self.kept.objects(found):
            key = getattr(row, f"{self.owner}_id")
            row._state.fields_cache[self.owner] = lists[key]._hints["instance"]
            found[key].append(row)
        none = NOTHING
        for key, rows in found.items():
            lists[key]._result_cache, none = rows, lists[key].none
        give_lists([row for rows in found.values() for row in rows], self.below, none)

    def asked(self, owned: str) -> Iterator[tuple["Below", str]]:
        """Each rare list from here on, with the SQL that says whether anything is in it; ``owned``: the SQL of the owners' ids."""
        table, column = self.rows.model._meta.db_table, self.key.column
        if self.rare:
            yield self, f'EXISTS (SELECT 1 FROM "{table}" WHERE "{column}" IN ({owned}))'  # noqa: S608 - names of our own tables
        for each in self.below:
            yield from each.asked(f'SELECT id FROM "{table}" WHERE "{column}" IN ({owned})')  # noqa: S608 - the same


class Rare:
    """Which of the rare lists of one row are empty, asked in one statement, so that they need not be read one by one.

    For readers only: an act that adds to a list by another way than its owner would not see what it added.
    """

    def __init__(self, parts: Iterable[Below]) -> None:
        found = [each for part in parts for each in part.asked("%(key)s")]
        self.parts = [part for part, _ in found]
        self.sql = f"SELECT {', '.join(sql for _, sql in found)}"

    def none_of(self, key: int) -> frozenset[Below]:
        """The lists of the row ``key`` that hold nothing."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, {"key": key})
            row = cursor.fetchone()
        return frozenset(part for part, there in zip(self.parts, row, strict=True) if not there)


class _RowsBelow:
    """A list of what belongs to one row, read when it is first looked at, and once."""

    part: Below | None = None  # a queryset derived from it (``.filter``) has none, and asks for itself
    together: dict[int, Any]
    none: frozenset[Below] = NOTHING
    _query: Any
    own_query = False

    @property
    def query(self) -> Any:
        """Most lists are only looked at; the query they share becomes one's own when something is derived from it."""
        if not self.own_query:
            self._query, self.own_query = self._query.chain(), True
        return QuerySet.query.fget(self)  # type: ignore[attr-defined]

    @query.setter
    def query(self, value: Any) -> None:
        self._query, self.own_query = value, True

    def _fetch_all(self) -> None:
        if self.part is not None and self._result_cache is None:  # type: ignore[attr-defined]
            self.part.read(self.together)
        super()._fetch_all()  # type: ignore[misc]

    def __getitem__(self, place: Any) -> Any:
        if self.part is not None:
            self._fetch_all()
        return super().__getitem__(place)  # type: ignore[misc]

    def count(self) -> int:
        if self.part is not None:
            self._fetch_all()
        return super().count()  # type: ignore[misc]

    def exists(self) -> bool:
        if self.part is not None:
            self._fetch_all()
        return super().exists()  # type: ignore[misc]


def give_lists(
    owners: Sequence[Any] | QuerySet[Any, Any], parts: Iterable[Below], none: frozenset[Below] = NOTHING
) -> None:
    """Let ``owner.parts.all()`` of every owner that has no such list yet ask once, and for all of them together."""
    if not owners:
        return
    for part in parts:
        without = [owner for owner in owners if part.name not in _at_hand(owner)]
        if without:
            part.lists_of(without, none)
        if part.below and len(without) < len(owners):
            give_lists([row for owner in owners for row in _at_hand(owner)[part.name]._result_cache or ()], part.below)


def list_of(owner: Any, name: str) -> Any:
    """``owner.<name>.all()``, for what is asked again and again: without a manager made anew each time."""
    rows = owner.__dict__.get("_prefetched_objects_cache", {}).get(name)
    return getattr(owner, name).all() if rows is None else rows


def _at_hand(owner: Any) -> dict[str, Any]:
    lists: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    return lists
