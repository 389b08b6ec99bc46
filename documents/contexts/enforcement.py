"""Papers that presuppose or start enforcement: D17 ruling, D18 closing notice, D22 application, D23 resumption."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from documents.contexts.facts import Fill, Must, UnfitFillsError
from documents.contexts.parts import Account, AmountLine, Basis, CasePaper, PartyBlock, PaymentLine, Signatory

SUSPEND, TERMINATE = "suspend", "terminate"
NOTICE, RESUME, REFUSE = "notice", "resume", "refuse"

PRESIDING, JUDGE, OFFICER = "审　判　长", "审　判　员", "执　行　员"
Bench = Annotated[
    str,
    Must("署名的形式"),
    Fill("署名的形式", choices=(("panel", "合议庭"), ("judge", "审判员"), ("officer", "执行员"))),
]
Judges = Annotated[
    tuple[str, ...],
    Must("署名的审判人员或者执行员"),
    Fill("署名的审判人员或者执行员", lines=3, limit=60, help="每人一行；合议庭的，审判长写在第一行"),
]
Clerk = Annotated[str, Must("书记员"), Fill("书记员", limit=20)]
Measures = Annotated[tuple[str, ...], Fill("查封、扣押、冻结措施的处理", lines=3, limit=1000)]

RULING_GROUNDS = (
    ("agreed", "中止：达成和解协议，申请执行人表示可以延期执行"),
    ("long_term", "终结：达成和解协议，需要长期履行"),
    ("withdrawn", "终结：申请执行人撤销执行申请"),
)
DEFAULT_GROUNDS = (
    ("default", "没有按照和解协议履行"),
    ("fraud", "受欺诈、胁迫达成和解协议"),
    ("void", "和解协议已经被人民法院确认无效或者撤销"),
)
REFUSAL_GROUNDS = (
    ("performed", "执行和解协议履行完毕后申请恢复执行"),
    ("not_due", "执行和解协议约定的履行期限尚未届至或者履行条件尚未成就，但不属于预期违约"),
    ("performing", "被执行人一方正在按照执行和解协议约定履行义务"),
    ("other", "其他不符合恢复执行条件的情形"),
)
_GROUNDS_OF: Mapping[str, frozenset[str]] = {
    SUSPEND: frozenset({"agreed"}),
    TERMINATE: frozenset({"long_term", "withdrawn"}),
    NOTICE: frozenset(dict(DEFAULT_GROUNDS)),
    RESUME: frozenset(dict(DEFAULT_GROUNDS)),
    REFUSE: frozenset(dict(REFUSAL_GROUNDS)),
}


def _fits(variant: str, ground: str) -> None:
    """A ruling and its ground belong together; raises ``UnfitFillsError`` where they do not."""
    if ground and ground not in _GROUNDS_OF[variant]:
        raise UnfitFillsError({"ground": "这一理由不合本文书的结论"})


def signers(bench: str, judges: tuple[str, ...]) -> tuple[Signatory, ...]:
    """Each who signs with the word before the name; one nameless place where nobody is named yet."""
    first, rest = {"panel": (PRESIDING, JUDGE), "officer": (OFFICER, OFFICER)}.get(bench, (JUDGE, JUDGE))
    return tuple(Signatory(role=rest if place else first, name=name) for place, name in enumerate(judges or ("",)))


@dataclass(frozen=True, kw_only=True)
class InstalmentState:
    """One instalment of the settlement as it stands, in yuan."""

    seq: int
    due_on: date
    amount: Decimal
    paid: Decimal
    left: Decimal


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The settlement that a paper speaks of: ``total`` in yuan, ``last_due`` the end of the last instalment."""

    signed_on: date
    total: Decimal
    instalments: int
    last_due: date | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Ruled(CasePaper):
    """A ruling's number: the first of a case bears the case's, the others 之一, 之二 (``after``: how many came before)."""

    after: int = 0

    @property
    def paper_no(self) -> str:
        return f"{self.exec_no}之{'零一二三四五六七八九'[self.after]}" if 0 < self.after < 10 else super().paper_no


