"""Ledgers as people keep them: rows by heading, as XLSX or CSV bytes, and what came back as rows by heading."""

import csv
import io
from typing import Any

from openpyxl import Workbook, load_workbook

from cases import jobs
from cases.actions.ledgers import TOPIC
from cases.papers.ledger_columns import COLUMNS
from jianli_mediation.core import clock
from jianli_mediation.core.outbox import HANDLERS, work_once
from tests.build import CHEN, LIU

HEADINGS = [column.heading for column in COLUMNS]
CREDITOR_CODE = "91110000100000009W"


def drained() -> None:
    """The worker does whatever waits for it."""
    assert HANDLERS[TOPIC] is jobs.ledger
    while work_once(clock.now()):
        pass


def row(number: int = 501, **changes: Any) -> dict[str, Any]:
    """S1 as a line of a ledger; each number is an instrument of its own."""
    own = {
        "依据案号": f"（2023）鄂1023民初{number}号",
        "生效日期": "2023-04-12",
        "履行期（日）": "10",
        "案由": "民间借贷纠纷",
        "收件日期": "2023-05-08",
        "受理费": "981.25",
        "申请人": "陈某",
        "申请人证件号码": CHEN,
        "申请人手机": "13800000000",
        "被申请人": "刘某",
        "被申请人证件号码": LIU,
        "被申请人手机": "13900000000",
        "判项内容": "偿还借款本金86500元",
        "判项金额": "86500.00",
    }
    return {**own, **changes}


def more(**cells: Any) -> dict[str, Any]:
    """A line that goes on with the case above it."""
    return cells


def xlsx(*rows: dict[str, Any], headings: list[str] | None = None, above: tuple[list[Any], ...] = ()) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    named = headings or HEADINGS
    for line in (*above, named, *([each.get(heading) for heading in named] for each in rows)):
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(*rows: dict[str, Any], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEADINGS)
    writer.writerows([each.get(heading, "") for heading in HEADINGS] for each in rows)
    return out.getvalue().encode(encoding)


def rows_in(content: bytes) -> list[dict[str, Any]]:
    """The lines of a workbook by heading."""
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    lines = list(page.iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
