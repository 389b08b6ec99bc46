"""What somebody has typed and not handed in: saved every few seconds, given back when the page is opened again."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

from jianli_mediation.core.models import Draft, SubmissionToken, User
from jianli_mediation.core.submission import FIELD, parse

NOT_KEPT = frozenset({"csrfmiddlewaretoken", FIELD})


@dataclass(frozen=True)
class Kept:
    """A draft as it was typed, and when it was saved."""

    data: QueryDict
    saved_at: datetime


def save(user: User, kind: str, key: str, data: QueryDict, now: datetime) -> bool:
    """Keep ``data`` in place of the draft before it. False when this very form was handed in meanwhile."""
    token = parse(data.get(FIELD, ""))
    if token and SubmissionToken.objects.filter(token=token).exists():
        return False
    fields = {name: data.getlist(name) for name in data if name not in NOT_KEPT and "password" not in name}
    Draft.objects.update_or_create(
        user=user,
        kind=kind,
        key=key,
        defaults={"payload": json.dumps(fields, ensure_ascii=False), "saved_at": now},
    )
    return True


def load(user: User, kind: str, key: str = "new") -> Kept | None:
    """The draft to go on with, as if it had just been posted."""
    draft = Draft.objects.filter(user=user, kind=kind, key=key).first()
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.payload).items():
        data.setlist(name, values)
    return Kept(data, draft.saved_at)


def discard(user: User, kind: str, key: str = "new") -> None:
    """The form was handed in, or is not wanted any more."""
    Draft.objects.filter(user=user, kind=kind, key=key).delete()


def last_saved(user: User) -> datetime | None:
    """When the newest draft of this person was saved."""
    return Draft.objects.filter(user=user).order_by("-saved_at").values_list("saved_at", flat=True).first()


def quiet(form: BaseForm) -> None:
    """Show what was typed without finding fault: a draft is not handed in yet."""
    form.errors.clear()


def quiet_rows(formset: BaseFormSet) -> None:
    """The same for every row of a formset."""
    formset.non_form_errors().clear()
    for form in formset.forms:
        quiet(form)
