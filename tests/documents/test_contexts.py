"""The facts of a paper: nothing is lost on the way to the database and back, and nothing mandatory may be blank."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest

from documents.contexts import facts
from documents.contexts.facts import Fill, Must
from documents.contexts.mediation import UrgingNotice
from documents.contexts.parts import CasePaper, Contact
from documents.samples import SAMPLES
from documents.samples.mediation import URGING
from documents.samples.people import BORROWER, CONTACT

ALL = [pytest.param(context, id=f"{code}-{n}") for code, group in SAMPLES.items() for n, context in enumerate(group)]


@pytest.mark.parametrize("context", ALL)
def test_round_trip_through_json_loses_nothing(context: CasePaper) -> None:
    text = json.dumps(facts.to_json(context), ensure_ascii=False)
    back = facts.from_json(type(context), json.loads(text))
    assert back == context
    assert facts.to_json(back) == facts.to_json(context)


def test_amounts_keep_their_two_decimals_and_moments_their_offset() -> None:
    moment = datetime(2023, 5, 8, 1, 12, tzinfo=ZoneInfo("UTC"))
    context = replace(SAMPLES["D03"][0], received_at=moment, execution_fee=Decimal("50.00"))
    back = facts.from_json(type(context), json.loads(json.dumps(facts.to_json(context))))
    assert str(back.execution_fee) == "50.00"
    assert back.received_at == moment
    assert back.received_at.utcoffset() == moment.utcoffset()


def test_digest_does_not_depend_on_the_order_of_keys() -> None:
    data = facts.to_json(URGING)
    turned = json.loads(json.dumps(dict(reversed(data.items()))))
    assert facts.digest(turned) == facts.digest(data)
    assert facts.digest({**data, "total": "87738.60"}) != facts.digest(data)


def test_an_unknown_fact_is_not_dropped_silently() -> None:
    with pytest.raises(ValueError, match="has no former_name"):
        facts.from_json(UrgingNotice, {**facts.to_json(URGING), "former_name": "刘某某"})


def test_a_fact_added_later_takes_its_default() -> None:
    data = facts.to_json(URGING)
    del data["exec_no"]
    assert facts.from_json(UrgingNotice, data).exec_no == ""


@pytest.mark.parametrize("context", ALL)
def test_samples_lack_nothing(context: CasePaper) -> None:
    assert facts.missing(context) == ()


def test_every_blank_mandatory_fact_is_named_the_nested_ones_too() -> None:
    blank = replace(
        URGING,
        account=None,
        amounts=(),
        performance_end=None,
        cite_interest="  ",
        debtor=replace(BORROWER, name=""),
        contact=replace(CONTACT, phone=""),
    )
    assert [(gap.field, gap.label) for gap in facts.missing(blank)] == [
        ("debtor.name", "被申请人姓名（名称）"),
        ("performance_end", "履行期限届满日"),
        ("amounts", "应付款项"),
        ("account", "收款账户"),
        ("contact.phone", "联系电话"),
        ("cite_interest", "迟延履行利息的法律依据"),
    ]


def test_a_blank_in_a_list_says_where() -> None:
    lines = (URGING.amounts[0], replace(URGING.amounts[1], amount=None))
    assert [gap.field for gap in facts.missing(replace(URGING, amounts=lines))] == ["amounts.1.amount"]


def test_nought_and_no_are_facts_not_blanks() -> None:
    assert facts.missing(replace(URGING, total=Decimal("0.00"))) == ()


def test_contexts_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        URGING.total = Decimal("1.00")  # type: ignore[misc]


def test_nobody_is_called_a_person_under_enforcement_before_there_is_a_case_number_for_it() -> None:
    assert (URGING.creditor_word, URGING.debtor_word, URGING.paper_no) == ("申请人", "被申请人", URGING.case_no)
    filed = replace(URGING, exec_no="（2024）鄂1023执5号")
    assert (filed.creditor_word, filed.debtor_word) == ("申请执行人", "被执行人")
    assert filed.paper_no == "（2024）鄂1023执5号"


def test_a_record_has_no_room_for_a_confidential_note() -> None:
    names = set(facts.to_json(SAMPLES["D11"][0])) | set(facts.to_json(SAMPLES["D20"][0]))
    assert not {name for name in names if "note" in name or "confidential" in name} - {"default_note"}


def test_a_contact_says_whose_telephone_it_is() -> None:
    assert Contact(name="李和解", phone="0716-3300018").post == "和解员"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A context with open fields of every kind."""

    case_no: str = "（2023）鄂1023执前和1号"
    place: Annotated[str, Must("地点"), Fill("地点", limit=5)] = ""
    way: Annotated[str, Fill("方式", choices=(("phone", "电话"), ("visit", "上门")))] = "phone"
    held_on: Annotated[date | None, Fill("日期")] = None
    recorded: Annotated[bool, Fill("有录音")] = False
    count: Annotated[int | None, Fill("份数")] = None
    amount: Annotated[Decimal | None, Fill("金额")] = None
    content: Annotated[tuple[str, ...], Fill("内容", lines=8)] = ()


def test_open_fields_are_listed_with_their_kind() -> None:
    assert [(each.name, each.kind, each.must) for each in facts.fillable(Call)] == [
        ("place", str, True),
        ("way", str, False),
        ("held_on", date, False),
        ("recorded", bool, False),
        ("count", int, False),
        ("amount", Decimal, False),
        ("content", tuple[str, ...], False),
    ]


def test_fills_are_read_as_the_type_of_their_field() -> None:
    fills = {
        "place": "203室", "way": "visit", "held_on": "2023-10-07", "recorded": True, "count": 3, "amount": "12.30",
        "content": ["一", "二"],
    }  # fmt: skip
    call = facts.filled(Call(), fills)
    assert (call.place, call.way, call.held_on, call.recorded) == ("203室", "visit", date(2023, 10, 7), True)
    assert (call.count, call.amount, call.content) == (3, Decimal("12.30"), ("一", "二"))
    assert facts.filled(call, {"place": "", "held_on": None, "content": None}) == Call(
        way="visit", recorded=True, count=3, amount=Decimal("12.30")
    )
    assert facts.missing(Call()) == (facts.Missing("place", "地点", facts.DRAFT),)


def test_what_does_not_fit_is_refused_all_at_once() -> None:
    fills = {
        "case_no": "x", "place": "一二三四五六", "way": "post", "held_on": "2023-02-30", "recorded": "yes", "count": "3",
        "amount": "NaN?", "content": "一", "unknown": 1,
    }  # fmt: skip
    with pytest.raises(facts.UnfitFillsError) as unfit:
        facts.filled(Call(), fills)
    assert set(unfit.value.problems) == set(fills)
    assert unfit.value.problems["place"] == "地点最多5字"
    assert "不能在文书里改" in unfit.value.problems["case_no"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e5", "1.234", "一百"])
def test_an_amount_is_yuan_with_at_most_two_decimals(value: str) -> None:
    with pytest.raises(facts.UnfitFillsError):
        facts.filled(Call(), {"amount": value})
