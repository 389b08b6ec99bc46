"""和解协议: conclude and amend. The old version of an amended agreement stays as it was signed."""

from datetime import datetime
from decimal import Decimal

from cases import guards
from cases.facts import balance_on, limitation_of
from cases.guards import Day
from cases.models import Agreement, Case, Guarantee, Instalment, Party, Signature
from cases.models.choices import CREDITORS, DEBTORS, LegalModel, Power, SignedBy, Vulnerable
from cases.rules.instalments import Planned
from cases.rules.terms import Security, Signatory, Terms
from cases.states import ResultCode
from cases.verbs import Verb
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, When, acting
from .inputs import AgreementInput, SignatureInput
from .intake import close_attempt
from .papers import file_with

AGREEMENT_PAPER = "D14"
DEFAULT_CLAUSES = {
    LegalModel.A: "被申请人不按协议履行的，申请人可以向人民法院申请执行原生效法律文书，已经履行的部分予以扣除。",
    LegalModel.B: "被执行人不按协议履行的，申请执行人可以申请恢复执行原生效法律文书，也可以就履行协议向人民法院起诉；"
    "恢复执行的，已经履行的部分予以扣除。",
}


def conclude(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    terms: AgreementInput,
    code: str = ResultCode.INSTALMENTS,
    at: When = None,
) -> Agreement:
    """Store the signed agreement as version 1 and let the performance begin.

    Refused with every red finding on the terms, and with what stands in the way of any agreement now.
    """
    with acting(Verb.CONCLUDE, by=by, now=now, case_id=case_id, at=at or terms.signed_on) as act:
        refuse_if(guards.to_conclude(act.case, act.day, terms=terms_of(act.case, terms, act.day), code=code))
        agreement = _write(act, terms)
        close_attempt(act, code)
        act.case.conclude(at=act.at, code=code)
        file_with(act, AGREEMENT_PAPER)
    return agreement


def amend(*, by: Actor, now: datetime, case_id: int, terms: AgreementInput, at: When = None) -> Agreement:
    """Store a new version for what is still to be performed; payments from its signing on count on its instalments."""
    with acting(Verb.AMEND, by=by, now=now, case_id=case_id, at=at or terms.signed_on) as act:
        refuse_if(guards.to_amend(act.case, act.day, terms=terms_of(act.case, terms, act.day)))
        agreement = _write(act, terms)
        act.case.amend()
        file_with(act, AGREEMENT_PAPER)
        act.reason = act.reason or terms.amend_reason
    return agreement


def terms_of(case: Case, typed: AgreementInput, day: Day, draft: bool = False) -> Terms:
    """What was typed, with the names behind the ids, as the lint reads it."""
    parties = {party.pk: party for party in case.parties.all()}
    creditors = [party for party in parties.values() if party.role in CREDITORS]
    payee = next((party for party in creditors if party.account_no), None)
    collectors = tuple(
        agent.name for party in creditors for agent in party.agents.all() if Power.COLLECT in agent.powers
    )
    return Terms(
        legal_model=case.legal_model,
        signed_on=typed.signed_on,
        total=typed.total,
        confirmed_debt=confirmed_debt(case, typed),
        instalments=tuple(Planned(row.due_on, row.amount) for row in typed.instalments),
        creditors=tuple(party.name for party in creditors),
        debtors=tuple(party.name for party in parties.values() if party.role in DEBTORS),
        imputation=typed.imputation,
        custom_order=typed.custom_order,
        grace_days=typed.grace_days,
        acceleration=typed.acceleration,
        pay_way=typed.pay_way,
        account_name=payee.account_name if payee else "",
        account_no=payee.account_no if payee else "",
        collectors=collectors,
        waived=typed.waived_amount,
        waiver=typed.waiver,
        waiver_condition=typed.waiver_condition,
        default_clause=default_clause(case, typed),
        clauses="\n".join((typed.non_money_duties, typed.cost_clause, typed.other_clauses)),
        signatories=tuple(_signatory(_own(parties, row), row) for row in typed.signatures),
        securities=tuple(
            Security(_own_id(parties, row.guarantor).name, row.kind, row.direct_enforcement_declared)
            for row in typed.guarantees
        ),
        limitation_safe_until=limitation_of(case, day.today, day.calendar).safe_until,
        draft=draft,
    )


def default_clause(case: Case, typed: AgreementInput) -> str:
    """The clause as typed, or the standard one of the case's legal model."""
    return typed.default_clause.strip() or DEFAULT_CLAUSES[LegalModel(case.legal_model)]


