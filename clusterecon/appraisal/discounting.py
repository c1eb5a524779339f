"""Present values of yearly flows, and what is read from them: ratios, running sums, payback.

Flows are arrays with years last, in bn VND of constant prices; receipts are positive. Rates are real. The
flow of year t is multiplied by (1+r)^-(t - base year) (HM Treasury, The Green Book, annex on discounting).
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterecon.ground.arrays import Array

Years: TypeAlias = Sequence[int] | NDArray[np.int_]


def discount_factors(rate: float, years: Years, base_year: int) -> Array:
    """Return (1+r)^-(t - base_year) for every year t, shape (years,).

    Examples
    --------
    >>> discount_factors(0.035, range(2024, 2055), 2024)[[0, 10, 30]].round(4)
    array([1.    , 0.7089, 0.3563])
    """
    exponents = (np.asarray(years) - base_year).astype(np.float64)
    return np.asarray((1 + float(rate)) ** -exponents, dtype=np.float64)


def present_value(flows: ArrayLike, rate: float, years: Years, base_year: int) -> Array:
    """Return the sum over years of flow(t)·(1+r)^-(t - base_year), in the flows' unit.

    Parameters
    ----------
    flows
        (..., years), constant prices.
    rate
        Real, as a fraction; a choice, not a risk: one number for all draws.
    years
        Calendar years of the last axis, one after the other.
    base_year
        The year whose flow counts in full.

    Returns
    -------
    ndarray
        (...), the flows' shape without the years.

    Examples
    --------
    >>> float(present_value([110.0, 121.0], 0.10, [2025, 2026], 2024).round(9))
    200.0
    """
    array = np.asarray(flows, dtype=np.float64)
    return np.asarray(array @ discount_factors(rate, years, base_year), dtype=np.float64)


def ratio(top: ArrayLike, bottom: ArrayLike) -> Array:
    """Return top / bottom where bottom is above 0, else nan ("none").

    Of present values of receipts and costs it is the benefit-cost ratio: a receipt forgone is a negative
    receipt, never a cost, so the ratio does not hang on netting.

    Examples
    --------
    >>> ratio([6.0, 1.0], [3.0, 0.0])
    array([ 2., nan])
    """
    numerator, denominator = np.broadcast_arrays(
        np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    )
    result = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


def cumulative_discounted(flows: ArrayLike, rate: float, years: Years, base_year: int) -> Array:
    """Return the running sum of discounted flows, (..., years); its last column is the present value.

    Examples
    --------
    >>> cumulative_discounted([-100.0, 220.0], 0.10, [2024, 2025], 2024).round(9)
    array([-100.,  100.])
    """
    discounted = np.asarray(flows, dtype=np.float64) * discount_factors(rate, years, base_year)
    return np.asarray(np.cumsum(discounted, axis=-1), dtype=np.float64)


def discounted_payback_year(flows: ArrayLike, rate: float, years: Years, base_year: int) -> Array:
    """Return the first year from which the running sum of discounted flows stays at 0 or above.

    "Stays": a sum that touches 0 and falls below again has not paid back. Where nothing is ever owed it
    is the first year with a flow; where the last sum is below 0, or every flow is 0, it is nan ("none
    by the horizon").

    Returns
    -------
    ndarray
        (...), calendar years as floats.

    Examples
    --------
    >>> discounted_payback_year([[-100, 60, 60, 60], [-100, 60, 0, 0]], 0.1, range(2024, 2028), 2024)
    array([2026.,   nan])
    """
    calendar, array = np.asarray(years), np.asarray(flows, dtype=np.float64)
    sums = cumulative_discounted(array, rate, calendar, base_year)
    below = sums < -1e-9 * np.abs(array).sum(axis=-1, keepdims=True)  # rounding is no debt
    # position after the last year below 0; calendar.size where that is the last year
    after = np.where(below.any(axis=-1), calendar.size - np.argmax(below[..., ::-1], axis=-1), 0)
    after = np.where(below.any(axis=-1), after, np.argmax(array != 0, axis=-1))
    found = calendar[np.minimum(after, calendar.size - 1)].astype(np.float64)
    none = (after >= calendar.size) | ~np.any(array != 0, axis=-1)
    return np.asarray(np.where(none, np.nan, found), dtype=np.float64)
