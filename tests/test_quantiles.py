"""Inverse distribution functions against scipy.stats, and the tables of them against the exact ones."""

import time
from functools import partial

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri, stdtrit

from clusterecon import load_study
from clusterecon.model.quantiles import (
    CURVE,
    EDGE,
    LINEAR,
    STEPS,
    UNIFORM,
    inverse,
    inverse_of,
    quantile,
    quantile_function,
    standard_normal,
    table_of,
)
from clusterecon.scenario.assumptions import Distribution

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


# ---------------------------------------------------------------- discrete


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


@given(
    st.lists(st.floats(0.001, 1), min_size=1, max_size=40), st.lists(st.floats(EDGE, 1 - EDGE), max_size=50)
)
def test_a_table_of_steps_gives_the_very_values(weights, uniforms):
    probabilities = tuple(np.array(weights) / sum(weights))
    spread = Distribution(shape="discrete", values=tuple(range(len(weights))), probabilities=probabilities)
    kind, table = inverse_of(spread, 0.0)
    assert kind == STEPS
    found = [inverse(kind, table, u) for u in uniforms]
    assert found == quantile_function(spread, 0.0, np.array(uniforms)).tolist()


def test_a_value_of_no_probability_is_never_drawn():
    spread = Distribution(shape="discrete", values=(1, 2, 3), probabilities=(0, 0.5, 0.5))
    kind, table = inverse_of(spread, 2.0)
    assert [inverse(kind, table, u) for u in (EDGE, 0.4999, 0.5, 1 - EDGE)] == [2, 2, 3, 3]


# ---------------------------------------------------------------- tables

TAIL = np.concatenate([np.geomspace(1e-6, 0.01, 200), np.linspace(0.01, 0.5, 700)])
GRID = np.concatenate([TAIL, 1 - TAIL[-2::-1]])
"""From 1e-6 to 1 - 1e-6, dense in the tails."""


def read(table, uniforms):
    return np.array([quantile(table, u) for u in uniforms])


def error(table, curve):
    """Largest distance between a table and the exact inverse, in ranges between the quantiles 5 and 95."""
    return np.max(np.abs(read(table, GRID) - curve(GRID))) / (curve(0.95) - curve(0.05))


def error_in_tails(table, curve):
    """The same where a value may be wrong by as much as is far from the median."""
    exact = curve(GRID)
    scale = np.maximum(curve(0.95) - curve(0.05), np.abs(exact - curve(0.5)))
    return np.max(np.abs(read(table, GRID) - exact) / scale)


def test_every_spread_assumption_of_the_study_is_within_1e_5(root):
    study = load_study(root)
    entries = {
        (entry.distribution, entry.number)
        for scenario in study.scenarios.values()
        for entry in scenario.quantities().values()
        if entry.distribution is not None
    }
    assert len(entries) > 30
    for distribution, value in entries:
        kind, table = inverse_of(distribution, value)
        if kind == CURVE:
            assert error(table, partial(quantile_function, distribution, value)) < 1e-5, distribution
        else:
            assert kind == LINEAR
            assert distribution.shape == "uniform"


@pytest.mark.parametrize(("distribution", "value", "peer"), FAMILIES)
def test_tables_are_within_1e_5_of_scipy(distribution, value, peer):
    kind, table = inverse_of(distribution, value)
    found = np.array([inverse(kind, table, u) for u in GRID])
    assert np.max(np.abs(found - peer.ppf(GRID))) < 1e-5 * (peer.ppf(0.95) - peer.ppf(0.05))


@given(st.floats(0, 1), st.floats(0.05, 1e6))
def test_the_table_of_a_pert_holds_wherever_its_mode_lies(position, width):
    low, high = 10.0, 10.0 + width
    mode = min(max(low + position * width, low), high)
    spread = Distribution(shape="pert", low=low, high=high)
    assert error(inverse_of(spread, mode).table, partial(quantile_function, spread, mode)) < 1e-6


@given(st.floats(0.3, 20), st.floats(0.3, 20))
def test_the_table_holds_for_any_sensible_beta(a, b):
    spread = Distribution(shape="beta", low=0, high=1, alpha=a, beta=b)
    assert error(inverse_of(spread, 0.5).table, stats.beta(a, b).ppf) < 1e-5


