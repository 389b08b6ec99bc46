"""Batches of papers: a person's own, how far one has come, and the cases of numbers that were typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cases.models import Case, PaperBatch
from cases.rules.casenumber import normalise_case_no
from jianli_mediation.core.models import User


@dataclass(frozen=True)
class Progress:
    """How far a batch has come, in papers."""

    total: int
    issued: int
    refused: int
    printed: int

    @property
    def done(self) -> int:
        """Steps done of ``2 × total``: a paper is issued, then printed; a refused one is through."""
        return self.issued + self.printed + 2 * self.refused

    @property
    def steps(self) -> int:
        return 2 * self.total


def numbered(user: User, numbers: Iterable[str]) -> tuple[QuerySet[Case], list[str]]:
    """The cases of these numbers that the person may see, and the numbers that are none of them."""
    wanted = list(dict.fromkeys(normalise_case_no(number) for number in numbers if number.strip()))
    cases = Case.objects.visible_to(user).filter(case_no__in=wanted)
    known = set(cases.values_list("case_no", flat=True))
    return cases, [number for number in wanted if number not in known]


def batches_of(user: User) -> QuerySet[PaperBatch]:
    """A person's own batches, the newest first."""
    return PaperBatch.objects.filter(made_by=user).annotate(total=Count("items"))


def progress_of(batch: PaperBatch) -> Progress:
    counts = batch.items.aggregate(
        total=Count("id"),
        issued=Count("paper"),
        refused=Count("id", filter=~Q(refused=[])),
        printed=Count("paper", filter=~Q(paper__pdf_sha256="")),
    )
    return Progress(**counts)
