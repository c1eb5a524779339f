"""Growth of industry without new clusters in one draw: a path from a few drawn numbers."""

import math

from clusterecon.baseline.forecast import LEAST_PERSISTENCE, MOST_PERSISTENCE
from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import equation


@equation
def later_growth(mean: float, persistence: float, first: float, shock: float) -> float:
    """Return growth k years after the first one forecast: ``g = m + rho^k (g1 - m) + u``, in %.

    Parameters
    ----------
    mean
        m, the mean that growth returns to.
    persistence
        rho^k, the share of the first year's distance that is left.
    first
        g1, growth of the first year forecast.
    shock
        u, what earlier shocks have left and the year's own.
    """
    return mean + persistence * (first - mean) + shock


@equation
def bounded(persistence: float) -> float:
    """Return the persistence of growth within its bounds, ``0 <= rho <= 0.8``."""
    return min(max(persistence, LEAST_PERSISTENCE), MOST_PERSISTENCE)


@equation
def growth_path(known_growth: Array, drawn: Array, growth: Array) -> None:
    """Write growth without new clusters by year, %: years known, the first one forecast, later ones.

    Parameters
    ----------
    known_growth
        Growth of the years that are known, NaN where it is drawn.
    drawn
        Columns of the forecast in this draw: each known year that is not sure, first year, mean, persistence,
        then the shock of every later year.
    growth
        By year, the one before the forecast begins first; written.
    """
    known = len(known_growth)
    column = 0
    growth[0] = 0.0
    for t in range(known):
        if math.isnan(known_growth[t]):
            growth[1 + t] = drawn[column]
            column += 1
        else:
            growth[1 + t] = known_growth[t]
    first = drawn[column]
    growth[1 + known] = first
    if len(growth) > known + 2:
        mean, rho = drawn[column + 1], bounded(drawn[column + 2])
        power, shock = 1.0, 0.0
        for k in range(len(growth) - known - 2):
            power *= rho
            shock = rho * shock + drawn[column + 3 + k]
            growth[known + 2 + k] = later_growth(mean, power, first, shock)
