"""Capital spent before land is delivered, and the memo lines that hang on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.appraisal.discounting import Floats
from clusterecon.errors import InputError


@dataclass(frozen=True)
class CapitalSpending:
    """Capital by the year it is spent.

    Parameters
    ----------
    spending
        (draws, years), bn VND; the first column, the base year, is 0: what was spent then is sunk.
    sunk
        (draws,), bn VND spent up to and in the base year: a memo line, never in a net present value.
    """

    spending: Floats
    sunk: Floats


@dataclass(frozen=True)
class ConstructionMemo:
    """What the works themselves give while they last; outside the headline.

    Parameters
    ----------
    works
        (draws, years), bn VND of building works.
    industry_value_added
        (draws, years), bn VND of value added the works call forth in industry.
    job_years
        (draws, years), job-years, a flow: never added to jobs.
    """

    works: Floats
    industry_value_added: Floats
    job_years: Floats


def uplift_cost(cost: ArrayLike, optimism_bias: ArrayLike) -> Floats:
    """Return cost·(1 + optimism bias), the cost to be expected from an estimate made beforehand.

    Raises
    ------
    InputError
        A bias of -1 or less.

    Examples
    --------
    >>> float(uplift_cost(100.0, 0.44))
    144.0
    """
    bias = np.asarray(optimism_bias, dtype=np.float64)
    if not np.all(bias > -1):
        raise InputError("optimism_bias: must be above -1 (a share of the estimate, 0.2 for 20 %)")
    return np.asarray(np.asarray(cost, dtype=np.float64) * (1 + bias), dtype=np.float64)


def spread_capital(
    delivered_area: ArrayLike,
    capex_per_ha: ArrayLike,
    construction_years: ArrayLike,
    optimism_bias: ArrayLike = 0.0,
    delivered_after: ArrayLike | None = None,
) -> CapitalSpending:
    """Spread the capital of the hectares delivered in year s evenly over the years s-n+1 .. s.

    spending(t) = sum over s = t .. t+n-1 of d(s)·c·(1+bias)/n, for the hectares actually delivered.

    Parameters
    ----------
    delivered_area
        (draws, years), ha newly delivered; the first column is the base year.
    capex_per_ha
        Scalar or (draws,), bn VND per gross ha.
    construction_years
        n, whole, at least 1; scalar or (draws,).
    optimism_bias
        Scalar or (draws,), the expected overrun as a share.
    delivered_after
        (draws, more years), ha delivered after the horizon. Given, their capital inside the horizon
        is counted too; left out, only hectares that also earn inside the horizon cost anything.

    Returns
    -------
    CapitalSpending
        Spending after the base year, and what was sunk up to it.

    Raises
    ------
    InputError
        Area that is negative or not (draws, years), cost below 0, years not whole or below 1.

    Examples
    --------
    >>> spread_capital([[0.0, 0.0, 10.0]], 20.0, 2).spending
    array([[  0., 100., 100.]])
    >>> spread_capital([[0.0, 10.0, 0.0]], 20.0, 2).sunk
    array([100.])
    """
    area = np.asarray(delivered_area, dtype=np.float64)
    if area.ndim != 2 or area.size == 0:
        raise InputError("delivered_area: must have the shape (draws, years)")
    columns = area.shape[1]
    if delivered_after is not None:
        area = np.concatenate([area, np.asarray(delivered_after, dtype=np.float64)], axis=1)
    lengths = np.asarray(construction_years, dtype=np.float64)
    cost = uplift_cost(capex_per_ha, optimism_bias)
    mistakes = []
    if not np.all(area >= 0):
        mistakes.append("delivered_area: must not be below 0 in any year")
    if not np.all(cost >= 0):
        mistakes.append("capex_per_ha: must not be below 0")
    if not np.all((lengths >= 1) & (lengths == np.floor(lengths)) & np.isfinite(lengths)):
        mistakes.append("construction_years: must be a whole number of years, at least 1")
    if mistakes:
        raise InputError(mistakes)
    outlay = area * np.broadcast_to(cost, (area.shape[0],))[:, np.newaxis]
    each = np.broadcast_to(lengths, (area.shape[0],)).astype(np.int_)
    spending = np.zeros_like(outlay)
    for length in np.unique(each):
        rows = each == length
        for lead in range(min(int(length), area.shape[1])):  # outlay of s in year s - lead
            spending[rows, : area.shape[1] - lead] += outlay[rows, lead:] / length
    spending = spending[:, :columns]
    # what was laid out in or before the base year: all outlay less what falls in later years
    sunk = spending[:, 0] + _before_first_column(outlay, each)
    spending[:, 0] = 0.0
    return CapitalSpending(spending, sunk)


def _before_first_column(outlay: Floats, lengths: np.ndarray) -> Floats:
    """Return the part of each row's outlay that falls before its first column: d(s)·(n-1-s)/n."""
    early = np.maximum(0, lengths[:, np.newaxis] - 1 - np.arange(outlay.shape[1]))
    return np.asarray(np.sum(outlay * early / lengths[:, np.newaxis], axis=1), dtype=np.float64)


def construction_memo(
    spending: ArrayLike,
    works_share: ArrayLike,
    industry_value_added_per_unit: ArrayLike,
    job_years_per_unit: ArrayLike,
) -> ConstructionMemo:
    """Return works = spending·share, and the industrial value added and job-years they call forth.

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

    Raises
    ------
    InputError
        A share outside [0, 1].

    Examples
    --------
    >>> construction_memo([[0.0, 100.0]], 0.6, 0.02, 2.0).job_years
    array([[  0., 120.]])
    """
    share = np.asarray(works_share, dtype=np.float64)
    if not np.all((share >= 0) & (share <= 1)):
        raise InputError("works_share: must lie between 0 and 1")
    works = np.asarray(spending, dtype=np.float64) * _by_draw(share)
    return ConstructionMemo(
        works=works,
        industry_value_added=works * _by_draw(industry_value_added_per_unit),
        job_years=works * _by_draw(job_years_per_unit),
    )


def farm_land_lost(delivered_area: ArrayLike, farm_share: ArrayLike = 1.0) -> Floats:
    """Return ha of farm land built over by the end of each year: running sum of delivered·share.

    Examples
    --------
    >>> farm_land_lost([[0.0, 10.0, 5.0]])
    array([[ 0., 10., 15.]])
    """
    area = np.cumsum(np.asarray(delivered_area, dtype=np.float64), axis=-1)
    return np.asarray(area * _by_draw(farm_share), dtype=np.float64)


def _by_draw(value: ArrayLike) -> Floats:
    """Return a scalar as it is, (draws,) as (draws, 1)."""
    array = np.asarray(value, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array
