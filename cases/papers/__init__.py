"""From a case to the frozen facts of a paper: which papers it can have now, about what, and with which facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.facts import live_payments
from cases.models import Case, Session
from cases.models.choices import CREDITORS, DEBTORS
from cases.papers import agreement, blocks, calculation, handover, mediation, performance
from documents.contexts.parts import CasePaper
from documents.registry import FORMS, Form, forms_for


@dataclass(frozen=True)
class Subject:
    """What a paper can be about: ``key`` for programs (``party:5``), ``label`` for people (刘某)."""

    key: str
    label: str


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
    return SUBJECTS[form](case)


def drafted(case: Case, form: str, *, on: date, subject: str = "") -> Drafted:
    """The facts of the paper ``form`` of this case as of ``on``, the date of the act and of the paper.

    Without ``subject`` the only one is taken. KeyError for a form that is not offered, LookupError where the case has
    no such subject, or several and none was named.
    """
    possible = SUBJECTS[form](case)
    keys = [each.key for each in possible]
    if not subject and len(keys) == 1:
        subject = keys[0]
    if subject not in keys:
        raise LookupError(
            f"《{FORMS[form].title}》须选定对象" if keys else f"本案还没有可出《{FORMS[form].title}》的内容"
        )
    context = CONTEXTS[form](case, subject, on)
    return Drafted(form, getattr(context, "variant", ""), subject, context)


def _row(subject: str) -> int:
    return int(subject.partition(":")[2])


def _parties(*roles: str) -> Callable[[Case], list[Subject]]:
    def found(case: Case) -> list[Subject]:
        return [Subject(f"party:{party.pk}", party.name) for party in blocks.parties_of(case, roles)]

    return found


def _payments(case: Case) -> list[Subject]:
    return [
        Subject(f"payment:{row.pk}", f"{row.paid_on:%Y-%m-%d} 收款 {row.amount:,.2f} 元") for row in live_payments(case)
    ]


def _sessions(case: Case) -> list[Subject]:
    rows = [row for attempt in case.attempts.all() for row in attempt.sessions.all()]
    corrected = {row.corrects_id for row in rows}
    return [
        Subject(f"session:{row.pk}", f"第 {row.number} 次会商 {row.held_on:%Y-%m-%d}")
        for row in sorted(rows, key=lambda row: row.pk)
        if row.pk not in corrected
    ]


def _session(case: Case, pk: int) -> Session:
    return next(row for attempt in case.attempts.all() for row in attempt.sessions.all() if row.pk == pk)


def _handovers(case: Case) -> list[Subject]:
    newest = max(case.handovers.all(), key=lambda row: row.seq, default=None)
    return [Subject(f"handover:{newest.pk}", f"{newest.handed_on:%Y-%m-%d} 移送")] if newest else []


def _agreements(case: Case) -> list[Subject]:
    return [Subject("", f"第 {case.agreement.version} 版")] if case.agreement else []


def _closed(case: Case) -> list[Subject]:
    return [Subject("", "本案")] if case.stage_closed_on else []


SUBJECTS: dict[str, Callable[[Case], list[Subject]]] = {
    "D03": _parties(*CREDITORS, *DEBTORS),
    "D08": _parties(*DEBTORS),
    "D11": _sessions,
    "D14": _agreements,
    "D15": _payments,
    "D16": _closed,
    "D20": _handovers,
    "D24": _parties(*DEBTORS),
    "D30": lambda case: [Subject("", "到今天的欠款")],
}

CONTEXTS: dict[str, Callable[[Case, str, date], CasePaper]] = {
    "D03": lambda case, subject, on: mediation.notice(case, party=case.parties.get(pk=_row(subject)), on=on),
    "D08": lambda case, subject, on: mediation.urging(case, party=case.parties.get(pk=_row(subject)), on=on),
    "D11": lambda case, subject, on: mediation.session_record(case, session=_session(case, _row(subject)), on=on),
    "D14": lambda case, subject, on: agreement.agreement(case, on=on),
    "D15": lambda case, subject, on: performance.receipt(case, payment=case.payments.get(pk=_row(subject)), on=on),
    "D16": lambda case, subject, on: performance.closing(case, on=on),
    "D20": lambda case, subject, on: handover.sheet(case, package=case.handovers.get(pk=_row(subject)), on=on),
    "D24": lambda case, subject, on: performance.certificate(case, party=case.parties.get(pk=_row(subject)), on=on),
    "D30": lambda case, subject, on: calculation.sheet(case, on=on),
}
