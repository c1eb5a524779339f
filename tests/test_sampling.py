"""Keyed Latin hypercube: any draw anywhere, as random as random permutations, with rank correlations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clusterecon.ground.errors import InputError
from clusterecon.model.quantiles import inverse_of
from clusterecon.model.sampling import (
    BLOCK,
    RankCorrelation,
    block_words,
    check_correlations,
    column_key,
    columns_of,
    draw_chunk,
    fill_columns,
    stratum,
    uniform,
    uniforms,
)
from clusterecon.scenario.assumptions import Distribution

NAMES = st.text(min_size=1, max_size=20)
DRAWS = st.integers(0, 2**40)
PAIR = RankCorrelation("stock.budget_growth", "stock.job_growth", 0.7)


def one(name, seed=7, first=0, count=BLOCK, correlations=()):
    """The uniforms of one column."""
    return uniforms([name], seed, first, count, correlations)[name]


def strata(column):
    """The stratum of each point."""
    return np.floor(column * BLOCK).astype(int)


# ---------------------------------------------------------------- keyed uniforms


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**27), NAMES)
def test_a_column_has_one_point_in_every_stratum_of_every_block(seed, block, name):
    column = one(name, seed, block * BLOCK)
    assert column.shape == (BLOCK,)
    assert np.array_equal(np.sort(strata(column)), np.arange(BLOCK))
    assert np.all((column > 0) & (column < 1))


@given(st.lists(st.integers(0, 2**32 - 1), min_size=8, max_size=8).map(tuple))
def test_any_words_choose_a_permutation(words):
    assert len({stratum(words, row) for row in range(BLOCK)}) == BLOCK


@given(st.lists(NAMES, max_size=4, unique=True), st.integers(1, BLOCK))
def test_a_column_depends_on_seed_and_name_alone(others, count):
    alone = one("a", first=3 * BLOCK)
    beside = uniforms([*others, "a"], 7, 3 * BLOCK, count)["a"]
    assert np.array_equal(beside, alone[:count])


@given(DRAWS, st.integers(1, 50))
def test_any_draws_can_be_made_alone(draw, count):
    """Here, and by hand: the same number whatever was drawn before it."""
    start = max(0, draw - 20)
    names = [PAIR.first, PAIR.second, "x"]
    run = uniforms(names, 7, start, draw - start + count, [PAIR])
    alone = uniforms(names, 7, draw, count, [PAIR])
    assert all(np.array_equal(alone[name], run[name][draw - start :]) for name in names)
    assert uniform(column_key(7, "x"), draw) == alone["x"][0]


def test_chunks_that_cross_blocks_are_the_blocks():
    whole = one("a", count=3 * BLOCK)
    assert np.array_equal(one("a", first=5_000, count=10_000), whole[5_000:15_000])
    for block in range(3):
        column = whole[block * BLOCK : (block + 1) * BLOCK]
        assert np.array_equal(np.sort(strata(column)), np.arange(BLOCK))


@pytest.mark.parametrize(("seed", "block", "name"), [(8, 0, "a"), (7, 1, "a"), (7, 0, "b"), (0, 0, "a")])
def test_another_seed_block_or_name_gives_other_uniforms(seed, block, name):
    here, there = one("a"), one(name, seed, block * BLOCK)
    assert not np.array_equal(here, there)
    assert abs(np.corrcoef(here, there)[0, 1]) < 0.05


def test_seed_and_name_do_not_run_into_each_other():
    assert not np.array_equal(column_key(1, "1a"), column_key(11, "a"))


def test_the_uniforms_are_those_of_every_machine():
    """They are multiples of 2^-46, so the sum of a hundred is exact."""
    sums = [float(one("completion_rate", first=first, count=100).sum()) for first in (0, BLOCK)]
    assert sums == [51.1208584262979, 55.295570263597796]


@given(st.integers(0, 2**63 - 1), NAMES, DRAWS)
def test_compiled_and_plain_numbers_are_the_same(seed, name, draw):
    plain = [uniform(column_key(seed, name), number) for number in range(draw, draw + 20)]
    assert one(name, seed, draw, 20).tolist() == plain
    assert all(type(number) in (float, np.float64) for number in plain)


def test_a_chunk_is_the_same_compiled_and_plain():
    families = {
        "stock.job_growth": Distribution(shape="triangular", low=-0.04, high=0.05),
        "stock.budget_growth": Distribution(shape="normal", standard_deviation=1),
        "x": Distribution(shape="discrete", values=(1, 2, 5)),
        "y": Distribution(shape="uniform", low=2, high=3),
        "z": Distribution(shape="pert", low=0, high=1),
    }
    inverses = {name: inverse_of(spread, 0.0) for name, spread in families.items()}
    columns = columns_of(inverses, 7, [PAIR], {name: 5 - place for place, name in enumerate(inverses)})
    made, plain = np.full((70, 7), -9.0), np.full((70, 7), -9.0)
    fill_columns(BLOCK - 30, 60, columns, made)
    draw_chunk(BLOCK - 30, 60, columns, plain)
    np.testing.assert_allclose(made, plain, rtol=1e-12)
    assert np.all(made[60:] == -9), "rows beyond the count are left as they are"
    assert np.all(made[:, [0, 6]] == -9), "and so are other positions"
    assert set(made[:60, 3]) == {1, 2, 5}
    assert np.array_equal(made[:60, 2], 2 + one("y", first=BLOCK - 30, count=60))


def test_no_columns_fill_nothing():
    assert uniforms([], 7, 0, 10) == {}


# ---------------------------------------------------------------- as random as random permutations

MANY = 400


@pytest.fixture(scope="module")
def keyed():
    """The strata of many columns in two blocks, (2, columns, rows)."""
    names = [f"column {number}" for number in range(MANY)]
    drawn = uniforms(names, 7, 0, 2 * BLOCK)
    table = np.array([strata(drawn[name]) for name in names])
    return np.stack([table[:, :BLOCK], table[:, BLOCK:]])


@pytest.fixture(scope="module")
def random():
    """Random permutations in the same shape."""
    rows = np.broadcast_to(np.arange(BLOCK), (2, MANY, BLOCK))
    return np.random.default_rng(1).permuted(rows, axis=2)


ROWS = np.arange(BLOCK)
VIEWS = {
    "row and stratum": lambda p: (ROWS >> 9, p[0] >> 9),
    "their low bits": lambda p: (ROWS & 15, p[0] & 15),
    "row's low bits and stratum": lambda p: (ROWS & 15, p[0] >> 9),
    "row and stratum's low bits": lambda p: (ROWS >> 9, p[0] & 15),
    "next draw": lambda p: (p[0] >> 9, np.roll(p[0], 1, axis=1) >> 9),
    "next draw, low bits": lambda p: (p[0] & 15, np.roll(p[0], 1, axis=1) & 15),
    "step to the next draw": lambda p: (p[0] >> 9, ((p[0] - np.roll(p[0], 1, axis=1)) & (BLOCK - 1)) >> 9),
    "draw 64 on": lambda p: (p[0] >> 9, p[0][:, ROWS ^ 64] >> 9),
    "draw 1024 on": lambda p: (p[0] >> 9, p[0][:, ROWS ^ 1024] >> 9),
    "draw half a block on": lambda p: (p[0] >> 9, p[0][:, ROWS ^ 4096] >> 9),
    "next column": lambda p: (p[0] >> 9, np.roll(p[0], 1, axis=0) >> 9),
    "next column, low bits": lambda p: (p[0] & 15, np.roll(p[0], 1, axis=0) & 15),
    "next block": lambda p: (p[0] >> 9, p[1] >> 9),
}


def chi_squares(first, second):
    """Chi-square of the 16 x 16 table of two numbers from 0 to 15, for each column."""
    cells = np.broadcast_to(first, second.shape) * 16 + second
    offset = np.arange(MANY)[:, np.newaxis] * 256
    counts = np.bincount((cells + offset).ravel(), minlength=MANY * 256).reshape(MANY, 256)
    return ((counts - BLOCK / 256) ** 2).sum(axis=1) / (BLOCK / 256)


@pytest.mark.parametrize("view", VIEWS)
def test_chi_squares_are_those_of_random_permutations(keyed, random, view):
    found, peer = chi_squares(*VIEWS[view](keyed)), chi_squares(*VIEWS[view](random))
    assert stats.ks_2samp(found, peer).pvalue > 1e-3
    assert found.max() < 1.3 * peer.max(), "no column is out of order"


@pytest.mark.parametrize("block", [0, 1])
def test_columns_are_correlated_as_little_as_random_permutations(keyed, block):
    """The rank correlation of two random permutations of n has mean 0 and variance 1/(n - 1)."""
    pairs = np.corrcoef(keyed[block])[np.triu_indices(MANY, 1)] * np.sqrt(BLOCK - 1)
    assert pairs.std() == pytest.approx(1, abs=0.02)
    assert abs(pairs.mean()) < 0.02
    assert abs(pairs).max() < 6
    assert stats.kstest(pairs, "norm").pvalue > 1e-3


@pytest.mark.parametrize("other", ["order", "next block", "next draw"])
def test_columns_have_no_trend_and_no_memory(keyed, other):
    there = {
        "order": np.broadcast_to(ROWS, keyed[0].shape),
        "next block": keyed[1],
        "next draw": np.roll(keyed[0], 1, axis=1),
    }[other]
    centre = (BLOCK - 1) / 2
    sums = ((keyed[0] - centre) * (there - centre)).sum(axis=1) / (BLOCK * (BLOCK**2 - 1) / 12)
    assert stats.kstest(sums * np.sqrt(BLOCK - 1), "norm").pvalue > 1e-3


@pytest.mark.parametrize("rows", [16, 512, 4_096])
def test_the_first_rows_are_a_random_choice(keyed, rows):
    """A mean of m of n without replacement has the variance (n^2 - 1)/12m * (n - m)/(n - 1)."""
    variance = (BLOCK**2 - 1) / 12 / rows * (BLOCK - rows) / (BLOCK - 1)
    means = keyed[0][:, :rows].mean(axis=1) - (BLOCK - 1) / 2
    assert stats.kstest(means / np.sqrt(variance), "norm").pvalue > 1e-3


def test_jitters_are_uniform_and_know_nothing_of_the_stratum():
    column = np.concatenate([one(f"column {number}") for number in range(20)])
    place = column * BLOCK
    jitter = place - np.floor(place)
    assert stats.kstest(jitter, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(jitter, place)[0, 1]) < 0.01
    assert abs(np.corrcoef(jitter[1:], jitter[:-1])[0, 1]) < 0.01


def test_every_bit_of_a_key_and_of_a_block_counts():
    """One bit turned changes half of the bits of the words that depend on it, within what is chance."""
    key = column_key(7, "a")
    start = block_words(key, 5)
    turned = [block_words(key, 5 ^ 1 << bit) for bit in range(27)]
    shares = [bin(a ^ b).count("1") / 32 for words in turned for a, b in zip(start, words, strict=True)]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.03)
    assert min(shares) > 0.1
    for place in range(8):
        for bit in range(32):
            other = key.copy()
            other[place] ^= 1 << bit
            assert sum(a != b for a, b in zip(start, block_words(other, 5), strict=True)) == 2


# ---------------------------------------------------------------- correlations


@pytest.mark.parametrize("rank", [-0.9, -0.3, 0.0, 0.3, 0.7, 0.95])
def test_rank_correlation_is_what_was_asked(rank):
    columns = uniforms(["a", "b"], 7, 0, 2 * BLOCK, [RankCorrelation("a", "b", rank)])
    assert stats.spearmanr(columns["a"], columns["b"]).statistic == pytest.approx(rank, abs=0.02)


def test_three_correlated_columns_have_all_pairs():
    pairs = [RankCorrelation("a", "b", 0.5), RankCorrelation("b", "c", -0.4), RankCorrelation("a", "c", 0.2)]
    columns = uniforms(["a", "b", "c"], 3, BLOCK, 2 * BLOCK, pairs)
    for pair in pairs:
        found = stats.spearmanr(columns[pair.first], columns[pair.second]).statistic
        assert found == pytest.approx(pair.rank, abs=0.02)


def test_correlated_columns_are_uniform_and_the_first_keeps_its_strata():
    columns = uniforms([PAIR.first, PAIR.second], 7, 0, BLOCK, [PAIR])
    assert np.array_equal(columns["stock.budget_growth"], one("stock.budget_growth"))
    second = columns["stock.job_growth"]
    assert stats.kstest(second, "uniform").pvalue > 1e-3
    assert np.all((second > 0) & (second < 1))


def test_a_correlation_of_nothing_moves_nothing():
    """Phi and its tabulated inverse cancel to the error of the table."""
    columns = uniforms(["a", "b"], 7, 0, BLOCK, [RankCorrelation("a", "b", 0.0)])
    np.testing.assert_allclose(columns["b"], one("b"), rtol=0, atol=1e-6)


def test_other_columns_are_not_moved_by_a_correlation():
    columns = uniforms(["leakage", "stock.job_growth"], 7, 0, BLOCK, [PAIR])
    assert np.array_equal(columns["leakage"], one("leakage"))


def test_a_correlated_column_is_the_same_whether_its_partner_is_wanted_or_not():
    both = uniforms(["stock.job_growth", "stock.budget_growth"], 7, 0, BLOCK, [PAIR])
    assert np.array_equal(both["stock.job_growth"], one("stock.job_growth", correlations=[PAIR]))


def test_the_order_of_names_changes_nothing():
    here = uniforms(["stock.job_growth", "stock.budget_growth", "x"], 7, 0, 100, [PAIR])
    there = uniforms(
        ["x", "stock.budget_growth", "stock.job_growth"], 7, 0, 100,
        [RankCorrelation(PAIR.second, PAIR.first, PAIR.rank)],
    )  # fmt: skip
    assert all(np.array_equal(here[name], there[name]) for name in here)


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


# ---------------------------------------------------------------- common random numbers


def drawn(name, spread, value, count=1_000):
    """Draws of an assumption."""
    flat = np.empty((count, 1))
    fill_columns(0, count, columns_of({name: inverse_of(spread, value)}, 7), flat)
    return flat[:, 0]


def test_an_assumption_is_its_inverse_at_its_uniforms():
    spread = Distribution(shape="uniform", low=0, high=0.4)
    assert np.array_equal(drawn("deadweight", spread, 0.2), 0.4 * one("deadweight", count=1_000))


def test_the_same_uniforms_serve_an_overridden_distribution():
    """Common random numbers: a scenario's other spread moves with the base's."""
    base = drawn("workers_per_leased_ha", Distribution(shape="pert", low=45, high=85), 65)
    other = drawn("workers_per_leased_ha", Distribution(shape="uniform", low=80, high=120), 85)
    assert stats.spearmanr(base, other).statistic == pytest.approx(1)


def test_a_mean_over_whole_blocks_is_far_nearer_than_by_chance():
    """Strata: the error of a mean of n draws is of the order of 1/n; without them 0.01 deviations here."""
    peer = stats.beta(3, 3, 45, 40)
    draws = drawn("x", Distribution(shape="pert", low=45, high=85), 65, BLOCK)
    assert draws.mean() == pytest.approx(peer.mean(), abs=1e-4 * peer.std())
    assert draws.std() == pytest.approx(peer.std(), rel=1e-3)
