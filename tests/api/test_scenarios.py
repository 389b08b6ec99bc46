"""S1, S2 and S4 from the first request to the last, over HTTP, with exactly the dates and amounts written there."""

from typing import Any

from mediators.models import Mediator
from tests.api.bodies import S1, S2, S4
from tests.api.client import Api


def filed(api: Api, body: dict[str, Any]) -> Any:
    response = api.by("wang").post("cases/", body)
    assert response.status_code == 201, response.content.decode()
    return response.json()


def mediator_id() -> int:
    return Mediator.objects.get(user__username="li").pk


def paid_and_confirmed(api: Api, case: int, paid_on: str, amount: str, confirmed_on: str | None = None) -> None:
    clerk = api.by("shu")
    payment = clerk.act(case, "record-payment", paid_on=paid_on, amount=amount, way="bank_transfer", payer="被申请人")
    clerk.act(case, "confirm-payment", payment=payment["id"], confirmed_on=confirmed_on or paid_on, channel="written")


def test_s1_one_payment_after_urging(api: Api) -> None:
    case = filed(api, S1)
    number = case["id"]
    assert (case["case_no"], case["state"], case["performance_end"]) == (
        "（2023）鄂1023执前和1号",
        "intake",
        "2023-04-23",
    )
    assert case["limitation"]["safe_until"] == "2025-05-08"
    assert case["limitation"]["steps"]
    assert case["fee_saved"]["fee"] == "1212.22"

    consent = {"result": "agreed", "at": "2023-05-08T10:00:00+08:00", "channel": "counter"}
    case = api.by("wang").act(number, "accept", consent=consent)
    assert (case["state"], case["registered_on"]) == ("mediation", "2023-05-08")
    case = api.by("qian").act(number, "assign", mediator=mediator_id(), taken_on="2023-05-09")
    assert case["attempt"]["deadline"] == "2023-06-08"
    assert case["attempt"]["deadline_steps"][-1]["text"].startswith("满 30 日，星期四")
    service = {"form": "D08", "party": "respondent", "way": "direct", "served_on": "2023-05-10", "signer": "刘某"}
    api.by("shu").act(number, "record-service", **service)
    assert api.get(f"cases/{number}/").json()["attempt"]["urge_end"] == "2023-05-25"

    paying = {"paid_on": "2023-05-24", "amount": "87950.51", "way": "bank_transfer", "payer": "刘某"}
    payment = api.by("shu").act(number, "record-payment", **paying)
    refused = api.by("li").post(f"cases/{number}/settle-in-full/", {"at": "2023-05-25T16:00:00+08:00"})
    assert refused.status_code == 409
    assert [blocker["code"] for blocker in refused.json()["blockers"]] == ["payment_unconfirmed"]
    confirming = {"payment": payment["id"], "confirmed_on": "2023-05-25", "channel": "written"}
    api.by("shu").act(number, "confirm-payment", **confirming)
    case = api.by("li").act(number, "settle-in-full", at="2023-05-25T16:00:00+08:00")

    assert (case["state"], case["result_code"]) == ("fulfilled", "11")
    assert (case["performed_on"], case["stage_closed_on"]) == ("2023-05-24", "2023-05-25")
    assert case["balance"]["total"] == "0.00"
    assert case["balance"]["allocations"][0]["doubled"] == "469.26"


