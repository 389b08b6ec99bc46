"""推送 as pages: who reads them, what they tell, and sending again."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions.pushing import lay_out
from jianli_mediation.core import clock, outbox, webhooks
from jianli_mediation.core.clients import Scope, create_client, revoke_client
from jianli_mediation.core.models import AuditEntry, Webhook
from tests.build import Walk, loan_filing
from tests.cast import Cast
from tests.receivers import OK, REFUSES, Receiver, pushed

READERS = ("xi", "an", "shen", "feng")
KEEPERS = ("xi", "feng")
URL = "http://10.1.2.3/hook"


@pytest.fixture
def hook(cast: Cast) -> Webhook:
    """The command centre's, which refused the first of three events and has the third still to come."""
    client, _ = create_client(name="指挥平台", scopes=[Scope.EVENTS_READ, Scope.WEBHOOKS_MANAGE], now=clock.now())
    hook, _ = webhooks.register(client=client, url=URL, verbs=["file"], passed=0, now=clock.now())
    for number in range(2):
        filed(cast, number)
    pushed(clock.now(), Receiver(answers=[REFUSES] * webhooks.REFUSED_AFTER, then=OK), hours=1.5)
    filed(cast, 2)
    lay_out(clock.now())
    return hook


def filed(cast: Cast, number: int) -> None:
    Walk(cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{800 + number}号"})).file()


def seen_by(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name))
    return client


def states(hook: Webhook) -> list[str]:
    return [webhooks.state_of(row).value for row in hook.deliveries.order_by("position")]


def test_who_reads_and_who_sends_again(cast: Cast, hook: Webhook) -> None:
    pages = [
        reverse("cases:push"),
        reverse("cases:webhook", args=[hook.pk]),
        reverse("cases:webhooks", args=[hook.client_id]),
    ]
    for name in cast.people:
        client = seen_by(cast, name)
        expected = 200 if name in READERS else 403
        assert [client.get(page).status_code for page in pages] == [expected] * 3, name
        answer = client.post(reverse("cases:replay", args=[hook.pk]))
        assert answer.status_code == (302 if name in KEEPERS else 403), name
        shown = client.get(pages[1]).content.decode()
        assert ("重发</" in shown or "重发<span" in shown) == (name in KEEPERS)


def test_the_list_tells_what_waits_and_what_was_given_up(cast: Cast, hook: Webhook) -> None:
    outbox.enqueue("count", {})
    page = seen_by(cast, "feng").get(reverse("cases:push")).content.decode()
    assert all(word in page for word in ("指挥平台", URL, "收案登记", "正在送", "全部重发"))
    assert f'href="{reverse("cases:webhook", args=[hook.pk])}?state=dead">1</a>' in page
    other = reverse("cases:webhooks", args=[hook.client_id])
    assert URL in seen_by(cast, "xi").get(other).content.decode()
    assert seen_by(cast, "xi").get(reverse("cases:webhooks", args=[10**6])).status_code == 404
    revoke_client(name="指挥平台", now=clock.now())
    assert "客户端已停用" in seen_by(cast, "feng").get(reverse("cases:push")).content.decode()


def test_one_address_by_state(cast: Cast, hook: Webhook) -> None:
    client, page = seen_by(cast, "feng"), reverse("cases:webhook", args=[hook.pk])
    shown = {
        state: client.get(page, {"state": state}).content.decode() for state in ("", "dead", "waiting", "delivered")
    }
    assert ["应答 400" in text for text in shown.values()] == [True, True, False, False]
    assert shown[""].count("<tr") == 4
    assert "没有这样的推送" in client.get(page, {"state": "dead", "older": 1}).content.decode()
    assert client.get(page, {"state": "lost"}).content.decode().count("<tr") == 4
    assert client.get(reverse("cases:webhook", args=[10**6])).status_code == 404


def test_sent_again_from_the_page_with_a_trace(cast: Cast, hook: Webhook) -> None:
    client, address = seen_by(cast, "feng"), reverse("cases:replay", args=[hook.pk])
    assert states(hook) == ["dead", "delivered", "waiting"]
    client.post(address)
    assert states(hook) == ["waiting", "delivered", "waiting"]
    client.post(address, {"delivery": hook.deliveries.get(position=2).pk})
    assert states(hook) == ["waiting", "waiting", "waiting"]
    told = client.post(address, follow=True).content.decode()
    assert "没有要重发的" in told
    traces = AuditEntry.objects.filter(verb="replay_webhook").order_by("pk")
    assert [(trace.actor, trace.facts["count"]) for trace in traces] == [(cast.feng, 1), (cast.feng, 1)]
    assert client.post(address, {"delivery": "x"}).status_code == 404


def test_pages_of_many(cast: Cast, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.queries.webhooks.PAGE", 1)
    client, page = seen_by(cast, "feng"), reverse("cases:webhook", args=[hook.pk])

    def shown(**query: int) -> tuple[str, bool, bool]:
        context = client.get(page, query).context
        return context["sent"][0].row.position, bool(context["pager"].previous_url), bool(context["pager"].next_url)

    assert [shown(), shown(older=3), shown(older=2), shown(newer=1), shown(newer=2)] == [
        (3, False, True), (2, True, True), (1, True, False), (2, True, True), (3, False, True)
    ]  # fmt: skip
