"""Joining the roster, what is written there of a person, leaving it and coming back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jianli_mediation.core.models import User
from mediators.models import Mediator, ServicePeriod
from mediators.rules import Errors, RosterAct, check_id, fits

from .acting import acting, acting_on, chain_of, clean, differences, near, refuse, refuse_wrong

AMENDABLE = (
    "roster_no",
    "kind",
    "organisation",
    "supervisor",
    "id_number",
    "specialities",
    "languages",
    "room",
    "capacity",
)


def join(*, by: User | None, now: datetime, mediator: Mediator, from_on: date) -> Mediator:
    """Put a person on the roster from ``from_on`` on. ``mediator``: filled in, not yet stored.

    ValidationError with the fields where something is missing or taken.
    """
    with acting(RosterAct.JOIN, by=by, now=now) as doing:
        errors = _wrong(mediator, doing.today)
        if Mediator.objects.filter(user=mediator.user_id).exists():
            errors["user"] = ["这个账号已经在名册里，离开过的请重新列入"]
        if far := near(from_on, doing.today):
            errors["from_on"] = far
        refuse_wrong(errors)
        clean(mediator)
        mediator.seal_hashes()
        mediator.save()
        mediator.periods.create(from_on=from_on)
        doing.chain = chain_of(mediator)
        doing.facts = {"account": mediator.user_id, "kind": mediator.kind, "from": from_on}
    return mediator


def amend(
    *, by: User | None, now: datetime, mediator_id: int, changes: Mapping[str, Any], version: int | None = None
) -> Mediator:
    """Change what is written of a person: any of ``AMENDABLE``. The trail keeps both values of each.

    ``version``: of ``acting.version_of``, as read with the form. ValidationError by field; Refused where somebody else
    was first.
    """
    if unknown := set(changes) - set(AMENDABLE):
        raise ValueError(f"cannot amend {unknown}")
    with acting_on(RosterAct.AMEND, mediator_id, by=by, now=now, version=version) as (doing, mediator):
        doing.facts = {"changes": differences(mediator, changes)}
        refuse_wrong(_wrong(mediator, doing.today))
        clean(mediator)
        mediator.seal_hashes()
        mediator.save()
    return mediator


def leave(
    *, by: User | None, now: datetime, mediator_id: int, until_on: date, reason: str, open_cases: int
) -> ServicePeriod:
    """End the stay on the roster; ``until_on`` is its last day, today at the latest. What was planned beyond it is dropped.

    ``open_cases``: how many cases wait in her hands, counted by the caller while the entry is locked. Refused
    ``open_cases`` while there is one, ``not_on_roster`` when she is not on the roster.
    """
    with acting_on(RosterAct.LEAVE, mediator_id, by=by, now=now) as (doing, mediator):
        period = mediator.periods.filter(until_on__isnull=True).first()
        if period is None:
            raise refuse("not_on_roster", f"{mediator}已经不在名册上")
        if open_cases:
            raise refuse("open_cases", f"{mediator}手里还有 {open_cases} 件没有结束的案件（含等答复的），先逐件改派")
        errors: Errors = {}
        if until_on < period.from_on:
            errors["until_on"] = [f"离册日不能早于入册日 {period.from_on}"]
        elif until_on > doing.today:
            errors["until_on"] = ["离册日不能晚于今天；以后才离开的，先暂停派案"]
        if not reason.strip():
            errors["reason"] = ["请写离册的理由"]
        refuse_wrong(errors)
        period.until_on, period.leave_reason = until_on, reason.strip()
        clean(period)
        period.save()
        doing.reason = period.leave_reason
        doing.facts = {"from": period.from_on, "until": until_on, "dropped": _drop_beyond(mediator, until_on)}
    return period


def _drop_beyond(mediator: Mediator, until_on: date) -> int:
    """Absences end with the stay. How many were cut or removed."""
    later, _ = mediator.absences.filter(from_on__gt=until_on).delete()
    cut = mediator.absences.exclude(until_on__lte=until_on).update(until_on=until_on)
    return later + cut


def rejoin(*, by: User | None, now: datetime, mediator_id: int, from_on: date) -> ServicePeriod:
    """Begin another stay on the roster, after the last one. Refused ``on_roster`` while a stay lasts."""
    with acting_on(RosterAct.REJOIN, mediator_id, by=by, now=now) as (doing, mediator):
        last = mediator.periods.order_by("-from_on").first()
        if last is not None and last.until_on is None:
            raise refuse("on_roster", f"{mediator}自 {last.from_on} 起就在名册上")
        errors = _wrong(mediator, doing.today)
        if not mediator.user.is_active:
            errors["user"] = ["账号已经停用，先请系统管理员启用"]
        if last is not None and last.until_on is not None and from_on <= last.until_on:
            errors["from_on"] = [f"上一次在册到 {last.until_on}，要晚于这一天"]
        if far := near(from_on, doing.today):
            errors["from_on"] = far
        refuse_wrong(errors)
        period = mediator.periods.create(from_on=from_on)
        doing.facts = {"from": from_on}
    return period


def _wrong(mediator: Mediator, today: date) -> Errors:
    """All that bars an entry, by field. Puts the identity number into the one spelling."""
    supervisor = mediator.supervisor
    errors = fits(
        role=mediator.user.role,
        kind=mediator.kind,
        supervisor_role=supervisor.role if supervisor else None,
        herself=supervisor is not None and supervisor.pk == mediator.user_id,
    )
    if supervisor is not None and not supervisor.is_active:
        errors["supervisor"] = [f"{supervisor}的账号已经停用"]
    number = check_id(mediator.id_number, today)
    mediator.id_number = number.normal
    if number.problem:
        errors["id_number"] = [number.problem]
    elif number.normal and _same_number(mediator):
        errors["id_number"] = ["名册里已经有这个号码的人"]
    return errors


def _same_number(mediator: Mediator) -> bool:
    mediator.seal_hashes()
    return Mediator.objects.filter(id_hash=mediator.id_hash).exclude(pk=mediator.pk).exists()
