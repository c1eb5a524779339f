"""The nation within its year, the gap between a year and a window of it, and readings taken together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.baseline.distribution import Mixture, StudentT
from clusterecon.baseline.national import (
    before_the_year,
    fill_error,
    momentum,
    national_growth,
    quarterly_index,
    quarters_ahead,
)
from clusterecon.baseline.readings import annual_growth
from clusterecon.baseline.regional import Told, bridge_members, combined, correlation, gap


def levels(n=60, seed=4):
    """Quarterly levels whose four-quarter growth is an autoregression about 7 %."""
    rng, z = np.random.default_rng(seed), [7.0]
    for _ in range(n - 5):
        z.append(3.5 + 0.5 * z[-1] + rng.normal(0, 1.5))
    logs = [np.log(x) for x in (90, 100, 105, 115)]
    for growth in z:
        logs.append(logs[-4] + growth / 100)
    return pd.Series(np.exp(logs), index=pd.period_range("2010Q1", periods=n, freq="Q"))


def months(series, noise=0.3):
    """Monthly growth that is the quarter's, give or take."""
    z = (100 * np.log(series)).diff(4).dropna()
    rng = np.random.default_rng(2)
    index = [m for q in z.index for m in pd.period_range(q.start_time, periods=3, freq="M")]
    return pd.Series(
        np.repeat(z.to_numpy(), 3) + rng.normal(0, noise, 3 * len(z)), index=pd.PeriodIndex(index)
    )


def test_the_autoregression_forecasts_as_it_would_by_simulation():
    """Shocks and coefficients drawn 200,000 times; the delta method agrees to a few hundredths."""
    from statsmodels.regression.linear_model import OLS

    past = levels()
    z = (100 * np.log(past)).diff(4).dropna().to_numpy()
    fit = OLS(z[1:], np.column_stack([np.ones(len(z) - 1), z[:-1]])).fit()
    rng = np.random.default_rng(1)
    n = 200_000
    spread = fit.mse_resid * fit.df_resid / (fit.df_resid - 2)
    c, slope = (fit.params + rng.multivariate_normal([0, 0], spread * fit.normalized_cov_params, n)).T
    now, total = np.full(n, z[-1]), np.zeros(n)
    base = past.to_numpy()[-4:]
    for level in base:
        now = c + slope * now + np.sqrt(spread) * rng.standard_normal(n)
        total += level * np.exp(now / 100)
    simulated = 100 * (total / base.sum() - 1)
    told = quarters_ahead(past, 2025).growth()
    assert told.location == pytest.approx(simulated.mean(), abs=0.05)
    assert np.sqrt(told.variance) == pytest.approx(simulated.std(), rel=0.03)


def test_momentum_is_least_squares_on_the_last_quarter():
    past = levels()
    growth = annual_growth(past)
    z = (100 * np.log(past)).diff(4).dropna()
    x = [z[pd.Period(f"{year - 1}Q4")] for year in growth.index[1:]]
    slope, intercept = np.polyfit(x, growth.iloc[1:].to_numpy(), 1)
    assert momentum(past, 2025).location == pytest.approx(intercept + slope * z.iloc[-1])


def test_a_known_year_is_a_point_and_each_quarter_narrows():
    whole = levels(64)
    spreads = []
    for known in range(5):
        told = national_growth(
            whole.iloc[: 60 + known], pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M")), 2025
        )
        spreads.append(told.variance)
    assert (np.diff(spreads) < 0).all()
    assert told.is_known
    assert told.mean == pytest.approx(annual_growth(whole)[2025])


def test_months_tell_of_a_quarter_before_it_is_out():
    whole = levels(64)
    monthly = months(whole)
    before = national_growth(whole.iloc[:60], monthly[:"2024-12"], 2025)
    one, three = (national_growth(whole.iloc[:60], monthly[:day], 2025) for day in ("2025-01", "2025-03"))
    assert before.variance > one.variance > three.variance
    assert before == Mixture.equal(*list(before_the_year(whole.iloc[:60], 2025).values())[:3])


def test_missing_months_have_their_own_error_and_the_first_quarter_its_own():
    index = pd.period_range("2020-01", "2023-12", freq="M")
    value = np.where(index.month == 1, 20.0, np.where(index.month == 2, -6.0, 7.0))
    monthly = pd.Series(value, index=index)
    assert quarterly_index(monthly).loc[pd.Period("2023Q1"), "mean"] == pytest.approx(7.0)
    assert fill_error(monthly, pd.Period("2024Q1"), 1) == pytest.approx(13**2)
    assert fill_error(monthly, pd.Period("2024Q2"), 1) == 0.0
    assert fill_error(monthly, pd.Period("2024Q1"), 3) == 0.0


