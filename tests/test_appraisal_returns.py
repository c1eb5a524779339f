"""Internal rates of return and switching values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.discounting import present_value
from clusterecon.appraisal.returns import (
    internal_rate_of_return,
    rate_between,
    sign_changes,
    switching_value,
)
from clusterecon.ground.compiled import compiled


def irr(flows):
    return float(internal_rate_of_return(flows))


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-100, 100, 0, 7], 0.06206),
        ([-5, 10.5, 1, -8, 1], 0.0886),
    ],
)
def test_published_examples(flows, rate):
    """NumPy 1.18 reference, examples of numpy.irr.

    Its definition is that of L. J. Gitman, Principles of Managerial Finance, Brief, 3rd ed. (2003), p. 348.
    """
    assert irr(flows) == pytest.approx(rate, abs=10 ** -len(str(rate).split(".")[1]) * 0.51)


def test_textbook_crossover_rate():
    """Ross, Westerfield and Jordan, Fundamentals of Corporate Finance, example 9.7: A or B, 20 %.

    A: -400, 250, 280; B: -500, 320, 340. The flow B - A is -100, 70, 60 and 1.2² = 0.7·1.2 + 0.6.
    """
    a, b = np.array([-400, 250, 280]), np.array([-500, 320, 340])
    assert irr(b - a) == pytest.approx(0.20, abs=1e-12)
    for flow in (a, b):
        assert present_value(flow, 0.20) == pytest.approx(2.7777778, abs=1e-6)


def test_rate_of_a_certificate_question():
    """Certificate practice question, flows as published: -750,000; 200,000; 300,000; 400,000 give 8.65 %."""
    flows = [-750_000, 200_000, 300_000, 400_000]
    assert irr(flows) == pytest.approx(0.0865, abs=1e-4)
    assert present_value(flows, 0.10) == pytest.approx(-19_722, abs=1)


def test_two_rates_give_the_nearer_one_and_are_told_by_the_changes_of_sign():
    """-1600, 10000, -10000 has 25 % and 400 % (a standard example of two rates)."""
    flows = [-1600, 10_000, -10_000]
    assert sign_changes(flows) == 2
    assert irr(flows) == pytest.approx(0.25, abs=1e-12)
    for rate in (0.25, 4.0):
        assert present_value(flows, rate) == pytest.approx(0, abs=1e-9)


def test_of_a_loss_and_a_gain_the_nearer_one_is_given():
    """Flows made from two rates, one on either side of 0: the roots of (x - a)(x - b) in x = 1/(1+r)."""
    for near, far in ((0.05, -0.10), (-0.05, 0.10), (-0.102, 0.104), (0.104, -0.108)):
        a, b = 1 / (1 + near), 1 / (1 + far)
        assert irr([a * b, -(a + b), 1]) == pytest.approx(near, abs=1e-12)


def test_two_rates_close_to_each_other_are_still_seen():
    assert irr([-60, 155, -100]) == pytest.approx(0.25, abs=1e-12)  # the other is 33.3 %


def test_one_change_of_sign_leaves_no_doubt():
    assert sign_changes([-100.0, 0.0, 121.0]) == 1
    assert irr([-100.0, 0.0, 121.0]) == pytest.approx(0.1, abs=1e-12)


def test_a_rate_of_nil_is_found():
    assert irr([-100, 60, 40]) == pytest.approx(0, abs=1e-12)
    assert irr([100, -60, -40]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("flows", [[0, 0, 0], [-1, -2, -3], [5, 0, 1], [-1, 3, -2.5]])
def test_no_rate(flows):
    assert math.isnan(irr(flows))


def test_rounding_noise_is_no_change_of_sign():
    assert sign_changes([-1, 1e-14, -1, 2]) == 1
    assert sign_changes([-1, 1e-3, -1, 2]) == 3


def test_leading_zeros_do_not_matter():
    assert irr([0, 0, -100, 39, 59, 55, 20]) == pytest.approx(irr([-100, 39, 59, 55, 20]), abs=1e-12)


def test_extreme_rates():
    assert irr([-1.0, 500.0]) == pytest.approx(499.0)
    assert irr([-1000.0, 10.0]) == pytest.approx(-0.99)


def test_a_bank_balance_pattern_too():
    """Receipts first and payments later (a loan) has a rate as well, one change of sign."""
    assert irr([100, -60, -60]) == pytest.approx(0.13066, abs=5e-6)


def test_same_as_a_scalar_solver_over_many_draws():
    from scipy.optimize import brentq

    rng = np.random.default_rng(5)
    flows = np.concatenate([-rng.uniform(50, 200, (200, 2)), rng.uniform(0, 60, (200, 49))], axis=1)
    years = np.arange(51)
    for row in flows[:40]:
        expected = brentq(lambda r, row=row: np.sum(row / (1 + r) ** years), -0.5, 5)
        assert irr(row) == pytest.approx(expected, abs=1e-9)
    assert all(math.isfinite(rate_of(row)) for row in flows)


rate_of = compiled(internal_rate_of_return)


def test_where_newtons_step_would_leave_the_bracket_it_is_halved():
    """A flow that is nearly flat where the search begins, and steep where its rate is."""
    flows = [-1.0, *[0.0] * 40, 2.0]
    assert rate_between(flows, -0.9, 100.0) == pytest.approx(2 ** (1 / 41) - 1, abs=1e-12)


@given(
    st.lists(st.floats(0.5, 100), min_size=1, max_size=4),
    st.lists(st.floats(0.5, 100), min_size=1, max_size=40),
)
def test_net_present_value_at_the_rate_is_nil(outlays, gains):
    flows = np.array([-x for x in outlays] + gains)
    rate = irr(flows)
    assert math.isfinite(rate)
    factors = np.exp(-np.log1p(rate) * np.arange(flows.size))
    assert abs(flows @ factors) <= 1e-9 * (np.abs(flows) @ factors)


@given(st.floats(1.0, 1e4), st.lists(st.floats(0.0, 1e3), min_size=5, max_size=11), st.floats(0.01, 0.9))
def test_rate_above_the_discount_rate_means_a_positive_value(outlay, gains, rate):
    if sum(gains) == 0:
        return
    flows = [-outlay, *gains]
    npv = present_value(flows, rate)
    found = irr(flows)
    if abs(found - rate) > 1e-9 and math.isfinite(found):
        assert (npv > 0) == (found > rate)


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=12), st.floats(0.01, 1e3))
def test_rate_does_not_hang_on_the_unit_of_money(flows, scale):
    a, b = irr(np.array(flows)), irr(np.array(flows) * scale)
    assert (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, rel=1e-6, abs=1e-6)


# --- switching values ----------------------------------------------------------------------------


def test_switching_value_is_where_the_value_is_nil():
    found = switching_value(lambda r: present_value([-100, 60, 60], r), 0.0, 0.5)
    assert found.side == "crosses"
    assert found.value == pytest.approx(irr([-100, 60, 60]), abs=1e-6)


@pytest.mark.parametrize(("constant", "side"), [(2.0, "positive"), (-2.0, "negative")])
def test_no_switching_value_says_which_side(constant, side):
    found = switching_value(lambda x: constant + x, 0.0, 1.0)
    assert found.value is None
    assert found.side == side


@pytest.mark.parametrize(("low", "high", "value"), [(2.0, 5.0, 2.0), (0.0, 2.0, 2.0)])
def test_switching_value_at_a_bound(low, high, value):
    assert switching_value(lambda x: x - 2.0, low, high).value == value


def test_switching_value_asks_for_no_value_twice():
    asked = []
    switching_value(lambda x: asked.append(x) or x**3 - 0.2, 0.0, 1.0)
    assert len(asked) == len(set(asked))


@given(st.floats(0.001, 0.999), st.floats(-100, 100).filter(lambda s: abs(s) > 1e-3))
def test_switching_value_of_a_line(root, slope):
    found = switching_value(lambda x: slope * (x - root), 0.0, 1.0)
    assert found.value == pytest.approx(root, abs=2e-6)
