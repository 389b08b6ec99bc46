"""The April 2024 report by its five ways out: page, list of cases, Excel, PDF and API say the same to whoever may."""

import io
import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from cases.models import MonthReport
from cases.papers.report import SUMMARY, in_cell, number_of
from cases.stats.asked import Asked
from cases.stats.behind import READERS as READING_ROLES
from cases.stats.behind import BehindList, behind
from cases.stats.changes import with_unit, working
from cases.stats.indicators import BY_CODE, figures
from cases.stats.snapshot import SIDES, Snapshot
from documents import archive
from documents.contexts.reporting import MonthlyReport, Summary
from jianli_mediation.core.clients import Scope
from tests.api.client import Api, client_with
from tests.build import day
from tests.cast import Cast
from tests.stats.april import April
from tests.stats.freezing import freeze
from tests.stats.test_april import EXPECTED

READERS = ("qian", "zheng", "ling", "zhou", "feng")
ONE_LANE = "wu"
OTHERS = ("li", "sun", "wang", "chen", "shu", "cai", "xi", "an", "shen")
PATHS = ("", "2024-04/", "2024-04/pdf/", "2024-04/excel/", "2024-05/draft/")
LINE = re.compile(r'<tr data-code="([^"]+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
ROW = re.compile(r'<a href="/cases/(\d+)/"')
Values = dict[str, Decimal | None]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()


def decimal(text: Any) -> Decimal | None:
    found = re.sub(r"[,%件元天次份 ]", "", str(text))
    return None if found in ("—", "None", "") else Decimal(found)


def on_page(client: Client) -> Values:
    text = client.get("/reports/2024-04/").content.decode()
    return {code: decimal(plain(CELL.findall(line)[2])) for code, line in LINE.findall(text)}


def in_excel(client: Client, kept: Snapshot) -> Values:
    """The first annex; each line's numerator and denominator are the figure's own."""
    page = load_workbook(io.BytesIO(client.get("/reports/2024-04/excel/").content))["附表1 指标总表"]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert [row[0] or "" for row in rows] == [number_of(code) for code in kept.codes]
    for code, row in zip(kept.codes, rows, strict=True):
        figure = kept.figure(code)
        whole = (figure.numerator, figure.denominator) if figure.denominator is not None else (None, None)
        assert tuple(map(decimal, row[4:6])) == whole, code
    return {code: decimal(row[3]) for code, row in zip(kept.codes, rows, strict=True)}


def in_api(api: Api) -> Values:
    answer = api.get("statistics/2024-04/").json()
    assert (answer["frozen"], answer["version"]) == (True, 1)
    entries = [each for row in answer["indicators"] for each in (row, *row["parts"])]
    return {each["code"]: decimal(each["value"]) for each in entries}


def pdf_text(client: Client) -> str:
    pages = PdfReader(io.BytesIO(client.get("/reports/2024-04/pdf/").content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def sum_of(found: BehindList) -> Decimal:
    """What the cases of a list add up to."""
    shares = (found.told(row).share for row in found.rows)
    return sum((Decimal(str(1 if share is None else share)) for share in shares), Decimal(0))


@pytest.fixture
def api(cast: Cast) -> Api:
    return client_with(*(scope for scope in Scope.values if scope != Scope.PII_READ))


@pytest.fixture(autouse=True)
def may_7(cast: Cast) -> Iterator[None]:
    with time_machine.travel("2024-05-07 10:00+08:00", tick=False):
        yield


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_every_way_out_says_the_same(april: April, api: Api) -> None:
    """D28 carries every indicator and every part in its first annex, so that none is left out of the comparison."""
    row = freeze(april.cast)
    kept = Snapshot.parse(row.content)
    wanted = {code: kept.figure(code).value for code in kept.codes}
    assert kept.codes == tuple(BY_CODE)
    assert {code: wanted[code] for code in EXPECTED} == {
        code: None if value is None else Decimal(value) for code, (value, *_) in EXPECTED.items()
    }
    for who in READERS:
        client, caller = signed_in(april.cast, who), api.by(who)
        assert on_page(client) == wanted, who
        assert in_excel(client, kept) == wanted, who
        assert in_api(caller) == wanted, who
        printed = pdf_text(client)
        assert [code for code in kept.codes if line_of(kept, code) not in printed] == [], who
        assert_lists_add_up(kept, Asked(kept.period, day("2024-05-07"), april.cast.people[who]))
    assert_summary(row, kept)


def line_of(kept: Snapshot, code: str) -> str:
    """The line of annex 1 as far as this month goes, without spaces."""
    figure = kept.figure(code)
    entry = figure.indicator
    unit = f"（{entry.unit}）" if entry.unit in ("元", "天") else ""
    cells = (number_of(code), entry.label, unit, in_cell(figure.value, entry.unit), working(figure))
    return re.sub(r"\s", "", "".join(cells))


def assert_lists_add_up(kept: Snapshot, asked: Asked) -> None:
    for code in kept.codes:
        figure = kept.figure(code)
        for side in SIDES:
            found, number = kept.behind(asked, code, side), getattr(figure, side)
            if found is not None and number is not None:
                assert sum_of(found) == number, (code, side)


def assert_summary(row: MonthReport, kept: Snapshot) -> None:
    """The sentences before the annexes speak of the same numbers."""
    paper = archive.context_of(row.paper)
    assert isinstance(paper, MonthlyReport)
    assert set(SUMMARY) == {each.name for each in fields(Summary)}
    for name, code in SUMMARY.items():
        figure = kept.figure(code.removeprefix("#"))
        number = figure.numerator if code.startswith("#") else figure.value
        unit = "件" if code.startswith("#") else figure.indicator.unit
        assert getattr(paper.summary, name).value == with_unit(number, unit), name


def test_every_list_is_as_long_as_its_figure(april: April, api: Api) -> None:
    """The page behind each number and the list over the API name the same cases, as many as the number says."""
    kept = Snapshot.parse(freeze(april.cast).content)
    client, caller = signed_in(april.cast, "ling"), api.by("ling")
    for code in kept.codes:
        for side in SIDES:
            rows = kept.rows(code, side)
            if rows is None:
                continue
            page = client.get(f"/statistics/2024-04/{code}/?version=1&part={side}").content.decode()
            assert (f"共 {len(rows)} 件" in page) == bool(rows), (code, side)
            assert {int(pk) for pk in ROW.findall(page)} == {pk for pk, *_ in rows}, (code, side)
            listed = caller.get(f"statistics/2024-04/{code}/cases/", page_size=100, part=side).json()["results"]
            assert {each["case_no"] for each in listed} == {kept.case_no(pk) for pk, *_ in rows}, (code, side)


def test_who_reads_one_lane_is_answered_of_that_lane_alone(april: April, api: Api) -> None:
    """The business office has no report; what the API tells it, it can open, and it is of its own lane."""
    freeze(april.cast)
    reader = april.cast.people[ONE_LANE]
    asked = Asked(Snapshot.parse(MonthReport.objects.get().content).period, day("2024-05-07"), reader)
    answer = api.by(ONE_LANE).get("statistics/2024-04/").json()
    found = {each["code"]: decimal(each["value"]) for row in answer["indicators"] for each in (row, *row["parts"])}
    mine = {each.code: each for figure in figures(asked).figures for each in (figure, *figure.parts)}
    assert answer["frozen"] is False
    assert found == {code: figure.value for code, figure in mine.items()}
    assert (found["m01"], found["m22"]) == (3, 3)
    for code, figure in mine.items():
        for side in SIDES:
            listed, number = behind(asked, BY_CODE[code], side), getattr(figure, side)
            if listed is not None and number is not None:
                assert sum_of(listed) == number, (code, side)
    client = signed_in(april.cast, ONE_LANE)
    assert {client.get(f"/reports/{path}").status_code for path in PATHS} == {403}


def test_who_has_no_part_in_it(april: April, api: Api) -> None:
    freeze(april.cast)
    assert {april.cast.people[who].role for who in (*READERS, ONE_LANE)} == READING_ROLES
    for who in OTHERS:
        client = signed_in(april.cast, who)
        assert {client.get(f"/reports/{path}").status_code for path in PATHS} == {403}, who
        assert api.by(who).get("statistics/2024-04/").status_code == 403, who
