"""The whole rule book: importing this module registers every rule there is."""

from types import ModuleType

from cases.rules import (
    allocation,
    appointments,
    balance,
    casenumber,
    clauses,
    deadlines,
    default,
    delivery,
    draw,
    eligibility,
    fees,
    identity,
    instalments,
    interest,
    law,
    limitation,
    limits,
    parameters,
    payments,
    periods,
    preservation,
    quiet,
    rates,
    recusal,
    reminders,
    simulator,
    stalling,
    suspension,
    switches,
    terms,
    waivers,
)
from jianli_mediation.kernel.rulebook import Rule, all_rules

MODULES: tuple[ModuleType, ...] = (
    allocation,
    appointments,
    balance,
    casenumber,
    clauses,
    deadlines,
    default,
    delivery,
    draw,
    eligibility,
    fees,
    identity,
    instalments,
    interest,
    law,
    limitation,
    limits,
    parameters,
    payments,
    periods,
    preservation,
    quiet,
    rates,
    recusal,
    reminders,
    simulator,
    stalling,
    suspension,
    switches,
    terms,
    waivers,
)


def rules() -> tuple[Rule, ...]:
    """Every rule of the house, ordered by id."""
    return all_rules()
