"""Standard errors of stratified draws against the spread of many samples."""

import pickle

import numpy as np
import pytest

from clusterecon.model.sampling import BLOCK, uniforms
from clusterecon.results.errors import Strata, event_variance, mean_variance, median_error, standard_error
from clusterecon.study.study import Settings

ERRORS = [
    "scenario", "quantity", "unit", "year", "statistic", "value", "standard_error", "estimation_error",
]  # fmt: skip
COLUMNS = "abcdef"


def sample(seed, rows=BLOCK):
    return uniforms(COLUMNS, seed, 0, rows)


def product(u):
    """An outcome of many columns that no sum of theirs explains."""
    return u["a"] * (0.5 + u["b"]) * (0.5 + u["c"]) + 0.2 * u["d"]


OUTCOMES = {
    "one column": lambda u: u["a"] - 0.61234,
    "one column and a little of others": lambda u: u["a"] + 2e-4 * u["b"] * u["c"] - 0.4,
    "falls with its column": lambda u: 0.3 - u["a"] - 5e-3 * u["b"],
    "bent": lambda u: np.exp(3 * u["a"]) - 4 - 0.1 * u["b"],
    "many columns": lambda u: product(u) - 0.6,
    "a rare event": lambda u: product(u) - 1.5,
    "a step": lambda u: np.round(4 * u["a"]) + u["b"] - 2.5,
}


@pytest.mark.parametrize("rows", [BLOCK, 5_000, 600])
@pytest.mark.parametrize("name", OUTCOMES)
def test_the_error_of_a_share_is_that_of_many_samples(name, rows):
    margins = [OUTCOMES[name](sample(seed, rows)) for seed in range(100)]
    spread = np.std([np.mean(margin >= 0) for margin in margins], ddof=1)
    told = [event_variance(Strata(sample(seed, rows)), margins[seed]) for seed in range(8)]
    assert 0.8 < np.sqrt(np.mean(told)) / spread < 1.3


def test_the_binomial_formula_is_far_off_where_one_column_decides():
    margin = OUTCOMES["one column"](sample(1))
    share = np.mean(margin >= 0)
    binomial = np.sqrt(share * (1 - share) / BLOCK)
    assert np.sqrt(event_variance(Strata(sample(1)), margin)) < binomial / 50


@pytest.mark.parametrize("rows", [BLOCK, 600])
def test_the_error_of_a_mean_is_that_of_many_samples(rows):
    outcomes = [product(sample(seed, rows))[:, np.newaxis] for seed in range(300)]
    spread = np.std([outcome.mean() for outcome in outcomes], ddof=1)
    told = mean_variance(Strata(sample(0, rows)), outcomes[0])
    assert 0.8 < np.sqrt(told[0]) / spread < 1.3


def test_the_error_of_a_median_is_that_of_many_samples():
    outcomes = [product(sample(seed)) for seed in range(100)]
    spread = np.std([np.median(outcome) for outcome in outcomes], ddof=1)
    assert 0.8 < median_error([Strata(sample(0))], [outcomes[0]]) / spread < 1.3
    assert median_error([Strata(sample(0))], [np.full(BLOCK, 3.0)]) == 0


def test_what_is_sure_has_no_error():
    assert event_variance(Strata(sample(0)), np.ones(BLOCK)) == 0
    assert event_variance(Strata(sample(0)), -np.ones(BLOCK)) == 0


@pytest.mark.parametrize("rows", [1, 2, 3, 40])
def test_few_draws_have_an_error_too(rows):
    margin = np.where(np.arange(rows) % 2 == 0, 1.0, -1.0)
    found = event_variance(Strata(sample(0, rows)), margin)
    assert found == 0 if rows == 1 else 0.5 < found / (margin.var() / 4 / rows) < 1.3


def test_below_eight_blocks_the_error_comes_from_the_strata():
    assert standard_error([0.5], [0.01], [100]) == pytest.approx(0.1)
    assert standard_error([0.4, 0.6], [0.01, 0.01], [100, 100]) == pytest.approx(0.1 / np.sqrt(2))
    assert standard_error([0.4, 0.6], [0.01, 0.04], [300, 100]) == pytest.approx(
        np.hypot(0.75 * 0.1, 0.25 * 0.2)
    )


def test_from_eight_blocks_it_comes_from_their_means():
    means = np.array([52, 48, 50, 51, 49, 50, 53, 47]) / 100
    assert standard_error(means, [1.0] * 8, [100] * 8) == pytest.approx(means.std(ddof=1) / np.sqrt(8))
    assert standard_error([0.5] * 8, [1.0] * 8, [100] * 8) == 0


def test_strata_go_through_a_pickle_as_their_columns():
    strata = Strata(sample(0))
    before = strata.unexplained(product(sample(0)))
    copy = pickle.loads(pickle.dumps(strata))
    assert copy.unexplained(product(sample(0))) == before
    assert len(pickle.dumps(strata)) < 1.01 * strata.columns.nbytes


# ---------------------------------------------------------------- of a run


