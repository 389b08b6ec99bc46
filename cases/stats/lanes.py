"""涉企、和解员: the definitions of the other chapters, asked for some cases only."""

from dataclasses import replace

from django.db.models import Count as Counted
from django.db.models import Exists, OuterRef, Q, Subquery

from cases.models import Assignment, Session
from cases.models.choices import EnterpriseRelated, SessionOutcome, Tag

from .asked import Asked, last_attempt
from .closing import M03, M06, M07, M14, closed
from .indicator import Count, Indicator
from .intake import M01, registered
from .money import M11
from .tally import Tally


def _narrowed(indicator: Indicator, code: str, label: str, word: str = "涉企案件") -> Indicator:
    """The same indicator for the enterprise lane."""
    return replace(
        indicator,
        code=code,
        label=label,
        definition=f"{word}：{indicator.definition}",
        numerator=_of_enterprises(indicator.numerator),
        denominator=_of_enterprises(indicator.denominator),
        parts=(),
    )


def _of_enterprises(count: Count | None) -> Count | None:
    if count is None:
        return None
    asks = count

    def narrowed(asked: Asked) -> Tally:
        return asks(asked.of_enterprises())

    return narrowed


def _on_side(side: EnterpriseRelated) -> Count:
    def narrowed(asked: Asked) -> Tally:
        return registered(replace(asked.of_enterprises(), side=side.value))

    return narrowed


def small_enterprises(asked: Asked) -> Tally:
    """件: newly registered cases of enterprises marked as small or micro."""
    return Tally(registered(asked.of_enterprises()).cases.filter(tags__contains=[Tag.SMALL_ENTERPRISE]))


def closed_by_mediators(asked: Asked) -> Tally:
    """件: closed in the period, with a mediator to the end."""
    return Tally(closed(asked).cases.annotate(hand=last_attempt("mediator")).filter(hand__isnull=False))


def _assignments(asked: Asked) -> Q:
    rows = Assignment.objects.filter(attempt__case=OuterRef("pk"), taken_on__range=asked.period.days)
    return Q(Exists(rows if asked.mediator is None else rows.filter(mediator=asked.mediator)))


def taken(asked: Asked) -> Tally:
    """By the offers themselves: who took a case and passed it on has taken it all the same."""
    day = Assignment.objects.filter(attempt__case=OuterRef("pk"), taken_on__range=asked.period.days)
    if asked.mediator is not None:
        day = day.filter(mediator=asked.mediator)
    last = Subquery(day.order_by("-taken_on").values("taken_on")[:1])
    return Tally(asked.anybodys().filter(_assignments(asked)).annotate(on=last))


def taken_by_mediator(asked: Asked) -> dict[int, int]:
    """How many cases each took, by her id."""
    rows = Assignment.objects.filter(
        taken_on__range=asked.period.days, attempt__case__in=asked.anybodys().values("pk")
    ).order_by()
    counted = rows.values("mediator").annotate(cases=Counted("attempt__case", distinct=True))
    return {row["mediator"]: row["cases"] for row in counted}


def sessions_held(asked: Asked) -> Tally:
    """Sessions that took place; a correction counts with what it corrects."""
    rows = Session.objects.filter(
        attempt__case=OuterRef("pk"), held_on__range=asked.period.days, corrects__isnull=True
    ).exclude(outcome=SessionOutcome.NO_SHOW)
    times = rows.order_by().values("attempt__case").annotate(times=Counted("pk")).values("times")
    last = Subquery(rows.order_by("-held_on").values("held_on")[:1])
    return Tally(asked.cases().filter(Exists(rows)).annotate(times=Subquery(times), on=last), summed="times")


M22 = replace(
    _narrowed(M01, "m22", "涉企案件"),
    definition="登记日在本期的涉企案件；下列各项与全院同一口径，只计涉企案件。",
    parts=(
        _narrowed(M03, "m22.closed", "涉企结案"),
        _narrowed(M06, "m22.succeeded", "涉企和解成功"),
        _narrowed(M07, "m22.rate", "涉企和解成功率"),
        _narrowed(M14, "m22.days", "涉企平均办理天数"),
        _narrowed(M11, "m22.received", "涉企到位金额"),
        *(
            Indicator(
                f"m22.{side.value}",
                f"涉企新收：{side.label}",
                f"新收的涉企案件中，企业为{side.label}的。",
                "件",
                "登记日",
                _on_side(side),
            )
            for side in (EnterpriseRelated.APPLICANT, EnterpriseRelated.RESPONDENT, EnterpriseRelated.BOTH)
        ),
        Indicator(
            "m22.small", "涉企新收：中小微", "新收的涉企案件中标记为中小微企业的。", "件", "登记日", small_enterprises
        ),
        Indicator(
            "m22.green",
            "绿色通道达标率",
            "达到绿色通道时限的涉企案件，除以涉企结案。",
            "%",
            "结案日",
            missing="本院还没有规定绿色通道的时限。",
        ),
    ),
)
TAKEN = Indicator("m21.taken", "接收", "和解员在本期接收的案件；接收以后又换人的也算她接收过。", "件", "接收日", taken)
SESSIONS = Indicator(
    "m21.sessions",
    "会商次数",
    "本期举行的会商；无故未到、没有会商的不算，更正不重复计。",
    "次",
    "会商日",
    sessions_held,
)
M21 = Indicator(
    "m21",
    "和解员绩效",
    "结案日在本期、由和解员办到结案的案件；每人的接收、结案、成功、到位、用时、逾期、违约、会商见工作量与绩效，结案不足 5 件不显示比率，不按比率排名。",
    "件",
    "结案日",
    closed_by_mediators,
    parts=(TAKEN, SESSIONS),
)
