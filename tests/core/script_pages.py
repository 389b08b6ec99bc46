"""Pages for the browser tests of the script: a form with rows and a draft, a list, a masked number."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

from jianli_mediation.core import drafts, submission
from jianli_mediation.core.access import staff
from jianli_mediation.core.forms import CourtForm
from jianli_mediation.core.reveal import reveal

FORM = """{% extends "parts/act_form.html" %}{% load parts %}
{% block fields %}<section class="panel"><div class="panel-body form">{% field form.payer %}{% field form.note %}</div>
{{ rows.management_form }}{% add_row "加一期" "plan" key="n" %}
<table><tbody>{% for row in rows %}{% formset_row row forloop.counter "这一期" %}{% endfor %}
<template id="plan-row">{% formset_row rows.empty_form "0" "这一期" %}</template></tbody></table></section>{% endblock %}"""

LIST = """{% extends "base.html" %}{% load parts %}{% block title %}清单{% endblock %}
{% block main %}<h1>清单</h1><table><tbody data-rows><tr class="group"><th>绿色通道</th></tr>
<tr><td><a href="/help/">甲</a></td></tr><tr><td><a href="/me/">乙</a></td></tr></tbody></table>
<input aria-label="别的格子" id="other"><a class="btn" data-press="n" href="/me/password/">登记收款</a>
{% masked "139****0031" "/t/phone/" "m1" "手机" %}{% include "parts/reveal_dialog.html" %}{% endblock %}"""


class Pay(CourtForm):
    payer = forms.CharField(label="付款人")
    note = forms.CharField(label="说明", required=False)


class Row(CourtForm):
    amount = forms.CharField(label="金额", required=False)


Rows = forms.formset_factory(Row, extra=0, can_delete=True)
handed_in: list[tuple[str, int]] = []


@staff()
def form_page(request: HttpRequest) -> HttpResponse:
    kept = drafts.load(request.user, "pay") if request.method == "GET" else None
    data = request.POST if request.method == "POST" else kept and kept.data
    form, rows = Pay(data or None), Rows(data or None, prefix="plan")
    if kept:
        drafts.quiet(form)
        drafts.quiet_rows(rows)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        with submission.once(request) as turn:
            if turn.first:
                left = [row for row in rows if row not in rows.deleted_forms]
                handed_in.append((form.cleaned_data["payer"], len(left)))
                drafts.discard(request.user, "pay")
                turn.result_url = "/t/list/"
        return redirect(turn.result_url)
    context = {
        "title": "登记收款",
        "button": "登记收款",
        "back_url": "/t/list/",
        "back_label": "先不登记",
        "form": form,
        "rows": rows,
        "draft_kind": "pay",
        "draft_saved_at": kept and kept.saved_at,
    }
    return HttpResponse(Template(FORM).render(RequestContext(request, context)))


@staff()
def list_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(LIST).render(RequestContext(request)))


@staff()
def phone(request: HttpRequest) -> HttpResponse:
    return reveal(request, label="手机", masked="139****0031", back_url="/t/list/", read=lambda reason: "13900000031")


urlpatterns = [
    path("", include("jianli_mediation.core.page_urls")),
    path("t/form/", form_page),
    path("t/list/", list_page),
    path("t/phone/", phone),
]
