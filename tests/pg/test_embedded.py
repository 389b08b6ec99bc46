"""The embedded PostgreSQL: races, kill -9, stale files, and who may come in."""

import os
import pwd
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from jianli_mediation.core import postgres_paths, postgres_programs
from jianli_mediation.core.postgres import APP_ROLE, DATABASE, Cluster
from jianli_mediation.core.postgres_paths import PORT, PostgresError

STARTER = """
import sys
from pathlib import Path
from jianli_mediation.core.postgres import Cluster
print(Cluster(Path(sys.argv[1]), sys.argv[2]).start())
"""


def remove(cluster: Cluster) -> None:
    cluster.stop()
    shutil.rmtree(cluster.where.home.parent, ignore_errors=True)
    shutil.rmtree(cluster.where.run, ignore_errors=True)


@pytest.fixture
def durable(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster as people's data would be in, not created yet."""
    cluster = Cluster(tmp_path, "dev")
    yield cluster
    remove(cluster)


@pytest.fixture
def disposable(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path, "test")
    yield cluster
    remove(cluster)


def starter(cluster: Cluster, data_dir: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(data_dir), cluster.name],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def connect(cluster: Cluster, user: str = APP_ROLE, database: str = DATABASE) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(cluster.where.run), port=PORT, user=user, dbname=database)


def ask(cluster: Cluster, question: str, user: str = APP_ROLE) -> list[tuple[object, ...]]:
    connection = connect(cluster, user)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())
    finally:
        connection.close()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.where.data / "postmaster.pid").read_text().splitlines()[0])


def kill_postmaster(cluster: Cluster) -> None:
    os.kill(postmaster(cluster), signal.SIGKILL)
    end = time.monotonic() + 5
    while cluster.ready() and time.monotonic() < end:
        time.sleep(0.02)


def test_many_processes_at_once_start_one_server(disposable: Cluster, tmp_path: Path) -> None:
    racers = [starter(disposable, tmp_path) for _ in range(8)]
    answers = [racer.communicate(timeout=120) for racer in racers]
    assert [errors for _, errors in answers] == [""] * 8
    assert sorted(out.strip() for out, _ in answers) == ["False"] * 7 + ["True"]
    assert ask(disposable, "SELECT current_database()") == [(DATABASE,)]


def test_second_start_finds_it_and_second_stop_has_nothing_to_do(disposable: Cluster) -> None:
    assert disposable.status().state == "stopped"
    assert disposable.start() is True
    assert disposable.start() is False
    assert disposable.status().state == "running"
    assert disposable.stop() is True
    assert disposable.stop() is False
    assert disposable.status().state == "stopped"
    assert list(disposable.where.run.iterdir()) == []


def test_starter_killed_at_any_moment_of_the_first_start_leaves_a_start_that_works(
    disposable: Cluster, tmp_path: Path
) -> None:
    moments = random.Random(20231023)
    for _ in range(4):
        racer = starter(disposable, tmp_path)
        time.sleep(moments.uniform(0.1, 1.2))
        racer.kill()
        racer.communicate()
        disposable.start()
        assert ask(disposable, "SELECT rolcreatedb, rolsuper FROM pg_roles WHERE rolname = 'app'") == [(True, False)]
        disposable.stop()
        shutil.rmtree(disposable.where.data)


def test_killed_postmaster_loses_no_acknowledged_commit(durable: Cluster) -> None:
    durable.start()
    writer = connect(durable)
    writer.autocommit = True
    with writer.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int)")
        for number in range(200):
            cursor.execute("INSERT INTO kept VALUES (%s)", [number])
    kill_postmaster(durable)
    assert durable.start() is True
    assert ask(durable, "SELECT count(*), max(n) FROM kept") == [(200, 199)]
    writer.close()


def test_stale_files_of_a_dead_server_naming_a_living_process_do_not_matter(disposable: Cluster) -> None:
    disposable.start()
    pid_file = (disposable.where.data / "postmaster.pid").read_text().splitlines()
    disposable.stop()
    living = subprocess.Popen(["sleep", "60"], **postgres_paths.as_server(disposable.where))
    try:
        stale = "\n".join([str(living.pid), *pid_file[1:]]) + "\n"
        (disposable.where.data / "postmaster.pid").write_text(stale)
        (disposable.where.run / f".s.PGSQL.{PORT}.lock").write_text(stale)
        disposable.where.socket.touch()
        assert disposable.start() is True
        assert living.poll() is None
    finally:
        living.kill()
        living.wait()


def test_half_made_data_folder_is_thrown_away(disposable: Cluster) -> None:
    postgres_paths.make_folders(disposable.where)
    disposable.where.init.mkdir()
    (disposable.where.init / "PG_VERSION").write_text("18\n")
    assert disposable.start() is True
    assert not disposable.where.init.exists()


def test_revive_starts_after_a_crash_but_not_after_a_stop(disposable: Cluster) -> None:
    disposable.start()
    assert disposable.revive() is False
    kill_postmaster(disposable)
    assert disposable.revive() is True
    disposable.stop()
    assert disposable.revive() is False


