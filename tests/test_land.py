"""Land to jobs: delivery, the ramp, occupancy, leased area, gross effects; the worked example."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit

from clusterecon.clusters.additionality import displacement, local_effect, net, reference_case
from clusterecon.clusters.land import (
    budget_per_worker_growth,
    cohort_area,
    default_years_to_10,
    default_years_to_90,
    delivered_area,
    delivered_share,
    establishments,
    gross_budget,
    gross_jobs,
    gross_value_added,
    grown,
    leased_area,
    linear_ramp_integral,
    listed_share,
    logistic_ramp_integral,
    mean_occupancy,
    share_after_list,
)

YEARS = range(2024, 2036)
RATES = st.floats(0, 1)
FILLS = st.floats(0.3, 15)


def linear_ramp(age, fill):
    """METHODS' linear ramp, written down again."""
    return min(1.0, max(age, 0.0) / fill)


def logistic_ramp(age, t10, t90):
    """METHODS' logistic ramp, written down again."""
    m, k = (t10 + t90) / 2, math.log(81) / (t90 - t10)
    start = expit(-k * m)
    return 0.0 if age <= 0 else float((expit(k * (age - m)) - start) / (1 - start))


def delivered(rate, planned, years=YEARS):
    """Shares delivered by the end of each year."""
    return [delivered_share(rate, year - planned) for year in years]


def listed(finished, clusters, rate, years=12):
    """Shares delivered by the end of each year where the first years are listed, as a caller puts it."""
    last = len(finished) - 1
    return [
        share_after_list(listed_share(sum(finished[: t + 1]), clusters), rate, t - last) for t in range(years)
    ]


def newly_delivered(area, share):
    """Hectares newly delivered in each year, none before the first."""
    return [delivered_area(area, now, before) for before, now in pairwise([0.0, *share])]


def linear(ages, fill):
    """Mean occupancy by years since delivery."""
    return [
        mean_occupancy(linear_ramp_integral(n + 0.5, fill), linear_ramp_integral(n - 0.5, fill))
        for n in range(ages)
    ]


def logistic(ages, t10, t90):
    """Mean occupancy by years since delivery."""
    return [
        mean_occupancy(logistic_ramp_integral(n + 0.5, t10, t90), logistic_ramp_integral(n - 0.5, t10, t90))
        for n in range(ages)
    ]


def leased(newly, occupancy, leasable, mature):
    """Hectares leased in each year: the sum over the years of delivery."""
    return [
        leased_area(leasable, mature, sum(newly[s] * occupancy[t - s] for s in range(t + 1)))
        for t in range(len(newly))
    ]


def never_falls(values, tolerance=0.0):
    return all(later >= earlier - tolerance for earlier, later in pairwise(values))


# ---------------------------------------------------------------- delivery


def test_at_the_announced_pace_all_is_delivered_in_the_planned_year():
    assert delivered(1, 2027) == [0] * 3 + [1] * 9


def test_at_a_tenth_a_year_the_share_is_that_of_the_formula():
    assert delivered(0.10, 2025) == pytest.approx([0] + [1 - 0.9 ** (n + 1) for n in range(11)])


def test_nothing_is_ever_delivered_at_rate_nought():
    assert not any(delivered(0, 2025))


def test_the_record_of_five_of_twenty_in_three_and_a_half_years():
    """5 of the 20 due in 2021 by mid-2024 is a rate of 0.08, as METHODS 2 derives it."""
    rate = 1 - (1 - 5 / 20) ** (1 / 3.5)
    assert rate == pytest.approx(0.08, abs=0.002)
    assert delivered(rate, 2021, [2023, 2024]) == pytest.approx([0.2185, 0.2802], abs=1e-3)


@given(RATES, st.integers(2000, 2040))
def test_the_share_never_falls_and_never_exceeds_one(rate, planned):
    share = delivered(rate, planned)
    assert all(0 <= s <= 1 for s in share)
    assert never_falls(share, 1e-15)
    assert not any(s for s, year in zip(share, YEARS, strict=True) if year < planned)


@given(RATES, RATES)
def test_a_higher_rate_delivers_no_less(one, other):
    low, high = sorted([one, other])
    pairs = zip(delivered(low, 2026), delivered(high, 2026), strict=True)
    assert all(more >= less - 1e-15 for less, more in pairs)


@given(RATES, st.floats(0, 1e4))
def test_areas_of_all_years_sum_to_what_is_delivered(rate, area):
    share = delivered(rate, 2025)
    newly = newly_delivered(area, share)
    assert min(newly) >= -1e-9
    assert sum(newly) == pytest.approx(area * share[-1])


def test_completions_are_delivered_in_the_listed_years():
    assert listed([0, 6, 24], 30, 0) == pytest.approx([0, 0.2, *[1] * 10])


def test_after_the_last_listed_year_the_rest_follows_the_rate():
    share = listed([0, 6, 9], 30, 0.1)
    assert share[:3] == [0, 0.2, 0.5]
    assert share[3:] == pytest.approx([1 - 0.5 * 0.9**n for n in range(1, 10)])
    assert listed([0, 6, 9], 30, 0)[-1] == pytest.approx(0.5)


