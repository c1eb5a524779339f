"""Every change of method can be taken back: the former values give the former figures."""

import former_values
import pytest

CENTRAL = {
    ("plan", "jobs_net"): 13_856.3,
    ("plan", "budget_net"): 225.3,
    ("track-record", "jobs_net"): 3_295.1,
    ("track-record", "budget_net"): 53.6,
}
MEDIANS = {("plan", "jobs_net"): 12_604.9, ("plan", "budget_net"): 234.6,
           ("track-record", "jobs_net"): 3_281.6, ("track-record", "budget_net"): 61.4}  # fmt: skip


def runs(shipped, changes, draws):
    """Simulate plan and track-record with changes, by the name each had."""
    names = ("plan", "track-record")
    changed = [shipped.scenario(name).set(changes) for name in names]
    run = shipped.simulate(changed, draws=draws, seed=7)
    return {name: (run, scenario.name) for name, scenario in zip(names, changed, strict=True)}


@pytest.mark.parametrize(
    ("changes", "draws", "statistic", "printed"),
    [(former_values.CENTRAL, 0, "central", CENTRAL), (former_values.DRAWN, 1_000, "p50", MEDIANS)],
)
def test_net_jobs_and_budget_of_2030_are_those_of_before(shipped, changes, draws, statistic, printed):
    found = runs(shipped, changes, draws)
    for (scenario, indicator), former in printed.items():
        run, name = found[scenario]
        assert round(run.values(name, indicator, statistic)[2030], 1) == former
