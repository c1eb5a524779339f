"""What plants cost, and what is at risk where clusters without one are suspended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.errors import InputError
from clusterecon.wastewater.plants import BuildOut, Floats, by_draw


@dataclass(frozen=True)
class UnitCosts:
    """What plants cost; each a scalar or (draws,).

    Parameters
    ----------
    cost_per_ha
        bn VND of capital per gross ha served by a new plant.
    area_per_cluster
        Gross ha of an existing cluster.
    mend_share
        Cost of mending an idle plant as a share of a new one.
    running_cost_share
        Running cost a year as a share of the capital of a new plant.
    optimism_bias
        Expected overrun of capital; 0 where the cost per ha already spans it.
    """

    cost_per_ha: ArrayLike
    area_per_cluster: ArrayLike
    mend_share: ArrayLike
    running_cost_share: ArrayLike
    optimism_bias: ArrayLike = 0.0


@dataclass(frozen=True)
class StockTotals:
    """What the existing clusters hold, each (draws, years): jobs, value added and budget (bn VND)."""

    jobs: ArrayLike
    value_added: ArrayLike
    budget: ArrayLike


@dataclass(frozen=True)
class Suspension:
    """What suspension puts at risk and, after diversion, loses; each (draws, years).

    Parameters
    ----------
    clusters
        Clusters suspended, as a yearly average over those that lack a working plant.
    jobs_at_risk, value_added_at_risk, budget_at_risk
        Held by suspended clusters while suspended; nothing taken off for work that moves elsewhere.
    lost_value_added, lost_value_added_indirect, lost_budget
        What remains lost after the diverted share; indirect is the part of industry in supplying firms.
    """

    clusters: Floats
    jobs_at_risk: Floats
    value_added_at_risk: Floats
    budget_at_risk: Floats
    lost_value_added: Floats
    lost_value_added_indirect: Floats
    lost_budget: Floats

    @property
    def lost_industrial_value_added(self) -> Floats:
        """S(t), direct plus indirect: what the growth of industry is reduced by."""
        return self.lost_value_added + self.lost_value_added_indirect


def plant_capital(build_out: BuildOut, costs: UnitCosts) -> Floats:
    """Return capital by year, (built + mend_share·mended)·area·cost per ha·(1 + bias), bn VND.

    Spent in the year the plant is finished: a plant takes less than a year to build.

    Examples
    --------
    >>> from clusterecon.wastewater import PlantStock, build_out_by_year
    >>> plan = build_out_by_year(PlantStock(10, 4, 4), [2024, 2025], {2025: 6})
    >>> plant_capital(plan, UnitCosts(0.5, 20.0, 0.3, 0.1))
    array([[ 0., 60.]])
    """
    _check_costs(costs)
    plants = build_out.built + by_draw(costs.mend_share) * build_out.mended
    each = by_draw(costs.area_per_cluster) * by_draw(costs.cost_per_ha) * (1 + by_draw(costs.optimism_bias))
    return np.asarray(plants * each, dtype=np.float64)


def running_cost(build_out: BuildOut, costs: UnitCosts) -> Floats:
    """Return the running cost of the plants added since the base year, bn VND a year.

    Average number of plants built or mended·area·cost per ha·running_cost_share; plants finished in the
    year run for half of it. Those that worked before are in the reference already.

    Examples
    --------
    >>> from clusterecon.wastewater import PlantStock, build_out_by_year
    >>> plan = build_out_by_year(PlantStock(20, 4, 3), [2024, 2025, 2026], {2025: 10})
    >>> running_cost(plan, UnitCosts(1.0, 20.0, 0.3, 0.1))
    array([[ 0., 10., 20.]])
    """
    _check_costs(costs)
    served = build_out.built + build_out.mended
    average = np.cumsum(served, axis=1) - served / 2
    each = by_draw(costs.area_per_cluster) * by_draw(costs.cost_per_ha) * by_draw(costs.running_cost_share)
    return np.asarray(average * each, dtype=np.float64)


def suspend(
    build_out: BuildOut,
    clusters: ArrayLike,
    stock: StockTotals,
    suspended_share_of_year: ArrayLike,
    diverted_share: ArrayLike,
    industry_indirect: ArrayLike = 0.0,
) -> Suspension:
    """Suspend the clusters without a working plant for a share of the year.

    at risk(t) = lacking(t) / clusters·share(t)·stock(t), lacking being the average of the year's
    beginning and end; lost = at risk·(1 - diverted_share); indirect = lost·industry_indirect.

    Parameters
    ----------
    build_out
        Plants of existing clusters.
    clusters
        Existing clusters, scalar or (draws,).
    stock
        What the clusters hold, before any suspension.
    suspended_share_of_year
        (draws, years), (years,) given as (1, years), a scalar, or (draws,); 0 in years without enforcement.
    diverted_share
        Part of the work that is done elsewhere in the area instead, scalar or (draws,).
    industry_indirect
        Industrial value added of suppliers per unit of the clusters' own, scalar or (draws,).

    Raises
    ------
    InputError
        A share outside [0, 1], or indirect effects below 0.

    Examples
    --------
    >>> from clusterecon.wastewater import PlantStock, build_out_by_rate
    >>> idle = build_out_by_rate(PlantStock(10, 4, 4), [2024, 2025], 0.0, 2025)
    >>> held = StockTotals(jobs=[[0.0, 500.0]], value_added=[[0.0, 90.0]], budget=[[0.0, 8.0]])
    >>> suspend(idle, 10, held, 0.5, 0.0).jobs_at_risk
    array([[  0., 150.]])
    """
    mistakes = [
        f"{name}: must lie between 0 and 1"
        for name, value in (
            ("suspended_share_of_year", suspended_share_of_year),
            ("diverted_share", diverted_share),
        )
        if not np.all((np.asarray(value) >= 0) & (np.asarray(value) <= 1))
    ]
    if not np.all(np.asarray(industry_indirect) >= 0):
        mistakes.append("industry_indirect: must not be below 0")
    if mistakes:
        raise InputError(mistakes)
    end = build_out.outstanding
    start = np.concatenate([end[:, :1] + (build_out.built + build_out.mended)[:, :1], end[:, :-1]], axis=1)
    suspended = (start + end) / 2 * by_draw(suspended_share_of_year)
    share = suspended / by_draw(clusters)
    kept_lost = 1 - by_draw(diverted_share)
    value_added = share * np.asarray(stock.value_added)
    budget = share * np.asarray(stock.budget)
    return Suspension(
        clusters=suspended,
        jobs_at_risk=share * np.asarray(stock.jobs),
        value_added_at_risk=value_added,
        budget_at_risk=budget,
        lost_value_added=value_added * kept_lost,
        lost_value_added_indirect=value_added * kept_lost * by_draw(industry_indirect),
        lost_budget=budget * kept_lost,
    )


def treated_volume(area_ha: ArrayLike, cubic_metres_per_ha: ArrayLike) -> Floats:
    """Return m³ a day treated: ha served·m³ a day per gross ha, (draws, years) and scalar or (draws,).

    Examples
    --------
    >>> treated_volume([[0.0, 100.0]], 30.0)
    array([[   0., 3000.]])
    """
    return np.asarray(np.asarray(area_ha) * by_draw(cubic_metres_per_ha), dtype=np.float64)


def _check_costs(costs: UnitCosts) -> None:
    mistakes = [
        f"{name}: must not be below 0"
        for name in ("cost_per_ha", "area_per_cluster", "mend_share", "running_cost_share")
        if not np.all(np.asarray(getattr(costs, name)) >= 0)
    ]
    if not np.all(np.asarray(costs.optimism_bias) > -1):
        mistakes.append("optimism_bias: must be above -1")
    if mistakes:
        raise InputError(mistakes)
