"""Lint of sums and days: instalments, words, term, waiver, imputation, account."""

from collections.abc import Iterator
from decimal import Decimal

from cases.rules.allocation import KINDS
from cases.rules.law import cite, statute_ref
from cases.rules.terms_facts import Check, Finding, Terms
from jianli_mediation.kernel.chinese import amount_in_capitals
from jianli_mediation.kernel.money import ZERO, show
from jianli_mediation.kernel.workdays import Calendar, add_months

LONGEST_TERM_MONTHS = 24


def _sum(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if not terms.instalments:
        if terms.total > ZERO:
            yield Finding("no_instalments", "red", "还没有分期。至少写一期，写明应付日和金额。", field="instalments")
        return
    missing = terms.total - sum((row.amount for row in terms.instalments), ZERO)
    if not missing:
        return
    word = "少" if missing > ZERO else "多"
    fact = f"分期合计比总额{word} {show(abs(missing))} 元。"
    for seq, row in enumerate(terms.instalments, start=1):
        right = row.amount + missing
        if right > ZERO and sorted(show(right)) == sorted(show(row.amount)):
            likely = f"第 {seq} 期 {show(row.amount)} 像是 {show(right)} 数字颠倒。"
            yield Finding("sum_differs", "red", fact + likely, field=f"instalments.{seq}.amount", fix=str(right))
            return
    yield Finding("sum_differs", "red", f"{fact}改总额或其中一期。", field="instalments")


def _words(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    words = amount_in_capitals(terms.total)
    if terms.total_in_words and terms.total_in_words != words:
        message = f"大写“{terms.total_in_words}”与 {show(terms.total)} 元不符。应为“{words}”。"
        yield Finding("words_differ", "red", message, field="total_in_words", fix=words)


def _amounts(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    for seq, row in enumerate(terms.instalments, start=1):
        if row.amount <= ZERO:
            message = f"第 {seq} 期金额是 {show(row.amount)} 元。写一个大于零的金额，或删去这一期。"
            yield Finding("instalment_not_positive", "red", message, field=f"instalments.{seq}.amount")


def _days(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    before = None
    for seq, row in enumerate(terms.instalments, start=1):
        field = f"instalments.{seq}.due_on"
        if row.due_on < terms.signed_on:
            message = f"第 {seq} 期应付日 {row.due_on} 早于签订日 {terms.signed_on}。改应付日或签订日。"
            yield Finding("due_before_signing", "red", message, field=field)
        if before is not None and row.due_on <= before:
            message = f"第 {seq} 期应付日 {row.due_on} 不晚于上一期 {before}。按先后排列各期。"
            yield Finding("due_out_of_order", "red", message, field=field)
        before = row.due_on


def _rest_days(terms: Terms, calendar: Calendar) -> Iterator[Finding]:
    for seq, row in enumerate(terms.instalments, start=1):
        due = calendar.next_workday(row.due_on)
        if due != row.due_on:
            message = (
                f"第 {seq} 期应付日 {row.due_on} 是{calendar.describe(row.due_on)}。"
                f"改为 {due}，或当面说明顺延到这一天。"
            )
            article = cite("civil_code", 203).plain
            yield Finding("due_on_rest_day", "amber", message, article, f"instalments.{seq}.due_on", str(due))


def _term(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if not terms.instalments:
        return
    last = max(row.due_on for row in terms.instalments)
    limit = add_months(terms.signed_on, LONGEST_TERM_MONTHS)
    if last > limit:
        message = f"末期 {last} 超过签订后 {LONGEST_TERM_MONTHS} 个月（{limit}）。缩短，或写明理由。"
        yield Finding("term_too_long", "amber", message, field="instalments")
    if terms.limitation_safe_until and last > terms.limitation_safe_until:
        message = (
            f"末期 {last} 晚于申请执行时效的提示日 {terms.limitation_safe_until}（提示，不是认定）。"
            "缩短，或在此之前留下新的履行证据。"
        )
        article = statute_ref("limitation", terms.signed_on).plain
        yield Finding("term_beyond_limitation", "amber", message, article, "instalments")


def _debt(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    over = terms.total - terms.confirmed_debt
    if over > ZERO:
        message = f"协议总额比确认的债务多 {show(over)} 元。写明多出部分是什么，或改总额。"
        yield Finding("total_over_debt", "amber", message, field="total")


def _imputation(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if terms.imputation == "custom" and sorted(terms.custom_order) != sorted(KINDS):
        message = "抵充顺序选了自定义，没有把费用、利息、本金、加倍部分各排一次。排全，或改用法定顺序。"
        yield Finding("order_incomplete", "red", message, cite("civil_code", 561).plain, "custom_order")


def _waiver(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if not terms.waives:
        return
    if not terms.waiver_condition.strip():
        message = "让利没有条件，对方不按期付也收不回。写明按期足额履行才免除。"
        yield Finding("waiver_unconditional", "amber", message, field="waiver_condition")
    elif "恢复" not in terms.waiver + terms.waiver_condition + terms.default_clause:
        message = "让利附了条件，没写条件不成就时从哪天恢复计算。补写起算日。"
        yield Finding("waiver_not_reviving", "amber", message, field="waiver_condition")


def _account(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if terms.pay_way == "court_account" and terms.legal_model == "A":
        message = "立案前没有案款账户，不能付到法院。改为付到申请人账户，或先立案。"
        yield Finding("court_account_before_filing", "red", message, field="pay_way")
    if terms.pay_way not in ("direct", "third_party"):
        return
    if not terms.account_no.strip():
        message = "没有写收款账户。写明户名、开户行、账号；当面付现金的，写明地点和收据。"
        yield Finding("no_account", "amber", message, field="account_no")
    elif terms.account_name not in (*terms.creditors, *terms.collectors):
        message = f"户名“{terms.account_name}”不是申请人，也没有代收执行款的授权。换成申请人账户，或补授权书。"
        yield Finding("account_not_creditor", "red", message, cite("enforcement_work", 20).plain, "account_name")


def _shares(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if len(terms.creditors) < 2:
        return
    if not terms.creditor_shares:
        message = f"申请人有 {len(terms.creditors)} 人，没有写各得多少。写明份额，或写明由一人代收。"
        yield Finding("shares_missing", "amber", message, cite("civil_code", 517).plain, "creditor_shares")
        return
    total = sum(terms.creditor_shares, Decimal(0))
    if total != terms.total or len(terms.creditor_shares) != len(terms.creditors):
        message = f"各申请人份额合计 {show(total)} 元，应为 {show(terms.total)} 元，每人一份。改份额。"
        yield Finding("shares_differ", "red", message, cite("civil_code", 517).plain, "creditor_shares")


MONEY_CHECKS = (
    Check("sum", "分期合计等于总额", _sum),
    Check("words", "大写与小写一致", _words),
    Check("amounts", "每期金额大于零", _amounts),
    Check("days", "应付日在签订之后，按先后排列", _days),
    Check("rest_days", "应付日是工作日", _rest_days),
    Check("term", "期限不过长，在时效提示日之内", _term),
    Check("debt", "总额不超过确认的债务", _debt),
    Check("imputation", "抵充顺序完整", _imputation),
    Check("waiver", "让利有条件，也写了恢复", _waiver),
    Check("account", "收款账户属于申请人", _account),
    Check("shares", "共同申请人的份额相符", _shares),
)
