"""Annexes 2 to 5 of the monthly report. Natural persons are shortened: the report leaves the house."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Sum

from cases.models import Case, Party, Payment
from cases.models.choices import CREDITORS, Confirmation, Tag
from cases.papers.blocks import is_person
from cases.stats.asked import Asked, last_attempt
from cases.stats.changes import written
from cases.stats.money import standing
from cases.stats.snapshot import Snapshot
from cases.stats.workload import Score, everybody
from documents.contexts.reporting import EnterpriseCase, LostCase, MediatorRow, OverdueCase
from mediators.models import Mediator

NAMES = ("case", "seq", "role", "kind", "name")


def mediators(asked: Asked) -> tuple[MediatorRow, ...]:
    """Annex 2, by name; rates of fewer than five cases are blank."""
    scores = everybody(asked)
    rows = Mediator.objects.filter(pk__in=scores).select_related("user").order_by("user__name", "pk")
    return tuple(_mediator(row, scores[row.pk]) for row in rows)


def _mediator(row: Mediator, score: Score) -> MediatorRow:
    def count(code: str) -> int:
        return int(score[code].numerator or 0)

    def rate(code: str) -> str:
        return "" if score[code].missing or score[code].value is None else f"{score[code].value}%"

    return MediatorRow(
        name=row.user.name,
        kind=row.get_kind_display(),
        taken=count("m21.taken"),
        closed=count("m03"),
        settled=count("m06"),
        success=rate("m07"),
        success_b=rate("m07b"),
        received=Decimal(score["m11"].numerator or 0).quantize(Decimal("0.01")),
        days="" if score["m14"].value is None else written(score["m14"].value, "天"),
        overdue=count("m17.cases"),
        broken=count("m19.cases"),
        sessions=count("m21.sessions"),
    )


def _cases(ids: Iterable[int]) -> dict[int, Case]:
    parties = Party.objects.only(*NAMES).order_by("seq")
    rows = Case.objects.filter(pk__in=list(ids)).prefetch_related(Prefetch("parties", queryset=parties))
    hand = {"hand": last_attempt("mediator__user__name"), "prolonged": last_attempt("extended_on")}
    return {case.pk: case for case in rows.annotate(**hand)}


def short(party: Party) -> str:
    """郑某某 of a natural person, the whole name of anybody else."""
    if not is_person(party):
        return party.name
    return party.name[:1] + "某" * min(2, max(1, len(party.name) - 1))


def parties_of(case: Case) -> str:
    """郑某某与冯某某等"""
    both = list(case.parties.all())
    sides = (
        [party for party in both if party.role in CREDITORS],
        [party for party in both if party.role not in CREDITORS],
    )
    named = "与".join(short(side[0]) for side in sides if side)
    return named + ("等" if any(len(side) > 1 for side in sides) else "")


def _behind(snapshot: Snapshot, code: str) -> list[tuple[int, date]]:
    rows = snapshot.rows(code) or []
    return [(pk, date.fromisoformat(day)) for pk, day, _ in rows if day]


def overdue(asked: Asked, snapshot: Snapshot) -> tuple[OverdueCase, ...]:
    """Annex 3: the cases of 逾期, those longest over first."""
    rows = _behind(snapshot, "m17")
    cases, last = _cases(pk for pk, _ in rows), asked.period.last
    found = []
    for pk, due_on in rows:
        case = cases[pk]
        ended = min(case.stage_closed_on or last, last)
        found.append(
            OverdueCase(
                case_no=case.case_no,
                parties=parties_of(case),
                cause=case.cause,
                mediator=getattr(case, "hand", None) or "",
                due_on=due_on,
                days=(ended - due_on).days,
                state=case.get_state_display(),
                extended=getattr(case, "prolonged", None) is not None,
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.days, row.case_no)))


def enterprises(asked: Asked, snapshot: Snapshot) -> tuple[EnterpriseCase, ...]:
    """Annex 4: the new cases with an enterprise in them."""
    cases = _cases(pk for pk, _ in _behind(snapshot, "m22"))
    return tuple(
        EnterpriseCase(
            case_no=case.case_no,
            enterprise="、".join(party.name for party in case.parties.all() if not is_person(party)) or "—",
            side=case.get_enterprise_related_display(),
            size="中小微" if Tag.SMALL_ENTERPRISE in case.tags else "",
            amount=case.amount_applied,
            state=case.get_state_display(),
        )
        for _, case in sorted(cases.items())
    )


def lost(asked: Asked, snapshot: Snapshot) -> tuple[LostCase, ...]:
    """Annex 5: agreements broken, then cases passed on."""
    kinds = {"违约": _behind(snapshot, "m19"), "转执行": _behind(snapshot, "m16")}
    ids = {pk for rows in kinds.values() for pk, _ in rows}
    cases, paid = _cases(ids), _paid(ids, asked.period.last)
    return tuple(
        LostCase(
            case_no=cases[pk].case_no,
            parties=parties_of(cases[pk]),
            kind=kind,
            happened_on=on,
            amount=cases[pk].amount_applied,
            paid=paid.get(pk, Decimal("0.00")),
            reason="到期没有付清" if kind == "违约" else cases[pk].get_result_code_display(),
            exec_no=cases[pk].exec_case_no,
        )
        for kind, rows in kinds.items()
        for pk, on in rows
    )


def _paid(ids: Iterable[int], until: date) -> dict[int, Decimal]:
    rows = standing(Payment.objects.filter(case__in=list(ids), paid_on__lte=until))
    rows = rows.exclude(confirmation=Confirmation.PENDING).order_by()
    return {row["case"]: row["total"] for row in rows.values("case").annotate(total=Sum("amount"))}
