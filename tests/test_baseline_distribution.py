import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from clusterecon.baseline.distribution import (
    PROBABILITIES,
    QuantileTable,
    StudentT,
    from_cdf,
    from_draws,
    from_student_t,
    linear_pool,
    plain,
    student_t_mean,
    student_t_predictive,
)

READINGS = [4.5, 4.6, 8.2, 7.1, 8.01, 7.29, 8.45, 4.7, 8.8, 3.0, 5.9]
finite = st.floats(-20, 20, allow_nan=False)


def test_student_t_agrees_with_scipy():
    t = StudentT(6.0, 2.0, 9.0)
    p = [0.01, 0.1, 0.5, 0.9]
    assert t.quantile(p) == pytest.approx(stats.t(9, 6.0, 2.0).ppf(p))
    assert t.variance == pytest.approx(stats.t(9, 6.0, 2.0).var())
    assert StudentT(0, 1, np.inf).quantile(0.975) == pytest.approx(1.959964, abs=1e-6)
    assert StudentT(0, 1, np.inf).variance == 1


def test_variance_of_few_degrees_of_freedom_is_finite():
    assert StudentT(0, 1, 1).variance == StudentT(0, 1, 2.5).variance == 5


@pytest.mark.parametrize("bad", [(np.nan, 1, 3), (0, -1, 3), (0, np.inf, 3), (0, 1, 0)])
def test_student_t_refuses_nonsense(bad):
    with pytest.raises(ValueError, match=r"must be"):
        StudentT(*bad)


def test_predictive_and_mean_by_hand():
    predictive, mean = student_t_predictive([1, 2, 3]), student_t_mean([1, 2, 3])
    assert (predictive.location, predictive.degrees_of_freedom) == (2, 2)
    assert predictive.scale == pytest.approx(np.sqrt(4 / 3))
    assert (mean.location, mean.degrees_of_freedom) == (2, 2)
    assert mean.scale == pytest.approx(1 / np.sqrt(3))


@pytest.mark.parametrize("bad", [[], [1.0], [1.0, np.nan], [[1.0, 2.0]]])
def test_too_few_readings_are_refused(bad):
    for function in (student_t_predictive, student_t_mean, from_draws):
        with pytest.raises(ValueError, match="finite readings"):
            function(bad)


def test_table_of_a_student_t_keeps_its_moments_and_quantiles():
    t = student_t_predictive(READINGS)
    table = from_student_t(t)
    p = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    assert table.quantile(p) == pytest.approx(t.quantile(p), abs=1e-4)
    assert table.cdf(table.quantile(p)) == pytest.approx(p, abs=1e-9)
    assert table.mean == pytest.approx(t.location, abs=1e-5)
    assert np.sqrt(table.variance) == pytest.approx(np.sqrt(t.variance), rel=2e-3)
    assert table.cdf([-1e3, 1e3]).tolist() == [0, 1]


@pytest.mark.parametrize("outturn", [-3.0, 4.2, 6.4, 25.0])
def test_crps_agrees_with_the_integral(outturn):
    t = stats.t(10, 6.4, 2.1)
    table = from_student_t(StudentT(6.4, 2.1, 10))
    left = integrate.quad(lambda x: t.cdf(x) ** 2, -60, outturn, limit=400)[0]
    right = integrate.quad(lambda x: t.sf(x) ** 2, outturn, 60, limit=400)[0]
    assert table.crps(outturn) == pytest.approx(left + right, abs=2e-3)


def test_crps_of_a_point_is_the_absolute_error():
    point = QuantileTable(np.full(PROBABILITIES.shape, 5.0))
    assert point.crps(7.5) == pytest.approx(2.5, abs=1e-4)
    assert point.crps(2.0) == pytest.approx(3.0, abs=1e-4)


def test_crps_of_draws_agrees_with_its_pairwise_form():
    draws = np.random.default_rng(3).normal(6, 2, 4000)
    pairwise = np.abs(draws - 4.0).mean() - np.abs(draws[:, None] - draws[None, :]).mean() / 2
    assert from_draws(draws).crps(4.0) == pytest.approx(pairwise, abs=2e-3)


