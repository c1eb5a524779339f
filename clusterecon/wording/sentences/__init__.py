"""Sentences computed from figures: pure functions of numbers and finished names, in two languages.

Every function takes plain numbers (or `Estimate`, a value with its interval), the titles that the
data give, and ``lang``; it returns one or more whole sentences with signs and words that fit.
"""

from clusterecon.wording.sentences.appraisal import (
    benefit_cost_ratio,
    cost_per_job,
    internal_rate_of_return,
    land_rent_is_transfer,
    net_present_value,
    npv_probability,
    payback,
    sunk_cost,
    switching_value,
    upgrade_not_costed,
)
from clusterecon.wording.sentences.effects import (
    clusters_in_year,
    construction_work,
    delivery,
    gross_to_net,
    largest_deduction,
    record_basis,
    resident_jobs,
    stock_outlook,
)
from clusterecon.wording.sentences.evidence import (
    briefing_subtitle,
    briefing_title,
    footer,
    hindsight,
    hindsight_mark,
    judgement_list,
    limits,
    price_note,
    sample_note,
    worker_conflict,
    worker_conflict_flag,
)
from clusterecon.wording.sentences.forecast import (
    backtest_coverage,
    backtest_is_pseudo,
    backtest_verdict,
    climatology_basis,
    double_counting,
    forecast_basis,
    goal_seek_reached,
    goal_seek_unreachable,
    not_reachable,
    part_year_reading,
    probability_over_dates,
)
from clusterecon.wording.sentences.growth import (
    attribution,
    contribution,
    contribution_if_early,
    contribution_late,
    contribution_peak,
    growth_outlook,
)
from clusterecon.wording.sentences.linkages import (
    direct_indirect_induced,
    linkages_absent,
    multiplier_basis,
    multiplier_readings,
    service_jobs_check,
)
from clusterecon.wording.sentences.record import change, first_run, nothing_changed
from clusterecon.wording.sentences.targets import (
    difference,
    joint_probability,
    probability_difference,
    shortfall,
    target_gap,
    target_probability,
)
from clusterecon.wording.sentences.wastewater import (
    idle_plants_cost,
    jobs_at_risk,
    plants_cost,
    wastewater_coverage,
)

__all__ = [
    "attribution", "backtest_coverage", "backtest_is_pseudo", "backtest_verdict", "benefit_cost_ratio",
    "briefing_subtitle", "briefing_title", "change", "climatology_basis", "clusters_in_year",
    "construction_work", "contribution", "contribution_if_early", "contribution_late", "contribution_peak",
    "cost_per_job", "delivery", "difference", "direct_indirect_induced", "double_counting", "first_run",
    "footer", "forecast_basis", "goal_seek_reached", "goal_seek_unreachable", "gross_to_net",
    "growth_outlook", "hindsight", "hindsight_mark", "idle_plants_cost", "internal_rate_of_return",
    "jobs_at_risk", "joint_probability", "judgement_list", "land_rent_is_transfer", "largest_deduction",
    "limits", "linkages_absent", "multiplier_basis", "multiplier_readings", "net_present_value",
    "not_reachable", "nothing_changed", "npv_probability", "part_year_reading", "payback", "plants_cost",
    "price_note",
    "probability_difference", "probability_over_dates", "record_basis", "resident_jobs", "sample_note",
    "service_jobs_check", "shortfall", "stock_outlook", "sunk_cost", "switching_value", "target_gap",
    "target_probability", "upgrade_not_costed", "wastewater_coverage", "worker_conflict",
    "worker_conflict_flag",
]  # fmt: skip
