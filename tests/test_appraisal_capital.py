"""Capital before delivery, overrun, what is sunk, and memo lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.capital import construction_memo, outturn_cost, spread_capital, sunk_capital

areas = st.lists(st.floats(0, 500), min_size=12, max_size=12).map(lambda x: np.array([x]))


def test_capital_is_spread_over_the_years_up_to_delivery():
    delivered = np.zeros((1, 6))
    delivered[0, 4] = 10.0
    np.testing.assert_allclose(spread_capital(delivered, 24.0, 3), [[0, 0, 80, 80, 80, 0]])


def test_one_year_of_construction_is_the_year_of_delivery():
    np.testing.assert_allclose(spread_capital([[0, 5.0, 0, 7.0]], 2.0, 1), [[0, 10, 0, 14]])


def test_what_is_left_to_build_falls_after_the_base_year_alone():
    """Three years to build, delivered one year and two years after the base year."""
    np.testing.assert_allclose(spread_capital([[0, 10.0, 0]], 3.0, 3), [[0, 30, 0]])
    np.testing.assert_allclose(spread_capital([[0, 0, 10.0, 0]], 3.0, 3), [[0, 15, 15, 0]])
    np.testing.assert_allclose(spread_capital([[4.0, 0, 0]], 3.0, 2), [[0, 12, 0]])


def test_half_of_the_works_spent_is_the_cost_of_the_plan_built_over_two_years():
    """Delivered in the first year after the base year: sunk and left to build are the former halves."""
    left = spread_capital([[0, 0.5 * 480, 0]], outturn_cost(23.6, 0.2), 2)
    assert sunk_capital(480.0, outturn_cost(23.6, 0.2), 0.5) == pytest.approx(6796.8)
    np.testing.assert_allclose(left, [[0, 6796.8, 0]])


def test_what_is_sunk_does_not_ask_what_is_delivered():
    assert sunk_capital(480.0, 20.0, 0.0) == 0
    np.testing.assert_allclose(sunk_capital([10.0, 20.0], 3.0, [0.5, 0.25]), [15, 15])


def test_overrun_raises_the_cost():
    assert outturn_cost(20.0, 0.2) == pytest.approx(24)
    np.testing.assert_allclose(outturn_cost([20.0, 20.0], [-0.1, 0.5]), [18, 30])


def test_every_draw_has_its_own_cost_and_overrun():
    area = np.tile([0, 0, 0, 6.0], (3, 1))
    spent = spread_capital(area, outturn_cost([1.0, 10.0, 100.0], [0, 0.5, 0]), 2)
    np.testing.assert_allclose(spent, [[0, 0, 3, 3], [0, 0, 45, 45], [0, 0, 300, 300]])


def test_deliveries_after_the_horizon_cost_nothing_inside_it():
    """The same hectares cost money once the years in which they are delivered are looked at too."""
    assert spread_capital([[0, 0, 0]], 1.0, 3).sum() == 0
    np.testing.assert_allclose(spread_capital([[0, 0, 0, 12.0, 0]], 1.0, 3), [[0, 4, 4, 4, 0]])


def test_construction_longer_than_the_horizon():
    np.testing.assert_allclose(spread_capital([[0, 0, 30.0]], 1.0, 10), [[0, 15, 15]])


@given(areas, st.floats(0, 50), st.integers(1, 15))
def test_spending_sums_to_what_is_left_to_build(area, cost, years):
    spent = spread_capital(area, cost, years)
    assert spent.sum() == pytest.approx(area.sum() * cost, rel=1e-9, abs=1e-9)
    assert (spent >= 0).all()
    assert spent[0, 0] == 0


@given(areas, st.integers(1, 6))
def test_no_delivery_costs_nothing_and_more_delivery_never_less(area, years):
    assert spread_capital(0 * area, 20.0, years).sum() == 0
    more = area.copy()
    more[0, 5] += 10
    assert (spread_capital(more, 20.0, years) - spread_capital(area, 20.0, years) >= -1e-9).all()


# --- memo lines ----------------------------------------------------------------------------------


def test_works_of_thirty_clusters_bring_industry_about_64_a_year():
    """480 ha at 23.6 without overrun, over two years: 0.6 · 0.0186 of 5,664 a year is 63.2."""
    spent = spread_capital([[0, 0, 480.0]], 23.6, 2)
    memo = construction_memo(spent, 0.6, 0.0186, 1.5)
    np.testing.assert_allclose(memo.industry_value_added, [[0, 63.2, 63.2]], atol=0.05)
    np.testing.assert_allclose(memo.job_years, np.array([[0, 3398.4, 3398.4]]) * 1.5)


def test_memo_takes_one_value_a_draw():
    memo = construction_memo(np.full((2, 3), 100.0), [0.5, 1.0], [0.01, 0.02], [1.0, 2.0])
    np.testing.assert_allclose(memo.industry_value_added[:, 0], [0.5, 2.0])
    np.testing.assert_allclose(memo.job_years[:, 2], [50, 200])
