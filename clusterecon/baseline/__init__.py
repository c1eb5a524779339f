"""Forecast of industrial growth: candidates, back-test, bridge to the region, part-year readings.

Pure functions of series and arrays, growth in % a year. The models are fitted in `build_forecast` alone;
a `GrowthForecast` read back from JSON draws paths without them.
"""

from clusterecon.baseline.build import (
    BaselineResult,
    build_forecast,
    first_forecast_year,
    known_growth,
    result_key,
)
from clusterecon.baseline.distribution import QuantileTable, StudentT
from clusterecon.baseline.forecast import (
    GrowthForecast,
    KnownGrowth,
    Persistence,
    climatology_forecast,
    shock_scales,
)
from clusterecon.baseline.inputs import BaselineInputs, BaselineSettings, SeriesNames, inputs_from_tables

__all__ = [
    "BaselineInputs",
    "BaselineResult",
    "BaselineSettings",
    "GrowthForecast",
    "KnownGrowth",
    "Persistence",
    "QuantileTable",
    "SeriesNames",
    "StudentT",
    "build_forecast",
    "climatology_forecast",
    "first_forecast_year",
    "inputs_from_tables",
    "known_growth",
    "result_key",
    "shock_scales",
]
