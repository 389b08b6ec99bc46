"""The rows of a filing: what ``file_case`` writes, and the key by which two filings of one matter are known."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from cases.facts import eligibility_facts
from cases.guards import Day
from cases.models import Agent, BasisDocument, BasisItem, Case, Party, Preservation, PropertyClue
from cases.models.choices import CREDITORS, DEBTORS, LegalModel
from cases.rules import deadlines, eligibility, identity
from cases.rules.casenumber import normalise_case_no, ours
from cases.states import ENDED_STATES
from jianli_mediation.core import rows
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.kept import Kept
from jianli_mediation.core.serials import next_number
from jianli_mediation.kernel.workdays import Calendar

from .acting import Actor
from .filing_check import money_total
from .inputs import AgentInput, BasisInput, ClueInput, Filing, PartyInput, PreservationInput

CASE_SERIES = "执前和"


def new_case(filing: Filing, by: Actor, now: datetime) -> Case:
    """The case's own row, with the next number of the year of receipt. Amounts in yuan."""
    year = local_date(filing.received_at).year
    number = next_number(CASE_SERIES, year)
    related = filing.enterprise_related
    case = Case(
        case_no=ours(year, number),
        number_year=year,
        number_seq=number,
        legal_model=filing.legal_model,
        source=filing.source,
        received_at=filing.received_at,
        entered_at=now,
        title=title_of((party.role, party.name) for party in filing.parties),
        cause=filing.cause,
        subject_type=filing.subject_type,
        amount_applied=filing.amount_applied or money_total(filing.basis),
        enterprise_related=related,
        green_lane=eligibility.on_green_lane(enterprise_related=related, tags=filing.tags),
        tags=list(filing.tags),
        duplicate_key=duplicate_key(filing),
        filed_by=by.user,
        exec_case_no=normalise_case_no(filing.exec_case_no) if filing.exec_case_no else "",
        remark=filing.remark,
        last_act_at=filing.received_at,
    )
    rows.insert([case])
    return case


def title_of(parties: Iterable[tuple[str, str]]) -> str:
    """陈某 与 刘某: the case by its sides, from (role, name) of its parties."""
    people = list(parties)
    creditors = [name for role, name in people if role in CREDITORS]
    debtors = [name for role, name in people if role in DEBTORS]
    return f"{_first_names(creditors)} 与 {_first_names(debtors)}"[:200]


def _first_names(names: list[str]) -> str:
    shown = "、".join(names[:3])
    return f"{shown}等 {len(names)} 人" if len(names) > 3 else shown


def _debtor_hashes(filing: Filing) -> list[str]:
    return sorted(
        Party.hash_of(identity.check_identity(party.id_type, party.id_number, date.max).normal)
        for party in filing.parties
        if party.role in DEBTORS
    )