@dataclass(frozen=True, kw_only=True)
class EnforcementRuling(_Ruled):
    """D17 执行裁定书. ``variant``: ``suspend`` (中止) or ``terminate`` (终结). Amounts in yuan.

    ``scope`` names the operative items concerned where there are several. Without ``settlement`` the application was
    withdrawn. ``formation``: how the settlement came before the court (``joint``, ``one_side``, ``recorded``; ``private``
    and ``none`` only where nothing rests on it), blank where one must and did not. ``cite_agreed`` and the two after it
    name all articles of the ruling, by its ground.
    """

    variant: Annotated[str, Must("裁定事项")]
    creditors: Annotated[tuple[PartyBlock, ...], Must("申请执行人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被执行人")]
    basis: Basis
    registered_on: Annotated[date | None, Must("执行立案日期")]
    settlement: Settlement | None = None
    formation: Annotated[str, Must("和解协议提交本院的方式（自行达成、没有提交的，不能据以中止执行）", at="agreement")]
    ground: Annotated[str, Must("裁定的理由"), Fill("裁定的理由", choices=RULING_GROUNDS)] = ""
    submitted_on: Annotated[date | None, Fill("和解协议提交本院的日期")] = None
    requested_on: Annotated[date | None, Must("请求中止（撤销申请）的日期"), Fill("请求中止（撤销申请）的日期")] = None
    facts: Annotated[tuple[str, ...], Fill("另查明的事实", lines=4, limit=2000)] = ()
    scope: Annotated[str, Fill("涉及的判项", limit=60, help="有几个判项的写明第几项，如“第一项、第二项”")] = ""
    measures: Measures = ()
    cite_agreed: Annotated[str, Must("中止执行的法律依据")]
    cite_long_term: Annotated[str, Must("终结执行的法律依据")]
    cite_withdrawn: Annotated[str, Must("终结执行的法律依据")]
    cite_default: Annotated[str, Must("恢复执行的法律依据")]
    cite_period: Annotated[str, Must("恢复执行期间的条文")]
    cite_again: Annotated[str, Must("再次申请执行的法律依据")]
    cite_limitation: Annotated[str, Must("申请执行时效的法律依据")]
    bench: Bench = "judge"
    judges: Judges = ()
    clerk: Clerk = ""

    def __post_init__(self) -> None:
        _fits(self.variant, self.ground)

    @property
    def suspends(self) -> bool:
        return self.variant == SUSPEND

    @property
    def several_items(self) -> bool:
        return len(self.basis.duties) > 1

    @property
    def signers(self) -> tuple[Signatory, ...]:
        return signers(self.bench, self.judges)


@dataclass(frozen=True, kw_only=True)
class EnforcementClosing(CasePaper):
    """D18 执行结案通知书 of a case closed as 执行完毕. Amounts and the execution fee in yuan."""

    creditors: Annotated[tuple[PartyBlock, ...], Must("申请执行人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被执行人")]
    basis: Basis
    registered_on: Annotated[date | None, Must("执行立案日期")]
    settlement_on: date | None = None
    payments: tuple[PaymentLine, ...] = ()
    paid_total: Decimal | None = None
    other_performance: Annotated[str, Fill("金钱给付以外的履行", lines=2)] = ""
    performed_on: Annotated[date | None, Must("履行完毕日期")]
    confirmed_on: date | None = None
    fee: Annotated[Decimal | None, Fill("申请执行费（元）")] = None
    fee_state: Annotated[
        str, Fill("申请执行费的情况", choices=(("paid", "已经交纳"), ("due", "尚未交纳"), ("free", "依法免交")))
    ] = "due"
    fee_bearer: Annotated[str, Fill("申请执行费的负担", limit=60)] = ""
    measures: Measures = ()
    closed_on: Annotated[date | None, Must("结案日期")]
    cite_closing: Annotated[str, Must("执行完毕结案的依据")]
    cite_fee: Annotated[str, Must("执行费负担的依据")]
    officer: Annotated[str, Must("执行员"), Fill("执行员", limit=20)] = ""
    clerk: Clerk = ""


