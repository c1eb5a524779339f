"""Probabilities of targets, gaps, shortfalls and differences between scenarios.

Figures are in the units of the tables, of which rates differ by percentage points.
"""

import datetime
from collections.abc import Sequence

from clusterecon.language.dates import date
from clusterecon.language.labels import indicator, unit
from clusterecon.language.numbers import (
    Estimate,
    direction,
    is_missing,
    money_bn,
    number,
    percent,
    points,
    probability,
)
from clusterecon.language.templates import say

LATE = "*"
"""Mark beside a target or a scenario that became known only after the date of information."""


def _error(standard_error: float | None, estimation_error: float | None, lang: str) -> str:
    if not standard_error or is_missing(standard_error):
        return ""
    error = points(100 * standard_error, lang, 2)
    if not estimation_error or is_missing(estimation_error):
        return say("target.error", lang, error=error)
    return say("target.errors", lang, error=error, estimation=points(100 * estimation_error, lang, 1))


def target_probability(
    scenario: str,
    target: str,
    value: float | None,
    lang: str,
    standard_error: float | None = None,
    estimation_error: float | None = None,
) -> str:
    """State the probability of meeting a target, None in the central case.

    Its error of simulation, and apart from it the one of the forecast's own estimation.
    """
    if is_missing(value):
        return say("target.no_draws", lang, scenario=scenario, target=target)
    shown, error = probability(value, lang, words=True), _error(standard_error, estimation_error, lang)
    return say("target.probability", lang, scenario=scenario, target=target, probability=shown, error=error)


def target_probabilities(
    target: str,
    chances: Sequence[tuple[str, float]],
    lang: str,
    standard_error: float | None = None,
    estimation_error: float | None = None,
) -> str:
    """State the probability of meeting a target under several scenarios, with the largest of their errors."""
    rows = "; ".join(f"“{title}” {probability(chance, lang, words=True)}" for title, chance in chances)
    error = _error(standard_error, estimation_error, lang)
    return say("target.several", lang, target=target, rows=rows, error=error)


def chance_of(year: int, threshold: float, lang: str) -> str:
    """Return the heading of a column of probabilities that growth reaches a threshold (per cent)."""
    return say("chance", lang, year=str(year), threshold=percent(threshold, lang))


def late_note(as_of: datetime.date | str, lang: str) -> str:
    """Say what the mark beside a target or a scenario means: known only after the date of information."""
    return say("target.late", lang, mark=LATE, date=date(as_of, lang))


def target_gap(scenario: str, key: str, value: float, lang: str, money: float | None = None) -> str:
    """State how far the median of an indicator lies from the threshold; negative when it falls short.

    The same gap in billion VND is told where the table gives it.
    """
    measure, gap = unit(key).apart(Estimate(value))
    way = direction(gap.value, 3)
    if way == 0:
        return say("gap.at", lang, scenario=scenario)
    also = (
        ""
        if money is None or is_missing(money)
        else say("gap.money", lang, amount=money_bn(abs(money), lang))
    )
    name = "gap.above" if way > 0 else "gap.below"
    return say(name, lang, scenario=scenario, gap=measure.size(gap.value, lang), money=also)


def shortfall(target: str, key: str, value: float | None, lang: str) -> str:
    """State by how much a target is missed on average when it is missed; nothing where it never is."""
    if value is None or is_missing(value):
        return ""
    measure, short = unit(key).apart(Estimate(value))
    return say("shortfall", lang, target=target, shortfall=measure.size(short.value, lang))


def thresholds(count: int, official: int, lang: str) -> str:
    """Count the targets that are met together, and say how many of them the city has published."""
    if count == official:
        return say("thresholds.official", lang, count=number(count, lang))
    return say("thresholds", lang, count=number(count, lang), official=number(official, lang))


def joint_probability(
    scenario: str,
    counts: tuple[int, int],
    together: float,
    without_wastewater: float,
    lang: str,
    hardest: tuple[str, float] | None = None,
) -> str:
    """State the probability of all targets at once, with and without wastewater, and the hardest of them.

    The counts are those of `thresholds`.
    """
    text = say(
        "joint",
        lang,
        scenario=scenario,
        all=thresholds(*counts, lang),
        together=probability(together, lang, words=True),
        without=probability(without_wastewater, lang, words=True),
    )
    if hardest is None:
        return text
    low = probability(hardest[1], lang, words=True)
    return text + " " + say("joint.hardest", lang, target=hardest[0], probability=low)


def difference(
    key: str, year: int, pair: tuple[str, str], estimate: Estimate, lang: str, clear: bool = True
) -> str:
    """Compare an indicator in two scenarios, a minus b, with the interval of the difference.

    The difference is clear, or lies within the error of simulation.
    """
    measure, told = unit(key).apart(estimate)
    way = direction(told.value, 3)
    facts = {"indicator": indicator(key, lang), "year": str(year), "a": pair[0], "b": pair[1]}
    if way == 0:
        return say("difference.none", lang, **facts)
    if way < 0 and told.low is not None and told.high is not None:
        told = Estimate(-told.value, -told.high, -told.low)
    facts |= {"difference": measure.size(told.value, lang), "range": measure.spread(told, lang)}
    noisy = "" if clear else say("noise", lang)
    return say("difference.up" if way > 0 else "difference.down", lang, clear=noisy, **facts)
