"""What must hold in every draw; a breach is a fault of the program, not of the input."""

import math

from clusterecon.clusters import wastewater
from clusterecon.ground.compiled import equation
from clusterecon.model.records import Fixed, Record

IDENTITIES = (
    "attribution sums to growth",
    "net = direct + indirect",
    "the lines from gross to net sum",
    "net direct is at most the local effect, and that lies between 0 and gross",
    "leased area is at most leasable area",
    "delivered area never falls",
    "the base year shows the published stock",
    "every number is finite",
    "no more plants work than stand, and none without a cluster",
)


@equation
def equal(one: float, other: float) -> bool:
    """Tell whether two amounts are the same but for rounding."""
    return abs(one - other) <= 1e-9 + 1e-12 * abs(other)


@equation
def lines_sum(gross: float, taken_off: float, local_effect: float, reference_case: float, net: float) -> bool:
    """Tell whether the lines from gross to net sum; ``taken_off`` lies between gross and local effect."""
    return equal(gross + taken_off, local_effect) and equal(local_effect + reference_case, net)


@equation
def ordered(gross: float, local_effect: float, net: float) -> bool:
    """Tell whether net is at most the local effect, and that lies between 0 and gross."""
    return net <= local_effect + 1e-9 and -1e-9 <= local_effect <= gross + 1e-9


@equation
def attributed(y: Record) -> bool:
    """Tell whether the parts of growth sum to it."""
    clusters = y.growth_clusters_direct + y.growth_clusters_indirect
    largest = max(abs(y.growth_baseline), abs(clusters), abs(y.growth_suspended))
    total = y.growth_baseline + clusters + y.growth_suspended
    return bool(abs(total - y.industrial_growth) <= 1e-10 * max(1.0, largest / 100))


@equation
def chains_sum(y: Record) -> bool:
    """Tell whether the lines from gross to net sum, of jobs, value added and budget."""
    jobs = y.jobs_displacement + y.jobs_relocation_uplift + y.jobs_substitution
    value_added = y.value_added_displacement + y.value_added_relocation_uplift + y.value_added_substitution
    budget = y.budget_displacement + y.budget_relocation_uplift + y.budget_substitution
    return (
        lines_sum(y.jobs_gross_new, jobs, y.jobs_local_effect, y.jobs_reference_case, y.jobs_net_direct)
        and lines_sum(
            y.value_added_gross_new,
            value_added,
            y.value_added_local_effect,
            y.value_added_reference_case,
            y.value_added_net_direct,
        )
        and lines_sum(
            y.budget_gross_new, budget, y.budget_local_effect, y.budget_reference_case, y.budget_net_direct
        )
    )


@equation
def chains_ordered(y: Record) -> bool:
    """Tell whether no line from gross to net is larger than the one it is taken from."""
    return (
        ordered(y.jobs_gross_new, y.jobs_local_effect, y.jobs_net_direct)
        and ordered(y.value_added_gross_new, y.value_added_local_effect, y.value_added_net_direct)
        and ordered(y.budget_gross_new, y.budget_local_effect, y.budget_net_direct)
    )


@equation
def nets_sum(y: Record) -> bool:
    """Tell whether net is direct plus indirect, of jobs, value added and budget."""
    return (
        equal(y.jobs_net, y.jobs_net_direct + y.jobs_net_indirect)
        and equal(y.value_added_net, y.value_added_net_direct + y.value_added_net_indirect)
        and equal(y.budget_net, y.budget_net_direct + y.budget_net_indirect)
    )


@equation
def is_finite(y: Record) -> bool:
    """Tell whether the sums that every other number enters are finite."""
    total = y.jobs_net_type2 + y.value_added_net_type2 + y.budget_net_type2 + y.jobs_net_after_offset
    total += y.jobs + y.budget + y.establishments + y.industrial_value_added + y.jobs_net_resident
    return math.isfinite(total + y.capital + y.construction_job_years + y.wastewater_coverage)


@equation
def broken_identity(fixed: Fixed, a: Record, years: Record) -> int:
    """Return which identity of one draw is broken, its place in `IDENTITIES`; -1 where all hold."""
    first = years[0]
    shown = first.jobs == a.stock_jobs and first.budget == a.stock_budget
    if not fixed.settings.expansion and not shown:
        return 6
    if not wastewater.possible(
        a.stock_clusters, a.stock_wastewater_plants, a.stock_wastewater_plants_working
    ):
        return 8
    delivered = 0.0
    for t in range(len(years)):
        y = years[t]
        if t > 0 and not attributed(y):
            return 0
        if not nets_sum(y):
            return 1
        if not chains_sum(y):
            return 2
        if not chains_ordered(y):
            return 3
        if y.area_leased_ha > y.area_delivered_ha * a.leasable_share + 1e-9:
            return 4
        if y.area_delivered_ha < delivered - 1e-9:
            return 5
        if not is_finite(y):
            return 7
        delivered = y.area_delivered_ha
    return -1
