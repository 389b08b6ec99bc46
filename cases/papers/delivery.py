"""D26 送达回证: one for each service on record, and one to take along for each paper that is still to be served."""

from datetime import date

from cases.facts import effect_of, owner_key, services_now
from cases.models import Case, Party, Service
from cases.papers import blocks
from cases.papers.making import Maker, Subject, row_of
from cases.rules import delivery as ways
from cases.rules.law import cite, statute_ref
from documents.contexts.delivery import DeliveryReceipt
from documents.models import Paper, Status
from documents.registry import FORMS

RECEIPT, VOLUME = "D26", "D27"
SERVICE = "service"
TO_TAKE_ALONG = ("service_receipt", "service_direct", "service_left")
TOPICS = {
    ways.DIRECT: "service_direct",
    ways.FAMILY: "service_direct",
    ways.AGENT: "service_direct",
    ways.LEFT: "service_left",
    ways.POST: "service_post",
    ways.ELECTRONIC: "service_electronic",
    ways.PUBLIC: "service_public",
}


def subjects(case: Case) -> list[Subject]:
    """Every service and try that stands, then every paper that may be taken to somebody."""
    names = {party.pk: party.name for party in case.parties.all()}
    done = [
        Subject(f"{SERVICE}:{row.pk}", f"{row.done_on or row.served_on} {names[row.party_id]} {row.get_way_display()}")
        for row in services_now(case).order_by("pk")
    ]
    papers = Paper.objects.filter(owner_key=owner_key(case.pk)).exclude(status=Status.VOID)
    papers = papers.exclude(form__in=(RECEIPT, VOLUME)).defer("context").order_by("pk")
    blank = [Subject(f"paper:{row.pk}", f"《{row.title}》第 {row.version} 版，带去签收") for row in papers]
    return [*done, *blank]


def receipt(case: Case, subject: str, on: date) -> DeliveryReceipt:
    """D26 of a service, or blank for a paper, with the articles as they are numbered on the day of the service."""
    if subject.startswith(f"{SERVICE}:"):
        row = services_now(case).select_related("party", "paper").get(pk=row_of(subject))
        return of_service(case, row, on)
    paper = Paper.objects.defer("context").get(pk=row_of(subject), owner_key=owner_key(case.pk))
    parties = {f"party:{party.pk}": party for party in case.parties.all()}
    return to_take_along(case, paper, parties.get(paper.subject), on)


def of_service(case: Case, row: Service, on: date) -> DeliveryReceipt:
    frame = blocks.frame(case, on)
    effect = effect_of(row)
    day = row.done_on or row.served_on or on
    form = FORMS.get(row.form)
    title = row.paper.title if row.paper else form.title_for(filed=bool(frame["exec_no"])) if form else row.form
    return DeliveryReceipt(
        **frame,
        cause=case.cause,
        receiver_role=blocks.role_word(row.party, filed=bool(frame["exec_no"])),
        receiver=row.party.name,
        address=row.address,
        title=title,
        number=row.paper.number if row.paper else "",
        way=row.way,
        failed=not row.is_served,
        done_on=day,
        effective_on=effect.on if effect is not None else None,
        signer=row.signer,
        relation=row.relation,
        refusal=row.refusal,
        witnesses=tuple(row.witnesses.splitlines()),
        recorded=row.recorded,
        staff=tuple(name for name in row.staff_names.split("、") if name),
        post_no=row.post_no,
        e_platform=row.e_platform,
        e_address=row.e_address,
        sent_at=row.sent_at,
        arrived_at=row.arrived_at,
        proof=row.proof,
        cites=_cites(row.way, day),
    )


def to_take_along(case: Case, paper: Paper, party: Party | None, on: date) -> DeliveryReceipt:
    frame = blocks.frame(case, on)
    return DeliveryReceipt(
        **frame,
        cause=case.cause,
        receiver_role=blocks.role_word(party, filed=bool(frame["exec_no"])) if party is not None else "",
        receiver=party.name if party is not None else "",
        address=party.address if party is not None else "",
        title=paper.title,
        number=paper.number,
        cites=tuple(statute_ref(topic, on).text for topic in TO_TAKE_ALONG),
    )


def _cites(way: str, day: date) -> tuple[str, ...]:
    first = statute_ref("service_receipt", day).text
    return (first, cite("court_post", 11).text if way == ways.RETURNED else statute_ref(TOPICS[way], day).text)


MAKERS = {RECEIPT: Maker(subjects, receipt)}
