"""Each form of the register, printed from its samples: every fact of its context can be read on the paper."""

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from documents.contexts.parts import CasePaper
from documents.glyphs import FAMILIES
from documents.registry import FORMS
from documents.render import Printed, print_paper
from documents.samples import SAMPLES
from tests.documents.reading import body_of, facts_of, glyphs_of, letters_of, outside, sizes_of, spellings, text_of
from tests.documents.test_render import ALL, META, plain

# One worker, so that each sample is set once.
pytestmark = pytest.mark.xdist_group("facts of papers")

# Facts that a paper need not print, and what becomes of them there. ``*`` stands for the number of an item.
BY_HAND = "the day is left open: whoever signs writes it"
CHOSEN = "a word of the program: it chooses the words of the paper, or the box that is ticked"
OTHER_VARIANT = "printed by the form's other variant"
EVERYWHERE = {
    "variant": CHOSEN,
    "head.centre": "the letterhead: a form names of it what its reader needs",
    "head.address": "the letterhead",
    "head.room": "the letterhead",
    "head.phone": "the letterhead",
    "head.complaint_phone": "the letterhead",
    "head.hotline": "the letterhead",
    "basis.duties.*": "quoted where the operative part matters, else the instrument is named",
    "basis.effective_on": "told where the form turns on it, else the instrument is named",
}
STEERING: dict[str, dict[str, str]] = {
    "D01": {"wish": CHOSEN},
    "D02": {"materials.*": "one row of the list, its pieces in columns of their own", "issued_on": BY_HAND},
    "D03": {
        "addressee.sex": "a notice is addressed by name",
        "addressee.birth": "a notice is addressed by name",
        "addressee.nation": "a notice is addressed by name",
        "addressee.address": "a notice is addressed by name",
        "addressee.id_label": "a notice is addressed by name",
        "addressee.id_number": "a notice is addressed by name",
        "basis.cause": "the instrument is named",
        "execution_fee": OTHER_VARIANT,
        "cite_sanctions": OTHER_VARIANT,
        "cite_limitation": OTHER_VARIANT,
    },
    "D04": {
        "issued_on": BY_HAND,
        "answer": CHOSEN,
        "preferred_way": CHOSEN,
        "e_service": CHOSEN,
        "mediator_wish": CHOSEN,
    },
    "D05": {
        "issued_on": BY_HAND,
        "party.sex": "who signs is told by name, number and address",
        "party.birth": "who signs is told by name, number and address",
        "party.nation": "who signs is told by name, number and address",
        "party.representative_post": "who signs is told by name, number and address",
        "e_service": CHOSEN,
    },
    "D06": {"issued_on": BY_HAND},
    "D07": {"mediator": OTHER_VARIANT, "cite_conduct": OTHER_VARIANT, "cite_sham": OTHER_VARIANT},
    "D09": {"issued_on": BY_HAND},
    "D10": {"mode": CHOSEN, "received_at": "told to who did not apply", "contact.room": "told where the talk is not there"},
    "D12": {"way": CHOSEN},
    "D13": {
        "issued_on": BY_HAND,
        "ends.*.due": "the choice of days: the one that was taken is printed",
        "ends.*.days": "the choice of days: the one that was taken is printed",
        "days": "chooses one of ``ends``",
    },
    "D14": {"cite_reconciliation": "cited once there is an enforcement case"},
    "D15": {"issued_on": BY_HAND, "basis.cause": "the instrument is named"},
    "D17": {
        "formation": CHOSEN,
        "ground": CHOSEN,
        "bench": CHOSEN,
        "cite_agreed": "cited on its own ground",
        "cite_long_term": "cited on its own ground",
        "cite_withdrawn": "cited on its own ground",
        "cite_again": "cited on its own ground",
        "cite_limitation": "cited on its own ground",
        "cite_default": "cited on its own ground",
        "cite_period": "cited on its own ground",
    },
    "D18": {"fee_state": CHOSEN},
    "D19": {
        "result_code": "the code of its name, which is printed",
        **dict.fromkeys(
            (
                "contact.phone", "contact.room", "cite_interest", "cite_limitation", "taken_on", "deadline", "urged_on",
                "clerk", "sessions.*.held_on", "sessions.*.mode", "sessions.*.result", "received_at", "registered_on",
                "handover_due",
            ),
            OTHER_VARIANT,
        ),
    },
    "D20": {"mediator": "the hand-over is the centre's; who mediated stands in the records that go with it"},
    "D22": {"ground": CHOSEN, "case_no": "an application bears no number of the court"},
    "D23": {
        "ground": CHOSEN,
        "bench": CHOSEN,
        "cite_grounds": OTHER_VARIANT,
        "cite_deduction": OTHER_VARIANT,
        "cite_default": OTHER_VARIANT,
        "cite_interest": OTHER_VARIANT,
    },
    "D25": {"debtor.role": "a bank is told a name, not a role in a case"},
    "D26": {"way": CHOSEN},
    "D27": {
        "lines.*.source": "where the program finds what the line names",
        "lines.*.sha256": "held against the file when the volume is bound",
        "lines.*.section": CHOSEN,
        "keeping": CHOSEN,
    },
    "D28": {"kind": CHOSEN},
    "D31": {
        "ends.*.due": "the choice of days: the one that was taken is printed",
        "ends.*.days": "the choice of days: the one that was taken is printed",
        "days": "chooses one of ``ends``",
        "decision": CHOSEN,
    },
    "D32": {"issued_on": BY_HAND, "principal.role": "a statement of office names who makes it"},
}  # fmt: skip


