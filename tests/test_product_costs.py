"""What it costs, as a user meets it: appraisal, the briefing's money, wastewater, land rent, upgrades."""

import json
import re

import numpy as np
import pytest
from conftest import run_command

from clusterecon import tell
from clusterecon.appraisal.discounting import present_value
from clusterecon.ground.errors import InputError
from clusterecon.language import labels
from clusterecon.model.passes import run_draw
from clusterecon.model.plan import Cell
from clusterecon.model.sampling import fill_columns
from clusterecon.study.study import Settings

COLUMNS = ["scenario", "measure", "view", "rate", "horizon", "unit", "statistic", "value"]
MEASURES = {
    "npv", "npv_existing", "npv_total", "bcr", "irr", "discounted_payback_year", "public_cost_per_net_job",
    "npv_per_ha", "probability_npv_positive",
}  # fmt: skip
HEADLINE = {"view": "state", "rate": 0.10, "horizon": "to_horizon"}
PAIR = ("plan", "track-record")
AMOUNTS = ("direct", "indirect", "rent", "capital", "suspended", "plants", "running", "upgrade")


def appraised(root, *scenarios, draws=500, changes=()):
    """Rows of the appraisal that `clusterecon simulate` prints as JSON."""
    sets = [part for change in changes for part in ("--set", change)]
    told = run_command("simulate", *scenarios, *sets, "--draws", draws, "--root", root, "--format", "json")
    assert told.code == 0, told.err
    return json.loads(told.out)["appraisal"]


def pick(rows, scenario, measure, **where):
    """Value by statistic of one measure of a scenario; the headline where nothing else is asked."""
    want = {**HEADLINE, **where, "scenario": scenario, "measure": measure}
    return {r["statistic"]: r["value"] for r in rows if all(r[k] == v for k, v in want.items())}


@pytest.fixture(scope="module")
def rows(root, shipped):
    return appraised(root, *PAIR)


@pytest.fixture(scope="module")
def pair(shipped):
    """Two hundred draws of the two scenarios, with their flows."""
    return shipped.simulate(["reference", *PAIR], draws=200)


def section(run, name, lang="en"):
    (found,) = [s for s in tell(run, lang).briefing.sections if s.id == name]
    return found


def sentences(run, name, lang="en"):
    return section(run, name, lang).sentences


def flows(run, name, view="state", draws=None):
    """Money of the first draws of a scenario by kind, and what a view holds of it, each (draws, years).

    The equations themselves, not compiled: an independent way to what the run counts.
    """
    source = run.results[name].source
    plan = run._inputs().planner().plan(run.scenario(name), (Cell(view, 0.10, "asset_life"),))
    room = plan.room(min(draws or 20, source.rows))
    fill_columns(0, len(room.flat), source.columns, room.flat)
    found = {kind: [] for kind in (*AMOUNTS, "receipts", "costs", "existing")}
    for number in range(min(draws or 20, source.rows)):
        room.outcomes[:] = 0
        run_draw(plan.fixed, room, number)
        for kind, amounts in found.items():
            amounts.append(getattr(room.work, kind).copy())
    return {kind: np.array(amounts) for kind, amounts in found.items()}


def drawn(run, name, path, draws=20):
    """An assumption in the first draws, a row each; what is not drawn is the same in all."""
    value = run.scenario(name).quantities()[path].number
    found = run.draws_of(name).get(path, np.full(max(run.draws, 1), value))
    return np.reshape(found, (-1, 1))[:draws]


def worth(flow, rate=0.10):
    """Present value of flows, (draws,): year t over 1.1 to the t."""
    return (flow / (1 + rate) ** np.arange(flow.shape[1])).sum(axis=1)


# ------------------------------------------------------------------ the rows


