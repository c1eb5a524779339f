"""National candidates: five forecasts of calendar-year growth from quarterly levels.

Each returns a predictive distribution that carries its parameters' uncertainty as well as its residuals'.
Quarters of the pandemic stay in: they are what industry can do, and an interval that leaves them out is
too narrow. ``omitted`` takes quarters out of the estimation, to show what that choice is worth.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import (
    QuantileTable,
    StudentT,
    from_draws,
    from_student_t,
    student_t_predictive,
)
from clusterecon.baseline.readings import annual_growth
from clusterecon.ground.arrays import Array

DRAWS = 4000
PARAMETER_DRAWS = 40
_CHAIN = 400

Generator = np.random.Generator


def forecast_national(
    levels: pd.Series, year: int, *, vintage_noise: float = 0.2, omitted: Collection[str] = ()
) -> dict[str, QuantileTable]:
    """Return every candidate's distribution of growth in ``year``, in %.

    Parameters
    ----------
    levels
        Quarterly levels, above 0, quarterly PeriodIndex without gaps; whatever is known at the origin.
        Quarters of ``year`` that are already known are kept as they are.
    year
        The calendar year forecast, after the last complete one.
    vintage_noise
        Standard deviation, in points, of the difference between releases, added to each distribution.
    omitted
        Quarters such as ``2020Q2`` treated as not observed when the models are fitted.

    Returns
    -------
    dict
        ``seasonal_difference_ar``, ``unobserved_components``, ``damped_ets``, ``climatology``,
        ``last_value``. Draws are seeded by name and year, so the same levels give the same tables,
        which are kept: forecasts made at several dates fit them once.

    Raises
    ------
    ValueError
        With fewer than five complete years of growth, or a ``year`` that is already complete.
    """
    growth = annual_growth(levels)
    if len(growth) < 5 or year <= growth.index[-1]:
        raise ValueError(f"five years of growth, all before {year}, are needed: {sorted(growth.index)}")
    values = tuple(levels.to_numpy(dtype=float).tolist())
    return dict(_forecasts(values, str(levels.index[0]), year, vintage_noise, tuple(omitted)))


@lru_cache(maxsize=256)
def _forecasts(
    values: tuple[float, ...], first: str, year: int, vintage_noise: float, omitted: tuple[str, ...]
) -> dict[str, QuantileTable]:
    """Fit the candidates, once for the same levels: dates of a year share most of them."""
    levels = pd.Series(values, index=pd.period_range(first, periods=len(values), freq="Q"), name="level")
    noise = StudentT(0.0, vintage_noise, float("inf"))
    tables = {name: model(levels, year, _rng(name, year), omitted) for name, model in CANDIDATES.items()}
    return {name: table.plus(noise) if vintage_noise > 0 else table for name, table in tables.items()}


def seasonal_difference_ar(
    levels: pd.Series, year: int, rng: Generator, omitted: Collection[str] = ()
) -> QuantileTable:
    """First-order autoregression of the log change on the same quarter a year before.

    ``z_t = c + φ z_(t−1) + e``, ``z = 100·Δ₄ log y``, least squares; c, φ and the variance are drawn from
    their exact posterior under a flat prior (normal and scaled inverse χ²). One lag, since 20
    readings at the first origin carry little more; other orders had been scored on the same years when it
    was settled (see docs/forecast.md), so its lead in the back-test flatters it.
    """
    from statsmodels.regression.linear_model import OLS

    logs = 100 * np.log(_masked(levels, omitted))
    z = (logs - logs.shift(4)).iloc[4:].to_numpy()
    use = np.isfinite(z[1:]) & np.isfinite(z[:-1])
    fit = OLS(z[1:][use], np.column_stack([np.ones(use.sum()), z[:-1][use]])).fit()
    variance = fit.ssr / rng.chisquare(fit.df_resid, DRAWS)
    root = np.linalg.cholesky(fit.normalized_cov_params)
    parameters = fit.params + np.sqrt(variance)[:, None] * (rng.standard_normal((DRAWS, 2)) @ root.T)
    known = 100 * np.log(levels.to_numpy())
    past = np.tile(known[-4:], (DRAWS, 1))
    change = np.full(DRAWS, known[-1] - known[-5])
    future = []
    for _ in range(_steps(levels, year)):
        shock = np.sqrt(variance) * rng.standard_normal(DRAWS)
        change = parameters[:, 0] + parameters[:, 1] * change + shock
        future.append(past[:, -4] + change)
        past = np.column_stack([past, future[-1]])
    return from_draws(_calendar_growth(levels, np.column_stack(future), year))


def unobserved_components(
    levels: pd.Series, year: int, rng: Generator, omitted: Collection[str] = ()
) -> QuantileTable:
    """Random walk with drift, first-order autoregression and stochastic seasonal, in logs (Harvey 1989)."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    logs = 100 * np.log(_masked(levels, omitted)).to_numpy()
    model = UnobservedComponents(logs, level="rwdrift", autoregressive=1, seasonal=4)
    return _state_space_growth(model, levels, year, rng)


