"""Linked cases (S5): five workers against one employer, three settle and pay, two fail; one truth per case."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import groups, handover, mediation
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.actions.inputs import BasisInput, Filing, ItemInput, PartyInput, SessionInput
from cases.models import Assignment, Case, CaseGroup, Draw
from cases.queries.groups import PAGE_SIZE, SUGGESTED, GroupView, fellows, suggestion
from cases.states import State
from cases.verbs import Verb
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.api.client import Api, client_with
from tests.build import Walk, day, moment
from tests.cases.desk import Desk
from tests.cast import Cast, make_cast

EMPLOYER = "91421023MA0000023U"
WORKERS = (
    ("汪某", "429999198503120017", "20000.00"),
    ("喻某", "429999194702280031", "18000.00"),
    ("柏某", "429999199011050029", "26500.00"),
    ("水某", "429999197812310047", "31200.00"),
    ("窦某", "110101199003070038", "9800.00"),
)
ON = "2023-07-03 10:00"


def wages(number: int, name: str, id_number: str, amount: str, employer: str = EMPLOYER) -> Filing:
    """One worker's labour award for wages against the employer."""
    return Filing(
        received_at=moment("2023-05-08 09:30"),
        cause="劳动争议",
        tags=("labour_pay",),
        basis=BasisInput(
            kind="labour_award",
            doc_no=f"监劳人仲裁字〔2023〕第{number}号",
            issuer="监利市劳动人事争议仲裁委员会",
            effective_on=day("2023-04-12"),
            performance_days=10,
            items=(ItemInput(f"支付工资{amount}元", amount=Decimal(amount)),),
        ),
        parties=(
            PartyInput("applicant", "person", name, "resident_id", id_number),
            PartyInput("respondent", "legal_person", "监利某服装公司", "uscc", employer, legal_rep="甲"),
        ),
        amount_applied=Decimal(amount),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def api(cast: Cast) -> Api:
    return client_with(*(scope for scope in Scope.values if scope != Scope.PII_READ))


@pytest.fixture
def workers(cast: Cast) -> list[Walk]:
    """The five, in talks with 和解员李, not linked yet."""
    found = [Walk(cast, wages(number, *worker)) for number, worker in enumerate(WORKERS, 1)]
    for walk in found:
        walk.to(State.MEDIATION)
    return found


def ids(walks: list[Walk]) -> list[int]:
    return [walk.case_id for walk in walks]


def linked(walks: list[Walk], who: str = "li", **more: Any) -> CaseGroup:
    cast = walks[0].cast
    by = Actor(getattr(cast, who))
    return groups.link_cases(by=by, now=moment("2023-05-10"), case_ids=ids(walks), name="服装公司欠薪案", **more)


def settled(walk: Walk) -> None:
    """An agreement of its own over the whole, half of it paid."""
    half = (walk.filing.amount_applied / 2).quantize(Decimal("0.01"))
    whole = str(walk.filing.amount_applied)
    rest = str(walk.filing.amount_applied - half)
    walk.conclude(walk.terms("2023-05-20", whole, ("2023-06-20", str(half)), ("2023-07-20", rest), grace_days=3))
    walk.confirm(walk.pay(str(half), "2023-06-20"), "2023-06-21")


def failed(walk: Walk) -> None:
    walk.do(mediation.fail, "li", "2023-05-30", code="22", note="差距过大")
    walk.do(handover.hand_over, "qian", "2023-05-31")


def view_of(group: CaseGroup, walk: Walk, who: str) -> GroupView:
    return GroupView(group, getattr(walk.cast, who), date(2023, 7, 3), load_calendar())


@pytest.fixture
def clock_stopped() -> Iterator[None]:
    with time_machine.travel(moment(ON), tick=False):
        yield


# ── S5 ──


def test_s5_three_settle_two_fail_and_each_case_tells_the_figures_of_its_line(
    workers: list[Walk], api: Api, clock_stopped: None
) -> None:
    assert all(walk.case.green_lane for walk in workers)
    group = linked(workers)
    for walk in workers[:3]:
        settled(walk)
    for walk in workers[3:]:
        failed(walk)
    shown = api.by("li").get(f"groups/{group.pk}/").json()
    states = [line["state"] for line in shown["cases"]]
    assert states == ["performing"] * 3 + ["enforcement"] * 2
    for walk, line in zip(workers, shown["cases"], strict=True):
        case = api.by("li").get(f"cases/{walk.case_id}/").json()
        agreement = case["agreement"]
        left = (
            sum(Decimal(row["left"]) for row in agreement["instalments"])
            if case["state"] == "performing"
            else Decimal(case["balance"]["total"])
        )
        assert line["applied"] == case["amount_applied"]
        assert line["agreed"] == (agreement["total"] if agreement else None)
        assert Decimal(line["paid"]) == sum(Decimal(row["amount"]) for row in case["payments"])
        assert (Decimal(line["left"]), line["left_by"]) == (left, "agreement" if agreement else "instrument")
    sums = shown["sums"]
    assert (sums["applied"], sums["agreed"], sums["paid"]) == ("105500.00", "64500.00", "32250.00")
    assert Decimal(sums["left"]) == sum(Decimal(line["left"]) for line in shown["cases"])
    assert sum(Decimal(line["left"]) for line in shown["cases"][:3]) == Decimal("32250.00")


def test_being_linked_changes_no_figure_of_a_case(workers: list[Walk], api: Api, clock_stopped: None) -> None:
    def figures() -> list[dict[str, Any]]:
        cases = [api.by("li").get(f"cases/{walk.case_id}/").json() for walk in workers]
        return [
            {name: case[name] for name in ("balance", "payments", "agreement", "deadlines", "state")} for case in cases
        ]

    settled(workers[0])
    before = figures()
    group = linked(workers)
    assert figures() == before
    workers[0].do(groups.unlink, "li", "2023-06-30", reason="另案处理")
    assert figures() == before
    assert [case.pk for case in view_of(group, workers[0], "li").visible] == ids(workers[1:])


def test_the_page_shows_the_same_and_adds_up(workers: list[Walk], clock_stopped: None) -> None:
    group = linked(workers)
    for walk in workers[:3]:
        settled(walk)
    for walk in workers[3:]:
        failed(walk)
    page = Desk(workers[0].cast, "li").page(f"/groups/{group.pk}/")
    for said in (
        "服装公司欠薪案",
        "5 件",
        "105,500.00",
        "64,500.00",
        "32,250.00",
        "已转执行",
        "履行中",
        "按依据",
        "按协议",
    ):
        assert said in page
    head = Desk(workers[0].cast, "li").page(f"/cases/{workers[0].case_id}/")
    assert f'href="/groups/{group.pk}/">关联 5 件</a>' in head
    found = Desk(workers[0].cast, "qian").page(f"/cases/?group={group.pk}")
    assert "5 件" in found
    assert all(walk.case.case_no in found for walk in workers)


def test_the_queries_do_not_grow_with_the_group(workers: list[Walk], clock_stopped: None) -> None:
    group = linked(workers[:2])
    desk = Desk(workers[0].cast, "li")

    def asked() -> int:
        desk.page(f"/groups/{group.pk}/")
        with CaptureQueriesContext(connection) as caught:
            desk.page(f"/groups/{group.pk}/")
        return len(caught)

    few = asked()
    groups.link_cases(
        by=Actor(workers[0].cast.li), now=moment("2023-05-11"), case_ids=ids(workers[2:4]), group_id=group.pk
    )
    settled(workers[0])
    settled(workers[2])
    assert asked() <= few + 2, "what the sums are reckoned from is read for all at once"


# ── The acts ──


def test_linking_is_one_act_per_case_all_or_none(workers: list[Walk]) -> None:
    group = linked(workers)
    entries = AuditEntry.objects.filter(verb=Verb.LINK).order_by("id")
    assert [entry.case_id for entry in entries] == sorted(ids(workers))
    assert {entry.facts["group"] for entry in entries} == {group.pk}
    assert [entry.facts["founded"] for entry in entries] == [True, False, False, False, False]
    again = Walk(workers[0].cast, wages(9, "章某", "429999194702280031", "100.00")).file()
    with pytest.raises(Refused) as refused:
        groups.link_cases(
            by=Actor(workers[0].cast.qian), now=moment("2023-05-11"), case_ids=[again.case_id, workers[0].case_id]
        )
    assert [blocker.code for blocker in refused.value.blockers] == ["already_linked"]
    assert again.case.group is None
    assert CaseGroup.objects.count() == 1


def test_unlinking_needs_a_reason_and_a_group(workers: list[Walk]) -> None:
    with pytest.raises(Refused) as refused:
        workers[0].do(groups.unlink, "li", "2023-05-10", reason="")
    assert [blocker.code for blocker in refused.value.blockers] == ["not_linked", "reason_missing"]
    linked(workers)
    workers[0].do(groups.unlink, "li", "2023-05-11", reason="关联错了")
    entry = AuditEntry.objects.filter(verb=Verb.UNLINK).get()
    assert (entry.reason, workers[0].case.group) == ("关联错了", None)


@pytest.mark.parametrize("who", ["zhou", "chen", "cai", "feng", "zheng"])
def test_who_may_read_may_not_always_link(workers: list[Walk], who: str) -> None:
    with pytest.raises(Forbidden):
        linked(workers, who)


def test_a_mediator_links_only_what_is_hers_and_joins_no_group_she_sees_a_part_of(workers: list[Walk]) -> None:
    cast = workers[0].cast
    other = Walk(cast, wages(9, "章某", "429999194702280031", "100.00"), mediator="zhao").to(State.MEDIATION)
    with pytest.raises(NotVisible):
        linked([*workers[:2], other])
    group = linked([*workers[:2], other], "qian")
    by = Actor(cast.li)
    with pytest.raises(Refused) as refused:
        groups.link(by=by, now=moment("2023-05-11"), case_id=workers[2].case_id, group_id=group.pk)
    assert [blocker.code for blocker in refused.value.blockers] == ["group_not_all_seen"]
    foreign = linked(
        [Walk(cast, wages(10, "云某", "110101199003070038", "1.00"), mediator="zhao").to(State.MEDIATION)], "zhao"
    )
    with pytest.raises(InvalidInput):
        groups.link(by=by, now=moment("2023-05-11"), case_id=workers[2].case_id, group_id=foreign.pk)
    assert workers[2].case.group is None


def test_too_many_at_once_and_none_are_told_at_the_field(workers: list[Walk]) -> None:
    for wanted in ([], range(1, groups.MOST_LINKED + 2)):
        with pytest.raises(InvalidInput) as wrong:
            groups.link_cases(by=Actor(workers[0].cast.qian), now=moment("2023-05-10"), case_ids=wanted)
        assert list(wrong.value.errors) == ["cases"]


# ── Who sees what of a group ──


def test_whoever_sees_a_part_is_told_how_many_more_but_not_their_names(workers: list[Walk], api: Api) -> None:
    cast = workers[0].cast
    hers = Walk(cast, wages(9, "章某", "429999194702280031", "100.00"), mediator="zhao").to(State.MEDIATION)
    group = linked([*workers, hers], "qian")
    page = Desk(cast, "zhao").page(f"/groups/{group.pk}/")
    assert "另有 5 件看不到" in page
    assert "章某" in page
    assert "服装公司欠薪案" not in page
    assert not [walk.case.case_no for walk in workers if walk.case.case_no in page]
    shown = api.by("zhao").get(f"groups/{group.pk}/").json()
    assert (shown["hidden"], shown["count"], shown["name"]) == (5, 1, "同一被申请人的案件")
    detail = api.by("zhao").get(f"cases/{hers.case_id}/").json()["group"]
    assert ([row["id"] for row in detail["cases"]], detail["name"]) == ([hers.case_id], "同一被申请人的案件")


def test_an_invited_mediator_is_not_told_that_there_are_others(workers: list[Walk], api: Api) -> None:
    cast = workers[0].cast
    his = Walk(cast, wages(9, "章某", "429999194702280031", "100.00"), mediator="sun").to(State.MEDIATION)
    group = linked([*workers, his], "qian")
    page = Desk(cast, "sun").page(f"/groups/{group.pk}/")
    assert "看不到" not in page
    assert "服装公司欠薪案" not in page
    assert api.by("sun").get(f"groups/{group.pk}/").json()["hidden"] is None
    assert "关联" not in Desk(cast, "sun").page(f"/cases/{his.case_id}/").split("经过")[0]
    assert Desk(cast, "zhao").get(f"/groups/{group.pk}/").status_code == 404
    assert api.by("zhao").get(f"groups/{group.pk}/").status_code == 404


def test_a_group_all_of_whose_cases_left_is_not_there(workers: list[Walk]) -> None:
    group = linked(workers[:1])
    workers[0].do(groups.unlink, "li", "2023-05-11", reason="关联错了")
    assert Desk(workers[0].cast, "qian").get(f"/groups/{group.pk}/").status_code == 404


# ── Suggestions ──


def test_open_cases_against_the_same_debtor_are_suggested_and_linked_with_one_click(workers: list[Walk]) -> None:
    cast = workers[0].cast
    Walk(cast, wages(20, "章某", "429999194702280031", "100.00", employer="91421023MA00000151")).file()
    ended = Walk(cast, wages(21, "云某", "110101199003070038", "100.00")).to(State.WITHDRAWN)
    assert {case.pk for case in suggestion(cast.qian, workers[0].case).cases} == set(ids(workers[1:]))
    desk = Desk(cast, "li")
    page = desk.page(f"/cases/{workers[0].case_id}/")
    assert "还有 4 件" in page
    assert "关联这 5 件" in page
    others = [str(pk) for pk in ids(workers[1:])]
    answer = desk.client.post(f"/cases/{workers[0].case_id}/acts/link/", {"kind": "one_debtor", "others": others})
    assert answer.status_code == 302, answer.content.decode()
    group = workers[0].case.group
    assert group is not None
    assert group.name == "被申请人监利某服装公司系列案件"
    assert {case.pk for case in fellows(cast.qian, workers[0].case)} == set(ids(workers[1:]))
    assert ended.case.group is None
    newcomer = Walk(cast, wages(22, "苏某", "429999199011050029", "100.00")).file()
    found = suggestion(cast.qian, newcomer.case)
    assert (list(found.cases), list(found.groups)) == ([], [group])
    joined = Desk(cast, "wang").act(newcomer.case_id, "link")
    assert joined.status_code == 302
    assert newcomer.case.group == group


def test_only_what_one_sees_is_suggested_and_only_so_many(workers: list[Walk]) -> None:
    cast = workers[0].cast
    hers = Walk(cast, wages(9, "章某", "429999194702280031", "100.00"), mediator="zhao").to(State.MEDIATION)
    assert suggestion(cast.zhao, hers.case).count == 0
    assert "同一被申请人" not in Desk(cast, "zhao").page(f"/cases/{hers.case_id}/")
    for number in range(SUGGESTED):
        Walk(cast, wages(100 + number, "章某", "429999194702280031", "100.00")).file()
    found = suggestion(cast.qian, hers.case)
    assert (found.count, found.more_than) == (SUGGESTED, f"{SUGGESTED} 件以上")


def test_the_page_to_link_asks_for_somebody_to_link_with(workers: list[Walk]) -> None:
    cast = workers[0].cast
    desk = Desk(cast, "li")
    alone = desk.act(workers[0].case_id, "link", others=None)
    assert alone.status_code == 400
    assert "还没有选和哪件案子关联" in alone.content.decode()
    unknown = desk.act(workers[0].case_id, "link", others=None, numbers="（2023）鄂1023执前和999号")
    assert "没有找到，或者看不到：（2023）鄂1023执前和999号" in unknown.content.decode()
    done = desk.act(workers[0].case_id, "link", others=None, numbers=workers[1].case.case_no, name="两件")
    assert done.status_code == 302
    assert workers[1].case.group == workers[0].case.group
    refused = desk.client.post(
        f"/cases/{workers[0].case_id}/acts/link/", {"kind": "other", "others": ids(workers[2:3])}
    )
    assert refused.status_code == 409
    assert "已经在一组关联案件里" in refused.content.decode()


# ── What is done for all of them ──


def test_further_cases_join_on_the_page_of_the_group(workers: list[Walk]) -> None:
    cast = workers[0].cast
    group = linked(workers[:2])
    desk = Desk(cast, "li")
    assert workers[4].case.case_no in desk.page(f"/groups/{group.pk}/")
    done = desk.client.post(
        f"/groups/{group.pk}/link/", {"cases": ids(workers[2:4]), "numbers": workers[4].case.case_no}
    )
    assert (done.status_code, done["Location"]) == (302, f"/groups/{group.pk}/")
    assert {walk.case.group_id for walk in workers} == {group.pk}
    empty = desk.client.post(f"/groups/{group.pk}/link/", {})
    assert (empty.status_code, "请勾上要加的案件" in empty.content.decode()) == (400, True)
    again = desk.client.post(f"/groups/{group.pk}/link/", {"numbers": workers[4].case.case_no})
    assert again.status_code == 409
    assert Desk(cast, "zhou").client.post(f"/groups/{group.pk}/link/", {}).status_code == 403


def test_the_whole_group_goes_to_one_mediator_and_each_result_is_told(cast: Cast) -> None:
    walks = [Walk(cast, wages(number, *worker)).file() for number, worker in enumerate(WORKERS[:3], 1)]
    for walk in walks:
        walk.accept()
    group = linked(walks, "qian")
    walks[2].assign()
    desk, address = Desk(cast, "qian"), f"/groups/{group.pk}/assign/"
    assert "指派同一和解员" in desk.page(f"/groups/{group.pk}/")
    assert walks[0].case.case_no in desk.page(address)
    typed = {"cases": ids(walks), "mediator": cast.mediator("li").pk, "reason": "关联案件", "submission_token": TOKEN}
    answer = desk.client.post(address, typed).content.decode()
    assert "办成 2 件，共 3 件" in answer
    assert "案件已经指派给和解员李" in answer
    assert {row.mediator for row in Assignment.objects.all()} == {cast.mediator("li")}
    entries = AuditEntry.objects.filter(verb=Verb.ASSIGN, case_id__in=ids(walks[:2]))
    assert [entry.reason for entry in entries] == ["关联案件"] * 2
    twice = desk.client.post(address, typed).content.decode()
    assert "刚才已经办过" in twice
    assert entries.count() == 2
    nobody = desk.client.post(address, {"mediator": cast.mediator("li").pk})
    assert (nobody.status_code, "请至少选一件。" in nobody.content.decode()) == (400, True)
    assert Desk(cast, "shu").get(address).status_code == 403


def test_a_group_is_drawn_for_once_and_the_others_follow(cast: Cast) -> None:
    walks = [Walk(cast, wages(number, *worker)).file().accept() for number, worker in enumerate(WORKERS[:3], 1)]
    group = linked(walks, "qian")
    typed = {"cases": ids(walks), "mediator": "draw", "reason": "关联案件"}
    answer = Desk(cast, "qian").client.post(f"/groups/{group.pk}/assign/", typed).content.decode()
    assert "办成 3 件，共 3 件" in answer
    rows = Assignment.objects.order_by("pk")
    assert len({row.mediator_id for row in rows}) == 1
    assert [row.attempt.case_id for row in rows] == ids(walks)
    assert Draw.objects.count() == 1
    assert [row.reason for row in rows[1:]] == [f"与{walks[0].case.case_no}关联，随抽签结果"] * 2


TOKEN = "6f1c2f0e-7a64-4d1c-9d53-0f3a8a1c2b11"


def test_one_sitting_is_entered_into_each_case_chosen(workers: list[Walk], clock_stopped: None) -> None:
    group = linked(workers)
    desk, address = Desk(workers[0].cast, "li"), f"/groups/{group.pk}/session/"
    failed(workers[4])
    page = desk.page(address)
    assert "汪某" in page
    assert "窦某" not in page, "its talks are over"
    typed = sitting(workers[:3]) | {"place": "2 号和解室", "positions": "公司称年底前付清。"}
    first, second, third = (walk.case for walk in workers[:3])
    creditor, employer = (second.parties.get(role=role) for role in ("applicant", "respondent"))
    typed |= {f"outcome-{first.pk}": "agreed", f"offer-{employer.pk}": "15000", f"outcome-{third.pk}": "no_show"}
    away = third.parties.get(role="applicant")
    del typed[f"came-{away.pk}"]
    answer = desk.client.post(address, typed).content.decode()
    assert "办成 3 件，共 3 件" in answer
    rows = [case.attempt.sessions.get() for case in (first, second, third)]
    assert [row.outcome for row in rows] == ["agreed", "continue", "no_show"]
    assert {(row.held_on, row.place, row.positions) for row in rows} == {
        (day("2023-06-01"), "2 号和解室", "公司称年底前付清。")
    }
    assert [row.offers for row in rows[::2]] == [[], []]
    assert [(offer["party"], offer["by"], offer["total"]) for offer in rows[1].offers] == [
        (employer.pk, "监利某服装公司", "15000.00")
    ]
    came = {row["party"]: row for row in rows[1].attendees}
    assert (came[creditor.pk]["name"], came[creditor.pk]["absent"]) == ("喻某", "")
    assert came[employer.pk]["as"] == "法定代表人、负责人"
    missed = next(row for row in rows[2].attendees if row["party"] == away.pk)
    assert (missed["absent"], missed["no_show"]) == ("未到场", True)
    entries = AuditEntry.objects.filter(verb=Verb.LOG_SESSION)
    assert entries.count() == 3
    assert "刚才已经办过" in desk.client.post(address, typed).content.decode()
    assert entries.count() == 3
    assert workers[3].case.attempt.sessions.count() == 0


def sitting(walks: list[Walk]) -> dict[str, Any]:
    """What a browser posts when these are ticked, everybody came, and the talks go on."""
    typed: dict[str, Any] = {
        "cases": ids(walks),
        "held_on": "2023-06-01",
        "mode": "on_site",
        "identity": "已核对证件原件",
        "submission_token": TOKEN,
    }
    for walk in walks:
        typed[f"outcome-{walk.case_id}"] = "continue"
        typed |= {f"came-{party.pk}": "on" for party in walk.case.parties.all()}
    return typed


def test_a_sitting_that_one_case_refuses_is_entered_into_the_others(workers: list[Walk], clock_stopped: None) -> None:
    group = linked(workers[:3])
    typed = sitting(workers[:3])
    workers[1].do(mediation.log_session, "li", "2023-06-20", session=SessionInput(day("2023-06-20")))
    answer = Desk(workers[0].cast, "shu").client.post(f"/groups/{group.pk}/session/", typed).content.decode()
    assert "办成 2 件，共 3 件" in answer
    assert "办理时间不能早于上一步" in answer
    assert [walk.case.attempt.sessions.count() for walk in workers[:3]] == [1, 1, 1]


def test_a_sitting_asks_for_each_result_and_a_sound_time(workers: list[Walk], clock_stopped: None) -> None:
    group = linked(workers[:2])
    desk, address = Desk(workers[0].cast, "li"), f"/groups/{group.pk}/session/"
    typed = sitting(workers[:2]) | {f"outcome-{workers[0].case_id}": "", "starts": "10:00", "ends": "09:00"}
    answer = desk.client.post(address, typed)
    page = answer.content.decode()
    assert (answer.status_code, "请选这一件的结果。" in page, "结束要在开始（10:00）以后" in page) == (400, True, True)
    assert "已核对证件原件" in page
    assert workers[0].case.attempt.sessions.count() == 0
    assert Desk(workers[0].cast, "qian").get(address).status_code == 403
    assert Desk(workers[0].cast, "zhao").get(address).status_code == 404


def test_papers_for_the_whole_group_come_from_the_batch_page(workers: list[Walk]) -> None:
    group = linked(workers[:3])
    page = Desk(workers[0].cast, "shu").page(f"/papers/batches/?group={group.pk}&form=D08")
    assert all(walk.case.case_no in page for walk in workers[:3])
    assert workers[4].case.case_no not in page


def test_a_long_group_has_pages(cast: Cast, clock_stopped: None) -> None:
    walk = Walk(cast, wages(1, *WORKERS[0])).file()
    group = linked([walk], "qian")
    first = walk.case
    copies = []
    for number in range(PAGE_SIZE):
        row = Case.objects.get(pk=first.pk)
        row.pk, row.case_no, row.number_seq, row.duplicate_key = None, f"副本{number}", 1000 + number, f"copy-{number}"
        copies.append(row)
    rows = Case.objects.bulk_create(copies)
    basis = first.basis
    for row in rows:
        basis.pk, basis.case = None, row
        basis.save(force_insert=True)
    desk = Desk(cast, "qian")
    assert "本页合计" in desk.page(f"/groups/{group.pk}/")
    last = desk.page(f"/groups/{group.pk}/?page=2")
    assert "第 2 页，共 2 页，51 件" in last
    assert "副本49" in last
    assert desk.get(f"/groups/{group.pk}/?page=3").status_code == 404


# ── API ──


def test_over_the_api_a_case_tells_its_group_and_its_tag_changes_when_another_joins(
    workers: list[Walk], api: Api
) -> None:
    li, first = api.by("li"), workers[0].case_id
    assert li.get(f"cases/{first}/").json()["group"] is None
    wrong = li.act(first, "link", expect=400)
    assert list(wrong["errors"]) == ["cases"]
    told = li.act(first, "link", cases=ids(workers[1:3]), name="欠薪")["group"]
    assert ([row["id"] for row in told["cases"]], told["name"], told["more"]) == (ids(workers[:3]), "欠薪", False)
    tag = li.get(f"cases/{first}/")["ETag"]
    assert li.get(f"cases/{first}/", headers={"If-None-Match": tag}).status_code == 304
    li.act(workers[3].case_id, "link", group=told["id"])
    after = li.get(f"cases/{first}/", headers={"If-None-Match": tag})
    assert (after.status_code, len(after.json()["group"]["cases"])) == (200, 4)
    listed = li.get("cases/", group=told["id"]).json()["results"]
    assert {row["id"] for row in listed} == set(ids(workers[:4]))
    refused = li.act(first, "link", expect=409, cases=[workers[4].case_id])
    assert [blocker["code"] for blocker in refused["blockers"]] == ["already_linked"]
    assert list(li.act(workers[4].case_id, "link", expect=400, group=10**9)["errors"]) == ["group"]
    assert li.act(first, "unlink", reason="另案")["group"] is None
    assert api.by("zhou").act(first, "unlink", expect=403, reason="另案")["code"] == "role_forbidden"
