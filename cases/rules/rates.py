"""The loan prime rate as dated reference data: which figure held on a day, and how far the series is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jianli_mediation.kernel.rulebook import rule

LPR_1Y = "LPR1Y"
# The first day on which the rate was published in its present form (中国人民银行公告〔2019〕第15号).
LPR_BEGINS = date(2019, 8, 20)
# Published monthly; a figure two months old may have been replaced without our knowing.
STALE_AFTER_DAYS = 62


@dataclass(frozen=True)
class Rate:
    """A yearly rate (a fraction) as published for `since`, and where it was published. `checked`: compared by hand."""

    since: date
    rate: Decimal
    source: str = ""
    checked: bool = False


@rule("rates.rate_on", "某日的一年期 LPR", "中国人民银行授权全国银行间同业拆借中心公布；公布之日起适用")
def rate_on(*, series: Sequence[Rate], on: date) -> Rate:
    """The rate in force on `on`: the last one published up to that day. LookupError before the series begins."""
    known = [rate for rate in series if rate.since <= on]
    if not known:
        raise LookupError(f"no LPR known on {on}")
    return max(known, key=lambda rate: rate.since)


@rule("rates.doubts", "LPR 数据要核对的", "ours: 没有核对过的、可能已有新公布的，都写在清单上")
def doubts(*, series: Sequence[Rate], first: date, last: date) -> tuple[str, ...]:
    """What a sheet that reckons with LPR from `first` to `last` must say about its figures."""
    used = [rate for rate in series if rate.since <= last]
    newest = max((rate.since for rate in used), default=None)
    early = [rate.since for rate in used if rate.since <= first]
    used = [rate for rate in used if not early or rate.since >= max(early)]
    found = []
    unchecked = [rate for rate in used if not rate.checked]
    if unchecked:
        found.append(f"LPR 有 {len(unchecked)} 个数没有核对过，请对照公布文本核对。")
    if newest is not None and (last - newest).days > STALE_AFTER_DAYS:
        found.append(f"LPR 最近一次变动录到 {newest}，此后有没有新公布，请核对。")
    return tuple(found)
