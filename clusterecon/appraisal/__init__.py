"""Fiscal appraisal: present values, rates of return, who pays, what a job costs. Pure functions of arrays."""

from clusterecon.appraisal.capital import (
    CapitalSpending,
    ConstructionMemo,
    construction_memo,
    spread_capital,
)
from clusterecon.appraisal.discounting import (
    cumulative_discounted,
    discount_factors,
    discounted_payback_year,
    extend_flows,
    present_value,
    ratio,
)
from clusterecon.appraisal.lines import (
    COSTS,
    PAYERS,
    RECEIPTS,
    RECURRENT,
    FlowLine,
    FlowLines,
    GrossFlows,
    Sharing,
    flow_lines,
)
from clusterecon.appraisal.measures import (
    HORIZONS,
    VIEWS,
    Appraisal,
    AppraisalInputs,
    Horizon,
    ViewFlows,
    appraise,
    view_flows,
)
from clusterecon.appraisal.returns import (
    ClustereconWarning,
    SwitchingValue,
    internal_rate_of_return,
    sign_changes,
    switching_value,
)
from clusterecon.appraisal.table import PERCENTILES, UNITS, appraisal_rows, join_blocks

__all__ = [
    "COSTS",
    "HORIZONS",
    "PAYERS",
    "PERCENTILES",
    "RECEIPTS",
    "RECURRENT",
    "UNITS",
    "VIEWS",
    "Appraisal",
    "AppraisalInputs",
    "CapitalSpending",
    "ClustereconWarning",
    "ConstructionMemo",
    "FlowLine",
    "FlowLines",
    "GrossFlows",
    "Horizon",
    "Sharing",
    "SwitchingValue",
    "ViewFlows",
    "appraisal_rows",
    "appraise",
    "construction_memo",
    "cumulative_discounted",
    "discount_factors",
    "discounted_payback_year",
    "extend_flows",
    "flow_lines",
    "internal_rate_of_return",
    "join_blocks",
    "present_value",
    "ratio",
    "sign_changes",
    "spread_capital",
    "switching_value",
    "view_flows",
]
