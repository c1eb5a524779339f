"""Capital before delivery, overrun, what is sunk, and memo lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.capital import (
    first_spending_year,
    last_spending_year,
    outturn_cost,
    spent_per_year,
    sunk_capital,
    works_effect,
)

areas = st.lists(st.floats(0, 500), min_size=12, max_size=12)


def spread(area_to_build, cost_per_ha, construction_years):
    """Capital by year: what is delivered in each year, ha, spread by the equations."""
    spending = [0.0] * len(area_to_build)
    for delivered, area in enumerate(area_to_build):
        first, last = first_spending_year(delivered, construction_years), last_spending_year(delivered)
        for year in range(first, last + 1):
            spending[year] += spent_per_year(area * cost_per_ha, first, last)
    return spending


def test_capital_is_spread_over_the_years_up_to_delivery():
    assert spread([0, 0, 0, 0, 10, 0], 24.0, 3) == pytest.approx([0, 0, 80, 80, 80, 0])


def test_one_year_of_construction_is_the_year_of_delivery():
    assert spread([0, 5, 0, 7], 2.0, 1) == pytest.approx([0, 10, 0, 14])


def test_what_is_left_to_build_falls_after_the_base_year_alone():
    """Three years to build, delivered one year and two years after the base year."""
    assert spread([0, 10, 0], 3.0, 3) == pytest.approx([0, 30, 0])
    assert spread([0, 0, 10, 0], 3.0, 3) == pytest.approx([0, 15, 15, 0])
    assert spread([4, 0, 0], 3.0, 2) == pytest.approx([0, 12, 0])


def test_half_of_the_works_spent_is_the_cost_of_the_plan_built_over_two_years():
    """Delivered in the first year after the base year: sunk and left to build are the former halves."""
    assert sunk_capital(480.0, outturn_cost(23.6, 0.2), 0.5) == pytest.approx(6796.8)
    assert spread([0, 0.5 * 480, 0], outturn_cost(23.6, 0.2), 2) == pytest.approx([0, 6796.8, 0])


def test_what_is_sunk_does_not_ask_what_is_delivered():
    assert sunk_capital(480.0, 20.0, 0.0) == 0
    assert sunk_capital(10.0, 3.0, 0.5) == sunk_capital(20.0, 3.0, 0.25) == 15


def test_overrun_raises_the_cost_and_savings_lower_it():
    assert outturn_cost(20.0, 0.2) == pytest.approx(24)
    assert outturn_cost(20.0, -0.1) == pytest.approx(18)


def test_deliveries_after_the_horizon_cost_nothing_inside_it():
    """The same hectares cost money once the years in which they are delivered are looked at too."""
    assert sum(spread([0, 0, 0], 1.0, 3)) == 0
    assert spread([0, 0, 0, 12, 0], 1.0, 3) == pytest.approx([0, 4, 4, 4, 0])


def test_construction_longer_than_the_horizon():
    assert spread([0, 0, 30], 1.0, 10) == pytest.approx([0, 15, 15])


def test_no_years_to_spend_in_spend_nothing():
    assert spent_per_year(10.0, 3, 2) == 0


@given(areas, st.floats(0, 50), st.integers(1, 15))
def test_spending_sums_to_what_is_left_to_build(area, cost, years):
    spent = spread(area, cost, years)
    assert sum(spent) == pytest.approx(sum(area) * cost, rel=1e-9, abs=1e-9)
    assert min(spent) >= 0
    assert spent[0] == 0


@given(st.integers(0, 40), st.integers(1, 15))
def test_works_take_as_many_years_as_they_need_or_as_there_are(delivered, years):
    first, last = first_spending_year(delivered, years), last_spending_year(delivered)
    assert 1 <= first <= last
    assert last - first + 1 == min(years, last)


@given(areas, st.integers(1, 6))
def test_no_delivery_costs_nothing_and_more_delivery_never_less(area, years):
    assert sum(spread([0.0] * 12, 20.0, years)) == 0
    more = [a + 10 if year == 5 else a for year, a in enumerate(area)]
    for dear, cheap in zip(spread(more, 20.0, years), spread(area, 20.0, years), strict=True):
        assert dear >= cheap - 1e-9


# --- memo lines ----------------------------------------------------------------------------------


def test_works_of_thirty_clusters_bring_industry_about_64_a_year():
    """480 ha at 23.6 without overrun, over two years: 0.6 · 0.0186 of 5,664 a year is 63.2."""
    spent = spread([0, 0, 480], 23.6, 2)
    assert [works_effect(s, 0.6, 0.0186) for s in spent] == pytest.approx([0, 63.2, 63.2], abs=0.05)
    assert [works_effect(s, 0.6, 1.5) for s in spent] == pytest.approx([0, 3398.4 * 1.5, 3398.4 * 1.5])


def test_works_effect_by_hand():
    assert works_effect(100.0, 0.5, 0.01) == pytest.approx(0.5)
    assert works_effect(100.0, 1.0, 2.0) == pytest.approx(200)
