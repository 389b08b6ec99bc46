"""How facts are written on paper. Each filter takes ``None`` for a blank and prints a line to write on."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any, cast

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.glyphs import needs_fallback
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.kernel import chinese, money

register = template.Library()

LINE = "＿＿＿＿"
BLANK = SafeString(f'<span class="blank">{LINE}</span>')
BLANK_TIME = SafeString('<span class="blank">＿＿时＿＿分</span>')
BLANK_DAY = SafeString('<span class="blank">＿＿年＿月＿日</span>')
MANY = 3
_FULL_WIDTH_SPACE = "　"
_ARTICLES = "articles"


@register.filter
def or_line(value: object) -> object:
    """The value, or a line to write on where it is blank."""
    return BLANK if value is None or value == "" else value


@register.filter
def yuan(amount: Decimal | None) -> str:
    """86,500.00元, never broken over two lines."""
    return BLANK if amount is None else format_html('<span class="nb">{}元</span>', money.show(amount))


@register.filter
def figure(amount: Decimal | None) -> str:
    """86,500.00, for columns whose head names the unit."""
    return "" if amount is None else money.show(amount)


@register.filter
def capitals(amount: Decimal | None) -> str:
    return BLANK if amount is None else chinese.amount_in_capitals(amount)


@register.filter
def yuan_capitals(amount: Decimal | None) -> str:
    """86,500.00元（捌万陆仟伍佰元整）"""
    return BLANK if amount is None else format_html("{}（{}）", yuan(amount), chinese.amount_in_capitals(amount))


@register.filter
def day(value: date | None) -> str:
    """2023年10月7日; a moment is read in the court's time."""
    if value is None:
        return BLANK_DAY
    if isinstance(value, datetime):
        value = value.astimezone(COURT_TIME)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2023年5月8日9时05分"""
    return BLANK_DAY if value is None else day(value) + clock(value)


@register.filter
def clock(value: datetime | time | None) -> str:
    """9时05分; a moment is read in the court's time, a time of day as it stands."""
    if value is None:
        return BLANK_TIME
    local = value.astimezone(COURT_TIME) if isinstance(value, datetime) else value
    return f"{local.hour}时{local.minute:02}分"


@register.filter
def han_day(value: date | None) -> str:
    """二〇二三年十月七日, for signature lines."""
    return BLANK_DAY if value is None else chinese.date_in_chinese(value)


@register.filter
def han(value: int | None) -> str:
    return BLANK if value is None else chinese.number(value)


@register.filter
def name(value: str) -> str:
    """A name or address in one design: whole in Song and Rare where the body font lacks one of its characters."""
    return text(value) if value else BLANK


@register.filter
def text(value: str) -> str:
    """Like ``name``, and nothing where it is blank."""
    return format_html('<span class="song">{}</span>', value) if needs_fallback(value) else value


@register.filter
def spaced(value: str) -> str:
    """A name of two characters is spread to the width of three, as signature lines have it."""
    return name(_FULL_WIDTH_SPACE.join(value) if len(value) == 2 else value)


@register.filter
def names(values: Sequence[str]) -> str:
    """Names in a row: 陈某、王某"""
    return format_html_join("、", "{}", ((name(value),) for value in values)) if values else BLANK


@register.filter
def some_names(values: Sequence[str]) -> str:
    """Three names at most, and how many there are where there are more: 陈某、王某、李某等五人"""
    shown = names(values[:MANY])
    return shown if len(values) <= MANY else format_html("{}等{}人", shown, chinese.number(len(values)))


@register.filter
def clauses(pieces: Sequence[str]) -> str:
    """Pieces of a sentence, each in its own design: 男，汉族，住……"""
    return format_html_join("，", "{}", ((text(piece),) for piece in pieces))


@register.filter
def party_names(parties: Sequence[object]) -> str:
    return names([getattr(party, "name", "") for party in parties])


@register.filter
def paragraphs(text: str) -> str:
    """A typed text as paragraphs, one for each line of it. Nothing in it is markup."""
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))


@register.filter
def sentence(value: str) -> str:
    """What somebody typed, closed by one full stop."""
    return text(value.strip().rstrip("。；;.") + "。")


@register.filter
def ticked(value: bool) -> str:
    return mark_safe("〔√〕") if value else mark_safe("〔　〕")


@register.filter
def chosen(value: str, wanted: str) -> str:
    """The box of one choice among several, ticked where it is the one that was taken."""
    return ticked(value == wanted)


@register.simple_tag(takes_context=True)
def article(context: template.Context, title: str) -> str:
    """The head of the next article of the paper: 第三条　履行期限"""
    store: count[int] = cast("dict[str, Any]", context.render_context).setdefault(_ARTICLES, count(1))
    return format_html("<h3>第{}条　{}</h3>", chinese.number(next(store)), conditional_escape(title))
