"""What a run found: tidy tables, targets, attribution, waterfall, comparison, appraisal."""

from clusterecon.indicators import INDICATORS, Indicator
from clusterecon.results.reduce import ScenarioResult, reduce_block
from clusterecon.results.run import Run
from clusterecon.results.statistics import PERCENTILES, STATISTICS, summarise

__all__ = [
    "INDICATORS",
    "PERCENTILES",
    "STATISTICS",
    "Indicator",
    "Run",
    "ScenarioResult",
    "reduce_block",
    "summarise",
]
