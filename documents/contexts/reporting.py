"""The monthly report D28: every figure comes in as it is to be printed, nothing is reckoned on the page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import CasePaper
from jianli_mediation.kernel.charts import Month


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of the summary in words: 38件, 86.67%, — where there is no denominator.

    ``mom`` and ``yoy`` compare with the month before and the same month of the year before: 上升11.76%, 持平; blank
    where there is nothing to compare with.
    """

    value: Annotated[str, Must("数值")]
    mom: str = ""
    yoy: str = ""

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.mom and f"环比{self.mom}", self.yoy and f"同比{self.yoy}")))


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures that the text speaks of, by the number of the indicator in the table of annex 1."""

    taken: Figure
    in_stock: Figure
    closed: Figure
    open: Figure
    closing_rate: Figure
    settled: Figure
    success: Figure
    success_b: Figure
    kept: Figure
    performed: Figure
    voluntary: Figure
    received: Figure
    due_paid: Figure
    days: Figure
    passed_on: Figure
    overdue: Figure
    deadlocked: Figure
    broken: Figure
    enterprise: Figure
    green: Figure
    saved_fee: Figure
    saved_fee_expected: Figure
    waived: Figure
    outside: Figure


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A line of annex 1. ``no`` as in the list of indicators (7b); ``working`` is numerator over denominator.

    ``target``: what the court wants, and whether the month has it: 不低于65.00%，达到; blank where none is set.
    """

    no: str
    name: str
    value: str
    working: str = ""
    previous: str = ""
    mom: str = ""
    last_year: str = ""
    yoy: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class MediatorRow:
    """A line of annex 2. Rates are blank where fewer than five cases were closed; ``received`` in yuan."""

    name: str
    kind: str
    taken: int
    closed: int
    settled: int
    success: str = ""
    success_b: str = ""
    received: Decimal
    days: str = ""
    overdue: int = 0
    broken: int = 0
    sessions: int = 0
    satisfaction: str = ""


@dataclass(frozen=True, kw_only=True)
class OverdueCase:
    """A line of annex 3: a case past the end of its period, by ``days``."""

    case_no: str
    parties: str
    cause: str
    mediator: str
    due_on: date
    days: int
    state: str
    extended: bool = False


@dataclass(frozen=True, kw_only=True)
class EnterpriseCase:
    """A line of annex 4; ``amount`` applied for, in yuan."""

    case_no: str
    enterprise: str
    side: str
    size: str
    amount: Decimal
    state: str
    green: str = ""


@dataclass(frozen=True, kw_only=True)
class LostCase:
    """A line of annex 5: an agreement broken, or a case passed on. Amounts in yuan."""

    case_no: str
    parties: str
    kind: str
    happened_on: date
    amount: Decimal
    paid: Decimal
    reason: str = ""
    exec_no: str = ""


@dataclass(frozen=True, kw_only=True)
class TrendMonth:
    """A month of the chart: cases taken, closed, settled among these, and the rate in percent where there is one."""

    label: str
    taken: int = 0
    closed: int
    settled: int
    rate: Decimal | None = None

    @property
    def drawn(self) -> Month:
        return Month(self.label, self.taken, self.closed, self.rate)


@dataclass(frozen=True, kw_only=True)
class MonthlyReport(CasePaper):
    """D28 执前和解工作月报 for the days ``first`` to ``last``. It belongs to no case and has no case number.

    The figures are those of the moment ``frozen_at``; later corrections appear in the next report as adjustments. A
    supplement (``version`` from 2) says why it was made, and by ``differences`` what it says otherwise.
    """

    case_no: str = ""
    kind: Annotated[
        str, Must("文种"), Fill("文种", choices=(("report", "报告（报领导小组）"), ("circular", "通报（发各部门）")))
    ] = "report"
    office: Annotated[str, Must("发文机关")] = "执前和解工作领导小组办公室"
    addressee: Annotated[str, Must("主送机关"), Fill("主送机关", limit=100)] = "执前和解工作领导小组"
    first: Annotated[date | None, Must("统计期间起日")]
    last: Annotated[date | None, Must("统计期间止日")]
    frozen_at: Annotated[datetime | None, Must("数据截止时间")]
    summary: Summary
    practices: Annotated[tuple[str, ...], Must("主要做法"), Fill("主要做法", lines=6, limit=3000, help="每段一行")] = ()
    examples: Annotated[tuple[str, ...], Fill("典型案例", lines=6, limit=3000, help="每段一行，隐去当事人姓名")] = ()
    problems: Annotated[tuple[str, ...], Must("存在问题"), Fill("存在问题", lines=5, limit=3000)] = ()
    plans: Annotated[tuple[str, ...], Must("下月打算"), Fill("下月打算", lines=5, limit=3000)] = ()
    indicators: Annotated[tuple[Indicator, ...], Must("指标总表")]
    mediators: tuple[MediatorRow, ...] = ()
    overdue: tuple[OverdueCase, ...] = ()
    enterprises: tuple[EnterpriseCase, ...] = ()
    lost: tuple[LostCase, ...] = ()
    adjustments: tuple[str, ...] = ()
    trend: tuple[TrendMonth, ...] = ()
    version: int = 1
    digest: str = ""
    supplement_reason: str = ""
    differences: tuple[str, ...] = ()
    copies_to: Annotated[tuple[str, ...], Fill("抄送", lines=3, limit=300, help="每个单位一行")] = ()
    printed_on: Annotated[date | None, Must("印发日期")]
    contact: Annotated[str, Fill("联系人和电话", limit=60)] = ""

    @property
    def word(self) -> str:
        return "通报" if self.kind == "circular" else "报告"

    @property
    def drawn(self) -> tuple[Month, ...]:
        """The months of the chart, as the page draws them too."""
        return tuple(month.drawn for month in self.trend)

    @property
    def subject(self) -> str:
        """The title: 关于2024年4月执前和解工作情况的报告."""
        month = f"{self.first.year}年{self.first.month}月" if self.first else "＿＿＿＿年＿＿月"
        return f"关于{month}执前和解工作情况的{'补充' if self.version > 1 else ''}{self.word}"
