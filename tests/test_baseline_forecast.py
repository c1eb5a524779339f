import numpy as np
import pytest
from growth_paths import central, paths
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clusterecon.baseline.distribution import Mixture, StudentT
from clusterecon.baseline.forecast import GrowthForecast, bounded, shock_scales
from clusterecon.model.sampling import uniforms as uniforms_of

LEVELS = (5, 10, 25)


def uniforms(forecast, n=100_000, seed=1):
    rng = np.random.default_rng(seed)
    return {c: rng.random(n) for c in forecast.columns}


def make(first=None, rho=0.3, se=0.2, steps=10, climatology_variance=5.0, known=None):
    first = first or Mixture.equal(StudentT(6.8, 1.6, 9))
    mean, persistence = StudentT(6.7, 0.65, 10), StudentT(rho, se, np.inf)
    scales = shock_scales(first, mean, persistence, climatology_variance, steps)
    known = known or {}
    years = (*known, *range(2025, 2026 + steps))
    return GrowthForecast(2025, years, known, first, mean, persistence, scales)


def test_columns_are_named_by_year_so_that_dates_share_random_numbers():
    assert make(steps=2).columns == (
        "baseline.first_year",
        "baseline.mean",
        "baseline.persistence",
        "baseline.shock_2026",
        "baseline.shock_2027",
    )
    assert make(steps=0).columns == ("baseline.first_year",)


def test_paths_follow_the_equation():
    forecast = make(se=0.0, rho=0.5, steps=2)
    u = {c: np.array([0.3, 0.9]) for c in forecast.columns}
    got = paths(forecast, u)
    first = forecast.first.quantile(u["baseline.first_year"])
    m = forecast.mean.quantile(u["baseline.mean"])
    e = [s * stats.norm.ppf([0.3, 0.9]) for s in forecast.shock_scale]
    assert got[:, 0] == pytest.approx(first)
    assert got[:, 1] == pytest.approx(m + 0.5 * (first - m) + e[0])
    assert got[:, 2] == pytest.approx(m + 0.25 * (first - m) + 0.5 * e[0] + e[1])


def test_variance_is_that_of_the_equation():
    forecast = make(climatology_variance=5.0)
    draws = paths(forecast, uniforms(forecast, 400_000))
    assert draws[:, 0].var() == pytest.approx(forecast.first.variance, rel=0.02)
    assert draws[:, 1:].var(axis=0) == pytest.approx(np.full(10, 5.0), rel=0.02)


def test_variance_stays_where_the_first_year_is_wider_than_climatology():
    forecast = make(first=Mixture.equal(StudentT(6, 3, 9)), climatology_variance=4.0)
    draws = paths(forecast, uniforms(forecast, 400_000))
    assert draws.var(axis=0) == pytest.approx(np.full(11, forecast.first.variance), rel=0.03)


@settings(max_examples=20, deadline=None)
@given(
    scale=st.floats(0.3, 3),
    rho=st.floats(0, 0.8),
    se=st.floats(0, 0.3),
    variance=st.floats(1, 9),
    centre=st.floats(3.7, 9.7),
)
def test_interval_widths_never_shrink_with_the_horizon(scale, rho, se, variance, centre):
    """Of a first year within three points of the mean; beyond, persistence skews the next."""
    forecast = make(Mixture.equal(StudentT(centre, scale, 9)), rho, se, 6, variance)
    draws = paths(forecast, uniforms(forecast, 60_000))
    for level in LEVELS:
        low, high = np.percentile(draws, [level, 100 - level], axis=0)
        widths = high - low
        assert (np.diff(widths) >= -0.03 * widths[:-1]).all()


def test_known_years_come_first_exact_or_measured():
    known = {2023: Mixture.equal(StudentT(4.57, 0, 9)), 2024: Mixture.equal(StudentT(6.2, 0.7, 9))}
    forecast = make(known=known, steps=1)
    assert forecast.years == (2023, 2024, 2025, 2026)
    assert "baseline.known_2024" in forecast.columns
    assert "baseline.known_2023" not in forecast.columns
    draws = paths(forecast, uniforms(forecast))
    assert (draws[:, 0] == 4.57).all()
    assert np.median(draws[:, 1]) == pytest.approx(6.2, abs=0.02)
    assert central(forecast)[:2] == pytest.approx([4.57, 6.2])


def test_draws_depend_on_named_uniforms_alone():
    forecast = make()
    u = uniforms(forecast, 100)
    again = paths(forecast, {"other": np.full(7, 0.1), **dict(reversed(list(u.items())))})
    assert (paths(forecast, u) == again).all()


def test_persistence_keeps_to_its_bounds():
    rho = bounded(StudentT(0.3, 0.5, np.inf), [0.001, 0.5, 0.999])
    assert rho.tolist() == [0.0, 0.3, 0.8]


@pytest.mark.parametrize("year", [2024, 2025])
def test_probabilities_are_those_of_many_paths(year):
    forecast = make(known={2024: Mixture.equal(StudentT(6.2, 0.7, 9))})
    drawn = paths(forecast, uniforms(forecast))[:, forecast.years.index(year)]
    for threshold in (2.0, 6.5, 9.0):
        assert forecast.probability(year, threshold) == pytest.approx((drawn >= threshold).mean(), abs=0.006)


def test_probabilities_of_known_years_are_sure():
    forecast = make(known={2024: Mixture.equal(StudentT(6.5, 0.0, np.inf))})
    assert (forecast.probability(2024, 6.5), forecast.probability(2024, 6.51)) == (1, 0)


def test_a_run_draws_the_quantiles_of_the_forecast(sampled):
    """Each column as its function says of its uniforms, within two hundred-thousandths of its range."""
    source, functions = sampled.results["reference"].source, sampled.baseline.forecast.quantile_functions()
    u = uniforms_of(list(source.plan.inverses), source.seed, 0, 1000, source.correlations)
    drawn = source.assumptions(0, 1000)
    for name, quantiles in functions.items():
        low, high = quantiles(np.array([0.05, 0.95]))
        got = drawn[:, source.plan.layout.place(name)]
        assert got == pytest.approx(quantiles(u[name]), abs=2e-5 * (high - low))
