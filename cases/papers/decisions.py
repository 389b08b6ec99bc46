"""和解过程中的决定: the facts for D13, D19 and D31."""

from datetime import date
from itertools import pairwise
from typing import Any, TypedDict

from cases.facts import live_payments, periods_on
from cases.models import Attempt, Case
from cases.models.choices import CREDITORS, DEBTORS
from cases.papers import blocks
from cases.papers.course import about, invited_of, made
from cases.papers.handover import session_lines
from cases.papers.making import Maker, Subject, row_of, the_case
from cases.rules import deadlines
from cases.rules.law import cite, statute_ref
from cases.states import ResultCode, State
from documents.contexts import course
from documents.contexts.parts import Signatory
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.money import ZERO

FILE_COPY = "table"
GROUNDS = {
    ResultCode.REFUSED: "{debtor}表示不参加和解，或者不接受和解",
    ResultCode.UNREACHABLE: "无法与{debtor}取得联系，和解不能进行",
    ResultCode.DISAGREEMENT: "双方对履行的数额、期限或者方式分歧较大，没有达成协议",
    ResultCode.PERIOD_EXPIRED: "和解期限届满，双方没有达成协议，也没有书面同意延长",
    ResultCode.NO_PROGRESS: "经多次会商没有进展，继续和解不利于及时实现权利",
    ResultCode.URGENT: "出现应当及时进入执行程序的情况，不宜继续和解",
    ResultCode.CONSENT_WITHDRAWN: "{creditor}撤回了参加和解的同意",
    ResultCode.NOT_ELIGIBLE: "本案不属于适合和解的情形",
}


class Longer(TypedDict):
    """The fields of ``Lengthening``."""

    mediator: str
    taken_on: date | None
    old_deadline: date | None
    ends: tuple[course.PeriodEnd, ...]
    granted: course.PeriodEnd | None
    days: str


def longer(case: Case, on: date) -> Longer:
    """The end that each number of days gives, by the rule that the act itself uses; or the extension as entered."""
    attempt, calendar = case.attempt, load_calendar()
    ends: tuple[course.PeriodEnd, ...] = ()
    granted = _granted(attempt)
    old = attempt.deadline if attempt is not None else None
    if granted is not None and attempt is not None and attempt.taken_on is not None:
        periods = periods_on(attempt.taken_on)
        old = deadlines.reconciliation(taken_on=attempt.taken_on, periods=periods, calendar=calendar).due
    elif old is not None:
        found = [
            (n, deadlines.extended(old_due=old, days=n, calendar=calendar))
            for n in range(1, deadlines.MAX_EXTENSION + 1)
        ]
        ends = tuple(course.PeriodEnd(days=n, due=end.due, estimated=not end.confirmed) for n, end in found)
    return Longer(
        mediator=blocks.mediator_name(case),
        taken_on=attempt.taken_on if attempt is not None else None,
        old_deadline=old,
        ends=ends,
        granted=granted,
        days=str(granted.days if granted else periods_on(on)["T_EXT"].amount),
    )


def _not_longer(case: Case) -> Longer:
    """A decision on a person leaves the period as it is."""
    taken_on = case.attempt.taken_on if case.attempt is not None else None
    return Longer(
        mediator=blocks.mediator_name(case), taken_on=taken_on, old_deadline=None, ends=(), granted=None, days=""
    )


def _granted(attempt: Attempt | None) -> course.PeriodEnd | None:
    if attempt is None or not attempt.extension_days or attempt.deadline is None:
        return None
    estimated = not load_calendar().is_confirmed(attempt.deadline)
    return course.PeriodEnd(days=attempt.extension_days, due=attempt.deadline, estimated=estimated)


def one_period(case: Case) -> list[Subject]:
    """The period of the talks, once it runs and as long as it has an end."""
    attempt = case.attempt
    return the_case(case) if attempt is not None and attempt.deadline is not None else []


def extension(case: Case, *, on: date) -> course.ExtensionSheet:
    """D13: application, consent and approval; before the extension is entered and after it."""
    filed = bool(blocks.exec_no(case))
    attempt = case.attempt
    return course.ExtensionSheet(
        **blocks.frame(case, on),
        **about(case),
        **longer(case, on),
        reason=attempt.extension_reason if attempt is not None else "",
        signatories=tuple(
            Signatory(role=blocks.role_word(party, filed=filed), name=party.name)
            for party in blocks.parties_of(case, (*CREDITORS, *DEBTORS))
        ),
        decided_on=attempt.extended_on if attempt is not None else None,
        cite_extension=cite("invited_mediation", 27).text,
    )


def approvals(case: Case) -> list[Subject]:
    """What the head can be asked to decide: the extension where there can be one, a new mediator, a recusal."""
    attempt = case.attempt
    if attempt is None or attempt.mediator is None:
        return []
    open_period = case.state == State.MEDIATION and attempt.deadline is not None
    first = [Subject("extension", "延长和解期限")] if open_period or attempt.extended_on else []
    change, recusal = (1 + made(case, "D31", kind) for kind in (course.REPLACEMENT, course.RECUSAL))
    return [
        *first,
        Subject(f"replacement:{change}", f"更换和解员（第 {change} 次）"),
        Subject(f"recusal:{recusal}", f"回避（第 {recusal} 件）"),
    ]


