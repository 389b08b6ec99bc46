"""转入执行: the facts for D20, from the hand-over as it was frozen on its day."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from cases.facts import limitation_of, periods_on, services_in_force
from cases.models import Attempt, Case, Handover
from cases.models.choices import CREDITORS, DEBTORS, PreservationKind
from cases.papers import blocks
from cases.papers.making import Maker, newest_handover, row_of
from cases.rules import deadlines, preservation
from cases.states import ResultCode
from documents.contexts.handover import (
    ClueLine,
    HandoverSheet,
    PaperLine,
    PreservationLine,
    ServiceLine,
    SessionLine,
)
from documents.contexts.parts import AmountLine
from documents.registry import FORMS
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.workdays import Calendar


class Frozen(TypedDict):
    """The calculation as it was frozen with the package, in yuan."""

    balance: tuple[AmountLine, ...]
    balance_total: Decimal
    reckoned_to: date
    order: str
    fee_base: Decimal
    execution_fee: Decimal


def sheet(case: Case, *, package: Handover, on: date) -> HandoverSheet:
    """D20 of one hand-over. Balance and list of papers are those frozen with it; confidential notes are never read."""
    calendar = load_calendar()
    attempt = case.attempt
    agreement = case.agreement
    hint, due = limitation_of(case, on, calendar), _due(case, calendar)
    return HandoverSheet(
        **blocks.frame(case, on),
        creditors=blocks.party_blocks(case, CREDITORS, on, to_others=False),
        debtors=blocks.party_blocks(case, DEBTORS, on, to_others=False),
        basis=blocks.basis_block(case.basis, case.cause),
        received_at=case.received_at,
        registered_on=case.registered_on,
        performance_end=case.basis.performance_end,
        creditor_consent=_consent(attempt),
        debtor_came_on=_first_session(case),
        mediator=blocks.mediator_name(case),
        services=_services(case),
        sessions=session_lines(case),
        result_code=case.result_code,
        result_label=_result(case),
        result_reason=case.result_note,
        ended_on=package.handed_on if case.was_agreed else case.stage_closed_on,
        agreement_on=agreement.signed_on if agreement is not None else None,
        default_note=_default_note(case),
        clues=_clues(case),
        preservations=_preservations(case, calendar),
        payments=blocks.payment_lines(case),
        **_frozen(package.balance),
        limitation_hint=hint.safe_until,
        limitation_estimated=not hint.confirmed,
        urgent=_urgent(package),
        tags=blocks.tags(case),
        papers=tuple(PaperLine(title=str(title)) for title in package.contents),
        handed_by=package.handed_by.name,
        handover_due=due,
        handover_estimated=due is not None and not calendar.is_confirmed(due),
    )


def _frozen(balance: dict[str, Any]) -> Frozen:
    return Frozen(
        balance=tuple(
            AmountLine(label=line["label"], amount=Decimal(line["amount"]))
            for line in balance["lines"]
            if Decimal(line["amount"])
        ),
        balance_total=Decimal(balance["total"]),
        reckoned_to=date.fromisoformat(balance["until"]),
        order=balance["order_text"],
        fee_base=Decimal(balance["fee_base"]),
        execution_fee=Decimal(balance["execution_fee"]),
    )


def _consent(attempt: Attempt | None) -> date | None:
    return local_date(attempt.consent_at) if attempt is not None and attempt.consent_result == "agreed" else None


def _first_session(case: Case) -> date | None:
    return min((session.held_on for attempt in case.attempts.all() for session in attempt.sessions.all()), default=None)


def _services(case: Case) -> tuple[ServiceLine, ...]:
    rows = services_in_force(case).select_related("party").order_by("served_on", "pk")
    return tuple(
        ServiceLine(
            paper=FORMS[row.form].title if row.form in FORMS else row.form,
            recipient=row.party.name,
            way=row.get_way_display(),
            served_on=row.served_on,
        )
        for row in rows
    )


def session_lines(case: Case) -> tuple[SessionLine, ...]:
    """Every session of the case as it stands after corrections, without what was said in it."""
    corrected = {row.corrects_id for attempt in case.attempts.all() for row in attempt.sessions.all()}
    return tuple(
        SessionLine(
            seq=row.number,
            held_on=row.held_on,
            mode=row.get_mode_display(),
            result=row.get_outcome_display(),
        )
        for attempt in sorted(case.attempts.all(), key=lambda attempt: attempt.seq)
        for row in attempt.sessions.all()
        if row.pk not in corrected
    )


def _result(case: Case) -> str:
    label = ResultCode(case.result_code).label if case.result_code else ""
    return f"{label}，其后没有履行" if case.was_agreed else label


def _default_note(case: Case) -> str:
    agreement = case.agreement
    if agreement is None:
        return ""
    declared = next((row for row in agreement.defaults.order_by("-pk") if row.reinstated_on is None), None)
    if declared is None:
        return ""
    day = declared.declared_on
    return f"{day.year}年{day.month}月{day.day}日认定违约：{declared.reason}"


def _clues(case: Case) -> tuple[ClueLine, ...]:
    return tuple(
        ClueLine(
            source=row.get_source_display(),
            kind=row.get_kind_display(),
            description=row.description,
            location=row.location,
            value=row.value,
            burden=row.burden,
        )
        for row in case.clues.all()
    )


def _preservations(case: Case, calendar: Calendar) -> tuple[PreservationLine, ...]:
    found = []
    for row in case.preservations.all():
        if row.lifted_on:
            continue
        before_filing = row.kind == PreservationKind.PRE_EXECUTION
        five_days = preservation.five_day_due(performance_end=case.basis.performance_end, calendar=calendar)
        found.append(
            PreservationLine(
                object=row.description,
                amount=row.amount,
                ruling_no=row.ruling_no,
                court=f"{row.get_kind_display()}保全，{'首封' if row.first_in_rank else '轮候'}",
                until=row.until,
                renew_by=preservation.renewal_due(until=row.until).due,
                apply_by=five_days.due if before_filing else None,
            )
        )
    return tuple(found)


def _urgent(package: Handover) -> str:
    return (package.reason or "请优先办理立案和财产查控") if package.urgent else ""


def _due(case: Case, calendar: Calendar) -> date | None:
    if case.was_agreed or case.stage_closed_on is None:
        return None
    periods = periods_on(case.stage_closed_on)
    return deadlines.handover_due(closed_on=case.stage_closed_on, periods=periods, calendar=calendar).due


MAKERS = {
    "D20": Maker(newest_handover, lambda case, key, on: sheet(case, package=case.handovers.get(pk=row_of(key)), on=on)),
}
