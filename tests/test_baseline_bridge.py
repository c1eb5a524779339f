from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clusterecon.baseline.bridge import fit_bridge, wedge_distribution, wedge_pairs
from clusterecon.baseline.distribution import StudentT, from_student_t
from clusterecon.baseline.readings import latest, tidy, yearly_spans

RAW = Path(__file__).parents[1] / "data" / "raw"


def series(table, name):
    frame = pd.read_csv(RAW / f"{table}.csv")
    return yearly_spans(tidy(frame[(frame["series"] == name) & (frame["release_date"] <= "2025-02-03")]))


def test_the_bridge_of_the_published_readings():
    index = latest(series("hanoi_iip", "IIP"))
    national = latest(series("vietnam_annual", "SPLICED_INDUSTRY_VA_GROWTH"), excluded=())
    bridge = fit_bridge(index, national)
    assert bridge.n == 11
    assert 2021 not in index.index
    assert bridge.alpha == pytest.approx(0.85, abs=0.01)
    assert bridge.alpha_se == pytest.approx(1.14, abs=0.01)
    assert bridge.beta == pytest.approx(0.81, abs=0.005)
    assert bridge.beta_se == pytest.approx(0.16, abs=0.005)
    assert bridge.residual_sd == pytest.approx(1.05, abs=0.005)
    assert bridge.r_squared == pytest.approx(0.74, abs=0.005)
    assert bridge.leave_one_out_rmse == pytest.approx(1.12, abs=0.005)
    assert bridge.mean_leave_one_out_rmse == pytest.approx(2.06, abs=0.005)


def example(n=11, noise=0.5):
    rng = np.random.default_rng(4)
    years = range(2010, 2010 + n)
    national = pd.Series(rng.normal(7, 2, n), index=years)
    return 1 + 0.8 * national + rng.normal(0, noise, n), national


def test_leave_one_out_agrees_with_refitting():
    regional, national = example()
    errors, plain = [], []
    for year in regional.index:
        kept = regional.index != year
        fit = fit_bridge(regional[kept], national[kept])
        errors.append(regional[year] - fit.alpha - fit.beta * national[year])
        plain.append(regional[year] - regional[kept].mean())
    bridge = fit_bridge(regional, national)
    assert bridge.leave_one_out_rmse == pytest.approx(np.sqrt(np.mean(np.square(errors))))
    assert bridge.mean_leave_one_out_rmse == pytest.approx(np.sqrt(np.mean(np.square(plain))))


def test_prediction_from_a_known_nation_is_the_textbook_interval():
    regional, national = example()
    bridge = fit_bridge(regional, national)
    fit = stats.linregress(national, regional)
    table = bridge.predict(from_student_t(StudentT(9.0, 1e-6, np.inf)))
    leverage = 1 / 11 + (9 - national.mean()) ** 2 / ((national - national.mean()) ** 2).sum()
    residual = np.sqrt(((regional - fit.intercept - fit.slope * national) ** 2).sum() / 9)
    t = stats.t(9, fit.intercept + fit.slope * 9, residual * np.sqrt(1 + leverage))
    assert table.quantile([0.1, 0.5, 0.9]) == pytest.approx(t.ppf([0.1, 0.5, 0.9]), abs=5e-3)


def test_an_uncertain_nation_widens_the_prediction():
    regional, national = example()
    bridge = fit_bridge(regional, national)
    sure = bridge.predict(from_student_t(StudentT(7, 0.01, np.inf)))
    unsure = bridge.predict(from_student_t(StudentT(7, 2.0, np.inf)))
    assert unsure.variance == pytest.approx(sure.variance + bridge.beta**2 * 4, rel=0.1)
    assert unsure.mean == pytest.approx(sure.mean, abs=0.02)


def test_fewer_observations_cost_width():
    wide = fit_bridge(*(s.iloc[:5] for s in example(noise=1)))
    x = np.array([wide.national_mean])
    assert wide.scale(x) == pytest.approx(wide.residual_sd * np.sqrt(1.2))


def test_bridge_refuses_too_little():
    regional, national = example()
    with pytest.raises(ValueError, match="five common years"):
        fit_bridge(regional.iloc[:4], national)
    with pytest.raises(ValueError, match="does not vary"):
        fit_bridge(regional, national * 0)


def test_wedge_of_the_published_readings():
    value_added = pd.concat(
        [series("hanoi_annual", "industry_va_growth"), series("hanoi_subannual", "industry_va_growth")]
    )
    pairs = wedge_pairs(value_added, series("hanoi_iip", "IIP"))
    assert set(pairs["part"]) == {"FY", "H1", "9M"}
    assert 2020 not in set(pairs.loc[pairs["part"] == "FY", "year"])
    first = pairs.iloc[0]
    assert (first["year"], first["value_added"], first["index"]) == (2017, 7.3, 7.1)
    wedge = wedge_distribution(pairs)
    assert len(pairs) == 10
    assert wedge.location == pytest.approx(0.387)
    assert wedge.degrees_of_freedom == 9
    assert wedge.scale == pytest.approx(pairs["wedge"].std() * np.sqrt(1.1))


def test_wedge_of_too_few_pairs_is_wide_about_zero():
    assert wedge_distribution(pd.DataFrame({"wedge": [0.3, 0.2]})) == StudentT(0.0, 1.0, 2.5)
