"""Alive and ready: what a monitor is told, and that it is told nothing else."""

from collections import namedtuple
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from jianli_mediation.core import health

Usage = namedtuple("Usage", "total used free")


def test_alive_touches_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_is_in_order(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "migrations": "ok", "fonts": "ok", "disk": "ok"}


@pytest.mark.django_db
def test_not_ready_without_fonts_or_disk(
    client: Client, settings: "pytest.FixtureRequest", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONTS_DIR = tmp_path
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(1, 1, 10 * 1024 * 1024))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "fonts": "no font files",
        "disk": "only 10 MB free",
    }


@pytest.mark.django_db
def test_not_ready_before_the_tables_are_up_to_date(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "1 not applied"


def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*arguments: object) -> None:
        raise DatabaseError("host db.court.cn is down")

    monkeypatch.setattr(health.connection, "cursor", lost)
    monkeypatch.setattr(health, "MigrationExecutor", lost)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "DatabaseError"
    assert "court.cn" not in response.content.decode()


def test_monitor_may_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
