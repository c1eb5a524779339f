"""Every change of method can be taken back: the former values give the former figures."""

import former_values
import pytest

CENTRAL = {
    ("plan", "jobs_net"): 13_856.3,
    ("plan", "budget_net"): 225.3,
    ("track-record", "jobs_net"): 3_295.1,
    ("track-record", "budget_net"): 53.6,
}
MEDIANS = {
    ("plan", "jobs_net"): 12_726.7,
    ("plan", "budget_net"): 238.16,
    ("track-record", "jobs_net"): 3_399.3,
    ("track-record", "budget_net"): 63.58,
}
"""Of a million draws of the model of arrays, whose random numbers were others."""
DRAWS = 65_536


def runs(shipped, changes, draws):
    """Simulate plan and track-record with changes, each under its own name."""
    names = ("plan", "track-record")
    changed = [shipped.scenario(name).set(changes, name=name) for name in names]
    return shipped.simulate(changed, draws=draws, seed=7)


def test_central_net_jobs_and_budget_of_2030_are_those_of_before(shipped):
    run = runs(shipped, former_values.CENTRAL, 0)
    for (scenario, indicator), former in CENTRAL.items():
        assert round(run.values(scenario, indicator, "central")[2030], 1) == former


def test_medians_of_2030_are_those_of_before_within_their_error(shipped):
    """Four standard errors of the difference; each is below 0.3 % of its median, or it would say nothing."""
    run = runs(shipped, former_values.DRAWN, DRAWS)
    for (scenario, indicator), former in MEDIANS.items():
        error = run.results[scenario].median_error(indicator, 2030 - run.years[0])
        assert 0 < error < 0.003 * former
        together = error * (1 + DRAWS / 1e6) ** 0.5
        assert run.values(scenario, indicator)[2030] == pytest.approx(former, abs=4 * together)
