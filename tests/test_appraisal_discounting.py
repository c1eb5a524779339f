"""Present values: published factors, worked examples, and what must hold for any flow."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.discounting import (
    cumulative_discounted,
    discount_factors,
    discounted_payback_year,
    present_value,
    ratio,
)

YEARS = tuple(range(2024, 2036))
money = st.floats(-1e4, 1e4, allow_nan=False)
flows_of_12 = st.lists(money, min_size=12, max_size=12).map(np.array)
rates = st.floats(-0.5, 0.9)


# --- published figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(("t", "factor"), [(0, 1.0), (1, 0.9662), (10, 0.7089), (30, 0.3563)])
def test_green_book_factors_at_three_and_a_half_per_cent(t, factor):
    """HM Treasury, The Green Book, annex on discounting, table of factors at 3.5 %."""
    found = discount_factors(0.035, range(2024, 2055), 2024)[t]
    assert found == pytest.approx(factor, abs=5e-5)


def test_textbook_net_present_value_of_a_level_flow():
    """Zutter and Smart (Gitman), Principles of Managerial Finance, 15th ed., ch. 10, time lines of NPV.

    Project A: 420,000 laid out, 140,000 in each of five years, at 10 %: present value 530,710, NPV
    110,710. The book's figure comes from a rounded annuity factor, so to 0.01 %.
    """
    years = range(2024, 2030)
    inflow = [0, *[140_000] * 5]
    assert float(present_value(inflow, 0.10, years, 2024)) == pytest.approx(530_710, rel=1e-4)
    npv = present_value([-420_000, *[140_000] * 5], 0.10, years, 2024)
    assert float(npv) == pytest.approx(110_710, abs=1)


def test_textbook_present_value_of_one_inflow():
    """The same source, project B: 280,000 after one year at 10 % is worth 254,545 today."""
    assert float(present_value([0, 280_000], 0.10, [0, 1], 0)) == pytest.approx(254_545, abs=1)


def test_textbook_net_present_value_of_an_uneven_flow():
    """Ross, Westerfield and Jordan, Fundamentals of Corporate Finance, example 9.1: worth starting at 10 %.

    10,000 laid out; 2,000 for two years, 4,000 for two, 5,000 in the fifth. The parts by hand:
    1,818.18 + 1,652.89 + 3,005.26 + 2,732.05 + 3,104.61 = 12,312.99.
    """
    npv = present_value([-10_000, 2_000, 2_000, 4_000, 4_000, 5_000], 0.10, range(6), 0)
    assert float(npv) == pytest.approx(2_312.99, abs=0.01)


# European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2008), p. 43,
# "a financially unsustainable project": total cash flow of years 1 to 10, and its running sum.
EU_FLOW = [0, 2, 8, 5, -7.2, 2.8, -23.2, 2.8, 2.8, 14]
EU_SUM = [0, 2, 10, 15, 7.8, 10.6, -12.6, -9.8, -7, 7]


def test_government_guide_running_sum():
    found = cumulative_discounted(EU_FLOW, 0.0, range(1, 11), 1)
    np.testing.assert_allclose(found, EU_SUM, atol=1e-9)


def test_payback_waits_until_the_sum_stays_above_zero():
    """The guide's sum is negative in years 7, 8 and 9: paid back in year 10, not in year 1 or 2."""
    assert float(discounted_payback_year(EU_FLOW, 0.0, range(1, 11), 1)) == 10


# --- by hand -------------------------------------------------------------------------------------


def test_present_value_counts_the_base_year_in_full_and_takes_no_average():
    assert float(present_value([7.0, 0.0], 0.10, [2024, 2025], 2024)) == 7.0
    assert float(present_value([7.0], 0.10, [2026], 2024)) == pytest.approx(7 / 1.21)


def test_present_value_keeps_the_draws():
    flows = np.arange(24.0).reshape(2, 12)
    found = present_value(flows, 0.06, YEARS, 2024)
    expected = [sum(f / 1.06**k for k, f in enumerate(row)) for row in flows]
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_benefit_cost_ratio():
    gain, cost = (
        present_value(flows, 0.10, [0, 1], 0) for flows in ([[0, 121.0], [0, 121.0]], [[10.0, 110.0], [0, 0]])
    )
    found = ratio(gain, cost)
    assert found[0] == pytest.approx(1.0)
    assert math.isnan(found[1])


