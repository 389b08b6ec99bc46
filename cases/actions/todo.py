"""What a case waits for, derived from its facts at the end of every act. Who opens 我的工作 reads these rows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cases.facts import case_deadlines, live_payments, owner_key, statuses
from cases.facts.contacts import debtor_called
from cases.guards import Day
from cases.guards.handover import open_package
from cases.models import Case, Todo, refresh_course
from cases.rules.deadlines import by_period, handover_due
from cases.rules.instalments import InstalmentStatus
from cases.states import VERB_STATES, State
from cases.verbs import Verb
from documents.models import Paper, Status
from jianli_mediation.core import rows
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.money import show

from .todo_limitation import limitation
from .todo_money import received
from .todo_offers import offers
from .todo_requests import requests
from .todo_stalled import guidance, stalled
from .todo_talks import talks
from .wanted import Wanted

SHOW_INSTALMENT_BEFORE = timedelta(days=7)
SHOW_RENEWAL_BEFORE = timedelta(days=30)


_TODOS = Kept(lambda cases: Todo.objects.filter(case__in=cases))
Made = tuple[Any, ...]
_PAPERS = Kept(
    lambda keys: Paper.objects.filter(owner_key__in=keys).values_list(
        "form", "variant", "subject", "version", "status", "issued_at"
    )
)


def rewrite_todos(case: Case, day: Day, at: datetime) -> None:
    """Make the case's rows what its facts ask for now. A row that stays keeps its time of arrival."""
    refresh_course(case)
    have = {_key(row): row for row in _TODOS.objects([case.pk])}
    want = {}
    for wanted in todos_of(case, day):
        row = _row(case, wanted, at)
        want[_key(row)] = row
    gone = [row.pk for key, row in have.items() if key not in want]
    if gone:
        Todo.objects.filter(pk__in=gone).delete()
    arrived = {(row.code, row.role, row.user_id): row.since for row in have.values()}
    new = [row for key, row in want.items() if key not in have]
    for row in new:
        row.since = arrived.get((row.code, row.role, row.user_id), at)
    rows.insert(new)


def _row(case: Case, wanted: Wanted, at: datetime) -> Todo:
    return Todo(
        case=case,
        code=wanted.code,
        text=wanted.text[:120],
        why=wanted.why[:200],
        verb=wanted.verb or "",
        role=wanted.role,
        user_id=wanted.user_id,
        due_on=wanted.due_on,
        show_from=wanted.show_from or date.min,
        waiting=wanted.waiting,
        green_lane=case.green_lane,
        amount=case.amount_applied,
        since=at,
    )


def _key(row: Todo) -> tuple[object, ...]:
    return (
        row.code,
        row.role,
        row.user_id,
        row.text,
        row.why,
        row.verb,
        row.due_on,
        row.show_from,
        row.waiting,
        row.green_lane,
        row.amount,
    )


def todos_of(case: Case, day: Day) -> Iterator[Wanted]:
    """Everything the case waits for. Pure of the clock: what time alone brings is dated ahead by ``show_from``."""
    yield from _BY_STATE[State(case.state)](case, day)
    yield from requests(case, day)
    if case.state in VERB_STATES[Verb.CONFIRM_PAYMENT]:
        yield from received(case, day)
    if case.is_open:
        yield from _preservation(case, day)


def _intake(case: Case, day: Day) -> Iterator[Wanted]:
    end = next(each for each in case_deadlines(case, day.today, day.reference) if each.code == "T_FILE")
    yield Wanted("accept", "征询申请人，受理或转立案", "收件起 7 日内作出决定", end.due, Verb.ACCEPT, role=Role.WINDOW)


def _mediation(case: Case, day: Day) -> Iterator[Wanted]:
    attempt = case.attempt
    if attempt is None:
        return
    yield from offers(case, attempt, day)
    if attempt.taken_on is not None:
        yield from talks(case, attempt, day)
    yield from stalled(case, day)
    yield from guidance(case, day)


