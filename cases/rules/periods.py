"""The periods of the procedure with their defaults, each of which the court may set by date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cases.rules.limits import Limits
from jianli_mediation.kernel.rulebook import rule

UNITS: dict[str, str] = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}
OURS = "本院自定"


@dataclass(frozen=True)
class Period:
    """`shift`: whether the last day moves off rest days. `ours`: default of this court, not of a statute."""

    code: str
    title: str
    amount: int
    unit: str
    source: str
    shift: bool = field(kw_only=True)
    ours: bool = field(kw_only=True)

    @property
    def text(self) -> str:
        """ "30 日", "3 个工作日"."""
        return f"{self.amount} {UNITS[self.unit]}"


def _table(*periods: Period) -> dict[str, Period]:
    return {period.code: period for period in periods}


PERIODS: dict[str, Period] = _table(
    Period("T_FILE", "立案审查", 7, "day", "执行工作规定第十六条", shift=True, ours=False),
    Period("T_ASSIGN", "指派和解员", 1, "workday", OURS, shift=False, ours=True),
    Period("T_TAKE", "和解员接收", 3, "workday", "在线调解规则第十条", shift=False, ours=False),
    Period("T_CONTACT", "首次联系", 3, "workday", OURS, shift=False, ours=True),
    Period("T_URGE", "督促履行期", 15, "day", OURS, shift=True, ours=True),
    Period("T_DECL", "财产申报期", 15, "day", OURS, shift=True, ours=True),
    Period("T_RECON", "和解期限", 30, "day", "特邀调解规定第二十七条", shift=True, ours=True),
    Period("T_ESCALATE", "届满未定去向，报执行局长", 3, "day", OURS, shift=False, ours=True),
    Period("T_EXT", "延长和解期限", 15, "day", "特邀调解规定第二十七条", shift=True, ours=True),
    Period("T_SUSPEND", "一次中止和解期限", 30, "day", OURS, shift=True, ours=True),
    Period("T_HAND", "移送立案", 3, "workday", OURS, shift=False, ours=True),
    Period("T_CLOSE", "结案审批", 3, "workday", OURS, shift=False, ours=True),
    Period("T_CERT", "出具履行证明", 3, "workday", OURS, shift=False, ours=True),
    Period("T_PAYOUT", "案款发放", 5, "day", OURS, shift=True, ours=True),
    Period("T_REQ", "答复当事人诉求", 3, "workday", OURS, shift=False, ours=True),
    Period("T_LIM", "申请执行时效", 2, "year", "民事诉讼法，条号随日期", shift=True, ours=False),
    Period("T_EXEC", "执行期限", 6, "month", "执行工作规定第六十三条", shift=True, ours=False),
    Period("T_PRESERVE5", "执前保全后申请执行", 5, "day", "民事诉讼法解释第一百六十三条", shift=True, ours=False),
    Period("T_RENEW7", "申请续行保全", 7, "day", "财产保全规定第十八条", shift=False, ours=False),
    Period("T_NOTICE10", "发出执行通知", 10, "day", "民事诉讼法解释第四百八十条", shift=True, ours=False),
)


class Periods(Mapping[str, Period]):
    """The periods in force: the defaults with the court's own amounts in place of theirs.

    ``limits``: the numbers in force that are no periods. ValueError for an unknown code or an amount below one.
    """

    def __init__(self, overrides: Mapping[str, int] | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._periods = dict(PERIODS)
        for code, amount in (overrides or {}).items():
            if code not in PERIODS:
                raise ValueError(f"unknown period {code}")
            if amount < 1:
                raise ValueError(f"{code} must be at least 1, not {amount}")
            self._periods[code] = replace(PERIODS[code], amount=amount)

    def __getitem__(self, code: str) -> Period:
        return self._periods[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._periods)

    def __len__(self) -> int:
        return len(self._periods)


@rule("periods.in_force", "各项期限", "ours unless the row names an article")
def in_force(*, overrides: Mapping[str, int]) -> Periods:
    """The table of periods with the court's own amounts; same errors as `Periods`."""
    return Periods(overrides)
