"""Rows of the appraisal table: columns, order, and how "none" is told."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.appraisal.returns import ClustereconWarning
from clusterecon.appraisal.table import UNITS, appraisal_rows
from clusterecon.model.plan import Cell
from clusterecon.model.tally import PERCENTILES, STATISTICS

CELLS = (Cell("state", 0.10, "to_horizon"), Cell("city", 0.06, "asset_life"))
MEASURES = [name for name in UNITS if name != "probability_npv_positive"]


def made(cells=CELLS, positive=0.5, **changes):
    """Rows of cells in which statistic number i of every measure is i, unless given."""
    found = {name: np.arange(8.0)[:, np.newaxis].repeat(len(cells), axis=1) for name in MEASURES}
    found |= {
        name: np.asarray(values)[:, np.newaxis].repeat(len(cells), axis=1) for name, values in changes.items()
    }
    return appraisal_rows(cells, found, STATISTICS, np.full(len(cells), positive))


def look_up(rows, measure):
    return {row["statistic"]: row["value"] for row in rows if row["measure"] == measure}


def test_rows_have_the_columns_and_statistics_of_the_table():
    rows = made()
    assert all(list(r) == ["measure", "view", "rate", "horizon", "unit", "statistic", "value"] for r in rows)
    assert list(look_up(rows, "npv")) == ["mean", "p5", "p10", "p25", "p50", "p75", "p90", "p95"]
    assert list(look_up(rows, "npv").values()) == list(range(8))
    assert look_up(rows, "probability_npv_positive") == {"mean": 0.5}
    assert rows[0]["measure"] == "npv"
    assert [(r["view"], r["rate"], r["horizon"]) for r in rows if r["statistic"] == "p50"][
        :: len(MEASURES)
    ] == [
        ("state", 0.10, "to_horizon"),
        ("city", 0.06, "asset_life"),
    ]
    assert {r["measure"]: r["unit"] for r in rows} == UNITS


@given(st.lists(st.floats(), min_size=8, max_size=8))
def test_rows_never_hold_nan_or_infinity(values):
    told = look_up(made(irr=values), "irr")
    for name, value in zip(STATISTICS, values, strict=True):
        assert told[name] == value if math.isfinite(value) else told[name] is None


def test_a_measure_that_was_not_worked_out_has_no_rows():
    rows = appraisal_rows(CELLS, {"npv": np.zeros((8, 2))}, STATISTICS, np.zeros(2))
    assert {row["measure"] for row in rows} == {"npv", "probability_npv_positive"}


def test_central_rows():
    found = {name: np.full((8, 1), 2.0) for name in MEASURES} | {"irr": np.full((8, 1), math.nan)}
    rows = appraisal_rows(CELLS[:1], found, STATISTICS, np.ones(1), central=True)
    assert {r["statistic"] for r in rows} == {"central"}
    assert len(rows) == len(UNITS)
    assert look_up(rows, "npv")["central"] == 2.0
    assert look_up(rows, "irr")["central"] is None
    assert look_up(rows, "probability_npv_positive")["central"] is None


# ---------------------------------------------------------------- "none" in a run


@pytest.fixture(scope="module")
def dear(shipped):
    """The public share so high that most draws never pay back, and some see no money back at all."""
    changes = {"public_capex_share": 0.25}
    return shipped.simulate([shipped.scenario("track-record").set(changes, name="dear")], draws=2_000)


def cell_of(run, measure, **where):
    """Values by statistic of one measure, and its draws; the headline where nothing else is asked."""
    want = {"view": "state", "rate": 0.10, "horizon": "to_horizon", **where}
    frame = run.appraisal()
    frame = frame[(frame["measure"] == measure) & np.all([frame[k] == v for k, v in want.items()], axis=0)]
    return {s: None if math.isnan(v) else v for s, v in zip(frame["statistic"], frame["value"], strict=True)}


def draws_of(run, measure, cells=()):
    """Draws of a measure in the first cell of a run, made by the way that the product makes any draw."""
    (result,) = run.results.values()
    planner = run._inputs().planner()
    plan = planner.plan(result.scenario, cells or result.source.plan.cells[:1], internal_rate=True)
    source = type(result.source)("dear", plan, run.seed, run.draws, result.source.correlations)
    return source.outcomes(np.array(plan.measure_places([measure])))[0]


def inverted(values):
    """Order statistics of values, the infinite among them, as years are told; None where not finite."""
    found = np.percentile(values, PERCENTILES, method="inverted_cdf")
    return {f"p{p}": float(v) if math.isfinite(v) else None for p, v in zip(PERCENTILES, found, strict=True)}


@pytest.mark.parametrize("horizon", ["to_horizon", "asset_life"])
def test_draws_that_never_pay_back_count_as_late(dear, horizon):
    years = draws_of(dear, "discounted_payback_year", (Cell("state", 0.10, horizon),)) + 2024
    told = cell_of(dear, "discounted_payback_year", horizon=horizon)
    right = inverted(np.where(np.isnan(years), np.inf, years))
    assert {name: told[name] for name in right} == right
    assert told["mean"] is None
    assert np.isnan(years).any()
    if horizon == "asset_life":
        assert told["p5"] is not None and told["p95"] is None


def test_draws_without_a_rate_count_by_their_value(dear):
    """All is lost: worst; nothing is ever owed: best. The mean is none as soon as one draw has none."""
    rates = draws_of(dear, "irr")
    told = cell_of(dear, "irr")
    assert 0.05 < np.isneginf(rates).mean() < 0.25
    assert told["mean"] is None
    right = np.quantile(np.where(np.isnan(rates), np.inf, rates), np.array(PERCENTILES) / 100, method="lower")
    for p, value in zip(PERCENTILES, right, strict=True):
        if math.isfinite(value):
            assert told[f"p{p}"] == pytest.approx(value, abs=2e-3)
        else:
            assert told[f"p{p}"] is None
    assert told["p5"] is None and told["p95"] is not None


def test_draws_without_a_net_job_count_as_dear(shipped):
    """Where most would have come anyway some draws have no net job: only so many percentiles are none."""
    scenario = shipped.scenario("plan").set({"displacement_craft": 0.9, "deadweight": 0.6}, name="none")
    run = shipped.simulate([scenario], draws=2_000)
    cost = draws_of(run, "public_cost_per_net_job", (Cell("city_direct", 0.10, "to_horizon"),))
    told = cell_of(run, "public_cost_per_net_job", view="city_direct")
    share = np.isnan(cost).mean()
    assert 0.1 < share < 0.5
    assert told["mean"] is None
    assert [told[f"p{p}"] is None for p in PERCENTILES] == [p / 100 > 1 - share for p in PERCENTILES]
    few = np.quantile(np.where(np.isnan(cost), np.inf, cost), 0.5, method="lower")
    assert told["p50"] == pytest.approx(few, rel=1e-2)


# ---------------------------------------------------------------- rates in doubt


def test_a_rate_of_which_there_may_be_several_is_given_with_a_warning(shipped):
    """Two outlays with receipts between them: started land first, much new land last."""
    changes = {"cohorts.new.planned": 2035, "cohorts.new.clusters": 200, "capex_per_ha": 40}
    scenario = shipped.scenario("plan").set(changes, name="twice")
    run = shipped.simulate([scenario], draws=0)
    with pytest.warns(
        ClustereconWarning, match="of twice: the flow changes sign more than once in 1 of 1 draws"
    ):
        run.appraisal()
    with warnings.catch_warnings():
        warnings.simplefilter("error", ClustereconWarning)
        run.appraisal(headline=True)  # it tells no rate
        shipped.simulate(["plan"], draws=0).appraisal()


def test_the_warning_counts_the_draws(shipped):
    changes = {"cohorts.new.planned": 2035, "cohorts.new.clusters": 20}
    run = shipped.simulate([shipped.scenario("plan").set(changes, name="twice")], draws=400)
    doubt = max(
        draws_of(run, "irr_in_doubt", (Cell(view, 0.10, horizon),)).sum()
        for view in ("state", "city", "state_direct", "city_direct")
        for horizon in ("to_horizon", "asset_life")
    )
    assert 0 < doubt < 400
    with pytest.warns(ClustereconWarning, match=f"in {doubt:.0f} of 400 draws"):
        run.appraisal()
