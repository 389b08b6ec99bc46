"""Why an act in the talks is refused now."""

from datetime import date

from cases.facts import balance_on, confirmed_total, live_payments
from cases.models import Case, Party
from cases.models.choices import Confirmation, ServiceWay
from cases.rules.deadlines import MAX_EXTENSION
from cases.states import FAIL_CODES, SETTLED_CODES, ResultCode
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.refusal import Blocker
from mediators.models import Mediator

from .standing import Day, free_to_talk, in_state, not_after, not_before, talks_open


def to_assign(
    case: Case, day: Day, *, mediator: Mediator | None = None, reason: str = "", taken_on: date | None = None
) -> list[Blocker]:
    """The mediator is on the roster, free of conflict (R15), and a change after taking has a reason."""
    found = in_state(case, Verb.ASSIGN) + free_to_talk(case)
    attempt = case.attempt
    if mediator is None:
        return found
    if attempt and attempt.mediator_id == mediator.pk:
        found.append(Blocker("same_mediator", f"案件已经指派给{mediator}"))
    elif attempt and attempt.taken_on and not reason:
        found.append(Blocker("reason_required", f"{attempt.mediator}已经接收，更换和解员须写明理由"))
    if (
        not mediator.user.is_active
        or mediator.active_from > day.today
        or (mediator.active_until and mediator.active_until < day.today)
    ):
        found.append(Blocker("mediator_not_active", f"{mediator}不在册，请另选"))
    if mediator.is_outsider and mediator.supervisor_id is None:
        found.append(Blocker("supervisor_missing", f"{mediator}还没有本院指导法官，请先指定"))
    if mediator.user.name in _people(case):
        found.append(
            Blocker(
                "mediator_conflict", f"{mediator}与本案当事人或代理人同名，请核对是否应当回避", "在线调解规则第13条"
            )
        )
    return found + _taken(case, day, taken_on)


def _people(case: Case) -> set[str]:
    parties = case.parties.all()
    agents = {agent.name for party in parties for agent in party.agents.all()}
    return agents | {party.name for party in parties} | {party.legal_rep for party in parties if party.legal_rep}


def _taken(case: Case, day: Day, taken_on: date | None) -> list[Blocker]:
    if taken_on is None:
        return []
    earliest = case.registered_on or day.today
    return not_before(taken_on, earliest, "taken_before_acceptance", "接收日") + not_after(
        taken_on, day.today, "taken_in_future", "接收日"
    )


def to_take(case: Case, day: Day, *, taken_on: date | None = None) -> list[Blocker]:
    """There is an assignment to take, and it was not taken before."""
    found = in_state(case, Verb.TAKE)
    attempt = case.attempt
    if attempt is None or attempt.mediator_id is None:
        found.append(Blocker("not_assigned", "还没有指派和解员"))
    elif attempt.taken_on:
        found.append(Blocker("already_taken", f"{attempt.mediator}已于 {attempt.taken_on:%Y-%m-%d} 接收"))
    return found + _taken(case, day, taken_on)


def to_refuse(case: Case, day: Day, *, reason: str = "-") -> list[Blocker]:
    """An assignment can be refused until it is taken, with a reason."""
    found = to_take(case, day)
    if not reason:
        found.append(Blocker("reason_required", "退回指派须写明理由"))
    return found


def to_record_service(
    case: Case, day: Day, *, party: Party | None = None, way: str = "", served_on: date | None = None
) -> list[Blocker]:
    """Electronic service needs consent; the day lies between receipt and today."""
    found = in_state(case, Verb.RECORD_SERVICE)
    if party is not None and way == ServiceWay.ELECTRONIC and not party.e_service_consent:
        found.append(Blocker("no_e_service_consent", f"{party.name}没有同意电子送达，请改用其他方式", "民诉法第90条"))
    if served_on is not None:
        found += not_before(served_on, local_date(case.received_at), "served_before_receipt", "送达日")
        found += not_after(served_on, day.today, "served_in_future", "送达日")
    return found


def to_log_session(case: Case, day: Day, *, held_on: date | None = None, next_on: date | None = None) -> list[Blocker]:
    """Talks are open, and nobody is barred from them."""
    found = in_state(case, Verb.LOG_SESSION) + free_to_talk(case)
    attempt, closed = talks_open(case)
    found += closed
    if held_on is not None:
        found += not_after(held_on, day.today, "session_in_future", "会商日")
        if attempt and attempt.taken_on:
            found += not_before(held_on, attempt.taken_on, "session_before_taking", "会商日")
        if next_on is not None and next_on <= held_on:
            found.append(Blocker("next_not_later", "下次会商须晚于本次会商"))
    return found


def to_extend(
    case: Case, day: Day, *, days: int | None = None, applicant_agrees: bool = True, respondent_agrees: bool = True
) -> list[Blocker]:
    """Once, at most thirty days, before the period ends, with the signed consent of both sides."""
    found = in_state(case, Verb.EXTEND) + free_to_talk(case)
    attempt, closed = talks_open(case)
    found += closed
    if attempt and attempt.extended_on:
        found.append(Blocker("already_extended", f"已于 {attempt.extended_on:%Y-%m-%d} 延长过，只能延长一次"))
    elif attempt and attempt.deadline and day.today > attempt.deadline:
        found.append(Blocker("period_expired", f"和解期限已于 {attempt.deadline:%Y-%m-%d} 届满，不能再延长"))
    if days is not None and not 1 <= days <= MAX_EXTENSION:
        found.append(Blocker("extension_too_long", f"延长须在 1 到 {MAX_EXTENSION} 日之间"))
    for agrees, side in ((applicant_agrees, "申请人"), (respondent_agrees, "被申请人")):
        if not agrees:
            found.append(Blocker("consent_missing", f"没有{side}的书面同意", "特邀调解规定第27条"))
    return found


def to_fail(case: Case, day: Day, *, code: str = ResultCode.DISAGREEMENT) -> list[Blocker]:
    """Ending the talks needs one of the codes 20–27."""
    found = in_state(case, Verb.FAIL)
    if code not in FAIL_CODES:
        found.append(Blocker("wrong_code", "终止和解的结案方式只能是 20 到 27"))
    return found


def to_settle_in_full(
    case: Case, day: Day, *, code: str = ResultCode.AFTER_URGING, creditor_satisfied: bool = False
) -> list[Blocker]:
    """R10: every fen owed is paid and confirmed, or the creditor confirms in writing that it is settled."""
    found = in_state(case, Verb.SETTLE_IN_FULL)
    if code not in SETTLED_CODES:
        found.append(Blocker("wrong_code", "付清结案的结案方式只能是 10、11、12"))
    payments = live_payments(case)
    if not payments:
        found.append(Blocker("nothing_paid", "还没有登记收款"))
        return found
    found += [
        Blocker("payment_unconfirmed", f"{paid.paid_on:%Y-%m-%d} 的 {show(paid.amount)} 元未经申请人确认")
        for paid in payments
        if paid.confirmation == Confirmation.PENDING
    ]
    left = balance_on(case, max(paid.paid_on for paid in payments)).total
    if left > 0 and not creditor_satisfied:
        found.append(
            Blocker(
                "not_paid_in_full",
                f"已确认 {show(confirmed_total(case))} 元，还差 {show(left)} 元；申请人书面确认已了结的，请勾选",
            )
        )
    return found
