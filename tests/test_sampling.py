"""Keyed Latin hypercube, rank correlations, and the families of distributions against scipy.stats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clusterecon.ground.errors import InputError
from clusterecon.model.parameters import Block
from clusterecon.model.sampling import (
    BLOCK,
    RankCorrelation,
    block_sizes,
    check_correlations,
    quantile_function,
    sample_block,
    uniforms,
)
from clusterecon.scenario.assumptions import Distribution

NAMES = st.text(min_size=1, max_size=20)
PAIR = RankCorrelation("stock.budget_growth", "stock.job_growth", 0.7)


def strata(column):
    """The stratum of each point of a full block, sorted."""
    return np.sort(np.floor(column * BLOCK).astype(int))


# ---------------------------------------------------------------- keyed uniforms


@given(st.integers(0, 2**63 - 1), st.integers(0, 1_000), NAMES)
def test_a_column_has_one_point_in_every_stratum(seed, block, name):
    column = uniforms(seed, block, name)
    assert column.shape == (BLOCK,)
    assert np.array_equal(strata(column), np.arange(BLOCK))
    assert np.all((column > 0) & (column < 1))


@given(st.lists(NAMES, max_size=4), st.integers(1, BLOCK))
def test_a_column_depends_on_seed_block_and_name_alone(others, rows):
    alone = sample_block(["a"], 7, 3, BLOCK)["a"]
    beside = sample_block([*others, "a"], 7, 3, rows)["a"]
    assert np.array_equal(beside, alone[:rows])


@pytest.mark.parametrize(("seed", "block", "name"), [(8, 0, "a"), (7, 1, "a"), (7, 0, "b"), (0, 0, "a")])
def test_another_seed_block_or_name_gives_other_uniforms(seed, block, name):
    here, there = uniforms(7, 0, "a"), uniforms(seed, block, name)
    assert not np.array_equal(here, there)
    assert abs(np.corrcoef(here, there)[0, 1]) < 0.05


def test_seed_block_and_name_do_not_run_into_each_other():
    assert not np.array_equal(uniforms(1, 11, "a"), uniforms(11, 1, "a"))
    assert not np.array_equal(uniforms(1, 1, "1a"), uniforms(1, 11, "a"))


def test_the_uniforms_are_those_of_every_machine():
    sums = [float(uniforms(7, b, "completion_rate")[:100].sum()) for b in (0, 1)]
    assert sums == pytest.approx([46.12135629280045, 44.30557723386045], abs=1e-9)


def test_a_column_is_in_random_order():
    column = uniforms(7, 0, "a")
    assert abs(np.corrcoef(column[:-1], column[1:])[0, 1]) < 0.05
    assert abs(column[:512].mean() - 0.5) < 0.06


@pytest.mark.parametrize(
    ("draws", "sizes"),
    [(1, [1]), (BLOCK, [BLOCK]), (BLOCK + 1, [BLOCK, 1]), (20_000, [BLOCK, BLOCK, 20_000 - 2 * BLOCK])],
)
def test_blocks_hold_all_draws(draws, sizes):
    assert block_sizes(draws) == sizes


# ---------------------------------------------------------------- correlations


@pytest.mark.parametrize("rank", [-0.9, -0.3, 0.0, 0.3, 0.7, 0.95])
def test_rank_correlation_is_what_was_asked(rank):
    columns = sample_block(["a", "b"], 7, 0, BLOCK, [RankCorrelation("a", "b", rank)])
    found = stats.spearmanr(columns["a"], columns["b"]).statistic
    assert found == pytest.approx(rank, abs=0.03)


def test_three_correlated_columns_have_all_pairs():
    pairs = [RankCorrelation("a", "b", 0.5), RankCorrelation("b", "c", -0.4), RankCorrelation("a", "c", 0.2)]
    columns = sample_block(["a", "b", "c"], 3, 1, BLOCK, pairs)
    for pair in pairs:
        found = stats.spearmanr(columns[pair.first], columns[pair.second]).statistic
        assert found == pytest.approx(pair.rank, abs=0.03)


def test_correlated_columns_keep_their_own_points():
    columns = sample_block(["stock.budget_growth", "stock.job_growth"], 7, 0, BLOCK, [PAIR])
    for name, column in columns.items():
        assert np.array_equal(np.sort(column), np.sort(uniforms(7, 0, name)))


def test_other_columns_are_not_moved_by_a_correlation():
    columns = sample_block(["leakage", "stock.job_growth"], 7, 0, BLOCK, [PAIR])
    assert np.array_equal(columns["leakage"], uniforms(7, 0, "leakage"))


def test_a_correlated_column_is_the_same_whether_its_partner_is_wanted_or_not():
    both = sample_block(["stock.job_growth", "stock.budget_growth"], 7, 0, BLOCK, [PAIR])
    alone = sample_block(["stock.job_growth"], 7, 0, BLOCK, [PAIR])
    assert np.array_equal(both["stock.job_growth"], alone["stock.job_growth"])


@given(st.integers(1, BLOCK))
def test_a_part_block_is_the_first_rows_of_the_full_block(rows):
    names = ["stock.job_growth", "stock.budget_growth", "x"]
    full = sample_block(names, 7, 2, BLOCK, [PAIR])
    part = sample_block(names, 7, 2, rows, [PAIR])
    assert all(np.array_equal(part[n], full[n][:rows]) for n in names)


def test_the_order_of_names_changes_nothing():
    one = sample_block(["stock.job_growth", "stock.budget_growth", "x"], 7, 0, 100, [PAIR])
    other = sample_block(
        ["x", "stock.budget_growth", "stock.job_growth"], 7, 0, 100,
        [RankCorrelation(PAIR.second, PAIR.first, PAIR.rank)],
    )  # fmt: skip
    assert all(np.array_equal(one[n], other[n]) for n in one)


def test_correlations_that_cannot_all_hold_are_refused():
    pairs = [RankCorrelation("a", "b", 0.9), RankCorrelation("b", "c", 0.9), RankCorrelation("a", "c", -0.9)]
    with pytest.raises(InputError, match="correlations: no numbers can be correlated like this: a, b, c"):
        check_correlations(pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        [RankCorrelation("a", "b", 0.1), RankCorrelation("b", "a", 0.2)],
        [RankCorrelation("a", "a", 0.5)],
    ],
)
def test_a_pair_given_twice_or_with_itself_is_refused(pairs):
    with pytest.raises(InputError, match="given twice or with itself"):
        check_correlations(pairs)


def test_no_correlations_give_an_empty_matrix():
    assert check_correlations([]).shape == (0, 0)


# ---------------------------------------------------------------- distributions

U = (np.arange(200_000) + 0.5) / 200_000

FAMILIES = [
    (Distribution(shape="uniform", low=2, high=5), 3.0, stats.uniform(2, 3)),
    (Distribution(shape="triangular", low=-0.04, high=0.05), 0.0, stats.triang(4 / 9, -0.04, 0.09)),
    (Distribution(shape="triangular", low=0.4, high=1), 1.0, stats.triang(1, 0.4, 0.6)),
    (Distribution(shape="triangular", low=0, high=1), 0.0, stats.triang(0, 0, 1)),
    (Distribution(shape="pert", low=45, high=85), 65.0, stats.beta(3, 3, 45, 40)),
    (Distribution(shape="pert", low=0.03, high=0.30), 0.10, stats.beta(1 + 28 / 27, 1 + 80 / 27, 0.03, 0.27)),
    (Distribution(shape="pert", low=0, high=1), 0.0, stats.beta(1, 5)),
    (Distribution(shape="pert", low=0, high=1), 1.0, stats.beta(5, 1)),
    (Distribution(shape="beta", low=0, high=1, alpha=2, beta=6), 0.2, stats.beta(2, 6)),
    (Distribution(shape="beta", low=-1, high=3, alpha=0.7, beta=0.6), 0.2, stats.beta(0.7, 0.6, -1, 4)),
    (Distribution(shape="normal", standard_deviation=2), 10.0, stats.norm(10, 2)),
    (
        Distribution(shape="normal", standard_deviation=2, low=9, high=14), 10.0,
        stats.truncnorm(-0.5, 2, 10, 2),
    ),
    (Distribution(shape="normal", standard_deviation=1, low=0), 0.5, stats.truncnorm(-0.5, np.inf, 0.5, 1)),
    (Distribution(shape="lognormal", standard_deviation=0.4), 3.0, stats.lognorm(0.4, scale=3)),
]  # fmt: skip


@pytest.mark.parametrize(("distribution", "value", "peer"), FAMILIES)
def test_quantiles_are_those_of_scipy(distribution, value, peer):
    u = np.array([1e-6, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1 - 1e-4, 1 - 1e-6])
    span = peer.ppf(0.9999) - peer.ppf(0.0001)
    np.testing.assert_allclose(quantile_function(distribution, value, u), peer.ppf(u), atol=1e-5 * span)


@pytest.mark.parametrize(("distribution", "value", "peer"), FAMILIES)
def test_means_and_spreads_are_those_of_scipy(distribution, value, peer):
    draws = quantile_function(distribution, value, U)
    assert draws.mean() == pytest.approx(peer.mean(), abs=2e-4 * peer.std())
    assert draws.std() == pytest.approx(peer.std(), rel=2e-3)


@pytest.mark.parametrize(("distribution", "value", "peer"), FAMILIES)
def test_quantile_functions_never_fall(distribution, value, peer):
    edge = np.concatenate([[1e-12], U[::50], [1 - 1e-12]])
    draws = quantile_function(distribution, value, edge)
    assert np.all(np.diff(draws) >= 0)
    low, high = distribution.extremes()
    assert low is None or draws[0] >= low - 1e-12
    assert high is None or draws[-1] <= high + 1e-12


def test_a_lognormal_is_cut_to_its_bounds():
    spread = Distribution(shape="lognormal", standard_deviation=1, low=0.5, high=4)
    draws = quantile_function(spread, 1.0, U)
    assert draws.min() >= 0.5
    assert draws.max() <= 4
    inside = stats.lognorm(1)
    median = inside.ppf((inside.cdf(0.5) + inside.cdf(4)) / 2)
    assert np.median(draws) == pytest.approx(median, rel=1e-4)


@given(st.floats(0, 1), st.floats(0.05, 1))
def test_the_beta_table_is_within_1e_5_of_the_range(position, width):
    low, high = 10.0, 10.0 + width
    mode = low + position * width
    u = np.random.default_rng(1).random(2_000)
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    found = quantile_function(Distribution(shape="pert", low=low, high=high), mode, u)
    assert np.max(np.abs(found - stats.beta(a, b, low, high - low).ppf(u))) < 1e-5 * width


@given(st.floats(0.3, 20), st.floats(0.3, 20))
def test_the_table_holds_for_any_sensible_beta(a, b):
    u = np.random.default_rng(2).random(2_000)
    found = quantile_function(Distribution(shape="beta", low=0, high=1, alpha=a, beta=b), 0.5, u)
    assert np.max(np.abs(found - stats.beta(a, b).ppf(u))) < 1e-5


def test_a_discrete_distribution_gives_its_values_with_their_probabilities():
    spread = Distribution(shape="discrete", values=(1, 5, 2), probabilities=(0.2, 0.3, 0.5))
    values, counts = np.unique(quantile_function(spread, 5, U), return_counts=True)
    assert values.tolist() == [1, 2, 5]
    assert (counts / len(U)).tolist() == pytest.approx([0.2, 0.5, 0.3], abs=1e-4)


def test_discrete_values_are_equally_likely_where_nothing_is_said():
    spread = Distribution(shape="discrete", values=(1, 2, 3))
    counts = np.unique(quantile_function(spread, 1, U), return_counts=True)[1]
    assert counts / len(U) == pytest.approx([1 / 3] * 3, abs=1e-4)


def test_probabilities_that_sum_to_almost_one_still_give_a_value():
    spread = Distribution(shape="discrete", values=(1, 2), probabilities=(0.3, 0.7 - 1e-10))
    assert quantile_function(spread, 1, np.array([1 - 1e-12]))[0] == 2


def test_a_block_draws_what_is_uncertain_and_leaves_what_is_sure(shipped):
    scenario = shipped.scenario("plan").set(
        {
            "deadweight": {"value": 0.2, "distribution": {"shape": "uniform", "low": 0, "high": 0.4}},
            "leakage": 0.1,
        }
    )
    found = Block(7, 0, 100, ()).parameters(scenario)
    assert found["leakage"] == 0.1
    assert np.array_equal(found["deadweight"], 0.4 * uniforms(7, 0, "deadweight")[:100])


def test_the_same_uniforms_serve_an_overridden_distribution():
    """Common random numbers: a scenario's other spread moves with the base's."""
    u = uniforms(7, 0, "workers_per_leased_ha")
    base = quantile_function(Distribution(shape="pert", low=45, high=85), 65, u)
    other = quantile_function(Distribution(shape="uniform", low=80, high=120), 85, u)
    assert stats.spearmanr(base, other).statistic == pytest.approx(1)
