"""自动履行证明登记簿: every certificate of a year with its number, for whom, and whether it holds."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from cases.models import Party
from documents.models import Paper, Status, Withdrawal
from jianli_mediation.core.clock import COURT_TIME

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One line: the paper, whose it is, its case, how it stands, and the letters on credit that rest on it."""

    paper: Paper
    debtor: str
    case_id: int
    standing: str
    withdrawal: Withdrawal | None
    letters: list[str]


def register(year: int, older: int = 0) -> tuple[list[Entry], int]:
    """One page of the year's certificates, the newest first, and the number to go on from. For who sees every case."""
    begins, ends = (datetime(each, 1, 1, tzinfo=COURT_TIME) for each in (year, year + 1))
    rows = Paper.objects.filter(form="D24", issued_at__gte=begins, issued_at__lt=ends).defer("context")
    rows = rows.annotate(replaced=Exists(Paper.objects.filter(supersedes=OuterRef("pk")))).select_related("withdrawal")
    rows = rows.filter(pk__lt=older) if older else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    parties = {row.pk: row.name for row in Party.objects.filter(pk__in=[_number(row.subject) for row in shown])}
    letters = _letters([row.owner_key for row in shown])
    entries = [
        Entry(
            paper=row,
            debtor=parties.get(_number(row.subject), ""),
            case_id=_number(row.owner_key),
            standing=_standing(row),
            withdrawal=getattr(row, "withdrawal", None),
            letters=letters.get((row.owner_key, _number(row.subject)), []),
        )
        for row in shown
    ]
    return entries, shown[-1].pk if len(found) > PAGE else 0


def _letters(owners: list[str]) -> dict[tuple[str, int], list[str]]:
    """The numbers of the letters on credit that hold, by case and debtor (``bank:5:1``)."""
    rows = Paper.objects.filter(form="D25", owner_key__in=owners).exclude(status=Status.VOID).order_by("pk")
    found: dict[tuple[str, int], list[str]] = {}
    for owner, subject, number in rows.values_list("owner_key", "subject", "number"):
        found.setdefault((owner, _number(subject.rpartition(":")[0])), []).append(number)
    return found


def _number(key: str) -> int:
    """Of ``case:17`` and ``party:5``."""
    number = key.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def _standing(row: Paper) -> str:
    if row.status == Status.VOID:
        return "已撤销" if hasattr(row, "withdrawal") else "已作废"
    return "已被新版取代" if row.replaced else "有效"  # type: ignore[attr-defined]
