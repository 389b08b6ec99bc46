"""`manage.py db`: what the operator sees, and a dump that is complete and private."""

import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from jianli_mediation.core import launch, postgres_programs
from jianli_mediation.core.postgres import Cluster


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("db", *arguments, stdout=out)
    return out.getvalue()


def test_start_status_and_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster(tmp_path, "test")
    monkeypatch.setattr(launch, "cluster", lambda: cluster)
    try:
        assert "state   stopped" in said("status")
        assert said("start") == "started\n"
        assert said("start") == "was running already\n"
        assert "state   running\nversion PostgreSQL 18\n" in said("status")
        assert said("stop") == "stopped\n"
        assert said("stop") == "was not running\n"
    finally:
        cluster.stop()
        shutil.rmtree(cluster.where.home.parent)


def test_own_server_of_the_court_is_not_started_or_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "cluster", lambda: None)
    assert "DATABASE_URL is set" in said("stop")


@pytest.mark.django_db
def test_dump_can_be_read_back_and_is_private(tmp_path: Path) -> None:
    target = tmp_path / "dumps" / "court.dump"
    said("dump", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in target.parent.iterdir()] == ["court.dump"]
    program = postgres_programs.newest_install() / "bin" / "pg_restore"
    listing = subprocess.run([program, "--list", target], check=True, capture_output=True, text=True).stdout
    assert "TABLE DATA public django_migrations" in listing


def test_failed_dump_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "court.dump"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "no_such_database")
    with pytest.raises(CommandError, match="pg_dump failed"):
        said("dump", str(target))
    assert list(tmp_path.iterdir()) == []
