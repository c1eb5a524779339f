"""Discounting (HM Treasury, The Green Book, annex on discounting): real rates, flows at constant prices."""

from typing import TYPE_CHECKING

from clusterecon.ground.compiled import equation

if TYPE_CHECKING:
    from clusterecon.ground.arrays import Array


@equation
def discount_factor(rate: float, years: int) -> float:
    """Return (1+r)^-n, what 1 received n years after the base year is worth in it.

    Parameters
    ----------
    rate
        r, real, as a fraction above -1; a choice, not a risk: one number for all draws.
    years
        n, 0 or more; the flow of the base year counts in full.

    Examples
    --------
    >>> round(discount_factor(0.035, 10), 4)
    0.7089
    """
    return float((1 / (1 + rate)) ** years)


@equation
def present_value(flows: "Array", rate: float) -> float:
    """Return the sum over t of flow(t)·(1+r)^-t, in the flows' unit, by Horner's rule.

    Parameters
    ----------
    flows
        (years,), one number a year, the first that of the base year; constant prices.
    rate
        r, real, as a fraction above -1.

    Examples
    --------
    >>> round(present_value([0.0, 110.0, 121.0], 0.10), 9)
    200.0
    """
    one_year, value = discount_factor(rate, 1), 0.0
    for year in range(len(flows) - 1, -1, -1):
        value = value * one_year + flows[year]
    return float(value)
