"""Plants of clusters: stock, build-out, coverage, cost, suspension."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.discounting import discount_factors
from clusterecon.appraisal.lines import GrossFlows, Sharing, flow_lines, later_flows
from clusterecon.appraisal.measures import AppraisalInputs, appraise
from clusterecon.clusters.plant_costs import StockTotals, UnitCosts, plant_capital, running_cost, suspend
from clusterecon.clusters.plants import (
    PlantStock,
    build_out_by_rate,
    build_out_by_year,
    carry_forward,
    coverage,
)
from clusterecon.ground.errors import InputError

YEARS = tuple(range(2024, 2036))
COUNTED = PlantStock(clusters=70, with_plant=26, working=19)
AREA = 1686 / 70
COSTS = UnitCosts(0.75, AREA, 0.3, 0.1)


def held(jobs=80_000.0, value_added=15_200.0, budget=1_100.0):
    flat = np.ones((1, 12))
    return StockTotals(jobs * flat, value_added * flat, budget * flat)


# --- the stock -----------------------------------------------------------------------------------


def test_published_stock_around_2020():
    """26 of 70 with a plant, 19 running well, 7 idle: 44 without, 51 to build or mend."""
    assert (float(COUNTED.missing), float(COUNTED.idle), float(COUNTED.outstanding)) == (44, 7, 51)


def test_published_coverage_around_2020():
    """19/70 = 27 %, with 26/70 = 37 % beside it."""
    found = coverage([[COUNTED.working, COUNTED.with_plant]], COUNTED.clusters)
    np.testing.assert_allclose(found, [[0.27, 0.37]], atol=0.005)


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((0, 0, 0), "clusters"),
        ((70, 71, 19), "with_plant"),
        ((70, -1, -1), "with_plant"),
        ((70, 26, 27), "working"),
        ((70, 26, np.nan), "working"),
        ((70, [26, 80], 19), "with_plant"),
    ],
)
def test_stock_that_cannot_be(numbers, says):
    with pytest.raises(InputError, match=says):
        PlantStock(*numbers)


def test_carried_forward_at_the_pace_observed():
    """0 to 2.7 plants a year over four years; idle ones stay idle."""
    later = carry_forward(COUNTED, np.array([0.0, 1.35, 2.7]), 4)
    np.testing.assert_allclose(later.with_plant, [26, 31.4, 36.8])
    np.testing.assert_allclose(later.working, [19, 24.4, 29.8])
    np.testing.assert_allclose(later.idle, 7)
    np.testing.assert_allclose(later.outstanding, [51, 45.6, 40.2])


def test_no_more_are_carried_forward_than_are_missing():
    later = carry_forward(COUNTED, 100.0, 4)
    assert float(later.with_plant) == 70
    assert float(later.working) == 63


# --- build-out -----------------------------------------------------------------------------------


def test_the_promise_kept_in_2025():
    plan = build_out_by_year(COUNTED, YEARS, {2025: 51})
    np.testing.assert_array_equal(plan.outstanding[0], [51] + [0] * 11)
    np.testing.assert_array_equal(coverage(plan.working, 70)[0, 1:], 1.0)
    assert plan.built.sum() == pytest.approx(44)
    assert plan.mended.sum() == pytest.approx(7)


def test_by_year_serves_missing_and_idle_alike():
    plan = build_out_by_year(COUNTED, YEARS, {2025: 10, 2027: 5})
    np.testing.assert_allclose(plan.working[0, :4], [19, 29, 29, 34])
    assert plan.built[0, 1] == pytest.approx(10 * 44 / 51)
    assert plan.mended[0, 3] == pytest.approx(5 * 7 / 51)
    np.testing.assert_allclose(plan.with_plant[0, -1], 26 + 15 * 44 / 51)


def test_draws_that_need_fewer_stop_at_full_coverage():
    stock = carry_forward(COUNTED, np.array([0.0, 2.7]), 4)
    plan = build_out_by_year(stock, YEARS, {2025: 45, 2026: 6})
    np.testing.assert_allclose(plan.working[:, :3], [[19, 64, 70], [29.8, 70, 70]])
    assert (plan.outstanding >= 0).all()


def test_by_rate_by_hand():
    plan = build_out_by_rate(COUNTED, 12, 0.10)
    np.testing.assert_allclose(plan.outstanding[0, :4], [51, 45.9, 41.31, 37.179])
    np.testing.assert_allclose((plan.built + plan.mended)[0, :3], [0, 5.1, 4.59])


def test_rate_of_one_is_the_promise_and_of_nought_is_nothing():
    kept = build_out_by_rate(COUNTED, 12, 1.0)
    promised = build_out_by_year(COUNTED, YEARS, {2025: 51})
    for name in vars(kept):
        np.testing.assert_allclose(getattr(kept, name), getattr(promised, name))
    idle = build_out_by_rate(COUNTED, 12, 0.0)
    np.testing.assert_array_equal(idle.built + idle.mended, 0)
    np.testing.assert_array_equal(idle.working, 19)


def test_rates_by_draw():
    plan = build_out_by_rate(COUNTED, 12, np.array([0.0, 0.5]))
    assert plan.working.shape == (2, 12)
    np.testing.assert_allclose(plan.outstanding[:, 2], [51, 12.75])


def test_stock_fully_served_has_nothing_to_build():
    done = build_out_by_rate(PlantStock(70, 70, 70), 12, 0.5)
    np.testing.assert_array_equal(done.built + done.mended, 0)
    np.testing.assert_array_equal(coverage(done.working, 70), 1)


def test_no_plan_builds_nothing():
    plan = build_out_by_year(COUNTED, YEARS, {})
    np.testing.assert_array_equal(plan.working, 19)


# --- coverage ------------------------------------------------------------------------------------


def test_new_clusters_stand_above_and_below_the_line():
    found = coverage([[19.0, 19.0]], 70, [[0.0, 30.0]])
    np.testing.assert_allclose(found, [[19 / 70, 49 / 100]])


def test_new_clusters_never_make_full_coverage_of_partial():
    assert coverage([[69.0]], 70, [[1000.0]])[0, 0] < 1
    assert coverage([[70.0]], 70, [[1000.0]])[0, 0] == 1


def test_coverage_by_draw():
    np.testing.assert_allclose(coverage([[35.0], [35.0]], [70, 35]), [[0.5], [1.0]])


# --- cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cost_per_ha", "capital"), [(0.45, 477), (0.75, 795), (1.15, 1219)])
def test_plants_for_the_44_clusters_without(cost_per_ha, capital):
    """44 clusters of 24.1 ha are 1,060 ha; at 0.45, 0.75 and 1.15 bn VND per ha 477, 795 and 1,219."""
    assert pytest.approx(1060, abs=1) == 44 * AREA
    plan = build_out_by_year(PlantStock(70, 26, 26), YEARS, {2025: 44})
    spent = plant_capital(plan, UnitCosts(cost_per_ha, AREA, 0.3, 0.1))
    assert spent[0, 1] == pytest.approx(capital, abs=0.6)
    assert spent.sum() == spent[0, 1]


def test_mending_the_seven_adds_38():
    """7 · 24.1 · 0.75 · 0.3 = 37.9 on top of 794.8."""
    plan = build_out_by_year(COUNTED, YEARS, {2025: 51})
    assert plant_capital(plan, COSTS).sum() == pytest.approx(794.8 + 37.9, abs=0.1)


def test_running_cost_is_of_added_plants_half_in_their_first_year():
    plan = build_out_by_year(COUNTED, YEARS, {2025: 10, 2026: 10})
    each = 0.75 * AREA * 0.1
    np.testing.assert_allclose(running_cost(plan, COSTS)[0, :4], np.array([0, 5, 15, 20]) * each)


def test_costs_by_draw():
    fewer = PlantStock(70, np.array([60.0, 50.0]), np.array([60.0, 50.0]))
    plan = build_out_by_year(fewer, YEARS, {2025: 70})
    costs = UnitCosts(np.array([1.0, 2.0]), 20.0, np.array([1.0, 1.0]), 0.1)
    np.testing.assert_allclose(plant_capital(plan, costs)[:, 1], [200, 800])
    np.testing.assert_allclose(running_cost(plan, costs)[:, 2], [20, 80])


# --- suspension ----------------------------------------------------------------------------------


def test_a_full_year_of_44_clusters_is_five_per_cent_of_industry():
    """44/70 · 80,000 jobs · 0.19 bn VND = 9,554 of 189,000."""
    idle = build_out_by_rate(PlantStock(70, 26, 26), 12, 0.0)
    found = suspend(idle, 70, held(), 1.0, 0.0, 0.0)
    assert found.jobs_at_risk[0, 1] == pytest.approx(50_286, abs=1)
    assert found.lost_industrial_value_added[0, 1] == pytest.approx(9_554, abs=1)
    assert found.lost_industrial_value_added[0, 1] / 189_000 == pytest.approx(0.05, abs=0.001)
    assert found.budget_at_risk[0, 1] == pytest.approx(1100 * 44 / 70)


def test_risk_goes_by_clusters_share_of_the_year_and_what_they_hold():
    plan = build_out_by_rate(COUNTED, 12, 0.0)
    enforced = np.zeros((1, 12))
    enforced[0, 2:4] = [0.5, 0.25]
    found = suspend(plan, 70, held(), enforced, 0.3, 0.2)
    np.testing.assert_allclose(found.clusters[0, :5], [0, 0, 25.5, 12.75, 0])
    np.testing.assert_allclose(found.jobs_at_risk[0, 2], 25.5 / 70 * 80_000)
    np.testing.assert_allclose(found.budget_at_risk[0, 2], 25.5 / 70 * 1_100)
    np.testing.assert_allclose(found.lost_budget, 0.7 * found.budget_at_risk)
    at_risk = found.jobs_at_risk / 80_000 * 15_200
    np.testing.assert_allclose(found.lost_industrial_value_added, at_risk * 0.7 * 1.2)


def test_plants_finished_in_the_year_halve_its_risk():
    plan = build_out_by_year(COUNTED, YEARS, {2025: 51})
    found = suspend(plan, 70, held(), 1.0, 0.0, 0.0)
    np.testing.assert_allclose(found.clusters[0, :4], [51, 25.5, 0, 0])


def test_suspension_by_draw():
    plan = build_out_by_rate(COUNTED, 12, np.zeros(2))
    found = suspend(plan, 70, held(), np.array([0.0, 1.0]), np.array([0.0, 0.5]), np.array([0.0, 1.0]))
    np.testing.assert_array_equal(found.jobs_at_risk[0], 0)
    np.testing.assert_allclose(found.lost_industrial_value_added[1], found.jobs_at_risk[1] / 80_000 * 15_200)


# --- for any stock -------------------------------------------------------------------------------


@st.composite
def stocks(draw):
    clusters = draw(st.integers(1, 100))
    with_plant = draw(st.integers(0, clusters))
    return PlantStock(clusters, with_plant, draw(st.integers(0, with_plant)))


@given(stocks(), st.floats(0, 1))
def test_every_cluster_is_served_or_outstanding(stock, rate):
    plan = build_out_by_rate(stock, 12, rate)
    np.testing.assert_allclose(plan.working + plan.outstanding, stock.clusters)
    assert (plan.working <= plan.with_plant + 1e-9).all()
    assert (plan.with_plant <= float(stock.clusters) + 1e-9).all()
    assert (np.diff(plan.working, axis=1) >= -1e-9).all()
    np.testing.assert_allclose(
        (plan.built + plan.mended).sum(axis=1), plan.working[:, -1] - float(stock.working), atol=1e-9
    )
    cover = coverage(plan.working, stock.clusters)
    assert ((cover >= 0) & (cover <= 1 + 1e-12)).all()


@given(stocks(), st.floats(0, 1), st.floats(0, 0.5))
def test_a_faster_build_out_covers_more_and_risks_less(stock, rate, more):
    slow = build_out_by_rate(stock, 12, rate * 0.5)
    fast = build_out_by_rate(stock, 12, rate * 0.5 + more)
    assert (fast.working >= slow.working - 1e-9).all()
    risks = [suspend(p, stock.clusters, held(), 0.5, 0.3, 0.0).jobs_at_risk for p in (slow, fast)]
    assert (risks[1] <= risks[0] + 1e-6).all()
    assert (risks[0] <= 80_000 + 1e-6).all()


@given(stocks(), st.dictionaries(st.integers(2025, 2035), st.floats(0, 5), max_size=5))
def test_total_cost_is_what_was_built_and_mended(stock, plants):
    plan = build_out_by_year(stock, YEARS, plants)
    expected = AREA * 0.75 * (plan.built.sum() + 0.3 * plan.mended.sum())
    assert plant_capital(plan, COSTS).sum() == pytest.approx(expected, abs=1e-9)
    assert plan.built.sum() <= float(stock.missing) + 1e-9
    assert plan.mended.sum() <= float(stock.idle) + 1e-9


# --- into the account ----------------------------------------------------------------------------


def test_plants_and_suspension_in_the_account():
    """A quarter of each year from 2026 without plants loses revenue; plants in time cost money instead."""
    enforced = np.where(np.array(YEARS) >= 2026, 0.25, 0.0)[np.newaxis]
    nothing = np.zeros((1, 12))
    values = {}
    for name, rate in (("idle", 0.0), ("kept", 1.0)):
        plan = build_out_by_rate(COUNTED, 12, rate)
        lost = suspend(plan, 70, held(), enforced, 0.3, 0.0)
        gross = GrossFlows(
            nothing,
            nothing,
            nothing,
            wastewater_capital=plant_capital(plan, COSTS),
            wastewater_running=running_cost(plan, UnitCosts(0.75, AREA, 0.3, 0.05)),
            revenue_suspended=lost.lost_budget,
        )
        sharing = Sharing(0.15, 0.32, 1.0, 1.0)
        inputs = AppraisalInputs(
            flow_lines(gross, sharing),
            flow_lines(later_flows(gross, np.zeros((1, 39)), np.zeros((1, 39))), sharing),
            YEARS,
            50,
            np.zeros(1),
            np.zeros(1),
            np.zeros(1),
        )
        values[name] = appraise(inputs, [0.10], ["state"], ["to_horizon"])[0]
    yearly = 51 / 70 * 0.25 * 1100 * 0.7
    factors = discount_factors(0.10, YEARS, 2024)
    assert values["idle"].npv_existing[0] == pytest.approx(-yearly * factors[2:].sum())
    each = 51 * 0.75 * AREA * 0.05
    capital = 0.15 * 0.75 * AREA * (44 + 0.3 * 7)
    expected = -capital * factors[1] - each * (0.5 * factors[1] + factors[2:].sum())
    assert values["kept"].npv_existing[0] == pytest.approx(expected)
    assert values["kept"].npv_existing[0] > values["idle"].npv_existing[0]
    assert np.isnan(values["idle"].npv_per_ha[0])
    assert values["kept"].npv[0] == 0, "never inside the account of new clusters"
