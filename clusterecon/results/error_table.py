"""Rows of the ``errors`` table: how far the headline figures of a scenario may be off."""

from typing import TYPE_CHECKING, Any

from clusterecon.appraisal.measures import HORIZONS
from clusterecon.model.tally import STATISTICS
from clusterecon.results.scenario_result import MEDIANS, ScenarioResult
from clusterecon.scenario.fields import Target
from clusterecon.scenario.indicators import INDICATORS

if TYPE_CHECKING:
    from clusterecon.baseline.build import BaselineResult

Row = dict[str, Any]


def error_rows(result: ScenarioResult, baseline: "BaselineResult") -> list[Row]:
    """Return the rows of one scenario: targets, medians in the years of the targets, present value."""
    assumptions = result.scenario.assumptions
    targets = assumptions.targets
    years = sorted({target.year for target in targets.values()} | {assumptions.horizon})
    rows = []
    for name, target in targets.items():
        probability, error = result.probability(name)
        rows.append(_row(name, "probability", target.year, "probability", probability, error))
        rows[-1]["estimation_error"] = estimation_error(result, baseline, target)
    for name in (name for name in MEDIANS if name in result.wanted.outcomes):
        middle = result.statistics(name)[STATISTICS.index("p50")]
        for year in years:
            t = year - assumptions.base_year
            error_of = result.median_error(name, t)
            rows.append(_row(name, INDICATORS[name].unit, year, "p50", float(middle[t]), error_of))
    rows += _present_values(result) if result.wanted.measures else []
    return [{"scenario": result.scenario.name, **row} for row in rows]


def _present_values(result: ScenarioResult) -> list[Row]:
    """Return the median of the state's net present value at the scenario's own rate, over both horizons."""
    middle = result.statistics("npv")[STATISTICS.index("p50")]
    cells = result.source.plan.cells[: len(HORIZONS)]
    return [
        _row(f"npv_{c.horizon}", "bn VND", None, "p50", float(middle[i]), result.median_error("npv", i))
        for i, c in enumerate(cells)
    ]


def estimation_error(result: ScenarioResult, baseline: "BaselineResult", target: Target) -> float | None:
    """Return the error of a growth target's probability that the forecast's own estimation makes.

    The forecast is asked at the threshold less what the scenario adds to it at the median. Null for other
    indicators, and where readings are too few for one year to be left out.
    """
    if target.indicator != "industrial_growth" or target.year > baseline.forecast.first_year:
        return None
    t = target.year - result.scenario.assumptions.base_year
    median = float(result.statistics("industrial_growth")[STATISTICS.index("p50"), t])
    alone = baseline.forecast.known.get(target.year, baseline.forecast.first)
    added = median - float(alone.quantile(0.5))
    try:
        return baseline.probability_error(target.year, target.number - added)
    except ValueError:
        return None


def _row(
    quantity: str, unit: str, year: int | None, statistic: str, value: float, error: float | None
) -> Row:
    names = ("quantity", "unit", "year", "statistic", "value", "standard_error", "estimation_error")
    return dict(zip(names, (quantity, unit, year, statistic, value, error, None), strict=True))
