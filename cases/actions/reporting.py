"""月报: freeze the figures of a month that is over, and supplement them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from cases.actions.acting import Actor, Forbidden, InvalidInput, refuse
from cases.models import MonthReport
from cases.papers.report import FORM, report, supplemented
from cases.stats.asked import Asked
from cases.stats.frozen import Correction, corrections_before, supplement_differences, version_of
from cases.stats.indicators import INDICATORS, StockMismatch
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot, digest, take, text_of
from cases.verbs import OFFICE, Office
from documents import archive, seal
from documents.contexts import facts
from documents.contexts.reporting import MonthlyReport
from documents.models import Paper
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User

SHORT = 16  # so much of a digest is printed


def chain_of(month: Period) -> str:
    """The audit chain of a month, and the owner of its papers."""
    return f"month:{month.key}"


def closes(user: User) -> bool:
    """Whether she may freeze and supplement."""
    return user.role in OFFICE[Office.CLOSE_MONTH].roles


@transaction.atomic
def close_month(*, by: Actor, now: datetime, month: Period, texts: Mapping[str, Any]) -> MonthReport:
    """Freeze the figures of a month as its first version and issue its report; ``texts`` are what people write into it.

    Raises Forbidden, InvalidInput for texts that do not fit, and Refused: the month is not over, it is frozen, the one
    before it is not (once any is), or the stock does not add up.
    """
    _may(by, Office.CLOSE_MONTH)
    _hold_still()
    today = local_date(now)
    if version_of(month.first) is not None:
        raise refuse("month_frozen", f"{month.label}已经冻结；要改数字，请出补充月报")
    _in_turn(month, today)
    asked = Asked(month, today)
    try:
        found = corrections_before(month, today)
        content = take(asked, INDICATORS)
    except StockMismatch as mismatch:
        raise refuse("stock_mismatch", mismatch.message) from mismatch
    content["corrections"] = [each.plain() for each in found]
    return _freeze(_Frozen(by, now, month, asked, content, found), texts)


@transaction.atomic
def supplement(*, by: Actor, now: datetime, month: Period, reason: str, texts: Mapping[str, Any]) -> MonthReport:
    """Freeze the figures of a frozen month anew, as its next version, with what has changed.

    Raises Forbidden, InvalidInput without a reason, and Refused: not frozen yet, nothing has changed, or the stock does
    not add up.
    """
    _may(by, Office.SUPPLEMENT)
    if not reason.strip():
        raise InvalidInput({"reason": ["请写明补充的理由"]})
    _hold_still()
    today, before = local_date(now), version_of(month.first)
    if before is None:
        raise refuse("month_not_frozen", f"{month.label}还没有冻结，直接冻结就可以")
    asked = Asked(month, today)
    try:
        content = take(asked, INDICATORS)
    except StockMismatch as mismatch:
        raise refuse("stock_mismatch", mismatch.message) from mismatch
    found = supplement_differences(before, Snapshot(content))
    if not found:
        raise refuse("nothing_changed", f"{month.label}的数字与第 {before.version} 版相同，不需要补充")
    told = Snapshot.parse(before.content).content.get("corrections", [])
    content |= {"corrections": told, "differences": [each.plain() for each in found]}
    return _freeze(_Frozen(by, now, month, asked, content, found, before, reason.strip()), texts)


def _may(by: Actor, office: Office) -> None:
    if by.user.role not in OFFICE[office].roles:
        raise Forbidden("role_forbidden", f"“{OFFICE[office].label}”不由{by.user.get_role_display()}办理")


def _hold_still() -> None:
    """Every act ends in an entry of the trail: until we are done none is let in, and nobody else freezes."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_auditentry IN SHARE ROW EXCLUSIVE MODE")


def _in_turn(month: Period, today: date) -> None:
    if today <= month.last:
        raise refuse("month_not_over", f"{month.label}还没有结束，{month.after().first:%Y-%m-%d} 起可以冻结")
    before = month.before()
    if MonthReport.objects.exists() and version_of(before.first) is None:
        raise refuse("month_before_open", f"{before.label}还没有冻结，请按月份先后冻结")


