"""告知: printing slips, sending again what was given up, and what a case's page says of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.actions.messages import AT_ONCE
from cases.models import Message
from cases.models.choices_notices import Channel, MessageStatus
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import AuditEntry
from tests.build import Walk, day, moment
from tests.cases.gateways import GATEWAY, REFUSED, Gateway, worked
from tests.cast import Cast, make_cast

NOON = moment("2023-05-08 12:00")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.wang)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def slip(cast: Cast) -> Message:
    walk = Walk(cast).file().accept()
    return Message.objects.get(case=walk.case)


def copies(row: Message, count: int) -> None:
    for number in range(count):
        copy = Message.objects.get(pk=row.pk)
        copy.pk, copy.key, copy.uid = None, f"copy:{number}", uuid4()
        copy.save(force_insert=True)


def given_up(cast: Cast, settings: Settings) -> Message:
    settings.SMS = GATEWAY
    row, gateway = slip(cast), Gateway(then=REFUSED)
    for hour in (12, 13, 14, 15):
        worked(moment(f"2023-05-08 {hour}:00"), gateway)
    row.refresh_from_db()
    assert row.status == MessageStatus.FAILED
    return row


def kept(row: Message) -> dict[str, object]:
    """Every column of the row but its key."""
    return {
        field.attname: getattr(row, field.attname) for field in Message._meta.concrete_fields if not field.primary_key
    }


class TestSlips:
    def test_printing_marks_them_with_who_and_when_once(self, cast: Cast, browser: Client) -> None:
        row = slip(cast)
        page = text(browser, reverse("cases:messages"))
        assert row.text in page
        answer = browser.post(reverse("cases:print_slips"), {"id": [row.pk]})
        sheet = answer["Location"]
        assert row.text in text(browser, sheet)
        row.refresh_from_db()
        assert (row.status, row.receipt, row.settled_by) == (MessageStatus.SENT, cast.wang.name, cast.wang)
        assert row.text not in text(browser, reverse("cases:messages"))
        assert row.text in text(browser, f"{reverse('cases:messages')}?state=sent")
        again = browser.post(reverse("cases:print_slips"), {"id": [row.pk]})
        assert again["Location"] == reverse("cases:messages")
        entry = AuditEntry.objects.get(verb="print_message")
        assert (entry.actor, entry.case_id, entry.facts["message"]) == (cast.wang, row.case_id, row.pk)

    def test_one_that_is_for_later_is_not_printed_now(self, cast: Cast, browser: Client) -> None:
        row = slip(cast)
        Message.objects.update(not_before=moment("2099-01-01"), next_at=moment("2099-01-01"))
        assert row.text not in text(browser, reverse("cases:messages"))
        browser.post(reverse("cases:print_slips"), {"id": [row.pk]})
        row.refresh_from_db()
        assert row.status == MessageStatus.WAITING

    @pytest.mark.parametrize("given", [[], ["x"], ["99999999999999999999999"], ["0"]])
    def test_what_is_no_slip_prints_nothing(self, cast: Cast, browser: Client, given: list[str]) -> None:
        row = slip(cast)
        answer = browser.post(reverse("cases:print_slips"), {"id": given})
        assert answer["Location"] == reverse("cases:messages")
        row.refresh_from_db()
        assert row.status == MessageStatus.WAITING
        for asked in ({}, {"at": given, "first": 1, "last": row.pk}, {"at": 0, "first": 1, "last": row.pk}):
            assert browser.get(reverse("cases:slips"), asked).status_code == 404

    def test_a_hundred_at_once_are_one_sheet(self, cast: Cast, browser: Client) -> None:
        first = slip(cast)
        rows = [Message(**{**kept(first), "uid": uuid4(), "key": f"{first.key}/{number}"}) for number in range(AT_ONCE)]
        Message.objects.bulk_create(rows)
        ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        page = text(browser, reverse("cases:messages"))
        token = page.partition('name="submission_token" value="')[2].partition('"')[0]
        answer = browser.post(reverse("cases:print_slips"), {"id": ids, "submission_token": token})
        assert text(browser, answer["Location"]).count(first.text) == AT_ONCE
        assert Message.objects.filter(status=MessageStatus.WAITING).count() == 1
        again = browser.post(reverse("cases:print_slips"), {"id": ids, "submission_token": token})
        assert again["Location"] == answer["Location"]

    def test_a_text_message_is_no_slip(self, cast: Cast, browser: Client, settings: Settings) -> None:
        settings.SMS = GATEWAY
        row = slip(cast)
        browser.post(reverse("cases:print_slips"), {"id": [row.pk]})
        row.refresh_from_db()
        assert (row.channel, row.status) == (Channel.SMS, MessageStatus.WAITING)


class TestGivenUp:
    def test_the_reason_is_shown_and_it_is_sent_again(self, cast: Cast, browser: Client, settings: Settings) -> None:
        row = given_up(cast, settings)
        page = text(browser, f"{reverse('cases:messages')}?state=failed")
        assert "应答 400" in page
        assert "试过 4 次" in page
        browser.post(reverse("cases:send_again"), {"id": [row.pk]})
        row.refresh_from_db()
        assert (row.status, row.refusals, row.channel) == (MessageStatus.WAITING, 0, Channel.SMS)
        gateway = Gateway()
        assert row.next_at is not None
        worked((row.next_at + timedelta(days=1)).astimezone(COURT_TIME).replace(hour=12), gateway)
        row.refresh_from_db()
        assert row.status == MessageStatus.SENT
        assert AuditEntry.objects.get(verb="resend_message").facts["channel"] == "sms"

    def test_or_is_printed_instead(self, cast: Cast, browser: Client, settings: Settings) -> None:
        row = given_up(cast, settings)
        browser.post(reverse("cases:send_again"), {"id": [row.pk], "on_paper": "on"})
        row.refresh_from_db()
        assert (row.channel, row.status) == (Channel.SLIP, MessageStatus.WAITING)

    def test_not_what_has_become_untrue(self, cast: Cast, browser: Client, settings: Settings) -> None:
        row = given_up(cast, settings)
        Message.objects.update(good_until=day("2023-05-08"))
        answer = browser.post(reverse("cases:send_again"), {"id": [row.pk]}, follow=True)
        assert "已经过了时候" in answer.content.decode()
        row.refresh_from_db()
        assert row.status == MessageStatus.FAILED

    def test_what_was_sent_is_not_sent_again(self, cast: Cast, browser: Client) -> None:
        row = slip(cast)
        browser.post(reverse("cases:print_slips"), {"id": [row.pk]})
        browser.post(reverse("cases:send_again"), {"id": [row.pk]})
        row.refresh_from_db()
        assert row.status == MessageStatus.SENT


@pytest.mark.parametrize("who", ["li", "sun", "shen"])
def test_the_drawers_are_the_offices(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    for name in ("messages", "slips"):
        assert client.get(reverse(f"cases:{name}")).status_code in (403, 404)
    for name in ("print_slips", "send_again"):
        assert client.post(reverse(f"cases:{name}"), {"id": [1]}).status_code in (403, 404)


def test_the_case_tells_what_is_still_to_come(cast: Cast, browser: Client) -> None:
    walk = Walk(cast).file().accept().assign().urge().conclude()
    page = text(browser, reverse("cases:told", args=[walk.case_id]))
    assert "到期前提醒" in page
    assert "第 1 期 40,000.00 元" in page
    assert "宽限期末日提醒" in page


def test_the_list_takes_the_same_queries_however_long(
    cast: Cast, browser: Client, django_assert_num_queries: object
) -> None:
    copies(slip(cast), 3)
    address = reverse("cases:messages")
    browser.get(address)
    with django_assert_num_queries(7):  # type: ignore[operator]
        browser.get(address)


def test_older_ones_are_a_page_further(cast: Cast, browser: Client) -> None:
    row = slip(cast)
    copies(row, 55)
    first = browser.get(reverse("cases:messages"))
    assert len(first.context["rows"]) == 50
    second = browser.get(reverse("cases:messages") + first.context["pager"].next_url)
    assert len(second.context["rows"]) == 6
    assert {each.pk for each in first.context["rows"]}.isdisjoint(each.pk for each in second.context["rows"])
