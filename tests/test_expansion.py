"""Land to jobs: delivery, the ramp and its integral, occupancy, leased area, gross effects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit

from clusterecon.clusters.expansion import (
    budget_per_worker_growth,
    delivered_area,
    delivered_share,
    gross_effects,
    growth_factor,
    leased_area,
    linear_ramp_integral,
    logistic_ramp_integral,
    occupancy_by_age,
    scheduled_share,
)

YEARS = np.arange(2024, 2036)
RATES = st.floats(0, 1)
FILLS = st.floats(0.3, 15)


def linear_ramp(age, fill):
    """METHODS' linear ramp, written down again."""
    return min(1.0, max(age, 0.0) / fill)


def logistic_ramp(age, t10, t90):
    """METHODS' logistic ramp, written down again."""
    m, k = (t10 + t90) / 2, np.log(81) / (t90 - t10)
    start = expit(-k * m)
    return 0.0 if age <= 0 else float((expit(k * (age - m)) - start) / (1 - start))


# ---------------------------------------------------------------- delivery


def test_at_the_announced_pace_all_is_delivered_in_the_planned_year():
    assert delivered_share(1, 2027, YEARS)[0].tolist() == [0] * 3 + [1] * 9


def test_at_a_tenth_a_year_the_share_is_that_of_the_formula():
    found = delivered_share(0.10, 2025, YEARS)[0]
    assert found == pytest.approx([0] + [1 - 0.9 ** (n + 1) for n in range(11)])


def test_nothing_is_ever_delivered_at_rate_nought():
    assert not delivered_share(0, 2025, YEARS).any()


def test_the_record_of_five_of_twenty_in_three_and_a_half_years():
    """5 of the 20 due in 2021 by mid-2024 is a rate of 0.08, as METHODS 2 derives it."""
    rate = 1 - (1 - 5 / 20) ** (1 / 3.5)
    assert rate == pytest.approx(0.08, abs=0.002)
    assert delivered_share(rate, 2021, [2023, 2024])[0] == pytest.approx([0.2185, 0.2802], abs=1e-3)


@given(RATES, st.integers(2000, 2040))
def test_the_share_never_falls_and_never_exceeds_one(rate, planned):
    share = delivered_share(rate, planned, YEARS)[0]
    assert np.all((share >= 0) & (share <= 1))
    assert np.all(np.diff(share) >= -1e-15)
    assert not share[planned > YEARS].any()


@given(RATES, RATES)
def test_a_higher_rate_delivers_no_less(one, other):
    low, high = sorted([one, other])
    assert np.all(delivered_share(high, 2026, YEARS) >= delivered_share(low, 2026, YEARS) - 1e-15)


def test_draws_stand_first_and_years_last():
    assert delivered_share(np.array([0.1, 0.5, 1.0]), 2025, YEARS).shape == (3, 12)


@given(RATES, st.floats(0, 1e4))
def test_areas_of_all_years_sum_to_what_is_delivered(rate, area):
    share = delivered_share(rate, 2025, YEARS)
    newly = delivered_area(area, share)
    assert np.all(newly >= -1e-9)
    assert newly.sum() == pytest.approx(area * share[0, -1])


def test_completions_are_delivered_in_the_listed_years():
    finished = [0, 6, 24, *[np.nan] * 9]
    assert scheduled_share(finished, 30, 0)[0] == pytest.approx([0, 0.2, *[1] * 10])


def test_after_the_last_listed_year_the_rest_follows_the_rate():
    finished = [0, 6, 9, *[np.nan] * 9]
    share = scheduled_share(finished, 30, 0.1)[0]
    assert share[:3] == pytest.approx([0, 0.2, 0.5])
    assert share[3:] == pytest.approx([1 - 0.5 * 0.9**n for n in range(1, 10)])
    assert scheduled_share(finished, 30, 0)[0, -1] == pytest.approx(0.5)


