"""批量导入: read, tried out without a trace, told row by row, filed wholly or by rows, and never twice."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cases import jobs
from cases.actions import ledger_work, ledgers
from cases.actions.acting import Actor, Forbidden, InvalidInput, NotVisible
from cases.actions.intake import file_case
from cases.forms.ledger_file import read
from cases.models import Case, LedgerImport
from cases.models.ledger_import import ImportStage
from cases.papers.ledger_workbook import returned, template
from cases.queries.ledgers import progress_of
from jianli_mediation.core import clock
from jianli_mediation.core.models import AuditEntry, OutboxMessage
from jianli_mediation.kernel.refusal import Refused
from tests.build import LIU, loan_filing
from tests.cases.ledger_files import csv_of, drained, more, row, rows_in, xlsx
from tests.cast import Cast

OTHER = "429999198503120017"


def handed(content: bytes, name: str = "台账.xlsx") -> ledgers.Handed:
    return ledgers.Handed(name, content, [[line.as_given() for line in lines] for lines in read(content)])


def taken_in(cast: Cast, *rows: dict[str, Any], who: str = "wang") -> LedgerImport:
    """Handed in and tried out."""
    ledger = ledgers.hand_in(by=Actor(getattr(cast, who)), now=clock.now(), handed=handed(xlsx(*rows)))
    drained()
    ledger.refresh_from_db()
    return ledger


def decided(cast: Cast, ledger: LedgerImport, rows: Any, who: str = "wang") -> LedgerImport:
    ledgers.decide(by=Actor(getattr(cast, who)), now=clock.now(), ledger_id=ledger.pk, rows=rows)
    drained()
    ledger.refresh_from_db()
    return ledger


def problems(ledger: LedgerImport) -> set[tuple[int, str]]:
    return {(each["line"], each["column"]) for kept in ledger.rows.all() for each in kept.problems}


def test_from_the_ledger_to_the_cases(cast: Cast) -> None:
    old = row(502, 收件日期="2021-03-02", 生效日期="2021-01-04", 依据案号="2020民初502")
    ledger = taken_in(cast, row(501), old)
    assert (ledger.stage, problems(ledger)) == (ImportStage.CHECKED, set())
    assert not Case.objects.exists()
    ledger = decided(cast, ledger, ledgers.EVERY_ROW)
    assert ledger.stage == ImportStage.DONE
    first, second = (kept.case for kept in ledger.rows.all())
    assert (first.case_no, second.case_no) == ("（2023）鄂1023执前和1号", "（2021）鄂1023执前和1号")
    assert {first.source, second.source} == {"import"}
    assert second.basis.doc_no == "（2020）鄂1023民初502号"
    by_hand = loan_filing()
    assert first.amount_applied == by_hand.basis.items[0].amount + by_hand.basis.costs_on_debtor
    assert first.filed_by == cast.wang
    (entry,) = AuditEntry.objects.filter(verb="file", case_id=first.pk)
    assert entry.reason == f"批量导入第 {ledger.pk} 号，第 2 行"


def counts() -> dict[str, Any]:
    """How many rows every table has, but for the ledger's own and the worker's; and every series of numbers."""
    own = {"cases_ledgerimport", "cases_ledgerrow", "core_outboxmessage"}
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy and table not in own:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own names
                found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT kind, year, n FROM core_serial ORDER BY 1, 2")
        found["serials"] = cursor.fetchall()
    return found


def test_a_trial_leaves_nothing(cast: Cast) -> None:
    file_case(by=Actor(cast.wang), now=clock.now(), filing=loan_filing(basis={"doc_no": "（2023）鄂1023民初9号"}))
    ledger = ledgers.hand_in(by=Actor(cast.wang), now=clock.now(), handed=handed(xlsx(row(501), row(502), row(9))))
    before = counts()
    drained()
    assert counts() == before
    assert problems(ledger) == {(4, "依据案号")}
    assert not OutboxMessage.objects.filter(done_at=None).exists()


BAD = (
    ({"生效日期": ""}, "生效日期", "请填生效日期"),
    ({"生效日期": "去年"}, "生效日期", "2023-10-07"),
    ({"生效日期": "2023-02-30"}, "生效日期", "没有 2023年2月30日"),
    ({"生效日期": "2023-06-01"}, "生效日期", "不能晚于收件日"),
    ({"收件日期": "2199-01-01"}, "收件日期", "不能晚于现在"),
    ({"案由": ""}, "案由", "请填案由"),
    ({"依据种类": "圣旨"}, "依据种类", "没有“圣旨”"),
    ({"申请人": ""}, "申请人", "请填姓名或名称"),
    ({"申请人证件号码": OTHER[:-1] + "8"}, "申请人证件号码", "末位应为"),
    ({"申请人证件号码": 429999198503120017}, "申请人证件号码", "后几位已经丢了"),
    ({"申请人证件号码": "4.29999E+17"}, "申请人证件号码", "后几位已经丢了"),
    ({"申请人手机": "1380000"}, "申请人手机", ""),
    ({"申请人类别": "法人"}, "申请人法定代表人", "法定代表人"),
    ({"被申请人": "=A1"}, "被申请人", "公式"),
    ({"判项金额": "许多"}, "判项金额", "两位小数"),
    ({"判项金额": ""}, "判项金额", "金额"),
    ({"判项内容": ""}, "判项内容", "请填内容"),
    ({"标注": "涉农、涉外"}, "标注", "没有“涉外”"),
    ({"公告送达": "也许"}, "公告送达", "可以填：是、否"),
    ({"执行案号": "（2023）鄂1023执1号"}, "执行案号", "立案前和解"),
    ({"履行期限日": "2023-04-22"}, "履行期限日", "只填"),
)


def test_every_bad_row_is_told_at_once_at_its_cell_and_comes_back_marked(cast: Cast) -> None:
    given = [
        row(600 + number, **{column: value})
        for number, (changed, *_) in enumerate(BAD)
        for column, value in changed.items()
    ]
    ledger = taken_in(cast, *given, row(601, 案由="合同纠纷"), row(700))
    told = {kept.line: kept.problems for kept in ledger.rows.all()}
    for line, (changed, column, words) in enumerate(BAD, 2):
        found = [each["message"] for each in told[line] if each["column"] == column]
        assert any(words in text for text in found), (changed, told[line])
    assert [each["column"] for each in told[len(BAD) + 2]] == ["依据案号"], "the same matter twice in the file"
    assert told[len(BAD) + 3] == []
    back = rows_in(returned(ledger.rows.all()))
    assert [bool(each["问题"]) for each in back] == [True] * (len(BAD) + 1) + [False]
    assert all(BAD[index][1] in back[index]["问题"] for index in range(len(BAD)))
    assert back[0]["申请人证件号码"] == OTHER
    with pytest.raises(Refused) as refusal:
        decided(cast, ledger, ledgers.EVERY_ROW)
    assert refusal.value.blockers[0].code == "ledger_has_bad_rows"


def test_a_returned_ledger_is_mended_and_handed_in_again(cast: Cast) -> None:
    ledger = taken_in(cast, row(501, 案由=""), row(502))
    mended = rows_in(returned(ledger.rows.all()))
    mended[0]["案由"] = "民间借贷纠纷"
    again = taken_in(cast, *mended)
    assert problems(again) == set()


def test_further_parties_and_items_on_lines_of_their_own(cast: Cast) -> None:
    firm = {"被申请人": "监利示例水产有限公司", "被申请人类别": "法人", "被申请人证件号码": "91421023MA4XXXXX1X"}
    ledger = taken_in(
        cast,
        row(501),
        more(判项种类="已算定的利息", 判项内容="支付利息1000元", 判项金额=1000.5),
        more(被申请人="赵某", 被申请人地位="共同债务人", 被申请人证件号码="429999198503120017"),
        row(502),
        more(案由="多写的", **firm),
    )
    assert {line for line, _ in problems(ledger)} == {6}
    assert (6, "案由") in problems(ledger)
    ledger = decided(cast, ledger, [2])
    case = Case.objects.get()
    assert [(each.role, each.name) for each in case.parties.order_by("seq")] == [
        ("applicant", "陈某"),
        ("respondent", "刘某"),
        ("co_debtor", "赵某"),
    ]
    assert [(str(each.amount), each.is_interest) for each in case.basis.items.order_by("seq")] == [
        ("86500.00", False),
        ("1000.50", True),
    ]


def test_chosen_rows_are_filed_each_by_itself_and_the_rest_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_work, "FILED_AT_ONCE", 2)
    ledger = taken_in(cast, *(row(500 + number) for number in range(5)), row(505, 案由=""))
    with pytest.raises(InvalidInput) as wrong:
        decided(cast, ledger, [2, 7, 99])
    assert "第 7、99 行" in wrong.value.errors["rows"][0]
    ledger = decided(cast, ledger, [2, 4, 6])
    assert ledger.stage == ImportStage.CHECKED
    assert [kept.line for kept in ledger.rows.exclude(case=None)] == [2, 4, 6]
    ledger = decided(cast, ledger, [3, 5])
    assert (ledger.stage, Case.objects.count(), progress_of(ledger).bad) == (ImportStage.DONE, 5, 1)


def test_a_row_that_became_bad_meanwhile_stops_only_itself(cast: Cast) -> None:
    ledger = taken_in(cast, row(501), row(502))
    file_case(by=Actor(cast.wang), now=clock.now(), filing=loan_filing())
    ledger = decided(cast, ledger, [2, 3])
    assert (ledger.stage, Case.objects.count()) == (ImportStage.DONE, 2)
    assert problems(ledger) == {(2, "依据案号")}


def test_all_or_nothing_is_nothing_when_the_last_row_fails(cast: Cast) -> None:
    ledger = taken_in(cast, row(502), row(503), row(501))
    file_case(by=Actor(cast.wang), now=clock.now(), filing=loan_filing())
    ledgers.decide(by=Actor(cast.wang), now=clock.now(), ledger_id=ledger.pk, rows=ledgers.EVERY_ROW)
    before = counts()
    drained()
    after = counts()
    ledger.refresh_from_db()
    assert ledger.stage == ImportStage.FAILED
    assert {name for name in after if after[name] != before[name]} == {"core_auditentry"}, "the outcome is in the trail"
    assert problems(ledger) == {(4, "依据案号")}
    assert not ledger.rows.exclude(case=None).exists()


def test_too_many_rows_for_one_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "MOST_AS_ONE", 1)
    ledger = taken_in(cast, row(501), row(502))
    with pytest.raises(Refused) as refusal:
        decided(cast, ledger, ledgers.EVERY_ROW)
    assert refusal.value.blockers[0].code == "ledger_too_long"
    assert decided(cast, ledger, [2, 3]).stage == ImportStage.DONE


class Killed(BaseException):
    """The end of a worker in the middle of its turn."""


@pytest.mark.parametrize("whole", [True, False])
def test_a_worker_that_dies_files_nothing_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> None:
    monkeypatch.setattr(ledger_work, "FILED_AT_ONCE", 2)
    ledger = taken_in(cast, row(501), row(502), row(503))
    wanted: Any = ledgers.EVERY_ROW if whole else [2, 3, 4]
    ledgers.decide(by=Actor(cast.wang), now=clock.now(), ledger_id=ledger.pk, rows=wanted)
    left = [1, 0, 0] if not whole else [2, 0]

    def dies(**given: Any) -> Case:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return file_case(**given)

    with monkeypatch.context() as patched:
        patched.setattr(ledger_work, "file_case", dies)
        with pytest.raises(Killed):
            drained()
    assert not Case.objects.exists()
    drained()
    ledger.refresh_from_db()
    numbers = list(Case.objects.order_by("number_seq").values_list("number_seq", flat=True))
    assert (ledger.stage, numbers) == (ImportStage.DONE, [1, 2, 3])
    jobs.ledger({"ledger": ledger.pk})
    assert Case.objects.count() == 3


def test_the_same_file_twice_is_asked_about(cast: Cast) -> None:
    content = xlsx(row(501))
    first = ledgers.hand_in(by=Actor(cast.wang), now=clock.now(), handed=handed(content))
    with pytest.raises(Refused) as refusal:
        ledgers.hand_in(by=Actor(cast.chen), now=clock.now(), handed=handed(content))
    assert refusal.value.blockers[0].code == "ledger_twice"
    assert f"第 {first.pk} 号" in refusal.value.blockers[0].message
    assert ledgers.hand_in(by=Actor(cast.chen), now=clock.now(), handed=handed(content), again=True).pk != first.pk


def test_dropping_forgets_what_was_not_filed(cast: Cast) -> None:
    ledger = taken_in(cast, row(501), row(502))
    decided(cast, ledger, [2])
    ledger = ledgers.drop(by=Actor(cast.wang), now=clock.now(), ledger_id=ledger.pk)
    assert (ledger.stage, ledger.rows.count()) == (ImportStage.DONE, 1)
    other = taken_in(cast, row(503))
    other = ledgers.drop(by=Actor(cast.wang), now=clock.now(), ledger_id=other.pk)
    assert (other.stage, other.rows.count()) == (ImportStage.DROPPED, 0)
    with pytest.raises(Refused):
        ledgers.drop(by=Actor(cast.wang), now=clock.now(), ledger_id=other.pk)


def test_whose_it_is(cast: Cast) -> None:
    ledger = taken_in(cast, row(501))
    for who in ("chen", "qian"):
        with pytest.raises(NotVisible):
            decided(cast, ledger, [2], who=who)
        with pytest.raises(NotVisible):
            ledgers.drop(by=Actor(getattr(cast, who)), now=clock.now(), ledger_id=ledger.pk)
    for who in ("li", "ling", "xi", "wu"):
        with pytest.raises(Forbidden):
            ledgers.hand_in(by=Actor(getattr(cast, who)), now=clock.now(), handed=handed(xlsx(row(1))))
    with pytest.raises(NotVisible):
        ledgers.take_workbook(by=Actor(cast.chen), now=clock.now(), ledger_id=ledger.pk)
    assert len(ledgers.take_workbook(by=Actor(cast.qian), now=clock.now(), ledger_id=ledger.pk)[1]) == 1
    assert AuditEntry.objects.filter(verb="take_ledger", actor=cast.qian).count() == 1


def test_warnings_hold_nothing_up(cast: Cast) -> None:
    file_case(by=Actor(cast.wang), now=clock.now(), filing=loan_filing())
    ledger = taken_in(cast, row(502, 申请人手机=""))
    (kept,) = ledger.rows.all()
    assert kept.problems == []
    assert any("另有案件" in text for text in kept.warnings)
    assert any("没有填手机" in text for text in kept.warnings)


def test_the_template_is_read_as_empty_and_csv_in_either_encoding_as_the_same() -> None:
    from_gbk, from_utf8 = (
        read(csv_of(row(501, 案由="买卖合同纠纷"), encoding=name)) for name in ("gb18030", "utf-8-sig")
    )
    assert from_gbk == from_utf8
    assert (
        read(csv_of(row(501), delimiter="\t", encoding="utf-16"))[0][0].cells["申请人证件号码"]
        == row()["申请人证件号码"]
    )
    with pytest.raises(Exception, match="表头下面没有内容"):
        read(template())
    assert LIU
