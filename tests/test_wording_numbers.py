import datetime
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon import tell
from clusterecon.charts.text import ChartText
from clusterecon.ground import languages
from clusterecon.ground.errors import InputError
from clusterecon.ground.languages import checked_lang
from clusterecon.language import dates, numbers
from clusterecon.language.numbers import (
    Estimate,
    count,
    direction,
    fraction_words,
    interval,
    is_missing,
    millions,
    rough,
    rounded,
)

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),
        (-0.5, 0, "-1"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.004, 2, "0.00"),
        (10_110.7, -2, "10100"),
        (150, -2, "200"),
        (1e300, 0, None),
    ],
)
def test_rounding_is_half_away_from_zero(value, digits, expected):
    result = rounded(value, digits)
    assert result == (Decimal(repr(value)) if expected is None else Decimal(expected))
    assert str(rounded(-0.0)) == "0"


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_rounding_moves_by_half_a_unit_at_most_and_is_odd(value, digits):
    result = rounded(value, digits)
    assert abs(result - Decimal(repr(value))) <= Decimal(1).scaleb(-digits) / 2
    assert rounded(-value, digits) == -result


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1100, 0, "1.100", "1,100"),
        (1100.5, 1, "1.100,5", "1,100.5"),
        (0.125, 2, "0,13", "0.13"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "−3", "−3"),
        (-0.004, 2, "0,00", "0.00"),
        (1_234_567.891, 2, "1.234.567,89", "1,234,567.89"),
        (26_896, -2, "26.900", "26,900"),
        (None, 0, "—", "—"),
        (math.nan, 2, "—", "—"),
        (math.inf, 0, "∞", "∞"),
        (-math.inf, 0, "−∞", "−∞"),
        (1e22, 0, "10.000.000.000.000.000.000.000", "10,000,000,000,000,000,000,000"),
    ],
)
def test_numbers_in_both_languages(value, digits, vi, en):
    assert numbers.number(value, "vi", digits) == vi
    assert numbers.number(value, "en", digits) == en


def test_signs():
    assert numbers.number(0.02, "vi", 2, signed=True) == "+0,02"
    assert numbers.number(-0.02, "en", 2, signed=True) == "−0.02"
    assert numbers.number(-0.001, "en", 2, signed=True) == "0.00"
    assert [direction(v, 2) for v in (0.004, -0.004, 0.005, -0.005, None, math.nan, math.inf)] == [
        0, 0, 1, -1, 0, 0, 1,
    ]  # fmt: skip


def test_money_is_in_billions_and_below_one_in_millions():
    assert numbers.money_bn(1100, "vi") == "1.100 tỷ đồng"
    assert numbers.money_bn(1100, "en") == "1,100 bn VND"
    assert numbers.money_bn(189_000, "vi") == "189.000 tỷ đồng"
    assert numbers.money_bn(35.84, "en") == "35.8 bn VND"
    assert numbers.money_bn(0.1437, "vi") == "140 triệu đồng"
    assert numbers.money_bn(0.1437, "en") == "140 million VND"
    assert numbers.money_bn(0.014, "en") == "14 million VND"
    assert numbers.money_bn(0.0051, "vi") == "5,1 triệu đồng"
    assert numbers.money_bn(-0.4, "en") == "−400 million VND"
    assert numbers.money_bn(0.9996, "en") == "1.00 bn VND"
    assert numbers.money_bn(0, "en") == "0 bn VND"
    assert numbers.money_bn(-620.4, "en") == "−620 bn VND"
    assert numbers.money_bn(None, "vi") == "—"


def test_percent_share_and_points():
    assert numbers.percent(6.95, "vi") == f"6,95{NB}%"
    assert numbers.percent(6.95, "en") == f"6.95{NB}%"
    assert numbers.percent(math.nan, "en") == "—"
    assert numbers.share(0.37, "vi") == f"37{NB}%"
    assert numbers.share(0.145, "en") == f"15{NB}%"  # not 14.499999 in binary
    assert numbers.share(0.29, "en", 1) == f"29.0{NB}%"
    assert numbers.share(None, "en") == "—"
    assert numbers.points(0.0189, "vi") == f"0,02 điểm{NB}%"
    assert numbers.points(0.00189, "en") == "0.002 percentage points"
    assert numbers.points(0.0001, "en") == "under 0.001 percentage points"
    assert numbers.points(0.0001, "vi") == f"dưới 0,001 điểm{NB}%"
    assert numbers.points(0, "en") == "0.00 percentage points"
    assert numbers.points(1, "en", 0) == "1 percentage point"
    assert numbers.points(-1, "en", 0) == "−1 percentage point"
    assert numbers.points(0.26, "en", signed=True) == "+0.26 percentage points"
    assert numbers.points(0.26, "en", signed=True, unit=False) == "+0.26"
    assert numbers.points(0.0001, "vi", unit=False) == "dưới 0,001"
    assert numbers.points(None, "vi") == "—"


def test_counts_have_a_singular_in_english():
    noun = ("việc làm", "job", "jobs")
    for value, text in ((80_000, "80,000 jobs"), (1, "1 job"), (1.4, "1 job"), (-1, "−1 job"), (0, "0 jobs")):
        assert count(value, noun, "en") == text
    assert count(80_000, noun, "vi") == "80.000 việc làm"
    assert count(None, noun, "en") == "—"
    assert count(21, ("cụm", "cluster", "clusters"), "en") == "21 clusters"


