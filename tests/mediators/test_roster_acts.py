"""The acts on the roster: what each does, what it leaves in the trail, and what it refuses without a trace."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from cases.actions.roster import in_hand
from cases.actions.roster import leave as leave_with_cases
from cases.models import Assignment
from cases.states import State
from jianli_mediation.core import audit
from jianli_mediation.core.crypto import keyed_hash
from jianli_mediation.core.models import AuditEntry, User
from jianli_mediation.kernel.refusal import Refused
from mediators import actions, queries
from mediators.actions import AMENDABLE, chain_of, version_of
from mediators.models import Absence, Mediator, Organisation, Room, Tie
from mediators.trail import sentence, told
from tests.build import Walk, moment
from tests.cast import Cast
from tests.mediators.undone import undone

TODAY = date(2023, 5, 8)
NOW: datetime = moment("2023-05-08 10:00")
SOON, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=7)
NUMBER = "429999198503120017"


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


class Desk:
    """One person who acts on 和解员赵's entry, unless another is named."""

    def __init__(self, cast: Cast, who: str, whose: str = "zhao") -> None:
        self.by: User = getattr(cast, who)
        self.entry = cast.mediator(whose)

    def do(self, act: Callable[..., Any], **facts: Any) -> Any:
        facts.setdefault("mediator_id", self.entry.pk)
        return act(by=self.by, now=NOW, **facts)

    def on(self, act: Callable[..., Any], **facts: Any) -> Any:
        return act(by=self.by, now=NOW, **facts)

    @property
    def trail(self) -> list[AuditEntry]:
        return list(AuditEntry.objects.filter(chain=chain_of(self.entry)).order_by("seq"))


def wrong_at(act: Callable[[], Any]) -> set[str]:
    """The fields at which the act finds something wrong; nothing must have happened."""
    before = AuditEntry.objects.count()
    with pytest.raises(ValidationError) as found:
        act()
    assert AuditEntry.objects.count() == before
    return set(found.value.message_dict)


def refused(act: Callable[[], Any]) -> str:
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as found:
        act()
    assert AuditEntry.objects.count() == before
    return found.value.blockers[0].code


# ── Joining and amending ──


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return User.objects.create(username="ma", staff_no="JL900", name="马某", role="outside_mediator", password="!")


def test_a_lawyer_joins(cast: Cast, newcomer: User) -> None:
    entry = Mediator(user=newcomer, kind="lawyer", supervisor=cast.zhou, id_number=" 42999919850312001７ ")
    actions.join(by=cast.qian, now=NOW, mediator=entry, from_on=day(1))
    stored = Mediator.objects.get(pk=entry.pk)
    assert stored.id_number == NUMBER
    assert stored.id_hash == keyed_hash(NUMBER, "id")
    assert [row.from_on for row in stored.periods.all()] == [day(1)]
    assert not stored.takes_work_on(TODAY)
    assert stored.takes_work_on(day(1))
    trail = AuditEntry.objects.get(chain=chain_of(stored))
    assert (trail.verb, trail.actor, trail.facts["kind"]) == ("join_roster", cast.qian, "lawyer")


def test_the_number_is_sealed_in_the_database_and_in_the_trail(cast: Cast, newcomer: User) -> None:
    entry = Mediator(user=newcomer, kind="lawyer", supervisor=cast.zhou, id_number=NUMBER)
    actions.join(by=cast.qian, now=NOW, mediator=entry, from_on=TODAY)
    other = "429999199011050029"
    actions.amend(by=cast.qian, now=NOW, mediator_id=entry.pk, changes={"id_number": other})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM mediators_mediator WHERE id = %s", [entry.pk])
        assert other not in cursor.fetchone()[0]
    payloads = "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert NUMBER not in payloads
    assert other not in payloads
    assert Mediator.objects.get(pk=entry.pk).id_hash == keyed_hash(other, "id")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"supervisor": None}, "supervisor"),
        ({"kind": "court"}, "kind"),
        ({"id_number": "429999198503120018"}, "id_number"),
        ({"capacity": 0}, "capacity"),
        ({"roster_no": "x" * 21}, "roster_no"),
    ],
)
def test_what_is_wrong_with_a_newcomer(cast: Cast, newcomer: User, changes: dict[str, Any], field: str) -> None:
    entry = Mediator(**({"user": newcomer, "kind": "lawyer", "supervisor": cast.zhou} | changes))
    assert wrong_at(lambda: actions.join(by=cast.qian, now=NOW, mediator=entry, from_on=TODAY)) == {field}
    assert not Mediator.objects.filter(user=newcomer).exists()


