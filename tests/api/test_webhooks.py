"""推送: registered by machines for themselves, pushed what the feed tells, in its order, until it has arrived."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.actions import intake
from cases.actions.inputs import ClueInput
from cases.actions.pushing import GONE, lay_out, push_one
from cases.models import Case
from cases.states import State
from jianli_mediation.core import clock, webhooks
from jianli_mediation.core.clients import Scope, revoke_client
from jianli_mediation.core.models import AuditEntry, Webhook, WebhookDelivery
from tests.api.client import Api, client_with
from tests.build import CHEN, LIU, Walk, day, loan_filing
from tests.cast import Cast
from tests.receivers import BUSY, DOWN, OK, REFUSES, Receiver, pushed

URL = "http://10.1.2.3/hook"
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def hook(api: Api) -> int:
    return api.post("webhooks/", {"url": URL, "secret": SECRET}).json()["id"]


def filed(cast: Cast, number: int) -> Walk:
    return Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{700 + number}号"})).file()


def states(hook: int) -> list[str]:
    return [webhooks.state_of(row).value for row in WebhookDelivery.objects.filter(webhook=hook).order_by("position")]


def test_the_secret_is_told_once(api: Api) -> None:
    answer = api.post("webhooks/", {"url": URL, "verbs": ["hand-over", "file", "file"]})
    made = answer.json()
    assert (answer.status_code, made["verbs"], len(made["secret"]) >= 32) == (201, ["file", "hand-over"], True)
    assert (made["waiting"], made["dead"], made["oldest_waiting"]) == (0, 0, None)
    again = api.get(f"webhooks/{made['id']}/")
    listed = api.get("webhooks/").json()["results"]
    assert [again.json()] == listed == [{name: made[name] for name in made if name != "secret"}]
    assert api.get(f"webhooks/{made['id']}/", headers={"If-None-Match": again["ETag"]}).status_code == 304
    assert SECRET not in AuditEntry.objects.get(verb="create_webhook").payload
    assert api.post("webhooks/", {"url": URL + "2", "secret": SECRET}).json()["secret"] == SECRET


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "ftp://10.1.2.3/"}, "url"),
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, "url"),
        ({"url": "http://8.8.8.8/"}, "url"),
        ({"url": "http://a:b@10.1.2.3/"}, "url"),
        ({"url": URL, "verbs": ["dance"]}, "verbs.0"),
        ({"url": URL, "verbs": ["record-clue"]}, "verbs.0"),
        ({"url": URL, "verbs": "file"}, "verbs"),
        ({"url": URL, "secret": "short"}, "secret"),
        ({"url": URL, "secret": "密" * 32}, "secret"),
        ({"url": URL, "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_registered_is_told_at_its_field(body: dict[str, Any], field: str, api: Api) -> None:
    answer = api.post("webhooks/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Webhook.objects.exists()


def test_an_address_is_registered_once_and_not_without_end(api: Api, hook: int) -> None:
    again = api.post("webhooks/", {"url": URL})
    assert (again.status_code, again.json()["blockers"][0]["code"]) == (409, "webhook_address_once")
    for number in range(1, webhooks.MOST_OF_A_CLIENT):
        assert api.post("webhooks/", {"url": f"{URL}/{number}"}).status_code == 201
    more = api.post("webhooks/", {"url": f"{URL}/more"})
    assert (more.status_code, more.json()["blockers"][0]["code"]) == (409, "webhooks_too_many")
    assert api.delete(f"webhooks/{hook}/").status_code == 204
    assert api.post("webhooks/", {"url": URL}).status_code == 201


def test_only_its_own_client_finds_it(api: Api, hook: int, cast: Cast) -> None:
    filed(cast, 1)
    lay_out(clock.now())
    one = WebhookDelivery.objects.get().pk
    other = client_with(Scope.WEBHOOKS_MANAGE, Scope.EVENTS_READ, name="别家")
    assert other.get("webhooks/").json()["results"] == []
    answers = [
        other.get(f"webhooks/{hook}/"),
        other.delete(f"webhooks/{hook}/"),
        other.get(f"webhooks/{hook}/deliveries/"),
        other.post(f"webhooks/{hook}/deliveries/{one}/replay/"),
        other.post(f"webhooks/{hook}/replay/"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 5
    theirs = other.post("webhooks/", {"url": URL}).json()["id"]
    assert other.post(f"webhooks/{theirs}/deliveries/{one}/replay/").status_code == 404


def test_without_the_right_nobody_registers(cast: Cast) -> None:
    plain, half = client_with(Scope.EVENTS_READ, name="甲"), client_with(Scope.WEBHOOKS_MANAGE, name="乙")
    assert plain.get("webhooks/").json()["code"] == "scope_missing"
    assert half.post("webhooks/", {"url": URL}).json()["code"] == "scope_missing"
    person = Client()
    person.force_login(cast.feng)
    answer = person.get("/api/v1/webhooks/")
    assert (answer.status_code, answer.json()["code"]) == (403, "role_forbidden")


def test_what_is_pushed_is_what_the_feed_tells_signed(api: Api, hook: int, cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    receiver = Receiver()
    pushed(clock.now(), receiver)
    assert receiver.events == api.get("events/").json()["results"]
    body, headers = receiver.took[0]
    moment, code = (part.partition("=")[2] for part in headers["X-Jianli-Signature"].split(","))
    expected = hmac.new(SECRET.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (code, headers["X-Jianli-Event"]) == (expected, str(receiver.events[0]["id"]))
    assert abs(int(moment) - clock.now().timestamp()) < 60
    assert states(hook) == ["delivered"] * 3
    assert (walk.case_id, webhooks.waiting(), webhooks.oldest_waiting()) == (receiver.events[0]["case"], 0, None)


def test_it_begins_with_what_is_done_from_now_on(api: Api, cast: Cast) -> None:
    filed(cast, 1)
    made = api.post("webhooks/", {"url": URL}).json()
    filed(cast, 2)
    receiver = Receiver()
    pushed(clock.now(), receiver)
    assert (made["cursor"], receiver.cursors) == ("1", [2])


def test_only_the_acts_that_were_asked_for(api: Api, cast: Cast) -> None:
    api.post("webhooks/", {"url": URL, "verbs": ["accept"]})
    Walk(cast).to(State.MEDIATION)
    receiver = Receiver()
    pushed(clock.now(), receiver)
    assert [event["verb"] for event in receiver.events] == ["accept"]
    assert Webhook.objects.get().passed == 3


def test_nothing_of_property_and_no_whole_number_leaves_the_house(api: Api, hook: int, cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    walk.do(
        intake.record_clue, "wang", "2023-05-12", clue=ClueInput("applicant", "vehicle", "鄂D12345", day("2023-05-12"))
    )
    receiver = Receiver()
    pushed(clock.now(), receiver)
    assert "record-clue" in [event["verb"] for event in api.get("events/").json()["results"]]
    told = b"".join(body for body, _ in receiver.took).decode()
    assert "record-clue" not in told
    assert not [secret for secret in (CHEN, LIU, "13800000000", "鄂D12345") if secret in told]


def test_a_receiver_that_is_down_for_a_hundred_loses_nothing(api: Api, hook: int, cast: Cast) -> None:
    """Nobody answers while a hundred acts are done; then all arrive, each once, in their order."""
    for number in range(50):
        filed(cast, number).accept()
    receiver = Receiver(then=DOWN)
    now = pushed(clock.now(), receiver, hours=1)
    assert (receiver.took, states(hook).count("waiting"), webhooks.waiting()) == ([], 100, 100)
    assert webhooks.oldest_waiting() == AuditEntry.objects.get(feed__position=1).entered_at
    assert len({headers["X-Jianli-Delivery"] for _, _, headers in receiver.tried}) == 1
    assert len(receiver.tried) < 20
    receiver.then = OK
    pushed(now, receiver, hours=0.5)
    assert receiver.cursors == list(range(1, 101))
    assert len({headers["X-Jianli-Delivery"] for _, headers in receiver.took}) == 100
    assert webhooks.waiting() == 0


def test_the_first_holds_back_those_behind_it_until_it_arrives(api: Api, hook: int, cast: Cast) -> None:
    filed(cast, 1)
    filed(cast, 2)
    receiver = Receiver(answers=[BUSY])
    now = pushed(clock.now(), receiver)
    assert (len(receiver.tried), receiver.took) == (1, [])
    assert not push_one(now, receiver)
    pushed(now + timedelta(seconds=15), receiver)
    assert receiver.cursors == [1, 2]
    first, second = (headers["X-Jianli-Delivery"] for _, _, headers in receiver.tried[:2])
    assert first == second


def test_one_that_hangs_does_not_hold_up_another(api: Api, hook: int, cast: Cast) -> None:
    """While the first receiver is still being waited for, the second gets its events."""
    other = api.post("webhooks/", {"url": URL + "/2"}).json()["id"]
    filed(cast, 1)
    filed(cast, 2)
    now = clock.now()
    lay_out(now)
    held = webhooks.claim(now)
    assert held is not None
    free = list(iter(lambda: taken(now), None))
    assert {claimed.url for claimed in free} == ({URL, URL + "/2"} - {held.url})
    assert [claimed.position for claimed in free] == [1, 2]
    assert other in Webhook.objects.values_list("pk", flat=True)


def taken(now: Any) -> webhooks.Claim | None:
    """The next claim, settled at once."""
    claimed = webhooks.claim(now)
    if claimed is not None:
        webhooks.settle(claimed, OK, now)
    return claimed


def test_a_worker_that_dies_between_send_and_mark_sends_again_under_the_same_id(
    api: Api, hook: int, cast: Cast
) -> None:
    filed(cast, 1)
    now = clock.now()
    lay_out(now)
    dead = webhooks.claim(now)
    assert dead is not None
    assert webhooks.claim(now + webhooks.LEASE - timedelta(seconds=1)) is None
    again = webhooks.claim(now + webhooks.LEASE)
    assert again is not None
    assert (again.delivery_id, again.entry_id, again.tries) == (dead.delivery_id, dead.entry_id, 2)
    webhooks.settle(dead, DOWN, now + webhooks.LEASE)
    assert states(hook) == ["waiting"]
    assert WebhookDelivery.objects.get().last_problem == ""
    webhooks.settle(again, OK, now + webhooks.LEASE)
    assert states(hook) == ["delivered"]


def test_it_is_given_up_after_about_a_day_seen_and_sent_again(api: Api, hook: int, cast: Cast) -> None:
    filed(cast, 1)
    filed(cast, 2)
    receiver = Receiver(then=DOWN)
    now = pushed(clock.now(), receiver, hours=20)
    assert states(hook) == ["waiting", "waiting"]
    now = pushed(now, receiver, hours=14)
    assert states(hook) == ["dead", "waiting"]
    assert len([1 for _, body, _ in receiver.tried if json.loads(body)["cursor"] == "1"]) == webhooks.GIVE_UP_AFTER
    found = api.get(f"webhooks/{hook}/deliveries/", state="dead").json()["results"]
    assert [(row["cursor"], row["state"], row["state_label"], row["last_problem"]) for row in found] == [
        ("1", "dead", "已放弃", "连接失败")
    ]
    receiver.then = OK
    one = api.post(f"webhooks/{hook}/deliveries/{found[0]['id']}/replay/").json()
    assert (one["state"], one["tries"]) == ("waiting", 0)
    pushed(now, receiver, hours=1)
    assert sorted(receiver.cursors) == [1, 2]
    assert AuditEntry.objects.get(verb="replay_webhook").facts["count"] == 1


def test_what_the_receiver_refuses_is_given_up_soon_and_the_next_goes_on(api: Api, hook: int, cast: Cast) -> None:
    for number in range(3):
        filed(cast, number)
    receiver = Receiver(answers=[REFUSES] * webhooks.REFUSED_AFTER)
    now = pushed(clock.now(), receiver, hours=1.5)
    assert (states(hook), receiver.cursors) == (["dead", "delivered", "delivered"], [2, 3])
    assert api.get(f"webhooks/{hook}/").json()["dead"] == 1
    assert api.post(f"webhooks/{hook}/replay/").json() == {"replayed": 1}
    assert api.post(f"webhooks/{hook}/replay/").json() == {"replayed": 0}
    pushed(now, receiver)
    assert (states(hook), receiver.cursors) == (["delivered"] * 3, [2, 3, 1])


def test_deliveries_are_listed_by_pages_and_by_state(api: Api, hook: int, cast: Cast) -> None:
    for number in range(5):
        filed(cast, number)
    receiver = Receiver(answers=[OK, OK], then=DOWN)
    pushed(clock.now(), receiver)
    assert [row["cursor"] for row in pages(api, f"webhooks/{hook}/deliveries/?page_size=2")] == [
        "5",
        "4",
        "3",
        "2",
        "1",
    ]
    of = {state: api.get(f"webhooks/{hook}/deliveries/", state=state).json()["results"] for state in
          ("waiting", "delivered", "dead")}  # fmt: skip
    assert {state: [row["cursor"] for row in rows] for state, rows in of.items()} == {
        "waiting": ["5", "4", "3"], "delivered": ["2", "1"], "dead": []
    }  # fmt: skip
    assert (of["delivered"][0]["verb"], of["delivered"][0]["last_status"]) == ("file", 204)
    assert api.get(f"webhooks/{hook}/deliveries/", state="lost").status_code == 400


def pages(api: Api, address: str) -> Iterator[dict[str, Any]]:
    following: str | None = address
    while following:
        page = api.get(following).json()
        yield from page["results"]
        following = page["next"]


def test_removed_it_gets_nothing_more(api: Api, hook: int, cast: Cast) -> None:
    filed(cast, 1)
    now = clock.now()
    lay_out(now)
    stale = api.delete(f"webhooks/{hook}/", headers={"If-Match": '"other"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    current = api.get(f"webhooks/{hook}/")["ETag"]
    assert api.delete(f"webhooks/{hook}/", headers={"If-Match": current}).status_code == 204
    assert api.delete(f"webhooks/{hook}/").status_code == 404
    filed(cast, 2)
    receiver = Receiver()
    pushed(now, receiver)
    assert (receiver.tried, states(hook), webhooks.waiting()) == ([], ["dead"], 0)
    assert list(AuditEntry.objects.filter(verb__endswith="webhook").values_list("verb", flat=True)) == [
        "create_webhook", "remove_webhook"
    ]  # fmt: skip


def test_a_client_that_was_shut_out_gets_nothing_more(api: Api, hook: int, cast: Cast) -> None:
    filed(cast, 1)
    revoke_client(name="指挥中心", now=clock.now())
    receiver = Receiver()
    pushed(clock.now(), receiver)
    assert (receiver.tried, webhooks.waiting()) == ([], 0)


def test_what_may_no_longer_be_seen_is_not_sent(
    api: Api, hook: int, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(cast, 1)
    now = clock.now()
    lay_out(now)
    monkeypatch.setattr(type(Case.objects.all()), "visible_to", lambda rows, user: rows.none())
    receiver = Receiver()
    assert push_one(now, receiver)
    assert (receiver.tried, WebhookDelivery.objects.get().last_problem, states(hook)) == ([], GONE, ["dead"])


def test_pauses_double_to_a_quarter_of_an_hour_and_differ() -> None:
    pauses = [webhooks.pause_after(tries) for tries in (1, 2, 3, 50)]
    for pause, middle in zip(pauses, (10, 20, 40, 900), strict=True):
        assert 0.8 * middle <= pause.total_seconds() <= 1.2 * middle
    assert len({webhooks.pause_after(1) for _ in range(5)}) > 1
    day_long = sum(webhooks.pause_after(tries).total_seconds() for tries in range(1, webhooks.GIVE_UP_AFTER))
    assert 20 * 3600 < day_long < 28 * 3600
