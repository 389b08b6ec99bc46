"""计算器: the rules on typed figures. Results come while one types, or by the button; each prints as a working sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.forms.calculators import FEES, FORMS, BalanceForm
from cases.queries import calculators
from cases.rules.balance import Claim
from cases.rules.simulator import BANDS, Offer
from jianli_mediation.core import clock
from jianli_mediation.core.access import Invisible, StaffRequest, staff
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.forms import AmountField, CourtForm
from jianli_mediation.core.roles import Role
from jianli_mediation.kernel.money import ZERO, show

USERS = (
    Role.WINDOW,
    Role.FILING,
    Role.MEDIATOR,
    Role.OUTSIDE_MEDIATOR,
    Role.CLERK,
    Role.JUDGE,
    Role.HEAD,
    Role.DIRECTOR,
    Role.FINANCE,
)
Reckon = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Calculator:
    """One page: its address, its name, what it computes, and the part that shows the result."""

    key: str
    title: str
    sheet: str
    template: str
    reckon: Reckon

    @property
    def url(self) -> str:
        return reverse("cases:calculator", args=[self.key])


def _fee(form: CourtForm) -> dict[str, Any]:
    kind = form.cleaned_data["kind"]
    return {"fee": calculators.fee(**form.cleaned_data), "what": FEES[kind], "saved": kind == "execution"}


def _doubled(form: CourtForm) -> dict[str, Any]:
    left = calculators.doubled(**form.cleaned_data)
    return {"balance": left, "doubled_total": sum((part.amount for part in left.segments_doubled), ZERO)}


def _balance(form: BalanceForm) -> dict[str, Any]:
    typed = form.cleaned_data
    claim = Claim(
        principal=(form.item,),
        costs=typed["costs"] or ZERO,
        performance_end=typed["performance_end"],
        fixed_interest=typed["fixed_interest"] or ZERO,
    )
    left = calculators.debt(claim=claim, payments=typed["payments"], until=typed["until"], order=typed["order"])
    return {"balance": left, "doubled_total": sum((part.amount for part in left.segments_doubled), ZERO)}


def _deadline(form: CourtForm) -> dict[str, Any]:
    return {"end": calculators.deadline(**form.cleaned_data)}


def _instalments(form: CourtForm) -> dict[str, Any]:
    return {"rows": calculators.plan(**form.cleaned_data), "total": form.cleaned_data["total"]}


def _simulator(form: CourtForm) -> dict[str, Any]:
    typed = form.cleaned_data
    given = Offer(**typed | {"down_payment": typed["down_payment"] or ZERO, "burden": typed["burden"] or ZERO})
    found = calculators.offer(given, clock.today())
    rows = calculators.rows_of(found.plan, load_calendar())
    share = None if found.share is None else found.share * 100
    return {"found": found, "rows": rows, "band": BANDS[found.band], "share": share}


CALCULATORS = {
    each.key: each
    for each in (
        Calculator("fee", "费用", "费用计算清单", "cases/calculators/fee.html", _fee),
        Calculator("doubled", "加倍部分利息", "加倍部分债务利息计算清单", "cases/calculators/doubled.html", _doubled),
        Calculator("balance", "还欠多少", "欠款计算清单", "cases/calculators/balance.html", _balance),
        Calculator("deadline", "期限", "期限计算清单", "cases/calculators/deadline.html", _deadline),
        Calculator("instalments", "分期", "分期计划", "cases/calculators/instalments.html", _instalments),
        Calculator("simulator", "方案测算", "分期方案测算", "cases/calculators/simulator.html", _simulator),
    )
}
# How wide each field is, in twelfths.
WIDTHS = {"payments": "f12", "halved": "f12", "kind": "f5", "shift": "f4"}


@staff(*USERS)
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The first of them."""
    return redirect("cases:calculator", key="fee")


@staff(*USERS)
@require_GET
def page(request: StaffRequest, key: str) -> HttpResponse:
    """The form, and the result for what stands in the address."""
    calculator = _known(key)
    form = FORMS[key](request.GET or None)
    context = {
        "calculator": calculator,
        "calculators": CALCULATORS.values(),
        "form": form,
        "fields": [(bound, WIDTHS.get(bound.name, "f4")) for bound in form],
        **_result(calculator, form),
    }
    return render(request, "cases/calculators/page.html", context)


@staff(*USERS)
@require_GET
def result(request: StaffRequest, key: str) -> HttpResponse:
    """The result alone, while one types. The address of the page follows, so that it can be printed and reloaded."""
    calculator = _known(key)
    context = {"calculator": calculator, **_result(calculator, FORMS[key](request.GET))}
    answer = render(request, "cases/calculators/result.html", context)
    answer["HX-Replace-Url"] = f"{calculator.url}?{request.GET.urlencode()}"
    return answer


def _known(key: str) -> Calculator:
    calculator = CALCULATORS.get(key)
    if calculator is None:
        raise Invisible("没有这个计算器。")
    return calculator


def _result(calculator: Calculator, form: CourtForm) -> dict[str, Any]:
    """What the part of the result is given: the result, or what is missing and what is wrong."""
    base = {"form": form, "calendar": load_calendar(), "ready": False, "missing": [], "wrong": []}
    if not form.is_bound:
        return base
    if form.is_valid():
        return base | {"ready": True, "inputs": _inputs(form), **calculator.reckon(form)}
    errors = form.errors.as_data()
    wrong = [name for name, found in errors.items() if any(each.code != "required" for each in found)]
    return base | {
        "missing": [form.fields[name].label for name in errors if name not in wrong],
        "wrong": [text for name in wrong for text in form.errors[name]],
    }


def _inputs(form: CourtForm) -> list[tuple[str, str]]:
    """What was typed, as the sheet repeats it."""
    rows = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        if bound.name != "payments" and value not in (None, "", False):
            rows.append((str(bound.label), _words(bound, value)))
    return rows


def _words(bound: BoundField, value: Any) -> str:
    if isinstance(bound.field, forms.ChoiceField):
        choices: Any = bound.field.choices
        return str(dict(choices).get(bound.data, value))
    if isinstance(bound.field, AmountField):
        return f"{show(value)} 元"
    return "是" if value is True else str(value)
