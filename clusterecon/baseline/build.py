"""From readings to the published forecast, with everything a reader needs to judge it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from clusterecon.baseline.annual import annual_origins, autoregression
from clusterecon.baseline.backtest import (
    NationalStage,
    RegionalBacktest,
    apply_part_year,
    national_stage,
    part_year_backtest,
    part_year_evidence,
    regional_backtest,
    regional_members,
)
from clusterecon.baseline.bridge import Bridge, fit_bridge, wedge_distribution, wedge_pairs
from clusterecon.baseline.distribution import QuantileTable, StudentT, linear_pool, plain, student_t_mean
from clusterecon.baseline.forecast import (
    GrowthForecast,
    KnownGrowth,
    add_means,
    climatology_forecast,
    shock_scales,
)
from clusterecon.baseline.inputs import BaselineInputs
from clusterecon.baseline.part_year import PartYearUpdate
from clusterecon.baseline.readings import PARTS, by_year, latest
from clusterecon.baseline.scores import (
    BENCHMARK,
    POOL,
    inverse_crps_weights,
    published_model,
    score_rows,
    summary,
    with_pool,
)


@dataclass(frozen=True, eq=False)
class BaselineResult:
    """The forecast and its evidence; plain enough to be cached as JSON.

    Parameters
    ----------
    forecast
        What is published: growth of regional industrial value added.
    climatology
        The plain alternative, made from the same readings, without bridge or part-year.
    tables
        Tidy frames: ``components`` (stage, component, weight, mean, sd, p10, median, p90),
        ``national_scores``, ``national_summary``, ``regional_scores``, ``regional_summary``,
        ``annual_scores``, ``annual_summary``, ``part_year_scores``, ``part_year_rules``,
        ``wedge_pairs``, ``bridge_check``.
    facts
        Numbers and names for wording, without text; see `build_forecast`.
    key
        Fingerprint of the readings used and the horizon: equal keys, equal results.
    """

    forecast: GrowthForecast
    climatology: GrowthForecast
    tables: Mapping[str, pd.DataFrame]
    facts: Mapping[str, Any]
    key: str

    def to_dict(self) -> dict[str, Any]:
        """Return strict JSON: null where a number does not exist."""
        return {
            "forecast": plain(asdict(self.forecast)),
            "climatology": plain(asdict(self.climatology)),
            "tables": {
                name: {"columns": list(t.columns), "rows": plain(t.to_numpy(dtype=object).tolist())}
                for name, t in self.tables.items()
            },
            "facts": plain(dict(self.facts)),
            "key": self.key,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> BaselineResult:
        """Return the result written by `to_dict`; no model is fitted."""
        tables = {name: pd.DataFrame(t["rows"], columns=t["columns"]) for name, t in given["tables"].items()}
        return cls(
            GrowthForecast.from_plain(given["forecast"]),
            GrowthForecast.from_plain(given["climatology"]),
            tables,
            given["facts"],
            given["key"],
        )


def first_forecast_year(inputs: BaselineInputs) -> int:
    """Return the year after the last one with a published full-year reading of either regional series."""
    last = [
        int(series.index.max())
        for series in (latest(inputs.value_added_spans()), latest(inputs.index_spans()))
        if len(series)
    ]
    if not last:
        raise ValueError("no full-year reading of the region is known at this date")
    return max(last) + 1


def result_key(inputs: BaselineInputs, horizon: int) -> str:
    """Return the key under which a result may be cached: the readings used, settings and horizon."""
    return f"{horizon}:{inputs.fingerprint()}"


def build_forecast(inputs: BaselineInputs, horizon: int) -> BaselineResult:
    """Build the published forecast of regional industrial growth and the evidence for it.

    National pool → bridge to the regional index → pool with climatology, or climatology alone where the
    pool's mean CRPS is higher → wedge from index to value added → part-year reading → later years.

    Parameters
    ----------
    inputs
        Readings, cut to a date by the caller.
    horizon
        Last year of the forecast.

    Returns
    -------
    BaselineResult
        ``facts`` holds ``first_year, published`` (``pool`` or ``climatology``), ``national_weights``,
        ``regional_weights``, ``bridge``, ``wedge``, ``persistence``, ``part_year`` (or null), ``known``,
        ``default_as_of``, ``real_time_crps``.

    Raises
    ------
    ValueError
        When readings are too few for a forecast, or the horizon lies before the first year.
    """
    first_year = first_forecast_year(inputs)
    if horizon < first_year:
        raise ValueError(f"the horizon {horizon} lies before the first year forecast, {first_year}")
    stage = national_stage(inputs, first_year)
    test = regional_backtest(inputs, stage)
    readings, wedge = latest(inputs.index_spans()), _wedge(inputs)
    members = regional_members(readings, inputs.annual(), stage.pools[first_year])
    weights = inverse_crps_weights(test.scores, list(members), first_year)
    members[POOL] = linear_pool([members[m] for m in weights], list(weights.values()))
    published = published_model(test.scores)
    prior = members[published].plus(wedge)
    first, updated = apply_part_year(part_year_evidence(inputs), prior, first_year)
    forecast = _with_later_years(inputs, published, first, members[BENCHMARK].plus(wedge), horizon)
    simple = climatology_forecast(
        by_year(readings),
        first_year=first_year,
        horizon=horizon,
        wedge=_wedges(inputs),
        known=forecast.known,
    )
    bridge = fit_bridge(readings, inputs.annual())
    components = _components(stage, {**members, "published": first}, {**weights, published: 1.0}, published)
    facts = _facts(inputs, forecast, stage, (test, bridge, wedge, updated, weights))
    tables = {"components": components, **_tables(inputs, stage, test, bridge, wedge)}
    return BaselineResult(forecast, simple, tables, plain(facts), result_key(inputs, horizon))


def _wedges(inputs: BaselineInputs) -> list[float]:
    pairs = wedge_pairs(inputs.value_added_spans(), inputs.index_spans())
    return [float(w) for w in pairs["wedge"]] if len(pairs) >= 3 else []


def _wedge(inputs: BaselineInputs) -> StudentT:
    return wedge_distribution(wedge_pairs(inputs.value_added_spans(), inputs.index_spans()))


def _wedge_by_year(inputs: BaselineInputs) -> dict[str, float | int | None]:
    """Return the wedge with the pairs of a year averaged first, beside the one that is used."""
    pairs = wedge_pairs(inputs.value_added_spans(), inputs.index_spans())
    means = pairs.groupby("year")["wedge"].mean().to_numpy(dtype=float)
    sd = float(means.std(ddof=1)) if len(means) > 1 else None
    return {"mean": float(means.mean()) if len(means) else None, "sd": sd, "n": len(means)}


def known_growth(inputs: BaselineInputs, first_year: int) -> tuple[KnownGrowth, ...]:
    """Return growth of the years between the base year and ``first_year``.

    Exact where value added was published; index plus wedge, with the wedge's uncertainty, where only the
    index was; a derived figure counts where there is no other. `ValueError` when nothing is known of a year.
    """
    value_added, index = inputs.value_added_spans(), inputs.index_spans()
    wedge = _wedge(inputs)
    sources = (
        (latest(value_added), StudentT(0.0, 0.0, wedge.degrees_of_freedom)),
        (latest(index), wedge),
        (latest(value_added, excluded=()), StudentT(0.0, wedge.scale, wedge.degrees_of_freedom)),
        (latest(index, excluded=()), wedge),
    )
    known = []
    for year in range(inputs.base_year + 1, first_year):
        found = [(float(s.loc[year]), error) for s, error in sources if year in s.index]
        if not found:
            raise ValueError(f"no full-year reading of {year} is known, though one of a later year is")
        value, error = found[0]
        growth = StudentT(value + error.location, error.scale, error.degrees_of_freedom)
        known.append(KnownGrowth(year, growth))
    return tuple(known)


def _with_later_years(
    inputs: BaselineInputs, name: str, first: QuantileTable, climatology: QuantileTable, horizon: int
) -> GrowthForecast:
    first_year = first_forecast_year(inputs)
    mean = student_t_mean(latest(inputs.index_spans()).to_numpy(dtype=float))
    wedges = _wedges(inputs)
    if wedges:
        mean = add_means(mean, student_t_mean(wedges))
    persistence, _ = autoregression(inputs.annual())
    scales = shock_scales(first, mean, persistence, climatology.variance, horizon - first_year)
    known = known_growth(inputs, first_year)
    years = tuple(k.year for k in known) + tuple(range(first_year, horizon + 1))
    return GrowthForecast(name, first_year, years, first, mean, persistence, scales, known)


def _components(
    stage: NationalStage, regional: dict[str, QuantileTable], weights: dict[str, float], published: str
) -> pd.DataFrame:
    national = {**stage.candidates, POOL: stage.pools[stage.target]}
    shares = {
        "national": {**stage.weights, POOL: 1.0},
        "regional": {**weights, POOL: float(published == POOL), "published": 1.0},
    }
    if published == BENCHMARK:
        shares["regional"] = {"bridge": 0.0, BENCHMARK: 1.0, POOL: 0.0, "published": 1.0}
    rows = []
    for name, tables in (("national", national), ("regional", regional)):
        for component, table in tables.items():
            quantiles = (float(q) for q in table.quantile([0.1, 0.5, 0.9]))
            sd = math.sqrt(table.variance)
            rows.append((name, component, shares[name][component], table.mean, sd, *quantiles))
    columns = ["stage", "component", "weight", "mean", "sd", "p10", "median", "p90"]
    return pd.DataFrame(rows, columns=columns)


def _tables(
    inputs: BaselineInputs, stage: NationalStage, test: RegionalBacktest, bridge: Bridge, wedge: StudentT
) -> dict[str, pd.DataFrame]:
    growth = inputs.annual()
    outturns = by_year(growth)
    annual = score_rows(with_pool(annual_origins(growth), outturns), outturns)
    evidence = part_year_evidence(inputs)
    rules = [asdict(evidence.rule(part, stage.target)) for part in PARTS]
    return {
        "national_scores": stage.scores,
        "national_summary": summary(stage.scores),
        "regional_scores": test.scores,
        "regional_summary": summary(test.scores),
        "annual_scores": annual,
        "annual_summary": summary(annual),
        "part_year_scores": part_year_backtest(evidence, test.pools),
        "part_year_rules": pd.DataFrame(rules),
        "wedge_pairs": evidence.wedges,
        "bridge_check": _bridge_check(inputs, bridge, wedge),
    }


def _bridge_check(inputs: BaselineInputs, bridge: Bridge, wedge: StudentT) -> pd.DataFrame:
    """Return published full years of value added beside what bridge and wedge give from the nation."""
    growth, value_added = inputs.annual(), latest(inputs.value_added_spans(), excluded=())
    rows = []
    for year in [y for y in value_added.index if y in growth.index]:
        published = float(value_added.loc[year])
        fitted = bridge.alpha + bridge.beta * float(growth.loc[year]) + wedge.location
        sd = math.hypot(float(bridge.scale(np.array(growth.loc[year]))), wedge.scale)
        rows.append((int(year), published, fitted, published - fitted, sd))
    return pd.DataFrame(rows, columns=["year", "value_added", "fitted", "difference", "sd"])


def _facts(
    inputs: BaselineInputs,
    forecast: GrowthForecast,
    stage: NationalStage,
    parts: tuple[RegionalBacktest, Bridge, StudentT, PartYearUpdate | None, dict[str, float]],
) -> dict[str, Any]:
    test, bridge, wedge, updated, weights = parts
    return {
        "first_year": forecast.first_year,
        "published": forecast.name,
        "national_weights": stage.weights,
        "regional_weights": weights,
        "bridge": asdict(bridge),
        "wedge": {**asdict(wedge), "n": len(_wedges(inputs))},
        "wedge_by_year": _wedge_by_year(inputs),
        "persistence": asdict(forecast.persistence),
        "part_year": asdict(updated) if updated is not None else None,
        "known": [{"year": k.year, **asdict(k.growth)} for k in forecast.known],
        "default_as_of": inputs.default_as_of(),
        "real_time_crps": float(test.real_time["crps"].mean()) if len(test.real_time) else None,
    }
