"""Papers from texts that nobody planned for: they print well, stay within the page, and stay text."""

import io
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from documents.contexts.parts import CasePaper, InstalmentLine, PartyBlock, Signatory
from documents.press import engine
from documents.registry import FORMS
from documents.render import Printed, html_preview, print_paper
from documents.samples import SAMPLES
from documents.samples.agreement import AGREEMENT
from documents.samples.handover import HANDOVER
from documents.samples.mediation import URGING
from documents.samples.people import BORROWER, FOOD, GRAIN, LENDER
from tests.documents.reading import body_of, facts_of, glyphs_of, letters_of, outside, squeezed, text_of
from tests.documents.test_render import ALL, META, plain

NAMES = ("𠮷田", "㛃䶮", "王喆𠮷", "古丽·买买提", "买买提明·阿卜杜热合曼·吐尔逊")
LATIN = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
DIGITS = "6222029999000010017" * 4
MARKUP = (
    '<b>{n}</b><img src="file:///etc/passwd"><style>p{{background:url(http://x.invalid/)}}</style>'
    "<script>x()</script>&lt;{{{{ c.case_no }}}}{{% now 'Y' %}}{{# x #}}@import'file:///x';]]>"
)


def printed(code: str, context: CasePaper) -> Printed:
    return print_paper(FORMS[code], plain(context), META)


def checked(code: str, context: CasePaper) -> str:
    """The text of the paper, after a look at its letters: within the margins, each with a glyph."""
    pdf = printed(code, context).pdf
    assert outside(pdf, FORMS[code].family)[:5] == []
    for name, (_, glyphs) in glyphs_of(PdfReader(io.BytesIO(pdf), strict=True)).items():
        assert 0 not in glyphs, name
    return body_of(pdf, FORMS[code].family)


def with_texts(part: Any, change: Callable[[str, str], str], path: str = "") -> Any:
    """The context with each of its texts changed; ``change`` is given where the text stands, and the text."""

    def changed(value: Any, where: str) -> Any:
        if isinstance(value, tuple):
            return tuple(changed(item, f"{where}.{n}") for n, item in enumerate(value))
        if is_dataclass(value) and not isinstance(value, type):
            return with_texts(value, change, f"{where}.")
        return change(where, value) if isinstance(value, str) and value else value

    return replace(part, **{item.name: changed(getattr(part, item.name), path + item.name) for item in fields(part)})


def is_word_of_the_program(value: str) -> bool:
    """``default``, ``phone_out``, ``12.5%``: a choice that templates compare, or a figure; never typed by anybody."""
    return re.fullmatch(r"[a-z_]+|[-+\d.,%]+[a-z]?|—", value) is not None


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that somebody asked for."""
    asked: list[str] = []

    class Watch(engine.URLFetcher):
        def fetch(self, url: str, *rest: Any) -> Any:
            asked.append(url)
            return super().fetch(url, *rest)

    watched = engine.Press()
    watched.fetcher = Watch(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    monkeypatch.setattr("documents.render.press", lambda: watched)
    return asked


@pytest.mark.parametrize(("code", "n"), ALL)
def test_markup_in_every_text_at_once_stays_text(
    code: str, n: int, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text is followed by markup with a number of its own: whatever the paper prints, it prints as it is."""
    context = plain(SAMPLES[code][n])
    places: list[str] = []

    def numbered(where: str, value: str) -> str:
        places.append(where)
        return value if is_word_of_the_program(value) else f"{value}〔{places.index(where)}〕"

    def hostile(where: str, value: str) -> str:
        return value if is_word_of_the_program(value) else value + MARKUP.format(n=places.index(where))

    tame = page_of(code, with_texts(context, numbered), monkeypatch)
    said = [number for number in range(len(places)) if f"〔{number}〕" in body_words_of(tame)]
    assert said
    wild = with_texts(context, hostile)
    text = body_of(printed(code, wild).pdf, FORMS[code].family)
    lost = [places[number] for number in said if squeezed(MARKUP.format(n=number)).rstrip(";.") not in text]
    assert lost == []
    assert fetched == []
    assert tags_of(page_of(code, wild, monkeypatch)) == tags_of(tame)
    assert tags_of(html_preview(FORMS[code], wild)) <= tags_of(tame) | {"div"}


class Taken(Exception):
    """Carries the page away before it is set."""


