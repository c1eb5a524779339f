"""Growth of industry without new clusters, draw by draw: years known, persistence, shocks (METHODS 7)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_draws import Draws, series_of

from clusterecon.model.growth import shocked
from clusterecon.model.path import bounded, growth_path, later_growth

PERCENT = st.floats(-15, 15)
RHO = st.floats(-1, 2)


@pytest.fixture(scope="module")
def draws(shipped):
    """Draws of the shipped study."""
    return Draws(shipped)


@pytest.fixture(scope="module")
def path():
    """Work out a path from growth known (None where drawn), what is drawn, and shocks by year index."""

    def found(known, drawn, years, shocks=None):
        shocks = shocks or {}
        known = np.array([np.nan if g is None else g for g in known], dtype=float)
        growth = np.full(years, np.nan)
        growth_path(known, np.array(drawn, dtype=float), growth)
        moved = np.array(list(shocks), dtype=np.int64)
        shocked(growth, moved, np.array(list(shocks.values()), dtype=float))
        return growth

    return found


def in_closed_form(first, mean, rho, e):
    """g1, then ``m + rho^k (g1 - m) + sum over j of rho^(k - j) e_j``, rho from 0 to 0.8."""
    rho = min(max(rho, 0.0), 0.8)
    later = [
        mean + rho**k * (first - mean) + sum(rho ** (k - j) * e[j - 1] for j in range(1, k + 1))
        for k in range(1, len(e) + 1)
    ]
    return [first, *later]


@given(
    st.lists(st.none() | PERCENT, max_size=3),
    PERCENT,
    PERCENT,
    RHO,
    st.lists(PERCENT, max_size=10),
    st.data(),
)
def test_a_path_is_what_the_methods_print(path, known, first, mean, rho, e, data):
    drawn = [data.draw(PERCENT) for growth in known if growth is None]
    moved = iter(drawn)
    years = [next(moved) if growth is None else growth for growth in known]
    expected = np.array([0.0, *years, *in_closed_form(first, mean, rho, e)])
    later = [mean, rho, *e] if e else []
    found = path(known, [*drawn, first, *later], len(expected))
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    shocks = data.draw(st.dictionaries(st.integers(1, len(expected) - 1), PERCENT, max_size=3))
    shocked = path(known, [*drawn, first, *later], len(expected), shocks)
    for t, points in shocks.items():
        expected[t] += points
    np.testing.assert_allclose(shocked, expected, rtol=1e-12, atol=1e-12)


def test_a_path_by_hand(path):
    """Known 6 %, then 8 % and back to 5 % at 0.5, with a shock of 1 point in the second year after it.

    8; 5 + 0.5 x 3 = 6.5; 5 + 0.25 x 3 + 1 = 6.75; 5 + 0.125 x 3 + 0.5 = 5.875.
    """
    assert path([6], [8, 5, 0.5, 0, 1, 0], 6).tolist() == [0, 6, 8, 6.5, 6.75, 5.875]
    assert path([6], [8, 5, 0.5, 0, 1, 0], 6, {1: -2, 3: 0.5}).tolist() == [0, 4, 8, 7, 6.75, 5.875]


@pytest.mark.parametrize("years", [2, 3])
def test_a_horizon_that_ends_with_the_first_forecast_year_needs_no_more(path, years):
    known = [4.0] * (years - 2)
    assert path(known, [7.0], years).tolist() == [0.0, *known, 7.0]


@given(RHO, PERCENT, PERCENT, st.lists(PERCENT, min_size=1, max_size=10))
def test_persistence_beyond_its_bounds_is_set_to_them(path, rho, first, mean, e):
    assert 0 <= bounded(rho) <= 0.8
    assert bounded(rho) == rho or not 0 < rho < 0.8
    years = len(e) + 2
    free = path([], [first, mean, rho, *e], years)
    bound = path([], [first, mean, min(max(rho, 0.0), 0.8), *e], years)
    assert np.array_equal(free, bound)


@given(st.floats(0, 0.8), PERCENT, PERCENT)
def test_without_shocks_growth_comes_ever_nearer_to_the_mean(path, rho, first, mean):
    distance = np.abs(path([], [first, mean, rho, *[0] * 10], 12)[1:] - mean)
    assert np.all(np.diff(distance) <= 1e-12)
    assert distance[-1] <= 0.8**10 * abs(first - mean) + 1e-12


@given(PERCENT, PERCENT, PERCENT)
def test_full_persistence_stays_and_none_is_at_the_mean(mean, first, shock):
    assert later_growth(mean, 0.0, first, shock) == pytest.approx(mean + shock)
    assert later_growth(mean, 1.0, first, shock) == pytest.approx(first + shock, abs=1e-12)


@given(st.lists(PERCENT, min_size=1, max_size=4), st.lists(PERCENT, min_size=2, max_size=2, unique=True))
def test_a_year_that_is_known_is_the_same_in_every_draw(path, known, firsts):
    one, other = (path(known, [first, 6, 0.4, 0, 0], len(known) + 4) for first in firsts)
    assert one[1 : len(known) + 1].tolist() == other[1 : len(known) + 1].tolist() == known
    assert one[len(known) + 1] != other[len(known) + 1]


# ---------------------------------------------------------------- through the product


def growth_without_clusters(series):
    """Growth of the baseline's value added by year, %, from the second year on."""
    level = series["baseline_value_added"]
    return 100 * (level[:, 1:] / level[:, :-1] - 1)


