"""Plants of clusters: stock, build-out, coverage, cost, suspension."""

import math
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.discounting import discount_factor
from clusterecon.appraisal.lines import existing_account
from clusterecon.clusters.wastewater import (
    area_per_cluster,
    at_risk,
    average_served,
    built_part,
    carried_forward,
    coverage,
    lost,
    lost_with_suppliers,
    missing,
    outstanding,
    plant_capital,
    possible,
    running_cost,
    served_by_list,
    served_by_rate,
    suspended_clusters,
)

YEARS = 12


class Plants(NamedTuple):
    """Clusters by the state of their plants."""

    clusters: float
    with_plant: float
    working: float


class Year(NamedTuple):
    """Plants of one year, those standing at its end."""

    served: float
    built: float
    mended: float
    with_plant: float
    working: float
    outstanding: float


COUNTED = Plants(70, 26, 19)
AREA = area_per_cluster(1686, 70)


def build_out(plants, served_in):
    """Year by year from the base year on; ``served_in(t, outstanding before)`` clusters get a plant."""
    without, left = missing(*plants[:2]), outstanding(plants.clusters, plants.working)
    years = [Year(0, 0, 0, plants.with_plant, plants.working, left)]
    for t in range(1, YEARS):
        last = years[-1]
        served = served_in(t, last.outstanding)
        built = built_part(served, without, left)
        working = last.working + served
        rest = outstanding(plants.clusters, working)
        years.append(Year(served, built, served - built, last.with_plant + built, working, rest))
    return years


def by_rate(plants, rate):
    left = outstanding(plants.clusters, plants.working)
    return build_out(plants, lambda t, _: served_by_rate(left, rate, t))


def by_list(plants, listed):
    """``listed`` by years since the base year."""
    return build_out(plants, lambda t, before: served_by_list(listed.get(t, 0.0), before))


def capital(years, cost_per_ha=0.75, mend_share=0.3):
    return [plant_capital(y.built, y.mended, mend_share, AREA, cost_per_ha) for y in years]


def running(years, cost_share=0.1):
    before = [y.working - y.served - years[0].working for y in years]
    return [
        running_cost(average_served(b, y.served), AREA, 0.75, cost_share)
        for b, y in zip(before, years, strict=True)
    ]


def suspended(years, share):
    """Clusters suspended in each year, in the base year those that stay outstanding."""
    return [
        suspended_clusters(a.outstanding, b.outstanding, share(t))
        for t, (a, b) in enumerate(pairwise([years[0], *years]))
    ]


# --- the stock -----------------------------------------------------------------------------------


def test_published_stock_around_2020():
    """26 of 70 with a plant, 19 running well, 7 idle: 44 without, 51 to build or mend."""
    assert (missing(70, 26), outstanding(70, 19)) == (44, 51)


def test_published_coverage_around_2020():
    """19/70 = 27 %, with 26/70 = 37 % beside it."""
    assert coverage(19, 70, 0) == pytest.approx(0.27, abs=0.005)
    assert coverage(26, 70, 0) == pytest.approx(0.37, abs=0.005)


@pytest.mark.parametrize(
    "plants", [(0, 0, 0), (70, 71, 19), (70, -1, -1), (70, 26, 27), (70, 26, math.nan), (math.nan, 26, 19)]
)
def test_stock_that_cannot_be(plants):
    assert not possible(*plants)


@pytest.mark.parametrize("plants", [COUNTED, (70, 70, 70), (70, 0, 0)])
def test_stock_that_can_be(plants):
    assert possible(*plants)


@pytest.mark.parametrize(
    ("pace", "with_plant", "working"), [(0.0, 26, 19), (1.35, 31.4, 24.4), (2.7, 36.8, 29.8)]
)
def test_carried_forward_at_the_pace_observed(pace, with_plant, working):
    """0 to 2.7 plants a year over four years; idle ones stay idle."""
    later = carried_forward(*COUNTED, pace, 4)
    assert later == pytest.approx((with_plant, working))
    assert later[0] - later[1] == pytest.approx(7)


