"""The forecast from published readings to paths, its scores, and what the page on it quotes."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from growth_paths import central, paths

from clusterecon import load_study
from clusterecon.baseline.build import build_forecast, first_forecast_year
from clusterecon.baseline.inputs import inputs_from_tables
from clusterecon.baseline.regional import before_readings, regional_growth, wedge_of, wedge_pairs, wedges

RAW = Path(__file__).parents[1] / "data" / "raw"
TABLES = ("vietnam_quarterly", "vietnam_annual", "vietnam_iip_monthly", "iip_by_province", "hanoi_iip")
TABLES += ("hanoi_annual", "hanoi_subannual")
SOURCES = {
    "national_quarterly": (("vietnam_quarterly", "GSO_INDUSTRY_VA_R2010"),),
    "national_construction": (("vietnam_quarterly", "GSO_CONSTR_VA_R2010"),),
    "national_annual": (("vietnam_annual", "SPLICED_INDUSTRY_VA_GROWTH"),),
    "national_months": (("vietnam_iip_monthly", "IIP_total_industry"),),
    "index_table": (("iip_by_province", "IIP_HANOI"),),
    "index": (("hanoi_iip", "IIP"),),
    "value_added": (("hanoi_annual", "industry_va_growth"), ("hanoi_subannual", "industry_va_growth")),
    "with_construction": (("hanoi_annual", "indcon_va_growth"), ("hanoi_subannual", "indcon_va_growth")),
}
AS_OF = "2025-02-03"


@pytest.fixture(scope="module")
def raw():
    return {name: pd.read_csv(RAW / f"{name}.csv") for name in TABLES}


def inputs(raw, as_of=AS_OF, sources=SOURCES, **added):
    """Readings known at a date; ``added`` holds (series, period, value, release_date) rows by table."""
    frames = {}
    for name, frame in raw.items():
        extra = pd.DataFrame(added.get(name, []), columns=["series", "period", "value", "release_date"])
        both = pd.concat([frame, extra.assign(status="first estimate")], ignore_index=True)
        frames[name] = both[both["release_date"] <= as_of]
    return inputs_from_tables(frames, sources, 2024)


@pytest.fixture(scope="module")
def base(raw):
    return build_forecast(inputs(raw), 2035)


def test_forecast_of_the_published_readings(base):
    forecast = base.forecast
    assert (forecast.first_year, forecast.years) == (2025, tuple(range(2025, 2036)))
    assert 1 - forecast.first.cdf(6.95) == pytest.approx(0.411, abs=0.001)
    assert forecast.first.quantile([0.1, 0.5, 0.9]) == pytest.approx([3.63, 6.47, 9.31], abs=0.01)
    assert all(c.startswith("baseline.") for c in forecast.columns)
    assert np.isfinite(central(forecast)).all()


def test_the_national_scoreboard(base):
    """Nine origins; what is mixed scores 1.20, climatology 1.36, the pool it replaces scored 1.33."""
    table = base.tables["national_summary"].set_index("model")
    assert (table["n"] == 9).all()
    assert (table["first_origin"] == 2016).all()
    expected = {
        "seasonal_difference_ar": 1.248,
        "momentum": 1.134,
        "climatology": 1.357,
        "last_value": 1.837,
        "mixture": 1.196,
    }
    assert table["mean_crps"].to_dict() == pytest.approx(expected, abs=0.001)
    assert table.loc["mixture", "mean_crps"] <= 1.25
    assert table.loc["momentum", "verdict"] == "tie"


def test_the_regional_scoreboard(base):
    table = base.tables["regional_summary"].set_index("model")
    assert (table["n"] == 8).all()
    expected = {"bridge": 1.058, "climatology": 1.161, "half_and_half": 1.101, "last_value": 1.767}
    assert table["mean_crps"].to_dict() == pytest.approx(expected, abs=0.001)
    assert table.loc["half_and_half", "mean_crps"] <= 1.25
    assert base.tables["regional_scores"]["origin"].unique().tolist() == list(range(2017, 2025))


def test_pairs_of_one_year_count_once(raw):
    """0.32 by year, 0.43 where every pair counts, whose years overlap."""
    known = inputs(raw)
    by_year = wedges(known, 2025)
    by_pair = wedge_pairs(known.regional["value_added"], known.regional["index"])
    assert (len(by_year), len(by_pair)) == (6, 10)
    assert by_year.mean() == pytest.approx(0.317, abs=0.001)
    assert by_pair.mean() == pytest.approx(0.428, abs=0.001)
    prior = before_readings(known, 2025)
    shifted = prior.moved(prior.mean + by_pair.mean() - by_year.mean(), 1.0)
    assert float(prior.cdf(6.95) - shifted.cdf(6.95)) == pytest.approx(0.019, abs=0.002)
    assert wedges(known, 2018).index.tolist() == [2017]
    assert wedge_of(known, 2018).location == 0.0


def test_interval_widths_never_shrink_with_the_horizon(base):
    rng = np.random.default_rng(2)
    draws = paths(base.forecast, {c: rng.random(200_000) for c in base.forecast.columns})
    for level in (5, 10, 25):
        low, high = np.percentile(draws, [level, 100 - level], axis=0)
        widths = high - low
        assert (np.diff(widths) > -0.015 * widths[:-1]).all()


def test_nothing_is_simulated_and_the_same_readings_give_the_same_digits(raw, base):
    again = build_forecast(inputs(raw), 2035)
    assert again.forecast == base.forecast
    u = np.linspace(0.001, 0.999, 999)
    for name, quantiles in base.forecast.quantile_functions().items():
        assert again.forecast.quantile_functions()[name](u).tolist() == quantiles(u).tolist()
    assert all(again.tables[name].equals(base.tables[name]) for name in base.tables)


def test_the_fit_loads_no_optimiser_and_draws_no_number():
    code = (
        "import numpy as np, sys\n"
        "import clusterecon as ce\n"
        "import statsmodels.regression.linear_model\n"
        "def refuse(*_, **__): raise AssertionError('drawn')\n"
        "np.random.default_rng = refuse\n"
        "study = ce.load_study()\n"
        "study.baseline(study.as_of('2025-02-28'))\n"
        "assert 'statsmodels.tsa.statespace' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=RAW.parents[1])


def test_the_error_of_estimation_is_the_jackknife_over_refits_from_scratch(raw, base):
    """Each year left out in inputs of their own, with nothing remembered: √((n−1)/n·Σ(P_i − P̄)²)."""
    threshold, found = 6.95, []
    for year in range(2005, 2025):
        apart = replace(inputs(raw), left_out=year, memory={})
        found.append(1 - float(regional_growth(apart, 2025).growth.cdf(threshold)))
    spread = sum((p - sum(found) / 20) ** 2 for p in found)
    error = base.probability_error(2025, threshold)
    assert error == pytest.approx(np.sqrt(19 / 20 * spread), rel=1e-9)
    assert 0.05 < error < 0.15


def test_a_year_left_out_is_estimated_on_nowhere(raw, base):
    """Outturns of 2016 that change leave a forecast without them as it is, and move the one with them."""
    frames = {"index_table": 3.0, "index": 3.0, "value_added": 3.0}
    known, changed = inputs(raw), {}
    for name, points in frames.items():
        frame = getattr(known, name).copy()
        frame.loc[frame["period"].str.startswith("2016"), "value"] += points
        changed[name] = frame
    first = [
        regional_growth(replace(known, left_out=year, memory={}, **frames), 2025).growth
        for year in (0, 2016)
        for frames in ({}, changed)
    ]
    assert first[0] == base.forecast.first != first[1]
    assert first[2] == first[3] != first[0]


def test_fewer_years_and_a_threshold_in_the_middle_have_the_larger_error(raw, base):
    short = replace(inputs(raw), memory={})
    for name in ("index_table", "index"):
        frame = getattr(short, name)
        short = replace(short, **{name: frame[frame["period"].str[:4].astype(int) >= 2018]})
    few = build_forecast(short, 2025)
    assert few.probability_error(2025, 6.95) > 1.1 * base.probability_error(2025, 6.95)
    errors = [base.probability_error(2025, threshold) for threshold in (-20.0, 0.0, 6.5)]
    assert errors == sorted(errors)
    assert errors[0] < 0.005


def test_news_and_refits_remember_what_does_not_change(raw, base):
    """Nothing is read off frames again that stay; what is remembered is what fresh inputs give."""
    items = base.news("2024-12-31", 2024)
    again = build_forecast(inputs(raw), 2035).news("2024-12-31", 2024)
    assert [item.after for item in items] == [item.after for item in again]
    levels = base.inputs.levels
    assert replace(base.inputs, left_out=2019).levels is levels
    fewer = replace(base.inputs, national_months=base.inputs.national_months.iloc[:-1])
    assert fewer.levels is levels
    assert fewer.months is not base.inputs.months


def test_a_later_row_changes_nothing_before_its_release(raw, base):
    later = {
        "hanoi_subannual": [("industry_va_growth", "2025-9M", 12.0, "2025-10-06")],
        "hanoi_iip": [("IIP", "2024", 9.9, "2025-02-04"), ("IIP", "2025-Q1", -5.0, "2025-03-29")],
        "vietnam_quarterly": [("GSO_INDUSTRY_VA_R2010", "2024-Q4", 1.0, "2025-06-01")],
        "vietnam_iip_monthly": [("IIP_total_industry", "2025-01", 40.0, "2025-02-04")],
    }
    again = inputs(raw, **later)
    assert again.key(2035) == base.key
    assert build_forecast(again, 2035).forecast == base.forecast


def test_a_later_date_without_new_readings_is_the_same(raw, base):
    assert inputs(raw, "2025-02-27").key(2035) == base.key
    assert inputs(raw).key(2030) != base.key


def test_unused_rows_change_neither_key_nor_forecast(raw, base):
    noise = {
        "hanoi_iip": [("IIP", "2025-01", 40.0, "2025-02-01"), ("IIP", "2024-Q4", 40.0, "2025-02-01")],
        "vietnam_quarterly": [("GSO_INDUSTRY_VA_R2010", "2024", 9.0, "2025-02-01")],
    }
    assert inputs(raw, **noise).key(2035) == base.key


def part(raw, table, series, *readings, as_of="2025-12-31"):
    rows = [(series, period, value, "2025-10-06") for period, value in readings]
    return build_forecast(inputs(raw, as_of, **{table: rows}), 2035)


VA, BOTH, IIP = (
    ("hanoi_subannual", "industry_va_growth"),
    ("hanoi_subannual", "indcon_va_growth"),
    ("hanoi_iip", "IIP"),
)


@pytest.mark.parametrize("source", [VA, BOTH, IIP])
@pytest.mark.parametrize(
    "period", ["2025-M01..M02", "2025-Q1", "2025-H1", "2025-M01..M07", "2025-9M", "2025-M01..M11"]
)
def test_any_window_of_any_series_moves_the_right_way_and_narrows(raw, base, source, period):
    low, high = (part(raw, *source, (period, value)) for value in (0.0, 14.0))
    assert low.forecast.first.mean < base.forecast.first.mean < high.forecast.first.mean
    for result in (low, high):
        assert result.forecast.first.variance < base.forecast.first.variance
        assert result.forecast.first_year == 2025


@pytest.mark.parametrize("source", [VA, IIP])
def test_more_of_the_year_narrows_more_and_nothing_is_thrown_away(raw, source):
    periods = [("2025-Q1", 6.0), ("2025-H1", 6.2), ("2025-9M", 6.4), ("2025-M01..M11", 6.5)]
    variances = [part(raw, *source, *periods[: n + 1]).forecast.first.variance for n in range(4)]
    assert (np.diff(variances) < 0).all()
    readings = part(raw, *source, *periods).tables["readings"]
    assert len(readings) == 4
    assert (readings["gain"].abs() > 1e-6).all()
    assert readings["gain"].idxmax() == readings["months"].idxmax()
    alone = part(raw, *source, periods[3]).forecast.first.variance
    assert variances[3] < alone


def test_a_production_index_of_the_full_year_does_not_discard_nine_months_of_value_added(raw):
    nine = {"hanoi_subannual": [("industry_va_growth", "2025-9M", 6.99, "2025-10-06")]}
    before = build_forecast(inputs(raw, "2026-01-31", **nine), 2035).forecast
    after = build_forecast(
        inputs(raw, "2026-01-31", **nine, hanoi_iip=[("IIP", "2025", 7.2, "2026-01-06")]), 2035
    )
    assert after.forecast.first_year == 2026
    assert after.forecast.known[2025].variance < before.first.variance
    assert after.forecast.columns[0] == "baseline.known_2025"


def test_months_and_part_years_are_the_same_and_index_tells_less(raw):
    a, b = (part(raw, *IIP, (p, 6.0)) for p in ("2025-M01..M09", "2025-9M"))
    assert a.forecast.first == b.forecast.first
    assert part(raw, *VA, ("2025-9M", 6.0)).forecast.first.variance < a.forecast.first.variance


def test_a_second_quarter_alone_is_no_half_year(raw, base):
    assert part(raw, *IIP, ("2025-Q2", 12.0)).forecast.first == base.forecast.first


def test_common_random_numbers_survive_a_reading(raw, base):
    result = part(raw, *VA, ("2025-9M", 6.0))
    assert result.forecast.columns == base.forecast.columns
    u = np.array([0.1, 0.4, 0.9])
    prior = before_readings(result.inputs, 2025)
    ratio = np.sqrt(result.forecast.first.variance / prior.variance)
    moved = result.forecast.first.mean + ratio * (prior.quantile(u) - prior.mean)
    assert result.forecast.first.quantile(u) == pytest.approx(moved)


def test_once_the_year_is_known_the_forecast_moves_on(raw):
    row = ("industry_va_growth", "2025", 6.7, "2026-01-07")
    after = inputs(raw, "2026-02-01", hanoi_annual=[row])
    assert first_forecast_year(after) == 2026
    forecast = build_forecast(after, 2035).forecast
    assert (forecast.first_year, forecast.years[0], forecast.years[-1]) == (2026, 2025, 2035)
    assert "baseline.known_2025" not in forecast.columns
    draws = paths(forecast, {c: np.full(3, 0.2) for c in forecast.columns})
    assert (draws[:, 0] == 6.7).all()


def test_only_what_a_forecast_needs_must_be_there(raw, base):
    """Neither the table of the index, nor months, nor construction: the printed index carries it."""
    least = {
        name: SOURCES[name] for name in ("national_quarterly", "national_annual", "index", "value_added")
    }
    result = build_forecast(inputs(raw, sources=least), 2035)
    assert result.forecast.first.variance > 0
    assert result.forecast.first != base.forecast.first


def test_missing_tables_series_and_readings_are_named(raw):
    with pytest.raises(ValueError, match="vietnam_quarterly"):
        inputs_from_tables({}, SOURCES, 2024)
    with pytest.raises(ValueError, match="national_quarterly"):
        inputs(raw, "2009-01-01")
    with pytest.raises(ValueError, match="horizon 2024"):
        build_forecast(inputs(raw), 2024)


@pytest.mark.parametrize("as_of", ["2023-10-10", "2024-10-10"])
def test_an_october_forecast_is_judged_by_what_followed(raw, as_of):
    year = int(as_of[:4])
    outturn = {2023: 4.57, 2024: 6.2}[year]
    forecast = regional_growth(inputs(raw, as_of), year).growth
    low, high = forecast.quantile([0.05, 0.95])
    assert low < outturn < high
    assert high - low < 3


def test_the_page_on_the_forecast_quotes_what_the_code_gives(base):
    page = (RAW.parents[1] / "docs" / "forecast.md").read_text(encoding="utf-8")
    quoted = [[cell.strip() for cell in line.strip("| ").split("|")] for line in page.splitlines()]
    for name in ("national_summary", "regional_summary"):
        for row in base.tables[name].to_dict("records"):
            wanted = [
                row["model"], str(row["first_origin"]), str(row["n"]), f"{row['mean_crps']:.2f}",
                f"{row['difference_to_climatology']:+.2f}", f"{row['standard_error']:.2f}",
                f"{row['coverage80']:.2f} ({row['coverage_low']:.2f}–{row['coverage_high']:.2f})",
                row["verdict"],
            ]  # fmt: skip
            assert wanted in quoted, wanted
    assert f"{1 - float(base.forecast.first.cdf(6.95)):.3f}" in page
    assert f"6.95 %) it is {base.probability_error(2025, 6.95):.3f}." in page


# ------------------------------------------------------------------ shocks


def growth_of(run, name, year):
    return run.results[name].draws("industrial_growth")[:, year - 2024]


def test_a_shock_moves_its_year_in_every_draw_and_no_other(shipped):
    calm = shipped.scenario("reference")
    hit = calm.set({"growth_shock.2025": -1}, name="hit")
    run = shipped.simulate([calm, hit], draws=500, as_of="2025-02-28")
    assert growth_of(run, "hit", 2025) == pytest.approx(growth_of(run, "reference", 2025) - 1)
    assert growth_of(run, "hit", 2026) == pytest.approx(growth_of(run, "reference", 2026))
    before, after = (
        next(
            r
            for r in run.targets().to_dict("records")
            if r["scenario"] == n and r["target"] == "industry_growth_2025"
        )
        for n in ("reference", "hit")
    )
    assert after["probability"] < before["probability"] - 0.1


def test_a_shock_may_have_a_distribution(shipped):
    spread = {"value": -2, "distribution": {"shape": "triangular", "low": -3, "high": -1}}
    hit = shipped.scenario("reference").set({"growth_shock.2026": spread}, name="hit")
    run = shipped.simulate(["reference", hit], draws=500, as_of="2025-02-28")
    moved = growth_of(run, "hit", 2026) - growth_of(run, "reference", 2026)
    assert moved.min() >= -3
    assert moved.max() <= -1
    assert moved.std() > 0.3
    assert "growth_shock.2026" in hit.quantities()


def test_the_shipped_shocks_are_of_2026(shipped):
    run = shipped.simulate(["track-record", "tariff-shock", "strong-year"], draws=0, as_of="2025-02-28")
    plain, tariff, strong = (run.values(n, "industrial_growth") for n in run.scenarios)
    assert tariff[2026] == pytest.approx(plain[2026] - 2.2, abs=0.01)
    assert strong[2026] == pytest.approx(plain[2026] + 2.4, abs=0.01)
    assert tariff[2025] == plain[2025]
    assert run.values("tariff-shock", "jobs_net")[2030] == run.values("track-record", "jobs_net")[2030]


def test_a_year_that_is_not_simulated_is_refused(shipped):
    with pytest.raises(ValueError, match="2050"):
        shipped.scenario("reference").set({"growth_shock.2050": -1})


def test_the_same_odds_whatever_the_study_was_loaded_for(shipped):
    """There is no seed of the forecast: it is the same object of readings and horizon alone."""
    when = date(2025, 2, 28)
    one, two = (load_study(shipped.root).baseline(when) for _ in range(2))
    assert one.key == two.key
    assert float(one.forecast.first.cdf(6.95)) == float(two.forecast.first.cdf(6.95))
    assert round(1 - float(one.forecast.first.cdf(6.95)), 4) == 0.4114
