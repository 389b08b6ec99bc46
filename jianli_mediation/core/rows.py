"""Rows written by SQL that is put together once per process, where an act or a call writes the same kind each time.

What ``Model.save`` and ``bulk_create`` would store, value by value as the fields prepare it. Neither sends signals here
(the project has none), nor asks whether the row is new.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import AutoField, Field, Model


@cache
def columns(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """The columns that are ours to fill: not the number that the database gives, nor what it computes."""
    return tuple(
        column
        for column in model._meta.local_concrete_fields
        if not isinstance(column, AutoField) and not column.generated
    )


def values(row: Model, *, new: bool) -> list[Any]:
    """What is stored in ``columns``."""
    return [column.get_db_prep_save(column.pre_save(row, new), connection) for column in columns(type(row))]


@cache
def names(model: type[Model]) -> str:
    return ", ".join(f'"{column.column}"' for column in columns(model))


@cache
def places(model: type[Model]) -> str:
    return ", ".join(["%s"] * len(columns(model)))


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one kind in one statement, and give them their keys. None is fine, too."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk.column
    sql = f'INSERT INTO "{model._meta.db_table}" ({names(model)}) VALUES '  # noqa: S608 - names of our own models
    sql += ", ".join([f"({places(model)})"] * len(rows)) + f' RETURNING "{key}"'
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in values(row, new=True)])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, connection.alias


def update(row: Model) -> None:
    """Store every column of a row that is there."""
    model = type(row)
    sets = ", ".join(f'"{column.column}" = %s' for column in columns(model))
    sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values(row, new=False), row.pk])
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{model.__name__} {row.pk}")
