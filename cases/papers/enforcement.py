"""执行: the facts for D17, which stays or ends an enforcement case, and for D18, which closes it as performed."""

from datetime import date

from cases.facts import live_payments
from cases.models import Agreement, Case
from cases.models.choices import CREDITORS, DEBTORS, FormationMode
from cases.papers import blocks
from cases.papers.making import Maker, Subject, closed_stage
from cases.papers.rulings import article, clerk_name, ruling_frame, rulings_before, settlement_of
from cases.rules.fees import execution_fee
from cases.rules.law import cite, interpretation_ref, statute_ref
from cases.states import ResultCode, State
from documents.contexts.enforcement import SUSPEND, TERMINATE, EnforcementClosing, EnforcementRuling
from jianli_mediation.kernel.chinese import number
from jianli_mediation.kernel.money import ZERO

KEPT = "已经采取的查封、扣押、冻结措施不因本裁定解除，申请执行人书面申请解除的，另行办理。"
LIFTED = "已经采取的查封、扣押、冻结措施予以解除。"


def ruling(case: Case, *, variant: str, on: date) -> EnforcementRuling:
    """D17: 中止 or 终结 after a settlement, or 终结 because the creditor has withdrawn the application."""
    frame = ruling_frame(case, on)
    agreement = case.agreement if case.state != State.WITHDRAWN else None
    settled = settlement_of(agreement) if agreement is not None else None
    ground = "agreed" if variant == SUSPEND else "long_term" if settled else "withdrawn"
    return EnforcementRuling(
        **frame,
        after=rulings_before(case, "D17", variant),
        variant=variant,
        creditors=blocks.party_blocks(case, CREDITORS, on),
        debtors=blocks.party_blocks(case, DEBTORS, on),
        basis=blocks.basis_block(case.basis, case.cause),
        registered_on=case.exec_registered_on,
        settlement=settled,
        formation=_formation(agreement, variant),
        ground=ground,
        submitted_on=settled.signed_on if settled else None,
        requested_on=settled.signed_on if settled else case.stage_closed_on,
        scope=_items(case),
        measures=((KEPT if settled else LIFTED),) if _frozen(case) else (),
        cite_agreed=_cited("suspension", "第一项", on, settled=True) + f"，{cite('settlement_rules', 2).text}",
        cite_long_term=_cited("termination", "第六项", on, settled=True),
        cite_withdrawn=_cited("termination", "第一项", on, settled=settled is not None),
        cite_default=cite("settlement_rules", 9).text,
        cite_period=article(cite("settlement_rules", 10)),
        cite_again=interpretation_ref("applied_again", on).text,
        cite_limitation=statute_ref("limitation", on).text,
        clerk=clerk_name(case),
    )


def rulings_possible(case: Case) -> list[Subject]:
    """中止 and 终结 rest on a settlement; of a case that ended otherwise only 终结, where the creditor withdrew."""
    terminate = Subject(TERMINATE, "终结执行")
    if case.state == State.WITHDRAWN:
        return [terminate] if case.result_code == ResultCode.APPLICATION_WITHDRAWN else []
    return [Subject(SUSPEND, "中止执行"), terminate] if case.agreement else []


def closing(case: Case, *, on: date) -> EnforcementClosing:
    """D18: the enforcement case is closed as 执行完毕. The fee proposed is that of the amount applied for."""
    rows = live_payments(case)
    agreement = case.agreement
    confirmed = [row.confirmed_on for row in rows if row.confirmed_on]
    return EnforcementClosing(
        **blocks.frame(case, on),
        creditors=blocks.party_blocks(case, CREDITORS, on),
        debtors=blocks.party_blocks(case, DEBTORS, on),
        basis=blocks.basis_block(case.basis, case.cause),
        registered_on=case.exec_registered_on,
        settlement_on=agreement.signed_on if agreement is not None else None,
        payments=blocks.payment_lines(case),
        paid_total=sum((row.amount for row in rows), ZERO) if rows else None,
        other_performance="" if rows else "生效法律文书确定的行为义务已经履行完毕。",
        performed_on=case.performed_on,
        confirmed_on=max(confirmed, default=None),
        fee=execution_fee(case.amount_applied).fee if case.amount_applied else None,
        fee_bearer="由被执行人负担",
        measures=(LIFTED,) if _frozen(case) else (),
        closed_on=case.record_closed_on,
        cite_closing=cite("settlement_rules", 8).text if agreement is not None else cite("enforcement_work", 64).text,
        cite_fee=cite("fees", 38).text,
        clerk=clerk_name(case),
    )


def _cited(topic: str, item: str, on: date, *, settled: bool) -> str:
    """The articles of the ruling: on settlements where there is one, on ``topic``, on when the ruling takes effect."""
    middle, last = f"{article(statute_ref(topic, on))}{item}", article(statute_ref("ruling_effect", on))
    if not settled:
        return f"{statute_ref(topic, on).text}{item}、{last}"
    rule = interpretation_ref("settled_in_enforcement", on).text
    return f"{statute_ref('settlement', on).text}、{middle}、{last}，{rule}"


def _formation(agreement: Agreement | None, variant: str) -> str:
    if agreement is None:
        return "none"
    private = agreement.formation_mode == FormationMode.PRIVATE
    return "" if private and variant == SUSPEND else agreement.formation_mode


def _items(case: Case) -> str:
    count = len(case.basis.items.all())
    return "、".join(f"第{number(n)}项" for n in range(1, count + 1)) if count > 1 else ""


def _frozen(case: Case) -> bool:
    return any(row.lifted_on is None for row in case.preservations.all())


MAKERS = {
    "D17": Maker(rulings_possible, lambda case, key, on: ruling(case, variant=key, on=on)),
    "D18": Maker(closed_stage, lambda case, key, on: closing(case, on=on)),
}
