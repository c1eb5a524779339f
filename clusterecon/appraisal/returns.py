"""Rates and values at which a net present value is nil: internal rate of return, switching value."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterecon.ground.arrays import Array

# Rates looked at, from -99.9 % to a million: fine where rates are usual, coarse beyond.
_LOG_RATES = np.log1p(
    np.concatenate(
        [
            np.linspace(-0.999, -0.5, 20, endpoint=False),
            np.linspace(-0.5, 1.0, 150, endpoint=False),
            np.expm1(np.linspace(np.log(2.0), np.log(1e6), 40)),
        ]
    )
)


class ClustereconWarning(UserWarning):
    """A result that is right but easily misread."""


def sign_changes(flows: ArrayLike) -> NDArray[np.int_]:
    """Count how often flows (..., years) change sign; zeros, and rounding (1e-12), do not count.

    Examples
    --------
    >>> sign_changes([[-1.0, 0.0, 2.0], [-1.0, 3.0, -1.0], [1.0, 1.0, 0.0]])
    array([1, 2, 0])
    """
    array = np.asarray(flows, dtype=np.float64)
    largest = np.abs(array).max(axis=-1, keepdims=True)
    signs = np.where(np.abs(array) > 1e-12 * largest, np.sign(array), 0.0)
    # carry the last sign forward over zeros
    position = np.where(signs != 0, np.arange(array.shape[-1]), 0)
    carried = np.take_along_axis(signs, np.maximum.accumulate(position, axis=-1), axis=-1)
    return np.asarray(np.sum(carried[..., 1:] * carried[..., :-1] < 0, axis=-1), dtype=np.int_)


def internal_rate_of_return(flows: ArrayLike) -> Array:
    """Return the rate r with sum over t of flow(t)·(1+r)^-t = 0, for every row.

    Roots are bracketed on a grid of rates between -99.9 % and one million, then found by
    ``scipy.optimize.elementwise.find_root`` (Chandrupatla) in log(1+r). Of several rates the one
    nearest to 0 % is given, with a warning: none of them then ranks projects.

    Parameters
    ----------
    flows
        (..., years), one column a year; receipts positive.

    Returns
    -------
    ndarray
        (...), fractions a year; nan where the flow does not change sign or no root is found.

    Warns
    -----
    ClustereconWarning
        Some rows change sign more than once.

    Examples
    --------
    >>> float(internal_rate_of_return([-100.0, 39.0, 59.0, 55.0, 20.0]).round(5))
    0.28095
    """
    array = np.asarray(flows, dtype=np.float64)
    changes = sign_changes(array)
    rows = array.reshape(-1, array.shape[-1])
    value = np.full(rows.shape[0], np.nan)
    chosen = np.flatnonzero(changes.reshape(-1) > 0)
    if chosen.size:
        largest = np.abs(rows[chosen]).max(axis=-1, keepdims=True)
        value[chosen] = _roots(rows[chosen] / largest)
    repeated = int(np.sum(changes > 1))
    if repeated:
        warnings.warn(
            f"internal rate of return: the flow changes sign more than once in {repeated} of {value.size}"
            " rows; there may be several rates, the one nearest to 0 is given",
            ClustereconWarning,
            stacklevel=2,
        )
    return value.reshape(array.shape[:-1])


def _roots(rows: Array) -> Array:
    """Return for each row the root nearest to a rate of 0; nan where the grid shows none."""
    from scipy.optimize import elementwise

    exponents = np.arange(rows.shape[1], dtype=np.float64)
    positive = rows @ np.exp(-np.outer(exponents, _LOG_RATES)) >= 0
    crosses = positive[:, 1:] != positive[:, :-1]
    distance = np.abs(_LOG_RATES[1:] + _LOG_RATES[:-1])
    cell = np.argmin(np.where(crosses, distance, np.inf), axis=1)
    found = crosses.any(axis=1)

    def value(log_rate: Array, *columns: Array) -> Array:
        x = np.exp(-log_rate)
        total = np.zeros_like(log_rate)
        for column in reversed(columns):
            total = total * x + column
        return total

    result = np.full(rows.shape[0], np.nan)
    if found.any():
        low, high = _LOG_RATES[cell[found]], _LOG_RATES[cell[found] + 1]
        columns = tuple(rows[found].T)
        solved: Any = elementwise.find_root(value, (low, high), args=columns)
        # where the root is an end of its bracket, rounding may hide the change of sign
        end = np.where(np.abs(value(low, *columns)) < np.abs(value(high, *columns)), low, high)
        result[found] = np.expm1(np.where(solved.success, solved.x, end))
    return result


@dataclass(frozen=True)
class SwitchingValue:
    """The value of an assumption at which a result turns from good to bad.

    Parameters
    ----------
    value
        None where the result has one sign over the whole range.
    side
        ``crosses``; or ``positive`` / ``negative``: the sign it has from low to high.
    """

    value: float | None
    side: Literal["crosses", "positive", "negative"]


def switching_value(
    function: Callable[[float], float], low: float, high: float, tolerance: float = 1e-6
) -> SwitchingValue:
    """Return the value between ``low`` and ``high`` at which ``function`` (a net present value) is nil.

    Brent's method (``scipy.optimize.brentq``). Only the ends are compared: a function that crosses twice
    is taken to have one sign. Where the function jumps, the value is where it jumps.

    Parameters
    ----------
    function
        Net present value (say, its median) as a function of one assumption, all else as it is.
    low, high
        Bounds of the assumption, low < high.
    tolerance
        How near the value is found, as a share of the range.

    Examples
    --------
    >>> switching_value(lambda share: 30 - 1000 * share, 0.0, 0.30).value
    0.03
    >>> switching_value(lambda share: 30 + share, 0.0, 0.30).side
    'positive'
    """
    from scipy.optimize import brentq

    at_low, at_high = float(function(low)), float(function(high))
    if at_low == 0 or at_high == 0:
        return SwitchingValue(low if at_low == 0 else high, "crosses")
    if (at_low > 0) == (at_high > 0):
        return SwitchingValue(None, "positive" if at_low > 0 else "negative")
    known = {low: at_low, high: at_high}

    def at(value: float) -> float:
        return known[value] if value in known else function(value)

    root = float(brentq(at, low, high, xtol=tolerance * (high - low)))
    return SwitchingValue(root, "crosses")
