"""The five forecasts of 2025, with what was published by then, against the outturn.

The outturn is 7.05, derived (6.99 to 7.18): value added of the full year was not published.
`readings_of_2025.csv` holds the readings as read in their sources. Where a page gives the month alone its
day is taken as the sixth, by the calendar of the statistics offices.
"""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from charts_measure import cut_text, overlapping_text, text_boxes
from product_study import add_rows, copied, reading, table_rows

from clusterecon import load_study
from clusterecon.briefing.context import Context
from clusterecon.briefing.news import news_chart

DATES = ("2025-02-28", "2025-04-08", "2025-07-04", "2025-10-08", "2026-01-06")
OUTTURN, TARGET = 7.05, 6.95
LEVELS = "GSO_INDUSTRY_VA_R2010"
QUARTERS = {"2025-Q1": 1, "2025-H1": 2, "2025-9M": 3, "2025": 4}


def readings():
    with (Path(__file__).parent / "readings_of_2025.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def national_levels(folder, rows):
    """Quarterly levels from growth of the year to date: what the year has grown to less what came before."""
    base = {
        row["period"]: float(row["value"])
        for row in table_rows(folder, "vietnam_quarterly")
        if row["series"] == LEVELS and row["period"].startswith("2024")
    }
    before, found = 0.0, []
    for row in sorted(rows, key=lambda row: QUARTERS[row["period"]]):
        count = QUARTERS[row["period"]]
        total = sum(base[f"2024-Q{q}"] for q in range(1, count + 1)) * (1 + float(row["value"]) / 100)
        level = {**row, "series": LEVELS, "period": f"2025-Q{count}", "value": str(total - before)}
        found.append({**level, "unit": "bn VND constant 2010 prices", "status": "derived"})
        before = total
    return found


@pytest.fixture(scope="module")
def study(shipped, tmp_path_factory):
    folder = copied(shipped.root, tmp_path_factory.mktemp("year") / "study")
    quarters = []
    for row in readings():
        table, series, value = row.pop("table"), row["series"], float(row["value"])
        whole = {**reading(series, row["period"], value, row["release_date"]), **row}
        if table != "vietnam_quarterly":
            add_rows(folder, table, whole)
            continue
        quarters.append(whole)
        if row["period"] == "2025":
            add_rows(folder, "vietnam_annual", {**whole, "series": "SPLICED_INDUSTRY_VA_GROWTH"})
    add_rows(folder, "vietnam_quarterly", *national_levels(folder, quarters))
    return load_study(folder)


@pytest.fixture(scope="module")
def forecasts(study):
    """The distribution of 2025 at each date, of growth without new clusters."""
    results = [study.baseline(study.as_of(day)).forecast for day in DATES]
    return [forecast.known.get(2025, forecast.first) for forecast in results]


def test_each_interval_holds_the_outturn_and_none_is_wider_than_the_one_before(forecasts):
    ends = [forecast.quantile([0.1, 0.9]) for forecast in forecasts]
    assert all(low < OUTTURN < high for low, high in ends)
    widths = [high - low for low, high in ends]
    assert all(after <= before for before, after in pairwise(widths)), widths
    assert widths[-1] < widths[0] / 4


def test_the_odds_come_to_what_happened(forecasts):
    chances = [1 - float(forecast.cdf(TARGET)) for forecast in forecasts]
    assert chances == pytest.approx([0.389, 0.304, 0.310, 0.780, 0.801], abs=0.002)
    assert chances[3] > 0.75
    assert chances[4] > 0.75
    medians = [float(forecast.quantile(0.5)) for forecast in forecasts]
    assert medians == pytest.approx([6.35, 6.44, 6.47, 7.29, 7.29], abs=0.01)


def test_january_throws_nothing_of_october_away(study):
    """The production index of the full year and nine months of value added both count."""
    told = study.baseline(study.as_of("2026-01-06"))
    assert told.forecast.first_year == 2026
    october, january = (
        study.baseline(study.as_of(day)).inputs.readings_of(2025) for day in ("2025-10-08", "2026-01-06")
    )
    keys = [set(zip(rows["kind"], rows["months"], strict=True)) for rows in (october, january)]
    assert keys[0] < keys[1]
    assert {("value_added", 9), ("with_construction", 12), ("index", 12)} <= keys[1]


def test_news_adds_up_to_the_change(study, forecasts):
    run = study.simulate(["reference"], draws=0, as_of="2025-10-08")
    news = run.news("2025-02-28")
    assert news["released"].is_monotonic_increasing
    medians = [float(forecasts[i].quantile(0.5)) for i in (0, 3)]
    chances = [1 - float(forecasts[i].cdf(TARGET)) for i in (0, 3)]
    assert news["median_change"].sum() == pytest.approx(medians[1] - medians[0], abs=1e-6)
    assert news["probability_change"].sum() == pytest.approx(chances[1] - chances[0], abs=1e-6)
    assert news["mean_change"].sum() == pytest.approx(forecasts[3].mean - forecasts[0].mean)
    own = news.dropna(subset=["gain"])
    assert (own["gain"] * own["surprise"]).tolist() == pytest.approx(own["mean_change"].tolist())
    assert set(own["series"]) == {"index", "value_added", "with_construction"}
    assert news.iloc[0]["median_before"] == pytest.approx(medians[0])


@pytest.mark.parametrize("day", DATES[3:])
def test_the_chart_of_the_news_tells_the_whole_change_with_every_name(study, forecasts, day):
    run = study.simulate(["reference"], draws=0, as_of=day)
    news = run.news()
    for lang, mark in (("vi", ","), ("en", ".")):
        (chart,) = news_chart(Context(run, lang), news)
        first, last = chart.data["end"].iloc[[0, -1]]
        assert last == pytest.approx(float(forecasts[DATES.index(day)].quantile(0.5)))
        assert chart.data["readings"].sum() == len(news)
        assert f"{last - first:.2f}".replace(".", mark) in chart.title
        assert chart.slide_figure is not None
        for figure in (chart.figure(), chart.slide_figure()):
            assert overlapping_text(figure) == cut_text(figure) == []
            assert not any("…" in box.text for box in text_boxes(figure))


def test_the_surprise_of_a_first_reading_is_against_what_was_expected_of_it(study):
    """Nothing else of the series is known: what is expected is the forecast less the bias of the window."""
    before = study.baseline(study.as_of("2025-04-05"))
    after = study.baseline(study.as_of("2025-04-06"))
    (row,) = after.tables["readings"].to_dict("records")
    (item,) = [item for item in after.news("2025-04-05", 2025) if item.series == "index"]
    nation = [item for item in after.news("2025-04-05", 2025) if item.series != "index"]
    prior = nation[-1].after if nation else before.forecast.first
    assert item.surprise == pytest.approx(4.3 - (prior.mean - (row["expected"] - row["value"])))
    assert item.gain == pytest.approx(prior.variance / (prior.variance + row["sd"] ** 2))
