"""When no work is given to a person: days away, and suspensions from the roster."""

from datetime import date, datetime, timedelta

from jianli_mediation.core.models import User
from mediators.kinds import AbsenceKind
from mediators.models import Absence, Mediator
from mediators.rules import ACTS, Errors, RosterAct, may

from .acting import Doing, acting_on, clean, near, refuse, refuse_wrong

ONE_DAY = timedelta(days=1)


def suspend(
    *, by: User | None, now: datetime, mediator_id: int, from_on: date, until_on: date | None, reason: str
) -> Absence:
    """Give her no work from ``from_on`` on, today at the earliest; ``until_on`` None: until it is lifted."""
    with acting_on(RosterAct.SUSPEND, mediator_id, by=by, now=now) as (doing, mediator):
        row = Absence(kind=AbsenceKind.SUSPENDED, from_on=from_on, until_on=until_on, reason=reason.strip())
        errors = _wrong(mediator, row, doing.today)
        if from_on < doing.today:
            errors["from_on"] = ["暂停从今天或以后起，以前的派案不改"]
        if not row.reason:
            errors["reason"] = ["请写暂停的理由"]
        _enter(doing, mediator, row, errors)
    return row


def lift(*, by: User | None, now: datetime, absence_id: int, on: date) -> None:
    """Give her work again from ``on`` on, today at the earliest. A suspension that has not begun is gone with it."""
    row = _row(absence_id)
    with acting_on(RosterAct.LIFT, row.mediator_id, by=by, now=now) as (doing, _):
        row = _row(absence_id)
        if row.kind != AbsenceKind.SUSPENDED:
            raise refuse("not_suspended", "这是缺勤，不是暂停派案；改止日或者撤回")
        errors: Errors = {}
        if on < doing.today:
            errors["on"] = ["从今天或以后起恢复"]
        elif row.until_on is not None and on > row.until_on:
            errors["on"] = [f"暂停到 {row.until_on} 为止，恢复日要在这以前"]
        elif far := near(on, doing.today):
            errors["on"] = far
        refuse_wrong(errors)
        doing.facts = {"from": row.from_on, "planned": row.until_on, "on": on}
        _end(row, on - ONE_DAY)


def enter_absence(
    *,
    by: User | None,
    now: datetime,
    mediator_id: int,
    kind: str,
    from_on: date,
    until_on: date | None,
    reason: str = "",
) -> Absence:
    """Enter days away, both ends included. She herself may enter days to come; days past are entered for her."""
    with acting_on(RosterAct.ENTER_ABSENCE, mediator_id, by=by, now=now) as (doing, mediator):
        row = Absence(kind=kind, from_on=from_on, until_on=until_on, reason=reason.strip())
        errors = _wrong(mediator, row, doing.today)
        if kind == AbsenceKind.SUSPENDED:
            errors["kind"] = ["暂停派案另行登记"]
        if until_on is None:
            errors["until_on"] = ["请填止日"]
        if _for_herself_alone(doing) and from_on <= doing.today:
            errors["from_on"] = ["自己只登记明天以后的；今天和以前的请书记员登记"]
        _enter(doing, mediator, row, errors)
    return row


def move_absence(*, by: User | None, now: datetime, absence_id: int, until_on: date) -> Absence:
    """Another last day of an absence: earlier or later."""
    row = _row(absence_id)
    with acting_on(RosterAct.MOVE_ABSENCE, row.mediator_id, by=by, now=now) as (doing, mediator):
        row = _row(absence_id)
        _changeable(row, doing)
        before, row.until_on = row.until_on, until_on
        errors = _wrong(mediator, row, doing.today)
        if before == until_on:
            errors["until_on"] = ["止日没有变"]
        refuse_wrong(errors)
        clean(row)
        row.save()
        doing.facts = _facts(row) | {"before": before}
    return row


def take_back_absence(*, by: User | None, now: datetime, absence_id: int, reason: str) -> None:
    """An absence that was entered by mistake or is not taken: the row goes, the trail keeps it."""
    row = _row(absence_id)
    with acting_on(RosterAct.TAKE_BACK_ABSENCE, row.mediator_id, by=by, now=now) as (doing, _):
        row = _row(absence_id)
        _changeable(row, doing)
        refuse_wrong({} if reason.strip() else {"reason": ["请写为什么撤回"]})
        doing.facts, doing.reason = _facts(row), reason.strip()
        row.delete()


def _row(absence_id: int) -> Absence:
    row = Absence.objects.filter(pk=absence_id).first()
    if row is None:
        raise refuse("absence_gone", "这条缺勤已经撤回")
    return row


def _end(row: Absence, last: date) -> None:
    if last < row.from_on:
        row.delete()
    else:
        row.until_on = last
        row.save(update_fields=["until_on"])


def _for_herself_alone(doing: Doing) -> bool:
    """Whether she acts for herself, without a role that would let her do it for anybody."""
    return doing.by is not None and not may(doing.by.role, doing.act)


def _changeable(row: Absence, doing: Doing) -> None:
    if row.kind == AbsenceKind.SUSPENDED:
        raise refuse("is_suspension", f"这是暂停派案，用“{ACTS[RosterAct.LIFT].label}”")
    if _for_herself_alone(doing) and row.from_on <= doing.today:
        raise refuse("absence_begun", "已经开始的缺勤，请书记员改")


def _wrong(mediator: Mediator, row: Absence, today: date) -> Errors:
    """What bars these days, by field."""
    errors: Errors = {}
    if row.until_on is not None and row.until_on < row.from_on:
        errors["until_on"] = [f"止日不能早于起日 {row.from_on}"]
    elif far := near(row.until_on or row.from_on, today):
        errors["until_on" if row.until_on else "from_on"] = far
    if mediator.period_on(row.from_on) is None:
        errors["from_on"] = [f"{row.from_on} 不在名册上，不用登记"]
    last = row.until_on or date.max
    others = [other for other in mediator.absences.all() if other.pk != row.pk]
    clash = next((other for other in others if other.from_on <= last and other.reaches(row.from_on)), None)
    if clash is not None and "until_on" not in errors:
        where = "from_on" if row.pk is None else "until_on"
        errors[where] = [f"与 {clash.days} 的{clash.get_kind_display()}重叠"]
    return errors


def _enter(doing: Doing, mediator: Mediator, row: Absence, errors: Errors) -> None:
    refuse_wrong(errors)
    row.mediator, row.entered_at = mediator, doing.now
    row.entered_by = doing.by or mediator.user
    clean(row)
    row.save()
    doing.facts, doing.reason = _facts(row), row.reason


def _facts(row: Absence) -> dict[str, object]:
    return {"kind": row.kind, "from": row.from_on, "until": row.until_on}
