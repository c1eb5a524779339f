"""The appraisal of a scenario: net present value and its companions, draw by draw.

The measures are those of new clusters. What is spent on clusters that operate already, on their plants above
all, is an account of its own, with a net present value beside the other and a total of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clusterecon.appraisal.discounting import discounted_payback_year, present_value, ratio
from clusterecon.appraisal.lines import COSTS, EXISTING, RECEIPTS, FlowLines
from clusterecon.appraisal.returns import internal_rate_of_return
from clusterecon.ground.arrays import Array

Horizon: TypeAlias = Literal["to_horizon", "asset_life"]
HORIZONS: tuple[Horizon, ...] = ("to_horizon", "asset_life")

VIEWS: dict[str, tuple[tuple[str, ...], bool]] = {
    "state": (("central_budget", "city_budget"), True),
    "city": (("city_budget",), True),
    "state_direct": (("central_budget", "city_budget"), False),
    "city_direct": (("city_budget",), False),
}
"""Name of the view -> payers it holds, and whether indirect effects count."""


@dataclass(frozen=True)
class AppraisalInputs:
    """What an appraisal needs of one block of draws of one scenario, relative to the reference.

    Parameters
    ----------
    lines
        The account, amounts (draws, years).
    later
        The account of the years after, up to the end of the asset life.
    years
        Calendar years of the columns; the first is the base year.
    asset_life
        Years after the base year up to which the second horizon counts.
    net_jobs_direct, net_jobs_indirect
        (draws,), net additional jobs, a stock, in the last year.
    hectares
        (draws,), ha delivered by the last year.
    """

    lines: FlowLines
    later: FlowLines
    years: Sequence[int]
    asset_life: int
    net_jobs_direct: Array
    net_jobs_indirect: Array
    hectares: Array


@dataclass(frozen=True)
class ViewFlows:
    """Receipts and costs of one view over one horizon, both positive, (draws, years)."""

    receipts: Array
    costs: Array
    years: NDArray[np.int_]

    @property
    def net(self) -> Array:
        """Receipts less costs."""
        return self.receipts - self.costs


@dataclass(frozen=True)
class Appraisal:
    """Measures of one view, rate and horizon, each (draws,); nan is "none".

    Parameters
    ----------
    view, rate, horizon
        What is measured: a key of ``VIEWS``, the real rate, one of ``HORIZONS``.
    npv
        Of new clusters, bn VND.
    npv_existing, npv_total
        Of the existing clusters' own account, and of the two together, bn VND.
    bcr
        PV of receipts over PV of costs.
    irr
        Fraction a year; the same at every rate.
    discounted_payback_year
        Calendar year.
    public_cost_per_net_job
        PV of the view's costs over net jobs (a stock) in the last year, bn VND; nan where no job is gained.
    npv_per_ha
        bn VND per ha delivered; nan where none is.
    """

    view: str
    rate: float
    horizon: Horizon
    npv: Array
    npv_existing: Array
    npv_total: Array
    bcr: Array
    irr: Array
    discounted_payback_year: Array
    public_cost_per_net_job: Array
    npv_per_ha: Array


def view_flows(inputs: AppraisalInputs, view: str, horizon: Horizon) -> ViewFlows:
    """Return what one view receives and pays for new clusters, to the horizon or over the asset life.

    Over the asset life the years after the horizon are added.
    """
    received = [k for k in RECEIPTS if VIEWS[view][1] or k != "revenue_indirect"]
    last = inputs.asset_life if horizon == "asset_life" else len(inputs.years) - 1
    years = int(inputs.years[0]) + np.arange(last + 1)
    return ViewFlows(_total(inputs, view, horizon, received), -_total(inputs, view, horizon, COSTS), years)


def existing_flows(inputs: AppraisalInputs, view: str, horizon: Horizon) -> Array:
    """Return what one view receives less what it pays for clusters that operate already, (draws, years)."""
    return _total(inputs, view, horizon, EXISTING)


def _total(inputs: AppraisalInputs, view: str, horizon: Horizon, kinds: Sequence[str]) -> Array:
    parts = [inputs.lines] if horizon == "to_horizon" else [inputs.lines, inputs.later]
    return np.concatenate([part.total(VIEWS[view][0], kinds) for part in parts], axis=1)


def appraise(
    inputs: AppraisalInputs,
    rates: Sequence[float],
    views: Sequence[str] = tuple(VIEWS),
    horizons: Sequence[Horizon] = HORIZONS,
    *,
    internal_rate: bool = True,
) -> tuple[Appraisal, ...]:
    """Appraise one block of draws at every view, rate and horizon, in this order.

    Parameters
    ----------
    inputs
        One block; memory is a few arrays of (draws, asset life) at a time.
    rates
        Real; the first is the headline.
    views, horizons
        The first of each is the headline.
    internal_rate
        Whether the internal rate of return is sought; it takes most of the time. It is nan otherwise.

    Warns
    -----
    ClustereconWarning
        A net flow changes sign more than once, so that its internal rate of return is in doubt.

    Examples
    --------
    >>> from clusterecon.appraisal.lines import FlowLine
    >>> paid = FlowLine("capital", "city_budget", np.array([[-50.0, 0.0]]))
    >>> earned = FlowLine("revenue_direct", "city_budget", np.array([[0.0, 110.0]]))
    >>> lines, none = FlowLines((paid, earned), (1, 2)), FlowLines((), (1, 0))
    >>> inputs = AppraisalInputs(lines, none, [2024, 2025], 1, *np.ones((3, 1)))
    >>> appraise(inputs, [0.10])[0].npv.round(9)
    array([50.])
    """
    base_year = int(inputs.years[0])
    cells: dict[tuple[str, float, Horizon], Appraisal] = {}
    for view in views:
        jobs = inputs.net_jobs_direct + (inputs.net_jobs_indirect if VIEWS[view][1] else 0.0)
        for horizon in horizons:
            flows, existing = view_flows(inputs, view, horizon), existing_flows(inputs, view, horizon)
            none = np.full(inputs.lines.shape[0], np.nan)
            irr = internal_rate_of_return(flows.net) if internal_rate else none
            for rate in rates:
                cost = present_value(flows.costs, rate, flows.years, base_year)
                gain = present_value(flows.receipts, rate, flows.years, base_year)
                beside = present_value(existing, rate, flows.years, base_year)
                cells[view, rate, horizon] = Appraisal(
                    view=view,
                    rate=rate,
                    horizon=horizon,
                    npv=gain - cost,
                    npv_existing=beside,
                    npv_total=gain - cost + beside,
                    bcr=ratio(gain, cost),
                    irr=irr,
                    discounted_payback_year=discounted_payback_year(flows.net, rate, flows.years, base_year),
                    public_cost_per_net_job=ratio(cost, jobs),
                    npv_per_ha=ratio(gain - cost, inputs.hectares),
                )
    return tuple(cells[v, r, h] for v in views for r in rates for h in horizons)