def test_a_listed_cohort_of_no_clusters_delivers_nothing():
    assert listed_share(0, 0) == 0
    assert not any(listed([0, 0], 0, 0))


@given(st.lists(st.floats(0, 5), min_size=1, max_size=6), RATES)
def test_a_schedule_never_exceeds_its_cohort(counts, rate):
    share = listed(counts, sum(counts) + 1, rate)
    assert all(-1e-12 <= s <= 1 for s in share)
    assert never_falls(share, 1e-12)


def test_a_cohort_has_its_stated_area_else_that_of_its_clusters():
    assert cohort_area(math.nan, 30, 16) == 480
    assert cohort_area(512.5, 30, 16) == 512.5
    assert cohort_area(0, 30, 16) == 0


# ---------------------------------------------------------------- the ramp


@given(FILLS, st.floats(-2, 30))
def test_the_linear_integral_is_that_of_the_ramp(fill, age):
    expected = quad(linear_ramp, 0, max(age, 0), args=(fill,), points=[min(fill, max(age, 0))])[0]
    assert linear_ramp_integral(age, fill) == pytest.approx(expected, abs=1e-8)


def test_the_linear_integral_has_the_printed_form():
    assert linear_ramp_integral(3, 5) == pytest.approx(9 / 10)
    assert linear_ramp_integral(7, 5) == pytest.approx(7 - 2.5)
    assert linear_ramp_integral(5, 5) == pytest.approx(2.5)


@given(st.floats(0.1, 4), st.floats(0.2, 10), st.floats(-2, 30))
def test_the_logistic_integral_is_that_of_the_ramp(t10, width, age):
    t90 = t10 + width
    expected = quad(logistic_ramp, 0, max(age, 0), args=(t10, t90), limit=200)[0]
    assert logistic_ramp_integral(age, t10, t90) == pytest.approx(expected, abs=1e-6)


def test_the_logistic_integral_does_not_overflow():
    assert logistic_ramp_integral(50, 0.1, 0.15) == pytest.approx(50 - 0.125, abs=1e-2)
    assert logistic_ramp_integral(50, 5, 5 + 1e-9) == pytest.approx(45), "exp(k m) is beyond a float"


@pytest.mark.parametrize("age", [-2.0, -0.5, 0.0])
def test_nothing_is_let_before_delivery(age):
    assert linear_ramp_integral(age, 5) == 0
    assert logistic_ramp_integral(age, 1, 6) == 0


@pytest.mark.parametrize(("t10", "t90"), [(4, 4), (5, 4), (-1, 4), (math.nan, 4), (1, math.nan)])
def test_a_logistic_that_does_not_rise_is_none(t10, t90):
    assert math.isnan(logistic_ramp_integral(3, t10, t90))
    assert math.isnan(mean_occupancy(math.nan, 0.0)), "and no bound hides it"


@given(FILLS)
def test_the_first_part_year_is_an_eighth_of_the_fill_rate(fill):
    """r(0) = 1 / (8 fill), where the ramp is not full within half a year."""
    assert linear(1, fill)[0] == pytest.approx(1 / (8 * fill) if fill >= 0.5 else 0.5 - fill / 2)


def test_five_years_to_fill_by_hand():
    assert linear(8, 5) == pytest.approx([1 / 40, 0.2, 0.4, 0.6, 0.8, 0.975, 1, 1])


@given(st.sampled_from(["linear", "logistic"]), FILLS)
def test_occupancy_rises_within_nought_and_one(ramp, fill):
    found = linear(40, fill) if ramp == "linear" else logistic(40, 0.2 * fill, fill)
    assert all(0 <= share <= 1 for share in found)
    assert never_falls(found, 1e-12)
    assert found[-1] == pytest.approx(1, abs=1e-3)


def test_rounding_never_leaves_the_bounds_of_occupancy():
    assert mean_occupancy(2.0 + 1e-15, 1.0) == 1
    assert mean_occupancy(1.0, 1.0 + 1e-15) == 0
    assert mean_occupancy(1.4, 1.1) == pytest.approx(0.3)


def test_each_year_of_occupancy_is_the_mean_of_the_ramp():
    straight, curved = linear(6, 4.3), logistic(6, 1.0, 3.9)
    for n in range(1, 6):
        mean = quad(linear_ramp, n - 0.5, n + 0.5, args=(4.3,), points=[4.3])[0]
        assert straight[n] == pytest.approx(mean, abs=1e-8)
        mean = quad(logistic_ramp, n - 0.5, n + 0.5, args=(1.0, 3.9))[0]
        assert curved[n] == pytest.approx(mean, abs=1e-8)


def test_the_logistic_has_its_defaults_from_the_fill():
    assert (default_years_to_10(math.nan, 6.0), default_years_to_90(math.nan, 6.0)) == (0.2 * 6.0, 6.0)
    assert (default_years_to_10(1.5, 6.0), default_years_to_90(5.5, 6.0)) == (1.5, 5.5)
    assert default_years_to_10(0.0, 6.0) == 0, "nought is a statement"


