"""The fiscal account of one draw: land by vintages, and what goes on after the horizon (METHODS 8 and 9)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_draws import Draws, filled, plain_draw, worked_out

ONE_COHORT = {
    "cohorts.started.clusters": 0, "cohorts.established.clusters": 0, "cohorts.new.clusters": 10,
    "completion_rate": 1, "years_to_fill": 2, "area_per_cluster_ha": 20,
}  # fmt: skip
"""Ten clusters of 20 ha that fill in two years."""
LAST = 11
"""Index of the last year, 2035."""


@pytest.fixture(scope="module")
def draws(shipped):
    """Draws of the shipped study."""
    return Draws(shipped)


def filling(age):
    """Occupancy by whole years since delivery at mid-year, a ramp of two years: the integral of a / 2."""

    def integral(a):
        return a * a / 4 if a < 2 else a - 1

    return integral(age + 0.5) - integral(max(age - 0.5, 0))


def test_a_ramp_of_two_years_by_hand():
    assert [filling(n) for n in range(5)] == [0.0625, 0.5, 0.9375, 1, 1]


# ---------------------------------------------------------------- land


def test_land_leased_is_the_sum_over_vintages_by_hand(draws):
    """Delivered half of what is left from 2030 on: 100, 50, 25 ... ha; each vintage fills by itself."""
    changes = {**ONE_COHORT, "completion_rate": 0.5, "cohorts.new.planned": 2030}
    room, a = worked_out(draws, "plan", changes)
    vintages = [0.0] * 6 + [200 * 0.5**n for n in range(1, 7)]
    assert room.years["cohort_delivered_ha"] == pytest.approx(vintages)
    for t in range(LAST + 1):
        land = sum(vintages[s] * filling(t - s) for s in range(t + 1))
        assert room.years[t].area_leased_ha == pytest.approx(a.leasable_share * a.mature_occupancy * land)
        assert room.years[t].area_delivered_ha == pytest.approx(sum(vintages[: t + 1]))


@settings(max_examples=15)
@given(st.floats(0.01, 1), st.floats(0.5, 12), st.integers(2025, 2034), st.booleans())
def test_land_leased_is_the_sum_over_vintages_of_all_cohorts(draws, rate, fill, planned, logistic):
    """Whatever the ramp and the pace: land delivered in a year, by whichever cohort, fills from then on."""
    changes = {"completion_rate": rate, "years_to_fill": fill, "cohorts.new.planned": planned,
               "ramp": "logistic" if logistic else "linear"}  # fmt: skip
    room, a = worked_out(draws, "plan", changes)
    vintages, occupancy = np.diff(room.years["area_delivered_ha"], prepend=0), room.work.occupancy
    land = np.convolve(vintages, occupancy)[: LAST + 1] * a.leasable_share * a.mature_occupancy
    np.testing.assert_allclose(room.years["area_leased_ha"], land, rtol=1e-12, atol=1e-9)
    assert room.years[LAST].area_leased_ha > 0
    assert np.all(np.diff(occupancy) >= -1e-9) and occupancy[-1] == pytest.approx(1, abs=1e-6)


# ---------------------------------------------------------------- after the horizon


def test_land_goes_on_filling_after_the_horizon_then_stays(draws):
    """Delivered in 2035, the last year: occupancy 1/16, then 1/2, 15/16, 1: revenue 8, 15 and 16 times."""
    room, _ = worked_out(draws, "plan", {**ONE_COHORT, "cohorts.new.planned": 2035})
    for flow, last in (
        (room.work.direct, room.years[LAST].budget_net_direct),
        (room.work.indirect, room.years[LAST].budget_net_indirect),
    ):
        assert not flow[:LAST].any()
        assert flow[LAST] == last > 0
        assert flow[LAST + 1 : LAST + 4] / last == pytest.approx([8, 15, 16])
        assert flow[LAST + 4 :] == pytest.approx(16 * last)
        assert len(flow) == 51


def test_land_of_several_vintages_fills_on_each_along_its_ramp(draws):
    """Half of 200 ha in 2034, a quarter in 2035; the last quarter is never built.

    2035: 100 x 0.5 + 50 x 0.0625 = 53.125; 2036: 100 x 0.9375 + 50 x 0.5 = 118.75;
    2037: 100 + 50 x 0.9375 = 146.875; then 150.
    """
    changes = {**ONE_COHORT, "completion_rate": 0.5, "cohorts.new.planned": 2034}
    room, a = worked_out(draws, "plan", changes)
    years, flow = room.years, room.work.direct
    let = a.leasable_share * a.mature_occupancy
    assert years[LAST].area_leased_ha == pytest.approx(53.125 * let)
    per_ha = years[LAST].budget_net_direct / 53.125
    assert flow[LAST + 1 :] / per_ha == pytest.approx([118.75, 146.875, *[150] * 37])


def test_cohorts_fill_on_each_with_the_revenue_of_its_own_ha(draws):
    """After the horizon the flows of all cohorts are the sum of what each alone brings."""
    changes = {"completion_rate": 0.3, "cohorts.new.planned": 2033, "cohorts.new.craft_share": 0}
    whole, _ = worked_out(draws, "plan", changes)
    names = ("started", "established", "new")
    alone = []
    for only in names:
        none = {f"cohorts.{c}.clusters": 0 for c in names if c != only}
        alone.append(worked_out(draws, "plan", changes | none)[0].work)
    for kind in ("direct", "indirect"):
        total = sum(getattr(work, kind) for work in alone)
        np.testing.assert_allclose(getattr(whole.work, kind), total, rtol=1e-12)
    per_ha = [work.direct[-1] / work.direct[LAST] for work in alone]
    assert per_ha[2] > per_ha[1] > per_ha[0] > 1, "the later cohort has more left to fill"


def test_running_cost_and_what_suspension_loses_stay_at_their_last_level_and_the_rest_ends(draws):
    changes = {"land_rent_per_leased_ha": 0.4, "upgrade_cost_per_ha": 0.2, "completion_rate": 0.3,
               "wastewater_completion_rate": 0.2, "suspended_share_of_year": 0.25}  # fmt: skip
    room, a = worked_out(draws, "wastewater-enforced", changes)
    years, work, after = room.years, room.work, slice(LAST + 1, None)
    for flow, level in ((work.running, years["wastewater_running"]), (work.suspended, years["lost_budget"])):
        np.testing.assert_array_equal(flow[: LAST + 1], level)
        assert level[LAST] > 0
        assert np.all(flow[after] == level[LAST])
    for flow, level in (
        (work.capital, years["capital"]),
        (work.plants, years["wastewater_capital"]),
        (work.rent, 0.4 * years["area_leased_ha"]),
    ):
        np.testing.assert_allclose(flow[: LAST + 1], level)
        assert level[LAST] > 0 and not flow[after].any()
    assert np.flatnonzero(work.upgrade).tolist() == [1]
    assert work.upgrade[1] == pytest.approx(0.2 * a.stock_area_ha)


def test_what_is_lost_is_what_is_at_risk_less_what_is_diverted(draws):
    """METHODS 9: jobs and budget are shown at risk; the account and industry bear what is not diverted."""
    changes = {"diverted_share": 0.3, "suspended_share_of_year": 0.25}
    room, _ = worked_out(draws, "wastewater-enforced", changes)
    years = room.years
    at_risk = years["budget_at_risk"]
    assert at_risk[LAST] > 0
    np.testing.assert_allclose(years["lost_budget"], 0.7 * at_risk, rtol=1e-12)
    np.testing.assert_allclose(years["budget"], years["stock_budget"] + years["budget_gross_new"] - at_risk)
    suspended = years["jobs_at_risk"] / years["stock_jobs"]
    np.testing.assert_allclose(at_risk / years["stock_budget"], suspended, rtol=1e-12)
    suppliers = 1 + room.work.ratios[0].indirect_industry
    lost = 0.7 * suspended * years["stock_value_added"] * suppliers
    np.testing.assert_allclose(years["lost_industry"], lost, rtol=1e-12)


def test_no_cost_of_upgrades_is_no_flow(draws):
    room, a = worked_out(draws, "plan")
    assert math.isnan(a.upgrade_cost_per_ha)
    assert not room.work.upgrade.any()


@pytest.mark.parametrize("life", [12, 30, 50])
def test_flows_end_with_the_asset_life(draws, life):
    room, _ = worked_out(draws, "plan", {"asset_life": life})
    assert len(room.work.direct) == life + 1
    assert room.work.direct[-1] > 0


# ---------------------------------------------------------------- what an appraisal is of


def cells(source, room):
    """Measures by view, rate and horizon."""
    return {(c.view, c.rate, c.horizon): m.copy() for c, m in zip(source.plan.cells, room.cells, strict=True)}


def test_plants_of_existing_clusters_are_no_cost_of_new_ones(draws):
    """Only they are built: nothing is received or paid for new clusters, in any view, rate or horizon."""
    source = draws.source("reference", {"wastewater_completion_rate": 0.5}, 0)
    room = filled(source)
    plain_draw(source, room)
    assert room.years["wastewater_capital"].sum() > 0
    for cell in room.cells:
        assert cell.npv == 0
        assert cell.npv_existing < 0
        assert cell.npv_total == cell.npv_existing
        assert math.isnan(cell.bcr) and math.isnan(cell.npv_per_ha)


def test_plants_move_the_existing_account_alone(draws):
    found = {}
    for rate in (0.0, 0.5):
        source = draws.source("plan", {"wastewater_completion_rate": rate}, 0)
        room = filled(source)
        plain_draw(source, room)
        found[rate] = cells(source, room)
    for cell, without in found[0.0].items():
        with_plants = found[0.5][cell]
        assert with_plants.npv == without.npv != 0
        assert without.npv_existing == 0 > with_plants.npv_existing
        assert with_plants.npv_total == pytest.approx(with_plants.npv + with_plants.npv_existing)


def test_net_present_value_is_the_discounted_sum_of_the_flows(draws):
    """State, own rate: taxes on what clusters and suppliers bring, less the public share of capital."""
    source = draws.source("track-record", draws=4)
    room = filled(source)
    for row in range(4):
        plain_draw(source, room, row)
        a, work = room.assumptions[row], room.work
        flow = work.direct + work.indirect + work.rent - a.public_capex_share * work.capital
        existing = -work.suspended - a.public_capex_share * work.plants
        existing -= a.public_running_share * (work.running + work.upgrade)
        for cell, found in cells(source, room).items():
            view, rate, horizon = cell
            count = LAST + 1 if horizon == "to_horizon" else len(flow)
            factors = (1 + rate) ** -np.arange(count)
            if view == "state":
                assert found.npv == pytest.approx(flow[:count] @ factors, rel=1e-9, abs=1e-9)
                assert found.npv_existing == pytest.approx(existing[:count] @ factors, rel=1e-9, abs=1e-9)
        running = np.cumsum(flow[: LAST + 1] * (1 + source.plan.cells[0].rate) ** -np.arange(LAST + 1))
        np.testing.assert_allclose(room.years["cumulative_flow"], running, rtol=1e-9, atol=1e-9)


def test_works_spent_by_the_base_year_are_the_same_in_every_scenario(draws, shipped):
    """METHODS 11: what is sunk hangs on no scenario's pace, and no capital falls in the base year."""
    found = {}
    for name in shipped.scenarios:
        series = draws.series(name, draws=100, names=("capital_sunk", "capital"))
        found[name] = series["capital_sunk"][:, 0]
        assert not series["capital"][:, 0].any()
    for name, sunk in found.items():
        assert sunk.min() > 0
        if name != "plan-15":  # another plan: other clusters
            np.testing.assert_array_equal(sunk, found["reference"])
