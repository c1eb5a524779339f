"""The model as a whole: METHODS 13 by hand, and the identities of METHODS 11 in every draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_draws import Draws, filled, first_broken, series_of

from clusterecon.ground.errors import InputError
from clusterecon.ground.limits import check_size
from clusterecon.model.records import PARTS, QUANTITIES
from clusterecon.scenario.scenario import scenario_order
from clusterecon.study.load import load_study

NET = [f"{quantity}_net{suffix}" for quantity in QUANTITIES
       for suffix in ("", "_direct", "_indirect", "_induced", "_type2")]  # fmt: skip
SHARE = st.floats(0, 1)


@pytest.fixture(scope="module")
def draws(shipped):
    """Draws of the shipped study."""
    return Draws(shipped)


@pytest.fixture(scope="module")
def outcomes(shipped, draws):
    """Every shipped scenario in a few draws: outcomes by scenario and name, (draws, years)."""
    return {name: draws.series(name, draws=400) for name in shipped.scenarios}


@pytest.fixture(scope="module")
def evaluated(draws):
    """Evaluate one scenario with changes in a few draws: outcomes by name, (draws, years)."""

    def found(scenario, changes=None, rows=64):
        return draws.series(scenario, changes, rows)

    return found


def value(run, scenario, indicator, year):
    """A central value."""
    return run.values(scenario, indicator)[year]


# ---------------------------------------------------------------- the worked example


@pytest.mark.parametrize(
    ("scenario", "indicator", "year", "printed", "digits"),
    [
        ("plan", "area_leased_ha", 2030, 413.8, 1),
        ("plan", "jobs_gross_new", 2025, 491.4, 1),
        ("plan", "jobs_gross_new", 2030, 26_896.0, 1),
        ("plan", "jobs_net_direct", 2030, 10_110.7, 1),
        ("plan", "value_added_gross_new", 2030, 5_926.3, 1),
        ("plan", "value_added_net_direct", 2025, 35.8, 1),
        ("track-record", "area_leased_ha", 2030, 98.6, 1),
        ("track-record", "jobs_gross_new", 2025, 49.1, 1),
        ("track-record", "jobs_gross_new", 2030, 6_409.8, 1),
        ("track-record", "jobs_net_direct", 2030, 2_404.4, 1),
        ("track-record", "value_added_gross_new", 2030, 1_412.4, 1),
        ("track-record", "value_added_net_direct", 2025, 3.6, 1),
    ],
)
def test_the_worked_example_to_the_printed_digit(worked, scenario, indicator, year, printed, digits):
    """METHODS 13."""
    assert round(value(worked, scenario, indicator, year), digits) == printed


def test_budget_per_worker_of_new_tenants_grows_as_that_of_the_old_ones(evaluated):
    """METHODS 4: n_b = n_R − n in every draw; a scenario may let it follow productivity instead."""
    growth = {"stock.job_growth": 0.01, "stock.budget_growth": -0.02, "productivity_growth": 0.03}

    def per_worker(changes):
        series = evaluated("plan", growth | changes)
        return series["budget_gross_new"][:, 1:] / series["jobs_gross_new"][:, 1:]

    for word, rate in (("stock", -0.03), ("productivity", 0.03)):
        found = per_worker({"budget_per_worker_growth": word})
        np.testing.assert_allclose(found[:, 1:] / found[:, :-1], 1 + rate)


def direct_points(run, scenario):
    """Direct contribution of clusters to growth by year, points, central case."""
    frame = run.attribution(scenario)
    frame = frame[frame["part"] == "clusters_direct"]
    return dict(zip(frame["year"], frame["value"], strict=True))


def test_contributions_to_growth_are_as_small_as_the_methods_say(worked):
    """METHODS 13: 0.02 and 0.002 points in 2025; at most in 2030 and in 2032."""
    plan, record = direct_points(worked, "plan"), direct_points(worked, "track-record")
    assert round(plan[2025], 2) == 0.02
    assert round(record[2025], 3) == 0.002
    assert max(plan, key=plan.get) == 2030
    assert plan[2030] == pytest.approx(0.255, abs=0.01)
    assert max(record, key=record.get) == 2032
    assert record[2032] == pytest.approx(0.087, abs=0.005)


def test_at_six_per_cent_a_year_the_most_is_0_26_and_0_09(worked):
    """METHODS 13 prints these; the published forecast grows faster, so that the same output is less of it."""
    for scenario, year, printed in (("plan", 2030, 0.26), ("track-record", 2032, 0.09)):
        net = worked.values(scenario, "value_added_net_direct")
        industry = 189_000 * 1.06 ** (year - 1 - 2024)
        assert round(100 * (net[year] - net[year - 1]) / industry, 2) == printed


def test_a_handover_on_new_years_day_would_have_given_0_08(worked):
    """METHODS 13: had all 30 been handed over on 1 January 2025: occupancy G(1) = 0.1, not 1/40."""
    assert round(direct_points(worked, "plan")[2025] * (0.1 / 0.025), 2) == 0.08


def test_the_base_year_shows_the_published_stock(central):
    for scenario in central.scenarios:
        assert value(central, scenario, "jobs", 2024) == 80_000
        assert value(central, scenario, "budget", 2024) == 1_100
        assert value(central, scenario, "establishments", 2024) == 3_864


def test_the_base_year_shows_the_published_stock_in_every_draw(outcomes):
    for outcome in outcomes.values():
        assert np.all(outcome["jobs"][:, 0] == 80_000)
        assert np.all(outcome["budget"][:, 0] == 1_100)


# ---------------------------------------------------------------- zero expansion


def test_the_reference_delivers_nothing(outcomes):
    series = outcomes["reference"]
    for name in (*NET, "area_delivered_ha", "area_leased_ha", "jobs_gross_new", "construction_job_years"):
        assert not np.any(series[name]), name


@pytest.mark.parametrize("scenario", ["plan", "track-record", "dense-tenants"])
def test_an_empty_expansion_differs_from_the_reference_by_exactly_nought(evaluated, outcomes, scenario):
    empty = evaluated(scenario, {f"cohorts.{c}.clusters": 0 for c in ("started", "established", "new")}, 400)
    reference = outcomes["reference"]
    same = (
        "jobs",
        "budget",
        "establishments",
        "industrial_value_added",
        "jobs_gross_new",
        "jobs_net_resident",
    )
    for name in (*NET, *same):
        assert np.array_equal(empty[name], reference[name]), name
    growth = empty["industrial_growth"][:, 1:]
    assert np.array_equal(growth, reference["industrial_growth"][:, 1:])
    for part in ("clusters_direct", "clusters_indirect"):
        assert not np.any(empty[f"growth_{part}"])


@pytest.mark.parametrize(
    "changes",
    [{f"cohorts.{c}.area_ha": 0 for c in ("started", "established", "new")}, {"completion_rate": 0},
     {"leasable_share": 0}, {"workers_per_leased_ha": 0}],
)  # fmt: skip
def test_no_land_or_no_workers_are_exactly_no_jobs(evaluated, changes):
    series = evaluated("track-record", changes)
    for name in (*NET, "jobs_gross_new", "value_added_gross_new", "budget_gross_new", "jobs_net_resident"):
        assert not np.any(series[name]), name


@pytest.mark.parametrize("share", ["deadweight", "substitution"])
def test_a_share_of_one_leaves_nothing_net(evaluated, share):
    series = evaluated("plan", {share: 1, "reference_displacement": 0})
    assert np.any(series["jobs_gross_new"])
    for name in NET:
        assert not np.any(series[name]), name


# ---------------------------------------------------------------- identities in every draw


def test_net_is_direct_plus_indirect_and_type_2_adds_the_induced(outcomes):
    for outcome in outcomes.values():
        s = outcome
        for name in ("jobs", "value_added", "budget"):
            np.testing.assert_allclose(s[f"{name}_net"], s[f"{name}_net_direct"] + s[f"{name}_net_indirect"])
            np.testing.assert_allclose(s[f"{name}_net_type2"], s[f"{name}_net"] + s[f"{name}_net_induced"])


def test_attribution_sums_to_growth_to_1e_12_in_every_draw(outcomes):
    for outcome in outcomes.values():
        total = sum(outcome[f"growth_{part}"] for part in PARTS)
        gap = (total - outcome["industrial_growth"])[:, 1:] / 100
        assert np.max(np.abs(gap)) < 1e-12


def test_growth_is_that_of_value_added(outcomes):
    for outcome in outcomes.values():
        level = outcome["industrial_value_added"]
        growth = 100 * (level[:, 1:] / level[:, :-1] - 1)
        np.testing.assert_allclose(outcome["industrial_growth"][:, 1:], growth, rtol=1e-12, atol=1e-12)
        assert np.all(np.isnan(outcome["industrial_growth"][:, 0]))


def test_value_added_is_the_baseline_plus_clusters_less_suspension(outcomes):
    base = outcomes["reference"]["industrial_value_added"]
    for name in ("plan", "track-record", "catch-up-2026", "dense-tenants"):
        extra = outcomes[name]["industrial_value_added"] - base
        direct = outcomes[name]["value_added_net_direct"]
        assert np.all(extra >= direct - 1e-6)
        total = outcomes[name]["value_added_net"]
        assert np.all(extra <= total + 1e-6)


def test_lines_from_gross_to_net_sum(outcomes):
    for s in outcomes.values():
        for name in QUANTITIES:
            taken_off = sum(
                s[f"{name}_{line}"] for line in ("displacement", "relocation_uplift", "substitution")
            )
            local, reference = s[f"{name}_local_effect"], s[f"{name}_reference_case"]
            np.testing.assert_allclose(s[f"{name}_gross_new"] + taken_off, local, atol=1e-9)
            np.testing.assert_allclose(local + reference, s[f"{name}_net_direct"], atol=1e-9)


def test_net_is_at_most_gross_times_the_multiplier(outcomes, shipped):
    """Type I multipliers of industry lie below the national 2; realised in part, never above that."""
    for name, outcome in outcomes.items():
        s = outcome
        gross, net = s["value_added_gross_new"], s["value_added_net"]
        used = gross[:, -1:] > 0
        multiplier = 1 + np.divide(
            s["value_added_net_indirect"], s["value_added_net_direct"],
            out=np.zeros_like(gross), where=s["value_added_net_direct"] != 0,
        )  # fmt: skip
        assert np.all(net <= gross * multiplier + 1e-9), name
        assert np.all(multiplier[used[:, 0], -1] < 2)
        assert np.all(s["jobs_net_direct"] <= s["jobs_gross_new"] + 1e-9)
        assert np.all(s["jobs_net_resident"] <= s["jobs_net"] + 1e-9)


def test_a_full_deadweight_of_nought_makes_net_direct_gross(evaluated):
    none = {"deadweight": 0, "substitution": 0, "displacement_craft": 0, "displacement_general": 0}
    series = evaluated("plan", none)
    for name in ("jobs", "value_added", "budget"):
        np.testing.assert_allclose(series[f"{name}_net_direct"], series[f"{name}_gross_new"], rtol=1e-13)


def test_a_moved_job_is_no_new_one_however_little_it_produced_before(evaluated):
    """METHODS 5: displaced_productivity weighs value added and budget, never jobs."""
    poor, rich = (evaluated("plan", {"displaced_productivity": rho}) for rho in (0.4, 1))
    assert np.array_equal(poor["jobs_net_direct"], rich["jobs_net_direct"])
    assert not poor["jobs_relocation_uplift"].any()
    for name in ("value_added", "budget"):
        assert np.all(poor[f"{name}_net_direct"][:, 1:] > rich[f"{name}_net_direct"][:, 1:])
        assert not rich[f"{name}_relocation_uplift"].any()


def test_what_would_have_come_anyway_moves_net_direct_jobs_by_a_quarter(shipped):
    """METHODS 5: −27 to +25 % between all new firms and all displaced, in the central case."""
    found = {}
    for x in (-1, 0, 1):
        plan = shipped.scenario("plan").set({"reference_displacement": x})
        found[x] = shipped.simulate([plan], draws=0).values(plan.name, "jobs_net_direct")[2030]
    assert round(found[0], 1) == 10_110.7
    assert round(100 * (found[-1] / found[0] - 1)) == -27
    assert round(100 * (found[1] / found[0] - 1)) == 25


def test_without_linkages_net_is_direct(evaluated):
    series = evaluated("plan", {"linkage_realisation": 0})
    for name in ("jobs", "value_added", "budget"):
        assert not np.any(series[f"{name}_net_indirect"])
        assert not np.any(series[f"{name}_net_induced"])


def test_leased_is_at_most_leasable_and_delivered_at_most_planned(outcomes):
    for name, outcome in outcomes.items():
        leased, delivered = outcome["area_leased_ha"], outcome["area_delivered_ha"]
        assert np.all(leased <= 0.75 * 0.98 * delivered + 1e-9), name
        assert np.all(np.diff(delivered, axis=1) >= -1e-9)
        assert np.all(delivered <= 63 * 26)


def test_cohorts_sum_to_the_total(evaluated):
    """Each cohort alone (the others empty), added up, is the whole."""
    names = ("started", "established", "new")
    whole = evaluated("track-record")
    alone = [
        evaluated("track-record", {f"cohorts.{other}.clusters": 0 for other in names if other != name})
        for name in names
    ]
    for indicator in (*NET, "area_leased_ha", "area_delivered_ha", "jobs_gross_new", "budget_gross_new"):
        total = sum(series[indicator] for series in alone)
        np.testing.assert_allclose(total, whole[indicator], rtol=1e-11, atol=1e-9, err_msg=indicator)


def test_a_cohort_split_in_two_is_the_same_cohort(evaluated):
    half = {
        "label": {"vi": "Nửa", "en": "Half"}, "source": "The same", "known_since": "2025-02-03",
        "clusters": 15, "planned": 2025, "craft_share": 0.6,
    }  # fmt: skip
    split = evaluated("plan", {"cohorts.started.clusters": 15, "cohorts.half": half})
    whole = evaluated("plan")
    for indicator in ("jobs_gross_new", "jobs_net", "value_added_net", "budget_net", "area_leased_ha"):
        np.testing.assert_allclose(split[indicator], whole[indicator], rtol=1e-12)


def test_an_area_of_its_own_wins_over_clusters(evaluated):
    changed = {f"cohorts.{c}.area_ha": a for c, a in (("started", 100), ("established", 0), ("new", 0))}
    delivered = evaluated("plan", changed)["area_delivered_ha"]
    np.testing.assert_allclose(delivered[:, 1:], 100)


def test_a_cohorts_own_completion_rate_wins_over_the_scenarios(evaluated):
    changed = {"cohorts.new.completion_rate": 1, "completion_rate": 0}
    delivered = evaluated("plan", changed, 1)["area_delivered_ha"][0]
    assert not delivered[:5].any()
    assert np.all(delivered[5:] == delivered[5])


def test_completions_follow_the_list_then_the_cohorts_own_rate(evaluated):
    changes = {
        "cohorts.established.clusters": 0, "cohorts.new.clusters": 0, "area_per_cluster_ha": 10,
        "cohorts.started.completions": {2025: 6, 2027: 9}, "completion_rate": 1,
    }  # fmt: skip
    still = evaluated("plan", changes, 1)["area_delivered_ha"][0]
    assert still.tolist() == pytest.approx([0, 60, 60, *[150] * 9])
    moving = evaluated("plan", {**changes, "cohorts.started.completion_rate": 0.5}, 1)
    found = moving["area_delivered_ha"][0]
    assert found[4] == pytest.approx(225)
    assert found[5] == pytest.approx(262.5)


@settings(max_examples=15)
@given(st.floats(0, 500), st.floats(0, 500), SHARE)
def test_more_hectares_never_mean_fewer_jobs(evaluated, one, other, rate):
    low, high = sorted([one, other])
    less, more = (
        evaluated(
            "track-record",
            {"cohorts.new.area_ha": area, "completion_rate": rate, "reference_displacement": 0},
            1,
        )
        for area in (low, high)
    )
    for name in ("jobs", "jobs_net", "jobs_gross_new", "budget_net", "value_added_net"):
        assert np.all(more[name] >= less[name] - 1e-9), name


@settings(max_examples=15)
@given(SHARE, SHARE, SHARE, SHARE, SHARE, st.floats(-1, 1))
def test_identities_hold_for_any_shares(draws, deadweight, craft, general, substitution, rho, x):
    """And what is taken off is never more than there is."""
    changes = {
        "deadweight": deadweight, "displacement_craft": craft, "displacement_general": general,
        "substitution": substitution, "displaced_productivity": rho, "reference_displacement": x,
    }  # fmt: skip
    source = draws.source("plan", changes, 16)
    assert first_broken(source.plan.fixed, filled(source)) == -1
    series = series_of(source)
    assert np.all(series["jobs_net_direct"] <= series["jobs_gross_new"] + 1e-9)
    assert np.all(series["value_added_net_direct"] <= series["value_added_gross_new"] + 1e-9)
    least = -deadweight * series["jobs_gross_new"] if x < 0 else 0
    assert np.all(series["jobs_net_direct"] >= least - 1e-9)


@pytest.mark.parametrize("ramp", ["linear", "logistic"])
def test_both_ramps_reach_the_same_land_in_the_end(evaluated, ramp):
    changes = {"ramp": ramp, "years_to_fill": 1, "cohorts.new.clusters": 0, "area_per_cluster_ha": 10}
    series = evaluated("plan", {**changes, "leasable_share": 0.7, "mature_occupancy": 0.9}, 2)
    assert series["area_leased_ha"][:, -1] == pytest.approx(430 * 0.63, rel=1e-3)


# ---------------------------------------------------------------- what only the stock does


def test_suspension_costs_what_the_methods_say(outcomes):
    """A quarter of the year for clusters without a working plant: jobs at risk from 2026, none before."""
    at_risk = outcomes["wastewater-enforced"]["jobs_at_risk"]
    assert not at_risk[:, :2].any()
    assert np.all(at_risk[:, 2] > 0)
    assert np.all(at_risk <= 0.25 * 51 / 70 * 80_000 * 1.05**11)
    other = outcomes["track-record"]
    gap = other["jobs"] - outcomes["wastewater-enforced"]["jobs"]
    np.testing.assert_allclose(gap, at_risk, atol=1e-6)
    assert not other["jobs_at_risk"].any()


def test_a_full_year_of_suspension_would_be_about_five_per_cent_of_industry(shipped):
    """METHODS 9: a full year of 44 clusters would be 5 % of industry."""
    changes = {
        "suspended_share_of_year": 1, "diverted_share": 0, "wastewater_completion_rate": 0,
        "stock.wastewater_plants_working": 26, "linkage_realisation": 0,
    }  # fmt: skip
    scenario = shipped.scenario("track-record").set(changes)
    run = shipped.simulate([scenario, "reference"], draws=0)
    lost = value(run, "reference", "industrial_value_added", 2026)
    lost -= value(run, "track-record", "industrial_value_added", 2026)
    lost += value(run, "track-record", "value_added_net", 2026)
    assert lost / value(run, "reference", "industrial_value_added", 2026) == pytest.approx(0.045, abs=0.01)


def test_the_stock_grows_at_its_own_rate_alone(evaluated):
    """n never enters industrial value added: the baseline already holds the stock."""
    low = evaluated("reference", {"stock.job_growth": -0.04, "stock.budget_growth": 0.02})
    high = evaluated("reference", {"stock.job_growth": 0.05, "stock.budget_growth": 0.02})
    years = np.arange(12)
    np.testing.assert_allclose(low["jobs"], np.broadcast_to(80_000 * 0.96**years, (64, 12)))
    np.testing.assert_allclose(high["budget"], np.broadcast_to(1_100 * 1.02**years, (64, 12)))
    assert np.array_equal(low["industrial_value_added"], high["industrial_value_added"])


def test_jobs_in_clusters_are_stock_plus_gross_new_ones(outcomes):
    for name in ("plan", "track-record"):
        s = outcomes[name]
        stock = outcomes["reference"]
        np.testing.assert_allclose(s["jobs"], stock["jobs"] + s["jobs_gross_new"])
        np.testing.assert_allclose(s["budget"], stock["budget"] + s["budget_gross_new"])


# ---------------------------------------------------------------- guards


@pytest.mark.parametrize(
    ("draws", "seed", "said"),
    [(-1, 7, "draws: -1"), (100_000_001, 7, "draws: 100000001"), (10, -1, "seed: -1"), (10, 2**63, "seed: ")],
)
def test_impossible_draws_and_seeds_are_refused(draws, seed, said):
    with pytest.raises(InputError, match=said):
        check_size(draws, seed)


def test_wrong_draws_and_seed_are_both_named():
    with pytest.raises(InputError) as caught:
        check_size(-1, -1)
    assert len(caught.value.mistakes) == 2


def test_an_unknown_name_in_a_correlation_is_refused(study_copy):
    path = study_copy / "scenarios" / "base.yaml"
    text = path.read_text(encoding="utf-8")
    pair = "correlations:\n  - {between: [leakge, leakage], rank: 0.5, reason: A try}\n"
    path.write_text(text.replace("correlations:\n", pair, 1), encoding="utf-8")
    with pytest.raises(InputError, match="correlations: 'leakge' is not an assumption"):
        load_study(study_copy).simulate(["plan"], draws=10)


def test_the_horizon_of_one_scenario_alone_cannot_be_moved(shipped):
    with pytest.raises(InputError, match=r"--set horizon: it belongs to base\.yaml"):
        shipped.scenario("plan").set({"horizon": 2050})


def test_a_sector_that_does_not_exist_is_refused(shipped):
    scenario = shipped.scenario("plan").set({"tenant_mix": {"D99": 1}})
    with pytest.raises(InputError, match="'D99'"):
        shipped.simulate([scenario], draws=0)


def test_scenarios_stand_in_the_studys_order_and_strangers_last():
    assert scenario_order(["z", "plan", "a", "reference"], ["reference", "plan"]) == [
        "reference",
        "plan",
        "a",
        "z",
    ]


def test_plants_listed_by_year_come_into_work_then(evaluated):
    told = evaluated("plan", {"wastewater_completions": {2026: 10, 2028: 5}, "wastewater_completion_rate": 0})
    untold = evaluated("plan", {"wastewater_completion_rate": 0})
    more = (told["wastewater_coverage"] - untold["wastewater_coverage"])[0]
    assert np.array_equal(np.flatnonzero(np.diff(more) > 1e-9) + 1, [2, 4])