def test_a_listed_cohort_of_no_clusters_delivers_nothing():
    assert not scheduled_share([0, 0, *[np.nan] * 10], 0, 0).any()


@given(st.lists(st.floats(0, 5), min_size=1, max_size=6), RATES)
def test_a_schedule_never_exceeds_its_cohort(counts, rate):
    finished = [*counts, *[np.nan] * (12 - len(counts))]
    share = scheduled_share(finished, sum(counts) + 1, rate)[0]
    assert np.all((share >= -1e-12) & (share <= 1))
    assert np.all(np.diff(share) >= -1e-12)


# ---------------------------------------------------------------- the ramp


@given(FILLS, st.floats(-2, 30))
def test_the_linear_integral_is_that_of_the_ramp(fill, age):
    expected = quad(linear_ramp, 0, max(age, 0), args=(fill,), points=[min(fill, max(age, 0))])[0]
    assert float(linear_ramp_integral(age, fill)) == pytest.approx(expected, abs=1e-8)


def test_the_linear_integral_has_the_printed_form():
    assert float(linear_ramp_integral(3, 5)) == pytest.approx(9 / 10)
    assert float(linear_ramp_integral(7, 5)) == pytest.approx(7 - 2.5)
    assert float(linear_ramp_integral(5, 5)) == pytest.approx(2.5)


@given(st.floats(0.1, 4), st.floats(0.2, 10), st.floats(-2, 30))
def test_the_logistic_integral_is_that_of_the_ramp(t10, width, age):
    t90 = t10 + width
    expected = quad(logistic_ramp, 0, max(age, 0), args=(t10, t90), limit=200)[0]
    assert float(logistic_ramp_integral(age, t10, t90)) == pytest.approx(expected, abs=1e-6)


def test_the_logistic_integral_does_not_overflow():
    assert float(logistic_ramp_integral(50, 0.1, 0.15)) == pytest.approx(50 - 0.125, abs=1e-2)


@given(FILLS)
def test_the_first_part_year_is_an_eighth_of_the_fill_rate(fill):
    """r(0) = 1 / (8 fill), where the ramp is not full within half a year."""
    found = occupancy_by_age(1, "linear", fill)[0, 0]
    assert found == pytest.approx(1 / (8 * fill) if fill >= 0.5 else 0.5 - fill / 2)


def test_five_years_to_fill_by_hand():
    found = occupancy_by_age(8, "linear", 5)[0]
    assert found == pytest.approx([1 / 40, 0.2, 0.4, 0.6, 0.8, 0.975, 1, 1])


@given(st.sampled_from(["linear", "logistic"]), FILLS)
def test_occupancy_rises_within_nought_and_one(ramp, fill):
    found = occupancy_by_age(40, ramp, fill)[0]
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(np.diff(found) >= -1e-12)
    assert found[-1] == pytest.approx(1, abs=1e-3)


def test_each_year_of_occupancy_is_the_mean_of_the_ramp():
    linear = occupancy_by_age(6, "linear", 4.3)[0]
    logistic = occupancy_by_age(6, "logistic", 4.3, 1.0, 3.9)[0]
    for n in range(1, 6):
        mean = quad(linear_ramp, n - 0.5, n + 0.5, args=(4.3,), points=[4.3])[0]
        assert linear[n] == pytest.approx(mean, abs=1e-8)
        assert logistic[n] == pytest.approx(
            quad(logistic_ramp, n - 0.5, n + 0.5, args=(1.0, 3.9))[0], abs=1e-8
        )


def test_the_logistic_has_its_defaults_from_the_fill():
    own = occupancy_by_age(10, "logistic", 6.0)
    named = occupancy_by_age(10, "logistic", 6.0, 0.2 * 6.0, 6.0)
    assert np.array_equal(own, named)


