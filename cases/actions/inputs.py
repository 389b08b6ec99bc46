"""What the acts take in: plain values, from a form or a request alike. Amounts in yuan, days of the court's calendar."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from cases.models.choices import (
    Channel,
    ConsentResult,
    DebtorShare,
    EnterpriseRelated,
    FormationMode,
    Imputation,
    LegalModel,
    PayWay,
    PreservationHandling,
    RateType,
    ServiceOutcome,
    SessionMode,
    SessionOutcome,
    SignedBy,
    Source,
    SubjectType,
)

from .inputs_talks import AppointmentInput, FollowUpInput


@dataclass(frozen=True)
class AgentInput:
    kind: str
    name: str
    id_number: str = ""
    licence_no: str = ""
    firm: str = ""
    relation: str = ""
    special: bool = False
    powers: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class PartyInput:
    role: str
    kind: str
    name: str
    id_type: str
    id_number: str
    id_note: str = ""
    nation: str = ""
    legal_rep: str = ""
    legal_rep_post: str = ""
    phone: str = ""
    address: str = ""
    address_confidential: bool = False
    e_service_consent: bool = False
    account_name: str = ""
    account_bank: str = ""
    account_no: str = ""
    vulnerable: str = "none"
    guardian: str = ""
    agents: tuple[AgentInput, ...] = ()


@dataclass(frozen=True)
class PartyDetails:
    """What may be filled in or put right later on; None leaves a value as it is."""

    phone: str | None = None
    address: str | None = None
    address_confidential: bool | None = None
    e_service_consent: bool | None = None
    account_name: str | None = None
    account_bank: str | None = None
    account_no: str | None = None
    legal_rep: str | None = None
    legal_rep_post: str | None = None
    nation: str | None = None
    guardian: str | None = None


@dataclass(frozen=True)
class ItemInput:
    text: str
    kind: str = SubjectType.MONEY
    amount: Decimal | None = None
    is_interest: bool = False
    rate_type: str = RateType.NONE
    rate: Decimal | None = None
    rate_from: date | None = None
    share: str = DebtorShare.SINGLE


@dataclass(frozen=True)
class BasisInput:
    kind: str
    doc_no: str
    issuer: str
    effective_on: date
    items: tuple[ItemInput, ...]
    made_on: date | None = None
    effectiveness_proof: str = ""
    served_by_notice: bool = False
    performance_days: int | None = None
    performance_due: date | None = None
    costs_on_debtor: Decimal = Decimal(0)
    preservation_fee: Decimal = Decimal(0)
    interest_clause: bool = True


@dataclass(frozen=True)
class PreservationInput:
    kind: str
    object_kind: str
    description: str
    since: date
    until: date
    ruling_no: str = ""
    amount: Decimal | None = None
    first_in_rank: bool = True


@dataclass(frozen=True)
class ClueInput:
    source: str
    kind: str
    description: str
    reported_on: date
    location: str = ""
    value: Decimal | None = None
    burden: str = ""


@dataclass(frozen=True)
class Filing:
    """An application as it is handed in at the window."""

    received_at: datetime
    cause: str
    basis: BasisInput
    parties: tuple[PartyInput, ...]
    amount_applied: Decimal
    legal_model: str = LegalModel.A
    wants_registration: bool = False
    source: str = Source.WINDOW
    subject_type: str = SubjectType.MONEY
    enterprise_related: str = EnterpriseRelated.NONE
    tags: tuple[str, ...] = ()
    preservations: tuple[PreservationInput, ...] = ()
    clues: tuple[ClueInput, ...] = ()
    exec_case_no: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Consent:
    result: str = ConsentResult.AGREED
    at: datetime | None = None
    channel: str = Channel.COUNTER
    signer: str = ""
    notice_version: str = ""


@dataclass(frozen=True)
class SessionInput:
    """``attendees`` and ``offers`` have the shapes told at ``models.attempt.Session``.

    ``appointment``: id of the planned appointment that this session fulfils. ``next_appointment``: the next session, agreed
    on at the table; its day is then ``next_on``. ``follow_ups``: what was agreed to be done by a day.
    """

    held_on: date
    outcome: str = SessionOutcome.CONTINUE
    mode: str = SessionMode.ON_SITE
    place: str = ""
    starts: time | None = None
    ends: time | None = None
    attendees: tuple[dict[str, object], ...] = ()
    offers: tuple[dict[str, object], ...] = ()
    positions: str = ""
    agreed_facts: str = ""
    next_on: date | None = None
    follow_up: str = ""
    confidential_note: str = ""
    corrects: int | None = None
    appointment: int | None = None
    next_appointment: AppointmentInput | None = None
    follow_ups: tuple[FollowUpInput, ...] = ()


@dataclass(frozen=True)
class InstalmentInput:
    due_on: date
    amount: Decimal
    purpose: str = ""


@dataclass(frozen=True)
class SignatureInput:
    """``party`` is the party's id; ``agent`` the agent's, when an agent signs."""

    party: int
    signed_by: str = SignedBy.SELF
    agent: int | None = None
    signer: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class GuaranteeInput:
    guarantor: int
    kind: str
    scope: str
    until: date | None = None
    direct_enforcement_declared: bool = False


@dataclass(frozen=True)
class AgreementInput:
    """The terms as drawn up. ``debt_confirmed`` defaults to what was owed on the day of signing."""

    signed_on: date
    total: Decimal
    instalments: tuple[InstalmentInput, ...]
    signatures: tuple[SignatureInput, ...] = ()
    debt_confirmed: Decimal | None = None
    imputation: str = Imputation.STATUTORY
    custom_order: tuple[str, ...] = ()
    formation_mode: str = FormationMode.JOINT
    pay_way: str = PayWay.DIRECT
    preservation_handling: str = PreservationHandling.NONE
    grace_days: int = 0
    acceleration: bool = True
    waiver: str = ""
    waived_amount: Decimal = Decimal(0)
    waiver_condition: str = ""
    default_clause: str = ""
    non_money_duties: str = ""
    cost_clause: str = ""
    other_clauses: str = ""
    guarantees: tuple[GuaranteeInput, ...] = ()
    carried: dict[str, str] = field(default_factory=dict)
    amend_reason: str = ""


@dataclass(frozen=True)
class PaymentInput:
    paid_on: date
    amount: Decimal
    way: str
    payer: str = ""
    voucher: str = ""


@dataclass(frozen=True, kw_only=True)
class AddressInput:
    """A confirmation of address as it was signed; ``scan_id`` of the case's own scan."""

    address: str
    signed_on: date
    receiver: str = ""
    receiver_relation: str = ""
    phone: str = ""
    e_consent: bool = False
    e_address: str = ""
    for_reconciliation: bool = True
    for_enforcement: bool = False
    scan_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceDetails:
    """What else is told of one service. Ids of the case's own paper, scan and earlier service; ``witnesses`` by name."""

    paper_id: int | None = None
    outcome: str = ServiceOutcome.SERVED
    relation: str = ""
    address: str = ""
    witnesses: tuple[str, ...] = ()
    recorded: bool = False
    staff_names: str = ""
    refusal: str = ""
    e_platform: str = ""
    e_address: str = ""
    sent_at: datetime | None = None
    arrived_at: datetime | None = None
    post_no: str = ""
    scan_id: int | None = None
    corrects: int | None = None

    def columns(self) -> dict[str, Any]:
        """What goes into the row as it is told."""
        names = ("outcome", "relation", "address", "recorded", "staff_names", "e_platform", "e_address", "post_no")
        told = {name: getattr(self, name) for name in (*names, "sent_at", "arrived_at")}
        witnesses = [name.strip() for name in self.witnesses if name.strip()]
        return {**told, "witnesses": "\n".join(witnesses), "refusal": self.refusal.strip()}
