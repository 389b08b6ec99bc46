"""Which cases suit reconciliation before filing, and which must be registered first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.law import cite
from jianli_mediation.kernel.rulebook import rule

SMALL_AMOUNT = Decimal(1_000_000)
LIMITATION_MARGIN_DAYS = 30
OURS = "本院规则"


@dataclass(frozen=True)
class Criterion:
    """`kind`: "include" guides in, "exclude" keeps out, "hint" only tells.

    A `hard` exclusion blocks; a soft one needs a reason. `source` is what a refusal cites, `evidence` what
    the clerk must have seen. `ours`: a criterion of this court rather than of a statute.
    """

    code: str
    text: str
    kind: str
    hard: bool
    evidence: str
    source: str
    ours: bool


@dataclass(frozen=True)
class Hit:
    """A criterion that applies; `detail` continues its text where there is more to say."""

    criterion: Criterion
    detail: str = ""


@dataclass(frozen=True)
class Reason:
    """Why model B is forced."""

    code: str
    text: str
    article: str


@dataclass(frozen=True)
class CaseFacts:
    """What the screening looks at; enumerations in the codes of the API.

    `limitation_safe_until` leaves out the present application, which would itself interrupt.
    """

    legal_model: str
    today: date
    basis_kind: str = "judgment"
    subject_type: str = "money"
    amount_applied: Decimal | None = None
    enterprise_related: str = "none"
    tags: frozenset[str] = frozenset()
    party_statuses: frozenset[str] = frozenset()
    served_by_notice: bool = False
    performance_end: date | None = None
    items_definite: bool = True
    has_jurisdiction: bool = True
    consent: str = ""
    intellectual_property: bool = False
    close_relation: bool = False
    urgent_transfer: bool = False
    respondent_unreachable: bool = False
    respondent_listed: bool = False
    public_law_claim: bool = False
    false_litigation_suspected: bool = False
    foreign_judgment: bool = False
    creditors_queueing: bool = False
    pre_execution_preservation: bool = False
    security_to_court: bool = False
    wants_registration: bool = False
    limitation_safe_until: date | None = None


_Test = Callable[[CaseFacts], bool]
_16 = cite("enforcement_work", 16).plain
_461 = cite("cpl_interpretation", 461).plain


def _include(code: str, text: str, evidence: str, test: _Test) -> tuple[Criterion, _Test]:
    return Criterion(code, text, "include", hard=False, evidence=evidence, source=OURS, ours=True), test


def _exclude(
    code: str, text: str, evidence: str, test: _Test, *, source: str = OURS, hard: bool = True
) -> tuple[Criterion, _Test]:
    return Criterion(code, text, "exclude", hard, evidence, source, ours=source == OURS), test


def _hint(code: str, text: str, evidence: str, test: _Test) -> tuple[Criterion, _Test]:
    return Criterion(code, text, "hint", hard=False, evidence=evidence, source=OURS, ours=True), test


def _limitation_near(facts: CaseFacts) -> bool:
    until = facts.limitation_safe_until
    return until is not None and (until - facts.today).days <= LIMITATION_MARGIN_DAYS


@rule("eligibility.on_green_lane", "绿色通道", "ours：涉企案件优先；追索劳动报酬的同样优先")
def on_green_lane(*, enterprise_related: str, tags: Collection[str]) -> bool:
    """Whether the case takes the green lane: an enterprise is a party, or wages are claimed."""
    return enterprise_related != "none" or "labour_pay" in tags


_TABLE: tuple[tuple[Criterion, _Test], ...] = (
    _include("act_or_delivery", "履行行为或交付物，宜先和解", "判项", lambda f: f.subject_type in ("act", "delivery")),
    _include("family_support", "赡养、抚养等基于身份的给付，宜先和解", "判项、户籍", lambda f: "support" in f.tags),
    _include(
        "settled_in_court",
        "原案调解结案，宜先督促",
        "调解书",
        lambda f: f.basis_kind in ("mediation_statement", "arbitral_mediation", "labour_mediation"),
    ),
    _include("commercial_award", "商事仲裁裁决，宜先督促", "裁决书", lambda f: f.basis_kind == "arbitral_award"),
    _include("intellectual_property", "知识产权案件，宜先督促", "判项", lambda f: f.intellectual_property),
    _include(
        "small_amount",
        "标的 100 万元以下，宜先和解",
        "申请执行书",
        lambda f: f.amount_applied is not None and f.amount_applied <= SMALL_AMOUNT,
    ),
    _include("between_enterprises", "双方都是企业，宜先和解", "营业执照", lambda f: f.enterprise_related == "both"),
    _include("public_debtor", "被申请人是机关或村集体，宜先协调", "登记证书", lambda f: "government" in f.tags),
    _include(
        "livelihood",
        "小标的民生案件，宜先和解",
        "判项",
        lambda f: bool(f.tags & {"labour_pay", "traffic", "work_injury", "medical", "livelihood"}),
    ),
    _include("close_relation", "亲属、邻里之间，宜先和解", "当事人陈述", lambda f: f.close_relation),
    _exclude(
        "period_running",
        "履行期还没有届满，届满后再申请",
        "生效文书",
        lambda f: f.performance_end is not None and f.performance_end >= f.today,
        source=_16,
    ),
    _exclude(
        "items_not_definite", "给付内容不明确，请先补正或申请释明", "判项", lambda f: not f.items_definite, source=_461
    ),
    _exclude(
        "no_jurisdiction",
        "本院没有管辖权，请向有管辖权的法院申请",
        "生效文书",
        lambda f: not f.has_jurisdiction,
        source=_16,
    ),
    _exclude(
        "served_by_notice",
        "执行依据经公告送达，不适用立案前和解，应直接立案执行",
        "送达回证",
        lambda f: f.served_by_notice and f.legal_model == "A",
    ),
    _exclude(
        "applicant_refuses", "申请人不同意和解，应立案执行", "征询书", lambda f: f.consent == "refused", source=_16
    ),
    _exclude("urgent_transfer", "有转移财产、逃避执行的情形，应立即移送立案", "线索材料", lambda f: f.urgent_transfer),
    _exclude(
        "bankrupt",
        "有当事人进入破产程序，应在破产程序中申报",
        "受理裁定",
        lambda f: "bankrupt" in f.party_statuses,
        source=cite("cpl_interpretation", 513).plain,
    ),
    _exclude(
        "dead_or_dissolved",
        "有当事人死亡或终止，应先变更权利义务承受人",
        "死亡证明、注销登记",
        lambda f: bool(f.party_statuses & {"dead", "dissolved"}),
    ),
    _exclude("public_law_claim", "追缴、罚金或行政非诉，不适用和解", "生效文书", lambda f: f.public_law_claim),
    _exclude("false_litigation", "有虚假诉讼嫌疑，停止和解并报告", "线索材料", lambda f: f.false_litigation_suspected),
    _exclude("foreign_judgment", "承认外国裁判的案件，不适用和解", "生效文书", lambda f: f.foreign_judgment),
    _exclude(
        "unreachable",
        "被申请人下落不明或联系不上，写明理由再受理",
        "联系记录",
        hard=False,
        test=lambda f: f.respondent_unreachable or "missing" in f.party_statuses,
    ),
    _exclude(
        "detained",
        "有当事人在押，须有代理人才能和解，写明理由再受理",
        "羁押证明",
        hard=False,
        test=lambda f: "detained" in f.party_statuses,
    ),
    _exclude(
        "already_listed",
        "被申请人已被列入失信名单或终本，没有新的财产，写明理由再受理",
        "执行信息",
        hard=False,
        test=lambda f: f.respondent_listed,
    ),
    _exclude(
        "creditors_queueing",
        "几个债权人等待分配，应申请参与分配，写明理由再受理",
        "执行信息",
        hard=False,
        test=lambda f: f.creditors_queueing,
        source=cite("cpl_interpretation", 506).plain,
    ),
    _hint(
        "green_lane",
        "涉企案件、劳动报酬案件，走绿色通道",
        "营业执照、依据",
        lambda f: on_green_lane(enterprise_related=f.enterprise_related, tags=f.tags),
    ),
    _hint(
        "limitation_near",
        "时效提示日在和解期限内，请先立案或先取得新的履行证据",
        "生效文书",
        _limitation_near,
    ),
)

CRITERIA: tuple[Criterion, ...] = tuple(criterion for criterion, _ in _TABLE)


@rule("eligibility.screen", "适格筛查", "执行工作规定第十六条；民事诉讼法解释第四百六十一条；纳入、排除清单 ours")
def screen(facts: CaseFacts) -> list[Hit]:
    """Every criterion that applies, in the order of the table. A hard exclusion blocks, the rest informs."""
    return [Hit(criterion, _detail(criterion, facts)) for criterion, test in _TABLE if test(facts)]


def _detail(criterion: Criterion, facts: CaseFacts) -> str:
    if criterion.code == "limitation_near":
        return f"（提示日 {facts.limitation_safe_until}，提示，不是认定）"
    if criterion.code == "period_running":
        return f"（届满日 {facts.performance_end}）"
    return ""


@rule("eligibility.forced_model_b", "必须先立案", "ours；民事诉讼法解释第一百六十三条；执行和解规定第十八条")
def forced_model_b(facts: CaseFacts) -> list[Reason]:
    """Every reason why the case must carry a registered 执 number; empty when model A may be used."""
    reasons = []
    if facts.pre_execution_preservation:
        text = "有执前保全：履行期届满后 5 日内不申请执行的，保全要解除"
        reasons.append(Reason("preservation", text, cite("cpl_interpretation", 163).plain))
    if facts.security_to_court:
        text = "有第三人向法院提供担保：立案后才能直接执行担保人"
        reasons.append(Reason("security", text, cite("settlement_rules", 18).plain))
    if _limitation_near(facts):
        text = f"申请执行时效提示日 {facts.limitation_safe_until}，不足 {LIMITATION_MARGIN_DAYS} 日（提示，不是认定）"
        reasons.append(Reason("limitation", text, OURS))
    if facts.wants_registration:
        reasons.append(Reason("asked_for", "申请人要求立执行案号", OURS))
    return reasons
