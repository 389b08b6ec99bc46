"""下一步: what this person can do to the case now, what is refused and why, and what may be recorded at any time."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cases.models import Case, Todo
from cases.models.choices import Confirmation
from cases.queries import casefile
from cases.queries.casefile import CaseFile
from cases.states import State
from cases.verbs import VERBS, Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.parts import NextStep
from jianli_mediation.core.templatetags.court import days_left
from jianli_mediation.kernel.money import show

# Reasons that nothing typed on the act's page could overcome: the page is then not offered.
WRONG_PLACE = {
    "no_certificate",
    "no_preservation",
    "wrong_state",
    "not_assigned_to_you",
    "not_supervisor",
    "no_open_attempt",
    "not_taken",
    "execution_not_registered",
}
# Recorded beside the steps of a state, at any time while the case is open.
ASIDE = (
    Verb.LOG_CONTACT,
    Verb.CLOSE_FOLLOW_UP,
    Verb.ANSWER_REQUEST,
    Verb.RATE_ANSWER,
    Verb.TAKE_REQUEST,
    Verb.CANCEL_SESSION,
    Verb.RECORD_SERVICE,
    Verb.CONFIRM_ADDRESS,
    Verb.RECORD_AGENT,
    Verb.ADD_PARTY,
    Verb.AMEND_PARTY,
    Verb.RECORD_PARTY_STATUS,
    Verb.RECORD_PRESERVATION,
    Verb.LIFT_PRESERVATION,
    Verb.RECORD_CLUE,
    Verb.ATTACH,
    Verb.LINK,
    Verb.UNLINK,
    Verb.WITHDRAW_CERTIFICATE,
    Verb.COMMENT,
    Verb.TAKE_OVER,
)
# Acts whose page is not that of a single form.
OWN_PAGES = {Verb.ATTACH: "cases:attach"}


def act_url(case: Case, verb: Verb) -> str:
    if verb in OWN_PAGES:
        return reverse(OWN_PAGES[verb], args=[case.pk])
    return reverse("cases:act", args=[case.pk, verb.path])


def steps(file: CaseFile) -> list[NextStep]:
    """下一步: what is waited for stands out, else the first that can be done; what is refused carries all its reasons."""
    wanted = waited_for(file)
    able = [step.verb for step in file.next_steps if step.allowed and not step.rule.danger]
    main = next((verb for verb in wanted if verb in able), able[0] if able else None)
    found = [_shown(file, step, wanted, main) for step in file.next_steps]
    return sorted(found, key=lambda step: step.style != "main")


def _shown(file: CaseFile, step: casefile.NextStep, wanted: dict[Verb, Todo], main: Verb | None) -> NextStep:
    open_page = not WRONG_PLACE & {blocker.code for blocker in step.blockers}
    style: Any = "danger" if step.rule.danger else ""
    return NextStep(
        step.label,
        act_url(file.case, step.verb) if open_page else "",
        hint=(_hint(file, step.verb) or _why(wanted.get(step.verb))) if step.allowed else "",
        style="main" if step.allowed and step.verb == main else style,
        blockers=step.blockers,
    )


def waited_for(file: CaseFile) -> dict[Verb, Todo]:
    """What the case waits for now, as 我的工作 shows it: what is this person's first, then the earliest."""
    rows = (
        Todo.objects.filter(case=file.case, show_from__lte=file.today)
        .exclude(verb="")
        .order_by("waiting", "due_on", "id")
    )
    found: dict[Verb, Todo] = {}
    for row in sorted(rows, key=lambda row: row.role != file.user.role and row.user_id != file.user.pk):
        found.setdefault(Verb(row.verb), row)
    return found


def _why(row: Todo | None) -> str:
    return f"{row.text}：{row.why}。" if row and row.why else (f"{row.text}。" if row else "")


def open_act(file: CaseFile, verb: Verb) -> str:
    """The address of the act's page when it can be done now, else nothing."""
    return act_url(file.case, verb) if file.may(verb) and not file.blockers(verb) else ""


def beside(file: CaseFile, verbs: Iterable[Verb]) -> list[tuple[str, str]]:
    """Those of ``verbs`` that can be done now, as (label, address)."""
    return [(VERBS[verb].label, url) for verb in verbs if (url := open_act(file, verb))]


def at_any_time(file: CaseFile) -> list[tuple[str, str]]:
    """What may be recorded at any time and does not stand among the steps already."""
    offered = {step.verb for step in file.next_steps}
    return beside(file, [verb for verb in ASIDE if verb not in offered])


def _hint(file: CaseFile, verb: Verb) -> str:
    """One sentence under a button: what to look at before, or what follows."""
    case, attempt = file.case, file.case.attempt
    if verb == Verb.ACCEPT:
        end = next(each.due for each in file.deadlines if each.code == "T_FILE")
        return f"先征询申请人。收件起 7 日内决定，到 {end:%m-%d}。"
    if verb == Verb.TAKE and attempt and attempt.assigned_at:
        return f"{local_date(attempt.assigned_at):%m-%d} 指派，3 个工作日内答复。"
    if verb == Verb.CONCLUDE and attempt and attempt.deadline:
        left = days_left(file.calendar.workdays_between(file.today, attempt.deadline))
        return f"和解期限 {attempt.deadline:%m-%d}，{left}。"
    if verb == Verb.RESUME and file.hold:
        return f"{file.hold.since:%m-%d} 起中止。恢复的次日接着算，还有 {file.hold.left} 日。"
    if verb == Verb.CONFIRM_PAYMENT:
        pending = [row for row in file.payments if row.confirmation == Confirmation.PENDING]
        return f"{pending[0].paid_on:%m-%d} 的 {show(pending[0].amount)} 元待{file.creditors}确认。" if pending else ""
    if verb == Verb.DECLARE_DEFAULT:
        return _default_hint(file)
    if verb == Verb.FULFIL:
        return f"各期已付清，共 {show(file.paid)} 元。"
    if verb == Verb.HAND_OVER and case.state == State.DEFAULTED:
        return f"{file.creditors}申请执行以后办，已付 {show(file.paid)} 元扣除。"
    return ""


def _default_hint(file: CaseFile) -> str:
    late = next((row for row in file.instalments if row.state == "overdue"), None)
    applies = "申请恢复执行" if file.case.exec_case_no else "申请执行原生效法律文书"
    if late is None:
        return ""
    return (
        f"第 {late.seq} 期还差 {show(late.left)} 元，宽限期到 {late.grace_until:%m-%d}。"
        f"认定后{file.creditors}可以{applies}，已付 {show(file.paid)} 元扣除。"
    )
