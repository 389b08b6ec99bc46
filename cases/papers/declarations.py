"""What one party fills in and signs: the facts for D04, D05, D09 and D32."""

from dataclasses import replace
from datetime import date

from cases.facts import periods_on, services_in_force
from cases.models import Agent, Case, Party
from cases.models.choices import (
    CREDITORS,
    DEBTORS,
    Channel,
    ConsentResult,
    PartyKind,
    PartyRole,
    Power,
)
from cases.papers import blocks
from cases.papers.making import Maker, Subject, each_party, row_of
from cases.rules import deadlines
from cases.rules.law import ONLINE_RULES_SINCE, cite, statute_ref
from documents.contexts.declarations import (
    ConsentForm,
    Mandate,
    PropertyDeclaration,
    ServiceAddress,
    ServiceCites,
)
from documents.contexts.parts import PartyBlock, Tick
from documents.registry import FORMS
from jianli_mediation.core.calendar import load_calendar

AUTHORITY, AGENT, STATEMENT = "authority", "agent", "statement"
STATEMENTS = {PartyKind.LEGAL_PERSON: "representative", PartyKind.UNINCORPORATED: "manager"}
ANSWERS = {ConsentResult.AGREED: "agree", ConsentResult.REFUSED: "refuse"}
CHANNELS = {Channel.COUNTER: "现场", Channel.PHONE: "电话", Channel.ONLINE: "在线"}
MATTERS = "代为{apply}，提交和签收材料，参加会商，陈述意见，办理与本案有关的手续。"


def consent_form(case: Case, *, party: Party, on: date) -> ConsentForm:
    """D04 of one party. What the applicant answered when the case was accepted is proposed; everything else is open."""
    frame = blocks.frame(case, on)
    filed = bool(frame["exec_no"])
    periods = periods_on(on)
    notice = FORMS["D03"]
    attempt = case.attempt if party.role in CREDITORS else None
    return ConsentForm(
        **frame,
        party=_own(case, party, on),
        guardian=party.guardian,
        of_creditor=party.role in CREDITORS,
        opposite=_opposite(case, party),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        notice=notice.title_for(filed=filed),
        read=(attempt.notice_version if attempt is not None else "") or str(notice.edition),
        period_days=periods["T_RECON"].amount,
        handover_workdays=periods["T_HAND"].amount,
        answer=ANSWERS[ConsentResult(attempt.consent_result)] if attempt is not None else "",
        channel=CHANNELS[Channel(attempt.consent_channel)] if attempt is not None else "",
        e_service="yes" if party.e_service_consent else "",
        mediator=blocks.mediator_name(case),
        explained_by=case.clerk.name if case.clerk else case.filed_by.name,
        cite_agents=statute_ref("special_authority", on).text,
    )


def service_address(case: Case, *, party: Party, on: date) -> ServiceAddress:
    """D05 of one party, whatever its role: a guarantor and a successor are served too."""
    receiver = next((agent for agent in party.agents.all() if Power.SIGN_FOR in agent.powers), None)
    return ServiceAddress(
        **blocks.frame(case, on),
        party=_own(case, party, on),
        guardian=party.guardian,
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        confidential=party.address_confidential,
        receiver=receiver.name if receiver is not None else "",
        receiver_relation="委托代理人" if receiver is not None else "",
        e_service="yes" if party.e_service_consent else "",
        explained_by=case.clerk.name if case.clerk else case.filed_by.name,
        cites=_service_cites(on),
    )


def property_declaration(case: Case, *, party: Party, on: date) -> PropertyDeclaration:
    """D09, blank: what the court already knows of the debtor's property (class C3) is not printed on it."""
    frame = blocks.frame(case, on)
    calendar = load_calendar()
    served = _urged_on(case, party)
    periods = periods_on(served or on)
    due = (
        deadlines.declaration_due(served_on=served, periods=periods, calendar=calendar).due
        if served is not None and not frame["exec_no"]
        else None
    )
    return PropertyDeclaration(
        **frame,
        debtor=_own(case, party, on),
        guardian=party.guardian,
        creditors=_opposite(case, party),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
        days=periods["T_DECL"].amount,
        due=due,
        due_estimated=due is not None and not calendar.is_confirmed(due),
        contact=blocks.contact_of(case, frame["head"]),
        cite_list=f"{cite('property_inquiry', 5).text}、第六条",
        cite_report=statute_ref("property_report", on).text,
        cite_sanctions=blocks.two_articles("obstruction", "fine_limits", on),
    )


