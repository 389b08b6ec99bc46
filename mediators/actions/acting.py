"""The spine of the roster's acts: the right, the lock, the change and one entry in the trail, or nothing of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

from jianli_mediation.core import audit
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.models import AuditEntry, AuditHead, User
from jianli_mediation.kernel.refusal import Blocker, Refused
from mediators.kinds import BODIES
from mediators.models import Absence, Certificate, Mediator, Organisation, Room, ServicePeriod, Tie, Training
from mediators.rules import ACTS, Errors, RosterAct, may

FURTHEST = timedelta(days=366)
# Where on the form a constraint of the database is told.
FIELDS = {
    "mediator_roster_no_once": "roster_no",
    "mediator_capacity_positive": "capacity",
    "service_period_forward": "until_on",
    "service_period_no_overlap": "from_on",
    "absence_forward": "until_on",
    "absence_ends_unless_suspended": "until_on",
    "absence_kind_known": "kind",
    "absence_no_overlap": "from_on",
    "certificate_once": "number",
    "certificate_forward": "valid_until",
    "training_hours_positive": "hours",
    "tie_kind_known": "kind",
    "organisation_tariff_published": "tariff",
}
# The keys without a name of ours: one for each of these tables.
TAKEN = {
    "mediators_organisation": ("name", "已经有这个名称的组织"),
    "mediators_room": ("name", "已经有这个名称的和解室"),
    "mediators_mediator": ("user", "这个账号已经在名册里"),
}
UNIQUE_VIOLATION = "23505"
_CONSTRAINTS = {
    constraint.name: constraint
    for model in (Absence, Certificate, Mediator, Organisation, Room, ServicePeriod, Tie, Training)
    for constraint in model._meta.constraints
}


def chain_of(row: Mediator | Organisation | Room) -> str:
    """The chain of the audit trail that belongs to a person, a body or a room: ``mediator:3``."""
    return f"{row._meta.model_name}:{row.pk}"


def version_of(row: Mediator | Organisation | Room) -> int:
    """How many acts stand in the row's chain: what a form was opened with."""
    return AuditHead.objects.filter(chain=chain_of(row)).values_list("seq", flat=True).first() or 0


@dataclass
class Doing:
    """One act under way, and what its entry in the trail will say."""

    act: RosterAct
    by: User | None
    now: datetime
    chain: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_date(self.now)


def right_to(act: RosterAct, by: User | None, *, own: bool = False) -> None:
    """PermissionDenied when the act is not for this person. ``by`` None: the console of the server, which may all."""
    if by is not None and not (by.is_active and may(by.role, act, own=own)):
        raise PermissionDenied(f"“{ACTS[act].label}”不由{by.get_role_display()}办理。")


def refuse_wrong(errors: Errors) -> None:
    """ValidationError with all that is wrong, by field; or nothing."""
    if errors:
        raise ValidationError({name: [f"{text.rstrip('。')}。" for text in texts] for name, texts in errors.items()})


def refuse(code: str, message: str, article: str = "") -> Refused:
    """A refusal with one reason."""
    return Refused([Blocker(code, message, article)])


@contextmanager
def told_at_the_field() -> Iterator[None]:
    """What the database refuses is told at the field it is about, in the words of the constraint."""
    try:
        yield
    except IntegrityError as error:
        found = getattr(error.__cause__, "diag", None)
        name = getattr(found, "constraint_name", "") or ""
        if name in FIELDS:
            refuse_wrong({FIELDS[name]: [str(_CONSTRAINTS[name].violation_error_message)]})
        table = getattr(found, "table_name", "") or ""
        if getattr(found, "sqlstate", "") == UNIQUE_VIOLATION and table in TAKEN:
            where, words = TAKEN[table]
            refuse_wrong({where: [words]})
        raise


@contextmanager
def acting(act: RosterAct, *, by: User | None, now: datetime, own: bool = False) -> Iterator[Doing]:
    """One act: the right, the body, one entry in ``Doing.chain``. Whatever is raised, nothing has happened."""
    right_to(act, by, own=own)
    doing = Doing(act, by, now)
    with told_at_the_field(), transaction.atomic():
        yield doing
        audit.record(chain=doing.chain, verb=act, by=by, at=now, reason=doing.reason, facts=doing.facts)


@contextmanager
def acting_on(
    act: RosterAct, mediator_id: int, *, by: User | None, now: datetime, version: int | None = None
) -> Iterator[tuple[Doing, Mediator]]:
    """One act on a person's entry, which stays locked until the end. Refused ``changed_meanwhile`` for an old version."""
    with transaction.atomic():
        mediator = locked(mediator_id)
        own = by is not None and mediator.user_id == by.pk
        with acting(act, by=by, now=now, own=own) as doing:
            unchanged(mediator, version)
            doing.chain = chain_of(mediator)
            yield doing, mediator


def locked(mediator_id: int) -> Mediator:
    """The person's entry, locked against every other act and assignment. ValidationError when there is none."""
    rows = Mediator.objects.select_for_update(of=("self",), no_key=True)
    mediator = rows.select_related("user", "supervisor", "organisation", "room").filter(pk=mediator_id).first()
    if mediator is None:
        raise ValidationError({"mediator": ["名册里没有这个人。"]})
    return mediator


def unchanged(row: Mediator | Organisation | Room, version: int | None) -> None:
    """Refused when somebody changed the locked row since ``version`` was read."""
    if version is None or version == version_of(row):
        return
    last = AuditEntry.objects.filter(chain=chain_of(row)).select_related("actor").order_by("-seq").first()
    who = last.actor.name if last and last.actor else "别人"
    when = f"{last.at.astimezone(COURT_TIME):%m-%d %H:%M}" if last else "刚才"
    raise refuse("changed_meanwhile", f"打开这一页以后，{who}在 {when} 改过，请看过再办")


def clean(row: models.Model) -> None:
    """ValidationError by field for what the columns cannot hold. Keys and constraints are left to the database."""
    row.full_clean(validate_unique=False, validate_constraints=False)


def near(day: date, today: date) -> list[str]:
    """What is wrong with a day typed for the roster: it lies more than a year ahead."""
    return [f"{day} 离今天太远，请核对年份"] if day - today > FURTHEST else []


def differences(row: models.Model, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → value before and after as people read them, for those fields that change. ``row`` is changed.

    A sealed number is named, never shown: its two values stay empty.
    """
    found: dict[str, list[Any]] = {}
    for name, value in changes.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            found[name] = ["", ""] if name == "id_number" else [_shown(row, name, before), _shown(row, name, value)]
    if not found:
        raise ValidationError("没有改动，不用登记。")
    return found


def _shown(row: models.Model, name: str, value: Any) -> Any:
    if isinstance(row, Organisation) and name == "kind":
        return BODIES.get(value, value)
    choices = dict(row._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    if isinstance(value, models.Model):
        return str(value)
    return choices.get(value, value)
