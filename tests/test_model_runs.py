"""Runs of the model: the same numbers compiled or not, in any order, on any workers; identities hold.

Scenarios share their random numbers, and what is wrong with the program is found before a figure is told.
"""

import math
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_draws import Draws, Serial, as_bytes, filled, first_broken, plain_draw, series_of

from clusterecon.ground.errors import ClustereconError
from clusterecon.model.identities import IDENTITIES, broken_identity
from clusterecon.model.quantiles import quantile_function
from clusterecon.model.records import OUTCOMES
from clusterecon.model.sampling import BLOCK, uniforms
from clusterecon.model.simulate import run_task, simulate
from clusterecon.model.tally import Sums
from clusterecon.results.scenario_result import Means, job_of, results_of

SCENARIOS = ("reference", "plan", "track-record", "plan-15", "catch-up-2026", "dense-tenants",
             "wastewater-enforced", "tight-labour", "tariff-shock", "strong-year")  # fmt: skip
FEW = 2 * BLOCK + 10
"""Draws of three blocks, the last one short."""


@pytest.fixture(scope="module")
def draws(shipped):
    """Draws of the shipped study."""
    return Draws(shipped)


def test_all_shipped_scenarios_are_looked_at(shipped):
    assert set(SCENARIOS) == set(shipped.scenarios)


# ---------------------------------------------------------------- compiled and as written


