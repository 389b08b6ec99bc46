"""What a person brings along: certificates, training, and the ties that may call for recusal."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from jianli_mediation.core.models import User
from mediators.models import Certificate, Tie, Training
from mediators.rules import Errors, RosterAct, check_any_id

from .acting import acting_on, clean, refuse, refuse_wrong

MOST_HOURS = Decimal(200)


def add_certificate(
    *,
    by: User | None,
    now: datetime,
    mediator_id: int,
    title: str,
    number: str,
    issuer: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Certificate:
    """A letter of appointment or a licence; ``valid_until`` None: it does not run out."""
    with acting_on(RosterAct.ADD_CERTIFICATE, mediator_id, by=by, now=now) as (doing, mediator):
        if valid_from is not None and valid_until is not None and valid_until < valid_from:
            refuse_wrong({"valid_until": [f"有效期止日不能早于起日 {valid_from}"]})
        row = Certificate(
            mediator=mediator,
            title=title.strip(),
            number=number.strip(),
            issuer=issuer.strip(),
            valid_from=valid_from,
            valid_until=valid_until,
        )
        clean(row)
        row.save()
        doing.facts = {"title": row.title, "number": row.number, "until": valid_until}
    return row


def remove_certificate(*, by: User | None, now: datetime, certificate_id: int, reason: str) -> None:
    """A certificate that was withdrawn or entered by mistake: the row goes, the trail keeps it."""
    row = _certificate(certificate_id)
    with acting_on(RosterAct.REMOVE_CERTIFICATE, row.mediator_id, by=by, now=now) as (doing, _):
        row = _certificate(certificate_id)
        refuse_wrong({} if reason.strip() else {"reason": ["请写为什么撤下"]})
        doing.facts = {"title": row.title, "number": row.number, "until": row.valid_until}
        doing.reason = reason.strip()
        row.delete()


def _certificate(certificate_id: int) -> Certificate:
    row = Certificate.objects.filter(pk=certificate_id).first()
    if row is None:
        raise refuse("certificate_gone", "这份证件已经撤下")
    return row


def add_training(
    *, by: User | None, now: datetime, mediator_id: int, held_on: date, title: str, hours: Decimal
) -> Training:
    """One training that was held, in hours."""
    with acting_on(RosterAct.ADD_TRAINING, mediator_id, by=by, now=now) as (doing, mediator):
        errors: Errors = {}
        if held_on > doing.today:
            errors["held_on"] = ["培训办完再登记，日期不能晚于今天"]
        if not 0 < hours <= MOST_HOURS:
            errors["hours"] = [f"学时大于 0，最多 {MOST_HOURS}"]
        refuse_wrong(errors)
        row = Training(mediator=mediator, held_on=held_on, title=title.strip(), hours=hours)
        clean(row)
        row.save()
        doing.facts = {"title": row.title, "held": held_on, "hours": f"{hours.normalize():f}"}
    return row


def declare_tie(
    *, by: User, now: datetime, mediator_id: int, kind: str, name: str, id_number: str = "", note: str = ""
) -> Tie:
    """A relation to a person or a body that may call for recusal (在线调解规则第十三条). The number is sealed."""
    with acting_on(RosterAct.DECLARE_TIE, mediator_id, by=by, now=now) as (doing, mediator):
        number = check_any_id(id_number, doing.today)
        errors: Errors = {"id_number": [number.problem]} if number.problem else {}
        if not name.strip():
            errors["name"] = ["请填姓名或单位"]
        refuse_wrong(errors)
        row = Tie(
            mediator=mediator,
            kind=kind,
            name=name.strip(),
            id_number=number.normal,
            note=note.strip(),
            declared_on=doing.today,
            entered_by=by,
            entered_at=now,
        )
        clean(row)
        row.seal_hashes()
        row.save()
        doing.facts = {"kind": kind, "name": row.name}
    return row


def end_tie(*, by: User | None, now: datetime, tie_id: int, until_on: date) -> Tie:
    """The relation ended on ``until_on``. It stays on record, and bars as far as the law on recusal goes."""
    found = Tie.objects.filter(pk=tie_id).first()
    if found is None:
        raise ValidationError({"tie": ["没有这条关系。"]})
    with acting_on(RosterAct.END_TIE, found.mediator_id, by=by, now=now) as (doing, mediator):
        row = mediator.ties.get(pk=tie_id)
        if row.until_on is not None:
            raise refuse("tie_ended", f"已经登记 {row.until_on} 结束")
        if until_on > doing.today:
            refuse_wrong({"until_on": ["结束以后再登记，不能晚于今天"]})
        row.until_on = until_on
        row.save(update_fields=["until_on"])
        doing.facts = {"kind": row.kind, "name": row.name, "until": until_on}
    return row
