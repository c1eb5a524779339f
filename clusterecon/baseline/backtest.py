"""Rolling-origin back-tests: the nation, the region end to end, part-years, the annual check.

All are *pseudo* real time: an origin uses only periods before it, but mostly in later vintages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from clusterecon.baseline.bridge import fit_bridge, wedge_distribution, wedge_pairs
from clusterecon.baseline.distribution import QuantileTable, from_student_t, linear_pool, student_t_predictive
from clusterecon.baseline.inputs import BaselineInputs, BaselineSettings
from clusterecon.baseline.national import forecast_national
from clusterecon.baseline.part_year import (
    INDEX,
    VALUE_ADDED,
    PartYearRule,
    PartYearUpdate,
    national_differences,
    newest_part,
    part_year_rule,
    regional_pairs,
    update,
)
from clusterecon.baseline.readings import PARTS, Reading, annual_growth, by_year, latest, years_of
from clusterecon.baseline.scores import (
    BENCHMARK,
    POOL,
    inverse_crps_weights,
    published_model,
    score_rows,
    with_pool,
)

BRIDGE = "bridge"


@dataclass(frozen=True, eq=False)
class NationalStage:
    """The slow part: national candidates at every origin and for the target year.

    Attributes
    ----------
    target
        Year forecast.
    scores
        `clusterecon.baseline.scores.SCORE_COLUMNS` of candidates and pool.
    pools
        Pool by origin and for the target.
    candidates, weights
        Distributions of the target year, and their weights in its pool.
    """

    target: int
    scores: pd.DataFrame
    pools: dict[int, QuantileTable]
    candidates: dict[str, QuantileTable]
    weights: dict[str, float]


def national_stage(inputs: BaselineInputs, target: int) -> NationalStage:
    """Forecast calendar-year growth at every origin and for ``target``; pool by earlier scores.

    Raises `ValueError` when the readings are too few for a forecast; see `forecast_national`.
    """
    levels, published, settings = inputs.levels(), inputs.annual(), inputs.settings
    forecast = partial(forecast_national, vintage_noise=settings.vintage_noise, omitted=settings.omitted)
    complete = annual_growth(levels).index
    origins = [int(y) for y in complete[settings.minimum_readings :] if y in published.index and y < target]
    if settings.last_origins is not None:
        origins = origins[max(0, len(origins) - settings.last_origins) :]
    forecasts = {year: forecast(levels[years_of(levels) < year], year) for year in origins}
    outturns = {year: float(published.loc[year]) for year in origins}
    pooled = with_pool(forecasts, outturns)
    candidates = forecast(levels, target)
    scores = score_rows(pooled, outturns)
    weights = inverse_crps_weights(scores, list(candidates), target)
    pools = {year: tables[POOL] for year, tables in pooled.items()}
    pools[target] = linear_pool(list(candidates.values()), [weights[m] for m in candidates])
    return NationalStage(target, scores, pools, candidates, weights)


@dataclass(frozen=True, eq=False)
class RegionalBacktest:
    """The region's end-to-end test.

    Parameters
    ----------
    scores
        Rows for ``bridge``, ``climatology``, ``pool`` and ``published``: what is published now.
    real_time
        Rows of what the rule would have published at each origin, from earlier origins alone.
    pools
        The pool's distribution by origin, of the index.
    """

    scores: pd.DataFrame
    real_time: pd.DataFrame
    pools: dict[int, QuantileTable]


def regional_members(
    readings: pd.Series, national: pd.Series, forecast: QuantileTable
) -> dict[str, QuantileTable]:
    """Return bridge and climatology of the regional index for the year that ``forecast`` speaks of.

    Both series hold annual growth in % by year, all before that year.
    """
    return {
        BRIDGE: fit_bridge(readings, national).predict(forecast),
        BENCHMARK: from_student_t(student_t_predictive(readings.to_numpy(dtype=float))),
    }


def regional_backtest(inputs: BaselineInputs, stage: NationalStage) -> RegionalBacktest:
    """Score bridge, climatology and their pool at every origin with enough readings and an outturn.

    The readings of an origin are those known on 31 January of it (`BaselineInputs.index_known_at_origin`);
    outturns are the newest published vintage. Years without a published reading are no origin.
    """
    published = inputs.annual()
    outturns = by_year(latest(inputs.index_spans()))
    forecasts = {}
    for year in sorted(set(outturns) & set(stage.pools)):
        readings = inputs.index_known_at_origin(year)
        national = published[published.index < year]
        common = [y for y in readings.index if y in national.index]
        if len(common) >= inputs.settings.minimum_readings:
            forecasts[year] = regional_members(readings, national, stage.pools[year])
    pooled = with_pool(forecasts, outturns)
    scores = score_rows(pooled, outturns)
    chosen = scores[scores["model"] == published_model(scores)].assign(model="published")
    rows = [
        scores[(scores["origin"] == year) & (scores["model"] == published_model(scores, before=year))]
        for year in pooled
    ]
    real_time = pd.concat(rows) if rows else scores
    pools = {year: tables[POOL] for year, tables in pooled.items()}
    return RegionalBacktest(
        pd.concat([scores, chosen], ignore_index=True), real_time.reset_index(drop=True), pools
    )


@dataclass(frozen=True, eq=False)
class PartYearEvidence:
    """Everything past part-years teach, gathered once.

    Parameters
    ----------
    value_added, index
        Readings of the region with year and part.
    regional, national
        Full year minus part by year, in points, for each part.
    wedges
        Pairs of `clusterecon.baseline.bridge.wedge_pairs`.
    settings
        Choices of method.
    """

    value_added: pd.DataFrame
    index: pd.DataFrame
    regional: dict[str, pd.Series]
    national: dict[str, pd.Series]
    wedges: pd.DataFrame
    settings: BaselineSettings

    def rule(self, part: str, year: int) -> PartYearRule:
        """Return the rule of one part from pairs of the years before ``year`` only."""
        regional, national = self.regional[part], self.national[part]
        return part_year_rule(
            part,
            regional[regional.index < year],
            national[national.index < year],
            shrinkage=self.settings.shrinkage,
            floor=self.settings.part_year_floor,
        )


def part_year_evidence(inputs: BaselineInputs) -> PartYearEvidence:
    """Gather the pairs of part and full year, regional and national, from the readings."""
    value_added, index = inputs.value_added_spans(), inputs.index_spans()
    levels, annual = inputs.levels(), inputs.annual()
    regional = {
        part: regional_pairs(value_added, index, part).set_index("year")["difference"] for part in PARTS
    }
    national = {part: national_differences(levels, annual, part) for part in PARTS}
    wedges = wedge_pairs(value_added, index)
    return PartYearEvidence(value_added, index, regional, national, wedges, inputs.settings)


def apply_part_year(
    evidence: PartYearEvidence, prior: QuantileTable, year: int
) -> tuple[QuantileTable, PartYearUpdate | None]:
    """Update a forecast of value added with the newest part-year reading of ``year``, if there is one."""
    found = newest_part(evidence.value_added, evidence.index, year)
    if found is None:
        return prior, None
    reading, series = found
    rule = evidence.rule(reading.part, year)
    return update(prior, reading, series, rule, wedge_distribution(evidence.wedges))


def part_year_backtest(evidence: PartYearEvidence, pools: dict[int, QuantileTable]) -> pd.DataFrame:
    """Score the forecast before and after each part-year reading of each past year, in its own series.

    A year is judged in value added where both its part and its full year were published so, else in the
    index. The prior is the regional pool of that origin; rules use earlier years alone.

    Returns
    -------
    DataFrame
        ``year, part, series, reading, outturn``, then ``median, p10, p90, crps, pit`` each with the suffix
        ``_before`` and ``_after``, and ``covered80_after``.
    """
    columns = ["year", "part", "series", "reading", "outturn"]
    measures = ["median", "p10", "p90", "crps", "pit"]
    columns += [f"{m}_{when}" for when in ("before", "after") for m in measures] + ["covered80_after"]
    series = ((VALUE_ADDED, evidence.value_added), (INDEX, evidence.index))
    outturns = {name: by_year(latest(rows)) for name, rows in series}
    rows = []
    for year, pool in sorted(pools.items()):
        for part in PARTS:
            for name, readings in series:
                own = readings[(readings["year"] == year) & (readings["part"] == part)]
                if len(own) and year in outturns[name]:
                    reading = _first_release(own)
                    rows.append(_part_year_row(evidence, pool, reading, name, outturns[name][year]))
                    break
    return pd.DataFrame(rows, columns=columns)


def _first_release(rows: pd.DataFrame) -> Reading:
    first = rows[rows["release_date"] == rows["release_date"].min()]
    row = first.iloc[0]
    return Reading(int(row["year"]), row["part"], float(first["value"].mean()), row["release_date"])


def _part_year_row(
    evidence: PartYearEvidence, pool: QuantileTable, reading: Reading, series: str, outturn: float
) -> list[object]:
    prior = pool
    if series == VALUE_ADDED:
        known = evidence.wedges["year"] < reading.year
        prior = pool.plus(wedge_distribution(evidence.wedges[known]))
    after, _ = update(prior, reading, series, evidence.rule(reading.part, reading.year), None)
    row: list[object] = [reading.year, reading.part, series, reading.value, outturn]
    for table in (prior, after):
        median, low, high = (float(q) for q in table.quantile([0.5, 0.1, 0.9]))
        row += [median, low, high, table.crps(outturn), float(table.cdf(outturn))]
    return [*row, low <= outturn <= high]
