"""Capital spent before land is delivered, and the memo lines that hang on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.ground.arrays import Array


@dataclass(frozen=True)
class CapitalSpending:
    """Capital by the year it is spent, bn VND.

    ``spending`` is (draws, years); its first column, the base year, is 0: what was spent then is sunk.
    ``sunk``, (draws,), was spent up to and in the base year: a memo line, never in a net present value.
    """

    spending: Array
    sunk: Array


@dataclass(frozen=True)
class ConstructionMemo:
    """What the works themselves give while they last, each (draws, years); outside the headline.

    Value added the works call forth in industry, bn VND; and job-years, a flow: never added to jobs.
    """

    industry_value_added: Array
    job_years: Array


def spread_capital(
    delivered_area: ArrayLike, capex_per_ha: ArrayLike, construction_years: int, optimism_bias: ArrayLike
) -> CapitalSpending:
    """Spread the capital of the hectares delivered in year s evenly over the years s-n+1 .. s.

    spending(t) = sum over s = t .. t+n-1 of d(s)·c·(1+bias)/n, for the hectares actually delivered. Only
    hectares that also earn inside the horizon cost anything.

    Parameters
    ----------
    delivered_area
        d, (draws, years), ha newly delivered; the first column is the base year.
    capex_per_ha
        c, scalar or (draws,), bn VND per gross ha.
    construction_years
        n, at least 1.
    optimism_bias
        Scalar or (draws,), the expected overrun of an estimate made beforehand, as a share.

    Returns
    -------
    CapitalSpending
        Spending after the base year, and what was sunk up to it.

    Examples
    --------
    >>> spread_capital([[0.0, 0.0, 10.0]], 20.0, 2, 0.0).spending
    array([[  0., 100., 100.]])
    >>> spread_capital([[0.0, 10.0, 0.0]], 20.0, 2, 0.44).sunk
    array([144.])
    """
    area = np.asarray(delivered_area, dtype=np.float64)
    columns = area.shape[1]
    outlay = area * _by_draw(np.asarray(capex_per_ha) * (1 + np.asarray(optimism_bias)))
    spending = np.zeros_like(outlay)
    for lead in range(min(construction_years, columns)):  # outlay of s in year s - lead
        spending[:, : columns - lead] += outlay[:, lead:] / construction_years
    # laid out in or before the base year: d(s)·(n-1-s)/n before it, and the column of the base year itself
    early = np.maximum(0, construction_years - 1 - np.arange(columns))
    sunk = spending[:, 0] + np.sum(outlay * early / construction_years, axis=1)
    spending[:, 0] = 0.0
    return CapitalSpending(spending, sunk)


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
