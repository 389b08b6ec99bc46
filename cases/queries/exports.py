"""Lists as they are taken along in a file: exactly what the list shows to that person, its columns and its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from cases.models import Attempt, Case, Instalment, Party, Payment, Todo
from cases.models.choices import CREDITORS, DEBTORS
from cases.queries.confidential import PROPERTY_TODOS, sees_property
from cases.rules.identity import mask_id, mask_phone
from cases.states import State
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User

Value = str | int | Decimal | date | None
Row = list[Value]
# Whether the numbers of this case go out in full.
InFull = Callable[[Case], bool]
AT_ONCE = 500


@dataclass(frozen=True)
class Listing:
    """One kind of list: its title, its columns with their widths, how a row is written, which case it is about."""

    title: str
    heads: tuple[tuple[str, int], ...]
    write: Callable[[Any, InFull], Row]
    case_of: Callable[[Any], Case]


def rows_of(listing: Listing, found: QuerySet[Any], in_full: InFull) -> Iterator[Row]:
    """The rows one after the other, read some hundreds at a time."""
    for each in found.iterator(chunk_size=AT_ONCE):
        yield listing.write(each, in_full)


def with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with all that their rows show, in the order of receipt, the newest first."""
    attempts = Attempt.objects.select_related("mediator__user")
    return (
        cases.select_related("basis")
        .prefetch_related(Prefetch("parties", Party.objects.order_by("seq")), Prefetch("attempts", attempts))
        .order_by("-received_at", "-pk")
    )


def _case(case: Case, in_full: InFull) -> Row:
    attempt, full, parties = case.attempt, in_full(case), list(case.parties.all())
    mediator = attempt.mediator.user.name if attempt and attempt.mediator else ""
    theirs: list[Value] = []
    for roles in (CREDITORS, DEBTORS):
        side = [party for party in parties if party.role in roles]
        theirs += [
            "、".join(party.name for party in side),
            "、".join(party.id_number if full else mask_id(party.id_number) for party in side),
            "、".join(party.phone if full else mask_phone(party.phone) for party in side if party.phone),
        ]
    return [
        *(case.case_no, local_date(case.received_at), case.cause, case.basis.doc_no, *theirs, case.amount_applied),
        *(case.get_state_display(), case.get_legal_model_display(), case.get_enterprise_related_display()),
        *("是" if case.green_lane else "", mediator, attempt.deadline if attempt else None),
    ]


def _todo(todo: Todo, _: InFull) -> Row:
    case = todo.case
    return [
        *(case.case_no, case.title, case.cause, case.amount_applied, case.get_state_display(), todo.text, todo.due_on),
        *("等待对方" if todo.waiting else "", "是" if todo.green_lane else ""),
    ]


def _payment(row: Payment, _: InFull) -> Row:
    reversed_ = "红冲" if row.reverses_id else ""
    return [
        *(row.case.case_no, row.case.title, row.paid_on, row.amount, row.get_way_display(), row.payer, row.voucher),
        *(row.get_confirmation_display(), row.confirmed_on, reversed_),
    ]


def _instalment(row: Instalment, _: InFull) -> Row:
    case = row.agreement.case
    return [case.case_no, case.title, row.seq, row.due_on, row.amount, row.purpose, case.get_state_display()]


_NO, _WHO = ("案号", 30), ("当事人", 36)
LISTINGS = {
    "cases": Listing(
        "案件清单",
        (
            *(
                _NO,
                ("收件", 12),
                ("案由", 20),
                ("依据案号", 28),
                ("申请人", 20),
                ("申请人证件", 24),
                ("申请人手机", 16),
            ),
            *(("被申请人", 20), ("被申请人证件", 24), ("被申请人手机", 16), ("标的（元）", 16), ("状态", 14)),
            *(("和解类型", 14), ("涉企", 10), ("绿色通道", 10), ("和解员", 12), ("和解期限", 12)),
        ),
        _case,
        lambda case: case,
    ),
    "work": Listing(
        "我的工作",
        (
            *(_NO, _WHO, ("案由", 20), ("标的（元）", 16), ("状态", 14), ("要办的事", 40), ("期限", 12)),
            *(("等待", 10), ("绿色通道", 10)),
        ),
        _todo,
        lambda todo: todo.case,
    ),
    "payments": Listing(
        "收款",
        (
            *(_NO, _WHO, ("到账日", 12), ("金额（元）", 16), ("方式", 14), ("付款人", 16), ("凭证", 20)),
            *(("确认", 14), ("确认日", 12), ("红冲", 8)),
        ),
        _payment,
        lambda row: row.case,
    ),
    "instalments": Listing(
        "到期的分期",
        (_NO, _WHO, ("期", 6), ("应付日", 12), ("金额（元）", 16), ("用途", 14), ("状态", 14)),
        _instalment,
        lambda row: row.agreement.case,
    ),
}


def todos_seen(rows: QuerySet[Todo], user: User) -> QuerySet[Todo]:
    """The rows without those that tell of property to who may not see it."""
    return rows if sees_property(user) else rows.exclude(code__in=PROPERTY_TODOS)


def payments_between(user: User, first: date, last: date) -> QuerySet[Payment]:
    """What came in on these days in cases the person may see."""
    visible = Case.objects.visible_to(user)
    found = Payment.objects.filter(paid_on__range=(first, last), case__in=visible.values("pk"))
    return found.select_related("case").order_by("paid_on", "pk")


def instalments_between(user: User, first: date, last: date) -> QuerySet[Instalment]:
    """What falls due on these days under the agreements in force, in cases the person may see."""
    visible = Case.objects.visible_to(user).filter(state=State.PERFORMING)
    newer = Q(agreement__case__agreements__version__gt=F("agreement__version"))
    found = Instalment.objects.filter(due_on__range=(first, last), agreement__case__in=visible.values("pk"))
    return found.exclude(newer).select_related("agreement__case").order_by("due_on", "pk")
