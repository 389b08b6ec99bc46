"""What the court may decide for itself, from a day on: periods, readings of unsettled points, its letterhead."""

from dataclasses import dataclass

from cases.rules.limits import LIMITS
from cases.rules.periods import PERIODS, UNITS
from cases.rules.switches import SWITCHES
from jianli_mediation.kernel.rulebook import rule

PERIOD, LIMIT, SWITCH, TEXT = "period", "limit", "switch", "text"
NUMBERS = (PERIOD, LIMIT)
YES, NO = "是", "否"
STATUTORY, OURS = "法定", "本院默认"
COURT_ADDRESS, COURT_PHONE, COMPLAINT_PHONE = "court_address", "court_phone", "complaint_phone"
COURT_WITH_PROVINCE = "court_title_with_province"
LONGEST_TEXT = 100
LONGEST_PERIOD = 400
PERCENT = "%"


@dataclass(frozen=True)
class Parameter:
    """One value with its default. `fixed`: a statute sets it, the court cannot. `unit` stands behind a number."""

    code: str
    title: str
    kind: str
    default: str
    source: str
    fixed: bool = False
    unit: str = ""
    meanings: tuple[str, str] = ("", "")

    @property
    def nature(self) -> str:
        """法定 or 本院默认."""
        return STATUTORY if self.fixed else OURS

    def words(self, value: str) -> str:
        """The value as people read it: "30 日", "不含受理费"."""
        if self.kind == SWITCH:
            return self.meanings[value == YES]
        if self.unit == PERCENT:
            return f"{value}%"
        return f"{value} {self.unit}" if self.unit else value

    @property
    def highest(self) -> int:
        """The largest whole number that makes sense."""
        return 100 if self.unit == PERCENT else LONGEST_PERIOD


def _table() -> dict[str, Parameter]:
    periods = (
        Parameter(each.code, each.title, PERIOD, str(each.amount), each.source, not each.ours, UNITS[each.unit])
        for each in PERIODS.values()
    )
    limits = (
        Parameter(each.code, each.title, LIMIT, str(each.amount), each.source, unit=each.unit)
        for each in LIMITS.values()
    )
    switches = (
        Parameter(each.code, each.title, SWITCH, NO, each.source, meanings=(each.off, each.on))
        for each in SWITCHES.values()
    )
    letterhead = (
        Parameter(COURT_ADDRESS, "本院地址", TEXT, "", "文书抬头"),
        Parameter(COURT_PHONE, "本院电话", TEXT, "", "文书抬头"),
        Parameter(COMPLAINT_PHONE, "监督电话", TEXT, "", "文书抬头"),
        Parameter(
            COURT_WITH_PROVINCE, "裁定书的院名", SWITCH, YES, "裁定书抬头", meanings=("不冠省名", "冠以“湖北省”")
        ),
    )
    return {each.code: each for each in (*periods, *limits, *switches, *letterhead)}


PARAMETERS: dict[str, Parameter] = _table()


@rule("parameters.value_of", "本院可以自定的数", "ours: 法定的期限本院不能改")
def value_of(*, code: str, text: str) -> str:
    """What was typed for a parameter, as it is stored: a whole number, 是 or 否, or a text.

    ValueError with the words for the page where the code is unknown, the value fixed by statute or out of range.
    """
    parameter = PARAMETERS.get(code)
    if parameter is None:
        raise ValueError("没有这一项")
    if parameter.fixed:
        raise ValueError(f"{parameter.title}是法定的（{parameter.source}），本院不能改")
    plain = text.strip()
    if parameter.kind == SWITCH and plain not in (YES, NO):
        raise ValueError(f"请选{YES}或{NO}")
    if parameter.kind == TEXT and not 0 < len(plain) <= LONGEST_TEXT:
        raise ValueError(f"请填写，最多 {LONGEST_TEXT} 字")
    if parameter.kind in NUMBERS and not (plain.isascii() and plain.isdigit() and 0 < int(plain) <= parameter.highest):
        raise ValueError(f"请填 1 到 {parameter.highest} 的整数")
    return plain
