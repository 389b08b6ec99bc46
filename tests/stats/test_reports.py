"""Frozen months: who freezes them and when, what is kept, what later facts do to them."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from cases.actions import mediation, report_files
from cases.actions import reporting as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.models import Case, MonthReport
from cases.papers.workbook import Stamp, workbook
from cases.stats.frozen import corrections_before, corrections_of, told_of, version_of
from cases.stats.period import Period
from cases.stats.snapshot import Snapshot
from documents import archive
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import day, moment
from tests.cast import Cast
from tests.stats.april import April
from tests.stats.freezing import MAY_6, TEXTS, freeze
from tests.stats.test_april import BEHIND, EXPECTED, number

APRIL, MAY = Period.parse("2024-04"), Period.parse("2024-05")


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.blockers[0].code


def test_what_is_kept(april: April) -> None:
    row = freeze(april.cast)
    kept = Snapshot.parse(row.content)
    wanted = {code: tuple(number(each) for each in figure) for code, figure in EXPECTED.items()}
    found = {code: kept.figure(code) for code in EXPECTED}
    assert {code: (each.value, each.numerator, each.denominator) for code, each in found.items()} == wanted
    numbers = {code: {kept.case_no(each[0]) for each in kept.rows(code) or []} for code in BEHIND}
    assert numbers == {code: april.numbers(*cases) for code, cases in BEHIND.items()}
    assert (row.version, row.frozen_by, row.paper.number) == (1, april.cast.qian, "监法执前和解简报〔2024〕1期")
    entry = AuditEntry.objects.get(chain="month:2024-04")
    assert (entry.verb, entry.facts["digest"], entry.facts["D28"]["paper"]) == ("close_month", row.digest, row.paper_id)
    call_command("verify_months")


@pytest.mark.parametrize("who", ["li", "ling", "zhou", "feng", "wu", "wang", "xi", "sun"])
def test_who_freezes_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        freeze(cast, who=who)
    assert not MonthReport.objects.exists()


def test_a_month_is_frozen_when_it_is_over_once_and_in_turn(cast: Cast) -> None:
    with pytest.raises(Refused) as early:
        freeze(cast, at="2024-04-30 23:59")
    assert code_of(early) == "month_not_over"
    freeze(cast, at="2024-05-01 00:00", who="zheng")
    with pytest.raises(Refused) as again:
        freeze(cast, at="2024-05-02")
    assert code_of(again) == "month_frozen"
    with pytest.raises(Refused) as leapt:
        freeze(cast, "2024-06", at="2024-07-01 09:00")
    assert code_of(leapt) == "month_before_open"
    assert freeze(cast, "2024-05", at="2024-06-01 09:00").version == 1


def test_the_report_is_not_issued_with_blank_parts(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as wrong:
        acts.close_month(by=Actor(cast.qian), now=moment(MAY_6), month=APRIL, texts={**TEXTS, "plans": []})
    assert set(wrong.value.errors) == {"plans"}
    with pytest.raises(InvalidInput) as unknown:
        acts.close_month(by=Actor(cast.qian), now=moment(MAY_6), month=APRIL, texts={**TEXTS, "summary": "x"})
    assert set(unknown.value.errors) == {"summary"}
    assert not MonthReport.objects.exists()


def test_a_stock_that_does_not_add_up_is_not_frozen(april: April) -> None:
    Case.objects.filter(pk=april.case(1).pk).update(registered_on="2024-04-20", stage_closed_on="2024-03-03")
    with pytest.raises(Refused) as mismatch:
        freeze(april.cast)
    assert code_of(mismatch) == "stock_mismatch"
    assert not MonthReport.objects.exists()


def close_late(april: April) -> str:
    """c7 settles on 29 April; the clerk enters it on 10 May."""
    walk = april.walks[7]
    walk.confirm(walk.pay("33000", "2024-04-29"), "2024-04-29")
    mediation.settle_in_full(
        by=Actor(april.cast.li),
        now=moment("2024-05-10 10:00"),
        case_id=walk.case_id,
        at=moment("2024-04-29 16:00"),
        code="10",
        creditor_satisfied=True,
    )
    return walk.case.case_no


def test_a_closing_back_dated_into_a_frozen_month(april: April) -> None:
    """The frozen figures stay; what came to light is told with its case, once, in the month in which it was found."""
    row = freeze(april.cast)
    case_no = close_late(april)
    assert Snapshot.parse(row.content).figure("m03").value == 8
    assert MonthReport.objects.get(pk=row.pk).digest == row.digest
    found = {each.code: each for each in corrections_of(row, day("2024-05-10"))}
    assert (found["m03"].before, found["m03"].after, found["m03"].come) == ("8", "9", (case_no,))
    assert (found["m04"].before, found["m04"].after, found["m04"].gone) == ("3", "2", (case_no,))
    assert (found["m11"].before, Decimal(found["m11"].after)) == ("257600.00", Decimal("290600.00"))
    assert "m20" not in found

    may = freeze(april.cast, "2024-05", at="2024-06-03 09:00")
    assert may.corrections == len(found)
    adjustments = archive.context_of(may.paper).adjustments
    assert f"2024年4月的结案数由8件调整为9件，新计入{case_no}" in adjustments
    assert corrections_of(row, day("2024-06-04")) == []
    assert [(later.key, len(mine)) for later, mine in told_of(row)] == [("2024-05", len(found))]
    june = freeze(april.cast, "2024-06", at="2024-07-03 09:00")
    assert june.corrections == 0


def test_a_supplement_says_what_is_different(april: April) -> None:
    first = freeze(april.cast)
    with pytest.raises(Refused) as same:
        supplement(april.cast, "补登")
    assert code_of(same) == "nothing_changed"
    case_no = close_late(april)
    with pytest.raises(InvalidInput):
        supplement(april.cast, "  ")
    second = supplement(april.cast, "补登一件结案")
    assert (second.version, second.supersedes, second.paper.version) == (2, first, 2)
    assert Snapshot.parse(second.content).figure("m03").value == 9
    paper = archive.context_of(second.paper)
    assert paper.subject == "关于2024年4月执前和解工作情况的补充报告"
    assert f"2024年4月的结案数由8件调整为9件，新计入{case_no}" in paper.differences
    assert version_of(APRIL.first) == second
    assert version_of(APRIL.first, 1) == first
    assert corrections_before(MAY, day("2024-06-03")) == []
    call_command("verify_months")


def supplement(cast: Cast, reason: str, at: str = "2024-05-11 09:00") -> MonthReport:
    return acts.supplement(by=Actor(cast.qian), now=moment(at), month=APRIL, reason=reason, texts=TEXTS)


def test_a_month_that_is_not_frozen_has_no_supplement(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        supplement(cast, "补登")
    assert code_of(refused) == "month_not_frozen"


def test_a_row_changed_past_the_trigger_is_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    row = freeze(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_monthreport DISABLE TRIGGER monthreport_append_only")
        cursor.execute("UPDATE cases_monthreport SET content = replace(content, '2024-04', '2024-03')")
        cursor.execute("ALTER TABLE cases_monthreport ENABLE TRIGGER monthreport_append_only")
    with pytest.raises(CommandError):
        call_command("verify_months")
    assert f"{row}：数字与摘要不符" in capsys.readouterr().out


def test_a_frozen_month_cannot_be_changed(cast: Cast) -> None:
    row = freeze(cast)
    for change in (lambda: MonthReport.objects.update(reason="x"), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_workbook(april: April) -> None:
    freeze(april.cast)
    book = report_files.export_month(by=Actor(april.cast.ling), now=moment("2024-05-07 10:00"), month=APRIL)
    assert book.name == "执前和解月报-2024-04-第1版.xlsx"
    pages = load_workbook(io.BytesIO(book.content))
    assert pages.sheetnames == [
        *("附表1 指标总表", "附表2 和解员绩效", "附表3 逾期案件", "附表4 涉企案件", "附表5 违约和转执行案件", "口径"),
    ]
    mark = "领导凌（JL012）2024-05-07 10:00 导出，仅供内部使用"
    for page in pages.worksheets:
        assert page.oddFooter.center.text == mark
        assert any(cell.value == mark for cell in page[2])
        assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "n", "d"}
    assert [cell.value for cell in pages["附表3 逾期案件"]["A"][3:]] == [
        april.case(9).case_no,
        april.case(2).case_no,
    ]
    assert pages["附表5 违约和转执行案件"].max_row == 3 + 3
    entry = AuditEntry.objects.get(verb="export_month")
    assert (entry.chain, entry.actor, entry.facts["sha256"]) == ("month:2024-04", april.cast.ling, book.sha256)


def test_a_text_is_never_a_formula(april: April) -> None:
    """A party's name comes from outside. The file says of its cell that it is text, and the spreadsheet shows it quoted."""
    row = freeze(april.cast)
    content = json.loads(row.content)
    line = content["report"]["enterprises"][0]
    content["report"]["enterprises"] = [line | {"enterprise": f"{first}1+1"} for first in "=+-@\t\r"]
    book = workbook(Snapshot(content), Stamp("领导凌", "JL012", moment("2024-05-07 10:00"), 1, row.digest))
    cells = load_workbook(io.BytesIO(book.content))["附表4 涉企案件"]["B"][3:]
    assert [str(cell.value)[-3:] for cell in cells] == ["1+1"] * 6
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 6