def test_the_bridge_carries_the_nation_over_and_half_is_climatology():
    annual = pd.Series(np.linspace(3, 9, 9), index=range(2016, 2025))
    index = 1 + 0.7 * annual + pd.Series([0.1, -0.2, 0.3, 0, 0.2, -0.4, 0.1, 0, -0.1], index=annual.index)
    rules = bridge_members(index, annual, Mixture.equal(StudentT(8, 0, np.inf), StudentT(6, 0, np.inf)))
    slope, intercept = np.polyfit(annual, index, 1)
    assert rules["bridge"].mean == pytest.approx(intercept + 7 * slope)
    assert rules["half_and_half"].mean == pytest.approx((rules["bridge"].mean + index.mean()) / 2)
    with pytest.raises(ValueError, match="five common years"):
        bridge_members(index.iloc[:4], annual, rules["bridge"])


def test_a_gap_is_shrunk_to_the_nations_and_has_a_floor():
    regional, national = np.array([0.1, 0.6]), np.array([-0.5, 0.5, 1.0, 0.2])
    bias, sd = gap(regional, national, 0.3)
    w = 2 / 7
    variance = w * regional.var(ddof=1) + (1 - w) * national.var(ddof=1)
    assert bias == pytest.approx(w * 0.35 + (1 - w) * 0.3)
    assert sd == pytest.approx(np.sqrt(variance * (1 + w**2 / 2 + (1 - w) ** 2 / 4)))
    assert gap(regional[:1], national, 0.3)[0] == pytest.approx(0.3)
    assert gap(np.array([0.2, 0.2]), np.array([]), 0.1) == (pytest.approx(0.2), 0.1)
    assert gap(regional[:1], national[:1], 0.3) is None


READING = st.builds(
    Told,
    kind=st.sampled_from(["index", "value_added", "with_construction"]),
    months=st.integers(1, 12),
    value=st.just(0.0),
    release_date=st.just("2025-01-01"),
    expected=st.floats(-5, 15),
    sd=st.floats(0.1, 5),
)


def taken_together(told):
    spread = np.array([reading.sd for reading in told])
    shape = (len(told), len(told))
    matrix = np.reshape([[1.0 if a is b else correlation(a, b) for b in told] for a in told], shape)
    return combined(6.0, 4.0, np.array([r.expected for r in told]), matrix * np.outer(spread, spread)), matrix


@given(st.lists(READING, min_size=1, max_size=8, unique_by=lambda r: (r.kind, r.months)))
def test_another_reading_never_widens_and_correlations_are_possible(told):
    (_, before, _), _ = taken_together(told[:-1])
    (_, after, gains), matrix = taken_together(told)
    assert after <= before * (1 + 1e-9)
    assert np.linalg.eigvalsh(matrix).min() > 0
    assert gains.sum() <= 1 + 1e-9


def told(kind, months, sd, expected=7.0):
    return Told(kind, months, 0.0, "2025-10-01", expected, sd)


def test_overlapping_windows_share_their_error():
    half, nine = told("value_added", 6, 1.2), told("value_added", 9, 0.9)
    assert correlation(half, nine) == pytest.approx(0.98 * 6 / 9)
    assert correlation(half, told("value_added", 9, 0.3)) == pytest.approx(0.98 * 0.25)
    assert correlation(half, told("index", 9, 0.9)) == 0.0


def test_a_longer_window_outweighs_the_shorter_one_it_holds_and_throws_it_not_away():
    (_, _, gains), _ = taken_together([told("value_added", 6, 1.2), told("value_added", 9, 0.5)])
    assert 0 < gains[0] < gains[1] / 4


def test_readings_of_two_series_count_by_precision():
    (mean, variance, _), _ = taken_together([told("value_added", 9, 0.8, 7.4), told("index", 12, 0.8, 7.6)])
    precision = np.array([1 / 4, 1 / 0.64, 1 / 0.64])
    assert variance == pytest.approx(1 / precision.sum())
    assert mean == pytest.approx(precision @ [6.0, 7.4, 7.6] / precision.sum())
