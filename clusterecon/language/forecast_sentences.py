"""The forecast, how good it has been, and what it would take to meet a target."""

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from clusterecon.language.dates import date, period, year_ranges
from clusterecon.language.labels import label
from clusterecon.language.numbers import (
    direction,
    hectares,
    number,
    percent,
    points,
    probability,
    rounded,
    share,
)
from clusterecon.language.record_sentences import listed
from clusterecon.language.templates import say

Day = datetime.date | str


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

    The gain is the benchmark's mean CRPS minus the model's, in points: above 0 when the model is better.
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


def past_growth(index: Sequence[int], missing: Sequence[int], lang: str) -> str:
    """Say what past growth is growth of: for some years of the production index, for others there is none."""
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


class News(NamedTuple):
    """What readings moved together, and the one that moved most: median in %, probabilities, points."""

    since: str
    year: int
    readings: int
    medians: tuple[float, float]
    chances: tuple[float, float]
    threshold: float
    most: tuple[str, str, float]
    """Name of the series, period, and what it moved the median by."""


def news(found: News, lang: str) -> str:
    """State what the readings released after a day did to the forecast of a year."""
    facts = {"since": date(found.since, lang), "year": str(found.year)}
    if not found.readings:
        return say("news.none", lang, **facts)
    name, when, moved = found.most
    return say(
        "news",
        lang,
        count=number(found.readings, lang),
        before=percent(found.medians[0], lang),
        after=percent(found.medians[1], lang),
        threshold=percent(found.threshold, lang),
        chance_before=probability(found.chances[0], lang, words=True),
        chance_after=probability(found.chances[1], lang, words=True),
        reading=name,
        period=period(when, lang),
        points=points(moved, lang, 2, signed=True),
        **facts,
    )


def reading_name(row: Mapping[Any, Any], lang: str) -> str:
    """Name what moved the forecast: period and series of a reading, or several readings by number and days.

    The period stands first, so that it is still read where a name is cut. The row has series, period,
    readings, released and until, the last two as ISO dates.
    """
    if row["readings"] > 1:
        days = dict.fromkeys(date(row[name], lang, short=True) for name in ("released", "until"))
        return say("news.several", lang, count=number(row["readings"], lang), days=" – ".join(days))
    name = label("reading", row["series"], lang)
    if not row["period"]:
        return name
    when = period(row["period"], lang)
    return f"{when[:1].upper()}{when[1:]} · {name}"


def probability_over_dates(target: str, first: tuple[Day, float], last: tuple[Day, float], lang: str) -> str:
    """State how a target's probability moved between two dates of information."""
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

    The value found and the one in the scenario are formatted alike: equal texts mean that it suffices.
    """
    facts = {**question.facts(lang), "today": today}
    if value == today:
        return say("goal.already", lang, **facts)
    return say("goal.reached", lang, value=value, **facts)


def goal_seek_unreachable(question: Question, bounds: str, best: tuple[float, str], lang: str) -> str:
    """State that a lever alone cannot do it within bounds, and the best probability with the value there."""
    facts = {**question.facts(lang), "bounds": bounds}
    where = probability(best[0], lang, words=True)
    if rounded(100 * question.wanted) == rounded(100 * best[0]):
        facts["wanted"] = probability(question.wanted, lang, 1)
        where = probability(best[0], lang, 1, words=True)
    return say("goal.unreachable", lang, best=where, where=best[1], **facts)


def goal_seek_flat(question: Question, chances: tuple[float, float], least: int, lang: str) -> str:
    """State that levers hardly matter: each moves the probability by less than so many percentage points.

    The question's lever lists the levers with the intervals searched.
    """
    shown = dict.fromkeys(probability(chance, lang) for chance in chances)
    facts = {"chances": " – ".join(shown), "least": points(least, lang, 0)}
    return say("goal.flat", lang, **facts, **question.facts(lang))


def hectares_note(scenario: str, cohort: str, planned: float, lang: str) -> str:
    """Say that the hectares needed replace those planned of a cohort."""
    return say("hectares.note", lang, scenario=scenario, cohort=cohort, planned=hectares(planned, lang))


def not_reachable(best: float, most: float, lang: str) -> str:
    """State that a probability cannot be reached, with the best one found and the most hectares tried."""
    area = hectares(most, lang)
    return say("hectares.unreachable", lang, best=probability(best, lang), area=area)