def test_the_table_of_errors_has_its_columns_and_rows(sampled, central):
    frame = sampled.errors()
    assert list(frame.columns) == ERRORS
    assert central.errors().empty
    assert list(central.errors().columns) == ERRORS
    plan = frame[frame["scenario"] == "plan"].set_index(["quantity", "statistic"])
    targets = sampled.targets().set_index(["scenario", "target"]).loc["plan"]
    for name in sampled.scenario("plan").assumptions.targets:
        row = plan.loc[(name, "probability")]
        assert row["value"] == targets.loc[name, "probability"]
        assert row["standard_error"] == targets.loc[name, "standard_error"]
    jobs = plan.loc[("jobs_net", "p50")].set_index("year")
    assert jobs.loc[2030, "value"] == sampled.values("plan", "jobs_net")[2030]
    assert (jobs["standard_error"] > 0).all()
    assert set(frame["quantity"]) >= {"npv_to_horizon", "npv_asset_life"}


def test_the_forecasts_own_error_stands_beside_targets_for_growth_alone(sampled):
    """At the threshold less what a scenario adds: the error of the reference is the forecast's own."""
    frame, baseline = sampled.errors(), sampled.baseline
    targets = sampled.scenario("plan").assumptions.targets
    growth = {name for name, target in targets.items() if target.indicator == "industrial_growth"}
    told = frame["quantity"].isin(growth) & (frame["statistic"] == "probability")
    assert told.sum() == len(growth) * len(sampled.scenarios)
    assert frame.loc[told, "estimation_error"].between(0.03, 0.2).all()
    assert frame.loc[~told, "estimation_error"].isna().all()
    reference = frame.set_index(["scenario", "quantity"]).loc[("reference", "industry_growth_2025")]
    own = baseline.probability_error(2025, targets["industry_growth_2025"].number)
    assert reference["estimation_error"] == pytest.approx(own, abs=2e-3)


def test_a_scenario_that_shifts_growth_is_judged_where_it_lies(shipped):
    """10 points more make growth of 6.95 nearly sure, whatever the forecast was estimated on."""
    strong = shipped.scenario("reference").set({"growth_shock.2025": 10})
    frame = shipped.simulate([strong], draws=500).errors().set_index("quantity")
    assert frame.loc["industry_growth_2025", "estimation_error"] < 0.03


def test_an_error_does_not_depend_on_the_scenarios_beside(shipped, sampled):
    alone = shipped.simulate(["plan"], draws=1_000, seed=7).errors()
    beside = sampled.errors()
    beside = beside[beside["scenario"] == "plan"].reset_index(drop=True)
    assert np.allclose(alone["standard_error"], beside["standard_error"], rtol=1e-9)


REPLICATES, MANY = 40, 100


def spread_and_printed(told, printed):
    """Standard deviations of what many seeds tell, and the errors that some of them print, by quantity."""
    deviations = np.std([list(each.values()) for each in told], axis=0, ddof=1)
    means = np.sqrt(np.mean(np.square([list(each.values()) for each in printed]), axis=0))
    return dict(zip(told[0], means / deviations, strict=True))


@pytest.mark.slow
def test_printed_errors_are_those_of_many_replicates(shipped):
    """P(growth), P(jobs) of 2030 and 2025, median net jobs, median NPV of one block."""
    chances = ["industry_growth_2025", "jobs_2030", "jobs_2025", "budget_2030"]
    told, printed = [], []
    settings = Settings(indicators=["jobs_net", "npv"])
    for seed in range(REPLICATES):
        run = shipped.simulate(["plan"], BLOCK, seed, "2025-02-28", settings=settings)
        frame = run.errors()
        frame = frame[(frame["quantity"] != "jobs_net") | (frame["year"] == 2030)].set_index("quantity")
        wanted = [*chances, "jobs_net", "npv_to_horizon"]
        told.append(frame.loc[wanted, "value"].to_dict())
        if seed < 5:
            printed.append(frame.loc[wanted, "standard_error"].to_dict())
    for quantity, ratio in spread_and_printed(told, printed).items():
        assert 0.8 < ratio < 1.3, (quantity, ratio)


@pytest.mark.slow
def test_printed_errors_of_many_blocks_are_those_of_many_replicates(shipped):
    """Eight blocks: the spread between them tells the error, of a target and of a median."""
    told, printed = [], []
    for seed in range(MANY):
        run = shipped.simulate(
            ["plan"], 8 * BLOCK, seed, "2025-02-28", settings=Settings(indicators=["jobs_net"])
        )
        frame = run.errors().set_index(["quantity", "year"])
        wanted = [("industry_growth_2025", 2025), ("jobs_2030", 2030), ("jobs_net", 2030)]
        assert not run.results["plan"].few
        told.append(frame.loc[wanted, "value"].to_dict())
        printed.append(frame.loc[wanted, "standard_error"].to_dict())
    for quantity, ratio in spread_and_printed(told, printed).items():
        assert 0.8 < ratio < 1.3, (quantity, ratio)
