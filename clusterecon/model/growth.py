"""Growth of industry in one draw with new clusters, and what each part adds."""

import math
from typing import TYPE_CHECKING

from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import equation
from clusterecon.model.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@equation
def shocked(growth: Array, years: "NDArray[np.int64]", shocks: Array) -> None:
    """Add a scenario's shocks to growth without new clusters: ``g(t) + shock(t)``, in %.

    The level of industry stays moved; growth of other years does not change.
    """
    for i in range(len(years)):
        growth[years[i]] += shocks[i]


@equation
def points(change: float, before: float) -> float:
    """Return a change over the level of the year before, percentage points."""
    return 100 * change / before


@equation
def growth_of_industry(a: Record, growth: Array, years: Record) -> None:
    """Write value added of industry, its growth, and the part that each source adds.

    ``V(t) = V_base(t) + N(t) - S(t)``: N the net value added of new clusters in industry, direct and at
    suppliers, S what is suspended. Each part of growth is its change over V(t - 1), so that the parts sum to
    growth in every draw. The reference delivers nothing, so N is the scenario's own. A forecast that begins
    with the base year or before it gives more years of growth than are asked for: the last ones count.
    """
    early = len(growth) - len(years)
    for t in range(len(years)):
        y = years[t]
        y.baseline_value_added = a.industry_value_added_2024
        if t > 0:
            y.baseline_value_added = years[t - 1].baseline_value_added * (1 + growth[early + t] / 100)
        net = y.value_added_net_direct + y.indirect_industry
        y.industrial_value_added = y.baseline_value_added + net - y.lost_industry
        y.industrial_growth = math.nan
        if t > 0:
            x = years[t - 1]
            before = x.industrial_value_added
            y.industrial_growth = points(y.industrial_value_added - before, before)
            y.growth_baseline = points(y.baseline_value_added - x.baseline_value_added, before)
            y.growth_clusters_direct = points(y.value_added_net_direct - x.value_added_net_direct, before)
            y.growth_clusters_indirect = points(y.indirect_industry - x.indirect_industry, before)
            y.growth_suspended = points(x.lost_industry - y.lost_industry, before)
