"""The clusters that operate already: their jobs, value added, budget, plants, and what is suspended."""

from dataclasses import dataclass

import numpy as np

from clusterecon.clusters.expansion import growth_factor
from clusterecon.clusters.plant_costs import (
    StockTotals,
    Suspension,
    UnitCosts,
    plant_capital,
    running_cost,
    suspend,
)
from clusterecon.clusters.plants import (
    BuildOut,
    PlantStock,
    build_out_by_rate,
    build_out_by_year,
    carry_forward,
    coverage,
)
from clusterecon.ground.arrays import Array
from clusterecon.model.parameters import Parameters
from clusterecon.scenario.scenario import Scenario


@dataclass(frozen=True)
class StockEffects:
    """The existing clusters, each (draws, years)."""

    totals: StockTotals
    suspension: Suspension
    coverage: Array
    wastewater_capital: Array
    wastewater_running: Array


def stock_effects(
    scenario: Scenario, parameters: Parameters, growth: Array, new_clusters: Array, industry_indirect: Array
) -> StockEffects:
    """Work out the existing clusters of a scenario.

    ``jobs = J0 (1 + n)^(t - t0)``, ``VA = jobs p (1 + g)^(t - t0)``, ``budget = R0 (1 + n_R)^(t - t0)``.
    Growth is productivity relative to the base year and new clusters are those delivered by the end of each
    year, (draws, years); ``industry_indirect`` is suppliers' industrial value added per unit of the clusters'
    own, (draws,).
    """
    first, last = scenario.assumptions.base_year, scenario.assumptions.horizon
    years = np.arange(first, last + 1)
    jobs = parameters.column("stock.jobs") * growth_factor(parameters["stock.job_growth"], years, first)
    budget = parameters.column("stock.budget") * growth_factor(
        parameters["stock.budget_growth"], years, first
    )
    value_added = jobs * parameters.column("value_added_per_worker") * growth
    shape = (parameters.rows, len(years))
    totals = StockTotals(*(np.broadcast_to(a, shape) for a in (jobs, value_added, budget)))
    plants = _plants(scenario, parameters, years)
    clusters = parameters["stock.clusters"]
    starts = scenario.assumptions.suspension_starts.number
    share = parameters.column("suspended_share_of_year") * (years >= starts)
    suspension = suspend(plants, clusters, totals, share, parameters["diverted_share"], industry_indirect)
    costs = UnitCosts(
        parameters["wastewater_cost_per_ha"],
        parameters.vector("stock.area_ha") / parameters.vector("stock.clusters"),
        parameters["mend_share"],
        parameters["wastewater_running_cost_share"],
    )
    return StockEffects(
        totals,
        suspension,
        np.broadcast_to(coverage(plants.working, clusters, new_clusters), shape),
        np.broadcast_to(plant_capital(plants, costs), shape),
        np.broadcast_to(running_cost(plants, costs), shape),
    )


def _plants(scenario: Scenario, parameters: Parameters, years: np.ndarray) -> BuildOut:
    assumptions = scenario.assumptions
    counted = PlantStock(
        parameters["stock.clusters"],
        parameters["stock.wastewater_plants"],
        parameters["stock.wastewater_plants_working"],
    )
    since = assumptions.base_year - assumptions.stock.wastewater_counted.number
    plants = carry_forward(counted, parameters["stock.wastewater_plants_per_year"], since)
    if assumptions.wastewater_completions is not None:
        return build_out_by_year(plants, years.tolist(), assumptions.wastewater_completions.value)
    return build_out_by_rate(plants, len(years), parameters["wastewater_completion_rate"])
