"""What must hold in every draw; a breach is a fault of the program, not of the input."""

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import ClustereconError
from clusterecon.model.outcome import PARTS, Outcome
from clusterecon.model.parameters import Parameters
from clusterecon.scenario.scenario import Scenario


def assert_identities(scenario: Scenario, parameters: Parameters, outcome: Outcome) -> None:
    """Check the identities of docs/methods.md, section 11, on one scenario and block.

    A ClustereconError names the scenario and those that do not hold.
    """
    series = outcome.series
    checks = {
        "attribution sums to growth": _attribution_sums(outcome),
        "net = direct + indirect": all(
            _equal(series[f"{n}_net"], series[f"{n}_net_direct"] + series[f"{n}_net_indirect"])
            for n in outcome.chains
        ),
        "the lines from gross to net sum": all(
            _equal(c.gross + c.displacement + c.relocation_uplift + c.substitution, c.local_effect)
            and _equal(c.local_effect + c.reference_case, c.net)
            for c in outcome.chains.values()
        ),
        "net direct is at most the local effect, and that lies between 0 and gross": all(
            np.all(c.net <= c.local_effect + 1e-9)
            and np.all(c.local_effect >= -1e-9)
            and np.all(c.local_effect <= c.gross + 1e-9)
            for c in outcome.chains.values()
        ),
        "leased area is at most leasable area": bool(
            np.all(
                series["area_leased_ha"]
                <= series["area_delivered_ha"] * parameters.column("leasable_share") + 1e-9
            )
        ),
        "delivered area never falls": bool(np.all(np.diff(series["area_delivered_ha"], axis=1) >= -1e-9)),
        "the base year shows the published stock": _base_year(scenario, parameters, outcome),
        "every number is finite": all(bool(np.all(np.isfinite(a[:, 1:]))) for a in series.values()),
    }
    broken = [name for name, holds in checks.items() if not holds]
    if broken:
        raise ClustereconError(f"scenario {scenario.name}: an identity is broken: {'; '.join(broken)}")


def _equal(one: Array, other: Array) -> bool:
    return bool(np.allclose(one, other, rtol=1e-12, atol=1e-9))


def _attribution_sums(outcome: Outcome) -> bool:
    total = sum((outcome.attribution[part] for part in PARTS), start=np.zeros(1))
    growth = outcome.series["industrial_growth"][:, 1:]
    largest = np.max([np.abs(outcome.attribution[part][:, 1:]) for part in PARTS], axis=0)
    return bool(np.all(np.abs(total[:, 1:] - growth) <= 1e-10 * np.maximum(1, largest / 100)))


def _base_year(scenario: Scenario, parameters: Parameters, outcome: Outcome) -> bool:
    if scenario.assumptions.expansion:
        return True
    return all(
        bool(np.all(outcome.series[name][:, 0] == parameters.vector(f"stock.{name}")))
        for name in ("jobs", "budget")
    )
