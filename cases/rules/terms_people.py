"""Lint of persons: who signs, by what power, guardians, joint debtors, guarantors."""

from collections.abc import Iterator

from cases.rules.law import cite
from cases.rules.terms_facts import Check, Finding, Signatory, Terms
from jianli_mediation.kernel.workdays import Calendar

_CREDITOR_ROLES = ("applicant", "successor")


def _signatures(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if terms.draft:
        return
    signed = {signatory.party for signatory in terms.signatories}
    missing = [name for name in terms.creditors if name not in signed]
    if not signed.intersection(terms.debtors):
        missing += terms.debtors
    missing += [security.guarantor for security in terms.securities if security.guarantor not in signed]
    for name in missing:
        yield Finding("signature_missing", "red", f"{name}还没有签字。签字后再定稿。", field="signatories")


def _powers(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    article = cite("settlement_rules", 4).plain
    for signatory in terms.signatories:
        if signatory.signed_by != "agent":
            continue
        who = f"代理人{signatory.signer}"
        if "reconcile" not in signatory.powers:
            message = f"{who}没有“代为和解”的特别授权，不能代签。补授权书，或由{signatory.party}到场。"
            yield Finding("agent_without_power", "red", message, article, "signatories")
        elif terms.waives and signatory.role in _CREDITOR_ROLES and "waive" not in signatory.powers:
            message = f"{who}没有“放弃、变更权利”的特别授权，不能代为让利。补授权书，或由{signatory.party}到场。"
            yield Finding("agent_may_not_waive", "red", message, article, "signatories")
        yield from _mandate_term(signatory, terms, who)


def _mandate_term(signatory: Signatory, terms: Terms, who: str) -> Iterator[Finding]:
    early = signatory.valid_from is not None and terms.signed_on < signatory.valid_from
    late = signatory.valid_until is not None and terms.signed_on > signatory.valid_until
    if early or late:
        edge = f"{signatory.valid_from} 起" if early else f"到 {signatory.valid_until} 止"
        message = f"{who}的授权{edge}，签订日 {terms.signed_on} 不在授权期内。换新授权书。"
        yield Finding("mandate_not_in_force", "red", message, cite("settlement_rules", 4).plain, "signatories")


def _guardians(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    for signatory in terms.signatories:
        if signatory.needs_guardian and signatory.signed_by == "self":
            message = f"{signatory.party}须由法定代理人签字。请监护人到场，并附监护关系证明。"
            yield Finding("guardian_missing", "red", message, cite("cpl_interpretation", 83).plain, "signatories")


def _joint_debtors(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    if terms.draft or terms.joint_liability_stated or "不免除" in terms.clauses:
        return
    signed = {signatory.party for signatory in terms.signatories}
    absent = [name for name in terms.debtors if name not in signed]
    if absent and len(absent) < len(terms.debtors):
        message = f"{'、'.join(absent)}没有参加和解，协议没写其责任是否免除。写明“不免除其他债务人的责任”，或另行约定。"
        yield Finding("joint_liability_open", "amber", message, cite("civil_code", 520).plain, "clauses")


def _securities(terms: Terms, _calendar: Calendar) -> Iterator[Finding]:
    article = cite("settlement_rules", 18).plain
    for security in terms.securities:
        if terms.legal_model == "A" and security.direct_enforcement_declared:
            message = (
                f"{security.guarantor}承诺了直接强制执行，立案前和解用不上，违约后只能另诉。向其说明，或先立案后和解。"
            )
            yield Finding("declaration_before_filing", "amber", message, article, "securities")
        if terms.legal_model == "B" and not security.direct_enforcement_declared:
            message = f"{security.guarantor}没有向法院承诺自愿接受直接强制执行，违约后不能直接执行。补承诺书或作说明。"
            yield Finding("declaration_missing", "amber", message, article, "securities")


PEOPLE_CHECKS = (
    Check("signatures", "各方都有人签字", _signatures),
    Check("powers", "代理人有特别授权，在授权期内", _powers),
    Check("guardians", "未成年人等有监护人签字", _guardians),
    Check("joint_debtors", "其他债务人的责任已写明", _joint_debtors),
    Check("securities", "担保人的承诺与法律模式相符", _securities),
)
