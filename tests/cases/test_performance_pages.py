"""The ledger to the fen, and the acts on the money."""

from datetime import date
from decimal import Decimal

from cases.actions import performance
from cases.models import Payment
from cases.states import State
from tests.build import Walk
from tests.cases.desk import Desk
from tests.cases.test_act_pages import done
from tests.cases.test_casepage import at, s4
from tests.cast import Cast


def test_ledger_of_s4_to_the_fen(cast: Cast) -> None:
    walk = s4(cast)
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/ledger/?until=2023-07-20")
    for said in (
        "到 2023-07-20 还欠",
        *("139,988.01", "209.98", "6,313.98", "146,511.97"),
        *("2,150.00", "7,280.00", "40,570.00", "159,430.00", "558.01", "19,441.99"),
        *("4,970.00", "976.51", "367.47"),
        "执行费按 140,197.99 元计 2,002.97 元",
        "欠款是 146,380.00 元",
        "其中 20,000.00 元待确认",
        "年利率 3.65%",
    ):
        assert said in page, said
    assert f"/cases/{walk.case_id}/acts/confirm-payment/?payment=" in page


def test_ledger_on_an_earlier_day_leaves_later_money_out(cast: Cast) -> None:
    walk = s4(cast)
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/ledger/?until=2023-06-30")
    assert "在算到日以后，没有计入" in page
    assert "159,430.00" in page


def test_wrong_day_is_said_at_the_field(cast: Cast) -> None:
    walk = s4(cast)
    answer = Desk(cast, "shu").get(f"/cases/{walk.case_id}/ledger/?until=2023-13-01")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "没有 2023年13月1日 这一天，请核对。" in page
    assert 'value="2023-13-01"' in page
    assert Desk(cast, "shu").get(f"/cases/{walk.case_id}/ledger/?until=2999-01-01").status_code == 400


def test_reversed_payment_stays_in_sight(cast: Cast) -> None:
    walk = s4(cast)
    wrong = walk.pay("500", "2023-07-06")
    clerk = Desk(cast, "shu")
    fields = clerk.open(walk.case_id, "reverse-payment", f"?payment={wrong.pk}")
    assert fields["payment"] == [str(wrong.pk)]
    done(clerk.hand_in(walk.case_id, "reverse-payment", {**fields, "reason": "凭证属另案"}), walk.case_id)
    page = clerk.page(f"/cases/{walk.case_id}/ledger/?until=2023-07-20")
    for said in ("<s>500.00</s>", "−500.00", "凭证属另案", "146,511.97"):
        assert said in page


def test_two_payments_of_one_day_are_reckoned_together(cast: Cast) -> None:
    walk = s4(cast)
    walk.pay("1000", "2023-07-05")
    page = Desk(cast, "shu").page(f"/cases/{walk.case_id}/ledger/?until=2023-07-20")
    assert "与同日的收款一并计算" in page
    assert "同日各笔合计 21,000.00" in page


def test_record_and_confirm(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    clerk = Desk(cast, "shu")
    fields = clerk.open(walk.case_id, "record-payment")
    assert fields["payer"] == ["刘某"]
    typed = {**fields, "paid_on": "2023-06-20", "amount": "４0,000.00", "voucher": "20230620001"}
    done(clerk.hand_in(walk.case_id, "record-payment", typed), walk.case_id)
    payment = Payment.objects.get(case=walk.case_id)
    assert (payment.amount, payment.voucher) == (Decimal("40000.00"), "20230620001")
    fields = clerk.open(walk.case_id, "confirm-payment")
    assert fields["payment"] == [str(payment.pk)], "the only one that waits is chosen"
    wrong = clerk.hand_in(walk.case_id, "confirm-payment", fields)
    assert (wrong.status_code, "请选确认方式。" in wrong.content.decode()) == (400, True)
    sure = {**fields, "channel": "written", "confirmed_on": "2023-06-21"}
    done(clerk.hand_in(walk.case_id, "confirm-payment", sure), walk.case_id)
    payment.refresh_from_db()
    assert (payment.confirmation, payment.confirmed_on) == ("written", date(2023, 6, 21))


def test_payment_before_receipt_is_refused_and_kept(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    answer = Desk(cast, "shu").act(walk.case_id, "record-payment", paid_on="2023-05-01", amount="12,345.67")
    page = answer.content.decode()
    assert (answer.status_code, Payment.objects.count()) == (409, 0)
    assert "到账日，不能早于 2023-05-08" in page
    assert "12,345.67" in page


def test_default_is_a_decision_with_its_consequences(cast: Cast) -> None:
    walk = s4(cast)
    with at("2023-07-06 10:00"):
        page = Desk(cast, "li").page(f"/cases/{walk.case_id}/acts/declare-default/")
        for said in (
            "第 2 期宽限期满时还差 50,000.00 元，现在还差 30,000.00 元。",
            "2023-07-04 起可以认定",
            "可以主张 139,170.00 元",
            "已付 70,000.00 元扣除",
            "先不认定",
        ):
            assert said in page, said
        done(Desk(cast, "li").act(walk.case_id, "declare-default"), walk.case_id)
    assert walk.case.state == State.DEFAULTED


def test_default_in_the_grace_is_refused(cast: Cast) -> None:
    walk = s4(cast)
    answer = Desk(cast, "li").act(walk.case_id, "declare-default", at="2023-07-03")
    assert (answer.status_code, walk.case.state) == (409, State.PERFORMING)


def test_reinstate_only_when_the_creditor_accepts(cast: Cast) -> None:
    walk = s4(cast)
    walk.do(performance.declare_default, "li", "2023-07-06")
    desk = Desk(cast, "li")
    refused = desk.act(walk.case_id, "reinstate", reason="已补付", at="2023-07-10")
    assert (refused.status_code, "申请人没有同意继续履行协议" in refused.content.decode()) == (409, True)
    done(desk.act(walk.case_id, "reinstate", reason="已补付", creditor_accepts="on", at="2023-07-10"), walk.case_id)
    assert walk.case.state == State.PERFORMING
    assert "2023-07-10 恢复履行：已补付" in desk.page(f"/cases/{walk.case_id}/agreements/")


def test_fulfil_when_everything_is_paid_and_confirmed(cast: Cast) -> None:
    walk = Walk(cast).to(State.PERFORMING)
    first, second = walk.pay("40000.00", "2023-06-20"), walk.pay("47481.25", "2023-07-20")
    walk.confirm(first, "2023-06-21").confirm(second, "2023-07-21")
    clerk = Desk(cast, "shu")
    done(clerk.act(walk.case_id, "fulfil", at="2023-07-21"), walk.case_id)
    assert (walk.case.state, walk.case.performed_on) == (State.FULFILLED, date(2023, 7, 20))
    assert "省下申请执行费 1,212.22 元" in clerk.page(f"/cases/{walk.case_id}/")
