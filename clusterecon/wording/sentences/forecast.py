"""The forecast, how good it has been, and what it would take to meet a target."""

import datetime
import math
from collections.abc import Sequence
from typing import NamedTuple

from clusterecon.wording.dates import date, period, year_ranges
from clusterecon.wording.labels import label
from clusterecon.wording.numbers import direction, number, percent, points, probability, rounded, share
from clusterecon.wording.numbers import hectares as hectares_of
from clusterecon.wording.sentences.record import listed
from clusterecon.wording.templates import say

Day = datetime.date | str


def climatology_basis(years: int, first: int, last: int, lang: str) -> str:
    """State that the forecast is the mean and spread of the observed years."""
    return say("forecast.climatology", lang, years=number(years, lang), first=str(first), last=str(last))


def forecast_basis(models: str, first: int, last: int, lang: str) -> str:
    """Name the combined models (text of the language) and the years of data."""
    return say("forecast.model", lang, models=models, first=str(first), last=str(last))


def double_counting(value: float, lang: str) -> str:
    """State the upper bound, in points, of what the forecast already holds of past deliveries."""
    return say("forecast.double", lang, points=points(value, lang))


def backtest_verdict(
    model: str, benchmark: str, gain: float, standard_error: float, years: int, lang: str
) -> str:
    """Say whether a model beat a benchmark; a gain under one standard error is a tie.

    Parameters
    ----------
    model, benchmark
        Names, text of the language.
    gain
        Mean CRPS of the benchmark minus that of the model, in points: above 0 when the model is better.
    standard_error
        Standard error of that difference.
    years
        Forecast years compared.
    lang
        ``vi`` or ``en``.
    """
    clear = abs(gain) >= standard_error and direction(gain, 3) != 0
    verdict = "tie" if not clear or math.isnan(standard_error) else "better" if gain > 0 else "worse"
    facts = {"difference": points(abs(gain), lang, 2), "error": number(standard_error, lang, 2)}
    return say(
        f"backtest.{verdict}", lang, model=model, benchmark=benchmark, years=number(years, lang), **facts
    )


def backtest_coverage(inside: int, years: int, nominal: float, lang: str) -> str:
    """State how many outturns fell inside the interval of a nominal coverage (a fraction)."""
    facts = {"years": number(years, lang), "inside": number(inside, lang)}
    return say("backtest.coverage", lang, nominal=share(nominal, lang), **facts)


def crps_note(lang: str) -> str:
    """Say what CRPS measures, and what differences in it are taken from."""
    return say("backtest.crps", lang, benchmark=label("model", "climatology", lang))


def backtest_subtitle(missing: Sequence[int], lang: str) -> str:
    """Name the series that forecasts are tried on, and the years without a figure.

    Parameters
    ----------
    missing
        Years between the first and the last that have none.
    lang
        ``vi`` or ``en``.
    """
    return with_missing_years(say("backtest.subtitle", lang), missing, lang)


def past_growth(index: Sequence[int], missing: Sequence[int], lang: str) -> str:
    """Say what past growth is growth of, and which years have no figure.

    Parameters
    ----------
    index, missing
        Years for which the production index stands in, and years without any figure.
    lang
        ``vi`` or ``en``.
    """
    text = say("growth.past", lang)
    if index:
        text = say("growth.past.index", lang, years=listed(year_ranges(index), lang))
    if not missing:
        return text
    absent = say("growth.missing", lang, years=listed(year_ranges(missing), lang))
    return f"{text} {absent[:1].upper()}{absent[1:]}."


def with_missing_years(text: str, missing: Sequence[int], lang: str) -> str:
    """Add to the subtitle of a chart which years have no figure; nothing where all have one."""
    if not missing:
        return text
    return f"{text}; {say('growth.missing', lang, years=listed(year_ranges(missing), lang))}"


def backtest_is_pseudo(lang: str) -> str:
    """State that the back-test uses later vintages."""
    return say("backtest.pseudo", lang)


