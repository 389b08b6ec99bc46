"""The April 2024 report by its five ways out: page, list of cases, Excel, PDF and API say the same to whoever may."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from cases.papers.report import number_of
from cases.stats.snapshot import Snapshot
from jianli_mediation.core.clients import Scope
from tests.api.client import Api, client_with
from tests.cast import Cast
from tests.stats.april import April
from tests.stats.freezing import freeze
from tests.stats.test_april import EXPECTED

READERS = ("qian", "zheng", "ling", "zhou", "feng")
OTHERS = ("li", "sun", "wang", "chen", "shu", "wu", "cai", "xi", "an", "shen")
PATHS = ("", "2024-04/", "2024-04/pdf/", "2024-04/excel/")
LINE = re.compile(r'<tr data-code="([^"]+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
Values = dict[str, Decimal | None]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()


def decimal(text: Any) -> Decimal | None:
    found = re.sub(r"[,%件元天次份 ]", "", str(text))
    return None if found in ("—", "None", "") else Decimal(found)


def on_page(client: Client) -> Values:
    text = client.get("/reports/2024-04/").content.decode()
    return {code: decimal(plain(CELL.findall(line)[2])) for code, line in LINE.findall(text)}


def in_excel(client: Client, codes: tuple[str, ...]) -> Values:
    page = load_workbook(io.BytesIO(client.get("/reports/2024-04/excel/").content))["附表1 指标总表"]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert [row[0] or "" for row in rows] == [number_of(code) for code in codes]
    return {code: decimal(row[3]) for code, row in zip(codes, rows, strict=True)}


def in_api(api: Api) -> Values:
    answer = api.get("statistics/2024-04/").json()
    assert (answer["frozen"], answer["version"]) == (True, 1)
    entries = [each for row in answer["indicators"] for each in (row, *row["parts"])]
    return {each["code"]: decimal(each["value"]) for each in entries}


def pdf_text(client: Client) -> str:
    pages = PdfReader(io.BytesIO(client.get("/reports/2024-04/pdf/").content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def behind(api: Api, code: str) -> Decimal:
    rows = api.get(f"statistics/2024-04/{code}/cases/", page_size=100).json()["results"]
    return sum((Decimal(str(1 if row["share"] is None else row["share"])) for row in rows), Decimal(0))


@pytest.fixture
def api(cast: Cast) -> Api:
    return client_with(*(scope for scope in Scope.values if scope != Scope.PII_READ))


@pytest.mark.parametrize("who", READERS)
def test_every_way_out_says_the_same(who: str, april: April, api: Api) -> None:
    kept = Snapshot.parse(freeze(april.cast).content)
    wanted = {code: kept.figure(code).value for code in kept.codes}
    client = Client()
    client.force_login(april.cast.people[who])
    with time_machine.travel("2024-05-07 10:00+08:00", tick=False):
        assert {code: wanted[code] for code in EXPECTED} == {
            code: None if value is None else Decimal(value) for code, (value, *_) in EXPECTED.items()
        }
        assert on_page(client) == wanted
        assert in_excel(client, kept.codes) == wanted
        caller = api.by(who)
        assert in_api(caller) == wanted
        text = pdf_text(client)
        for code in kept.codes:
            figure = kept.figure(code)
            name = re.sub(r"\s", "", figure.indicator.label)
            assert name in text, code
            if figure.numerator is not None:
                assert behind(caller, code) == figure.numerator, code
        for told in ("62.50%5／8", "71.43%5／7", "257,600.00", "90.48%190,000／210,000", "20.77%227,600／1,096,006.71"):
            assert told in text
        listed = client.get("/statistics/2024-04/m03/?version=1").content.decode()
        assert all(case_no in listed for case_no in april.numbers(1, 2, 3, 4, 5, 6, 8, 11))
        assert "共 8 件" in listed


def test_who_has_no_part_in_it(april: April) -> None:
    freeze(april.cast)
    for who in OTHERS:
        client = Client()
        client.force_login(april.cast.people[who])
        with time_machine.travel("2024-05-07 10:00+08:00", tick=False):
            assert {client.get(f"/reports/{path}").status_code for path in PATHS} == {403}, who
