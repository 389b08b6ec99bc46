"""The numbers that are no periods and that this court sets for itself, each of which it may change from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jianli_mediation.kernel.rulebook import rule

OURS = "本院自定"


@dataclass(frozen=True)
class Limit:
    """One number: `amount` of `unit` ("件", "次", "日", "%"). All of them are ours; no statute names one."""

    code: str
    title: str
    amount: int
    unit: str
    source: str = OURS

    @property
    def text(self) -> str:
        """ "20 件", "80%"."""
        return f"{self.amount}{self.unit}" if self.unit == "%" else f"{self.amount} {self.unit}"


def _table(*limits: Limit) -> dict[str, Limit]:
    return {limit.code: limit for limit in limits}


LIMITS: dict[str, Limit] = _table(
    Limit("L_CAPACITY", "一名和解员同时办理", 20, "件"),
    Limit("L_SESSIONS", "连续会商没有新方案", 3, "次"),
    Limit("L_OFFER_DAYS", "没有新方案", 20, "日"),
    Limit("L_NO_SHOWS", "一方无故不到场", 2, "次"),
    Limit("L_PROMISES", "承诺付款没有兑现", 2, "次"),
    Limit("L_TIME_USED", "和解期限已用", 80, "%"),
    Limit("L_REMIND_FIRST", "应付款到期前第一次提醒", 7, "日"),
    Limit("L_REMIND_SECOND", "应付款到期前第二次提醒", 3, "日"),
)


class Limits:
    """The limits in force: the defaults with the court's own amounts in place of theirs. ValueError: unknown code, below one."""

    def __init__(self, overrides: Mapping[str, int] | None = None) -> None:
        self._limits = dict(LIMITS)
        for code, amount in (overrides or {}).items():
            if code not in LIMITS:
                raise ValueError(f"unknown limit {code}")
            if amount < 1:
                raise ValueError(f"{code} must be at least 1, not {amount}")
            self._limits[code] = replace(LIMITS[code], amount=amount)

    def __getitem__(self, code: str) -> Limit:
        return self._limits[code]


@rule("limits.in_force", "各项上限", "ours: 计划和法律都没有定数")
def in_force(*, overrides: Mapping[str, int]) -> Limits:
    """The table of limits with the court's own amounts; same errors as `Limits`."""
    return Limits(overrides)
