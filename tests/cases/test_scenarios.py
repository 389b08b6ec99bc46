"""The worked scenarios S1, S2, S4 and S8 through the actions, with exactly the dates and amounts written there."""

from datetime import date
from decimal import Decimal

import pytest

from cases.actions import handover, intake, mediation, performance
from cases.actions.inputs import (
    BasisInput,
    Filing,
    ItemInput,
    PartyInput,
    PreservationInput,
    SignatureInput,
)
from cases.facts import balance_on, breach_of, case_deadlines, limitation_of, load_reference, statuses
from cases.models import Agreement
from cases.rules.fees import execution_fee
from cases.states import State
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, moment
from tests.cast import Cast


def due(walk: Walk, code: str, today: str) -> date:
    deadlines = case_deadlines(walk.case, day(today), load_reference())
    return next(each.due for each in deadlines if each.code == code)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [blocker.code for blocker in refused.value.blockers]


def test_s1_one_payment_after_urging(cast: Cast) -> None:
    walk = Walk(cast).file()
    assert walk.case.case_no == "（2023）鄂1023执前和1号"
    assert due(walk, "PERFORMANCE_END", "2023-05-08") == day("2023-04-23")
    assert due(walk, "T_FILE", "2023-05-08") == day("2023-05-15")
    walk.accept()
    assert walk.case.registered_on == day("2023-05-08")
    walk.assign("2023-05-09", taken_on="2023-05-09")
    assert walk.case.attempt.deadline == day("2023-06-08")
    walk.urge("2023-05-10")
    assert walk.case.attempt.urge_end == day("2023-05-25")

    payment = walk.pay("87950.51", "2023-05-24")
    balance = balance_on(walk.case, day("2023-05-24"))
    assert balance.total == 0
    assert balance.allocations[0].doubled == Decimal("469.26")
    with pytest.raises(Refused) as refused:
        walk.do(mediation.settle_in_full, "li", "2023-05-25")
    assert codes(refused) == ["payment_unconfirmed"]
    walk.confirm(payment, "2023-05-25")
    walk.do(mediation.settle_in_full, "li", "2023-05-25 16:00")

    case = walk.case
    assert (case.state, case.result_code) == (State.FULFILLED, "11")
    assert (case.performed_on, case.stage_closed_on) == (day("2023-05-24"), day("2023-05-25"))
    assert (case.stage_closed_on - case.registered_on).days == 17
    assert execution_fee(case.amount_applied).fee == Decimal("1212.22")


def enterprise_filing() -> Filing:
    return Filing(
        received_at=moment("2023-08-30"),
        cause="买卖合同纠纷",
        enterprise_related="both",
        basis=BasisInput(
            kind="mediation_statement",
            doc_no="（2023）鄂1023民初1322号",
            issuer="监利市人民法院",
            effective_on=day("2023-08-01"),
            performance_due=day("2023-08-21"),
            items=(ItemInput("支付货款480000元", amount=Decimal("480000")),),
            costs_on_debtor=Decimal("4250.00"),
        ),
        parties=(
            PartyInput("applicant", "legal_person", "监利某粮油公司", "uscc", "91421023MA00000151", legal_rep="甲"),
            PartyInput("respondent", "legal_person", "荆州某食品公司", "uscc", "91421023MA0000023U", legal_rep="乙"),
        ),
        amount_applied=Decimal("484250.00"),
    )


def test_s2_three_instalments_between_enterprises(cast: Cast) -> None:
    walk = Walk(cast, enterprise_filing()).file()
    assert walk.case.green_lane
    walk.accept("2023-09-01 09:00").assign("2023-09-01", taken_on="2023-09-01")
    assert walk.case.attempt.deadline == day("2023-10-07")

    plan = (("2023-10-10", "160000"), ("2023-11-10", "160000"), ("2023-12-11", "164250"))
    parties = walk.case.parties.all()
    terms = walk.terms("2023-09-26", "484250", *plan, grace_days=3, imputation="principal_first")
    signed = tuple(SignatureInput(party.pk, "legal_rep") for party in parties)
    walk.conclude(type(terms)(**{**vars(terms), "signatures": signed}))
    case = walk.case
    assert (case.state, case.result_code, case.stage_closed_on) == (State.PERFORMING, "13", day("2023-09-26"))
    assert (case.stage_closed_on - case.registered_on).days == 25

    for paid_on, amount in (("2023-10-10", "160000"), ("2023-11-09", "160000"), ("2023-12-11", "164250")):
        walk.confirm(walk.pay(amount, paid_on), paid_on)
    assert [row.state for row in statuses(walk.case, day("2023-12-11"), load_calendar())] == ["paid"] * 3
    balance = balance_on(walk.case, day("2023-12-11"))
    assert [segment.amount for segment in balance.segments_doubled] == [
        Decimal("4200.00"),
        Decimal("1680.00"),
        Decimal("896.00"),
    ]
    assert balance.doubled_interest == balance.total == Decimal("6776.00")
    walk.do(performance.fulfil, "li", "2023-12-11 15:00")
    assert (walk.case.state, walk.case.performed_on) == (State.FULFILLED, day("2023-12-11"))
    assert execution_fee(walk.case.amount_applied).fee == Decimal("7163.75")


