"""Figures of a month: every indicator as the page shows it, and exactly the cases behind each."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from rest_framework import serializers

from cases.actions.acting import Forbidden
from cases.api import errors, out_statistics, paging
from cases.api.auth import Caller
from cases.api.endpoint import Operation, Reads
from cases.api.fields import In, identifier
from cases.models import MonthReport
from cases.stats.asked import Asked
from cases.stats.behind import COURT_READERS, READERS, behind
from cases.stats.frozen import version_of
from cases.stats.indicators import BY_CODE, StockMismatch, figures
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot
from cases.stats.targets import in_force
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


class MonthQuery(In):
    """Which answer is wanted. Without anything: the newest frozen version, or what stands now while there is none."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=999, help_text="冻结的第几版")
    live = serializers.BooleanField(required=False, default=False, help_text="不看冻结的，按现在的登记计算")


def frozen_for(asked: Asked, query: Mapping[str, Any]) -> tuple[MonthReport, Snapshot] | None:
    """The frozen version that answers. Who sees one lane only, or asks for one mediator, is answered live."""
    if (
        query.get("live")
        or asked.mediator is not None
        or asked.reader is None
        or asked.reader.role not in COURT_READERS
    ):
        return None
    row = version_of(asked.period.first, query.get("version"))
    if row is None and query.get("version"):
        raise Http404
    return (row, Snapshot.parse(row.content)) if row else None


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
            query=MonthQuery,
            errors=(404, 409),
        ),
    }

    def read(self, month: str) -> out_statistics.MonthOut:
        asked = asked_by(self.caller, month)
        frozen = frozen_for(asked, self.query)
        # The targets are those of the whole court.
        targets = in_force(asked.period.first) if self.caller.person.role in COURT_READERS else {}
        if frozen is not None:
            row, kept = frozen
            return out_statistics.month(kept.figures, row, targets)
        try:
            return out_statistics.month(figures(asked), targets=targets)
        except StockMismatch as error:
            raise errors.Problem(409, "stock_mismatch", error.message) from error


class BehindQuery(paging.PageQuery):
    """Which cases of the figure are wanted."""

    part = serializers.ChoiceField(
        choices=["numerator", "denominator"], required=False, default="numerator", help_text="分子或分母的案件"
    )
    mediator = identifier(required=False, help_text="只看这位和解员办的")
    version = serializers.IntegerField(required=False, min_value=1, max_value=999, help_text="冻结的第几版")
    live = serializers.BooleanField(required=False, default=False, help_text="不看冻结的，按现在的登记计算")


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
        frozen = frozen_for(asked, self.query)
        kept = frozen[1] if frozen else None
        if indicator not in (kept.codes if kept else BY_CODE):
            raise Http404
        entry = kept.figure(indicator).indicator if kept else BY_CODE[indicator]
        part = self.query["part"]
        found = kept.behind(asked, indicator, part) if kept else behind(asked, entry, part)
        if found is None:
            return {"next": None, "previous": None, "results": []}
        rows, links = paging.by_id(self.request, found.rows, self.query)
        return {**links, "results": [out_statistics.case(found.told(row), entry.unit) for row in rows]}
