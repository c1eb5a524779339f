import numpy as np
import pytest
from scipy.stats import binomtest

from clusterecon.baseline.distribution import Mixture, StudentT
from clusterecon.baseline.scores import (
    SCORE_COLUMNS,
    SUMMARY_COLUMNS,
    coverage_range,
    score_rows,
    summary,
    verdict,
)


def normal(mean, sd=1.0):
    return Mixture.equal(StudentT(mean, sd, np.inf))


FORECASTS = {
    2020: {"climatology": normal(6), "good": normal(5)},
    2021: {"climatology": normal(6), "good": normal(5)},
    2022: {"climatology": normal(6), "good": normal(5)},
}
OUTTURNS = {2020: 5.0, 2021: 5.2, 2022: 4.7}


def test_scores_of_one_forecast():
    rows = score_rows({2020: {"climatology": normal(6)}}, {2020: 7.5, 2021: 3.0})
    assert list(rows.columns) == list(SCORE_COLUMNS)
    row = rows.iloc[0]
    assert (row["origin"], row["outturn"], bool(row["covered80"])) == (2020, 7.5, False)
    assert row["pit"] == pytest.approx(0.9332, abs=1e-3)
    assert row["p90"] - row["p10"] == pytest.approx(2 * 1.28155, abs=1e-3)


def test_origins_without_an_outturn_are_no_origins():
    assert score_rows(FORECASTS, {2021: 5.0})["origin"].unique().tolist() == [2021]


def test_summary_by_hand():
    rows = score_rows(FORECASTS, OUTTURNS)
    table = summary(rows).set_index("model")
    assert ["model", *table.columns] == list(SUMMARY_COLUMNS)
    wide = rows.pivot_table(index="origin", columns="model", values="crps")
    difference = wide["good"] - wide["climatology"]
    assert table.loc["good", "difference_to_climatology"] == pytest.approx(difference.mean())
    assert table.loc["good", "standard_error"] == pytest.approx(difference.std() / np.sqrt(3))
    assert table.loc["good", "verdict"] == "better"
    assert table.loc["climatology", "verdict"] == "benchmark"
    assert table.loc["good", "n"] == 3


@pytest.mark.parametrize(
    ("difference", "error", "expected"),
    [
        (-0.04, 0.11, "tie"),
        (0.04, 0.11, "tie"),
        (-0.2, 0.11, "better"),
        (0.2, 0.11, "worse"),
        (-1, np.nan, "tie"),
    ],
)
def test_a_gain_under_one_standard_error_is_a_tie(difference, error, expected):
    assert verdict("good", difference, error) == expected


def test_one_origin_is_a_tie_without_an_error():
    rows = score_rows({2020: FORECASTS[2020]}, OUTTURNS)
    table = summary(rows).set_index("model")
    assert np.isnan(table.loc["good", "standard_error"])
    assert table.loc["good", "verdict"] == "tie"


@pytest.mark.parametrize(("hits", "n"), [(0, 6), (5, 6), (7, 9), (9, 9)])
def test_coverage_range_is_the_exact_binomial_one(hits, n):
    expected = binomtest(hits, n).proportion_ci(0.95, method="exact")
    assert coverage_range(hits, n) == pytest.approx((expected.low, expected.high))


def test_a_rule_is_scored_from_its_own_first_origin_on():
    """A rule that needs more years than another is compared with climatology over its own years alone."""
    later = {year: dict(rules) for year, rules in FORECASTS.items()}
    del later[2020]["good"]
    table = summary(score_rows(later, OUTTURNS)).set_index("model")
    assert table["first_origin"].to_dict() == {"climatology": 2020, "good": 2021}
    assert table["n"].to_dict() == {"climatology": 3, "good": 2}
    rows = score_rows(later, OUTTURNS).pivot_table(index="origin", columns="model", values="crps")
    same = rows.loc[[2021, 2022]]
    expected = (same["good"] - same["climatology"]).mean()
    assert table.loc["good", "difference_to_climatology"] == pytest.approx(expected)
