"""Capital: what a hectare costs, what is sunk, the years in which the rest is spent, what works call forth.

Money is in bn VND at constant prices; a year is told by its index, 0 is the base year. Source: HM Treasury,
The Green Book (sunk costs; supplementary guidance on optimism bias).
"""

from clusterecon.ground.compiled import equation


@equation
def outturn_cost(capex_per_ha: float, optimism_bias: float) -> float:
    """Return what a hectare costs in the end, c·(1 + bias), bn VND per gross ha.

    Parameters
    ----------
    capex_per_ha
        c, the estimate made beforehand: works, equipment, compensation and site clearance, and the cluster's
        own wastewater plant.
    optimism_bias
        The overrun of such estimates, as a share. No other number holds an overrun.

    Examples
    --------
    >>> outturn_cost(20.0, 0.5)
    30.0
    """
    return capex_per_ha * (1 + optimism_bias)


@equation
def sunk_capital(area_ha: float, cost_per_ha: float, built_share: float) -> float:
    """Return what is spent by the end of the base year on works begun by then, A·cost·built share, bn VND.

    It is spent whatever is delivered later, so it is one stock in every scenario: a memo line, never in a net
    present value.

    Parameters
    ----------
    area_ha
        A, the whole area of the cohort, gross ha.
    cost_per_ha
        bn VND per gross ha, overrun included.
    built_share
        Share of these works spent by then; 0 where they have not begun.

    Examples
    --------
    >>> sunk_capital(480.0, 28.0, 0.5)
    6720.0
    """
    return area_ha * cost_per_ha * built_share


@equation
def last_spending_year(delivered_index: int) -> int:
    """Return the last year in which works are paid for: the year of delivery, max(1, s).

    Nothing falls in or before the base year, index 0, for what was spent by then is sunk.

    Examples
    --------
    >>> last_spending_year(4), last_spending_year(0)
    (4, 1)
    """
    return max(1, delivered_index)


@equation
def first_spending_year(delivered_index: int, construction_years: int) -> int:
    """Return the first year in which works are paid for, max(1, last - n + 1).

    Of works delivered less than n years after the base year all that is left to build falls after it.

    Parameters
    ----------
    delivered_index
        s, years from the base year to delivery.
    construction_years
        n, at least 1.

    Examples
    --------
    >>> first_spending_year(4, 3), first_spending_year(2, 3)
    (2, 1)
    """
    return max(1, last_spending_year(delivered_index) - construction_years + 1)


@equation
def spent_per_year(outlay: float, first: int, last: int) -> float:
    """Return what falls in each year first ... last of an outlay spread evenly over them, bn VND.

    Parameters
    ----------
    outlay
        Cost of what is left to build of the hectares delivered in one year, bn VND. Only hectares that also
        earn inside the horizon cost anything.
    first, last
        From `first_spending_year` and `last_spending_year`.

    Examples
    --------
    >>> spent_per_year(240.0, 2, 4)
    80.0
    """
    return outlay / (last - first + 1) if last >= first else 0.0


@equation
def works_effect(spending: float, works_share: float, effect_per_unit: float) -> float:
    """Return what the works of one year call forth, spending·share·effect: a memo line outside the headline.

    Parameters
    ----------
    spending
        Capital spent in the year, bn VND.
    works_share
        Building works in capital (the rest is compensation, clearance, equipment from elsewhere).
    effect_per_unit
        From the input-output table, per bn VND of works: bn VND of value added in industry, or job-years, a
        flow that is never added to jobs.

    Examples
    --------
    >>> works_effect(100.0, 0.5, 2.0)
    100.0
    """
    return spending * works_share * effect_per_unit
