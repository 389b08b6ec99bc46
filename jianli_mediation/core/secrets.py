"""The secrets file: Django's signing key and the two keys that protect personal data.

Losing field_key makes every stored ID number unreadable, so the file belongs into the court's back-up,
apart from the database dump.
"""

import base64
import contextlib
import json
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from jianli_mediation.core import atomic

KEY_BYTES = 32
NAMES = ("django_secret", "field_key", "lookup_key")


class SecretsError(Exception):
    """The secrets file is missing, readable by others, or incomplete."""


@dataclass(frozen=True, repr=False)
class Secrets:
    """`field_key` encrypts fields (AES-GCM), `lookup_key` makes their look-up hashes (HMAC); 32 bytes each."""

    django_secret: str
    field_key: bytes
    lookup_key: bytes


def write_new(path: Path) -> None:
    """Write fresh secrets to `path`, complete or not at all; FileExistsError when the file is there already."""
    content = {
        "django_secret": secrets.token_urlsafe(50),
        "field_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        "lookup_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
    }
    atomic.write_once(path, json.dumps(content, indent=2))


def load(path: Path, *, create: bool) -> Secrets:
    """The secrets of `path`; with `create` (demo mode) a missing file is made, whoever comes first.

    Raises SecretsError naming the file and JIANLI_SECRETS.
    """
    if create and not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was first; its file is complete
            write_new(path)
    try:
        mode = path.stat().st_mode
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SecretsError(
            f"JIANLI_SECRETS: 密钥文件 {path} 不存在 / does not exist: `manage.py make_secrets PATH`"
        ) from error
    except (OSError, ValueError) as error:
        raise SecretsError(f"JIANLI_SECRETS: 密钥文件 {path} 无法读取 / cannot be read ({error})") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretsError(f"JIANLI_SECRETS: 密钥文件 {path} 他人可读 / others may read it: chmod 600")
    return _checked(path, content)


def _checked(path: Path, content: object) -> Secrets:
    texts = [content.get(name) for name in NAMES] if isinstance(content, dict) else []
    if not isinstance(content, dict) or not all(isinstance(text, str) and text for text in texts):
        raise SecretsError(f"JIANLI_SECRETS: 密钥文件 {path} 缺项 / must hold {', '.join(NAMES)}")
    return Secrets(
        django_secret=content["django_secret"],
        field_key=_key(path, "field_key", content["field_key"]),
        lookup_key=_key(path, "lookup_key", content["lookup_key"]),
    )


def _key(path: Path, name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SecretsError(f"JIANLI_SECRETS: {path} 中 {name} 应为 32 字节的 base64 / must be base64 of 32 bytes")
    return key
