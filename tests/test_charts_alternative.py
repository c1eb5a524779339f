import charts_samples as samples
import pytest

from clusterecon import charts
from clusterecon.charts import alternative_text
from clusterecon.errors import InputError


def test_rows_are_read_with_their_interval_in_the_language():
    data = charts.growth_by_scenario_data(samples.results(), year=2025, target=6.95)
    text = alternative_text("growth", data, samples.text("vi"), unit="percent")
    assert text.startswith(
        f"Biểu đồ điểm kèm khoảng dự báo. {samples.TITLES['vi']}. Không mở rộng: 6,5\u00a0%"
    )
    assert "Kế hoạch như công bố: 6,5\u00a0% (với xác suất 90\u00a0%: từ 3,6 đến 9,5\u00a0%)" in text
    assert text.count(";") == 6


def test_series_over_time_are_read_at_their_last_year():
    data = charts.budget_over_time_data(samples.results(("plan", "reference")))
    text = alternative_text("budget", data, samples.text("en"), unit="bn_vnd")
    assert "Plan as announced, 2035: 1,870 bn VND (nine chances in ten: " in text
    assert text.count("2035") == 2
    assert "2034" not in text


def test_probabilities_and_waterfall_lines():
    text = alternative_text(
        "dates", charts.probability_over_dates_data(samples.by_date()), samples.text("en"),
        unit="probability", value="probability",
    )  # fmt: skip
    assert "No expansion, 2025-12-01: 76\u00a0%" in text
    lines = charts.gross_to_net_data(samples.waterfall())
    text = alternative_text("waterfall", lines, samples.text("vi"), unit="jobs", name="line")
    assert "Gộp: 26.900 việc làm; Dù sao cũng có: −5.380 việc làm" in text
    past = charts.fan_data(samples.history(), samples.forecast())
    text = alternative_text("fan", past, samples.text("en"), unit="percent", name="kind")
    assert "Outturn, value added, 2024: 6.2\u00a0%; Forecast, 2035: 6.5\u00a0%" in text


def test_missing_values_are_passed_over_and_empty_data_says_so():
    data = charts.cost_per_job_data(samples.appraisal())
    text = alternative_text("cost_per_job", data, samples.text("en"), unit="bn_vnd")
    assert "No expansion" not in text
    text = alternative_text("cost_per_job", data.iloc[:0], samples.text("en"), unit="bn_vnd")
    assert text.endswith("There are no figures to draw.")


def test_a_column_that_is_not_there_is_named():
    data = charts.cost_per_job_data(samples.appraisal())
    with pytest.raises(InputError, match="no column 'sector'"):
        alternative_text("sectors", data, samples.text("en"), unit="jobs", name="sector")
