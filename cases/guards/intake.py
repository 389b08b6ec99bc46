"""Why filing, accepting, declining or withdrawing is refused now."""

from datetime import date, datetime

from cases.facts import eligibility_facts
from cases.models import Case
from cases.models.choices import ConsentResult
from cases.rules import eligibility
from cases.states import DECLINE_CODES, WITHDRAW_CODES, ResultCode
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state, not_before


def to_file(*, received_at: datetime, now: datetime, effective_on: date, holder: Case | None) -> list[Blocker]:
    """Filing is refused only for what cannot be true (R14, R18): legal doubts are recorded, not turned away."""
    found = []
    if received_at > now:
        found.append(Blocker("received_in_future", "收件时间不能晚于现在"))
    found += not_before(local_date(received_at), effective_on, "not_effective", "收件时文书还没有生效；收件日")
    if holder is not None:
        found.append(
            Blocker("duplicate_open_case", f"同一执行依据、同一债务人已有未结案件{holder.case_no}，请在该案中办理")
        )
    return found


def to_accept(
    case: Case, day: Day, *, consent: str = ConsentResult.AGREED, consent_on: date | None = None
) -> list[Blocker]:
    """Consent of the applicant, no hard exclusion, and model B where the law forces it."""
    found = in_state(case, Verb.ACCEPT)
    if consent == ConsentResult.REFUSED:
        found.append(Blocker("applicant_refused", "申请人不同意执前和解，应转立案执行", "执行工作规定第16条"))
    if consent_on is not None:
        received = local_date(case.received_at)
        found += not_before(consent_on, received, "consent_before_receipt", "征询日")
    for hit in eligibility.screen(eligibility_facts(case, day.calendar)):
        if hit.criterion.hard and hit.criterion.kind == "exclude":
            found.append(Blocker(hit.criterion.code, f"{hit.criterion.text}{hit.detail}", hit.criterion.source))
    return found


def to_decline(case: Case, day: Day, *, code: str = ResultCode.NOT_ELIGIBLE) -> list[Blocker]:
    """Declining needs one of the codes that lead to enforcement."""
    found = in_state(case, Verb.DECLINE)
    if code not in DECLINE_CODES:
        found.append(Blocker("wrong_code", "不适用和解的结案方式只能是 25、26、27"))
    return found


def to_withdraw(case: Case, day: Day, *, code: str = ResultCode.APPLICATION_WITHDRAWN) -> list[Blocker]:
    """Withdrawing needs one of the codes 30–33."""
    found = in_state(case, Verb.WITHDRAW)
    if code not in WITHDRAW_CODES:
        found.append(Blocker("wrong_code", "撤回或终结的结案方式只能是 30 到 33"))
    return found