def test_who_was_on_the_roster_does_not_join_anew(cast: Cast) -> None:
    entry = Mediator(user=cast.zhao, kind="court")
    assert wrong_at(lambda: actions.join(by=cast.qian, now=NOW, mediator=entry, from_on=TODAY)) == {"user"}


def test_an_absurd_year_is_asked_about(cast: Cast, newcomer: User) -> None:
    entry = Mediator(user=newcomer, kind="lawyer", supervisor=cast.zhou)
    late = date(2203, 5, 8)
    assert wrong_at(lambda: actions.join(by=cast.qian, now=NOW, mediator=entry, from_on=late)) == {"from_on"}


def test_amending_keeps_both_values(cast: Cast) -> None:
    desk = Desk(cast, "zheng")
    desk.do(actions.amend, changes={"capacity": 15, "languages": "监利话", "room": None})
    assert desk.trail[-1].facts == {
        "changes": {"capacity": [None, 15], "languages": ["", "监利话"], "room": ["2 号和解室", None]}
    }
    assert sentence(desk.trail[-1]) == (
        "改名册登记：语言、方言由“空”改为“监利话”；和解室由“2 号和解室”改为“空”；同时办理上限由“空”改为“15”"
    )


def test_nothing_changed_is_no_act(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="没有改动"):
        Desk(cast, "qian").do(actions.amend, changes={"capacity": None})


def test_two_forms_of_one_version(cast: Cast) -> None:
    desk = Desk(cast, "qian")
    read = version_of(desk.entry)
    desk.do(actions.amend, changes={"capacity": 15}, version=read)
    code = refused(lambda: Desk(cast, "zheng").do(actions.amend, changes={"capacity": 12}, version=read))
    assert code == "changed_meanwhile"
    assert Mediator.objects.get(pk=desk.entry.pk).capacity == 15
    Desk(cast, "zheng").do(actions.amend, changes={"capacity": 12}, version=version_of(desk.entry))


def test_one_number_one_person(cast: Cast) -> None:
    Desk(cast, "qian", "li").do(actions.amend, changes={"id_number": NUMBER, "roster_no": "1"})
    desk = Desk(cast, "qian")
    assert wrong_at(lambda: desk.do(actions.amend, changes={"id_number": NUMBER})) == {"id_number"}
    assert wrong_at(lambda: desk.do(actions.amend, changes={"roster_no": "1"})) == {"roster_no"}


def test_only_what_is_written_there_is_amended(cast: Cast) -> None:
    assert "user" not in AMENDABLE
    with pytest.raises(ValueError, match="user"):
        Desk(cast, "qian").do(actions.amend, changes={"user": cast.wang})


# ── Leaving and coming back ──


def leave(desk: Desk, **changes: Any) -> Any:
    facts = {"until_on": TODAY, "reason": "调离", "open_cases": 0} | changes
    return desk.do(actions.leave, **facts)


