"""Charts: one figure per function, in one style, in Vietnamese and English.

Every function takes tidy tables and a `ChartText` and returns a matplotlib Figure that belongs to no
pyplot state; ``<name>_data`` returns exactly the numbers drawn, for the CSV behind the picture.
"""

from clusterecon.charts.delivery import delivery, delivery_data
from clusterecon.charts.growth import (
    attribution,
    attribution_data,
    backtest,
    backtest_data,
    fan,
    fan_data,
    growth_by_scenario,
    growth_by_scenario_data,
)
from clusterecon.charts.measure import cut_text, overlapping_text, text_boxes
from clusterecon.charts.money import cost_per_job, cost_per_job_data, cumulative_flow, cumulative_flow_data
from clusterecon.charts.save import save_figure
from clusterecon.charts.sectors import indirect_by_sector, indirect_by_sector_data
from clusterecon.charts.stock import (
    budget_over_time,
    budget_over_time_data,
    jobs_over_time,
    jobs_over_time_data,
)
from clusterecon.charts.style import SIZES, style
from clusterecon.charts.targets import (
    lever_curves,
    lever_curves_data,
    probability_over_dates,
    probability_over_dates_data,
    probability_over_runs,
    probability_over_runs_data,
    target_probabilities,
    target_probabilities_data,
)
from clusterecon.charts.text import ChartText
from clusterecon.charts.wastewater import wastewater, wastewater_data
from clusterecon.charts.waterfall import gross_to_net, gross_to_net_data

__all__ = [
    "SIZES",
    "ChartText",
    "attribution",
    "attribution_data",
    "backtest",
    "backtest_data",
    "budget_over_time",
    "budget_over_time_data",
    "cost_per_job",
    "cost_per_job_data",
    "cumulative_flow",
    "cumulative_flow_data",
    "cut_text",
    "delivery",
    "delivery_data",
    "fan",
    "fan_data",
    "gross_to_net",
    "gross_to_net_data",
    "growth_by_scenario",
    "growth_by_scenario_data",
    "indirect_by_sector",
    "indirect_by_sector_data",
    "jobs_over_time",
    "jobs_over_time_data",
    "lever_curves",
    "lever_curves_data",
    "overlapping_text",
    "probability_over_dates",
    "probability_over_dates_data",
    "probability_over_runs",
    "probability_over_runs_data",
    "save_figure",
    "style",
    "target_probabilities",
    "target_probabilities_data",
    "text_boxes",
    "wastewater",
    "wastewater_data",
]