def damped_ets(levels: pd.Series, year: int, rng: Generator, omitted: Collection[str] = ()) -> QuantileTable:
    """Exponential smoothing in logs: additive error, damped trend, season (Hyndman et al. 2008)."""
    from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing

    logs = 100 * np.log(_masked(levels, omitted)).to_numpy()
    model = ExponentialSmoothing(logs, trend=True, damped_trend=True, seasonal=4)
    return _state_space_growth(model, levels, year, rng)


def climatology(levels: pd.Series, year: int, rng: Generator, omitted: Collection[str] = ()) -> QuantileTable:
    """Student t predictive of the complete years; ``year`` and ``rng`` change nothing."""
    return from_student_t(student_t_predictive(_kept_years(levels, omitted).to_numpy()))


def last_value(levels: pd.Series, year: int, rng: Generator, omitted: Collection[str] = ()) -> QuantileTable:
    """Last complete year's growth, with the spread of past yearly changes, ``× √k`` for k years ahead."""
    growth = _kept_years(levels, omitted)
    changes = np.diff(growth.to_numpy())
    spread = np.sqrt(np.mean(changes**2) * (year - growth.index[-1]))
    return from_student_t(StudentT(float(growth.iloc[-1]), float(spread), float(len(changes))))


CANDIDATES: dict[str, Callable[[pd.Series, int, Generator, Collection[str]], QuantileTable]] = {
    "seasonal_difference_ar": seasonal_difference_ar,
    "unobserved_components": unobserved_components,
    "damped_ets": damped_ets,
    "climatology": climatology,
    "last_value": last_value,
}


def _rng(name: str, year: int) -> Generator:
    return np.random.default_rng([zlib.crc32(name.encode()), year])


def _masked(levels: pd.Series, omitted: Collection[str]) -> pd.Series:
    return levels.where(~levels.index.astype(str).isin(list(omitted)))


def _kept_years(levels: pd.Series, omitted: Collection[str]) -> pd.Series:
    years = {int(quarter[:4]) for quarter in omitted}
    growth = annual_growth(levels)
    return growth[~growth.index.isin(years)]


def _steps(levels: pd.Series, year: int) -> int:
    return int((pd.Period(f"{year}Q4", freq="Q") - levels.index[-1]).n)


def _calendar_growth(levels: pd.Series, future: Array, year: int) -> Array:
    """Return growth of ``year`` over the year before in %, shape (draws,), from log levels × 100."""
    known = np.tile(100 * np.log(levels.to_numpy()), (len(future), 1))
    path = np.exp(np.column_stack([known, future])[:, -8:] / 100)
    return np.asarray(100 * (path[:, 4:].sum(axis=1) / path[:, :4].sum(axis=1) - 1), dtype=float)


def _state_space_growth(
    model: Any,  # noqa: ANN401 - statsmodels has no types
    levels: pd.Series,
    year: int,
    rng: Generator,
) -> QuantileTable:
    """Simulate a state-space model from its end over draws of its parameters."""
    steps, each = _steps(levels, year), DRAWS // PARAMETER_DRAWS
    paths = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the optimiser's remarks at a bound; the chain covers them
        for parameters in _parameter_draws(model, rng):
            ended = model.smooth(parameters)
            draws = ended.simulate(steps, anchor="end", repetitions=each, rng=rng)
            paths.append(np.asarray(draws, dtype=float).reshape(steps, each).T)
    return from_draws(_calendar_growth(levels, np.concatenate(paths), year))


def _parameter_draws(model: Any, rng: Generator) -> list[Array]:  # noqa: ANN401 - statsmodels has no types
    """Return parameters from a random-walk Metropolis chain about the maximum of the likelihood.

    The chain moves in the model's unconstrained space, under a weak normal prior about the maximum
    (standard deviation 3), with steps of ``2.4/√d`` times the curvature's standard deviations, each at
    most 2. A maximum at a bound thus does not make the parameter certain.
    """
    from statsmodels.tools.numdiff import approx_hess

    def log_density(x: Array) -> float:
        value = float(model.loglike(x, transformed=False)) - float(((x - mode) ** 2).sum()) / 18
        return value if np.isfinite(value) else -np.inf

    mode = model.untransform_params(model.fit(disp=0, maxiter=200).params)
    curvature = np.nan_to_num(-approx_hess(mode, log_density), nan=1.0, posinf=1e6, neginf=1.0)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    steps = 2.4 / np.sqrt(len(mode)) * vectors / np.sqrt(np.clip(values, 0.25, None))
    here, height, chain = mode, log_density(mode), []
    for _ in range(_CHAIN):
        there = here + steps @ rng.standard_normal(len(mode))
        other = log_density(there)
        if np.log(rng.random()) < other - height:
            here, height = there, other
        chain.append(here)
    kept = chain[_CHAIN // PARAMETER_DRAWS - 1 :: _CHAIN // PARAMETER_DRAWS]
    return [np.asarray(model.transform_params(x), dtype=float) for x in kept]