@settings(max_examples=30, deadline=None)
@given(location=finite, scale=st.floats(0.2, 5), outturn=finite)
def test_crps_is_proper_against_a_shifted_forecast(location, scale, outturn):
    honest = from_student_t(StudentT(location, scale, np.inf))
    assert honest.crps(outturn) >= 0
    assert honest.crps(location) < honest.crps(location + 3 * scale)


def test_sum_with_an_independent_distribution():
    total = from_student_t(StudentT(6, 2, np.inf)).plus(StudentT(0.5, 1.5, np.inf))
    assert total.mean == pytest.approx(6.5, abs=1e-3)
    assert np.sqrt(total.variance) == pytest.approx(2.5, rel=2e-3)
    assert total.quantile(0.9) == pytest.approx(6.5 + 2.5 * 1.2815516, abs=5e-3)


def test_shift_moves_the_mean_and_scales_the_rest():
    table = from_student_t(StudentT(6, 2, 9))
    moved = table.shifted(4.0, 0.5)
    assert moved.mean == pytest.approx(4.0, abs=1e-6)
    assert moved.variance == pytest.approx(table.variance / 4, rel=1e-5)


def test_pool_is_the_mixture_of_its_members():
    a, b = from_student_t(StudentT(4, 1, np.inf)), from_student_t(StudentT(8, 1, np.inf))
    pool = linear_pool([a, b], [3, 1])
    x = np.array([3.0, 4.5, 6.0, 8.5])
    assert pool.cdf(x) == pytest.approx(0.75 * a.cdf(x) + 0.25 * b.cdf(x), abs=1e-3)
    assert pool.mean == pytest.approx(5, abs=1e-3)
    assert pool.variance == pytest.approx(1 + 16 * 0.75 * 0.25, rel=2e-3)
    assert linear_pool([a, b], [1, 0]).values == pytest.approx(a.values, abs=1e-5)


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, np.nan]])
def test_pool_refuses_wrong_weights(weights):
    table = from_student_t(StudentT(4, 1, 5))
    with pytest.raises(ValueError, match="weights"):
        linear_pool([table, table], weights)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(finite, st.floats(0.1, 5), st.floats(0.01, 1)), min_size=1, max_size=5))
def test_pool_stays_between_its_members_and_ordered(members):
    tables = [from_student_t(StudentT(m, s, 6)) for m, s, _ in members]
    pool = linear_pool(tables, [w for _, _, w in members])
    assert (np.diff(pool.values) >= 0).all()
    every = np.array([t.quantile(0.5) for t in tables])
    assert every.min() - 0.05 <= pool.quantile(0.5) <= every.max() + 0.05


def test_a_table_refuses_values_that_fall_or_do_not_fit():
    good = from_student_t(StudentT(0, 1, 5)).values
    with pytest.raises(ValueError, match="never fall"):
        QuantileTable(good[::-1])
    with pytest.raises(ValueError, match="values, not"):
        QuantileTable(good[:-1])
    with pytest.raises(ValueError, match="finite"):
        QuantileTable(np.where(good == good[-1], np.inf, good))


def test_json_gives_the_same_numbers_back():
    table = from_student_t(StudentT(6.4, 2.1, 10))
    told = json.loads(json.dumps(plain(asdict(table)), allow_nan=False))
    assert (QuantileTable(np.array(told["values"])).values == table.values).all()
    for t in (StudentT(1.5, 0.3, 4.0), StudentT(1.5, 0.3, np.inf)):
        assert StudentT.from_plain(json.loads(json.dumps(plain(asdict(t)), allow_nan=False))) == t


def test_cdf_with_flat_parts_gives_an_ordered_table():
    table = from_cdf(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 0.5, 0.5, 1.0]))
    assert table.quantile(0.25) == pytest.approx(0.5, abs=1e-3)
    assert (np.diff(table.values) >= 0).all()
