"""Who the parties are, who acts for them, and what is to be enforced."""

from cases.models import Agent, Case, Party
from cases.models.choices import Power
from cases.papers.package.node import Node


def parties(root: Node, case: Case) -> None:
    """Every party with her numbers in full: the filing division enters them as they are."""
    group = root.group("parties")
    for party in case.parties.all():
        one = group.group("party", seq=party.seq)
        one.coded("role", party.role, party.get_role_display())
        one.coded("kind", party.kind, party.get_kind_display())
        one.put("name", party.name)
        one.coded("id-type", party.id_type, party.get_id_type_display())
        one.put("id-number", party.id_number)
        one.put("id-note", party.id_note)
        _person(one, party)
        _reached(one, party)
        for agent in party.agents.all():
            _agent(one, agent)


def _person(one: Node, party: Party) -> None:
    one.put("sex", party.get_sex_display() if party.sex else "")
    one.put("born-on", party.born_on)
    one.put("nation", party.nation)
    one.put("legal-representative", party.legal_rep)
    one.put("post", party.legal_rep_post)
    one.put("guardian", party.guardian)
    one.coded("vulnerable", party.vulnerable, party.get_vulnerable_display())
    one.coded("status", party.status, party.get_status_display())


def _reached(one: Node, party: Party) -> None:
    one.put("phone", party.phone)
    one.put("address", party.address, confidential=party.address_confidential)
    one.put("electronic-service", party.e_service_consent)
    if party.account_no:
        account = one.group("account")
        account.put("holder", party.account_name or party.name)
        account.put("bank", party.account_bank)
        account.put("number", party.account_no)


def _agent(one: Node, agent: Agent) -> None:
    row = one.group("agent")
    row.coded("kind", agent.kind, agent.get_kind_display())
    row.put("name", agent.name)
    row.put("id-number", agent.id_number)
    row.put("licence", agent.licence_no)
    row.put("firm", agent.firm)
    row.put("relation", agent.relation)
    row.put("special", agent.special)
    for power in agent.powers:
        row.coded("power", power, Power(power).label)
    row.put("from", agent.valid_from)
    row.put("until", agent.valid_until)


def basis(root: Node, case: Case) -> None:
    """The instrument with what it orders, in its own words."""
    row = case.basis
    group = root.group("basis")
    group.coded("kind", row.kind, row.get_kind_display())
    group.put("number", row.doc_no)
    group.put("issuer", row.issuer)
    group.put("made-on", row.made_on)
    group.put("effective-on", row.effective_on)
    group.put("effectiveness-proof", row.effectiveness_proof)
    group.put("served-by-notice", row.served_by_notice)
    group.put("performance-end", row.performance_end)
    group.put("costs", row.costs_on_debtor)
    group.put("preservation-fee", row.preservation_fee)
    for item in row.items.all():
        one = group.group("item", seq=item.seq)
        one.put("text", item.text)
        one.coded("kind", item.kind, item.get_kind_display())
        one.put("amount", item.amount)
        one.coded("rate-type", item.rate_type, item.get_rate_type_display())
        one.put("rate", None if item.rate is None else f"{item.rate.normalize():f}")
        one.put("rate-from", item.rate_from)
        one.coded("share", item.share, item.get_share_display())