@pytest.mark.parametrize("rows", [20, 0], ids=["drawn", "central"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_equations_as_written_give_what_they_give_compiled(draws, name, rows):
    """METHODS 14, to 1e-9: every outcome of every year, and every measure of every cell of the appraisal."""
    source = draws.full(name, rows)
    room = filled(source)
    compiled = source.outcomes(np.arange(len(room.outcomes)))
    for row in range(source.rows):
        plain_draw(source, room, row)
        np.testing.assert_allclose(room.outcomes, compiled[:, row], rtol=1e-9, atol=1e-12)
    assert np.isfinite(compiled).mean() > 0.85
    if rows:
        varied = np.ptp(compiled, axis=1)
        assert np.count_nonzero(varied > 0) > 100, "not one draw again and again"


# ---------------------------------------------------------------- identities


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_identities_hold_in_every_draw(draws, name):
    source = draws.source(name, draws=BLOCK)
    room = filled(source)
    assert len(np.unique(room.flat, axis=0)) == BLOCK
    assert first_broken(source.plan.fixed, room) == -1


@pytest.mark.parametrize("name", SCENARIOS)
def test_identities_hold_by_another_reckoning_in_every_draw(draws, name):
    """METHODS 11, written down again on arrays of all years and draws."""
    wanted = (*OUTCOMES, "stock_jobs", "stock_budget", "budget_at_risk")
    source = draws.source(name, draws=BLOCK)
    s = series_of(source, wanted)
    for q in ("jobs", "value_added", "budget"):
        net, direct = s[f"{q}_net"], s[f"{q}_net_direct"]
        np.testing.assert_allclose(net, direct + s[f"{q}_net_indirect"], rtol=1e-12, atol=1e-9)
        np.testing.assert_allclose(s[f"{q}_net_type2"], net + s[f"{q}_net_induced"], rtol=1e-12, atol=1e-9)
        local = s[f"{q}_local_effect"]
        taken_off = s[f"{q}_displacement"] + s[f"{q}_relocation_uplift"] + s[f"{q}_substitution"]
        np.testing.assert_allclose(s[f"{q}_gross_new"] + taken_off, local, rtol=1e-12, atol=1e-8)
        np.testing.assert_allclose(local + s[f"{q}_reference_case"], direct, rtol=1e-12, atol=1e-8)
        assert np.all(direct <= local + 1e-9) and np.all(local <= s[f"{q}_gross_new"] + 1e-9)
    parts = [s[f"growth_{p}"] for p in ("baseline", "clusters_direct", "clusters_indirect", "suspended")]
    np.testing.assert_allclose(sum(parts)[:, 1:], s["industrial_growth"][:, 1:], rtol=0, atol=1e-10)
    assert np.all(np.diff(s["area_delivered_ha"], axis=1) >= -1e-9)
    leasable = source.assumptions(0, BLOCK)[:, source.plan.layout.place("leasable_share")]
    assert np.all(s["area_leased_ha"] <= leasable[:, np.newaxis] * s["area_delivered_ha"] + 1e-9)
    assert np.all(s["stock_jobs"][:, 0] == 80_000) and np.all(s["stock_budget"][:, 0] == 1_100)
    for q in ("jobs", "budget"):
        held = s[f"stock_{q}"] - s[f"{q}_at_risk"] + s[f"{q}_gross_new"]
        np.testing.assert_allclose(s[q], held, rtol=1e-12)


def tampered(scenario, identity, change):
    return pytest.param(scenario, identity, change, id=IDENTITIES[identity])


def _nothing_before(years):
    years[3].area_delivered_ha = years[4].area_delivered_ha + 1


def _more(name, by, t=5):
    def change(years):
        setattr(years[t], name, getattr(years[t], name) + by)

    return change


@pytest.mark.parametrize(
    ("scenario", "identity", "change"),
    [
        tampered("plan", 0, _more("growth_baseline", 1e-6)),
        tampered("plan", 0, _more("industrial_growth", 1e-6)),
        tampered("plan", 1, _more("jobs_net", 1e-3)),
        tampered("plan", 1, _more("value_added_net", -1e-3)),
        tampered("plan", 1, _more("budget_net_indirect", 1e-3)),
        tampered("plan", 2, _more("jobs_substitution", -1e-3)),
        tampered("plan", 2, _more("value_added_displacement", 1e-3)),
        tampered("plan", 2, _more("budget_reference_case", 1e-3)),
        tampered("plan", 4, _more("area_leased_ha", 1_000)),
        tampered("plan", 5, _nothing_before),
        tampered("reference", 6, _more("jobs", 1e-6, t=0)),
        tampered("reference", 6, _more("budget", 1e-6, t=0)),
        tampered("plan", 7, _more("establishments", math.nan)),
        tampered("plan", 7, _more("capital", math.inf)),
    ],
)
def test_each_identity_can_be_broken_in_a_record(draws, scenario, identity, change):
    source = draws.source(scenario, draws=4)
    room = filled(source)
    years = plain_draw(source, room, 2)
    a = room.assumptions[2]
    assert broken_identity(source.plan.fixed, a, years) == -1
    change(years)
    assert broken_identity(source.plan.fixed, a, years) == identity


@pytest.mark.parametrize("quantity", ["jobs", "value_added", "budget"])
def test_a_net_effect_above_the_gross_one_breaks_an_identity(draws, quantity):
    """The lines still sum: the reference case has become a gain, or the local effect is above gross."""
    source = draws.source("plan", draws=4)
    room = filled(source)
    for line, other in (("reference_case", "net_direct"), ("displacement", "local_effect")):
        y = plain_draw(source, room)[7]
        gross = y[f"{quantity}_gross_new"]
        for name in (line, other, *(("net_direct",) if other == "local_effect" else ())):
            y[f"{quantity}_{name}"] += 2 * gross
        y[f"{quantity}_net"] = y[f"{quantity}_net_direct"] + y[f"{quantity}_net_indirect"]
        assert broken_identity(source.plan.fixed, room.assumptions[0], room.years) == 3


@pytest.mark.parametrize(
    ("path", "wrong", "identity"),
    [
        ("stock.wastewater_plants_working", 71, 8),  # of 70 clusters
        ("mature_occupancy", 1.6, 4),
        ("completion_rate", 1.5, 5),  # 1 - (1 - 1.5)^n: 1.5, 0.75, 1.125
        ("budget_per_worker", math.inf, 1),
        ("workers_per_establishment", math.nan, 7),
        ("deadweight", -0.5, 3),
    ],
)
def test_one_impossible_draw_among_many_is_found_and_named(draws, path, wrong, identity):
    source = draws.source("track-record", draws=BLOCK)
    room = filled(source)
    room.flat[4_321, source.plan.layout.place(path)] = wrong
    assert first_broken(source.plan.fixed, room) == identity
    central = source.plan.central.copy()
    central[source.plan.layout.place(path)] = wrong
    nothing = np.array([], dtype=np.int64)
    faulty = replace(source, draws=0, plan=replace(source.plan, central=central))
    with pytest.raises(ClustereconError, match="scenario track-record: an identity is broken") as caught:
        faulty.outcomes(nothing)
    assert IDENTITIES[identity] in str(caught.value)
    with pytest.raises(ClustereconError, match="an identity is broken"):
        simulate([job_of(draws.scenario("track-record"), faulty)[1]], Serial())
    source.outcomes(nothing)


# ---------------------------------------------------------------- nothing differs from nothing


def test_the_reference_less_the_reference_is_exactly_nought(draws):
    """As two scenarios of one run, each worked out by itself, in every draw; `reference` by another name."""
    one = draws.source("reference", draws=BLOCK)
    other = draws.source("reference", draws=BLOCK)
    everything = np.arange(len(one.plan.room(1).outcomes))
    difference = one.outcomes(everything) - other.outcomes(everything)
    assert np.all((difference == 0) | np.isnan(difference))
    renamed = draws.study.scenario("reference").set({}, name="other")
    inputs = draws.study.model_inputs((draws.study.scenario("reference"), renamed))
    first, second = results_of(inputs, 500, 7).values()
    assert as_bytes(first.found) == as_bytes(second.found)


# ---------------------------------------------------------------- common random numbers


def column(source, path, first=0, count=500):
    """The draws of one assumption."""
    return source.assumptions(first, count)[:, source.plan.layout.place(path)]


def test_scenarios_share_their_draws(draws):
    plan, record = (draws.source(name, draws=500) for name in ("plan", "track-record"))
    assert np.array_equal(column(plan, "leakage"), column(record, "leakage"))
    assert np.array_equal(column(plan, "baseline.first_year"), column(record, "baseline.first_year"))
    assert np.all(column(plan, "completion_rate") == 1)
    assert len(np.unique(column(record, "completion_rate"))) == 500


def test_an_overridden_spread_keeps_its_uniforms(draws):
    spread = {"value": 70, "distribution": {"shape": "uniform", "low": 60, "high": 80}}
    base = column(draws.source("plan", draws=500), "workers_per_leased_ha")
    other = column(draws.source("plan", {"workers_per_leased_ha": spread}, 500), "workers_per_leased_ha")
    assert not np.array_equal(base, other)
    assert np.array_equal(np.argsort(base), np.argsort(other))


def test_a_draw_is_the_quantile_of_the_uniform_of_its_name(draws):
    """To the error that `quantiles` states: 1e-5 of the range from the 5th to the 95th percentile."""
    first = 3 * BLOCK
    found = column(draws.source("plan", draws=4 * BLOCK), "leakage", first)
    spread = draws.scenario("plan").assumptions.leakage
    u = uniforms(["leakage"], 7, first, 500)["leakage"]
    expected = quantile_function(spread.distribution, spread.value, u)
    low, high = quantile_function(spread.distribution, spread.value, np.array([0.05, 0.95]))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * (high - low))


def test_a_new_assumption_moves_no_other(draws):
    """Giving one more assumption a spread leaves the draws of all others as they were."""
    spread = {"value": 0.6, "distribution": {"shape": "uniform", "low": 0.5, "high": 0.7}}
    one, other = (draws.source("plan", changes, 300) for changes in (None, {"works_share": spread}))
    moved = np.any(one.assumptions(0, 300) != other.assumptions(0, 300), axis=0)
    moved &= ~np.isnan(one.plan.central)
    assert np.flatnonzero(moved).tolist() == [one.plan.layout.place("works_share")]


def test_the_central_case_takes_every_value(draws):
    """Every assumption at its value, null as NaN; the forecast at the medians of what it draws."""
    source = draws.source("track-record", draws=0)
    assert source.rows == 1
    row, place = source.assumptions(0, 1)[0], source.plan.layout.place
    assert np.array_equal(row, source.plan.central, equal_nan=True)
    quantities = draws.scenario("track-record").quantities()
    for path, entry in quantities.items():
        assert row[place(path)] == entry.value or (entry.value is None and math.isnan(row[place(path)]))
    for name, curve in draws.planner.forecast.quantile_functions().items():
        assert row[place(name)] == pytest.approx(curve(np.array(0.5)), abs=1e-9)
    a = source.plan.room(1).assumptions[0]
    assert a.completion_rate == 0.10
    assert math.isnan(a.upgrade_cost_per_ha)
    assert len({place(path) for path in quantities}) == len(quantities)


def test_stock_jobs_and_budget_move_together(draws):
    source = draws.source("reference", draws=BLOCK)
    ranks = [np.argsort(np.argsort(column(source, f"stock.{n}_growth", 0, BLOCK))) for n in ("job", "budget")]
    assert np.corrcoef(ranks)[0, 1] == pytest.approx(0.7, abs=0.03)


@pytest.fixture(scope="module")
def whole(draws):
    """The draws of a scenario, which outcomes of it are looked at, and these of all draws."""
    source = draws.source("track-record", draws=3 * BLOCK)
    plan = source.plan
    places = plan.places(["jobs_net", "industrial_growth"]) + plan.measure_places(["npv", "npv_existing"])
    return source, np.array(places), source.outcomes(np.array(places))


@settings(max_examples=15)
@given(st.integers(0, 3 * BLOCK), st.integers(1, 1_500))
def test_any_draws_can_be_made_by_themselves(whole, first, count):
    """Wherever a cut falls, within a block or across its end, the bytes are those of all draws in one go."""
    source, places, everything = whole
    count = min(count, source.rows - first)
    if count > 0:
        found = source.outcomes(places, first, count)
        assert np.array_equal(found, everything[:, first : first + count], equal_nan=True)


def test_seed_nought_is_a_seed(shipped):
    zero, one = (shipped.simulate(["plan"], draws=64, seed=seed) for seed in (0, 1))
    assert not zero.table().equals(one.table())
    assert zero.table().equals(shipped.simulate(["plan"], draws=64, seed=0).table())


# ---------------------------------------------------------------- order and workers


def bytes_of(study, names, executor=None, draws=FEW, seed=7):
    """What a run finds of each scenario, as bytes: its summary and the draws it keeps."""
    inputs = study.model_inputs(tuple(study.scenario(name) for name in names))
    return {name: as_bytes(r.found) for name, r in results_of(inputs, draws, seed, Means(executor)).items()}


def table_bytes(run):
    """The tables of a run as bytes, every figure to its last digit."""
    return [frame.to_csv().encode() for frame in (run.table(), run.targets(), run.appraisal(), run.errors())]


NAMES = ("plan", "reference", "track-record", "tariff-shock")


@pytest.fixture(scope="module")
def one_worker(shipped):
    """What one thread finds of four scenarios."""
    return bytes_of(shipped, NAMES, Serial())


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_threads_give_the_bytes_of_one_worker(shipped, one_worker, workers):
    with ThreadPoolExecutor(workers) as executor:
        assert bytes_of(shipped, NAMES, executor) == one_worker


def test_processes_give_the_bytes_of_one_worker(shipped, one_worker):
    with ProcessPoolExecutor(2) as executor:
        assert bytes_of(shipped, NAMES, executor) == one_worker


def test_the_order_of_scenarios_changes_no_byte(shipped, one_worker):
    assert bytes_of(shipped, NAMES[::-1]) == one_worker
    assert bytes_of(shipped, NAMES, seed=8) != one_worker


def test_a_scenario_alone_gives_what_it_gives_in_company(shipped, one_worker):
    for name in NAMES:
        assert bytes_of(shipped, [name]) == {name: one_worker[name]}


def test_tables_are_the_same_bytes_in_any_order_and_company(shipped, sampled):
    names = ["plan", "reference", "track-record"]
    first = table_bytes(shipped.simulate(names, draws=1_000, seed=7))
    assert table_bytes(shipped.simulate(names[::-1], draws=1_000, seed=7)) == first
    assert table_bytes(shipped.simulate(names, draws=1_000, seed=8)) != first
    alone, together = shipped.simulate(["track-record"], draws=1_000, seed=7).table(), sampled.table()
    together = together[together["scenario"] == "track-record"].reset_index(drop=True)
    assert alone.to_csv() == together.to_csv()


# ---------------------------------------------------------------- parts merge


@pytest.fixture(scope="module")
def parts(draws):
    """The tally of each task of a run of twenty-one blocks, the last one short, and the job."""
    source = draws.source("track-record", draws=20 * BLOCK + 77)
    _, job = job_of(draws.scenario("track-record"), source, ("jobs_net", "industrial_growth"))
    task = job.task()
    return job, task, [run_task(task, blocks)[0] for blocks in job.blocks()]


@settings(max_examples=20)
@given(st.data())
def test_parts_merge_to_the_same_bytes_in_any_order(parts, data):
    job, first, told = parts
    assert len(told) > 8
    order = data.draw(st.permutations(range(len(told))))
    sums, shuffled = Sums(first.edges), Sums(first.edges)
    for number, part in enumerate(told):
        sums.add(number, part)
    for number in order:
        shuffled.add(number, told[number])
    assert as_bytes(shuffled.summary(job.years)) == as_bytes(sums.summary(job.years))


def test_merged_parts_are_the_run(parts):
    job, first, told = parts
    sums = Sums(first.edges)
    for number in reversed(range(len(told))):
        sums.add(number, told[number])
    (found,) = simulate([job], Serial())
    assert as_bytes(sums.summary(job.years)) == as_bytes(found.summary)
    assert sum(found.summary.rows) == job.source.rows
    assert found.summary.rows == (*[BLOCK] * 20, 77)


def test_statistics_of_merged_parts_are_those_of_all_draws(parts):
    """Mean to rounding, quantiles to the error that the summary states, at most 0.1 % of the 5-95 range."""
    job, first, told = parts
    sums = Sums(first.edges)
    for number, part in enumerate(told):
        sums.add(number, part)
    summary = sums.summary(job.years)
    rows = [k for k in range(len(job.wanted)) if k not in job.years]
    all_draws = job.source.outcomes(job.wanted[rows])
    known = ~np.isnan(all_draws).any(axis=1)
    rows, all_draws = np.array(rows)[known], all_draws[known]
    np.testing.assert_allclose(summary.statistics[0, rows], all_draws.mean(axis=1), rtol=1e-9, atol=1e-9)
    wanted = np.quantile(all_draws, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], axis=1)
    error = np.abs(summary.statistics[1:, rows] - wanted).max(axis=0)
    spread = wanted[-1] - wanted[0]
    assert np.all(summary.quantile_error[rows] <= 1e-3)
    assert np.all(error <= summary.quantile_error[rows] * spread + 1e-9)
    assert np.array_equal(summary.positive[rows], (all_draws > 0).mean(axis=1))


def test_a_task_can_be_sent_away_and_gives_the_same_bytes(parts):
    job, first, told = parts
    task = pickle.loads(pickle.dumps(first))
    assert as_bytes(run_task(task, job.blocks()[4])[0]) == as_bytes(told[4])
