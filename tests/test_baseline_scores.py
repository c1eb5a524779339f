import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from clusterecon.baseline.distribution import StudentT, from_student_t
from clusterecon.baseline.scores import (
    SCORE_COLUMNS,
    SUMMARY_COLUMNS,
    coverage_range,
    inverse_crps_weights,
    published_model,
    score_rows,
    summary,
    verdict,
    with_pool,
)


def normal(mean, sd=1.0):
    return from_student_t(StudentT(mean, sd, np.inf))


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


def test_weights_are_equal_at_first_then_inverse_to_earlier_scores():
    rows = score_rows(FORECASTS, OUTTURNS)
    models = ["climatology", "good"]
    assert inverse_crps_weights(rows, models, 2020) == {"climatology": 0.5, "good": 0.5}
    later = inverse_crps_weights(rows, models, 2022)
    mean = rows[rows["origin"] < 2022].groupby("model")["crps"].mean()
    assert later["good"] / later["climatology"] == pytest.approx(mean["climatology"] / mean["good"])
    assert sum(later.values()) == pytest.approx(1)


@pytest.mark.parametrize("origin", [2020, 2021, 2022])
def test_weights_use_only_what_each_origin_knew(origin):
    before = with_pool(FORECASTS, OUTTURNS)[origin]["pool"]
    changed = {year: (y if year < origin else y + 40) for year, y in OUTTURNS.items()}
    assert (with_pool(FORECASTS, changed)[origin]["pool"].values == before.values).all()


def test_weights_do_use_what_an_origin_knew():
    changed = {**OUTTURNS, 2020: 9.0}
    after = with_pool(FORECASTS, changed)[2021]["pool"]
    assert (after.values != with_pool(FORECASTS, OUTTURNS)[2021]["pool"].values).any()


def test_summary_by_hand():
    rows = score_rows(with_pool(FORECASTS, OUTTURNS), OUTTURNS)
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
    assert verdict("pool", difference, error) == expected


def test_one_origin_is_a_tie_without_an_error():
    rows = score_rows({2020: FORECASTS[2020]}, OUTTURNS)
    table = summary(rows).set_index("model")
    assert np.isnan(table.loc["good", "standard_error"])
    assert table.loc["good", "verdict"] == "tie"


@pytest.mark.parametrize(("hits", "n"), [(0, 6), (5, 6), (7, 9), (9, 9)])
def test_coverage_range_is_the_exact_binomial_one(hits, n):
    expected = binomtest(hits, n).proportion_ci(0.95, method="exact")
    assert coverage_range(hits, n) == pytest.approx((expected.low, expected.high))


def scores(pool, climatology):
    rows = [("pool", y, c) for y, c in enumerate(pool)] + [
        ("climatology", y, c) for y, c in enumerate(climatology)
    ]
    return pd.DataFrame(rows, columns=["model", "origin", "crps"])


def test_climatology_is_published_where_the_pool_is_worse():
    assert published_model(scores([1, 1], [1, 1.1])) == "pool"
    assert published_model(scores([1, 1.2], [1, 1.1])) == "climatology"
    assert published_model(scores([1, 1], [1, 1])) == "pool"
    assert published_model(scores([1, 0], [0, 2]), before=1) == "climatology"
    assert published_model(scores([1], [0]), before=0) == "pool"
