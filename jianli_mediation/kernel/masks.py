"""How a personal number is shown to those who need not read it whole."""

_MOBILE_LENGTH = 11
_OLD_ID_LENGTH = 15
_HEAD, _TAIL = 4, 4


def mask_id(number: str) -> str:
    """ "4299**********0031". A number that fits no pattern is masked as well; nothing stays nothing."""
    return masked(number, head=_HEAD if len(number) >= _OLD_ID_LENGTH else 0)


def masked(number: str, *, head: int) -> str:
    """``number`` with its first ``head`` and its last characters left readable: four, of a short one a third."""
    tail = _TAIL if len(number) >= _MOBILE_LENGTH else len(number) // 3
    hidden = "*" * (len(number) - head - tail)
    return number[:head] + hidden + number[len(number) - tail :]
