"""The agreement in force, with each instalment as it stands today."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, TypedDict

from cases.api.shapes import label
from cases.models import Agreement, DefaultDeclaration, Guarantee, Signature
from cases.models.choices import (
    FormationMode,
    GuaranteeKind,
    Imputation,
    PayWay,
    PreservationHandling,
    SignedBy,
)
from cases.rules.instalments import STATES, InstalmentStatus


class InstalmentOut(TypedDict):
    """One payment promised, and what the ledger says of it."""

    seq: int
    due_on: date
    amount: Decimal
    purpose: str
    grace_until: date
    paid: Decimal
    left: Decimal
    days_late: int
    state: str
    state_label: str
    paid_on: date | None


class SignatureOut(TypedDict):
    """Who signed for which party, and by what right."""

    party: int
    signed_by: Annotated[str, SignedBy]
    signed_by_label: str
    agent: int | None
    signer: str
    signed_on: date


class GuaranteeOut(TypedDict):
    """Security given for the agreement."""

    guarantor: int
    kind: Annotated[str, GuaranteeKind]
    kind_label: str
    scope: str
    until: date | None
    direct_enforcement_declared: bool


class DefaultOut(TypedDict):
    """The decision that the agreement was broken, and its end where the creditor took the cure."""

    declared_on: date
    instalment: int
    left: Decimal
    reason: str
    reinstated_on: date | None
    reinstate_reason: str


class WaiverOut(TypedDict):
    """What the creditor lets go, and on what condition."""

    text: str
    amount: Decimal
    condition: str


class VersionOut(TypedDict):
    """An earlier version, as it was signed."""

    version: int
    signed_on: date
    total: Decimal


class AgreementOut(TypedDict):
    """The agreement in force: its newest version."""

    id: int
    version: int
    signed_on: date
    formation_mode: Annotated[str, FormationMode]
    formation_mode_label: str
    debt_confirmed: Decimal
    total: Decimal
    imputation: Annotated[str, Imputation]
    imputation_label: str
    custom_order: list[str]
    pay_way: Annotated[str, PayWay]
    pay_way_label: str
    preservation_handling: Annotated[str, PreservationHandling]
    preservation_handling_label: str
    grace_days: int
    acceleration: bool
    waiver: WaiverOut
    default_clause: str
    non_money_duties: str
    cost_clause: str
    other_clauses: str
    amend_reason: str
    instalments: list[InstalmentOut]
    signatures: list[SignatureOut]
    guarantees: list[GuaranteeOut]
    defaults: list[DefaultOut]
    earlier_versions: list[VersionOut]


def _instalments(row: Agreement, statuses: Sequence[InstalmentStatus]) -> list[InstalmentOut]:
    purposes = {each.seq: each.purpose for each in row.instalments.all()}
    return [
        InstalmentOut(
            seq=status.seq,
            due_on=status.due_on,
            amount=status.amount,
            purpose=purposes.get(status.seq, ""),
            grace_until=status.grace_until,
            paid=status.paid,
            left=status.left,
            days_late=status.days_late,
            state=status.state,
            state_label=STATES[status.state],
            paid_on=status.paid_on,
        )
        for status in statuses
    ]


def _signature(row: Signature) -> SignatureOut:
    return SignatureOut(
        party=row.party_id,
        signed_by=row.signed_by,
        signed_by_label=label(SignedBy, row.signed_by),
        agent=row.agent_id,
        signer=row.signer,
        signed_on=row.signed_on,
    )


def _guarantee(row: Guarantee) -> GuaranteeOut:
    return GuaranteeOut(
        guarantor=row.guarantor_id,
        kind=row.kind,
        kind_label=label(GuaranteeKind, row.kind),
        scope=row.scope,
        until=row.until,
        direct_enforcement_declared=row.direct_enforcement_declared,
    )


def _default(row: DefaultDeclaration) -> DefaultOut:
    return DefaultOut(
        declared_on=row.declared_on,
        instalment=row.instalment_seq,
        left=row.amount_left,
        reason=row.reason,
        reinstated_on=row.reinstated_on,
        reinstate_reason=row.reinstate_reason,
    )


def agreement(
    row: Agreement,
    statuses: Sequence[InstalmentStatus],
    versions: Sequence[Agreement],
    signatures: Sequence[Signature],
) -> AgreementOut:
    """``versions``: all of the case's agreements; the earlier ones are told in short."""
    defaults = sorted((each for one in versions for each in one.defaults.all()), key=lambda each: each.pk)
    return AgreementOut(
        id=row.pk,
        version=row.version,
        signed_on=row.signed_on,
        formation_mode=row.formation_mode,
        formation_mode_label=label(FormationMode, row.formation_mode),
        debt_confirmed=row.debt_confirmed,
        total=row.total,
        imputation=row.imputation,
        imputation_label=label(Imputation, row.imputation),
        custom_order=list(row.custom_order),
        pay_way=row.pay_way,
        pay_way_label=label(PayWay, row.pay_way),
        preservation_handling=row.preservation_handling,
        preservation_handling_label=label(PreservationHandling, row.preservation_handling),
        grace_days=row.grace_days,
        acceleration=row.acceleration,
        waiver=WaiverOut(text=row.waiver, amount=row.waived_amount, condition=row.waiver_condition),
        default_clause=row.default_clause,
        non_money_duties=row.non_money_duties,
        cost_clause=row.cost_clause,
        other_clauses=row.other_clauses,
        amend_reason=row.amend_reason,
        instalments=_instalments(row, statuses),
        signatures=[_signature(each) for each in signatures],
        guarantees=[_guarantee(each) for each in row.guarantees.all()],
        defaults=[_default(each) for each in defaults],
        earlier_versions=[
            VersionOut(version=old.version, signed_on=old.signed_on, total=old.total)
            for old in sorted(versions, key=lambda each: each.version)
            if old.version < row.version
        ],
    )
