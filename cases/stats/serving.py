"""送达与服务: how soon the parties were reached, how papers were served, certificates, freezes that must not lapse."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Attempt, Case, Contact, Preservation, PropertyClue, Service, Session
from cases.models.choices import ClueSource, ServiceOutcome, ServiceWay
from documents.models import Paper, Status
from jianli_mediation.core.clock import local_date

from .asked import Asked, once
from .indicator import Indicator
from .moments import between
from .tally import Number, Tally, chosen

CERTIFICATE, CREDIT_LETTER = "D24", "D25"
SERVED = "送达日"


@once
def _first_contacts(asked: Asked) -> dict[int, tuple[date, int]]:
    """Cases whose mediator first reached out, or first sat with them, in the period: that day, and the days since taking."""
    contacts = Contact.objects.filter(contacted_at__range=between(asked.period)).values("attempt")
    sessions = Session.objects.filter(held_on__range=asked.period.days).values("attempt")
    attempts = (
        Attempt.objects.filter(pk__in=contacts.order_by().union(sessions.order_by()), taken_on__isnull=False)
        .filter(case__in=asked.cases().values("pk"))
        .annotate(contacted=Min("contacts__contacted_at"), met=Min("sessions__held_on"))
        .order_by("case", "seq")
    )
    found: dict[int, tuple[date, int]] = {}
    for attempt in attempts:
        days = [local_date(attempt.contacted)] if attempt.contacted else []
        first = min([*days, *([attempt.met] if attempt.met else [])])
        if asked.period.first <= first <= asked.period.last and attempt.taken_on is not None:
            found[attempt.case_id] = (first, max(0, (first - attempt.taken_on).days))
    return found


def days_to_contact(asked: Asked) -> Tally:
    """天: natural days from taking to the first contact, of the cases first contacted in the period; before taking is 0."""
    rows = _first_contacts(asked)
    return chosen(asked.cases(), {pk: days for pk, (_, days) in rows.items()}, _firsts(rows))


def contacted(asked: Asked) -> Tally:
    """件: cases first contacted in the period, by telephone, visit or session."""
    rows = _first_contacts(asked)
    return chosen(asked.cases(), dict.fromkeys(rows, 1), _firsts(rows))


def _firsts(rows: dict[int, tuple[date, int]]) -> dict[int, date]:
    return {pk: first for pk, (first, _) in rows.items()}


def _in_force() -> QuerySet[Service]:
    return Service.objects.filter(corrected_by__isnull=True)


@once
def _first_services(asked: Asked) -> dict[int, tuple[date, int]]:
    served = _in_force().filter(outcome=ServiceOutcome.SERVED)
    near = served.filter(served_on__range=asked.period.days).values("case")
    first = served.filter(case=OuterRef("pk")).order_by("served_on").values("served_on")[:1]
    rows = asked.cases().filter(pk__in=near).annotate(first=Subquery(first)).filter(first__range=asked.period.days)
    return {
        pk: (day, max(0, (day - since).days)) for pk, day, since in rows.values_list("pk", "first", "registered_on")
    }


def days_to_service(asked: Asked) -> Tally:
    """天: natural days from registration to the first service, of the cases first served in the period."""
    rows = _first_services(asked)
    return chosen(asked.cases(), {pk: days for pk, (_, days) in rows.items()}, _firsts(rows))


def first_served(asked: Asked) -> Tally:
    """件: cases whose first paper was served in the period."""
    rows = _first_services(asked)
    return chosen(asked.cases(), dict.fromkeys(rows, 1), _firsts(rows))


def _services(asked: Asked, *which: Q) -> Tally:
    """Cases with the number of their services in the period, tries included."""
    rows = _in_force().annotate(day=Coalesce("served_on", "done_on"))
    near = Q(served_on__range=asked.period.days) | Q(served_on__isnull=True, done_on__range=asked.period.days)
    rows = rows.filter(near, *which, case=OuterRef("pk"))
    counted = rows.order_by().values("case").annotate(times=Count("pk"), last=Max("day"))
    cases = asked.cases().filter(Exists(rows))
    return Tally(
        cases.annotate(times=Subquery(counted.values("times")), on=Subquery(counted.values("last"))), summed="times"
    )


def tried(asked: Asked) -> Tally:
    """次: services of the period, in vain or not; a corrected one counts as corrected."""
    return _services(asked)


def served(asked: Asked) -> Tally:
    """次: services of the period that arrived."""
    return _services(asked, Q(outcome=ServiceOutcome.SERVED))


def served_electronically(asked: Asked) -> Tally:
    """次: of those, the electronic ones."""
    return _services(asked, Q(outcome=ServiceOutcome.SERVED, way=ServiceWay.ELECTRONIC))


def _declared(asked: Asked) -> QuerySet[Case]:
    urged = Attempt.objects.filter(case=OuterRef("pk"), urge_end__range=asked.due).order_by("-seq")
    return asked.cases().filter(Exists(urged)).annotate(on=Subquery(urged.values("urge_end")[:1]))


def declaration_due(asked: Asked) -> Tally:
    """件: cases whose time for declaring property (that of urging) ended in the period."""
    return Tally(_declared(asked))


def declaration_returned(asked: Asked) -> Tally:
    """件: of those, cases with a declaration of the debtor by the end of the period."""
    clues = PropertyClue.objects.filter(
        case=OuterRef("pk"), source=ClueSource.DECLARATION, reported_on__lte=asked.period.last
    )
    return Tally(_declared(asked).filter(Exists(clues)))


def _papers(asked: Asked, forms: Iterable[str]) -> Tally:
    papers = Paper.objects.filter(
        form__in=list(forms), issued_at__range=between(asked.period), superseded_by__isnull=True
    )
    rows = papers.exclude(status=Status.VOID).values_list("owner_key", "issued_at").order_by("issued_at")
    times: dict[int, Number] = {}
    on: dict[int, date] = {}
    for key, issued_at in rows:
        pk = int(key.removeprefix("case:"))
        times[pk] = times.get(pk, 0) + 1
        on[pk] = local_date(issued_at)
    known = set(asked.cases().filter(pk__in=list(times)).values_list("pk", flat=True))
    return chosen(asked.cases(), {pk: count for pk, count in times.items() if pk in known}, on)


def certificates(asked: Asked) -> Tally:
    """份: certificates of voluntary performance issued in the period, neither void nor replaced."""
    return _papers(asked, [CERTIFICATE])


def credit_letters(asked: Asked) -> Tally:
    """份: letters on credit issued in the period, likewise."""
    return _papers(asked, [CREDIT_LETTER])


def _ending(asked: Asked) -> QuerySet[Preservation]:
    """Measures that end in the period while the case is still before enforcement."""
    still = Q(case__record_closed_on__isnull=True) | Q(case__record_closed_on__gt=F("until"))
    return Preservation.objects.filter(
        still, case=OuterRef("pk"), until__range=asked.due, case__registered_on__lte=F("until")
    )


def _with_measures(asked: Asked, rows: QuerySet[Preservation]) -> Tally:
    day = rows.order_by("until").values("until")[:1]
    return Tally(asked.cases().filter(Exists(rows)).annotate(on=Subquery(day)))


def preserved(asked: Asked) -> Tally:
    """件: cases with a measure that ended in the period while the case was before enforcement."""
    return _with_measures(asked, _ending(asked))


def lapsed(asked: Asked) -> Tally:
    """件: of those, cases where it was neither renewed nor lifted; should be none."""
    renewed = Preservation.objects.filter(
        case=OuterRef("case"), object_kind=OuterRef("object_kind"), until__gt=OuterRef("until")
    )
    return _with_measures(asked, _ending(asked).filter(~Exists(renewed), lifted_on__isnull=True))


M15 = Indicator(
    "m15",
    "首次联系用时",
    "首次联系（电话、上门或会商）在本期的案件，从和解员接收日到首次联系日之和，除以件数；早于接收的按 0 天。",
    "天",
    "首次联系日",
    days_to_contact,
    contacted,
    parts=(
        Indicator(
            "m15.served",
            "首次送达用时",
            "第一份文书在本期送达的案件，从登记日到送达日之和，除以件数。",
            "天",
            SERVED,
            days_to_service,
            first_served,
        ),
    ),
)
M29 = Indicator(
    "m29",
    "财产申报率",
    "财产申报表随督促通知送达，申报期（与督促履行期相同）在本期届满的案件中，到期末收到债务人申报的，除以这些案件。",
    "%",
    "期限日",
    declaration_returned,
    declaration_due,
)
M30 = Indicator(
    "m30",
    "送达成功率",
    "本期送达的次数，除以本期送达和没有送到的次数；更正过的只计更正后的。",
    "%",
    SERVED,
    served,
    tried,
    parts=(
        Indicator(
            "m30.electronic",
            "电子送达占比",
            "本期电子送达的次数，除以本期送达的次数。",
            "%",
            SERVED,
            served_electronically,
            served,
        ),
    ),
)
M34 = Indicator(
    "m34",
    "履行证明书数",
    "本期签发的自动履行证明书；作废和被新版取代的不算。",
    "份",
    "签发日",
    certificates,
    parts=(Indicator("m34.credit", "信用修复函", "本期签发的信用修复函，同上。", "份", "签发日", credit_letters),),
)
M35 = Indicator(
    "m35",
    "保全衔接：脱保件数",
    "保全在本期届满、案件还在执前，没有续行也没有解除的案件；应当是 0。",
    "件",
    "保全止日",
    lapsed,
    parts=(
        Indicator("m35.all", "保全届满的案件", "保全在本期届满、届满时案件还在执前。", "件", "保全止日", preserved),
    ),
)
