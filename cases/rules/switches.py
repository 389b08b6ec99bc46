"""The points that practice has not settled: each court decides, from a day on, and every sheet prints the choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from jianli_mediation.kernel.rulebook import rule


@dataclass(frozen=True)
class Switch:
    """One unsettled point. Every default is off; `off` and `on` are the two readings in words."""

    code: str
    title: str
    off: str
    on: str
    source: str

    def text(self, *, on: bool) -> str:
        """The reading that holds, in words."""
        return self.on if on else self.off


def _table(*switches: Switch) -> dict[str, Switch]:
    return {switch.code: switch for switch in switches}


SWITCHES: dict[str, Switch] = _table(
    Switch(
        "fee_in_base",
        "加倍部分的基数含不含受理费",
        "不含受理费",
        "含受理费",
        "迟延履行利息解释第一条没有写明；本院自定，通行做法不含",
    ),
    Switch(
        "delay_interest_in_fee_base",
        "执行费的基数含不含加倍部分",
        "不含加倍部分利息",
        "含加倍部分利息",
        "诉讼费用交纳办法第十四条没有写明；本院自定",
    ),
    Switch(
        "first_day_counts",
        "加倍部分从哪天起算",
        "从履行期末日次日起算",
        "从履行期末日当日起算",
        "迟延履行利息解释第二条“届满之日起”，理解不一；本院自定，首日不计",
    ),
)


@dataclass(frozen=True)
class Switches:
    """The choices in force: court fee in the base of the doubled part, delay interest in the base of the
    execution fee, the last day of performance counted as the first day of delay.
    """

    fee_in_base: bool = False
    delay_interest_in_fee_base: bool = False
    first_day_counts: bool = False


@rule("switches.switches_in_force", "未定口径的取法", "ours: 三项都取否，直到本院另定")
def switches_in_force(*, overrides: Mapping[str, bool]) -> Switches:
    """The defaults with the court's own choices in place of theirs. ValueError for an unknown code."""
    unknown = sorted(set(overrides) - set(SWITCHES))
    if unknown:
        raise ValueError(f"unknown switch {unknown[0]}")
    return Switches(**overrides)