def allowed(code: str, context: CasePaper) -> set[str]:
    # Once there is an enforcement case, papers bear its number.
    numbers = {"case_no"} if getattr(context, "filed", False) else set()
    return set(EVERYWHERE) | set(STEERING.get(code, ())) | numbers


@cache
def printed(code: str, n: int) -> Printed:
    context = plain(SAMPLES[code][n])
    return print_paper(FORMS[code], context, replace(META, number=META.number or context.paper_no))


def place(path: str) -> str:
    """``debtors.0.name`` as it stands in the lists above: ``debtors.*.name``."""
    return re.sub(r"\.\d+", ".*", path)


def unprinted(code: str, n: int) -> dict[str, object]:
    text = body_of(printed(code, n).pdf, FORMS[code].family)
    return {
        place(path): value
        for path, value in facts_of(SAMPLES[code][n])
        if not any(spelling in text for spelling in spellings(value))
    }


@pytest.mark.parametrize(("code", "n"), ALL)
def test_every_fact_can_be_read(code: str, n: int) -> None:
    excused = allowed(code, SAMPLES[code][n])
    assert {path: value for path, value in unprinted(code, n).items() if path not in excused} == {}


@pytest.mark.parametrize("code", sorted(STEERING))
def test_the_list_of_what_is_not_printed_is_no_longer_than_needed(code: str) -> None:
    needed = set().union(*(unprinted(code, n) for n in range(len(SAMPLES[code]))))
    assert set(STEERING[code]) - needed == set()


@pytest.mark.parametrize(("code", "n"), ALL)
def test_the_sheet_and_the_margins_of_the_norm(code: str, n: int) -> None:
    """A4, and no ink of any letter crosses a side margin."""
    assert {frozenset(size) for size in sizes_of(printed(code, n).pdf)} == {frozenset((210, 297))}
    assert outside(printed(code, n).pdf, FORMS[code].family) == []


@pytest.mark.parametrize(("code", "n"), ALL)
def test_every_page_says_something(code: str, n: int) -> None:
    for page in letters_of(printed(code, n).pdf):
        assert len(text_of([page])) >= 80
        assert "此页无正文" not in text_of([page])


@pytest.mark.parametrize(("code", "n"), ALL)
def test_only_our_fonts_each_a_part_and_never_the_box_for_a_missing_character(code: str, n: int) -> None:
    reader = PdfReader(io.BytesIO(printed(code, n).pdf), strict=True)
    found = glyphs_of(reader)
    assert found
    for font, glyphs in found.values():
        descendant = font["/DescendantFonts"][0].get_object()
        family = descendant["/BaseFont"].split("+")[1].replace("-", " ")
        assert family in FAMILIES
        assert "/FontFile2" in descendant["/FontDescriptor"]
        assert 0 not in glyphs
