"""例会事项: given out, carried on from month to month, closed once; by whom, and what the pages show."""

from datetime import date

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from cases.actions import meeting as acts
from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.models import MeetingTask
from cases.queries import meeting
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import day, moment
from tests.cast import Cast

APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)
NOW = moment("2024-05-06 10:00")


def give(cast: Cast, who: str = "ling", owner: str = "zheng", **changes: object) -> MeetingTask:
    given = {"month": day("2024-04-18"), "text": "与三家调解组织续签", "due_on": day("2024-05-25"), **changes}
    return acts.decide_task(by=Actor(getattr(cast, who)), now=NOW, owner_id=getattr(cast, owner).pk, **given)


def close(cast: Cast, task: MeetingTask, who: str, at: str = "2024-05-20", **changes: str) -> MeetingTask:
    given = {"result": "done", "note": "已续签", **changes}
    return acts.close_task(by=Actor(getattr(cast, who)), now=moment(at), task_id=task.pk, **given)


def test_a_task_belongs_to_its_month_and_is_in_the_trail(cast: Cast) -> None:
    task = give(cast)
    assert (task.month, task.owner.name, task.result) == (APRIL, "郑局长", "")
    entry = AuditEntry.objects.get(verb="decide_task")
    assert (entry.chain, entry.facts["task"], entry.facts["due_on"]) == ("meeting", task.pk, "2024-05-25")


@pytest.mark.parametrize("who", ["li", "shu", "wang", "sun", "xi", "zhou"])
def test_who_does_not_preside_gives_out_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        give(cast, who)
    assert not MeetingTask.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"due_on": day("2024-05-05")}, "due_on"),
        ({"month": day("2024-06-01")}, "month"),
        ({"owner": "sun"}, "owner"),
        ({"owner": "xi"}, "owner"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        give(cast, **changes)
    assert set(wrong.value.errors) == {field}


def test_due_today_is_in_time(cast: Cast) -> None:
    assert give(cast, due_on=day("2024-05-06")).due_on == day("2024-05-06")


def test_it_comes_back_every_month_until_it_is_closed(cast: Cast) -> None:
    task = give(cast)
    assert list(meeting.decided_in(APRIL)) == [task]
    assert list(meeting.carried_into(APRIL)) == []
    assert [list(meeting.carried_into(month)) for month in (MAY, JUNE)] == [[task], [task]]
    close(cast, task, "zheng")
    assert [list(meeting.carried_into(month)) for month in (MAY, JUNE)] == [[task], []]
    assert list(meeting.open_tasks_of(cast.zheng)) == []


def test_it_is_closed_once_by_its_owner_or_by_who_presides(cast: Cast) -> None:
    task = give(cast)
    with pytest.raises(Forbidden):
        close(cast, task, "li")
    closed = close(cast, task, "zheng")
    assert (closed.result, closed.closed_on, closed.closed_by) == ("done", day("2024-05-20"), cast.zheng)
    with pytest.raises(Refused) as refused:
        close(cast, task, "ling")
    assert [blocker.code for blocker in refused.value.blockers] == ["task_closed"]
    assert close(cast, give(cast, owner="shu"), "ling", result="dropped").result == "dropped"


@pytest.mark.parametrize(
    ("changes", "field"), [({"note": " "}, "note"), ({"result": "later"}, "result"), ({"result": "dropped"}, "result")]
)
def test_a_closing_says_what_came_of_it(cast: Cast, changes: dict[str, str], field: str) -> None:
    task = give(cast, owner="shu")
    with pytest.raises(InvalidInput) as wrong:
        close(cast, task, "shu", **changes)
    assert set(wrong.value.errors) == {field}
    task.refresh_from_db()
    assert task.result == ""


@pytest.mark.parametrize("change", ["text = '别的'", "due_on = due_on + 30", "owner_id = made_by_id"])
def test_the_database_lets_nothing_but_the_closing_in(cast: Cast, change: str) -> None:
    task = give(cast)
    with pytest.raises(Error, match="只能办结一次"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_meetingtask SET {change} WHERE id = %s", [task.pk])  # noqa: S608
    with pytest.raises(Error, match="只能办结一次"), transaction.atomic():
        MeetingTask.objects.all()._raw_delete("default")


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


@time_machine.travel(NOW, tick=False)
def test_the_pages_from_giving_out_to_closing(cast: Cast) -> None:
    ling = signed_in(cast, "ling")
    assert ling.get(reverse("cases:meetings"))["Location"] == reverse("cases:meeting", args=["2024-04"])
    address = reverse("cases:decide_task", args=["2024-04"])
    wrong = ling.post(address, {"text": "续签", "owner": cast.zheng.pk, "due_on": "2024-05-01"})
    assert wrong.status_code == 400
    assert "续签" in wrong.content.decode()
    assert "2024-05-06" in wrong.content.decode()
    done = ling.post(address, {"text": "续签", "owner": cast.zheng.pk, "due_on": "2024-05-25"})
    assert done["Location"] == reverse("cases:meeting", args=["2024-04"])
    task = MeetingTask.objects.get()

    zheng = signed_in(cast, "zheng")
    page = zheng.get(reverse("cases:meeting", args=["2024-05"])).content.decode()
    closing = reverse("cases:close_task", args=[task.pk])
    assert closing in page
    assert zheng.post(closing, {"result": "done", "note": ""}).status_code == 400
    assert zheng.post(closing, {"result": "done", "note": "已续签"}).status_code == 302
    page = zheng.get(reverse("cases:meeting", args=["2024-05"])).content.decode()
    assert closing not in page
    assert "已续签" in page
    assert zheng.post(closing, {"result": "done", "note": "再办一次"}).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("li", 200), ("ling", 200), ("sun", 403), ("shen", 403)])
def test_who_reads_them(cast: Cast, who: str, status: int) -> None:
    assert signed_in(cast, who).get(reverse("cases:meeting", args=["2024-04"])).status_code == status


def test_a_foreign_task_is_not_closed_and_no_month_is_not_there(cast: Cast) -> None:
    task, li = give(cast), signed_in(cast, "li")
    assert li.get(reverse("cases:close_task", args=[task.pk])).status_code == 403
    assert li.get(reverse("cases:decide_task", args=["2024-04"])).status_code == 403
    assert li.get(reverse("cases:meeting", args=["2024-13"])).status_code == 404
