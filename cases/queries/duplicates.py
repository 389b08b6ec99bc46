"""What the register already knows of an application being typed: the same matter, the same person, a likely slip."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, Party
from cases.models.choices import DEBTORS
from cases.rules.casenumber import normalise_case_no
from cases.rules.identity import mask_id
from cases.states import ENDED_STATES
from jianli_mediation.core.models import User

SHOWN = 3
NAMESAKES = 200


@dataclass(frozen=True)
class Person:
    """A party as typed. The number is normalised; it may be unsound, that is how slips are found."""

    name: str
    role: str
    id_type: str
    id_number: str

    @property
    def id_hash(self) -> str:
        return Party.hash_of(self.id_number)


@dataclass(frozen=True)
class OtherCases:
    """The other cases of one person: those this clerk may open, and how many more there are."""

    name: str
    cases: Sequence[Case]
    hidden: int
    more: int


@dataclass(frozen=True)
class Slip:
    """Somebody of the same name whose number differs in one place: one of the two was mistyped."""

    name: str
    masked: str


@dataclass(frozen=True)
class Duplicates:
    """``same_matter``: open cases on this very instrument against this debtor; filing would be refused."""

    asked: bool = False
    same_matter: Sequence[Case] = ()
    hidden_matters: int = 0
    others: Sequence[OtherCases] = ()
    slips: Sequence[Slip] = field(default_factory=tuple)

    @property
    def count(self) -> int:
        return len(self.same_matter) + self.hidden_matters + len(self.others) + len(self.slips)


def duplicates(user: User, doc_no: str, people: Iterable[Person]) -> Duplicates:
    """What the clerk should look at before filing. A case she may not see is only counted."""
    known = [person for person in people if person.id_number]
    if not known:
        return Duplicates()
    visible = Case.objects.visible_to(user)
    debtors = [person.id_hash for person in known if person.role in DEBTORS]
    matter = list(_same_matter(normalise_case_no(doc_no), debtors)) if doc_no and debtors else []
    seen = set(visible.filter(pk__in=[case.pk for case in matter]).values_list("pk", flat=True)) if matter else set()
    told = {case.pk for case in matter}
    others = [_others(person, visible.exclude(pk__in=told), told) for person in known]
    return Duplicates(
        asked=bool(doc_no and debtors),
        same_matter=[case for case in matter if case.pk in seen],
        hidden_matters=len(matter) - len(seen),
        others=[found for found in others if found.cases or found.hidden],
        slips=list(_slips(known)),
    )


def _same_matter(doc_no: str, debtors: Sequence[str]) -> QuerySet[Case]:
    holders = Party.objects.filter(case=OuterRef("pk"), role__in=DEBTORS, id_hash__in=debtors)
    return Case.objects.exclude(state__in=ENDED_STATES).filter(Exists(holders), basis__doc_no=doc_no)


def _others(person: Person, visible: QuerySet[Case], told: set[int]) -> OtherCases:
    hers = Party.objects.filter(id_hash=person.id_hash).exclude(case__in=told).values("case")
    cases = visible.filter(pk__in=hers)
    count = cases.count()
    return OtherCases(
        person.name,
        list(cases.order_by("-pk")[:SHOWN]),
        hidden=hers.distinct().count() - count,
        more=max(0, count - SHOWN),
    )


def _slips(people: Iterable[Person]) -> Iterable[Slip]:
    typed = [person for person in people if person.name]
    names = {Party.normalised_name(person.name) for person in typed}
    namesakes = Party.objects.filter(name_norm__in=names, id_type__in={person.id_type for person in typed})
    told = set()
    for row in namesakes.order_by("-id")[:NAMESAKES] if typed else ():
        for person in typed:
            same_name = row.name_norm == Party.normalised_name(person.name) and row.id_type == person.id_type
            if same_name and one_slip(row.id_number, person.id_number) and row.id_hash not in told:
                told.add(row.id_hash)
                yield Slip(row.name, mask_id(row.id_number))


def one_slip(kept: str, typed: str) -> bool:
    """Whether two numbers differ in one character, or in two neighbours changed about."""
    if len(kept) != len(typed):
        return False
    places = [place for place, pair in enumerate(zip(kept, typed, strict=True)) if pair[0] != pair[1]]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return kept[first] == typed[second] and kept[second] == typed[first]
