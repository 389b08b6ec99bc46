"""Which papers of one form many cases could have today, each with the reasons against it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cases import papers
from cases.facts import owner_key
from cases.guards import Day
from cases.guards.papers import to_issue_paper
from cases.models import Case, whole_file
from documents.contexts import facts
from documents.models import Paper, Status
from documents.registry import FORMS

MOST_CASES = 200


@dataclass(frozen=True)
class Candidate:
    """A paper that could be in the batch: its case and subject, why it cannot be issued, the version there is already."""

    case: Case
    subject: str
    label: str
    reasons: tuple[str, ...]
    version: int

    @property
    def key(self) -> str:
        return f"{self.case.pk}:{self.subject}"

    @property
    def proposed(self) -> bool:
        """Ticked beforehand: it can be issued and was not yet."""
        return not self.reasons and not self.version


def forms_in_bulk() -> list[tuple[str, str]]:
    """The forms that can be made of a case without anything written by hand."""
    return [
        (code, f"{code}　{FORMS[code].title}")
        for code in sorted(papers.MAKERS)
        if not any(each.must for each in facts.fillable(FORMS[code].context))
    ]


def candidates(cases: QuerySet[Case], form: str, today: date) -> list[Candidate]:
    """Every paper of ``form`` that these cases could have today, with the reasons against each. At most 200 cases."""
    day = Day.of(today)
    found = list(whole_file(cases).order_by("received_at", "id")[:MOST_CASES])
    keys = {owner_key(case.pk): case for case in found}
    there = {
        (row.owner_key, row.subject): row.version
        for row in Paper.objects.filter(owner_key__in=keys, form=form).exclude(status=Status.VOID).order_by("version")
    }
    rows = []
    for case in found:
        reasons = tuple(blocker.message for blocker in to_issue_paper(case, day, form=form))
        subjects = papers.subjects(case, form)
        if not subjects:
            rows.append(Candidate(case, "", "", reasons or (f"本案还没有可以写进《{FORMS[form].title}》的内容",), 0))
        rows += [
            Candidate(
                case, each.key, each.label, reasons or _blanks(case, form, each.key, today),
                there.get((owner_key(case.pk), each.key), 0),
            )
            for each in subjects
        ]  # fmt: skip
    return rows


def _blanks(case: Case, form: str, subject: str, today: date) -> tuple[str, ...]:
    context = papers.drafted(case, form, on=today, subject=subject).context
    return tuple(f"还缺：{gap.label}" for gap in facts.missing(context))
