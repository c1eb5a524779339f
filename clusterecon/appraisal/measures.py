"""The appraisal of one draw: net present value and its companions, of one view, rate and horizon.

The measures are those of new clusters. What is spent on clusters that operate already, on their plants above
all, is an account of its own, with a net present value beside the other and a total of the two.
"""

import math
from typing import Literal, TypeAlias

import numpy as np

from clusterecon.appraisal.discounting import discount_factor
from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import equation

Horizon: TypeAlias = Literal["to_horizon", "asset_life"]
HORIZONS: tuple[Horizon, ...] = ("to_horizon", "asset_life")

ROUNDING = 1e-9
"""Share of costs by which receipts may miss them and still have paid them back."""
MEASURES = np.dtype(
    (
        np.record,
        [
            ("npv", np.float64),
            ("npv_existing", np.float64),
            ("npv_total", np.float64),
            ("bcr", np.float64),
            ("irr", np.float64),
            ("irr_in_doubt", np.float64),
            ("discounted_payback_year", np.float64),
            ("public_cost_per_net_job", np.float64),
            ("npv_per_ha", np.float64),
        ],
    )
)
"""Measures of one cell, NaN is "none".

``npv`` is that of new clusters, ``npv_existing`` of the existing clusters' own account and ``npv_total`` of
both together, bn VND; ``bcr`` the present value of receipts over that of costs; ``irr`` a fraction a year,
the same at every rate, ``-inf`` where there is none because all is lost; ``irr_in_doubt`` 1 where several are
possible; ``discounted_payback_year`` years since the base year; ``public_cost_per_net_job`` the
present value of costs over net jobs, a stock, in the last year, bn VND; ``npv_per_ha`` bn VND per ha
delivered.
"""


@equation
def ratio(top: float, bottom: float) -> float:
    """Return top / bottom where bottom is above 0, else NaN ("none").

    Of present values of receipts and costs it is the benefit-cost ratio: a receipt forgone is a negative
    receipt, never a cost, so the ratio does not hang on netting.

    Examples
    --------
    >>> ratio(6.0, 3.0), ratio(1.0, 0.0)
    (2.0, nan)
    """
    return top / bottom if bottom > 0 else math.nan


@equation
def appraise(
    receipts: Array,
    costs: Array,
    existing: Array,
    rate: float,
    net_jobs: float,
    hectares: float,
    cell: np.record,
) -> None:
    """Fill a record of `MEASURES` from the flows of one draw; its internal rate of return is left to others.

    ``NPV = sum over t of (receipts(t) - costs(t))·(1+r)^-t``. Payback is the first year from which
    discounted receipts so far *stay* at costs so far or above: a sum that touches 0 and falls below again has
    not paid back. Where nothing is ever owed it is the first year with a receipt; where the last sum is below
    0, or there is no flow at all, it is NaN ("none by the horizon"). Rounding, 1e-9 of costs, is no debt.

    Parameters
    ----------
    receipts, costs
        Of new clusters, (years,) by years since the base year, up to the horizon, bn VND; costs 0 or above.
    existing
        Receipts less costs of the clusters that operate already, (years,).
    rate
        r, real.
    net_jobs
        Net additional jobs that the view counts, a stock, in the last year.
    hectares
        Delivered by the last year, ha.
    cell
        What is filled.
    """
    gain = cost = beside = 0.0
    factor, factor_of_one_year, waiting = 1.0, discount_factor(rate, 1), -1
    for year in range(receipts.size):
        gain += factor * receipts[year]
        cost += factor * costs[year]
        beside += factor * existing[year]
        if gain <= (1 - ROUNDING) * cost:
            waiting = year
        factor *= factor_of_one_year
    payback_year = waiting + 1
    cell.npv = gain - cost
    cell.npv_existing = beside
    cell.npv_total = gain - cost + beside
    cell.bcr = ratio(gain, cost)
    cell.discounted_payback_year = payback_year if payback_year < receipts.size else math.nan
    cell.public_cost_per_net_job = ratio(cost, net_jobs)
    cell.npv_per_ha = ratio(gain - cost, hectares)
