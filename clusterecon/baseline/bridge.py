"""From national to regional growth, and from the production index to value added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from clusterecon.baseline.distribution import QuantileTable, StudentT, from_cdf, student_t_predictive
from clusterecon.baseline.readings import FULL_YEAR, same_vintage_pairs
from clusterecon.ground.arrays import Array

WEDGE_PARTS = (FULL_YEAR, "H1", "9M")


@dataclass(frozen=True)
class Bridge:
    """Least squares ``regional = α + β·national + e`` with Student t errors, n − 2 degrees of freedom.

    Parameters
    ----------
    alpha, beta
        Intercept (points) and slope.
    alpha_se, beta_se
        Their standard errors; no HAC at a dozen observations.
    residual_sd
        In points.
    r_squared
        Share of variance explained.
    n
        Observations.
    national_mean, national_spread
        Mean of the regressor and its sum of squared deviations.
    leave_one_out_rmse, mean_leave_one_out_rmse
        Root mean squared error predicting each year from the others: of the bridge, and of their mean.
    """

    alpha: float
    beta: float
    alpha_se: float
    beta_se: float
    residual_sd: float
    r_squared: float
    n: int
    national_mean: float
    national_spread: float
    leave_one_out_rmse: float
    mean_leave_one_out_rmse: float

    def predict(self, national: QuantileTable) -> QuantileTable:
        """Return the distribution of regional growth, given that of national growth, both in %.

        ``F(y) = mean over x of T_(n−2)((y − α − βx)/(s·√(1 + 1/n + (x − x̄)²/S)))``, x the 201 equally
        probable quantiles of the national forecast: the uncertainty of both coefficients, of the residual
        and of the national forecast together.
        """
        x = national.quantile((np.arange(201) + 0.5) / 201)
        centre, scale = self.alpha + self.beta * x, self.scale(x)
        reach = StudentT(0.0, float(scale.max()), self.n - 2).quantile(1 - 5e-6)
        y = np.linspace(centre.min() - reach, centre.max() + reach, 1501)
        share = stdtr(self.n - 2, (y[:, None] - centre[None, :]) / scale[None, :]).mean(axis=1)
        return from_cdf(y, share)

    def scale(self, national: Array) -> Array:
        """Return the Student t scale of a prediction at the given national growth, in points."""
        leverage = (np.asarray(national) - self.national_mean) ** 2 / self.national_spread
        return np.asarray(self.residual_sd * np.sqrt(1 + 1 / self.n + leverage), dtype=float)


def fit_bridge(regional: pd.Series, national: pd.Series) -> Bridge:
    """Fit the bridge to annual growth in % by year, by least squares on the years both series have.

    Raises `ValueError` with fewer than five common years, or national growth that does not vary.
    """
    from statsmodels.regression.linear_model import OLS

    years = sorted(set(regional.index) & set(national.index))
    if len(years) < 5:
        raise ValueError(f"the bridge needs five common years, not {years}")
    y, x = regional.loc[years].to_numpy(dtype=float), national.loc[years].to_numpy(dtype=float)
    spread = float(((x - x.mean()) ** 2).sum())
    if spread <= 0:
        raise ValueError("national growth does not vary over the common years")
    n = len(years)
    fit = OLS(y, np.column_stack([np.ones(n), x])).fit()
    leverage = 1 / n + (x - x.mean()) ** 2 / spread
    return Bridge(
        alpha=float(fit.params[0]),
        beta=float(fit.params[1]),
        alpha_se=float(fit.bse[0]),
        beta_se=float(fit.bse[1]),
        residual_sd=float(np.sqrt(fit.mse_resid)),
        r_squared=float(fit.rsquared),
        n=n,
        national_mean=float(x.mean()),
        national_spread=spread,
        leave_one_out_rmse=float(np.sqrt(np.mean((fit.resid / (1 - leverage)) ** 2))),
        mean_leave_one_out_rmse=float(np.sqrt(np.mean(((y - y.mean()) * n / (n - 1)) ** 2))),
    )


def wedge_pairs(value_added: pd.DataFrame, index: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of value added and index growth of the same period, nearest in vintage.

    Columns ``year, part, value_added, index, wedge, days``; wedge = value added − index, in points.
    """
    pairs = same_vintage_pairs(value_added, index)
    pairs = pairs[pairs["part"].isin(WEDGE_PARTS)].rename(columns={"left": "value_added", "right": "index"})
    pairs["wedge"] = pairs["value_added"] - pairs["index"]
    order = ["year", "part", "value_added", "index", "wedge", "days"]
    return pairs[order].reset_index(drop=True)


def wedge_distribution(pairs: pd.DataFrame) -> StudentT:
    """Return the Student t predictive of the wedge, n − 1 degrees of freedom; below three pairs, zero ± 1.

    Pairs of one year overlap (nine months are part of the year), so n − 1 degrees of freedom flatter what
    is known; the spread between years dominates it.
    """
    if len(pairs) < 3:
        return StudentT(0.0, 1.0, 2.5)
    return student_t_predictive(pairs["wedge"].to_numpy(dtype=float))
