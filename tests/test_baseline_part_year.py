import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterecon.baseline.distribution import StudentT, from_student_t
from clusterecon.baseline.part_year import (
    PartYearRule,
    national_differences,
    newest_part,
    part_year_rule,
    regional_pairs,
    update,
)
from clusterecon.baseline.readings import Reading, tidy, yearly_spans

PRIOR = from_student_t(StudentT(6.8, 2.2, 9))
RULE = PartYearRule("9M", 0.3, 0.5, 6, 14, 0.5)
WEDGE = StudentT(0.4, 0.7, 9)


def spans(*items):
    frame = pd.DataFrame(items, columns=["period", "value", "release_date"])
    return yearly_spans(tidy(frame.assign(status="estimate")))


NOTHING = spans()


def reading(value, part="9M"):
    return Reading(2025, part, value, "2025-10-06")


def test_update_is_the_product_of_two_normals():
    table, facts = update(PRIOR, reading(7.5), "value_added", RULE, WEDGE)
    mean, variance = PRIOR.mean, PRIOR.variance
    precision = 1 / variance + 1 / 0.25
    expected = (mean / variance + 7.8 / 0.25) / precision
    assert table.mean == pytest.approx(expected, abs=1e-4)
    assert table.variance == pytest.approx(1 / precision, rel=1e-3)
    assert (facts.mean, facts.sd_after) == pytest.approx((expected, np.sqrt(1 / precision)))
    assert facts.expected == pytest.approx(7.8)


def test_each_draw_moves_as_the_formula_says():
    table, facts = update(PRIOR, reading(5.0), "value_added", RULE, None)
    u = np.linspace(0.01, 0.99, 50)
    moved = facts.mean + facts.sd_after / facts.prior_sd * (PRIOR.quantile(u) - facts.prior_mean)
    assert table.quantile(u) == pytest.approx(moved, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(low=st.floats(-2, 12), step=st.floats(0.1, 4))
def test_a_higher_reading_moves_the_forecast_up_and_every_reading_narrows_it(low, step):
    below, _ = update(PRIOR, reading(low), "value_added", RULE, WEDGE)
    above, _ = update(PRIOR, reading(low + step), "value_added", RULE, WEDGE)
    assert above.mean > below.mean
    for table in (below, above):
        assert table.variance < PRIOR.variance
    towards = low + RULE.bias
    assert (below.mean - PRIOR.mean) * (towards - PRIOR.mean) >= -1e-9


def test_an_index_reading_enters_with_the_wedge_and_tells_less():
    direct, _ = update(PRIOR, reading(7.0), "value_added", RULE, WEDGE)
    index, facts = update(PRIOR, reading(7.0), "index", RULE, WEDGE)
    assert facts.expected == pytest.approx(7.7)
    assert facts.sd == pytest.approx(np.sqrt(0.25 + WEDGE.variance))
    assert direct.variance < index.variance < PRIOR.variance


def test_longest_part_first_then_value_added():
    value_added = spans(("2025-H1", 6.9, "2025-07-06"))
    index = spans(("2025-M01..M09", 6.1, "2025-10-06"), ("2025-M01..M06", 6.0, "2025-07-06"))
    found, series = newest_part(value_added, index, 2025)
    assert (found.part, found.value, series) == ("9M", 6.1, "index")
    found, series = newest_part(value_added, index[index["part"] == "H1"], 2025)
    assert (found.part, found.value, series) == ("H1", 6.9, "value_added")


def test_newest_release_of_a_part_counts():
    index = spans(("2025-Q1", 5.0, "2025-04-06"), ("2025-M01..M03", 5.4, "2025-05-06"))
    assert newest_part(NOTHING, index, 2025)[0].value == 5.4


def test_a_second_quarter_alone_and_other_years_are_no_part():
    assert (
        newest_part(spans(("2025-Q2", 9.0, "2025-07-06")), spans(("2024-9M", 5.4, "2024-10-07")), 2025)
        is None
    )


def test_pairs_one_a_year_value_added_first_and_first_release():
    value_added = spans(
        ("2018-H1", 7.77, "2018-07-02"), ("2018-H1", 7.97, "2019-07-02"), ("2018", 7.8, "2019-01-07")
    )
    index = spans(
        ("2018-M01..M06", 8.0, "2018-06-26"),
        ("2018", 7.29, "2021-01-31"),
        ("2019-M01..M06", 7.3, "2019-07-31"),
        ("2019", 8.5, "2019-12-27"),
        ("2017-H1", 5.0, "2017-07-31"),
        ("2017", 8.0, "2021-01-31"),
    )
    pairs = regional_pairs(value_added, index, "H1")
    assert pairs["year"].tolist() == [2018, 2019]
    assert pairs["series"].tolist() == ["value_added", "index"]
    assert pairs["difference"].tolist() == pytest.approx([0.03, 1.2])


def test_rule_shrinks_to_the_nation_and_keeps_the_floor():
    national = pd.Series([0.0, 1.0, 2.0, 3.0])
    regional = pd.Series([0.5, 0.5, 0.5, 0.5, 0.5])
    rule = part_year_rule("H1", regional, national, shrinkage=5)
    assert rule.weight == 0.5
    assert rule.bias == pytest.approx(1.0)
    assert rule.sd == pytest.approx(np.sqrt(0.5 * national.var() * 1.2))
    alone = part_year_rule("H1", regional.iloc[:1], national)
    assert (alone.weight, alone.bias) == (0, 1.5)
    assert alone.sd == pytest.approx(np.sqrt(national.var() * 1.25))
    assert part_year_rule("H1", regional, pd.Series([0.5, 0.5]), floor=0.3).sd == 0.3
    with pytest.raises(ValueError, match="two national pairs"):
        part_year_rule("H1", regional, national.iloc[:1])


def test_national_differences():
    index = pd.period_range("2010Q1", periods=8, freq="Q")
    levels = pd.Series([100.0] * 4 + [110, 110, 120, 120], index=index)
    full = pd.Series({2011: 15.0})
    assert national_differences(levels, full, "H1").to_dict() == {2011: pytest.approx(5.0)}
    assert national_differences(levels, full, "9M").loc[2011] == pytest.approx(15 - 100 * (340 / 300 - 1))