def _performing(case: Case, day: Day) -> Iterator[Wanted]:
    papers = _papers_of(case)
    yield from _doubtful(papers, day)
    yield from limitation(case, day)
    unpaid = [status for status in statuses(case, day.today, day.calendar) if status.left > 0]
    if unpaid:
        yield from _agreement_paper(case, day, papers)
        yield from _next_instalment(case, unpaid[0], day, papers)
    elif case.agreement is not None:
        start = max((paid.paid_on for paid in live_payments(case)), default=day.today)
        due = by_period(period=day.periods["T_CLOSE"], start=start, calendar=day.calendar).due
        yield Wanted("fulfil", "核定履行完毕", "各期已付清", due, Verb.FULFIL, role=Role.CLERK)


def _agreement_paper(case: Case, day: Day, papers: list[Made]) -> Iterator[Wanted]:
    agreement = case.agreement
    if agreement is not None and not _issued(papers, "D14", agreement.version):
        due = by_period(period=day.periods["T_CLOSE"], start=agreement.signed_on, calendar=day.calendar).due
        text, why = "补齐后出具和解协议书", "协议已登记，文书还没有出"
        yield Wanted("agreement_paper", text, why, due, Verb.ISSUE_PAPER, role=Role.CLERK)


def _next_instalment(case: Case, first: InstalmentStatus, day: Day, papers: list[Made]) -> Iterator[Wanted]:
    mediator = case.attempt.mediator if case.attempt else None
    # An invited mediator's access ended with the talks: the head decides in her place.
    hers = mediator.user_id if mediator and not mediator.is_outsider else None
    yield Wanted(
        "collect",
        f"问第 {first.seq} 期收款",
        f"应付 {show(first.amount)} 元，未付 {show(first.left)} 元",
        first.due_on,
        Verb.RECORD_PAYMENT,
        role=Role.CLERK,
        show_from=first.due_on - SHOW_INSTALMENT_BEFORE,
    )
    declarable = first.grace_until + timedelta(days=1)
    yield from _urging(case, first, declarable, day, papers)
    yield Wanted(
        "default",
        f"第 {first.seq} 期宽限期满未付清，请决定是否认定违约",
        f"未付 {show(first.left)} 元",
        declarable,
        Verb.DECLARE_DEFAULT,
        user_id=hers,
        role="" if hers else Role.HEAD,
        show_from=declarable,
    )


def _urging(case: Case, first: InstalmentStatus, since: date, day: Day, papers: list[Made]) -> Iterator[Wanted]:
    """After the days of grace the debtor is called; who was called, or did not answer twice, is written to (D21)."""
    due = by_period(period=day.periods["T_CONTACT"], start=first.grace_until, calendar=day.calendar).due
    why = f"宽限期 {first.grace_until:%m-%d} 届满，未付 {show(first.left)} 元"
    if not debtor_called(case, since):
        text = f"电话催问第 {first.seq} 期"
        yield Wanted("call", text, why, due, Verb.LOG_CONTACT, role=Role.CLERK, show_from=since)
    elif not _issued(papers, "D21", since=since):
        text = f"发第 {first.seq} 期催告履行通知书"
        yield Wanted("urge_paper", text, f"{why}；已电话催问", due, Verb.ISSUE_PAPER, role=Role.CLERK, show_from=since)


def _failed(case: Case, day: Day) -> Iterator[Wanted]:
    closed = case.stage_closed_on or day.today
    due = handover_due(closed_on=closed, periods=day.periods, calendar=day.calendar).due
    urgent = case.get_result_code_display()
    yield Wanted("hand_over", "移送立案执行", f"结案方式：{urgent}", due, Verb.HAND_OVER, role=Role.HEAD)


