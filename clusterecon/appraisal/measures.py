"""The appraisal of a scenario: net present value and its companions, draw by draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterecon.appraisal.discounting import (
    Floats,
    Rate,
    as_rate,
    discounted_payback_year,
    extend_flows,
    present_value,
    ratio,
)
from clusterecon.appraisal.lines import COSTS, RECEIPTS, RECURRENT, FlowLines
from clusterecon.appraisal.returns import InternalRate, internal_rate_of_return
from clusterecon.errors import InputError

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
    years: Sequence[int]
    asset_life: int
    net_jobs_direct: ArrayLike
    net_jobs_indirect: ArrayLike
    hectares: ArrayLike

    def __post_init__(self) -> None:
        draws, columns = self.lines.shape
        mistakes = []
        if len(self.years) != columns:
            mistakes.append(f"years: {len(self.years)} given beside {columns} years of flows")
        mistakes += [
            f"{name}: must have the shape (draws,), here ({draws},)"
            for name in ("net_jobs_direct", "net_jobs_indirect", "hectares")
            if np.asarray(getattr(self, name)).shape != (draws,)
        ]
        if not mistakes:
            spent = -self.lines.total(kinds=["capital"]).sum(axis=1)
            bare = int(np.sum((spent > 0) & (np.asarray(self.hectares) <= 0)))
            if bare:
                mistakes.append(
                    f"capital: {bare} of {draws} draws spend on new clusters but deliver no hectare"
                )
        if mistakes:
            raise InputError(mistakes)


@dataclass(frozen=True)
class ViewFlows:
    """Receipts and costs of one view over one horizon, both positive, (draws, years)."""

    receipts: Floats
    costs: Floats
    years: NDArray[np.int_]

    @property
    def net(self) -> Floats:
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
        bn VND.
    bcr
        PV of receipts over PV of costs.
    irr
        Fraction a year; the same at every rate.
    sign_changes
        Of the net flow; above 1 the irr is not to be relied on.
    discounted_payback_year
        Calendar year.
    public_cost_per_net_job
        PV of the view's costs over net jobs in the last year, bn VND.
    npv_per_ha
        bn VND per ha delivered.
    """

    view: str
    rate: float
    horizon: Horizon
    npv: Floats
    bcr: Floats
    irr: Floats
    sign_changes: NDArray[np.int_]
    discounted_payback_year: Floats
    public_cost_per_net_job: Floats
    npv_per_ha: Floats


def public_cost_per_net_job(public_cost: ArrayLike, net_jobs: ArrayLike) -> Floats:
    """Return PV of public cost over net jobs (a stock in one year); nan where no job is gained.

    Examples
    --------
    >>> public_cost_per_net_job([300.0, 10.0], [1000.0, -5.0])
    array([0.3, nan])
    """
    return ratio(public_cost, net_jobs)


def npv_per_ha(npv: ArrayLike, hectares: ArrayLike) -> Floats:
    """Return the net present value per ha delivered; nan where none is.

    Examples
    --------
    >>> npv_per_ha([-200.0], [100.0])
    array([-2.])
    """
    return ratio(npv, hectares)


def bearable_cost_per_ha(npv: ArrayLike, area_ha: ArrayLike, discount_factor: float = 1.0) -> Floats:
    """Return the one-off public cost per ha that brings the net present value down to nil.

    The switching value of a cost for which no figure was found: npv / (area·discount factor of the year
    it is spent), and 0 where the net present value is below 0 already: then nothing can be borne.

    Examples
    --------
    >>> bearable_cost_per_ha([100.0, -5.0], 50.0)
    array([2., 0.])
    """
    area = np.asarray(area_ha, dtype=np.float64)
    if not np.all(area > 0) or not discount_factor > 0:
        raise InputError("area_ha and discount_factor: must be above 0")
    return np.maximum(0.0, np.asarray(npv, dtype=np.float64)) / (area * discount_factor)


def view_flows(inputs: AppraisalInputs, view: str, horizon: Horizon = "to_horizon") -> ViewFlows:
    """Return what one view receives and pays, to the horizon or over the asset life.

    Over the asset life the last level of revenue and running cost is carried on; capital and land rent
    end with the horizon.

    Raises
    ------
    InputError
        A view or horizon of another name; an asset life shorter than the horizon.
    """
    if view not in VIEWS or horizon not in HORIZONS:
        raise InputError(f"view {view!r}, horizon {horizon!r}: must be of {list(VIEWS)}, {list(HORIZONS)}")
    payers, indirect = VIEWS[view]
    received = [k for k in RECEIPTS if indirect or k != "revenue_indirect"]
    last = inputs.asset_life if horizon == "asset_life" else len(inputs.years) - 1

    def total(kinds: Sequence[str]) -> Floats:
        again = [k for k in kinds if k in RECURRENT]
        once = [k for k in kinds if k not in RECURRENT]
        result = extend_flows(inputs.lines.total(payers, again), last)
        result[:, : len(inputs.years)] += inputs.lines.total(payers, once)
        return result

    years = int(inputs.years[0]) + np.arange(last + 1)
    return ViewFlows(total(received), -total(COSTS), years)


def appraise(
    inputs: AppraisalInputs,
    rates: Sequence[float | Rate],
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

    Raises
    ------
    InputError
        No rate, a nominal rate, a view or horizon of another name.

    Warns
    -----
    ClustereconWarning
        A net flow changes sign more than once, so that its internal rate of return is in doubt.
    """
    if not rates:
        raise InputError("rates: at least one discount rate is needed")
    values = [as_rate(rate).value for rate in rates]
    cells: dict[tuple[str, float, Horizon], Appraisal] = {}
    for view in views:
        for horizon in horizons:
            flows = view_flows(inputs, view, horizon)
            returns = (
                internal_rate_of_return(flows.net)
                if internal_rate
                else InternalRate(
                    np.full(inputs.lines.shape[0], np.nan), np.zeros(inputs.lines.shape[0], np.int_)
                )
            )
            for value in values:
                cost = present_value(flows.costs, value, flows.years, int(inputs.years[0]))
                gain = present_value(flows.receipts, value, flows.years, int(inputs.years[0]))
                jobs = np.asarray(inputs.net_jobs_direct, dtype=np.float64)
                if VIEWS[view][1]:
                    jobs = jobs + np.asarray(inputs.net_jobs_indirect)
                cells[view, value, horizon] = Appraisal(
                    view=view,
                    rate=value,
                    horizon=horizon,
                    npv=gain - cost,
                    bcr=ratio(gain, cost),
                    irr=returns.value,
                    sign_changes=returns.sign_changes,
                    discounted_payback_year=discounted_payback_year(
                        flows.net, value, flows.years, int(inputs.years[0])
                    ),
                    public_cost_per_net_job=public_cost_per_net_job(cost, jobs),
                    npv_per_ha=npv_per_ha(gain - cost, inputs.hectares),
                )
    return tuple(cells[v, r, h] for v in views for r in values for h in horizons)
