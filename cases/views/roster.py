"""名册: the list, a person's page with what she has in hand, and leaving, which only the cases can allow."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import roster as acts
from cases.queries.roster import Load, loads
from cases.stats.workload import OVERSEERS, may_read
from jianli_mediation.core import clock
from jianli_mediation.core.access import StaffRequest, staff
from jianli_mediation.core.models import User
from jianli_mediation.core.parts import NextStep, Pager
from jianli_mediation.core.roles import READ_EVERY_CASE
from jianli_mediation.kernel.masks import mask_id
from jianli_mediation.kernel.refusal import Blocker
from mediators import queries
from mediators.forms import LeaveForm
from mediators.kinds import AbsenceKind
from mediators.models import Mediator
from mediators.rules import READERS, READERS_OF_ALL, RosterAct, may
from mediators.trail import told
from mediators.views.pages import About, Sheet, answer, person
from mediators.views.people import of_person

STAFF = sorted(READERS)
PAGE = 50
LATEST = 8


@staff(*STAFF)
@require_GET
def roster(request: StaffRequest) -> HttpResponse:
    """Who is on the roster, who can be given work today or why not, whose certificate runs out."""
    today = clock.today()
    visible = Mediator.objects.visible_to(request.user)
    chip = request.GET.get("f", "")
    rows = queries.chosen(queries.listed(), chip, today).filter(pk__in=visible.values("pk"))
    page = Paginator(rows.order_by("roster_no", "user__name", "pk"), PAGE).get_page(request.GET.get("page"))
    in_hand = loads(page.object_list)
    counts = queries.counts(visible, today)
    context = {
        "chips": [(title, _query(f=code), counts[code], code == chip) for code, title in queries.CHIPS.items()],
        "rows": [
            (line, in_hand.get(line.mediator.pk, Load()), cases_url(request.user, line.mediator))
            for line in queries.lines(page.object_list, today)
        ],
        "pager": _pager(page, chip),
        "may_join": may(request.user.role, RosterAct.JOIN),
        "oversees": request.user.role in OVERSEERS,
        "sees_rooms": request.user.role in READERS_OF_ALL,
        "tab": "people",
    }
    return render(request, "cases/roster/list.html", context)


def _query(**given: str) -> str:
    return f"?{urlencode({name: value for name, value in given.items() if value})}"


def _pager(page: Any, chip: str) -> Pager | None:
    if page.paginator.num_pages == 1:
        return None
    text = f"第 {page.start_index()}–{page.end_index()} 人，共 {page.paginator.count} 人"
    before = _query(f=chip, page=str(page.previous_page_number())) if page.has_previous() else ""
    after = _query(f=chip, page=str(page.next_page_number())) if page.has_next() else ""
    return Pager(text, before, after)


def cases_url(user: User, mediator: Mediator) -> str:
    """Where her open cases are listed, for those who see all of them: the court's readers, and she herself."""
    if user.role not in READ_EVERY_CASE and mediator.user_id != user.pk:
        return ""
    return f"{reverse('cases:search')}?{urlencode({'state': 'open', 'mediator': mediator.pk})}"


@staff(*STAFF)
@require_GET
def mediator(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: what is written of her, when she is there, what she has in hand, and what may be done."""
    today, row = clock.today(), person(request, pk)
    load = loads([row]).get(row.pk, Load())
    context = {
        "row": row,
        "standing": queries.standing(row, today),
        "today": today,
        "absences": queries.absences_of(row, today),
        "bar_days": queries.BAR_DAYS,
        "certificates": [(each, queries.expiry(each.valid_until, today)) for each in row.certificates.all()],
        "years": queries.training_years(row),
        "trainings": row.trainings.all()[:LATEST],
        "load": load,
        "cases_url": cases_url(request.user, row),
        "reads_work": may_read(request.user, row),
        "rights": rights(request.user, row),
        "steps": steps(request.user, row),
        "tends": may(request.user.role, RosterAct.MOVE_ABSENCE),
        **_in_confidence(request, row),
    }
    return render(request, "cases/roster/person.html", context)


def _in_confidence(request: StaffRequest, row: Mediator) -> dict[str, Any]:
    """What only she herself and a few others are shown: number, ties, trail, reasons."""
    if not queries.may_know(request.user, row):
        return {"knows": False}
    before = request.GET.get("before", "")
    story, older = told(row, int(before) if before.isascii() and before.isdigit() else None)
    number = mask_id(row.id_number)
    return {"knows": True, "id_number": number, "ties": row.ties.all(), "story": story, "older": older}


def rights(user: User, row: Mediator) -> dict[str, bool]:
    """Which acts this person may do with the entry, by the name of the act."""
    own = row.user_id == user.pk
    return {act.value: may(user.role, act, own=own) for act in RosterAct}


def steps(user: User, row: Mediator) -> list[NextStep]:
    """下一步 on a person's page: what may be done now, and why she cannot leave."""
    may_do = rights(user, row)
    staying = any(period.until_on is None for period in row.periods.all())
    suspended = next((each for each in row.absences.all() if _runs(each)), None)

    def step(act: RosterAct, name: str, label: str, pk: int = row.pk, **more: Any) -> list[NextStep]:
        return [NextStep(label, reverse(name, args=[pk]), **more)] if may_do[act] else []

    found: list[NextStep] = []
    if not staying:
        found += step(RosterAct.REJOIN, "mediators:rejoin", "重新列入名册", style="main")
    elif suspended is not None:
        found += step(RosterAct.LIFT, "mediators:lift", "恢复派案", suspended.pk, style="main")
    if staying:
        found += step(RosterAct.ENTER_ABSENCE, "mediators:enter_absence", "登记缺勤")
    found += step(RosterAct.AMEND, "mediators:amend", "改名册登记")
    found += step(RosterAct.ADD_CERTIFICATE, "mediators:add_certificate", "登记证件")
    found += step(RosterAct.ADD_TRAINING, "mediators:add_training", "登记培训")
    found += step(RosterAct.DECLARE_TIE, "mediators:declare_tie", "声明利害关系")
    if staying:
        found += step(RosterAct.SUSPEND, "mediators:suspend", "暂停派案") if suspended is None else []
        found += _leaving(row) if may_do[RosterAct.LEAVE] else []
    return found


def _runs(absence: Any) -> bool:
    return absence.kind == AbsenceKind.SUSPENDED and absence.reaches(clock.today())


def _leaving(row: Mediator) -> list[NextStep]:
    count = acts.in_hand(row.pk)
    blockers = (Blocker("open_cases", f"手里还有 {count} 件没有结束的案件，先逐件改派"),) if count else ()
    return [NextStep("离开名册", reverse("cases:leave", args=[row.pk]), style="danger", blockers=blockers)]


def _leave(user: User, now: datetime, about: About, form: Any) -> str:
    acts.leave(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"{about.row}已离册，最后一天 {form.cleaned_data['until_on']}。"


LEAVE = Sheet(
    RosterAct.LEAVE,
    LeaveForm,
    _leave,
    "先不离册",
    brings=("从离册日起不再派案。", "离册日以后登记的缺勤不再有。", "办过的案件和留痕都在；以后可以重新列入。"),
    danger=True,
    template="cases/roster/leave.html",
)


@staff()
@require_http_methods(["GET", "POST"])
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Leaving: first every case finds other hands."""
    row = person(request, pk)
    about = of_person(request, row)
    count = acts.in_hand(pk)
    extra = {"in_hand": count, "wizard": reverse("cases:leaving", args=[pk]), "cases_url": cases_url(request.user, row)}
    return answer(request, LEAVE, About(row, about.subject, about.back_url, about.own, extra=extra))
