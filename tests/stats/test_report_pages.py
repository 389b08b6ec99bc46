"""月报 as pages: frozen by a form, shown with its corrections, supplemented; what a version lists."""

import hashlib
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from cases.models import Case, MonthReport
from documents.models import Paper
from jianli_mediation.core.models import AuditEntry
from tests.cast import Cast
from tests.stats.april import April
from tests.stats.freezing import freeze
from tests.stats.test_reports import close_late, supplement

FORM = {
    "kind": "report",
    "addressee": "执前和解工作领导小组",
    "practices": "一是前移送达。\n\n二是盯住每一期。",
    "examples": "",
    "problems": "一是个别案件超期。",
    "plans": "一是逐件说明。",
    "copies_to": "",
    "contact": "",
}


@pytest.fixture(autouse=True)
def may_11(cast: Cast) -> Iterator[None]:
    with time_machine.travel("2024-05-11 10:00+08:00", tick=True):
        yield


def by(cast: Cast, who: str = "qian") -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_month_is_frozen_by_its_form(april: April) -> None:
    client = by(april.cast)
    assert "冻结月报" in text(client, "/reports/2024-04/")
    blank = client.post("/reports/2024-04/close/", {**FORM, "plans": ""})
    assert (blank.status_code, MonthReport.objects.count()) == (400, 0)
    assert "一是前移送达。" in blank.content.decode()
    assert client.post("/reports/2024-04/close/", FORM).status_code == 302
    row = MonthReport.objects.get()
    shown = text(client, "/reports/2024-04/")
    assert "已冻结　第 1 版" in shown
    assert row.digest[:16] in shown
    assert "/statistics/2024-04/m03/?version=1" in shown
    assert row.digest[:12] in text(client, "/reports/")
    again = client.post("/reports/2024-04/close/", FORM)
    assert (again.status_code, "已经冻结" in again.content.decode()) == (409, True)
    pdf = client.get("/reports/2024-04/pdf/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("who", ["ling", "zhou", "feng"])
@pytest.mark.parametrize("act", ["close", "supplement"])
def test_readers_do_not_freeze(april: April, who: str, act: str) -> None:
    client = by(april.cast, who)
    assert client.get(f"/reports/2024-04/{act}/").status_code == 403
    assert client.post(f"/reports/2024-04/{act}/", {**FORM, "reason": "x"}).status_code == 403
    assert "冻结月报</a>" not in text(client, "/reports/2024-04/")


@pytest.mark.parametrize("month", ["2024-06", "2024-4", "x"])
def test_months_that_are_not_there(cast: Cast, month: str) -> None:
    for tail in ("", "close/", "supplement/", "pdf/", "excel/"):
        assert by(cast).get(f"/reports/{month}/{tail}").status_code == 404


def test_a_month_that_is_not_frozen_has_no_pdf_and_a_draft_as_excel(april: April) -> None:
    client = by(april.cast, "ling")
    assert client.get("/reports/2024-04/pdf/").status_code == 404
    assert client.get("/reports/2024-04/?version=1").status_code == 404
    assert client.get("/statistics/2024-04/m03/?version=1").status_code == 404
    assert "%E8%8D%89%E7%A8%BF" in client.get("/reports/2024-04/excel/")["Content-Disposition"]


@pytest.mark.parametrize("who", ["qian", "ling"])
def test_a_draft_is_the_report_as_it_stands_now_and_nothing_of_it_is_kept(april: April, who: str) -> None:
    client = by(april.cast, who)
    for page in ("/reports/", "/reports/2024-04/", "/statistics/?first=2024-04&last=2024-04"):
        assert 'href="/reports/2024-04/draft/"' in text(client, page)
    answer = client.get("/reports/2024-04/draft/")
    assert (answer["Content-Type"], "inline" in answer["Content-Disposition"]) == ("application/pdf", True)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert all("草稿" in page for page in pages)
    said = "".join(pages)
    assert "本件是草稿，数字没有冻结" in said
    assert "62.50%5／8" in said
    assert "验证码" not in said
    assert not MonthReport.objects.exists()
    assert not Paper.objects.filter(form="D28").exists()
    entry = AuditEntry.objects.get(chain="month:2024-04")
    assert (entry.verb, entry.actor.username, entry.facts["version"]) == ("export_month", who, 0)
    assert entry.facts["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_of_a_frozen_month_and_of_one_that_does_not_add_up_there_is_no_draft(april: April) -> None:
    client = by(april.cast)
    Case.objects.filter(pk=april.case(1).pk).update(registered_on="2024-04-20", stage_closed_on="2024-03-03")
    assert "核对以前不出报表" in client.get("/reports/2024-04/draft/").content.decode()
    assert "/draft/" not in text(client, "/reports/2024-04/")
    assert client.get("/reports/2024-06/draft/").status_code == 404
    Case.objects.filter(pk=april.case(1).pk).update(registered_on="2024-03-20", stage_closed_on="2024-04-03")
    freeze(april.cast)
    assert client.get("/reports/2024-04/draft/").status_code == 404
    assert not AuditEntry.objects.filter(verb="export_month").exists()


def test_a_supplement_begins_with_what_was_written_last_time_and_keeps_what_is_typed(april: April) -> None:
    freeze(april.cast)
    close_late(april)
    client = by(april.cast)
    assert "一是逐件说明原因。" in text(client, "/reports/2024-04/supplement/")
    typed = FORM | {"problems": "二是录入迟。", "reason": ""}
    wrong = client.post("/reports/2024-04/supplement/", typed)
    assert (wrong.status_code, "二是录入迟。" in wrong.content.decode()) == (400, True)
    assert client.post("/reports/2024-04/supplement/", typed | {"reason": "迟录"}).status_code == 302
    assert MonthReport.objects.get(version=2).reason == "迟录"


def test_corrections_and_versions_are_shown(april: April) -> None:
    freeze(april.cast)
    case_no = close_late(april)
    client = by(april.cast)
    told = f"2024年4月的结案数由8件调整为9件，新计入{case_no}"
    shown = text(client, "/reports/2024-04/")
    assert "冻结以后发现的更正" in shown
    assert told in shown
    assert case_no not in text(client, "/statistics/2024-04/m03/?version=1")
    assert case_no in text(client, "/statistics/2024-04/m03/")
    supplement(april.cast, "补登一件结案")
    assert "第 2 版" in text(client, "/reports/2024-04/")
    assert told not in text(client, "/reports/2024-04/")
    assert case_no in text(client, "/statistics/2024-04/m03/?version=2")
    earlier = text(client, "/reports/2024-04/?version=1")
    assert "看最新的第 2 版" in earlier


def test_what_is_to_be_told_stands_on_the_open_month(april: April) -> None:
    freeze(april.cast)
    close_late(april)
    with time_machine.travel("2024-06-03 10:00+08:00", tick=True):
        assert "以前各月的更正" in text(by(april.cast), "/reports/2024-05/")
        freeze(april.cast, "2024-05", at="2024-06-03 09:00")
        assert "本期列明的以前各月的更正" in text(by(april.cast), "/reports/2024-05/")
        assert "已在以后的月报里列明的更正" in text(by(april.cast), "/reports/2024-04/")


def test_who_reads_one_lane_reads_no_frozen_list(april: April) -> None:
    freeze(april.cast)
    assert by(april.cast, "wu").get("/statistics/2024-04/m03/?version=1").status_code == 404
