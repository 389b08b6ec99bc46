"""约定会商、取消约定、记录联系、办结约定事项 as pages."""

from typing import Any

from cases.actions import appointments, contacts
from cases.actions.acting import Actor
from cases.forms.talks import CancelForm, CloseForm, ContactForm, ScheduleForm
from cases.queries.agenda import hints_for
from cases.queries.casefile import CaseFile
from cases.verbs import Verb
from jianli_mediation.core import clock

from .acting import act_page


def _time_asked(file: CaseFile, form: Any) -> dict[str, Any]:
    """Of the time that was typed: what to look at, and the rooms that are free."""
    time = form.time
    if time is None:
        return {"time": None}
    first, last = time
    return {"time": time, "hints": hints_for(file.case, first, last, file.calendar), "free": form.free}


@act_page(
    Verb.SCHEDULE_SESSION,
    ScheduleForm,
    template="cases/mediation/schedule.html",
    context=_time_asked,
    back="先不约",
    brings=lambda file: [
        "进会商日程和今日会商一览。",
        "和解室、和解员这段时间不能另约。",
        "到时间进我的工作，会商后记录。",
    ],
)
def schedule_session(by: Actor, case_id: int, form: ScheduleForm) -> str:
    row = appointments.schedule_session(by=by, now=clock.now(), case_id=case_id, planned=form.planned())
    said = f"已约 {row.starts_at.astimezone(clock.COURT_TIME):%Y-%m-%d %H:%M}，{row.where}。"
    hints = hints_for(form.file.case, row.starts_at, row.ends_at, form.file.calendar)
    return said + "".join(f"{hint}。" for hint in hints)


@act_page(
    Verb.CANCEL_SESSION,
    CancelForm,
    back="先不取消",
    brings=lambda file: ["和解室、和解员这段时间空出来。", "原来的约定留在会商一栏，写明理由。"],
)
def cancel_session(by: Actor, case_id: int, form: CancelForm) -> str:
    typed = form.cleaned_data
    row = appointments.cancel_session(
        by=by, now=clock.now(), case_id=case_id, appointment_id=int(typed["appointment"]), reason=typed["reason"]
    )
    return f"已取消 {row.starts_at.astimezone(clock.COURT_TIME):%Y-%m-%d %H:%M} 的会商，请告知各方。"


@act_page(
    Verb.LOG_CONTACT,
    ContactForm,
    template="cases/mediation/contact.html",
    back="先不记",
    brings=lambda file: ["联系上被申请人的，首次联系就算办了。", "承诺和约定的事到期前进我的工作。"],
)
def log_contact(by: Actor, case_id: int, form: ContactForm) -> str:
    row = contacts.log_contact(by=by, now=clock.now(), case_id=case_id, contact=form.contact())
    return f"{'已更正' if row.corrects_id else '已记'}：{row.party.name}，{row.get_way_display()}，{row.get_outcome_display()}。"


@act_page(
    Verb.CLOSE_FOLLOW_UP,
    CloseForm,
    template="cases/mediation/follow_up.html",
    back="先不办结",
    brings=lambda file: ["只能办结一次，不能改。", "承诺没有兑现的，计入久调不和的提示。"],
)
def close_follow_up(by: Actor, case_id: int, form: CloseForm) -> str:
    typed = form.cleaned_data
    row = contacts.close_follow_up(
        by=by,
        now=clock.now(),
        case_id=case_id,
        follow_up_id=int(typed["follow_up"]),
        result=typed["result"],
        closed_on=typed["closed_on"],
        note=typed["note"],
    )
    return f"已办结：{row.text}，{row.get_result_display()}。"
