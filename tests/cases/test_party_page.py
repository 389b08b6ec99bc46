"""The party's own page: the door, what stands behind it, what she can do there, and on which host."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from cases.facts.door import code_of, party_behind
from cases.models import Party, PartyRequest, Todo
from cases.papers.mediation import notice
from cases.states import State
from documents.models import Attachment
from jianli_mediation.core.models import AuditEntry
from tests.build import CHEN, LIU, Walk, day, moment
from tests.cast import Cast, make_cast
from tests.scan_files import pdf

DOOR = "/party/"
NOW = moment("2023-06-14 10:00")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.PERFORMING)


@pytest.fixture
def _in_june() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def party(walk: Walk, role: str = "respondent") -> Party:
    return walk.case.parties.get(role=role)


def enter(client: Client, code: str, tail: str) -> object:
    return client.post(DOOR, {"code": code, "tail": tail}, follow=True)


def inside(walk: Walk, role: str = "respondent") -> Client:
    client = Client()
    who = party(walk, role)
    answer = enter(client, code_of(who.pk), who.id_number[-6:])
    assert answer.redirect_chain[-1][0] == reverse("cases:matter")  # type: ignore[attr-defined]
    return client


class TestDoor:
    def test_a_right_code_opens_in_every_way_it_is_typed(self, walk: Walk) -> None:
        who = party(walk)
        code = code_of(who.pk)
        assert re.fullmatch(r"\d+-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
        for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code}　"):
            assert party_behind(typed, LIU[-6:]) == who

    def test_x_in_small_letters(self, walk: Walk) -> None:
        Party.objects.filter(pk=party(walk).pk).update(id_number="42999919901105002X")
        assert party_behind(code_of(party(walk).pk), "05002x") == party(walk)

    @pytest.mark.parametrize("tail", ["000000", CHEN[-6:], "", "50029", LIU, LIU[-7:]])
    def test_not_without_the_end_of_her_own_number(self, walk: Walk, tail: str) -> None:
        assert party_behind(code_of(party(walk).pk), tail) is None

    def test_another_partys_check_opens_nothing(self, walk: Walk) -> None:
        mine, other = code_of(party(walk).pk), code_of(party(walk, "applicant").pk)
        mixed = f"{mine.split('-')[0]}-{other.split('-', 1)[1]}"
        assert party_behind(mixed, LIU[-6:]) is None

    @given(st.text(max_size=60))
    def test_whatever_is_typed_is_answered_alike(self, typed: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cases.facts.door.Party.objects.select_related", lambda *_: _Nobody())
            assert party_behind(typed, typed[:6]) is None

    def test_a_wrong_code_learns_nothing_of_what_was_wrong(self, walk: Walk) -> None:
        who = party(walk)
        right = code_of(who.pk)
        pages = []
        for code, tail in (
            (right, "000000"),
            (f"{who.pk}-AAAA-AAAA", LIU[-6:]),
            ("999999999-AAAA-AAAA", LIU[-6:]),
            ("你好", LIU[-6:]),
        ):
            answer = Client().post(DOOR, {"code": code, "tail": tail})
            assert answer.status_code == 400
            page = answer.content.decode().replace(code, "").replace(tail, "")
            pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page))
        assert len(set(pages)) == 1
        assert who.name not in pages[0]

    def test_wrong_and_unknown_codes_do_the_same_work(self, walk: Walk, django_assert_num_queries: object) -> None:
        who = party(walk)
        for code, tail in ((code_of(who.pk), "000000"), (f"{who.pk}-AAAA-AAAA", "000000"), ("x", "000000")):
            with django_assert_num_queries(1):  # type: ignore[operator]
                assert party_behind(code, tail) is None

    def test_ten_thousand_wrong_codes_do_not_lock_out_a_right_party(self, walk: Walk) -> None:
        """From her very own address, since whole towns share one."""
        who, client, seen = party(walk), Client(), set()
        for number in range(10_000):
            if number % 300:
                assert party_behind(f"{who.pk}-{number:08}"[:13], LIU[-6:]) is None
            else:
                answer = client.post(DOOR, {"code": f"{who.pk}-ABCD-{number:04}", "tail": LIU[-6:]})
                seen.add(answer.status_code)
        assert seen == {400, 429}
        assert inside(walk).get(reverse("cases:matter")).status_code == 200

    def test_too_many_wrong_ones_are_told_to_wait(self, walk: Walk) -> None:
        client = Client()
        codes = [client.post(DOOR, {"code": f"1-AAAA-{n:04}", "tail": "000000"}).status_code for n in range(22)]
        assert codes == [400] * 20 + [429] * 2

    def test_half_an_hour_and_out(self, walk: Walk) -> None:
        with time_machine.travel(NOW, tick=False) as clock:
            client = inside(walk)
            clock.shift(timedelta(minutes=29))
            assert client.get(reverse("cases:matter")).status_code == 200
            clock.shift(timedelta(minutes=2))
            assert client.get(reverse("cases:matter"))["Location"] == reverse("cases:enter")

    def test_a_cookie_of_ones_own_making_opens_nothing(self, walk: Walk) -> None:
        client = Client()
        client.cookies["party"] = str(party(walk).pk)
        for address in ("matter", "say", "slip"):
            answer = (
                client.get(reverse("cases:matter")) if address == "matter" else client.post(reverse(f"cases:{address}"))
            )
            assert answer["Location"] == reverse("cases:enter")

    def test_closed_on_a_phone_that_others_use(self, walk: Walk) -> None:
        client = inside(walk)
        client.post(reverse("cases:leave_matter"))
        assert client.get(reverse("cases:matter"))["Location"] == reverse("cases:enter")


class _Nobody:
    def filter(self, **_: object) -> "_Nobody":
        return self

    def first(self) -> None:
        return None


@pytest.mark.usefixtures("_in_june")
class TestMatter:
    def test_what_a_debtor_owes_and_when(self, walk: Walk) -> None:
        page = inside(walk).get(reverse("cases:matter")).content.decode()
        assert "刘某，您好" in page
        assert "您和陈某的事" in page
        assert "付 40,000.00 元" in page
        assert "还有 6 天" in page
        assert "87,481.25" in page
        assert "过了 6月25日 还没有付清" in page

    def test_what_a_creditor_is_to_get(self, walk: Walk) -> None:
        page = inside(walk, "applicant").get(reverse("cases:matter")).content.decode()
        assert "收 40,000.00 元" in page
        assert "付不出来" not in page
        assert "想申请执行" in page

    def test_no_number_of_anybody_is_on_it(self, walk: Walk) -> None:
        for role in ("applicant", "respondent"):
            page = inside(walk, role).get(reverse("cases:matter")).content.decode()
            for secret in (CHEN, LIU, "13800000000", "13900000000", "示例路1号", "示例村2组"):
                assert secret not in page

    @pytest.mark.parametrize("state", list(State))
    def test_in_every_state_there_is_a_plain_word(self, cast: Cast, state: State) -> None:
        walk = Walk(cast).to(state)
        page = inside(walk).get(reverse("cases:matter"))
        assert page.status_code == 200
        assert "标的" not in page.content.decode()

    def test_a_payment_shows_at_once(self, walk: Walk) -> None:
        client = inside(walk)
        walk.pay("40000.00", "2023-06-14")
        page = client.get(reverse("cases:matter")).content.decode()
        assert "付 47,481.25 元" in page
        assert "付清了" in page

    def test_its_queries_are_few(self, walk: Walk, django_assert_max_num_queries: object) -> None:
        client = inside(walk)
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            client.get(reverse("cases:matter"))


@pytest.mark.usefixtures("_in_june")
class TestSaying:
    def test_it_becomes_a_request_with_its_day(self, walk: Walk) -> None:
        client = inside(walk)
        answer = client.post(reverse("cases:say"), {"kind": "extension", "content": "想晚半个月"}, follow=True)
        assert "法院在 6月19日 以前答复您" in answer.content.decode()
        row = PartyRequest.objects.get()
        assert (row.party, row.way, row.kind, row.entered_by) == (party(walk), "page", "extension", None)
        assert Todo.objects.filter(case=walk.case, code="request").count() == 1
        assert "想晚半个月" in client.get(reverse("cases:matter")).content.decode()
        assert "想晚半个月" not in inside(walk, "applicant").get(reverse("cases:matter")).content.decode()

    @pytest.mark.parametrize("typed", [{"kind": "extension", "content": " "}, {"kind": "dream", "content": "好"}])
    def test_what_is_missing_is_said_and_nothing_is_lost(self, walk: Walk, typed: dict[str, str]) -> None:
        answer = inside(walk).post(reverse("cases:say"), typed)
        assert answer.status_code == 400
        assert not PartyRequest.objects.exists()
        assert typed["content"] in answer.content.decode()

    def test_ten_a_day(self, walk: Walk) -> None:
        client = inside(walk)
        for _ in range(11):
            last = client.post(reverse("cases:say"), {"kind": "other", "content": "在吗"})
        assert (last.status_code, PartyRequest.objects.count()) == (400, 10)
        assert "今天提交得已经很多了" in last.content.decode()

    def test_a_slip_is_kept_and_looked_at_by_a_person(self, walk: Walk) -> None:
        client = inside(walk)
        file = SimpleUploadedFile("转账.pdf", pdf(), "application/pdf")
        answer = client.post(reverse("cases:slip"), {"file": file}, follow=True)
        assert "凭证收到了" in answer.content.decode()
        row = Attachment.objects.get(owner_key=f"case:{walk.case_id}")
        assert (row.kind, row.uploaded_by, row.title) == ("payment", None, "当事人提交的付款凭证")
        entry = AuditEntry.objects.get(verb="attach", case_id=walk.case_id)
        assert (entry.actor, entry.client) == (None, "当事人页面")
        assert PartyRequest.objects.get().content == "提交了付款凭证，请核对后登记收款。"
        assert not walk.case.payments.exists()
        staff = Client()
        staff.force_login(walk.cast.shu)
        assert "当事人提交" in staff.get(reverse("cases:papers", args=[walk.case_id])).content.decode()

    def test_the_same_slip_twice_is_one(self, walk: Walk) -> None:
        client = inside(walk)
        for _ in range(2):
            file = SimpleUploadedFile("转账.pdf", pdf(), "application/pdf")
            answer = client.post(reverse("cases:slip"), {"file": file})
        assert answer.status_code == 409
        assert "收存过" in answer.content.decode()
        assert Attachment.objects.filter(owner_key=f"case:{walk.case_id}").count() == 1
        assert PartyRequest.objects.count() == 1

    def test_what_is_no_picture_is_refused_at_the_field(self, walk: Walk) -> None:
        file = SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf")
        answer = inside(walk).post(reverse("cases:slip"), {"file": file})
        assert answer.status_code == 400
        assert not Attachment.objects.exists()


class TestHost:
    URL = "https://m.court.example.cn/party/"

    def test_on_a_host_of_its_own_nothing_else_is_to_be_had(self, walk: Walk, settings: Settings) -> None:
        settings.PARTY_URL = self.URL
        client = Client(headers={"host": "m.court.example.cn"})
        assert client.get(DOOR).status_code == 200
        assert client.get("/")["Location"] == DOOR
        for address in ("/login/", "/cases/", "/api/v1/cases/", f"/cases/{walk.case_id}/", "/metrics"):
            assert client.get(address).status_code == 404, address
        assert client.get("/verify/").status_code == 200

    def test_and_elsewhere_it_is_not(self, db: None, settings: Settings) -> None:
        settings.PARTY_URL = self.URL
        assert Client(headers={"host": "court.example.cn"}).get(DOOR).status_code == 404
        assert Client(headers={"host": "court.example.cn"}).get("/login/").status_code == 200

    def test_the_notice_bears_address_and_code(self, walk: Walk, settings: Settings) -> None:
        who = party(walk)
        assert notice(walk.case, party=who, on=day("2023-06-01")).page_code == ""
        settings.PARTY_URL = self.URL
        made = notice(walk.case, party=who, on=day("2023-06-01"))
        assert (made.page_url, made.page_code) == (self.URL, code_of(who.pk))
