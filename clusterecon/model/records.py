"""What goes into one draw and comes out of it: records with a named field for each quantity.

A record is one row of a NumPy array; an equation reads and writes its fields as attributes, compiled or not.
"""

from typing import Any, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from clusterecon.ground.arrays import Array
from clusterecon.leontief.ratios import Surface
from clusterecon.scenario.assumptions import Quantity
from clusterecon.scenario.fields import Assumptions, Cohort, Stock
from clusterecon.scenario.indicators import INDICATORS

Record: TypeAlias = Any
"""A record, or an array of them: its fields are attributes, compiled or not."""


def _quantities(model: type[Assumptions] | type[Cohort] | type[Stock]) -> list[str]:
    """Return the names of a model's fields that are one number."""
    kinds = {name: field.annotation for name, field in model.model_fields.items()}
    return [name for name, kind in kinds.items() if kind is Quantity or Quantity in get_args(kind)]


def _dtype(names: list[str]) -> "np.dtype[np.void]":
    return np.dtype((np.record, [(name, np.float64) for name in names]))


ASSUMPTIONS = [*_quantities(Assumptions), *(f"stock_{name}" for name in _quantities(Stock))]
"""Fields of a draw: every assumption that is a number, by its path with dots written as underscores."""
COHORT = _quantities(Cohort)
"""Fields of a cohort in a draw."""
QUANTITIES = ("jobs", "value_added", "budget")
LINES = ("displacement", "relocation_uplift", "substitution", "local_effect", "reference_case")
"""Lines from gross to net, each a field of a year for each quantity: ``jobs_displacement``."""
CLUSTER_PARTS = ("clusters_direct", "clusters_indirect")
PARTS = ("baseline", *CLUSTER_PARTS, "suspended")
"""Parts of growth, percentage points, each a field of a year: ``growth_baseline``."""
MEMO = ("capital_sunk", "construction_industry_value_added", "wastewater_treated_m3_per_day")
BESIDE = ("multiplier", "cumulative_flow")
"""Type I multiplier as realised; running sum of the state's discounted flow, bn VND."""
OUTCOMES = (
    *INDICATORS,
    *(f"{quantity}_{line}" for quantity in QUANTITIES for line in LINES),
    *(f"growth_{part}" for part in PARTS),
    *MEMO,
    *BESIDE,
)
"""Fields of a year that a run may report."""
WORKINGS = (
    *("productivity", "budget_per_worker", "clusters_delivered", "cohort_delivered_ha", "to_build_ha"),
    *("indirect_industry", "indirect_farm_jobs", "stock_jobs", "stock_value_added", "stock_budget"),
    *("budget_at_risk", "lost_industry", "lost_budget", "baseline_value_added"),
    *("capital", "wastewater_capital", "wastewater_running"),
)
"""Fields of a year that others are worked out from."""

DRAW = _dtype(ASSUMPTIONS)
COHORT_DRAW = _dtype(COHORT)
YEAR = _dtype([*OUTCOMES, *WORKINGS])
SETTINGS = np.dtype(
    (
        np.record,
        [
            *((name, np.int64) for name in ("base_year", "years", "expansion", "ramp")),
            *((name, np.int64) for name in ("budget_as_productivity", "construction_years", "asset_life")),
            *((name, np.int64) for name in ("suspension_starts", "mix", "upgraded", "internal_rate")),
            *((name, np.float64) for name in ("wastewater_counted", "works_industry", "works_jobs")),
        ],
    )
)
"""What is one for all draws of a scenario; a year is an index from the base year."""
SCHEDULE = np.dtype((np.record, [(name, np.int64) for name in ("planned", "begun", "mix", "listed_until")]))
"""What is one for all draws of a cohort: year indices; ``listed_until`` -1 where nothing is listed."""
LINKAGE = _dtype(
    [
        *("indirect_industry", "indirect_other", "induced_industry", "induced_other"),
        *("indirect_jobs", "indirect_jobs_farms", "induced_jobs"),
    ]
)
"""Effects per unit of direct value added in a draw; jobs per bn VND at the base year's productivity."""
CELL = np.dtype(
    (np.record, [("rate", np.float64), ("state", np.int64), ("indirect", np.int64), ("last", np.int64)])
)
"""What an appraisal is made at: rate, whether the state's view, whether suppliers count, last year index."""


class Fixed(NamedTuple):
    """What is one for all draws of a scenario.

    Attributes
    ----------
    settings
        A record of `SETTINGS`.
    schedules
        Records of `SCHEDULE`, one for each cohort.
    listed
        Clusters finished by cohort and year, shape (cohorts, years); 0 where none is listed.
    plants_listed
        Existing clusters given a plant in each year, shape (years,); empty where the rate rules.
    surface
        Linkage ratios of each tenant mix.
    known_growth
        Growth of the years that are known, %, NaN where it is drawn, shape (years known,).
    shocks
        Places in the path of growth that a shock moves, shape (shocks,).
    cells
        Records of `CELL`.
    """

    settings: Record
    schedules: Record
    listed: Array
    plants_listed: Array
    surface: Surface
    known_growth: Array
    shocks: NDArray[np.int64]
    cells: Record


class Work(NamedTuple):
    """Room to work in for one draw.

    Attributes
    ----------
    growth
        Growth of industry without new clusters by year, %, 0 in the year before the forecast begins.
    occupancy
        Relative to maturity, by years since delivery, shape (flow years,).
    ratios
        Records of `LINKAGE`, one for each tenant mix.
    raw
        A record of `RATIOS`.
    land
        Land delivered in a year times the revenue that a leased ha of it brings in the last year, direct and
        indirect, shape (2, years).
    direct, indirect, rent, capital, suspended, plants, running, upgrade
        Flows by year up to the end of the asset life, bn VND, 0 or above, shape (flow years,).
    receipts, costs, existing, net
        Of one view, the same.
    """

    growth: Array
    occupancy: Array
    ratios: Record
    raw: Record
    land: Array
    direct: Array
    indirect: Array
    rent: Array
    capital: Array
    suspended: Array
    plants: Array
    running: Array
    upgrade: Array
    receipts: Array
    costs: Array
    existing: Array
    net: Array
