"""From a case to the frozen facts of a paper: which papers it can have now, about what, and with which facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case
from cases.papers import (
    agreement,
    calculation,
    course,
    decisions,
    declarations,
    delivery,
    enforcement,
    handover,
    intake,
    mediation,
    performance,
    resumption,
    volume,
)
from cases.papers.making import Maker, Subject
from documents.contexts import facts
from documents.contexts.parts import CasePaper
from documents.registry import FORMS, Form, forms_for

MAKERS: dict[str, Maker] = {
    **intake.MAKERS,
    **declarations.MAKERS,
    **mediation.MAKERS,
    **course.MAKERS,
    **decisions.MAKERS,
    **agreement.MAKERS,
    **performance.MAKERS,
    **handover.MAKERS,
    **calculation.MAKERS,
    **enforcement.MAKERS,
    **resumption.MAKERS,
    **delivery.MAKERS,
    **volume.MAKERS,
}


@dataclass(frozen=True)
class Drafted:
    """Everything that issuing needs to know of the paper, but who issues it and when."""

    form: str
    variant: str
    subject: str
    context: CasePaper


def offered(case: Case) -> tuple[tuple[Form, str | None], ...]:
    """Every form there is, with the reason why it cannot be made of this case now, or ``None``."""
    return forms_for(state=case.state, legal_model=case.legal_model, has_exec_no=bool(case.exec_case_no))


def subjects(case: Case, form: str) -> list[Subject]:
    """What papers of ``form`` can be about; one without key where the case itself is the subject."""
    return MAKERS[form].subjects(case)


def nothing(form: str) -> str:
    """Why a case has nothing that a paper of ``form`` could be about."""
    return f"本案还没有可以写进《{FORMS[form].title}》的内容"


def drafted(case: Case, form: str, *, on: date, subject: str = "", fills: Mapping[str, Any] | None = None) -> Drafted:
    """The facts of the paper ``form`` of this case as of ``on``, the date of the act and of the paper.

    Without ``subject`` the only one is taken. ``fills`` is what was written into the open fields of its draft.
    KeyError for a form that is not offered, LookupError where the case has no such subject, or several and none was
    named; ``facts.UnfitFillsError`` where the fills do not fit.
    """
    maker = MAKERS[form]
    keys = [each.key for each in maker.subjects(case)]
    if not subject and len(keys) == 1:
        subject = keys[0]
    if subject not in keys:
        raise LookupError(f"《{FORMS[form].title}》须选定对象" if keys else nothing(form))
    context = facts.filled(maker.context(case, subject, on), fills or {})
    return Drafted(form, getattr(context, "variant", ""), subject, context)
