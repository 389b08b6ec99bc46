"""结案: how the stage ended, how long it took, what went over its time."""

from decimal import Decimal

from django.db.models import DurationField, ExpressionWrapper, F, IntegerField, Q, QuerySet
from django.db.models.functions import Extract

from cases.models import Case
from cases.states import AGREED_CODES, SETTLED_CODES, ResultCode, State

from .asked import Asked, last_attempt
from .indicator import Indicator
from .intake import in_work
from .tally import Tally, dated

CLOSED = "结案日"
HANDED = "移送日"
SUCCESS = (*SETTLED_CODES, *AGREED_CODES)
# 不适格、撤回申请（不再执行）、死亡或终止、破产: no failure of the talks. 申请人撤回同意 is one and stays in.
NOT_FOR_TALKS = (
    ResultCode.NOT_ELIGIBLE,
    ResultCode.APPLICATION_WITHDRAWN,
    ResultCode.DEATH,
    ResultCode.BANKRUPTCY,
)
TRANSFERRED = tuple(code for code in ResultCode if code.value.startswith("2"))
LONG_TALKS = (ResultCode.PERIOD_EXPIRED, ResultCode.NO_PROGRESS)


def _closed(asked: Asked, **which: object) -> QuerySet[Case]:
    return dated(asked.cases().filter(stage_closed_on__range=asked.period.days, **which), "stage_closed_on")


def closed(asked: Asked) -> Tally:
    """件: closed in the period (结案日), in every way; leaving the stage before enforcement is closing."""
    return Tally(_closed(asked))


def succeeded(asked: Asked) -> Tally:
    """件: closed in the period in the ways 10 to 14; 13 is agreed and not yet paid."""
    return Tally(_closed(asked, result_code__in=SUCCESS))


def talked_about(asked: Asked) -> Tally:
    """件: closed in the period less the ways 27, 30, 31, 32 (口径B)."""
    return Tally(_closed(asked).exclude(result_code__in=NOT_FOR_TALKS))


def paid_at_closing(asked: Asked) -> Tally:
    """件: closed in the period in the ways 10, 11, 12: paid when it was closed."""
    return Tally(_closed(asked, result_code__in=SETTLED_CODES))


def long_talks(asked: Asked) -> Tally:
    """件: closed in the period in the ways 23 and 24 (期限届满, 久调不和)."""
    return Tally(_closed(asked, result_code__in=LONG_TALKS))


def _between(first: str, last: str) -> Extract:
    """Natural days from one date to another; the same day is 0."""
    apart = ExpressionWrapper(F(last) - F(first), output_field=DurationField())
    return Extract(apart, "day", output_field=IntegerField())


def days_taken(asked: Asked) -> Tally:
    """天: natural days from registration to closing of the cases closed in the period; extensions are not taken off."""
    rows = _closed(asked).annotate(days=_between("registered_on", "stage_closed_on"))
    return Tally(rows, summed="days")


def transferred(asked: Asked) -> Tally:
    """件: ways 20 to 27 that were handed over in the period (移送日) and not returned."""
    rows = asked.cases().filter(
        result_code__in=TRANSFERRED, state=State.ENFORCEMENT, record_closed_on__range=asked.period.days
    )
    return Tally(dated(rows, "record_closed_on"))


def _docketed(asked: Asked) -> QuerySet[Case]:
    rows = asked.cases().filter(
        result_code__in=TRANSFERRED,
        state=State.ENFORCEMENT,
        exec_registered_on__range=asked.period.days,
        exec_registered_on__gte=F("stage_closed_on"),
    )
    return dated(rows, "exec_registered_on")


def docketed(asked: Asked) -> Tally:
    """件: those transferred whose enforcement case was registered in the period; filed before the talks do not count."""
    return Tally(_docketed(asked))


