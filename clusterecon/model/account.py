"""The fiscal account of one scenario in one draw: capital, memo lines, flows over the asset life."""

import math

from clusterecon.appraisal import lines
from clusterecon.appraisal.capital import (
    first_spending_year,
    last_spending_year,
    outturn_cost,
    spent_per_year,
    works_effect,
)
from clusterecon.appraisal.discounting import discount_factor
from clusterecon.appraisal.measures import appraise
from clusterecon.appraisal.returns import internal_rate_of_return, sign_changes
from clusterecon.clusters.land import leased_area
from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import equation
from clusterecon.model.records import Fixed, Record, Work


@equation
def capital(fixed: Fixed, a: Record, years: Record) -> None:
    """Write capital by the year it is spent, bn VND, and what hangs on it, outside the headline.

    What is left to build of the ha delivered in year s is spent evenly over the years up to it; nothing falls
    in or before the base year, for what was spent by then is sunk.
    """
    cost = outturn_cost(a.capex_per_ha, a.optimism_bias)
    for s in range(fixed.settings.years):
        last = last_spending_year(s)
        first = first_spending_year(s, fixed.settings.construction_years)
        each = spent_per_year(years[s].to_build_ha * cost, first, last)
        for t in range(first, last + 1):
            years[t].capital += each
    per_worker = a.economy_value_added_per_worker * a.regional_productivity
    for t in range(fixed.settings.years):
        y = years[t]
        y.construction_industry_value_added = works_effect(
            y.capital, a.works_share, fixed.settings.works_industry
        )
        y.construction_job_years = works_effect(
            y.capital, a.works_share, fixed.settings.works_jobs / per_worker
        )
        y.wastewater_treated_m3_per_day = y.area_delivered_ha * a.wastewater_flow_per_ha


@equation
def flows(fixed: Fixed, a: Record, years: Record, work: Work) -> None:
    """Write the money of each kind by year, before it is shared out, bn VND, 0 or above.

    After the horizon land delivered by then goes on filling along its ramp, then stays; a leased ha of a
    cohort brings what it brings in the last year: ``revenue(t) = revenue(T) / leased(T) * leased(t)``.
    Running cost of plants and what suspension loses go on at their last level; the rest ends.
    """
    count = fixed.settings.years
    for t in range(count):
        y = years[t]
        work.direct[t], work.indirect[t] = y.budget_net_direct, y.budget_net_indirect
        work.rent[t] = a.land_rent_per_leased_ha * y.area_leased_ha
        work.capital[t], work.plants[t] = y.capital, y.wastewater_capital
        work.running[t], work.suspended[t] = y.wastewater_running, y.lost_budget
    if not math.isnan(a.upgrade_cost_per_ha):
        work.upgrade[1] = a.upgrade_cost_per_ha * a.stock_area_ha
    later_revenue(a, count, work.land[0], work.occupancy, work.direct)
    later_revenue(a, count, work.land[1], work.occupancy, work.indirect)
    work.running[count:] = work.running[count - 1]
    work.suspended[count:] = work.suspended[count - 1]


@equation
def later_revenue(a: Record, count: int, land: Array, occupancy: Array, revenue: Array) -> None:
    """Write revenue of the years after the horizon, ``sum over s of land(s) r(t - s)`` let, bn VND."""
    full = count
    while full < len(revenue) and occupancy[full - count] < 1.0:
        full += 1  # the youngest land was not full the year before
    revenue[count:] = 0.0
    for s in range(count):
        for t in range(count, full):
            revenue[t] += land[s] * occupancy[t - s]
    for t in range(count, full):
        revenue[t] = leased_area(a.leasable_share, a.mature_occupancy, revenue[t])
    revenue[full:] = revenue[full - 1]


@equation
def share_out(a: Record, state: int, counts_indirect: int, work: Work) -> None:
    """Write what one view receives, pays for new clusters, and holds of the existing clusters' account."""
    taxes = lines.held_share(a.city_share, state)
    rent = lines.held_share(a.city_share_of_land_rent, state)
    for t in range(len(work.direct)):
        work.receipts[t] = lines.receipts(
            work.direct[t], work.indirect[t], work.rent[t], taxes, rent, counts_indirect
        )
        work.costs[t] = lines.costs(work.capital[t], a.public_capex_share)
        work.existing[t] = lines.existing_account(
            work.plants[t],
            work.running[t],
            work.suspended[t],
            work.upgrade[t],
            taxes,
            a.public_capex_share,
            a.public_running_share,
        )


@equation
def cumulative_flow(fixed: Fixed, rate: float, years: Record, work: Work) -> None:
    """Write the running sum of one view's discounted net flow up to the horizon, bn VND."""
    total = 0.0
    for t in range(fixed.settings.years):
        total += (work.receipts[t] - work.costs[t]) * discount_factor(rate, t)
        years[t].cumulative_flow = total


@equation
def appraisals(fixed: Fixed, a: Record, years: Record, work: Work, cells: Record) -> None:
    """Write every cell of the appraisal; cells of one view stand together, the state's own first."""
    y = years[fixed.settings.years - 1]
    for i in range(len(fixed.cells)):
        cell = fixed.cells[i]
        new = i == 0
        if i > 0:
            old = fixed.cells[i - 1]
            new = old.state != cell.state or old.indirect != cell.indirect
        if new:
            share_out(a, cell.state, cell.indirect, work)
        if i == 0:
            cumulative_flow(fixed, cell.rate, years, work)
        jobs = y.jobs_net_direct + (y.jobs_net_indirect if cell.indirect else 0.0)
        count = cell.last + 1
        appraise(
            work.receipts[:count],
            work.costs[:count],
            work.existing[:count],
            cell.rate,
            jobs,
            y.area_delivered_ha,
            cells[i],
        )
        cells[i].irr = math.nan
        if fixed.settings.internal_rate:
            same = same_flow(fixed.cells, i)
            if same < i:
                cells[i].irr, cells[i].irr_in_doubt = cells[same].irr, cells[same].irr_in_doubt
            else:
                rate_of_return(work, count, cells[i])


@equation
def same_flow(cells: Record, number: int) -> int:
    """Return the first cell whose view and horizon are those of a cell; the rate matters not to its flow."""
    cell = cells[number]
    for i in range(number):
        if cells[i].state == cell.state and cells[i].indirect == cell.indirect and cells[i].last == cell.last:
            return i
    return number


@equation
def rate_of_return(work: Work, count: int, cell: Record) -> None:
    """Write the internal rate of return of one view's flow in its first years, and whether it is in doubt."""
    for t in range(count):
        work.net[t] = work.receipts[t] - work.costs[t]
    cell.irr = internal_rate_of_return(work.net[:count])
    if math.isnan(cell.irr) and cell.npv < 0:
        cell.irr = -math.inf
    cell.irr_in_doubt = sign_changes(work.net[:count]) > 1
