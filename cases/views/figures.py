"""How a figure is written, and the list of exactly the cases behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.figures import BehindForm
from cases.models import Case
from cases.stats.asked import Asked
from cases.stats.behind import COURT_READERS, READERS, BehindList, Side, behind
from cases.stats.frozen import version_of
from cases.stats.indicator import Figure, Indicator
from cases.stats.overview import LISTED as OF_OVERVIEW
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from cases.stats.snapshot import Snapshot
from cases.stats.targets import in_force
from cases.stats.workload import LISTED as OF_WORK
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.parts import Pager
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.money import show
from mediators.models import Mediator

# Every figure whose cases can be listed, by its code.
LISTED = {**OF_WORK, **OF_OVERVIEW}
NO_FIGURE = "没有这个月份或者这项指标。"
MONEY = "金额（元）"
SHARES = {"元": MONEY, "天": "天数", "份": "份数"}
PAGE = 50


@dataclass(frozen=True)
class Shown:
    """A figure as it stands on a page: the number, the cases behind it (no address: not for this reader), why it is empty.

    ``source``: where and when it was read, of one from another system.
    """

    indicator: Indicator
    text: str
    url: str = ""
    note: str = ""
    numerator: str = ""
    denominator: str = ""
    source: str = ""

    @property
    def unit(self) -> str:
        return "" if self.text == "—" else self.indicator.unit


def number(value: Any, unit: str) -> str:
    """257,600.00, 62.50, 8; nothing is —."""
    if value is None:
        return "—"
    if unit == "元":
        return show(value)
    return f"{value:.2f}" if unit in ("%", "天") else f"{value:,.0f}"


def shown(figure: Figure, url: str = "") -> Shown:
    """The figure in words, with what was divided by what."""
    entry = figure.indicator
    whole = "件" if entry.unit == "%" else entry.unit
    return Shown(
        entry,
        number(figure.value, entry.unit),
        url if figure.opens and (figure.numerator or figure.denominator) else "",
        figure.missing,
        _count(figure.numerator, whole),
        _count(figure.denominator, whole),
        figure.source,
    )


def _count(value: Any, unit: str) -> str:
    """One of the two numbers: cases and days are whole, money has two decimals."""
    if value is None:
        return ""
    return show(value) if unit == "元" or isinstance(value, Decimal) else f"{value:,.0f}"


def behind_url(asked: Asked, code: str) -> str:
    """Where the cases behind a figure are listed."""
    query: dict[str, object] = {}
    if not asked.period.is_month:
        query["last"] = Period.of(asked.period.last).key
    if asked.mediator is not None:
        query["mediator"] = asked.mediator
    address = reverse("cases:behind", args=[asked.period.key, code])
    return f"{address}?{urlencode(query)}" if query else address


@staff(*sorted(READERS), Role.MEDIATOR)
@require_GET
def cases(request: StaffRequest, month: str, indicator: str) -> HttpResponse:
    """The cases of one figure; a mediator sees those of her own figures."""
    entry, form = LISTED.get(indicator), BehindForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    asked = _asked(request, month, given)
    side = cast(Side, given.get("part") or "numerator")
    frozen = _frozen(request, asked, given.get("version"))
    if frozen is not None:
        entry = frozen.figure(indicator).indicator if indicator in frozen.codes else None
    found = _found(asked, entry, side, frozen) if entry else None
    if entry is None or found is None:
        raise Invisible(NO_FIGURE)
    context = {
        "entry": entry,
        "asked": asked,
        "side": side,
        "version": given.get("version") if frozen else None,
        **_told(asked, frozen.figure(indicator) if frozen else Reckoning(asked).figure(entry)),
        "mediator": Mediator.objects.select_related("user").filter(pk=asked.mediator or 0).first(),
        "share_head": "" if found.counts_cases else _share_head(entry, found),
        "other_url": _other_side(asked, entry, side, frozen, given.get("version")),
        **_page(request, entry, found, given.get("c")),
    }
    return render(request, "cases/figures/behind.html", context)


def _told(asked: Asked, figure: Figure) -> dict[str, Any]:
    """The figure, and the target that the whole court has for it in that month."""
    whole = asked.period.is_month and asked.mediator is None and asked.reader and asked.reader.role in COURT_READERS
    target = in_force(asked.period.first).get(figure.code) if whole else None
    return {"figure": shown(figure), "target": target, "reached": target.reached(figure.value) if target else None}


def _asked(request: StaffRequest, month: str, given: Mapping[str, Any]) -> Asked:
    today, own = clock.today(), Mediator.objects.filter(user=request.user).values_list("pk", flat=True).first()
    mediator = given.get("mediator")
    if request.user.role not in READERS and (own is None or mediator != own):
        raise PermissionDenied("您只能看自己的数字由哪些案件组成。")
    try:
        first = Period.parse(month)
        last = Period.parse(given.get("last") or month)
        if first.first > today:
            raise Invisible(NO_FIGURE)
        return Asked(Period.between(first, last), today, request.user, mediator)
    except ValueError as error:
        raise Invisible(NO_FIGURE) from error


def _frozen(request: StaffRequest, asked: Asked, version: int | None) -> Snapshot | None:
    """The frozen month that is asked for: its lists are those of then. Only for who reads the figures of the court."""
    if version is None:
        return None
    row = version_of(asked.period.first, version)
    if request.user.role not in COURT_READERS or row is None or asked.mediator is not None or not asked.period.is_month:
        raise Invisible(NO_FIGURE)
    return Snapshot.parse(row.content)


def _found(asked: Asked, entry: Indicator, side: Side, frozen: Snapshot | None) -> BehindList | None:
    return frozen.behind(asked, entry.code, side) if frozen else behind(asked, entry, side)


def _share_head(entry: Indicator, found: BehindList) -> str:
    """What each case adds. A rate may be one of money (到位率) or of times (送达成功率)."""
    of_money = any(isinstance(share, Decimal) for share in (found.tally.shares or {}).values())
    return MONEY if of_money or found.tally.summed == "amount" else SHARES.get(entry.unit, "次数")


def _other_side(
    asked: Asked, entry: Indicator, side: Side, frozen: Snapshot | None = None, version: int | None = None
) -> str:
    if (frozen.rows(entry.code, "denominator") if frozen else entry.denominator) is None:
        return ""
    url = behind_url(asked, entry.code)
    query = url.partition("?")[2]
    more: dict[str, object] = {"version": version} if frozen else {}
    more |= {} if side == "denominator" else {"part": "denominator"}
    whole = "&".join(filter(None, (query, urlencode(more))))
    return f"{url.partition('?')[0]}?{whole}" if whole else url


def _page(request: StaffRequest, entry: Indicator, found: BehindList, after: int | None) -> dict[str, Any]:
    """One page in the order of filing; the cursor is the last case of the page before."""
    rows: QuerySet[Case] = found.rows.order_by("pk")
    cut = list((rows.filter(pk__gt=after) if after else rows)[: PAGE + 1])
    more, count = len(cut) > PAGE, found.rows.count()
    told = [(row, _count(row.share, entry.unit)) for row in map(found.told, cut[:PAGE])]
    query = {name: value for name, value in request.GET.dict().items() if name != "c"}
    first = f"?{urlencode(query)}" if after else ""
    following = f"?{urlencode({**query, 'c': str(cut[PAGE - 1].pk)})}" if more else ""
    return {"rows": told, "count": count, "pager": Pager(f"本页 {len(told)} 件，共 {count:,} 件", first, following)}