def test_no_more_are_carried_forward_than_are_missing():
    assert carried_forward(*COUNTED, 100.0, 4) == (70, 63)


def test_rounding_makes_no_more_plants_than_clusters():
    """In floats 20.7 + (61.4 - 20.7) is above 61.4."""
    assert carried_forward(61.4, 20.7, 20.7, 100.0, 4) == (61.4, 61.4)
    assert outstanding(70.0, 70.00000000000001) == 0


# --- build-out -----------------------------------------------------------------------------------


def test_the_promise_kept_in_2025():
    plan = by_list(COUNTED, {1: 51})
    assert [y.outstanding for y in plan] == [51] + [0] * 11
    assert [coverage(y.working, 70, 0) for y in plan[1:]] == [1] * 11
    assert sum(y.built for y in plan) == pytest.approx(44)
    assert sum(y.mended for y in plan) == pytest.approx(7)


def test_by_year_serves_missing_and_idle_alike():
    plan = by_list(COUNTED, {1: 10, 3: 5})
    assert [y.working for y in plan[:4]] == [19, 29, 29, 34]
    assert plan[1].built == pytest.approx(10 * 44 / 51)
    assert plan[3].mended == pytest.approx(5 * 7 / 51)
    assert plan[-1].with_plant == pytest.approx(26 + 15 * 44 / 51)


@pytest.mark.parametrize(("pace", "working"), [(0.0, [19, 64, 70]), (2.7, [29.8, 70, 70])])
def test_where_fewer_are_needed_it_stops_at_full_coverage(pace, working):
    plants = Plants(70, *carried_forward(*COUNTED, pace, 4))
    plan = by_list(plants, {1: 45, 2: 6})
    assert [y.working for y in plan[:3]] == pytest.approx(working)
    assert min(y.outstanding for y in plan) >= 0


def test_by_rate_by_hand():
    plan = by_rate(COUNTED, 0.10)
    assert [y.outstanding for y in plan[:4]] == pytest.approx([51, 45.9, 41.31, 37.179])
    assert [y.served for y in plan[:3]] == pytest.approx([0, 5.1, 4.59])
    assert [y.outstanding for y in by_rate(COUNTED, 0.5)[:3]] == pytest.approx([51, 25.5, 12.75])


@pytest.mark.parametrize("before", [0, -1, -5])
def test_nothing_is_served_up_to_the_base_year(before):
    assert served_by_rate(51, 1.0, before) == 0


def test_rate_of_one_is_the_promise_and_of_nought_is_nothing():
    for kept, promised in zip(by_rate(COUNTED, 1.0), by_list(COUNTED, {1: 51}), strict=True):
        assert kept == pytest.approx(promised)
    idle = by_rate(COUNTED, 0.0)
    assert not any(y.served for y in idle)
    assert [y.working for y in idle] == [19] * 12


def test_stock_fully_served_has_nothing_to_build():
    done = by_rate(Plants(70, 70, 70), 0.5)
    assert not any(y.built or y.mended for y in done)
    assert [coverage(y.working, 70, 0) for y in done] == [1] * 12


def test_no_plan_builds_nothing():
    assert [y.working for y in by_list(COUNTED, {})] == [19] * 12


# --- coverage ------------------------------------------------------------------------------------


def test_new_clusters_stand_above_and_below_the_line():
    assert coverage(19, 70, 0) == 19 / 70
    assert coverage(19, 70, 30) == 49 / 100


def test_new_clusters_never_make_full_coverage_of_partial():
    assert coverage(69, 70, 1000) < 1
    assert coverage(70, 70, 1000) == 1


def test_where_none_operates_nothing_is_covered_or_not():
    assert math.isnan(coverage(0, 0, 0))
    assert coverage(0, 0, 3) == 1
    assert (area_per_cluster(0, 0), at_risk(0, 0, 80_000)) == (0, 0)


