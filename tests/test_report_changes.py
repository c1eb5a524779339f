import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.results.changes import Move, Reason, changes, headline


def row(value, name="jobs_2025", scenario="plan", measure="probability", year=2025):
    return {"scenario": scenario, "name": name, "measure": measure, "unit": "1", "year": year, "value": value}


def record(*rows, digest="a", **run):
    return {"run": run, "hash": digest, "headline": list(rows)}


def test_a_figure_that_moved_is_told_with_both_values():
    found = changes(record(row(0.1)), record(row(0.25), digest="b"))
    assert found.moves == (Move("plan", "jobs_2025", "probability", "1", 2025, 0.1, 0.25),)


def test_a_figure_that_stood_still_is_not_told():
    assert changes(record(row(0.1)), record(row(0.1), digest="b")).moves == ()


def test_a_figure_that_came_or_went_is_told_with_one_value():
    came, went = changes(record(row(1, name="old")), record(row(2, name="new"), digest="b")).moves
    assert (came.name, came.before, came.after) == ("new", None, 2.0)
    assert (went.name, went.before, went.after) == ("old", 1.0, None)


def test_a_null_is_a_value_that_is_missing():
    assert changes(record(row(None)), record(row(None), digest="b")).moves == ()
    assert changes(record(row(None)), record(row(0.5), digest="b")).moves[0].before is None


def test_rows_differ_by_scenario_measure_and_year():
    before = record(row(1), row(2, scenario="other"), row(3, measure="mean"), row(4, year=2030))
    after = copy.deepcopy(before) | {"hash": "b"}
    after["headline"][3]["value"] = 5
    assert [(m.year, m.after) for m in changes(before, after).moves] == [(2030, 5.0)]


def test_moves_stand_in_the_order_of_the_current_headline():
    before, after = (
        record(row(1, "a"), row(1, "b"), row(1, "c")),
        record(row(2, "c"), row(2, "a"), digest="b"),
    )
    assert [m.name for m in changes(before, after).moves] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        (("seed",), "seed"),
        (("draws",), "seed"),
        (("as_of",), "data"),
        (("baseline",), "data"),
        (("data", "raw", "hanoi_annual.csv"), "data"),
        (("versions", "pandas"), "code"),
        (("code", "model.py"), "code"),
        (("scenarios", "plan", "completion_rate"), "assumption"),
        (("scenarios", "plan", "data"), "assumption"),
        (("something", "new"), "code"),
    ],
)
def test_every_difference_of_the_inputs_has_a_cause(path, cause):
    def nested(value):
        for part in reversed(path):
            value = {part: value}
        return value

    found = changes(record(**nested(1)), record(digest="b", **nested(2)))
    assert found.reasons == (Reason(cause, ".".join(path), 1, 2),)
    assert found.causes == (cause,)


def test_causes_come_once_each_in_a_fixed_order():
    before = record(seed=1, scenarios={"a": 1, "b": 1}, code="x", data="x")
    after = record(seed=2, scenarios={"a": 2, "b": 2}, code="y", data="y", digest="b")
    found = changes(before, after)
    assert found.causes == ("data", "code", "assumption", "seed")
    assert len(found.reasons) == 5


def test_an_input_that_came_or_went_is_a_reason():
    found = changes(
        record(scenarios={"plan": {}}), record(scenarios={"plan": {"ramp": "linear"}}, digest="b")
    )
    assert found.reasons == (Reason("assumption", "scenarios.plan.ramp", None, "linear"),)


def test_what_follows_from_other_inputs_is_no_reason_of_its_own():
    found = changes(record(hindsight=[], lang="vi"), record(digest="b", hindsight=["x"], lang="en"))
    assert found.reasons == ()


def test_a_list_is_compared_whole():
    found = changes(record(scenarios=[1, 2]), record(scenarios=[1, 3], digest="b"))
    assert found.reasons == (Reason("assumption", "scenarios", [1, 2], [1, 3]),)


def test_equal_inputs_have_no_reasons_but_show_a_figure_that_moved_all_the_same():
    found = changes(record(row(1.0), seed=1), record(row(2.0), seed=1))
    assert found.reasons == ()
    assert found.causes == ()
    assert len(found.moves) == 1


@pytest.mark.parametrize("broken", [None, 7, "text", [1, "x"], {}, [{"value": "high"}], [{"value": True}]])
def test_a_headline_of_another_form_does_no_harm(broken):
    figures = headline({"run": {}, "headline": broken})
    assert all(value is None for value in figures.values())


VALUES = st.floats(allow_nan=False, allow_infinity=False) | st.none()
ROWS = st.dictionaries(st.sampled_from("abcdef"), VALUES).map(
    lambda values: [row(value, name=name) for name, value in values.items()]
)


@given(ROWS)
def test_a_run_compared_with_itself_has_no_changes(rows):
    found = changes(record(*rows, seed=1), record(*rows, seed=1))
    assert found.moves == ()
    assert found.reasons == ()


@given(ROWS, ROWS)
def test_moves_turn_round_with_the_runs(before, after):
    there = changes(record(*before), record(*after, digest="b")).moves
    back = changes(record(*after), record(*before, digest="b")).moves
    assert {(m.name, m.before, m.after) for m in there} == {(m.name, m.after, m.before) for m in back}


@given(ROWS, ROWS)
def test_exactly_the_rows_that_differ_are_moves(before, after):
    old, new = headline(record(*before)), headline(record(*after))
    moved = {
        (m.scenario, m.name, m.measure, m.unit, m.year)
        for m in changes(record(*before), record(*after)).moves
    }
    assert moved == {key for key in {*old, *new} if old.get(key) != new.get(key)}