def approval(case: Case, *, subject: str, on: date) -> course.Approval:
    """D31. A change of mediator that is entered already is proposed with its reason and its day."""
    kind, _, number = subject.partition(":")
    n = int(number or 1)
    known: dict[str, Any] = {"person": "" if kind == course.EXTENSION else blocks.mediator_name(case)}
    if kind == course.EXTENSION and case.attempt is not None:
        known |= {"reason": case.attempt.extension_reason, "effective_on": case.attempt.extended_on}
    if kind == course.REPLACEMENT:
        known |= _change(case, n)
    recusal = kind == course.RECUSAL
    return course.Approval(
        **blocks.frame(case, on),
        **about(case),
        **(longer(case, on) if kind == course.EXTENSION else _not_longer(case)),
        variant=kind,
        seq=n,
        **known,
        cite_ground=_ground(case, kind, on),
        cite_review=statute_ref("recusal_review", on).text if recusal else "",
    )


def _ground(case: Case, kind: str, on: date) -> str:
    if kind == course.EXTENSION:
        return cite("invited_mediation", 27).text
    if kind == course.RECUSAL:
        return cite("invited_mediation", 15).text if invited_of(case) else statute_ref("recusal", on).text
    return ""


def _change(case: Case, n: int) -> dict[str, Any]:
    """The ``n``-th change of the mediator after one had taken the case."""
    attempt = case.attempt
    rows = attempt.assignments.filter(taken_on__isnull=False).select_related("mediator__user") if attempt else ()
    changes = list(pairwise(sorted(rows, key=lambda row: row.pk)))
    if n > len(changes):
        return {}
    old, new = changes[n - 1]
    return {
        "person": old.mediator.user.name,
        "successor": new.mediator.user.name,
        "reason": old.end_reason,
        "effective_on": new.taken_on,
    }


def endings(case: Case) -> list[Subject]:
    """The table for the file and a notice for each party, where talks have ended without an agreement."""
    if case.attempt is None or case.was_agreed or not case.stage_closed_on:
        return []
    parties = blocks.parties_of(case, (*CREDITORS, *DEBTORS))
    notices = [Subject(f"party:{party.pk}", f"告知{party.name}") for party in parties]
    return [Subject(FILE_COPY, "决定表（存卷）"), *notices]


def termination(case: Case, *, subject: str, on: date) -> course.Termination:
    """D19: the table, or what one party is told. What was noted for the court stays on the table."""
    frame = blocks.frame(case, on)
    attempt, calendar = case.attempt, load_calendar()
    party = None if subject == FILE_COPY else case.parties.get(pk=row_of(subject))
    due = _handover_due(case)
    handed = max((row for row in case.handovers.all() if not row.returned_on), key=lambda row: row.seq, default=None)
    code = ResultCode(case.result_code)
    words = {
        "creditor": "申请执行人" if frame["exec_no"] else "申请人",
        "debtor": "被执行人" if frame["exec_no"] else "被申请人",
    }
    side = course.TO_CREDITOR if party is not None and party.role in CREDITORS else course.TO_DEBTOR
    return course.Termination(
        **frame,
        **about(case),
        variant=course.TABLE if party is None else side,
        addressee=party.name if party is not None else "",
        received_at=case.received_at,
        registered_on=case.registered_on,
        taken_on=attempt.taken_on if attempt is not None else None,
        deadline=attempt.deadline if attempt is not None else None,
        extension_days=attempt.extension_days if attempt is not None else None,
        urged_on=attempt.urged_on if attempt is not None else None,
        mediator=blocks.mediator_name(case),
        clerk=case.clerk.name if case.clerk else "",
        sessions=session_lines(case),
        paid=sum((row.amount for row in live_payments(case)), ZERO) or None,
        result_code=code.value,
        result_label=_label(code, filed=bool(frame["exec_no"])),
        note=case.result_note if party is None else "",
        grounds=GROUNDS[code].format(**words),
        ended_on=case.stage_closed_on,
        handover_due=due,
        handover_estimated=due is not None and not calendar.is_confirmed(due),
        handed_on=handed.handed_on if handed else None,
        contact=blocks.contact_of(case, frame["head"]),
        cite_interest=statute_ref("delay_interest", on).text,
        cite_limitation=statute_ref("limitation", on).text,
    )


def _label(code: ResultCode, *, filed: bool) -> str:
    """The code's name, in the words for the parties that hold."""
    return code.label.replace("被申请人", "被执行人").replace("申请人", "申请执行人") if filed else str(code.label)


def _handover_due(case: Case) -> date | None:
    if case.stage_closed_on is None:
        return None
    periods = periods_on(case.stage_closed_on)
    return deadlines.handover_due(closed_on=case.stage_closed_on, periods=periods, calendar=load_calendar()).due


MAKERS = {
    "D13": Maker(one_period, lambda case, key, on: extension(case, on=on)),
    "D19": Maker(endings, lambda case, key, on: termination(case, subject=key, on=on)),
    "D31": Maker(approvals, lambda case, key, on: approval(case, subject=key, on=on)),
}