def confirmed_debt(case: Case, typed: AgreementInput) -> Decimal:
    """The debt the parties confirm: as typed, or what the calculation says for the day of signing."""
    return (
        typed.debt_confirmed
        if typed.debt_confirmed is not None
        else balance_on(case, typed.signed_on, forgiving=False).total
    )


def _own(parties: dict[int, Party], row: SignatureInput) -> Party:
    return _own_id(parties, row.party)


def _own_id(parties: dict[int, Party], party_id: int) -> Party:
    if party_id not in parties:
        raise InvalidInput({"signatures": ["本案没有这个当事人"]})
    return parties[party_id]


def _signatory(party: Party, row: SignatureInput) -> Signatory:
    agent = next((agent for agent in party.agents.all() if agent.pk == row.agent), None)
    if row.signed_by == SignedBy.AGENT and agent is None:
        raise InvalidInput({"signatures": [f"{party.name}没有登记这个代理人"]})
    return Signatory(
        party=party.name,
        role=party.role,
        signer=_signer(party, row, agent.name if agent else ""),
        signed_by=row.signed_by,
        powers=frozenset(agent.powers) if agent else frozenset(),
        valid_from=agent.valid_from if agent else None,
        valid_until=agent.valid_until if agent else None,
        needs_guardian=party.vulnerable == Vulnerable.MINOR,
    )


def _signer(party: Party, row: SignatureInput, agent: str) -> str:
    if row.signer:
        return row.signer
    return {
        SignedBy.AGENT: agent,
        SignedBy.LEGAL_REP: party.legal_rep or party.name,
        SignedBy.GUARDIAN: party.guardian,
    }.get(SignedBy(row.signed_by), party.name)


def _carried(act: Act, typed: AgreementInput) -> list[dict[str, str]]:
    """The findings that were accepted as they stand, in their own words, each with its reason."""
    found = guards.findings(act.case, terms_of(act.case, typed, act.day), act.day)
    said = {finding.code: finding.message for finding in reversed(found)}
    return [
        {"code": code, "message": said[code], "reason": reason}
        for code, reason in sorted(typed.carried.items())
        if code in said
    ]


def _write(act: Act, typed: AgreementInput) -> Agreement:
    case = act.case
    attempt = case.attempt
    if attempt is None:
        raise InvalidInput({"case": ["没有和解程序"]})
    agreement = case.agreements.create(
        attempt=attempt,
        version=case.agreements.count() + 1,
        signed_on=typed.signed_on,
        formation_mode=typed.formation_mode,
        debt_confirmed=confirmed_debt(case, typed),
        total=typed.total,
        imputation=typed.imputation,
        custom_order=list(typed.custom_order),
        pay_way=typed.pay_way,
        preservation_handling=typed.preservation_handling,
        grace_days=typed.grace_days,
        acceleration=typed.acceleration,
        waiver=typed.waiver,
        waived_amount=typed.waived_amount,
        waiver_condition=typed.waiver_condition,
        default_clause=default_clause(case, typed),
        non_money_duties=typed.non_money_duties,
        cost_clause=typed.cost_clause,
        other_clauses=typed.other_clauses,
        carried_findings=_carried(act, typed),
        amend_reason=typed.amend_reason,
        entered_by=act.by,
        entered_at=act.now,
    )
    _write_rows(agreement, typed, {party.pk: party for party in case.parties.all()})
    act.facts = {
        "agreement": agreement.pk,
        "version": agreement.version,
        "signed_on": agreement.signed_on,
        "total": agreement.total,
        "instalments": [{"due_on": row.due_on, "amount": row.amount} for row in typed.instalments],
        "imputation": agreement.imputation,
    }
    return agreement


def _write_rows(agreement: Agreement, typed: AgreementInput, parties: dict[int, Party]) -> None:
    Instalment.objects.bulk_create(
        Instalment(agreement=agreement, seq=seq, due_on=row.due_on, amount=row.amount, purpose=row.purpose)
        for seq, row in enumerate(typed.instalments, start=1)
    )
    Guarantee.objects.bulk_create(
        Guarantee(
            agreement=agreement,
            guarantor=_own_id(parties, row.guarantor),
            kind=row.kind,
            scope=row.scope,
            until=row.until,
            direct_enforcement_declared=row.direct_enforcement_declared,
        )
        for row in typed.guarantees
    )
    for row in typed.signatures:
        party = _own(parties, row)
        agent = next((agent for agent in party.agents.all() if agent.pk == row.agent), None)
        Signature.objects.create(
            agreement=agreement,
            party=party,
            signed_by=row.signed_by,
            agent=agent,
            signer=_signer(party, row, agent.name if agent else ""),
            signed_on=row.signed_on or typed.signed_on,
        )
