"""条款库: optional clauses of a settlement, each as its own article, with what must be said about it before signing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from cases.rules.law import cite, statute_ref
from jianli_mediation.kernel.rulebook import rule

BLANK = "＿＿"
SAMPLE = "本院示范文本"
_HEADING = re.compile(r"\s*【([^【】]{1,30})】\s*")


@dataclass(frozen=True)
class Clause:
    """`text` has a line (＿＿) wherever the parties must write something. `warning`: the fact, then the way out.

    `source` names what the clause rests on; without one it is a default of this court alone. `said_by`: the finding of
    the lint that warns already. `models`: the legal models it makes sense in.
    """

    code: str
    title: str
    text: str
    warning: str = ""
    source: str = ""
    said_by: str = ""
    models: str = "AB"

    @property
    def nature(self) -> str:
        """本院示范文本，依据民法典第五百七十条."""
        return f"{SAMPLE}，依据{self.source}" if self.source else SAMPLE

    @property
    def finding(self) -> str:
        """The code of the finding that warns of the clause."""
        return self.said_by or f"clause_{self.code}"

    @property
    def written(self) -> str:
        """The clause as it is put among the other terms."""
        return f"【{self.title}】\n{self.text}"


@dataclass(frozen=True)
class Article:
    """A piece of the parties' own terms: with a title an article of its own, without one the rest."""

    title: str
    text: str


_CODE, _SETTLEMENT = "civil_code", "settlement_rules"


def _plain(*citations: tuple[str, int]) -> str:
    return "、".join(cite(law, article).plain for law, article in citations)


_CLAUSES = (
    Clause(
        "in_kind",
        "以物抵债",
        "乙方以下列财物作价抵偿债务：名称、数量＿＿＿＿，权属证明＿＿＿＿，作价＿＿＿＿元，抵偿债务＿＿＿＿元。\n"
        "乙方于＿＿年＿＿月＿＿日以前将财物交付甲方；依法需要登记的，交付后＿＿日内共同办理登记，税费由＿＿方负担。"
        "没有按期交付、登记，或者存在查封、抵押等权利负担的，抵偿不发生效力，乙方仍应以金钱履行。"
        "交付和登记由双方自行办理，不要求人民法院为此出具裁定。",
        "法院不能依和解协议作出以物抵债的裁定，没有交付、登记的，债务也没有消灭。写明财物、作价、交付和登记的日期。",
        _plain((_SETTLEMENT, 6)),
        "payment_in_kind",
    ),
    Clause(
        "third_party",
        "第三人代为支付",
        "第三人＿＿＿＿（证件号码＿＿＿＿）自愿代乙方支付＿＿＿＿元，于＿＿年＿＿月＿＿日以前付至本协议约定的账户。\n"
        "第三人没有支付或者没有足额支付的，乙方的义务不因此免除，甲方仍可以要求乙方履行。"
        "第三人在本协议上签名，只表示愿意代为支付，不因此成为债务人。",
        "第三人不是义务人，不付款时不能对其执行。要他承担责任的，改在“担保”栏登记，由他签名。",
        _plain((_CODE, 523)),
    ),
    Clause(
        "deposit",
        "提存",
        "甲方没有正当理由拒绝受领、下落不明，或者收款账户不能使用的，乙方可以将当期款项向＿＿＿＿提存，"
        "并在提存后＿＿日内书面告知甲方和人民法院。提存成立的，视为乙方在提存的范围内已经履行，提存费用由甲方负担。",
        "只有受领有法定障碍才能提存，不能随意代替付款。取得提存凭证以后再登记收款。",
        _plain((_CODE, 570), (_SETTLEMENT, 7)),
    ),
    Clause(
        "staged_waiver",
        "分期减免",
        "乙方每按期足额付清一期，甲方减免＿＿＿＿元；各期都按期足额付清的，共减免＿＿＿＿元。\n"
        "任何一期超过宽限期仍没有付清的，其余部分不再减免，已经减免的部分从＿＿年＿＿月＿＿日起恢复计算。",
        "余额计算不读这一条的文字。减免的数额和条件同时填进“让利”“免除的金额”“让利的条件”三栏。",
        _plain((_CODE, 575)),
    ),
    Clause(
        "penalty",
        "违约金",
        "乙方任何一期超过宽限期仍没有付清的，除继续履行外，按逾期金额每日万分之＿＿向甲方支付违约金，"
        "从宽限期届满的次日起计算到付清之日。",
        "约定的违约金不能凭原生效法律文书执行，只能另行起诉。向双方说明，或者删去。",
        _plain((_SETTLEMENT, 9)),
        "penalty_by_suit_only",
    ),
    Clause(
        "staged_release",
        "保全分期解除",
        "乙方付至＿＿＿＿元时，甲方在＿＿日内书面申请解除对＿＿＿＿（裁定文号＿＿＿＿）的查封、扣押、冻结；"
        "其余保全措施保留到全部履行完毕。\n全部履行完毕以前保全期限将要届满的，甲方可以申请续行。",
        "保全不因付款自动解除，由作出裁定的法院依甲方申请办理。“保全”一栏同时选“分期解除”，并留意到期日。",
        _plain((_SETTLEMENT, 3)),
    ),
    Clause(
        "electronic_service",
        "电子送达",
        "各方同意人民法院以电子方式送达与履行本协议、立案和执行有关的文书。接收方式：甲方＿＿＿＿，乙方＿＿＿＿。"
        "送达信息到达接收方式所对应的系统之日为送达日。接收方式变更的，三日内书面告知人民法院和对方。",
        "只写进协议，还不能电子送达。请各方在送达地址确认书中一并同意电子送达，写明接收方式。",
    ),
    Clause(
        "secrecy",
        "保密的范围和责任",
        "任何一方不得向他人披露协商的经过、让利的数额和对方的经营、财产情况，不得在媒体、网络上发布。"
        "履行、执行本协议或者法律规定必须提供的除外。违反本条造成损失的，应当赔偿。",
        "违反保密的赔偿不能凭原生效法律文书执行，只能另行起诉。向双方说明。",
    ),
    Clause(
        "early",
        "提前履行",
        "乙方可以提前支付任何一期款项，甲方应当接受。提前支付的款项先抵充最先到期的一期，利息计算到实际付款之日。",
        source=_plain((_CODE, 530)),
    ),
    Clause(
        "assets",
        "履行期间不处分财产",
        "全部履行完毕以前，未经甲方书面同意，乙方不转让、不赠与、不新设担保于下列财产：＿＿＿＿。"
        "经同意处分的，所得款项先用于履行本协议。\n乙方违反本条的，其后各期款项全部提前到期。",
        "这一约定没有查封的效力，不能对抗受让的第三人。担心转移财产的，另行申请保全。",
    ),
    Clause(
        "settled",
        "一次了结",
        "乙方按本协议全部履行以后，甲方不再就同一生效法律文书主张权利，该文书确定的权利义务全部了结。"
        "本条不影响双方之间的其他法律关系。",
        "这是放弃其余权利。逐项向甲方说明放弃了什么；代理人签字的，须有放弃、变更权利的特别授权。",
        _plain((_SETTLEMENT, 4)),
    ),
    Clause(
        "voucher",
        "收据和发票",
        "甲方收到每期款项后＿＿日内向乙方出具＿＿＿＿（收据、发票）。没有按时出具的，乙方可以要求补开，"
        "但不得因此拒绝或者迟延支付其后的款项。",
    ),
    Clause(
        "measures",
        "执行措施的处理",
        "乙方按期足额履行期间，甲方同意向人民法院申请对乙方暂缓采取＿＿＿＿措施，是否准许由人民法院依法决定。"
        "乙方任何一期超过宽限期仍没有付清的，甲方可以要求继续采取。",
        "是否采取、解除执行措施由法院依法决定，协议约束不了法院。向双方说明。",
        models="B",
    ),
)
CLAUSES: Mapping[str, Clause] = MappingProxyType({clause.code: clause for clause in _CLAUSES})


