"""约定事项: what was agreed to be done by a day, written down where it was agreed, in a session or on the telephone."""

from collections.abc import Iterable

from cases.models import Contact, FollowUp, Session
from cases.models.choices_talks import FollowUpKind
from jianli_mediation.kernel.money import show

from .acting import Act, InvalidInput
from .inputs_talks import FollowUpInput

LONGEST = 200


def agree(
    act: Act, rows: Iterable[FollowUpInput], *, session: Session | None = None, contact: Contact | None = None
) -> list[FollowUp]:
    """Write down what was agreed, inside an act that is open; ``session`` or ``contact`` is where.

    Raises InvalidInput, each message at ``follow_ups.<place>.<field>``: no text, a promise without an amount, a day before
    that of the act, a party of another case.
    """
    wanted = list(rows)
    errors: dict[str, list[str]] = {}
    for place, row in enumerate(wanted):
        errors |= {f"follow_ups.{place}.{name}": texts for name, texts in _faults(act, row).items()}
    if errors:
        raise InvalidInput(errors)
    attempt = act.case.attempt
    if attempt is None:
        raise InvalidInput({"case": ["没有进行中的和解程序"]})
    return [
        attempt.follow_ups.create(
            kind=row.kind,
            party_id=row.party_id,
            text=_text(row),
            amount=row.amount,
            due_on=row.due_on,
            session=session,
            contact=contact,
            entered_by=act.by,
            entered_at=act.now,
        )
        for row in wanted
    ]


def _text(row: FollowUpInput) -> str:
    if row.text.strip() or row.amount is None:
        return row.text.strip()
    return f"付款 {show(row.amount)} 元"


def _faults(act: Act, row: FollowUpInput) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if row.kind == FollowUpKind.PROMISE:
        if row.amount is None or row.amount <= 0:
            faults["amount"] = ["付款承诺须填大于 0 的金额"]
    elif row.amount is not None:
        faults["amount"] = ["只有付款承诺填金额"]
    elif not row.text.strip():
        faults["text"] = ["请写明约定了什么"]
    if len(row.text.strip()) > LONGEST:
        faults["text"] = [f"不能超过 {LONGEST} 字"]
    if row.due_on < act.day.today:
        faults["due_on"] = [f"不能早于 {act.day.today:%Y-%m-%d}"]
    if row.party_id is not None and row.party_id not in {party.pk for party in act.case.parties.all()}:
        faults["party"] = ["本案没有这个当事人"]
    return faults
