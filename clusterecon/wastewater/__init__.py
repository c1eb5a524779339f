"""Wastewater plants of clusters: stock, build-out, coverage, cost, and what suspension puts at risk.

A cluster is served when its plant works; one without a plant, or with an idle one, is outstanding.
Every new cluster has a working plant from the start. Clusters are taken to be alike in area and jobs.
"""

from clusterecon.wastewater.costs import (
    StockTotals,
    Suspension,
    UnitCosts,
    plant_capital,
    running_cost,
    suspend,
)
from clusterecon.wastewater.plants import (
    BuildOut,
    PlantStock,
    build_out_by_rate,
    build_out_by_year,
    carry_forward,
    coverage,
)

__all__ = [
    "BuildOut",
    "PlantStock",
    "StockTotals",
    "Suspension",
    "UnitCosts",
    "build_out_by_rate",
    "build_out_by_year",
    "carry_forward",
    "coverage",
    "plant_capital",
    "running_cost",
    "suspend",
]
