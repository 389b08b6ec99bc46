"""What the meetings decided: of one month, what is still to be done, and what has come of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cases.models import MeetingTask
from cases.queries.worklist import Urgency, urgency
from jianli_mediation.core.models import User
from jianli_mediation.kernel.workdays import Calendar

SHOWN_AT_MOST = 200


@dataclass(frozen=True)
class TaskShown:
    """One task with its lamp: how near its day is, or what came of it."""

    task: MeetingTask
    lamp: Urgency


def tasks() -> QuerySet[MeetingTask]:
    """All tasks with the people named in them, the nearest day first."""
    return MeetingTask.objects.select_related("owner", "closed_by").order_by("due_on", "pk")


def decided_in(month: date) -> QuerySet[MeetingTask]:
    """What the meeting about ``month`` (its first day) decided."""
    return tasks().filter(month=month)


def carried_into(month: date) -> QuerySet[MeetingTask]:
    """What earlier meetings decided and the meeting about ``month`` looks at again: not closed before that month ended."""
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gte=month)
    return tasks().filter(still_open, month__lt=month)


def open_tasks_of(user: User) -> QuerySet[MeetingTask]:
    """What she still has to do."""
    return tasks().filter(owner=user, closed_on__isnull=True)


def shown(rows: QuerySet[MeetingTask], today: date, calendar: Calendar) -> list[TaskShown]:
    """The tasks with their lamps."""
    return [TaskShown(task, lamp_of(task, today, calendar)) for task in rows[:SHOWN_AT_MOST]]


def lamp_of(task: MeetingTask, today: date, calendar: Calendar) -> Urgency:
    """● for what is done, ○ for what is no longer wanted, else how near its day is."""
    if task.closed_on is None:
        return urgency(task.due_on, today, calendar)
    return Urgency("ok" if task.result == "done" else "none", task.get_result_display())
