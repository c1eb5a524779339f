"""Back-tests on made-up readings, where what must come out is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterecon.baseline.backtest import (
    NationalStage,
    apply_part_year,
    part_year_backtest,
    part_year_evidence,
    regional_backtest,
)
from clusterecon.baseline.build import first_forecast_year, known_growth
from clusterecon.baseline.distribution import StudentT, from_student_t
from clusterecon.baseline.inputs import BaselineInputs
from clusterecon.baseline.scores import SCORE_COLUMNS, summary

YEARS = range(2011, 2025)
NATION = dict(zip(YEARS, [9.1, 7.9, 5.0, 6.1, 8.9, 7.4, 8.2, 9.0, 8.1, 3.8, 4.1, 7.8, 3.0, 8.3], strict=True))


def rows(items, status="estimate"):
    frame = pd.DataFrame(items, columns=["period", "value", "release_date"])
    return frame.assign(status=status)


def quarterly():
    items, level = [], {q: 100.0 + q for q in range(1, 5)}
    for year in range(2010, 2025):
        for q in range(1, 5):
            level[q] *= 1 + (NATION[year] / 100 if year > 2010 else 0)
            items.append((f"{year}-Q{q}", level[q], f"{year}-{3 * q:02d}-29"))
    return rows(items)


def annual():
    early = [(str(y), 7.0 + 0.3 * (y % 3), f"{y + 1}-01-06") for y in range(2005, 2011)]
    return rows(early + [(str(y), g, f"{y + 1}-01-06") for y, g in NATION.items()])


def index(noise=0.3, until=2024, shift=0.0):
    rng = np.random.default_rng(8)
    e = dict(zip(YEARS, rng.normal(0, noise, len(YEARS)), strict=True))
    items = [(str(y), 1 + 0.8 * g + e[y] + shift * (y >= 2020), f"{y}-12-28") for y, g in NATION.items()]
    items += [(f"{y}-M01..M09", v - 0.4, f"{y}-10-01") for (p, v, _) in items if (y := int(p)) >= 2015]
    return rows([i for i in items if int(i[0][:4]) <= until])


def value_added(wedge=0.5):
    frame = index()
    chosen = frame[frame["period"].isin(["2018", "2019", "2022", "2023", "2024"])]
    return chosen.assign(value=chosen["value"] + wedge + np.array([0.0, 0.1, -0.1, 0.2, -0.2]))


def make(ix=None, va=None, base_year=2024):
    return BaselineInputs(
        quarterly(), annual(), index() if ix is None else ix, value_added() if va is None else va, base_year
    )


def stage(sd=0.5, bias=0.0):
    pools = {y: from_student_t(StudentT(g + bias, sd, np.inf)) for y, g in NATION.items() if y >= 2016}
    empty = pd.DataFrame({c: [] for c in SCORE_COLUMNS})
    return NationalStage(2025, empty, pools, {}, {})


@pytest.fixture(scope="module")
def plain():
    """The back-test of the readings as they are."""
    return regional_backtest(make(), stage())


def test_a_nation_that_is_known_makes_the_bridge_win(plain):
    test = plain
    table = summary(test.scores).set_index("model")
    assert table.loc["bridge", "verdict"] == "better"
    assert table.loc["pool", "mean_crps"] < table.loc["climatology", "mean_crps"]
    assert table.loc["published", "mean_crps"] == table.loc["pool", "mean_crps"]
    assert sorted(test.pools) == list(range(2016, 2025))


def test_a_nation_that_is_wrong_makes_climatology_what_is_published():
    test = regional_backtest(make(), stage(bias=15.0))
    table = summary(test.scores).set_index("model")
    assert table.loc["bridge", "verdict"] == "worse"
    assert table.loc["published", "mean_crps"] == table.loc["climatology", "mean_crps"]
    assert test.real_time["model"].tolist()[0] == "pool"
    assert set(test.real_time["model"].tolist()[1:]) == {"climatology"}


def test_no_origin_before_five_readings():
    late = index()
    late = late[late["period"].str[:4].astype(int) >= 2014]
    assert min(regional_backtest(make(late), stage()).pools) == 2019


@settings(max_examples=4, deadline=None)
@given(year=st.integers(2017, 2024), change=st.floats(-20, 20))
def test_an_origin_never_sees_its_own_year_or_a_later_one(plain, year, change):
    changed = index()
    later = changed["period"].str[:4].astype(int) >= year
    changed.loc[later, "value"] += change
    one, two = plain, regional_backtest(make(changed), stage())
    for origin in one.pools:
        if origin <= year:
            assert (one.pools[origin].values == two.pools[origin].values).all()


def test_an_origin_does_see_the_years_before(plain):
    changed = index(shift=3.0)
    one, two = plain, regional_backtest(make(changed), stage())
    assert (one.pools[2020].values == two.pools[2020].values).all()
    assert (one.pools[2021].values != two.pools[2021].values).any()


def test_a_derived_year_is_no_origin_and_teaches_nothing():
    marked = index()
    marked.loc[marked["period"] == "2021", "status"] = "derived"
    test = regional_backtest(make(marked), stage())
    assert 2021 not in test.pools
    assert 2021 not in part_year_evidence(make(marked)).regional["9M"].index


def test_a_revision_counts_only_from_its_release(plain):
    revised = pd.concat([index(), rows([("2016", 30.0, "2021-01-31")])])
    one, two = plain, regional_backtest(make(revised), stage())
    assert (one.pools[2016].values == two.pools[2016].values).all()
    before = one.scores[(one.scores["model"] == "climatology") & (one.scores["origin"] == 2020)]
    after = two.scores[(two.scores["model"] == "climatology") & (two.scores["origin"] == 2020)]
    assert before["median"].tolist() == after["median"].tolist()
    late = two.scores[(two.scores["model"] == "climatology") & (two.scores["origin"] == 2022)]
    assert late["p90"].iloc[0] > after["p90"].iloc[0] + 3


def test_part_years_that_predict_well_help():
    evidence = part_year_evidence(make())
    assert evidence.regional["9M"].to_numpy() == pytest.approx(np.full(10, 0.4))
    rule = evidence.rule("9M", 2025)
    assert rule.regional_pairs == 10
    assert evidence.rule("9M", 2018).regional_pairs == 3
    assert evidence.rule("9M", 2018).national_pairs == 7
    pools = regional_backtest(make(), stage(sd=2.0)).pools
    table = part_year_backtest(evidence, pools)
    assert set(table["part"]) == {"9M"}
    assert table["crps_after"].mean() < table["crps_before"].mean() / 2
    assert table["reading"].to_numpy() == pytest.approx(table["outturn"].to_numpy() - 0.4)


def test_without_a_part_year_nothing_changes():
    prior = from_student_t(StudentT(6, 2, 9))
    table, facts = apply_part_year(part_year_evidence(make()), prior, 2025)
    assert table is prior
    assert facts is None


def test_an_index_reading_is_carried_to_value_added():
    readings = pd.concat([index(), rows([("2025-9M", 6.0, "2025-10-01")])])
    prior = from_student_t(StudentT(6, 2, 9))
    _, facts = apply_part_year(part_year_evidence(make(readings)), prior, 2025)
    assert facts.series == "index"
    assert facts.expected == pytest.approx(6.0 + 0.5 + part_year_evidence(make()).rule("9M", 2025).bias)


def test_known_years_between_the_base_year_and_the_forecast():
    inputs = make(base_year=2021)
    assert first_forecast_year(inputs) == 2025
    known = {k.year: k.growth for k in known_growth(inputs, 2025)}
    assert list(known) == [2022, 2023, 2024]
    assert all(g.scale == 0 for g in known.values())
    by_index = {k.year: k.growth for k in known_growth(make(base_year=2019), 2025)}
    assert by_index[2020].scale > 0
    assert by_index[2020].location == pytest.approx(
        float(index().set_index("period").loc["2020", "value"]) + 0.5, abs=1e-9
    )


def test_a_derived_year_is_known_with_doubt_and_a_missing_one_is_an_error():
    marked = index()
    marked.loc[marked["period"] == "2021", "status"] = "derived"
    known = {k.year: k.growth for k in known_growth(make(marked, base_year=2020), 2025)}
    assert known[2021].scale > 0
    with pytest.raises(ValueError, match="2021"):
        known_growth(make(marked[marked["status"] != "derived"], base_year=2020), 2025)
