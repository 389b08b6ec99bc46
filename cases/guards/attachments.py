"""Why a scan cannot be kept now."""

from cases.guards.standing import Day, in_state
from cases.models import Case
from cases.verbs import Verb
from documents.models import AttachmentKind, Paper, Status
from jianli_mediation.kernel.refusal import Blocker


def to_attach(case: Case, day: Day, *, kind: str = "", paper: Paper | None = None) -> list[Blocker]:
    """At any time. Only what was signed belongs to a paper, and only to one that is not void."""
    found = in_state(case, Verb.ATTACH)
    if paper and kind != AttachmentKind.SIGNED:
        found.append(Blocker("attachment_not_signed", "只有“签收的文书”才对应一份文书"))
    if paper and paper.status == Status.VOID:
        found.append(Blocker("paper_is_void", f"《{paper.title}》已经作废，不收签收件"))
    return found
