"""What a party does herself on her own page, beside asking for something: she hands in a payment slip."""

from datetime import datetime

from django.db import transaction

from cases.facts import owner_key
from cases.models import Case, Party
from cases.models.choices_notices import RequestKind
from cases.verbs import Verb
from documents import attachments
from documents.models import Attachment, AttachmentKind
from documents.scans import Scan
from jianli_mediation.core.models import User

from .acting import Actor, leave_trace
from .requests import PARTY_PAGE, request_by_party

HANDED_IN = "提交了付款凭证，请核对后登记收款。"


@transaction.atomic
def hand_in_slip(*, now: datetime, party: Party, scan: Scan, title: str) -> Attachment:
    """Keep what she handed in with the scans of the case, and ask whoever answers requests to look at it.

    It is no payment: money is entered by a person of the court. Raises ``Refused`` where the case has the same file.
    """
    case = Case.objects.select_for_update().get(pk=party.case_id)
    row = attachments.keep(
        scan,
        owner_key=owner_key(case.pk),
        kind=AttachmentKind.PAYMENT,
        title=title,
        paper=None,
        by=None,
        now=now,
    )
    facts = {"attachment": row.pk, "kind": row.kind, "pages": row.pages, "sha256": row.sha256}
    leave_trace(case, Verb.ATTACH, by=Actor(User(), client=PARTY_PAGE), now=now, facts=facts, reason="")
    request_by_party(now=now, case_id=case.pk, party_id=party.pk, kind=RequestKind.OTHER, content=HANDED_IN)
    return row