def _defaulted(case: Case, day: Day) -> Iterator[Wanted]:
    yield from _doubtful(_papers_of(case), day)
    yield from limitation(case, day)
    due = by_period(period=day.periods["T_HAND"], start=day.today, calendar=day.calendar).due
    yield Wanted("hand_over", "请申请人申请执行，移送立案", "已认定违约", due, Verb.HAND_OVER, role=Role.HEAD)


def _fulfilled(case: Case, day: Day) -> Iterator[Wanted]:
    start = case.record_closed_on or day.today
    due = by_period(period=day.periods["T_CERT"], start=start, calendar=day.calendar).due
    if not _issued(_papers_of(case), "D24"):
        yield Wanted(
            "certificate", "出具自动履行证明书", "履行完毕后 3 个工作日内", due, Verb.ISSUE_PAPER, role=Role.CLERK
        )


def _papers_of(case: Case) -> list[Made]:
    """Form, variant, subject, version, status and moment of issue of every paper of the case. One query."""
    return _PAPERS.rows([owner_key(case.pk)])


def _issued(papers: list[Made], form: str, version: int = 1, since: date = date.min) -> bool:
    """Whether the paper is there: the newest of its kind and subject that is no older, and that was not voided."""
    newest: dict[tuple[str, str], tuple[int, str, datetime]] = {}
    for row_form, variant, subject, number, status, issued_at in papers:
        key = (variant, subject)
        if row_form == form and number >= version and (key not in newest or number > newest[key][0]):
            newest[key] = (number, status, issued_at)
    return any(status != Status.VOID and local_date(at) >= since for _, status, at in newest.values())


def _doubtful(papers: list[Made], day: Day) -> Iterator[Wanted]:
    """A certificate in force of a case that was fulfilled and opened again."""
    if _issued(papers, "D24"):
        why = "案件已不是履行完毕；查明不实的撤销，再次履行完毕的这一条撤下"
        due = by_period(period=day.periods["T_CERT"], start=day.today, calendar=day.calendar).due
        text = "查明自动履行证明书是否不实"
        yield Wanted("certificate_doubtful", text, why, due, Verb.WITHDRAW_CERTIFICATE, role=Role.HEAD)


def _enforcement(case: Case, day: Day) -> Iterator[Wanted]:
    yield from _doubtful(_papers_of(case), day)
    package = open_package(case)
    if package is not None:
        due = by_period(period=day.periods["T_FILE"], start=package.handed_on, calendar=day.calendar).due
        yield Wanted(
            "acknowledge",
            "立案并登记执行案号",
            f"{package.handed_on:%m-%d} 移送",
            due,
            Verb.ACKNOWLEDGE,
            role=Role.FILING,
        )


def _nothing(case: Case, day: Day) -> Iterator[Wanted]:
    yield from ()


def _preservation(case: Case, day: Day) -> Iterator[Wanted]:
    if not case.preservations.all():
        return
    for each in case_deadlines(case, day.today, day.reference):
        if each.code == "T_PRESERVE5" and each.running:
            yield Wanted(
                "preserve_five",
                "执前保全：申请执行，否则解除保全",
                "履行期届满后 5 日内须申请执行；登记执行案号或解除后撤下",
                each.due,
                Verb.REGISTER_EXECUTION,
                role=Role.FILING,
            )
        if each.code == "T_RENEW7" and each.running:
            yield Wanted(
                "preserve_renew",
                "告知申请人续行保全",
                "保全到期 7 日前提出；登记续行或解除后撤下",
                each.due,
                None,
                role=Role.CLERK,
                show_from=each.due - SHOW_RENEWAL_BEFORE,
            )


_BY_STATE = {
    State.INTAKE: _intake,
    State.MEDIATION: _mediation,
    State.PERFORMING: _performing,
    State.FAILED: _failed,
    State.DEFAULTED: _defaulted,
    State.FULFILLED: _fulfilled,
    State.ENFORCEMENT: _enforcement,
    State.WITHDRAWN: _nothing,
}
