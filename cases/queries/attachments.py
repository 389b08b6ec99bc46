"""The scans of cases, as far as somebody may see the cases; those of property (class C3) have the narrower door."""

from django.db.models import Prefetch, Q, QuerySet

from cases.facts import owner_key
from cases.models import Case
from cases.queries.confidential import PROPERTY_FORMS, sees_property
from documents.models import Attachment, AttachmentKind, Paper, Status
from jianli_mediation.core.models import User

OF_PROPERTY = Q(kind=AttachmentKind.PROPERTY) | Q(paper__isnull=False, paper__form__in=PROPERTY_FORMS)


def attachments_of(user: User, case_id: int) -> QuerySet[Attachment]:
    """The scans of a case that the person may see already, void ones too, in the order they came."""
    rows = Attachment.objects.filter(owner_key=owner_key(case_id)).select_related("uploaded_by", "paper")
    rows = rows.defer("paper__context").order_by("id")
    return rows if sees_property(user) else rows.exclude(OF_PROPERTY)


def find_attachment(user: User, attachment_id: int) -> tuple[Case, Attachment] | None:
    """The scan with its case; None where there is none or the person may not see it."""
    key = Attachment.objects.filter(pk=attachment_id).values_list("owner_key", flat=True).first()
    kind, _, number = (key or "").partition(":")
    case = Case.objects.visible_to(user).filter(pk=int(number)).first() if kind == "case" else None
    row = attachments_of(user, case.pk).filter(pk=attachment_id).first() if case else None
    return (case, row) if case and row else None


def signable_papers(case_id: int) -> QuerySet[Paper]:
    """The papers that a signed copy may come back of: all but the void ones, the newest first."""
    rows = Paper.objects.filter(owner_key=owner_key(case_id)).exclude(status=Status.VOID)
    return rows.defer("context").order_by("-id")


def live_scans() -> "Prefetch[str]":
    """For a list of papers: the signed copies that came back, those voided left out, as ``paper.signed``."""
    return Prefetch("scans", Attachment.objects.filter(void_reason="").order_by("id"), to_attr="signed")
