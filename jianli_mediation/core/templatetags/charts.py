"""Charts as pages and papers draw them."""

from collections.abc import Sequence
from typing import Any

from django import template

from jianli_mediation.kernel.charts import Month, trend

register = template.Library()


@register.inclusion_tag("parts/trend.html")
def trend_chart(
    months: Sequence[Month], title: str, about: str, rate_word: str = "和解成功率", key: str = "trend"
) -> dict[str, Any]:
    """Two bars and a rate for each month; ``key`` keeps the names of several charts on one page apart."""
    return {"chart": trend(months), "title": title, "about": about, "rate_word": rate_word, "key": key}
