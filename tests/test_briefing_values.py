"""Values of assumptions as they are read: shares in per cent, choices and shapes in words."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.briefing.values import spread_text, value_text
from clusterecon.language import units
from clusterecon.language.units import digits_of, in_unit, is_rate
from clusterecon.scenario.assumptions import both

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def entries(shipped):
    return dict(shipped.scenario("reference").entries())


def context(lang="vi"):
    sectors = {"D25": both("Kim loại", "Metal")}
    return SimpleNamespace(lang=lang, run=SimpleNamespace(about=SimpleNamespace(sectors=sectors)))


@pytest.mark.parametrize(
    ("unit", "rate"),
    [
        ("share", True),
        ("share of gross area", True),
        ("per year", True),
        ("real, per year", True),
        ("bn VND per year", False),
        ("workers", False),
        ("exponent", False),
        ("year", False),
        ("%", False),
    ],
)
def test_shares_and_rates_are_told_from_amounts(unit, rate):
    assert is_rate(unit) is rate


@pytest.mark.parametrize(
    ("value", "unit", "lang", "digits", "text"),
    [
        (2030, "year", "vi", 0, "2030"),
        (0.025, "per year", "vi", 1, f"2,5{NBSP}%"),
        (0.025, "per year", "en", 1, f"2.5{NBSP}%"),
        (-0.04, "per year", "vi", 0, f"−4{NBSP}%"),
        (1686, "ha", "vi", 0, "1.686"),
        (6.95, "%", "vi", 2, "6,95"),
        (0.014, "bn VND per worker per year", "vi", 0, "14"),
    ],
)
def test_values_follow_their_unit(value, unit, lang, digits, text):
    assert in_unit(value, unit, lang, digits) == text


@pytest.mark.parametrize(
    ("values", "unit", "digits"),
    [
        ((0.6, 0.35, 0.85), "share", 0),
        ((0.025, 0.0, 0.05), "share", 1),
        ((0.014, 0.01, 0.02), "bn VND per worker per year", 0),
        ((0.2219, 0.11, 0.3), "bn VND per worker per year", 1),
        ((0.014, 0.01, 0.02), "bn VND", 3),
        ((23.6, 19.7, 26.3), "bn VND per gross ha", 1),
        ((65.0, 45.0, 85.0), "workers per leased ha", 0),
        ((0.0,), "share", 0),
    ],
)
def test_numbers_that_stand_together_have_the_same_digits(values, unit, digits):
    assert digits_of(values, unit) == digits


@given(st.integers(0, 100))
def test_whole_per_cents_need_no_digits(percent):
    assert digits_of((percent / 100,), "share") == 0
    assert in_unit(percent / 100, "share", "en", 0) == f"{percent}{NBSP}%"


def test_a_range_names_its_shape_in_the_language(entries):
    assert spread_text(entries["leakage"], "vi") == f"5{NBSP}% – 20{NBSP}% (PERT)"
    assert spread_text(entries["substitution"], "vi").endswith("(đều)")
    assert spread_text(entries["flq_delta"], "vi") == "0,10 – 0,40 (tam giác)"
    assert spread_text(entries["flq_delta"], "en") == "0.10 – 0.40 (triangular)"
    assert spread_text(entries["construction_years"], "en") == ""


def test_money_by_worker_is_told_in_millions_with_its_unit(entries):
    entry = entries["budget_per_worker"]
    assert value_text(context(), entry) == "17,5"
    assert spread_text(entry, "en") == "13.8 – 21.3 (PERT)"
    assert units.assumption_unit(entry.unit, "en") == "million VND per worker per year"


def test_choices_parts_and_missing_values_are_words(entries):
    assert value_text(context(), entries["ramp"]) == "đường thẳng"
    assert value_text(context("en"), entries["ramp"]) == "linear"
    assert value_text(context(), entries["upgrade_cost_per_ha"]) == "—"
    parts = value_text(context(), entries["tenant_mix"])
    assert f"Kim loại: 20{NBSP}%" in parts
    assert "D25" not in parts