# --- cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cost_per_ha", "expected"), [(0.45, 477), (0.75, 795), (1.15, 1219)])
def test_plants_for_the_44_clusters_without(cost_per_ha, expected):
    """44 clusters of 24.1 ha are 1,060 ha; at 0.45, 0.75 and 1.15 bn VND per ha 477, 795 and 1,219."""
    assert pytest.approx(1060, abs=1) == 44 * AREA
    spent = capital(by_list(Plants(70, 26, 26), {1: 44}), cost_per_ha)
    assert spent[1] == pytest.approx(expected, abs=0.6)
    assert sum(spent) == spent[1]


def test_mending_the_seven_adds_38():
    """7 · 24.1 · 0.75 · 0.3 = 37.9 on top of 794.8."""
    assert sum(capital(by_list(COUNTED, {1: 51}))) == pytest.approx(794.8 + 37.9, abs=0.1)


def test_running_cost_is_of_added_plants_half_in_their_first_year():
    each = 0.75 * AREA * 0.1
    found = running(by_list(COUNTED, {1: 10, 2: 10}))
    assert found[:4] == pytest.approx([0, 5 * each, 15 * each, 20 * each])


@pytest.mark.parametrize(
    ("with_plant", "cost_per_ha", "spent", "runs"), [(60, 1.0, 200, 20), (50, 2.0, 800, 80)]
)
def test_costs_by_hand(with_plant, cost_per_ha, spent, runs):
    """10 plants of 20 ha at 1 bn VND a ha are 200, 20 at 2 are 800; a tenth of that a year to run."""
    plan = by_list(Plants(70, with_plant, with_plant), {1: 70})
    assert plant_capital(plan[1].built, plan[1].mended, 1.0, 20.0, cost_per_ha) == pytest.approx(spent)
    assert running_cost(plan[1].served, 20.0, cost_per_ha, 0.1) == pytest.approx(runs)


# --- suspension ----------------------------------------------------------------------------------


def test_a_full_year_of_44_clusters_is_five_per_cent_of_industry():
    """44/70 · 80,000 jobs · 0.19 bn VND = 9,554 of 189,000."""
    clusters = suspended(by_rate(Plants(70, 26, 26), 0.0), lambda _: 1.0)[1]
    assert at_risk(clusters, 70, 80_000) == pytest.approx(50_286, abs=1)
    value_added = lost_with_suppliers(lost(at_risk(clusters, 70, 15_200), 0.0), 0.0)
    assert value_added == pytest.approx(9_554, abs=1)
    assert value_added / 189_000 == pytest.approx(0.05, abs=0.001)
    assert at_risk(clusters, 70, 1_100) == pytest.approx(1100 * 44 / 70)


def test_risk_goes_by_clusters_share_of_the_year_and_what_they_hold():
    enforced = {2: 0.5, 3: 0.25}
    clusters = suspended(by_rate(COUNTED, 0.0), lambda t: enforced.get(t, 0.0))
    assert clusters == pytest.approx([0, 0, 25.5, 12.75, *[0] * 8])
    jobs, value_added, budget = (at_risk(clusters[2], 70, held) for held in (80_000, 15_200, 1_100))
    assert jobs == pytest.approx(25.5 / 70 * 80_000)
    assert budget == pytest.approx(25.5 / 70 * 1_100)
    assert lost(budget, 0.3) == pytest.approx(0.7 * budget)
    assert lost_with_suppliers(lost(value_added, 0.3), 0.2) == pytest.approx(
        jobs / 80_000 * 15_200 * 0.7 * 1.2
    )


def test_plants_finished_in_the_year_halve_its_risk():
    clusters = suspended(by_list(COUNTED, {1: 51}), lambda _: 1.0)
    assert clusters[:4] == [51, 25.5, 0, 0]


def test_what_is_diverted_whole_is_not_lost_and_nothing_suspended_is_no_risk():
    assert lost(at_risk(25.5, 70, 15_200), 1.0) == 0
    assert at_risk(suspended_clusters(51, 51, 0.0), 70, 80_000) == 0


