"""Statistics that merge: against those of the draws, whatever the number of blocks and their order."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clusterecon.model.passes import Goals
from clusterecon.model.sampling import BLOCK
from clusterecon.model.tally import PERCENTILES, TELLING, Sums, Tally, edges_of

ERROR = 1e-3
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-3, 3).map(float)
SHARES = np.array(PERCENTILES) / 100
NONE = Goals(np.array([], dtype=np.int64), np.array([]), np.array([], dtype=np.int64))


def tallied(draws, *, goals=NONE, years=(), block=BLOCK, each=1, order=None, first=None):
    """Summary of draws, (outcomes, draws), ``each`` blocks a task, tasks put together in an order."""
    edges = edges_of(draws[:, : first or block], years)
    blocks = [draws[:, start : start + block] for start in range(0, draws.shape[1], block)]
    parts = {}
    for task, start in enumerate(range(0, len(blocks), each)):
        tally = Tally(edges, goals)
        for own in blocks[start : start + each]:
            tally.begin_block()
            half = own.shape[1] // 2
            for out in (own[:, :half], own[:, half:]):  # a block comes in pieces
                if out.size:
                    tally.add(np.ascontiguousarray(out))
            tally.end_block()
        parts[task] = tally.part()
    sums = Sums(edges)
    for task in order or parts:
        sums.add(task, parts[task])
    return sums.summary(years)


def exact(draws):
    """Order statistics at the percentiles, (7, outcomes); no value at all counts as the highest."""
    ranks = np.floor(SHARES * (draws.shape[1] - 1) + 1e-9).astype(int)
    found = np.sort(draws, axis=1)[:, ranks].T
    return np.where(np.isfinite(found), found, np.nan)


def off(summary, draws):
    """By how much quantiles are off, over the distance between the outer ones, (7, outcomes)."""
    found = summary.statistics[1:]
    spread = np.fmax.reduce(found) - np.fmin.reduce(found)
    gap = np.nan_to_num(np.abs(found - exact(draws)))
    return np.divide(gap, spread, out=np.where(gap > 0, np.inf, 0.0), where=spread > 0)


# ---------------------------------------------------------------- of a run


@pytest.fixture(scope="module", params=[1, 2.5, 9], ids=["1 block", "2.5 blocks", "9 blocks"])
def results(request, shipped):
    """Runs of a scenario that delivers land, and of one that closes clusters."""
    draws = int(request.param * BLOCK)
    return shipped.simulate(["plan", "wastewater-enforced"], draws=draws, seed=8).results


@pytest.mark.parametrize("name", ["plan", "wastewater-enforced"])
def test_quantiles_of_a_run_are_order_statistics_within_the_error_told(results, name):
    result = results[name]
    summary, years = result.summary, list(result.job.years)
    draws = result.source.outcomes(result.job.wanted)
    numbers = np.setdiff1d(np.arange(len(draws)), years)
    found = off(summary, draws)[:, numbers]
    assert (found <= summary.quantile_error[numbers] * (1 + 1e-6)).all()
    spread = summary.statistics[-1] > summary.statistics[1]
    whole = ~np.isnan(draws).any(axis=1)
    assert spread.sum() > 300
    assert summary.quantile_error[spread & whole].max() <= ERROR
    assert found.max() > 1e-5  # told from bins, not from draws


@pytest.mark.parametrize("name", ["plan", "wastewater-enforced"])
def test_means_of_a_run_are_those_of_its_draws(results, name):
    result = results[name]
    draws = result.source.outcomes(result.job.wanted)
    some = ~np.isnan(draws).any(axis=1)
    means = draws[some].mean(axis=1)
    np.testing.assert_allclose(result.summary.statistics[0, some], means, rtol=1e-9, atol=1e-9)
    assert np.isnan(result.summary.statistics[0, ~some]).all()
    assert result.summary.positive == pytest.approx((draws > 0).mean(axis=1), abs=1e-12)


@pytest.mark.parametrize("name", ["plan", "wastewater-enforced"])
def test_payback_of_a_run_is_a_year_that_occurs(results, name):
    result = results[name]
    rows = list(result.job.years)
    draws = result.source.outcomes(result.job.wanted[rows])
    right = np.percentile(
        np.where(np.isnan(draws), np.inf, draws), PERCENTILES, axis=1, method="inverted_cdf"
    )
    found = result.summary.statistics[1:, rows]
    assert np.array_equal(found, np.where(np.isinf(right), np.nan, right), equal_nan=True)
    assert np.isnan(found).any() and np.isfinite(found).any()
    assert (result.summary.quantile_error[rows] == 0).all()


def test_what_never_varies_is_told_exactly(results):
    """Before any cluster is finished, and in the base year."""
    plan = results["plan"]
    assert (plan.statistics("jobs")[:, 0] == 80_000).all()
    assert (plan.statistics("jobs_net")[:, 0] == 0).all()
    assert (plan.statistics("wastewater_coverage")[:, 1] == 1).all()


# ---------------------------------------------------------------- of any draws


@given(hnp.arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 300)), elements=NUMBERS))
def test_quantiles_lie_within_the_error_told_whatever_the_draws(draws):
    found = tallied(draws, block=100)
    assert (off(found, draws) <= found.quantile_error * (1 + 1e-6)).all()
    np.testing.assert_allclose(found.statistics[0], draws.mean(axis=1), rtol=1e-9, atol=1e-6)
    assert (np.diff(found.statistics[1:], axis=0) >= -1e-9).all()
    assert (found.statistics[1:] >= draws.min(axis=1)).all()
    assert (found.statistics[1:] <= draws.max(axis=1)).all()


@pytest.mark.parametrize("seed", range(20))
def test_a_percentile_of_a_heavy_tail_never_leaves_the_bins(seed):
    """Of many draws, whose first ones tell little of the tail: a benefit-cost ratio, say."""
    rng = np.random.default_rng(seed)
    draws = rng.lognormal(0, 0.8, (5, 10 * BLOCK))
    found = tallied(draws, first=TELLING, each=10)
    assert (off(found, draws) <= found.quantile_error * (1 + 1e-6)).all()
    assert (found.quantile_error <= ERROR * 1.2).all()


@pytest.mark.parametrize("value", [0.1, 0.0, -1e9, 3e-300])
def test_what_is_the_same_in_every_draw_is_given_exactly(value):
    found = tallied(np.full((2, 20_001), value))
    assert (found.statistics[1:] == value).all()
    assert found.statistics[0] == pytest.approx(value, rel=1e-12)
    assert (found.quantile_error == 0).all()


@pytest.mark.parametrize("blocks", [1, 2.5, 9])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_mass_at_nought_is_told_as_nought(share, blocks):
    """Jobs at risk, say: none in many draws, any number in the others."""
    rng = np.random.default_rng(5)
    size = int(blocks * BLOCK)
    draws = np.where(rng.random(size) < share, 0.0, rng.lognormal(7, 0.5, size))[np.newaxis]
    found = tallied(draws)
    assert (off(found, draws) <= ERROR).all()
    assert (found.quantile_error <= ERROR).all()
    at_nought = exact(draws) == 0
    assert (found.statistics[1:][at_nought] <= ERROR * found.statistics[-1].max()).all()
    assert (found.statistics[1:] >= 0).all()
    if share == 0.99:
        assert (found.statistics[1:] == 0).all()


@pytest.mark.parametrize("share", [0.0005, 0.07, 0.2, 0.6, 0.97, 1.0])
def test_no_value_counts_as_the_highest_and_only_where_that_share_has_none(share):
    """Cost of a net job where there is none: dearer than any; then the mean is none as well."""
    rng = np.random.default_rng(6)
    size = 4 * BLOCK
    draws = rng.normal(10, 2, (1, size))
    draws[0, rng.permutation(size)[: round(share * size)]] = np.nan
    found = tallied(draws)
    right = exact(draws)
    assert np.array_equal(np.isnan(found.statistics[1:]), np.isnan(right))
    assert np.isnan(found.statistics[0]).all()
    assert (off(found, draws) <= found.quantile_error * (1 + 1e-6)).all()
    assert (found.quantile_error <= ERROR).all()


@pytest.mark.parametrize("share", [0.0005, 0.08, 0.3, 0.97, 1.0])
def test_what_is_worse_than_any_value_counts_as_the_lowest(share):
    """Internal rate of return where all is lost."""
    rng = np.random.default_rng(7)
    size = 4 * BLOCK
    draws = rng.normal(0.1, 0.02, (1, size))
    draws[0, rng.permutation(size)[: round(share * size)]] = -np.inf
    found = tallied(draws)
    right = exact(draws)
    assert np.array_equal(np.isnan(found.statistics[1:]), np.isnan(right))
    assert not np.isfinite(found.statistics[0]).any()
    assert (off(found, draws) <= found.quantile_error * (1 + 1e-6)).all()
    assert (found.quantile_error <= ERROR).all()


@given(
    st.lists(st.one_of(st.just(math.nan), st.integers(1, 60).map(float)), min_size=1, max_size=80),
    st.integers(1, 40),
)
def test_percentiles_of_years_are_in_order_and_years_that_occur(years, block):
    """The first year by which a share of the draws has come, however the draws are cut into blocks."""
    found = tallied(np.array([years]), years=[0], block=block).statistics
    ordered = np.where(np.isnan(years), np.inf, years)
    right = np.percentile(ordered, PERCENTILES, method="inverted_cdf")
    assert [math.inf if math.isnan(v) else v for v in found[1:, 0]] == right.tolist()
    assert all(math.isnan(v) or v in years for v in found[1:, 0])
    if math.nan in years:
        assert math.isnan(found[0, 0])
    else:
        assert found[0, 0] == pytest.approx(np.mean(years))


@pytest.mark.parametrize(("each", "order"), [(1, [4, 2, 0, 3, 1]), (2, [2, 1, 0]), (5, None)])
def test_parts_merge_to_the_same_in_any_order_and_size(each, order):
    """Bins and counts to the last bit; sums of numbers to rounding where tasks are cut differently."""
    draws = np.random.default_rng(8).normal(5, 2, (3, 5 * BLOCK - 100))
    goals = Goals(np.array([0, 2]), np.array([5.0, 8.0]), np.array([1, 0]))
    one, other = tallied(draws, goals=goals), tallied(draws, goals=goals, each=each, order=order)
    assert one.rows == other.rows == (BLOCK,) * 4 + (BLOCK - 100,)
    for name in ("positive", "under", "hits", "scale", "quantile_error"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.statistics[1:], other.statistics[1:])
    np.testing.assert_allclose(one.statistics[0], other.statistics[0], rtol=1e-12)
    if each == 1:
        assert np.array_equal(one.statistics, other.statistics)
        assert np.array_equal(one.shortfall, other.shortfall)


def test_goals_are_counted_draw_by_draw():
    draws = np.random.default_rng(9).normal(5, 2, (2, 2 * BLOCK))
    draws[0, :50] = 5 - 1e-10  # a value at the threshold meets it
    goals = Goals(np.array([0, 1]), np.array([5.0, 6.0]), np.array([1, 0]))
    found = tallied(draws, goals=goals)
    first, second = draws[0] >= 5 - 1e-9, draws[1] >= 6 - 1e-9
    counts = [np.sum(m.reshape(2, -1), axis=1) for m in (first, second, first & second, first)]
    assert np.array_equal(found.hits, np.transpose(counts))
    assert found.shortfall == pytest.approx([(5 - draws[0])[~first].sum(), (6 - draws[1])[~second].sum()])


def test_the_density_at_the_median_tells_its_error():
    """Of a normal distribution with deviation 2 the inverse density at the median is 2 sqrt(2 pi)."""
    found = tallied(np.random.default_rng(10).normal(5, 2, (1, 20 * BLOCK)))
    assert found.scale[0] == pytest.approx(2 * math.sqrt(2 * math.pi), rel=0.03)
    assert found.under.sum() == pytest.approx(10 * BLOCK, rel=0.04)
