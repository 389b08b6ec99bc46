"""Makes .venv and the system libraries ready. A stamp of the requirements makes the second run instant.

Usage: python deploy/bootstrap.py [--tests]. Standard library only: it runs before anything is installed.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"

# Debian package -> shared library that shows it is there. WeasyPrint loads these by name; pip cannot bring them.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    with_tests = "--tests" in arguments
    guard = os.open(PROJECT, os.O_RDONLY)
    fcntl.flock(guard, fcntl.LOCK_EX)  # two `make` at once take turns
    missing = missing_packages(with_tests=with_tests)
    if missing and not install_packages(missing):
        return 1
    if not venv_works() and not make_venv():
        return 1
    return 0 if install_requirements(with_tests=with_tests) else 1


def missing_packages(*, with_tests: bool) -> list[str]:
    """Debian packages that are not there yet."""
    missing = [package for package, library in LIBRARIES.items() if not can_load(library)]
    if with_tests and not any(shutil.which(browser) for browser in BROWSERS):
        missing.append("chromium")
    if not venv_works() and importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    return missing


def can_load(library: str) -> bool:
    """True if the loader finds it; a macOS library has another ending but the same stem."""
    names = [library, library.split(".so.")[0] + ".dylib"]
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def install_packages(missing: list[str]) -> bool:
    """Install with apt-get where this user may; else print the command and give up."""
    names = " ".join(missing)
    may_install = shutil.which("apt-get") is not None
    sudo: list[str] = []
    if may_install and os.geteuid() != 0:
        sudo = ["sudo", "-n"]
        may_install = shutil.which("sudo") is not None and run_quietly([*sudo, "true"])
    if not may_install:
        prefix = "" if os.geteuid() == 0 else "sudo "
        say(f"These system packages are missing and cannot be installed by this user: {names}")
        say("Please run (Debian, Ubuntu), then try again:")
        say(f"    {prefix}apt-get update && {prefix}apt-get install --no-install-recommends {names}")
        return False
    say(f"Installing system packages: {names}")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    subprocess.run([*apt, "update"], check=False)  # one dead source must not stop the others
    if subprocess.run([*apt, "install", "--no-install-recommends", *missing], check=False).returncode:
        say(f"apt-get could not install: {names}. See its message above.")
        return False
    return True


def run_quietly(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def venv_works() -> bool:
    return VENV_PYTHON.exists() and run_quietly([str(VENV_PYTHON), "-c", "import pip"])


def make_venv() -> bool:
    say(f"Making {VENV.name} with Python {sys.version.split()[0]}")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        say("The virtual environment could not be made. On Debian and Ubuntu it needs the package python3-venv.")
    return done.returncode == 0


def install_requirements(*, with_tests: bool) -> bool:
    """Bring .venv to the pinned packages, unless the stamp says that it is there already."""
    wanted = PROJECT / ("tests/requirements.txt" if with_tests else "requirements.txt")
    stamp = VENV / ("stamp-tests" if with_tests else "stamp-run")
    digest = requirements_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return True
    say(f"Installing the packages of {wanted.relative_to(PROJECT)} (a minute or two the first time)")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, "--requirement", str(wanted)], check=False).returncode:
        say("pip could not install the packages; see its message above. Behind a proxy set PIP_INDEX_URL or PIP_PROXY.")
        return False
    for name in ("stamp-tests", "stamp-run") if with_tests else ("stamp-run",):
        (VENV / name).write_text(digest, encoding="ascii")
    return True


def requirements_digest() -> str:
    text = (PROJECT / "requirements.txt").read_bytes() + (PROJECT / "tests" / "requirements.txt").read_bytes()
    version = subprocess.run([str(VENV_PYTHON), "-V"], check=True, capture_output=True).stdout
    return hashlib.sha256(text + version).hexdigest()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
