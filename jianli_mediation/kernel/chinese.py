"""Numbers, amounts and dates in Chinese characters, as papers write them."""

from datetime import date
from decimal import Decimal

from jianli_mediation.kernel.money import yuan

_CAPITAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_PLAIN = ("零一二三四五六七八九", ("", "十", "百", "千"))
_YEAR_DIGITS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
_WAN = 10_000
_YI = 100_000_000
_LARGEST = _YI * _YI

_Script = tuple[str, tuple[str, str, str, str]]


def amount_in_capitals(amount: Decimal) -> str:
    """ "捌万陆仟伍佰元整"; fen and jiao as 角 and 分, 整 only after whole yuan.

    Form after 《支付结算办法》附一; ValueError for amounts finer than a fen or of 10^16 and more.
    """
    exact = yuan(amount)
    if exact < 0:
        return "负" + amount_in_capitals(-exact)
    whole, fen = divmod(int(exact * 100), 100)
    jiao, fen = divmod(fen, 10)
    digits = _CAPITAL[0]
    text = _integer(whole, _CAPITAL) + "元" if whole or not (jiao or fen) else ""
    if not (jiao or fen):
        return text + "整"
    if jiao:
        text += digits[jiao] + "角"
    elif whole:
        text += "零"
    return text + (digits[fen] + "分" if fen else "")


def number(value: int) -> str:
    """12 → "十二", 246 → "二百四十六"; whole numbers from 0 to 10^16."""
    text = _integer(value, _PLAIN)
    return text[1:] if text.startswith("一十") else text


def date_in_chinese(day: date) -> str:
    """ "二〇二四年四月十八日", the form of signature lines."""
    year = "".join(_YEAR_DIGITS[int(digit)] for digit in f"{day.year:04}")
    return f"{year}年{number(day.month)}月{number(day.day)}日"


def weekday(day: date, long: bool = False) -> str:
    """ "周六", or "星期六" where `long`."""
    return ("星期" if long else "周") + _WEEKDAYS[day.weekday()]


def _integer(value: int, script: _Script) -> str:
    if not 0 <= value < _LARGEST:
        raise ValueError(f"out of range: {value}")
    return _large(value, script) or script[0][0]


def _large(value: int, script: _Script) -> str:
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        head, rest = divmod(value, size)
        if head:
            gap = script[0][0] if 0 < rest < size // 10 else ""
            return _large(head, script) + name + gap + _large(rest, script)
    return _below_wan(value, script)


def _below_wan(value: int, script: _Script) -> str:
    zero = script[0][0]
    text = ""
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += script[0][digit] + script[1][power]
        elif text and not text.endswith(zero):
            text += zero
    return text.rstrip(zero)
