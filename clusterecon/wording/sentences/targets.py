"""Probabilities of targets, gaps, shortfalls and differences between scenarios."""

import datetime
from collections.abc import Sequence

from clusterecon.wording.dates import date
from clusterecon.wording.labels import INDICATORS, indicator
from clusterecon.wording.numbers import (
    Estimate,
    direction,
    is_missing,
    money_bn,
    number,
    percent,
    points,
    probability,
)
from clusterecon.wording.spread import size, spread
from clusterecon.wording.templates import say

LATE = "*"
"""Mark beside a target or a scenario that became known only after the date of information."""


def _unit(key: str) -> str:
    """Return the unit of differences in an indicator: rates differ by points."""
    unit = INDICATORS[key].unit if key in INDICATORS else "points"
    return "points" if unit in ("percent", "share") else unit


def _scaled(key: str, value: float) -> float:
    return 100 * value if key in INDICATORS and INDICATORS[key].unit == "share" else value


def target_probability(
    scenario: str, target: str, value: float | None, lang: str, standard_error: float | None = None
) -> str:
    """State the probability of meeting a target.

    Parameters
    ----------
    scenario, target
        Title of the scenario and name of the target (see `clusterecon.wording.labels.target`).
    value
        Probability, 0 to 1; None in the central case.
    lang
        ``vi`` or ``en``.
    standard_error
        Its standard error from the simulation (a fraction), left out where None.
    """
    if is_missing(value):
        return say("target.no_draws", lang, scenario=scenario, target=target)
    error = ""
    if standard_error is not None and not is_missing(standard_error) and standard_error > 0:
        error = say("target.error", lang, error=points(100 * standard_error, lang, 1))
    shown = probability(value, lang, words=True)
    return say("target.probability", lang, scenario=scenario, target=target, probability=shown, error=error)


def target_probabilities(
    target: str, chances: Sequence[tuple[str, float]], lang: str, standard_error: float | None = None
) -> str:
    """State the probability of meeting a target under several scenarios, in one sentence.

    Parameters
    ----------
    target
        Name of the target.
    chances
        Title of each scenario and its probability, 0 to 1.
    lang
        ``vi`` or ``en``.
    standard_error
        The largest of their standard errors (a fraction), left out where None or nil.
    """
    rows = "; ".join(f"“{title}” {probability(chance, lang, words=True)}" for title, chance in chances)
    error = say("target.error", lang, error=points(100 * standard_error, lang, 1)) if standard_error else ""
    return say("target.several", lang, target=target, rows=rows, error=error)


def chance_of(year: int, threshold: float, lang: str) -> str:
    """Return the heading of a column of probabilities that growth reaches a threshold (per cent)."""
    return say("chance", lang, year=str(year), threshold=percent(threshold, lang))


def compared_with(first: str, year: int, lang: str) -> str:
    """Return the title of a table of differences from one scenario in a year."""
    return say("compared", lang, first=first, year=str(year))


def late_note(as_of: datetime.date | str, lang: str) -> str:
    """Say what the mark beside a target or a scenario means: known only after the date of information."""
    return say("target.late", lang, mark=LATE, date=date(as_of, lang))


def error_note(lang: str) -> str:
    """Say what stands after the sign ± beside a probability."""
    return say("target.error.note", lang)


def target_gap(scenario: str, key: str, value: float, lang: str, money: float | None = None) -> str:
    """State how far the median lies from the threshold.

    Parameters
    ----------
    scenario
        The scenario's title.
    key
        The target's indicator.
    value
        Median minus threshold, in the table's unit: negative when it falls short.
    lang
        ``vi`` or ``en``.
    money
        The same gap in billion VND, where the table gives it.
    """
    distance = _scaled(key, value)
    way = direction(distance, 3)
    if way == 0:
        return say("gap.at", lang, scenario=scenario)
    also = (
        ""
        if money is None or is_missing(money)
        else say("gap.money", lang, amount=money_bn(abs(money), lang))
    )
    name = "gap.above" if way > 0 else "gap.below"
    return say(name, lang, scenario=scenario, gap=size(distance, _unit(key), lang), money=also)


def shortfall(target: str, key: str, value: float | None, lang: str) -> str:
    """State by how much a target is missed on average when it is missed; nothing where it never is.

    Parameters
    ----------
    target
        Name of the target.
    key
        Its indicator.
    value
        Expected shortfall given a miss, in the table's unit.
    lang
        ``vi`` or ``en``.
    """
    if value is None or is_missing(value):
        return ""
    return say("shortfall", lang, target=target, shortfall=size(_scaled(key, value), _unit(key), lang))


def thresholds(count: int, official: int, lang: str) -> str:
    """Count the targets that are met together, and say how many of them the city has set.

    Parameters
    ----------
    count, official
        How many there are, and how many of them are published targets of the city.
    lang
        ``vi`` or ``en``.
    """
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
    """State the probability of all targets at once, and which target is the hardest.

    Parameters
    ----------
    scenario
        The scenario's title.
    counts
        How many targets there are, and how many of them are published targets of the city.
    together, without_wastewater
        Joint probabilities, 0 to 1, with and without the wastewater target.
    lang
        ``vi`` or ``en``.
    hardest
        Name and probability of the least likely target.
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


def probability_difference(
    target: str, pair: tuple[str, str], value: float, lang: str, standard_error: float | None = None
) -> str:
    """Compare a target's probability in two scenarios under common random numbers.

    Parameters
    ----------
    target
        Name of the target.
    pair
        Titles of scenarios a and b.
    value
        Probability under a minus under b.
    lang
        ``vi`` or ``en``.
    standard_error
        Paired standard error; a difference under twice of it is said to be within noise.
    """
    way = direction(100 * value, 2)
    key = {1: "moves.up", -1: "moves.down", 0: "moves.none"}[way]
    facts = {"target": target, "a": pair[0], "b": pair[1]}
    if way == 0:
        return say(key, lang, **facts)
    noisy = standard_error is not None and abs(value) < 2 * standard_error
    clear = say("noise", lang) if noisy else ""
    return say(key, lang, difference=points(abs(100 * value), lang, 1), clear=clear, **facts)


def difference(
    key: str, year: int, pair: tuple[str, str], estimate: Estimate, lang: str, clear: bool = True
) -> str:
    """Compare an indicator in two scenarios.

    Parameters
    ----------
    key
        The indicator.
    year
        The year.
    pair
        Titles of scenarios a and b.
    estimate
        a minus b with the interval of the difference, in the table's unit.
    lang
        ``vi`` or ``en``.
    clear
        Whether the difference is clear of the error of simulation.
    """
    unit = _unit(key)
    low, high = (None if end is None else _scaled(key, end) for end in estimate[1:])
    scaled = Estimate(_scaled(key, estimate.value), low, high)
    way = direction(scaled.value, 3)
    facts = {"indicator": indicator(key, lang), "year": str(year), "a": pair[0], "b": pair[1]}
    if way == 0:
        return say("difference.none", lang, **facts)
    if way < 0 and scaled.low is not None and scaled.high is not None:
        scaled = Estimate(-scaled.value, -scaled.high, -scaled.low)
    facts |= {"difference": size(scaled.value, unit, lang), "range": spread(scaled, unit, lang)}
    noisy = "" if clear else say("noise", lang)
    return say("difference.up" if way > 0 else "difference.down", lang, clear=noisy, **facts)