def mandate(case: Case, *, key: str, on: date) -> Mandate:
    """D32: ``agent:5`` a letter for that agent, ``party:3`` a blank one, ``statement:3`` who speaks for the body."""
    kind, pk = key.partition(":")[0], row_of(key)
    rows = case.parties.all()
    agent = next((row for party in rows for row in party.agents.all() if row.pk == pk), None) if kind == AGENT else None
    party = next(row for row in rows if row.pk == (agent.party_id if agent is not None else pk))
    paper = Mandate(
        **blocks.frame(case, on),
        variant=STATEMENTS[PartyKind(party.kind)] if kind == STATEMENT else AUTHORITY,
        principal=_own(case, party, on),
        guardian=party.guardian,
        opposite=_opposite(case, party),
        basis=blocks.basis_block(case.basis, case.cause, quoted=False),
    )
    return paper if kind == STATEMENT else _letter(paper, party, agent, on)


def _letter(paper: Mandate, party: Party, agent: Agent | None, on: date) -> Mandate:
    apply = "申请执行" if party.role in CREDITORS else "应对执行申请"
    paper = replace(
        paper,
        matters=(MATTERS.format(apply=apply),),
        powers=tuple(Tick(text=power.label) for power in blocks.ALL_POWERS),
        cite_powers=cite("enforcement_work", 20).text,
        cite_agents=statute_ref("special_authority", on).text,
    )
    if agent is None:
        return paper
    return replace(
        paper,
        agent=PartyBlock(role="受托人", name=agent.name, id_label="证件号码", id_number=agent.id_number),
        agent_relation=blocks.agent_block(agent).relation,
        licence_no=agent.licence_no,
        authority=blocks.authority(agent),
        powers=tuple(Tick(text=power.label, ticked=power in agent.powers) for power in blocks.ALL_POWERS),
        valid_from=agent.valid_from,
        valid_until=agent.valid_until,
    )


def mandates(case: Case) -> list[Subject]:
    """A letter for each agent on file and a blank one for each party; a statement for each body that has one."""
    found = []
    for party in case.parties.all():
        found += [Subject(f"{AGENT}:{agent.pk}", f"{party.name}委托{agent.name}") for agent in party.agents.all()]
        found.append(Subject(f"party:{party.pk}", f"{party.name}（空白授权委托书）"))
        if party.kind in STATEMENTS:
            found.append(
                Subject(f"{STATEMENT}:{party.pk}", f"{party.name}（{blocks.representative_word(party)}身份证明）")
            )
    return found


def _own(case: Case, party: Party, on: date) -> PartyBlock:
    """The party on her own paper: nothing of her own is kept from her."""
    role = blocks.role_word(party, filed=bool(blocks.exec_no(case)))
    return blocks.party_block(party, role, on=on, to_others=False, with_agents=False)


def _opposite(case: Case, party: Party) -> tuple[str, ...]:
    roles = DEBTORS if party.role in CREDITORS else CREDITORS
    return tuple(other.name for other in blocks.parties_of(case, roles))


def _urged_on(case: Case, party: Party) -> date | None:
    """When D08 was last served on this debtor."""
    rows = services_in_force(case).filter(party=party, form="D08").order_by("-served_on")
    return rows.values_list("served_on", flat=True).first()


def _service_cites(on: date) -> ServiceCites:
    return ServiceCites(
        receipt=statute_ref("service_receipt", on).text,
        direct=statute_ref("service_direct", on).text,
        organisation=cite("cpl_interpretation", 130).text,
        left=statute_ref("service_left", on).text,
        electronic=statute_ref("service_electronic", on).text,
        consent=cite("cpl_interpretation", 136).text,
        arrival=cite("cpl_interpretation", 135).text,
        post=statute_ref("service_post", on).text,
        returned=cite("court_post", 11).text,
        refused=cite("court_post", 5).text,
        stages=cite("cpl_interpretation", 137).text,
        online=cite("online_rules", 29).text if on >= ONLINE_RULES_SINCE else "",
    )


def _party(case: Case, key: str) -> Party:
    return case.parties.get(pk=row_of(key))


MAKERS = {
    "D04": Maker(
        each_party(*CREDITORS, *DEBTORS), lambda case, key, on: consent_form(case, party=_party(case, key), on=on)
    ),
    "D05": Maker(
        each_party(*PartyRole.values), lambda case, key, on: service_address(case, party=_party(case, key), on=on)
    ),
    "D09": Maker(
        each_party(*DEBTORS), lambda case, key, on: property_declaration(case, party=_party(case, key), on=on)
    ),
    "D32": Maker(mandates, lambda case, key, on: mandate(case, key=key, on=on)),
}
