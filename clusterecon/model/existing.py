"""The clusters that operate already, in one draw: jobs, value added, budget, plants, what is suspended."""

from clusterecon.clusters import land, wastewater
from clusterecon.ground.compiled import equation
from clusterecon.model.records import Fixed, Record


@equation
def stock(fixed: Fixed, a: Record, years: Record) -> None:
    """Write what the operating clusters hold in each year, before any suspension.

    ``jobs = J0 (1 + n)^(t - t0)``, ``VA = jobs p (1 + g)^(t - t0)``, ``budget = R0 (1 + n_R)^(t - t0)``.
    """
    jobs, budget = a.stock_jobs, a.stock_budget
    for t in range(fixed.settings.years):
        y = years[t]
        y.stock_jobs, y.stock_budget = jobs, budget
        y.stock_value_added = land.gross_value_added(jobs, a.value_added_per_worker, y.productivity)
        jobs, budget = land.grown(jobs, a.stock_job_growth), land.grown(budget, a.stock_budget_growth)


@equation
def plants(fixed: Fixed, a: Record, industry_indirect: float, years: Record) -> None:
    """Write plants, their cost, and what is suspended in each year.

    ``industry_indirect`` is suppliers' industrial value added per unit of the clusters' own.
    """
    s = fixed.settings
    with_plant, working = wastewater.carried_forward(
        a.stock_clusters,
        a.stock_wastewater_plants,
        a.stock_wastewater_plants_working,
        a.stock_wastewater_plants_per_year,
        s.base_year - s.wastewater_counted,
    )
    missing = wastewater.missing(a.stock_clusters, with_plant)
    start = wastewater.outstanding(a.stock_clusters, working)
    outstanding, served_before = start, 0.0
    area = wastewater.area_per_cluster(a.stock_area_ha, a.stock_clusters)
    for t in range(s.years):
        y = years[t]
        if len(fixed.plants_listed) > 0:
            served = wastewater.served_by_list(fixed.plants_listed[t], outstanding)
        else:
            served = wastewater.served_by_rate(start, a.wastewater_completion_rate, t)
        built = wastewater.built_part(served, missing, start)
        before, outstanding = outstanding, max(0.0, outstanding - served)
        working += served
        y.wastewater_capital = wastewater.plant_capital(
            built, served - built, a.mend_share, area, a.wastewater_cost_per_ha
        )
        y.wastewater_running = wastewater.running_cost(
            wastewater.average_served(served_before, served),
            area,
            a.wastewater_cost_per_ha,
            a.wastewater_running_cost_share,
        )
        served_before += served
        y.wastewater_coverage = wastewater.coverage(working, a.stock_clusters, y.clusters_delivered)
        suspend(a, y, before, outstanding, a.suspended_share_of_year * (t >= s.suspension_starts))
        y.lost_industry = wastewater.lost_with_suppliers(y.lost_industry, industry_indirect)


@equation
def suspend(a: Record, y: Record, before: float, after: float, share_of_year: float) -> None:
    """Write what clusters without a working plant put at risk, and what of it is lost after diversion."""
    suspended = wastewater.suspended_clusters(before, after, share_of_year)
    y.jobs_at_risk = wastewater.at_risk(suspended, a.stock_clusters, y.stock_jobs)
    y.budget_at_risk = wastewater.at_risk(suspended, a.stock_clusters, y.stock_budget)
    y.lost_budget = wastewater.lost(y.budget_at_risk, a.diverted_share)
    value_added = wastewater.at_risk(suspended, a.stock_clusters, y.stock_value_added)
    y.lost_industry = wastewater.lost(value_added, a.diverted_share)