def test_the_logistic_passes_its_two_points():
    """Uncut, a tenth at t10 and nine tenths at t90; the cut at nought is small here."""
    slope = [
        float(logistic_ramp_integral(t + 1e-5, 2, 6) - logistic_ramp_integral(t - 1e-5, 2, 6)) for t in (2, 6)
    ]
    start = expit(-np.log(81) / 4 * 4)
    assert np.array(slope) / 2e-5 == pytest.approx([(p - start) / (1 - start) for p in (0.1, 0.9)], abs=1e-5)


def test_draws_of_the_fill_give_rows():
    assert occupancy_by_age(12, "linear", np.array([3.0, 5.0, 10.0])).shape == (3, 12)
    assert occupancy_by_age(12, "logistic", np.array([3.0, 5.0]), np.array([1.0, 1.5])).shape == (2, 12)


# ---------------------------------------------------------------- leased land


def test_leased_land_of_the_worked_example():
    """METHODS 13: three cohorts at the announced pace lease 413.8 ha in 2030."""
    occupancy = occupancy_by_age(12, "linear", 5)
    leased = sum(
        leased_area(delivered_area(16.0 * n, delivered_share(1, planned, YEARS)), occupancy, 0.7, 0.9)
        for n, planned in ((30, 2025), (13, 2027), (20, 2029))
    )
    assert leased[0, 6] == pytest.approx(413.8, abs=0.05)


def test_leased_land_is_a_sum_over_vintages():
    rng = np.random.default_rng(4)
    delivered, occupancy = rng.random((3, 7)), np.sort(rng.random((3, 7)), axis=1)
    expected = np.zeros((3, 7))
    for t in range(7):
        for s in range(t + 1):
            expected[:, t] += delivered[:, s] * occupancy[:, t - s]
    found = leased_area(delivered, occupancy, np.array([0.6, 0.7, 0.75]), 0.9)
    np.testing.assert_allclose(found, expected * np.array([[0.6], [0.7], [0.75]]) * 0.9, rtol=1e-13)


@given(RATES, FILLS, RATES, RATES, st.floats(0, 1e4))
def test_leased_never_exceeds_leasable(rate, fill, leasable, mature, area):
    delivered = delivered_area(area, delivered_share(rate, 2025, YEARS))
    leased = leased_area(delivered, occupancy_by_age(12, "linear", fill), leasable, mature)
    assert np.all(leased <= np.cumsum(delivered, axis=1) * leasable * mature + 1e-9)
    assert np.all(np.diff(leased, axis=1) >= -1e-9)


@given(st.floats(0, 1e4), st.floats(0, 1e4), RATES)
def test_more_hectares_lease_no_less(one, other, rate):
    share, occupancy = delivered_share(rate, 2025, YEARS), occupancy_by_age(12, "linear", 5)
    low, high = sorted([one, other])
    less, more = (leased_area(delivered_area(a, share), occupancy, 0.7, 0.9) for a in (low, high))
    assert np.all(more >= less)


# ---------------------------------------------------------------- gross effects


def test_gross_effects_by_hand():
    growth = growth_factor(0.025, [2024, 2025], 2024)
    shrinking = growth_factor(budget_per_worker_growth(0.01, 0.03), [2024, 2025], 2024)
    found = gross_effects(np.array([[0.0, 100.0]]), 65, 0.19, 0.014, growth, shrinking)
    assert found.jobs[0].tolist() == [0, 6500]
    assert found.value_added[0, 1] == pytest.approx(6500 * 0.19 * 1.025)
    assert found.budget[0, 1] == pytest.approx(6500 * 0.014 * 0.98)


def test_no_workers_per_hectare_are_exactly_no_jobs():
    found = gross_effects(np.array([[3.0, 100.0]]), 0, 0.19, 0.014, np.ones((1, 2)), np.ones((1, 2)))
    assert not np.any(found.jobs)
    assert not np.any(found.value_added)
    assert not np.any(found.budget)


def test_growth_is_compounded_from_the_base_year():
    found = growth_factor(np.array([0.0, 0.1]), [2024, 2025, 2026], 2024)
    np.testing.assert_allclose(found, [[1, 1, 1], [1, 1.1, 1.21]])