def test_rows_have_the_columns_of_the_design_and_the_headline_stands_first(rows):
    assert all(list(row) == COLUMNS for row in rows)
    for scenario in PAIR:
        own = [row for row in rows if row["scenario"] == scenario]
        assert {row["measure"] for row in own} == MEASURES
        first = [row for row in own if all(row[k] == v for k, v in HEADLINE.items())]
        assert own[: len(first)] == first
        assert own[0]["measure"] == "npv"
    assert {row["rate"] for row in rows} == {0.06, 0.10, 0.12}
    assert {row["horizon"] for row in rows} == {"to_horizon", "asset_life"}
    assert {"state", "city"} <= {row["view"] for row in rows}


@pytest.mark.parametrize("scenario", PAIR)
def test_npv_comes_with_an_interval_and_the_chance_that_it_is_positive(rows, scenario):
    npv = pick(rows, scenario, "npv")
    assert npv["p5"] < npv["p25"] < npv["p50"] < npv["p75"] < npv["p95"]
    assert npv["p50"] < 0, "the budget pays more than it earns by 2035"
    chance = pick(rows, scenario, "probability_npv_positive")
    assert list(chance) == ["mean"]
    assert (chance["mean"] > 0.05) == (npv["p95"] > 0)
    assert 0 <= chance["mean"] < 0.2


@pytest.mark.parametrize("scenario", PAIR)
def test_there_is_no_payback_by_2035(rows, scenario):
    payback = pick(rows, scenario, "discounted_payback_year")
    assert payback["p50"] is None and payback["mean"] is None


@pytest.mark.parametrize("scenario", PAIR)
def test_a_net_job_has_a_public_cost(rows, scenario):
    cost = pick(rows, scenario, "public_cost_per_net_job")
    assert 0 < cost["p5"] < cost["p50"] < cost["p95"] < 1, "bn VND a job"


def test_npv_is_that_of_the_flows_by_hand(pair):
    """The printed headline against a sum written out: flow of year t over 1.1 to the t − 2024."""
    table = pair.appraisal()
    for scenario in PAIR:
        money = flows(pair, scenario, draws=200)
        public = drawn(pair, scenario, "public_capex_share", 200)
        flow = (money["direct"] + money["indirect"] - public * money["capital"])[:, :12]
        by_hand = sum(flow[:, t] / 1.1**t for t in range(12))
        shown = table[
            (table["scenario"] == scenario) & (table["measure"] == "npv") & (table["view"] == "state")
            & (table["rate"] == 0.10) & (table["horizon"] == "to_horizon")
        ].set_index("statistic")["value"]  # fmt: skip
        assert shown["mean"] == pytest.approx(by_hand.mean(), rel=1e-9)
        spread = shown["p95"] - shown["p5"]
        assert shown["p50"] == pytest.approx(np.quantile(by_hand, 0.5, method="lower"), abs=1e-3 * spread)
        assert [present_value(one, 0.10) for one in flow] == pytest.approx(by_hand, rel=1e-9)


def test_a_higher_rate_and_a_longer_life_move_npv_as_they_must(rows):
    for scenario in PAIR:
        short = pick(rows, scenario, "npv")["p50"]
        assert pick(rows, scenario, "npv", horizon="asset_life")["p50"] > short
        city = pick(rows, scenario, "npv", view="city")["p50"]
        assert city < short, "the city pays, and keeps a third of the taxes"
        lives = [pick(rows, scenario, "npv", horizon="asset_life", rate=r)["p50"] for r in (0.06, 0.10, 0.12)]
        assert lives == sorted(lives, reverse=True)


def test_the_rate_is_never_drawn(pair):
    assert pair.scenario("plan").assumptions.discount_rate.distribution is None


# ------------------------------------------------------------------ lines that sum


