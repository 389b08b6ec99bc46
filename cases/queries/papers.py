"""The papers of cases, as far as somebody may see the cases."""

from django.db.models import QuerySet

from cases.facts import owner_key
from cases.models import Case
from cases.queries.confidential import PROPERTY_FORMS, sees_property
from documents.models import Paper
from jianli_mediation.core.models import User


def papers_of(user: User, case_id: int) -> QuerySet[Paper]:
    """The papers of a case that the person may see already, void and replaced ones too; of property by its own door."""
    rows = Paper.objects.filter(owner_key=owner_key(case_id)).select_related("issued_by")
    return rows if sees_property(user) else rows.exclude(form__in=PROPERTY_FORMS)


def find_paper(user: User, paper_id: int) -> tuple[Case, Paper] | None:
    """The paper with the case it belongs to; None where there is none or the person may not see it."""
    paper = Paper.objects.select_related("issued_by").filter(pk=paper_id).first()
    kind, _, number = paper.owner_key.partition(":") if paper else ("", "", "")
    if paper is None or kind != "case":
        return None
    case = Case.objects.visible_to(user).filter(pk=int(number)).first()
    shut = paper.form in PROPERTY_FORMS and not sees_property(user)
    return (case, paper) if case and not shut else None