@given(st.floats(-6, 4), st.floats(0.1, 8))
def test_the_table_holds_for_a_normal_cut_anywhere(low, width):
    spread = Distribution(shape="normal", standard_deviation=1, low=low, high=low + width)
    assert error(inverse_of(spread, 0.0).table, partial(quantile_function, spread, 0.0)) < 1e-5


@given(st.floats(0.02, 2))
def test_lognormal_tails_are_within_what_is_said(deviation):
    spread, peer = Distribution(shape="lognormal", standard_deviation=deviation), stats.lognorm(deviation)
    table = inverse_of(spread, 1.0).table
    assert error_in_tails(table, peer.ppf) < 2e-5
    assert deviation > 0.4 or error(table, peer.ppf) < 1e-5


@given(st.floats(2.5, 40))
def test_student_tails_are_within_what_is_said(degrees):
    curve = partial(stdtrit, degrees)
    assert error_in_tails(table_of(curve), curve) < 2e-5
    assert degrees < 8 or error(table_of(curve), curve) < 1e-5


@given(st.floats(0.001, 0.999))
@example(0.5062)
def test_a_kink_costs_less_than_is_said(mode):
    """The kink lies at u = mode; the dearest place found among 3,000 stands above."""
    curve = partial(quantile_function, Distribution(shape="triangular", low=0, high=1), mode)
    near = np.clip(mode + np.linspace(-0.02, 0.02, 401), 1e-6, 1 - 1e-6)
    worst = np.max(np.abs(read(table_of(curve), near) - curve(near)))
    assert worst < 7e-6 * (curve(0.95) - curve(0.05))


def test_the_standard_normal_is_within_1e_5():
    assert error(standard_normal(), ndtri) < 1e-6


def test_a_uniform_is_exact():
    u = 0.1234567890123
    assert inverse(*UNIFORM, u) == u
    assert inverse(*inverse_of(Distribution(shape="uniform", low=2, high=5), 3.0), u) == 2 + 3 * u


shapes = st.one_of(
    st.tuples(st.just("pert"), st.floats(0, 1)),
    st.tuples(st.just("triangular"), st.floats(0, 1)),
    st.tuples(st.just("beta"), st.floats(0.2, 30)),
    st.tuples(st.just("normal"), st.floats(0.01, 30)),
    st.tuples(st.just("lognormal"), st.floats(0.01, 3)),
)


@given(shapes, st.lists(st.floats(EDGE, 1 - EDGE), min_size=2, max_size=300))
def test_drawn_values_never_fall_and_stay_inside(shape, uniforms):
    """Rounding alone may lower a value: by some units in the last place."""
    family, number = shape
    low, high, value = (0.5, 1.5, 0.5 + number) if family in ("pert", "triangular") else (0.5, 1.5, 1.0)
    more = {
        "beta": {"alpha": number, "beta": 3},
        "normal": {"standard_deviation": number},
        "lognormal": {"standard_deviation": number},
    }
    spread = Distribution(shape=family, low=low, high=high, **more.get(family, {}))
    table = inverse_of(spread, min(value, high)).table
    near = [u + d for u in uniforms for d in (0, 1e-9, 1e-4) if u + d < 1 - EDGE]
    drawn = read(table, sorted([EDGE, *near, 1 - EDGE]))
    assert np.all(np.diff(drawn) >= -1e-15)
    assert drawn.min() >= low
    assert drawn.max() <= high


def test_a_curve_without_ends_is_closed_at_its_last_quantiles():
    assert quantile(standard_normal(), 0.0) == ndtri(EDGE)
    assert quantile(standard_normal(), 1.0) == ndtri(1 - EDGE)


def test_a_jump_is_not_overshot():
    table = table_of(lambda u: np.where(u < 0.3, 0.0, 1.0))
    found = read(table, np.linspace(EDGE, 1 - EDGE, 5_000))
    assert found.min() == 0
    assert found.max() == 1
    assert np.all(np.diff(found) >= -1e-15)


def test_the_tables_of_the_study_take_no_time(root):
    """0.03 s when this was written; ten times that shows that a table became dear."""
    study = load_study(root)
    entries = [e for e in study.scenario("plan").quantities().values() if e.distribution is not None]
    inverse_of.cache_clear()
    start = time.process_time()
    for entry in entries:
        inverse_of(entry.distribution, entry.number)
    assert time.process_time() - start < 0.3
