import math

import charts_samples as samples
import numpy as np
import pandas as pd
import pytest

from clusterecon.charts.delivery import delivery_data
from clusterecon.charts.frames import ordered, wide
from clusterecon.charts.growth import attribution_data, backtest_data, fan_data, growth_by_scenario_data
from clusterecon.charts.lines import Series, grouped
from clusterecon.charts.marks import compact_interval, limits, nice_ticks
from clusterecon.charts.money import cost_per_job_data, cumulative_flow_data
from clusterecon.charts.news import MOST as MOST_READINGS
from clusterecon.charts.news import news_data
from clusterecon.charts.sectors import MOST, indirect_by_sector_data
from clusterecon.charts.stock import jobs_over_time_data
from clusterecon.charts.style import looks
from clusterecon.charts.targets import (
    lever_curves_data,
    probability_over_dates_data,
    target_probabilities_data,
)
from clusterecon.charts.wastewater import wastewater_data
from clusterecon.charts.waterfall import gross_to_net_data


def _value(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return float(table["value"].iloc[0])


def test_wide_takes_median_and_ends_from_the_rows():
    table = samples.results(("plan", "reference"))
    data = growth_by_scenario_data(table, year=2025, target=6.95)
    assert list(data["scenario"]) == ["plan", "reference"]
    for column, statistic in (("value", "p50"), ("low", "p5"), ("high", "p95"), ("inner_low", "p25")):
        expected = _value(
            table, scenario="plan", indicator="industrial_growth", year=2025, statistic=statistic
        )
        assert data[column].iloc[0] == expected
    assert set(data["target"]) == {6.95}


def test_wide_of_the_central_case_has_no_interval():
    data = growth_by_scenario_data(samples.results(central=True), year=2025, target=7.0)
    assert data["value"].notna().all()
    assert data[["low", "high"]].isna().all().all()


def test_wide_survives_null_and_text_and_empty_tables():
    table = pd.DataFrame({"k": ["a", "a", "b"], "statistic": ["p50", "mean", "p50"], "value": [None, 2, "x"]})
    data = wide(table, ["k"])
    assert data["value"].iloc[0] == 2
    assert math.isnan(data["value"].iloc[1])
    assert list(wide(table.iloc[:0], ["k"]).columns) == [
        "k",
        "value",
        "low",
        "high",
        "inner_low",
        "inner_high",
    ]


def test_stock_and_new_sum_to_all_jobs():
    table = samples.results()
    data = jobs_over_time_data(table)
    assert np.allclose(data["stock"] + data["new"], data["value"])
    row = data[(data["scenario"] == "plan") & (data["year"] == 2030)].iloc[0]
    assert row["value"] == _value(table, scenario="plan", indicator="jobs", year=2030, statistic="mean")
    only = jobs_over_time_data(table[table["indicator"] == "jobs"])
    assert (only["new"] == 0).all()


def test_delivery_puts_the_announced_plan_first_whatever_the_order():
    table = samples.results(("track-record", "reference", "plan"))
    data = delivery_data(table, announced="plan", recorded="track-record")
    assert list(dict.fromkeys(data["scenario"])) == ["plan", "track-record"]
    assert data[data["scenario"] == "plan"]["year"].is_monotonic_increasing


def test_waterfall_lines_follow_on_each_other():
    data = gross_to_net_data(samples.waterfall())
    by_line = data.set_index("line")
    assert by_line.loc["displacement", "start"] == 26_896
    assert by_line.loc["substitution", "start"] == by_line.loc["displacement", "end"]
    assert by_line.loc["local_effect", "start"] == 0
    assert by_line.loc["net_direct", "start"] == 0
    assert by_line.loc["substitution", "end"] == pytest.approx(by_line.loc["local_effect", "end"])
    assert by_line.loc["reference_case", "end"] == pytest.approx(by_line.loc["net_direct", "end"])
    assert by_line.loc["net", "end"] == pytest.approx(12_540.5)


def test_waterfall_has_its_order_whatever_that_of_the_table():
    extra = pd.DataFrame({"line": ["net_type2", "induced"], "value": [13_000.5, 460.0]})
    table = pd.concat([extra, samples.waterfall().iloc[::-1]])
    data = gross_to_net_data(table)
    assert list(data["line"]) == [*samples.waterfall()["line"], "induced", "net_type2"]
    by_line = data.set_index("line")
    assert by_line.loc["leakage", "start"] == by_line.loc["induced", "start"] == pytest.approx(12_540.5)
    assert by_line.loc["leakage", "end"] == pytest.approx(by_line.loc["net_resident", "end"])
    assert by_line.loc["induced", "end"] == pytest.approx(by_line.loc["net_type2", "end"])


def test_fan_opens_from_the_last_reading_only_where_it_follows_on():
    data = fan_data(samples.history(), samples.forecast())
    first = data[data["kind"] == "forecast"].iloc[0]
    assert (first["year"], first["value"], first["low"]) == (2024, 6.2, 6.2)
    apart = fan_data(samples.history().iloc[:-1], samples.forecast())
    assert apart[apart["kind"] == "forecast"]["year"].iloc[0] == 2025


def test_fan_tells_the_series_of_the_past_apart():
    data = fan_data(samples.history(), samples.forecast())
    assert list(dict.fromkeys(data["kind"])) == ["index", "value_added", "forecast"]
    assert data[data["kind"] == "value_added"]["year"].tolist() == [2017, 2018, 2023, 2024]


def test_attribution_parts_sum_to_the_total():
    data = attribution_data(samples.attribution(), year=2025)
    parts = data[["baseline", "clusters_direct", "clusters_indirect", "suspended"]].sum(axis=1)
    assert np.allclose(parts, data["total"])
    assert list(data["scenario"]) == list(samples.SCENARIOS)
    assert attribution_data(samples.attribution(), year=1999).empty


def test_backtest_tells_what_fell_inside():
    data = backtest_data(samples.tried())
    assert list(data["inside"]) == [True, True, False, False, False, True]


def test_payback_is_the_first_year_back_at_zero_after_a_loss():
    data = cumulative_flow_data(samples.flows())
    paid = data[data["payback"]].set_index("scenario")["year"]
    assert "reference" not in paid.index
    assert paid["wastewater-enforced"] == 2030
    assert paid["plan"] == 2035
    assert paid.index.is_unique
    never = pd.DataFrame({"scenario": ["a"] * 3, "year": [1, 2, 3], "value": [5.0, 6.0, 7.0]})
    assert not cumulative_flow_data(never)["payback"].any()


def test_cost_per_job_takes_the_headline_rows():
    data = cost_per_job_data(samples.appraisal()).set_index("scenario")
    assert data.loc["plan", "value"] == pytest.approx(0.35)
    assert math.isnan(data.loc["reference", "value"])


def test_sectors_are_sorted_and_the_rest_is_summed():
    data = indirect_by_sector_data(samples.sectors(20))
    assert len(data) == MOST + 1
    assert list(data["sector"])[:2] == ["D45T47", "D49"]
    assert list(data["sector"])[-1] == "others"
    assert data["value"].sum() == pytest.approx(samples.sectors(20)["value"].sum())
    assert len(indirect_by_sector_data(samples.sectors(MOST))) == MOST


@pytest.mark.parametrize("count", [1, MOST_READINGS, MOST_READINGS + 1, 29])
def test_news_goes_from_the_median_before_to_the_one_after_without_a_gap(count):
    frame = samples.news(count)
    data = news_data(frame)
    assert len(data) == min(count, MOST_READINGS) + 2
    assert data["series"].iloc[[0, -1]].tolist() == ["before", "after"]
    assert data["end"].iloc[[0, -1]].tolist() == [frame["median_before"][0], frame["median_after"].iloc[-1]]
    assert data["probability"].iloc[-1] == frame["probability_after"].iloc[-1]
    assert data["end"].diff().iloc[1:-1].tolist() == pytest.approx(data["value"].iloc[1:-1].tolist())
    assert data["value"].sum() == pytest.approx(frame["median_change"].sum())
    assert data["readings"].sum() == count


def test_readings_that_moved_little_stand_with_their_neighbours_and_the_largest_alone():
    """Six times moves of 1, 1, 1 and 9 hundredths: each three stand together, each nine alone."""
    frame = samples.news(24)
    frame["median_change"] = [0.09 if i % 4 == 3 else 0.01 for i in range(24)]
    rows = news_data(frame).iloc[1:-1]
    assert rows["readings"].tolist() == [3, 1] * 6
    assert rows["value"].tolist() == pytest.approx([0.03, 0.09] * 6)
    joined, alone = rows.iloc[2], rows.iloc[3]
    days = frame["released"]
    assert joined[["series", "period", "released", "until"]].tolist() == ["several", "", days[4], days[6]]
    assert alone[["series", "period", "released"]].tolist() == frame.iloc[7, :3].tolist()


def test_target_probabilities_are_numbers_and_null_stays_missing():
    data = target_probabilities_data(samples.targets(central=True))
    assert data["probability"].isna().all()
    assert target_probabilities_data(samples.targets())["threshold"].iloc[0] == 6.95


def test_levers_and_dates_keep_groups_and_sort_within():
    levers = lever_curves_data(samples.levers().iloc[::-1])
    assert levers["lever"].iloc[0] == "productivity_growth"
    assert levers.groupby("lever")["value"].is_monotonic_increasing.all()
    dates = probability_over_dates_data(samples.by_date().iloc[::-1])
    assert dates["as_of"].iloc[0] == "2025-01-01"


def test_wastewater_holds_coverage_of_all_years_and_risk_of_one():
    data = wastewater_data(samples.results(), year=2025)
    assert set(data.loc[data["indicator"] == "jobs_at_risk", "year"]) == {2025}
    assert data.loc[data["indicator"] == "wastewater_coverage", "year"].nunique() == 12


def test_ordered_keeps_the_order_of_groups():
    frame = pd.DataFrame({"g": ["b", "a", "b"], "x": [2, 1, 1]})
    assert ordered(frame, "g", "x").to_numpy().tolist() == [["b", 1], ["b", 2], ["a", 1]]


def test_equal_lines_share_a_label():
    look = looks("a")["a"]
    lines = [
        Series(k, [1, 2], y, look) for k, y in (("a", [1, math.nan]), ("b", [1, 2]), ("c", [1, math.nan]))
    ]
    assert [keys for _, keys in grouped(lines)] == [["a", "c"], ["b"]]


def test_limits_and_ticks():
    assert limits([]) == (0.0, 1.0)
    assert limits([None, math.nan]) == (0.0, 1.0)
    assert limits([0.0, 0.0], zero=True) == (0.0, 1.0)
    assert limits([5.0]) == (4.5, 5.5)
    low, high = limits([10.0, 20.0], zero=True)
    assert (low, high) == (0.0, pytest.approx(21.2))
    assert limits([-10.0, 10.0])[0] < -10
    ticks, digits = nice_ticks(0, 1)
    assert digits == 1
    assert ticks[0] == 0
    assert nice_ticks(0, 0.1, 4) == (pytest.approx([0, 0.025, 0.05, 0.075, 0.1]), 3)
    assert nice_ticks(0, 150_000)[1] == 0
    assert compact_interval(-3, 5, "vi") == "−3 – 5"
