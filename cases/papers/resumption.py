"""恢复执行: the facts for D22, the creditor's application after a default, and for D23, the court's answer to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.facts import balance_on, owner_key, statuses
from cases.models import Case
from cases.models.choices import CREDITORS, DEBTORS
from cases.papers import blocks
from cases.papers.making import Maker, Subject
from cases.papers.rulings import article, clerk_name, ruling_frame, rulings_before, settlement_of
from cases.rules.balance import Balance
from cases.rules.casenumber import parse_case_no
from cases.rules.instalments import InstalmentStatus
from cases.rules.law import cite, interpretation_ref, statute_ref
from cases.states import State
from documents.contexts.enforcement import (
    NOTICE,
    REFUSE,
    RESUME,
    SUSPEND,
    EnforcementApplication,
    InstalmentState,
    Resumption,
)
from documents.contexts.parts import AmountLine, CourtHead, PartyBlock
from documents.models import Paper
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.chinese import number
from jianli_mediation.kernel.money import ZERO, show

FIRST_ENFORCEMENT = "执"


def application(case: Case, *, on: date) -> EnforcementApplication:
    """D22: what is left of the instrument after what was paid, as the creditor asks for it on the day."""
    frame = blocks.frame(case, on)
    agreement = case.agreement
    balance = balance_on(case, on)
    creditors = blocks.parties_of(case, CREDITORS)
    broken = case.state == State.DEFAULTED or any(row.state == "overdue" for row in statuses(case, on, load_calendar()))
    return EnforcementApplication(
        **frame,
        creditors=blocks.party_blocks(case, CREDITORS, on),
        debtors=blocks.party_blocks(case, DEBTORS, on),
        basis=blocks.basis_block(case.basis, case.cause),
        performance_end=case.basis.performance_end,
        registered_on=case.exec_registered_on if frame["exec_no"] else None,
        settlement=settlement_of(agreement) if agreement is not None else None,
        ground="default" if broken else "",
        instalments=tuple(_instalment(row) for row in statuses(case, on, load_calendar())),
        payments=blocks.payment_lines(case),
        paid_total=balance.paid,
        reckoned_to=on,
        balance=_lines(balance),
        balance_total=balance.total,
        account=blocks.account_of(creditors),
        attached=_attached(filed=bool(frame["exec_no"])),
        cite_ground=statute_ref("settlement" if frame["exec_no"] else "application", on).text,
        cite_interest=statute_ref("delay_interest", on).text,
    )


def _applications_possible(case: Case) -> list[Subject]:
    label = "申请恢复执行" if blocks.exec_no(case) else "申请执行原生效法律文书"
    return [Subject("", label)] if case.agreement else []


def resumption(case: Case, *, variant: str, on: date) -> Resumption:
    """D23: the original instrument is enforced again, less what was paid; or is not, for one of four reasons."""
    frame = blocks.frame(case, on) if variant == NOTICE else ruling_frame(case, on)
    agreement = case.agreement
    refused, balance = variant == REFUSE, balance_on(case, on)
    ground, found = _finding(case, variant, on)
    package = max(case.handovers.all(), key=lambda row: row.seq, default=None)
    return Resumption(
        **frame,
        after=0 if variant == NOTICE else rulings_before(case, "D23", variant),
        variant=variant,
        creditors=_parties(case, CREDITORS, on, variant),
        debtors=_parties(case, DEBTORS, on, variant),
        basis=replace(blocks.basis_block(case.basis, case.cause), duties=()),
        first_no=_first_number(case),
        first_on=None if package and package.acknowledged_on else case.exec_registered_on,
        earlier=_earlier(case),
        settlement=settlement_of(agreement) if agreement is not None else None,
        applied_on=package.applied_on if package else None,
        ground=ground,
        facts=found,
        deducted=None if refused else balance.paid,
        reckoned_to=None if refused else on,
        balance=() if refused else _lines(balance),
        balance_total=None if refused else balance.total,
        cite_decision=_cited(variant, on),
        cite_grounds=cite("settlement_rules", 11).text,
        cite_deduction=cite("settlement_rules", 17).text,
        cite_default=cite("settlement_rules", 9).text,
        cite_objection=f"{cite('settlement_rules', 12).text}、{statute_ref('enforcement_objection', on).text}",
        cite_interest=statute_ref("delay_interest", on).text,
        contact_phone=_phone(case, frame["head"]) if variant == NOTICE else "",
        clerk=clerk_name(case),
    )


def _parties(case: Case, roles: Sequence[Any], on: date, variant: str) -> tuple[PartyBlock, ...]:
    """A ruling describes the parties, a notice only addresses them."""
    blocks_of = blocks.party_blocks(case, roles, on)
    if variant != NOTICE:
        return blocks_of
    return tuple(PartyBlock(role=each.role, name=each.name, is_person=each.is_person) for each in blocks_of)


def _phone(case: Case, head: CourtHead) -> str:
    return head.phone or blocks.contact_of(case, head).phone


def resumptions_possible(case: Case) -> list[Subject]:
    """An application for resumption can be refused as long as there is a settlement; granted only after a default."""
    if case.agreement is None:
        return []
    granted = [Subject(NOTICE, "恢复执行通知书"), Subject(RESUME, "恢复执行的裁定")]
    broken = case.state in (State.DEFAULTED, State.ENFORCEMENT)
    return [*(granted if broken else []), Subject(REFUSE, "不予恢复执行的裁定")]


def _instalment(row: InstalmentStatus) -> InstalmentState:
    return InstalmentState(seq=row.seq, due_on=row.due_on, amount=row.amount, paid=row.paid, left=row.left)


def _lines(balance: Balance) -> tuple[AmountLine, ...]:
    return tuple(AmountLine(label=line.label, amount=line.amount) for line in balance.lines if line.amount)


def _attached(*, filed: bool) -> tuple[str, ...]:
    settled = "执行和解协议书" if filed else "执前和解协议书"
    return ("生效法律文书", settled, "申请人身份证明，委托代理人的授权委托书", "已经收到款项的凭证", "计算清单")


def _cited(variant: str, on: date) -> str:
    articles = {NOTICE: (9, 17), RESUME: (9, 11, 17), REFUSE: (11,)}[variant]
    first = cite("settlement_rules", articles[0]).text
    rules = "、".join((first, *(article(cite("settlement_rules", each)) for each in articles[1:])))
    return f"{statute_ref('settlement', on).text}，{interpretation_ref('resumption', on).text}，{rules}"


def _finding(case: Case, variant: str, on: date) -> tuple[str, tuple[str, ...]]:
    """The ground that the ledger suggests, and what is found, for whoever decides to keep or change."""
    rows = statuses(case, on, load_calendar())
    left: Decimal = sum((row.left for row in rows), ZERO)
    if variant != REFUSE:
        late = [row for row in rows if row.state == "overdue"]
        return ("default", tuple(_missed(row) for row in late)) if late else ("", ())
    if not left:
        return "performed", ("执行和解协议约定的各期款项已经全部付清。",) if rows else ()
    if any(row.state in ("overdue", "in_grace") for row in rows):
        return "other", ()
    paid = any(row.paid for row in rows)
    found = f"到{_day(on)}，已经到期的各期款项均已付清，尚未到期的款项为{show(left)}元。"
    return ("performing", (found,)) if paid else ("not_due", (f"到{_day(on)}，各期款项均未到期，共{show(left)}元。",))


def _missed(row: InstalmentStatus) -> str:
    return f"第{number(row.seq)}期{show(row.amount)}元应于{_day(row.due_on)}以前付清，尚欠{show(row.left)}元没有支付。"


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _first_number(case: Case) -> str:
    """The number of the first enforcement: the case's own, or where it has been filed again the one of papers before."""
    ours = parse_case_no(case.exec_case_no)
    if ours is None or ours.kind == FIRST_ENFORCEMENT:
        return case.exec_case_no
    rows = Paper.objects.filter(owner_key=owner_key(case.pk)).exclude(number="").order_by("-pk")
    read = ((text, parse_case_no(text)) for text in rows.values_list("number", flat=True))
    return next((text for text, found in read if found and found.kind == FIRST_ENFORCEMENT), "")


def _earlier(case: Case) -> str:
    row = Paper.objects.filter(owner_key=owner_key(case.pk), form="D17").exclude(status="void").order_by("pk").last()
    if row is None:
        return ""
    word = "中止" if row.variant == SUSPEND else "终结"
    return f"以{row.number}执行裁定书裁定{word}执行"


MAKERS = {
    "D22": Maker(_applications_possible, lambda case, key, on: application(case, on=on)),
    "D23": Maker(resumptions_possible, lambda case, key, on: resumption(case, variant=key, on=on)),
}
