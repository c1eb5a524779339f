import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clusterecon.baseline.distribution import StudentT, from_student_t, plain
from clusterecon.baseline.forecast import (
    GrowthForecast,
    KnownGrowth,
    Persistence,
    add_means,
    climatology_forecast,
    shock_scales,
)

READINGS = {
    2013: 4.5,
    2014: 4.6,
    2015: 8.2,
    2016: 7.1,
    2017: 8.01,
    2018: 7.29,
    2019: 8.45,
    2020: 4.7,
    2022: 8.8,
    2023: 3.0,
    2024: 5.9,
}
LEVELS = (5, 10, 25)


def uniforms(forecast, n=100_000, seed=1):
    rng = np.random.default_rng(seed)
    return {c: rng.random(n) for c in forecast.columns}


def make(first=None, rho=0.3, se=0.2, steps=10, climatology_variance=5.0, known=()):
    first = first or from_student_t(StudentT(6.8, 1.6, 9))
    mean, persistence = StudentT(6.7, 0.65, 10), Persistence(rho, se)
    scales = shock_scales(first, mean, persistence, climatology_variance, steps)
    years = tuple(k.year for k in known) + tuple(range(2025, 2026 + steps))
    return GrowthForecast("test", 2025, years, first, mean, persistence, scales, tuple(known))


def test_climatology_is_the_student_t_of_the_readings():
    forecast = climatology_forecast(READINGS, first_year=2025, horizon=2035)
    x = np.array(list(READINGS.values()))
    t = stats.t(10, x.mean(), x.std(ddof=1) * np.sqrt(12 / 11))
    assert forecast.name == "climatology"
    assert (forecast.first_year, forecast.years[0], forecast.years[-1]) == (2025, 2025, 2035)
    assert (1 - forecast.first.cdf(6.95)) == pytest.approx(t.sf(6.95), abs=1e-4)
    assert forecast.central() == pytest.approx(np.full(11, x.mean()), abs=1e-5)
    draws = forecast.draws(uniforms(forecast))
    assert draws.shape == (100_000, 11)
    assert np.quantile(draws[:, 0], [0.1, 0.9]) == pytest.approx(t.ppf([0.1, 0.9]), abs=0.04)


def test_climatology_sees_only_the_years_before_its_first():
    early = climatology_forecast(READINGS, first_year=2020, horizon=2024)
    changed = {**READINGS, 2020: 99.0, 2023: -50.0}
    again = climatology_forecast(changed, first_year=2020, horizon=2024)
    assert plain(asdict(again)) == plain(asdict(early))


def test_climatology_with_a_wedge_is_higher_and_wider():
    plain = climatology_forecast(READINGS, first_year=2025, horizon=2030)
    wedged = climatology_forecast(READINGS, first_year=2025, horizon=2030, wedge=[0.2, 0.5, 1.5, 0.3, -0.7])
    assert wedged.first.mean == pytest.approx(plain.first.mean + 0.36, abs=1e-3)
    assert wedged.first.variance > plain.first.variance
    assert wedged.mean.scale > plain.mean.scale


@pytest.mark.parametrize(("first_year", "horizon"), [(2015, 2020), (2025, 2024)])
def test_climatology_refuses_too_few_readings_or_a_horizon_in_the_past(first_year, horizon):
    with pytest.raises(ValueError, match="at least 3 readings"):
        climatology_forecast(READINGS, first_year=first_year, horizon=horizon)


def test_columns_are_named_by_year_so_that_dates_share_random_numbers():
    assert make(steps=2).columns == (
        "baseline.first_year",
        "baseline.mean",
        "baseline.persistence",
        "baseline.shock_2026",
        "baseline.shock_2027",
    )
    assert make(se=0.0, steps=1).columns == ("baseline.first_year", "baseline.mean", "baseline.shock_2026")
    assert make(steps=0).columns == ("baseline.first_year",)


def test_paths_follow_the_equation():
    forecast = make(se=0.0, rho=0.5, steps=2)
    u = {c: np.array([0.3, 0.9]) for c in forecast.columns}
    got = forecast.draws(u)
    first = forecast.first.quantile(u["baseline.first_year"])
    m = forecast.mean.quantile(u["baseline.mean"])
    e = [s * stats.norm.ppf([0.3, 0.9]) for s in forecast.shock_scale]
    assert got[:, 0] == pytest.approx(first)
    assert got[:, 1] == pytest.approx(m + 0.5 * (first - m) + e[0])
    assert got[:, 2] == pytest.approx(m + 0.25 * (first - m) + 0.5 * e[0] + e[1])


