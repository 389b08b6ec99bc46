"""The lots that were drawn, told in a sentence and drawn over again from what was stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from cases.models import Assignment, Case, Draw
from cases.rules import draw as lots
from jianli_mediation.core.models import AuditEntry, User
from mediators.rules import CONFIDANTS

LATEST = 50


def sees_reasons(user: User) -> bool:
    """Whether who was left out and why is for this person: absences and relations are told in confidence."""
    return user.role in CONFIDANTS


def draws_of(case: Case) -> QuerySet[Draw]:
    """Every drawing for this case, the newest first."""
    rows = Draw.objects.filter(attempt__case=case).select_related("chosen__user", "drawn_by", "attempt__case")
    return rows.order_by("-attempt__seq", "-number")


def candidates_of(row: Draw) -> list[lots.Candidate]:
    """Whose lots were in the urn, as they were stored."""
    return [lots.Candidate(**each) for each in row.candidates]


def left_out_of(row: Draw) -> list[lots.LeftOut]:
    """Whose were not."""
    return [lots.LeftOut(**each) for each in row.left_out]


def explained(row: Draw, *, reasons: bool) -> str:
    """Why it is she, in one sentence; empty where the stored lots name nobody."""
    candidates = candidates_of(row)
    if not any(each.weight > 0 for each in candidates):
        return ""
    drawn = lots.draw(candidates=candidates, seed=row.seed)
    return lots.explain(drawn=drawn, candidates=candidates, left_out=left_out_of(row), reasons=reasons)


def why(assignment: Assignment | None, *, reasons: bool) -> str:
    """The sentence for the assignment that counts now; empty for one by hand."""
    return explained(assignment.draw, reasons=reasons) if assignment is not None and assignment.draw else ""


def counting(case: Case) -> Assignment | None:
    """The assignment one asks about: the offer that waits, else the one in hand."""
    attempt = case.attempt
    return (attempt.offer or attempt.in_hand) if attempt is not None else None


@dataclass(frozen=True)
class Shown:
    """One drawing on the page of a case."""

    row: Draw
    reasons: bool

    @property
    def sentence(self) -> str:
        return explained(self.row, reasons=self.reasons)

    @property
    def candidates(self) -> list[tuple[lots.Candidate, str, str]]:
        """Each with her share and the numbers that were hers."""
        rows = sorted(candidates_of(self.row), key=lambda each: each.mediator)
        total, first, found = sum(each.weight for each in rows), 0, []
        for each in rows:
            last = first + each.weight - 1
            span = "—" if last < first else (f"{first}" if first == last else f"{first} 至 {last}")
            found.append((each, lots.share(each.weight, total or 1), span))
            first += each.weight
        return found

    @property
    def total(self) -> int:
        return sum(each.weight for each in candidates_of(self.row))

    @property
    def left_out(self) -> list[lots.LeftOut]:
        return left_out_of(self.row)

    @cached_property
    def faults(self) -> list[str]:
        return list(faults(self.row, entry_hash(self.row)))


def entry_hash(row: Draw) -> str | None:
    """The hash that the trail's entry has now from which the seed was taken; None where it is not there."""
    return AuditEntry.objects.filter(pk=row.seed_entry).values_list("hash", flat=True).first()


def faults(row: Draw, entry_hash: str | None) -> Iterator[str]:
    """What does not hold when the lots are drawn over; nothing where everything does."""
    if row.method != lots.METHOD:
        yield f"不认识第 {row.method} 版方法"
        return
    if entry_hash is None:
        yield f"第 {row.seed_entry} 条留痕不见了"
    elif entry_hash != row.seed_hash:
        yield f"种子与第 {row.seed_entry} 条留痕的摘要不符"
    if row.seed != lots.seed(last_hash=row.seed_hash, case_no=row.attempt.case.case_no, number=row.number):
        yield "种子的文字与留痕摘要、案号、次数不符"
    candidates = candidates_of(row)
    yield from (f"{each.name}的权重不符" for each in candidates if each.weight not in _weights(row, each))
    if not any(each.weight > 0 for each in candidates):
        yield "没有候选人，不应有抽中的人"
        return
    drawn = lots.draw(candidates=candidates, seed=row.seed)
    if str(drawn.ticket) != row.ticket:
        yield f"签号不符：存的是 {row.ticket}，重算是 {drawn.ticket}"
    if drawn.chosen.mediator != row.chosen_id:
        yield f"抽中的人不符：存的是{row.chosen or '无'}，重算是{drawn.chosen.name}"


def _weights(row: Draw, each: lots.Candidate) -> set[int]:
    """What the weight may be, with a speciality and without."""
    if not 1 <= row.difficulty <= lots.HARDEST:
        return set()
    return {
        lots.weight(
            capacity=each.capacity, open_cases=each.open, load=each.load, points=row.difficulty, speciality=fits
        )
        for fits in (False, True)
    }


@dataclass(frozen=True)
class Fault:
    """What does not hold, and where."""

    draw: Draw
    text: str


def check_all() -> Iterator[Fault | None]:
    """Every drawing there is, drawn over: its faults, and None for each that holds."""
    rows = Draw.objects.select_related("attempt__case", "chosen__user").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        found: list[Fault | None] = [Fault(row, text) for text in faults(row, entry_hash(row))]
        yield from found or [None]