def test_leaving_and_coming_back(cast: Cast) -> None:
    desk = Desk(cast, "zheng")
    leave(desk)
    entry = Mediator.objects.get(pk=desk.entry.pk)
    assert entry.on_roster(TODAY)
    assert not entry.takes_work_on(TODAY)
    assert not entry.on_roster(day(1))
    assert refused(lambda: leave(desk)) == "not_on_roster"
    assert wrong_at(lambda: desk.do(actions.rejoin, from_on=TODAY)) == {"from_on"}
    desk.do(actions.rejoin, from_on=day(1))
    assert Mediator.objects.get(pk=desk.entry.pk).takes_work_on(day(1))
    assert refused(lambda: desk.do(actions.rejoin, from_on=day(2))) == "on_roster"
    assert [entry.verb for entry in desk.trail] == ["leave_roster", "rejoin_roster"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_on": day(1)}, "until_on"),
        ({"until_on": date(2019, 12, 31)}, "until_on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_wrong_with_leaving(cast: Cast, changes: dict[str, Any], field: str) -> None:
    assert wrong_at(lambda: leave(Desk(cast, "qian"), **changes)) == {field}


def test_nobody_leaves_with_cases(cast: Cast) -> None:
    assert refused(lambda: leave(Desk(cast, "qian"), open_cases=1)) == "open_cases"


def test_absences_end_with_the_stay(cast: Cast) -> None:
    desk = Desk(cast, "qian")
    desk.do(actions.enter_absence, kind="leave", from_on=day(20), until_on=day(22))
    desk.do(actions.suspend, from_on=TODAY, until_on=day(10), reason="投诉核查")
    leave(desk)
    assert [(row.kind, row.until_on) for row in desk.entry.absences.all()] == [("suspended", TODAY)]
    assert desk.trail[-1].facts["dropped"] == 2


def test_who_has_a_case_in_hand_stays(cast: Cast) -> None:
    """A case taken, one offered, and one offered while another still has it in hand."""
    walk = Walk(cast).to(State.MEDIATION)
    entry = {"by": cast.qian, "now": moment("2023-05-20"), "until_on": day(1), "reason": "调离"}
    li, zhao = (cast.mediator(name).pk for name in ("li", "zhao"))
    assert (in_hand(li), in_hand(zhao)) == (1, 0)
    Assignment.objects.create(
        attempt=walk.case.attempt, mediator_id=zhao, assigned_at=moment("2023-05-19"), assigned_by=cast.qian
    )
    assert (in_hand(li), in_hand(zhao)) == (1, 1)
    for pk in (li, zhao):
        assert refused(lambda pk=pk: leave_with_cases(mediator_id=pk, **entry)) == "open_cases"
    Assignment.objects.filter(mediator_id=zhao).update(ended_at=moment("2023-05-19"))
    leave_with_cases(mediator_id=zhao, **entry)
    assert not Mediator.objects.get(pk=zhao).on_roster(day(2))


def test_when_the_talks_are_over_she_may_leave(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    assert in_hand(cast.mediator("li").pk) == 0
    leave_with_cases(
        by=cast.qian, now=moment("2023-07-01"), mediator_id=cast.mediator("li").pk, until_on=LATER, reason="退休"
    )
    assert walk.case.attempts.get().mediator == cast.mediator("li")


# ── Absences and suspensions ──


def absent(desk: Desk, first: int = 3, last: int | None = 5, **more: Any) -> Absence:
    until = None if last is None else day(last)
    return desk.do(actions.enter_absence, **({"kind": "leave", "from_on": day(first), "until_on": until} | more))


def test_days_away(cast: Cast) -> None:
    desk = Desk(cast, "shu")
    absent(desk, reason="家事")
    entry = Mediator.objects.get(pk=desk.entry.pk)
    assert [entry.takes_work_on(day(number)) for number in (2, 3, 5, 6)] == [True, False, False, True]
    found = {number: Mediator.objects.here_on(day(number)).filter(pk=entry.pk).exists() for number in (2, 3, 5, 6)}
    assert found == {2: True, 3: False, 5: False, 6: True}
    assert (desk.trail[-1].reason, desk.trail[-1].facts["kind"]) == ("家事", "leave")


@pytest.mark.parametrize(
    ("first", "last", "field"), [(5, 9, "from_on"), (1, 3, "from_on"), (4, 4, "from_on"), (1, 9, "from_on")]
)
def test_absences_do_not_overlap(cast: Cast, first: int, last: int, field: str) -> None:
    desk = Desk(cast, "shu")
    absent(desk)
    with pytest.raises(ValidationError) as found:
        absent(desk, first, last)
    assert found.value.message_dict == {field: [f"与 {day(3)} 至 {day(5)} 的请假重叠。"]}


@pytest.mark.parametrize(("first", "last"), [(1, 2), (6, 6)])
def test_absences_may_touch(cast: Cast, first: int, last: int) -> None:
    desk = Desk(cast, "shu")
    absent(desk)
    absent(desk, first, last)
    assert desk.entry.absences.count() == 2


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"last": 2}, {"until_on"}),
        ({"last": None}, {"until_on"}),
        ({"kind": "suspended"}, {"kind"}),
        ({"kind": "mood"}, {"kind"}),
        ({"first": 3, "last": 500}, {"until_on"}),
        ({"first": -2000, "last": -1999}, {"from_on"}),
    ],
)
def test_what_is_wrong_with_an_absence(cast: Cast, facts: dict[str, Any], fields: set[str]) -> None:
    assert wrong_at(lambda: absent(Desk(cast, "shu"), **facts)) == fields


