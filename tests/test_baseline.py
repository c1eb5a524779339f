"""The baseline on the published readings, from raw tables to the forecast."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clusterecon.baseline import national
from clusterecon.baseline.backtest import national_stage
from clusterecon.baseline.build import BaselineResult, build_forecast, first_forecast_year, result_key
from clusterecon.baseline.inputs import BaselineInputs, BaselineSettings, SeriesNames, inputs_from_tables

RAW = Path(__file__).parents[1] / "data" / "raw"
TABLES = ("vietnam_quarterly", "vietnam_annual", "hanoi_iip", "hanoi_annual", "hanoi_subannual")
NAMES = SeriesNames(
    national_quarterly=(("vietnam_quarterly", "GSO_INDUSTRY_VA_R2010"),),
    national_annual=(("vietnam_annual", "SPLICED_INDUSTRY_VA_GROWTH"),),
    regional_index=(("hanoi_iip", "IIP"),),
    regional_value_added=(
        ("hanoi_annual", "industry_va_growth"),
        ("hanoi_subannual", "industry_va_growth"),
    ),
)
QUICK = BaselineSettings(last_origins=2)
AS_OF = "2025-02-03"


@pytest.fixture(scope="module")
def raw():
    return {name: pd.read_csv(RAW / f"{name}.csv") for name in TABLES}


def inputs(raw, as_of=AS_OF, settings=QUICK, **added):
    """Readings known at a date; ``added`` holds (series, period, value, release_date) rows by table."""
    frames = {}
    for name, frame in raw.items():
        extra = pd.DataFrame(added.get(name, []), columns=["series", "period", "value", "release_date"])
        both = pd.concat([frame, extra.assign(status="first estimate")], ignore_index=True)
        frames[name] = both[both["release_date"] <= as_of]
    return inputs_from_tables(frames, NAMES, 2024, settings)


@pytest.fixture(scope="module")
def stage(raw):
    return national_stage(inputs(raw), 2025)


@pytest.fixture(scope="module")
def base(raw):
    return build_forecast(inputs(raw), 2035)


def test_forecast_of_the_published_readings(base):
    forecast = base.forecast
    assert (forecast.first_year, forecast.years) == (2025, tuple(range(2025, 2036)))
    assert forecast.name in ("pool", "climatology")
    assert 0.38 < (1 - forecast.first.cdf(6.95)) < 0.52
    assert 0.38 < (1 - base.climatology.first.cdf(6.95)) < 0.52
    assert all(c.startswith("baseline.") for c in forecast.columns)
    assert np.isfinite(forecast.central()).all()
    assert base.facts["default_as_of"] == "2025-01-14"


def test_the_index_is_carried_to_value_added(base):
    table = base.tables["components"]
    regional = table[table["stage"] == "regional"].set_index("component")
    wedge = base.facts["wedge"]
    before, after = regional.loc[base.facts["published"]], regional.loc["published"]
    assert after["mean"] == pytest.approx(before["mean"] + wedge["location"], abs=0.01)
    assert after["sd"] > before["sd"]
    assert (wedge["n"], base.facts["wedge_by_year"]["n"]) == (10, 6)


def test_interval_widths_never_shrink_with_the_horizon(base):
    rng = np.random.default_rng(2)
    draws = base.forecast.draws({c: rng.random(200_000) for c in base.forecast.columns})
    for level in (5, 10, 25):
        low, high = np.percentile(draws, [level, 100 - level], axis=0)
        widths = high - low
        assert (np.diff(widths) > -0.015 * widths[:-1]).all()


def test_a_later_row_changes_nothing_before_its_release(raw, base):
    later = {
        "hanoi_subannual": [("industry_va_growth", "2025-9M", 12.0, "2025-10-06")],
        "hanoi_iip": [("IIP", "2024", 9.9, "2025-02-04"), ("IIP", "2025-Q1", -5.0, "2025-03-29")],
        "vietnam_quarterly": [("GSO_INDUSTRY_VA_R2010", "2024-Q4", 1.0, "2025-06-01")],
    }
    again = inputs(raw, **later)
    assert again.fingerprint() == inputs(raw).fingerprint()
    assert result_key(again, 2035) == base.key
    one, two = (json.dumps(r.to_dict(), sort_keys=True) for r in (build_forecast(again, 2035), base))
    assert one == two


def test_a_later_date_without_new_readings_is_free(raw, base):
    assert result_key(inputs(raw, "2025-02-27"), 2035) == base.key
    assert result_key(inputs(raw), 2030) != base.key
    assert result_key(inputs(raw, settings=BaselineSettings()), 2035) != base.key


def test_unused_rows_change_neither_key_nor_forecast(raw, base):
    noise = {
        "hanoi_iip": [("IIP", "2025-01", 40.0, "2025-02-01"), ("IIP", "2024-Q4", 40.0, "2025-02-01")],
        "vietnam_quarterly": [("GSO_INDUSTRY_VA_R2010", "2024", 9.0, "2025-02-01")],
    }
    assert result_key(inputs(raw, **noise), 2035) == base.key


def part(raw, table, series, period, value, as_of="2025-10-15"):
    row = (series, period, value, "2025-10-06")
    return build_forecast(inputs(raw, as_of, **{table: [row]}), 2035)


@pytest.mark.parametrize("period", ["2025-Q1", "2025-H1", "2025-9M"])
def test_a_part_year_moves_the_right_way_and_narrows(raw, base, period):
    low, high = (part(raw, "hanoi_subannual", "industry_va_growth", period, value) for value in (3.0, 10.0))
    assert low.forecast.first.mean < base.forecast.first.mean < high.forecast.first.mean
    for result in (low, high):
        assert result.forecast.first.variance < base.forecast.first.variance
        assert result.facts["part_year"]["reading"]["part"] == period[5:]
        assert result.forecast.first_year == 2025


def test_more_of_the_year_narrows_more(raw):
    widths = [
        part(raw, "hanoi_subannual", "industry_va_growth", p, 6.0).forecast.first.variance
        for p in ("2025-Q1", "2025-H1", "2025-9M")
    ]
    assert widths[0] > widths[1] > widths[2]


def test_months_and_part_years_are_the_same_and_index_tells_less(raw):
    a, b = (part(raw, "hanoi_iip", "IIP", p, 6.0) for p in ("2025-M01..M09", "2025-9M"))
    assert (a.forecast.first.values == b.forecast.first.values).all()
    direct = part(raw, "hanoi_subannual", "industry_va_growth", "2025-9M", 6.0)
    assert direct.forecast.first.variance < a.forecast.first.variance


def test_a_second_quarter_alone_is_no_half_year(raw, base):
    result = part(raw, "hanoi_iip", "IIP", "2025-Q2", 12.0)
    assert (result.forecast.first.values == base.forecast.first.values).all()


def test_common_random_numbers_survive_a_part_year(raw, base):
    result = part(raw, "hanoi_subannual", "industry_va_growth", "2025-9M", 6.0)
    assert result.forecast.columns == base.forecast.columns
    u = np.array([0.1, 0.4, 0.9])
    draws = result.forecast.first.quantile(u)
    assert (np.diff(draws) > 0).all()


def test_once_the_year_is_known_the_forecast_moves_on(raw):
    row = ("industry_va_growth", "2025", 6.7, "2026-01-07")
    after = inputs(raw, "2026-02-01", hanoi_annual=[row])
    assert first_forecast_year(after) == 2026
    forecast = build_forecast(after, 2035).forecast
    assert (forecast.first_year, forecast.years[0], forecast.years[-1]) == (2026, 2025, 2035)
    assert "baseline.known_2025" not in forecast.columns
    assert "baseline.shock_2027" in forecast.columns
    draws = forecast.draws({c: np.full(3, 0.2) for c in forecast.columns})
    assert (draws[:, 0] == 6.7).all()


def test_a_year_known_by_its_index_alone_keeps_its_doubt(raw):
    after = inputs(raw, "2026-02-01", hanoi_iip=[("IIP", "2025", 6.7, "2026-01-07")])
    forecast = build_forecast(after, 2030).forecast
    assert forecast.columns[0] == "baseline.known_2025"
    assert forecast.known[0].growth.location == pytest.approx(6.7 + 0.387)


def test_what_is_published_is_never_worse_than_climatology(base):
    mean = base.tables["regional_summary"].set_index("model")["mean_crps"]
    assert mean["published"] <= mean["climatology"]
    assert mean["published"] == mean[base.facts["published"]]


def test_weights_of_the_nation_use_earlier_origins_only(stage):
    weights = stage.scores[stage.scores["origin"] == 2023].set_index("model")["p10"]
    assert set(weights.index) == {*stage.candidates, "pool"}
    assert sum(stage.weights.values()) == pytest.approx(1)
    mean = stage.scores.groupby("model")["crps"].mean()
    inverse = {m: 1 / mean[m] for m in stage.weights}
    total = sum(inverse.values())
    assert stage.weights == pytest.approx({m: v / total for m, v in inverse.items()})


def test_dates_share_what_is_fitted_of_the_nation(raw, monkeypatch):
    """Two origins and the target are fitted at the first date; a new quarter fits the target again alone."""
    fits = []

    def counted(name, model):
        def fit(levels, year, *rest):
            fits.append((name, year))
            return model(levels, year, *rest)

        return fit

    for name, model in list(national.CANDIDATES.items()):
        monkeypatch.setitem(national.CANDIDATES, name, counted(name, model))
    national._forecasts.cache_clear()
    quarter = {"vietnam_quarterly": [("GSO_INDUSTRY_VA_R2010", "2025-Q1", 440e3, "2025-04-06")]}
    month = {"hanoi_iip": [("IIP", "2025-Q1", 5.0, "2025-04-01")]}
    results = [
        build_forecast(inputs(raw, as_of, **added), 2035)
        for as_of, added in ((AS_OF, {}), ("2025-04-02", month), ("2025-04-07", {**month, **quarter}))
    ]
    assert len({result.key for result in results}) == 3
    years = [2023, 2024, 2025, 2025]
    assert sorted(fits) == sorted((name, year) for name in national.CANDIDATES for year in years)
    again = build_forecast(inputs(raw), 2035)
    assert len(fits) == len(years) * len(national.CANDIDATES)
    national._forecasts.cache_clear()
    assert build_forecast(inputs(raw), 2035).to_dict() == results[0].to_dict() == again.to_dict()


def test_json_gives_the_same_result_back(base):
    text = json.dumps(base.to_dict(), allow_nan=False)
    again = BaselineResult.from_dict(json.loads(text))
    assert json.dumps(again.to_dict(), allow_nan=False) == text
    u = {c: np.linspace(0.01, 0.99, 50) for c in base.forecast.columns}
    assert (again.forecast.draws(u) == base.forecast.draws(u)).all()


def test_a_cached_forecast_needs_no_statsmodels(base, tmp_path):
    path = tmp_path / "forecast.json"
    path.write_text(json.dumps(base.to_dict()), encoding="utf-8")
    code = (
        "import sys, json, numpy as np\n"
        "from clusterecon.baseline.build import BaselineResult\n"
        f"r = BaselineResult.from_dict(json.load(open({str(path)!r}, encoding='utf-8')))\n"
        "d = r.forecast.draws({c: np.array([0.5]) for c in r.forecast.columns})\n"
        "assert d.shape == (1, 11)\n"
        "assert 'statsmodels' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_components_add_up(base):
    table = base.tables["components"]
    members = table[(table["stage"] == "national") & (table["component"] != "pool")]
    assert members["weight"].sum() == pytest.approx(1)
    pool = table[(table["stage"] == "national") & (table["component"] == "pool")].iloc[0]
    assert (members["weight"] * members["mean"]).sum() == pytest.approx(pool["mean"], abs=0.01)
    assert (table["p10"] < table["median"]).all()
    assert (table["median"] < table["p90"]).all()


def test_part_years_of_the_past_are_scored(base):
    rows = base.tables["part_year_scores"]
    assert not rows.empty
    assert (rows["p90_after"] - rows["p10_after"] < rows["p90_before"] - rows["p10_before"]).all()
    assert (rows["part"].isin(["Q1", "H1", "9M"])).all()


def test_missing_tables_series_and_readings_are_named(raw):
    with pytest.raises(ValueError, match="vietnam_quarterly"):
        inputs_from_tables({}, NAMES, 2024)
    with pytest.raises(ValueError, match="national_quarterly"):
        inputs(raw, "2009-01-01")
    empty = pd.DataFrame({"period": [], "value": [], "status": [], "release_date": []})
    nothing = BaselineInputs(empty, empty, empty, empty, 2024)
    with pytest.raises(ValueError, match="full-year reading"):
        first_forecast_year(nothing)


def test_a_horizon_before_the_first_year_is_refused(raw):
    with pytest.raises(ValueError, match="horizon 2024"):
        build_forecast(inputs(raw), 2024)


def test_before_value_added_was_published_the_index_carries_the_forecast(raw):
    early = inputs(raw, "2018-01-01", BaselineSettings(last_origins=1))
    assert early.regional_value_added["value"].tolist() == [6.4]
    assert first_forecast_year(early) == 2017


@pytest.fixture(scope="module")
def full(raw):
    return build_forecast(inputs(raw, settings=BaselineSettings()), 2035)


@pytest.mark.slow
def test_the_full_national_backtest(full):
    table = full.tables["national_summary"].set_index("model")
    assert (table["n"] == 9).all()
    expected = {
        "seasonal_difference_ar": 1.26,
        "unobserved_components": 1.32,
        "climatology": 1.37,
        "last_value": 1.87,
        "pool": 1.33,
    }
    for model, crps in expected.items():
        assert table.loc[model, "mean_crps"] == pytest.approx(crps, abs=0.08)
    assert table.loc["pool", "coverage80"] == pytest.approx(7 / 9)
    assert table.loc["pool", "verdict"] == "tie"


@pytest.mark.slow
def test_the_full_regional_backtest(full):
    table = full.tables["regional_summary"].set_index("model")
    assert (table["n"] == 6).all()
    assert table.loc["climatology", "mean_crps"] == pytest.approx(1.30, abs=0.03)
    assert table.loc["bridge", "mean_crps"] == pytest.approx(1.34, abs=0.06)
    assert table.loc["published", "mean_crps"] <= table.loc["climatology", "mean_crps"]
    assert table.loc["bridge", "verdict"] == "tie"
    assert sorted(full.tables["regional_scores"]["origin"].unique()) == [2018, 2019, 2020, 2022, 2023, 2024]
    assert 0.40 < (1 - full.forecast.first.cdf(6.95)) < 0.50


@pytest.mark.slow
def test_the_page_on_the_forecast_quotes_what_the_code_gives(full):
    """Within 0.03: where a fit ends depends a little on the processor."""
    page = (RAW.parents[1] / "docs" / "forecast.md").read_text(encoding="utf-8")
    quoted = [[cell.strip() for cell in line.strip("| ").split("|")] for line in page.splitlines()]
    for name in ("national_summary", "regional_summary", "annual_summary"):
        for row in full.tables[name].to_dict("records"):
            about = [row["model"], str(row["n"]), row["verdict"]]
            scores = ("mean_crps", "difference_to_climatology", "standard_error")
            wanted = [row[score] for score in scores]
            coverage = f"{row['coverage80']:.2f} ({row['coverage_low']:.2f}–{row['coverage_high']:.2f})"
            assert any(
                [*cells[:2], cells[-1]] == about
                and cells[5] == coverage
                and [float(cell) for cell in cells[2:5]] == pytest.approx(wanted, abs=0.03)
                for cells in quoted
                if len(cells) == 7
            ), row
    for forecast in (full.forecast, full.climatology):
        chance = 1 - forecast.first.cdf(6.95)
        assert any(f"{chance + near:.2f}" in page for near in (-0.01, 0, 0.01))


@pytest.mark.slow
def test_part_years_helped_in_the_past(full):
    rows = full.tables["part_year_scores"]
    assert len(rows) == 12
    assert rows["crps_after"].mean() < rows["crps_before"].mean() / 2
    assert rows["covered80_after"].mean() >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("as_of", ["2023-10-10", "2024-10-10"])
def test_an_october_forecast_is_judged_by_what_followed(raw, as_of):
    year = int(as_of[:4])
    outturn = {2023: 4.57, 2024: 6.2}[year]
    forecast = build_forecast(inputs(raw, as_of), 2035).forecast
    assert forecast.first_year == year
    low, high = forecast.first.quantile([0.05, 0.95])
    assert low < outturn < high
    assert high - low < 4
