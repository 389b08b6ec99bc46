"""The calendar, the dated settings and the LPR: who may change them, what moves, and what is kept of it."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.actions.reference import change_setting, enter_rate, import_calendar
from cases.facts import balance_on, load_reference, lpr_series, periods_on, switches_on
from cases.models import Case, Todo
from cases.queries.reference import day_shown, last_import, settings_on, year_of
from jianli_mediation.core import audit
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.models import AuditEntry, CalendarDay, CalendarYear, DatedSetting, ReferenceRate, User
from tests.build import Walk, day, loan_filing, moment
from tests.cast import Cast
from tests.rules.calendars import days

NOW = moment("2026-11-20 10:00")
#: Invented: no notice for 2027 is known. The break makes Monday 4 January a rest day.
NOTICE = "起,止,类别,名称\n2027-01-01,2027-01-04,放假,元旦假期\n2027-01-09,,上班,元旦调休上班\n"
SOURCE = "关于2027年部分节假日安排的通知（测试）"


def imported(cast: Cast, who: str = "qian", text: str = NOTICE, year: int = 2027, **more: object):
    return import_calendar(by=Actor(getattr(cast, who)), now=NOW, year=year, text=text, source=SOURCE, **more)


# ── The notices of the State Council ──

ANNOUNCED = {
    2019: (
        ("01-01", "02-04/02-10", "04-05/04-07", "05-01/05-04", "06-07/06-09", "09-13/09-15", "10-01/10-07"),
        ("02-02", "02-03", "04-28", "05-05", "09-29", "10-12"),
    ),
    # The Spring Festival was lengthened to 2 February; Sunday 19 January and Saturday 1 February as first announced.
    2020: (
        ("01-01", "01-24/02-02", "04-04/04-06", "05-01/05-05", "06-25/06-27", "10-01/10-08"),
        ("01-19", "04-26", "05-09", "06-28", "09-27", "10-10"),
    ),
    2021: (
        ("01-01/01-03", "02-11/02-17", "04-03/04-05", "05-01/05-05", "06-12/06-14", "09-19/09-21", "10-01/10-07"),
        ("02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"),
    ),
    2022: (
        ("01-01/01-03", "01-31/02-06", "04-03/04-05", "04-30/05-04", "06-03/06-05", "09-10/09-12", "10-01/10-07",
         "12-31"),
        ("01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"),
    ),
    2023: (
        ("01-01/01-02", "01-21/01-27", "04-05", "04-29/05-03", "06-22/06-24", "09-29/10-06", "12-30/12-31"),
        ("01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"),
    ),
    2024: (
        ("01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-10", "09-15/09-17", "10-01/10-07"),
        ("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"),
    ),
    2025: (
        ("01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"),
        ("01-26", "02-08", "04-27", "09-28", "10-11"),
    ),
    2026: (
        ("01-01/01-03", "02-15/02-23", "04-04/04-06", "05-01/05-05", "06-19/06-21", "09-25/09-27", "10-01/10-07"),
        ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("year", ANNOUNCED)
def test_each_day_of_a_year_is_as_announced(year: int) -> None:
    """Whether one works on each of the 365 days; the weekend inside a break may or may not be listed as part of it."""
    rest, makeup = (days(year, *spans) for spans in ANNOUNCED[year])
    calendar = load_calendar()
    for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        each = date.fromordinal(number)
        works = each in makeup or (each not in rest and each.weekday() < 5)
        assert calendar.is_workday(each) == works, each
    assert calendar.is_confirmed(date(year, 12, 31))
    row = CalendarYear.objects.get(year=year)
    assert row.confirmed
    assert "国办发明电〔" in row.source


# ── Importing a year ──


def test_a_year_without_a_notice_is_estimated(cast: Cast) -> None:
    shown = year_of(2027)
    assert (shown.state, shown.spans) == ("暂估", ())
    found = day_shown(day("2027-01-04"), load_calendar())
    assert (found.words, found.state) == ("星期一，工作日", "暂估")


def test_an_imported_year_is_announced(cast: Cast) -> None:
    imported(cast)
    assert year_of(2027).state == "已公布"
    found = day_shown(day("2027-01-04"), load_calendar())
    assert (found.words, found.state, found.source) == ("星期一，元旦假期", "已公布", SOURCE)
    entry = AuditEntry.objects.get(verb="import_calendar")
    assert (entry.actor_id, entry.facts["days"], entry.facts["moved"]) == (cast.qian.pk, 5, [])
    assert list(audit.verify()) == []


def test_an_estimate_of_our_own_stays_an_estimate(cast: Cast) -> None:
    imported(cast, confirmed=False)
    assert year_of(2027).state == "暂估"
    assert not load_calendar().is_workday(day("2027-01-04"))
    assert not load_calendar().is_confirmed(day("2027-01-04"))


def test_a_year_after_a_gap_proves_nothing(cast: Cast) -> None:
    imported(cast, year=2028, text="2028-10-02,,放假,国庆假期")
    assert load_calendar().confirmed_through == day("2026-12-31")
    imported(cast)
    assert load_calendar().confirmed_through == day("2028-12-31")


def test_a_second_import_replaces_the_first(cast: Cast) -> None:
    imported(cast, text=f"2026-12-31,,放假,元旦假期\n{NOTICE}")
    imported(cast, text="2027-05-03,,放假,五一假期")
    assert list(CalendarDay.objects.filter(year=2027).values_list("day", flat=True)) == [day("2027-05-03")]
    assert CalendarYear.objects.get(year=2027).revision == 2
    assert load_calendar().is_workday(day("2026-12-31"))


def test_the_new_years_break_belongs_to_the_year_to_come(cast: Cast) -> None:
    assert CalendarDay.objects.get(day=day("2023-12-30")).year_id == 2024


def test_bad_rows_are_told_together_and_nothing_changes(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as caught:
        import_calendar(
            by=Actor(cast.qian), now=NOW, year=2030, text="2030-02-30,,放假,假期\n2030-01-01,,休,元旦", source=" "
        )
    assert set(caught.value.errors) == {"year", "source", "text"}
    assert [text[:5] for text in caught.value.errors["text"]] == ["第 1 行", "第 2 行"]
    assert not CalendarYear.objects.filter(year=2030).exists()


@pytest.mark.parametrize("who", ["wang", "li", "shu", "zheng", "an", "shen"])
def test_the_calendar_is_not_for_everybody(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        imported(cast, who)


@pytest.fixture
def talks(cast: Cast) -> Walk:
    """Taken on 5 December 2026: thirty days end on Monday 4 January 2027."""
    filing = loan_filing(
        received_at=moment("2026-12-03 09:30"), basis={"effective_on": day("2026-11-12"), "performance_days": 10}
    )
    with time_machine.travel(moment("2026-12-05 10:00"), tick=False):
        return Walk(cast, filing).file().accept("2026-12-04").assign("2026-12-05", "2026-12-05")


def test_open_deadlines_move_and_are_listed(cast: Cast, talks: Walk) -> None:
    attempt = talks.case.attempt
    assert attempt.deadline == day("2027-01-04")
    version = talks.case.version
    done = import_calendar(by=Actor(cast.qian), now=moment("2026-12-06"), year=2027, text=NOTICE, source=SOURCE)
    assert [(each.what, str(each.before), str(each.after)) for each in done.moved] == [
        ("和解期限", "2027-01-04", "2027-01-05"),
        ("期满未定去向，请督办", "2027-01-07", "2027-01-08"),
    ]
    case = Case.objects.get(pk=talks.case.pk)
    assert case.attempt.deadline == day("2027-01-05")
    assert case.version == version + 1
    assert Todo.objects.get(case=case, code="decide").due_on == day("2027-01-05")
    entry = AuditEntry.objects.get(case_id=case.pk, verb="recompute_deadlines")
    assert entry.facts["moved"][0]["to"] == "2027-01-05"
    assert last_import(cast.qian, 2027).shifts[0].case_no == case.case_no
    assert (last_import(cast.xi, 2027).shifts, last_import(cast.xi, 2027).hidden) == ((), 2)


def test_the_page_lists_what_moved_and_the_trail_tells_it(cast: Cast, talks: Walk, client: Client) -> None:
    with time_machine.travel(moment("2026-12-06 10:00"), tick=False):
        client.force_login(cast.qian)
        answer = client.post(
            reverse("cases:import_calendar"),
            {"year": "2027", "source": SOURCE, "confirmed": "yes", "text": NOTICE},
            follow=True,
        )
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "2027-01-05 周二" in page
        assert talks.case.case_no in page
        trail = client.get(reverse("cases:trail", args=[talks.case.pk])).content.decode()
    assert "和解期限由 2027-01-04 到 2027-01-05" in trail


def test_the_page_keeps_what_was_typed_and_names_every_bad_row(cast: Cast, client: Client) -> None:
    client.force_login(cast.xi)
    bad = "2027-02-30,,放假,春节假期\n2027-05-10,,上班,五一调休上班"
    answer = client.post(
        reverse("cases:import_calendar"), {"year": "2027", "source": SOURCE, "confirmed": "yes", "text": bad}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "第 1 行" in page
    assert "第 2 行" in page
    assert "2027-02-30,,放假,春节假期" in page


def test_the_command_says_what_moved_or_what_is_wrong(cast: Cast, talks: Walk, tmp_path: Path) -> None:
    table = tmp_path / "2027.csv"
    table.write_text(NOTICE, encoding="utf-8")
    out = StringIO()
    with time_machine.travel(moment("2026-12-06 10:00"), tick=False):
        call_command("import_calendar", "2027", str(table), "--notice", SOURCE, "--by", "xi", stdout=out)
        assert f"{talks.case.case_no}  和解期限  2027-01-04 → 2027-01-05" in out.getvalue()
        for file, account, words in (
            (table, "nobody", "没有在用的账号"),
            (table, "li", "不由和解员办理"),
            (tmp_path / "none.csv", "xi", "读不了"),
        ):
            with pytest.raises(CommandError, match=words):
                call_command("import_calendar", "2027", str(file), "--notice", SOURCE, "--by", account)
        table.write_text("2027-13-01,,放假,假期", encoding="utf-8")
        with pytest.raises(CommandError, match="第 1 行"):
            call_command("import_calendar", "2027", str(table), "--notice", SOURCE, "--by", "xi")


# ── Dated settings ──


def test_a_period_changes_from_its_day_on(cast: Cast) -> None:
    change_setting(
        by=Actor(cast.qian), now=NOW, code="T_URGE", value="20", since=day("2026-12-01"), source="2026年第9次院务会"
    )
    assert periods_on(day("2026-11-30"))["T_URGE"].amount == 15
    assert periods_on(day("2026-12-01"))["T_URGE"].amount == 20
    setting = next(each for each in settings_on(day("2026-11-20")) if each.parameter.code == "T_URGE")
    assert (setting.words, setting.since, setting.ahead) == ("15 日", None, [(day("2026-12-01"), "20 日")])
    later = next(each for each in settings_on(day("2027-01-01")) if each.parameter.code == "T_URGE")
    assert (later.words, later.since, later.source) == ("20 日", day("2026-12-01"), "2026年第9次院务会")
    entry = AuditEntry.objects.get(verb="change_setting")
    assert (entry.facts["from"], entry.facts["to"], entry.facts["since"]) == ("15", "20", "2026-12-01")


@pytest.mark.parametrize("code", ["fee_in_base", "delay_interest_in_fee_base", "first_day_counts"])
@pytest.mark.parametrize("value", ["是", "否"])
def test_every_switch_is_read_in_both_settings(cast: Cast, code: str, value: str) -> None:
    walk = Walk(cast).file()
    before = balance_on(walk.case, day("2023-05-24"))
    DatedSetting.objects.create(code=code, since=day("2023-05-01"), value=value, source="测试")
    assert getattr(switches_on(day("2023-04-30")), code) is False
    assert getattr(switches_on(day("2023-05-24")), code) is (value == "是")
    after = balance_on(walk.case, day("2023-05-24"))
    assert (after == before) == (value == "否")
    expected = {
        "fee_in_base": ("474.59", "不含一般利息，含受理费"),
        "delay_interest_in_fee_base": ("469.26", "执行费基数含加倍部分"),
        "first_day_counts": ("484.40", "当日起算"),
    }
    if value == "是":
        amount, words = expected[code]
        assert after.doubled_interest == Decimal(amount)
        assert any(words in note for note in after.notes)


@pytest.mark.parametrize(
    ("code", "value", "since", "source", "field"),
    [
        ("T_LIM", "3", "2026-12-01", "院务会", "value"),
        ("T_URGE", "很久", "2026-12-01", "院务会", "value"),
        ("T_URGE", "20", "2026-11-19", "院务会", "since"),
        ("T_URGE", "20", "2026-11-20", " ", "source"),
    ],
)
def test_what_cannot_be_decided(cast: Cast, code: str, value: str, since: str, source: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        change_setting(by=Actor(cast.qian), now=NOW, code=code, value=value, since=day(since), source=source)
    assert set(caught.value.errors) == {field}
    assert not DatedSetting.objects.exists()


def test_only_the_head_decides(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        change_setting(by=Actor(cast.xi), now=NOW, code="T_URGE", value="20", since=NOW.date(), source="院务会")


def test_the_page_of_settings_and_its_change(cast: Cast, client: Client) -> None:
    client.force_login(cast.qian)
    with time_machine.travel(NOW, tick=False):
        url = reverse("cases:change_setting", args=["fee_in_base"])
        assert "不含受理费" in client.get(url).content.decode()
        typed = {"value": "是", "since": "2026-11-19", "source": "审委会纪要"}
        assert client.post(url, typed).status_code == 400
        page = client.post(url, typed | {"since": "2026-11-20"}, follow=True).content.decode()
        assert "2026-11-20 起" in page
        assert "审委会纪要" in page
        assert client.get(reverse("cases:change_setting", args=["T_LIM"])).status_code == 404
        client.force_login(cast.li)
        assert client.get(url).status_code == 403
        assert client.get(reverse("cases:settings")).status_code == 200


# ── LPR ──


def test_the_series_that_comes_with_the_software_asks_to_be_checked(cast: Cast) -> None:
    series = lpr_series()
    assert (series[0].since, series[0].rate) == (day("2019-08-20"), Decimal("0.0425"))
    assert all("请核对" in each.source and not each.checked for each in series)


def test_a_case_at_four_times_lpr(cast: Cast) -> None:
    walk = Walk(cast).file()
    item = walk.case.basis.items.get()
    item.rate_type, item.rate, item.rate_from = "lpr", Decimal(4), day("2023-06-01")
    item.save()
    balance = balance_on(Case.objects.get(pk=walk.case.pk), day("2023-07-20"))
    assert [(part.days, part.rate, str(part.amount)) for part in balance.segments_general] == [
        (19, Decimal("0.1460"), "657.40"),
        (30, Decimal("0.1420"), "1009.56"),
    ]
    assert any("请对照公布文本核对" in note for note in balance.notes)


def test_entering_and_checking_a_rate(cast: Cast, client: Client) -> None:
    row = enter_rate(
        by=Actor(cast.qian), now=NOW, since=day("2025-05-20"), rate=Decimal("0.03"), source="交易中心网站，钱核对"
    )
    assert (row.checked, ReferenceRate.objects.filter(since=day("2025-05-20")).count()) == (True, 1)
    with pytest.raises(InvalidInput) as caught:
        enter_rate(by=Actor(cast.qian), now=NOW, since=day("2019-08-19"), rate=Decimal(3), source="")
    assert set(caught.value.errors) == {"since", "rate", "source"}
    client.force_login(cast.xi)
    with time_machine.travel(NOW, tick=False):
        url = reverse("cases:enter_rate")
        assert "3.35%" in client.get(f"{url}?since=2024-07-22").content.decode()
        assert client.post(url, {"since": "2026-12-01", "percent": "2.9", "source": "公告"}).status_code == 400
        page = client.post(url, {"since": "2026-10-20", "percent": "2.9", "source": "测试公告"}, follow=True)
    assert "2.90%" in page.content.decode()


def test_every_page_of_reference_opens(cast: Cast, client: Client) -> None:
    for who in cast.people.values():
        assert isinstance(who, User)
        client.force_login(who)
        for name in ("calendar", "settings", "rates"):
            assert client.get(reverse(f"cases:{name}")).status_code == 200
    page = client.get(reverse("cases:calendar"), {"year": "2027", "day": "2023-10-07"}).content.decode()
    assert "星期六，国庆调休上班" in page
    assert "还没有公布" in page


def test_an_import_that_is_rolled_back_is_forgotten(cast: Cast) -> None:
    """Read in between, as an act may do, and then another notice for the same year, with the same revision."""

    class Broken(Exception):
        pass

    @transaction.atomic
    def broken_off() -> None:
        imported(cast)
        assert not load_reference().calendar.is_workday(day("2027-01-04"))
        raise Broken

    with pytest.raises(Broken):
        broken_off()
    assert load_reference().calendar.is_workday(day("2027-01-04"))
    imported(cast, text="起,止,类别,名称\n2027-01-01,2027-01-01,放假,元旦\n")
    assert load_reference().calendar.is_workday(day("2027-01-04"))
    assert not load_calendar().is_workday(day("2027-01-01"))
