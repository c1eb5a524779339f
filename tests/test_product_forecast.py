"""The forecast as a user meets it: a figure added to a CSV, the odds of a date, what it would take."""

import json
import math
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from conftest import run_command
from hypothesis import given, settings
from hypothesis import strategies as st
from product_study import add_rows, copied, reading, table_rows

from clusterecon import load_study, tell

HEADLINE = "industry_growth_2025"
BEFORE = "2025-10-05"  # nothing of the part-year is out
AFTER = "2025-10-07"
VA = "industry_va_growth"
VALUE_ADDED = ("hanoi_subannual", reading("industry_va_growth", "2025-9M", 6.0, "2025-10-06"))
INDEX = ("hanoi_iip", reading("IIP", "2025-M01..M09", 9.0, "2025-10-06"))
LATER = [
    VALUE_ADDED,
    INDEX,
    ("hanoi_iip", reading("IIP", "2025", 60.0, "2026-01-05")),
    ("hanoi_iip", reading("IIP", "2024", 60.0, "2025-10-06")),
    ("hanoi_annual", reading("industry_va_growth", "2025", -40.0, "2026-01-05")),
    ("hanoi_annual", reading("industry_va_growth", "2024", -40.0, "2025-12-30")),
    ("hanoi_subannual", reading("industry_va_growth", "2025-H1", 33.0, "2025-10-06")),
]
"""Readings that would move every figure, none of them out by `BEFORE`."""


def target(folder, as_of, draws=1_000, scenarios=("reference", "plan", "track-record")):
    """What `clusterecon target` prints as JSON, to the byte."""
    told = run_command(
        "target", *scenarios, "--root", folder, "--as-of", as_of, "--draws", draws, "--format", "json"
    )
    assert told.code == 0, told.err
    return told.out


def growth(printed, year=2025, scenario="plan"):
    """Statistics of industrial growth in a year, in %."""
    rows = json.loads(printed)["attribution"]
    return {
        row["statistic"]: row["value"]
        for row in rows
        if (row["part"], row["year"], row["scenario"]) == ("total", year, scenario)
    }


def odds(printed):
    """Probability and standard error of the headline target by scenario."""
    rows = json.loads(printed)["targets"]
    return {r["scenario"]: (r["probability"], r["standard_error"]) for r in rows if r["target"] == HEADLINE}


def width(printed):
    found = growth(printed)
    return found["p95"] - found["p5"]


@pytest.fixture(scope="module")
def known(shipped):
    """`target` as of October on the data as shipped, of which nothing of 2025 is part."""
    return target(shipped.root, AFTER)


# ------------------------------------------------------------------ a figure added to a CSV


@pytest.fixture(scope="module")
def with_value_added(shipped, tmp_path_factory):
    folder = copied(shipped.root, tmp_path_factory.mktemp("value-added") / "study")
    add_rows(folder, *VALUE_ADDED)
    return folder, target(folder, AFTER)


@pytest.fixture(scope="module")
def with_index(shipped, tmp_path_factory):
    folder = copied(shipped.root, tmp_path_factory.mktemp("index") / "study")
    add_rows(folder, *INDEX)
    return folder, target(folder, AFTER)


@pytest.mark.slow
def test_nine_months_of_value_added_move_the_forecast_down(known, with_value_added):
    _, told = with_value_added
    assert 6.0 < growth(told)["p50"] < growth(known)["p50"]
    for scenario, (probability, error) in odds(known).items():
        assert odds(told)[scenario][0] < probability - 4 * error, scenario


@pytest.mark.slow
def test_nine_months_of_the_index_move_the_forecast_up(known, with_index):
    _, told = with_index
    assert growth(known)["p50"] < growth(told)["p50"] < 10.5
    for scenario, (probability, error) in odds(known).items():
        assert odds(told)[scenario][0] > probability + 4 * error, scenario


@pytest.mark.slow
def test_a_part_year_narrows_the_forecast_and_value_added_more_than_the_index(
    known, with_value_added, with_index
):
    assert width(with_value_added[1]) < width(with_index[1]) < width(known)
    assert width(with_value_added[1]) < width(known) / 2


@pytest.mark.slow
@pytest.mark.parametrize("added", ["with_value_added", "with_index"])
def test_the_day_before_its_release_a_figure_is_not_seen(shipped, added, request):
    folder, _ = request.getfixturevalue(added)
    assert target(folder, BEFORE, draws=300) == target(shipped.root, BEFORE, draws=300)


@pytest.mark.slow
def test_without_a_date_the_new_figure_counts(shipped, with_value_added):
    folder, told = with_value_added
    study = load_study(folder)
    assert study.default_as_of.isoformat() == "2025-10-06"
    assert study.default_as_of > shipped.default_as_of
    run = study.simulate(["plan"], draws=1_000)
    assert run.values("plan", "industrial_growth")[2025] == growth(told)["p50"]


