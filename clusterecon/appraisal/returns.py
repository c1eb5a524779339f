"""Rates and values at which a net present value is nil: internal rate of return, switching value."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from clusterecon.appraisal.discounting import present_value
from clusterecon.ground.compiled import equation

if TYPE_CHECKING:
    from clusterecon.ground.arrays import Array

LOWEST, HIGHEST = -0.999, 1e6
"""Rates between which a rate of return is sought."""
STEP, GROWTH = 0.01, 1.4
"""How far apart rates are looked at where they are usual, and how much faster beyond."""


class ClustereconWarning(UserWarning):
    """A result that is right but easily misread."""


@equation
def sign_changes(net: "Array") -> int:
    """Count how often a flow, (years,), changes sign; zeros, and rounding (1e-12), do not count.

    Where it does so more than once there may be several internal rates of return.

    Examples
    --------
    >>> sign_changes([-1.0, 0.0, 2.0]), sign_changes([-1.0, 3.0, -1.0]), sign_changes([1.0, 1.0, 0.0])
    (1, 2, 0)
    """
    largest = 0.0
    for flow in net:
        largest = max(largest, abs(flow))
    changes, last = 0, 0.0
    for flow in net:
        if abs(flow) > 1e-12 * largest:
            if flow * last < 0:
                changes += 1
            last = math.copysign(1.0, flow)
    return changes


@equation
def internal_rate_of_return(net: "Array") -> float:
    """Return the rate r with sum over t of flow(t)·(1+r)^-t = 0, a fraction a year.

    Rates are looked at outwards from 0 %, between -99.9 % and one million, until the net present value
    changes sign: a point at a time; in steps that grow beyond 100 %, and from the start where the flow
    changes sign once, for then there is one rate alone (Descartes' rule of signs). Of several rates the one
    nearest to 0 % is given: none of them then ranks projects, and who shows it warns (`ClustereconWarning`).

    Parameters
    ----------
    net
        (years,), receipts less costs, one number a year.

    Returns
    -------
    float
        NaN where the flow does not change sign or no rate is found.

    Examples
    --------
    >>> round(internal_rate_of_return([-100.0, 39.0, 59.0, 55.0, 20.0]), 5)
    0.28095
    """
    changes = sign_changes(net)
    positive = present_value(net, 0.0) >= 0
    low, high, step = 0.0, 0.0, STEP
    while changes > 0 and (low > LOWEST or high < HIGHEST):
        lower, higher = max(LOWEST, low - step), min(HIGHEST, high + step)
        below = (present_value(net, lower) >= 0) != positive
        above = (present_value(net, higher) >= 0) != positive
        if below or above:
            rate_below = rate_between(net, lower, low) if below else -math.inf
            rate_above = rate_between(net, high, higher) if above else math.inf
            return rate_above if rate_above <= -rate_below else rate_below
        low, high = lower, higher
        if changes == 1 or high >= 1:
            step *= GROWTH
    return math.nan


@equation
def rate_between(net: "Array", low: float, high: float) -> float:
    """Return the rate between two at which the present value has opposite signs, where it is nil.

    Newton's method for the polynomial in x = 1/(1+r), by halves where a step would leave what encloses the
    root (W. H. Press et al., Numerical Recipes, 3rd ed., 9.4). It ends where another step would move nothing.
    """
    left, right = 1 / (1 + high), 1 / (1 + low)
    positive_right = present_value(net, low) >= 0
    x = (left + right) / 2
    for _ in range(100):
        value = slope = 0.0
        for year in range(len(net) - 1, -1, -1):
            slope = slope * x + value
            value = value * x + net[year]
        if (value >= 0) == positive_right:
            right = x
        else:
            left = x
        step = value / slope if slope != 0 else math.inf
        if abs(step) <= 1e-10 * x:
            return 1 / (x - step) - 1
        x = x - step if left <= x - step <= right else (left + right) / 2
    return 1 / x - 1


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
