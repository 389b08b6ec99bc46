"""保全衔接: what waits for a measure goes with it, when it is lifted or renewed."""

from datetime import date

import pytest

from cases.actions import intake, preservation
from cases.actions.acting import InvalidInput
from cases.actions.inputs import PreservationInput
from cases.models import Preservation, Todo
from cases.states import State
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day
from tests.cases.desk import Desk
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).to(State.MEDIATION)


def freeze(walk: Walk, since: str = "2023-05-10", until: str = "2024-05-09", **more: str) -> Preservation:
    given = {"kind": "pre_execution", "object_kind": "deposit", "description": "某银行存款", **more}
    measure = PreservationInput(since=day(since), until=day(until), **given)
    row: Preservation = walk.do(intake.record_preservation, "wang", "2023-05-12", frozen=measure)
    return row


def lift(
    walk: Walk, row: Preservation, on: str = "2023-05-15", reason: str = "裁定解除", who: str = "wang"
) -> Preservation:
    given = {"preservation_id": row.pk, "lifted_on": day(on), "reason": reason}
    lifted: Preservation = walk.do(preservation.lift_preservation, who, "2023-05-15", **given)
    return lifted


def waits(walk: Walk) -> dict[str, date]:
    rows = Todo.objects.filter(case=walk.case_id, code__startswith="preserve")
    return dict(rows.order_by("due_on").values_list("code", "due_on"))


def test_what_waits_goes_when_it_is_lifted(walk: Walk) -> None:
    row = freeze(walk)
    assert waits(walk) == {"preserve_five": date(2023, 4, 28), "preserve_renew": date(2024, 5, 2)}
    lift(walk, row)
    assert waits(walk) == {}
    entry = AuditEntry.objects.get(verb="lift_preservation")
    assert (entry.reason, entry.facts["lifted_on"]) == ("裁定解除", "2023-05-15")


@pytest.mark.parametrize(("object_kind", "left"), [("deposit", date(2025, 5, 2)), ("movable", date(2024, 5, 2))])
def test_a_further_term_of_the_same_kind_is_a_renewal(walk: Walk, object_kind: str, left: date) -> None:
    freeze(walk, kind="in_suit")
    freeze(walk, since="2024-05-10", until="2025-05-09", kind="in_suit", object_kind=object_kind)
    days = (
        Todo.objects.filter(case=walk.case_id, code="preserve_renew")
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    assert list(days) == sorted({left, date(2025, 5, 2)})


def test_the_other_measure_stays_watched(walk: Walk) -> None:
    first = freeze(walk, kind="in_suit")
    freeze(walk, until="2025-05-09", kind="in_suit", object_kind="movable")
    lift(walk, first)
    assert waits(walk) == {"preserve_renew": date(2025, 5, 2)}


@pytest.mark.parametrize(
    ("on", "code"), [("2023-05-09", "lifted_before_begun"), ("2023-05-16", "lifted_in_future"), ("2023-05-10", "")]
)
def test_on_which_days(walk: Walk, on: str, code: str) -> None:
    row = freeze(walk)
    if not code:
        assert lift(walk, row, on).lifted_on == day(on)
        return
    with pytest.raises(Refused) as refused:
        lift(walk, row, on)
    assert [each.code for each in refused.value.blockers] == [code]


def test_neither_twice_nor_without_a_reason_nor_another_case(walk: Walk, cast: Cast) -> None:
    row = freeze(walk)
    with pytest.raises(InvalidInput):
        lift(walk, row, reason=" ")
    foreign = Preservation(pk=row.pk + 1)
    with pytest.raises(Refused, match="没有这一项"):
        lift(walk, foreign)
    lift(walk, row)
    with pytest.raises(Refused, match="还没有解除的保全"):
        lift(walk, row)


def test_at_the_desk(walk: Walk, cast: Cast) -> None:
    row = freeze(walk)
    clerk = Desk(cast, "wang")
    address = f"/cases/{walk.case_id}/acts/lift-preservation/"
    page = clerk.page(address)
    assert "存款　某银行存款　到 2024-05-09" in page
    token = page.partition('name="submission_token" value="')[2].partition('"')[0]
    typed = {"preservation": row.pk, "lifted_on": "2023-05-15", "reason": "裁定解除", "submission_token": token}
    wrong = clerk.client.post(address, {**typed, "lifted_on": "2023-05-01"})
    assert "解除日不能早于保全起日 2023-05-10" in wrong.content.decode()
    assert "裁定解除" in wrong.content.decode()
    assert clerk.client.post(address, typed).status_code == 302
    assert "登记 2023-05-15 解除执前保全" in clerk.page(f"/cases/{walk.case_id}/trail/")