def test_she_enters_days_to_come_herself(cast: Cast) -> None:
    own = Desk(cast, "zhao")
    row = absent(own, 1, 2)
    own.on(actions.move_absence, absence_id=row.pk, until_on=day(4))
    assert Absence.objects.get().until_on == day(4)
    own.on(actions.take_back_absence, absence_id=row.pk, reason="不去了")
    assert not Absence.objects.exists()
    assert [entry.verb for entry in own.trail] == ["enter_absence", "move_absence", "take_back_absence"]
    assert sentence(own.trail[1]) == f"改缺勤止日：请假 {day(1)} 至 {day(4)}，原到 {day(2)}"


def test_today_and_the_past_are_entered_for_her(cast: Cast) -> None:
    own, clerk = Desk(cast, "zhao"), Desk(cast, "shu")
    assert wrong_at(lambda: absent(own, 0, 1)) == {"from_on"}
    row = absent(clerk, -3, 1)
    assert refused(lambda: own.on(actions.move_absence, absence_id=row.pk, until_on=day(2))) == "absence_begun"
    assert refused(lambda: own.on(actions.take_back_absence, absence_id=row.pk, reason="x")) == "absence_begun"
    clerk.on(actions.move_absence, absence_id=row.pk, until_on=day(-1))
    assert Mediator.objects.get(pk=own.entry.pk).takes_work_on(TODAY)


def test_an_end_moves_within_reason(cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    row = absent(clerk)
    absent(clerk, 8, 9)
    for until in (day(2), day(5), day(8)):
        wrong = wrong_at(lambda until=until: clerk.on(actions.move_absence, absence_id=row.pk, until_on=until))
        assert wrong == {"until_on"}
    clerk.on(actions.move_absence, absence_id=row.pk, until_on=day(7))
    assert wrong_at(lambda: clerk.on(actions.take_back_absence, absence_id=row.pk, reason="")) == {"reason"}
    clerk.on(actions.take_back_absence, absence_id=row.pk, reason="登错了")
    code = refused(lambda: clerk.on(actions.take_back_absence, absence_id=row.pk, reason="登错了"))
    assert code == "absence_gone"


def test_suspended_until_lifted(cast: Cast) -> None:
    desk = Desk(cast, "zheng")
    row = desk.do(actions.suspend, from_on=TODAY, until_on=None, reason="投诉核查")
    entry = Mediator.objects.get(pk=desk.entry.pk)
    assert not entry.takes_work_on(TODAY + timedelta(days=3000))
    head = Desk(cast, "qian")
    assert refused(lambda: head.on(actions.move_absence, absence_id=row.pk, until_on=day(1))) == "is_suspension"
    assert refused(lambda: head.on(actions.take_back_absence, absence_id=row.pk, reason="x")) == "is_suspension"
    assert wrong_at(lambda: absent(Desk(cast, "shu"), 20, 21)) == {"from_on"}
    assert wrong_at(lambda: desk.on(actions.lift, absence_id=row.pk, on=day(-1))) == {"on"}
    desk.on(actions.lift, absence_id=row.pk, on=day(4))
    entry = Mediator.objects.get(pk=desk.entry.pk)
    assert [entry.takes_work_on(day(number)) for number in (3, 4)] == [False, True]


def test_a_suspension_lifted_before_it_began_is_gone(cast: Cast) -> None:
    desk = Desk(cast, "qian")
    row = desk.do(actions.suspend, from_on=TODAY, until_on=day(9), reason="投诉核查")
    assert wrong_at(lambda: desk.on(actions.lift, absence_id=row.pk, on=day(10))) == {"on"}
    desk.on(actions.lift, absence_id=row.pk, on=TODAY)
    assert not Absence.objects.exists()
    assert [entry.verb for entry in desk.trail] == ["suspend_mediator", "lift_suspension"]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [({"from_on": day(-1)}, {"from_on"}), ({"reason": ""}, {"reason"}), ({"until_on": day(-1)}, {"until_on"})],
)
def test_what_is_wrong_with_a_suspension(cast: Cast, facts: dict[str, Any], fields: set[str]) -> None:
    given = {"from_on": TODAY, "until_on": None, "reason": "投诉核查"} | facts
    assert wrong_at(lambda: Desk(cast, "qian").do(actions.suspend, **given)) == fields


def test_an_absence_is_not_lifted(cast: Cast) -> None:
    row = absent(Desk(cast, "shu"))
    assert refused(lambda: Desk(cast, "qian").on(actions.lift, absence_id=row.pk, on=TODAY)) == "not_suspended"


# ── Certificates, training, ties ──


