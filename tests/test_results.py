"""Tables have the columns, units and order of the design; statistics are ordered; joint odds are possible."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from clusterecon.command_line.output import as_csv, as_json, rows_of
from clusterecon.ground.errors import ClustereconError, InputError
from clusterecon.model.records import PARTS
from clusterecon.model.tally import PERCENTILES, STATISTICS
from clusterecon.scenario.indicators import INDICATORS
from clusterecon.study.study import Settings

INDICATOR_UNITS = {
    "jobs": "workers", "budget": "bn VND", "establishments": "establishments",
    "jobs_gross_new": "workers", "value_added_gross_new": "bn VND", "budget_gross_new": "bn VND",
    "jobs_net": "workers", "jobs_net_direct": "workers", "jobs_net_indirect": "workers",
    "jobs_net_induced": "workers", "jobs_net_type2": "workers",
    "jobs_net_after_offset": "workers", "jobs_net_indirect_farm": "workers", "jobs_net_resident": "workers",
    "value_added_net": "bn VND", "value_added_net_direct": "bn VND", "value_added_net_indirect": "bn VND",
    "value_added_net_induced": "bn VND", "value_added_net_type2": "bn VND",
    "value_added_net_after_offset": "bn VND",
    "budget_net": "bn VND", "budget_net_direct": "bn VND", "budget_net_indirect": "bn VND",
    "budget_net_induced": "bn VND", "budget_net_type2": "bn VND",
    "budget_net_after_offset": "bn VND",
    "industrial_value_added": "bn VND", "industrial_growth": "%",
    "area_delivered_ha": "ha", "area_leased_ha": "ha", "construction_job_years": "job-years",
    "wastewater_coverage": "share", "jobs_at_risk": "workers",
}  # fmt: skip
QUANTILES = [f"p{p}" for p in PERCENTILES]
TARGETS = [
    "industry_growth_2025", "industry_growth_2025_raised", "jobs_2025", "budget_2025", "jobs_2030",
    "budget_2030", "wastewater_2025",
]  # fmt: skip
JOINT = ["joint", "joint_without_wastewater"]


def wide(frame, *index):
    """A table with one column a statistic."""
    return frame.pivot_table(index=list(index), columns="statistic", values="value", sort=False)


# ---------------------------------------------------------------- table


def test_the_table_has_the_columns_of_the_design(central, sampled):
    for run in (central, sampled):
        assert list(run.table().columns) == [
            "scenario", "indicator", "unit", "price_basis", "year", "statistic", "value",
        ]  # fmt: skip


def test_every_indicator_of_the_design_is_there_with_its_unit(sampled):
    frame = sampled.table()
    assert dict(zip(frame["indicator"], frame["unit"], strict=True)) == INDICATOR_UNITS
    assert {name: i.unit for name, i in INDICATORS.items()} == INDICATOR_UNITS


def test_money_has_a_price_basis_and_nothing_else_has(sampled):
    frame = sampled.table()
    money = frame["unit"] == "bn VND"
    assert set(frame.loc[money, "price_basis"]) == {"constant 2024 prices"}
    assert frame.loc[~money, "price_basis"].isna().all()


def test_statistics_are_central_or_mean_and_quantiles(central, sampled):
    assert set(central.table()["statistic"]) == {"central"}
    assert list(dict.fromkeys(sampled.table()["statistic"])) == ["mean", *QUANTILES]
    assert tuple(STATISTICS) == ("mean", *QUANTILES)


def test_rows_stand_in_order_of_scenario_indicator_year_and_statistic(shipped):
    run = shipped.simulate(["track-record", "reference", "plan"], draws=32)
    frame = run.table()
    assert list(dict.fromkeys(frame["scenario"])) == ["reference", "plan", "track-record"]
    keys = list(
        zip(
            frame["scenario"].map({n: i for i, n in enumerate(run.scenarios)}),
            frame["indicator"].map({n: i for i, n in enumerate(INDICATORS)}),
            frame["year"],
            frame["statistic"].map({s: i for i, s in enumerate(STATISTICS)}),
            strict=True,
        )
    )
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_all_rows_exist_and_are_finite(sampled):
    frame = sampled.table()
    assert len(frame) == len(sampled.scenarios) * (len(INDICATORS) * 12 - 1) * 8
    assert np.isfinite(frame["value"]).all()
    growth = frame[frame["indicator"] == "industrial_growth"]
    assert sorted(set(growth["year"])) == list(range(2025, 2036))


def test_quantiles_are_ordered(sampled):
    table = wide(sampled.table(), "scenario", "indicator", "year")
    assert (np.diff(table[QUANTILES].to_numpy(), axis=1) >= 0).all()
    spread = table[table["p95"] > table["p5"]]
    assert len(spread) > 500
    assert (spread["mean"] > spread["p5"]).all()
    assert (spread["mean"] < spread["p95"]).all()


def test_a_table_handed_out_can_be_changed_without_harm(central):
    frame = central.table()
    frame["value"] = 0
    assert central.table()["value"].sum() > 0


def test_values_give_one_indicator_by_year(central, sampled):
    assert central.values("reference", "jobs")[2024] == 80_000
    low, high = (sampled.values("plan", "jobs", s)[2030] for s in ("p5", "p95"))
    assert low < sampled.values("plan", "jobs")[2030] < high
    assert 2024 not in sampled.values("plan", "industrial_growth")


@pytest.mark.parametrize(
    ("scenario", "indicator", "said"),
    [
        ("plna", "jobs", "the run has no scenario 'plna'; did you mean 'plan'?"),
        ("plan", "jbos", "no indicator 'jbos'; did you mean 'jobs'?"),
    ],
)
def test_a_name_the_run_does_not_know_is_refused(central, scenario, indicator, said):
    with pytest.raises(InputError) as caught:
        central.values(scenario, indicator)
    assert caught.value.mistakes == (said,)


# ---------------------------------------------------------------- targets


def test_targets_have_the_columns_and_rows_of_the_design(central, sampled):
    for run in (central, sampled):
        frame = run.targets()
        assert list(frame.columns) == [
            "scenario", "target", "indicator", "unit", "year", "comparator", "threshold", "probability",
            "standard_error", "gap", "gap_bn_vnd", "shortfall", "with_hindsight",
        ]  # fmt: skip
        for name in run.scenarios:
            assert frame.loc[frame["scenario"] == name, "target"].tolist() == [*TARGETS, *JOINT]


def test_the_central_case_has_no_probability(central):
    frame = central.targets()
    assert frame["probability"].isna().all()
    assert frame["standard_error"].isna().all()
    assert frame["shortfall"].isna().all()


def test_a_probability_is_the_share_of_draws_that_meet_the_target(sampled):
    frame = sampled.targets().set_index(["scenario", "target"])
    for name in sampled.scenarios:
        result = sampled.results[name]
        for target, spec in sampled.scenario(name).assumptions.targets.items():
            values = result.draws(spec.indicator)[:, spec.year - 2024]
            met = values >= spec.value - 1e-9
            row = frame.loc[(name, target)]
            assert row["probability"] == met.mean()
            middle = sampled.values(name, spec.indicator)[spec.year]
            assert row["gap"] == middle - spec.value
            assert row["threshold"] == spec.value
            if met.all():
                assert np.isnan(row["shortfall"])
            else:
                assert row["shortfall"] == pytest.approx((spec.value - values[~met]).mean())


def test_a_value_at_the_threshold_meets_it(shipped):
    """In the reference with no growth of the stock, jobs are exactly 80,000 in every draw."""
    still = shipped.scenario("reference").set({"stock.job_growth": 0, "stock.budget_growth": 0})
    frame = shipped.simulate([still], draws=64).targets().set_index("target")
    assert frame.loc["jobs_2025", "probability"] == 1
    assert frame.loc["budget_2025", "probability"] == 1
    assert frame.loc["jobs_2025", "gap"] == 0


def test_the_joint_probability_lies_between_the_frechet_bounds(sampled):
    frame = sampled.targets().set_index(["scenario", "target"])["probability"]
    for name in sampled.scenarios:
        single = frame[name][TARGETS]
        dry = single.drop("wastewater_2025")
        for joint, parts in (("joint", single), ("joint_without_wastewater", dry)):
            assert max(0, parts.sum() - (len(parts) - 1)) - 1e-12 <= frame[name][joint] <= parts.min() + 1e-12
        assert frame[name]["joint"] <= frame[name]["joint_without_wastewater"]


def test_the_joint_probability_is_counted_draw_by_draw(sampled):
    result = sampled.results["track-record"]
    together = np.ones(1_000, dtype=bool)
    for spec in sampled.scenario("track-record").assumptions.targets.values():
        if spec.indicator != "wastewater_coverage":
            together &= result.draws(spec.indicator)[:, spec.year - 2024] >= spec.value - 1e-9
    frame = sampled.targets().set_index(["scenario", "target"])["probability"]
    assert frame["track-record", "joint_without_wastewater"] == together.mean()


def test_a_raised_target_is_met_no_more_often(sampled):
    frame = sampled.targets().set_index(["scenario", "target"])["probability"]
    for name in sampled.scenarios:
        assert frame[name]["industry_growth_2025_raised"] <= frame[name]["industry_growth_2025"]


def test_the_growth_target_has_the_odds_of_the_methods(shipped):
    """METHODS 7: P(2025 >= 6.95 %) from 2024 data is about 0.40 to 0.46; expansion hardly moves it."""
    run = shipped.simulate(["reference", "plan"], draws=8_192)
    frame = run.targets().set_index(["scenario", "target"])["probability"]
    reference, plan = (frame[s]["industry_growth_2025"] for s in ("reference", "plan"))
    assert 0.38 <= reference <= 0.50
    assert 0 <= plan - reference < 0.02


def test_gaps_in_points_are_also_told_in_money(sampled):
    frame = sampled.targets().set_index(["scenario", "target"])
    row = frame.loc[("plan", "industry_growth_2025")]
    before = sampled.values("plan", "industrial_value_added")[2024]
    assert row["gap_bn_vnd"] == pytest.approx(row["gap"] / 100 * before)
    assert frame.loc[("plan", "budget_2030"), "gap_bn_vnd"] == frame.loc[("plan", "budget_2030"), "gap"]
    assert np.isnan(frame.loc[("plan", "jobs_2030"), "gap_bn_vnd"])


def test_what_became_known_later_is_marked_with_hindsight(shipped):
    """Seen from 28 February 2025: Plan 305 is of November, the two 2030 levels of March."""
    run = shipped.simulate(["plan", "catch-up-2026"], draws=64, as_of="2025-02-28")
    frame = run.targets().set_index(["scenario", "target"])["with_hindsight"]
    assert frame["catch-up-2026"].all()
    assert not frame["plan"]["industry_growth_2025_raised"]
    assert frame["plan"]["jobs_2030"]
    assert frame["plan"]["joint"]


# ---------------------------------------------------------------- attribution, waterfall, comparison


def test_attribution_has_its_columns_parts_and_order(sampled):
    frame = sampled.attribution("plan")
    assert list(frame.columns) == ["scenario", "year", "part", "statistic", "value"]
    first = frame[(frame["year"] == 2025) & (frame["statistic"] == "mean")]
    assert first["part"].tolist() == [*PARTS, "total"]
    assert PARTS == ("baseline", "clusters_direct", "clusters_indirect", "suspended")
    assert sorted(set(frame["year"])) == list(range(2025, 2036))
    assert set(sampled.attribution()["scenario"]) == set(sampled.scenarios)


def test_mean_parts_sum_to_mean_growth(sampled, central):
    for run, statistic in ((sampled, "mean"), (central, "central")):
        frame = run.attribution()
        frame = frame[frame["statistic"] == statistic]
        parts = frame[frame["part"] != "total"].groupby(["scenario", "year"])["value"].sum()
        total = frame[frame["part"] == "total"].set_index(["scenario", "year"])["value"]
        np.testing.assert_allclose(parts.loc[total.index], total, atol=1e-10)
        growth = run.values("plan", "industrial_growth", "mean")
        assert total.loc["plan"].to_dict() == pytest.approx(growth)


def test_clusters_contribute_nothing_in_the_reference(sampled):
    frame = sampled.attribution("reference")
    assert not frame.loc[frame["part"].str.startswith("clusters"), "value"].any()
    assert not frame.loc[frame["part"] == "suspended", "value"].any()


def test_the_waterfall_sums_from_gross_to_net(sampled, central):
    for run in (sampled, central):
        frame = run.waterfall("plan", 2030)
        for quantity in ("jobs", "value_added", "budget"):
            line = frame[frame["indicator"] == quantity].set_index("line")["value"]
            down = ["gross", "displacement", "relocation_uplift", "substitution"]
            assert line[down].sum() == pytest.approx(line["local_effect"])
            assert line["local_effect"] + line["reference_case"] == pytest.approx(line["net_direct"])
            assert line["net_direct"] + line["indirect"] == pytest.approx(line["net"])
            assert line["labour_offset"] == 0
            assert line["net"] + line["induced"] == pytest.approx(line["net_type2"])
            assert (line[["displacement", "substitution", "reference_case"]] < 0).all()
        jobs = frame[frame["indicator"] == "jobs"].set_index("line")["value"]
        assert jobs["net"] + jobs["leakage"] == pytest.approx(jobs["net_resident"])


def test_scarce_labour_is_a_line_after_net_and_never_inside_it(sampled):
    """METHODS 5: half of the net effect in `tight-labour`, whose headline is that of the plan."""
    plan, tight = sampled.waterfall("plan", 2030), sampled.waterfall("tight-labour", 2030)
    for quantity in ("jobs", "value_added", "budget"):
        one, other = (f[f["indicator"] == quantity].set_index("line")["value"] for f in (plan, tight))
        assert other["net"] == one["net"]
        assert other["labour_offset"] == pytest.approx(-0.5 * other["net"])
        assert other["net"] + other["labour_offset"] == pytest.approx(other["net_after_offset"])


def test_the_waterfall_has_the_worked_examples_ends(central):
    jobs = central.waterfall("plan", 2030)
    jobs = jobs[jobs["indicator"] == "jobs"].set_index("line")["value"]
    assert round(jobs["gross"], 1) == 26_896.0
    assert round(jobs["net_direct"], 1) == 10_110.7


def test_a_year_outside_the_run_is_refused(central):
    with pytest.raises(InputError, match="year 2040 is outside 2024 to 2035"):
        central.waterfall("plan", 2040)


def test_a_comparison_is_paired_draw_by_draw(sampled):
    frame = sampled.compare("plan", "track-record")
    assert list(frame.columns) == [
        "first", "second", "indicator", "unit", "price_basis", "year", "statistic", "value",
    ]  # fmt: skip
    row = frame[(frame["indicator"] == "jobs_net") & (frame["year"] == 2030)].set_index("statistic")["value"]
    draws = [sampled.results[n].draws("jobs_net")[:, 6] for n in ("plan", "track-record")]
    difference = draws[0] - draws[1]
    assert row["mean"] == pytest.approx(difference.mean())
    assert row["p50"] == pytest.approx(np.median(difference))
    independent = difference.std() / np.sqrt(1_000)
    assert 0.93 * independent < row["standard_error"] < independent  # a part of a block is nearly random
    assert row["standard_error"] < draws[0].std() / np.sqrt(1_000)


def test_a_scenario_does_not_differ_from_itself(sampled):
    frame = sampled.compare("plan", "plan")
    assert not frame["value"].any()


def test_the_other_way_round_the_sign_turns(central):
    one, other = central.compare("plan", "reference"), central.compare("reference", "plan")
    np.testing.assert_array_equal(one["value"], -other["value"])


def test_the_appraisal_has_its_columns_and_the_headline_first(central, shipped):
    for run in (central, shipped.simulate(["plan"], draws=64)):
        frame = run.appraisal()
        assert list(frame.columns) == [
            "scenario", "measure", "view", "rate", "horizon", "unit", "statistic", "value",
        ]  # fmt: skip
        for name in run.scenarios:
            first = frame[frame["scenario"] == name].iloc[0]
            assert (first["measure"], first["view"], first["rate"]) == ("npv", "state", 0.10)
        assert {0.06, 0.10, 0.12} <= set(frame["rate"].dropna())


def test_the_reference_has_no_net_present_value(central):
    frame = central.appraisal()
    found = frame[(frame["scenario"] == "reference") & (frame["measure"] == "npv")]
    assert len(found)
    assert not found["value"].any()


def test_the_backtest_names_stages_models_and_verdicts(central):
    frame = central.backtest()
    assert {"stage", "model", "n", "mean_crps"} <= set(frame.columns)
    assert set(frame["stage"]) == {"national", "regional"}


# ---------------------------------------------------------------- memory


@pytest.fixture(scope="module")
def summed(shipped):
    """A run whose draws do not fit the memory set aside."""
    return shipped.simulate(["reference", "plan"], draws=8_192 + 500, settings=Settings(memory_budget=1))


@pytest.fixture(scope="module")
def kept(shipped):
    """The same run with room for its draws."""
    return shipped.simulate(["reference", "plan"], draws=8_192 + 500)


def test_no_table_depends_on_the_memory_set_aside(summed, kept):
    assert (summed.kept, kept.kept) == (False, True)
    for table in ("table", "targets", "errors", "attribution", "appraisal"):
        few, all_ = (getattr(run, table)() for run in (summed, kept))
        pd.testing.assert_frame_equal(few, all_, check_exact=True)
    for told in (lambda r: r.appraisal(headline=True), lambda r: r.waterfall("plan", 2030)):
        pd.testing.assert_frame_equal(told(summed), told(kept), check_exact=True)


def test_beyond_the_memory_set_aside_draws_are_refused(summed, kept):
    with pytest.raises(ClustereconError, match="the draws do not fit the memory set aside for them"):
        summed.results["plan"].draws("jobs")
    with pytest.raises(ClustereconError, match="the draws do not fit the memory set aside for them"):
        summed.compare("plan", "reference")
    with pytest.raises(ClustereconError, match=r"8,692 draws of this take 0\.00\d+ GB, more than the memory"):
        summed.draws_of("plan", "jobs_net", years=[2030])
    assert kept.results["plan"].draws("jobs").shape == (8_692, 12)


# ---------------------------------------------------------------- draws as a table


def test_draws_are_a_row_each_with_what_was_drawn_and_what_came_of_it(sampled):
    frame = sampled.draws_of("plan", "jobs_net", "industrial_growth", years=[2024, 2030])
    scenario = sampled.scenario("plan")
    drawn = {path for path, entry in scenario.quantities().items() if entry.distribution is not None}
    outcomes = ["jobs_net_2024", "jobs_net_2030", "industrial_growth_2030"]
    assert list(frame.columns[-3:]) == outcomes  # there is no growth in the base year
    assert {name for name in frame.columns[:-3] if not name.startswith("baseline.")} == drawn
    assert {"baseline.mean", "baseline.persistence"} < set(frame.columns)
    assert len(frame) == 1_000
    assert np.array_equal(frame["jobs_net_2030"], sampled.results["plan"].draws("jobs_net")[:, 6])
    assert frame["workers_per_leased_ha"].between(45, 85).all()
    assert frame["workers_per_leased_ha"].nunique() == 1_000


def test_draws_of_scenarios_stand_beside_one_another(sampled):
    """Common random numbers: the same row is the same draw, whatever the scenario."""
    plan, record = (sampled.draws_of(name) for name in ("plan", "track-record"))
    shared = [name for name in plan.columns if name in record.columns]
    assert len(shared) > 30
    pd.testing.assert_frame_equal(plan[shared], record[shared], check_exact=True)


def test_correlated_numbers_are_told_as_they_are_drawn(sampled):
    (pair, *_) = sampled.scenario("plan").assumptions.correlations
    frame = sampled.draws_of("plan")
    one, other = (frame[name] for name in pair.between)
    assert one.corr(other, method="spearman") == pytest.approx(pair.rank, abs=0.07)


def test_the_central_case_is_one_row(central):
    frame = central.draws_of("plan", "jobs_net", years=[2030])
    assert len(frame) == 1
    assert frame["jobs_net_2030"].item() == central.values("plan", "jobs_net")[2030]
    assert frame["workers_per_leased_ha"].item() == 65


@pytest.mark.parametrize(
    ("arguments", "years", "said"),
    [
        (("plna",), None, "the run has no scenario 'plna'; did you mean 'plan'?"),
        (("plan", "jobs_nett"), None, "no outcome 'jobs_nett'; did you mean 'jobs_net'?"),
        (("plan", "jobs"), [2040], "year 2040 is outside 2024 to 2035"),
    ],
)
def test_draws_of_what_there_is_not_are_refused(sampled, arguments, years, said):
    with pytest.raises(InputError) as caught:
        sampled.draws_of(*arguments, years=years)
    assert caught.value.mistakes == (said,)


# ---------------------------------------------------------------- only what is asked


@pytest.fixture(scope="module")
def chosen(shipped):
    """A run of two outcomes, one of them a line of the waterfall."""
    asked = ["establishments", "jobs_displacement"]
    return shipped.simulate(draws=1_000, seed=7, settings=Settings(indicators=asked))


def test_what_is_asked_is_the_same_as_in_a_full_run(chosen, sampled):
    frame, whole = chosen.table(), sampled.table()
    of_targets = {t.indicator for t in sampled.scenario("plan").assumptions.targets.values()}
    there = {"establishments", "industrial_value_added"} | of_targets
    assert set(frame["indicator"]) == there
    whole = whole[whole["indicator"].isin(there)].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame, whole, check_exact=True)
    for name in ("establishments", "jobs_displacement"):
        pd.testing.assert_frame_equal(
            chosen.draws_of("plan", name), sampled.draws_of("plan", name), check_exact=True
        )


def test_targets_and_their_errors_are_told_whatever_is_asked(chosen, sampled):
    pd.testing.assert_frame_equal(chosen.targets(), sampled.targets(), check_exact=True)
    few, all_ = (run.errors() for run in (chosen, sampled))
    assert set(few["quantity"]) == set(all_["quantity"]) - {
        "jobs_net", "budget_net", "npv_to_horizon", "npv_asset_life",
    }  # fmt: skip
    all_ = all_[all_["quantity"].isin(set(few["quantity"]))].reset_index(drop=True)
    pd.testing.assert_frame_equal(few, all_, check_exact=True, check_dtype=False)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (lambda run: run.table("jobs", "budget_net"), "budget_net"),
        (lambda run: run.values("plan", "budget_net"), "budget_net"),
        (lambda run: run.appraisal(), "npv"),
        (lambda run: run.appraisal(headline=True), "npv"),
        (lambda run: run.attribution(), "growth_baseline"),
        (lambda run: run.waterfall("plan", 2030), "jobs_gross_new"),
        (lambda run: run.draws_of("plan", "budget_net"), "budget_net"),
    ],
)
def test_what_was_not_asked_is_refused_by_name(chosen, told, name):
    with pytest.raises(InputError) as caught:
        told(chosen)
    assert caught.value.mistakes == (f"the run was not asked for '{name}'; name it among the indicators",)


def test_a_measure_of_the_appraisal_can_be_asked_for(shipped, sampled):
    run = shipped.simulate(["plan"], draws=1_000, seed=7, settings=Settings(indicators=["bcr"]))
    frame, whole = run.appraisal(headline=True), sampled.appraisal(headline=True)
    assert set(frame["measure"]) == {"npv", "bcr", "probability_npv_positive"}
    whole = whole[(whole["scenario"] == "plan") & whole["measure"].isin(set(frame["measure"]))]
    pd.testing.assert_frame_equal(frame, whole.reset_index(drop=True), check_exact=True)


def test_names_that_are_no_indicator_are_refused_at_once(shipped):
    with pytest.raises(InputError) as caught:
        shipped.simulate(["plan"], settings=Settings(indicators=["jobs", "jobs_nett", "nvp"]))
    assert caught.value.mistakes == (
        "indicators: no 'jobs_nett'; did you mean 'jobs_net'?",
        "indicators: no 'nvp'; did you mean 'npv'?",
    )


# ---------------------------------------------------------------- writing


def test_json_is_strict(sampled, central):
    content = {"table": sampled.table(), "targets": sampled.targets(), "appraisal": central.appraisal()}
    content = {name: rows_of(frame) for name, frame in content.items()}
    text = as_json(content)
    assert "NaN" not in text
    assert "Infinity" not in text
    read = json.loads(text, parse_constant=pytest.fail)
    joint = next(row for row in read["targets"] if row["target"] == "joint")
    assert joint["gap"] is None
    assert joint["year"] is None
    assert isinstance(read["targets"][0]["year"], int)
    assert isinstance(read["targets"][0]["with_hindsight"], bool)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_defuses_what_a_spreadsheet_would_run(start):
    import pandas as pd

    text = as_csv(pd.DataFrame({"name": [f"{start}1+1", "plain"], "value": [-1.5, None]}))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = start.replace("\r", " ")
    assert rows == [["name", "value"], [f"'{kept}1+1", "-1.5"], ["plain", ""]]


def test_csv_keeps_every_digit_of_a_number(central):
    frame = central.table()
    rows = list(csv.DictReader(io.StringIO(as_csv(frame))))
    assert [float(row["value"]) for row in rows] == frame["value"].tolist()
    assert [int(row["year"]) for row in rows] == frame["year"].tolist()
    assert rows[0]["price_basis"] == ""
