"""The address of every act: one table verb → page."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cases.verbs import Verb
from jianli_mediation.core.access import Invisible, StaffRequest, staff

from . import (
    acceptance,
    agreement,
    assignment,
    delivery,
    groups,
    handover,
    mediation,
    papers,
    performance,
    record,
    requests,
    session,
    talks,
)
from .acting import ActPage, asked, handed_in
from .guidance import comment, take_over
from .stalling import review_talks

ACTS: dict[Verb, ActPage] = {
    page.verb: page
    for page in (
        acceptance.accept,
        acceptance.decline,
        acceptance.withdraw,
        assignment.assign,
        assignment.take,
        assignment.refuse,
        delivery.record_service,
        delivery.confirm_address,
        talks.schedule_session,
        talks.cancel_session,
        session.log_session,
        talks.log_contact,
        talks.close_follow_up,
        requests.take_request,
        requests.answer_request,
        requests.rate_answer,
        mediation.extend,
        mediation.suspend,
        mediation.resume,
        review_talks,
        comment,
        take_over,
        mediation.fail,
        mediation.settle_in_full,
        agreement.conclude,
        agreement.amend,
        performance.record_payment,
        performance.confirm_payment,
        performance.reverse_payment,
        performance.declare_default,
        performance.reinstate,
        performance.fulfil,
        handover.hand_over,
        handover.acknowledge,
        handover.return_package,
        handover.reopen,
        papers.issue_paper,
        papers.seal_paper,
        papers.withdraw_certificate,
        record.add_party,
        record.amend_party,
        record.record_clue,
        record.record_preservation,
        record.lift_preservation,
        record.register_execution,
        record.record_agent,
        record.record_party_status,
        groups.link,
        groups.unlink,
    )
}
_BY_PATH = {verb.path: page for verb, page in ACTS.items()}


@staff()
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    """One act on one case: its form, or the form handed in."""
    page = _BY_PATH.get(verb)
    if page is None:
        raise Invisible("没有这一步。请从案件页的“下一步”里点进去。")
    return handed_in(request, page, pk) if request.method == "POST" else asked(request, page, pk)