def test_payback_by_hand():
    flows = [
        [-100, 60, 60, 0],  # 54.5 + 49.6 = 104.1 > 100: year 2
        [-100, 60, 50, 0],  # 54.5 + 41.3 < 100: never
        [0, 5, 5, 5],  # nothing owed: the first year with a flow
        [0, 0, 0, 0],  # nothing at all
        [-100, 200, -150, 20],  # ends below
    ]
    found = discounted_payback_year(flows, 0.10, range(4), 0)
    np.testing.assert_array_equal(found, [2, np.nan, 1, np.nan, np.nan])


def test_payback_exactly_at_zero_counts_in_spite_of_rounding():
    flows = [-0.8, *[0.1] * 8]
    assert np.cumsum(flows)[-1] < 0  # by 1.4e-16: rounding, not debt
    assert float(discounted_payback_year(flows, 0.0, range(9), 0)) == 8


@pytest.mark.parametrize("value", [-0.999, 0.0, 0.999])
def test_rate_inside_its_range(value):
    assert discount_factors(value, [2024], 2024)[0] == 1


# --- for any flow --------------------------------------------------------------------------------


@given(flows_of_12, flows_of_12, st.floats(-5, 5), rates)
def test_present_value_is_linear(a, b, factor, rate):
    together = present_value(a + factor * b, rate, YEARS, 2024)
    apart = present_value(a, rate, YEARS, 2024) + factor * present_value(b, rate, YEARS, 2024)
    weight = (np.abs(a) + np.abs(factor * b)) @ discount_factors(rate, YEARS, 2024)
    assert abs(together - apart) <= 1e-9 * weight + 1e-9


@given(flows_of_12, rates)
def test_last_running_sum_is_the_present_value(flows, rate):
    sums = cumulative_discounted(flows, rate, YEARS, 2024)
    weight = np.abs(flows) @ discount_factors(rate, YEARS, 2024)
    assert abs(sums[-1] - present_value(flows, rate, YEARS, 2024)) <= 1e-12 * weight + 1e-12


@given(
    st.floats(1, 1e4),
    st.lists(st.floats(0, 1e4), min_size=11, max_size=11),
    st.floats(-0.3, 0.8),
    st.floats(0.001, 0.15),
)
def test_value_of_a_conventional_flow_falls_with_the_rate(outlay, gains, rate, step):
    flows = [-outlay, *gains]
    low = present_value(flows, rate, YEARS, 2024)
    high = present_value(flows, rate + step, YEARS, 2024)
    assert high <= low


@given(flows_of_12, st.lists(st.floats(0, 1e3), min_size=12, max_size=12), st.floats(0, 0.3))
def test_payback_comes_no_later_when_receipts_are_added(flows, more, rate):
    before = float(discounted_payback_year(flows, rate, YEARS, 2024))
    after = float(discounted_payback_year(flows + np.array(more), rate, YEARS, 2024))
    if not math.isnan(before):
        assert after <= before


@given(
    st.floats(1, 1e4),
    st.lists(st.floats(0, 1e3), min_size=11, max_size=11),
    st.floats(0, 0.3),
    st.floats(0, 0.3),
)
def test_payback_comes_no_earlier_at_a_higher_rate(outlay, gains, rate, step):
    flows = [-outlay, *gains]
    low = float(discounted_payback_year(flows, rate, YEARS, 2024))
    high = float(discounted_payback_year(flows, rate + step, YEARS, 2024))
    assert math.isnan(high) or low <= high


@given(flows_of_12, st.floats(0, 0.5))
def test_payback_and_net_present_value_agree(flows, rate):
    """Paid back by the horizon if, and only if, the present value is not below 0."""
    weight = float(np.abs(flows).sum())
    npv = float(present_value(flows, rate, YEARS, 2024))
    if weight == 0 or abs(npv) < 1e-8 * weight:
        return
    assert math.isnan(float(discounted_payback_year(flows, rate, YEARS, 2024))) == (npv < 0)
