"""收案登记: the facts for D01, D02, D06 and D29."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cases.facts import balance_on, eligibility_facts, periods_on
from cases.models import Agent, Case, Party
from cases.models.choices import (
    CREDITORS,
    DEBTORS,
    AgentKind,
    ClueSource,
    ConsentResult,
    EnterpriseRelated,
    LegalModel,
    PartyRole,
)
from cases.papers import blocks
from cases.papers.making import Maker, Subject, the_case
from cases.rules import deadlines, eligibility
from cases.rules.law import cite, statute_ref
from documents.contexts.intake import Application, Enterprise, GreenLaneSheet, ReceiptSlip, RegistrationSheet
from documents.contexts.parts import PartyBlock, Tick
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.chinese import number

WISHES = {ConsentResult.AGREED: "agree", ConsentResult.REFUSED: "refuse"}
# The excluding criteria of the screening in the words of a box; the others are the conditions above them on the sheet.
EXCLUSIONS = {
    "served_by_notice": "公告送达",
    "urgent_transfer": "转移财产、逃避执行",
    "bankrupt": "进入破产程序",
    "dead_or_dissolved": "死亡或者终止",
    "public_law_claim": "追缴、罚金、行政非诉",
    "false_litigation": "虚假诉讼嫌疑",
    "foreign_judgment": "承认外国裁判",
    "unreachable": "下落不明",
    "detained": "在押无代理人",
    "already_listed": "失信或者终本",
    "creditors_queueing": "须参与分配",
    "limitation_near": "时效临近",
}
ENTERPRISE_SIDES = {
    EnterpriseRelated.APPLICANT: CREDITORS,
    EnterpriseRelated.RESPONDENT: DEBTORS,
    EnterpriseRelated.BOTH: (*CREDITORS, *DEBTORS),
}


def application(case: Case, *, on: date) -> Application:
    """D01 for the creditors to sign, reckoned to the day of receipt: that is the day on which they apply.

    The debtors' confidential addresses and telephones stay off it; the creditors' own data stand in full.
    """
    received = local_date(case.received_at)
    frame = blocks.frame(case, on)
    creditors = blocks.parties_of(case, CREDITORS)
    balance = balance_on(case, received)
    attempt = case.attempt
    return Application(
        **frame,
        creditors=blocks.party_blocks(case, CREDITORS, on, to_others=False),
        debtors=blocks.party_blocks(case, DEBTORS, on),
        guardians=tuple(party.guardian for party in creditors if party.guardian),
        basis=blocks.basis_block(case.basis, case.cause),
        performance_end=case.basis.performance_end,
        amount_applied=case.amount_applied,
        amounts=blocks.amount_lines(balance),
        total=balance.total,
        reckoned_to=received,
        paid=blocks.payment_lines(case, until=received),
        registers_first=case.legal_model == LegalModel.B,
        clues=sum(row.source == ClueSource.APPLICANT for row in case.clues.all()),
        account=blocks.account_of(creditors),
        wish=WISHES.get(ConsentResult(attempt.consent_result), "") if attempt is not None else "",
        enclosures=tuple(line.partition("，")[0] for line in _materials(case) if not line.startswith("申请执行书")),
        cite_interest=statute_ref("delay_interest", on).text,
        cite_application=cite("enforcement_work", 18).text,
    )


def receipt_slip(case: Case, *, on: date) -> ReceiptSlip:
    """D02: the moment of receipt, and a list of materials as the file lets one expect them, for the window to correct."""
    creditors = blocks.parties_of(case, CREDITORS)
    agents = [agent.name for party in creditors for agent in party.agents.all()]
    missing = tuple(_missing(case))
    received = local_date(case.received_at)
    head = blocks.court_head(on)
    return ReceiptSlip(
        **blocks.frame(case, on),
        received_at=case.received_at,
        source=case.get_source_display(),
        creditors=tuple(party.name for party in creditors),
        debtors=tuple(party.name for party in blocks.parties_of(case, DEBTORS)),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        amount_applied=case.amount_applied,
        handed_in_by="、".join(agents[:2] or [party.name for party in creditors][:2]),
        materials=tuple(_materials(case)),
        missing_items=missing,
        supplement_by=_review_due(case, received) if missing else None,
        receiver=case.filed_by.name,
        phone=case.filed_by.desk_phone or head.phone,
    )


def registration_sheet(case: Case, *, on: date) -> RegistrationSheet:
    """D06: the register's facts, the screening of the day of receipt, the applicant's answer, who is to mediate."""
    calendar = load_calendar()
    received = local_date(case.received_at)
    facts = eligibility_facts(case, calendar, wants_registration="asked_for" in case.forced_b_reasons)
    hits = eligibility.screen(facts)
    codes = {hit.criterion.code for hit in hits}
    review = _review_due(case, received)
    attempt = case.attempt
    agreed = attempt is not None and attempt.consent_result == ConsentResult.AGREED
    return RegistrationSheet(
        **blocks.frame(case, on),
        received_at=case.received_at,
        source=case.get_source_display(),
        creditors=_sides(case, CREDITORS, on),
        debtors=_sides(case, DEBTORS, on),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        performance_end=case.basis.performance_end,
        subject_kind=case.get_subject_type_display(),
        amount_applied=case.amount_applied,
        model=case.get_legal_model_display(),
        model_reasons=tuple(reason.text.replace(" ", "") for reason in eligibility.forced_model_b(facts)),
        tags=blocks.tags(case),
        review_due=review,
        review_estimated=not calendar.is_confirmed(review),
        effective=case.basis.effective_on <= received,
        overdue="period_running" not in codes,
        jurisdiction=case.basis.issuer == blocks.COURT,
        exclusions=tuple(Tick(text=label, ticked=code in codes) for code, label in EXCLUSIONS.items()),
        findings=tuple(f"{hit.criterion.text}{hit.detail}".replace(" ", "") for hit in hits),
        consent_on=local_date(attempt.consent_at) if attempt is not None else None,
        consent_how=attempt.get_consent_channel_display() if attempt is not None else "",
        consent_refused=attempt is not None and attempt.consent_result == ConsentResult.REFUSED,
        proposed_mediator=blocks.mediator_name(case),
        window_opinion="申请人同意和解，没有排除情形，建议登记并指派和解员。" if agreed else "",
        registrar=case.filed_by.name,
        cite_conditions=cite("enforcement_work", 16).plain,
    )


def green_lane_sheet(case: Case, *, on: date) -> GreenLaneSheet:
    """D29 of an enterprise case: the enterprises on the side that the case is marked for, and what is to go faster."""
    filed = bool(blocks.exec_no(case))
    side = ENTERPRISE_SIDES[EnterpriseRelated(case.enterprise_related)]
    parties = blocks.parties_of(case, side)
    enterprises = [party for party in parties if not blocks.is_person(party)] or parties
    return GreenLaneSheet(
        **blocks.frame(case, on),
        received_at=case.received_at,
        related=case.get_enterprise_related_display(),
        enterprises=tuple(_enterprise(party, filed=filed) for party in enterprises),
        opposite=tuple(
            party.name for party in blocks.parties_of(case, (*CREDITORS, *DEBTORS)) if party not in enterprises
        ),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        amount_applied=case.amount_applied,
        tags=tuple(tag for tag in blocks.tags(case) if not tag.startswith("涉企（") and tag != "绿色通道"),
        on_lane=case.green_lane,
        limits=_limits(on),
        registrar=case.filed_by.name,
    )


def _sides(case: Case, roles: Sequence[PartyRole], on: date) -> tuple[PartyBlock, ...]:
    """Name, number and telephone: who to call, on a sheet that stays in the court."""
    filed = bool(blocks.exec_no(case))
    return tuple(
        replace(blocks.party_block(party, blocks.role_word(party, filed=filed), on=on, short=True), phone=party.phone)
        for party in blocks.parties_of(case, roles)
    )


def enterprise_cases(case: Case) -> list[Subject]:
    return the_case(case) if case.enterprise_related != EnterpriseRelated.NONE else []


def _enterprise(party: Party, *, filed: bool) -> Enterprise:
    return Enterprise(
        role=blocks.role_word(party, filed=filed),
        name=party.name,
        number=party.id_number if not blocks.is_person(party) else "",
        representative=party.legal_rep,
    )


def _limits(on: date) -> tuple[str, ...]:
    periods = periods_on(on)
    assign, contact, hand, cert = (
        number(periods[code].amount) for code in ("T_ASSIGN", "T_CONTACT", "T_HAND", "T_CERT")
    )
    return (
        f"登记后半个工作日内指派和解员（一般案件{assign}个工作日）。",
        f"接收后{contact}个工作日内首次联系，排在一般案件之前。",
        f"终止后{hand}个工作日内移送立案，与立案庭当面交接。",
        f"核定后{cert}个工作日内出具履行证明，主动通知领取。",
    )


def _review_due(case: Case, received: date) -> date:
    return deadlines.filing_review(received_on=received, periods=periods_on(received), calendar=load_calendar()).due


def _materials(case: Case) -> Iterator[str]:
    """What an application of this kind comes with (执行工作规定 art. 18), as far as the file shows it."""
    yield "申请执行书，原件，1份"
    yield f"{case.basis.get_kind_display()}{case.basis.doc_no}，复印件，1份"
    if case.basis.effectiveness_proof:
        yield f"生效证明（{case.basis.effectiveness_proof}），原件，1份"
    creditors = blocks.parties_of(case, CREDITORS)
    for party in creditors:
        yield from _proofs_of(party)
    for agent in (agent for party in creditors for agent in party.agents.all()):
        yield f"授权委托书（{agent.name}），原件，1份"
        yield f"{agent.name}的{_proof_of(agent)}，复印件，1份"
    yield "送达地址确认书，原件，1份"
    for frozen in case.preservations.all():
        yield f"保全裁定书{frozen.ruling_no}，复印件，1份"
    if any(row.source == ClueSource.APPLICANT for row in case.clues.all()):
        yield "财产线索材料，原件，1份"


def _proofs_of(party: Party) -> Iterator[str]:
    if party.role == PartyRole.SUCCESSOR:
        yield f"{party.name}承受权利的证明，复印件，1份"
    if party.is_organisation:
        yield f"{party.name}的登记证书，复印件，1份"
        yield f"{blocks.representative_word(party)}身份证明，原件，1份"
    else:
        yield f"{party.name}的{'营业执照' if not blocks.is_person(party) else '身份证件'}，复印件，1份"


def _proof_of(agent: Agent) -> str:
    return "执业证" if agent.kind in (AgentKind.LAWYER, AgentKind.LEGAL_WORKER) else "身份证件"


def _missing(case: Case) -> Iterator[str]:
    if case.basis.issuer != blocks.COURT and not case.basis.effectiveness_proof:
        yield "生效法律文书的生效证明"


MAKERS = {
    "D01": Maker(the_case, lambda case, key, on: application(case, on=on)),
    "D02": Maker(the_case, lambda case, key, on: receipt_slip(case, on=on)),
    "D06": Maker(the_case, lambda case, key, on: registration_sheet(case, on=on)),
    "D29": Maker(enterprise_cases, lambda case, key, on: green_lane_sheet(case, on=on)),
}
