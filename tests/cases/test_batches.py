"""Many papers at once: chosen, started, worked off turn by turn, bound; each one an act with its own guards and trail."""

import io
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse
from pypdf import PdfReader

from cases import jobs
from cases.actions import batches
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.models import PaperBatch
from cases.states import State
from documents.models import Paper
from jianli_mediation.core import clock
from jianli_mediation.core.models import AuditEntry, OutboxMessage
from jianli_mediation.core.outbox import work_once
from jianli_mediation.core.roles import Role
from tests.build import Walk, loan_filing
from tests.cases.desk import Desk
from tests.cast import Cast


@pytest.fixture
def walks(cast: Cast) -> list[Walk]:
    states = (State.MEDIATION, State.MEDIATION, State.PERFORMING)
    filings = [loan_filing(basis={"doc_no": f"（2023）鄂1023民初{n}号"}) for n in range(501, 504)]
    return [Walk(cast, filing).to(state) for filing, state in zip(filings, states, strict=True)]


def numbers(walks: list[Walk]) -> str:
    return "\n".join(walk.case.case_no for walk in walks)


def listed(desk: Desk, form: str, typed: str) -> str:
    answer = desk.client.get("/papers/batches/", {"form": form, "numbers": typed})
    assert answer.status_code == 200
    return answer.content.decode()


def parties(walk: Walk) -> list[str]:
    return [f"{walk.case_id}:party:{party.pk}" for party in walk.case.parties.all()]


def started(desk: Desk, walks: list[Walk], form: str, wanted: list[str], output: str = "pdf") -> HttpResponse:
    query = {"form": form, "numbers": numbers(walks)}
    return desk.client.post("/papers/batches/", {"wanted": wanted, "output": output}, query_params=query)


def drained() -> None:
    while work_once(clock.now()):
        pass


def test_what_cannot_be_made_is_listed_with_its_reason_and_not_offered(cast: Cast, walks: list[Walk]) -> None:
    page = listed(Desk(cast, "shu"), "D03", numbers(walks) + "\n（2023）鄂1023执前和9999号")
    assert "（2023）鄂1023执前和9999号" in page.partition("没有找到")[2]
    for key in parties(walks[0]) + parties(walks[1]):
        assert f'value="{key}" checked' in page
    assert f'value="{parties(walks[2])[0]}"' not in page
    assert "案件当前所处阶段不出《执前和解告知书》" in page


def test_a_batch_is_issued_printed_and_bound_with_a_trace_for_each(cast: Cast, walks: list[Walk]) -> None:
    clerk, wanted = Desk(cast, "shu"), parties(walks[0]) + parties(walks[1])
    answer = started(clerk, walks, "D03", wanted)
    batch = PaperBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/papers/batches/{batch.pk}/")
    assert "正在做" in clerk.page(f"/papers/batches/{batch.pk}/")
    drained()
    batch.refresh_from_db()
    papers = Paper.objects.filter(form="D03")
    assert papers.count() == len(wanted)
    assert all(paper.is_rendered and paper.issued_by == cast.shu for paper in papers)
    assert AuditEntry.objects.filter(verb="issue_paper", case_id=walks[0].case_id).count() == 2
    assert "做好了" in clerk.page(f"/papers/batches/{batch.pk}/")
    answer = clerk.get(f"/papers/batches/{batch.pk}/file/")
    reader = PdfReader(io.BytesIO(answer.content))
    assert answer["Content-Type"] == "application/pdf"
    assert len(reader.outline) == len(wanted)
    starts = [reader.get_destination_page_number(item) for item in reader.outline]  # type: ignore[arg-type]
    assert all(start % 2 == 0 for start in starts), "each paper begins on the front of a sheet"
    assert set(papers.values_list("print_count", flat=True)) == {1}
    assert AuditEntry.objects.filter(verb="print_paper", case_id=walks[1].case_id).count() == 2


