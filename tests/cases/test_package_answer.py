"""回执: the file in which the filing division answers is believed only when all of it fits; told all at once when not."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.actions import handover, mediation
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.actions.answer import Answered, answer_by_file
from cases.models import Case
from cases.papers.package.schemas import ACKNOWLEDGEMENT
from cases.states import State
from documents import store
from documents.models import Paper
from jianli_mediation.core.models import AuditEntry
from jianli_mediation.kernel.refusal import Refused
from tests.build import Walk, day, loan_filing, moment
from tests.cases.conftest import HandedOver
from tests.cases.desk import Desk
from tests.cases.packages import answer, sent, taken
from tests.cast import Cast

NUMBER = "（2023）鄂1023执66号"
LAUGHS = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<acknowledgement xmlns="urn:jianli:acknowledgement:1.0" version="1.0"><handover>&d;</handover></acknowledgement>"""


@pytest.fixture
def cast(laid_hand_overs: HandedOver, db: None) -> Cast:
    return laid_hand_overs.cast


def handed_in(walk: Walk, content: bytes, who: str = "chen", at: str = "2023-08-01") -> Answered:
    return answer_by_file(by=Actor(getattr(walk.cast, who)), now=moment(at), case_id=walk.case_id, content=content)


def told(walk: Walk, content: bytes, **more: Any) -> list[str]:
    """What is said against the file; and that nothing happened."""
    before = Case.objects.values().get(pk=walk.case_id)
    with pytest.raises(InvalidInput) as wrong:
        handed_in(walk, content, **more)
    assert Case.objects.values().get(pk=walk.case_id) == before
    assert sent(walk).answer_sha256 == ""
    assert list(wrong.value.errors) == ["file"]
    return wrong.value.errors["file"]


@pytest.mark.parametrize("signed", [False, True])
def test_accepted_with_its_number(signed: bool, cast: Cast, defaulted: Walk) -> None:
    walk = defaulted
    content = answer(walk, signed=signed, number="(2023)鄂1023执66号")
    done = handed_in(walk, content)
    assert (done.accepted, done.repeated) == (True, False)
    row, case = sent(walk), walk.case
    assert (row.exec_case_no, row.acknowledged_on) == (NUMBER, day("2023-07-25"))
    assert (case.exec_case_no, case.exec_registered_on, case.state) == (NUMBER, day("2023-07-25"), State.ENFORCEMENT)
    assert row.answer_received_at == moment("2023-08-01")
    assert store.read(row.answer_sha256, "xml") == content
    entry = AuditEntry.objects.get(verb="acknowledge")
    assert (entry.facts["answer_file"], entry.actor) == (row.answer_sha256, cast.chen)


@pytest.mark.parametrize("signed", [False, True])
def test_returned_with_its_reasons(signed: bool, failed: Walk) -> None:
    walk = failed
    content = answer(walk, signed=signed, reasons=["缺生效证明", "申请书没有签名"], on="2023-06-02")
    done = handed_in(walk, content, who="feng")
    assert (done.accepted, done.repeated) == (False, False)
    row = sent(walk)
    assert (row.return_reason, row.returned_on) == ("缺生效证明；申请书没有签名", day("2023-06-02"))
    assert walk.case.state == State.FAILED
    assert AuditEntry.objects.get(verb="return").facts["answer_file"] == row.answer_sha256


def test_the_same_file_again_changes_nothing_and_says_so(failed: Walk) -> None:
    walk = failed
    content = answer(walk)
    handed_in(walk, content)
    before = Case.objects.values().get(pk=walk.case_id), AuditEntry.objects.count()
    again = handed_in(walk, content, who="feng", at="2023-08-02")
    assert (again.repeated, again.handover.pk) == (True, sent(walk).pk)
    assert (Case.objects.values().get(pk=walk.case_id), AuditEntry.objects.count()) == before


def test_a_return_again_after_the_second_hand_over_is_only_repeated(failed: Walk) -> None:
    walk = failed
    content = answer(walk, reasons=["缺生效证明"], on="2023-06-02")
    handed_in(walk, content)
    walk.do(handover.hand_over, "qian", "2023-08-02")
    assert handed_in(walk, content, at="2023-08-03").repeated
    assert walk.case.state == State.ENFORCEMENT
    first = answer(walk, handover=sent_id(walk, 1), on="2023-08-03")
    assert any("移送编号" in said for said in told(walk, first, at="2023-08-03"))


def sent_id(walk: Walk, seq: int) -> str:
    case = walk.case
    return f"鄂1023-{case.number_year}-{case.number_seq}-{seq}"


