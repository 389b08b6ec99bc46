"""The acts on a person's entry. Leaving stands with the cases, which alone know what is in her hands."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jianli_mediation.core.access import StaffRequest, staff, visible_or_404
from jianli_mediation.core.models import User
from mediators import actions, forms
from mediators.models import Absence, Certificate, Mediator, Tie
from mediators.rules import RosterAct

from .pages import GONE, About, Sheet, answer, at_version, person

KEPT = "谁在什么时候改的、改前改后是什么，留痕。"
NO_WORK = "这几天不派案，抽签也不在内。"


def of_person(request: StaffRequest, mediator: Mediator, row: Any = None, subject: str = "") -> About:
    """What an act on one entry, or on one row of it, is about."""
    return About(
        row=row or mediator,
        subject=subject or f"{mediator}　{mediator.get_kind_display()}",
        back_url=reverse("cases:mediator", args=[mediator.pk]),
        own=mediator.user_id == request.user.pk,
    )


def _join(user: User, now: datetime, about: About, form: Any) -> str:
    mediator = Mediator(user=form.cleaned_data["user"], **form.changes())
    actions.join(by=user, now=now, mediator=mediator, from_on=form.cleaned_data["from_on"])
    return f"{mediator}已列入名册，自 {form.cleaned_data['from_on']} 起。"


def _amend(user: User, now: datetime, about: About, form: Any) -> str:
    actions.amend(by=user, now=now, mediator_id=about.row.pk, changes=form.changes(), version=about.given)
    return "名册登记已改。"


def _rejoin(user: User, now: datetime, about: About, form: Any) -> str:
    actions.rejoin(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"{about.row}重新列入名册。"


def _suspend(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.suspend(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"{row.days} 暂停派案。"


def _lift(user: User, now: datetime, about: About, form: Any) -> str:
    actions.lift(by=user, now=now, absence_id=about.row.pk, **form.cleaned_data)
    return f"{form.cleaned_data['on']} 起恢复派案。"


def _enter_absence(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.enter_absence(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"已登记：{row.get_kind_display()} {row.days}。"


def _move_absence(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.move_absence(by=user, now=now, absence_id=about.row.pk, **form.cleaned_data)
    return f"改为 {row.days}。"


def _take_back_absence(user: User, now: datetime, about: About, form: Any) -> str:
    actions.take_back_absence(by=user, now=now, absence_id=about.row.pk, **form.cleaned_data)
    return f"已撤回：{about.row.get_kind_display()} {about.row.days}。"


def _add_certificate(user: User, now: datetime, about: About, form: Any) -> str:
    return f"已登记：{actions.add_certificate(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)}。"


def _remove_certificate(user: User, now: datetime, about: About, form: Any) -> str:
    actions.remove_certificate(by=user, now=now, certificate_id=about.row.pk, **form.cleaned_data)
    return f"已撤下：{about.row}。"


def _add_training(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.add_training(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"已登记：{row.title}，{row.hours.normalize():f} 学时。"


def _declare_tie(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.declare_tie(by=user, now=now, mediator_id=about.row.pk, **form.cleaned_data)
    return f"已声明：{row.get_kind_display()} {row}。"


def _end_tie(user: User, now: datetime, about: About, form: Any) -> str:
    row = actions.end_tie(by=user, now=now, tie_id=about.row.pk, **form.cleaned_data)
    return f"已登记结束：{row}。"


JOIN = Sheet(
    RosterAct.JOIN,
    forms.JoinForm,
    _join,
    "先不列入",
    brings=("从入册日起可以派案、抽签。", "特邀和解员只看得到派给自己的案件。"),
)
AMEND = Sheet(RosterAct.AMEND, forms.AmendForm, _amend, "不改", brings=(KEPT, "上限只管以后的派案。"))
REJOIN = Sheet(
    RosterAct.REJOIN, forms.RejoinForm, _rejoin, "先不列入", brings=("从入册日起可以派案。", "以前的在册期间留着。")
)
SUSPEND = Sheet(
    RosterAct.SUSPEND,
    forms.SuspendForm,
    _suspend,
    "先不暂停",
    brings=("不再派新案，抽签不在内。", "手里的案件照办；要改派，到案件页。"),
)
LIFT = Sheet(RosterAct.LIFT, forms.LiftForm, _lift, "先不恢复", brings=("从这天起可以派案。",))
ENTER_ABSENCE = Sheet(
    RosterAct.ENTER_ABSENCE, forms.AbsenceForm, _enter_absence, "先不登记", brings=(NO_WORK, "手里的案件照办。")
)
MOVE_ABSENCE = Sheet(RosterAct.MOVE_ABSENCE, forms.AbsenceEndForm, _move_absence, "止日不变", brings=(KEPT,))
TAKE_BACK = Sheet(
    RosterAct.TAKE_BACK_ABSENCE, forms.ReasonForm, _take_back_absence, "不撤回", brings=("这几天照常派案。", KEPT)
)
ADD_CERTIFICATE = Sheet(
    RosterAct.ADD_CERTIFICATE,
    forms.CertificateForm,
    _add_certificate,
    "先不登记",
    brings=("到期前 60 天，名册上亮黄灯。", "换了新证，登记新的一份，旧的留着。"),
)
REMOVE_CERTIFICATE = Sheet(
    RosterAct.REMOVE_CERTIFICATE,
    forms.ReasonForm,
    _remove_certificate,
    "不撤下",
    brings=("名册上不再显示，留痕里还在。",),
)
ADD_TRAINING = Sheet(
    RosterAct.ADD_TRAINING, forms.TrainingForm, _add_training, "先不登记", brings=("计入当年的学时。",)
)
DECLARE_TIE = Sheet(
    RosterAct.DECLARE_TIE,
    forms.TieForm,
    _declare_tie,
    "先不声明",
    brings=("派案、抽签时对照当事人和代理人，避开。", "只有本人、书记员、中心负责人和执行局长看得到。"),
)
END_TIE = Sheet(
    RosterAct.END_TIE, forms.TieEndForm, _end_tie, "先不登记", brings=("登记留着；曾有的关系，回避照样核对。",)
)


@staff()
@require_http_methods(["GET", "POST"])
def join(request: StaffRequest) -> HttpResponse:
    """A person who is new on the roster."""
    return answer(request, JOIN, About(None, "", reverse("cases:roster")))


def _on_person(sheet: Sheet) -> Any:
    @staff()
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        return answer(request, sheet, of_person(request, person(request, pk)))

    return view


@staff()
@require_http_methods(["GET", "POST"])
def amend(request: StaffRequest, pk: int) -> HttpResponse:
    """What is written of a person; the form carries the version it was opened with."""
    mediator = person(request, pk)
    return answer(request, AMEND, at_version(request, of_person(request, mediator)))


def _on_row(sheet: Sheet, rows: type[Absence] | type[Certificate] | type[Tie]) -> Any:
    @staff()
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        mediators = Mediator.objects.visible_to(request.user)
        found: QuerySet[Any] = rows._default_manager.filter(mediator__in=mediators).select_related("mediator__user")
        row = visible_or_404(found, GONE, pk=pk)
        return answer(request, sheet, of_person(request, row.mediator, row, f"{row.mediator}　{_named(row)}"))

    return view


def _named(row: Absence | Certificate | Tie) -> str:
    if isinstance(row, Absence):
        return f"{row.get_kind_display()} {row.days}"
    return str(row)


rejoin, suspend, enter_absence = _on_person(REJOIN), _on_person(SUSPEND), _on_person(ENTER_ABSENCE)
add_certificate, add_training, declare_tie = (_on_person(each) for each in (ADD_CERTIFICATE, ADD_TRAINING, DECLARE_TIE))
lift, move_absence, take_back = (_on_row(each, Absence) for each in (LIFT, MOVE_ABSENCE, TAKE_BACK))
remove_certificate, end_tie = _on_row(REMOVE_CERTIFICATE, Certificate), _on_row(END_TIE, Tie)