def test_as_a_zip_with_one_file_for_each(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    started(clerk, walks, "D03", parties(walks[0]), output="zip")
    drained()
    batch = PaperBatch.objects.get()
    with zipfile.ZipFile(io.BytesIO(clerk.get(f"/papers/batches/{batch.pk}/file/").content)) as bundle:
        names = bundle.namelist()
        assert len(names) == 2
        assert all(walks[0].case.case_no in name and name.endswith("执前和解告知书.pdf") for name in names)
        assert all(bundle.read(name).startswith(b"%PDF-") for name in names)


def test_one_that_is_refused_meanwhile_stops_only_itself(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    started(clerk, walks, "D03", parties(walks[0]) + parties(walks[1]))
    walks[0].conclude(walks[0].terms("2023-05-20", "86500", ("2023-06-20", "86500")))
    drained()
    page = clerk.page(f"/papers/batches/{PaperBatch.objects.get().pk}/")
    assert "案件当前所处阶段不出《执前和解告知书》" in page
    assert Paper.objects.filter(form="D03").count() == 2
    assert "2 份没有出" in page


def test_all_refused_leaves_no_file(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    started(clerk, walks, "D03", parties(walks[0]))
    walks[0].conclude(walks[0].terms("2023-05-20", "86500", ("2023-06-20", "86500")))
    drained()
    batch = PaperBatch.objects.get()
    assert batch.finished_at is not None
    assert "一份也没有出" in clerk.page(f"/papers/batches/{batch.pk}/")
    assert clerk.get(f"/papers/batches/{batch.pk}/file/").status_code == 404


def test_a_turn_that_is_done_twice_issues_nothing_twice(cast: Cast, walks: list[Walk]) -> None:
    started(Desk(cast, "shu"), walks, "D03", parties(walks[0]))
    drained()
    batch = PaperBatch.objects.get()
    sha256 = batch.file_sha256
    jobs.paper_batch({"batch": batch.pk})
    drained()
    batch.refresh_from_db()
    assert (Paper.objects.filter(form="D03").count(), batch.file_sha256) == (2, sha256)
    assert not OutboxMessage.objects.filter(done_at=None).exists()


def test_a_second_click_starts_no_second_batch(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    page = listed(clerk, "D03", numbers(walks))
    token = page.partition('name="submission_token" value="')[2].partition('"')[0]
    fields: dict[str, Any] = {"wanted": parties(walks[0]), "output": "pdf", "submission_token": token}
    query = {"form": "D03", "numbers": numbers(walks)}
    answers = [clerk.client.post("/papers/batches/", fields, query_params=query) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert PaperBatch.objects.count() == 1


def test_what_is_issued_already_is_not_ticked(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    started(clerk, walks, "D03", parties(walks[0]))
    drained()
    page = listed(clerk, "D03", numbers(walks))
    assert f'value="{parties(walks[0])[0]}" checked' not in page
    assert "出过第 1 版" in page


def test_the_filters_of_the_list_come_along(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    assert "批量出文书" in clerk.page("/cases/?state=mediation")
    page = clerk.page("/papers/batches/?state=mediation&form=D03")
    assert '<input type="hidden" name="state" value="mediation">' in page
    assert walks[0].case.case_no in page
    assert walks[2].case.case_no not in page


def test_nothing_ticked_says_so_and_keeps_the_list(cast: Cast, walks: list[Walk]) -> None:
    answer = started(Desk(cast, "shu"), walks, "D03", [])
    assert (answer.status_code, "请至少选一份" in answer.content.decode()) == (400, True)
    assert PaperBatch.objects.count() == 0


def test_a_batch_belongs_to_who_made_it(cast: Cast, walks: list[Walk]) -> None:
    started(Desk(cast, "shu"), walks, "D03", parties(walks[0]))
    drained()
    batch = PaperBatch.objects.get()
    for who in ("li", "qian", "wang"):
        assert Desk(cast, who).get(f"/papers/batches/{batch.pk}/").status_code == 404, who
        assert Desk(cast, who).get(f"/papers/batches/{batch.pk}/file/").status_code == 404, who
    for who in ("ling", "shen", "sun"):
        assert Desk(cast, who).get("/papers/batches/").status_code == 403, who


def test_a_file_is_not_given_to_who_no_longer_sees_all_its_cases(cast: Cast, walks: list[Walk]) -> None:
    clerk = Desk(cast, "shu")
    started(clerk, walks, "D03", parties(walks[0]))
    drained()
    batch = PaperBatch.objects.get()
    assert clerk.get(f"/papers/batches/{batch.pk}/file/").status_code == 200
    cast.shu.role = Role.BUSINESS_OFFICE
    cast.shu.save()
    assert clerk.get(f"/papers/batches/{batch.pk}/file/").status_code == 404
    assert walks[0].case.case_no not in clerk.page(f"/papers/batches/{batch.pk}/")


def test_the_action_refuses_foreign_cases_none_and_too_many(cast: Cast, walks: list[Walk]) -> None:
    given: dict[str, Any] = {"now": clock.now(), "form": "D03", "output": "pdf"}
    one = [(walks[0].case_id, "", "")]
    with pytest.raises(NotVisible):
        batches.start_batch(by=Actor(cast.zhao), wanted=one, **given)
    with pytest.raises(Forbidden):
        batches.start_batch(by=Actor(cast.ling), wanted=one, **given)
    for wanted in ([], [(walks[0].case_id, f"party:{n}", "") for n in range(batches.MOST + 1)]):
        with pytest.raises(InvalidInput):
            batches.start_batch(by=Actor(cast.shu), wanted=wanted, **given)
    with pytest.raises(InvalidInput):
        batches.start_batch(by=Actor(cast.shu), wanted=one, **{**given, "form": "D99"})
