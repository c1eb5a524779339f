"""An assumption is complete, lies inside its own spread, and inside what is possible."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import ValidationError

from clusterecon.scenario.assumptions import (
    Choice,
    Date,
    Distribution,
    Entry,
    Frozen,
    Limits,
    Quantity,
    Schedule,
    Shares,
    Text,
)


class Sample(Frozen):
    """One assumption of each kind."""

    share: Annotated[Quantity, Limits("share", 0, 1)] = Quantity(value=0.5)
    growth: Annotated[Quantity, Limits("per year", -0.5)] = Quantity(value=0.0)
    ceiling: Annotated[Quantity, Limits("ratio", high=2)] = Quantity(value=0.0)
    years: Annotated[Quantity, Limits("years", 1, 20, whole=True)] = Quantity(value=2)
    start: Annotated[Quantity, Limits("year", whole=True, in_horizon=True)] = Quantity(value=2026)
    cost: Annotated[Quantity, Limits("bn VND", 0, null=True)] = Quantity(value=None)
    ramp: Annotated[Choice, Limits("choice", words=("linear", "logistic"))] = Choice(value="linear")
    plan: Annotated[Schedule, Limits("clusters")] | None = None
    mix: Annotated[Shares, Limits("share of output")] = Shares(value={"a": 1.0})
    since: Date = date(2025, 2, 3)


def read(**values):
    """A sample with the horizon of the study."""
    return Sample.model_validate(values, context={"years": (2025, 2035)})


def complaint(**values):
    """What is said of a wrong value."""
    with pytest.raises(ValidationError) as caught:
        read(**values)
    return " | ".join(error["msg"] for error in caught.value.errors())


def distribution_complaint(**values):
    """What is said of a wrong distribution."""
    with pytest.raises(ValidationError) as caught:
        Distribution(**values)
    return " | ".join(error["msg"] for error in caught.value.errors())


# ---------------------------------------------------------------- values


def test_a_plain_value_becomes_an_assumption_with_its_unit():
    share = read(share=0.25).share
    assert (share.value, share.number, share.unit, share.distribution) == (0.25, 0.25, "share", None)


def test_a_full_entry_keeps_what_it_says_of_itself():
    entry = {
        "value": 0.1, "unit": "share", "source": "A page", "facts": ["F1"], "grade": "derived",
        "derivation": "1 / 10", "known_since": "2025-02-03", "label": {"vi": "Phần", "en": "Part"},
        "distribution": {"shape": "pert", "low": 0, "high": 1},
    }  # fmt: skip
    share = read(share=entry).share
    assert share.known_since == date(2025, 2, 3)
    assert share.label.in_language("vi") == "Phần"
    assert share.label.in_language("en") == "Part"
    assert share.distribution.extremes() == (0, 1)
    assert share.facts == ("F1",)


@pytest.mark.parametrize("value", ["0.5", True, [0.5], {"a": 1}, "no"])
def test_what_is_not_a_number_is_refused(value):
    assert "a number is needed" in complaint(share=value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_refused(value):
    assert "finite" in complaint(share=value)
    assert "finite" in complaint(growth=value)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"share": 1.2}, "1.2 is not allowed; it must lie between 0 and 1"),
        ({"share": -0.001}, "-0.001 is not allowed; it must lie between 0 and 1"),
        ({"growth": -0.6}, "-0.6 is not allowed; it must be at least -0.5"),
        ({"ceiling": 3}, "3 is not allowed; it must be at most 2"),
        ({"years": 2.5}, "2.5 is not allowed; a whole number is needed"),
        ({"years": 0}, "0 is not allowed; it must lie between 1 and 20"),
        ({"start": 2024}, "the year 2024 lies outside the horizon; it must lie between 2025 and 2035"),
        ({"start": 2036}, "the year 2036 lies outside the horizon"),
        ({"share": None}, "a number is needed, not null"),
        ({"share": {"value": 0.2, "unit": "%"}}, "the unit must be 'share', not '%'"),
        ({"ramp": "square"}, "'square' is not allowed; one of linear, logistic"),
        ({"plan": {2040: 1}}, "the year 2040 lies outside the horizon"),
        ({"plan": {2026: -1}}, "greater than or equal to 0"),
        ({"mix": {"a": 0.5, "b": 0.4}}, "the shares sum to 0.9, not 1"),
        ({"mix": {"a": 1.5, "b": -0.5}}, "less than or equal to 1"),
        ({"since": "3 February 2025"}, "'3 February 2025' is not a date; write it as 2025-02-03"),
        ({"since": "2025-02-30"}, "is not a date"),
        ({"sahre": 0.5}, "Extra inputs are not permitted"),
        ({"share": {"value": 0.5, "sauce": "x"}}, "Extra inputs are not permitted"),
    ],
)
def test_an_impossible_value_is_refused_with_what_is_allowed(values, said):
    assert said in complaint(**values)


def test_null_is_allowed_where_no_figure_was_found():
    assert read(cost=None).cost.value is None
    with pytest.raises(ValueError, match="the value is null"):
        _ = read(cost=None).cost.number


def test_limits_themselves_are_allowed():
    assert read(share=0).share.value == 0
    assert read(share=1).share.value == 1
    assert read(start=2025).start.value == 2025
    assert read(start=2035).start.value == 2035


def test_a_schedule_and_shares_may_be_plain():
    found = read(plan={2025: 6, 2026: 24}, mix={"a": 0.25, "b": 0.75})
    assert found.plan.value == {2025: 6, 2026: 24}
    assert found.mix.value == {"a": 0.25, "b": 0.75}


def test_nothing_can_be_changed_afterwards():
    found = read(share=0.5)
    with pytest.raises(ValidationError):
        found.share.value = 0.7
    with pytest.raises(ValidationError):
        found.share = Quantity(value=0.7)


def test_the_default_grade_is_the_weakest():
    assert Entry().grade == "judgement"


def test_a_text_needs_both_languages():
    with pytest.raises(ValidationError):
        Text(vi="Cụm", en="")
    with pytest.raises(ValidationError):
        Text.model_validate({"vi": "Cụm"})


# ---------------------------------------------------------------- distributions


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"shape": "pert", "low": 1}, "a pert distribution needs high"),
        ({"shape": "uniform"}, "a uniform distribution needs low, high"),
        ({"shape": "normal"}, "a normal distribution needs standard_deviation"),
        ({"shape": "beta", "low": 0, "high": 1}, "a beta distribution needs alpha, beta"),
        ({"shape": "discrete"}, "a discrete distribution needs values"),
        ({"shape": "pert", "low": 0, "high": 1, "alpha": 2}, "a pert distribution has no alpha"),
        ({"shape": "discrete", "values": [1], "low": 0}, "a discrete distribution has no low"),
        ({"shape": "pert", "low": 1, "high": 1}, "low 1 must be below high 1"),
        ({"shape": "triangular", "low": 2, "high": 1}, "low 2 must be below high 1"),
        ({"shape": "discrete", "values": []}, "values must be distinct and at least one"),
        ({"shape": "discrete", "values": [1, 1]}, "values must be distinct and at least one"),
        ({"shape": "discrete", "values": [1, 2], "probabilities": [1]}, "as many as values and sum to 1"),
        ({"shape": "discrete", "values": [1, 2], "probabilities": [0.4, 0.4]}, "sum to 1"),
        ({"shape": "discrete", "values": [1, 2], "probabilities": [1.4, -0.4]}, "less than or equal to 1"),
        ({"shape": "normal", "standard_deviation": 0}, "greater than 0"),
        ({"shape": "normal", "standard_deviation": float("nan")}, "finite"),
        ({"shape": "cauchy"}, "Input should be 'pert'"),
        ({"shape": "pert", "low": "0", "high": 1}, "a number is needed"),
        ({"shape": "pert", "low": 0, "high": 1, "mode": 0.5}, "Extra inputs are not permitted"),
    ],
)
def test_an_incomplete_distribution_is_refused(values, said):
    assert said in distribution_complaint(**values)


@pytest.mark.parametrize(
    ("values", "extremes"),
    [
        ({"shape": "pert", "low": 1, "high": 3}, (1, 3)),
        ({"shape": "discrete", "values": [4, 2, 3]}, (2, 4)),
        ({"shape": "normal", "standard_deviation": 1}, (None, None)),
        ({"shape": "normal", "standard_deviation": 1, "high": 9}, (None, 9)),
        ({"shape": "lognormal", "standard_deviation": 1}, (0, None)),
        ({"shape": "lognormal", "standard_deviation": 1, "low": 2}, (2, None)),
    ],
)
def test_extremes(values, extremes):
    assert Distribution(**values).extremes() == extremes


@pytest.mark.parametrize(
    ("distribution", "value"),
    [
        ({"shape": "pert", "low": 0.2, "high": 0.4}, 0.5),
        ({"shape": "triangular", "low": 0.2, "high": 0.4}, 0.1),
        ({"shape": "normal", "standard_deviation": 0.1, "low": 0.2, "high": 0.9}, 0.1),
        ({"shape": "discrete", "values": [0.2, 0.4]}, 0.3),
    ],
)
def test_a_value_outside_its_distribution_is_refused(distribution, value):
    said = complaint(share={"value": value, "distribution": distribution})
    assert f"the value {value} lies outside its distribution" in said


@pytest.mark.parametrize(
    "distribution",
    [
        {"shape": "uniform", "low": -0.1, "high": 0.9},
        {"shape": "uniform", "low": 0.1, "high": 1.1},
        {"shape": "discrete", "values": [0.5, 2]},
    ],
)
def test_a_spread_beyond_what_is_possible_is_refused(distribution):
    assert "it must lie between 0 and 1" in complaint(share={"value": 0.5, "distribution": distribution})


@pytest.mark.parametrize(
    "distribution",
    [
        {"shape": "normal", "standard_deviation": 1},
        {"shape": "normal", "standard_deviation": 1, "low": 0},
        {"shape": "lognormal", "standard_deviation": 1},
    ],
)
def test_an_open_spread_is_refused_where_the_possible_has_an_end(distribution):
    """A normal without bounds would draw completion rates above 1 and years to fill below 0."""
    said = complaint(share={"value": 0.5, "distribution": distribution})
    assert "needs" in said
    assert "high" in said


def test_an_open_spread_is_allowed_where_nothing_bounds_it():
    spread = {"shape": "lognormal", "standard_deviation": 1}
    assert read(cost={"value": 2, "distribution": spread}).cost.distribution is not None
    assert read(
        growth={"value": 0.1, "distribution": {"shape": "normal", "standard_deviation": 1, "low": -0.5}}
    )


@pytest.mark.parametrize("name", ["years", "start"])
def test_a_whole_number_is_never_drawn(name):
    """The model reads it once for all draws; a spread would be ignored in silence."""
    value = 2 if name == "years" else 2026
    spread = {"shape": "discrete", "values": [value, value + 1]}
    assert "takes no distribution" in complaint(**{name: {"value": value, "distribution": spread}})


def test_a_distribution_needs_a_value():
    assert "needs a value" in complaint(
        cost={"value": None, "distribution": {"shape": "uniform", "low": 0, "high": 1}}
    )


def test_a_lognormal_needs_a_value_above_nought():
    assert "above 0" in complaint(
        cost={"value": 0, "distribution": {"shape": "lognormal", "standard_deviation": 1}}
    )
