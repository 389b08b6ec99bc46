"""The papers of cases, as far as somebody may see the cases."""

from django.db.models import QuerySet

from cases.facts import owner_key
from cases.models import Case
from documents.models import Paper
from jianli_mediation.core.models import User


def papers_of(case_id: int) -> QuerySet[Paper]:
    """Every paper of the case, void and replaced ones too."""
    return Paper.objects.filter(owner_key=owner_key(case_id)).select_related("issued_by")


def find_paper(user: User, paper_id: int) -> tuple[Case, Paper] | None:
    """The paper with the case it belongs to; None where there is none or the person may not see the case."""
    paper = Paper.objects.select_related("issued_by").filter(pk=paper_id).first()
    kind, _, number = paper.owner_key.partition(":") if paper else ("", "", "")
    if paper is None or kind != "case":
        return None
    case = Case.objects.visible_to(user).filter(pk=int(number)).first()
    return (case, paper) if case else None
