import warnings

import numpy as np
import pandas as pd
import pytest

from clusterecon.baseline.annual import annual_origins, autoregression, forecast_annual
from clusterecon.baseline.distribution import student_t_predictive
from clusterecon.baseline.national import (
    CANDIDATES,
    climatology,
    damped_ets,
    forecast_national,
    last_value,
    seasonal_difference_ar,
    unobserved_components,
)
from clusterecon.baseline.readings import annual_growth

RNG = np.random.default_rng


def steady(years=8, growth=7.0, noise=0.15, seed=5):
    rng = RNG(seed)
    n = 4 * years
    logs = np.log(1 + growth / 100) * np.arange(n) / 4 + np.tile([0, 0.02, 0.05, 0.03], years)
    index = pd.period_range("2010Q1", periods=n, freq="Q")
    return pd.Series(100 * np.exp(logs + rng.normal(0, noise / 100, n)), index=index)


@pytest.mark.parametrize("model", [seasonal_difference_ar, unobserved_components, damped_ets])
def test_models_find_steady_growth(model):
    table = model(steady(), 2018, RNG(1))
    assert table.quantile(0.5) == pytest.approx(7.0, abs=0.6)
    assert 0 < table.variance < 4


def test_climatology_and_last_value_by_hand():
    levels = steady(noise=2.0)
    growth = annual_growth(levels)
    assert climatology(levels, 2018, RNG(1)).quantile(0.9) == pytest.approx(
        float(student_t_predictive(growth.to_numpy()).quantile(0.9)), abs=1e-3
    )
    one, two = last_value(levels, 2018, RNG(1)), last_value(levels, 2019, RNG(1))
    assert one.quantile(0.5) == pytest.approx(growth.iloc[-1], abs=1e-3)
    assert two.variance == pytest.approx(2 * one.variance, rel=1e-3)


def test_known_quarters_of_the_year_are_kept():
    levels = steady(noise=1.0)
    up = pd.concat([levels, pd.Series([levels.iloc[-4] * 1.2], index=pd.PeriodIndex(["2018Q1"], freq="Q"))])
    before, after = (seasonal_difference_ar(x, 2018, RNG(1)) for x in (levels, up))
    assert after.mean > before.mean + 1


def test_less_data_gives_wider_intervals():
    long, short = steady(12, noise=1.0), steady(12, noise=1.0).iloc[-24:]
    wide, narrow = (seasonal_difference_ar(x, 2022, RNG(1)) for x in (short, long))
    assert wide.variance > narrow.variance


def test_uncertain_parameters_widen_the_autoregression():
    levels = steady(6, noise=1.0)
    logs = 100 * np.log(levels.to_numpy())
    z = logs[4:] - logs[:-4]
    slope, intercept = np.polyfit(z[:-1], z[1:], 1)
    residual = z[1:] - intercept - slope * z[:-1]
    spread = np.sqrt((residual**2).sum() / (len(residual) - 2))
    rng, change, quarters = RNG(3), np.full(40_000, z[-1]), []
    for quarter in range(4):
        change = intercept + slope * change + spread * rng.standard_normal(40_000)
        quarters.append(np.exp((logs[-4 + quarter] + change) / 100))
    plug_in = 100 * np.sum(quarters, axis=0) / levels.iloc[-4:].sum()
    assert seasonal_difference_ar(levels, 2016, RNG(1)).variance > 1.15 * plug_in.var()


def test_same_levels_same_tables_and_no_random_state_outside():
    levels = steady(6)
    np.random.seed(1)  # noqa: NPY002 - the point is that it does not matter
    one = forecast_national(levels, 2016)
    np.random.seed(2)  # noqa: NPY002
    two = forecast_national(levels, 2016)
    assert set(one) == set(CANDIDATES)
    for name, table in one.items():
        assert (table.values == two[name].values).all()


def test_vintage_noise_adds_its_variance():
    levels = steady(noise=2.0)
    noisy, plain = (climatology(levels, 2018, RNG(1)), forecast_national(levels, 2018)["climatology"])
    assert plain.variance == pytest.approx(noisy.variance + 0.04, rel=5e-3)


def test_omitted_quarters_leave_the_estimation():
    levels = steady(10, noise=0.5)
    levels.loc["2015Q2"] *= 0.8
    kept = seasonal_difference_ar(levels, 2020, RNG(1))
    dropped = seasonal_difference_ar(levels, 2020, RNG(1), ["2015Q2"])
    assert dropped.variance < kept.variance / 4
    all_years, fewer = climatology(levels, 2020, RNG(1)), climatology(levels, 2020, RNG(1), ["2015Q2"])
    assert fewer.variance != all_years.variance


def test_models_raise_no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        unobserved_components(steady(6), 2016, RNG(1))


def test_too_little_or_a_year_already_complete_is_refused():
    with pytest.raises(ValueError, match="five years of growth"):
        forecast_national(steady(5), 2015)
    with pytest.raises(ValueError, match="before 2015"):
        forecast_national(steady(6), 2015)


def growth(n=20, rho=0.5, seed=3):
    rng = RNG(seed)
    g = [6.0]
    for _ in range(n - 1):
        g.append(6 + rho * (g[-1] - 6) + rng.normal())
    return pd.Series(g, index=range(2005, 2005 + n))


def test_annual_autoregression_agrees_with_least_squares():
    g = growth()
    rho, ahead = autoregression(g)
    slope, intercept = np.polyfit(g.to_numpy()[:-1], g.to_numpy()[1:], 1)
    assert rho.value == pytest.approx(slope)
    assert ahead.location == pytest.approx(intercept + slope * g.iloc[-1])
    assert ahead.degrees_of_freedom == 17
    assert (rho.low, rho.high) == (0.0, 0.8)


def test_annual_origins_see_only_the_years_before():
    g = growth()
    origins = annual_origins(g)
    assert list(origins) == list(range(2013, 2025))
    changed = g.copy()
    changed.loc[2018:] = 50.0
    for name, table in annual_origins(changed)[2018].items():
        assert (table.values == origins[2018][name].values).all()
    assert set(forecast_annual(g)) == {"autoregression", "climatology", "last_value"}


def test_annual_refuses_gaps():
    with pytest.raises(ValueError, match="consecutive"):
        autoregression(growth().drop(2010))
