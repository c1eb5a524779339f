"""Values of assumptions as a reader expects them: per cent, millions where money is little, words."""

from clusterecon.briefing.context import Context
from clusterecon.language import labels, numbers
from clusterecon.language.units import shown_per
from clusterecon.scenario.assumptions import Entry, Quantity

_RATES = ("per year", "real, per year")


def is_rate(unit: str) -> bool:
    """Return whether an assumption in this unit is a fraction that reads better in per cent."""
    return unit in _RATES or unit.startswith("share")


def in_unit(value: float, unit: str, lang: str, digits: int) -> str:
    """Return a value of an assumption: years plain, fractions in per cent, other numbers with digits.

    Money by worker, which is little, is in millions, as `clusterecon.language.units.assumption_unit` says.
    """
    if unit == "year":
        return str(int(value))
    if is_rate(unit):
        return numbers.share(value, lang, digits)
    return numbers.number(shown_per(unit) * value, lang, digits)


def digits_of(values: tuple[float, ...], unit: str) -> int:
    """Return the digits with which values that stand together are written."""
    factor = 100 if is_rate(unit) else shown_per(unit)
    shown = [round(abs(factor * v), 9) for v in values if v]
    if not shown or all(v.is_integer() for v in shown):
        return 0
    if is_rate(unit):
        return 1
    return 3 if min(shown) < 0.1 else 2 if min(shown) < 10 else 1


def _numbers(entry: Quantity) -> tuple[float, ...]:
    ends = entry.distribution.extremes() if entry.distribution else ()
    return tuple(float(n) for n in (entry.value, *ends) if n is not None)


def spread_text(entry: Entry, lang: str) -> str:
    """Return the range and shape of an assumption's distribution; nothing where it has none."""
    if not isinstance(entry, Quantity) or entry.distribution is None:
        return ""
    low, high = entry.distribution.extremes()
    shape = labels.label("distribution", entry.distribution.shape, lang)
    if low is None or high is None:
        return shape
    digits = digits_of(_numbers(entry), entry.unit)
    ends = (in_unit(end, entry.unit, lang, digits) for end in (low, high))
    return f"{' – '.join(ends)} ({shape})"


def value_text(context: Context, entry: Entry) -> str:
    """Return the value of an assumption as text: a number, a choice, or parts by name."""
    lang, value = context.lang, getattr(entry, "value", None)
    if isinstance(entry, Quantity):
        if value is None:
            return numbers.MISSING
        return in_unit(float(value), entry.unit, lang, digits_of(_numbers(entry), entry.unit))
    if isinstance(value, dict):
        names = {str(code): text.in_language(lang) for code, text in context.run.about.sectors.items()}
        digits = digits_of(tuple(map(float, value.values())), entry.unit)
        parts = (
            f"{names.get(str(key), key)}: {in_unit(float(number), entry.unit, lang, digits)}"
            for key, number in value.items()
        )
        return "; ".join(parts)
    return labels.label("choice", str(value), lang)