def test_data_of_an_unknown_major_version_is_named(disposable: Cluster) -> None:
    postgres_paths.make_folders(disposable.where)
    disposable.where.data.mkdir()
    (disposable.where.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresError, match=r"is of PostgreSQL 17, the wheel has 18, 16"):
        disposable.start()


def test_data_of_the_older_major_version_runs_on_its_own_programs(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("16\n")
    assert postgres_programs.install_for(tmp_path).name == "pginstall"
    assert postgres_programs.newest_install().name == "pginstall18"


def test_text_order_and_character_classes_do_not_depend_on_the_machine(disposable: Cluster) -> None:
    disposable.start()
    facts = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'jianli'"
    assert ask(disposable, facts) == [("b", "C.UTF-8", "UTF8")]
    assert ask(disposable, "SELECT '张' ~ '[[:alpha:]]', lower('Ä') = 'ä'") == [(True, True)]


@pytest.mark.parametrize(("fixture", "durability"), [("durable", "on"), ("disposable", "off")])
def test_only_the_disposable_cluster_trades_safety_for_speed(
    request: pytest.FixtureRequest, fixture: str, durability: str
) -> None:
    cluster: Cluster = request.getfixturevalue(fixture)
    cluster.start()
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(cluster, f"SHOW {name}") == [(durability,)]
    assert ask(cluster, "SHOW listen_addresses") == [("",)]


def test_no_other_user_of_the_machine_comes_in(disposable: Cluster) -> None:
    disposable.start()
    for folder in (disposable.where.run, disposable.where.data):
        assert folder.stat().st_mode & 0o077 == 0
    rules = disposable.where.hba.read_text() + disposable.where.ident.read_text()
    assert "trust" not in rules
    assert rules.split() == [
        *["local", "all,replication", "all", "peer", "map=embed"],
        *["embed", pwd.getpwuid(os.geteuid()).pw_name, "all"],
    ]


def test_the_log_quotes_no_row(disposable: Cluster) -> None:
    disposable.start()
    connection = connect(disposable)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE person (name text UNIQUE)")
        cursor.execute("INSERT INTO person VALUES ('张三丰')")
        with pytest.raises(psycopg2.errors.UniqueViolation):
            cursor.execute("INSERT INTO person VALUES ('张三丰')")
    connection.close()
    assert "duplicate key" in disposable.where.log.read_text()
    assert "张三丰" not in disposable.where.log.read_text()


def test_planted_socket_folder_is_refused(disposable: Cluster, tmp_path: Path) -> None:
    disposable.start()
    disposable.stop()
    disposable.where.run.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    disposable.where.run.symlink_to(elsewhere)
    with pytest.raises(PostgresError, match="is a link, or belongs to another user"):
        disposable.start()
    disposable.where.run.unlink()


def test_ordinary_user_keeps_everything_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_paths.os, "geteuid", lambda: 1000)
    where = postgres_paths.layout(Path("/home/clerk/jianli/var"), "dev")
    assert where.account is None
    assert where.socket == Path("/home/clerk/jianli/var/pg/dev/run/.s.PGSQL.5432")


def test_long_project_path_gets_a_short_socket_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_paths.os, "geteuid", lambda: 1000)
    where = postgres_paths.layout(Path("/home/clerk") / ("很长的名字" * 8) / "var", "dev")
    assert where.run.parent == postgres_paths.SHARED_TMP
    assert where.run.name.startswith("pgembed-1000-")
    assert len(os.fsencode(where.socket)) < postgres_paths.SOCKET_PATH_LIMIT


def test_unknown_cluster_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cluster must be one of"):
        Cluster(tmp_path, "live")


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Root's layout, whoever runs the tests; returns the folder that stands for /var/lib/jianli."""
    monkeypatch.setattr(postgres_paths.os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres_paths, "ROOT_HOME", tmp_path / "var-lib")
    return tmp_path / "var-lib"


def claimed(data_dir: Path) -> Path:
    where = postgres_paths.layout(data_dir, "dev")
    where.home.mkdir(parents=True, exist_ok=True)
    postgres_paths.claim(where)
    return where.home


def test_new_checkout_at_an_old_place_gets_a_new_database(as_root: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "project" / "var"
    first = claimed(data_dir)
    assert claimed(data_dir) == first
    shutil.rmtree(data_dir)
    assert claimed(data_dir) != first
    assert first.parent.parent == as_root


def test_moved_data_folder_keeps_its_database(as_root: Path, tmp_path: Path) -> None:
    first = claimed(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert claimed(tmp_path / "there") == first
    assert claimed(tmp_path / "there") == first


def test_copied_data_folder_does_not_share_the_database(as_root: Path, tmp_path: Path) -> None:
    claimed(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "copy")
    with pytest.raises(PostgresError, match="is a copy of"):
        claimed(tmp_path / "copy")
    (tmp_path / "copy" / "pg" / "id").unlink()
    assert claimed(tmp_path / "copy") != claimed(tmp_path / "here")


def test_damaged_name_of_the_database_leads_nowhere(as_root: Path, tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "id").write_text("../../etc")
    with pytest.raises(PostgresError, match="is damaged"):
        postgres_paths.layout(tmp_path, "dev")