@pytest.mark.parametrize("scenario", PAIR)
def test_what_the_views_hold_sums_to_what_there_is(shipped, scenario):
    """City, central budget and investor share out every amount: nothing is lost, nothing counted twice."""
    rented = shipped.scenario(scenario).set({"land_rent_per_leased_ha": 0.5, "city_share_of_land_rent": 0.4})
    run = shipped.simulate([rented], draws=20)
    state, city = (flows(run, scenario, view) for view in ("state", "city"))
    taxes = state["direct"] + state["indirect"]
    assert state["receipts"] == pytest.approx(taxes + state["rent"], abs=1e-9)
    held = drawn(run, scenario, "city_share") * taxes + 0.4 * state["rent"]
    assert city["receipts"] == pytest.approx(held, abs=1e-9)
    for kind in AMOUNTS:
        assert np.array_equal(state[kind], city[kind]), kind
        assert (state[kind] >= 0).all(), kind
    public = drawn(run, scenario, "public_capex_share")
    for view in (state, city):
        assert view["costs"] == pytest.approx(public * state["capital"], abs=1e-9)
    assert state["existing"] == pytest.approx(
        -public * state["plants"]
        - drawn(run, scenario, "public_running_share") * state["running"]
        - state["suspended"]
        - state["upgrade"],
        abs=1e-9,
    )


@pytest.mark.parametrize("scenario", PAIR)
def test_capital_is_spent_before_and_for_what_is_delivered(pair, scenario):
    money = flows(pair, scenario)
    assert (money["capital"] >= 0).all()
    assert np.all(money["capital"][:, 0] == 0), "what was spent before is sunk"
    assert (money["direct"] >= 0).all() and money["direct"][:, 11].min() > 0
    overrun, cost = (drawn(pair, scenario, path)[:, 0] for path in ("optimism_bias", "capex_per_ha"))
    delivered = pair.results[scenario].draws("area_delivered_ha")[:20, -1]
    assert np.all(money["capital"].sum(axis=1) <= delivered * cost * (1 + overrun) + 1e-6)


def test_revenue_in_the_account_is_revenue_in_the_results(pair):
    money = flows(pair, "plan")
    for kind, name in (("direct", "budget_net_direct"), ("indirect", "budget_net_indirect")):
        assert money[kind][:, :12] == pytest.approx(pair.results["plan"].draws(name)[:20], abs=1e-9)


# ------------------------------------------------------------------ switching values


@pytest.fixture(scope="module")
def switching(pair):
    return pair.switching(*PAIR)


def test_switching_values_are_told_for_each_lever(switching):
    levers = {"discount_rate", "public_capex_share", "displacement", "completion_rate"}
    for scenario in PAIR:
        own = switching[switching["scenario"] == scenario].set_index("lever")
        assert set(own.index) == levers
        for _, row in own.iterrows():
            if np.isnan(row["value"]):
                assert row["side"] in ("positive", "negative")
            else:
                assert row["side"] == "crosses" and row["low"] <= row["value"] <= row["high"]


@pytest.mark.parametrize("scenario", PAIR)
def test_at_the_switching_value_npv_is_nil(switching, root, scenario):
    row = switching[(switching["scenario"] == scenario) & (switching["lever"] == "public_capex_share")]
    share = float(row["value"].iloc[0])
    assert 0 < share < 0.15
    worth = [
        pick(appraised(root, scenario, draws=0, changes=[f"public_capex_share={s}"]), scenario, "npv")
        for s in (share, share + 0.01, share - 0.01)
    ]
    nil, above, below = (w["central"] for w in worth)
    assert above < 0 < below
    assert abs(nil) < abs(above) / 50


def test_the_rate_that_switches_is_the_internal_rate_of_return(pair, root):
    (row,) = pair.switching("plan").query("lever == 'discount_rate'").to_dict("records")
    assert row["side"] == "crosses"
    rate = pick(appraised(root, "plan", draws=0), "plan", "irr")["central"]
    assert row["value"] == pytest.approx(rate, abs=1e-4)


def test_a_lever_that_switches_nothing_has_one_sign_at_both_ends(switching, root):
    row = switching[(switching["scenario"] == "plan") & (switching["lever"] == "completion_rate")].iloc[0]
    assert np.isnan(row["value"]) and row["side"] == "negative"
    for rate in (row["low"], row["high"]):
        change = [f"completion_rate={rate}"]
        npv = pick(appraised(root, "plan", draws=0, changes=change), "plan", "npv")["central"]
        assert npv < 0