def duplicate_key(filing: Filing) -> str:
    """One key for one instrument against the same debtors: a second open case with it is refused (R14)."""
    parts = [normalise_case_no(filing.basis.doc_no), *_debtor_hashes(filing)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def queue_behind_same_basis(filing: Filing) -> None:
    """Two clerks who file the same instrument at once go one after the other."""
    number = int.from_bytes(
        hashlib.sha256(normalise_case_no(filing.basis.doc_no).encode()).digest()[:8], "big", signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


_HOLDERS = Kept(
    lambda numbers: Party.objects.filter(case__basis__doc_no__in=numbers).values_list(
        "case", "case__state", "role", "id_hash"
    )
)


def open_holder(filing: Filing) -> Case | None:
    """The open case that already holds this instrument against one of these debtors, if there is one (R14)."""
    hashes = set(_debtor_hashes(filing))
    holders = {
        case_id
        for case_id, state, role, id_hash in _HOLDERS.rows([normalise_case_no(filing.basis.doc_no)])
        if state not in ENDED_STATES and role in DEBTORS and id_hash in hashes
    }
    return Case.objects.get(pk=min(holders)) if holders else None


def write_basis(case: Case, basis: BasisInput, calendar: Calendar) -> None:
    """Store the instrument with its items; the end of the performance period is computed here, once."""
    end = deadlines.performance_end(
        effective_on=basis.effective_on,
        days=basis.performance_days,
        due_date=basis.performance_due,
        calendar=calendar,
    )
    document = BasisDocument(
        case=case,
        kind=basis.kind,
        doc_no=normalise_case_no(basis.doc_no),
        issuer=basis.issuer,
        made_on=basis.made_on,
        effective_on=basis.effective_on,
        effectiveness_proof=basis.effectiveness_proof,
        served_by_notice=basis.served_by_notice,
        performance_days=basis.performance_days,
        performance_due=basis.performance_due,
        performance_end=end.due,
        costs_on_debtor=basis.costs_on_debtor,
        preservation_fee=basis.preservation_fee,
        interest_clause=basis.interest_clause,
    )
    rows.insert([document])
    items = [
        BasisItem(
            basis=document,
            seq=seq,
            text=item.text,
            kind=item.kind,
            amount=item.amount,
            is_interest=item.is_interest,
            rate_type=item.rate_type,
            rate=item.rate,
            rate_from=item.rate_from,
            share=item.share,
        )
        for seq, item in enumerate(basis.items, start=1)
    ]
    rows.insert(items)


def write_party(case: Case, seq: int, party: PartyInput) -> Party:
    """Store a party: number normalised, sex and birth taken from it, look-up hashes filled."""
    checked = identity.check_identity(party.id_type, party.id_number, local_date(case.entered_at))
    row = Party(
        case=case,
        seq=seq,
        role=party.role,
        kind=party.kind,
        name=party.name.strip(),
        name_norm=Party.normalised_name(party.name),
        id_type=party.id_type,
        id_number=checked.normal,
        id_note=party.id_note,
        sex=checked.sex or "",
        born_on=checked.birth,
        nation=party.nation,
        legal_rep=party.legal_rep,
        legal_rep_post=party.legal_rep_post,
        phone=identity.check_phone(party.phone).normal if party.phone else "",
        address=party.address,
        address_confidential=party.address_confidential,
        e_service_consent=party.e_service_consent,
        account_name=party.account_name,
        account_bank=party.account_bank,
        account_no=party.account_no,
        vulnerable=party.vulnerable,
        guardian=party.guardian,
    )
    row.seal_hashes()
    rows.insert([row])
    for agent in party.agents:
        write_agent(row, agent)
    return row


def write_agent(party: Party, agent: AgentInput) -> Agent:
    """Store an agent with the powers of the mandate (R10)."""
    return party.agents.create(
        kind=agent.kind,
        name=agent.name,
        id_number=agent.id_number,
        licence_no=agent.licence_no,
        firm=agent.firm,
        relation=agent.relation,
        special=agent.special,
        powers=list(agent.powers),
        valid_from=agent.valid_from,
        valid_until=agent.valid_until,
    )


def write_preservation(case: Case, frozen: PreservationInput, by: Actor, now: datetime) -> Preservation:
    """Store a preservation; its end is a fixed date."""
    return case.preservations.create(
        kind=frozen.kind,
        object_kind=frozen.object_kind,
        ruling_no=frozen.ruling_no,
        description=frozen.description,
        amount=frozen.amount,
        first_in_rank=frozen.first_in_rank,
        since=frozen.since,
        until=frozen.until,
        entered_by=by.user,
        entered_at=now,
    )


def write_clue(case: Case, clue: ClueInput, by: Actor, now: datetime) -> PropertyClue:
    """Store a property clue (class C3), sealed. ``value`` in yuan."""
    return case.clues.create(
        source=clue.source,
        kind=clue.kind,
        description=clue.description,
        location=clue.location,
        value=clue.value,
        burden=clue.burden,
        reported_on=clue.reported_on,
        entered_by=by.user,
        entered_at=now,
    )


def forced_b(case: Case, day: Day, wants_registration: bool = False) -> list[eligibility.Reason]:
    """Why this case must carry a registered enforcement number; empty when model A may be used."""
    return eligibility.forced_model_b(eligibility_facts(case, day.calendar, wants_registration))


def settle_model(case: Case, filing: Filing, day: Day) -> None:
    """Model B where the law forces it (``process`` §1.2), whatever was ticked."""
    reasons = forced_b(case, day, filing.wants_registration)
    if reasons:
        case.legal_model = LegalModel.B
        case.forced_b_reasons = [reason.code for reason in reasons]
