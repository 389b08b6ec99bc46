"""方案: what each side offered from session to session, how far they are apart, and what an offer comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from cases.facts import balance_on, claim_of
from cases.models import Case, Session
from cases.models.choices import CREDITORS
from cases.queries import calculators
from cases.rules.fees import execution_fee
from cases.rules.instalments import Planned, first_due_before
from cases.rules.simulator import Offer as Tried
from cases.rules.simulator import Simulation
from jianli_mediation.kernel.money import ZERO, yuan
from jianli_mediation.kernel.workdays import add_months

APPLICANT, RESPONDENT = "applicant", "respondent"
SIDES = {APPLICANT: "申请人一方", RESPONDENT: "被申请人一方"}


@dataclass(frozen=True)
class Offer:
    """One offer as it was told. Amounts in yuan; ``count`` instalments, the last on ``last_on``."""

    by: str
    side: str
    told_on: date
    total: Decimal | None
    down: Decimal
    count: int | None
    last_on: date | None
    security: str = ""
    note: str = ""
    session: int = 0


@dataclass(frozen=True)
class Apart:
    """How far the last offers of the two sides are apart: yuan the applicant wants more, days she wants it sooner."""

    amount: Decimal
    days: int | None


@dataclass(frozen=True)
class Worth:
    """What the respondent's offer comes to, what not keeping it would cost, and what agreeing saves."""

    offer: Offer
    found: Simulation
    calculator: str
    if_broken: Decimal
    fee: Decimal


def side_of(case: Case, party_id: Any) -> str:
    """The side a party stands on; whoever is no creditor sits with the respondent."""
    creditors = {row.pk for row in case.parties.all() if row.role in CREDITORS}
    return APPLICANT if party_id in creditors else RESPONDENT


def read_offer(case: Case, row: Mapping[str, Any], *, told_on: date, session: int = 0) -> Offer:
    """An offer of the stored list, or one as typed."""
    last_on = row.get("last_on")
    return Offer(
        by=str(row.get("by") or ""),
        side=side_of(case, row.get("party")),
        told_on=told_on,
        total=_amount(row.get("total")),
        down=_amount(row.get("down")) or ZERO,
        count=row.get("count") or None,
        last_on=date.fromisoformat(last_on) if isinstance(last_on, str) and last_on else last_on or None,
        security=str(row.get("security") or ""),
        note=str(row.get("note") or ""),
        session=session,
    )


def offers_of(case: Case, sessions: Iterable[Session]) -> list[Offer]:
    """Every offer of the sessions that count, oldest first; a session that was corrected does not."""
    rows = list(sessions)
    corrected = {row.corrects_id for row in rows}
    return [
        read_offer(case, offer, told_on=row.held_on, session=row.pk)
        for row in sorted(rows, key=lambda row: (row.held_on, row.number, row.pk))
        if row.pk not in corrected
        for offer in row.offers
    ]


def side_by_side(case: Case, session: Session) -> list[tuple[str, list[Offer]]]:
    """The offers of one session, side by side; nothing where none was made."""
    told = [read_offer(case, row, told_on=session.held_on, session=session.pk) for row in session.offers]
    return [(SIDES[side], [each for each in told if each.side == side]) for side in SIDES] if told else []


def last_of(offers: Iterable[Offer], side: str) -> Offer | None:
    """The last offer of that side that names a sum."""
    found = [offer for offer in offers if offer.side == side and offer.total]
    return found[-1] if found else None


def apart(offers: Iterable[Offer]) -> Apart | None:
    """None until both sides have named a sum."""
    rows = list(offers)
    wanted, given = last_of(rows, APPLICANT), last_of(rows, RESPONDENT)
    if wanted is None or given is None:
        return None
    both = wanted.last_on and given.last_on
    days = (given.last_on - wanted.last_on).days if both and given.last_on and wanted.last_on else None
    return Apart((wanted.total or ZERO) - (given.total or ZERO), days)


def as_tried(case: Case, offer: Offer) -> Tried:
    """The offer as the calculator takes it: monthly parts that end on the day named."""
    claim = claim_of(case)
    principal = sum((item.amount for item in claim.principal), ZERO)
    count = offer.count or 1
    down = offer.down if offer.total and offer.down < offer.total else ZERO
    first = offer.told_on if down else add_months(offer.told_on, 1)
    if offer.last_on:
        first = first_due_before(last_due=offer.last_on, count=count + bool(down))
    return Tried(
        total=offer.total or ZERO,
        first_due=first,
        count=count,
        down_payment=down,
        principal=principal or None,
        performance_end=claim.performance_end if principal else None,
    )


def worth(case: Case, offer: Offer | None, today: date) -> Worth | None:
    """None without an offer that names a sum."""
    if offer is None or not offer.total:
        return None
    tried = as_tried(case, offer)
    found = calculators.offer(tried, today)
    end = found.ends_on or offer.last_on or today
    return Worth(
        offer, found, _query(tried), balance_on(case, max(end, today)).total, execution_fee(case.amount_applied).fee
    )


def plan_of(case: Case, offer: Offer, signed_on: date) -> list[Planned]:
    """The instalments of an offer, to the fen: what is paid on the spot on the day of signing, then month by month."""
    if not offer.total:
        return []
    if offer.down >= offer.total:
        return [Planned(signed_on, offer.total)]
    found = list(calculators.offer(as_tried(case, offer), signed_on).plan)
    if found and offer.down:
        found[0] = Planned(signed_on, found[0].amount)
    if found and offer.last_on:
        # Counted back from a month's end the way forward may stop a day short of it.
        found[-1] = Planned(offer.last_on, found[-1].amount)
    return found


def missed(case: Case, sessions: Iterable[Session]) -> dict[int, int]:
    """Party id → how often somebody of it stayed away without reason, in the sessions that count."""
    rows = list(sessions)
    corrected = {row.corrects_id for row in rows}
    found = dict.fromkeys((party.pk for party in case.parties.all()), 0)
    for row in rows:
        away = {person.get("party") for person in row.attendees if person.get("no_show")}
        if row.pk not in corrected:
            found.update({pk: found[pk] + 1 for pk in away if pk in found})
    return found


def _amount(value: Any) -> Decimal | None:
    return yuan(value) if value not in (None, "") else None


def _query(tried: Tried) -> str:
    given = {
        "total": tried.total,
        "down_payment": tried.down_payment or "",
        "first_due": tried.first_due.isoformat(),
        "count": tried.count,
        "principal": tried.principal or "",
        "performance_end": tried.performance_end.isoformat() if tried.performance_end else "",
    }
    return urlencode({name: str(value) for name, value in given.items() if value != ""})
