"""The columns of a ledger: their headings, what each says of a filing, and how a cell of it is read.

One line is one case. A line without 依据案号 goes on with the case above it: its filled cells add a further applicant,
respondent or item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.models.choices import BasisKind, DebtorShare, IdType, LegalModel, PartyKind, PartyRole, Tag


class Kind(StrEnum):
    """How a cell is read. ``NUMBER`` is a text of digits that a spreadsheet must not have counted with."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    AMOUNT = "amount"
    CODE = "code"
    CODES = "codes"
    YES = "yes"


@dataclass(frozen=True)
class Column:
    """``name``: the field of the filing page. ``codes``: label → code."""

    heading: str
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: Mapping[str, str] | None = None
    hint: str = ""
    group: str = ""
    width: int = 14


def _codes(choices: type, *wanted: str) -> dict[str, str]:
    return {label: code for code, label in choices.choices if not wanted or code in wanted}  # type: ignore[attr-defined]


MONEY, INTEREST = "本金", "已算定的利息"
ITEM_KINDS = {MONEY: "money", INTEREST: "interest", "行为": "act", "交付物": "delivery"}
YES_NO = {"是": "yes", "否": "no"}
BASIS_NO = "依据案号"
APPLICANT, RESPONDENT, ITEM = "申请人", "被申请人", "判项"
ROLES = {
    APPLICANT: _codes(PartyRole, PartyRole.APPLICANT, PartyRole.SUCCESSOR),
    RESPONDENT: _codes(
        PartyRole, PartyRole.RESPONDENT, PartyRole.CO_DEBTOR, PartyRole.GUARANTOR, PartyRole.OUTSIDER
    ),
}  # fmt: skip


def _party(group: str) -> tuple[Column, ...]:
    kinds, papers = _codes(PartyKind), _codes(IdType)
    return (
        Column(group, "name", required=True, group=group, width=18, hint="姓名或名称，照证件填"),
        Column(f"{group}地位", "role", Kind.CODE, codes=ROLES[group], group=group, hint=f"空着就是{group}"),
        Column(f"{group}类别", "kind", Kind.CODE, codes=kinds, group=group, hint="空着就是自然人"),
        Column(f"{group}证件种类", "id_type", Kind.CODE, codes=papers, group=group, hint="空着就按类别：身份证或信用代码"),
        Column(f"{group}证件号码", "id_number", Kind.NUMBER, required=True, group=group, width=22, hint="整列设为文本再填"),
        Column(f"{group}法定代表人", "legal_rep", group=group, hint="法人、非法人组织必填"),
        Column(f"{group}手机", "phone", Kind.NUMBER, group=group, width=16),
        Column(f"{group}地址", "address", group=group, width=28, hint="送达地址"),
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    Column(BASIS_NO, "doc_no", required=True, width=28, hint="如（2023）鄂1023民初501号；空着的一行接着上一件"),
    Column("依据种类", "kind", Kind.CODE, codes=_codes(BasisKind), hint="空着就是民事判决书", width=18),
    Column("作出机关", "issuer", hint="空着就是监利市人民法院", width=20),
    Column("作出日期", "made_on", Kind.DAY),
    Column("生效日期", "effective_on", Kind.DAY, required=True, hint="2023-04-12、2023年4月12日、20230412 都可以"),
    Column("履行期（日）", "performance_days", Kind.NUMBER, hint="文书写的日数；与履行期限日只填一处"),
    Column("履行期限日", "performance_due", Kind.DAY),
    Column("公告送达", "served_by_notice", Kind.YES, codes=YES_NO, hint="空着就是否"),
    Column("案由", "cause", required=True, width=18),
    Column("收件日期", "received_at", Kind.MOMENT, required=True, hint="以此为申请执行日，案号按这一年编；可带时间：2023-05-08 09:30"),
    Column("受理费", "costs_on_debtor", Kind.AMOUNT, hint="被申请人负担的，元"),
    Column("保全费", "preservation_fee", Kind.AMOUNT, hint="被申请人负担的，元"),
    Column("申请标的额", "amount_applied", Kind.AMOUNT, hint="空着就是判项加费用的合计", width=16),
    Column("和解类型", "legal_model", Kind.CODE, codes=_codes(LegalModel), hint="空着就是立案前和解"),
    Column("执行案号", "exec_case_no", hint="先立案后和解的才有", width=26),
    Column("债务承担", "share", Kind.CODE, codes=_codes(DebtorShare), hint="几名债务人怎样承担；空着就是单独"),
    Column("标注", "tags", Kind.CODES, codes=_codes(Tag), hint="几种的用顿号隔开"),
    Column("备注", "remark", width=24),
    *_party(APPLICANT),
    *_party(RESPONDENT),
    Column("判项种类", "kind", Kind.CODE, codes=ITEM_KINDS, group=ITEM, hint="空着就是本金"),
    Column("判项内容", "text", required=True, group=ITEM, width=36, hint="照文书原文"),
    Column("判项金额", "amount", Kind.AMOUNT, group=ITEM, hint="元；行为、交付物可以空着", width=16),
)  # fmt: skip
BY_HEADING = {column.heading: column for column in COLUMNS}
# Columns of a workbook that was returned: they are read over when it is handed in again.
PROBLEMS, HINTS = "问题", "提示"
RETURNED = (PROBLEMS, HINTS)
REQUIRED = tuple(column.heading for column in COLUMNS if column.required)
