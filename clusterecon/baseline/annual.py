"""Annual national growth: persistence of growth, and a longer back-test as a check on the quarterly one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import QuantileTable, StudentT, from_student_t, student_t_predictive
from clusterecon.baseline.forecast import Persistence

MINIMUM = 8
"""Years before the first origin of the annual back-test."""


def autoregression(growth: pd.Series) -> tuple[Persistence, StudentT]:
    """Fit ``g_t = c + ρ g_(t−1) + e`` by least squares; return ρ and the predictive of the next year.

    Parameters
    ----------
    growth
        Annual growth in %, indexed by year, consecutive years, at least five.

    Returns
    -------
    tuple
        ρ with its standard error, to be bounded to [0, 0.8]; and the Student t predictive of next year,
        ``c + ρ g_T``, scale ``s·√(1 + x′(X′X)⁻¹x)``, n − 2 degrees of freedom.

    Raises
    ------
    ValueError
        With fewer than five readings, or years that are not consecutive.
    """
    from statsmodels.regression.linear_model import OLS

    years = growth.index.to_numpy()
    if len(years) < 5 or (np.diff(years) != 1).any():
        raise ValueError(f"at least five consecutive years are needed: {years.tolist()}")
    g = growth.to_numpy(dtype=float)
    fit = OLS(g[1:], np.column_stack([np.ones(len(g) - 1), g[:-1]])).fit()
    x = np.array([1.0, g[-1]])
    scale = np.sqrt(fit.mse_resid * (1 + x @ fit.normalized_cov_params @ x))
    rho = Persistence(float(fit.params[1]), float(fit.bse[1]))
    return rho, StudentT(float(fit.params @ x), float(scale), float(fit.df_resid))


def forecast_annual(growth: pd.Series) -> dict[str, QuantileTable]:
    """Return ``autoregression``, ``climatology`` and ``last_value`` for the year after five or more, in %."""
    g = growth.to_numpy(dtype=float)
    changes = np.diff(g)
    spread = StudentT(float(g[-1]), float(np.sqrt(np.mean(changes**2))), float(len(changes)))
    return {
        "autoregression": from_student_t(autoregression(growth)[1]),
        "climatology": from_student_t(student_t_predictive(g)),
        "last_value": from_student_t(spread),
    }


def annual_origins(growth: pd.Series) -> dict[int, dict[str, QuantileTable]]:
    """Return `forecast_annual` at every origin that has `MINIMUM` years before it, by year forecast."""
    first, last = int(growth.index[0]), int(growth.index[-1])
    return {year: forecast_annual(growth[growth.index < year]) for year in range(first + MINIMUM, last + 1)}
