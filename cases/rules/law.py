"""Citations. The Civil Procedure Law was renumbered twice; the date of the act decides which number holds."""

from dataclasses import dataclass
from datetime import date

from jianli_mediation.kernel.chinese import number
from jianli_mediation.kernel.rulebook import rule

CPL = "民事诉讼法"
IN_FORCE_2021 = date(2022, 1, 1)
IN_FORCE_2023 = date(2024, 1, 1)
# 在线诉讼规则: 法释〔2021〕12号.
ONLINE_RULES_SINCE = date(2021, 8, 1)
INTERPRETATION_2022 = date(2022, 4, 10)

# short code → (full title, plain name, short name)
LAWS: dict[str, tuple[str, str, str]] = {
    "cpl": ("中华人民共和国民事诉讼法", CPL, "民诉法"),
    "civil_code": ("中华人民共和国民法典", "民法典", "民法典"),
    "cpl_interpretation": (
        "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释",
        "民事诉讼法解释",
        "民诉法解释",
    ),
    "settlement_rules": ("最高人民法院关于执行和解若干问题的规定", "执行和解规定", "和解规定"),
    "delay_interest": (
        "最高人民法院关于执行程序中计算迟延履行期间的债务利息适用法律若干问题的解释",
        "迟延履行利息解释",
        "迟延利息解释",
    ),
    "enforcement_procedure": (
        "最高人民法院关于适用〈中华人民共和国民事诉讼法〉执行程序若干问题的解释",
        "执行程序解释",
        "执行程序解释",
    ),
    "enforcement_work": (
        "最高人民法院关于人民法院执行工作若干问题的规定（试行）",
        "执行工作规定",
        "执行工作规定",
    ),
    "preservation": ("最高人民法院关于人民法院办理财产保全案件若干问题的规定", "财产保全规定", "财产保全规定"),
    "fees": ("诉讼费用交纳办法", "诉讼费用交纳办法", "诉讼费用办法"),
    "invited_mediation": ("最高人民法院关于人民法院特邀调解的规定", "特邀调解规定", "特邀调解规定"),
    "online_mediation": ("人民法院在线调解规则", "在线调解规则", "在线调解规则"),
    "online_rules": ("人民法院在线诉讼规则", "在线诉讼规则", "在线诉讼规则"),
    "court_post": (
        "最高人民法院关于以法院专递方式邮寄送达民事诉讼文书的若干规定",
        "法院专递规定",
        "法院专递规定",
    ),
    "property_inquiry": ("最高人民法院关于民事执行中财产调查若干问题的规定", "财产调查规定", "财产调查规定"),
}

# topic → article of the text of 2017, of 2021 and of 2023 (None: that text had no such article)
_CPL_ARTICLES: dict[str, tuple[int | None, int, int]] = {
    "online_litigation": (None, 16, 16),
    "recusal": (44, 47, 47),
    "recusal_review": (47, 50, 50),
    "special_authority": (59, 62, 62),
    "period": (82, 85, 85),
    "period_restored": (83, 86, 86),
    "service_receipt": (84, 87, 87),
    "service_direct": (85, 88, 88),
    "service_left": (86, 89, 89),
    "service_electronic": (87, 90, 90),
    "service_post": (88, 91, 91),
    "service_public": (92, 95, 95),
    "assistance": (95, 98, 98),
    "preservation": (100, 103, 103),
    "preservation_before_suit": (101, 104, 104),
    "obstruction": (111, 114, 114),
    "fine_limits": (115, 118, 118),
    "judicial_confirmation": (194, 201, 205),
    "enforcement_jurisdiction": (224, 231, 235),
    "enforcement_objection": (225, 232, 236),
    "six_months_unenforced": (226, 233, 237),
    "outsider_objection": (227, 234, 238),
    "settlement": (230, 237, 241),
    "enforcement_security": (231, 238, 242),
    "application": (236, 243, 247),
    "arbitral_award": (237, 244, 248),
    "notarised_instrument": (238, 245, 249),
    "limitation": (239, 246, 250),
    "enforcement_notice": (240, 247, 251),
    "property_report": (241, 248, 252),
    "inquiry": (242, 249, 253),
    "delay_interest": (253, 260, 264),
    "continued_performance": (254, 261, 265),
    "credit_measures": (255, 262, 266),
    "suspension": (256, 263, 267),
    "termination": (257, 264, 268),
    "ruling_effect": (258, 265, 269),
}

TOPICS = tuple(_CPL_ARTICLES)

# topic → article of the interpretation of 2015 and of its text of 2022, whose part on enforcement moved up by two
_INTERPRETATION_ARTICLES: dict[str, tuple[int, int]] = {
    "settled_in_enforcement": (466, 464),
    "resumption": (467, 465),
    "settled_period": (468, 466),
    "applied_again": (520, 518),
}


@dataclass(frozen=True)
class Citation:
    """`text` is the form of papers, `plain` of pages and steps, `short` of tables."""

    law: str
    article: int
    text: str
    plain: str
    short: str


@rule("law.cite", "法条引用", "ours: one spelling of every citation")
def cite(law: str, article: int) -> Citation:
    """Citation of a law of `LAWS` that has not been renumbered. KeyError for an unknown code."""
    full, plain, short = LAWS[law]
    numeral = number(article)
    return Citation(plain, article, f"《{full}》第{numeral}条", f"{plain}第{numeral}条", f"{short}{article}")


@rule("law.statute_ref", "民事诉讼法条号按日期", "民事诉讼法 2017、2021、2023 年文本；施行日 2022-01-01、2024-01-01")
def statute_ref(topic: str, on: date) -> Citation:
    """Article of the Civil Procedure Law on `topic` in the text in force on `on`, the date of the act or paper.

    KeyError for an unknown topic, LookupError where the text of that date had no such article.
    The numbers of 2017 follow the interpretations that still cite them.
    """
    first, second, third = _CPL_ARTICLES[topic]
    article = third if on >= IN_FORCE_2023 else second if on >= IN_FORCE_2021 else first
    if article is None:
        raise LookupError(f"no article on {topic} on {on}")
    return cite("cpl", article)


@rule("law.interpretation_ref", "民事诉讼法解释条号按日期", "民事诉讼法解释 2015、2022 年文本；施行日 2022-04-10")
def interpretation_ref(topic: str, on: date) -> Citation:
    """Article of the interpretation of the Civil Procedure Law on `topic` in the text in force on `on`.

    KeyError for an unknown topic.
    """
    first, second = _INTERPRETATION_ARTICLES[topic]
    return cite("cpl_interpretation", second if on >= INTERPRETATION_2022 else first)
