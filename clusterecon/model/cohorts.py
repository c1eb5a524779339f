"""What one cohort of planned clusters brings: land, direct effects, gross and net, linkages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from clusterecon.clusters.additionality import Chain, additionality, displacement, reference_displacement
from clusterecon.clusters.expansion import (
    Direct,
    budget_per_worker_growth,
    delivered_area,
    delivered_share,
    gross_effects,
    growth_factor,
    leased_area,
    occupancy_by_age,
    scheduled_share,
)
from clusterecon.ground.arrays import Array
from clusterecon.leontief.ratios import LinkageRatios
from clusterecon.model.parameters import Parameters
from clusterecon.scenario.fields import Cohort
from clusterecon.scenario.scenario import Scenario

Linkage = Callable[[Mapping[str, float]], LinkageRatios]


@dataclass(frozen=True)
class CohortEffects:
    """Effects of one cohort, each (draws, years)."""

    clusters_delivered: Array
    delivered_ha: Array
    leased_ha: Array
    jobs: Chain
    value_added: Chain
    budget: Chain
    indirect: Direct
    indirect_industry_value_added: Array
    indirect_farm_jobs: Array
    induced: Direct


def cohort_effects(
    scenario: Scenario, name: str, parameters: Parameters, growth: Array, linkage: Linkage
) -> CohortEffects:
    """Work out one cohort; ``growth`` is productivity relative to the base year, (draws, years)."""
    assumptions = scenario.assumptions
    cohort = assumptions.cohorts[name]
    share = _share(cohort, name, parameters, np.arange(assumptions.base_year, assumptions.horizon + 1))
    delivered = delivered_area(cohort_area(cohort, name, parameters), share)
    delivered = np.broadcast_to(delivered, (parameters.rows, delivered.shape[1]))
    leased = leased_area(
        delivered,
        occupancy(scenario, parameters, delivered.shape[1]),
        parameters["leasable_share"],
        parameters["mature_occupancy"],
    )
    budget_growth = _budget_growth(scenario, parameters, growth)
    gross = gross_effects(
        leased,
        parameters["workers_per_leased_ha"],
        parameters["value_added_per_worker"],
        parameters["budget_per_worker"],
        growth,
        budget_growth,
    )
    jobs, value_added, budget = _chains(name, gross, parameters)
    mix = (cohort.tenant_mix or assumptions.tenant_mix).value
    ratios = linkage(mix)
    clusters = share * parameters.column(f"cohorts.{name}.clusters")
    return CohortEffects(
        np.broadcast_to(clusters, delivered.shape),
        delivered,
        leased,
        jobs,
        value_added,
        budget,
        *_linked(value_added.net, growth, budget_growth, ratios, parameters),
    )


def _share(cohort: Cohort, name: str, parameters: Parameters, years: np.ndarray) -> Array:
    own = parameters.get(f"cohorts.{name}.completion_rate")
    if cohort.completions is not None:
        last = max(cohort.completions.value, default=int(years[0]))
        finished = [cohort.completions.value.get(int(y), 0.0) if y <= last else np.nan for y in years]
        return scheduled_share(finished, cohort.clusters.number, 0.0 if own is None else own)
    rate = parameters["completion_rate"] if own is None else own
    return delivered_share(rate, int(cohort.planned.number), years)


def cohort_area(cohort: Cohort, name: str, parameters: Parameters) -> Array:
    """Return the whole area of a cohort, (draws,), gross ha."""
    if cohort.area_ha.value is not None:
        return parameters.vector(f"cohorts.{name}.area_ha")
    return parameters.vector(f"cohorts.{name}.clusters") * parameters.vector("area_per_cluster_ha")


def occupancy(scenario: Scenario, parameters: Parameters, ages: int) -> Array:
    """Return occupancy by years since delivery, (draws or 1, ages), relative to maturity."""
    return occupancy_by_age(
        ages,
        scenario.assumptions.ramp.value,
        parameters["years_to_fill"],
        parameters.get("years_to_10_percent"),
        parameters.get("years_to_90_percent"),
    )


def _budget_growth(scenario: Scenario, parameters: Parameters, growth: Array) -> Array:
    """Return budget per worker relative to the base year, (draws or 1, years)."""
    assumptions = scenario.assumptions
    if assumptions.budget_per_worker_growth.value == "productivity":
        return growth
    rate = budget_per_worker_growth(parameters["stock.budget_growth"], parameters["stock.job_growth"])
    return growth_factor(
        rate, np.arange(assumptions.base_year, assumptions.horizon + 1), assumptions.base_year
    )


def _chains(name: str, gross: Direct, parameters: Parameters) -> tuple[Chain, Chain, Chain]:
    displaced = displacement(
        parameters[f"cohorts.{name}.craft_share"],
        parameters["displacement_craft"],
        parameters["displacement_general"],
    )

    reference = reference_displacement(displaced, parameters["reference_displacement"])

    def chain(effect: Array, displaced_productivity: float | Array) -> Chain:
        return additionality(
            effect,
            parameters["deadweight"],
            displaced,
            reference,
            parameters["substitution"],
            displaced_productivity,
        )

    rho = parameters["displaced_productivity"]
    return chain(gross.jobs, 1.0), chain(gross.value_added, rho), chain(gross.budget, rho)


def _linked(
    net_value_added: Array,
    growth: Array,
    budget_growth: Array,
    ratios: LinkageRatios,
    parameters: Parameters,
) -> tuple[Direct, Array, Array, Direct]:
    """Return indirect effects, of them industrial value added and farm jobs, and induced effects.

    Jobs follow value added at the base year's productivity, grown at the same pace as the tenants'; the
    budget follows at the tenants' ratio of budget to value added in that year.
    """
    per_base_value_added = net_value_added / growth
    budget_ratio = (parameters.column("budget_per_worker") * budget_growth) / (
        parameters.column("value_added_per_worker") * growth
    )

    def effects(value_added_ratio: Array, jobs_ratio: Array) -> Direct:
        value_added = net_value_added * value_added_ratio[:, np.newaxis]
        jobs = per_base_value_added * jobs_ratio[:, np.newaxis]
        return Direct(jobs, value_added, value_added * budget_ratio)

    indirect = effects(ratios.indirect_industry + ratios.indirect_other, ratios.indirect_jobs_per_va)
    induced = effects(ratios.induced_industry + ratios.induced_other, ratios.induced_jobs_per_va)
    industry = net_value_added * ratios.indirect_industry[:, np.newaxis]
    farm_jobs = per_base_value_added * ratios.indirect_jobs_farms[:, np.newaxis]
    return indirect, industry, farm_jobs, induced
