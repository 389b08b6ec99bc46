"""The signature under an acknowledgement: proof that whoever answers holds the package that was sent."""

import hashlib
import hmac
from collections.abc import Iterable

from jianli_mediation.core.crypto import keyed_hash


def receipt_key(package_id: str) -> str:
    """The key that travels in the package, sixty-four hexadecimal digits; another one for every hand-over."""
    return keyed_hash(package_id, "acknowledgement")


def receipt_signature(key: str, lines: Iterable[str]) -> str:
    """HMAC-SHA-256 over the lines joined by line feeds, in UTF-8; the key is its text, not the bytes it spells."""
    return hmac.new(key.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
