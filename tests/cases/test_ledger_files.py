"""Files as people hand them in: hostile, spoilt by Excel, in odd encodings. Each is read, or refused in words."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.forms import ledger_file
from cases.forms.ledger_file import FORMULA, NUMBER_LOST, BadFile, read
from tests.cases.ledger_files import HEADINGS, csv_of, row, xlsx


def refused(content: bytes) -> str:
    with pytest.raises(BadFile) as bad:
        read(content)
    return "；".join(bad.value.messages)


def changed(content: bytes, part: str, data: bytes) -> bytes:
    """The workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == part else old.read(info.filename))
    return out.getvalue()


def test_a_small_file_that_unpacks_to_a_huge_one() -> None:
    bomb = changed(xlsx(row()), "xl/worksheets/sheet1.xml", b" " * (ledger_file.LARGEST_PART + 1))
    assert len(bomb) < 2**20
    assert "解开以后太大" in refused(bomb)


def test_entities_are_not_expanded() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "不该有的定义" in refused(changed(xlsx(row()), "xl/worksheets/sheet1.xml", entity))


def test_a_broken_or_foreign_package() -> None:
    whole = xlsx(row())
    assert "损坏" in refused(whole[: len(whole) // 2])
    assert "损坏" in refused(changed(whole, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c>"))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as bundle:
        bundle.writestr("word/document.xml", "<x/>")
    assert "这不是 Excel" in refused(other.getvalue())


def test_as_many_rows_as_the_limit_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_file, "MOST_LINES", 50)
    assert len(read(csv_of(*(row(number) for number in range(50))))) == 50
    assert "最多导入 50 行" in refused(csv_of(*(row(number) for number in range(51))))
    monkeypatch.setattr(ledger_file, "MOST_SCANNED", 30)
    assert "超过 30 行" in refused(csv_of(row(), *({} for _ in range(60))))


def test_all_that_is_wrong_with_the_headings_at_once() -> None:
    headings = [name for name in HEADINGS if name not in ("案由", "生效日期")]
    words = refused(xlsx(row(), headings=[*headings, "颜色", "备注"]))
    assert "颜色" in words
    assert "重复的列：备注" in words
    assert "缺少这些列：生效日期、案由" in words


def test_titles_may_stand_above_and_columns_in_any_order() -> None:
    titles: tuple[list[str | None], ...] = (["2023 年收案台账"], [None], ["制表：窗口"])
    (case,) = read(xlsx(row(), headings=HEADINGS[::-1], above=titles))
    assert (case[0].number, case[0].cells["案由"]) == (5, "民间借贷纠纷")


@pytest.mark.parametrize(
    ("heading", "value", "text", "problem"),
    [
        ("生效日期", date(2023, 4, 12), "2023-04-12", ""),
        ("生效日期", datetime(2023, 4, 12), "2023-04-12", ""),  # noqa: DTZ001 - as Excel has it
        ("收件日期", datetime(2023, 5, 8, 9, 30), "2023-05-08 09:30", ""),  # noqa: DTZ001 - as Excel has it
        ("生效日期", 45028, "2023-04-12", ""),
        ("生效日期", "２０２３年４月１２日", "2023年4月12日", ""),
        ("申请人手机", 13800000000, "13800000000", ""),
        ("申请人证件号码", 429999198503120017, "429999198503120000", NUMBER_LOST),
        ("申请人证件号码", 4.29999198503120e17, "429999198503120000", NUMBER_LOST),
        ("履行期（日）", 10.0, "10", ""),
        ("判项金额", 0.1 + 0.2, "0.3", ""),
        ("判项金额", 86500.125, "86500.125", ""),
        ("判项金额", "=1+1", "=1+1", FORMULA),
        ("备注", True, "是", ""),
        ("备注", "长" * 2001, "长" * 2000, "最多 2000 字"),
    ],
)
def test_a_cell_as_people_mean_it(heading: str, value: object, text: str, problem: str) -> None:
    ((line,),) = read(xlsx(row(**{heading: value})))
    told = line.cells[heading]
    assert told[:12] == text[:12] if problem == NUMBER_LOST else told == text
    assert line.bad.get(heading, "") == problem


def test_writing_beside_the_table_is_told() -> None:
    assert read(xlsx(row(), headings=[*HEADINGS, ""]))[0][0].bad == {}
    content = csv_of(row()).decode("utf-8-sig").rstrip() + ",多写的\n"
    assert "没有表头" in read(content.encode())[0][0].bad[""]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_the_bytes_the_answer_is_in_words(content: bytes) -> None:
    for given_ in (content, b"PK\x03\x04" + content, "依据案号,案由\n".encode() + content):
        try:
            read(given_)
        except BadFile as bad:
            assert all(bad.messages)  # noqa: PT017 - either outcome is right, any other exception is not
