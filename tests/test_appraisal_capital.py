"""Capital before delivery, overrun, sunk money, and memo lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.capital import construction_memo, spread_capital

areas = st.lists(st.floats(0, 500), min_size=12, max_size=12).map(lambda x: np.array([x]))


def test_capital_is_spread_over_the_years_up_to_delivery():
    delivered = np.zeros((1, 6))
    delivered[0, 4] = 10.0
    spent = spread_capital(delivered, 24.0, 3, 0.0)
    np.testing.assert_allclose(spent.spending, [[0, 0, 80, 80, 80, 0]])
    np.testing.assert_array_equal(spent.sunk, [0])


def test_one_year_of_construction_is_the_year_of_delivery():
    spent = spread_capital([[0, 5.0, 0, 7.0]], 2.0, 1, 0.0)
    np.testing.assert_allclose(spent.spending, [[0, 10, 0, 14]])


def test_what_was_spent_up_to_the_base_year_is_sunk():
    """10 ha delivered in the first year after the base year, three years to build: two thirds are sunk."""
    spent = spread_capital([[0, 10.0, 0]], 3.0, 3, 0.0)
    np.testing.assert_allclose(spent.spending, [[0, 10, 0]])
    np.testing.assert_allclose(spent.sunk, [20])


def test_hectares_of_the_base_year_itself_are_wholly_sunk():
    spent = spread_capital([[4.0, 0, 0]], 3.0, 2, 0.0)
    np.testing.assert_array_equal(spent.spending, 0)
    np.testing.assert_allclose(spent.sunk, [12])


def test_optimism_bias_raises_all_of_it():
    plain = spread_capital([[0, 10.0, 20.0]], 3.0, 2, 0.0)
    raised = spread_capital([[0, 10.0, 20.0]], 3.0, 2, optimism_bias=0.2)
    np.testing.assert_allclose(raised.spending, plain.spending * 1.2)
    np.testing.assert_allclose(raised.sunk, plain.sunk * 1.2)
    lowered = spread_capital([[0, 10.0, 20.0]], 3.0, 2, optimism_bias=-0.1)
    np.testing.assert_allclose(lowered.spending, plain.spending * 0.9)


def test_every_draw_has_its_own_cost_and_overrun():
    area = np.tile([0, 0, 0, 6.0], (3, 1))
    spent = spread_capital(area, [1.0, 10.0, 100.0], 2, [0, 0.5, 0])
    np.testing.assert_allclose(spent.spending, [[0, 0, 3, 3], [0, 0, 45, 45], [0, 0, 300, 300]])


def test_deliveries_after_the_horizon_cost_nothing_inside_it():
    """The same hectares cost money once the years in which they are delivered are looked at too."""
    assert spread_capital([[0, 0, 0]], 1.0, 3, 0.0).spending.sum() == 0
    seen = spread_capital([[0, 0, 0, 12.0, 0]], 1.0, 3, 0.0)
    np.testing.assert_allclose(seen.spending, [[0, 4, 4, 4, 0]])


def test_construction_longer_than_the_horizon():
    spent = spread_capital([[0, 0, 30.0]], 1.0, 10, 0.0)
    np.testing.assert_allclose(spent.spending, [[0, 3, 3]])
    np.testing.assert_allclose(spent.sunk, [24])


@given(areas, st.floats(0, 50), st.integers(1, 15), st.floats(-0.5, 1))
def test_spending_and_sunk_sum_to_what_the_hectares_cost(area, cost, years, bias):
    spent = spread_capital(area, cost, years, bias)
    total = spent.spending.sum() + spent.sunk.sum()
    assert total == pytest.approx(area.sum() * cost * (1 + bias), rel=1e-9, abs=1e-9)
    assert (spent.spending >= 0).all()
    assert spent.spending[0, 0] == 0


@given(areas, st.integers(1, 6))
def test_no_delivery_costs_nothing_and_more_delivery_never_less(area, years):
    assert spread_capital(0 * area, 20.0, years, 0.0).spending.sum() == 0
    more = area.copy()
    more[0, 5] += 10
    difference = (
        spread_capital(more, 20.0, years, 0.0).spending - spread_capital(area, 20.0, years, 0.0).spending
    )
    assert (difference >= -1e-9).all()


# --- memo lines ----------------------------------------------------------------------------------


def test_works_of_thirty_clusters_bring_industry_about_64_a_year():
    """480 ha at 23.6 without overrun, over two years: 0.6 · 0.0186 of 5,664 a year is 63.2."""
    spent = spread_capital([[0, 0, 480.0]], 23.6, 2, 0.0)
    memo = construction_memo(spent.spending, 0.6, 0.0186, 1.5)
    np.testing.assert_allclose(memo.industry_value_added, [[0, 63.2, 63.2]], atol=0.05)
    np.testing.assert_allclose(memo.job_years, np.array([[0, 3398.4, 3398.4]]) * 1.5)


def test_memo_takes_one_value_a_draw():
    memo = construction_memo(np.full((2, 3), 100.0), [0.5, 1.0], [0.01, 0.02], [1.0, 2.0])
    np.testing.assert_allclose(memo.industry_value_added[:, 0], [0.5, 2.0])
    np.testing.assert_allclose(memo.job_years[:, 2], [50, 200])