@pytest.mark.slow
def test_years_beyond_stay_as_wide_or_wider(with_value_added):
    _, told = with_value_added
    spread = [growth(told, year)["p90"] - growth(told, year)["p10"] for year in range(2025, 2036)]
    assert all(after > 0.88 * before for before, after in pairwise(spread)), "but for sampling error"
    assert spread[1] > 1.5 * spread[0]


# ------------------------------------------------------------------ what is released later is not seen


def test_readings_released_later_change_no_byte(shipped, study_copy):
    for table, row in LATER:
        add_rows(study_copy, table, row)
    assert target(study_copy, BEFORE, draws=300) == target(shipped.root, BEFORE, draws=300)


def test_later_vintages_of_national_readings_change_no_byte(shipped, study_copy):
    for table in ("vietnam_annual", "vietnam_quarterly", "vietnam_iip_monthly"):
        rows = table_rows(study_copy, table)
        latest = {row["series"]: row for row in rows}
        revised = [
            {**row, "value": "77.7", "release_date": "2025-11-01", "release_date_basis": "published"}
            for row in latest.values()
        ]
        add_rows(study_copy, table, *revised)
    arguments = ("simulate", "plan", "--as-of", BEFORE, "--draws", "300", "--format", "json", "--root")
    told = run_command(*arguments, study_copy)
    assert told.code == 0, told.err
    assert told.out == run_command(*arguments, shipped.root).out


def key_with(shipped, table, row, when):
    """The key of the forecast of a date, from the shipped data and one more row."""
    study = load_study(shipped.root)
    tables = shipped.tables
    line = {**row, "value": float(row["value"]), "release_date": pd.Timestamp(row["release_date"])}
    frames = {**tables.frames, table: pd.concat([tables.frames[table], pd.DataFrame([line])])}
    digests = {**tables.digests, table: np.append(tables.digests[table], np.uint64(1))}
    study.__dict__["tables"] = type(tables)(frames, digests, tables.files)
    return study.baseline_inputs(when).key(2035)


def test_no_reading_released_later_reaches_the_forecast(shipped):
    when = date.fromisoformat(BEFORE)
    before = shipped.baseline_inputs(when).key(2035)

    @settings(max_examples=12)
    @given(
        st.sampled_from([("hanoi_iip", "IIP"), ("hanoi_annual", VA), ("hanoi_subannual", VA)]),
        st.floats(-50, 50),
        st.integers(2014, 2025),
        st.integers(0, 400),
    )
    def check(place, value, year, wait):
        table, series = place
        period = f"{year}-9M" if table == "hanoi_subannual" else str(year)
        row = reading(series, period, value, (when + timedelta(1 + wait)).isoformat())
        assert key_with(shipped, table, row, when) == before
        assert key_with(shipped, table, {**row, "release_date": BEFORE}, when) != before

    check()


def test_a_reading_released_in_time_does_reach_the_forecast(shipped, study_copy):
    add_rows(study_copy, *VALUE_ADDED)
    when, study = date.fromisoformat("2025-10-06"), load_study(study_copy)
    assert study.baseline_inputs(when).key(2035) != shipped.baseline_inputs(when).key(2035)


# ------------------------------------------------------------------ odds, contribution, hectares, record


def test_every_scenario_has_its_odds_with_a_standard_error(shipped):
    told = target(shipped.root, AFTER, scenarios=())
    found = odds(told)
    assert list(found) == list(shipped.scenarios)
    for probability, error in found.values():
        assert 0.3 < probability < 0.6
        assert 0 < error < math.sqrt(probability * (1 - probability) / 1_000)  # strata help


def test_odds_rise_with_delivery_on_the_same_draws(known):
    found = odds(known)
    assert found["reference"][0] <= found["track-record"][0] <= found["plan"][0]


@pytest.mark.parametrize("scenario", ["plan", "track-record"])
def test_clusters_add_thousandths_to_hundredths_of_a_point_in_2025(known, scenario):
    rows = json.loads(known)["attribution"]
    added = sum(
        row["value"]
        for row in rows
        if row["scenario"] == scenario and row["year"] == 2025 and row["statistic"] == "mean"
        and row["part"].startswith("clusters_")
    )  # fmt: skip
    assert 0.002 <= added <= 0.03


def test_hectares_are_told_or_not_reachable(known):
    rows = json.loads(known)["hectares_needed"]
    assert {(row["year"], row["wanted"]) for row in rows} == {
        (2025, 0.5), (2025, 0.8), (2030, 0.5), (2030, 0.8),
    }  # fmt: skip
    for row in rows:
        if row["hectares"] is None:
            assert row["probability"] < row["wanted"]
        else:
            assert row["probability"] >= row["wanted"]
            assert 0 <= row["hectares"] <= row["most_hectares"]
    by_year = {year: [r for r in rows if r["year"] == year] for year in (2025, 2030)}
    for even, sure in by_year.values():
        assert sure["hectares"] is None or sure["hectares"] >= even["hectares"]
    assert by_year[2025][1]["hectares"] is None, "no land delivered in the year makes 8 in 10"