def test_s2_three_instalments_between_enterprises(api: Api) -> None:
    case = filed(api, S2)
    number, parties = case["id"], case["parties"]
    assert (case["green_lane"], case["basis"]["doc_no"]) == (True, "（2023）鄂1023民初1322号")
    api.by("wang").act(number, "accept", consent={"result": "agreed", "at": "2023-09-01T09:00:00+08:00"})
    case = api.by("qian").act(number, "assign", mediator=mediator_id(), taken_on="2023-09-01")
    assert case["attempt"]["deadline"] == "2023-10-07"

    plan = [("2023-10-10", "160000.00"), ("2023-11-10", "160000.00"), ("2023-12-11", "164250.00")]
    case = api.by("li").act(
        number, "conclude", signed_on="2023-09-26", total="484250.00", imputation="principal_first", grace_days=3,
        acceleration=True, waiver="按期足额履行的，加倍部分债务利息免除",
        instalments=[{"due_on": due, "amount": amount} for due, amount in plan],
        signatures=[{"party": party["id"], "signed_on": "2023-09-26"} for party in parties],
    )  # fmt: skip
    assert (case["state"], case["result_code"], case["stage_closed_on"]) == ("performing", "13", "2023-09-26")
    assert [row["signed_by"] for row in case["agreement"]["signatures"]] == ["legal_rep", "legal_rep"]

    for paid_on, amount in (("2023-10-10", "160000"), ("2023-11-09", "160000.00"), ("2023-12-11", "164250.00")):
        paid_and_confirmed(api, number, paid_on, amount)
    case = api.get(f"cases/{number}/").json()
    assert [row["state"] for row in case["agreement"]["instalments"]] == ["paid"] * 3
    assert [row["amount"] for row in case["balance"]["segments_doubled"]] == ["4200.00", "1680.00", "896.00"]
    assert (case["balance"]["total"], case["fee_saved"]["fee"]) == ("6776.00", "7163.75")
    case = api.by("li").act(number, "fulfil", at="2023-12-11T15:00:00+08:00")
    assert (case["state"], case["performed_on"]) == ("fulfilled", "2023-12-11")


def test_s4_default_after_instalments(api: Api) -> None:
    case = filed(api, S4)
    number = case["id"]
    assert case["performance_end"] == "2023-01-09"
    api.by("wang").act(number, "accept", consent={"result": "agreed", "at": "2023-04-26", "channel": "phone"})
    case = api.by("qian").act(number, "assign", mediator=mediator_id(), taken_on="2023-04-26")
    assert case["attempt"]["deadline"] == "2023-05-26"
    plan = [("2023-05-31", "50000.00"), ("2023-06-30", "50000.00"), ("2023-09-28", "109170.00")]
    terms = {
        "signed_on": "2023-05-18", "total": "209170.00", "grace_days": 3,
        "instalments": [{"due_on": due, "amount": amount} for due, amount in plan],
        "signatures": [{"party": "许某"}, {"party": "respondent"}],
    }  # fmt: skip
    api.by("li").act(number, "conclude", **terms)
    paid_and_confirmed(api, number, "2023-05-31", "50000.00")

    early = api.by("li").act(number, "declare-default", expect=409, at="2023-07-03")
    assert [blocker["code"] for blocker in early["blockers"]] == ["grace_not_over"]
    paid_and_confirmed(api, number, "2023-07-05", "20000.00")
    assert api.by("li").act(number, "declare-default", at="2023-07-06")["state"] == "defaulted"
    case = api.by("qian").act(number, "hand-over", applied_on="2023-07-20")
    package = case["handovers"][0]
    assert (case["state"], package["paid_total"], package["outstanding"]) == ("enforcement", "70000.00", "146511.97")
    assert (case["limitation"]["safe_until"], case["limitation"]["latest"]) == ("2025-07-07", "2025-09-28")
    done = {"exec_case_no": "（2023）鄂1023执888号", "acknowledged_on": "2023-07-24"}
    assert api.by("chen").act(number, "acknowledge", **done)["exec_case_no"] == "（2023）鄂1023执888号"


def debt(**changes: Any) -> dict[str, Any]:
    return {
        "principal": "200000.00", "general_interest": {"rate": "0.0365", "from": "2022-06-01"}, "costs": "2150.00",
        "performance_end": "2023-01-09", "until": "2023-07-20", "order": "statutory",
        "payments": [{"date": "2023-05-31", "amount": "50000.00"}, {"date": "2023-07-05", "amount": "20000.00"}],
        **changes,
    }  # fmt: skip


def test_s4_balance_in_two_orders(api: Api) -> None:
    left = api.post("calculators/balance/", debt()).json()
    lines = {line["code"]: line["amount"] for line in left["lines"]}
    assert lines == {
        "principal": "139988.01", "general_interest": "209.98", "doubled_interest": "6313.98", "costs": "0.00"
    }  # fmt: skip
    assert (left["total"], left["paid"], left["execution_fee"]) == ("146511.97", "70000.00", "2002.97")
    other = api.post("calculators/balance/", debt(order="principal_first")).json()
    assert (other["total"], other["order_label"]) == ("146380.00", "本金、利息、费用、加倍部分利息")
    doubled = api.post("calculators/doubled-interest/", debt()).json()
    assert doubled["total"] == "6313.98"
    assert [row["amount"] for row in doubled["segments"]] == ["4970.00", "976.51", "367.47"]
