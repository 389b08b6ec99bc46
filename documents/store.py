"""Files by their content: the name is the SHA-256, so nothing is overwritten and damage is seen at every read."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class FileDamagedError(Exception):
    """The kept file is gone, or is not what was put in. It must not be shown to anybody as genuine."""


def place(sha256: str, suffix: str) -> Path:
    return Path(settings.FILES_DIR) / suffix / sha256[:2] / f"{sha256}.{suffix}"


def digest(data: bytes) -> str:
    """The name of a file: its SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes, suffix: str) -> str:
    """Write ``data`` so that it is there whole or not at all, also after a power cut; returns its SHA-256."""
    sha256 = digest(data)
    target = place(sha256, suffix)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o440)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256


def read(sha256: str, suffix: str) -> bytes:
    """The file's bytes. Raises ``FileDamagedError`` where they are missing or their SHA-256 is another."""
    try:
        data = place(sha256, suffix).read_bytes()
    except FileNotFoundError as gone:
        raise FileDamagedError("存档文件不在原处，请由系统管理员从备份恢复") from gone
    if digest(data) != sha256:
        raise FileDamagedError("存档文件与登记的摘要不一致，不能使用，请由系统管理员从备份恢复")
    return data


def check(sha256: str, suffix: str, size: int) -> None:
    """Read the file piece by piece, whatever its size. Raises ``FileDamagedError`` as ``read``, also for another size."""
    path = place(sha256, suffix)
    if not path.is_file():
        raise FileDamagedError("存档文件不在原处")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise FileDamagedError("存档文件的内容与登记的摘要不一致")
    if path.stat().st_size != size:
        raise FileDamagedError("存档文件的大小与登记的不一致")
