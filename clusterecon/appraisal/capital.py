"""Capital spent before land is delivered, and the memo lines that hang on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.ground.arrays import Array


@dataclass(frozen=True)
class ConstructionMemo:
    """What the works themselves give while they last, each (draws, years); outside the headline.

    Value added the works call forth in industry, bn VND; and job-years, a flow: never added to jobs.
    """

    industry_value_added: Array
    job_years: Array


def outturn_cost(capex_per_ha: ArrayLike, optimism_bias: ArrayLike) -> Array:
    """Return what a hectare costs in the end, c·(1 + bias), bn VND per gross ha.

    Parameters
    ----------
    capex_per_ha
        c, the estimate made beforehand: works, equipment, compensation and site clearance, and the cluster's
        own wastewater plant; scalar or (draws,).
    optimism_bias
        The overrun of such estimates, as a share; scalar or (draws,). No other number holds an overrun.

    Examples
    --------
    >>> outturn_cost(20.0, [0.0, 0.5])
    array([20., 30.])
    """
    estimate, overrun = (np.asarray(v, dtype=np.float64) for v in (capex_per_ha, optimism_bias))
    return np.asarray(estimate * (1 + overrun), dtype=np.float64)


def sunk_capital(area: ArrayLike, cost_per_ha: ArrayLike, built_share: ArrayLike) -> Array:
    """Return what is spent by the end of the base year on works begun by then, A·cost·built share, bn VND.

    It is spent whatever is delivered later, so it is one stock in every scenario: a memo line, never in a net
    present value.

    Parameters
    ----------
    area
        A, the whole area of the cohort, scalar or (draws,), gross ha.
    cost_per_ha
        Scalar or (draws,), bn VND per gross ha, overrun included.
    built_share
        Share of these works spent by then; 0 where they have not begun.

    Examples
    --------
    >>> float(sunk_capital(480.0, 28.0, 0.5))
    6720.0
    """
    hectares, cost, share = (np.asarray(v, dtype=np.float64) for v in (area, cost_per_ha, built_share))
    return np.asarray(hectares * cost * share, dtype=np.float64)


def spread_capital(area_to_build: ArrayLike, cost_per_ha: ArrayLike, construction_years: int) -> Array:
    """Spread what is left to build of the hectares delivered in year s evenly over the years s-n+1 .. s.

    Nothing falls in or before the base year, the first column, for what was spent by then is sunk: of works
    delivered less than n years after it, all that is left falls evenly after it. Only hectares that also earn
    inside the horizon cost anything.

    Parameters
    ----------
    area_to_build
        (draws, years), ha delivered in each year times the share of their works still to be built.
    cost_per_ha
        Scalar or (draws,), bn VND per gross ha, overrun included.
    construction_years
        n, at least 1.

    Returns
    -------
    ndarray
        (draws, years), bn VND by the year in which it is spent.

    Examples
    --------
    >>> spread_capital([[0.0, 0.0, 10.0]], 20.0, 2)
    array([[  0., 100., 100.]])
    >>> spread_capital([[0.0, 10.0, 0.0]], 20.0, 2)
    array([[  0., 200.,   0.]])
    """
    outlay = np.asarray(area_to_build, dtype=np.float64) * _by_draw(cost_per_ha)
    spending = np.zeros_like(outlay)
    for delivered in range(outlay.shape[1]):
        last = max(1, delivered)
        first = max(1, last - construction_years + 1)
        spending[:, first : last + 1] += outlay[:, delivered : delivered + 1] / (last - first + 1)
    return spending


def construction_memo(
    spending: ArrayLike,
    works_share: ArrayLike,
    industry_value_added_per_unit: ArrayLike,
    job_years_per_unit: ArrayLike,
) -> ConstructionMemo:
    """Return the industrial value added and job-years that works = spending·share call forth.

    Parameters
    ----------
    spending
        (draws, years), bn VND of capital.
    works_share
        Building works in capital (the rest is compensation, clearance, equipment from elsewhere).
    industry_value_added_per_unit
        bn VND of value added in industry per bn VND of works, from the input-output table.
    job_years_per_unit
        Job-years per bn VND of works.

    Examples
    --------
    >>> construction_memo([[0.0, 100.0]], 0.6, 0.02, 2.0).job_years
    array([[  0., 120.]])
    """
    works = np.asarray(spending, dtype=np.float64) * _by_draw(works_share)
    return ConstructionMemo(
        works * _by_draw(industry_value_added_per_unit), works * _by_draw(job_years_per_unit)
    )


def _by_draw(value: ArrayLike) -> Array:
    """Return a scalar as it is, (draws,) as (draws, 1)."""
    array = np.asarray(value, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array