def part_year_reading(
    when: str, reading: float, before: tuple[float, float], after: tuple[float, float], lang: str
) -> str:
    """State what a part-year reading did to the forecast.

    Parameters
    ----------
    when
        Period of the raw tables, such as ``2025-9M``.
    reading
        Growth read, per cent.
    before, after
        Median and standard deviation of the forecast, per cent and points.
    lang
        ``vi`` or ``en``.
    """
    return say(
        "part_year",
        lang,
        period=period(when, lang),
        reading=percent(reading, lang),
        before=percent(before[0], lang, 1),
        after=percent(after[0], lang, 1),
        spread_before=number(before[1], lang, 1),
        spread_after=number(after[1], lang, 1),
    )


def probability_over_dates(target: str, first: tuple[Day, float], last: tuple[Day, float], lang: str) -> str:
    """State how a target's probability moved between two dates of information.

    Parameters
    ----------
    target
        Name of the target.
    first, last
        Date and probability.
    lang
        ``vi`` or ``en``.
    """
    before, after = probability(first[1], lang, words=True), probability(last[1], lang, words=True)
    way = 0 if before == after else direction(last[1] - first[1], 6)
    facts = {"first": date(first[0], lang), "last": date(last[0], lang), "target": target, "after": after}
    if way:
        return say("as_of.up" if way > 0 else "as_of.down", lang, before=before, **facts)
    return say("as_of.same", lang, **facts)


class Question(NamedTuple):
    """What it takes is asked of: names as text of the language, and the probability asked for."""

    scenario: str
    lever: str
    target: str
    wanted: float

    def facts(self, lang: str) -> dict[str, str]:
        """Return what every answer repeats."""
        return {**self._asdict(), "wanted": probability(self.wanted, lang)}


def goal_seek_reached(question: Question, value: str, today: str, lang: str) -> str:
    """State the least value of a lever that brings a target to a wanted probability.

    Parameters
    ----------
    question
        What was asked.
    value, today
        The value found and the one in the scenario, formatted with unit; equal texts mean that today's
        value suffices.
    lang
        ``vi`` or ``en``.
    """
    facts = {**question.facts(lang), "today": today}
    if value == today:
        return say("goal.already", lang, **facts)
    return say("goal.reached", lang, value=value, **facts)


def goal_seek_unreachable(question: Question, bounds: str, best: tuple[float, str], lang: str) -> str:
    """State that a lever alone cannot do it, and the best it can.

    Parameters
    ----------
    question
        What was asked.
    bounds
        The interval searched, formatted (see `clusterecon.wording.numbers.interval`).
    best
        Best probability, and the lever's value there, formatted.
    lang
        ``vi`` or ``en``.
    """
    facts = {**question.facts(lang), "bounds": bounds}
    where = probability(best[0], lang, words=True)
    if rounded(100 * question.wanted) == rounded(100 * best[0]):
        facts["wanted"] = probability(question.wanted, lang, 1)
        where = probability(best[0], lang, 1, words=True)
    return say("goal.unreachable", lang, best=where, where=best[1], **facts)


def goal_seek_flat(question: Question, chances: tuple[float, float], lang: str) -> str:
    """State that levers hardly matter: the probability stays the same but for the error of simulation.

    Parameters
    ----------
    question
        What was asked; its lever lists the levers with the intervals searched.
    chances
        Least and greatest probability found.
    lang
        ``vi`` or ``en``.
    """
    shown = [probability(chance, lang) for chance in dict.fromkeys(chances)]
    return say("goal.flat", lang, chances=" – ".join(dict.fromkeys(shown)), **question.facts(lang))


def met_without_land(lang: str) -> str:
    """State that a probability is met without delivering anything."""
    return say("hectares.met", lang)


def hectares_note(scenario: str, cohort: str, planned: float, lang: str) -> str:
    """Say what the hectares needed stand for.

    Parameters
    ----------
    scenario, cohort
        Title of the scenario and name of the cohort they are delivered in.
    planned
        The cohort's area as planned, ha, which they replace.
    lang
        ``vi`` or ``en``.
    """
    return say("hectares.note", lang, scenario=scenario, cohort=cohort, planned=hectares_of(planned, lang))


def not_reachable(best: float, hectares: float, lang: str) -> str:
    """State that a probability cannot be reached, with the best one and the hectares tried.

    Parameters
    ----------
    best
        Best probability found.
    hectares
        Most hectares tried.
    lang
        ``vi`` or ``en``.
    """
    area = hectares_of(hectares, lang)
    return say("hectares.unreachable", lang, best=probability(best, lang), area=area)
