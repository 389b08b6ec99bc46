"""收案登记: file, accept, decline, withdraw; and what is added to the file at any time."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases import guards
from cases.models import Agent, Case, Party, Preservation, PropertyClue, refresh_course
from cases.models.choices import LegalModel, PartyStatus
from cases.rules import identity
from cases.rules.casenumber import normalise_case_no
from cases.states import State
from cases.verbs import Verb, role_may
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, Forbidden, InvalidInput, When, acting, day_of, finish
from .appointments import cancel_with_talks
from .assignment import end_offer
from .filing_check import bad_fields, bad_party
from .filing_rows import (
    forced_b,
    new_case,
    open_holder,
    queue_behind_same_basis,
    settle_model,
    title_of,
    write_agent,
    write_basis,
    write_clue,
    write_party,
    write_preservation,
)
from .inputs import AgentInput, ClueInput, Consent, Filing, PartyDetails, PartyInput, PreservationInput
from .suspension import end_with_talks


@transaction.atomic
def file_case(*, by: Actor, now: datetime, filing: Filing) -> Case:
    """Register an application: case, basis, parties, clues, and the gapless number of the year of receipt.

    Legal doubts never refuse a filing; they show at the next step. Raises Forbidden, InvalidInput (field → messages),
    Refused for a duplicate (R14), a basis not yet effective (R18) or a receipt in the future.
    """
    if not role_may(by.user.role, Verb.FILE):
        raise Forbidden("role_forbidden", f"“登记收案”不由{by.user.get_role_display()}办理")
    errors = bad_fields(filing, local_date(now))
    if errors:
        raise InvalidInput(errors)
    queue_behind_same_basis(filing)
    refuse_if(
        guards.to_file(
            received_at=filing.received_at,
            now=now,
            effective_on=filing.basis.effective_on,
            holder=open_holder(filing),
        )
    )
    day = day_of(filing.received_at)
    case = new_case(filing, by, now)
    write_basis(case, filing.basis, day.calendar)
    for seq, party in enumerate(filing.parties, start=1):
        write_party(case, seq, party)
    for frozen in filing.preservations:
        write_preservation(case, frozen, by, now)
    for clue in filing.clues:
        write_clue(case, clue, by, now)
    refresh_course(case)
    settle_model(case, filing, day)
    act = Act(Verb.FILE, by.user, filing.received_at, now, case, day, reason=by.reason)
    act.facts = {
        "case_no": case.case_no,
        "basis": case.basis.doc_no,
        "amount": case.amount_applied,
        "parties": len(filing.parties),
        "model": case.legal_model,
        "forced_b": case.forced_b_reasons,
    }
    finish(act, "", by.client)
    return case


def accept(*, by: Actor, now: datetime, case_id: int, consent: Consent, at: datetime | date | None = None) -> Case:
    """Accept the case with the applicant's recorded consent and open the reconciliation attempt."""
    moment = at or consent.at
    with acting(Verb.ACCEPT, by=by, now=now, case_id=case_id, at=moment) as act:
        asked_at = consent.at or act.at
        refuse_if(guards.to_accept(act.case, act.day, consent=consent.result, consent_on=local_date(asked_at)))
        act.case.attempts.create(
            seq=act.case.attempts.count() + 1,
            opened_at=act.at,
            consent_result=consent.result,
            consent_at=asked_at,
            consent_channel=consent.channel,
            consent_signer=consent.signer,
            notice_version=consent.notice_version,
        )
        act.case.accept(at=act.at)
        act.facts = {"consent": consent.result, "channel": consent.channel, "asked_at": asked_at}
    return act.case


def decline(*, by: Actor, now: datetime, case_id: int, code: str, note: str, at: datetime | date | None = None) -> Case:
    """Not for reconciliation: the case goes to the filing division with its original receipt date."""
    with acting(Verb.DECLINE, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_decline(act.case, act.day, code=code))
        act.case.decline(at=act.at, code=code, note=note)
        act.facts = {"result_code": code, "note": note}
    return act.case


def withdraw(
    *, by: Actor, now: datetime, case_id: int, code: str, note: str, at: datetime | date | None = None
) -> Case:
    """End the matter without enforcement: withdrawal, death, bankruptcy, or suspicion of a sham."""
    with acting(Verb.WITHDRAW, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_withdraw(act.case, act.day, code=code))
        close_attempt(act, code)
        act.case.withdraw(at=act.at, code=code, note=note)
        act.facts = {"result_code": code, "note": note}
    return act.case


def close_attempt(act: Act, code: str) -> None:
    """Close the open attempt, if there is one, with the result."""
    attempt = act.case.attempt
    if attempt is not None and attempt.closed_on is None:
        end_with_talks(attempt, act)
        cancel_with_talks(attempt)
        end_offer(attempt, act)
        attempt.closed_on = act.day.today
        attempt.result_code = code
        attempt.save()


