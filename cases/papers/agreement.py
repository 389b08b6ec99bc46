"""和解协议: the facts for D14, from a stored agreement or from terms that are still being typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from cases.facts import balance_on
from cases.models import Agreement, Case, Party
from cases.models.choices import (
    CREDITORS,
    DEBTORS,
    DebtorShare,
    GuaranteeKind,
    PartyRole,
    PayWay,
    PreservationHandling,
    SignedBy,
)
from cases.papers import blocks
from cases.papers.making import Maker, agreement_in_force
from cases.rules.allocation import sequence
from cases.rules.clauses import articles_of
from cases.rules.law import statute_ref
from documents.contexts.agreement import AgreementPaper, Guarantee, OwnArticle
from documents.contexts.parts import AmountLine, InstalmentLine, PartyBlock, Signatory

ORDER_WORDS = {
    "costs": "实现债权的费用（含案件受理费）",
    "interest": "一般债务利息",
    "principal": "主债务",
    "doubled": "迟延履行期间的加倍部分债务利息",
}
PAY_WAYS = {
    PayWay.DIRECT: "乙方直接向甲方支付",
    PayWay.COURT_ACCOUNT: "乙方付至人民法院案款账户，由人民法院发放给甲方",
    PayWay.DEPOSIT: "乙方向有关机构提存",
    PayWay.IN_KIND: "乙方以物抵债，由甲乙双方自行办理交付和登记，人民法院不据此出具抵债裁定",
    PayWay.THIRD_PARTY: "由第三人代乙方支付，第三人不支付的，乙方的义务不因此免除",
}
PRESERVATIONS = {
    PreservationHandling.NONE: "",
    PreservationHandling.KEEP: "已经采取的财产保全措施不因本协议解除",
    PreservationHandling.STAGED: "已经采取的财产保全措施随履行进度分期解除，每次由甲方书面申请",
    PreservationHandling.ON_PERFORMANCE: "已经采取的财产保全措施在本协议履行完毕以后，由甲方申请解除",
}
JOINT = "各乙方对上述款项承担连带清偿责任；甲方同意部分乙方先行履行的，不免除其他乙方的责任。"


class TypedTerms(Protocol):
    """Terms as a form or a request gives them; ``party``, ``agent`` and ``guarantor`` are ids of the case's rows."""

    @property
    def signed_on(self) -> date: ...
    @property
    def total(self) -> Decimal: ...
    @property
    def debt_confirmed(self) -> Decimal | None: ...
    @property
    def instalments(self) -> Sequence[Any]: ...
    @property
    def signatures(self) -> Sequence[Any]: ...
    @property
    def guarantees(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Rows:
    """What hangs on the terms, as the paper needs it."""

    version: int
    confirmed: Decimal
    instalments: tuple[InstalmentLine, ...]
    signatories: tuple[Signatory, ...]
    guarantees: tuple[Guarantee, ...]
    signed_on: date | None


def agreement(case: Case, *, on: date) -> AgreementPaper:
    """D14 of the version in force. LookupError where there is no agreement."""
    stored = case.agreement
    if stored is None:
        raise LookupError("本案还没有协议")
    return _paper(case, stored, _stored_rows(stored), on)


def agreement_as_typed(case: Case, typed: TypedTerms) -> AgreementPaper:
    """D14 as it will read when the terms being typed are concluded: for the live preview and for signing."""
    parties = {party.pk: party for party in case.parties.all()}
    confirmed = typed.debt_confirmed
    rows = Rows(
        version=len(case.agreements.all()) + 1,
        confirmed=balance_on(case, typed.signed_on, forgiving=False).total if confirmed is None else confirmed,
        instalments=_instalments(typed.instalments),
        signatories=tuple(
            _signatory(parties[row.party], row.signed_by, _agent_name(parties[row.party], row.agent), row.signer)
            for row in typed.signatures
            if row.party in parties
        ),
        guarantees=tuple(
            _guarantee(parties[row.guarantor].name, row) for row in typed.guarantees if row.guarantor in parties
        ),
        signed_on=None,
    )
    return _paper(case, typed, rows, typed.signed_on)


def _stored_rows(stored: Agreement) -> Rows:
    return Rows(
        version=stored.version,
        confirmed=stored.debt_confirmed,
        instalments=_instalments(sorted(stored.instalments.all(), key=lambda row: row.seq)),
        signatories=tuple(
            _signatory(row.party, row.signed_by, row.agent.name if row.agent else "", row.signer)
            for row in stored.signatures.select_related("party", "agent").order_by("party__seq")
        ),
        guarantees=tuple(
            _guarantee(row.guarantor.name, row) for row in stored.guarantees.select_related("guarantor").order_by("pk")
        ),
        signed_on=stored.signed_on,
    )


def _paper(case: Case, terms: Any, rows: Rows, on: date) -> AgreementPaper:
    frame = blocks.frame(case, on)
    filed = bool(frame["exec_no"])
    creditors = blocks.parties_of(case, CREDITORS)
    debtors = blocks.parties_of(case, DEBTORS)
    own = articles_of(text=terms.other_clauses)
    return AgreementPaper(
        **frame,
        version=rows.version,
        creditors=_sides(creditors, on, filed=filed),
        debtors=_sides(debtors, on, filed=filed),
        guarantors=_sides(blocks.parties_of(case, (PartyRole.GUARANTOR,)), on, filed=filed),
        basis=blocks.basis_block(case.basis, case.cause),
        confirmed_on=terms.signed_on,
        confirmed=_confirmed(case, rows.confirmed, terms.signed_on),
        confirmed_total=rows.confirmed,
        waived=tuple(filter(None, (terms.waiver.strip(),))),
        waiver_condition=terms.waiver_condition,
        total=terms.total,
        joint_debtors=JOINT if len(debtors) > 1 and _is_joint(case) else "",
        instalments=rows.instalments,
        pay_way=PAY_WAYS[PayWay(terms.pay_way)],
        account=account_for(terms.pay_way, creditors),
        imputation=_order(terms),
        other_duties=_lines(terms.non_money_duties),
        preservation=PRESERVATIONS[PreservationHandling(terms.preservation_handling)],
        guarantees=rows.guarantees,
        grace_days=terms.grace_days,
        acceleration=terms.acceleration,
        default_clause=terms.default_clause,
        costs=terms.cost_clause,
        own_articles=tuple(OwnArticle(title=each.title, text=each.text) for each in own if each.title),
        extra_clauses=tuple(each.text for each in own if not each.title),
        signed_on=rows.signed_on,
        copies=len(creditors) + len(debtors) + len(rows.guarantees) + 1,
        mediator=blocks.mediator_name(case),
        signatories=rows.signatories,
        cite_reconciliation=statute_ref("settlement", on).text,
    )


def account_for(pay_way: str, creditors: Sequence[Party]) -> Any:
    """The creditor's account where money goes to it; the court's own is told on the day, never guessed."""
    direct = pay_way in (PayWay.DIRECT, PayWay.THIRD_PARTY)
    return blocks.account_of(creditors) if direct else None


def _sides(parties: Iterable[Party], on: date, *, filed: bool) -> tuple[PartyBlock, ...]:
    return tuple(
        blocks.party_block(party, f"{blocks.side(party)}（{blocks.role_word(party, filed=filed)}）", on=on)
        for party in parties
    )


def _confirmed(case: Case, total: Decimal, on: date) -> tuple[AmountLine, ...]:
    """The lines of the calculation where they make up the confirmed debt; else the one figure the parties agreed on."""
    balance = balance_on(case, on, forgiving=False)
    if balance.total != total:
        return (AmountLine(label="各方确认的债务", amount=total, note="各方协商确认"),)
    return tuple(AmountLine(label=line.label, amount=line.amount) for line in balance.lines if line.amount)


def _is_joint(case: Case) -> bool:
    return any(item.share == DebtorShare.JOINT for item in case.basis.items.all())


def _order(terms: Any) -> tuple[str, ...]:
    chosen = tuple(terms.custom_order) or None
    return tuple(ORDER_WORDS[kind] for kind in sequence(terms.imputation, chosen))


def _instalments(rows: Iterable[Any]) -> tuple[InstalmentLine, ...]:
    return tuple(
        InstalmentLine(seq=seq, due_on=row.due_on, amount=row.amount, note=row.purpose)
        for seq, row in enumerate(rows, start=1)
    )


def _signatory(party: Party, signed_by: str, agent: str, signer: str) -> Signatory:
    if signed_by == SignedBy.AGENT:
        capacity = f"委托代理人{agent}"
    elif signed_by == SignedBy.GUARDIAN:
        capacity = f"监护人{signer or party.guardian}"
    elif signed_by == SignedBy.LEGAL_REP or party.is_organisation:
        by_name = signer if signer and signer != party.name else party.legal_rep
        capacity = f"{blocks.representative_word(party)}{by_name}"
    else:
        capacity = ""
    return Signatory(role=blocks.side(party), name=party.name, capacity=capacity)


def _agent_name(party: Party, agent_id: int | None) -> str:
    return next((agent.name for agent in party.agents.all() if agent.pk == agent_id), "")


def _guarantee(name: str, row: Any) -> Guarantee:
    until = f"到{row.until.year}年{row.until.month}月{row.until.day}日" if row.until else ""
    return Guarantee(
        guarantor=name,
        kind=GuaranteeKind(row.kind).label,
        scope=row.scope,
        period=until,
        direct_enforcement=row.direct_enforcement_declared,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


MAKERS = {"D14": Maker(agreement_in_force, lambda case, key, on: agreement(case, on=on))}
