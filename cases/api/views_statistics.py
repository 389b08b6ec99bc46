"""Figures of a month: every indicator as the page shows it, and exactly the cases behind each."""

from typing import Any

from django.http import Http404
from rest_framework import serializers

from cases.actions.acting import Forbidden
from cases.api import errors, out_statistics, paging
from cases.api.auth import Caller
from cases.api.endpoint import Operation, Reads
from cases.api.fields import identifier
from cases.stats.asked import Asked
from cases.stats.behind import READERS, behind
from cases.stats.indicators import BY_CODE, StockMismatch, figures
from cases.stats.period import Period
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope


def asked_by(caller: Caller, month: str, mediator: int | None = None) -> Asked:
    """The question of this caller. 404 for what is no month, and for one that has not begun."""
    if caller.person.role not in READERS:
        raise Forbidden("role_forbidden", f"统计不给{caller.person.get_role_display()}看")
    today = clock.today()
    try:
        period = Period.parse(month)
    except ValueError as error:
        raise Http404 from error
    if period.first > today:
        raise Http404
    return Asked(period, today, caller.person, mediator)


class Month(Reads):
    """``/statistics/{YYYY-MM}/``"""

    tag = "statistics"
    operations = {
        "GET": Operation(
            "statistics",
            "一个月的全部指标",
            Scope.STATISTICS_READ,
            out_statistics.MonthOut,
            single=True,
            errors=(404, 409),
        ),
    }

    def read(self, month: str) -> out_statistics.MonthOut:
        try:
            return out_statistics.month(figures(asked_by(self.caller, month)))
        except StockMismatch as error:
            raise errors.Problem(409, "stock_mismatch", error.message) from error


class BehindQuery(paging.PageQuery):
    """Which cases of the figure are wanted."""

    part = serializers.ChoiceField(
        choices=["numerator", "denominator"], required=False, default="numerator", help_text="分子或分母的案件"
    )
    mediator = identifier(required=False, help_text="只看这位和解员办的")


class BehindFigure(Reads):
    """``/statistics/{YYYY-MM}/{code}/cases/``"""

    tag = "statistics"
    operations = {
        "GET": Operation(
            "statistics_cases",
            "一个数字由哪些案件组成",
            Scope.STATISTICS_READ,
            out_statistics.BehindPageOut,
            query=BehindQuery,
            errors=(404,),
        ),
    }

    def read(self, month: str, indicator: str) -> dict[str, Any]:
        asked = asked_by(self.caller, month, self.query.get("mediator"))
        entry = BY_CODE.get(indicator)
        if entry is None:
            raise Http404
        found = behind(asked, entry, self.query["part"])
        if found is None:
            return {"next": None, "previous": None, "results": []}
        rows, links = paging.by_id(self.request, found.rows, self.query)
        return {**links, "results": [out_statistics.case(found.told(row), entry.unit) for row in rows]}
