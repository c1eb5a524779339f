"""Present values and payback: published factors, worked examples, and what must hold for any flow."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.discounting import discount_factor, present_value
from clusterecon.appraisal.measures import MEASURES, appraise, ratio

money = st.floats(-1e4, 1e4, allow_nan=False)
flows_of_12 = st.lists(money, min_size=12, max_size=12).map(np.array)
rates = st.floats(-0.5, 0.9)


def appraised(flows, rate):
    """Return the measures of a flow: receipts where it is above 0, costs where it is below."""
    net = np.asarray(flows, dtype=float)
    cell = np.zeros(1, MEASURES).view(np.recarray)[0]
    appraise(np.maximum(net, 0), np.maximum(-net, 0), 0 * net, rate, 1.0, 1.0, cell)
    return cell


def payback(flows, rate):
    return float(appraised(flows, rate).discounted_payback_year)


def discounted(flows, rate):
    """Return the sum of the sizes of discounted flows: what rounding is measured by."""
    return sum(abs(flow) * discount_factor(rate, year) for year, flow in enumerate(flows))


# --- published figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(("t", "factor"), [(0, 1.0), (1, 0.9662), (10, 0.7089), (30, 0.3563)])
def test_green_book_factors_at_three_and_a_half_per_cent(t, factor):
    """HM Treasury, The Green Book, annex on discounting, table of factors at 3.5 %."""
    assert discount_factor(0.035, t) == pytest.approx(factor, abs=5e-5)


def test_textbook_net_present_value_of_a_level_flow():
    """Zutter and Smart (Gitman), Principles of Managerial Finance, 15th ed., ch. 10, time lines of NPV.

    Project A: 420,000 laid out, 140,000 in each of five years, at 10 %: present value 530,710, NPV
    110,710. The book's figure comes from a rounded annuity factor, so to 0.01 %.
    """
    assert present_value([0, *[140_000] * 5], 0.10) == pytest.approx(530_710, rel=1e-4)
    flows = [-420_000, *[140_000] * 5]
    assert present_value(flows, 0.10) == pytest.approx(110_710, abs=1)
    assert appraised(flows, 0.10).npv == pytest.approx(110_710, abs=1)


def test_textbook_present_value_of_one_inflow():
    """The same source, project B: 280,000 after one year at 10 % is worth 254,545 today."""
    assert present_value([0, 280_000], 0.10) == pytest.approx(254_545, abs=1)


def test_textbook_net_present_value_of_an_uneven_flow():
    """Ross, Westerfield and Jordan, Fundamentals of Corporate Finance, example 9.1: worth starting at 10 %.

    10,000 laid out; 2,000 for two years, 4,000 for two, 5,000 in the fifth. The parts by hand:
    1,818.18 + 1,652.89 + 3,005.26 + 2,732.05 + 3,104.61 = 12,312.99.
    """
    flows = [-10_000, 2_000, 2_000, 4_000, 4_000, 5_000]
    assert present_value(flows, 0.10) == pytest.approx(2_312.99, abs=0.01)
    assert appraised(flows, 0.10).npv == pytest.approx(2_312.99, abs=0.01)
    assert appraised(flows, 0.10).bcr == pytest.approx(1.231299, abs=1e-6)


# European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2008), p. 43,
# "a financially unsustainable project": total cash flow of years 1 to 10, and its running sum.
EU_FLOW = [0, 2, 8, 5, -7.2, 2.8, -23.2, 2.8, 2.8, 14]
EU_SUM = [0, 2, 10, 15, 7.8, 10.6, -12.6, -9.8, -7, 7]


def test_government_guide_running_sum():
    found = [present_value(EU_FLOW[: years + 1], 0.0) for years in range(10)]
    assert found == pytest.approx(EU_SUM, abs=1e-9)


def test_payback_waits_until_the_sum_stays_above_zero():
    """The guide's sum is negative in years 7, 8 and 9: paid back in year 10, not in year 1 or 2."""
    assert payback(EU_FLOW, 0.0) == 10 - 1
    assert payback(EU_FLOW[:6], 0.0) == 2 - 1
    assert math.isnan(payback(EU_FLOW[:9], 0.0))


# --- by hand -------------------------------------------------------------------------------------


def test_present_value_counts_the_base_year_in_full_and_takes_no_average():
    assert present_value([7.0, 0.0], 0.10) == 7.0
    assert present_value([0.0, 0.0, 7.0], 0.10) == pytest.approx(7 / 1.21)


def test_present_value_by_hand():
    flows = np.arange(12.0) + 12
    expected = sum(f / 1.06**k for k, f in enumerate(flows))
    assert present_value(flows, 0.06) == pytest.approx(expected, rel=1e-14)


def test_no_years_are_worth_nothing():
    assert present_value([], 0.10) == 0


