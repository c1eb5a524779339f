"""A figure and its interval in one unit, with digits that belong together."""

import math

from clusterecon.wording.labels import UNITS
from clusterecon.wording.numbers import (
    Estimate,
    hectares,
    interval,
    jobs,
    millions,
    money_bn,
    number,
    percent,
    points,
    rough,
    share,
)
from clusterecon.wording.templates import say

_DIGITS = {"percent": 1, "points": 2, "share": 0, "ha": 0}


def amount(value: float | None, unit: str, lang: str) -> str:
    """Format a modelled figure for a sentence; counts are rounded to what they can claim.

    Parameters
    ----------
    value
        The figure, fractions for ``share``; None or NaN gives an em dash.
    unit
        A key of `clusterecon.wording.labels.UNITS`.
    lang
        ``vi`` or ``en``.
    """
    if value is None or math.isnan(value):
        return number(None, lang)
    if unit == "jobs":
        return jobs(rough(value), lang)
    if unit == "bn_vnd":
        return money_bn(value, lang)
    if unit == "percent":
        return percent(value, lang, 1)
    if unit == "points":
        return points(value, lang)
    if unit == "share":
        return share(value, lang)
    if unit == "ha":
        return hectares(value, lang)
    return f"{number(rough(value), lang)} {UNITS[unit].in_(lang)}"


def size(value: float | None, unit: str, lang: str) -> str:
    """Format a figure without its sign, for sentences whose words carry the direction."""
    return amount(None if value is None else abs(value), unit, lang)


def _money_digits(low: float, high: float) -> int:
    largest = max(abs(low), abs(high))
    return 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 0.095 else 3


def spread(estimate: Estimate, unit: str, lang: str) -> str:
    """Return the interval of an estimate in brackets, in words; nothing where it has none.

    Counts and percentage points, whose unit stands beside the estimate, go without it.

    Parameters
    ----------
    estimate
        Value, low, high; the ends are the 5th and 95th percentile.
    unit
        A key of `clusterecon.wording.labels.UNITS`.
    lang
        ``vi`` or ``en``.
    """
    low, high = estimate.low, estimate.high
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    if unit == "bn_vnd" and 0 < abs(millions(estimate.value)) < 1000 and max(abs(low), abs(high)) < 10:
        low, high, unit = millions(low), millions(high), "million_vnd"
    digits = _money_digits(low, high) if unit == "bn_vnd" else _DIGITS.get(unit, 0)
    if unit == "points" and max(abs(low), abs(high)) < 0.1:
        digits = 3
    if unit == "share":
        low, high = 100 * low, 100 * high
    name = UNITS[unit].in_(lang)
    if unit in ("jobs", "job_years", "establishments"):
        low, high, name = rough(low), rough(high), ""
    if unit == "points":
        name = ""
    return say("range", lang, interval=interval(low, high, lang, digits, name))


def average(estimate: Estimate, lang: str) -> str:
    """Return the words that lead a mean over draws; nothing for the central case, which has no interval."""
    return "" if estimate.low is None else say("average", lang)


def extremes(estimate: Estimate, unit: str, lang: str) -> str:
    """Return the least and greatest value in brackets, for ends that are no percentiles."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (amount(end, unit, lang) for end in (estimate.low, estimate.high))
    return say("range.whole", lang, low=low, high=high)


def with_spread(estimate: Estimate, unit: str, lang: str) -> str:
    """Format an estimate with its interval, where it has one."""
    return amount(estimate.value, unit, lang) + spread(estimate, unit, lang)
