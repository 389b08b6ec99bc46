"""The head of every page of a case: number, tags, lamp, how far it has come, and tabs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.models import Case
from cases.models.choices import Vulnerable
from cases.queries import casefile
from cases.queries.casefile import CaseFile
from cases.queries.groups import fellows
from cases.queries.worklist import Urgency, urgency
from cases.states import State

from .casetrack import track

# Periods that run for the parties: when they are over, nobody here is late.
OTHERS_PERIODS = {"PERFORMANCE_END", "T_URGE"}


@dataclass(frozen=True)
class Tab:
    """One tab of the case: its name with its count, and where it leads."""

    key: str
    label: str
    url: str


def head_of(file: CaseFile, tab: str) -> dict[str, Any]:
    """The context that every page of the case shares."""
    return {
        "file": file,
        "case": file.case,
        "calendar": file.calendar,
        "today": file.today,
        "tab": tab,
        "tabs": list(tabs(file)),
        "case_lamp": lamp(file),
        "case_tags": list(tags(file)),
        "case_track": track(file),
        "case_group": group_of(file),
    }


def group_of(file: CaseFile) -> tuple[str, str] | None:
    """How many cases stand together with it that this person sees, itself among them, and their page."""
    case = file.case
    beside = fellows(file.user, case).count() if case.group_id else 0
    return (f"关联 {beside + 1} 件", reverse("cases:group", args=[case.group_id])) if beside else None


def tags(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Each tag as (class, words)."""
    case = file.case
    if case.green_lane:
        yield "lane", "绿色通道"
    yield "", case.cause.removesuffix("纠纷")
    yield "", case.get_legal_model_display()
    for code in dict.fromkeys(party.vulnerable for party in file.case.parties.all()):
        if code != Vulnerable.NONE:
            yield "", Vulnerable(code).label
    if case.exec_case_no:
        yield "blue", f"执行案号 {case.exec_case_no}"
    if case.state in (State.FULFILLED, State.WITHDRAWN):
        yield "solid", "已办结"


def lamp(file: CaseFile) -> Urgency:
    """The one thing that presses most: an instalment that is late, else the nearest deadline that runs."""
    case = file.case
    if case.state == State.PERFORMING:
        for row in file.instalments:
            if row.state == "overdue":
                return Urgency("late", f"第 {row.seq} 期逾期 {row.days_late} 天，宽限期已过")
            if row.state == "in_grace":
                return Urgency("soon", f"第 {row.seq} 期过期 {row.days_late} 天，宽限到 {row.grace_until:%m-%d}")
            if row.left:
                return _next_instalment(file, row.seq)
        return Urgency("ok", "各期已付清，请核定履行完毕")
    ended = _ended(file)
    if ended:
        return ended
    return _nearest(file) or held(file) or Urgency("none", State(case.state).label)


def held(file: CaseFile) -> Urgency | None:
    """That the period of the talks stands still, and since when."""
    return Urgency("hold", f"和解期限 {file.hold.since:%m-%d} 起中止中") if file.hold else None


def _nearest(file: CaseFile) -> Urgency | None:
    """The deadline that runs out first; while the talks are suspended only one that presses."""
    running = [each for each in file.deadlines if each.running and each.code not in OTHERS_PERIODS]
    if not running:
        return None
    first = min(running, key=lambda each: each.due)
    nearest = urgency(first.due, file.today, file.calendar)
    if file.hold and nearest.lamp == "ok":
        return None
    return Urgency(nearest.lamp, f"{first.label} {first.due:%m-%d}，{nearest.text}")


def _next_instalment(file: CaseFile, seq: int) -> Urgency:
    row = next(row for row in file.instalments if row.seq == seq)
    near = urgency(row.due_on, file.today, file.calendar)
    return Urgency("soon" if near.lamp == "soon" else "ok", f"第 {seq} 期 {row.due_on:%m-%d}，{near.text}")


def _ended(file: CaseFile) -> Urgency | None:
    case = file.case
    if case.state == State.DEFAULTED:
        return Urgency("late", "已认定违约，待申请执行")
    if case.state == State.FULFILLED and case.performed_on:
        return Urgency("ok", f"{case.performed_on:%Y-%m-%d} 履行完毕")
    if case.state == State.ENFORCEMENT:
        answered = f"已立案 {case.exec_case_no}" if case.exec_case_no else "已移送，等立案庭答复"
        return Urgency("none" if case.exec_case_no else "hold", answered)
    if case.state == State.WITHDRAWN:
        return Urgency("none", case.get_result_code_display())
    return None


def tabs(file: CaseFile) -> Iterator[Tab]:
    """The tabs with what is in each; property only for those who may see it."""
    case = file.case
    attempts = list(case.attempts.all())
    sessions = sum(row.corrects_id is None for attempt in attempts for row in attempt.sessions.all())
    versions = len(case.agreements.all())
    payments = len(file.payments)
    counts = casefile.counts(case.pk, with_property=file.sees_property)
    yield _tab(case, "case", "总览")
    yield Tab("parties", f"当事人 {len(case.parties.all())}", reverse("cases:case", args=[case.pk]) + "#parties")
    yield _tab(case, "sessions", f"会商 {sessions}" if sessions else "会商")
    yield _tab(case, "agreements", f"协议 第 {versions} 版" if versions else "协议")
    yield _tab(case, "ledger", f"履行 {payments} 笔" if payments else "履行")
    yield _tab(case, "papers", f"文书 {counts.papers}" if counts.papers else "文书")
    if file.sees_property:
        yield _tab(case, "clues", f"财产线索 {counts.clues}" if counts.clues else "财产线索")
    sent = len(case.handovers.all())
    if file.sees_property and sent:
        yield _tab(case, "handovers", f"移送 {sent}" if sent > 1 else "移送")
    yield _tab(case, "told", "诉求与告知")
    yield _tab(case, "trail", f"留痕 {counts.entries}")


def _tab(case: Case, key: str, label: str) -> Tab:
    return Tab(key, label, reverse(f"cases:{key}", args=[case.pk]))
