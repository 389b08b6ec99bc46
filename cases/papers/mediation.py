"""执前和解: the facts for D03 (both versions), D08 and D11."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from cases.facts import balance_on, periods_on
from cases.facts.door import code_of
from cases.models import Case, Party, Session
from cases.models.choices import CREDITORS, DEBTORS, PartyRole, SessionOutcome
from cases.papers import blocks
from cases.papers.making import Maker, each_party, each_session, row_of, session_of
from cases.rules.interest import DOUBLED_RATE, segment_amount
from cases.rules.law import cite, statute_ref
from documents.contexts.mediation import (
    Attendee,
    OfferLine,
    ReconciliationNotice,
    SessionRecord,
    Statement,
    UrgingNotice,
)
from documents.contexts.parts import Signatory
from documents.registry import FORMS
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.money import ZERO

APPLICANT_VERSION, RESPONDENT_VERSION = "applicant", "respondent"
IN_PERSON = "本人"


def notice_variant(party: Party) -> str:
    return APPLICANT_VERSION if party.role in CREDITORS else RESPONDENT_VERSION


def notice(case: Case, *, party: Party, on: date) -> ReconciliationNotice:
    """D03 for one party, in the version of its side. The deadline stands on it once a mediator has taken the case."""
    frame = blocks.frame(case, on)
    periods = periods_on(on)
    ours = notice_variant(party) == APPLICANT_VERSION
    attempt = case.attempt
    deadline = attempt.deadline if attempt is not None else None
    return ReconciliationNotice(
        **frame,
        variant=notice_variant(party),
        edition=FORMS["D03"].edition,
        addressee=blocks.party_block(
            party, blocks.role_word(party, filed=bool(frame["exec_no"])), on=on, to_others=False
        ),
        opposite="、".join(other.name for other in blocks.parties_of(case, DEBTORS if ours else CREDITORS)),
        basis=blocks.basis_block(case.basis, case.cause),
        received_at=case.received_at,
        period_days=periods["T_RECON"].amount,
        extension_days=periods["T_EXT"].amount,
        handover_workdays=periods["T_HAND"].amount,
        deadline=deadline,
        deadline_estimated=deadline is not None and not load_calendar().is_confirmed(deadline),
        mediator=blocks.mediator_name(case),
        contact=blocks.contact_of(case, frame["head"]),
        execution_fee=None if frame["exec_no"] else balance_on(case, on).execution_fee,
        cite_limitation=statute_ref("limitation", on).text,
        cite_interest=statute_ref("delay_interest", on).text,
        cite_agents=statute_ref("special_authority", on).text,
        cite_sanctions=blocks.two_articles("obstruction", "fine_limits", on),
        page_url=settings.PARTY_URL,
        page_code=code_of(party.pk) if settings.PARTY_URL else "",
    )


def urging(case: Case, *, party: Party, on: date) -> UrgingNotice:
    """D08 for one debtor: what is owed on the day, line by line, from the calculation; each further day's interest."""
    frame = blocks.frame(case, on)
    creditors = blocks.parties_of(case, CREDITORS)
    balance = balance_on(case, on)
    daily = segment_amount(base=balance.principal, rate=DOUBLED_RATE, days=1, daily=True)
    return UrgingNotice(
        **frame,
        debtor=blocks.party_block(party, blocks.role_word(party, filed=False), on=on, to_others=False),
        creditors=tuple(creditor.name for creditor in creditors),
        basis=blocks.basis_block(case.basis, case.cause),
        quoted=tuple(item.text for item in case.basis.items.all()),
        performance_end=case.basis.performance_end,
        applied_on=local_date(case.received_at),
        urging_days=periods_on(on)["T_URGE"].amount,
        amounts=blocks.amount_lines(balance),
        total=balance.total,
        reckoned_to=on,
        daily_interest=daily if daily > ZERO and on >= case.basis.performance_end else None,
        account=blocks.account_of(creditors),
        contact=blocks.contact_of(case, frame["head"]),
        execution_fee=balance.execution_fee,
        cite_interest=statute_ref("delay_interest", on).text,
        cite_sanctions=blocks.two_articles("obstruction", "fine_limits", on),
    )


def session_record(case: Case, *, session: Session, on: date) -> SessionRecord:
    """D11 of one session. The confidential note is another table, which is not read here."""
    frame = blocks.frame(case, on)
    attendees = tuple(_attendee(case, person, filed=bool(frame["exec_no"])) for person in session.attendees)
    return SessionRecord(
        **frame,
        seq=session.number,
        cause=case.cause,
        held_on=session.held_on,
        starts=session.starts,
        ends=session.ends,
        place=session.place or session.get_mode_display(),
        mode=f"{session.get_mode_display()}会商",
        mediator=blocks.mediator_name(case),
        clerk=case.clerk.name if case.clerk else "",
        attendees=attendees,
        basis=blocks.basis_block(case.basis, case.cause),
        rights_read=session.outcome != SessionOutcome.NO_SHOW,
        statements=tuple(_statement(line) for line in session.positions.splitlines() if line.strip()),
        offers=tuple(_offer(row) for row in session.offers),
        agreed=tuple(line.strip() for line in session.agreed_facts.splitlines() if line.strip()),
        result="。".join(filter(None, (session.get_outcome_display(), session.follow_up.rstrip("。")))) + "。",
        next_on=session.next_on,
        signatories=tuple(Signatory(role=who.role, name=who.name) for who in attendees if not who.absence),
        cite_compromise=cite("cpl_interpretation", 107).text,
    )


def _attendee(case: Case, person: dict[str, Any], *, filed: bool) -> Attendee:
    party = next((party for party in case.parties.all() if party.pk == person.get("party")), None)
    standing = str(person.get("as") or "")
    role = blocks.role_word(party, filed=filed) if party is not None else ""
    if standing not in (IN_PERSON, *PartyRole.values):
        role += standing
    agent = next((agent for agent in party.agents.all() if agent.name == person["name"]), None) if party else None
    return Attendee(
        role=role or "其他到场人员",
        name=str(person["name"]),
        identity=str(person.get("identity") or ""),
        authority=blocks.authority(agent) if agent is not None else "",
        absence=str(person.get("absent") or ""),
    )


def _statement(line: str) -> Statement:
    speaker, colon, said = line.strip().partition("：")
    if colon and said and len(speaker) <= 20 and not set(speaker) & set("，。；"):
        return Statement(speaker=speaker, text=said)
    return Statement(text=line.strip())


def _offer(row: dict[str, Any]) -> OfferLine:
    return OfferLine(
        by=str(row["by"]),
        total=_amount(row.get("total")),
        down=_amount(row.get("down")) or None,
        count=row.get("count") or None,
        last_on=date.fromisoformat(row["last_on"]) if row.get("last_on") else None,
        security=str(row.get("security") or ""),
        note=str(row.get("note") or ""),
    )


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _party(case: Case, subject: str) -> Party:
    return case.parties.get(pk=row_of(subject))


MAKERS = {
    "D03": Maker(each_party(*CREDITORS, *DEBTORS), lambda case, key, on: notice(case, party=_party(case, key), on=on)),
    "D08": Maker(each_party(*DEBTORS), lambda case, key, on: urging(case, party=_party(case, key), on=on)),
    "D11": Maker(
        each_session, lambda case, key, on: session_record(case, session=session_of(case, row_of(key)), on=on)
    ),
}