def test_another_answer_after_the_first_is_refused(failed: Walk) -> None:
    walk = failed
    handed_in(walk, answer(walk))
    with pytest.raises(Refused, match="没有等待立案庭答复的移送"):
        handed_in(walk, answer(walk, number="（2023）鄂1023执67号"))
    assert walk.case.exec_case_no == NUMBER


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"handover": "鄂1023-2023-1-9"}, ["移送编号"]),
        ({"sha256": "0" * 64}, ["摘要与送出的不符"]),
        ({"case": "（2023）鄂1023执前和99号"}, ["本案是"]),
        ({"number": "（2023）鄂1023民初66号"}, ["执行案号应如"]),
        ({"number": "66"}, ["执行案号应如"]),
        ({"on": "2023-05-30"}, ["立案日，不能早于 2023-05-31"]),
        ({"on": "2023-08-02"}, ["立案日，不能晚于 2023-08-01"]),
        ({"reasons": ["缺"], "on": "2023-05-30"}, ["退回日，不能早于 2023-05-31"]),
        ({"reasons": ["缺"], "on": "2023-08-02"}, ["退回日，不能晚于 2023-08-01"]),
        ({"reasons": ["长" * 150, "话" * 150]}, ["最多 200 字"]),
        ({"signature": "0" * 64}, ["签名与内容不符"]),
        (
            {"handover": "鄂1023-2020-1-9", "sha256": "0" * 64, "case": "甲", "number": "乙", "on": "2030-01-01"},
            ["移送编号", "摘要", "本案是", "执行案号应如", "不能晚于"],
        ),
    ],
)
def test_what_does_not_fit_this_hand_over(changes: dict[str, Any], words: list[str], failed: Walk) -> None:
    walk = failed
    said = told(walk, answer(walk, **changes))
    assert len(said) == len(words)
    for word in words:
        assert any(word in each for each in said), (word, said)


def test_a_signature_stands_under_every_word(failed: Walk) -> None:
    walk = failed
    content = answer(walk, signed=True).decode()
    for old, new in ((NUMBER, "（2023）鄂1023执67号"), ("2023-07-25", "2023-07-26"), ("立案陈", "立案张")):
        assert told(walk, content.replace(old, new).encode()) == [
            "签名与内容不符：回执被改过，或者不是收到移送包的人签的"
        ]


def test_an_answer_to_a_package_nobody_took(failed: Walk) -> None:
    walk = failed
    content = answer(walk)
    walk.do(handover.return_package, "chen", "2023-06-02", reason="缺")
    walk.do(handover.hand_over, "qian", "2023-06-03")
    said = told(walk, content)
    assert any("还没有下载过" in each for each in said)


def test_the_answer_of_another_case(failed: Walk, defaulted: Walk) -> None:
    first = failed
    second = defaulted
    said = told(second, answer(first))
    assert any("本案是" in each for each in said)
    assert len(said) == 3
    assert handed_in(first, answer(first)).accepted


def _wrapped(inner: str, version: str = "1.0") -> bytes:
    return f'<acknowledgement xmlns="{ACKNOWLEDGEMENT}" version="{version}">{inner}</acknowledgement>'.encode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b" \n ", "空的"),
        (b"<acknowledgement", "不是合格的 XML"),
        (b"PK\x03\x04", "不是"),
        ("<甲/>".encode("gbk"), "UTF-8"),
        (b"<a/>", "不是移送回执"),
        (b"x" * (64 * 1024 + 1), "太大"),
        (LAUGHS.encode(), "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', "DOCTYPE"),
        (_wrapped(""), "内容不全，这里应是 handover"),
        (_wrapped("<oops/>"), "不应出现在这里，这里应是 handover"),
        (_wrapped("", version="9"), "不在可用的值里面（version）"),
    ],
    ids=range(13),
)
def test_files_that_cannot_be_read(content: bytes, word: str, failed: Walk) -> None:
    said = told(failed, content)
    assert any(word in each for each in said), said


def test_every_fault_of_the_form_is_told_with_its_line(failed: Walk) -> None:
    walk = failed
    content = answer(walk, sha256="ABC", on="昨天", by="").decode()
    said = told(walk, content.encode())
    assert any("package-sha256：写法不对" in each for each in said)
    assert any("registered-on" in each for each in said)
    assert any("answered-by" in each for each in said)
    assert all(each.startswith("第 ") for each in said)


def test_an_encoding_that_is_only_claimed_changes_nothing(failed: Walk) -> None:
    walk = failed
    content = answer(walk).replace(b"UTF-8", b"GBK")
    assert handed_in(walk, b"\xef\xbb\xbf" + content).accepted


