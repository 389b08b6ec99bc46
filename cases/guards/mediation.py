"""Why an act in the talks is refused now."""

from collections.abc import Iterable, Mapping
from datetime import date

from cases.facts import balance_on, confirmed_total, live_payments, suspension_on
from cases.models import Attempt, Case
from cases.models.choices import Confirmation, SessionOutcome
from cases.rules.deadlines import MAX_EXTENSION, suspension_review
from cases.states import FAIL_CODES, SETTLED_CODES, ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, free_to_talk, in_state, not_after, not_before, talks_open


def to_log_session(
    case: Case,
    day: Day,
    *,
    held_on: date | None = None,
    next_on: date | None = None,
    outcome: str = "",
    attendees: Iterable[Mapping[str, object]] = (),
    offers: Iterable[object] = (),
) -> list[Blocker]:
    """Talks are open, and nobody is barred from them. A session that failed for want of a side names it, and no offers."""
    found = in_state(case, Verb.LOG_SESSION) + free_to_talk(case)
    attempt, closed = talks_open(case)
    found += closed
    found += in_suspension(attempt, held_on or day.today)
    if held_on is not None:
        found += not_after(held_on, day.today, "session_in_future", "会商日")
        if attempt and attempt.taken_on:
            found += not_before(held_on, attempt.taken_on, "session_before_taking", "会商日")
        if next_on is not None and next_on <= held_on:
            found.append(Blocker("next_not_later", "下次会商须晚于本次会商"))
    if outcome == SessionOutcome.NO_SHOW:
        if not any(person.get("no_show") for person in attendees):
            found.append(Blocker("no_show_unnamed", "结果是无故未到，请在到场的人里注明谁无故未到"))
        if any(True for _ in offers):
            found.append(Blocker("no_show_with_offers", "没有会商就没有方案；谈了方案的，结果另选"))
    return found


def in_suspension(attempt: Attempt | None, on: date) -> list[Blocker]:
    """Talks go on only when the period does: not between the first and the last day of a suspension."""
    row = suspension_on(attempt, on)
    if row is None or on == row.from_on or on == row.to_on:
        return []
    return [Blocker("suspended", f"和解期限自 {row.from_on:%Y-%m-%d} 起中止，中止期间不会商；要接着谈，先恢复计算")]


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
    elif attempt and attempt.taken_on and attempt.deadline is None:
        found.append(Blocker("suspended", "和解期限中止中，没有届满日，恢复以后再延长"))
    if days is not None and not 1 <= days <= MAX_EXTENSION:
        found.append(Blocker("extension_too_long", f"延长须在 1 到 {MAX_EXTENSION} 日之间"))
    for agrees, side in ((applicant_agrees, "申请人"), (respondent_agrees, "被申请人")):
        if not agrees:
            found.append(Blocker("consent_missing", f"没有{side}的书面同意", "特邀调解规定第27条"))
    return found


def to_suspend(
    case: Case, day: Day, *, from_on: date | None = None, to_on: date | None = None, reason: str = "-"
) -> list[Blocker]:
    """While the period runs, from a day on which nobody talked yet, for a reason; one suspension at a time."""
    found = in_state(case, Verb.SUSPEND)
    attempt, closed = talks_open(case)
    found += closed
    if not reason.strip():
        found.append(Blocker("reason_required", "中止须写明理由"))
    if attempt is None or attempt.taken_on is None or closed:
        return found
    running = suspension_on(attempt, day.today)
    if running is not None:
        until = f"到 {running.to_on:%Y-%m-%d}" if running.to_on else "，还没有恢复"
        found.append(Blocker("already_suspended", f"已自 {running.from_on:%Y-%m-%d} 起中止{until}"))
    elif attempt.deadline and day.today > attempt.deadline:
        found.append(Blocker("period_expired", f"和解期限已于 {attempt.deadline:%Y-%m-%d} 届满，不能再中止"))
    if from_on is not None:
        found += not_before(from_on, attempt.taken_on, "suspended_before_taking", "中止日")
        found += not_after(from_on, day.today, "suspended_in_future", "中止日")
        found += _clear_of_others(attempt, from_on, to_on, known=running is not None)
        found += _not_too_long(day, from_on, to_on)
    return found


def _clear_of_others(attempt: Attempt, from_on: date, to_on: date | None, *, known: bool) -> list[Blocker]:
    """Neither another suspension nor a session stands in the days; ``known``: that they overlap is told already."""
    found = [
        Blocker("session_in_suspension", f"{row.held_on:%Y-%m-%d} 会商过，这一天不能算在中止的日子里面")
        for row in attempt.sessions.all()
        if from_on < row.held_on and (to_on is None or row.held_on < to_on)
    ]
    others = [] if known else [row for row in attempt.suspensions.all() if row.overlaps(from_on, to_on)]
    for row in others:
        until = f"至 {row.to_on:%Y-%m-%d}" if row.to_on else "起"
        found.append(Blocker("suspension_overlaps", f"{row.from_on:%Y-%m-%d} {until}已经中止过，不能重叠"))
    return found


def _not_too_long(day: Day, from_on: date, to_on: date | None) -> list[Blocker]:
    if to_on is None:
        return []
    if to_on < from_on:
        return [Blocker("suspension_ends_before_start", "恢复日不能早于中止日")]
    longest = suspension_review(since=from_on, periods=day.periods, calendar=day.calendar).due
    if to_on <= longest:
        return []
    text = f"一次中止最长 {day.periods['T_SUSPEND'].text}，到 {longest:%Y-%m-%d}；届时仍不能恢复的，另行中止"
    return [Blocker("suspension_too_long", text)]


def to_resume(case: Case, day: Day, *, resumed_on: date | None = None) -> list[Blocker]:
    """There is a suspension to end, on a day from its first to today."""
    found = in_state(case, Verb.RESUME)
    attempt, closed = talks_open(case)
    found += closed
    if attempt is None or closed:
        return found
    row = suspension_on(attempt, day.today)
    if row is None or row.ended_at is not None:
        found.append(Blocker("not_suspended", "和解期限没有中止，不用恢复"))
    elif resumed_on is not None:
        found += not_before(resumed_on, row.from_on, "resumed_before_start", "恢复日")
        found += not_after(resumed_on, day.today, "resumed_in_future", "恢复日")
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