def test_what_the_sheets_say_is_what_the_report_says(april: April) -> None:
    """Every annex of the file against the frozen paper, number for number; the definitions stand on the last sheet."""
    row = freeze(april.cast)
    book = report_files.export_month(by=Actor(april.cast.ling), now=moment("2024-05-07 10:00"), month=APRIL)
    pages = load_workbook(io.BytesIO(book.content))
    paper = archive.context_of(row.paper)
    rows = {page.title: list(page.iter_rows(min_row=4, values_only=True)) for page in pages.worksheets}
    assert [line[:5] for line in rows["附表2 和解员绩效"]] == [
        (each.name, each.kind, each.taken, each.closed, each.settled) for each in paper.mediators
    ]
    assert [Decimal(str(line[7])) for line in rows["附表2 和解员绩效"]] == [each.received for each in paper.mediators]
    assert [(line[0], line[5]) for line in rows["附表3 逾期案件"]] == [
        (each.case_no, each.days) for each in paper.overdue
    ]
    assert [(line[0], line[1], Decimal(str(line[4]))) for line in rows["附表4 涉企案件"]] == [
        (each.case_no, each.enterprise, each.amount) for each in paper.enterprises
    ]
    assert [
        (line[0], line[4], Decimal(str(line[6])), Decimal(str(line[7]))) for line in rows["附表5 违约和转执行案件"]
    ] == [(each.case_no, each.kind, each.amount, each.paid) for each in paper.lost]
    kept = Snapshot.parse(row.content)
    assert [line[2] for line in rows["口径"]] == [kept.figure(code).indicator.definition for code in kept.codes]
    assert pages.sheetnames[-1] == "口径"


def test_who_takes_the_figures_along(cast: Cast) -> None:
    for who in ("li", "sun", "wang", "wu", "xi"):
        with pytest.raises(Forbidden):
            report_files.export_month(by=Actor(cast.people[who]), now=moment(MAY_6), month=APRIL)
        with pytest.raises(Forbidden):
            report_files.print_month(by=Actor(cast.people[who]), now=moment(MAY_6), month=APRIL)
    assert not AuditEntry.objects.filter(verb="export_month").exists()
