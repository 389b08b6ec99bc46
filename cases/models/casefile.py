"""Reading a case with all that belongs to it, in a fixed number of queries that are written once per process."""

from django.db.models import QuerySet

from jianli_mediation.core.kept import Below, Kept, Rare, give_lists

from .agreement import Agreement, Guarantee, Instalment, Signature
from .attempt import Assignment, Attempt, Session
from .basis import BasisItem
from .case import Case
from .delivery import Service
from .handover import Handover
from .party import Agent, Party
from .party_request import PartyRequest
from .performance import DefaultDeclaration, Payment
from .property import Preservation
from .suspension import Suspension
from .talks import Appointment, Contact, FollowUp

LARGEST_ID = 2**63 - 1
_BESIDE = ("clerk", "filed_by", "group", "basis")
_ITEMS = Below("items", "basis", BasisItem.objects.all())
_AGREED = (
    Below("instalments", "agreement", Instalment.objects.all()),
    Below("guarantees", "agreement", Guarantee.objects.all(), rare=True),
)
# What acts add to by another way than the owner: at hand for readers only.
_AGREED_TO_READ = (
    Below("signatures", "agreement", Signature.objects.order_by("pk"), rare=True),
    Below("defaults", "agreement", DefaultDeclaration.objects.order_by("pk"), rare=True),
)
_LISTS = (
    Below("parties", "case", Party.objects.all(), Below("agents", "party", Agent.objects.all(), rare=True)),
    Below(
        "attempts",
        "case",
        Attempt.objects.select_related("mediator__user", "mediator__room"),
        Below("assignments", "attempt", Assignment.objects.select_related("mediator__user", "draw"), rare=True),
        Below("sessions", "attempt", Session.objects.all(), rare=True),
        Below("appointments", "attempt", Appointment.objects.select_related("room"), rare=True),
        Below("contacts", "attempt", Contact.objects.all(), rare=True),
        Below("follow_ups", "attempt", FollowUp.objects.all(), rare=True),
        Below("suspensions", "attempt", Suspension.objects.all(), rare=True),
    ),
    Below("agreements", "case", Agreement.objects.all(), *_AGREED, rare=True),
    Below("payments", "case", Payment.objects.all(), rare=True),
    Below("requests", "case", PartyRequest.objects.all(), rare=True),
    Below("preservations", "case", Preservation.objects.all(), rare=True),
    Below("handovers", "case", Handover.objects.defer("package_xml"), rare=True),
)
_LISTS_TO_READ = (
    *(each for each in _LISTS if each.name != "agreements"),
    Below("agreements", "case", Agreement.objects.all(), *_AGREED, *_AGREED_TO_READ, rare=True),
    Below("services", "case", Service.objects.order_by("pk"), rare=True),
)
_RARE = Rare(_LISTS_TO_READ)
_CASES = Kept(lambda keys: Case.objects.filter(pk__in=keys).select_related(*_BESIDE))
_LOCKED = Kept(lambda keys: Case.objects.filter(pk__in=keys).order_by().select_for_update().values_list("pk"))


def whole_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with parties, basis, attempts, agreements, ledger, preservation and hand-overs at hand."""
    lists = (each for part in _LISTS for each in part.prefetches())
    return cases.select_related(*_BESIDE).prefetch_related(*_ITEMS.prefetches("basis__"), *lists)


def locked(case_id: int) -> bool:
    """Lock the case until the transaction ends; False where there is none. What belongs to it is read afterwards."""
    return case_id <= LARGEST_ID and bool(_LOCKED.rows([case_id]))


def whole_case(case_id: int) -> Case | None:
    """One case as ``whole_file`` gives it, whoever may see it; None where there is none."""
    case = next(iter(_CASES.objects([case_id])), None)
    if case is not None:
        refresh_course(case)
    return case


def case_to_read(case_id: int) -> Case | None:
    """The same for whoever reads and writes nothing: one statement more asks which lists are empty, and those are not read."""
    # Beyond what a key can be, PostgreSQL would compare every row there is.
    case = next(iter(_CASES.objects([case_id])), None) if case_id <= LARGEST_ID else None
    if case is not None:
        give_lists([case], _LISTS_TO_READ, _RARE.none_of(case_id))
        give_lists([case.basis], [_ITEMS])
    return case


def refresh_course(case: Case) -> None:
    """Lists for what is not at hand. An act adds rows through their owner (``case.payments.create``), which drops that list."""
    give_lists([case], _LISTS)
    give_lists([case.basis], [_ITEMS])
