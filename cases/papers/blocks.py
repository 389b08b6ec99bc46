"""What every paper of a case begins with: the court, the parties, the instrument, whom to call."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from cases.facts import live_payments
from cases.models import Agent, BasisDocument, Case, Party
from cases.models.choices import (
    CREDITORS,
    AgentKind,
    Confirmation,
    EnterpriseRelated,
    LegalModel,
    PartyKind,
    PartyRole,
    Power,
    Tag,
)
from cases.rules.balance import Balance
from cases.rules.law import statute_ref
from cases.rules.parameters import COMPLAINT_PHONE, COURT_ADDRESS, COURT_PHONE
from documents.contexts.parts import Account, AgentBlock, AmountLine, Basis, Contact, CourtHead, PartyBlock, PaymentLine
from jianli_mediation.core.context import is_demo
from jianli_mediation.core.models import DatedSetting, User
from jianli_mediation.kernel.chinese import number

COURT = "监利市人民法院"
ALL_POWERS = (Power.RECONCILE, Power.WAIVE, Power.COLLECT, Power.SIGN_FOR)
REPRESENTATIVES = {
    PartyKind.LEGAL_PERSON: "法定代表人",
    PartyKind.UNINCORPORATED: "负责人",
    PartyKind.SOLE_TRADER: "经营者",
}
SIDES = {PartyRole.APPLICANT: "甲方", PartyRole.SUCCESSOR: "甲方", PartyRole.GUARANTOR: "丙方"}


class Frame(TypedDict):
    """The fields of ``CasePaper``, for every context alike."""

    head: CourtHead
    case_no: str
    exec_no: str
    issued_on: date


def frame(case: Case, on: date) -> Frame:
    return Frame(head=court_head(on), case_no=case.case_no, exec_no=exec_no(case), issued_on=on)


def exec_no(case: Case) -> str:
    """Its number of the enforcement register, where it is reconciled after filing.

    A case that was handed over for filing later gets a number too, but its papers are of the time before.
    """
    return case.exec_case_no if case.legal_model == LegalModel.B else ""


def court_head(on: date) -> CourtHead:
    """The court as its dated settings of ``on`` describe it; what is not set prints as a line or is left out."""
    rows = DatedSetting.objects.filter(code__in=(COURT_ADDRESS, COURT_PHONE, COMPLAINT_PHONE), since__lte=on)
    known = {row.code: row.value for row in rows.order_by("since")}
    return CourtHead(
        court=COURT,
        address=known.get(COURT_ADDRESS, ""),
        phone=known.get(COURT_PHONE, ""),
        complaint_phone=known.get(COMPLAINT_PHONE, ""),
        demo=is_demo(),
    )


def role_word(party: Party, *, filed: bool) -> str:
    """申请人 and 被申请人 before filing, 申请执行人 and 被执行人 after it."""
    if party.role in CREDITORS:
        return "申请执行人" if filed else "申请人"
    if party.role in (PartyRole.RESPONDENT, PartyRole.CO_DEBTOR):
        return "被执行人" if filed else "被申请人"
    return PartyRole(party.role).label


def side(party: Party) -> str:
    """甲方, 乙方 or 丙方 of an agreement."""
    return SIDES.get(PartyRole(party.role), "乙方")


def party_block(
    party: Party, role: str, *, on: date, to_others: bool = True, with_agents: bool = True, short: bool = False
) -> PartyBlock:
    """One party. ``to_others``: the paper is read by the other side too, so that a confidential address is left out.

    ``short`` leaves everything but name and number.
    """
    if short:
        return PartyBlock(
            role=role, name=party.name, is_person=is_person(party), id_label=party.get_id_type_display(),
            id_number=party.id_number,
        )  # fmt: skip
    return PartyBlock(
        role=role,
        name=party.name,
        is_person=is_person(party),
        sex=party.get_sex_display() if party.sex else "",
        birth=party.born_on,
        nation=_nation(party.nation),
        address="" if to_others and party.address_confidential else party.address,
        id_label=party.get_id_type_display(),
        id_number=party.id_number,
        representative=party.legal_rep,
        representative_label=representative_word(party),
        representative_post=party.legal_rep_post,
        phone="" if to_others else party.phone,
        agents=tuple(agent_block(agent) for agent in party.agents.all() if _holds(agent, on)) if with_agents else (),
    )


def representative_word(party: Party) -> str:
    return REPRESENTATIVES.get(PartyKind(party.kind), "法定代表人")


def party_blocks(case: Case, roles: Sequence[Any], on: date, *, to_others: bool = True) -> tuple[PartyBlock, ...]:
    """All parties of a side, each with the word for it."""
    filed = bool(exec_no(case))
    return tuple(
        party_block(party, role_word(party, filed=filed), on=on, to_others=to_others)
        for party in parties_of(case, roles)
    )


def payment_lines(case: Case, until: date | None = None) -> tuple[PaymentLine, ...]:
    """The ledger as it stands, without what was reversed; up to a day, where one is given."""
    return tuple(
        PaymentLine(
            paid_on=row.paid_on,
            amount=row.amount,
            way=row.get_way_display(),
            voucher=row.voucher,
            confirmed=row.confirmation != Confirmation.PENDING,
        )
        for row in live_payments(case)
        if until is None or row.paid_on <= until
    )


def amount_lines(balance: Balance) -> tuple[AmountLine, ...]:
    """What is left, line by line in yuan, with how each was reckoned; lines of nothing are left out."""
    until = balance.until
    notes = {
        "doubled_interest": f"暂计到{until.year}年{until.month}月{until.day}日",
        "general_interest": "按生效法律文书计算",
        "costs": "受理费、保全费",
    }
    return tuple(
        AmountLine(label=line.label, amount=line.amount, note=notes.get(line.code, ""))
        for line in balance.lines
        if line.amount
    )


def agent_block(agent: Agent) -> AgentBlock:
    return AgentBlock(
        name=agent.name,
        relation=_relation(agent),
        authority=authority(agent),
        powers=tuple(power.label for power in ALL_POWERS if power in agent.powers),
    )


def authority(agent: Agent) -> str:
    return "特别授权" if agent.special else "一般授权"


def basis_block(basis: BasisDocument, cause: str, *, quoted: bool = True) -> Basis:
    """The instrument; not ``quoted`` on papers that name it only."""
    return Basis(
        issuer=basis.issuer,
        doc_no=basis.doc_no,
        kind=basis.get_kind_display(),
        effective_on=basis.effective_on,
        cause=cause,
        duties=tuple(item.text for item in basis.items.all()) if quoted else (),
    )


def account_of(creditors: Sequence[Party]) -> Account | None:
    """The account that a creditor has named, if one has."""
    for party in creditors:
        if party.account_no:
            return Account(holder=party.account_name or party.name, bank=party.account_bank, number=party.account_no)
    return None


def contact_of(case: Case, head: CourtHead) -> Contact:
    """The mediator, else the clerk, else who filed; her desk phone, else that of the centre."""
    attempt = case.attempt
    mediator = attempt.mediator if attempt is not None else None
    if mediator is not None:
        room = mediator.room.name if mediator.room else ""
        return Contact(name=mediator.user.name, phone=mediator.user.desk_phone or head.phone, room=room)
    person: User = case.clerk or case.filed_by
    return Contact(name=person.name, phone=person.desk_phone or head.phone, post="经办人")


def mediator_name(case: Case) -> str:
    attempt = case.attempt
    return attempt.mediator.user.name if attempt is not None and attempt.mediator is not None else ""


def parties_of(case: Case, roles: Sequence[Any]) -> list[Party]:
    return [party for party in case.parties.all() if party.role in roles]


def tags(case: Case) -> tuple[str, ...]:
    """The marks of the case in words, 涉企 first and 绿色通道 last."""
    found = [str(Tag(tag).label) for tag in case.tags]
    if case.enterprise_related != EnterpriseRelated.NONE:
        found.insert(0, f"涉企（{case.get_enterprise_related_display()}）")
    return (*found, "绿色通道") if case.green_lane else tuple(found)


def two_articles(first: str, second: str, on: date) -> str:
    """《……》第一百一十四条、第一百一十八条"""
    return f"{statute_ref(first, on).text}、第{number(statute_ref(second, on).article)}条"


def is_person(party: Party) -> bool:
    return party.kind == PartyKind.PERSON


def _nation(nation: str) -> str:
    return nation if not nation or nation.endswith("族") else f"{nation}族"


def _holds(agent: Agent, on: date) -> bool:
    begun = agent.valid_from is None or agent.valid_from <= on
    return begun and (agent.valid_until is None or agent.valid_until >= on)


def _relation(agent: Agent) -> str:
    if agent.kind in (AgentKind.LAWYER, AgentKind.LEGAL_WORKER):
        return f"{agent.firm}{agent.get_kind_display()}"
    return agent.relation or agent.firm or agent.get_kind_display()
