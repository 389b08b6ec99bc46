"""外来数字: read in another system, entered by form or table, never changed; what indicators 23 to 25 make of them."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from cases.actions import outside as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.actions.outside import Reading
from cases.forms.figures_kept import HEADS
from cases.models import OutsideFigure
from cases.stats.asked import Asked
from cases.stats.indicator import Figure
from cases.stats.indicators import BY_CODE
from cases.stats.period import Period
from cases.stats.reckoning import Reckoning
from jianli_mediation.core.models import AuditEntry
from tests.build import moment
from tests.cast import Cast

NOW = moment("2024-05-06 10:00")
APRIL = date(2024, 4, 1)
MONTH = Period.parse("2024-04")
SOURCE = "执行办案系统"
FIRST, OWN, PAYABLE, ALL = "first_filings", "own_basis_filings", "payable_judgments", "applications"


@pytest.fixture(autouse=True)
def on_the_sixth_of_may():
    with time_machine.travel(NOW, tick=False):
        yield


def enter(cast: Cast, who: str = "chen", month: date = APRIL, note: str = "", **changes: Any) -> list[OutsideFigure]:
    given = {"numbers": {FIRST: 186}, "source": SOURCE, "read_on": date(2024, 5, 6), **changes}
    return acts.enter_outside(by=Actor(cast.people[who]), now=NOW, reading=Reading(month, note=note, **given))


def figure(code: str, period: Period = MONTH) -> Figure:
    return Reckoning(Asked(period, date(2024, 5, 6))).figure(BY_CODE[code])


def sign_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_what_is_entered_is_kept_with_its_source_and_told_in_the_trail(cast: Cast) -> None:
    rows = enter(cast, numbers={FIRST: 186, OWN: 0})
    assert [(row.kind, row.number, row.source, row.read_on) for row in rows] == [
        (FIRST, 186, SOURCE, date(2024, 5, 6)),
        (OWN, 0, SOURCE, date(2024, 5, 6)),
    ]
    entry = AuditEntry.objects.get(verb="enter_outside")
    assert (entry.chain, entry.facts["figures"][0]["from"], entry.facts["figures"][0]["to"]) == ("outside", None, 186)


@pytest.mark.parametrize("who", ["wang", "li", "sun", "shu", "zhou", "ling", "cai", "wu", "an", "xi"])
def test_who_has_no_part_in_it_enters_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        enter(cast, who)
    assert not OutsideFigure.objects.exists()


@pytest.mark.parametrize("who", ["qian", "zheng", "feng"])
def test_who_may(cast: Cast, who: str) -> None:
    assert enter(cast, who)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"numbers": {}}, "numbers"),
        ({"numbers": {FIRST: -1}}, FIRST),
        ({"numbers": {FIRST: 10_000_001}}, FIRST),
        ({"numbers": {"dreams": 1}}, "dreams"),
        ({"numbers": {FIRST: 10, OWN: 11}}, OWN),
        ({"source": " "}, "source"),
        ({"source": "长" * 101}, "source"),
        ({"note": "长" * 201}, "note"),
        ({"read_on": date(2024, 5, 7)}, "read_on"),
        ({"read_on": date(2024, 4, 30)}, "read_on"),
        ({"month": date(2024, 5, 1)}, "month"),
        ({"month": date(2024, 4, 2)}, "month"),
        ({"month": date(1999, 12, 1)}, "month"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        enter(cast, **changes)
    assert set(wrong.value.errors) == {field}
    assert not OutsideFigure.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"numbers": {FIRST: 10_000_000, OWN: 10_000_000}},
        {"numbers": {FIRST: 0}},
        {"read_on": date(2024, 5, 1)},
        {"month": date(2000, 1, 1)},
        {"source": "长" * 100, "note": "长" * 200},
    ],
)
def test_at_the_very_edge(cast: Cast, changes: dict[str, Any]) -> None:
    assert enter(cast, **changes)


def test_a_correction_is_a_new_row_with_its_reason(cast: Cast) -> None:
    enter(cast)
    with pytest.raises(InvalidInput) as wrong:
        enter(cast, numbers={FIRST: 187})
    assert wrong.value.errors == {"note": ["首次执行收案原为 186，更正请在说明里写理由"]}
    enter(cast, numbers={FIRST: 187}, note="补报 1 件")
    assert list(OutsideFigure.objects.values_list("number", flat=True).order_by("pk")) == [186, 187]
    assert AuditEntry.objects.filter(verb="enter_outside").latest("pk").facts["figures"][0]["from"] == 186
    with pytest.raises(InvalidInput) as wrong:
        enter(cast, numbers={OWN: 188})
    assert set(wrong.value.errors) == {OWN}, "held against the number that stands"


def test_the_same_again_brings_nothing(cast: Cast) -> None:
    enter(cast)
    with pytest.raises(InvalidInput) as wrong:
        enter(cast)
    assert set(wrong.value.errors) == {"numbers"}
    assert len(enter(cast, source="省院统计平台")) == 1, "read elsewhere it is news"


def test_a_range_adds_its_months_and_one_that_is_wanting_spoils_it(cast: Cast) -> None:
    quarter = Period(date(2022, 2, 1), date(2022, 4, 30))
    for number, (year, month) in enumerate([(2022, 2), (2022, 3), (2021, 2), (2021, 3), (2021, 4)], 1):
        enter(cast, month=date(year, month, 1), numbers={FIRST: number * 10})
    assert figure("m23", period=quarter).missing == "数字来自执行办案系统，还没有录入：2022年4月首次执行收案。"
    assert figure("m24", period=quarter).missing.endswith("2022年4月首次执行收案中以本院裁判为依据的等 6 项。")
    enter(cast, month=date(2022, 4, 1), numbers={FIRST: 30})
    found = figure("m23", period=quarter)
    assert (found.numerator, found.denominator, found.value) == (60 - 120, 120, Decimal("-50.00"))


def test_nothing_to_divide_by_is_no_figure(cast: Cast) -> None:
    enter(cast, numbers={OWN: 0, PAYABLE: 0})
    assert (figure("m24").value, figure("m24").missing) == (None, "")


def post(cast: Cast, who: str, url: str, **given: Any) -> Any:
    return sign_in(cast, who).post(url, given)


ENTER = reverse("cases:enter_outside", args=["2024-04"])
IMPORT = reverse("cases:import_outside")


def test_the_form(cast: Cast) -> None:
    typed = {FIRST: "186", OWN: "120", "source": SOURCE, "read_on": "2024-05-06"}
    answer = post(cast, "chen", ENTER, **typed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:outside_month", args=["2024-04"]))
    page = sign_in(cast, "chen").get(ENTER).content.decode()
    assert "现为 186，2024-05-06 取数" in page
    assert "autofocus" in page
    shown = sign_in(cast, "ling").get(reverse("cases:outside_month", args=["2024-04"])).content.decode()
    assert SOURCE in shown
    assert "录入外来数字" not in shown


def test_bad_input_keeps_what_was_typed(cast: Cast) -> None:
    typed = {FIRST: "一百", OWN: "120", "source": "院内报表甲", "read_on": "2024-13-06"}
    answer = post(cast, "chen", ENTER, **typed)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {FIRST, "read_on"}
    text = answer.content.decode()
    assert all(f'value="{value}"' in text for value in typed.values())


def test_the_four_numbers_are_wanted_at_the_first_of_them(cast: Cast) -> None:
    answer = post(cast, "chen", ENTER, source=SOURCE, read_on="2024-05-06")
    assert set(answer.context["form"].errors) == {FIRST}


@pytest.mark.parametrize(("who", "reads", "acts_"), [("chen", 200, 200), ("feng", 200, 200), ("ling", 200, 403), ("zhou", 200, 403),
                                                     ("wang", 403, 403), ("li", 403, 403), ("wu", 403, 403), ("xi", 403, 403)])  # fmt: skip
def test_who_sees_the_pages(cast: Cast, who: str, reads: int, acts_: int) -> None:
    client = sign_in(cast, who)
    pages = [reverse("cases:outside"), reverse("cases:outside_month", args=["2024-04"])]
    assert [client.get(url).status_code for url in pages] == [reads, reads]
    assert [client.get(url).status_code for url in (ENTER, IMPORT)] == [acts_, acts_]


@pytest.mark.parametrize("month", ["2024-05", "2024-13", "1999-12", "spring"])
def test_a_month_that_cannot_be_has_no_page(cast: Cast, month: str) -> None:
    client = sign_in(cast, "chen")
    for name in ("outside_month", "enter_outside"):
        assert client.get(reverse(f"cases:{name}", args=[month])).status_code == 404


GOOD = f"{','.join(HEADS)}\n2024-04,186,120,310,12,{SOURCE},2024-05-06,\n2023年4月,243,,,,{SOURCE},2024.5.6,\n"


def test_a_table_of_many_months(cast: Cast) -> None:
    assert post(cast, "chen", IMPORT, text=GOOD).status_code == 302
    assert OutsideFigure.objects.count() == 5
    again = post(cast, "chen", IMPORT, text=GOOD)
    assert (again.status_code, again.context["form"].errors["text"]) == (400, ["没有要录入或者更正的数。"])
    assert post(cast, "chen", IMPORT, text=GOOD.replace("2024-04,186", "2024-04,187")).status_code == 400
    mended = GOOD.replace("2024-04,186", "2024-04,187").replace("2024-05-06,\n", "2024-05-06,补报 1 件\n", 1)
    assert post(cast, "chen", IMPORT, text=mended).status_code == 302
    assert OutsideFigure.objects.count() == 6, "what was there already is not entered again"


def test_every_bad_row_is_told_and_nothing_is_lost(cast: Cast) -> None:
    bad = "2024-04,x,1.5,,,来源甲,2024-05-06,\n四月,1,,,,来源乙,,\n2024-03,7,,,,来源丙,2024-04-01,\n"
    answer = post(cast, "chen", IMPORT, text=bad)
    told = answer.context["form"].errors["text"]
    assert (answer.status_code, len(told)) == (400, 4)
    assert [each[:7] for each in told] == ["第 1 行：首", "第 1 行：首", "第 2 行：月", "第 2 行：没"]
    assert all(each in answer.content.decode() for each in ("来源甲", "来源乙", "来源丙"))
    assert not OutsideFigure.objects.exists()


def test_rows_that_cannot_be_are_told_by_their_line(cast: Cast) -> None:
    rows = (
        f"2024-04,5,9,,,{SOURCE},2024-05-06,\n2024-05,5,,,,{SOURCE},2024-05-06,\n"
        f"2024-04,5,,,,{SOURCE},2024-05-06,\n2024-02,,,,,{SOURCE},2024-05-06,\n2024-01,1,,,,,2024-05-06,"
    )
    told = post(cast, "chen", IMPORT, text=rows).context["form"].errors["text"]
    assert [each.partition("：")[0] for each in told] == [f"第 {line} 行" for line in (1, 2, 3, 4, 5)]
    assert not OutsideFigure.objects.exists()


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (HEADS, *rows):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", GOOD.encode("gb18030")),
        ("a.csv", GOOD.encode("utf-8-sig")),
        (
            "a.xlsx",
            sheet(
                ("2024-04", 186, 120.0, 310, 12, SOURCE, date(2024, 5, 6), None),
                (date(2023, 4, 1), 243, None, None, None, SOURCE, "2024-05-06", ""),
            ),
        ),
    ],
)
def test_a_file(cast: Cast, name: str, content: bytes) -> None:
    answer = post(cast, "chen", IMPORT, file=SimpleUploadedFile(name, content))
    assert answer.status_code == 302
    found = OutsideFigure.objects.order_by("month", "kind").values_list("month", "number")
    assert sorted(found) == sorted([(date(2023, 4, 1), 243), *((APRIL, number) for number in (12, 120, 186, 310))])


def test_a_file_with_a_bad_row_comes_back_as_text(cast: Cast) -> None:
    content = sheet(("2024-04", "很多", None, None, None, SOURCE, "2024-05-06", ""))
    answer = post(cast, "chen", IMPORT, file=SimpleUploadedFile("a.xlsx", content))
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"][0].startswith("第 2 行：")
    assert "2024-04,很多" in answer.content.decode()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x81", b"PK\x03\x04 no book", b"x" * (2 * 1024 * 1024 + 1)])
def test_a_file_that_is_none(cast: Cast, content: bytes) -> None:
    answer = post(cast, "chen", IMPORT, file=SimpleUploadedFile("a.xlsx", content))
    assert (answer.status_code, "file" in answer.context["form"].errors) == (400, True)


def test_too_many_rows(cast: Cast) -> None:
    rows = "\n".join(f"{2000 + place // 12}-{place % 12 + 1:02},1,,,,{SOURCE},2024-05-06," for place in range(241))
    told = post(cast, "chen", IMPORT, text=rows).context["form"].errors["text"]
    assert told == ["一次最多 240 行，现有 241 行。"]