# ------------------------------------------------------------------ the briefing's words


@pytest.mark.parametrize(
    ("lang", "marks"),
    [("en", ("NPV of", "pays back by 2035", "costs the budget", "probability")),
     ("vi", ("2035", "hoàn vốn", "xác suất", "việc làm"))],
)  # fmt: skip
def test_the_briefing_tells_npv_chance_payback_and_cost_per_job(pair, lang, marks):
    found = section(pair, "appraisal", lang)
    told = " ".join([*found.sentences, *(chart.title for chart in found.charts)])
    assert all(mark.lower() in told.lower() for mark in marks), [m for m in marks if m not in told]
    for scenario in PAIR:
        assert pair.titles[scenario][lang] in told


def test_the_briefings_table_has_a_row_a_view_and_horizon(pair):
    tables = {table.id: table.frame for table in section(pair, "appraisal").tables}
    assert len(tables["appraisal"]) == len(PAIR) * 3
    assert set(tables["appraisal"]["discounted_payback_year"][:1]) == {"—"}
    (note,) = [t.note for t in section(pair, "appraisal").tables if t.id == "appraisal"]
    assert "at its end" in note and "1.049" in note and "site clearance" in note
    assert len(tables["npv_accounts"]) == len(PAIR) * 2 * 3, "a line a horizon and rate"
    assert set(tables["npv_accounts"]["rate"]) == {"10\u00a0%", "6\u00a0%", "12\u00a0%"}
    assert len(tables["switching"]) == len(PAIR) * 4
    assert tables["memo"]["construction_job_years"].min() > 0


def test_what_is_spent_by_2024_is_sunk_and_said_so(pair):
    assert any("sunk" in s and "2024" in s for s in sentences(pair, "appraisal"))
    assert any("job-years" in s and "never added" in s for s in sentences(pair, "appraisal"))


# ------------------------------------------------------------------ wastewater


@pytest.mark.parametrize(
    ("lang", "marks"),
    [("en", ("44", "1,060 ha", "795 bn VND", "477", "1,219")),
     ("vi", ("44", "1.060 ha", "795 tỷ đồng", "477", "1.219"))],
)  # fmt: skip
def test_plants_for_the_44_cost_795(pair, lang, marks):
    (told,) = [s for s in sentences(pair, "wastewater", lang) if "795" in s]
    grade = labels.label("grade", "derived", lang)
    missing = [mark for mark in (*marks, grade) if mark not in told]
    assert not missing, (missing, told)


def test_the_plants_cost_follows_the_unit_cost(shipped):
    run = shipped.simulate([s.set({"wastewater_cost_per_ha": 1.0}) for s in shipped.select(PAIR)], draws=0)
    told = " ".join(sentences(run, "wastewater"))
    assert "1,060 bn VND" in told and "795" not in told


def test_enforcement_puts_jobs_at_risk(shipped, central):
    """Jobs at risk are the share of clusters without a working plant, of the stock, of the year."""
    name = "wastewater-enforced"
    assumptions = shipped.scenario(name).assumptions
    year = int(assumptions.suspension_starts.number)
    risk = central.values(name, "jobs_at_risk")
    assert all(risk[y] == 0 for y in central.years if y < year)
    covered = central.values(name, "wastewater_coverage")[year]
    before = central.values(name, "wastewater_coverage")[year - 1]
    stock = 80_000 * assumptions.suspended_share_of_year.number
    assert stock * (1 - covered) * 0.95 <= risk[year] <= stock * (1 - before) * 1.05
    growth = {s: central.values(s, "industrial_growth")[year] for s in (name, "track-record")}
    assert 0.3 < growth["track-record"] - growth[name] < 3
    assert central.values(name, "jobs")[year] == pytest.approx(
        central.values("track-record", "jobs")[year] - risk[year]
    )


