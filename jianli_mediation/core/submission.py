"""A form is handed in once. A double click, a reload or the back button finds the first result instead of a second act.

with submission.once(request) as turn:
    if turn.first:
        case = file_case(...)
        turn.result_url = case.get_absolute_url()
return redirect(turn.result_url)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest
from jianli_mediation.core.models import SubmissionToken, User
from jianli_mediation.kernel.refusal import Refused

FIELD = "submission_token"


@dataclass
class Turn:
    """``first``: do the act, then name the page of its result. Else ``result_url`` is where the first one led."""

    token: UUID
    first: bool
    result_url: str = ""


def parse(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def claim(token: UUID, user: User) -> Turn:
    """Take the token, in the caller's transaction. Whoever comes second waits for the first one's commit."""
    now = clock.now()
    row, created = SubmissionToken.objects.get_or_create(token=token, defaults={"user": user, "used_at": now})
    if not created and row.user_id != user.pk:
        return claim(uuid4(), user)
    return Turn(token, created, row.result_url)


@contextmanager
def once(request: StaffRequest, part: str = "") -> Iterator[Turn]:
    """One turn for this form. A refusal gives the token back, so that the mended form can be handed in.

    The act and the token are stored together or not at all. A form without a token (a script, an old page) is
    always first. ``part``: the form does several acts, each with a turn of its own under the same token.
    """
    refusal: Refused | None = None
    with transaction.atomic():
        token = parse(request.POST.get(FIELD, "")) or uuid4()
        turn = claim(uuid5(token, part) if part else token, request.user)
        try:
            yield turn
        except Refused as error:
            refusal = error
        if turn.first:
            _finish(turn, refused=refusal is not None)
    if refusal is not None:
        raise refusal


def _finish(turn: Turn, *, refused: bool) -> None:
    row = SubmissionToken.objects.filter(token=turn.token)
    if refused or not turn.result_url:
        row.delete()
    else:
        row.update(result_url=turn.result_url)