def page_of(code: str, context: CasePaper, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page that would be given to the press."""

    def take(_machine: Any, page: str, *_: Any) -> None:
        raise Taken(page)

    with monkeypatch.context() as patch:
        patch.setattr(engine.Press, "lay_out", take)
        with pytest.raises(Taken) as taken:
            print_paper(FORMS[code], context, META)
    return str(taken.value)


def tags_of(page: str) -> set[str]:
    return {item.tag for item in ElementTree.fromstring(page).iter()}  # noqa: S314 - that is what is tested


def words_of(page: str) -> str:
    return "".join(ElementTree.fromstring(page).itertext())  # noqa: S314 - our own template


def body_words_of(page: str) -> str:
    """What stands on the page but its head and foot."""
    body = ElementTree.fromstring(page).find("body")  # noqa: S314 - our own template
    assert body is not None
    return "".join("".join(item.itertext()) for item in body if item.get("class") not in ("running", "foot"))


CONTROLS = "\x00\x07\x08\x1b\x7f\x85\u202e\u200f\u2067\ufeff\ufffe"


def test_control_characters_and_marks_of_direction_leave_no_trace() -> None:
    wild = with_texts(AGREEMENT, lambda _, value: CONTROLS.join(value))
    assert checked("D14", wild) == checked("D14", AGREEMENT)
    fragment = html_preview(FORMS["D14"], wild)
    assert words_of(fragment) == words_of(html_preview(FORMS["D14"], AGREEMENT))
    assert not set(fragment) & set(CONTROLS)
    meta = replace(META, number="（2023）鄂1023\u202e执前和1号")
    assert b"%PDF-1.7" in print_paper(FORMS["D14"], wild, meta).pdf


def party(number: int, role: str, example: PartyBlock) -> PartyBlock:
    return replace(example, role=role, name=f"{NAMES[number % len(NAMES)]}{number}")


def crowd(role: str, example: PartyBlock, count: int = 30) -> tuple[PartyBlock, ...]:
    return tuple(party(number, role, example) for number in range(count))


def test_an_agreement_of_sixty_parties() -> None:
    creditors, debtors = crowd("甲方", LENDER), crowd("乙方", replace(BORROWER, is_person=True))
    signatories = tuple(Signatory(role=each.role, name=each.name) for each in creditors + debtors)
    text = checked("D14", replace(AGREEMENT, creditors=creditors, debtors=debtors, signatories=signatories))
    for each in signatories:
        assert text.count(each.name) >= 2


def test_a_hand_over_of_sixty_parties() -> None:
    text = checked("D20", replace(HANDOVER, creditors=crowd("申请人", GRAIN), debtors=crowd("被申请人", FOOD)))
    assert all(f"{NAMES[n % len(NAMES)]}{n}" in text for n in range(30))


def test_an_urging_notice_for_sixty_creditors() -> None:
    names = tuple(f"{NAMES[n % len(NAMES)]}{n}" for n in range(60))
    text = checked("D08", replace(URGING, creditors=names))
    assert all(name in text for name in names)


def test_two_hundred_and_forty_instalments() -> None:
    first = date(2023, 10, 28)
    plan = tuple(
        InstalmentLine(
            seq=n + 1,
            due_on=first + timedelta(days=30 * n),
            amount=Decimal("9999999999.99") - n,
            way="银行转账",
            note=NAMES[n % len(NAMES)],
        )
        for n in range(240)
    )
    context = replace(AGREEMENT, instalments=plan)
    text = checked("D14", context)
    for line in plan:
        assert line.due_on
        row = f"{line.seq}{line.due_on.year}年{line.due_on.month}月{line.due_on.day}日{line.amount:,}银行转账；{line.note}"
        assert row in text
    heads = [text_of([page]) for page in letters_of(printed("D14", context).pdf)]
    assert sum("期次应付日" in head for head in heads) >= 9, "the head of the table is repeated on each page"


CLAUSE = "乙方应当在每期付款以前三日内告知甲方付款的方式、金额和日期，并在付款以后交付凭证；甲方应当出具收条。"


@pytest.mark.parametrize("name", NAMES)
def test_a_clause_of_four_thousand_characters(name: str) -> None:
    clause = (CLAUSE * 100)[: 4000 - len(name)] + name
    assert len(clause) == 4000
    assert clause in checked("D14", replace(AGREEMENT, extra_clauses=(clause,)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("code", "context"), [("D08", URGING), ("D14", AGREEMENT), ("D20", HANDOVER)])
def test_rare_and_uyghur_names(code: str, context: CasePaper, name: str) -> None:
    def renamed(where: str, value: str) -> str:
        return name if where.endswith("name") or (where.startswith("creditors.") and where.count(".") == 1) else value

    text = checked(code, with_texts(context, renamed))
    assert text.count(squeezed(name)) >= 2


WORDS = " ".join((LATIN, DIGITS, "长" * 40, "—" * 30, "（" * 30, "，。、；：" * 6))


@pytest.mark.parametrize("code", SAMPLES)
def test_overlong_words_in_every_text_stay_within_the_page(code: str) -> None:
    """Every text but the number of the case and the boxes to be ticked, which nobody types; of each form the fullest sample."""

    def longer(where: str, value: str) -> str:
        given = where in ("case_no", "exec_no") or where.startswith("exclusions.")
        return value if given or is_word_of_the_program(value) else value + WORDS

    wild = with_texts(max(SAMPLES[code], key=lambda sample: len(list(facts_of(sample)))), longer)
    assert squeezed(WORDS) in checked(code, wild)
