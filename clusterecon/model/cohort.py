"""One cohort of planned clusters in one draw: land, direct effects, gross to net, suppliers."""

import math
from typing import NamedTuple

from clusterecon.appraisal.capital import outturn_cost, sunk_capital
from clusterecon.clusters import additionality as chain
from clusterecon.clusters import land
from clusterecon.ground.compiled import equation
from clusterecon.model.records import Fixed, Record, Work


class Displaced(NamedTuple):
    """Displaced shares of a cohort: D of the gross effect, D* of what would have come anyway."""

    share: float
    reference: float


class Lines(NamedTuple):
    """The lines from gross to net of one quantity in one year; what is taken off is negative."""

    displacement: float
    relocation_uplift: float
    substitution: float
    local_effect: float
    reference_case: float
    net: float


@equation
def gross_to_net(a: Record, gross: float, displaced: Displaced, displaced_productivity: float) -> Lines:
    """Return every line from a gross effect to the net one.

    ``net = gross (1 - substitution) [(1 - D rho) - deadweight (1 - D* rho)]``: the intervention case less the
    reference case. For jobs rho is 1.
    """
    share, rho = displaced.share, displaced_productivity
    local_effect = chain.local_effect(gross, share, rho, a.substitution)
    reference_case = chain.reference_case(gross, a.deadweight, displaced.reference, rho, a.substitution)
    return Lines(
        chain.displaced(gross, share),
        chain.relocation_uplift(gross, share, rho),
        chain.substituted(gross, share, rho, a.substitution),
        local_effect,
        reference_case,
        chain.net(local_effect, reference_case),
    )


@equation
def deliver(fixed: Fixed, a: Record, cohort: Record, number: int, years: Record) -> None:
    """Write what a cohort delivers in each year: ha, and add its clusters, ha, and ha still to build."""
    schedule = fixed.schedules[number]
    area = land.cohort_area(cohort.area_ha, cohort.clusters, a.area_per_cluster_ha)
    still_to_build = 1 - a.built_share * schedule.begun
    before, listed = 0.0, 0.0
    for t in range(fixed.settings.years):
        if schedule.listed_until < 0:
            rate = a.completion_rate if math.isnan(cohort.completion_rate) else cohort.completion_rate
            share = land.delivered_share(rate, t - schedule.planned)
        else:
            rate = 0.0 if math.isnan(cohort.completion_rate) else cohort.completion_rate
            listed += land.listed_share(fixed.listed[number, t], cohort.clusters)
            share = land.share_after_list(listed, rate, max(0, t - schedule.listed_until))
        years[t].cohort_delivered_ha = land.delivered_area(area, share, before)
        years[t].area_delivered_ha += area * share
        years[t].clusters_delivered += cohort.clusters * share
        years[t].to_build_ha += still_to_build * years[t].cohort_delivered_ha
        before = share


@equation
def sunk(fixed: Fixed, a: Record, cohort: Record, number: int) -> float:
    """Return what a cohort's works have cost by the end of the base year, bn VND, in all scenarios alike."""
    area = land.cohort_area(cohort.area_ha, cohort.clusters, a.area_per_cluster_ha)
    cost = outturn_cost(a.capex_per_ha, a.optimism_bias)
    return sunk_capital(area, cost, a.built_share * fixed.schedules[number].begun)


@equation
def occupancy(fixed: Fixed, a: Record, work: Work) -> None:
    """Write occupancy relative to maturity by years since delivery: ``r(n) = G(n + 1/2) - G(n - 1/2)``."""
    before = 0.0
    for n in range(len(work.occupancy)):
        after = land.ramp_integral(
            n + 0.5,
            fixed.settings.ramp,
            a.years_to_fill,
            a.years_to_10_percent,
            a.years_to_90_percent,
        )
        work.occupancy[n] = land.mean_occupancy(after, before)
        if work.occupancy[n] == 1.0:
            work.occupancy[n:] = 1.0
            break
        before = after


@equation
def leased(a: Record, years: Record, work: Work, t: int) -> float:
    """Return leased land of year t: ``leasable * mature * sum over s <= t of d(s) r(t - s)``, ha."""
    filled = 0.0
    for s in range(t + 1):
        filled += years[s].cohort_delivered_ha * work.occupancy[t - s]
    return land.leased_area(a.leasable_share, a.mature_occupancy, filled)


