"""The citizen identity number (GB 11643): format, date and check digit, on our own.

python-stdnum's list of counties refuses real people (residence permits, counties founded
after the birth year), so the area is not looked up.
"""

import re
from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_LENGTH = 18
_OLD_LENGTH = 15
_CENTURIES = ("18", "19", "20")


@dataclass(frozen=True)
class IdCheck:
    """`normal` is the number as it should be stored, `problem` empty when it is sound.

    Sex ("male", "female") and birth are given only for a sound number.
    """

    normal: str
    sex: str | None
    birth: date | None
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def resident_check_digit(body: str) -> str:
    """Check digit of the first seventeen digits, ISO 7064 MOD 11-2."""
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def check_resident_id(text: str) -> IdCheck:
    """Check an 18-digit number, or convert a 15-digit one by inserting 19 and computing the check digit.

    Blanks are removed and x becomes X; whether the birth lies in the future is the caller's
    question, for this function knows no clock.
    """
    normal = "".join(text.split()).upper()
    if len(normal) == _OLD_LENGTH and re.fullmatch(r"\d+", normal, re.ASCII):
        body = normal[:6] + "19" + normal[6:]
        normal = body + resident_check_digit(body)
    problem = _problem(normal)
    if problem:
        return IdCheck(normal, None, None, problem)
    return IdCheck(normal, "male" if int(normal[16]) % 2 else "female", _birth(normal))


def _problem(normal: str) -> str:
    if len(normal) != _LENGTH:
        return f"应为 {_LENGTH} 位，现为 {len(normal)} 位，请核对证件。"
    for place, character in enumerate(normal, start=1):
        if not re.fullmatch(r"\d", character, re.ASCII) and (place < _LENGTH or character != "X"):
            return f"第 {place} 位应为数字，现为“{character}”，请核对证件。"
    if normal[0] == "0":
        return "首位应为 1 至 9，现为 0，请核对证件。"
    if _birth(normal) is None:
        return f"第 7 至 14 位“{normal[6:14]}”不是出生日期，请核对证件。"
    expected = resident_check_digit(normal[:17])
    if normal[17] != expected:
        return f"末位应为 {expected}，现为 {normal[17]}，请核对证件。"
    return ""


def _birth(normal: str) -> date | None:
    if normal[6:8] not in _CENTURIES:
        return None
    try:
        return date(int(normal[6:10]), int(normal[10:12]), int(normal[12:14]))
    except ValueError:
        return None
