import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.baseline.readings import (
    annual_growth,
    by_year,
    full_years,
    match_published_growth,
    monthly_growth,
    pair_gaps,
    quarterly_levels,
    tidy,
    window,
    windows,
)


def rows(*items):
    frame = pd.DataFrame(items, columns=["period", "value", "release_date"])
    return frame.assign(status="estimate")


def spans(*items):
    return windows(tidy(rows(*items)))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025", (2025, 12)),
        ("2025-M01..M12", (2025, 12)),
        ("2025-Q1", (2025, 3)),
        ("2025-M01..M03", (2025, 3)),
        ("2025-H1", (2025, 6)),
        ("2025-M01..M06", (2025, 6)),
        ("2025-9M", (2025, 9)),
        ("2025-M01..M09", (2025, 9)),
        ("2025-Q2", None),
        ("2025-Q4", None),
        ("2025-06", None),
        ("2025-01", None),
        ("2025-M01..M01", (2025, 1)),
        ("2025-M01..M08", (2025, 8)),
        ("2016..2020", None),
    ],
)
def test_windows_that_start_in_january(period, expected):
    assert window(period) == expected


@given(st.permutations(range(4)))
def test_row_order_changes_nothing(order):
    frame = rows(
        ("2020", 4.7, "2021-01-06"),
        ("2020", 4.9, "2021-01-06"),
        ("2021", 3.0, "2022-01-06"),
        ("2020", 5.0, "2020-12-28"),
    )
    assert tidy(frame.iloc[list(order)]).equals(tidy(frame))


def test_dates_and_text_dates_are_the_same():
    frame = rows(("2020", 4.7, "2021-01-06"))
    dated = frame.assign(release_date=pd.to_datetime(frame["release_date"]))
    assert tidy(dated).equals(tidy(frame))


def test_tidy_refuses_missing_values():
    with pytest.raises(ValueError, match="finite"):
        tidy(rows(("2020", np.nan, "2021-01-06")))


def test_newest_reading_counts_and_one_day_is_averaged():
    frame = spans(("2017", 7.1, "2018-01-31"), ("2017", 8.01, "2021-01-31"), ("2016", 7.1, "2016-12-28"))
    assert by_year(full_years(frame)) == {2016: 7.1, 2017: 8.01}
    frame = spans(("2016", 7.1, "2016-12-28"), ("2016", 7.0, "2016-12-28"))
    assert by_year(full_years(frame)) == {2016: pytest.approx(7.05)}


def test_a_year_whose_newest_reading_is_derived_is_left_out():
    frame = tidy(rows(("2020", 5.64, "2020-12-20"), ("2020", 5.0, "2021-01-12")))
    frame.loc[frame["value"] == 5.0, "status"] = "derived"
    assert full_years(windows(frame)).empty


def test_a_full_year_before_its_end_is_an_expectation():
    assert spans(("2020", 5.64, "2020-11-30")).empty
    assert len(spans(("2020", 5.64, "2020-12-28"), ("2020-9M", 5.0, "2020-09-29"))) == 2


def test_pairs_take_the_nearest_vintages():
    value_added = spans(("2017", 7.3, "2018-01-02"), ("2018-H1", 7.8, "2018-07-02"))
    index = spans(("2017", 7.1, "2018-01-31"), ("2017", 8.01, "2021-01-31"), ("2019", 8.5, "2020-01-31"))
    gaps = pair_gaps(value_added, index, "year", "months")
    assert gaps.to_dict() == {2017: pytest.approx(7.3 - 7.1)}


def test_releases_of_different_vintages_are_no_pair():
    index = spans(("2018", 7.29, "2021-01-31"))
    assert pair_gaps(spans(("2018", 7.8, "2019-01-07")), index, "year", "months").empty


def test_a_month_is_its_first_release_and_january_may_be_written_as_a_run():
    frame = tidy(
        rows(
            ("2025-M01..M01", 0.6, "2025-01-29"),
            ("2025-02", 17.2, "2025-03-06"),
            ("2025-02", 15.0, "2025-04-06"),
            ("2025-M01..M02", 7.2, "2025-03-06"),
        )
    )
    assert {str(month): value for month, value in monthly_growth(frame).items()} == {
        "2025-01": 0.6,
        "2025-02": 17.2,
    }


def levels(first="2010Q1", n=12, growth=1.08):
    index = pd.period_range(first, periods=n, freq="Q")
    season = np.tile([90.0, 100, 105, 110], n)[:n]
    return pd.Series(season * growth ** (np.arange(n) // 4), index=index)


def test_quarterly_levels_use_the_newest_vintage_and_refuse_gaps():
    frame = tidy(rows(("2010-Q1", 1.0, "2010-03-29"), ("2010-Q2", 2.0, "2010-06-29")))
    newer = tidy(rows(("2010-Q1", 1.5, "2010-06-29"), ("2010-Q2", 2.0, "2010-06-29")))
    assert quarterly_levels(frame).tolist() == [1, 2]
    assert quarterly_levels(pd.concat([frame, newer])).tolist() == [1.5, 2]
    with pytest.raises(ValueError, match="gaps"):
        quarterly_levels(tidy(rows(("2010-Q1", 1.0, "2010-03-29"), ("2010-Q3", 2.0, "2010-09-29"))))
    with pytest.raises(ValueError, match="gaps"):
        quarterly_levels(frame.iloc[:0])
    with pytest.raises(ValueError, match="above 0"):
        quarterly_levels(tidy(rows(("2010-Q1", -1.0, "2010-03-29"))))


def test_annual_and_part_year_growth_of_complete_years():
    series = levels(n=10)
    assert by_year(annual_growth(series)) == {2011: pytest.approx(8)}
    assert by_year(annual_growth(series, 3)) == {2011: pytest.approx(8), 2012: pytest.approx(8)}
    assert by_year(annual_growth(series, 6)) == {2011: pytest.approx(8), 2012: pytest.approx(8)}
    assert by_year(annual_growth(series, 9)) == {2011: pytest.approx(8)}


def test_the_fourth_quarter_is_rescaled_to_the_published_year():
    series = levels()
    published = pd.Series({2012: 7.0, 2013: 5.0})
    out = match_published_growth(series, published)
    assert annual_growth(out).loc[2012] == pytest.approx(7.0)
    assert out.iloc[:-1].equals(series.iloc[:-1])
    assert out.iloc[-1] < series.iloc[-1]
    assert match_published_growth(series, pd.Series({2012: 8.0})).equals(series)
