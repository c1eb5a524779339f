"""The nation: growth of industry in a calendar year, before it and within it.

Before the year three rules count alike: an autoregression of the quarters, momentum, climatology. Within it
the quarters that are known enter as known, those whose production index is known by least squares on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import Array, Mixture, StudentT, kept, predict, predictive, regress
from clusterecon.baseline.readings import annual_growth, years_of

RULES = ("seasonal_difference_ar", "momentum", "climatology")
"""What is mixed in equal parts."""


def before_the_year(levels: pd.Series, year: int, left_out: int = 0) -> dict[str, StudentT]:
    """Return each rule's distribution of growth in ``year`` from the quarters before it, in %.

    `RULES`, and ``last_value``, which is scored beside them and never mixed in. `ValueError` with fewer
    than five complete years of growth. Nothing is estimated on outturns of the year ``left_out``.
    """
    past = levels[years_of(levels) < year]
    growth = annual_growth(past)
    if len(growth) < 5:
        raise ValueError(f"five years of national growth before {year} are needed, not {len(growth)}")
    changes = np.diff(growth.to_numpy())
    spread = np.sqrt(np.mean(changes**2) * (year - growth.index[-1]))
    return {
        "seasonal_difference_ar": quarters_ahead(past, year, left_out).growth(),
        "momentum": momentum(past, year, left_out),
        "climatology": predictive(kept(growth, left_out)),
        "last_value": StudentT(float(growth.iloc[-1]), float(spread), float(len(changes))),
    }


def national_growth(levels: pd.Series, months: pd.Series, year: int, left_out: int = 0) -> Mixture:
    """Return the distribution of growth in ``year`` from all that is known of it, in %.

    The rules of `before_the_year` are mixed. What quarters and months of the year tell is what they add to
    the autoregression, ``1/r² = 1/σ₁² − 1/σ₀²`` and ``y = r²(m₁/σ₁² − m₀/σ₀²)``; the mixture is combined
    with it by precision and keeps its shape.
    ``levels`` are quarterly, without gaps; ``months`` holds growth of the production index by month in %, and
    may be empty.
    """
    past = levels[years_of(levels) < year]
    rules = before_the_year(levels, year, left_out)
    mixed = Mixture.equal(*(rules[name] for name in RULES))
    prior = quarters_ahead(past, year, left_out)
    told = _observed(levels, months, past, prior.quarters, left_out)
    before, after = prior.growth(), prior.given(told).growth()
    left = after.variance / before.variance
    if left > 1 - 1e-12:
        return mixed
    if left < 1e-9:
        return mixed.moved(after.location, 0.0)
    precision = 1 / after.variance - 1 / before.variance
    added = after.location / after.variance - before.location / before.variance
    total = 1 / mixed.variance + precision
    centre = (mixed.mean / mixed.variance + added) / total
    return mixed.moved(centre, float(np.sqrt(1 / total / mixed.variance)))


def four_quarter_growth(levels: pd.Series) -> pd.Series:
    """Return ``z = 100·Δ₄ log y``: the log change on the same quarter a year before, in %."""
    growth: pd.Series = (100 * np.log(levels)).diff(4).dropna()
    return growth


def momentum(past: pd.Series, year: int, left_out: int = 0) -> StudentT:
    """Return growth in ``year`` by least squares on the four-quarter growth of the last quarter known.

    The regressor of past years is the growth of the same quarter as that one, as long before.
    """
    growth, z = annual_growth(past), four_quarter_growth(past)
    last = pd.Period(past.index[-1], freq="Q")
    ahead = year - last.year
    same = z[pd.PeriodIndex(z.index).quarter == last.quarter]
    same.index = pd.Index(years_of(same) + ahead)
    return predict(regress(growth, same, left_out), float(z.iloc[-1]))


@dataclass(frozen=True, eq=False)
class Quarters:
    """Four-quarter growth of the quarters ahead up to the end of a year: joint normal, in log %.

    ``base`` holds the levels a year before the last four, shape (4,); ν is that of the regression.
    """

    quarters: pd.PeriodIndex
    mean: Array
    covariance: Array
    base: Array
    degrees_of_freedom: float

    def growth(self) -> StudentT:
        """Return growth of the calendar year: ``g = 100(Σ y_q exp(z_q/100)/Σ y_q − 1)``, delta method."""
        levels = self.base * np.exp(self.mean[-4:] / 100)
        slope = levels / self.base.sum()
        variance = float(slope @ self.covariance[-4:, -4:] @ slope)
        mean = 100 * (levels.sum() / self.base.sum() - 1)
        return StudentT.matching(mean, max(variance, 0.0), self.degrees_of_freedom)

    def given(self, observed: dict[int, tuple[float, float]]) -> Quarters:
        """Return the quarters given readings (value, variance) of some, by position: by precision."""
        at = list(observed)
        if not at:
            return self
        values, errors = np.array(list(observed.values())).T
        gain = self.covariance[:, at] @ np.linalg.inv(self.covariance[np.ix_(at, at)] + np.diag(errors))
        mean = self.mean + gain @ (values - self.mean[at])
        covariance = self.covariance - gain @ self.covariance[at]
        return Quarters(self.quarters, mean, covariance, self.base, self.degrees_of_freedom)


def quarters_ahead(past: pd.Series, year: int, left_out: int = 0) -> Quarters:
    """Return the quarters up to the end of ``year`` by ``z_t = c + φ z_(t−1) + e``, least squares.

    ``Cov z = s²ΨΨ′ + J Cov(c, φ) J′``: the shocks still to come, and the coefficients' uncertainty to first
    order, J the derivative of the path by them. One lag: more had been scored on the same years when it was
    settled (docs/forecast.md), so its lead flatters it.
    """
    z = four_quarter_growth(past)
    fit = regress(z, z.shift().dropna(), left_out)
    quarters = pd.period_range(past.index[-1] + 1, f"{year}Q4", freq="Q")
    c, slope = (float(value) for value in fit.params)
    path, derivative, now, by = [], [], float(z.iloc[-1]), np.zeros(2)
    for _ in quarters:
        by = np.array([1.0, now]) + slope * by
        now = c + slope * now
        path.append(now)
        derivative.append(by)
    steps = np.arange(len(quarters))
    psi = np.tril(slope ** np.abs(steps[:, None] - steps[None, :]))
    spread = fit.mse_resid * fit.df_resid / (fit.df_resid - 2)
    jacobian = np.array(derivative)
    covariance = spread * (psi @ psi.T + jacobian @ fit.normalized_cov_params @ jacobian.T)
    base = np.concatenate([past.to_numpy(dtype=float), np.zeros(len(quarters))])
    for step in range(len(quarters)):  # a quarter of the year before may itself lie ahead
        base[len(past) + step] = base[len(past) + step - 4] * np.exp(path[step] / 100)
    return Quarters(quarters, np.array(path), covariance, base[-8:-4], float(fit.df_resid))


def _observed(
    levels: pd.Series, months: pd.Series, past: pd.Series, quarters: pd.PeriodIndex, left_out: int
) -> dict[int, tuple[float, float]]:
    """Return what is known of the quarters ahead, by position: value and variance of z.

    A quarter's level makes it known; else its production index tells of it by least squares over the
    quarters before, the months not yet known filled by the mean of those that are, with its own error.
    """
    known, index = four_quarter_growth(levels), quarterly_index(months)
    full = index[index["months"] == 3]["mean"]
    before = known[known.index <= past.index[-1]]
    fit = regress(before, full, left_out) if len(full.index.intersection(before.index)) >= 8 else None
    observed = {}
    for position, quarter in enumerate(quarters):
        if quarter in known.index:
            observed[position] = (float(known.to_dict()[quarter]), 0.0)
        elif fit is not None and quarter in index.index:
            mean, count = index[index.index == quarter].iloc[0]
            told = predict(fit, float(mean), fill_error(months, quarter, int(count), left_out))
            if np.isfinite(told.variance):
                observed[position] = (told.location, told.variance)
    return observed


def quarterly_index(months: pd.Series, count: int = 3) -> pd.DataFrame:
    """Return the ``mean`` of each quarter's first months, at most ``count``, and how many (``months``)."""
    place = (pd.PeriodIndex(months.index, freq="M").month - 1) % 3
    first = months[place < count]
    groups = first.groupby(pd.PeriodIndex(first.index, freq="M").asfreq("Q"))
    return pd.DataFrame({"mean": groups.mean(), "months": groups.count()})


def fill_error(months: pd.Series, quarter: pd.Period, count: int, left_out: int = 0) -> float:
    """Return the mean squared error of a quarter's first months for its mean; the first quarter has its own.

    The new year holiday falls in January or February, so that one month of a first quarter tells little.
    """
    if count == 3:
        return 0.0
    full, part = quarterly_index(months), quarterly_index(months, count)
    full = full[full["months"] == 3]
    miss = kept((full["mean"] - part["mean"].reindex(full.index)).dropna(), left_out)
    alike = (pd.PeriodIndex(miss.index, freq="Q").quarter == 1) == (quarter.quarter == 1)
    return float((miss[alike] ** 2).mean())