@equation
def effects(fixed: Fixed, a: Record, cohort: Record, number: int, years: Record, work: Work) -> None:
    """Add a cohort's effects to each year, and its land to what goes on filling after the horizon."""
    share = chain.displacement(cohort.craft_share, a.displacement_craft, a.displacement_general)
    displaced = Displaced(share, chain.reference_displacement(share, a.reference_displacement))
    ratios = work.ratios[fixed.schedules[number].mix]
    area, net_budget, indirect_budget = 0.0, 0.0, 0.0
    for t in range(fixed.settings.years):
        y = years[t]
        area = leased(a, years, work, t)
        jobs = land.gross_jobs(area, a.workers_per_leased_ha)
        value_added = land.gross_value_added(jobs, a.value_added_per_worker, y.productivity)
        budget = land.gross_budget(jobs, a.budget_per_worker, y.budget_per_worker)
        of_jobs = gross_to_net(a, jobs, displaced, 1.0)
        of_value_added = gross_to_net(a, value_added, displaced, a.displaced_productivity)
        of_budget = gross_to_net(a, budget, displaced, a.displaced_productivity)
        y.area_leased_ha += area
        add_jobs(y, jobs, of_jobs)
        add_value_added(y, value_added, of_value_added)
        add_budget(y, budget, of_budget)
        net_budget, indirect_budget = of_budget.net, suppliers(a, y, of_value_added.net, ratios)
    for s in range(fixed.settings.years):
        if area > 0:
            work.land[0, s] += years[s].cohort_delivered_ha * net_budget / area
            work.land[1, s] += years[s].cohort_delivered_ha * indirect_budget / area


@equation
def add_jobs(y: Record, gross: float, lines: Lines) -> None:
    """Add a cohort's jobs to a year, line by line."""
    y.jobs_gross_new += gross
    y.jobs_displacement += lines.displacement
    y.jobs_relocation_uplift += lines.relocation_uplift
    y.jobs_substitution += lines.substitution
    y.jobs_local_effect += lines.local_effect
    y.jobs_reference_case += lines.reference_case
    y.jobs_net_direct += lines.net


@equation
def add_value_added(y: Record, gross: float, lines: Lines) -> None:
    """Add a cohort's value added to a year, line by line, bn VND."""
    y.value_added_gross_new += gross
    y.value_added_displacement += lines.displacement
    y.value_added_relocation_uplift += lines.relocation_uplift
    y.value_added_substitution += lines.substitution
    y.value_added_local_effect += lines.local_effect
    y.value_added_reference_case += lines.reference_case
    y.value_added_net_direct += lines.net


@equation
def add_budget(y: Record, gross: float, lines: Lines) -> None:
    """Add a cohort's budget contribution to a year, line by line, bn VND."""
    y.budget_gross_new += gross
    y.budget_displacement += lines.displacement
    y.budget_relocation_uplift += lines.relocation_uplift
    y.budget_substitution += lines.substitution
    y.budget_local_effect += lines.local_effect
    y.budget_reference_case += lines.reference_case
    y.budget_net_direct += lines.net


@equation
def suppliers(a: Record, y: Record, net_value_added: float, ratios: Record) -> float:
    """Add what a cohort's net direct value added calls forth at suppliers; return their budget, bn VND.

    Jobs follow value added at the base year's productivity, grown at the pace of the tenants'; the budget
    follows at the tenants' ratio of budget to value added in that year.
    """
    at_base = net_value_added / y.productivity
    budget_ratio = (a.budget_per_worker * y.budget_per_worker) / (a.value_added_per_worker * y.productivity)
    indirect = net_value_added * (ratios.indirect_industry + ratios.indirect_other)
    induced = net_value_added * (ratios.induced_industry + ratios.induced_other)
    y.indirect_industry += net_value_added * ratios.indirect_industry
    y.value_added_net_indirect += indirect
    y.value_added_net_induced += induced
    y.budget_net_indirect += indirect * budget_ratio
    y.budget_net_induced += induced * budget_ratio
    y.jobs_net_indirect += at_base * ratios.indirect_jobs
    y.jobs_net_induced += at_base * ratios.induced_jobs
    y.jobs_net_indirect_farm += at_base * ratios.indirect_jobs_farms
    return float(indirect * budget_ratio)
