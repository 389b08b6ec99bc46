"""Parties, their agents, mediators and organisations. Numbers are masked here, or nowhere."""

from datetime import date
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import Agent, Party
from cases.models.choices import AgentKind, IdType, PartyKind, PartyRole, PartyStatus, Power, Vulnerable
from cases.queries.listing import Named, Talks
from cases.queries.roster import Load
from cases.rules.identity import mask_account, mask_id, mask_phone
from mediators.kinds import AbsenceKind, MediatorKind
from mediators.models import Absence, Certificate, Mediator, Organisation

CONFIDENTIAL = "（保密）"


class AgentOut(TypedDict):
    """Who acts for a party, with the powers of the mandate."""

    id: int
    kind: Annotated[str, AgentKind]
    kind_label: str
    name: str
    id_number: str
    licence_no: str
    firm: str
    relation: str
    special: bool
    powers: list[Annotated[str, Power]]
    powers_label: list[str]
    valid_from: date | None
    valid_until: date | None


class PartyOut(TypedDict):
    """A party. Numbers are masked unless the client may read them."""

    id: int
    role: Annotated[str, PartyRole]
    role_label: str
    kind: Annotated[str, PartyKind]
    kind_label: str
    name: str
    id_type: Annotated[str, IdType]
    id_type_label: str
    id_number: str
    id_note: str
    sex: str
    sex_label: str
    born_on: date | None
    nation: str
    legal_rep: str
    legal_rep_post: str
    phone: str
    address: str
    address_confidential: bool
    e_service_consent: bool
    account_name: str
    account_bank: str
    account_no: str
    vulnerable: Annotated[str, Vulnerable]
    vulnerable_label: str
    guardian: str
    status: Annotated[str, PartyStatus]
    status_label: str
    agents: list[AgentOut]


class PartyNameOut(TypedDict):
    """A party as a line of a list names it."""

    id: int
    role: Annotated[str, PartyRole]
    role_label: str
    name: str


class OrganisationOut(TypedDict):
    """A body that sends mediators."""

    id: int
    name: str
    kind: Annotated[str, MediatorKind]
    kind_label: str
    contact: str
    charges: bool
    tariff: str


class MediatorNameOut(TypedDict):
    """A mediator as a case names her."""

    id: int
    name: str
    username: str
    kind: Annotated[str, MediatorKind]
    kind_label: str


class LoadOut(TypedDict):
    """What a mediator has in hand: cases under way, and how many of them wait for her to take them."""

    open: int
    waiting: int


class CertificateOut(TypedDict):
    """A letter of appointment or a licence. ``valid_until`` null: it does not run out."""

    title: str
    number: str
    issuer: str
    valid_from: date | None
    valid_until: date | None


class AbsentOut(TypedDict):
    """Why no work is given today, and until when, that day included; null: until it is lifted."""

    kind: Annotated[str, AbsenceKind]
    kind_label: str
    from_on: date
    until_on: date | None


class MediatorOut(MediatorNameOut):
    """A person on the roster, with what she has in hand today. ``capacity`` null: the court's own limit (L_CAPACITY)."""

    staff_no: str
    roster_no: str
    organisation: OrganisationOut | None
    supervisor: str
    certificate: str
    certificates: list[CertificateOut]
    specialities: str
    languages: str
    capacity: int | None
    room: str
    active_from: date | None
    active_until: date | None
    available: bool
    absent: AbsentOut | None
    load: LoadOut


class MediatorPageOut(TypedDict):
    """One page of the roster."""

    next: str | None
    previous: str | None
    results: list[MediatorOut]


class OrganisationPageOut(TypedDict):
    """One page of organisations."""

    next: str | None
    previous: str | None
    results: list[OrganisationOut]


