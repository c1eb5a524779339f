"""Targets: probability, standard error, gap at the median, shortfall, and all of them together."""

from datetime import date
from typing import Any

from clusterecon.model.tally import STATISTICS
from clusterecon.results.scenario_result import ScenarioResult
from clusterecon.scenario.assumptions import is_late
from clusterecon.scenario.consistency import JOINT, JOINT_WITHOUT_WASTEWATER
from clusterecon.scenario.fields import Target
from clusterecon.scenario.indicators import INDICATORS

Row = dict[str, Any]


def target_rows(result: ScenarioResult, draws: int, as_of: date) -> list[Row]:
    """Return the rows of one scenario: each target, then the joint ones.

    In the central case, 0 draws, probability and standard error are null. What became known after ``as_of``
    is marked with hindsight.
    """
    scenario = result.scenario
    late_scenario = is_late(scenario.header.known_since, as_of)
    rows = [
        {
            "scenario": scenario.name,
            "target": name,
            "indicator": target.indicator,
            "unit": INDICATORS[target.indicator].unit,
            "year": target.year,
            "comparator": target.comparator,
            "threshold": target.number,
            **_probability(result, name, draws),
            **_gap(result, target, draws),
            "shortfall": result.shortfall(name) if draws else None,
            "with_hindsight": late_scenario or is_late(target.known_since, as_of),
        }
        for name, target in scenario.assumptions.targets.items()
    ]
    late = any(row["with_hindsight"] for row in rows)
    rows += [
        {
            "scenario": scenario.name,
            "target": joint,
            **_probability(result, joint, draws),
            "with_hindsight": late,
        }
        for joint in (JOINT, JOINT_WITHOUT_WASTEWATER)
    ]
    return rows


def _probability(result: ScenarioResult, name: str, draws: int) -> Row:
    if draws == 0:
        return {"probability": None, "standard_error": None}
    probability, error = result.probability(name)
    return {"probability": probability, "standard_error": error}


def _gap(result: ScenarioResult, target: Target, draws: int) -> Row:
    """Return the gap at the median (indicator less threshold), in its unit and in bn VND."""
    row = 0 if draws == 0 else STATISTICS.index("p50")
    t = target.year - result.scenario.assumptions.base_year
    gap = float(result.statistics(target.indicator)[row, t]) - target.number
    money: float | None = None
    if target.indicator == "industrial_growth":
        money = gap / 100 * float(result.statistics("industrial_value_added")[row, t - 1])
    elif INDICATORS[target.indicator].money:
        money = gap
    return {"gap": gap, "gap_bn_vnd": money}
