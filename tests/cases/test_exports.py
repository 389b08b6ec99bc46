"""导出: exactly what the list shows to that person, masked, marked, bounded, in the trail; never a formula."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.actions import exporting
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from tests.build import CHEN, LIU, Walk, loan_filing
from tests.cases.desk import Desk
from tests.cast import Cast


@pytest.fixture
def walks(cast: Cast) -> list[Walk]:
    first = Walk(cast, loan_filing(cause="=HYPERLINK(1)")).to(State.PERFORMING)
    return [
        first,
        Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"}), mediator="zhao").to(State.MEDIATION),
    ]


def taken(desk: Desk, address: str, **fields: str) -> list[list[str]]:
    """The lines of the CSV."""
    answer = desk.client.post(address, {"file_type": "csv", **fields})
    assert answer.status_code == 200, answer.content.decode()
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_list_as_it_is_filtered_masked_and_in_the_trail(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    assert "/exports/cases/?state=performing" in clerk.page("/cases/?state=performing")
    lines = taken(clerk, "/exports/cases/?state=performing")
    assert lines[0][0].startswith("书记员舒（JL006）")
    assert "共 1 行；条件：state=performing" in lines[0][0]
    assert [line[0] for line in lines[2:]] == [walks[0].case.case_no]
    assert lines[2][2] == "'=HYPERLINK(1)"
    assert lines[2][5] == "4299**********0017"
    assert not any(number in "".join(map("".join, lines)) for number in (CHEN, LIU, "13800000000"))
    (entry,) = AuditEntry.objects.filter(verb="export_list")
    assert (entry.actor, entry.facts["rows"], entry.facts["filters"]) == (cast.shu, 1, {"state": "performing"})


def test_everybody_gets_what_her_list_shows(cast: Cast, walks: list[Walk]) -> None:
    both = {walk.case.case_no for walk in walks}
    expected = {"qian": both, "ling": both, "li": {walks[0].case.case_no}, "zhao": {walks[1].case.case_no}, "wu": set()}
    for who, numbers in expected.items():
        assert {line[0] for line in taken(Desk(cast, who), "/exports/cases/")[2:]} == numbers, who
    for who in ("xi", "an", "shen"):
        assert Desk(cast, who).get("/exports/cases/").status_code == 403
    assert Desk(cast, "qian").get("/exports/secrets/").status_code == 404


def test_full_numbers_only_for_a_reason_and_who_may_reveal(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    answer = clerk.client.post("/exports/cases/", {"file_type": "csv", "full": "on"})
    assert (answer.status_code, "请写明为了什么" in answer.content.decode()) == (400, True)
    lines = taken(clerk, "/exports/cases/", full="on", reason="报送核对")
    assert lines[2][5] == f"'{CHEN}"
    for walk in walks:
        (entry,) = AuditEntry.objects.filter(verb="reveal", case_id=walk.case_id)
        assert (entry.actor, entry.reason) == (cast.shu, "报送核对")
    answer = Desk(cast, "ling").client.post("/exports/cases/", {"file_type": "csv", "full": "on", "reason": "想看"})
    assert answer.status_code == 403


def test_a_workbook_holds_texts_and_numbers_but_no_formula(cast: Cast, walks: list[Walk]) -> None:
    answer = Desk(cast, "shu").client.post("/exports/cases/?state=performing", {"file_type": "xlsx"})
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = next(iter(page.iter_rows(min_row=3)))
    assert (cells[2].value, cells[2].data_type) == ("=HYPERLINK(1)", "s")
    assert float(cells[10].value) == 87481.25
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_too_many_rows_are_not_cut_off_but_refused(
    cast: Cast, walks: list[Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    answer = Desk(cast, "qian").client.post("/exports/cases/", {"file_type": "csv"})
    assert (answer.status_code, "请把条件收窄" in answer.content.decode()) == (409, True)
    assert not AuditEntry.objects.filter(verb="export_list").exists()
    assert len(taken(Desk(cast, "li"), "/exports/cases/")) == 3


def test_the_work_the_payments_and_what_falls_due(cast: Cast, walks: list[Walk]) -> None:
    walks[0].pay("100.00", "2023-06-20")
    clerk, head = Desk(cast, "shu"), Desk(cast, "qian")
    assert "/exports/work/" in clerk.page("/")
    assert walks[1].case.case_no in {line[0] for line in taken(Desk(cast, "zhao"), "/exports/work/")[2:]}
    assert all(
        f"/exports/{listing}/" in clerk.page("/exports/work/") for listing in ("cases", "payments", "instalments")
    )
    days = {"first": "2023-06-01", "last": "2023-12-31"}
    lines = taken(clerk, "/exports/payments/", **days)
    assert [line[:4] for line in lines[2:]] == [[walks[0].case.case_no, walks[0].case.title, "2023-06-20", "100.00"]]
    due = taken(head, "/exports/instalments/", **days)
    assert {line[0] for line in due[2:]} == {walks[0].case.case_no}
    assert taken(Desk(cast, "zhao"), "/exports/instalments/", **days)[2:] == []
    wrong: dict[str, Any] = {"file_type": "csv", "first": "2023-06-01", "last": "2023-05-01"}
    assert head.client.post("/exports/payments/", wrong).status_code == 400
