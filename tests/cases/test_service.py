"""送达 on a case: what counts as service, what only was tried, what is refused, and what a correction changes."""

from datetime import date
from typing import Any

import pytest

from cases import papers
from cases.actions import attachments, delivery
from cases.actions.acting import Actor, InvalidInput
from cases.actions.attachments import ScanInput
from cases.actions.inputs import ServiceDetails
from cases.actions.papers import issue_paper
from cases.facts import effect_of, handover_contents, services_in_force, services_now
from cases.models import Service
from cases.states import State
from documents import archive
from documents.models import Paper, Status
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cases.desk import Desk
from tests.cases.test_papers import loan_with_account
from tests.cast import Cast
from tests.scan_files import looked_at

DAY = "2023-05-10"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast, loan_with_account()).to(State.MEDIATION)


def serve(walk: Walk, on: str = DAY, role: str = "respondent", at: str = "", **told: Any) -> Service:
    """One service by the clerk: D08 in person, unless told otherwise; what is no argument of the act is a detail."""
    plain = {"form": "D08", "way": "direct", "signer": "刘某", "proof": ""}
    more = {name: told.pop(name) for name in list(told) if name not in plain}
    given = {**plain, **told, "party_id": walk.case.parties.get(role=role).pk, "served_on": day(on)}
    return walk.do(delivery.record_service, "shu", at or on, details=ServiceDetails(**more), **given)


def notice(walk: Walk, at: str = DAY) -> Paper:
    debtor = walk.case.parties.get(role="respondent")
    return walk.do(issue_paper, "shu", at, form="D08", subject=f"party:{debtor.pk}")


def refused(walk: Walk, **told: Any) -> list[str]:
    with pytest.raises(Refused) as found:
        serve(walk, **told)
    return [blocker.code for blocker in found.value.blockers]


def unfit(walk: Walk, **told: Any) -> set[str]:
    with pytest.raises(InvalidInput) as found:
        serve(walk, **told)
    return set(found.value.errors)


def test_a_paper_that_was_served_says_so_and_the_urging_period_runs(walk: Walk) -> None:
    paper = notice(walk)
    row = serve(walk, form="", paper_id=paper.pk, address="容城镇示例路 9 号", staff_names="舒某、王某")
    assert (row.form, row.served_on, row.done_on) == ("D08", date(2023, 5, 10), date(2023, 5, 10))
    paper.refresh_from_db()
    assert paper.status == Status.SERVED
    assert archive.context_of(paper), "the row's seal is whole"
    assert walk.case.attempt.urge_end == date(2023, 5, 25)


def test_a_try_is_no_service(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    row = serve(walk, form="", paper_id=paper.pk, outcome="tried", signer="", refusal="住所无人应门")
    assert (row.served_on, row.done_on, effect_of(row)) == (None, date(2023, 5, 10), None)
    paper.refresh_from_db()
    assert paper.status == Status.ISSUED
    assert walk.case.attempt.urged_on is None
    assert not services_in_force(walk.case).exists()
    assert "送达凭证" not in handover_contents(walk.case)
    page = Desk(cast, "shu").client.get(f"/cases/{walk.case_id}/trail/").content.decode()
    assert "没有送到《执前督促履行通知书》" in page


def test_a_try_says_what_happened(walk: Walk) -> None:
    assert unfit(walk, outcome="tried") == {"refusal"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"way": "electronic", "e_address": "13900000000"}, "no_e_service_consent"),
        ({"way": "electronic", "outcome": "tried", "refusal": "号码错误"}, "no_e_service_consent"),
        ({"way": "left", "form": "D14", "witnesses": ("甲", "乙"), "refusal": "拒收"}, "never_left"),
        ({"way": "returned"}, "address_unconfirmed"),
        ({"way": "public"}, "notice_running"),
        ({"way": "public", "at": "2023-07-01"}, "public_before_filing"),
        ({"on": "2023-05-07", "at": "2023-05-10"}, "at_out_of_order"),
        ({"on": "2023-05-11", "at": "2023-05-10"}, "at_in_future"),
    ],
)
def test_ways_that_are_refused(walk: Walk, told: dict[str, Any], code: str) -> None:
    assert code in refused(walk, **told)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"signer": ""}, {"signer"}),
        ({"way": "family"}, {"relation"}),
        ({"way": "left", "refusal": "拒收", "witnesses": ("甲", " ")}, {"witnesses"}),
        ({"way": "left", "recorded": True}, {"refusal"}),
        ({"form": ""}, {"form"}),
        ({"paper_id": 10**9}, {"paper"}),
        ({"scan_id": 10**9}, {"scan"}),
        ({"corrects": 10**9}, {"corrects"}),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(walk: Walk, told: dict[str, Any], fields: set[str]) -> None:
    assert unfit(walk, **told) == fields
    assert not Service.objects.exists()