@pytest.mark.parametrize(("lang", "words"), [("en", "at risk"), ("vi", "việc làm")])
def test_jobs_at_risk_are_told_with_their_grade(sampled, lang, words):
    title = sampled.titles["wastewater-enforced"][lang]
    (told,) = [s for s in sentences(sampled, "wastewater", lang) if s.startswith(title) and "2026" in s]
    assert words in told
    assert labels.label("grade", "judgement", lang) in told
    assert re.search(r"\(.*\d.*\)", told), "with an interval"


def test_coverage_is_a_target_beside_the_others(sampled):
    frame = sampled.targets()
    rows = frame[frame["target"] == "wastewater_2025"].set_index("scenario")["probability"]
    assert rows["plan"] == 1 and rows["track-record"] < 0.05


# ------------------------------------------------------------------ land rent


def test_land_rent_is_off(pair):
    assert pair.scenario("plan").assumptions.land_rent_per_leased_ha.number == 0
    assert not flows(pair, "plan")["rent"].any()
    assert not any("rent" in s.lower() for s in sentences(pair, "appraisal"))


def test_land_rent_moves_money_and_makes_none(shipped, pair):
    rented = shipped.simulate(
        ["reference", shipped.scenario("plan").set({"land_rent_per_leased_ha": 0.5})], draws=200
    )
    before, after = (flows(run, "plan") for run in (pair, rented))
    rent = 0.5 * rented.results["plan"].draws("area_leased_ha")
    assert after["rent"][:, :12] == pytest.approx(rent[:20], abs=1e-9)
    assert not after["rent"][:, 12:].any()
    for kind in set(AMOUNTS) - {"rent"}:
        assert np.array_equal(after[kind], before[kind]), kind
    gain = (after["receipts"] - after["costs"]) - (before["receipts"] - before["costs"])
    assert gain[:, :12] == pytest.approx(rent[:20], abs=1e-9)
    values = [
        run.appraisal(headline=True).query("scenario == 'plan' and measure == 'npv'")["value"].iloc[0]
        for run in (pair, rented)
    ]
    assert values[1] - values[0] == pytest.approx(worth(rent).mean())
    told = sentences(rented, "appraisal")
    assert any("transfer" in s for s in told)


def test_land_rent_is_no_social_gain_in_jobs_or_growth(root):
    told = [
        run_command("simulate", "plan", "--draws", 0, "--root", root, "--format", "csv", *change).out
        for change in ((), ("--set", "land_rent_per_leased_ha=0.5"))
    ]
    assert told[0] == told[1]


def test_the_city_keeps_its_share_of_the_land_rent(root):
    """What the city keeps less, the central budget has more: the state view stays as it is."""
    rent = "land_rent_per_leased_ha=0.5"
    whole, half = (
        appraised(root, "plan", draws=0, changes=(rent, *change))
        for change in ((), ["city_share_of_land_rent=0.5"])
    )
    state, city = (
        [pick(rows, "plan", "npv", view=view)["central"] for rows in (whole, half)]
        for view in ("state", "city")
    )
    assert state[0] == pytest.approx(state[1], rel=1e-12)
    without = pick(appraised(root, "plan", draws=0), "plan", "npv", view="city")["central"]
    assert city[0] - city[1] == pytest.approx(0.5 * (city[0] - without), rel=1e-9)
    assert city[0] > city[1] > without


# ------------------------------------------------------------------ running cost


def test_the_budget_pays_its_share_of_the_running_cost(root, central):
    """At half, NPV is higher by half of the running cost of the plants, discounted."""
    whole, half = (
        pick(appraised(root, "plan", draws=0, changes=change), "plan", "npv_existing")["central"]
        for change in ((), ["public_running_share=0.5"])
    )
    running = flows(central, "plan")["running"][:, :12]
    assert half - whole == pytest.approx(0.5 * float(worth(running)[0]))
    assert half > whole


@pytest.mark.parametrize("name", ["public_running_share", "city_share_of_land_rent"])
@pytest.mark.parametrize("share", ["-0.1", "1.1"])
def test_a_share_that_is_none_is_refused(root, name, share):
    told = run_command("simulate", "plan", "--draws", 0, "--root", root, "--set", f"{name}={share}")
    assert told.code == 2
    assert f"{name}: {float(share):g} is not allowed; it must lie between 0 and 1" in told.err