def agent(row: Agent, *, full: bool) -> AgentOut:
    return AgentOut(
        id=row.pk,
        kind=row.kind,
        kind_label=label(AgentKind, row.kind),
        name=row.name,
        id_number=row.id_number if full else mask_id(row.id_number),
        licence_no=row.licence_no,
        firm=row.firm,
        relation=row.relation,
        special=row.special,
        powers=list(row.powers),
        powers_label=[label(Power, power) for power in row.powers],
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def party(row: Party, *, full: bool) -> PartyOut:
    hidden = row.address_confidential and not full
    return PartyOut(
        id=row.pk,
        role=row.role,
        role_label=label(PartyRole, row.role),
        kind=row.kind,
        kind_label=label(PartyKind, row.kind),
        name=row.name,
        id_type=row.id_type,
        id_type_label=label(IdType, row.id_type),
        id_number=row.id_number if full else mask_id(row.id_number),
        id_note=row.id_note,
        sex=row.sex,
        sex_label=row.get_sex_display() if row.sex else "",
        born_on=row.born_on,
        nation=row.nation,
        legal_rep=row.legal_rep,
        legal_rep_post=row.legal_rep_post,
        phone=row.phone if full else mask_phone(row.phone),
        address=CONFIDENTIAL if hidden else row.address,
        address_confidential=row.address_confidential,
        e_service_consent=row.e_service_consent,
        account_name=row.account_name,
        account_bank=row.account_bank,
        account_no=row.account_no if full else mask_account(row.account_no),
        vulnerable=row.vulnerable,
        vulnerable_label=label(Vulnerable, row.vulnerable),
        guardian=row.guardian,
        status=row.status,
        status_label=label(PartyStatus, row.status),
        agents=[agent(each, full=full) for each in row.agents.all()],
    )


def party_name(row: Named) -> PartyNameOut:
    return PartyNameOut(id=row.pk, role=row.role, role_label=label(PartyRole, row.role), name=row.name)


def mediator_named(talks: Talks) -> MediatorNameOut | None:
    """Who has the case, or is asked to take it, as a line of a list names her."""
    if talks.mediator is None:
        return None
    return MediatorNameOut(
        id=talks.mediator,
        name=talks.name,
        username=talks.username,
        kind=talks.kind,
        kind_label=label(MediatorKind, talks.kind),
    )


def organisation(row: Organisation) -> OrganisationOut:
    return OrganisationOut(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        kind_label=label(MediatorKind, row.kind),
        contact=row.contact,
        charges=row.charges,
        tariff=row.tariff,
    )


def mediator_name(row: Mediator) -> MediatorNameOut:
    return MediatorNameOut(
        id=row.pk,
        name=row.user.name,
        username=row.user.username,
        kind=row.kind,
        kind_label=label(MediatorKind, row.kind),
    )


def _certificate(row: Mediator, today: date) -> str:
    """The certificate that is valid the longest on ``today``."""
    valid = [each for each in row.certificates.all() if each.valid_until is None or each.valid_until >= today]
    return str(max(valid, key=lambda each: each.valid_until or date.max, default=""))


def _certificate_out(row: Certificate) -> CertificateOut:
    return CertificateOut(
        title=row.title,
        number=row.number,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _absent(row: Absence | None) -> AbsentOut | None:
    if row is None:
        return None
    kind_label = label(AbsenceKind, row.kind)
    return AbsentOut(kind=row.kind, kind_label=kind_label, from_on=row.from_on, until_on=row.until_on)


def mediator(row: Mediator, load: Load, *, today: date, available: bool) -> MediatorOut:
    stay = row.period_on(today) or max(row.periods.all(), key=lambda each: each.from_on, default=None)
    return MediatorOut(
        **mediator_name(row),
        staff_no=row.user.staff_no,
        roster_no=row.roster_no,
        organisation=organisation(row.organisation) if row.organisation else None,
        supervisor=row.supervisor.name if row.supervisor else "",
        certificate=_certificate(row, today),
        certificates=[_certificate_out(each) for each in row.certificates.all()],
        specialities=row.specialities,
        languages=row.languages,
        capacity=row.capacity,
        room=str(row.room or ""),
        active_from=stay.from_on if stay else None,
        active_until=stay.until_on if stay else None,
        available=available,
        absent=_absent(row.absence_on(today)),
        load=LoadOut(open=load.open, waiting=load.waiting),
    )
