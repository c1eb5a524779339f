"""What plants cost, and what is at risk where clusters without one are suspended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.clusters.plants import BuildOut, by_draw
from clusterecon.ground.arrays import Array


@dataclass(frozen=True)
class UnitCosts:
    """What plants cost; each a scalar or (draws,).

    Parameters
    ----------
    cost_per_ha
        bn VND of capital per gross ha served by a new plant; it spans the overrun already.
    area_per_cluster
        Gross ha of an existing cluster.
    mend_share
        Cost of mending an idle plant as a share of a new one.
    running_cost_share
        Running cost a year as a share of the capital of a new plant.
    """

    cost_per_ha: ArrayLike
    area_per_cluster: ArrayLike
    mend_share: ArrayLike
    running_cost_share: ArrayLike


@dataclass(frozen=True)
class StockTotals:
    """What the existing clusters hold, each (draws, years): jobs, value added and budget (bn VND)."""

    jobs: Array
    value_added: Array
    budget: Array


@dataclass(frozen=True)
class Suspension:
    """What suspension puts at risk and, after diversion, loses; each (draws, years).

    Parameters
    ----------
    clusters
        Clusters suspended, as a yearly average over those that lack a working plant.
    jobs_at_risk, budget_at_risk
        Held by suspended clusters while suspended; nothing taken off for work that moves elsewhere.
    lost_industrial_value_added
        S(t), what the growth of industry is reduced by: what remains lost after the diverted share, the part
        of industry in supplying firms included.
    lost_budget
        What remains lost after the diverted share.
    """

    clusters: Array
    jobs_at_risk: Array
    budget_at_risk: Array
    lost_industrial_value_added: Array
    lost_budget: Array


def plant_capital(build_out: BuildOut, costs: UnitCosts) -> Array:
    """Return capital by year, (built + mend_share·mended)·area·cost per ha, bn VND.

    Spent in the year the plant is finished: a plant takes less than a year to build.

    Examples
    --------
    >>> from clusterecon.clusters.plants import PlantStock, build_out_by_year
    >>> plan = build_out_by_year(PlantStock(10, 4, 4), [2024, 2025], {2025: 6})
    >>> plant_capital(plan, UnitCosts(0.5, 20.0, 0.3, 0.1))
    array([[ 0., 60.]])
    """
    plants = build_out.built + by_draw(costs.mend_share) * build_out.mended
    each = by_draw(costs.area_per_cluster) * by_draw(costs.cost_per_ha)
    return np.asarray(plants * each, dtype=np.float64)


def running_cost(build_out: BuildOut, costs: UnitCosts) -> Array:
    """Return the running cost of the plants added since the base year, bn VND a year.

    Average number of plants built or mended·area·cost per ha·running_cost_share; plants finished in the
    year run for half of it. Those that worked before are in the reference already.

    Examples
    --------
    >>> from clusterecon.clusters.plants import PlantStock, build_out_by_year
    >>> plan = build_out_by_year(PlantStock(20, 4, 3), [2024, 2025, 2026], {2025: 10})
    >>> running_cost(plan, UnitCosts(1.0, 20.0, 0.3, 0.1))
    array([[ 0., 10., 20.]])
    """
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
    industry_indirect: ArrayLike,
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

    Examples
    --------
    >>> from clusterecon.clusters.plants import PlantStock, build_out_by_rate
    >>> idle = build_out_by_rate(PlantStock(10, 4, 4), 2, 0.0)
    >>> held = StockTotals(np.array([[0.0, 500.0]]), np.array([[0.0, 90.0]]), np.array([[0.0, 8.0]]))
    >>> suspend(idle, 10, held, 0.5, 0.0, 0.0).jobs_at_risk
    array([[  0., 150.]])
    """
    end = build_out.outstanding
    start = np.concatenate([end[:, :1] + (build_out.built + build_out.mended)[:, :1], end[:, :-1]], axis=1)
    suspended = (start + end) / 2 * by_draw(suspended_share_of_year)
    share = suspended / by_draw(clusters)
    kept_lost = 1 - by_draw(diverted_share)
    direct, budget = share * stock.value_added * kept_lost, share * stock.budget
    return Suspension(
        clusters=suspended,
        jobs_at_risk=share * stock.jobs,
        budget_at_risk=budget,
        lost_industrial_value_added=direct + direct * by_draw(industry_indirect),
        lost_budget=budget * kept_lost,
    )