def record_clue(*, by: Actor, now: datetime, case_id: int, clue: ClueInput, at: When = None) -> PropertyClue:
    """Add a property clue (class C3). The audit entry says that, not what."""
    with acting(Verb.RECORD_CLUE, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.RECORD_CLUE))
        row = write_clue(act.case, clue, by, now)
        act.facts = {"clue": row.pk, "kind": clue.kind, "source": clue.source}
    return row


def record_preservation(
    *, by: Actor, now: datetime, case_id: int, frozen: PreservationInput, at: When = None
) -> Preservation:
    """Add a preservation. One made before enforcement forces model B at once (five-day rule, R12)."""
    with acting(Verb.RECORD_PRESERVATION, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.RECORD_PRESERVATION))
        row = write_preservation(act.case, frozen, by, now)
        if act.case.state in (State.INTAKE, State.MEDIATION):
            reasons = [reason.code for reason in forced_b(act.case, act.day)]
            if reasons:
                act.case.legal_model = LegalModel.B
                act.case.forced_b_reasons = sorted({*act.case.forced_b_reasons, *reasons})
        act.facts = {"preservation": row.pk, "kind": frozen.kind, "until": frozen.until, "model": act.case.legal_model}
    return row


def register_execution(
    *, by: Actor, now: datetime, case_id: int, exec_case_no: str, registered_on: date | None = None, at: When = None
) -> Case:
    """Turn to model B: an enforcement case was registered, and the talks go on under its number."""
    with acting(Verb.REGISTER_EXECUTION, by=by, now=now, case_id=case_id, at=at) as act:
        number = normalise_case_no(exec_case_no)
        day = registered_on or act.day.today
        refuse_if(guards.to_register_execution(act.case, act.day, exec_case_no=number, registered_on=day))
        act.case.legal_model = LegalModel.B
        act.case.exec_case_no = number
        act.case.exec_registered_on = day
        act.facts = {"exec_case_no": number, "registered_on": day}
    return act.case


def record_agent(*, by: Actor, now: datetime, case_id: int, party_id: int, agent: AgentInput, at: When = None) -> Agent:
    """Add an agent with the powers of the mandate."""
    with acting(Verb.RECORD_AGENT, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.RECORD_AGENT))
        party = party_of(act.case, party_id)
        row = write_agent(party, agent)
        act.facts = {"party": party.pk, "agent": row.pk, "special": agent.special, "powers": agent.powers}
    return row


def record_party_status(
    *, by: Actor, now: datetime, case_id: int, party_id: int, status: str, note: str, at: When = None
) -> Party:
    """Record a party's death, bankruptcy and the like; R13 then stops the talks."""
    with acting(Verb.RECORD_PARTY_STATUS, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.RECORD_PARTY_STATUS))
        party = party_of(act.case, party_id)
        act.facts = {"party": party.pk, "from": party.status, "to": PartyStatus(status).value, "note": note}
        party.status = status
        party.save()
    return party


def add_party(*, by: Actor, now: datetime, case_id: int, party: PartyInput, at: When = None) -> Party:
    """Bring in a guarantor, a further debtor, an outsider or a successor after filing.

    Raises InvalidInput with the same messages at the same fields as filing does.
    """
    with acting(Verb.ADD_PARTY, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.ADD_PARTY))
        errors = bad_party(party, local_date(now))
        number = identity.check_identity(party.id_type, party.id_number, local_date(now)).normal
        present = list(act.case.parties.all())
        if any(each.role == party.role and each.id_number == number for each in present):
            errors.setdefault("id_number", []).append("同一当事人已经在案")
        if errors:
            raise InvalidInput(errors)
        row = write_party(act.case, max(each.seq for each in present) + 1, party)
        act.case.title = title_of([(each.role, each.name) for each in (*present, row)])
        act.facts = {"party": row.pk, "role": row.role}
    return row


def amend_party(
    *, by: Actor, now: datetime, case_id: int, party_id: int, details: PartyDetails, at: When = None
) -> Party:
    """Fill in or put right how a party is reached, paid or represented. The trail names the fields, not the values."""
    with acting(Verb.AMEND_PARTY, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.in_state(act.case, Verb.AMEND_PARTY))
        party = party_of(act.case, party_id)
        given = {name: value for name, value in asdict(details).items() if value is not None}
        act.facts = {"party": party.pk, "changed": change_party(party, given)}
    return party


def change_party(party: Party, given: dict[str, Any]) -> list[str]:
    """Store new values of a party; a telephone number is checked and brought into its usual form in ``given``.

    Returns the names of what changed.
    """
    if given.get("phone"):
        checked = identity.check_phone(given["phone"])
        if not checked.ok:
            raise InvalidInput({"phone": [checked.message]})
        given["phone"] = checked.normal
    changed = [name for name, value in given.items() if getattr(party, name) != value]
    for name in changed:
        setattr(party, name, given[name])
    party.seal_hashes()
    party.save()
    return changed


def party_of(case: Case, party_id: int) -> Party:
    """The case's own party with that id; InvalidInput for any other."""
    for party in case.parties.all():
        if party.pk == party_id:
            return party
    raise InvalidInput({"party": ["本案没有这个当事人"]})
