"""What was done with an entry of the roster, in words: one sentence per act, made from its audit entry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from jianli_mediation.core.models import AuditEntry
from mediators.actions import chain_of
from mediators.kinds import AbsenceKind, MediatorKind, TieKind
from mediators.models import Mediator, Organisation, Room
from mediators.rules import ACTS, RosterAct

Facts = dict[str, Any]
PAGE = 20


@dataclass(frozen=True)
class Told:
    """One line of the trail."""

    seq: int
    at: datetime
    who: str
    text: str
    note: str


def _kind(facts: Facts) -> str:
    return str(MediatorKind(facts["kind"]).label)


def _away(facts: Facts) -> str:
    until = facts.get("until")
    days = f"{facts['from']} 至 {until}" if until else f"{facts['from']} 起"
    return f"{AbsenceKind(facts['kind']).label} {days}"


def _certificate(facts: Facts) -> str:
    until = facts.get("until")
    return f"{facts['title']} {facts['number']}" + (f"，有效期至 {until}" if until else "")


def _tie(facts: Facts) -> str:
    return f"{TieKind(facts['kind']).label} {facts['name']}"


def _left(facts: Facts) -> str:
    dropped = f"，其后的缺勤 {facts['dropped']} 条不再有" if facts.get("dropped") else ""
    return f"离开名册，最后一天 {facts['until']}{dropped}"


SENTENCES: dict[str, Callable[[Facts], str]] = {
    RosterAct.JOIN: lambda facts: f"列入名册，{_kind(facts)}，自 {facts['from']} 起",
    RosterAct.LEAVE: _left,
    RosterAct.REJOIN: lambda facts: f"重新列入名册，自 {facts['from']} 起",
    RosterAct.SUSPEND: _away,
    RosterAct.LIFT: lambda facts: f"{facts['on']} 起恢复派案",
    RosterAct.ENTER_ABSENCE: lambda facts: f"登记缺勤：{_away(facts)}",
    RosterAct.MOVE_ABSENCE: lambda facts: f"改缺勤止日：{_away(facts)}，原到 {facts['before']}",
    RosterAct.TAKE_BACK_ABSENCE: lambda facts: f"撤回缺勤：{_away(facts)}",
    RosterAct.ADD_CERTIFICATE: lambda facts: f"登记证件：{_certificate(facts)}",
    RosterAct.REMOVE_CERTIFICATE: lambda facts: f"撤下证件：{_certificate(facts)}",
    RosterAct.ADD_TRAINING: lambda facts: f"登记培训：{facts['held']} {facts['title']}，{facts['hours']} 学时",
    RosterAct.DECLARE_TIE: lambda facts: f"声明利害关系：{_tie(facts)}",
    RosterAct.END_TIE: lambda facts: f"登记关系结束：{_tie(facts)}，{facts['until']}",
    RosterAct.NEW_ORGANISATION: lambda facts: f"登记组织：{facts['name']}",
    RosterAct.NEW_ROOM: lambda facts: f"登记和解室：{facts['name']}，{facts['seats']} 座",
}


def _changes(model: type[Model], facts: Facts) -> str:
    changes = facts["changes"]
    return "；".join(
        f"{field.verbose_name}更正"
        if field.name == "id_number"
        else f"{field.verbose_name}由“{_word(changes[field.name][0])}”改为“{_word(changes[field.name][1])}”"
        for field in model._meta.fields
        if field.name in changes
    )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in (None, "") else str(value)


AMENDED: dict[str, type[Model]] = {
    RosterAct.AMEND: Mediator,
    RosterAct.AMEND_ORGANISATION: Organisation,
    RosterAct.AMEND_ROOM: Room,
}


def sentence(entry: AuditEntry) -> str:
    """The entry in words; an act without a sentence of its own is named."""
    if entry.verb in AMENDED:
        return f"{ACTS[RosterAct(entry.verb)].label}：{_changes(AMENDED[entry.verb], entry.facts)}"
    words = SENTENCES.get(entry.verb)
    return words(entry.facts) if words else entry.verb


def told(row: Mediator | Organisation | Room, before: int | None = None) -> tuple[list[Told], int | None]:
    """A page of the row's trail, newest first, and where the next page begins."""
    entries = AuditEntry.objects.filter(chain=chain_of(row)).select_related("actor").order_by("-seq")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    found = list(entries[: PAGE + 1])
    lines = [
        Told(entry.seq, entry.at, entry.actor.name if entry.actor else "系统", sentence(entry), entry.reason)
        for entry in found[:PAGE]
    ]
    return lines, lines[-1].seq if len(found) > PAGE else None