@dataclass(frozen=True, kw_only=True)
class EnforcementApplication(CasePaper):
    """D22: 恢复执行申请书 where there is an enforcement case, 申请执行书 of the original instrument where there is none.

    ``balance`` is what is left of the instrument on ``reckoned_to``, from the calculation; all amounts in yuan. Clues
    are what the creditor himself writes, never those that the court holds.
    """

    creditors: Annotated[tuple[PartyBlock, ...], Must("申请人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被申请人")]
    basis: Basis
    performance_end: Annotated[date | None, Must("履行期限届满日")]
    registered_on: date | None = None
    settlement: Annotated[Settlement | None, Must("和解协议", at="agreement")]
    ground: Annotated[str, Must("申请的事由"), Fill("申请的事由", choices=DEFAULT_GROUNDS)] = ""
    instalments: tuple[InstalmentState, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    paid_total: Decimal
    reckoned_to: Annotated[date | None, Must("款项计算截止日")]
    balance: Annotated[tuple[AmountLine, ...], Must("尚未履行的款项")]
    balance_total: Annotated[Decimal | None, Must("尚未履行的款项合计")]
    facts: Annotated[tuple[str, ...], Fill("补充的事实和理由", lines=4, limit=2000)] = ()
    requests: Annotated[tuple[str, ...], Fill("其他请求", lines=3, limit=1000)] = ()
    clues: Annotated[tuple[str, ...], Fill("所了解的财产状况和线索", lines=5, limit=2000, help="每条线索一行")] = ()
    account: Account | None = None
    attached: Annotated[tuple[str, ...], Fill("随附的材料", lines=4, limit=1000, help="每份材料一行")] = ()
    cite_ground: Annotated[str, Must("申请的法律依据")]
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]


@dataclass(frozen=True, kw_only=True)
class Resumption(_Ruled):
    """D23. ``variant``: ``notice`` (恢复执行通知书), ``resume`` or ``refuse`` (执行裁定书). Amounts in yuan.

    ``first_no`` is the number under which the instrument was enforced before; ``deducted`` is what was paid and
    ``balance`` what is left of the instrument on ``reckoned_to``, from the calculation; all blank in a refusal.
    """

    variant: Annotated[str, Must("文书种类")]
    creditors: Annotated[tuple[PartyBlock, ...], Must("申请执行人")]
    debtors: Annotated[tuple[PartyBlock, ...], Must("被执行人")]
    basis: Basis
    first_no: Annotated[str, Must("原执行案号"), Fill("原执行案号", limit=60)] = ""
    first_on: Annotated[date | None, Fill("原执行立案日期")] = None
    earlier: Annotated[str, Fill("此前中止或者终结执行的裁定", limit=100, help="裁定的日期和文号")] = ""
    settlement: Annotated[Settlement | None, Must("执行和解协议", at="agreement")]
    applied_on: Annotated[date | None, Must("申请恢复执行的日期"), Fill("申请恢复执行的日期")] = None
    ground: Annotated[
        str, Must("恢复或者不予恢复的事由"), Fill("恢复或者不予恢复的事由", choices=DEFAULT_GROUNDS + REFUSAL_GROUNDS)
    ] = ""
    facts: Annotated[tuple[str, ...], Must("查明的事实"), Fill("查明的事实", lines=5, limit=2000)] = ()
    deducted: Decimal | None = None
    reckoned_to: date | None = None
    balance: tuple[AmountLine, ...] = ()
    balance_total: Decimal | None = None
    cite_decision: Annotated[str, Must("恢复或者不予恢复执行的法律依据")]
    cite_grounds: Annotated[str, Must("恢复与不予恢复的条文")]
    cite_deduction: Annotated[str, Must("扣除已履行部分的依据")]
    cite_default: Annotated[str, Must("恢复执行的条文")]
    cite_objection: Annotated[str, Must("执行异议的法律依据")]
    cite_interest: Annotated[str, Must("迟延履行利息的法律依据")]
    contact_phone: str = ""
    bench: Bench = "judge"
    judges: Judges = ()
    clerk: Clerk = ""

    def __post_init__(self) -> None:
        _fits(self.variant, self.ground)

    @property
    def refuses(self) -> bool:
        return self.variant == REFUSE

    @property
    def is_notice(self) -> bool:
        return self.variant == NOTICE

    @property
    def paper_no(self) -> str:
        return self.exec_no if self.is_notice else super().paper_no

    @property
    def refusals(self) -> tuple[tuple[bool, str], ...]:
        """The four grounds of refusal, each with whether it is the one."""
        return tuple((code == self.ground, words) for code, words in REFUSAL_GROUNDS)

    @property
    def signers(self) -> tuple[Signatory, ...]:
        return signers(self.bench, self.judges)