def test_benefit_cost_ratio():
    gain, cost = present_value([0, 121.0], 0.10), present_value([10.0, 110.0], 0.10)
    assert ratio(gain, cost) == pytest.approx(1.0)
    assert math.isnan(ratio(gain, 0.0)) and math.isnan(ratio(gain, -1.0))


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ([-100, 60, 60, 0], 2),  # 54.5 + 49.6 = 104.1 > 100: year 2
        ([-100, 60, 50, 0], math.nan),  # 54.5 + 41.3 < 100: never
        ([0, 5, 5, 5], 1),  # nothing owed: the first year with a flow
        ([0, 0, 0, 0], math.nan),  # nothing at all
        ([-100, 200, -150, 20], math.nan),  # ends below
        ([5, -100, 0, 300], 3),  # in hand, then owed, then paid
    ],
)
def test_payback_by_hand(flows, year):
    assert payback(flows, 0.10) == pytest.approx(year, abs=0, nan_ok=True)


def test_receipts_below_zero_are_owed_too():
    cell = np.zeros(1, MEASURES).view(np.recarray)[0]
    gains, none = np.array([-5.0, 2.0, 4.0, 1.0]), np.zeros(4)
    appraise(gains, none, none, 0.0, 1.0, 1.0, cell)
    assert cell.discounted_payback_year == 2


def test_payback_exactly_at_zero_counts_in_spite_of_rounding():
    flows = [-0.8, *[0.1] * 8]
    assert np.cumsum(flows)[-1] < 0  # by 1.4e-16: rounding, not debt
    assert payback(flows, 0.0) == 8
    assert math.isnan(payback([-0.8 - 1e-8, *[0.1] * 8], 0.0))


@pytest.mark.parametrize("value", [-0.999, 0.0, 0.999])
def test_rate_inside_its_range(value):
    assert discount_factor(value, 0) == 1
    assert discount_factor(value, 2) == pytest.approx((1 + value) ** -2, rel=1e-12)


# --- for any flow --------------------------------------------------------------------------------


@given(flows_of_12, flows_of_12, st.floats(-5, 5), rates)
def test_present_value_is_linear(a, b, factor, rate):
    together = present_value(a + factor * b, rate)
    apart = present_value(a, rate) + factor * present_value(b, rate)
    weight = discounted(a, rate) + abs(factor) * discounted(b, rate)
    assert abs(together - apart) <= 1e-9 * weight + 1e-9


@given(flows_of_12, rates)
def test_present_value_is_the_sum_of_discounted_flows(flows, rate):
    """By Horner's rule, by factors, and as the appraisal sums it: one figure."""
    weight = discounted(flows, rate)
    found = present_value(flows, rate)
    assert (
        abs(found - sum(f * discount_factor(rate, t) for t, f in enumerate(flows))) <= 1e-12 * weight + 1e-12
    )
    assert abs(found - appraised(flows, rate).npv) <= 1e-12 * weight + 1e-12


@given(
    st.floats(1, 1e4),
    st.lists(st.floats(0, 1e4), min_size=11, max_size=11),
    st.floats(-0.3, 0.8),
    st.floats(0.001, 0.15),
)
def test_value_of_a_conventional_flow_falls_with_the_rate(outlay, gains, rate, step):
    flows = [-outlay, *gains]
    assert present_value(flows, rate + step) <= present_value(flows, rate)


@given(flows_of_12, st.lists(st.floats(0, 1e3), min_size=12, max_size=12), st.floats(0, 0.3))
def test_payback_comes_no_later_when_receipts_are_added(flows, more, rate):
    before, after = payback(flows, rate), payback(flows + np.array(more), rate)
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
    low, high = payback(flows, rate), payback(flows, rate + step)
    assert math.isnan(high) or low <= high


@given(flows_of_12, st.floats(0, 0.5))
def test_payback_and_net_present_value_agree(flows, rate):
    """Paid back by the horizon if, and only if, the present value is not below 0."""
    weight = float(np.abs(flows).sum())
    npv = present_value(flows, rate)
    if weight == 0 or abs(npv) < 1e-8 * weight:
        return
    assert math.isnan(payback(flows, rate)) == (npv < 0)


@given(st.lists(st.integers(-99, 99).filter(bool), min_size=12, max_size=12), st.floats(0.01, 0.5))
def test_payback_is_where_running_sums_stay_at_zero_or_above(flows, rate):
    """The definition, read off the running sums one by one."""
    sums = [present_value(flows[: t + 1], rate) for t in range(12)]
    if min(abs(s) for s in sums) < 1e-6 * discounted(flows, rate):  # rounding decides
        return
    owed = [t for t, value in enumerate(sums) if value < 0]
    year = owed[-1] + 1 if owed else 0
    assert payback(flows, rate) == pytest.approx(year if year < 12 else math.nan, abs=0, nan_ok=True)
