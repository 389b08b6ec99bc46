"""What a filing must have before it can be stored: each wrong value with its path, as forms and the API show it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cases.models.choices import (
    CREDITORS,
    DEBTORS,
    LATE_COMERS,
    IdType,
    PartyKind,
    Power,
    RateType,
    SubjectType,
    Vulnerable,
)
from cases.models.fields import LARGEST_AMOUNT
from cases.rules import identity
from cases.rules.rates import LPR_BEGINS
from jianli_mediation.core.clock import local_date

from .inputs import AgentInput, BasisInput, Filing, ItemInput, PartyInput

EARLIEST = date(1949, 10, 1)
Problem = tuple[str, str]


def bad_fields(filing: Filing, today: date) -> dict[str, list[str]]:
    """Field path → messages; empty when everything can be stored. Paths as in the API: ``parties.0.id_number``."""
    errors: dict[str, list[str]] = {}
    for path, message in _problems(filing, today):
        errors.setdefault(path, []).append(message)
    return errors


def bad_party(party: PartyInput, today: date) -> dict[str, list[str]]:
    """The same for one party that comes in after filing: field → messages."""
    errors: dict[str, list[str]] = {}
    for path, message in _party("party", party, today):
        errors.setdefault(path.removeprefix("party."), []).append(message)
    if party.role not in LATE_COMERS:
        errors.setdefault("role", []).append("收案后只能增加共同债务人、担保人、案外人、权利承受人")
    return errors


def money_total(basis: BasisInput) -> Decimal:
    """All amounts the instrument awards, with both fees on the debtor, in yuan: what the filing page adds up too."""
    awarded = sum((item.amount or Decimal(0) for item in basis.items), Decimal(0))
    return awarded + basis.costs_on_debtor + basis.preservation_fee


def _problems(filing: Filing, today: date) -> Iterator[Problem]:
    if not filing.cause.strip():
        yield "cause", "请填案由"
    roles = {party.role for party in filing.parties}
    if not roles & set(CREDITORS):
        yield "parties", "至少要有一名申请人"
    if not roles & set(DEBTORS):
        yield "parties", "至少要有一名被申请人"
    yield from _amount("amount_applied", filing.amount_applied)
    yield from _basis(filing.basis, local_date(filing.received_at))
    seen: set[tuple[str, str]] = set()
    for index, party in enumerate(filing.parties):
        path = f"parties.{index}"
        yield from _party(path, party, today)
        if (party.role, party.id_number) in seen:
            yield f"{path}.id_number", "同一当事人录了两次"
        seen.add((party.role, party.id_number))
    for index, frozen in enumerate(filing.preservations):
        if frozen.until <= frozen.since:
            yield f"preservations.{index}.until", "保全止日须晚于起日"


def _basis(basis: BasisInput, received_on: date) -> Iterator[Problem]:
    if not basis.doc_no.strip():
        yield "basis.doc_no", "请填执行依据的案号"
    if not basis.issuer.strip():
        yield "basis.issuer", "请填作出机关"
    yield from _day("basis.effective_on", basis.effective_on)
    if basis.effective_on > received_on:
        yield "basis.effective_on", "生效日期不能晚于收件日"
    if basis.made_on is not None:
        yield from _day("basis.made_on", basis.made_on)
        if basis.made_on > basis.effective_on:
            yield "basis.made_on", "作出日期不能晚于生效日期"
    if basis.performance_days is not None and basis.performance_due is not None:
        yield "basis.performance_due", "履行期限只填日数或日期之一"
    yield from _amount("basis.costs_on_debtor", basis.costs_on_debtor)
    yield from _amount("basis.preservation_fee", basis.preservation_fee)
    if not basis.items:
        yield "basis.items", "至少要有一项请求"
    for index, item in enumerate(basis.items):
        yield from _item(f"basis.items.{index}", item)


def _item(path: str, item: ItemInput) -> Iterator[Problem]:
    if not item.text.strip():
        yield f"{path}.text", "请照文书原文录入"
    if item.kind == SubjectType.MONEY and item.amount is None:
        yield f"{path}.amount", "金钱给付须填金额"
    if item.amount is not None:
        yield from _amount(f"{path}.amount", item.amount)
    if item.rate_type != RateType.NONE:
        if item.rate is None or item.rate <= 0:
            yield f"{path}.rate", "计息的须填利率"
        elif item.rate_type in (RateType.YEARLY, RateType.DAILY) and item.rate >= 1:
            yield f"{path}.rate", "利率用小数，如年利率 3.65% 填 0.0365"
        if item.rate_from is None:
            yield f"{path}.rate_from", "计息的须填起息日"
        elif item.rate_type == RateType.LPR and item.rate_from < LPR_BEGINS:
            yield f"{path}.rate_from", f"LPR 从 {LPR_BEGINS} 起公布，此前的利息请按文书另列一项"


def _party(path: str, party: PartyInput, today: date) -> Iterator[Problem]:
    if not party.name.strip():
        yield f"{path}.name", "请填姓名或名称"
    checked = identity.check_identity(party.id_type, party.id_number, today)
    if not checked.ok and not (party.id_note and party.id_number.strip()):
        yield f"{path}.id_number", checked.message
    if party.kind == PartyKind.PERSON and party.id_type == IdType.USCC:
        yield f"{path}.id_type", "自然人不用统一社会信用代码"
    if party.phone:
        phone = identity.check_phone(party.phone)
        if not phone.ok:
            yield f"{path}.phone", phone.message
    if party.vulnerable == Vulnerable.MINOR and not party.guardian.strip():
        yield f"{path}.guardian", "未成年人须填监护人"
    for index, agent in enumerate(party.agents):
        yield from _agent(f"{path}.agents.{index}", agent)


def _agent(path: str, agent: AgentInput) -> Iterator[Problem]:
    if not agent.name.strip():
        yield f"{path}.name", "请填代理人姓名"
    needs = {Power.RECONCILE, Power.WAIVE, Power.COLLECT} & set(agent.powers)
    if needs and not agent.special:
        yield f"{path}.powers", "代为和解、放弃变更权利、代收执行款须特别授权"


def _amount(path: str, amount: Decimal) -> Iterator[Problem]:
    if not 0 <= amount <= LARGEST_AMOUNT:
        yield path, "金额须在 0.00 到 9,999,999,999.99 元之间"


def _day(path: str, day: date) -> Iterator[Problem]:
    if day < EARLIEST:
        yield path, "日期不能早于 1949-10-01"
