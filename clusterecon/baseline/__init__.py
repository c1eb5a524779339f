"""Forecast of industrial growth: candidates, back-test, bridge to the region, part-year readings.

Pure functions of series and arrays, growth in % a year. The models are fitted in `build_forecast` alone;
a `GrowthForecast` read back from JSON draws paths without them.
"""

from clusterecon.baseline.distribution import QuantileTable, StudentT
from clusterecon.baseline.forecast import (
    GrowthForecast,
    KnownGrowth,
    Persistence,
    climatology_forecast,
    shock_scales,
)

__all__ = [
    "GrowthForecast",
    "KnownGrowth",
    "Persistence",
    "QuantileTable",
    "StudentT",
    "climatology_forecast",
    "shock_scales",
]
