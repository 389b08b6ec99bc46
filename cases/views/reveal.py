"""Showing a masked number of a party: for a reason, for a minute, with a trace."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions.acting import Actor, Forbidden
from cases.actions.reveal import FIELDS, reveal
from cases.models import Case, Party
from cases.queries import reveals
from cases.rules.identity import mask_account, mask_id, mask_phone
from jianli_mediation.core import clock
from jianli_mediation.core import reveal as masked
from jianli_mediation.core.access import Invisible, StaffRequest, staff, visible_or_404

MASKS = {"id_number": mask_id, "phone": mask_phone, "account_no": mask_account}


@staff()
@require_http_methods(["GET", "POST"])
def reveal_field(request: StaffRequest, pk: int, party_id: int, field: str) -> HttpResponse:
    """Ask for the reason, then show the number; the action leaves the trace."""
    case = visible_or_404(Case.objects.visible_to(request.user), pk=pk)
    party = visible_or_404(Party.objects.filter(case=case), pk=party_id)
    if field not in FIELDS:
        raise Invisible("没有这一项。")
    now = clock.now()

    def read(reason: str) -> str:
        return reveal(by=Actor(request.user, reason=reason), now=now, case_id=pk, party_id=party_id, field=field)

    try:
        return masked.reveal(
            request,
            label=f"{party.name}的{FIELDS[field]}",
            masked=MASKS[field](getattr(party, field)) if field in MASKS else "****",
            back_url=reverse("cases:case", args=[pk]),
            read=read,
            count=reveals.this_week(request.user, now),
        )
    except Forbidden as refusal:
        raise PermissionDenied(refusal.message) from refusal
