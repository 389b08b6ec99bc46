"""What the clerk should look at once a case is filed. It holds nothing up: a filing is never refused for a doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.facts import eligibility_facts
from cases.models import Case, Party
from cases.models.choices import PartyKind
from cases.rules import eligibility, identity
from cases.rules.casenumber import parse_case_no
from jianli_mediation.core.models import User
from jianli_mediation.kernel.money import show
from jianli_mediation.kernel.workdays import Calendar

LARGE_AMOUNT = Decimal(10_000_000)
SHOWN_CASES = 5
ORGANISATIONS = (PartyKind.LEGAL_PERSON, PartyKind.UNINCORPORATED)


@dataclass(frozen=True)
class FilingWarning:
    """``code`` for programs, ``message`` for people."""

    code: str
    message: str


def filing_warnings(case: Case, user: User, today: date, calendar: Calendar) -> list[FilingWarning]:
    """Forced model B, what the screening hits, the same people's other cases, and figures worth a second look.

    The law is judged as of the day of receipt, as ``file_case`` judges it, also when an old case is entered today.
    """
    parties = list(case.parties.all())
    return [
        *_legal(case, calendar),
        *_figures(case, today),
        *(warning for party in parties for warning in _party(party, today)),
        *_other_cases(case, parties, user),
    ]


def _legal(case: Case, calendar: Calendar) -> Iterator[FilingWarning]:
    facts = eligibility_facts(case, calendar, "asked_for" in case.forced_b_reasons)
    for reason in eligibility.forced_model_b(facts):
        yield FilingWarning("forced_model_b", f"须先立案：{reason.text}（{reason.article}）。")
    for hit in eligibility.screen(facts):
        if hit.criterion.kind != "include":
            yield FilingWarning(hit.criterion.code, f"{hit.criterion.text}{hit.detail}。")


def _figures(case: Case, today: date) -> Iterator[FilingWarning]:
    if case.amount_applied >= LARGE_AMOUNT:
        yield FilingWarning("large_amount", f"标的 {show(case.amount_applied)} 元，请再核对一遍。")
    number = parse_case_no(case.basis.doc_no)
    if number and number.year > today.year:
        yield FilingWarning("basis_year_ahead", f"执行依据案号的年份 {number.year} 晚于今年，请核对。")


def _party(party: Party, today: date) -> Iterator[FilingWarning]:
    if party.kind in ORGANISATIONS and not party.legal_rep:
        yield FilingWarning("legal_rep_missing", f"{party.name}没有填法定代表人或负责人。")
    checked = identity.check_identity(party.id_type, party.id_number, today)
    if checked.message:
        yield FilingWarning("id_number_check", f"{party.name}的证件号码：{checked.message}")
    if party.account_no:
        account = identity.check_account(party.account_no)
        if account.message:
            yield FilingWarning("account_check", f"{party.name}的账号：{account.message}")
    if not party.phone:
        yield FilingWarning("phone_missing", f"{party.name}没有填手机，联系和送达会有困难。")


def _other_cases(case: Case, parties: list[Party], user: User) -> Iterator[FilingWarning]:
    hashes = {party.id_hash: party.name for party in parties if party.id_hash}
    visible = Case.objects.visible_to(user).exclude(pk=case.pk)
    rows = (
        Party.objects.filter(id_hash__in=hashes, case__in=visible)
        .order_by("-case_id")
        .values_list("id_hash", "case__case_no")[: SHOWN_CASES * len(hashes)]
    )
    found: dict[str, list[str]] = {}
    for id_hash, case_no in rows:
        numbers = found.setdefault(id_hash, [])
        if case_no not in numbers and len(numbers) < SHOWN_CASES:
            numbers.append(case_no)
    for id_hash, numbers in found.items():
        yield FilingWarning("other_cases", f"{hashes[id_hash]}另有案件：{'、'.join(numbers)}。")
