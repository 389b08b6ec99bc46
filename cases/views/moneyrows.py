"""Instalments as a page shows them: a lamp and a few words for each."""

from dataclasses import dataclass
from datetime import date

from cases.queries.worklist import Urgency
from cases.rules.instalments import InstalmentStatus


@dataclass(frozen=True)
class InstalmentRow:
    """An instalment with its lamp and the words beneath."""

    status: InstalmentStatus
    lamp: Urgency
    note: str


def instalment_rows(statuses: list[InstalmentStatus], today: date) -> list[InstalmentRow]:
    return [InstalmentRow(row, *_instalment_words(row, today)) for row in statuses]


def _instalment_words(row: InstalmentStatus, today: date) -> tuple[Urgency, str]:
    if row.state == "paid" and row.paid_on:
        if row.paid_on <= row.due_on:
            return Urgency("ok", "按期付清"), f"{row.paid_on:%m-%d} 付清"
        late = "宽限期内付清" if row.paid_on <= row.grace_until else f"迟 {row.days_late} 天付清"
        return Urgency("ok", late), f"{row.paid_on:%m-%d} 付清"
    some = f"，已付 {row.paid:,.2f}" if row.paid else ""
    if row.state == "overdue":
        return Urgency("late", f"逾期 {row.days_late} 天"), f"宽限到 {row.grace_until:%m-%d}{some}"
    if row.state == "in_grace":
        return Urgency("soon", f"过期 {row.days_late} 天，宽限期内"), f"宽限到 {row.grace_until:%m-%d}{some}"
    left = (row.due_on - today).days
    return Urgency("none", "今天到期" if left == 0 else f"未到期，还有 {left} 天"), some.removeprefix("，")