@rule("clauses.offered", "协议条款库", "ours: 示范文本；执行和解规定、民法典")
def offered(*, legal_model: str, on: date) -> tuple[Clause, ...]:
    """The clauses that can be added to an agreement of this legal model, in the order of the library.

    What a clause rests on is cited as it is numbered `on` the day.
    """
    electronic = statute_ref("service_electronic", on).plain
    return tuple(
        replace(each, source=electronic) if each.code == "electronic_service" else each
        for each in CLAUSES.values()
        if legal_model in each.models
    )


@rule("clauses.with_clause", "把条款加进协议", "ours: 同一条款只加一次")
def with_clause(*, text: str, code: str) -> str:
    """The parties' own terms with the clause `code` behind them, unless it is there already. KeyError for no clause."""
    clause = CLAUSES[code]
    if has(text=text, clause=clause):
        return text
    before = text.rstrip()
    return f"{before}\n{clause.written}" if before else clause.written


def has(*, text: str, clause: Clause) -> bool:
    """Whether the clause is among the terms: by its heading, whatever was changed beneath it."""
    return any(article.title == clause.title for article in articles_of(text=text))


@rule("clauses.articles_of", "协议其他约定的分条", "ours: 【标题】独占一行的，各成一条")
def articles_of(*, text: str) -> tuple[Article, ...]:
    """The parties' own terms in pieces: what stands under a line 【标题】 is an article with that title.

    What stands before the first heading has no title. A heading without text under it is an article without text.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            found.append((heading[1].strip(), []))
        else:
            found[-1][1].append(line)
    pieces = (Article(title, "\n".join(lines).strip()) for title, lines in found)
    return tuple(piece for piece in pieces if piece.title or piece.text)
