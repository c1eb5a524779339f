"""From readings to the published forecast, with everything a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import Mixture, StudentT, predictive, regress, unknown_mean
from clusterecon.baseline.forecast import GrowthForecast, shock_scales
from clusterecon.baseline.inputs import BaselineInputs
from clusterecon.baseline.national import RULES, before_the_year
from clusterecon.baseline.news import NewsItem, news
from clusterecon.baseline.readings import annual_growth, by_year
from clusterecon.baseline.regional import bridge_members, regional_growth, wedge_of, wedges
from clusterecon.baseline.scores import BENCHMARK, score_rows, summary

MIXTURE, PUBLISHED = "mixture", "half_and_half"
"""The rules kept: of the nation, and of the region."""

MINIMUM = 5  # annual readings before the first origin of a back-test


@dataclass(frozen=True, eq=False)
class BaselineResult:
    """The forecast and its evidence; ``facts`` are names for wording. Equal keys, equal results."""

    facts: ClassVar[Mapping[str, Any]] = {"rules": RULES, "published": PUBLISHED, "benchmark": BENCHMARK}
    forecast: GrowthForecast
    key: str
    inputs: BaselineInputs

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Tidy frames, made when asked for: ``readings`` of the first year, as `Told` with a ``gain``.

        And of the rules, by stage: ``national_scores``, ``national_summary``, ``regional_…``.
        """
        year = self.forecast.first_year
        tables = {"readings": regional_growth(self.inputs, year).readings}
        for stage, scores in zip(("national", "regional"), backtests(self.inputs, year), strict=True):
            tables |= {f"{stage}_scores": scores, f"{stage}_summary": summary(scores)}
        return tables

    @cached_property
    def refits(self) -> tuple[GrowthForecast, ...]:
        """The forecasts that leave out one year of outturns each."""
        years = self.inputs.before(self.inputs.annual, self.forecast.first_year).index
        horizon = self.forecast.years[-1]
        return tuple(paths(replace(self.inputs, left_out=year), horizon) for year in years.tolist())

    def probability_error(self, year: int, threshold: float) -> float:
        """Return the standard error of P(growth in ``year`` ≥ ``threshold``) from what few years can tell.

        The jackknife ``√((n−1)/n·Σ(P_i − P̄)²)``, P_i estimated at every stage without outturns of year i.
        Efron & Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 11.
        """
        found = [forecast.probability(year, threshold) for forecast in self.refits]
        return float(np.sqrt((len(found) - 1) * np.var(found)))

    def news(self, since: str, year: int) -> list[NewsItem]:
        """Return what each reading released after a day (ISO) did to the forecast of a year."""
        return news(self.inputs, since, year)


def first_forecast_year(inputs: BaselineInputs) -> int:
    """Return the year after the last one with a published full-year reading of either regional series."""
    years = [*inputs.value_added_years.index, *inputs.index_years.index]
    if not years:
        raise ValueError("no full-year reading of the region is known at this date")
    return int(max(years)) + 1


def build_forecast(inputs: BaselineInputs, horizon: int) -> BaselineResult:
    """Return the published forecast of regional industrial growth up to a year, and the evidence for it."""
    return BaselineResult(paths(inputs, horizon), inputs.key(horizon), inputs)


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


def paths(inputs: BaselineInputs, horizon: int) -> GrowthForecast:
    """Return the paths: years between the base year and the first one, the first, and those after it.

    Nation → bridge to the regional index, half and half with climatology → wedge from index to value added →
    every reading of the year → later years. `ValueError` when readings are too few, or the horizon lies
    before the first year.
    """
    first_year = first_forecast_year(inputs)
    if horizon < first_year:
        raise ValueError(f"the horizon {horizon} lies before the first year forecast, {first_year}")
    first = regional_growth(inputs, first_year).growth
    index, wedge = inputs.before(inputs.index_years, first_year), wedges(inputs, first_year)
    mean, climatology = unknown_mean(index), predictive(index).plus(wedge_of(inputs, first_year))
    if len(wedge) >= 3:
        mean = mean.plus(unknown_mean(wedge))
    fit = regress(inputs.annual, inputs.annual.shift().dropna(), inputs.left_out)
    persistence = StudentT(float(fit.params[1]), float(fit.bse[1]), np.inf)
    scales = shock_scales(first, mean, persistence, climatology.variance, horizon - first_year)
    known = {year: regional_growth(inputs, year).growth for year in range(inputs.base_year + 1, first_year)}
    years = (*known, *range(first_year, horizon + 1))
    return GrowthForecast(first_year, years, known, first, mean, persistence, scales)