def test_certificates(cast: Cast) -> None:
    clerk = Desk(cast, "shu", "sun")
    given = {"title": "特邀调解员证书", "number": "9", "valid_from": TODAY}
    assert wrong_at(lambda: clerk.do(actions.add_certificate, **given, valid_until=day(-1))) == {"valid_until"}
    row = clerk.do(actions.add_certificate, **given, valid_until=day(60))
    assert wrong_at(lambda: clerk.do(actions.add_certificate, **given, valid_until=day(99))) == {"number"}
    assert queries.expiry(row.valid_until, TODAY).lamp == "soon"
    assert queries.expiry(row.valid_until, day(-1)).lamp == "ok"
    assert queries.expiry(row.valid_until, day(60)).lamp == "soon"
    assert queries.expiry(row.valid_until, day(61)).lamp == "late"
    assert queries.counts(Mediator.objects.all(), TODAY)["expiring"] == 1
    clerk.do(actions.add_certificate, **(given | {"number": "10"}), valid_until=day(900))
    assert queries.counts(Mediator.objects.all(), TODAY)["expiring"] == 0, "a renewed one runs out quietly"
    assert wrong_at(lambda: clerk.on(actions.remove_certificate, certificate_id=row.pk, reason="")) == {"reason"}
    clerk.on(actions.remove_certificate, certificate_id=row.pk, reason="换证")
    code = refused(lambda: clerk.on(actions.remove_certificate, certificate_id=row.pk, reason="换证"))
    assert code == "certificate_gone"
    assert [entry.verb for entry in clerk.trail] == ["add_certificate", "add_certificate", "remove_certificate"]


def test_training_adds_up_by_year(cast: Cast) -> None:
    clerk = Desk(cast, "shu")
    for held, hours in ((TODAY, "4.5"), (day(-1), "4"), (date(2022, 12, 31), "8")):
        clerk.do(actions.add_training, held_on=held, title="培训", hours=Decimal(hours))
    years = [(row.year, row.hours, row.count) for row in queries.training_years(clerk.entry)]
    assert years == [(2023, Decimal("8.5"), 2), (2022, Decimal("8.0"), 1)]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [({"held_on": day(1)}, {"held_on"}), ({"hours": Decimal(0)}, {"hours"}), ({"hours": Decimal("200.1")}, {"hours"})],
)
def test_what_is_wrong_with_training(cast: Cast, facts: dict[str, Any], fields: set[str]) -> None:
    given = {"held_on": TODAY, "title": "培训", "hours": Decimal(1)} | facts
    assert wrong_at(lambda: Desk(cast, "shu").do(actions.add_training, **given)) == fields


def test_ties_are_declared_and_end(cast: Cast) -> None:
    own = Desk(cast, "sun", "sun")
    own.do(actions.declare_tie, kind="relative", name="陈某", id_number="42999919850312001７", note="表兄")
    tie = Tie.objects.get()
    assert (tie.id_number, tie.id_hash) == (NUMBER, keyed_hash(NUMBER, "id"))
    assert NUMBER not in own.trail[-1].payload
    assert wrong_at(lambda: own.on(actions.end_tie, tie_id=tie.pk, until_on=day(1))) == {"until_on"}
    own.on(actions.end_tie, tie_id=tie.pk, until_on=TODAY)
    assert refused(lambda: own.on(actions.end_tie, tie_id=tie.pk, until_on=TODAY)) == "tie_ended"
    assert [entry.verb for entry in own.trail] == ["declare_tie", "end_tie"]


@pytest.mark.parametrize(
    ("facts", "fields"), [({"name": " "}, {"name"}), ({"id_number": "123"}, {"id_number"}), ({"kind": "foe"}, {"kind"})]
)
def test_what_is_wrong_with_a_tie(cast: Cast, facts: dict[str, Any], fields: set[str]) -> None:
    given = {"kind": "relative", "name": "陈某"} | facts
    assert wrong_at(lambda: Desk(cast, "shu").do(actions.declare_tie, **given)) == fields


# ── Organisations and rooms ──


