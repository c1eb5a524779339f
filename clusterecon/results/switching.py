"""Switching values: the value of one assumption at which the net present value is nil."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from clusterecon.appraisal.returns import switching_value
from clusterecon.model.plan import cells_of
from clusterecon.model.simulate import ModelInputs, Source

LEVERS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "discount_rate": (("discount_rate",), -0.3, 0.5),
    "public_capex_share": (("public_capex_share",), 0.0, 0.3),
    "displacement": (("displacement_craft", "displacement_general"), 0.0, 1.0),
    "completion_rate": (("completion_rate",), 0.01, 1.0),
}
"""Name of the lever -> assumptions it sets together, least and greatest value tried."""


def switching_rows(inputs: ModelInputs) -> list[dict[str, Any]]:
    """Return the switching value of each lever for the central case, state view, to the horizon.

    A row has scenario, lever, unit, today, low, high, value (null where no value within the bounds does it),
    and side: whether the net present value is then ``positive`` or ``negative`` throughout.
    """
    rows = []
    for scenario in inputs.scenarios:
        alone = replace(inputs, scenarios=(scenario,))
        for lever, (paths, low, high) in LEVERS.items():
            entry = scenario.quantities()[paths[0]]
            found = switching_value(_npv_by(alone, paths), low, high, tolerance=1e-4)
            rows.append(
                {
                    "scenario": scenario.name,
                    "lever": lever,
                    "unit": entry.unit,
                    "today": entry.number,
                    "low": low,
                    "high": high,
                    "value": found.value,
                    "side": found.side,
                }
            )
    return rows


def _at(inputs: ModelInputs, paths: tuple[str, ...], value: float) -> ModelInputs:
    """Return the inputs of a scenario with some of its numbers at a value within the bounds of a lever."""
    (scenario,) = inputs.scenarios
    old = {path: getattr(scenario.assumptions, path) for path in paths}
    new = {p: e.model_copy(update={"value": value, "distribution": None}) for p, e in old.items()}
    moved = replace(scenario, assumptions=scenario.assumptions.model_copy(update=new))
    return replace(inputs, scenarios=(moved,))


def _npv_by(inputs: ModelInputs, paths: tuple[str, ...]) -> Callable[[float], float]:
    """Return the net present value of the central case as a function of what a lever sets."""
    planner = inputs.planner()

    def npv(value: float) -> float:
        (scenario,) = _at(inputs, paths, value).scenarios
        source = Source(scenario.name, planner.plan(scenario, cells_of(scenario)[:1]), 0, 0)
        return float(source.outcomes(np.array(source.plan.measure_places(["npv"])))[0, 0])

    return npv
