"""Kinds of values in requests that the framework has not: amounts, days, moments, rates, parties by any name."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models.fields import LARGEST_AMOUNT
from jianli_mediation.core import clock
from jianli_mediation.core.clock import at_nine
from jianli_mediation.kernel.money import yuan

LARGEST_ID = 2**63 - 1
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
FINEST_RATE = Decimal("0.0000001")
UNKNOWN_FIELD = "没有这个字段。"

AMOUNT = {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["86500.00"]}
# As many people write amounts, and as a number too, so long as it is exact to the fen.
AMOUNT_IN = {"oneOf": [{"type": "string"}, {"type": "number"}], "examples": ["86500.00"]}
RATE_IN = {
    "oneOf": [{"type": "string"}, {"type": "number"}],
    "examples": ["0.0365"],
    "description": "小数；年利率 3.65% 写 0.0365，也可写 3.65%",
}
REFERENCE_IN = {"oneOf": [{"type": "integer"}, {"type": "string"}], "examples": [17]}
WHEN_IN = {
    "oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
    "examples": ["2023-05-08T09:30:00+08:00"],
}


@extend_schema_field(AMOUNT_IN)
class MoneyField(serializers.Field[Decimal, Any, str, Any]):
    """Yuan to the fen: ``"86500.00"``. A number is taken where it is exact."""

    default_error_messages = {
        "invalid": "金额写成元，最多两位小数，如 86500.00。",
        "range": "金额须在 0.00 到 9,999,999,999.99 元之间。",
        "positive": "金额须大于零。",
    }

    def __init__(self, *, positive: bool = False, **options: Any) -> None:
        self.positive = positive
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            amount = yuan(data)
        except (ValueError, InvalidOperation):
            self.fail("invalid")
        if not 0 <= amount <= LARGEST_AMOUNT:
            self.fail("range")
        if self.positive and not amount:
            self.fail("positive")
        return amount


@extend_schema_field(RATE_IN)
class RateField(serializers.Field[Decimal, Any, str, Any]):
    """A rate as a fraction, at most seven decimals; ``"3.65%"`` is taken as 0.0365."""

    default_error_messages = {"invalid": "利率写成小数，如年利率 3.65% 写 0.0365，最多七位小数。"}

    def to_internal_value(self, data: Any) -> Decimal:
        text = str(data).strip()
        try:
            rate = Decimal(text.rstrip("%％"))
            if text.endswith(("%", "％")):
                rate /= 100
            exact = rate.is_finite() and 0 <= rate < 1000 and rate == rate.quantize(FINEST_RATE)
        except InvalidOperation:
            self.fail("invalid")
        if isinstance(data, bool) or not exact:
            self.fail("invalid")
        return rate


class DayField(serializers.DateField):
    """A day that calendars can count from."""

    default_error_messages = {"range": f"日期须在 {FIRST_DAY} 到 {LAST_DAY} 之间。"}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("range")
        return day


@extend_schema_field(WHEN_IN)
class WhenField(serializers.Field[datetime | date, Any, str, Any]):
    """When something happened: a moment, or a day where the hour is not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.day, self.moment = DayField(), serializers.DateTimeField()

    def to_internal_value(self, data: Any) -> datetime | date:
        if isinstance(data, str) and len(data) <= len("2023-05-08"):
            return self.day.run_validation(data)
        moment: datetime = self.moment.run_validation(data)
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            self.day.fail("range")
        return moment


class MomentField(WhenField):
    """A moment. Of a bare day it is nine o'clock, or now where that is still to come."""

    def to_internal_value(self, data: Any) -> datetime:
        when = super().to_internal_value(data)
        if isinstance(when, datetime):
            return when
        now = clock.now()
        return min(at_nine(when), now) if when == clock.local_date(now) else at_nine(when)


@extend_schema_field(REFERENCE_IN)
class ReferenceField(serializers.Field[int | str, Any, Any, Any]):
    """Somebody of the case: the id, or a name or role that only one has."""

    default_error_messages = {"invalid": "填 id，或者姓名、诉讼地位。"}

    def to_internal_value(self, data: Any) -> int | str:
        if isinstance(data, bool) or not isinstance(data, int | str) or (isinstance(data, int) and data > LARGEST_ID):
            self.fail("invalid")
        return int(data) if isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 19 else data


def words(longest: int, *, required: bool = False, **options: Any) -> serializers.CharField:
    """A text no longer than its column. Left out is the same as empty, unless it must be there."""
    if required:
        return serializers.CharField(max_length=longest, **options)
    return serializers.CharField(max_length=longest, required=False, allow_blank=True, **options)


def identifier(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **options)


class In(serializers.Serializer[Any]):
    """What a request brings. A field that is not known is refused by name; null is the same as left out.

    ``also``: other words that are taken for a field, where the contract leaves the word open.
    """

    also: Mapping[str, str] = {}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        given = {self._own(name, data): value for name, value in data.items() if value is not None}
        errors = {name: [UNKNOWN_FIELD] for name in given if name not in self.fields}
        try:
            values: dict[str, Any] = super().to_internal_value(given)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**errors, **error.detail}) from error  # type: ignore[dict-item]
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _own(self, name: str, data: Mapping[str, Any]) -> str:
        own = self.also.get(name, name)
        return name if own != name and own in data else own


def rows(kind: type[In], most: int, **options: Any) -> serializers.ListSerializer[Any]:
    """A list of objects of one kind, at most so many."""
    found: serializers.ListSerializer[Any] = kind(many=True, max_length=most, **options)  # type: ignore[assignment,call-arg]
    return found
