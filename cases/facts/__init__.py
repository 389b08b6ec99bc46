"""The case's rows as the values the rules take in. Reads models, calls rules, writes nothing.

Guards, papers and pages all ask here, so that a figure is computed from the same facts wherever it stands.
"""

from .deadlines import (
    CaseDeadline,
    case_deadlines,
    reconciliation_deadline,
    reconciliation_hold,
)
from .delivery import effect_of, services_in_force, services_now
from .ledger import (
    as_paid,
    balance_json,
    balance_on,
    breach_of,
    claim_of,
    confirmed_total,
    live_payments,
    paid_total,
    payments_under,
    plan_of,
    statuses,
    waivers_of,
)
from .matter import (
    HANDOVER_CONTENTS,
    LEFT_BEHIND,
    address_confirmed,
    eligibility_facts,
    handover_contents,
    limitation_events,
    limitation_of,
    owner_key,
)
from .reference import Reference, load_reference, lpr_series, periods_on, switches_on
from .talks import end_if_resumed, stretches_of, suspension_on, talks_end

__all__ = [
    "CaseDeadline",
    "HANDOVER_CONTENTS",
    "LEFT_BEHIND",
    "Reference",
    "address_confirmed",
    "as_paid",
    "balance_json",
    "balance_on",
    "breach_of",
    "case_deadlines",
    "claim_of",
    "confirmed_total",
    "effect_of",
    "eligibility_facts",
    "end_if_resumed",
    "handover_contents",
    "limitation_events",
    "limitation_of",
    "live_payments",
    "load_reference",
    "lpr_series",
    "owner_key",
    "paid_total",
    "payments_under",
    "periods_on",
    "plan_of",
    "reconciliation_deadline",
    "reconciliation_hold",
    "services_in_force",
    "services_now",
    "statuses",
    "stretches_of",
    "suspension_on",
    "switches_on",
    "talks_end",
    "waivers_of",
]
