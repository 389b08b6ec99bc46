"""Every part, in the states that matter."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template

from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.parts import Difference, NextStep, Pager, TrackStep
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Step


def show(source: str, **context: object) -> str:
    return Template("{% load parts court %}" + source).render(Context(context))


class Person(CourtForm):
    name = forms.CharField(label="姓名", help_text="照证件写")
    total = forms.CharField(label="金额", required=False)
    way = forms.ChoiceField(label="送达方式", choices=[("e", "电子"), ("p", "邮寄")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲")])
    secret = forms.BooleanField(label="地址保密", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


Rows = forms.formset_factory(Person, extra=1, can_delete=True)


def test_field_has_label_hint_and_star() -> None:
    html = show("{% field form.name width='f6' %}", form=Person())
    assert '<div class="f f6"><label for="id_name" class="req">姓名</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<p class="hint" id="id_name_helptext">照证件写</p>' in html


def test_field_with_error_says_so_to_eye_and_ear() -> None:
    html = show("{% field form.name %}", form=Person({}))
    assert 'class="f f3 bad"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div id="id_name_error"><p class="err">请填姓名。</p></div>' in html


def test_field_with_unit_good_and_warning() -> None:
    html = show("{% field form.total unit='元' good='伍元整' warn='偏小' %}", form=Person({"total": "5"}))
    assert '<span class="unit"><input' in html
    assert 'class="num"' in html
    assert "<span>元</span></span>" in html
    assert 'aria-describedby="id_total_warn id_total_good"' in html
    assert '<p class="warn" id="id_total_warn">偏小</p>' in html
    assert 'class="f f3 warned"' in html


def test_group_is_a_fieldset_with_a_legend() -> None:
    html = show("{% field form.way %}", form=Person({}))
    assert '<legend class="lbl req">送达方式</legend>' in html
    assert html.count('<label class="check"><input') == 2
    assert 'aria-describedby="id_way_error"' in html
    assert "请选送达方式。" in html


def test_select_tick_and_hidden() -> None:
    assert '<span class="sel"><select' in show("{% field form.kind %}", form=Person())
    assert '<label class="check"><input type="checkbox"' in show("{% field form.secret %}", form=Person())
    assert show("{% field form.token %}", form=Person()).strip() == '<input type="hidden" name="token" id="id_token">'


def test_field_passes_attributes_on() -> None:
    html = show("{% field form.name data_key='p' hx_post='/preview/' readonly=True star=False %}", form=Person())
    assert 'data-key="p"' in html
    assert 'hx-post="/preview/"' in html
    assert "readonly" in html
    assert 'class="req"' not in html


def test_typed_text_is_escaped() -> None:
    html = show("{% field form.name good=good %}", form=Person({"name": '"><script>'}), good="<b>")
    assert "<script>" not in html
    assert "&lt;b&gt;" in html


def test_cell_is_named_for_those_who_listen() -> None:
    html = show("{% cell form.name label='第 1 期姓名' css='num' sub='周二' %}", form=Person({}))
    assert 'aria-label="第 1 期姓名"' in html
    assert 'class="num"' in html
    assert '<span class="sub nowrap">周二</span>' in html
    assert "请填姓名。" in html


def test_formset_row_can_be_taken_out_without_script() -> None:
    html = show("{% formset_row row 1 '第 1 项' %}", row=Rows().forms[0])
    assert html.count("<td") == 7
    assert 'name="form-0-DELETE"' in html
    assert 'class="check no-script"' in html
    assert 'data-remove hidden aria-label="移除第 1 项"' in html
    assert '<input type="hidden" name="form-0-token"' in html


def test_row_is_added_without_script_too() -> None:
    html = show("{% add_row '加一期' 'plan' key='n' %}")
    assert 'type="submit" name="add_row" value="plan" formnovalidate' in html
    assert 'data-add="plan-row" data-formset="plan" data-key="n">加一期 <kbd>Alt N</kbd>' in html


def test_first_problem_is_the_first_field_in_order() -> None:
    assert show("{{ form|first_problem }}", form=Person({})) == "id_name"
    assert show("{{ form|first_problem }}", form=Person({"name": "许某"})) == "id_way"


WHY = (Step(date(2023, 9, 1), "当日不计入"), Step(None, "2023-10-07，不是 10-09", is_result=True))


def test_why_lists_its_steps() -> None:
    html = show("{% why steps article='民诉法85' %}", steps=WHY)
    assert "<summary>为什么</summary>" in html
    assert "<b>2023-09-01</b>" in html
    assert '<li class="res"><b>结果</b>' in html
    assert html.count("民诉法85") == 1
    assert '<details class="why" open>' in show("{% why steps label='算法' is_open=True %}", steps=WHY)


BLOCKERS = (Blocker("a", "第 2 期还差 30,000.00 元", "协议第 4 条"), Blocker("b", "未经许某确认"))


def test_next_steps_give_every_reason() -> None:
    steps = [
        NextStep("登记通话", "/call/", "先问何时付。", style="main", key="n"),
        NextStep("登记收款", "/pay/"),
        NextStep("认定违约", "/default/", style="danger"),
        NextStep("核定履行完毕", "/fulfil/", blockers=BLOCKERS),
        NextStep("移送立案执行", "", blockers=BLOCKERS[:1]),
    ]
    html = show("{% next_steps steps %}", steps=steps)
    assert '<a class="btn main wide" href="/call/" data-press="n">登记通话</a>' in html
    assert '<li class="pair"><a class="btn" href="/pay/">登记收款</a></li>' in html
    assert html.index("/pay/") < html.index("/default/") < html.index("/fulfil/")
    assert '<h3><a href="/fulfil/">核定履行完毕</a></h3>' in html
    assert "<h3>移送立案执行</h3>" in html
    assert '第 2 期还差 30,000.00 元 <span class="art">协议第 4 条</span>' in html
    assert "未经许某确认" in html


def test_nothing_to_do_says_so() -> None:
    assert "现在没有要办的事。" in show("{% next_steps steps %}", steps=[])


def test_refused_note() -> None:
    html = show("{% refused blockers %}", blockers=BLOCKERS)
    assert 'role="alert"' in html
    assert html.count("<li>") == 2
    assert show("{% refused blockers %}", blockers=()).strip() == ""


def test_track_marks_the_present() -> None:
    html = show(
        "{% track steps %}",
        steps=[TrackStep("收案审查", ("04-25 收件", "04-26 受理"), "done"), TrackStep("和解中", kind="now")],
    )
    assert '<li class="done"><b>收案审查</b>04-25 收件<br>04-26 受理</li>' in html
    assert '<li class="now" aria-current="step"><b>和解中</b></li>' in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% lamp 'late' '逾期' %}", '<span class="lamp late">逾期</span>'),
        ("{% due_lamp 3 %}", '<span class="lamp soon">还有 3 工作日</span>'),
        ("{% amount value %}", '<span class="nowrap">86,500.00 元</span>'),
        ("{% amount value capitals=True %}", "（捌万陆仟伍佰元整）"),
        ("{% amount None %}", '<span class="nowrap">—</span>'),
        ("{% case_no '（2023）鄂1023执前和1号' '/c/' %}", '<a class="nowrap" href="/c/">（2023）鄂1023执前和1号</a>'),
        ("{% case_no '（2023）鄂1023执前和1号' %}", '<span class="nowrap">（2023）鄂1023执前和1号</span>'),
        ("{% hbar 4 12 %}", 'width="33.0"'),
        ("{% masked '139****0031' %}", ">139****0031</span>"),
    ],
)
def test_small_parts(source: str, words: str) -> None:
    assert words in show(source, value=Decimal("86500"))


def test_masked_with_an_address_holds_no_value() -> None:
    html = show("{% masked '139****0031' '/reveal/3/' 'm3' '手机' %}")
    assert 'data-reveal="m3" data-url="/reveal/3/" aria-label="显示手机"' in html
    assert 'href="/reveal/3/"' in html
    assert "显示" not in show("{% masked '139****0031' %}")


def test_pager_without_neighbours_has_no_buttons() -> None:
    html = show("{% pager page %}", page=Pager("第 1–20 件", next_url="?after=20"))
    assert '<span class="btn s" aria-disabled="true">上一页</span>' in html
    assert 'href="?after=20" rel="next"' in html
    assert "<nav" not in show("{% pager page %}", page=Pager("共 3 件"))


def test_conflict_offers_both_versions() -> None:
    html = show(
        "{% conflict '孙笔录' '10:04' rows %}",
        rows=[
            Difference("paid_on", "到账日", "2023-07-05", "2023-07-06"),
            Difference("amount", "金额", "20.00", "20.00"),
        ],
    )
    assert 'name="choose_paid_on" value="kept" checked> 2023-07-05' in html
    assert 'name="choose_paid_on" value="typed"> 2023-07-06' in html
    assert "相同：20.00" in html


def test_submission_token_is_new_every_time() -> None:
    assert show("{% submission_token %}") != show("{% submission_token %}")


def test_act_form_shows_all_it_is_given(rf, django_user_model) -> None:
    context = {
        "title": "认定违约",
        "subject": "（2023）鄂1023执前和36号",
        "form": Person({}),
        "button": "认定违约",
        "danger": True,
        "back_url": "/cases/36/",
        "back_label": "先不认定",
        "consequences": ["通知双方", "许某可以申请执行"],
        "blockers": BLOCKERS,
        "draft_kind": "declare-default",
        "draft_key": "36",
    }
    html = get_template("parts/act_form.html").render(context, rf.get("/"))
    assert '<button class="btn danger" type="submit" data-submit>认定违约' in html
    assert '<a class="btn" href="/cases/36/">先不认定</a>' in html
    assert "许某可以申请执行" in html
    assert "未经许某确认" in html
    assert 'data-draft-url="/drafts/declare-default/36/"' in html
    assert 'name="submission_token"' in html
    assert '<a href="#id_name" data-first-problem>还有 4 处要改</a>' in html