def test_a_message_is_served_when_it_arrives(walk: Walk) -> None:
    walk.case.parties.filter(role="respondent").update(e_service_consent=True)
    sent = {"way": "electronic", "e_address": "13900000000", "sent_at": moment("2023-05-10 08:00")}
    assert unfit(walk, **sent, arrived_at=moment("2023-05-09 23:59")) == {"arrived_at"}
    assert unfit(walk, **sent, at="2023-05-11 09:00", arrived_at=moment("2023-05-11 00:00")) == {"arrived_at"}
    assert unfit(walk, **{**sent, "e_address": ""}) == {"e_address"}
    row = serve(walk, **sent, arrived_at=moment("2023-05-10 08:01"))
    assert row.served_on == date(2023, 5, 10)


def test_left_with_two_witnesses(walk: Walk) -> None:
    row = serve(walk, way="left", signer="", refusal="本人拒绝签收", witnesses=("周某 社区", "吴某 邻居"))
    assert row.witnesses.splitlines() == ["周某 社区", "吴某 邻居"]
    assert walk.case.attempt.urged_on == date(2023, 5, 10)


def test_returned_mail_counts_where_the_address_was_confirmed_in_writing(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent")
    address = walk.do(issue_paper, "shu", DAY, form="D05", subject=f"party:{debtor.pk}")
    given = ScanInput(scan=looked_at(), kind="signed", title="送达地址确认书", paper_id=address.pk)
    walk.do(attachments.attach, "shu", DAY, given=given)
    assert serve(walk, "2023-05-15", way="returned", signer="", post_no="XA1").served_on == date(2023, 5, 15)


def test_a_correction_takes_the_place_of_what_it_corrects(walk: Walk) -> None:
    first = serve(walk)
    again = serve(walk, "2023-05-12", corrects=first.pk)
    assert list(services_now(walk.case)) == [again]
    assert walk.case.attempt.urged_on == date(2023, 5, 12)
    assert unfit(walk, on="2023-05-13", corrects=first.pk) == {"corrects"}


def test_a_correction_without_an_address_keeps_the_one_there_was_and_the_page_does_not_show_it(
    walk: Walk, cast: Cast
) -> None:
    first = serve(walk, address="容城镇示例路 9 号")
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/acts/record-service/?corrects={first.pk}")
    assert "示例路 9 号" not in page
    assert serve(walk, "2023-05-12", corrects=first.pk).address == "容城镇示例路 9 号"


def test_a_service_corrected_into_a_try_ends_the_urging_period(walk: Walk) -> None:
    first = serve(walk)
    second = serve(walk, "2023-05-12")
    serve(walk, "2023-05-13", corrects=second.pk, outcome="tried", refusal="签收人不是受送达人")
    assert walk.case.attempt.urged_on == date(2023, 5, 10), "the one before stands"
    serve(walk, "2023-05-14", corrects=first.pk, outcome="tried", refusal="签收人不是受送达人")
    assert (walk.case.attempt.urged_on, walk.case.attempt.urge_end) == (None, None)


def test_void_and_foreign_papers_are_not_served(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).to(State.MEDIATION)
    assert unfit(other, form="", paper_id=paper.pk) == {"paper"}
    archive.void(paper.pk, reason="写错了金额")
    assert refused(walk, form="", paper_id=paper.pk) == ["paper_is_void"]


def test_another_party_of_another_case_is_not_served_here(walk: Walk, cast: Cast) -> None:
    other = Walk(cast, loan_filing(basis={"doc_no": "（2023）鄂1023民初502号"})).to(State.MEDIATION)
    stranger = other.case.parties.get(role="respondent").pk
    with pytest.raises(InvalidInput):
        delivery.record_service(
            by=Actor(cast.shu),
            now=moment(DAY),
            case_id=walk.case_id,
            form="D08",
            party_id=stranger,
            way="direct",
            served_on=day(DAY),
            signer="刘某",
        )


def test_the_page_begins_with_the_paper_it_was_opened_from(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    desk = Desk(cast, "shu")
    fields = desk.open(walk.case_id, "record-service")
    assert fields["form"] == [f"paper:{paper.pk}"]
    answer = desk.act(walk.case_id, "record-service", served_on=DAY, way="left", refusal="拒收")
    assert answer.status_code == 400
    assert "留置送达须有两名见证人" in answer.content.decode()
    desk.act(walk.case_id, "record-service", served_on=DAY, way="left", refusal="拒收", witnesses="周某\n吴某")
    paper.refresh_from_db()
    assert paper.status == Status.SERVED


def test_a_receipt_of_each_service_and_one_to_take_along(walk: Walk) -> None:
    paper = notice(walk)
    tried = serve(walk, form="", paper_id=paper.pk, outcome="tried", refusal="住所无人应门")
    left = serve(walk, form="", paper_id=paper.pk, way="left", signer="", refusal="拒收", witnesses=("周某", "吴某"))
    keys = [each.key for each in papers.subjects(walk.case, "D26")]
    assert keys == [f"service:{tried.pk}", f"service:{left.pk}", f"paper:{paper.pk}"]
    failed, done, blank = (papers.drafted(walk.case, "D26", on=day(DAY), subject=key).context for key in keys)
    assert (failed.failed, failed.effective_on, failed.refusal) == (True, None, "住所无人应门")
    assert (done.effective_on, done.witnesses, done.title) == (date(2023, 5, 10), ("周某", "吴某"), paper.title)
    assert [cite[-5:] for cite in done.cites] == ["第八十七条", "第八十九条"], "the numbers of 2023-05"
    assert (blank.way, blank.receiver, blank.done_on) == ("", "刘某", None)
    issued = walk.do(issue_paper, "shu", DAY, form="D26", subject=keys[1])
    assert issued.subject == f"service:{left.pk}"
    assert len(papers.subjects(walk.case, "D26")) == 3, "no receipt of a receipt"


def test_a_receipt_follows_the_correction(walk: Walk) -> None:
    first = serve(walk)
    second = serve(walk, corrects=first.pk, signer="刘某某")
    assert [each.key for each in papers.subjects(walk.case, "D26")] == [f"service:{second.pk}"]
    context = papers.drafted(walk.case, "D26", on=day(DAY), subject=f"service:{second.pk}").context
    assert (context.signer, context.title) == ("刘某某", "执前督促履行通知书")


def test_the_papers_tab_tells_of_tries_services_and_corrections(walk: Walk, cast: Cast) -> None:
    paper = notice(walk)
    serve(walk, form="", paper_id=paper.pk, outcome="tried", refusal="住所无人应门")
    first = serve(walk, form="", paper_id=paper.pk, address="容城镇示例路 9 号")
    serve(walk, form="", paper_id=paper.pk, way="left", refusal="拒收", witnesses=("周某", "吴某"), corrects=first.pk)
    given = ScanInput(scan=looked_at(), kind="service", title="留置照片")
    scan = walk.do(attachments.attach, "shu", DAY, given=given)
    last = serve(walk, form="D03", role="applicant", signer="陈某", scan_id=scan.pk)
    page = Desk(cast, "shu").client.get(f"/cases/{walk.case_id}/papers/").content.decode()
    for told in ("没有送到", "住所无人应门", "留置送达", "已更正，以更正为准", "周某", "留置照片"):
        assert told in page
    assert f"corrects={last.pk}" in page
    assert f"corrects={first.pk}" not in page, "it was corrected already"
    assert f"record-service/?paper={paper.pk}" in page
    head = Desk(cast, "qian").client.get(f"/cases/{walk.case_id}/acts/record-service/?corrects={last.pk}")
    assert f'value="{last.pk}" selected' in head.content.decode()
