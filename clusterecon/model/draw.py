"""One draw of one scenario: assumptions in, every outcome of every year out. Methods, sections 1 to 9."""

import math

from clusterecon.clusters import additionality, land
from clusterecon.ground.compiled import equation
from clusterecon.leontief import ratios as leontief
from clusterecon.model import account, existing
from clusterecon.model.cohort import deliver, effects, occupancy, sunk
from clusterecon.model.growth import growth_of_industry
from clusterecon.model.records import Fixed, Record, Work


@equation
def one_draw(fixed: Fixed, a: Record, cohorts: Record, years: Record, work: Work, cells: Record) -> None:
    """Work out everything that one scenario gives in one draw.

    Parameters
    ----------
    fixed
        What is one for all draws.
    a
        The assumptions, a record of `DRAW`.
    cohorts
        Those of each cohort, records of `COHORT_DRAW`.
    years
        Records of `YEAR`, all nought, the base year first; written.
    work
        Growth without new clusters, given; the rest is room to work in.
    cells
        Records of `MEASURES`, one for each of ``fixed.cells``; written.
    """
    start(fixed, a, years)
    linkages(fixed, a, work)
    occupancy(fixed, a, work)
    work.land[:] = 0.0
    for c in range(len(cohorts)):
        years[0].capital_sunk += sunk(fixed, a, cohorts[c], c)
        if fixed.settings.expansion:
            deliver(fixed, a, cohorts[c], c, years)
            effects(fixed, a, cohorts[c], c, years, work)
    existing.stock(fixed, a, years)
    existing.plants(fixed, a, work.ratios[fixed.settings.mix].indirect_industry, years)
    growth_of_industry(a, work.growth, years)
    account.capital(fixed, a, years)
    for t in range(len(years)):
        indicators(a, years[t])
    if len(cells) > 0:
        account.flows(fixed, a, years, work)
        account.appraisals(fixed, a, years, work, cells)


@equation
def start(fixed: Fixed, a: Record, years: Record) -> None:
    """Write how productivity and budget per worker have grown since the base year."""
    rate = a.productivity_growth
    if not fixed.settings.budget_as_productivity:
        rate = land.budget_per_worker_growth(a.stock_budget_growth, a.stock_job_growth)
    productivity, budget_per_worker = 1.0, 1.0
    for t in range(fixed.settings.years):
        years[t].productivity, years[t].budget_per_worker = productivity, budget_per_worker
        productivity = land.grown(productivity, a.productivity_growth)
        budget_per_worker = land.grown(budget_per_worker, rate)


@equation
def linkages(fixed: Fixed, a: Record, work: Work) -> None:
    """Write the linkage ratios of each tenant mix, as realised and at the region's productivity."""
    size = leontief.flegg_lambda(a.gdp_share, a.flq_delta)
    spent = leontief.spending_propensity(a.propensity_to_consume, a.leakage)
    per_worker, regional = a.economy_value_added_per_worker, a.regional_productivity
    for mix in range(len(work.ratios)):
        r, raw, phi = work.ratios[mix], work.raw, a.linkage_realisation
        leontief.linkage_ratios(fixed.surface, mix, size, spent, raw)
        r.indirect_industry = leontief.realised(raw.indirect_industry, phi)
        r.indirect_other = leontief.realised(raw.indirect_other, phi)
        r.induced_industry = leontief.realised(raw.induced_industry, phi)
        r.induced_other = leontief.realised(raw.induced_other, phi)
        indirect = leontief.jobs_per_value_added(
            raw.indirect_jobs_industry,
            raw.indirect_jobs_services,
            raw.indirect_jobs_farms,
            raw.indirect_jobs_other,
            per_worker,
            regional,
        )
        induced = leontief.jobs_per_value_added(
            raw.induced_jobs_industry,
            raw.induced_jobs_services,
            raw.induced_jobs_farms,
            raw.induced_jobs_other,
            per_worker,
            regional,
        )
        farms = leontief.jobs_at_productivity(raw.indirect_jobs_farms, per_worker)
        r.indirect_jobs = leontief.realised(indirect, phi)
        r.induced_jobs = leontief.realised(induced, phi)
        r.indirect_jobs_farms = leontief.realised(farms, phi)


@equation
def indicators(a: Record, y: Record) -> None:
    """Write the indicators of a year that are put together from others."""
    y.jobs = y.stock_jobs - y.jobs_at_risk + y.jobs_gross_new
    y.budget = y.stock_budget - y.budget_at_risk + y.budget_gross_new
    y.establishments = a.stock_establishments + land.establishments(
        y.jobs_gross_new, a.workers_per_establishment
    )
    y.jobs_net = y.jobs_net_direct + y.jobs_net_indirect
    y.value_added_net = y.value_added_net_direct + y.value_added_net_indirect
    y.budget_net = y.budget_net_direct + y.budget_net_indirect
    y.jobs_net_type2 = y.jobs_net + y.jobs_net_induced
    y.value_added_net_type2 = y.value_added_net + y.value_added_net_induced
    y.budget_net_type2 = y.budget_net + y.budget_net_induced
    y.jobs_net_after_offset = additionality.after_labour_offset(y.jobs_net, a.labour_offset)
    y.value_added_net_after_offset = additionality.after_labour_offset(y.value_added_net, a.labour_offset)
    y.budget_net_after_offset = additionality.after_labour_offset(y.budget_net, a.labour_offset)
    y.jobs_net_resident = additionality.resident(y.jobs_net, a.leakage)
    y.multiplier = math.nan
    if y.value_added_net_direct > 0:
        y.multiplier = y.value_added_net / y.value_added_net_direct
