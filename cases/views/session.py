"""记录会商 as a page for the table: both sides at it, their offers beside one another, and what an offer comes to."""

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases.actions import mediation
from cases.actions.acting import Actor
from cases.facts import balance_on
from cases.forms.session import SessionForm
from cases.queries import offers
from cases.queries.calculators import rows_of
from cases.queries.casefile import CaseFile
from cases.rules.simulator import BANDS
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff

from .acting import act_page, typed


def at_the_table(file: CaseFile, form: SessionForm) -> dict[str, Any]:
    """What the page shows beside the fields: earlier offers, who stayed away before, and the live figures."""
    earlier = _earlier(file, form)
    missed = offers.missed(file.case, form.sessions)
    return {
        "columns": [
            (name, prefix, rows, [each for each in earlier if each.side == side])
            for side, name, prefix, rows in form.columns
        ],
        "missed": [(row.name, missed[row.pk]) for row in file.case.parties.all() if missed[row.pk]],
        **live(file, form, earlier),
    }


def _earlier(file: CaseFile, form: SessionForm) -> list[offers.Offer]:
    """The offers of former sessions; what is being corrected is on the form itself."""
    wrong = form.data.get("corrects", "") if form.is_bound else str(form.corrected.pk if form.corrected else "")
    return [each for each in offers.offers_of(file.case, form.sessions) if str(each.session) != wrong]


def live(file: CaseFile, form: SessionForm, earlier: list[offers.Offer]) -> dict[str, Any]:
    """Computed from what is typed, on top of the former sessions: how far apart, and what the respondent's offer means."""
    if form.is_bound and not hasattr(form, "cleaned_data"):
        form.is_valid()
    told = [*earlier, *(form.typed_offers if form.is_bound else ())]
    owed = balance_on(file.case, file.today)
    last = offers.last_of(told, offers.RESPONDENT)
    worth = offers.worth(file.case, last, file.today)
    given = last.total if last else None
    return {
        "calendar": file.calendar,
        "owed": owed,
        "apart": offers.apart(told),
        "wanted": offers.last_of(told, offers.APPLICANT),
        "given": last,
        "worth": worth,
        "worth_rows": rows_of(worth.found.plan, file.calendar) if worth else [],
        "band": BANDS[worth.found.band] if worth else "",
        "forgiven": owed.total - given if given is not None and given < owed.total else None,
    }


@act_page(
    Verb.LOG_SESSION,
    SessionForm,
    template="cases/mediation/session.html",
    context=at_the_table,
    back="先不记",
    drafted=True,
    then="cases:sessions",
    brings=lambda file: [
        "会商笔录从这里出，保密记录不在内。",
        "约好的下次会商进日程，占和解员和和解室的时间。",
        "约定事项到期前进我的工作。",
    ],
)
def log_session(by: Actor, case_id: int, form: SessionForm) -> str:
    row = mediation.log_session(by=by, now=clock.now(), case_id=case_id, session=form.session(), at=form.acted_on)
    return f"{'已更正' if row.corrects_id else '已记'}第 {row.number} 次会商：{row.get_outcome_display()}。"


@staff()
@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """The live figures, from the form as it stands. Nothing is stored."""
    form = cast("SessionForm", typed(request, log_session, pk))
    form.is_valid()
    file = form.file
    context = {"case": file.case, "form": form, **live(file, form, _earlier(file, form))}
    return render(request, "cases/mediation/table_live.html", context)
