"""例会定的事: decided for a month, owned by one person, and closed once by her or by those who preside."""

from datetime import date, datetime

from django.db import transaction

from cases.models import MeetingTask, TaskResult
from cases.verbs import OFFICE, Office
from jianli_mediation.core import audit
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

from .acting import Actor, Forbidden, InvalidInput, refuse

CHAIN = "meeting"
# Whom the meeting can give something to do: the people of the court, not those who look after accounts or the records.
OWNERS = frozenset(
    {
        *(Role.WINDOW, Role.FILING, Role.MEDIATOR, Role.CLERK, Role.JUDGE, Role.HEAD, Role.DIRECTOR),
        *(Role.BUSINESS_OFFICE, Role.FINANCE, Role.COMMAND_CENTRE),
    }
)


def presides(user: User) -> bool:
    """Whether she may give out tasks, and close those of others."""
    return user.role in OFFICE[Office.DECIDE_TASK].roles


@transaction.atomic
def decide_task(*, by: Actor, now: datetime, month: date, text: str, owner_id: int, due_on: date) -> MeetingTask:
    """Give somebody something to do until ``due_on``. ``month``: any day of the month whose report was discussed.

    Raises Forbidden, and InvalidInput naming every field that cannot be.
    """
    if not presides(by.user):
        raise Forbidden("role_forbidden", f"“{OFFICE[Office.DECIDE_TASK].label}”不由{by.user.get_role_display()}办理")
    today, errors = local_date(now), {}
    owner = User.objects.filter(pk=owner_id, is_active=True, role__in=OWNERS).first()
    if owner is None:
        errors["owner"] = ["请选本院在用账号的责任人"]
    if not text.strip():
        errors["text"] = ["请写明事项"]
    if due_on < today:
        errors["due_on"] = [f"须在今天（{today:%Y-%m-%d}）或者以后"]
    if month.replace(day=1) > today:
        errors["month"] = ["这个月还没有到"]
    if errors or owner is None:
        raise InvalidInput(errors)
    task = MeetingTask.objects.create(
        month=month.replace(day=1), text=text.strip(), owner=owner, due_on=due_on, made_by=by.user, made_at=now
    )
    facts = {"task": task.pk, "month": task.month, "owner": owner.pk, "due_on": due_on, "text": task.text}
    audit.record(chain=CHAIN, verb=Office.DECIDE_TASK, by=by.user, at=now, client=by.client, facts=facts)
    return task


@transaction.atomic
def close_task(*, by: Actor, now: datetime, task_id: int, result: str, note: str) -> MeetingTask:
    """Say what came of it: done, or no longer wanted. Raises Forbidden, Refused when it is closed, InvalidInput."""
    task = MeetingTask.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=task_id).first()
    if task is None:
        raise InvalidInput({"task": ["没有这件事"]})
    if task.owner_id != by.user.pk and not presides(by.user):
        raise Forbidden("not_yours", f"这件事由{task.owner}办，只能由本人或者主持例会的人办结")
    if task.result:
        raise refuse("task_closed", f"这件事已于 {task.closed_on:%Y-%m-%d} 办结")
    errors = {}
    if result not in TaskResult.values:
        errors["result"] = ["请选已办或者不再办"]
    if result == TaskResult.DROPPED and not presides(by.user):
        errors["result"] = ["不再办由主持例会的人定"]
    if not note.strip():
        errors["note"] = ["请写明办理情况"]
    if errors:
        raise InvalidInput(errors)
    task.result, task.note = result, note.strip()
    task.closed_on, task.closed_by = local_date(now), by.user
    task.save()
    facts = {"task": task.pk, "result": result, "note": task.note}
    audit.record(chain=CHAIN, verb=Office.CLOSE_TASK, by=by.user, at=now, client=by.client, facts=facts)
    return task