# ------------------------------------------------------------------ upgrades without a figure


def test_upgrades_are_not_costed_and_said_so(pair):
    assert pair.scenario("plan").assumptions.upgrade_cost_per_ha.value is None
    for scenario in PAIR:
        assert not flows(pair, scenario)["upgrade"].any()
    (told,) = [s for s in sentences(pair, "wastewater") if "upgrading" in s]
    assert "not costed" in told and "no figure" in told
    (told,) = [s for s in sentences(pair, "wastewater", "vi") if "nâng cấp cụm hiện có" in s.lower()]
    assert told.startswith("Chưa tính") and "không" in told


def test_a_figure_for_upgrades_enters_the_account(root, shipped):
    without, with_figure = (
        pick(appraised(root, "plan", draws=0, changes=change), "plan", "npv_existing")["central"]
        for change in ((), ["upgrade_cost_per_ha=0.1"])
    )
    assert with_figure < without
    assert without - with_figure <= 0.1 * 1686
    run = shipped.simulate([shipped.scenario("plan").set({"upgrade_cost_per_ha": 0.1})], draws=0)
    assert flows(run, "plan")["upgrade"].sum() == pytest.approx(0.1 * 1686)
    assert not any("not costed" in s for s in sentences(run, "wastewater"))


# ------------------------------------------------------------------ what makes no sense


@pytest.mark.parametrize("rate", ["-1", "1.5", "abc"])
def test_a_rate_that_is_none_is_refused(root, rate):
    told = run_command("simulate", "plan", "--draws", 0, "--root", root, "--set", f"discount_rate={rate}")
    assert told.code == 2
    assert "discount_rate" in told.err and "Traceback" not in told.err


def test_the_reference_costs_and_earns_nothing(root):
    found = appraised(root, "reference", draws=0)
    worth = {"npv", "npv_existing", "npv_total"}
    assert all(pick(found, "reference", measure)["central"] == 0 for measure in worth)
    for measure in MEASURES - worth:
        assert pick(found, "reference", measure)["central"] is None


def test_flows_of_one_scenario_with_none_are_told(shipped):
    with pytest.raises(InputError, match="plan-x"):
        shipped.simulate(["plan-x"], draws=0)


# ------------------------------------------------------------------ what is sunk


def sunk(run):
    return {name: run.results[name].statistics("capital_sunk") for name in run.scenarios}


def test_works_spent_by_the_base_year_are_equal_in_all_scenarios(sampled):
    """Exactly, draw statistics and all: what is spent is spent, whatever is delivered later."""
    found = sunk(sampled)
    assert len(found) >= 7 and found["plan"][0, 0] > 0
    assert all(np.array_equal(amount, found["plan"]) for amount in found.values())


def test_a_study_with_no_cohort_begun_has_nothing_sunk(shipped):
    fresh = [s.set({"cohorts.started.begun": None}) for s in shipped.select(("reference", *PAIR))]
    run = shipped.simulate(fresh, draws=0)
    assert all(np.all(amount == 0) for amount in sunk(run).values())
    assert any("none is sunk" in s for s in sentences(run, "appraisal"))
    later = [s.set({"cohorts.started.begun": 2025}) for s in shipped.select(PAIR)]
    assert all(np.all(amount == 0) for amount in sunk(shipped.simulate(later, draws=0)).values())


def test_half_of_the_works_is_what_the_plan_left_out_before(shipped):
    """Two years of works, the last of them 2025: a half, 6,797 bn VND, was spent in 2024."""
    run = shipped.simulate(["plan"], draws=0)
    assert sunk(run)["plan"][0, 0] == pytest.approx(0.5 * 480 * 23.6 * 1.2)
    capital = flows(run, "plan")["capital"][0]
    assert capital[:4] == pytest.approx([0, 6796.8, 2945.28, 2945.28])


