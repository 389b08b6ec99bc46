"""What a party sees of her own matter: plain words, her own side's figures, nothing that was said in confidence."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.facts import load_reference, statuses
from cases.models import Case, Message, Party, PartyRequest, case_to_read
from cases.models.choices import CREDITORS, DEBTORS
from cases.models.choices_notices import MessageStatus
from cases.models.choices_talks import AppointmentStatus
from cases.rules.instalments import InstalmentStatus
from cases.rules.parameters import COMPLAINT_PHONE, COURT_PHONE
from cases.states import State
from jianli_mediation.core.clock import local_date

MOST_TOLD = 10
# Three names for one thing: what the court calls it, what statistics call it, and what a party is told.
WHERE = {
    State.INTAKE: "材料收到了，正在看能不能先和解。",
    State.MEDIATION: "正在和解。谈不谈、怎么谈，由您自己决定。",
    State.PERFORMING: "双方签了还款协议，正在按协议付款。",
    State.FAILED: "和解没有谈成，正在转去立案执行。",
    State.DEFAULTED: "协议没有按时履行。申请人可以申请执行原来的判决。",
    State.FULFILLED: "都付清了，事情办完了。",
    State.ENFORCEMENT: "已经转到执行程序。",
    State.WITHDRAWN: "申请已经撤回，和解结束了。",
}


@dataclass(frozen=True)
class Payee:
    """Where the money goes, and the last four digits of the account; the whole number stands in the agreement."""

    holder: str
    bank: str
    tail: str


@dataclass(frozen=True)
class Matter:
    """One party's matter on one day. Amounts in yuan."""

    party: Party
    case: Case
    today: date
    pays: bool
    opposite: str
    where: str
    instalments: list[InstalmentStatus]
    payee: Payee | None
    person: str
    phone: str
    complaint_phone: str
    appointment: datetime | None
    place: str
    talks_until: date | None
    requests: list[PartyRequest]
    told: list[Message]
    answer_days: str

    @property
    def next_due(self) -> InstalmentStatus | None:
        return next((row for row in self.instalments if row.left > 0), None)

    @property
    def left(self) -> Decimal:
        return sum((row.left for row in self.instalments), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((row.paid for row in self.instalments), Decimal(0))

    @property
    def urgency(self) -> tuple[str, str]:
        """How near the next payment is: the lamp's kind and its words."""
        days = (self.next_due.due_on - self.today).days if self.next_due else 0
        if days > 0:
            return "ok", f"还有 {days} 天"
        return ("soon", "就是今天") if days == 0 else ("late", f"已经过了 {-days} 天")


def matter_of(party: Party, now: datetime) -> Matter:
    """The matter as it stands. Notes of the talks, offers, property and the other side's numbers are not in it."""
    case = case_to_read(party.case_id)
    if case is None:
        raise LookupError(f"case {party.case_id}")
    today = local_date(now)
    pays = party.role in DEBTORS
    attempt = case.attempt
    coming = [
        row
        for row in (attempt.appointments.all() if attempt is not None else ())
        if row.status == AppointmentStatus.PLANNED and row.starts_at > now
    ]
    mediator = attempt.mediator.user if attempt is not None and attempt.mediator is not None else None
    person = mediator or case.clerk or case.filed_by
    reference = load_reference()
    phones = reference.in_force(today)
    # After the end the agreement is history: nothing of it is asked for here.
    plan = statuses(case, today, reference.calendar) if case.state in (State.PERFORMING, State.FULFILLED) else []
    return Matter(
        party=party,
        case=case,
        today=today,
        pays=pays,
        opposite="、".join(each.name for each in case.parties.all() if each.role in (CREDITORS if pays else DEBTORS)),
        where=WHERE[State(case.state)],
        instalments=plan,
        payee=_payee(case) if pays and plan else None,
        person=person.name,
        phone=person.desk_phone or phones.get(COURT_PHONE, ""),
        complaint_phone=phones.get(COMPLAINT_PHONE, ""),
        appointment=coming[0].starts_at if coming else None,
        place=coming[0].where if coming else "",
        talks_until=attempt.deadline if attempt is not None and case.state == State.MEDIATION else None,
        requests=list(PartyRequest.objects.filter(party=party).order_by("-received_at", "-pk")[:MOST_TOLD]),
        told=list(
            Message.objects.filter(party=party, status=MessageStatus.SENT).order_by("-sent_at", "-pk")[:MOST_TOLD]
        ),
        answer_days=reference.periods_at(today)["T_REQ"].text,
    )


def _payee(case: Case) -> Payee | None:
    for each in case.parties.all():
        if each.role in CREDITORS and each.account_no:
            return Payee(each.account_name or each.name, each.account_bank, each.account_no[-4:])
    return None