@dataclass(frozen=True)
class _Frozen:
    """What is about to be kept. ``found``: corrections of earlier months, or what a supplement says otherwise."""

    by: Actor
    now: datetime
    month: Period
    asked: Asked
    content: dict[str, Any]
    found: list[Correction]
    before: MonthReport | None = None
    reason: str = ""

    @property
    def version(self) -> int:
        return self.before.version + 1 if self.before else 1

    def paper(self) -> MonthlyReport:
        if self.before is None:
            return report(Snapshot(self.content), self.asked, self.now, self.found)
        drawn = report(Snapshot(self.content), self.asked, self.now)
        first = archive.context_of(self.before.paper)
        told = first.adjustments if isinstance(first, MonthlyReport) else ()
        return supplemented(replace(drawn, adjustments=told), self.version, self.reason, self.found)


def _freeze(frozen: _Frozen, texts: Mapping[str, Any]) -> MonthReport:
    paper = frozen.paper()
    # What the tables say is under the digest too: Excel and a later reader take them from here.
    content = frozen.content | {"report": facts.to_json(paper)}
    text = text_of(content)
    issued = _issue(frozen, replace(paper, digest=digest(text)[:SHORT]), texts)
    row = MonthReport(
        month=frozen.month.first,
        version=frozen.version,
        content=text,
        digest=digest(text),
        corrections=0 if frozen.before else len(frozen.found),
        reason=frozen.reason,
        frozen_at=frozen.now,
        frozen_by=frozen.by.user,
        supersedes=frozen.before,
        paper=issued,
    )
    row.seal = seal.of(row)
    row.save(force_insert=True)
    _record(frozen, row, issued)
    return row


def _issue(frozen: _Frozen, paper: MonthlyReport, texts: Mapping[str, Any]) -> Paper:
    try:
        filled = facts.filled(paper, texts)
    except facts.UnfitFillsError as unfit:
        raise InvalidInput({name: [text] for name, text in unfit.problems.items()}) from unfit
    blank = {gap.field: [f"请写明{gap.label}"] for gap in facts.missing(filled) if gap.at == facts.DRAFT}
    if blank:
        raise InvalidInput(blank)
    return archive.issue(
        form=FORM, context=filled, owner_key=chain_of(frozen.month), case_no="", by=frozen.by.user, now=frozen.now
    )


def _record(frozen: _Frozen, row: MonthReport, paper: Paper) -> None:
    told = {"paper": paper.pk, "form": paper.form, "version": paper.version, "sha256": paper.context_sha256}
    audit.record(
        chain=chain_of(frozen.month),
        verb=Office.SUPPLEMENT if frozen.before else Office.CLOSE_MONTH,
        by=frozen.by.user,
        at=frozen.now,
        client=frozen.by.client,
        reason=frozen.reason,
        facts={"month": frozen.month.key, "version": row.version, "digest": row.digest, FORM: told},
    )


def verify_months() -> list[str]:
    """Every frozen version recomputed: its digest, its seal, its turn in the row of versions. What does not hold."""
    found = []
    for row in MonthReport.objects.order_by("month", "version").iterator(chunk_size=20):
        if digest(row.content) != row.digest:
            found.append(f"{row}：数字与摘要不符")
        if not seal.holds(row):
            found.append(f"{row}：登记与封印不符")
        if not audit_names(row):
            found.append(f"{row}：留痕里没有这个摘要")
    return found


def audit_names(row: MonthReport) -> bool:
    """Whether the trail tells of this version with this digest."""
    entries = audit.AuditEntry.objects.filter(
        chain=f"month:{row.key}", verb__in=[Office.CLOSE_MONTH, Office.SUPPLEMENT]
    )
    return entries.filter(facts__version=row.version, facts__digest=row.digest).exists()
