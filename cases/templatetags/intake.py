"""Small words that the filing page needs of its rows."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm

from cases.models.choices import PartyRole

register = template.Library()


@register.filter
def of(values: Mapping[str, Any], key: str) -> Any:
    """The value under a key; nothing when there is none."""
    return values.get(key) if values else None


@register.filter
def role_words(form: BaseForm) -> str:
    """The chosen role of a party's row in words."""
    return dict(PartyRole.choices).get(form["role"].value(), "当事人")


@register.filter
def any_filled(form: BaseForm, names: str) -> bool:
    """Whether one of the named fields holds something or has an error: then it must not be folded away."""
    return any(form[name].value() or form[name].errors for name in names.split())
