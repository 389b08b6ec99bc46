"""Starts and stops the embedded PostgreSQL. Standard library only; every choice is argued in docs/operations.md.

One lock file per cluster says whether anything of it is alive: its descriptor is inherited by the postmaster
and all its children. When the lock can be taken nothing is alive, so pid and socket files are stale.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jianli_mediation.core import postgres_paths as paths
from jianli_mediation.core import postgres_programs as programs
from jianli_mediation.core.postgres_paths import PORT, PostgresError

DATABASE = "jianli"
APP_ROLE = "app"
SUPERUSER = "postgres"
START_TIMEOUT = 90.0
LOG_LIMIT = 10 * 1024 * 1024

COMMON = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    # Docker gives /dev/shm 64 MB, which parallel queries outgrow.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "client_connection_check_interval": "10s",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    # A failed statement and its DETAIL would carry names and ID numbers into the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
DURABLE = {
    "fsync": "on",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_wal_size": "1GB",
    "max_slot_wal_keep_size": "2GB",
}
DISPOSABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "2GB",
}
SETTINGS = {"dev": COMMON | DURABLE, "test": COMMON | DISPOSABLE}

HBA = "local all,replication all peer map=embed\n"
FIRST_STATEMENTS = f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER CREATEDB\nCREATE DATABASE {DATABASE} OWNER {APP_ROLE}\n"


@dataclass(frozen=True)
class Status:
    """What `db status` shows. `state` is running, stopped, or busy (starting, or an orphan still ends)."""

    state: str
    home: Path
    socket: Path
    major: str


class Cluster:
    """One data folder with its server: `dev` (durable) or `test` (fast and disposable)."""

    def __init__(self, data_dir: Path, name: str) -> None:
        if name not in SETTINGS:
            raise ValueError(f"cluster must be one of {sorted(SETTINGS)}, not {name!r}")
        self.name = name
        self.where = paths.layout(data_dir, name)

    def ready(self) -> bool:
        """True when the server answers. The socket file is looked for first: asking costs a process."""
        if not self.where.socket.exists():
            return False
        program = programs.newest_install() / "bin" / "pg_isready"
        asked = [str(program), "-q", "-h", str(self.where.run), "-p", str(PORT)]
        return subprocess.run(asked, check=False, env=_clean_environment()).returncode == 0

    def start(self) -> bool:
        """Make the server run. True when this call started it, False when it was running already.

        Any number of processes may call this at once: one starts it, the others wait for the socket.
        Raises PostgresError with the end of the server's log when it does not come up.
        """
        if self.ready():
            return False
        paths.make_folders(self.where)
        lock = paths.open_private(self.where.lock)
        try:
            if not self._lock_or_wait(lock):
                return False
            self._launch(lock)
            return True
        finally:
            os.close(lock)

    def stop(self) -> bool:
        """Stop the server: clients are disconnected, nothing is lost. False when nothing was running."""
        if not self._alive():
            return False
        program = programs.server_binaries(self.where) / "pg_ctl"
        order = [str(program), "stop", "-D", str(self.where.data), "-m", "fast", "-w", "-t", "60"]
        done = subprocess.run(
            order, check=False, capture_output=True, text=True, cwd="/", env=_clean_environment(), **self._owner()
        )
        if done.returncode and self._alive():
            raise PostgresError(f"The embedded database did not stop: {done.stderr.strip() or done.stdout.strip()}")
        return True

    def revive(self) -> bool:
        """Start the server again if it crashed; not if it was stopped, which takes the socket file away."""
        return self.start() if self.where.socket.exists() and not self.ready() else False

    def status(self) -> Status:
        state = "running" if self.ready() else "busy" if self._alive() else "stopped"
        version_file = self.where.data / "PG_VERSION"
        major = version_file.read_text(encoding="ascii").strip() if version_file.exists() else "-"
        return Status(state=state, home=self.where.home, socket=self.where.run, major=major)

    def _owner(self) -> paths.RunAs:
        return paths.as_server(self.where)

    def _alive(self) -> bool:
        """True while any process of this cluster, or a starter of it, holds the lock."""
        if not self.where.lock.exists():
            return False
        lock = paths.open_private(self.where.lock)
        try:
            return not _try_lock(lock, fcntl.LOCK_SH)  # shared: two who look must not see each other
        finally:
            os.close(lock)

    def _lock_or_wait(self, lock: int) -> bool:
        """True with the lock in hand, False as soon as somebody else's server answers."""
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end:
            if _try_lock(lock):
                return True
            if self.ready():
                return False
            time.sleep(0.05)
        raise PostgresError(
            f"Another process has held {self.where.lock} for {START_TIMEOUT:.0f} s and no server answers. "
            f"{self._end_of_log()}"
        )

    def _launch(self, lock: int) -> None:
        if self.where.account:
            paths.ensure_account()
        paths.give_to_account(self.where)
        binaries = programs.server_binaries(self.where)
        self._write_access_rules()
        if not self.where.data.exists():
            self._initialise(binaries, lock)
        self._remove_stale_files()
        self._spawn(binaries, lock)

    def _initialise(self, binaries: Path, lock: int) -> None:
        """Build the data folder aside and rename it when it is complete, roles and database included."""
        if self.where.init.exists():
            shutil.rmtree(self.where.init)
        self.where.init.mkdir(mode=0o700)
        if self.where.account:
            os.chown(self.where.init, paths.server_uid(self.where), -1)
        options = ["--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"]
        options += ["--builtin-locale", "C.UTF-8", "--auth-local", "peer", "--auth-host", "reject", "--no-instructions"]
        if self.name == "test":
            options.append("--no-sync")
        self._run([str(binaries / "initdb"), "-D", str(self.where.init), *options], lock)
        single = [str(binaries / "postgres"), "--single", "-D", str(self.where.init), "-c", "exit_on_error=on"]
        self._run([*single, "postgres"], lock, text=FIRST_STATEMENTS)
        self.where.init.rename(self.where.data)

    def _run(self, command: Sequence[str], lock: int, text: str = "") -> None:
        """Run one step of the set-up. It inherits the lock, so that an orphan of a killed starter is waited for."""
        done = subprocess.run(
            command,
            input=text,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=_clean_environment(),
            pass_fds=(lock,),
            **self._owner(),
        )
        if done.returncode:
            raise PostgresError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _write_access_rules(self) -> None:
        """Peer authentication for this user alone. Rewritten at each start, outside the server's own folder."""
        user = pwd.getpwuid(os.geteuid()).pw_name
        for path, text in ((self.where.hba, HBA), (self.where.ident, f"embed {user} all\n")):
            path.unlink(missing_ok=True)
            handle = paths.open_private(path)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            if self.where.account:
                os.chown(path, 0, self.where.home.stat().st_gid)
                path.chmod(0o640)

    def _remove_stale_files(self) -> None:
        """We hold the lock, so nothing lives. A zombie postmaster would make PostgreSQL believe its socket lock."""
        (self.where.data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.where.run.glob(".s.PGSQL.*"):
            path.unlink(missing_ok=True)

    def _spawn(self, binaries: Path, lock: int) -> None:
        if self.where.log.exists() and self.where.log.stat().st_size > LOG_LIMIT:
            self.where.log.rename(self.where.log.with_name("log.1"))
        chosen = SETTINGS[self.name] | {
            "unix_socket_directories": str(self.where.run),
            "hba_file": str(self.where.hba),
            "ident_file": str(self.where.ident),
        }
        command = [str(binaries / "postgres"), "-D", str(self.where.data)]
        for name, value in chosen.items():
            command += ["-c", f"{name}={value}"]
        log = paths.open_private(self.where.log, append=True)
        try:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_clean_environment(),
                start_new_session=True,
                pass_fds=(lock,),
                **self._owner(),
            )
        finally:
            os.close(log)
        self._wait_until_ready(server)

    def _wait_until_ready(self, server: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end:
            if self.ready():
                server.returncode = 0  # it outlives us on purpose; else -W error reports a leaked process
                return
            if server.poll() is not None:
                raise PostgresError(f"The embedded database ended at once. {self._end_of_log()}")
            time.sleep(0.02)
        server.terminate()
        raise PostgresError(f"The embedded database did not answer in {START_TIMEOUT:.0f} s. {self._end_of_log()}")

    def _end_of_log(self) -> str:
        if not self.where.log.exists():
            return f"No log at {self.where.log}."
        lines = self.where.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
        return "\n".join([f"End of {self.where.log}:", *lines])


def _try_lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the caller may redirect the programs; messages in English, as the log is."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return keep | {"LC_ALL": "C"}
