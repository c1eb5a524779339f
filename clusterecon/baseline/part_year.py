"""Updating a forecast with a part of its year: first quarter, first half, nine months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import QuantileTable, StudentT
from clusterecon.baseline.readings import FULL_YEAR, PARTS, Reading, part_year_growth, same_vintage_pairs

VALUE_ADDED = "value_added"
INDEX = "index"


@dataclass(frozen=True)
class PartYearRule:
    """How far a full year lies from its first quarter, half or nine months: ``g − x ~ (bias, sd)``.

    In points; sd holds ``√(1+1/n)`` and the floor. ``weight`` is that of the regional pairs, n/(n+κ).
    """

    part: str
    bias: float
    sd: float
    regional_pairs: int
    national_pairs: int
    weight: float


@dataclass(frozen=True)
class PartYearUpdate:
    """What a part-year reading did to the forecast.

    Parameters
    ----------
    reading
        The reading used.
    series
        ``value_added`` or ``index``.
    expected, sd
        Full-year growth that the reading alone points to, and its standard deviation, in %.
    prior_mean, prior_sd, mean, sd_after
        Before and after, in %.
    """

    reading: Reading
    series: str
    expected: float
    sd: float
    prior_mean: float
    prior_sd: float
    mean: float
    sd_after: float


def regional_pairs(value_added: pd.DataFrame, index: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return past pairs of one part and its full year: one a year, value added preferred to the index.

    Columns ``year, series, part_growth, full_growth, difference``: the first release of the part, as it would
    have been read in its year, and the full year released nearest to it. Pairs whose releases lie more
    than 550 days apart are of different vintages and left out.
    """
    frames = []
    for name, rows in ((VALUE_ADDED, value_added), (INDEX, index)):
        own = rows[rows["part"] == part]
        first = own[own["release_date"] == own.groupby("year")["release_date"].transform("min")]
        pairs = same_vintage_pairs(rows[rows["part"] == FULL_YEAR].assign(part=part), first)
        frames.append(pairs[pairs["days"] <= 550].assign(series=name))
    both = pd.concat(frames).drop_duplicates("year").sort_values("year")
    both = both.rename(columns={"right": "part_growth", "left": "full_growth"})
    both["difference"] = both["full_growth"] - both["part_growth"]
    return both[["year", "series", "part_growth", "full_growth", "difference"]].reset_index(drop=True)


def national_differences(levels: pd.Series, full_year: pd.Series, part: str) -> pd.Series:
    """Return full-year minus part-year growth of the nation by year, in points."""
    return (full_year - part_year_growth(levels, part)).dropna()


def part_year_rule(
    part: str, regional: pd.Series, national: pd.Series, *, shrinkage: float = 5.0, floor: float = 0.3
) -> PartYearRule:
    """Return bias and spread of one part: regional pairs shrunk to the national ones.

    ``weight = n/(n+κ)``; ``b = weight·b_regional + (1−weight)·b_national``, variances likewise;
    ``s = max(floor, s·√(1+1/n))``, n the regional pairs (the national ones where there are none).

    Parameters
    ----------
    part
        ``Q1``, ``H1`` or ``9M``.
    regional, national
        Differences full year − part, in points; at least two national ones.
    shrinkage
        κ, in pairs: how many regional pairs weigh as much as the national evidence. Judgement: a handful,
        and the national pairs hold the years in which the second half broke down.
    floor
        Least standard deviation, in points.

    Raises
    ------
    ValueError
        With fewer than two national pairs.
    """
    if len(national) < 2:
        raise ValueError(f"part-years need at least two national pairs, not {len(national)}")
    n = len(regional)
    weight = n / (n + shrinkage) if n >= 2 else 0.0
    bias, variance = float(national.mean()), float(national.var(ddof=1))
    if weight > 0:
        bias = weight * float(regional.mean()) + (1 - weight) * bias
        variance = weight * float(regional.var(ddof=1)) + (1 - weight) * variance
    sd = float(np.sqrt(variance * (1 + 1 / (n if weight > 0 else len(national)))))
    return PartYearRule(part, bias, max(floor, sd), n, len(national), weight)


def newest_part(value_added: pd.DataFrame, index: pd.DataFrame, year: int) -> tuple[Reading, str] | None:
    """Return the reading that speaks of the longest part of ``year``, value added before the index.

    The reading and its series, or None; readings of one day are averaged.
    """
    for part in reversed(PARTS):
        for name, rows in ((VALUE_ADDED, value_added), (INDEX, index)):
            own = rows[(rows["year"] == year) & (rows["part"] == part)]
            if not own.empty:
                day = own["release_date"].max()
                value = float(own.loc[own["release_date"] == day, "value"].mean())
                return Reading(year, part, value, str(day)), name
    return None


def update(
    prior: QuantileTable, reading: Reading, series: str, rule: PartYearRule, wedge: StudentT | None
) -> tuple[QuantileTable, PartYearUpdate]:
    """Return the forecast after a part-year reading, and what the reading did.

    ``m = (μ/σ² + (x+b)/s²)/(1/σ² + 1/s²)``, ``σ′² = 1/(1/σ² + 1/s²)``; each draw g becomes
    ``m + (σ′/σ)(g − μ)``, so that the order of draws, and with it common random numbers, survive.

    Parameters
    ----------
    prior
        Distribution of full-year growth before the reading, in %.
    reading, series
        The reading and whether it is ``value_added`` or ``index``.
    rule
        Bias and spread of that part.
    wedge
        Distribution of value added minus index, used where the reading is of the index and the prior of
        value added; ``None`` where both are of the same thing.
    """
    mean, sd = prior.mean, float(np.sqrt(prior.variance))
    expected, variance = reading.value + rule.bias, rule.sd**2
    if wedge is not None and series == INDEX:
        expected, variance = expected + wedge.location, variance + wedge.variance
    precision = 1 / sd**2 + 1 / variance
    after_mean = (mean / sd**2 + expected / variance) / precision
    after_sd = float(np.sqrt(1 / precision))
    table = prior.shifted(after_mean, after_sd / sd)
    return table, PartYearUpdate(
        reading, series, expected, float(np.sqrt(variance)), mean, sd, after_mean, after_sd
    )