# ------------------------------------------------------------------ over the life of the asset


@pytest.mark.parametrize("ramp", ["linear", "logistic"])
def test_land_delivered_by_the_horizon_goes_on_filling(shipped, ramp):
    """The same land, looked at from a horizon far enough for all of it to be let."""
    near = shipped.scenario("track-record").set({"ramp": ramp, "productivity_growth": 0})
    run = shipped.simulate([near], draws=0)
    money = flows(run, "track-record")
    last, later = np.split(money["direct"][0], [12])
    assert len(later) == 39
    assert later[0] > last[-1] and np.all(np.diff(later) >= -1e-9), "it fills along its ramp, then stays"
    a = run.scenario("track-record").assumptions
    full = run.values("track-record", "area_delivered_ha")[2035] * 0.70 * 0.90
    assert a.leasable_share.number * a.mature_occupancy.number == pytest.approx(0.63)
    leased = run.values("track-record", "area_leased_ha")[2035]
    mature = last[-1] * full / leased
    assert later[-1] == pytest.approx(mature, rel=0.01)
    assert not money["capital"][0, 12:].any()


def test_what_never_comes_has_no_later_revenue(shipped):
    money = flows(shipped.simulate(["reference"], draws=0), "reference")
    assert not (money["direct"] + money["indirect"])[:, 12:].any()


# ------------------------------------------------------------------ two accounts


def test_existing_clusters_stand_beside_new_ones_and_a_total_adds_them(shipped):
    """The rule enforced costs existing clusters; the new ones are those of the record, to the last digit."""
    names = ("reference", "track-record", "wastewater-enforced")
    rows = appraised(shipped.root, *names, draws=0)
    worth = {(s, m): pick(rows, s, m)["central"] for s in names for m in ("npv", "npv_existing", "npv_total")}
    assert worth["track-record", "npv"] == worth["wastewater-enforced", "npv"]
    assert worth["wastewater-enforced", "npv_existing"] < worth["track-record", "npv_existing"] < 0
    for s in names:
        total = worth[s, "npv"] + worth[s, "npv_existing"]
        assert worth[s, "npv_total"] == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize(
    ("lang", "marks"),
    [("en", ("15\u00a0% of building", "100\u00a0% of running", "an account of their own")),
     ("vi", ("15\u00a0% chi phí xây", "100\u00a0% chi phí vận hành", "được tính riêng"))],
)  # fmt: skip
def test_who_pays_for_plants_is_told_with_their_account(pair, lang, marks):
    told = [s for s in sentences(pair, "wastewater", lang) if marks[-1] in s]
    assert len(told) == len(PAIR)
    assert all(mark in told[0] for mark in marks)


def test_which_scenario_pays_and_when_follows_the_figures(shipped):
    """Free land for the plan alone, then for the record alone: the sentences turn with the ranking."""
    free = {"public_capex_share": 0}
    plan, record = shipped.select(PAIR)
    for better, pair in (("plan", [plan.set(free), record]), ("track-record", [plan, record.set(free)])):
        run = shipped.simulate(pair, draws=0)
        for lang, words in (
            ("en", "earn more than they cost under"),
            ("vi", "thu nhiều hơn chi cho cụm mới"),
        ):
            (told,) = [s for s in sentences(run, "appraisal", lang) if words in s]
            assert f"“{run.titles[better][lang]}”" in told.split(words)[1 if lang == "en" else 0][:60]


def test_overrun_has_the_mean_and_the_spread_of_its_source(shipped):
    """Flyvbjerg, Skamris Holm and Buhl (2003), roads: mean 0.20, standard deviation 0.30."""
    run = shipped.simulate(["plan"], draws=8_192, settings=Settings(indicators=["jobs"]))
    overrun = run.draws_of("plan")["optimism_bias"]
    assert overrun.mean() == pytest.approx(0.20, abs=1e-4)
    assert overrun.std() == pytest.approx(0.30, abs=1e-3)
    assert overrun.min() > -0.4
