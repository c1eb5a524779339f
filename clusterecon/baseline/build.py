"""From readings to the published forecast, with everything a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterecon.baseline.distribution import Mixture, predictive, regress, unknown_mean
from clusterecon.baseline.forecast import GrowthForecast, Persistence, shock_scales
from clusterecon.baseline.inputs import BaselineInputs
from clusterecon.baseline.national import RULES, before_the_year
from clusterecon.baseline.news import NewsItem, news
from clusterecon.baseline.readings import annual_growth, by_year
from clusterecon.baseline.regional import bridge_members, regional_growth, wedge_of, wedge_pairs, wedges
from clusterecon.baseline.scores import BENCHMARK, score_rows, summary

MIXTURE, PUBLISHED = "mixture", "half_and_half"
"""The rules kept: of the nation, and of the region."""

MINIMUM = 5  # annual readings before the first origin of a back-test


@dataclass(frozen=True, eq=False)
class BaselineResult:
    """The forecast and its evidence.

    ``tables`` are tidy frames: ``national_scores``, ``national_summary``, ``regional_scores``,
    ``regional_summary``, ``readings`` (of the first year: what each points to, its spread and gain),
    ``wedge_pairs``; ``facts`` numbers and names for wording. Equal keys, equal results.
    """

    forecast: GrowthForecast
    tables: Mapping[str, pd.DataFrame]
    facts: Mapping[str, Any]
    key: str
    inputs: BaselineInputs

    def news(self, since: str, year: int) -> list[NewsItem]:
        """Return what each reading released after a day (ISO) did to the forecast of a year."""
        return news(self.inputs, since, year)


def first_forecast_year(inputs: BaselineInputs) -> int:
    """Return the year after the last one with a published full-year reading of either regional series."""
    years = [*inputs.value_added_years.index, *inputs.index_years.index]
    if not years:
        raise ValueError("no full-year reading of the region is known at this date")
    return int(max(years)) + 1


def result_key(inputs: BaselineInputs, horizon: int) -> str:
    """Return the key of a result: the readings used and the horizon."""
    return f"{horizon}:{inputs.fingerprint()}"


def build_forecast(inputs: BaselineInputs, horizon: int) -> BaselineResult:
    """Return the published forecast of regional industrial growth up to a year, and the evidence for it.

    Nation → bridge to the regional index, half and half with climatology → wedge from index to value added →
    every reading of the year → later years. `ValueError` when readings are too few, or the horizon lies
    before the first year.
    """
    first_year = first_forecast_year(inputs)
    if horizon < first_year:
        raise ValueError(f"the horizon {horizon} lies before the first year forecast, {first_year}")
    first = regional_growth(inputs, first_year)
    forecast = _with_later_years(inputs, first.growth, first_year, horizon)
    tables = {"readings": first.readings, "wedge_pairs": wedge_pairs(inputs)}
    for stage, scores in zip(("national", "regional"), backtests(inputs, first_year), strict=True):
        tables |= {f"{stage}_scores": scores, f"{stage}_summary": summary(scores)}
    return BaselineResult(forecast, tables, _facts(inputs, forecast), result_key(inputs, horizon), inputs)


def backtests(inputs: BaselineInputs, target: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the scores of every rule for nation and region at every origin before ``target``.

    *Pseudo* real time: an origin uses only periods before it, but mostly in later vintages. The region is
    judged in its index, of which every year is known.
    """
    levels, annual, index = inputs.levels, inputs.annual, inputs.index_years
    origins = [int(year) for year in annual_growth(levels).index[MINIMUM:] if year < target]
    nation, region = {}, {}
    for year in origins:
        rules = before_the_year(levels, year)
        mixed = Mixture.equal(*(rules[name] for name in RULES))
        nation[year] = {**{name: Mixture.equal(rule) for name, rule in rules.items()}, MIXTURE: mixed}
        past = index[index.index < year]
        if len(past.index.intersection(annual.index)) >= MINIMUM:
            region[year] = bridge_members(past, annual[annual.index < year], mixed)
    return score_rows(nation, by_year(annual)), score_rows(region, by_year(index))


def _with_later_years(
    inputs: BaselineInputs, first: Mixture, first_year: int, horizon: int
) -> GrowthForecast:
    """Return the paths: years between the base year and the first one, the first, and those after it."""
    index, wedge = inputs.index_years.to_numpy(dtype=float), wedges(inputs, first_year).to_numpy(dtype=float)
    mean, climatology = unknown_mean(index), predictive(index).plus(wedge_of(inputs, first_year))
    if len(wedge) >= 3:
        mean = mean.plus(unknown_mean(wedge))
    growth = inputs.annual.to_numpy(dtype=float)
    fit = regress(growth[1:], growth[:-1])
    persistence = Persistence(float(fit.params[1]), float(fit.bse[1]))
    scales = shock_scales(first, mean, persistence, climatology.variance, horizon - first_year)
    known = {year: regional_growth(inputs, year).growth for year in range(inputs.base_year + 1, first_year)}
    years = (*known, *range(first_year, horizon + 1))
    return GrowthForecast(first_year, years, known, first, mean, persistence, scales)


def _facts(inputs: BaselineInputs, forecast: GrowthForecast) -> dict[str, Any]:
    index, annual, found = inputs.index_years, inputs.annual, wedges(inputs, forecast.first_year)
    common = index.index.intersection(annual.index)
    fit = regress(index[common], annual[common])
    pairs = wedge_pairs(inputs)["wedge"]
    return {
        "first_year": forecast.first_year,
        "rules": RULES,
        "published": PUBLISHED,
        "benchmark": BENCHMARK,
        "bridge": {"alpha": float(fit.params[0]), "beta": float(fit.params[1]), "n": len(common)},
        "wedge": {"mean": float(found.mean()), "sd": float(found.std(ddof=1)), "n": len(found)},
        "wedge_by_pair": {"mean": float(pairs.mean()), "n": len(pairs)},
        "persistence": {"value": forecast.persistence.value, "se": forecast.persistence.standard_error},
    }
