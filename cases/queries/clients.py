"""The calls of machines as administrators read them: one client's, or all of one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices

from cases.models import Case
from jianli_mediation.core.calls import REFUSED_FROM
from jianli_mediation.core.clients import chain_of
from jianli_mediation.core.models import ApiCall, ApiClient, AuditEntry

PAGE = 50
NEWEST_CHANGES = 20


class Which(TextChoices):
    """Which calls are asked for."""

    ALL = "", "全部"
    REFUSED = "refused", "没有办成"
    REVEALS = "reveals", "出示了完整号码"


@dataclass(frozen=True)
class Shown:
    """One call and the number of the case it was about, where there is such a case."""

    call: ApiCall
    case_no: str

    @property
    def refused(self) -> bool:
        return self.call.status >= REFUSED_FROM


@dataclass(frozen=True)
class CallPage:
    """One page, newest first. ``older``, ``newer``: ids to go on from, 0 where there is nothing."""

    rows: list[Shown]
    older: int = 0
    newer: int = 0


def calls_of_client(client: ApiClient, which: str) -> QuerySet[ApiCall]:
    """What the client called; each choice has an index of its own."""
    rows = client.calls.all()
    if which == Which.REFUSED:
        return rows.filter(status__gte=REFUSED_FROM)
    return rows.filter(reveals=True) if which == Which.REVEALS else rows


def calls_of_case(case_no: str) -> QuerySet[ApiCall] | None:
    """What machines asked about the case of this number, or None where there is none."""
    case_id = Case.objects.filter(case_no=case_no).values_list("pk", flat=True).first()
    return None if case_id is None else ApiCall.objects.filter(case_id=case_id)


def page_of_calls(rows: QuerySet[ApiCall], *, older: int = 0, newer: int = 0, size: int = PAGE) -> CallPage:
    """Those before the id ``older``, those after ``newer``, or the newest ones."""
    rows = rows.select_related("client", "actor")
    if newer:
        found = list(rows.filter(pk__gt=newer).order_by("pk")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return _page(found, older=bool(found), newer=more)
    before = rows.filter(pk__lt=older) if older else rows
    found = list(before.order_by("-pk")[: size + 1])
    return _page(found[:size], older=len(found) > size, newer=bool(older))


def _page(found: list[ApiCall], *, older: bool, newer: bool) -> CallPage:
    wanted = {call.case_id for call in found if call.case_id}
    numbers: Mapping[int, str] = dict(Case.objects.filter(pk__in=wanted).values_list("pk", "case_no"))
    shown = [Shown(call, numbers.get(call.case_id or 0, "")) for call in found]
    return CallPage(shown, found[-1].pk if found and older else 0, found[0].pk if found and newer else 0)


_SAID = {
    "create_api_client": "登记",
    "rotate_api_client": "换令牌",
    "revoke_api_client": "停用",
}


@dataclass(frozen=True)
class Change:
    """One entry of the client's own trail."""

    entry: AuditEntry
    text: str


def changes_of(client: ApiClient) -> list[Change]:
    """What was done to the client itself, newest first."""
    rows = AuditEntry.objects.filter(chain=chain_of(client)).select_related("actor").order_by("-seq")[:NEWEST_CHANGES]
    return [Change(row, _said(row.verb, row.facts)) for row in rows]


_NAMES = {"expires_at": "到期", "addresses": "来源地址", "per_minute": "每分钟次数"}


def _said(verb: str, facts: Mapping[str, Any]) -> str:
    if verb == "change_api_client":
        return f"改{'、'.join(_NAMES[key] for key in _NAMES if key in facts.get('to', {}))}"
    return _SAID.get(verb, verb)
