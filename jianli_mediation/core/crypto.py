"""Personal numbers at rest: AES-256-GCM for the value, HMAC-SHA-256 for exact look-up.

The ready-made encrypted-field packages offer no exact look-up; this one column type and one hash are all that is
needed. The key in use stands first in the stored text, so that keys can be replaced one day.
"""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

KEY_ID = "k1"


def encrypt(plain: str) -> str:
    """``k1:<base64 of nonce and sealed text>``; the empty text stays empty."""
    if not plain:
        return ""
    nonce = os.urandom(12)
    sealed = AESGCM(settings.SECRETS.field_key).encrypt(nonce, plain.encode(), KEY_ID.encode())
    return f"{KEY_ID}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The plain text of ``encrypt``. Raises ``cryptography.exceptions.InvalidTag`` when it was tampered with."""
    if not stored:
        return ""
    key_id, _, body = stored.partition(":")
    raw = base64.b64decode(body)
    return AESGCM(settings.SECRETS.field_key).decrypt(raw[:12], raw[12:], key_id.encode()).decode()


def keyed_hash(value: str, purpose: str) -> str:
    """A hash to look a number up by, worthless without the key. ``purpose`` keeps phones and identity numbers apart."""
    if not value:
        return ""
    return hmac.new(settings.SECRETS.lookup_key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is sealed in the database and plain in Python. It can be stored and read, never filtered on."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name} is encrypted: look it up by its keyed hash")