def test_the_base_year_is_at_its_level_and_has_no_growth(draws):
    source = draws.source("track-record", draws=64)
    s = series_of(source, ("industrial_growth", "growth_baseline", "baseline_value_added"))
    assert np.all(np.isnan(s["industrial_growth"][:, 0]))
    assert not s["growth_baseline"][:, 0].any()
    level = source.assumptions(0, 64)[:, source.plan.layout.place("industry_value_added_2024")]
    assert np.array_equal(s["baseline_value_added"][:, 0], level)


@pytest.mark.parametrize("rows", [500, 0], ids=["drawn", "central"])
def test_growth_of_the_reference_is_the_path_of_what_is_drawn(draws, rows):
    source = draws.source("reference", draws=rows)
    numbers, place, forecast = (
        source.assumptions(0, source.rows),
        source.plan.layout.place,
        draws.planner.forecast,
    )
    names = list(forecast.quantile_functions())
    columns = {name: numbers[:, place(name)] for name in names}
    shocks = [name for name in names if name.startswith("baseline.shock_")]
    series = series_of(source, ("baseline_value_added", "industrial_growth"))
    found = growth_without_clusters(series)
    for row in range(source.rows):
        known = [
            g if not np.isnan(g) else columns[f"baseline.known_{year}"][row]
            for year, g in zip(forecast.known, forecast.known_growth, strict=True)
        ]
        later = in_closed_form(
            *(columns[f"baseline.{name}"][row] for name in ("first_year", "mean", "persistence")),
            [columns[name][row] for name in shocks],
        )
        np.testing.assert_allclose(found[row], [*known, *later], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(series["industrial_growth"][:, 1:], found, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("name", "low", "high"), [("tariff-shock", -3.0, -1.4), ("strong-year", 2.4, 2.4)])
def test_a_shock_moves_growth_of_its_year_by_its_draw_and_no_other(draws, name, low, high):
    """Two scenarios at the record's pace: 2026 is the second year after the base year."""
    source = draws.source(name, draws=300)
    plain = draws.series("track-record", draws=300, names=("baseline_value_added",))
    moved = growth_without_clusters(series_of(source, ("baseline_value_added",)))
    moved -= growth_without_clusters(plain)
    shock = source.assumptions(0, 300)[:, source.plan.layout.place("growth_shock.2026")]
    np.testing.assert_allclose(moved[:, 1], shock, atol=1e-9)
    np.testing.assert_allclose(np.delete(moved, 1, axis=1), 0, atol=1e-9)
    assert low <= shock.min() and shock.max() <= high
    assert np.ptp(shock) >= 0.8 * (high - low)


def test_shocks_of_several_years_stand_side_by_side(draws):
    two = {
        year: {"value": points, "label": {"vi": "Cú sốc", "en": "A shock"}, "source": "A try",
               "known_since": "2025-02-03", "grade": "judgement"}
        for year, points in ((2028, 1.5), (2026, -0.5))
    }  # fmt: skip
    changed = draws.series("track-record", {"growth_shock": two}, names=("baseline_value_added",))
    plain = draws.series("track-record", names=("baseline_value_added",))
    moved = growth_without_clusters(changed) - growth_without_clusters(plain)
    expected = np.zeros(moved.shape[1])
    expected[[2026 - 2025, 2028 - 2025]] = -0.5, 1.5
    np.testing.assert_allclose(moved, np.broadcast_to(expected, moved.shape), atol=1e-9)
