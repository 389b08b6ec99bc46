"""The money: the ledger line by line, and the calculation exactly as it was frozen with the hand-over."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cases.facts import confirmed_total
from cases.models import Case, Handover
from cases.papers.calculation import rules_version
from cases.papers.package.node import Node
from documents.models import Paper

SHEET = "D30"


def ledger(root: Node, case: Case, package: Handover) -> None:
    """Every line, reversals included; the totals without what was reversed."""
    group = root.group("ledger")
    rows = sorted(case.payments.all(), key=lambda row: row.pk)
    places = {row.pk: number for number, row in enumerate(rows, start=1)}
    for row in rows:
        one = group.group("payment", seq=places[row.pk], reverses=places.get(row.reverses_id or 0))
        one.put("paid-on", row.paid_on)
        one.put("amount", row.amount)
        one.coded("way", row.way, row.get_way_display())
        one.put("payer", row.payer)
        one.put("voucher", row.voucher)
        one.coded("confirmation", row.confirmation, row.get_confirmation_display())
        one.put("confirmed-on", row.confirmed_on)
        one.put("reason", row.reason)
    group.put("paid-total", package.paid_total)
    group.put("confirmed-total", confirmed_total(case))


def calculation(root: Node, package: Handover, papers: Iterable[Paper]) -> None:
    """What was owed on the day of the hand-over, with its working. Nothing is reckoned anew here."""
    frozen = package.balance
    group = root.group("calculation", rules=rules_version())
    group.put("until", frozen["until"])
    group.put("order", frozen["order_text"], code=frozen["order"])
    for line in frozen["lines"]:
        group.put("line", Decimal(line["amount"]), code=line["code"], label=line["label"])
    for name in ("total", "fee-base", "execution-fee"):
        group.put(name, Decimal(frozen[name.replace("-", "_")]))
    for kind, name in (("segments_general", "general"), ("segments_doubled", "doubled")):
        for segment in frozen[kind]:
            _segment(group, name, segment)
    for row in frozen["allocations"]:
        _allocation(group, row)
    for note in frozen["notes"]:
        group.put("note", note)
    for paper in papers:
        if paper.form == SHEET:
            group.put("sheet", paper.title, paper=paper.pk)


def _segment(group: Node, kind: str, row: dict[str, Any]) -> None:
    one = group.group("interest", kind=kind, item=row["item"])
    one.put("from", row["from_on"])
    one.put("to", row["to_on"])
    one.put("days", row["days"])
    one.put("base", Decimal(row["base"]))
    one.put("rate", row["rate"], daily=row["daily"])
    one.put("amount", Decimal(row["amount"]))


def _allocation(group: Node, row: dict[str, Any]) -> None:
    one = group.group("allocation")
    one.put("on", row["on"])
    for name in ("amount", "pending", "costs", "interest", "principal", "doubled", "surplus"):
        one.put(name, Decimal(row[name]))
    one.put("principal-left", Decimal(row["principal_left"]))