def test_a_body_that_charges_publishes_its_tariff(cast: Cast) -> None:
    def enter(**facts: Any) -> Organisation:
        given = {"name": "示例商事调解中心", "kind": "commercial"} | facts
        return actions.new_organisation(by=cast.qian, now=NOW, organisation=Organisation(**given))

    assert wrong_at(lambda: enter(charges=True)) == {"tariff"}
    assert wrong_at(lambda: enter(kind="people", charges=True, tariff="500 元")) == {"charges"}
    assert wrong_at(lambda: enter(kind="court")) == {"kind"}
    body = enter(charges=True, tariff="每件 500 元，大厅公示")
    assert wrong_at(enter) == {"name"}
    change = {"by": cast.zheng, "now": NOW, "organisation_id": body.pk}
    assert wrong_at(lambda: actions.amend_organisation(**change, changes={"tariff": ""})) == {"tariff"}
    read = version_of(body)
    actions.amend_organisation(**change, changes={"charges": False, "tariff": ""}, version=read)
    stale = refused(lambda: actions.amend_organisation(**change, changes={"phone": "1"}, version=read))
    assert stale == "changed_meanwhile"
    lines, older = told(body)
    assert [line.text for line in lines] == [
        "改组织登记：收费由“是”改为“否”；公示的收费标准由“每件 500 元，大厅公示”改为“空”",
        "登记组织：示例商事调解中心",
    ]
    assert older is None


def test_a_room_is_switched_off_when_nobody_has_it(cast: Cast) -> None:
    room = cast.mediator("li").room
    assert room is not None
    change = {"by": cast.shu, "now": NOW, "room_id": room.pk}
    assert refused(lambda: actions.amend_room(**change, changes={"in_use": False})) == "room_in_use"
    Mediator.objects.update(room=None)
    actions.amend_room(**change, changes={"in_use": False})
    assert not Room.objects.get(pk=room.pk).in_use
    assert wrong_at(lambda: actions.new_room(by=cast.shu, now=NOW, room=Room(name=room.name))) == {"name"}
    actions.amend_room(**change, changes={"in_use": True, "seats": 8})


# ── The right to each, and the trail of all ──

TRIES: dict[str, Callable[[Cast, User], Any]] = {
    "amend": lambda cast, by: actions.amend(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, changes={"capacity": 9}
    ),
    "leave": lambda cast, by: actions.leave(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, until_on=TODAY, reason="调离", open_cases=0
    ),
    "suspend": lambda cast, by: actions.suspend(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, from_on=TODAY, until_on=None, reason="核查"
    ),
    "absence": lambda cast, by: actions.enter_absence(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, kind="leave", from_on=SOON, until_on=LATER
    ),
    "certificate": lambda cast, by: actions.add_certificate(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, title="证", number="1"
    ),
    "training": lambda cast, by: actions.add_training(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, held_on=TODAY, title="培训", hours=Decimal(1)
    ),
    "tie": lambda cast, by: actions.declare_tie(
        by=by, now=NOW, mediator_id=cast.mediator("zhao").pk, kind="close", name="某"
    ),
    "organisation": lambda cast, by: actions.new_organisation(
        by=by, now=NOW, organisation=Organisation(name="某组织", kind="industry")
    ),
    "room": lambda cast, by: actions.new_room(by=by, now=NOW, room=Room(name="9 号和解室")),
}
ALLOWED = {
    "amend": "qian zheng",
    "leave": "qian zheng",
    "suspend": "qian zheng",
    "absence": "qian shu zhao",
    "certificate": "qian shu",
    "training": "qian shu",
    "tie": "qian shu zhao",
    "organisation": "qian zheng",
    "room": "qian shu",
}


@pytest.mark.parametrize("name", TRIES)
def test_each_act_is_done_by_those_whose_work_it_is(cast: Cast, name: str) -> None:
    done = []
    for who, person in cast.people.items():
        before = AuditEntry.objects.count()
        with undone():
            try:
                TRIES[name](cast, person)
                done.append(who)
                assert AuditEntry.objects.count() == before + 1
            except PermissionDenied:
                assert AuditEntry.objects.count() == before
    assert sorted(done) == sorted(ALLOWED[name].split())


def test_an_account_that_is_off_acts_no_more(cast: Cast) -> None:
    cast.qian.is_active = False
    with pytest.raises(PermissionDenied):
        Desk(cast, "qian").do(actions.amend, changes={"capacity": 3})


def test_the_chains_hold(cast: Cast) -> None:
    desk = Desk(cast, "qian")
    absent(desk)
    leave(desk)
    desk.do(actions.rejoin, from_on=day(1))
    assert list(audit.verify()) == []


def test_every_act_that_can_be_done_has_its_sentence(cast: Cast) -> None:
    for name, try_it in TRIES.items():
        with undone():
            try_it(cast, cast.qian)
            entry = AuditEntry.objects.order_by("-id")[0]
            assert sentence(entry) != entry.verb, name
