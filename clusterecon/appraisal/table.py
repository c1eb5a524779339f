"""Appraisals of several blocks of draws put together, and written as rows of the ``appraisal`` table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Literal, TypeAlias

import numpy as np

from clusterecon.appraisal.measures import Appraisal
from clusterecon.ground.arrays import Array

Row: TypeAlias = dict[str, str | float | None]

UNITS: dict[str, str] = {
    "npv": "bn VND",
    "npv_existing": "bn VND",
    "npv_total": "bn VND",
    "bcr": "ratio",
    "irr": "fraction",
    "discounted_payback_year": "year",
    "public_cost_per_net_job": "bn VND per job",
    "npv_per_ha": "bn VND per ha",
    "probability_npv_positive": "probability",
}
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
PAYBACK = "discounted_payback_year"


def join_blocks(blocks: Sequence[tuple[Appraisal, ...]]) -> tuple[Appraisal, ...]:
    """Put the appraisals of several blocks of draws, which measure the same things, end to end."""
    joined = []
    for parts in zip(*blocks, strict=True):
        arrays = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Appraisal)
            if field.name not in ("view", "rate", "horizon")
        }
        joined.append(Appraisal(parts[0].view, parts[0].rate, parts[0].horizon, **arrays))
    return tuple(joined)


def payback_counts(appraisal: Appraisal) -> Counter[float]:
    """Count the draws by the year in which they pay back, inf for never: what merges over blocks exactly."""
    return Counter(_ordered(appraisal, PAYBACK).tolist())


def payback_statistics(counts: Mapping[float, int]) -> dict[str, float | None]:
    """Return mean and percentiles of a payback year from the draws counted by year.

    A percentile is the first year by which that share of the draws has paid back, a year that occurs and
    never one in between; None where that share never has. The mean is None as soon as one draw never pays
    back.

    Examples
    --------
    >>> found = payback_statistics({2031.0: 6, 2040.0: 3, float("inf"): 1})
    >>> found["p50"], found["p75"], found["p95"], found["mean"]
    (2031.0, 2040.0, None, None)
    """
    years = sorted(counts)
    reached = np.cumsum([counts[year] for year in years])
    draws = int(reached[-1])
    mean = sum(year * counts[year] for year in years) / draws
    ranks = {f"p{p}": int(np.searchsorted(reached, -(-draws * p // 100))) for p in PERCENTILES}
    return {"mean": _finite(mean)} | {name: _finite(years[rank]) for name, rank in ranks.items()}


def _ordered(appraisal: Appraisal, measure: str) -> Array:
    """Return a measure with "none" put at the end where it belongs: never paid back is late, and so on."""
    values: Array = getattr(appraisal, measure)
    if measure == "irr":  # no rate: the flow is all cost (worst) or all gain (best)
        return np.where(np.isnan(values), np.where(appraisal.npv < 0, -np.inf, np.inf), values)
    if measure.startswith("npv"):
        return values
    return np.where(np.isnan(values), np.inf, values)


def appraisal_rows(appraisals: Sequence[Appraisal], central: bool = False) -> list[Row]:
    """Return rows of the ``appraisal`` table, without its column ``scenario``.

    Columns: measure, view, rate, horizon, unit, statistic, value; None where there is none. Draws without
    a payback count as later than any year, without a net job as dearer than any cost, so that a
    percentile says "none" only where that share of draws has none; the mean is None as soon as one has
    none. A payback percentile is a year that occurs, not one in between. The central case, one draw, has
    the statistic ``central`` and no probability.
    """
    rows: list[Row] = []
    for item in appraisals:
        for measure, unit in UNITS.items():
            head: Row = {
                "measure": measure,
                "view": item.view,
                "rate": item.rate,
                "horizon": item.horizon,
                "unit": unit,
            }
            rows += [{**head, "statistic": s, "value": v} for s, v in _statistics(item, measure, central)]
    return rows


def _statistics(item: Appraisal, measure: str, central: bool) -> list[tuple[str, float | None]]:
    if measure == "probability_npv_positive":
        return [("central", None)] if central else [("mean", float(np.mean(item.npv > 0)))]
    values = _ordered(item, measure)
    if central:
        return [("central", _finite(values[0]))]
    if measure == PAYBACK:
        return list(payback_statistics(payback_counts(item)).items())
    if np.any(np.isnan(values)):
        return [(name, None) for name in ("mean", *(f"p{p}" for p in PERCENTILES))]
    method: Literal["inverted_cdf", "linear"] = "linear" if np.all(np.isfinite(values)) else "inverted_cdf"
    quantiles = np.percentile(values, PERCENTILES, method=method)
    mean = None if np.any(np.isinf(values)) else float(np.mean(values))
    return [("mean", mean), *((f"p{p}", _finite(q)) for p, q in zip(PERCENTILES, quantiles, strict=True))]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
