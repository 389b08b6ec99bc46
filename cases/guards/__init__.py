"""Every reason why an act is refused now: one function per verb, each returning all reasons at once.

Without the act's own input a guard tells what stands in the way already (the 下一步 list); with it, everything.
"""

from collections.abc import Callable

from cases.models import Case
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import Blocker

from .agreement import findings, to_amend, to_conclude
from .appointments import slot_faults, to_cancel_session, to_schedule_session
from .assignment import to_assign, to_draw, to_refuse, to_take
from .attachments import to_attach
from .contacts import to_close_follow_up, to_log_contact
from .delivery import AT_THE_WAY, service_faults, to_confirm_address, to_record_service
from .groups import to_link, to_unlink
from .guidance import NOT_HERS, to_comment, to_take_over
from .handover import to_acknowledge, to_hand_over, to_register_execution, to_reopen, to_return
from .intake import to_accept, to_decline, to_file, to_withdraw
from .mediation import (
    to_extend,
    to_fail,
    to_log_session,
    to_resume,
    to_settle_in_full,
    to_suspend,
)
from .papers import certificates_in_force, offered_forms, to_issue_paper, to_seal_paper, to_withdraw_certificate
from .performance import (
    to_confirm_payment,
    to_declare_default,
    to_fulfil,
    to_record_payment,
    to_reinstate,
    to_reverse_payment,
)
from .preservation import measures_in_force, to_lift_preservation
from .requests import to_answer_request, to_rate_answer, to_take_request
from .stalling import to_review_talks
from .standing import Day, in_state

GUARDS: dict[Verb, Callable[[Case, Day], list[Blocker]]] = {
    Verb.ACCEPT: to_accept,
    Verb.DECLINE: to_decline,
    Verb.WITHDRAW: to_withdraw,
    Verb.ASSIGN: to_assign,
    Verb.TAKE: to_take,
    Verb.REFUSE: to_refuse,
    Verb.RECORD_SERVICE: to_record_service,
    Verb.CONFIRM_ADDRESS: to_confirm_address,
    Verb.SCHEDULE_SESSION: to_schedule_session,
    Verb.CANCEL_SESSION: to_cancel_session,
    Verb.LOG_SESSION: to_log_session,
    Verb.LOG_CONTACT: to_log_contact,
    Verb.CLOSE_FOLLOW_UP: to_close_follow_up,
    Verb.WITHDRAW_CERTIFICATE: to_withdraw_certificate,
    Verb.LIFT_PRESERVATION: to_lift_preservation,
    Verb.TAKE_REQUEST: to_take_request,
    Verb.ANSWER_REQUEST: to_answer_request,
    Verb.RATE_ANSWER: to_rate_answer,
    Verb.EXTEND: to_extend,
    Verb.SUSPEND: to_suspend,
    Verb.RESUME: to_resume,
    Verb.REVIEW_TALKS: to_review_talks,
    Verb.COMMENT: to_comment,
    Verb.TAKE_OVER: to_take_over,
    Verb.FAIL: to_fail,
    Verb.SETTLE_IN_FULL: to_settle_in_full,
    Verb.CONCLUDE: to_conclude,
    Verb.AMEND: to_amend,
    Verb.RECORD_PAYMENT: to_record_payment,
    Verb.CONFIRM_PAYMENT: to_confirm_payment,
    Verb.REVERSE_PAYMENT: to_reverse_payment,
    Verb.DECLARE_DEFAULT: to_declare_default,
    Verb.REINSTATE: to_reinstate,
    Verb.FULFIL: to_fulfil,
    Verb.HAND_OVER: to_hand_over,
    Verb.ACKNOWLEDGE: to_acknowledge,
    Verb.RETURN: to_return,
    Verb.REOPEN: to_reopen,
    Verb.REGISTER_EXECUTION: to_register_execution,
    Verb.LINK: to_link,
    Verb.UNLINK: to_unlink,
}


def standing_blockers(verb: Verb, case: Case, day: Day) -> list[Blocker]:
    """What stands in the way of ``verb`` already, before anything is typed."""
    guard = GUARDS.get(verb)
    return guard(case, day) if guard else in_state(case, verb)


__all__ = [
    "AT_THE_WAY",
    "certificates_in_force",
    "measures_in_force",
    "to_lift_preservation",
    "to_withdraw_certificate",
    "GUARDS",
    "NOT_HERS",
    "Day",
    "findings",
    "in_state",
    "offered_forms",
    "service_faults",
    "slot_faults",
    "standing_blockers",
    "to_accept",
    "to_acknowledge",
    "to_rate_answer",
    "to_take_request",
    "to_amend",
    "to_answer_request",
    "to_assign",
    "to_attach",
    "to_cancel_session",
    "to_close_follow_up",
    "to_comment",
    "to_conclude",
    "to_confirm_address",
    "to_confirm_payment",
    "to_decline",
    "to_declare_default",
    "to_draw",
    "to_extend",
    "to_fail",
    "to_file",
    "to_fulfil",
    "to_hand_over",
    "to_issue_paper",
    "to_link",
    "to_log_contact",
    "to_log_session",
    "to_record_payment",
    "to_record_service",
    "to_refuse",
    "to_register_execution",
    "to_reinstate",
    "to_reopen",
    "to_resume",
    "to_return",
    "to_schedule_session",
    "to_reverse_payment",
    "to_review_talks",
    "to_seal_paper",
    "to_settle_in_full",
    "to_suspend",
    "to_take",
    "to_take_over",
    "to_unlink",
    "to_withdraw",
]
