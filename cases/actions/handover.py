"""转入执行: hand over, acknowledge, return, reopen."""

from dataclasses import dataclass
from datetime import date, datetime

from cases import guards
from cases.facts import balance_json, balance_on, handover_contents, paid_total
from cases.guards.handover import open_package
from cases.models import Case, Handover
from cases.rules.casenumber import normalise_case_no
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting, refuse
from .package import seal_package
from .papers import file_with

HANDOVER_PAPER = "D20"
ANSWERED_BACK = ("returned_on", "return_reason")


@dataclass(frozen=True)
class AnswerFile:
    """The acknowledgement file behind an answer: which hand-over it was held against, and its digest in the archive."""

    handover_id: int
    sha256: str


def hand_over(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    applied_on: date | None = None,
    urgent: bool = False,
    reason: str = "",
    at: When = None,
) -> Handover:
    """Send the matter to the filing division with what is owed on the day, line by line.

    ``applied_on``: the day of the creditor's application; after a failure the original day of receipt is carried over,
    after a default it is the day of the act unless told otherwise. Confidential notes of the talks stay behind.
    """
    with acting(Verb.HAND_OVER, by=by, now=now, case_id=case_id, at=at or applied_on) as act:
        refuse_if(guards.to_hand_over(act.case, act.day, applied_on=applied_on))
        balance = balance_on(act.case, act.day.today)
        row = act.case.handovers.create(
            seq=act.case.handovers.count() + 1,
            handed_on=act.day.today,
            applied_on=applied_on or _original_application(act),
            reason=reason,
            urgent=urgent or act.case.result_code == ResultCode.URGENT,
            paid_total=paid_total(act.case),
            outstanding=balance.total,
            balance=balance_json(balance),
            contents=handover_contents(act.case),
            handed_by=act.by,
        )
        act.case.hand_over(at=act.at)
        act.reason = act.reason or reason
        act.facts = {"handover": row.pk, "outstanding": balance.total, "applied_on": row.applied_on}
        file_with(act, HANDOVER_PAPER)
        seal_package(act, row)
    return row


def _original_application(act: Act) -> date:
    return act.day.today if act.case.was_agreed else local_date(act.case.received_at)


def acknowledge(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    exec_case_no: str,
    acknowledged_on: date | None = None,
    at: When = None,
    answer: AnswerFile | None = None,
) -> Case:
    """The filing division registered the enforcement case: its number closes the loop. ``answer``: the file it sent."""
    with acting(Verb.ACKNOWLEDGE, by=by, now=now, case_id=case_id, at=at or acknowledged_on) as act:
        number = normalise_case_no(exec_case_no)
        day = acknowledged_on or act.day.today
        refuse_if(guards.to_acknowledge(act.case, act.day, exec_case_no=number, acknowledged_on=day))
        package = _package(act.case)
        package.exec_case_no, package.acknowledged_on = number, day
        package.save(update_fields=["exec_case_no", "acknowledged_on"])
        act.case.exec_case_no = number
        act.case.exec_registered_on = day
        act.facts = {"handover": package.pk, "exec_case_no": number, "acknowledged_on": day}
        _link_answer(act, package, answer)
    return act.case


def return_package(
    *, by: Actor, now: datetime, case_id: int, reason: str, at: When = None, answer: AnswerFile | None = None
) -> Case:
    """The filing division sends the package back; the case stands where it stood before. ``answer``: the file it sent."""
    with acting(Verb.RETURN, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_return(act.case, act.day, reason=reason))
        package = _package(act.case)
        package.returned_on, package.return_reason = act.day.today, reason
        package.save(update_fields=ANSWERED_BACK)
        act.case.return_package()
        act.reason = reason
        act.facts = {"handover": package.pk}
        _link_answer(act, package, answer)
    return act.case


def reopen(*, by: Actor, now: datetime, case_id: int, reason: str, at: When = None) -> Case:
    """The head of the centre opens an ended case again: it stands where it stood before it ended."""
    with acting(Verb.REOPEN, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_reopen(act.case, act.day, reason=reason))
        package = open_package(act.case)
        if package is not None:
            package.returned_on, package.return_reason = act.day.today, reason
            package.save(update_fields=ANSWERED_BACK)
        act.case.reopen()
        _reopen_attempt(act)
        act.reason = reason
    return act.case


def _reopen_attempt(act: Act) -> None:
    attempt = act.case.attempt
    if act.case.stage_closed_on is None and attempt is not None:
        attempt.closed_on, attempt.result_code = None, ""
        attempt.save()


def _link_answer(act: Act, package: Handover, answer: AnswerFile | None) -> None:
    if answer is None:
        return
    if answer.handover_id != package.pk:
        raise refuse("answer_to_another", "回执核对以后，等待答复的移送变了，请重新上传")
    package.answer_sha256, package.answer_received_at = answer.sha256, act.now
    package.save(update_fields=["answer_sha256", "answer_received_at"])
    act.facts["answer_file"] = answer.sha256


def _package(case: Case) -> Handover:
    package = open_package(case)
    if package is None:
        raise InvalidInput({"case": ["没有等待立案庭答复的移送"]})
    return package
