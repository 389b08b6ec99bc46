"""Where the embedded PostgreSQL lives: its folders, and the account it runs as.

Two layouts. An ordinary user runs the wheel's binaries in place and keeps everything under the data folder.
PostgreSQL refuses to run as root, and another account may not be able to read root's project, so root gets
a root-owned copy of the binaries and folders under /var/lib/jianli, served by a system account of its own.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from jianli_mediation.core import atomic

ACCOUNT = "jianli"
ROOT_HOME = Path("/var/lib/jianli")
PORT = 5432
SOCKET_PATH_LIMIT = 107
# Fixed on purpose: by TMPDIR two terminals would look in two places. The folder is 0700 and checked before use.
SHARED_TMP = Path("/tmp")  # noqa: S108


class RunAs(TypedDict, total=False):
    """The arguments of subprocess.Popen that change the user."""

    user: int
    group: int
    extra_groups: list[int]


class PostgresError(RuntimeError):
    """The embedded database cannot be started, stopped or reached; the text says why."""


@dataclass(frozen=True)
class Layout:
    """Folders of one cluster of the data folder `origin`. `account` is the system account of root mode, else None."""

    origin: Path
    home: Path
    run: Path
    account: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def init(self) -> Path:
        return self.home / "init"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def users(self) -> Path:
        return self.home / "users"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def hba(self) -> Path:
        return self.home / "pg_hba.conf"

    @property
    def ident(self) -> Path:
        return self.home / "pg_ident.conf"

    @property
    def socket(self) -> Path:
        return self.run / f".s.PGSQL.{PORT}"


def layout(data_dir: Path, name: str) -> Layout:
    """The folders of cluster `name` of the project whose data folder is `data_dir`."""
    if os.geteuid() == 0:
        home = ROOT_HOME / identity(data_dir) / name
        return Layout(origin=data_dir, home=home, run=home / "run", account=ACCOUNT)
    home = data_dir / "pg" / name
    run = home / "run"
    if len(os.fsencode(run / f".s.PGSQL.{PORT}.lock")) > SOCKET_PATH_LIMIT:
        digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        run = SHARED_TMP / f"pgembed-{os.geteuid()}-{digest}-{name}"
    return Layout(origin=data_dir, home=home, run=run, account=None)


def identity(data_dir: Path) -> str:
    """The name of this data folder's databases under /var/lib/jianli, drawn once and kept in the folder.

    A hash of the path would hand a new checkout the database of a deleted one that lay at the same place, with other
    keys and perhaps other tables. So root sees what an ordinary user sees: the data go with the data folder.
    """
    path = data_dir / "pg" / "id"
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another process was first
            atomic.write_once(path, secrets.token_hex(6))
    name = path.read_text(encoding="ascii").strip()
    if not re.fullmatch("[0-9a-f]{12}", name):
        raise PostgresError(f"{path} is damaged: it must hold twelve hexadecimal digits.")
    return name


def claim(where: Layout) -> None:
    """Root mode: note whose databases these are. A copied data folder is refused, a moved one is followed."""
    note = where.home.parent / "origin"
    written = note.read_text(encoding="utf-8") if note.exists() else ""
    owner = Path(written) if written else where.origin
    if owner != where.origin and (owner / "pg" / "id").exists() and identity(owner) == identity(where.origin):
        raise PostgresError(
            f"{where.origin} is a copy of {owner}, and both name the same database. "
            f"Remove {where.origin / 'pg' / 'id'} to give the copy an empty one of its own."
        )
    if written != str(where.origin):
        note.write_text(str(where.origin), encoding="utf-8")


def make_folders(where: Layout) -> None:
    """Create the folders of a cluster and refuse any that somebody else could have planted."""
    if where.account:
        for folder in (ROOT_HOME, where.home.parent):
            folder.mkdir(mode=0o711, exist_ok=True)
            folder.chmod(0o711)
        claim(where)
    where.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_foreign(where.home)


def give_to_account(where: Layout) -> None:
    """Root mode: let the account pass through `home` and own the socket folder; needs the account to exist."""
    where.run.mkdir(mode=0o700, exist_ok=True)
    if where.account:
        entry = pwd.getpwnam(where.account)
        os.chown(where.home, 0, entry.pw_gid)
        where.home.chmod(0o710)
        os.chown(where.run, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    _refuse_foreign(where.run, owner=server_uid(where))
    where.run.chmod(0o700)


def server_uid(where: Layout) -> int:
    return pwd.getpwnam(where.account).pw_uid if where.account else os.geteuid()


def _refuse_foreign(folder: Path, owner: int | None = None) -> None:
    found = folder.lstat()
    expected = os.geteuid() if owner is None else owner
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected:
        raise PostgresError(f"{folder} is a link, or belongs to another user: remove it or set JIANLI_DATA.")


def as_server(where: Layout) -> RunAs:
    """Arguments for subprocess that run a program as the owner of the cluster's data."""
    if not where.account:
        return {}
    entry = pwd.getpwnam(where.account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def only_one_installer() -> Iterator[None]:
    """Several clusters may be set up at once, but useradd and the copy are shared by the whole machine."""
    with open(ROOT_HOME / "install.lock", "w", opener=_private) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def open_private(path: Path, *, append: bool = False) -> int:
    """A descriptor of a file only we may read, which is never a link."""
    return _private(str(path), os.O_RDWR | os.O_CREAT | (os.O_APPEND if append else 0))


def ensure_account() -> None:
    """Root mode: make the system account unless it exists. useradd is unchecked, since another may have won."""
    with only_one_installer():
        if _account_exists():
            return
        program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program:
            options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            subprocess.run(
                [program, *options, "--shell", "/usr/sbin/nologin", ACCOUNT], check=False, capture_output=True
            )
        if not _account_exists():
            raise PostgresError(
                f"The system account {ACCOUNT!r} could not be created (useradd). PostgreSQL does not run as root: "
                "run as an ordinary user, create the account, or set DATABASE_URL."
            )


def _account_exists() -> bool:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return False
    return True