def test_hectares_and_intervals():
    assert numbers.hectares(1686, "vi") == "1.686 ha"
    assert numbers.hectares(24.1, "vi") == "24,1 ha"
    assert numbers.hectares(16.0, "en") == "16 ha"
    assert numbers.hectares(None, "en") == "—"
    assert interval(4.1, 9.04, "vi", 1, "%") == f"từ 4,1 đến 9,0{NB}%"
    assert interval(-1.25, 5, "en", 1, "%") == f"−1.3 to 5.0{NB}%"
    assert interval(5000, 16_000, "en", 0, "jobs") == "5,000 to 16,000 jobs"


@pytest.mark.parametrize(
    ("value", "vi", "words"),
    [
        (0.0, f"0{NB}%", f"0{NB}%"),
        (1e-9, f"<{NB}1{NB}%", f"under{NB}1{NB}%"),
        (0.0049, f"<{NB}1{NB}%", f"under{NB}1{NB}%"),
        (0.005, f"1{NB}%", f"1{NB}%"),
        (0.43, f"43{NB}%", f"43{NB}%"),
        (0.9949, f"99{NB}%", f"99{NB}%"),
        (0.995, f">{NB}99{NB}%", f"over{NB}99{NB}%"),
        (1.0, f"100{NB}%", f"100{NB}%"),
    ],
)
def test_probability_is_never_certain_by_rounding(value, vi, words):
    assert numbers.probability(value, "vi") == vi
    assert numbers.probability(value, "en", words=True) == words


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3))
def test_no_probability_strictly_between_prints_as_certain(value, digits):
    text = numbers.probability(value, "en", digits).replace(NB, "").rstrip("%")
    assert text.startswith(("<", ">")) or 0 < float(text) < 100


def test_probability_outside_its_range_is_refused():
    assert numbers.probability(None, "vi") == "—"
    for value in (-0.1, 1.1):
        with pytest.raises(InputError, match="between 0 and 1"):
            numbers.probability(value, "en")


def test_one_tenth_in_words():
    assert fraction_words(0.1, "vi") == "một phần mười"
    assert fraction_words(0.1, "en") == "a tenth"
    assert fraction_words(0.5, "vi") == "một nửa"
    assert fraction_words(0.335, "en") == "a third"
    assert fraction_words(0.4, "en") == f"40{NB}%"
    assert fraction_words(0.001, "en") == f"under{NB}1{NB}%"


def test_counts_claim_no_more_than_they_know():
    assert [rough(v) for v in (491.4, 2404.4, 10_110.7, 106_896, -26_849, math.inf)] == [
        491, 2400, 10_100, 106_900, -26_800, math.inf,
    ]  # fmt: skip
    assert [millions(v) for v in (0.1437, 0.0000018949, 0.0, -0.0149)] == [140, 0.0019, 0.0, -15]
    assert is_missing(None)
    assert is_missing(math.nan)
    assert not is_missing(0.0)
    assert Estimate(1.0) == (1.0, None, None)


def test_dates():
    day = datetime.date(2025, 2, 3)
    assert dates.date(day, "vi") == "3/2/2025"
    assert dates.date(day, "en") == "3 February 2025"
    assert dates.date("2025-02-03T02:15:00Z", "vi") == "3/2/2025"
    assert dates.date("2025-02-03", "en", short=True) == "3 Feb 2025"
    assert dates.date(None, "vi") == "—"
    with pytest.raises(InputError, match="2025-02-03"):
        dates.date("3/2/2025", "vi")


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("2024", "năm 2024", "2024"),
        ("2024-Q3", "quý III/2024", "Q3 2024"),
        ("2024-H1", "6 tháng đầu năm 2024", "the first six months of 2024"),
        ("2024-M01..M03", "quý I/2024", "Q1 2024"),
        ("2024-9M", "9 tháng đầu năm 2024", "the first nine months of 2024"),
        ("2024-12", "tháng 12/2024", "December 2024"),
        ("2024-M01..M11", "11 tháng đầu năm 2024", "the first eleven months of 2024"),
        ("2024-M01..M01", "1 tháng đầu năm 2024", "January 2024"),
        ("2016..2020", "giai đoạn 2016–2020", "2016–2020"),
    ],
)
def test_periods(value, vi, en):
    assert dates.period(value, "vi") == vi
    assert dates.period(value, "en") == en


@pytest.mark.parametrize(
    "value",
    ["", "2024-Q5", "2024-H2", "2024-13", "2024-00", "2024-13M", "24", "2024-M01..M13", "2024-M02..M05"],
)
def test_what_is_no_period_is_refused(value):
    with pytest.raises(InputError, match="not a period"):
        dates.period(value, "vi")


def test_a_language_is_checked_where_it_is_given():
    for call in (
        lambda: ChartText("", "", "", "fr"),
        lambda: tell(None, "fr"),
        lambda: checked_lang("fr"),
    ):
        with pytest.raises(InputError, match="language 'fr' is not one of vi, en"):
            call()
    assert [checked_lang(lang) for lang in languages.LANGS] == ["vi", "en"]
