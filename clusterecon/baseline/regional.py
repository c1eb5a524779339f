"""From the nation to the region, from index to value added, and every reading of the year itself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import Array, Mixture, StudentT, predict, predictive, regress
from clusterecon.baseline.inputs import BaselineInputs
from clusterecon.baseline.national import national_growth
from clusterecon.baseline.readings import YEAR, annual_growth, pair_gaps, quarterly_levels, released, windows

SHRINKAGE = 5.0
"""κ, in pairs: how many regional pairs weigh as much as the nation's evidence. Judgement: a handful, and the
nation's pairs hold the years in which the second half broke down."""

FLOORS = {12: 0.1, 11: 0.1, 10: 0.2}
"""Least standard deviation of year minus window, in points, by months; 0.3 for nine and less."""

SAME_WINDOW = 0.98
"""Greatest correlation of two readings' errors: releases of one figure differ by 0.1 to 0.3 points."""


def bridge_members(index: pd.Series, annual: pd.Series, nation: Mixture) -> dict[str, Mixture]:
    """Return ``bridge``, ``climatology``, ``half_and_half`` and ``last_value`` of the region's index.

    The bridge is least squares of the index on national growth over the years both have, carried over each
    part of the nation's mixture; half of what is published is the bridge, half climatology.
    """
    common = index.index.intersection(annual.index)
    if len(common) < 5:
        raise ValueError(f"the bridge needs five common years, not {list(common)}")
    fit = regress(index, annual)
    parts = tuple(predict(fit, part.location, part.variance) for part in nation.parts)
    past, changes = predictive(index.to_numpy()), np.diff(index.to_numpy())
    spread = float(np.sqrt(np.mean(changes**2)))
    return {
        "bridge": Mixture(parts, nation.weights),
        "climatology": Mixture.equal(past),
        "half_and_half": Mixture((*parts, past), (*(w / 2 for w in nation.weights), 0.5)),
        "last_value": Mixture.equal(StudentT(float(index.iloc[-1]), spread, float(len(changes)))),
    }


def wedge_pairs(value_added: pd.DataFrame, index: pd.DataFrame) -> pd.Series:
    """Return value added less index by year, in points, of windows of half a year or more that have both."""
    left, right = (rows[rows["months"] >= 6] for rows in (value_added, index))
    return pair_gaps(left, right, "year", "months")


def wedges(inputs: BaselineInputs, year: int) -> pd.Series:
    """Return the wedge of each year before ``year``, in points: the mean of its pairs, since they overlap."""
    pairs = inputs.once(wedge_pairs, inputs.regional["value_added"], inputs.regional["index"])
    return inputs.before(pairs.groupby(level="year").mean(), year)


def wedge_of(inputs: BaselineInputs, year: int) -> StudentT:
    """Return the wedge ``w = g_VA − g_IIP`` of ``year`` from those before; below three years, zero ± 1."""
    found = wedges(inputs, year)
    return predictive(found.to_numpy()) if len(found) >= 3 else StudentT(0.0, 1.0, 2.5)


def before_readings(inputs: BaselineInputs, year: int) -> Mixture:
    """Return growth of the region's industrial value added in ``year``, its own readings left aside, in %."""
    index, annual = (inputs.before(series, year) for series in (inputs.index_years, inputs.annual))
    nation = inputs.once(national_growth, inputs.levels, inputs.months, year, inputs.left_out)
    return bridge_members(index, annual, nation)["half_and_half"].plus(wedge_of(inputs, year))


def gap(regional: Array, national: Array, floor: float) -> tuple[float, float] | None:
    """Return bias and spread of year minus window, ``g − x ~ (b, s)``: regional pairs shrunk to the nation's.

    ``b = w·b_region + (1−w)·b_nation``, ``w = n/(n+κ)``, variances likewise;
    ``s = max(floor, s·√(1 + w²/n + (1−w)²/N))``, n and N the pairs of region and nation. ``None`` where
    neither has two.
    """
    n = len(regional)
    weight = 0.0 if n < 2 else 1.0 if len(national) < 2 else n / (n + SHRINKAGE)
    sides = [(w, x) for w, x in ((weight, regional), (1 - weight, national)) if w > 0]
    if len(sides[-1][1]) < 2:
        return None
    bias = sum(w * float(np.mean(x)) for w, x in sides)
    variance = sum(w * float(np.var(x, ddof=1)) for w, x in sides)
    estimate = sum(w**2 / len(x) for w, x in sides)
    return bias, max(floor, float(np.sqrt(variance * (1 + estimate))))


def gap_of(inputs: BaselineInputs, kind: str, months: int, year: int) -> tuple[float, float] | None:
    """Return the gap of a kind and window from the pairs of the years before ``year``.

    The index is compared with its own year: the wedge to value added comes on top (`expectations`).
    """
    if kind == "index" and months == YEAR:
        return 0.0, FLOORS[YEAR]
    full, part = (inputs.regional[k] for k in ("index" if kind == "index" else "value_added", kind))
    sides = (inputs.once(regional_gaps, full, part, months), national_gaps(inputs, kind, months))
    own, nation = (inputs.before(gaps, year).to_numpy() for gaps in sides)
    return gap(own, nation, FLOORS.get(months, 0.3))