def days_to_docket(asked: Asked) -> Tally:
    """天: natural days from closing to the enforcement docket of the same cases."""
    return Tally(_docketed(asked).annotate(days=_between("stage_closed_on", "exec_registered_on")), summed="days")


def overdue(asked: Asked) -> Tally:
    """件: in stock or closed in the period, with a term that ended by its end and was not kept (逾期)."""
    rows = in_work(asked).cases.annotate(term=last_attempt("deadline"))
    late = Q(stage_closed_on__isnull=True) | Q(stage_closed_on__gt=F("term"))
    return Tally(rows.filter(late, term__lte=asked.due_until).annotate(on=F("term")))


def extended(asked: Asked) -> Tally:
    """件: in stock or closed in the period, with talks that were extended by its end."""
    rows = in_work(asked).cases.annotate(extended=last_attempt("extended_on"))
    return Tally(rows.filter(extended__lte=asked.period.last).annotate(on=F("extended")))


M03 = Indicator("m03", "结案数", "结案日在本期的案件，各种结案方式；离开执前阶段就是结案。", "件", CLOSED, closed)
M05 = Indicator("m05", "结案率", "本期结案，除以旧存加新收。", "%", CLOSED, closed, in_work)
M06 = Indicator(
    "m06",
    "和解成功数",
    "结案日在本期、结案方式为 10–14 的案件；其中 13 是达成协议、还没有付清。",
    "件",
    CLOSED,
    succeeded,
)
M07 = Indicator(
    "m07",
    "和解成功率（口径A）",
    "和解成功，除以全部结案；须与实际履行率、到期应付到位率、违约率一起看。",
    "%",
    CLOSED,
    succeeded,
    closed,
)
M07B = Indicator(
    "m07b",
    "和解成功率（口径B）",
    "和解成功，除以结案减去不适格、撤回申请不再执行、死亡或终止、破产；申请人撤回同意的留在分母。",
    "%",
    CLOSED,
    succeeded,
    talked_about,
)
M08 = Indicator(
    "m08", "实际履行率", "结案时已经付清（方式 10、11、12），除以和解成功。", "%", CLOSED, paid_at_closing, succeeded
)
M14 = Indicator(
    "m14",
    "平均办理天数",
    "结案日减登记日之和，除以结案数；按自然日，当天为 0，延期不扣除。",
    "天",
    CLOSED,
    days_taken,
    closed,
    parts=(
        Indicator(
            "m14.median",
            "办理天数中位数",
            "一半的结案不超过的天数。",
            "天",
            CLOSED,
            days_taken,
            middle=Decimal("0.5"),
        ),
        Indicator(
            "m14.p90", "办理天数 90% 分位", "九成的结案不超过的天数。", "天", CLOSED, days_taken, middle=Decimal("0.9")
        ),
    ),
)
M16 = Indicator(
    "m16",
    "转执行率",
    "结案方式 20–27、移送日在本期的案件，除以本期结案；退回的移送不算。",
    "%",
    HANDED,
    transferred,
    closed,
    parts=(
        Indicator(
            "m16.days",
            "终止到立案平均天数",
            "本期立案的，从结案日到执行立案日之和，除以件数；先立案后和解的不算。",
            "天",
            "执行立案日",
            days_to_docket,
            docketed,
        ),
    ),
)
M17 = Indicator(
    "m17",
    "逾期率",
    "和解期限日不晚于本期末，而到期末没有结案、或结案日晚于期限日的案件，除以旧存加新收；期限以最后一次顺延、延长为准，中止期间没有期限日。",
    "%",
    "期限日",
    overdue,
    in_work,
    parts=(
        Indicator(
            "m17.extended", "其中已延期", "旧存和新收中，到本期末延长过和解期限的案件。", "件", "延期日", extended
        ),
    ),
)
M18 = Indicator(
    "m18", "久调不和率", "结案方式 23（期限届满）、24（久调不和），除以结案。", "%", CLOSED, long_talks, closed
)
