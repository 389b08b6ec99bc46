"""Everybody to whom a case might be given: what she has in hand, what weight that gives her lot, and what bars her."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from cases.models import Assignment, Attempt, Case
from cases.models.choices import LegalModel, SubjectType
from cases.rules import draw, recusal
from cases.rules.periods import Periods
from cases.verbs import Verb
from mediators.kinds import AbsenceKind
from mediators.models import Mediator

from .conflict import grounds_of

# Nobody may have the case for these, whoever wants it; for the others a written reason is enough by hand.
BARRING = frozenset({"not_on_roster", "suspended", "absent", "supervisor_missing", "conflict", "in_hand"})


@dataclass(frozen=True)
class Reason:
    """One reason why a mediator's lot is not in the urn."""

    code: str
    text: str
    article: str = ""

    @property
    def bars(self) -> bool:
        """Whether it bars her from being picked by hand, too."""
        return self.code in BARRING


@dataclass(frozen=True)
class Place:
    """One mediator as the case looks at her."""

    mediator: Mediator
    open: int
    load: int
    capacity: int
    weight: int
    reasons: tuple[Reason, ...]

    @property
    def candidate(self) -> draw.Candidate:
        row = self.mediator
        return draw.Candidate(row.pk, row.user.name, self.open, self.load, self.capacity, self.weight)

    @property
    def left_out(self) -> draw.LeftOut:
        text = "；".join(reason.text for reason in self.reasons)
        return draw.LeftOut(self.mediator.pk, self.mediator.user.name, self.reasons[0].code, text)

    @property
    def barred(self) -> bool:
        return any(reason.bars for reason in self.reasons)


def whom_to_ask() -> QuerySet[Mediator]:
    """Everybody with a stay on the roster that has not ended, with all that is asked of her, in the order of the draw."""
    return (
        Mediator.objects.filter(pk__in=Mediator.objects.filter(periods__until_on__isnull=True).values("pk"))
        .select_related("user", "organisation", "supervisor", "room")
        .prefetch_related("periods", "absences", "certificates", "ties")
        .order_by("pk")
    )


def difficulty_of(case: Case) -> int:
    """The points of the case."""
    return draw.difficulty(
        amount=case.amount_applied,
        parties=len(case.parties.all()),
        linked=case.group_id is not None,
        money_only=case.subject_type == SubjectType.MONEY,
    )


def places(case: Case, mediators: Sequence[Mediator], today: date, periods: Periods) -> list[Place]:
    """How each of these stands to the case on ``today``. Two queries for what they have in hand, one for former agencies."""
    held, grounds, points = loads_in_points(mediators, case.pk), grounds_of(case, mediators), difficulty_of(case)
    found = []
    for each in mediators:
        count, load = held[each.pk]
        capacity = each.capacity or periods.limits["L_CAPACITY"].amount
        reasons = (
            *_standing(each, today),
            *_recusal(grounds[each.pk]),
            *_about(case, each),
            *_full(count, capacity),
        )
        fits = draw.fits_cause(specialities=each.specialities, cause=case.cause)
        weight = draw.weight(capacity=capacity, open_cases=count, load=load, points=points, speciality=fits)
        found.append(Place(each, count, load, capacity, weight, reasons))
    return found


def loads_in_points(mediators: Iterable[Mediator], without: int = 0) -> dict[int, tuple[int, int]]:
    """Of each by id: open cases, those offered to her among them, and their points. ``without``: a case not to count."""
    ids = [each.pk for each in mediators]
    facts = ("case", "case__amount_applied", "case__subject_type", "case__group", "parties")
    of_attempts = Attempt.objects.filter(mediator__in=ids, closed_on__isnull=True).exclude(case=without)
    rows = set(of_attempts.annotate(parties=Count("case__parties")).values_list("mediator", *facts))
    offered = Assignment.objects.open().filter(mediator__in=ids).exclude(attempt__case=without)
    of_offers = offered.annotate(case=F("attempt__case"), parties=Count("attempt__case__parties"))
    rows |= set(of_offers.values_list("mediator", *(name.replace("case__", "attempt__case__") for name in facts)))
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for mediator, _, amount, subject, group, parties in rows:
        count, load = found[mediator]
        points = draw.difficulty(
            amount=amount, parties=parties, linked=group is not None, money_only=subject == SubjectType.MONEY
        )
        found[mediator] = (count + 1, load + points)
    return found


def _standing(mediator: Mediator, today: date) -> list[Reason]:
    period = mediator.period_on(today)
    if not mediator.user.is_active or period is None:
        return [Reason("not_on_roster", "不在名册上" if mediator.user.is_active else "账号已停用")]
    found = [Reason("not_on_roster", "今天离册")] if period.until_on == today else []
    away = mediator.absence_on(today)
    if away is not None:
        suspended = away.kind == AbsenceKind.SUSPENDED
        found.append(Reason("suspended" if suspended else "absent", f"{away.days} {away.get_kind_display()}"))
    if mediator.is_outsider and mediator.supervisor_id is None:
        found.append(Reason("supervisor_missing", "还没有本院指导法官"))
    return found


def _recusal(grounds: Iterable[recusal.Ground]) -> list[Reason]:
    return [Reason("conflict" if each.bars else "check", each.text, each.article) for each in grounds]


def _about(case: Case, mediator: Mediator) -> list[Reason]:
    """What this case asks of its mediator, and what she has had to do with it already."""
    found = []
    if mediator.is_outsider and case.legal_model == LegalModel.B:
        found.append(Reason("kind", "先立案后和解的案件不抽特邀和解员（本院默认）"))
    if mediator.is_outsider and case.preservations.all():
        found.append(Reason("kind", "有保全的案件不抽特邀和解员（本院默认）"))
    attempt = case.attempt
    rows = list(attempt.assignments.all()) if attempt is not None else []
    if any(row.refused and row.mediator_id == mediator.pk for row in rows):
        found.append(Reason("refused_before", "退回过这件案子"))
    if attempt is not None and attempt.mediator_id == mediator.pk:
        found.append(Reason("in_hand", "案件现在就在本人手里"))
    elif attempt is not None and attempt.offer is not None and attempt.offer.mediator_id == mediator.pk:
        found.append(Reason("in_hand", "案件正等本人答复"))
    return found


def _full(count: int, capacity: int) -> list[Reason]:
    return [Reason("capacity", f"手里 {count} 件，已到上限 {capacity} 件")] if count >= capacity else []


def is_for(case: Case, verb: str, user_id: int) -> bool:
    """Whether the case is with this mediator, as far as the act goes: who is asked answers, who has it in hand does the rest."""
    attempt = case.attempt
    if attempt is None:
        return False
    if verb in (Verb.TAKE, Verb.REFUSE) and attempt.offer is not None:
        return bool(attempt.offer.mediator.user_id == user_id)
    return attempt.mediator is not None and attempt.mediator.user_id == user_id