@pytest.mark.parametrize(
    ("who", "shut"),
    [
        *((name, None) for name in ("chen", "qian", "feng")),
        *((name, Forbidden) for name in ("wang", "shu", "zhou", "zheng", "cai", "ling", "li")),
        *((name, NotVisible) for name in ("zhao", "sun", "wu", "xi", "an", "shen")),
    ],
)
def test_only_who_may_register_the_answer(who: str, shut: type[Exception] | None, failed: Walk) -> None:
    walk = failed
    content = answer(walk)
    if shut is None:
        assert handed_in(walk, content, who=who).accepted
    else:
        with pytest.raises(shut):
            handed_in(walk, content, who=who)
        assert sent(walk).answer_sha256 == ""


def test_on_the_page(cast: Cast, failed: Walk) -> None:
    walk = failed
    address = f"/cases/{walk.case_id}/handovers/"
    desk = Desk(cast, "chen")
    assert "第一次下载时生成" in desk.page(address)
    assert desk.get(f"{address}package/").content == taken(walk)
    page = desk.page(address)
    assert sent(walk).package_sha256 in page
    assert "2 次，最近" in page
    content = answer(walk, on="2023-05-01", handover="鄂1023-2023-1-9")
    wrong = desk.client.post(address, {"file": _file(content)})
    assert wrong.status_code == 400
    for word in ("等待答复的是", "立案日，不能早于"):
        assert word in wrong.content.decode()
    good = answer(walk)
    done = desk.client.post(address, {"file": _file(good)}, follow=True)
    assert "已按回执登记执行案号" in done.content.decode()
    assert "依回执文件" in desk.page(f"/cases/{walk.case_id}/trail/")
    assert "包里没有这份函" not in page
    again = desk.client.post(address, {"file": _file(good)}, follow=True)
    assert "已经登记过，这次没有改动什么" in again.content.decode()
    late = desk.client.post(address, {"file": _file(answer(walk, number="（2023）鄂1023执67号"))})
    assert (late.status_code, "没有等待立案庭答复的移送" in late.content.decode()) == (409, True)
    assert "请选回执文件" in desk.client.post(address, {}).content.decode()


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("回执.xml", content, "text/xml")


def test_a_return_on_the_page_leads_to_the_next_hand_over(cast: Cast, failed: Walk) -> None:
    walk = failed
    address = f"/cases/{walk.case_id}/handovers/"
    head = Desk(cast, "qian")
    content = answer(walk, reasons=["缺生效证明"], on="2023-06-02")
    page = head.client.post(address, {"file": _file(content)}, follow=True).content.decode()
    for said in ("已按回执登记退回：缺生效证明。案件回到“和解未成，待移送”", "已退回", "再次移送立案执行"):
        assert said in page
    assert "再次移送" not in Desk(cast, "chen").page(address)


def test_a_letter_that_could_not_be_made_is_missed_on_the_page(cast: Cast) -> None:
    filing = loan_filing()
    odd = replace(filing.parties[1], name="刘\U000e0100某")
    walk = Walk(cast, replace(filing, parties=(filing.parties[0], odd))).file().accept().assign()
    walk.do(mediation.fail, "qian", "2023-05-30", code="22")
    walk.do(handover.hand_over, "qian", "2023-05-31")
    assert not Paper.objects.filter(owner_key=f"case:{walk.case_id}", form="D20").exists()
    desk = Desk(cast, "chen")
    assert "包里没有这份函" in desk.page(f"/cases/{walk.case_id}/handovers/")
    assert desk.get(f"/cases/{walk.case_id}/handovers/package/").status_code == 200


def test_who_may_not_see_property_finds_no_page(cast: Cast, failed: Walk) -> None:
    walk = failed
    address = f"/cases/{walk.case_id}/handovers/"
    for name in ("cai", "ling", "zhao", "xi"):
        assert Desk(cast, name).get(address).status_code == 404
        assert Desk(cast, name).get(f"{address}package/").status_code == 404
    assert "移送</a>" not in Desk(cast, "cai").page(f"/cases/{walk.case_id}/")
    assert f"{address}" in Desk(cast, "wang").page(f"/cases/{walk.case_id}/")
    reader = Desk(cast, "wang")
    assert "回执文件" not in reader.page(address)
    assert reader.client.post(address, {"file": _file(answer(walk))}).status_code == 403


def test_a_case_that_was_not_handed_over_has_an_empty_page(cast: Cast) -> None:
    walk = Walk(cast).to(State.FAILED)
    desk = Desk(cast, "qian")
    page = desk.page(f"/cases/{walk.case_id}/handovers/")
    assert "还没有移送" in page
    assert f"/cases/{walk.case_id}/acts/hand-over/" in page
    answered = desk.client.get(f"/cases/{walk.case_id}/handovers/package/", follow=True)
    assert "没有移送包" in answered.content.decode()