def regional_gaps(full: pd.DataFrame, part: pd.DataFrame, months: int) -> pd.Series:
    """Return the region's year minus window by year, in points, of readings of one vintage."""
    part = released("min", part[part["months"] == months], "year")
    return pair_gaps(full[full["months"] == YEAR], part, "year")


def national_gaps(inputs: BaselineInputs, kind: str, months: int) -> pd.Series:
    """Return the nation's year minus window by year, in points: of value added, else of the index."""
    if kind != "index" and months % 3 == 0:
        levels = inputs.levels
        if kind == "with_construction" and len(inputs.national_construction):
            levels = (levels + inputs.once(quarterly_levels, inputs.national_construction)).dropna()
        return (inputs.annual - annual_growth(levels, months)).dropna()
    rows = inputs.once(released, "min", inputs.once(windows, inputs.national_months), "months", "year")
    first = rows.set_index(["months", "year"])["value"]
    known = set(first.index.get_level_values(0))
    return (first[YEAR] - first[months]).dropna() if {YEAR, months} <= known else pd.Series(dtype=float)


class Told(NamedTuple):
    """A reading of a year, and what it points to: growth of value added of the whole year, ± sd."""

    kind: str
    months: int
    value: float
    release_date: str
    expected: float
    sd: float


def expectations(inputs: BaselineInputs, year: int) -> tuple[list[Told], Array]:
    """Return what the readings of ``year`` point to, and the covariance of their errors.

    ``expected = x + b (+ w)``, ``sd² = s² (+ Var w)``, w the wedge of an index.
    """
    wedge, told = wedge_of(inputs, year), []
    for kind, months, value, day in inputs.readings_of(year).to_numpy():
        rule = gap_of(inputs, kind, months, year)
        if rule is not None:
            more = wedge if kind == "index" else StudentT(0.0, 0.0, np.inf)
            sd = float(np.hypot(rule[1], np.sqrt(more.variance)))
            told.append(Told(kind, months, value, day, value + rule[0] + more.location, sd))
    spread = np.array([reading.sd for reading in told])
    correlations = [[1.0 if a is b else correlation(a, b) for b in told] for a in told]
    return told, np.reshape(correlations, (len(told), len(told))) * np.outer(spread, spread)


def correlation(one: Told, other: Told) -> float:
    """Return the correlation of two readings' errors: the overlap of their windows in one series, else 0.

    ``ρ = min(m/n, s_n/s_m)``, m ≤ n the months. The second is what independent months give, and where the
    longer window already holds all that the shorter one tells; beyond it the shorter would count against.
    Series differ in what they cover, but the rest of the year is the same to all: the nation's gaps of one
    window correlate with 0.7 to 1 between series, so with several the interval is rather too narrow.
    """
    if one.kind != other.kind:
        return 0.0
    overlap = min(one.months, other.months) / max(one.months, other.months)
    return SAME_WINDOW * min(overlap, min(one.sd, other.sd) / max(one.sd, other.sd))


def combined(mean: float, variance: float, expected: Array, covariance: Array) -> tuple[float, float, Array]:
    """Return mean and variance of the year given what its readings point to, and each reading's gain.

    ``1/σ′² = 1/σ² + 1′R⁻¹1``, ``m = σ′²(μ/σ² + 1′R⁻¹y)``, gains ``σ′²R⁻¹1``: another reading never widens it.
    """
    weights: Array = np.linalg.solve(covariance, np.ones(len(expected))).astype(float)
    after = 1 / (1 / variance + float(weights.sum()))
    return after * (mean / variance + float(weights @ expected)), after, after * weights


class YearForecast(NamedTuple):
    """Growth of the region's industrial value added in one year; its readings, as `Told` with a ``gain``."""

    growth: Mixture
    readings: pd.DataFrame


def regional_growth(inputs: BaselineInputs, year: int) -> YearForecast:
    """Return growth of the region's industrial value added in ``year`` from all that is known, in %.

    A published full year is a point. Else each g of `before_readings` becomes ``m + (σ′/σ)(g − μ)``, so that
    the order of draws, and with it common random numbers, survive.
    """
    prior = before_readings(inputs, year)
    told, covariance = expectations(inputs, year)
    expected = np.array([reading.expected for reading in told])
    mean, variance, gains = combined(prior.mean, prior.variance, expected, covariance)
    growth = prior.moved(mean, float(np.sqrt(variance / prior.variance)))
    if year in inputs.value_added_years.index:
        growth = Mixture.equal(StudentT(float(inputs.value_added_years[year]), 0.0, np.inf))
    return YearForecast(growth, pd.DataFrame(told, columns=list(Told._fields)).assign(gain=gains))
