"""The parts of ``templates/parts/`` as tags: each part sees its own parameters and nothing else of the page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jianli_mediation.core.parts import Difference, NextStep, Pager, TrackStep
from jianli_mediation.core.templatetags.court import days_left, lamp_state
from jianli_mediation.kernel.refusal import Blocker
from jianli_mediation.kernel.workdays import Step

register = template.Library()

Context = dict[str, Any]


@register.inclusion_tag("parts/lamp.html")
def lamp(state: str, text: str) -> Context:
    """A lamp: late, soon, ok, hold or none."""
    return {"state": state, "text": text}


@register.inclusion_tag("parts/lamp.html")
def due_lamp(days: int | None, unit: str = "工作日") -> Context:
    """The lamp for so many days left, with its words."""
    return {"state": lamp_state(days), "text": days_left(days, unit)}


@register.inclusion_tag("parts/why.html")
def why(steps: Iterable[Step], label: str = "为什么", article: str = "", is_open: bool = False) -> Context:
    """How a date was computed, step by step."""
    return {"steps": steps, "label": label, "article": article, "is_open": is_open}


@register.inclusion_tag("parts/steps.html")
def next_steps(steps: Iterable[NextStep]) -> Context:
    """下一步: buttons for what can be done, all reasons for what cannot."""
    all_steps = list(steps)
    able = [step for step in all_steps if not step.blockers]
    return {
        "weighty": [step for step in able if (step.hint or step.style) and step.style != "danger"],
        "plain": [step for step in able if not step.hint and not step.style],
        "harmful": [step for step in able if step.style == "danger"],
        "refused": [step for step in all_steps if step.blockers],
    }


@register.inclusion_tag("parts/refused.html")
def refused(blockers: Sequence[Blocker], title: str = "没有办成，原因如下。") -> Context:
    """Every reason why an act was not done."""
    return {"blockers": blockers, "title": title}


@register.inclusion_tag("parts/track.html")
def track(steps: Iterable[TrackStep], label: str = "案件走到哪一步") -> Context:
    """How far a case has come."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("parts/money.html")
def amount(value: Decimal | None, unit: str = "元", capitals: bool = False, late: bool = False) -> Context:
    """An amount in the running text."""
    return {"value": value, "unit": unit, "in_capitals": capitals, "late": late}


@register.inclusion_tag("parts/case_no.html")
def case_no(number: str, url: str = "") -> Context:
    """A case number that does not break inside a cell."""
    return {"number": number, "url": url}


@register.inclusion_tag("parts/pager.html")
def pager(page: Pager) -> Context:
    """Turning pages of a list read by cursor."""
    return {"pager": page}


@register.inclusion_tag("parts/hbar.html")
def hbar(part: Decimal | int | None, whole: Decimal | int | None, outline: bool = False) -> Context:
    """A bar in a table cell; the number stands beside it."""
    return {"part": part, "whole": whole, "outline": outline}


@register.inclusion_tag("parts/span_bar.html")
def span_bar(start: int, length: int, whole: int) -> Context:
    """A stretch of days on a bar of ``whole`` days from today on; the dates stand beside it."""
    return {"start": start, "length": length, "whole": whole}


@register.inclusion_tag("parts/conflict.html")
def conflict(who: str, at: str, differences: Sequence[Difference]) -> Context:
    """Two people changed the same thing: both versions, to choose from."""
    return {"who": who, "at": at, "differences": differences}


@register.inclusion_tag("parts/masked.html")
def masked(value: str, url: str = "", element_id: str = "", label: str = "") -> Context:
    """A masked value with a button that asks for the reason. Without ``url`` the value stays masked."""
    return {"value": value, "url": url, "element_id": element_id or f"m{uuid4().hex[:8]}", "label": label}


def control_kind(field: BoundField) -> str:
    """How a field is laid out: checks, check, select, text or input."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, Select):
        return "select"
    return "text" if isinstance(widget, Textarea) else "input"


def _render(field: BoundField, described_by: str, css: str, attrs: dict[str, Any]) -> SafeString:
    given = dict(attrs)
    described = " ".join(filter(None, [described_by, field.aria_describedby]))
    if described and control_kind(field) != "checks":
        given["aria-describedby"] = described
    classes = " ".join(filter(None, [css, field.field.widget.attrs.get("class", "")]))
    if classes:
        given["class"] = classes
    return field.as_widget(attrs=given)


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField,
    width: str = "f3",
    unit: str = "",
    good: str = "",
    warn: str = "",
    note: str = "",
    css: str = "",
    readonly: bool = False,
    star: bool = True,
    **attrs: Any,
) -> Context:
    """One field of a form with its label, hint and error; see the part for the parameters."""
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None)}
    if readonly:
        given["readonly"] = True
    sided = "num" if unit in {"元", "%", "日", "日内", "期", "天"} else ""
    ids = [f"{bound.auto_id}_{name}" for name, text in (("warn", warn), ("good", good)) if text]
    return {
        "field": bound,
        "kind": control_kind(bound),
        "control": _render(bound, " ".join(ids), f"{css} {sided}".strip(), given),
        "width": width,
        "unit": unit,
        "good": good,
        "warn": warn,
        "note": note,
        "star": star and bound.field.required,
    }


@register.inclusion_tag("parts/cell.html")
def cell(bound: BoundField, label: str = "", css: str = "", sub: str = "", warn: str = "", **attrs: Any) -> Context:
    """A field inside a table cell: its label is there for those who listen, the column's head for those who see."""
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None)}
    given["aria-label"] = label or bound.label
    ids = f"{bound.auto_id}_warn" if warn else ""
    return {
        "field": bound,
        "kind": control_kind(bound),
        "control": _render(bound, ids, css, given),
        "sub": sub,
        "warn": warn,
    }


@register.inclusion_tag("parts/formset_row.html")
def formset_row(form: BaseForm, number: int | str, noun: str = "行") -> Context:
    """A form of a formset as one row of a table: the number, every visible field, the way to take it out."""
    return {"form": form, "number": number, "noun": noun}


@register.inclusion_tag("parts/remove.html")
def remove(form: BaseForm, what: str) -> Context:
    """The way to take a form out of its formset: a button with script, a tick without."""
    return {"form": form, "what": what}


@register.inclusion_tag("parts/add_row.html")
def add_row(label: str, prefix: str, template: str = "", key: str = "") -> Context:
    """A button that adds one row to a formset, with and without script."""
    return {"label": label, "prefix": prefix, "template": template or f"{prefix}-row", "key": key}


@register.filter
def first_problem(form: BaseForm) -> str:
    """The id of the first field that needs changing, in the order of the form."""
    return next((bound.id_for_label or bound.auto_id for bound in form if bound.errors), "main")


@register.simple_tag
def submission_token() -> SafeString:
    """A number that lets this form be handed in once. The second click finds the first one's result."""
    return format_html('<input type="hidden" name="submission_token" value="{}">', uuid4())