def test_the_logistic_passes_its_two_points():
    """Uncut, a tenth at t10 and nine tenths at t90; the cut at nought is small here."""
    slope = [logistic_ramp_integral(t + 1e-5, 2, 6) - logistic_ramp_integral(t - 1e-5, 2, 6) for t in (2, 6)]
    start = expit(-math.log(81) / 4 * 4)
    found = [s / 2e-5 for s in slope]
    assert found == pytest.approx([(p - start) / (1 - start) for p in (0.1, 0.9)], abs=1e-5)


# ---------------------------------------------------------------- leased land


def test_leased_land_is_a_sum_over_vintages():
    """10 ha in the first year, 20 in the third; half, then all: t = 2 holds 10·1 + 20·0.5."""
    found = leased([10, 0, 20, 0], [0.5, 1, 1, 1], 0.7, 0.9)
    assert found == pytest.approx([0.63 * filled for filled in (5, 10, 20, 30)])


@given(RATES, FILLS, RATES, RATES, st.floats(0, 1e4))
def test_leased_never_exceeds_leasable(rate, fill, leasable, mature, area):
    newly = newly_delivered(area, delivered(rate, 2025))
    found = leased(newly, linear(12, fill), leasable, mature)
    assert all(found[t] <= sum(newly[: t + 1]) * leasable * mature + 1e-9 for t in range(12))
    assert never_falls(found, 1e-9)


@given(st.floats(0, 1e4), st.floats(0, 1e4), RATES)
def test_more_hectares_lease_no_less(one, other, rate):
    share, occupancy = delivered(rate, 2025), linear(12, 5)
    low, high = sorted([one, other])
    less, more = (leased(newly_delivered(area, share), occupancy, 0.7, 0.9) for area in (low, high))
    assert all(b >= a for a, b in zip(less, more, strict=True))


# ---------------------------------------------------------------- gross effects


def test_gross_effects_by_hand():
    jobs = gross_jobs(100, 65)
    growth = grown(1, 0.025)
    shrinking = grown(1, budget_per_worker_growth(0.01, 0.03))
    assert jobs == 6500
    assert gross_value_added(jobs, 0.19, growth) == pytest.approx(6500 * 0.19 * 1.025)
    assert gross_budget(jobs, 0.014, shrinking) == pytest.approx(6500 * 0.014 * 0.98)
    assert establishments(jobs, 20) == 325


def test_no_workers_per_hectare_are_exactly_no_jobs():
    jobs = gross_jobs(100, 0)
    assert (jobs, gross_value_added(jobs, 0.19, 1.1), gross_budget(jobs, 0.014, 1.1)) == (0, 0, 0)


def test_establishments_of_no_size_are_none():
    assert math.isnan(establishments(100, 0))


def growth(rate, years):
    """Growth since the base year, year by year."""
    level = 1.0
    for _ in range(years):
        level = grown(level, rate)
    return level


def test_growth_is_compounded_from_the_base_year():
    assert [growth(0.0, n) for n in range(3)] == [1, 1, 1]
    assert [growth(0.1, n) for n in range(3)] == pytest.approx([1, 1.1, 1.21])
    assert growth(-0.04, 11) == pytest.approx(0.96**11)
    assert grown(0, 0.1) == 0


# ---------------------------------------------------------------- the worked example


def worked_example(rate):
    """METHODS 13, year by year: leased ha, gross and net direct jobs, gross and net direct value added."""
    totals = [[0.0] * 12 for _ in range(5)]
    for clusters, planned, craft_share in ((30, 2025, 0.6), (13, 2027, 0.6), (20, 2029, 0.5)):
        newly = newly_delivered(cohort_area(math.nan, clusters, 16), delivered(rate, planned))
        share = displacement(craft_share, 0.60, 0.40)
        for t, land in enumerate(leased(newly, linear(12, 5), 0.70, 0.90)):
            jobs = gross_jobs(land, 65)
            value_added = gross_value_added(jobs, 0.19, growth(0.025, t))
            lines = (land, jobs, kept(jobs, share), value_added, kept(value_added, share))
            for total, line in zip(totals, lines, strict=True):
                total[t] += line
    return totals


def kept(gross, share):
    """What is net, where all would have been displaced alike."""
    return net(local_effect(gross, share, 1, 0.025), reference_case(gross, 0.20, share, 1, 0.025))


@pytest.mark.parametrize(
    ("rate", "printed"),
    [
        (1.0, (413.8, 491.4, 26_896.0, 10_110.7, 5_926.3, 35.8)),
        (0.10, (98.6, 49.1, 6_409.8, 2_404.4, 1_412.4, 3.6)),
    ],
)
def test_the_worked_example_to_its_printed_digits(rate, printed):
    land, jobs, jobs_net, value_added, value_added_net = worked_example(rate)
    found = (land[6], jobs[1], jobs[6], jobs_net[6], value_added[6], value_added_net[1])
    assert tuple(round(value, 1) for value in found) == printed
