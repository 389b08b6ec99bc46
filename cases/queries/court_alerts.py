"""系统提醒: what concerns the whole court and no single case. Asked when the page is opened, so that it clears itself."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.models import Case, DutyRun, Message, MonthReport
from cases.models.choices_notices import MessageStatus
from cases.queries.calendar import unconfirmed_years
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.workdays import Calendar, add_months

CLOSERS = (Role.HEAD, Role.DIRECTOR)
SENDERS = (Role.WINDOW, Role.CLERK, Role.HEAD)


@dataclass(frozen=True)
class Alert:
    """One line: what, why and how it ends, and where to do it (nothing: no page of this person's)."""

    text: str
    why: str
    url: str = ""


def month_to_close(today: date) -> date | None:
    """The first day of last month while its report is not frozen; None where there was nothing to report."""
    month = add_months(today.replace(day=1), -1)
    if MonthReport.objects.filter(month=month).exists():
        return None
    known = Case.objects.filter(registered_on__lt=today.replace(day=1), registered_on__gte=month)
    return month if known.exists() else None


def calendar_missing(today: date, calendar: Calendar) -> list[int]:
    """Years whose holidays are not announced, this year's and from September on the next one's."""
    return unconfirmed_years(today, calendar)


def alerts_for(user: User, today: date, calendar: Calendar) -> list[Alert]:
    """What this person is to know of the whole court; each says how it ends."""
    found = [
        Alert(f"{year} 年放假安排未公布", "落在这一年的期限标“暂估”；公布后导入，自动重算，这一条撤下。")
        for year in calendar_missing(today, calendar)
    ]
    if user.role in CLOSERS and (month := month_to_close(today)):
        found.append(
            Alert(
                f"{month:%Y-%m} 的月报还没有冻结",
                "冻结以后撤下。",
                reverse("cases:report", args=[f"{month:%Y-%m}"]),
            )
        )
    if user.role in SENDERS and (count := Message.objects.filter(status=MessageStatus.FAILED).count()):
        found.append(
            Alert(
                f"{count} 条告知没有发出", "重发或者改打通知单以后撤下。", f"{reverse('cases:messages')}?state=failed"
            )
        )
    if user.role in CLOSERS and (broken := _broken(today)):
        found.append(
            Alert(f"夜间核对没有核对完：{broken}", "请告诉技术室；下一次核对完了撤下。", reverse("cases:duties"))
        )
    return found


def _broken(today: date) -> int:
    """How many duties broke off in the newest run."""
    newest = DutyRun.objects.order_by("-run_on").values("run_on")[:1]
    return DutyRun.objects.filter(run_on=newest).exclude(problem="").count()
