"""Money is Decimal yuan with two decimals. A float never becomes money."""

import re
import unicodedata
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")

_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
# Beyond this the default Decimal context would start to round silently.
_LARGEST = Decimal("1e20")


def yuan(value: str | int | Decimal) -> Decimal:
    """The exact amount in yuan with two decimals.

    Strings may carry thousands separators ("86,500.00") and full-width digits.
    ValueError for floats, for text that is no number and for anything finer than a fen.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"amount must be str, int or Decimal, not {type(value).__name__}")
    amount = Decimal(_digits(value)) if isinstance(value, str) else Decimal(value)
    if not amount.is_finite() or abs(amount) >= _LARGEST:
        raise ValueError(f"not an amount: {value}")
    if amount != amount.quantize(FEN, rounding=ROUND_DOWN):
        raise ValueError(f"more than two decimals: {value}")
    return amount.quantize(FEN) + ZERO


def _digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    if _GROUPED.fullmatch(plain):
        return plain.replace(",", "")
    if _PLAIN.fullmatch(plain):
        return plain
    raise ValueError(f"not an amount: {text}")


def round_fen(amount: Decimal) -> Decimal:
    """Round to the fen, half up (away from zero)."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP) + ZERO


def split_evenly(total: Decimal, count: int) -> list[Decimal]:
    """`count` parts whose sum is `total`: each floored to the fen, the last takes the remainder.

    100,000 in six parts: five of 16,666.66 and one of 16,666.70.
    """
    if count < 1:
        raise ValueError("count must be at least 1")
    if total < 0:
        raise ValueError("total must not be negative")
    part = (yuan(total) / count).quantize(FEN, rounding=ROUND_DOWN)
    return [part] * (count - 1) + [total - part * (count - 1)]


def show(amount: Decimal) -> str:
    """ "86,500.00": thousands separated, always two decimals."""
    return f"{yuan(amount):,.2f}"
