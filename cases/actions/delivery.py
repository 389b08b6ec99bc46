"""送达: a service is recorded, or a try that failed; a correction is a row of its own."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from cases import guards
from cases.facts import owner_key, services_in_force, services_now
from cases.models import AddressConfirmation, Case, Party, Service
from cases.models.choices import DEBTORS, ServiceOutcome
from cases.queries.attachments import attachments_of
from cases.rules import deadlines
from cases.rules.delivery import effect
from cases.verbs import Verb
from documents import archive
from documents.models import Attachment, Paper, Status
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker, refuse_if

from .acting import Act, Actor, InvalidInput, When, acting
from .inputs import AddressInput, ServiceDetails
from .intake import change_party, party_of

URGING_NOTICE = "D08"


def record_service(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    party_id: int,
    way: str,
    served_on: date,
    form: str = "",
    signer: str = "",
    proof: str = "",
    details: ServiceDetails = ServiceDetails(),  # noqa: B008 - frozen
    at: When = None,
) -> Service:
    """Service of a paper on a party, or a try at it. Service of the urging notice on a debtor starts the urging period.

    ``served_on`` is the day the proof bears; the row holds the one on which the service takes effect too. ``form`` says
    what was served where the paper is not in the archive. A paper that was served is marked so for good.
    """
    happened = served_on if served_on > local_date(now) else min(effect(way=way, day=served_on).on, local_date(now))
    with acting(Verb.RECORD_SERVICE, by=by, now=now, case_id=case_id, at=at or happened) as act:
        party = party_of(act.case, party_id)
        paper = _paper(act.case, details.paper_id)
        row = _row(act, party, paper, details, form=form, way=way, done_on=served_on, signer=signer, proof=proof)
        _keep_addresses(row)
        refuse_if(guards.to_record_service(act.case, act.day, party=party, way=way, served_on=served_on, paper=paper))
        _refuse_unfit(act.case, row)
        row.save(force_insert=True)
        if row.paper_id is not None and row.is_served:
            archive.advance(row.paper_id, to=Status.SERVED)
        act.facts = _facts(row)
        _urging(act, row)
    return row


def confirm_address(
    *, by: Actor, now: datetime, case_id: int, party_id: int, confirmation: AddressInput, at: When = None
) -> AddressConfirmation:
    """What a party confirmed in writing about where papers reach her; her entry in the case takes it over.

    A confirmation without consent to electronic service takes back what was consented to before.
    """
    with acting(Verb.CONFIRM_ADDRESS, by=by, now=now, case_id=case_id, at=at) as act:
        party = party_of(act.case, party_id)
        given = {name: text.strip() if isinstance(text, str) else text for name, text in asdict(confirmation).items()}
        scan = _scan(act, confirmation.scan_id)
        del given["scan_id"]
        row = AddressConfirmation(party=party, scan=scan, entered_by=act.by, entered_at=act.now, **given)
        refuse_if(guards.to_confirm_address(act.case, act.day, row=row))
        told: dict[str, Any] = {"address": row.address, "e_service_consent": row.e_consent}
        if row.phone:
            told["phone"] = row.phone
        change_party(party, told)
        row.phone = told.get("phone", "")
        row.save(force_insert=True)
        act.facts = {"party": party.pk, "signed_on": row.signed_on, "e_consent": row.e_consent, "confirmation": row.pk}
    return row


def _row(
    act: Act, party: Party, paper: Paper | None, details: ServiceDetails, *, form: str, done_on: date, **told: str
) -> Service:
    if paper is None and not form:
        raise InvalidInput({"form": ["请选文书。"]})
    served = details.outcome == ServiceOutcome.SERVED
    return Service(
        case=act.case,
        party=party,
        paper=paper,
        form=paper.form if paper is not None else form,
        done_on=done_on,
        served_on=effect(way=told["way"], day=done_on).on if served else None,
        corrects=_corrected(act.case, details.corrects),
        scan=_scan(act, details.scan_id),
        **details.columns(),
        **told,
        entered_by=act.by,
        entered_at=act.now,
    )


def _keep_addresses(row: Service) -> None:
    """A correction that gives no address means the one there was: the page does not show it again."""
    if row.corrects is not None:
        row.address = row.address or row.corrects.address
        row.e_address = row.e_address or row.corrects.e_address


def _refuse_unfit(case: Case, row: Service) -> None:
    """What is wrong with the way is a refusal; what is missing is told at its field."""
    found = guards.service_faults(case, row)
    refuse_if([Blocker(each.code, each.message) for each in found if each.field == guards.AT_THE_WAY])
    errors: dict[str, list[str]] = {}
    for each in found:
        errors.setdefault(each.field, []).append(f"{each.message}。")
    if errors:
        raise InvalidInput(errors)


def _paper(case: Case, paper_id: int | None) -> Paper | None:
    if paper_id is None:
        return None
    paper = Paper.objects.defer("context").filter(pk=paper_id, owner_key=owner_key(case.pk)).first()
    if paper is None:
        raise InvalidInput({"paper": ["本案没有这份文书。"]})
    return paper


def _scan(act: Act, scan_id: int | None) -> Attachment | None:
    if scan_id is None:
        return None
    scan = attachments_of(act.by, act.case.pk).filter(pk=scan_id, void_reason="").first()
    if scan is None:
        raise InvalidInput({"scan": ["本案没有这份扫描件。"]})
    return scan


def _corrected(case: Case, pk: int | None) -> Service | None:
    if pk is None:
        return None
    row = services_now(case).select_related("party").filter(pk=pk).first()
    if row is None:
        raise InvalidInput({"corrects": ["没有这一次送达，或者已经更正过。"]})
    return row


def _facts(row: Service) -> dict[str, object]:
    facts: dict[str, object] = {
        "form": row.form,
        "party": row.party_id,
        "way": row.way,
        "served_on": row.served_on,
        "service": row.pk,
    }
    if not row.is_served:
        facts |= {"outcome": row.outcome, "tried_on": row.done_on}
    if row.paper_id is not None:
        facts["paper"] = row.paper_id
    if row.corrects_id is not None:
        facts["corrects"] = row.corrects_id
    return facts


def _starts_urging(row: Service | None) -> bool:
    return row is not None and row.is_served and row.form == URGING_NOTICE and row.party.role in DEBTORS


def _urging(act: Act, row: Service) -> None:
    """The urging period runs from the service last recorded; where a correction takes that away, from the one before."""
    attempt = act.case.attempt
    if attempt is None or attempt.closed_on is not None:
        return
    if _starts_urging(row):
        last: Service | None = row
    elif _starts_urging(row.corrects):
        served = services_in_force(act.case).filter(
            form=URGING_NOTICE, party__role__in=DEBTORS, served_on__gte=local_date(attempt.opened_at)
        )
        last = served.order_by("-pk").first()
    else:
        return
    if last is None or last.served_on is None:
        attempt.urged_on = attempt.urge_end = None
    else:
        end = deadlines.urging_end(served_on=last.served_on, periods=act.day.periods, calendar=act.day.calendar)
        attempt.urged_on, attempt.urge_end = last.served_on, end.due
    attempt.save()
    act.facts["urge_end"] = attempt.urge_end
