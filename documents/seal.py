"""A keyed seal over a row of the archive: whoever changes the row without the court's key cannot make it fit again.

The trigger in the database stops what comes by the ordinary way, the seal finds what went round it. It is renewed only
by the acts that may change the row, and each of them first holds it against the row as it was.
"""

import hmac
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from jianli_mediation.core.audit import canonical
from jianli_mediation.core.crypto import keyed_hash

# In front of each seal; a new column of a sealed row needs a new version, and the rows sealed anew.
VERSION = "s1"


class RowAlteredError(Exception):
    """A row of the archive is not as it was sealed. It must not be shown to anybody as genuine."""


class Sealed(Protocol):
    """A row with a seal: ``SEALED`` names its columns under it, ``SEAL_KIND`` keeps kinds of rows apart."""

    SEALED: ClassVar[tuple[str, ...]]
    SEAL_KIND: ClassVar[str]
    seal: Any


def over(kind: str, values: Mapping[str, Any]) -> str:
    """The seal over ``values``: column → value as Django reads it."""
    return f"{VERSION}:{keyed_hash(canonical(dict(values)), f'{kind}-row')}"


def of(row: Sealed) -> str:
    return over(row.SEAL_KIND, {name: getattr(row, name) for name in row.SEALED})


def holds(row: Sealed) -> bool:
    return hmac.compare_digest(str(row.seal), of(row))


def check(row: Sealed) -> None:
    """Raises ``RowAlteredError`` where the row is not as it was sealed."""
    if not holds(row):
        raise RowAlteredError("登记与签发时的封印不一致，不能使用，请由系统管理员核对")
