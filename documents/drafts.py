"""A paper that is still being written: what people put into its open fields. It has no number and no frozen facts."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from documents.models import PaperDraft
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Blocker, refuse_if


def drafts_of(owner_key: str) -> QuerySet[PaperDraft]:
    """Every draft of an owner, the one touched last first."""
    return PaperDraft.objects.filter(owner_key=owner_key).select_related("saved_by").order_by("-saved_at")


def find(owner_key: str, form: str, subject: str) -> PaperDraft | None:
    return drafts_of(owner_key).filter(form=form, subject=subject).first()


def fills_of(draft: PaperDraft | None) -> dict[str, Any]:
    """What was written, as the plain JSON values that ``facts.filled`` takes."""
    return json.loads(draft.fills) if draft else {}


def keep(
    *,
    owner_key: str,
    form: str,
    subject: str,
    fills: Mapping[str, Any],
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> PaperDraft | None:
    """Put ``fills`` in place of what was kept; with nothing written there is no draft.

    Refused where somebody else has saved it after ``seen``, the moment of the draft that was gone on with.
    """
    with transaction.atomic():
        kept = PaperDraft.objects.select_for_update(of=("self",)).filter(
            owner_key=owner_key, form=form, subject=subject
        )
        theirs = kept.exclude(saved_by=by).select_related("saved_by").first()
        if theirs and (seen is None or theirs.saved_at > seen):
            refuse_if([Blocker("draft_changed", f"{theirs.saved_by.name}刚改过这份草稿，请另开一页看过再写")])
        return _put(owner_key, form, subject, fills, by, now)


def _put(
    owner_key: str, form: str, subject: str, fills: Mapping[str, Any], by: User, now: datetime
) -> PaperDraft | None:
    if not fills:
        discard(owner_key, form, subject)
        return None
    text = json.dumps(fills, ensure_ascii=False)
    draft, _ = PaperDraft.objects.update_or_create(
        owner_key=owner_key, form=form, subject=subject, defaults={"fills": text, "saved_by": by, "saved_at": now}
    )
    return draft


def discard(owner_key: str, form: str, subject: str) -> None:
    """The paper was issued, or is not wanted any more."""
    PaperDraft.objects.filter(owner_key=owner_key, form=form, subject=subject).delete()
