"""回执: a file answers the hand-over. It is checked whole, and then does exactly what the act by hand would do."""

from dataclasses import dataclass
from datetime import datetime

from cases import guards
from cases.actions.acting import Actor, InvalidInput, NotVisible, day_of, right_to_act
from cases.actions.handover import AnswerFile, acknowledge, return_package
from cases.guards.handover import open_package
from cases.models import Case, Handover, whole_file
from cases.papers.package.answer import Answer, UnfitAnswerError, mismatches, read_answer
from cases.rules.casenumber import normalise_case_no
from cases.verbs import Verb
from documents import store
from jianli_mediation.kernel.refusal import refuse_if

XML = "xml"


@dataclass(frozen=True)
class Answered:
    """What came of a file. ``repeated``: it had been taken before, and nothing was done now."""

    handover: Handover
    accepted: bool
    repeated: bool


def answer_by_file(*, by: Actor, now: datetime, case_id: int, content: bytes) -> Answered:
    """Take an acknowledgement file: the case is registered or the package comes back, as the file says.

    ``InvalidInput`` at ``file`` with everything that is wrong with it; ``Refused`` where nothing waits for an answer.
    The same file a second time changes nothing.
    """
    case = whole_file(Case.objects.visible_to(by.user)).filter(pk=case_id).first()
    if case is None:
        raise NotVisible(case_id)
    right_to_act(case, Verb.ACKNOWLEDGE, by.user)
    try:
        answer = read_answer(content)
    except UnfitAnswerError as unfit:
        raise InvalidInput({"file": unfit.messages}) from unfit
    before = next((row for row in case.handovers.all() if row.answer_sha256 == answer.sha256), None)
    if before is not None:
        return Answered(before, answer.accepted, repeated=True)
    package = _waiting(case, answer, now)
    file = AnswerFile(package.pk, store.keep(content, XML))
    if answer.accepted:
        acknowledge(by=by, now=now, case_id=case_id, exec_case_no=answer.number, acknowledged_on=answer.on, answer=file)
    else:
        return_package(by=by, now=now, case_id=case_id, reason=answer.reason, at=answer.on, answer=file)
    done = Handover.objects.select_related("case").get(pk=package.pk)
    return Answered(done, answer.accepted, repeated=False)


def _waiting(case: Case, answer: Answer, now: datetime) -> Handover:
    """The hand-over that waits for this answer. All that speaks against it is told at once."""
    day = day_of(now)
    verb = Verb.ACKNOWLEDGE if answer.accepted else Verb.RETURN
    refuse_if(guards.standing_blockers(verb, case, day))
    package = open_package(case)
    if package is None:
        raise InvalidInput({"file": ["没有等待立案庭答复的移送"]})
    number = normalise_case_no(answer.number)
    found = (
        guards.to_acknowledge(case, day, exec_case_no=number, acknowledged_on=answer.on)
        if answer.accepted
        else guards.to_return(case, day, reason=answer.reason, returned_on=answer.on)
    )
    wrong = [*mismatches(answer, case, package), *(blocker.message for blocker in found)]
    if wrong:
        raise InvalidInput({"file": wrong})
    return package
