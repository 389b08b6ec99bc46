"""Why a paper cannot be issued now."""

from collections.abc import Callable

from cases.facts import live_payments, owner_key, statuses
from cases.guards.mediation import to_extend
from cases.guards.standing import Day, in_state
from cases.models import Case
from cases.models.choices import Confirmation, EnterpriseRelated, LegalModel
from cases.states import ResultCode, State
from cases.verbs import Verb
from documents.models import Paper, Status
from documents.registry import FORMS, Form, forms_for, refusal
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.refusal import Blocker

CERTIFICATE, CREDIT_LETTER = "D24", "D25"
REMINDER = "D21"
EXTENSION = "D13"
TERMINATION = "D19"
GREEN_LANE = "D29"
APPROVAL = "D31"
RULING = "D17"
RESUMPTION = "D23"
VOLUME = "D27"


def to_issue_paper(case: Case, day: Day, *, form: str) -> list[Blocker]:
    """The register's reasons by state, legal model and enforcement number; those of some forms of their own."""
    kind = FORMS.get(form)
    if kind is None or not kind.offered:
        return [Blocker("form_unknown", f"没有文书样式 {form}")]
    stages = dict(State.choices)
    has_exec_no = bool(case.exec_case_no)
    reason = refusal(kind, state=case.state, legal_model=case.legal_model, has_exec_no=has_exec_no, stages=stages)
    found = [Blocker("form_not_now", reason)] if reason else []
    of_its_own = _OF_ITS_OWN.get(form)
    return found + (of_its_own(case, day) if of_its_own else [])


def bears_seal(form: str) -> bool:
    """Whether the court's seal or the centre's stamp goes on papers of this form."""
    kind = FORMS.get(form)
    return kind is not None and ("院印" in kind.signed_by or "章" in kind.signed_by)


def to_seal_paper(case: Case, day: Day, *, paper: Paper | None) -> list[Blocker]:
    """Only a paper of this case that bears a seal, and that was issued and neither sealed nor served since."""
    if paper is None:
        return [Blocker("paper_unknown", "本案没有这份文书")]
    found = []
    if paper.status == Status.VOID:
        found.append(Blocker("paper_is_void", f"《{paper.title}》已经作废，不能用印"))
    elif paper.status != Status.ISSUED:
        found.append(Blocker("paper_sealed_already", f"《{paper.title}》{Status(paper.status).label}，不再登记用印"))
    if not bears_seal(paper.form):
        found.append(Blocker("paper_bears_no_seal", f"《{paper.title}》由{FORMS[paper.form].signed_by}签，不用院印"))
    return found


def certificates_in_force(case: Case) -> list[Paper]:
    """The certificates of performance and letters on credit of the case that hold: neither void nor replaced."""
    rows = Paper.objects.filter(owner_key=owner_key(case.pk), form__in=(CERTIFICATE, CREDIT_LETTER))
    return list(
        rows.exclude(status=Status.VOID).filter(superseded_by__isnull=True).defer("context").order_by("form", "pk")
    )


def to_withdraw_certificate(case: Case, day: Day, *, paper_id: int | None = None) -> list[Blocker]:
    """There is one in force; a letter on credit goes with the certificate that it tells of."""
    found = in_state(case, Verb.WITHDRAW_CERTIFICATE)
    held = [row for row in certificates_in_force(case) if row.form == CERTIFICATE]
    if not held:
        found.append(Blocker("no_certificate", "本案没有有效的自动履行证明书"))
    elif paper_id is not None and paper_id not in {row.pk for row in held}:
        found.append(Blocker("certificate_unknown", "本案没有这份有效的自动履行证明书"))
    return found


def _not_performed(case: Case, day: Day) -> list[Blocker]:
    """R17: no certificate while an instalment is unpaid or a payment unconfirmed, unless the creditor is satisfied.

    Nor one dated before the performance was found, nor where the case was already filed for enforcement: the paper says
    that all was performed before.
    """
    found = []
    if case.record_closed_on and day.today < case.record_closed_on:
        found.append(
            Blocker(
                "certificate_before_closing", f"{case.record_closed_on:%Y-%m-%d} 才核定履行完毕，证明书不能早于这一天"
            )
        )
    if case.legal_model == LegalModel.A and case.exec_case_no:
        found.append(Blocker("enforced_before", f"本案已立案执行（{case.exec_case_no}），不是执行前的自动履行"))
    found += [
        Blocker("payment_unconfirmed", f"{paid.paid_on:%Y-%m-%d} 的 {show(paid.amount)} 元未经申请人确认")
        for paid in live_payments(case)
        if paid.confirmation == Confirmation.PENDING
    ]
    if not case.performed_on:
        found += [
            Blocker("instalment_unpaid", f"第 {status.seq} 期还差 {show(status.left)} 元")
            for status in statuses(case, day.today, day.calendar)
            if status.left > 0
        ]
    return found