def interest_filing() -> Filing:
    item = ItemInput(
        "偿还借款本金200000元及利息（年利率3.65%，自2022年6月1日至清偿之日）",
        amount=Decimal("200000"),
        rate_type="yearly",
        rate=Decimal("0.0365"),
        rate_from=day("2022-06-01"),
    )
    return Filing(
        received_at=moment("2023-04-25"),
        cause="民间借贷纠纷",
        basis=BasisInput(
            kind="judgment",
            doc_no="（2022）鄂1023民初3015号",
            issuer="监利市人民法院",
            effective_on=day("2022-12-30"),
            performance_days=10,
            items=(item,),
            costs_on_debtor=Decimal("2150"),
        ),
        parties=(
            PartyInput("applicant", "person", "许某", "resident_id", "429999194702280031", vulnerable="elderly"),
            PartyInput("respondent", "person", "何某", "resident_id", "429999197812310047"),
        ),
        amount_applied=Decimal("202150"),
    )


@pytest.fixture
def s4(cast: Cast) -> Walk:
    walk = Walk(cast, interest_filing()).file()
    assert due(walk, "PERFORMANCE_END", "2023-04-25") == day("2023-01-09")
    walk.accept("2023-04-26").assign("2023-04-26", taken_on="2023-04-26")
    assert walk.case.attempt.deadline == day("2023-05-26")
    plan = (("2023-05-31", "50000"), ("2023-06-30", "50000"), ("2023-09-28", "109170"))
    walk.conclude(walk.terms("2023-05-18", "209170", *plan, grace_days=3))
    walk.confirm(walk.pay("50000", "2023-05-31"), "2023-05-31")
    return walk


def test_s4_default_after_instalments(s4: Walk) -> None:
    calendar = load_calendar()
    with pytest.raises(Refused) as refused:
        s4.do(performance.declare_default, "li", "2023-07-03")
    assert codes(refused) == ["grace_not_over"]
    s4.pay("20000", "2023-07-05")
    second = statuses(s4.case, day("2023-07-06"), calendar)[1]
    assert (second.left, second.grace_until, second.days_late) == (Decimal("30000.00"), day("2023-07-03"), 6)
    breach = breach_of(s4.case, day("2023-07-06"), calendar)
    assert (breach.seq, breach.declarable_from) == (2, day("2023-07-04"))

    s4.do(performance.declare_default, "li", "2023-07-06")
    assert s4.case.state == State.DEFAULTED
    package = s4.do(handover.hand_over, "qian", "2023-07-20", applied_on=day("2023-07-20"))
    assert package.paid_total == Decimal("70000.00")
    assert package.outstanding == Decimal("146511.97")
    lines = {line["code"]: line["amount"] for line in package.balance["lines"]}
    assert lines == {
        "principal": "139988.01",
        "general_interest": "209.98",
        "doubled_interest": "6313.98",
        "costs": "0.00",
    }
    assert package.balance["execution_fee"] == "2002.97"
    assert balance_on(s4.case, day("2023-07-20"), order="principal_first").total == Decimal("146380.00")
    limit = limitation_of(s4.case, day("2023-07-06"), calendar)
    assert (limit.safe_until, limit.latest) == (day("2025-07-07"), day("2025-09-28"))


def test_s4_order_comes_from_the_agreement_alone(s4: Walk) -> None:
    s4.pay("20000", "2023-07-05")
    assert Agreement.objects.get(case=s4.case_id).imputation == "statutory"
    assert balance_on(s4.case, day("2023-07-20")).total == Decimal("146511.97")


def test_s8_preservation_before_execution_forces_model_b(cast: Cast) -> None:
    filing = Filing(
        received_at=moment("2024-09-18"),
        cause="买卖合同纠纷",
        basis=BasisInput(
            kind="judgment",
            doc_no="（2024）鄂1023民初88号",
            issuer="监利市人民法院",
            effective_on=day("2024-09-02"),
            performance_days=10,
            items=(ItemInput("支付货款342500元", amount=Decimal("342500")),),
            costs_on_debtor=Decimal("3218.75"),
        ),
        parties=(
            PartyInput("applicant", "legal_person", "监利某建材公司", "uscc", "91421023MA0000A35U", legal_rep="丙"),
            PartyInput("respondent", "person", "何某", "resident_id", "429999197812310047"),
        ),
        amount_applied=Decimal("345718.75"),
        preservations=(
            PreservationInput(
                "pre_execution", "deposit", "银行存款", day("2024-09-06"), day("2025-09-05"), amount=Decimal("350000")
            ),
        ),
    )
    walk = Walk(cast, filing).file()
    assert (walk.case.legal_model, walk.case.forced_b_reasons) == ("B", ["preservation"])
    assert due(walk, "PERFORMANCE_END", "2024-09-18") == day("2024-09-12")
    assert due(walk, "T_PRESERVE5", "2024-09-18") == day("2024-09-18")
    assert due(walk, "T_RENEW7", "2024-09-18") == day("2025-08-29")
    walk.accept("2024-09-19").assign("2024-09-19", taken_on="2024-09-19")
    terms = walk.terms("2024-10-12", "330000", ("2024-10-30", "330000"), preservation_handling="on_performance")
    with pytest.raises(Refused) as refused:
        walk.conclude(terms)
    assert codes(refused) == ["execution_not_registered"]
    walk.do(intake.register_execution, "chen", "2024-09-25", exec_case_no="（2024）鄂1023执1001号")
    walk.conclude(terms)
    walk.confirm(walk.pay("330000", "2024-10-30"), "2024-10-30")
    walk.do(performance.fulfil, "li", "2024-10-30 17:00")
    assert walk.case.state == State.FULFILLED
    assert not walk.case.todos.filter(code="preserve_renew").exists()
    assert execution_fee(walk.case.amount_applied).fee == Decimal("5085.78")
