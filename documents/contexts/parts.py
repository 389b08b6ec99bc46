"""The building blocks that several papers share. Facts only: no model, no text that a template should hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Must


@dataclass(frozen=True, kw_only=True)
class CourtHead:
    """Who speaks: the court, its centre, and how to reach them. ``demo`` prints 演示 across each page."""

    court: Annotated[str, Must("法院名称")]
    centre: str = "执前和解中心"
    address: str = ""
    room: str = ""
    phone: str = ""
    complaint_phone: str = ""
    hotline: str = "12368"
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class AgentBlock:
    """An agent with the powers listed one by one; ``authority`` is 一般授权 or 特别授权."""

    name: Annotated[str, Must("代理人姓名", at="agent")]
    relation: str = ""
    authority: str = ""
    powers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartyBlock:
    """One party as papers write it: a natural person, or an organisation with its representative.

    ``role`` is the word before the name (申请人, 乙方（被申请人）); ``id_number`` is printed as it is given, so masking
    is decided before.
    """

    role: Annotated[str, Must("当事人称谓")]
    name: Annotated[str, Must("姓名（名称）", at="party")]
    is_person: bool = True
    sex: str = ""
    birth: date | None = None
    nation: str = ""
    address: str = ""
    id_label: str = "公民身份号码"
    id_number: str = ""
    representative: str = ""
    representative_label: str = "法定代表人"
    representative_post: str = ""
    phone: str = ""
    agents: tuple[AgentBlock, ...] = ()

    @property
    def called(self) -> str:
        return self.role

    @property
    def particulars(self) -> tuple[str, ...]:
        """What follows the name, piece by piece: 男 · 1985年3月12日出生 · 汉族 · 住…… · 公民身份号码……"""
        birth = f"{self.birth.year}年{self.birth.month}月{self.birth.day}日出生" if self.birth else ""
        home = f"{'住' if self.is_person else '住所地'}{self.address}" if self.address else ""
        number = f"{self.id_label}{self.id_number}" if self.id_number else ""
        person = (self.sex, birth, self.nation) if self.is_person else ()
        return tuple(piece for piece in (*person, home, number) if piece)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """The instrument to be performed. ``duties`` quotes its operative part word for word, one item each."""

    issuer: Annotated[str, Must("作出机关")]
    doc_no: Annotated[str, Must("执行依据文号")]
    kind: Annotated[str, Must("执行依据种类")]
    effective_on: Annotated[date | None, Must("生效日期")]
    cause: Annotated[str, Must("案由")]
    duties: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        return "执行依据的"

    @property
    def name(self) -> str:
        return f"{self.issuer}{self.doc_no}{self.kind}"


@dataclass(frozen=True, kw_only=True)
class AmountLine:
    """One line of a calculation, in yuan; ``note`` says how it was reckoned."""

    label: Annotated[str, Must("款项名称")]
    amount: Annotated[Decimal | None, Must("款项金额")]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class InstalmentLine:
    """One instalment of a plan, in yuan."""

    seq: int
    due_on: Annotated[date | None, Must("分期的履行期限")]
    amount: Annotated[Decimal | None, Must("分期的金额")]
    way: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentLine:
    """Money that was paid, in yuan."""

    paid_on: date
    amount: Decimal
    way: str = ""
    voucher: str = ""
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where money is to be paid. Printed in full: the payer must be able to refuse any other account."""

    holder: Annotated[str, Must("收款人户名", at="account")]
    bank: Annotated[str, Must("开户银行", at="account")]
    number: Annotated[str, Must("收款账号", at="account")]


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """A place to sign: 甲方 陈某, or a representative or agent who signs for somebody."""

    role: Annotated[str, Must("签名人身份")]
    name: str = ""
    capacity: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The person to call, and where she sits."""

    name: Annotated[str, Must("联系人姓名")]
    phone: Annotated[str, Must("联系电话", at="setting")]
    room: str = ""
    post: str = "和解员"


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A box with its words, ticked or left for the hand."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class CasePaper:
    """What the paper of any case carries. A number of the enforcement register decides the words for the parties."""

    head: CourtHead
    case_no: Annotated[str, Must("案号")]
    issued_on: Annotated[date | None, Must("落款日期")]
    exec_no: str = ""

    @property
    def filed(self) -> bool:
        """Whether there is an enforcement case: before, nobody is 被执行人."""
        return bool(self.exec_no)

    @property
    def paper_no(self) -> str:
        """The case number that papers bear: that of the enforcement case once there is one."""
        return self.exec_no or self.case_no

    @property
    def creditor_word(self) -> str:
        return "申请执行人" if self.filed else "申请人"

    @property
    def debtor_word(self) -> str:
        return "被执行人" if self.filed else "被申请人"
