"""Lint of clauses: what happens on default, goods in place of money, penalties, clauses of the library."""

import re
from collections.abc import Iterator

from cases.rules.clauses import BLANK, articles_of, offered
from cases.rules.law import cite
from cases.rules.terms_facts import Check, Finding, Terms
from jianli_mediation.kernel.workdays import Calendar

_RULING_IN_KIND = re.compile("以物抵债的?裁定|抵债裁定|裁定(以物)?抵债")


def _default_clause(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    clause = terms.default_clause
    article = cite("settlement_rules", 9).plain
    if not clause.strip():
        message = "没有写一方不履行怎么办。写明违约后申请执行原生效法律文书，已付款项扣除。"
        if terms.legal_model == "B":
            message = message.replace("申请执行", "申请恢复执行")
        yield Finding("no_default_clause", "red", message, article, "default_clause")
    elif terms.legal_model == "A" and "恢复执行" in clause:
        message = "立案前没有执行案件可以恢复。把“恢复执行”改为“申请执行原生效法律文书”。"
        yield Finding("clause_resumes_nothing", "red", message, article, "default_clause")
    elif terms.legal_model == "B" and not re.search("恢复执行|起诉|另诉", clause):
        message = "已立案的和解，违约后是恢复执行或者起诉。补写其中一种。"
        yield Finding("clause_without_resumption", "amber", message, article, "default_clause")


def _acceleration(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if len(terms.instalments) > 1 and not terms.acceleration:
        message = "没有约定一期不付全部到期，违约后只能就到期部分申请。勾选，或向申请人说明。"
        yield Finding("no_acceleration", "amber", message, field="acceleration")


def _in_kind(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    article = cite("settlement_rules", 6).plain
    text = terms.clauses + terms.default_clause
    if _RULING_IN_KIND.search(text):
        message = "写了由法院出以物抵债裁定，法院不能依和解协议出这种裁定。删去，改为当事人自行交付、过户。"
        yield Finding("ruling_in_kind", "red", message, article, "clauses")
    elif terms.pay_way == "in_kind" or "以物抵债" in text:
        message = "约定以物抵债。写明财物、作价、交付和过户的日期，并说明法院不出抵债裁定。"
        yield Finding("payment_in_kind", "amber", message, article, "clauses")


def _penalty(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if "违约金" in terms.clauses + terms.default_clause:
        message = "约定的违约金不能凭原执行依据执行，只能另诉。向双方说明，或删去。"
        yield Finding("penalty_by_suit_only", "amber", message, cite("settlement_rules", 9).plain, "clauses")


def _library(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    titles = {article.title for article in articles_of(text=terms.clauses)}
    for clause in offered(legal_model=terms.legal_model, on=terms.signed_on):
        if clause.title in titles and clause.warning and not clause.said_by:
            message = f"写了“{clause.title}”。{clause.warning}"
            yield Finding(clause.finding, "amber", message, clause.source, "clauses")


def _unfinished(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if BLANK in terms.clauses:
        message = f"条款里还有空着没填的地方（{BLANK}）。填写，或者删去这一条。"
        yield Finding("clause_blank", "red", message, field="clauses")
    for article in articles_of(text=terms.clauses):
        if not article.text:
            message = f"“{article.title}”只有标题，没有内容。补写，或者删去标题。"
            yield Finding("clause_empty", "red", message, field="clauses")


CLAUSE_CHECKS = (
    Check("default_clause", "违约后果与法律模式相符", _default_clause),
    Check("acceleration", "一期不付全部到期", _acceleration),
    Check("in_kind", "没有以物抵债裁定的字样", _in_kind),
    Check("penalty", "没有只能另诉的违约金", _penalty),
    Check("library", "可选条款没有要当面说明的", _library),
    Check("unfinished", "条款里没有空白", _unfinished),
)
