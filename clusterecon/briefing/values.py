"""The value of an assumption, and its spread, as text: a number in its unit, a choice, or parts by name."""

from clusterecon.briefing.context import Context
from clusterecon.language import labels, numbers
from clusterecon.language.units import digits_of, in_unit
from clusterecon.scenario.assumptions import Entry, Quantity


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
