"""Every indicator once more, by plain loops over all rows. Shares nothing with the indicators but the law of grace and fee.

Each function of ``WANTED`` gives (numerator, denominator or None, cases behind the numerator or None).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases import models
from cases.rules.deadlines import grace_last_day
from cases.rules.fees import execution_fee
from documents.models import Paper
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from mediators.models import Mediator

Row = dict[str, Any]
Answer = tuple[Any, Any, set[int] | None]
TABLES = (
    *("Case", "Attempt", "Assignment", "Agreement", "Instalment", "Payment", "Handover", "Service", "Session"),
    *("Contact", "Preservation", "PropertyClue"),
)


def rows_of(model: Any) -> list[Row]:
    return list(model.objects.order_by("pk").values())


class Court:
    """All rows there are, and one question about them."""

    def __init__(self, first: date, last: date, as_of: date, keep: Any = None) -> None:
        self.first, self.last, self.as_of = first, last, as_of
        self.due_last = min(last, as_of - timedelta(days=1))
        self.t = {name: rows_of(getattr(models, name)) for name in TABLES}
        self.kinds = dict(Mediator.objects.values_list("pk", "kind"))
        self.papers = rows_of(Paper)
        self.calendar = load_calendar()
        every = self.t["Case"]
        self.cases = [case for case in every if case["registered_on"] and (keep is None or keep(self, case))]
        self.everything = every

    def of(self, table: str, case: Row, key: str = "case_id") -> list[Row]:
        return [row for row in self.t[table] if row[key] == case["id"]]

    def within(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def fell_due(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.due_last

    def attempt(self, case: Row) -> Row | None:
        return max(self.of("Attempt", case), key=lambda row: row["seq"], default=None)

    def mediator(self, case: Row) -> int | None:
        attempt = self.attempt(case)
        return attempt["mediator_id"] if attempt else None

    def handed_on(self, case: Row) -> date | None:
        return case["record_closed_on"] if case["state"] == "enforcement" else None

    def payments(self, case: Row, *, confirmed: bool) -> list[Row]:
        struck = {row["reverses_id"] for row in self.t["Payment"] if row["reverses_id"]}
        handed = self.handed_on(case)
        return [
            row
            for row in self.of("Payment", case)
            if row["reverses_id"] is None
            and row["id"] not in struck
            and (not confirmed or row["confirmation"] != "pending")
            and (handed is None or row["paid_on"] < handed)
        ]

    def closed(self) -> list[Row]:
        return [case for case in self.cases if self.within(case["stage_closed_on"])]

    def ways(self, low: int, high: int) -> list[Row]:
        return [case for case in self.closed() if low <= int(case["result_code"]) <= high]

    def stock(self) -> list[Row]:
        return [
            case
            for case in self.cases
            if case["registered_on"] <= self.last
            and (case["stage_closed_on"] is None or case["stage_closed_on"] >= self.first)
        ]

    def versions(self, case: Row) -> list[Row]:
        return sorted(self.of("Agreement", case), key=lambda row: row["version"])

    def plan(self, agreement: Row) -> list[Row]:
        return sorted(self.of("Instalment", agreement, "agreement_id"), key=lambda row: row["seq"])

    def claim(self, case: Row) -> Decimal:
        if case["result_code"] != "14" or not self.versions(case):
            return case["amount_applied"]
        last = self.versions(case)[-1]
        return min(case["amount_applied"], last["total"] + last["waived_amount"])


def ids(rows: list[Row]) -> set[int]:
    return {row["id"] for row in rows}


def count(rows: list[Row]) -> Answer:
    return len(rows), None, ids(rows)


def rate(part: list[Row], whole: list[Row]) -> Answer:
    return len(part), len(whole), ids(part)


def m01(c: Court) -> Answer:
    return count([case for case in c.cases if c.within(case["registered_on"])])


def m01_again(c: Court) -> Answer:
    new = [case for case in c.cases if c.within(case["registered_on"])]
    return count(
        [
            case
            for case in new
            if any(
                other["duplicate_key"] == case["duplicate_key"] and other["registered_on"] and other["id"] < case["id"]
                for other in c.everything
            )
        ]
    )


def m02(c: Court) -> Answer:
    return count([case for case in c.stock() if case["registered_on"] < c.first])


def m04(c: Court) -> Answer:
    return count([case for case in c.stock() if case["stage_closed_on"] is None or case["stage_closed_on"] > c.last])


def m07b(c: Court) -> Answer:
    out = {"27", "30", "31", "32"}
    return rate(c.ways(10, 14), [case for case in c.closed() if case["result_code"] not in out])


def m09(c: Court) -> Answer:
    return count([case for case in c.cases if c.within(case["performed_on"])])


def m10(c: Court) -> Answer:
    cohort = []
    for case in c.cases:
        signed = [row for row in c.versions(case) if row["signed_on"] <= c.last]
        attempt = c.attempt(case)
        days = [row["due_on"] for row in c.plan(signed[-1])] if signed else [attempt["urge_end"] if attempt else None]
        if c.fell_due(max((day for day in days if day), default=None)):
            cohort.append(case)
    done = [
        case
        for case in cohort
        if case["performed_on"] and case["performed_on"] <= c.last and case["state"] != "enforcement"
    ]
    return rate(done, cohort)


def _received(c: Court, way: str | None = None) -> Answer:
    total, cases = Decimal(0), set()
    for case in c.cases:
        for row in c.payments(case, confirmed=True):
            if c.within(row["paid_on"]) and way in (None, row["way"]):
                total += row["amount"]
                cases.add(case["id"])
    return total, None, cases


def m12(c: Court) -> Answer:
    paid = sum(
        (row["amount"] for case in c.closed() for row in c.payments(case, confirmed=True) if row["paid_on"] <= c.last),
        Decimal(0),
    )
    return paid, sum((c.claim(case) for case in c.closed()), Decimal(0)), None


@dataclass
class Due:
    due: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    missed: bool = False


def _filled(plan: list[Row], payments: list[Row]) -> list[tuple[Decimal, date | None]]:
    """What of each instalment is paid, fen by fen from the oldest, and the day on which it was full."""
    left = [row["amount"] for row in plan]
    full: list[date | None] = [None] * len(plan)
    for payment in sorted(payments, key=lambda row: row["paid_on"]):
        money = payment["amount"]
        for index, still in enumerate(left):
            part = min(still, money)
            left[index] -= part
            money -= part
            if part and not left[index]:
                full[index] = payment["paid_on"]
    return [(row["amount"] - still, day) for row, still, day in zip(plan, left, full, strict=True)]


def _standing(c: Court, case: Row, agreement: Row, following: Row | None, until: date, *, confirmed: bool) -> list[Row]:
    return [
        row
        for row in c.payments(case, confirmed=confirmed)
        if agreement["signed_on"] <= row["paid_on"] <= until
        and (following is None or row["paid_on"] < following["signed_on"])
    ]


def _judge(c: Court, case: Row, agreement: Row, following: Row | None) -> list[Due]:
    """What fell due in the period under one version."""
    plan, handed = c.plan(agreement), c.handed_on(case)
    then = _filled(plan, _standing(c, case, agreement, following, c.due_last, confirmed=True))
    now = _filled(plan, _standing(c, case, agreement, following, c.as_of, confirmed=False))
    found = []
    for row, (paid, _), (_, full_on) in zip(plan, then, now, strict=True):
        replaced = following is not None and row["due_on"] >= following["signed_on"]
        if not c.fell_due(row["due_on"]) or replaced or (handed is not None and row["due_on"] > handed):
            continue
        grace = grace_last_day(due_on=row["due_on"], grace_days=agreement["grace_days"], calendar=c.calendar)
        healed = [full_on, following and following["signed_on"], case["performed_on"]]
        late = c.as_of > grace and not any(day is not None and day <= grace for day in healed)
        found.append(Due(row["amount"], paid, late))
    return found


def due_cases(c: Court) -> dict[int, Due]:
    found: defaultdict[int, Due] = defaultdict(Due)
    for case in c.cases:
        versions = c.versions(case)
        for place, agreement in enumerate(versions, start=1):
            for row in _judge(c, case, agreement, versions[place] if place < len(versions) else None):
                entry = found[case["id"]]
                entry.due += row.due
                entry.paid += row.paid
                entry.missed = entry.missed or row.missed
    return found


def m13(c: Court) -> Answer:
    rows = due_cases(c).values()
    return sum((row.paid for row in rows), Decimal(0)), sum((row.due for row in rows), Decimal(0)), None


def m19(c: Court) -> Answer:
    rows = due_cases(c)
    missed = {pk for pk, row in rows.items() if row.missed}
    return len(missed), len(rows), missed


def m14(c: Court) -> Answer:
    return sum((case["stage_closed_on"] - case["registered_on"]).days for case in c.closed()), len(c.closed()), None


def m15(c: Court) -> Answer:
    days: dict[int, int] = {}
    for attempt in c.t["Attempt"]:
        if attempt["taken_on"] is None or attempt["case_id"] not in ids(c.cases):
            continue
        seen = [local_date(row["contacted_at"]) for row in c.of("Contact", attempt, "attempt_id")]
        seen += [row["held_on"] for row in c.of("Session", attempt, "attempt_id")]
        if seen and c.within(min(seen)):
            days[attempt["case_id"]] = max(0, (min(seen) - attempt["taken_on"]).days)
    return sum(days.values()), len(days), None


def live_services(c: Court) -> list[Row]:
    corrected = {row["corrects_id"] for row in c.t["Service"]}
    known = ids(c.cases)
    return [row for row in c.t["Service"] if row["id"] not in corrected and row["case_id"] in known]


def m15_served(c: Court) -> Answer:
    first: dict[int, date] = {}
    for row in live_services(c):
        if row["outcome"] == "served":
            first[row["case_id"]] = min(first.get(row["case_id"], date.max), row["served_on"])
    since = {case["id"]: case["registered_on"] for case in c.cases}
    days = [max(0, (day - since[pk]).days) for pk, day in first.items() if c.within(day)]
    return sum(days), len(days), None


def m16(c: Court) -> Answer:
    gone = [case for case in c.cases if case["result_code"][:1] == "2" and c.within(c.handed_on(case))]
    return rate(gone, c.closed())


def m17(c: Court) -> Answer:
    late = []
    for case in c.stock():
        attempt = c.attempt(case)
        term = attempt["deadline"] if attempt else None
        if term and term <= c.due_last and (case["stage_closed_on"] is None or case["stage_closed_on"] > term):
            late.append(case)
    return rate(late, c.stock())


def m17_extended(c: Court) -> Answer:
    rows = [(case, c.attempt(case)) for case in c.stock()]
    return count([case for case, row in rows if row and row["extended_on"] and row["extended_on"] <= c.last])


def _applied(c: Court, model: str | None = None) -> Answer:
    found = []
    for case in c.cases:
        sent = [row for row in c.of("Handover", case) if row["returned_on"] is None and c.within(row["applied_on"])]
        if sent and case["result_code"] in ("13", "14") and model in (None, case["legal_model"]):
            found.append(case)
    return count(found)


def m26(c: Court) -> Answer:
    asked, agreed = [], []
    for case in c.cases:
        attempts = c.of("Attempt", case)
        rows = [row for row in attempts if c.within(local_date(row["consent_at"]))]
        if any(row["consent_result"] == "agreed" for row in rows):
            agreed.append(case)
        if rows or (not attempts and case["result_code"] == "26" and c.within(case["stage_closed_on"])):
            asked.append(case)
    return rate(agreed, asked)


def _fees(c: Court, cases: list[Row]) -> Answer:
    return sum((execution_fee(c.claim(case)).fee for case in cases), Decimal(0)), None, ids(cases)


def docketed(c: Court, case: Row) -> bool:
    later = case["exec_registered_on"] is not None and case["exec_registered_on"] > c.last
    return bool(case["exec_case_no"]) and not later


def m27(c: Court) -> Answer:
    return _fees(c, [case for case in c.cases if c.within(case["performed_on"]) and not docketed(c, case)])


def m27b(c: Court) -> Answer:
    found = []
    for case in c.cases:
        signed = [row["signed_on"] for row in c.versions(case)]
        paid = case["performed_on"] and case["performed_on"] <= c.last
        handed = c.handed_on(case)
        gone = handed is not None and handed <= c.last
        if signed and c.within(min(signed)) and not paid and not gone and not docketed(c, case):
            found.append(case)
    return _fees(c, found)


def _waived(c: Court, conditional: bool | None = None) -> Answer:
    total = Decimal(0)
    for case in c.cases:
        before = Decimal(0)
        for row in c.versions(case):
            if c.within(row["signed_on"]) and conditional in (None, bool(row["waiver_condition"].strip())):
                total += row["waived_amount"] - before
            before = row["waived_amount"]
    return total, None, None


def m29(c: Court) -> Answer:
    due = [case for case in c.cases if any(c.fell_due(row["urge_end"]) for row in c.of("Attempt", case))]
    back = [
        case
        for case in due
        if any(row["source"] == "declaration" and row["reported_on"] <= c.last for row in c.of("PropertyClue", case))
    ]
    return rate(back, due)


def m30(c: Court) -> Answer:
    rows = [row for row in live_services(c) if c.within(row["served_on"] or row["done_on"])]
    return len([row for row in rows if row["outcome"] == "served"]), len(rows), None


def m30_electronic(c: Court) -> Answer:
    rows = [row for row in live_services(c) if row["outcome"] == "served" and c.within(row["served_on"])]
    return len([row for row in rows if row["way"] == "electronic"]), len(rows), None


def m34(c: Court) -> Answer:
    replaced = {row["supersedes_id"] for row in c.papers}
    keys = {f"case:{case['id']}" for case in c.cases}
    rows = [
        row
        for row in c.papers
        if row["form"] == "D24"
        and row["status"] != "void"
        and row["id"] not in replaced
        and row["owner_key"] in keys
        and c.within(local_date(row["issued_at"]))
    ]
    return len(rows), None, None


def _freezes(c: Court, case: Row) -> list[Row]:
    return [
        row
        for row in c.of("Preservation", case)
        if c.fell_due(row["until"])
        and case["registered_on"] <= row["until"]
        and (case["record_closed_on"] is None or case["record_closed_on"] > row["until"])
    ]


def m35(c: Court) -> Answer:
    def lapsed(case: Row, row: Row) -> bool:
        renewed = any(
            other["object_kind"] == row["object_kind"] and other["until"] > row["until"]
            for other in c.of("Preservation", case)
        )
        return row["lifted_on"] is None and not renewed

    return count([case for case in c.cases if any(lapsed(case, row) for row in _freezes(c, case))])


def m36(c: Court) -> Answer:
    new = [case for case in c.cases if c.within(case["registered_on"])]
    outside = [case for case in new if c.kinds.get(c.mediator(case), "court") != "court"]
    return rate(outside, new)


def taken(c: Court) -> Answer:
    attempts = {row["id"]: row["case_id"] for row in c.t["Attempt"]}
    found = {attempts[row["attempt_id"]] for row in c.t["Assignment"] if c.within(row["taken_on"])}
    return len(found & ids(c.cases)), None, None


def sessions(c: Court) -> Answer:
    mine = {row["id"] for row in c.t["Attempt"] if row["case_id"] in ids(c.cases)}
    rows = [
        row
        for row in c.t["Session"]
        if row["attempt_id"] in mine
        and c.within(row["held_on"])
        and row["corrects_id"] is None
        and row["outcome"] != "no_show"
    ]
    return len(rows), None, None


WANTED = {
    "m01": m01,
    "m01.again": m01_again,
    "m02": m02,
    "m03": lambda c: count(c.closed()),
    "m04": m04,
    "m05": lambda c: rate(c.closed(), c.stock()),
    "m06": lambda c: count(c.ways(10, 14)),
    "m07": lambda c: rate(c.ways(10, 14), c.closed()),
    "m07b": m07b,
    "m08": lambda c: rate(c.ways(10, 12), c.ways(10, 14)),
    "m09": m09,
    "m10": m10,
    "m11": _received,
    "m11.kind": lambda c: _received(c, "in_kind"),
    "m12": m12,
    "m13": m13,
    "m14": m14,
    "m15": m15,
    "m15.served": m15_served,
    "m16": m16,
    "m17": m17,
    "m17.extended": m17_extended,
    "m18": lambda c: rate(c.ways(23, 24), c.closed()),
    "m19": m19,
    "m20": _applied,
    "m20.a": lambda c: _applied(c, "A"),
    "m20.b": lambda c: _applied(c, "B"),
    "m21": lambda c: count([case for case in c.closed() if c.mediator(case)]),
    "m21.taken": taken,
    "m21.sessions": sessions,
    "m26": m26,
    "m27": m27,
    "m27b": m27b,
    "m28": _waived,
    "m28.condition": lambda c: _waived(c, True),
    "m29": m29,
    "m30": m30,
    "m30.electronic": m30_electronic,
    "m34": m34,
    "m35": m35,
    "m36": m36,
}