def test_variance_is_that_of_the_equation():
    forecast = make(climatology_variance=5.0)
    draws = forecast.draws(uniforms(forecast, 400_000))
    assert draws[:, 0].var() == pytest.approx(forecast.first.variance, rel=0.02)
    assert draws[:, 1:].var(axis=0) == pytest.approx(np.full(10, 5.0), rel=0.02)


def test_variance_stays_where_the_first_year_is_wider_than_climatology():
    forecast = make(first=from_student_t(StudentT(6, 3, 9)), climatology_variance=4.0)
    draws = forecast.draws(uniforms(forecast, 400_000))
    assert draws.var(axis=0) == pytest.approx(np.full(11, forecast.first.variance), rel=0.03)


@settings(max_examples=20, deadline=None)
@given(
    scale=st.floats(0.3, 3),
    rho=st.floats(0, 0.8),
    se=st.floats(0, 0.3),
    variance=st.floats(1, 9),
    centre=st.floats(2, 10),
)
def test_interval_widths_never_shrink_with_the_horizon(scale, rho, se, variance, centre):
    forecast = make(from_student_t(StudentT(centre, scale, 9)), rho, se, 6, variance)
    draws = forecast.draws(uniforms(forecast, 60_000))
    for level in LEVELS:
        low, high = np.percentile(draws, [level, 100 - level], axis=0)
        widths = high - low
        assert (np.diff(widths) >= -0.03 * widths[:-1]).all()


def test_known_years_come_first_exact_or_measured():
    known = (KnownGrowth(2023, StudentT(4.57, 0, 9)), KnownGrowth(2024, StudentT(6.2, 0.7, 9)))
    forecast = make(known=known, steps=1)
    assert forecast.years == (2023, 2024, 2025, 2026)
    assert "baseline.known_2024" in forecast.columns
    assert "baseline.known_2023" not in forecast.columns
    draws = forecast.draws(uniforms(forecast))
    assert (draws[:, 0] == 4.57).all()
    assert np.median(draws[:, 1]) == pytest.approx(6.2, abs=0.02)
    assert forecast.central()[:2] == pytest.approx([4.57, 6.2])


def test_years_must_be_consecutive():
    forecast = make(steps=1)
    with pytest.raises(ValueError, match="years"):
        GrowthForecast("x", 2025, (2025, 2027), forecast.first, forecast.mean, forecast.persistence, (1.0,))
    with pytest.raises(ValueError, match="years"):
        make(known=(KnownGrowth(2022, StudentT(4, 0, 9)),))


def test_draws_depend_on_named_uniforms_alone():
    forecast = make()
    u = uniforms(forecast, 100)
    again = forecast.draws({"other": np.full(7, 0.1), **dict(reversed(list(u.items())))})
    assert (forecast.draws(u) == again).all()


@pytest.mark.parametrize("bad", [np.array([0.0, 0.5]), np.array([0.5, 1.0]), np.array([0.5]), np.array(0.5)])
def test_wrong_uniforms_are_refused_by_name(bad):
    forecast = make(steps=1)
    u = uniforms(forecast, 2)
    with pytest.raises(ValueError, match=r"baseline\.mean"):
        forecast.draws({**u, "baseline.mean": bad})
    del u["baseline.mean"]
    with pytest.raises(ValueError, match=r"baseline\.mean"):
        forecast.draws(u)


def test_json_gives_the_same_paths_back():
    forecast = make(known=(KnownGrowth(2024, StudentT(6.2, 0.7, 9)),))
    again = GrowthForecast.from_plain(json.loads(json.dumps(plain(asdict(forecast)), allow_nan=False)))
    u = uniforms(forecast, 1000)
    assert (again.draws(u) == forecast.draws(u)).all()
    assert plain(asdict(again)) == plain(asdict(forecast))


def test_persistence_keeps_to_its_bounds():
    rho = Persistence(0.3, 0.5).quantile([0.001, 0.5, 0.999])
    assert rho.tolist() == [0.0, 0.3, 0.8]


def test_means_add():
    total = add_means(StudentT(6, 0.3, 10), StudentT(0.4, 0.4, 9))
    assert total == StudentT(6.4, 0.5, 10)
