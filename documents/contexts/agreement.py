"""The paper of the agreement chapter: D14 with its instalment table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must
from documents.contexts.parts import Account, AmountLine, Basis, CasePaper, InstalmentLine, PartyBlock, Signatory


@dataclass(frozen=True, kw_only=True)
class Guarantee:
    """What a third party vouches for. ``direct_enforcement``: he declared to the court that he accepts enforcement."""

    guarantor: Annotated[str, Must("担保人", at="agreement")]
    kind: Annotated[str, Must("担保方式", at="agreement")]
    scope: Annotated[str, Must("担保范围", at="agreement")]
    period: str = ""
    security: str = ""
    direct_enforcement: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnArticle:
    """What the parties agreed besides, under a title of its own; a line of ``text`` is a paragraph."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AgreementPaper(CasePaper):
    """D14 执前和解协议书. All amounts in yuan.

    ``confirmed`` is the debt as of ``confirmed_on``; ``composition`` says what ``total`` is made of; ``waived`` says
    what the creditor gives up, in sentences. ``imputation`` lists the order in which a payment is set off.
    ``default_clause`` takes the place of the standard sentence; ``signed_on`` is blank until it is signed.
    ``own_articles`` stand in their order before ``extra_clauses``, which have no title.
    """

    version: int = 1
    creditors: Annotated[tuple[PartyBlock, ...], Must("甲方")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("乙方")]
    guarantors: tuple[PartyBlock, ...] = ()
    basis: Basis
    confirmed_on: Annotated[date | None, Must("债务确认日期", at="agreement")]
    confirmed: Annotated[tuple[AmountLine, ...], Must("债务明细")]
    confirmed_total: Annotated[Decimal | None, Must("债务合计")]
    waived: tuple[str, ...] = ()
    waiver_condition: str = ""
    total: Annotated[Decimal | None, Must("协议总额", at="agreement")]
    composition: tuple[AmountLine, ...] = ()
    joint_debtors: str = ""
    instalments: Annotated[tuple[InstalmentLine, ...], Must("履行计划", at="agreement")]
    pay_way: Annotated[str, Must("付款方式", at="agreement")]
    account: Account | None = None
    imputation: Annotated[tuple[str, ...], Must("抵充顺序", at="agreement")]
    other_duties: tuple[str, ...] = ()
    preservation: str = ""
    guarantees: tuple[Guarantee, ...] = ()
    grace_days: int = 0
    acceleration: bool = False
    default_clause: str = ""
    costs: str = ""
    confirm_days: int = 3
    own_articles: tuple[OwnArticle, ...] = ()
    extra_clauses: tuple[str, ...] = ()
    signed_on: date | None = None
    copies: int = 3
    mediator: Annotated[str, Must("和解员", at="mediator")]
    signatories: Annotated[tuple[Signatory, ...], Must("签名人", at="agreement")]
    cite_reconciliation: Annotated[str, Must("执行和解的法律依据")]

    @property
    def instalments_total(self) -> Decimal:
        return sum((line.amount for line in self.instalments if line.amount is not None), Decimal("0.00"))

    @property
    def is_single(self) -> bool:
        return len(self.instalments) == 1
