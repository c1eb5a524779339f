"""One vocabulary of periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.ground.periods import Period, parse_period

YEARS = st.integers(1000, 9998)
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [
        ("2024", "A", (1, 12)),
        ("2024-Q1", "Q1", (1, 3)),
        ("2024-Q2", "Q2", (4, 6)),
        ("2024-Q3", "Q3", (7, 9)),
        ("2024-Q4", "Q4", (10, 12)),
        ("2024-H1", "H1", (1, 6)),
        ("2024-9M", "9M", (1, 9)),
        ("2024-12", "M", (12, 12)),
        ("2024-M01..M11", "YTD", (1, 11)),
        ("2024-M01..M01", "YTD", (1, 1)),
        ("2024-M02..M04", "YTD", (2, 4)),
    ],
)
def test_every_form_of_the_vocabulary(text, kind, months):
    period = parse_period(text)
    assert (period.year, period.last_year) == (2024, 2024)
    assert period.kind == kind
    assert (period.first_month, period.last_month) == months


def test_a_span_of_years():
    assert parse_period("2016..2020") == Period(2016, 2020, 1, 12, "SPAN")


@pytest.mark.parametrize(
    ("run", "name"),
    [("M01..M03", "Q1"), ("M04..M06", "Q2"), ("M10..M12", "Q4"), ("M01..M06", "H1"), ("M01..M09", "9M")],
)
def test_a_run_of_months_is_the_period_it_makes_up(run, name):
    assert parse_period(f"2025-{run}") == parse_period(f"2025-{name}")


def test_twelve_months_are_the_year():
    assert parse_period("2025-M01..M12") == parse_period("2025")


def test_january_to_january_is_not_january():
    """The growth of the year to date and of the month are two readings, even in January."""
    assert parse_period("2025-M01..M01") != parse_period("2025-01")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024 ",
        " 2024",
        "2024-Q5",
        "2024-Q0",
        "2024-H2",
        "2024-6M",
        "2024-13",
        "2024-00",
        "2024-1",
        "2024-M1..M3",
        "2024-M00..M03",
        "2024-M01..M13",
        "2024-M05..M04",
        "2024-M01",
        "2020..2016",
        "2020..2020",
        "2016-2020",
        "2016..20",
        "n.d.",
        "c. 2020",
        "2024-12-31",
        "２０２４",
        "2024\n",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"period|ends before|no such month"):
        parse_period(text)


def test_the_refusal_shows_the_vocabulary():
    with pytest.raises(ValueError, match=r"2024-Q3, 2024-H1, 2024-9M, 2024-12, 2024-M01\.\.M11"):
        parse_period("first half of 2024")


@given(YEARS, MONTHS, MONTHS)
def test_runs_of_months_keep_their_ends(year, first, last):
    text = f"{year}-M{first:02d}..M{last:02d}"
    if last < first:
        with pytest.raises(ValueError, match="ends before"):
            parse_period(text)
    else:
        period = parse_period(text)
        assert (period.year, period.first_month, period.last_month) == (year, first, last)


@given(YEARS, MONTHS)
def test_a_month_is_one_month(year, month):
    period = parse_period(f"{year}-{month:02d}")
    assert period == Period(year, year, month, month, "M")


@given(YEARS, YEARS)
def test_spans_run_forward(first, last):
    if last > first:
        assert parse_period(f"{first}..{last}").kind == "SPAN"
    else:
        with pytest.raises(ValueError, match="ends before"):
            parse_period(f"{first}..{last}")


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_a_clear_refusal(text):
    try:
        period = parse_period(text)
    except ValueError as error:
        assert str(error)
    else:
        assert 1 <= period.first_month <= period.last_month <= 12
        assert period.year <= period.last_year


@given(YEARS, st.sampled_from(["Q1", "H1", "9M"]))
def test_parts_of_a_year_start_in_january(year, part):
    period = parse_period(f"{year}-{part}")
    assert period.first_month == 1
    assert period.kind == part