# --- for any stock -------------------------------------------------------------------------------


@st.composite
def stocks(draw):
    clusters = draw(st.integers(1, 100))
    with_plant = draw(st.integers(0, clusters))
    return Plants(clusters, with_plant, draw(st.integers(0, with_plant)))


@given(stocks(), st.floats(0, 50), st.integers(0, 20))
def test_plants_carried_forward_can_be(plants, pace, years):
    later = carried_forward(*plants, pace, years)
    assert possible(plants.clusters, *later)
    assert later[0] >= plants.with_plant
    assert later[1] >= plants.working


@given(stocks(), st.floats(0, 1))
def test_every_cluster_is_served_or_outstanding(plants, rate):
    plan = by_rate(plants, rate)
    left = outstanding(plants.clusters, plants.working)
    for t, year in enumerate(plan):
        assert year.working + year.outstanding == pytest.approx(plants.clusters)
        assert year.outstanding == pytest.approx(left * (1 - rate) ** t, abs=1e-9)
        assert year.working <= year.with_plant + 1e-9
        assert year.with_plant <= plants.clusters + 1e-9
        assert 0 <= coverage(year.working, plants.clusters, 0) <= 1 + 1e-12
    assert all(later.working >= earlier.working for earlier, later in pairwise(plan))
    done = sum(y.built + y.mended for y in plan)
    assert done == pytest.approx(plan[-1].working - plants.working, abs=1e-9)


@given(stocks(), st.floats(0, 1), st.floats(0, 0.5))
def test_a_faster_build_out_covers_more_and_risks_less(plants, rate, more):
    slow, fast = by_rate(plants, rate * 0.5), by_rate(plants, rate * 0.5 + more)
    assert all(f.working >= s.working - 1e-9 for s, f in zip(slow, fast, strict=True))
    risks = [
        [at_risk(clusters, plants.clusters, 80_000) for clusters in suspended(plan, lambda _: 0.5)]
        for plan in (slow, fast)
    ]
    assert all(less <= more + 1e-6 for more, less in zip(*risks, strict=True))
    assert max(risks[0]) <= 80_000 + 1e-6


@given(stocks(), st.dictionaries(st.integers(1, 11), st.floats(0, 5), max_size=5))
def test_total_cost_is_what_was_built_and_mended(plants, listed):
    plan = by_list(plants, listed)
    built, mended = sum(y.built for y in plan), sum(y.mended for y in plan)
    assert sum(capital(plan)) == pytest.approx(AREA * 0.75 * (built + 0.3 * mended), abs=1e-9)
    assert built <= missing(*plants[:2]) + 1e-9
    assert mended <= plants.with_plant - plants.working + 1e-9


# --- into the account ----------------------------------------------------------------------------


def present_value(rate):
    """Of the account of existing clusters in the state's view, a quarter of each year enforced from 2026."""
    plan = by_rate(COUNTED, rate)
    lost_budget = [lost(at_risk(c, 70, 1_100), 0.3) for c in suspended(plan, lambda t: 0.25 * (t >= 2))]
    flows = zip(capital(plan), running(plan, 0.05), lost_budget, strict=True)
    return sum(
        existing_account(*flow, math.nan, 1.0, 0.15, 1.0) * discount_factor(0.10, t)
        for t, flow in enumerate(flows)
    )


def test_plants_and_suspension_in_the_account():
    """A quarter of each year from 2026 without plants loses revenue; plants in time cost money instead."""
    factors = [1.1**-t for t in range(YEARS)]
    yearly = 51 / 70 * 0.25 * 1100 * 0.7
    assert present_value(0.0) == pytest.approx(-yearly * sum(factors[2:]))
    each = 51 * 0.75 * AREA * 0.05
    spent = 0.15 * 0.75 * AREA * (44 + 0.3 * 7)
    expected = -spent * factors[1] - each * (0.5 * factors[1] + sum(factors[2:]))
    assert present_value(1.0) == pytest.approx(expected)
    assert present_value(1.0) > present_value(0.0)