def _not_overdue(case: Case, day: Day) -> list[Blocker]:
    """Nobody is reminded while every instalment is paid, not yet due, or within its grace."""
    if case.state not in FORMS[REMINDER].states:
        return []
    if any(status.state == "overdue" for status in statuses(case, day.today, day.calendar)):
        return []
    return [Blocker("nothing_overdue", "没有逾期未付的分期")]


def _no_enterprise(case: Case, day: Day) -> list[Blocker]:
    """The green channel is for cases that are marked as concerning an enterprise."""
    if case.enterprise_related != EnterpriseRelated.NONE:
        return []
    return [Blocker("not_enterprise", "本案没有标注涉企，不出绿色通道标注单")]


def _not_longer(case: Case, day: Day) -> list[Blocker]:
    """The period must be one that can be lengthened; an extension entered already may be put on its sheet."""
    attempt = case.attempt
    if case.state not in FORMS[EXTENSION].states:
        return []
    if attempt is None or attempt.taken_on is None:
        return [Blocker("not_taken", "和解员还没有接收，和解期限没有起算")]
    return [] if attempt.extended_on else to_extend(case, day)


def _not_failed(case: Case, day: Day) -> list[Blocker]:
    """Only talks that were begun and came to no agreement are terminated."""
    if case.state not in FORMS[TERMINATION].states:
        return []
    if case.attempt is None:
        return [Blocker("no_talks", "本案没有进入和解，没有终止和解的决定")]
    if case.was_agreed:
        return [Blocker("talks_agreed", "本案以协议结束和解，没有终止和解的决定")]
    return []


def _no_mediator(case: Case, day: Day) -> list[Blocker]:
    """What the head decides on this form is about the mediator, or the period that she keeps."""
    if case.state not in FORMS[APPROVAL].states:
        return []
    assigned = case.attempt is not None and case.attempt.mediator_id is not None
    return [] if assigned else [Blocker("not_assigned", "本案还没有和解员，没有可以审批的事项")]


def _in_enforcement(form: str, reasons: Callable[[Case, Day], list[Blocker]]) -> Callable[[Case, Day], list[Blocker]]:
    """``reasons``, where the register has none against the form: those of the state and the number come first."""

    def found(case: Case, day: Day) -> list[Blocker]:
        at_home = case.legal_model == LegalModel.B and case.exec_case_no and case.state in FORMS[form].states
        return reasons(case, day) if at_home else []

    return found


def _no_settlement(case: Case, day: Day) -> list[Blocker]:
    """An enforcement is stayed, ended or gone on with after a settlement; it also ends where the creditor withdraws."""
    if case.state == State.WITHDRAWN:
        withdrawn = case.result_code == ResultCode.APPLICATION_WITHDRAWN
        return [] if withdrawn else [Blocker("not_withdrawn", "申请执行人没有撤销申请，不据此裁定终结执行")]
    return [] if case.agreement else [Blocker("no_settlement", "本案没有执行和解协议")]


def _not_printed(case: Case, day: Day) -> list[Blocker]:
    """The pages of a volume can be counted once every paper in it is printed."""
    waiting = Paper.objects.filter(owner_key=owner_key(case.pk), pdf_sha256="").exclude(status=Status.VOID)
    titles = waiting.values_list("title", flat=True)
    return [Blocker("papers_not_printed", f"《{title}》还没有印好，页数没有定，请稍等再立卷") for title in titles]


_OF_ITS_OWN: dict[str, Callable[[Case, Day], list[Blocker]]] = {
    CERTIFICATE: _not_performed,
    REMINDER: _not_overdue,
    EXTENSION: _not_longer,
    TERMINATION: _not_failed,
    GREEN_LANE: _no_enterprise,
    APPROVAL: _no_mediator,
    RULING: _in_enforcement(RULING, _no_settlement),
    VOLUME: _not_printed,
    RESUMPTION: _in_enforcement(RESUMPTION, _no_settlement),
}


def offered_forms(case: Case, day: Day) -> list[tuple[Form, list[Blocker]]]:
    """Every form there is, with all reasons why it may not be made now."""
    listed = forms_for(state=case.state, legal_model=case.legal_model, has_exec_no=bool(case.exec_case_no))
    return [(form, to_issue_paper(case, day, form=form.code)) for form, _ in listed]