def test_hectares_found_do_what_is_said(known, shipped):
    """What is said to be needed is put into a scenario, and its odds are counted again."""
    rows = json.loads(known)["hectares_needed"]
    row = next(row for row in rows if row["hectares"] is not None)
    moved = shipped.scenario("plan").set({"cohorts.started.area_ha": row["hectares"]}, name="needed")
    run = shipped.simulate([moved], draws=1_000, as_of=AFTER)
    share = (run.results["needed"].draws("industrial_growth")[:, row["year"] - 2024] >= 6.95 - 1e-9).mean()
    assert share == pytest.approx(row["probability"], abs=1e-12)
    assert share >= row["wanted"]


def test_the_record_of_the_forecast_is_printed_with_its_verdicts(known):
    rows = json.loads(known)["backtest"]
    assert {row["stage"] for row in rows} == {"national", "regional"}
    for row in rows:
        difference, error = row["difference_to_climatology"], row["standard_error"]
        if row["model"] == "climatology":
            assert row["verdict"] == "benchmark"
        elif abs(difference) <= error:
            assert row["verdict"] == "tie", row
        else:
            assert row["verdict"] == ("better" if difference < 0 else "worse"), row
        assert 0 <= row["coverage_low"] <= row["coverage80"] <= row["coverage_high"] <= 1


def test_what_is_published_is_no_worse_than_climatology(known):
    rows = json.loads(known)["backtest"]
    for stage, published in (("national", "mixture"), ("regional", "half_and_half")):
        score = {row["model"]: row["mean_crps"] for row in rows if row["stage"] == stage}
        assert score[published] <= min(score["climatology"], 1.25)


@pytest.mark.parametrize(("lang", "tie", "win"), [("vi", "ngang nhau", "tốt hơn"), ("en", "tie", "better")])
def test_verdicts_are_told_in_words(sampled, lang, tie, win):
    (section,) = [s for s in tell(sampled, lang).briefing.sections if s.id == "forecast"]
    (table,) = [t for t in section.tables if t.id == "backtest"]
    told = dict.fromkeys(table.frame["verdict"])
    assert {tie, win} <= set(told), list(told)
    assert len(table.frame) == len(sampled.backtest())


# ------------------------------------------------------------------ how the odds moved


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "first nine months of 2025"), ("vi", "9 tháng đầu năm 2025")]
)
def test_the_briefing_tells_what_each_reading_moved(with_value_added, lang, said):
    run = load_study(with_value_added[0]).simulate(["plan", "track-record"], draws=200)
    (section,) = [s for s in tell(run, lang).briefing.sections if s.id == "forecast"]
    (table,) = [t for t in section.tables if t.id == "news"]
    last = table.frame.iloc[-1]
    assert said in last["period"]
    assert (last["released"], last["value"]) == (date(2025, 10, 6), 6.0)
    assert last["gain"] * last["surprise"] == pytest.approx(run.news()["mean_change"].iloc[-1])
    assert last["probability_change"] < -15
    ends = run.news()["median_before"].iloc[0], run.news()["median_after"].iloc[-1]
    shown = [f"{value:.2f}".replace(".", "," if lang == "vi" else ".") for value in ends]
    assert any(all(value in sentence for value in shown) for sentence in section.sentences)


@pytest.mark.slow
def test_the_odds_are_followed_over_the_first_days_of_the_months(with_value_added):
    folder, _ = with_value_added
    study = load_study(folder)
    run = study.simulate(["plan", "track-record"], draws=400, as_of=AFTER)
    page = tell(run, "en", "target", study, 2025)
    (section,) = [s for s in page.briefing.sections if s.id == "dates"]
    data = section.charts[0].data
    shown = data[data["scenario"] == "plan"]
    assert shown["as_of"].tolist() == [f"2025-{month:02}-01" for month in range(1, 13)]
    chance = dict(zip(shown["as_of"].str[5:7], shown["probability"], strict=True))
    assert chance["03"] == chance["10"], "nothing was released between"
    assert chance["11"] == chance["12"] < chance["10"] - 0.1, "the figure of 6 October is bad news"
    assert shown["standard_error"].between(0.001, 0.03).all()
    with_row = run_command(
        "target", "plan", "--root", folder, "--as-of", "2025-12-01", "--draws", 400, "--format", "json"
    )
    assert odds(with_row.out)["plan"][0] == pytest.approx(chance["12"])


@pytest.mark.slow
def test_in_february_the_forecast_is_that_of_february(shipped):
    """As of 3 February 2025 only what was out then is used, and what came later is marked."""
    told = target(shipped.root, "2025-02-03", scenarios=())
    found = odds(told)
    assert list(found) == list(shipped.scenarios)
    assert all(0.35 < probability < 0.55 for probability, _ in found.values())
    late = {r["target"]: r["with_hindsight"] for r in json.loads(told)["targets"] if r["scenario"] == "plan"}
    assert late["industry_growth_2025_raised"] is True
    assert late[HEADLINE] is False
