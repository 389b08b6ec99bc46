"""Why a contact cannot be written down, or what was agreed cannot be closed, now."""

from datetime import datetime

from cases.models import Case, Contact, FollowUp
from cases.models.choices_talks import ContactOutcome, FollowUpResult
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state, not_before, talks_open


def to_log_contact(
    case: Case,
    day: Day,
    *,
    contacted_at: datetime | None = None,
    outcome: str = ContactOutcome.REACHED,
    agreed: bool = False,
    corrected: Contact | None = None,
) -> list[Blocker]:
    """The talks are open and taken, or an agreement is being performed; the contact lies after acceptance.

    Who was not reached has agreed to nothing.
    """
    found = in_state(case, Verb.LOG_CONTACT)
    if case.state not in (State.PERFORMING, State.DEFAULTED):
        _, closed = talks_open(case)
        found += closed
    if contacted_at is not None and case.registered_on:
        found += not_before(local_date(contacted_at), case.registered_on, "contact_before_acceptance", "联系的时间")
    if agreed and outcome != ContactOutcome.REACHED:
        found.append(Blocker("agreed_with_nobody", "没有联系上，不会有承诺和约定；约定事项请删去，或者改联系的结果"))
    if corrected is not None and Contact.objects.filter(corrects=corrected).exists():
        found.append(Blocker("already_corrected", "这次联系已经更正过，请更正那一条"))
    return found


def to_close_follow_up(
    case: Case, day: Day, *, follow_up: FollowUp | None = None, result: str = FollowUpResult.DONE
) -> list[Blocker]:
    """There is something left open; it is closed once, and nothing is broken before its day has passed."""
    found = in_state(case, Verb.CLOSE_FOLLOW_UP)
    if follow_up is None:
        left = [row for attempt in case.attempts.all() for row in attempt.follow_ups.all() if not row.result]
        return found if left else [*found, Blocker("nothing_open", "没有未办结的约定事项")]
    if follow_up.closed_on is not None:
        found.append(
            Blocker("already_closed", f"已于 {follow_up.closed_on:%Y-%m-%d} 办结：{follow_up.get_result_display()}")
        )
    elif result == FollowUpResult.BROKEN and day.today <= follow_up.due_on:
        found.append(Blocker("not_due_yet", f"{follow_up.due_on:%Y-%m-%d} 才到期，过了这一天再记没有兑现"))
    return found + not_before(day.today, local_date(follow_up.attempt.opened_at), "closed_before_talks", "办结日")
