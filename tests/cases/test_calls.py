"""The end of the ladder: the phone list, the urging paper, the decision; and what a promise does."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.actions import contacts, papers
from cases.actions.inputs_talks import ContactInput, FollowUpInput
from cases.facts import limitation_events
from cases.facts.contacts import debtor_called
from cases.models import Contact, whole_case
from cases.models.choices_talks import ContactOutcome, FollowUpKind
from cases.queries.worklist import todos_for
from tests.build import Walk, day, moment
from tests.cast import Cast, make_cast

# S1: the first instalment is due on 20 June, three days of grace end on Friday, the 23rd, a holiday of the Dragon Boat
# Festival; the first working day after it is Sunday, the 25th. From the 26th on it may be declared.
LAST_DAY_OF_GRACE, FIRST_CALL = "2023-06-25", "2023-06-26"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).file().accept().assign().urge().conclude()


def shown(walk: Walk, who: str, on: str) -> set[str]:
    rows = todos_for(getattr(walk.cast, who), day(on))
    return set(rows.filter(case=walk.case).values_list("code", flat=True))


def call(walk: Walk, at: str, outcome: str = "reached", who: str = "shu", **more: object) -> Contact:
    debtor = walk.case.parties.get(role="respondent")
    given = ContactInput(party_id=debtor.pk, contacted_at=moment(at), outcome=outcome, **more)  # type: ignore[arg-type]
    return walk.do(contacts.log_contact, who, at, contact=given)


@pytest.mark.parametrize(("on", "listed"), [(LAST_DAY_OF_GRACE, False), (FIRST_CALL, True), ("2023-06-27", True)])
def test_the_list_begins_on_the_day_after_the_grace(walk: Walk, on: str, listed: bool) -> None:
    assert ("call" in shown(walk, "shu", on)) is listed


def test_call_then_paper_then_decision(walk: Walk) -> None:
    assert shown(walk, "li", FIRST_CALL) == {"default"}, "the decision is hers at any time"
    call(walk, "2023-06-26 10:00", ContactOutcome.NO_ANSWER)
    assert "call" in shown(walk, "shu", FIRST_CALL), "once in vain is not enough"
    call(walk, "2023-06-27 10:00", ContactOutcome.NO_ANSWER)
    assert shown(walk, "shu", "2023-06-27") == {"collect", "urge_paper"}
    walk.do(papers.issue_paper, "shu", "2023-06-28", form="D21", subject=subject(walk))
    assert shown(walk, "shu", "2023-06-28") == {"collect"}
    assert shown(walk, "li", "2023-06-28") == {"default"}


def subject(walk: Walk) -> str:
    return f"party:{walk.case.parties.get(role='respondent').pk}"


@pytest.mark.parametrize("outcome", [ContactOutcome.REACHED, ContactOutcome.REFUSED, ContactOutcome.LEFT_WORD])
def test_one_word_with_him_is_enough(walk: Walk, outcome: str) -> None:
    call(walk, "2023-06-26 10:00", outcome)
    assert "call" not in shown(walk, "shu", FIRST_CALL)


def test_a_call_before_the_grace_was_over_does_not_count(walk: Walk) -> None:
    call(walk, "2023-06-25 10:00")
    assert "call" in shown(walk, "shu", FIRST_CALL)
    case = whole_case(walk.case_id)
    assert case is not None
    assert debtor_called(case, day("2023-06-25"))
    assert not debtor_called(case, day("2023-06-26"))


def test_a_call_to_the_creditor_does_not_count(walk: Walk) -> None:
    creditor = walk.case.parties.get(role="applicant")
    given = ContactInput(party_id=creditor.pk, contacted_at=moment("2023-06-26 10:00"))
    walk.do(contacts.log_contact, "shu", "2023-06-26 10:00", contact=given)
    assert "call" in shown(walk, "shu", FIRST_CALL)


def test_one_that_was_corrected_away_does_not_count(walk: Walk) -> None:
    wrong = call(walk, "2023-06-26 10:00")
    call(walk, "2023-06-26 10:00", ContactOutcome.NO_ANSWER, corrects=wrong.pk)
    assert "call" in shown(walk, "shu", FIRST_CALL)


def test_money_takes_it_off_the_list_and_the_next_instalment_begins_anew(walk: Walk) -> None:
    call(walk, "2023-06-26 10:00")
    walk.pay("40000.00", "2023-06-27")
    assert "call" not in shown(walk, "shu", "2023-06-28")
    assert "urge_paper" not in shown(walk, "shu", "2023-06-28")
    # The second is due on 20 July, the grace ends on Sunday, the 23rd, and so on Monday.
    assert "call" not in shown(walk, "shu", "2023-07-24")
    assert "call" in shown(walk, "shu", "2023-07-25")


def test_a_promise_is_kept_in_mind_and_feeds_limitation(walk: Walk) -> None:
    promise = FollowUpInput(
        due_on=day("2023-07-05"),
        kind=FollowUpKind.PROMISE,
        amount=Decimal("40000.00"),
        party_id=walk.case.parties.get(role="respondent").pk,
    )
    call(walk, "2023-06-26 10:00", follow_ups=(promise,))
    case = whole_case(walk.case_id)
    assert case is not None
    events = [(each.kind, each.on, each.text) for each in limitation_events(case)]
    assert events[-1] == ("promise", day("2023-06-26"), "承诺 2023-07-05 付 40,000.00 元")


def test_a_promise_that_was_corrected_away_feeds_nothing(walk: Walk) -> None:
    debtor = walk.case.parties.get(role="respondent").pk
    promise = FollowUpInput(due_on=day("2023-07-05"), kind="promise", amount=Decimal("1.00"), party_id=debtor)
    wrong = call(walk, "2023-06-26 10:00", follow_ups=(promise,))
    call(walk, "2023-06-26 10:00", ContactOutcome.NO_ANSWER, corrects=wrong.pk)
    case = whole_case(walk.case_id)
    assert case is not None
    assert "promise" not in {each.kind for each in limitation_events(case)}


class TestPage:
    """The list in the browser, on the first day of calling."""

    @pytest.fixture
    def browser(self, walk: Walk) -> Client:
        client = Client()
        client.force_login(walk.cast.shu)
        return client

    def press(self, browser: Client, walk: Walk, **typed: object) -> object:
        debtor = walk.case.parties.get(role="respondent")
        return browser.post(reverse("cases:called", args=[walk.case_id]), {"party": debtor.pk, **typed})

    @time_machine.travel(moment("2023-06-26 10:00"), tick=False)
    def test_one_click_and_the_case_is_off_the_list(self, browser: Client, walk: Walk) -> None:
        page = browser.get(reverse("cases:calls")).content.decode()
        assert walk.case.case_no in page
        assert "40,000.00" in page
        assert "13900000000" not in page
        self.press(browser, walk, outcome="reached", note="说月底付")
        row = Contact.objects.get()
        assert (row.way, row.outcome, row.note, row.entered_by) == ("phone", "reached", "说月底付", walk.cast.shu)
        assert walk.case.case_no not in browser.get(reverse("cases:calls")).content.decode()

    @time_machine.travel(moment("2023-06-26 10:00"), tick=False)
    def test_a_promise_in_one_go(self, browser: Client, walk: Walk) -> None:
        self.press(browser, walk, outcome="promised", promised_on="2023-07-05", promised="40000")
        found = Contact.objects.get().follow_ups.get()
        assert (found.kind, found.due_on, found.amount) == ("promise", day("2023-07-05"), Decimal("40000.00"))

    @time_machine.travel(moment("2023-06-26 10:00"), tick=False)
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"outcome": "promised", "promised": "40000"}, "请填承诺哪天付"),
            ({"outcome": "promised", "promised_on": "2023-07-05", "promised": ""}, "请填承诺付多少"),
            ({"outcome": "promised", "promised_on": "2023-06-25", "promised": "40000"}, "不能早于"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_lost(
        self, browser: Client, walk: Walk, typed: dict[str, str], words: str
    ) -> None:
        answer = self.press(browser, walk, note="刚说到一半", **typed)
        page = answer.content.decode()  # type: ignore[attr-defined]
        assert words in page
        assert "刚说到一半" in page
        assert not Contact.objects.exists()

    @time_machine.travel(moment("2023-06-26 10:00"), tick=False)
    def test_a_double_click_is_one_call(self, browser: Client, walk: Walk) -> None:
        token = "8b0f6f4e-5a43-4d52-9d4e-2f2b3c3f7a11"
        for _ in range(2):
            self.press(browser, walk, outcome="no_answer", submission_token=token)
        assert Contact.objects.count() == 1

    @pytest.mark.parametrize("who", ["sun", "wang", "shen"])
    def test_it_is_not_everybodys(self, walk: Walk, who: str) -> None:
        client = Client()
        client.force_login(getattr(walk.cast, who))
        assert client.get(reverse("cases:calls")).status_code in (403, 404)
        assert self.press(client, walk, outcome="reached").status_code in (403, 404)  # type: ignore[attr-defined]
        assert not Contact.objects.exists()

    @time_machine.travel(moment("2023-06-26 10:00"), tick=False)
    def test_a_mediator_sees_hers_only(self, walk: Walk) -> None:
        for who, seen in (("li", True), ("zhao", False)):
            client = Client()
            client.force_login(getattr(walk.cast, who))
            page = client.get(reverse("cases:calls")).content.decode()
            assert (walk.case.case_no in page) is seen
        other = Client()
        other.force_login(walk.cast.zhao)
        assert self.press(other, walk, outcome="reached").status_code == 404  # type: ignore[attr-defined]
