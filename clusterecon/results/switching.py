"""Switching values: the value of one assumption at which the net present value is nil."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from clusterecon.appraisal.measures import AppraisalInputs, appraise
from clusterecon.appraisal.returns import switching_value
from clusterecon.model.simulate import ModelInputs, central_case
from clusterecon.results.reduce import appraisal_inputs

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
    """Return the net present value as a function of what a lever sets; a rate needs the model but once."""
    if paths == ("discount_rate",):
        flows = _central_flows(inputs)
        return lambda rate: _npv(flows, rate)
    rate = inputs.scenarios[0].assumptions.discount_rate.number
    return lambda value: _npv(_central_flows(_at(inputs, paths, value)), rate)


def _central_flows(inputs: ModelInputs) -> AppraisalInputs:
    """Return the flows of a scenario's central case."""
    (scenario,) = inputs.scenarios
    return appraisal_inputs(scenario, [central_case(inputs)[scenario.name].fiscal])


def _npv(flows: AppraisalInputs, rate: float) -> float:
    return float(appraise(flows, [rate], ["state"], ["to_horizon"], internal_rate=False)[0].npv[0])
