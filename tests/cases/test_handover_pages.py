"""转入执行 as pages: what goes along and what stays behind, the balance of the day, the answer, opening again."""

from datetime import date
from decimal import Decimal

from cases.actions import handover, mediation, performance
from cases.actions.inputs import SessionInput
from cases.models import Handover
from cases.states import State
from tests.build import Walk, day
from tests.cases.desk import Desk
from tests.cases.test_act_pages import done
from tests.cases.test_casepage import s4
from tests.cast import Cast


def test_hand_over_after_default_with_the_balance_of_the_day(cast: Cast) -> None:
    walk = s4(cast)
    walk.do(performance.declare_default, "li", "2023-07-06")
    head = Desk(cast, "qian")
    fields = {**head.open(walk.case_id, "hand-over"), "applied_on": "2023-07-20"}
    again = head.hand_in(walk.case_id, "hand-over", {**fields, "rework": "check"}).content.decode()
    for said in ("到 2023-07-20 还欠", "146,511.97", "2,002.97", "收款台账", "留下不送"):
        assert said in again, said
    assert not Handover.objects.exists()
    done(head.hand_in(walk.case_id, "hand-over", fields), walk.case_id)
    package = Handover.objects.get(case=walk.case_id)
    assert (package.outstanding, package.paid_total) == (Decimal("146511.97"), Decimal("70000.00"))
    assert (package.applied_on, walk.case.state) == (date(2023, 7, 20), State.ENFORCEMENT)


def test_hand_over_after_failure_keeps_the_day_of_receipt(cast: Cast) -> None:
    walk = Walk(cast).to(State.MEDIATION)
    said = SessionInput(day("2023-05-12"), confidential_note="底线三万")
    walk.do(mediation.log_session, "li", "2023-05-12 16:00", session=said)
    walk.do(mediation.fail, "li", "2023-05-30", code="22", note="差距过大")
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/acts/hand-over/")
    assert "会商笔录" in page
    assert "底线三万" not in page
    done(Desk(cast, "shu").act(walk.case_id, "hand-over", urgent="on", at="2023-05-31"), walk.case_id)
    package = Handover.objects.get(case=walk.case_id)
    assert (package.applied_on, package.urgent) == (date(2023, 5, 8), True)


def test_hand_over_before_receipt_is_refused(cast: Cast) -> None:
    walk = s4(cast)
    walk.do(performance.declare_default, "li", "2023-07-06")
    answer = Desk(cast, "qian").act(walk.case_id, "hand-over", applied_on="2023-04-01", at="2023-07-20")
    assert (answer.status_code, Handover.objects.exists()) == (409, False)
    assert "申请执行日，不能早于 2023-04-25" in answer.content.decode()


def test_acknowledge_with_the_enforcement_number(cast: Cast) -> None:
    walk = Walk(cast).to(State.ENFORCEMENT)
    filing = Desk(cast, "chen")
    assert "第 1 次移送" in filing.page(f"/cases/{walk.case_id}/acts/acknowledge/")
    wrong = filing.act(walk.case_id, "acknowledge", exec_case_no="（2023）鄂1023民初1号", acknowledged_on="2023-06-01")
    assert (wrong.status_code, "执行案号应如" in wrong.content.decode()) == (409, True)
    number = "(2023)鄂1023执66号"
    done(filing.act(walk.case_id, "acknowledge", exec_case_no=number, acknowledged_on="2023-06-01"), walk.case_id)
    assert walk.case.exec_case_no == "（2023）鄂1023执66号"
    assert "已立案 （2023）鄂1023执66号" in filing.page(f"/cases/{walk.case_id}/")
    again = filing.act(walk.case_id, "acknowledge", exec_case_no=number)
    assert "没有等待立案庭答复的移送" in again.content.decode()


def test_return_with_its_reason(cast: Cast) -> None:
    walk = Walk(cast).to(State.ENFORCEMENT)
    filing = Desk(cast, "chen")
    empty = filing.act(walk.case_id, "return", reason=" ")
    assert (empty.status_code, "请填退回理由。" in empty.content.decode()) == (400, True)
    done(filing.act(walk.case_id, "return", reason="缺生效证明", at="2023-06-01"), walk.case_id)
    assert (walk.case.state, Handover.objects.get().return_reason) == (State.FAILED, "缺生效证明")


def test_reopen_by_the_head_alone(cast: Cast) -> None:
    walk = Walk(cast).to(State.FULFILLED)
    assert Desk(cast, "li").get(f"/cases/{walk.case_id}/acts/reopen/").status_code == 403
    done(Desk(cast, "qian").act(walk.case_id, "reopen", reason="收款有误", at="2023-07-25"), walk.case_id)
    assert walk.case.state == State.PERFORMING


def test_reopen_is_refused_once_enforced(cast: Cast) -> None:
    walk = Walk(cast).to(State.ENFORCEMENT)
    walk.do(handover.acknowledge, "chen", "2023-06-01", exec_case_no="（2023）鄂1023执66号")
    answer = Desk(cast, "qian").act(walk.case_id, "reopen", reason="有新情况", at="2023-06-02")
    page = answer.content.decode()
    assert (answer.status_code, "不能重新打开" in page, "有新情况" in page) == (409, True, True)
