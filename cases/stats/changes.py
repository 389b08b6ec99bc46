"""How a figure compares with that of another month: for a table, and in words."""

from decimal import ROUND_HALF_UP, Decimal

from .indicator import CENT, Figure

SAME, NOTHING = "持平", "—"


def change(now: Decimal | None, before: Decimal | None, unit: str) -> Decimal | None:
    """In percent of ``before``; of rates in points, of means in days. None where there is nothing to compare with."""
    if now is None or before is None:
        return None
    if unit in ("%", "天"):
        return now - before
    return ((now - before) * 100 / before).quantize(CENT, ROUND_HALF_UP) if before else None


def in_table(now: Decimal | None, before: Decimal | None, unit: str) -> str:
    """33.33%, -4.27, 持平, —."""
    found = change(now, before, unit)
    if now is not None and now == before:
        return SAME
    if found is None:
        return NOTHING
    return f"{found:.2f}" if unit in ("%", "天") else f"{found:.2f}%"


def in_words(now: Decimal | None, before: Decimal | None, unit: str) -> str:
    """上升33.33%, 下降4.27个百分点, 缩短1.12天, 持平; nothing where there is nothing to compare with."""
    found = change(now, before, unit)
    if found is None:
        return SAME if now is not None and now == before else ""
    if not found:
        return SAME
    size = f"{abs(found):.2f}"
    if unit == "天":
        return f"{'延长' if found > 0 else '缩短'}{size}天"
    return f"{'上升' if found > 0 else '下降'}{size}{'个百分点' if unit == '%' else '%'}"


def written(number: Decimal | int | None, unit: str) -> str:
    """257,600.00, 62.50, 8; nothing is —. Without the unit."""
    if number is None:
        return NOTHING
    if unit == "元":
        return f"{Decimal(number).quantize(CENT, ROUND_HALF_UP):,.2f}"
    return f"{number:.2f}" if unit in ("%", "天") else f"{number:,.0f}"


def with_unit(number: Decimal | int | None, unit: str) -> str:
    """62.50%, 8件; nothing is —."""
    return NOTHING if number is None else f"{written(number, unit)}{unit}"


def working(figure: Figure) -> str:
    """5／8, the day by which cases count, or why there is no figure."""
    if figure.missing:
        return figure.missing
    if figure.numerator is None or figure.denominator is None:
        return figure.indicator.basis
    return f"{_part(figure.numerator)}／{_part(figure.denominator)}"


def _part(number: Decimal | int) -> str:
    return f"{number:,.2f}" if isinstance(number, Decimal) and number != int(number) else f"{number:,.0f}"
