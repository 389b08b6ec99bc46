"""One chain of migrations per app, nothing forgotten, every step can be undone; and every constraint has its words."""

import re
from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import CheckConstraint, UniqueConstraint

OURS = ("core", "mediators", "documents", "cases")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CONSTRAINTS = {
    constraint.name: constraint
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
}


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.parametrize("app", OURS)
def test_one_chain(app: str, loader: MigrationLoader) -> None:
    """Numbered 0001, 0002, …, each on the one before it: two branches never meet at a court's server."""
    chain = sorted(name for label, name in loader.disk_migrations if label == app)
    assert [name[:4] for name in chain] == [f"{number:04}" for number in range(1, len(chain) + 1)]
    assert [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] == app] == [(app, chain[-1])]
    for before, after in pairwise(chain):
        own = [name for label, name in loader.disk_migrations[app, after].dependencies if label == app]
        assert own == [before]


@pytest.mark.parametrize("app", OURS)
def test_every_step_can_be_undone(app: str, loader: MigrationLoader) -> None:
    stuck = [
        f"{name}: {operation.describe()}"
        for (label, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if label == app and not operation.reversible
    ]
    assert stuck == []


def test_no_change_of_a_model_is_without_its_migration(db: None) -> None:
    call_command("makemigrations", *OURS, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_says_in_chinese_what_is_wrong(name: str) -> None:
    """Plain unique keys are told by Django in its own Chinese; every condition needs words of ours."""
    constraint = CONSTRAINTS[name]
    if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
        assert constraint.fields
    else:
        assert CHINESE.search(str(constraint.violation_error_message))


def test_the_database_has_every_constraint(db: None) -> None:
    """By the same name: a migration that lost one, or a table that somebody altered by hand, is found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        there = {name for (name,) in cursor.fetchall()}
    assert set(CONSTRAINTS) <= there


def test_constraints_are_of_the_kinds_we_test() -> None:
    kinds = {CheckConstraint, UniqueConstraint, ExclusionConstraint}
    assert {type(constraint) for constraint in CONSTRAINTS.values()} <= kinds
