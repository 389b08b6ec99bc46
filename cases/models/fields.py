"""Column types and named checks that several entities share."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import Q

LARGEST_AMOUNT = Decimal("9999999999.99")


def money(label: str, **options: object) -> models.DecimalField:
    """An amount in yuan, two decimals."""
    return models.DecimalField(label, max_digits=16, decimal_places=2, **options)  # type: ignore[arg-type]


def amount_check(name: str, *fields: str) -> models.CheckConstraint:
    """Amounts lie between 0 and 9,999,999,999.99 yuan; an empty one is left alone."""
    within = Q()
    for field in fields:
        within &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": LARGEST_AMOUNT})
    return models.CheckConstraint(
        name=name, condition=within, violation_error_message="金额须在 0.00 到 9,999,999,999.99 元之间"
    )


def choice_check(name: str, field: str, choices: Iterable[str], blank: bool = False) -> models.CheckConstraint:
    """The column holds one of the codes, even when a script writes it."""
    allowed = [*choices, ""] if blank else list(choices)
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{field}__in": allowed}), violation_error_message="不是可选的值"
    )
