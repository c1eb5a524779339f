import datetime
import re

import pytest
from export_sample import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.document.table import Column
from clusterecon.document.text import clean_text
from clusterecon.document.typesetting import (
    Box,
    fitted,
    fitting_size,
    line_count,
    pages_of,
    printable_text,
    shortened,
    text_height,
    text_width,
    with_break_points,
)
from clusterecon.export.cells import cell_text, excel_number_format, localised_code
from clusterecon.export.slide_plan import shared_widths, with_word
from clusterecon.language.document_words import WORDS

NUMBER = Column("n", kind="number", decimals=1)


def test_both_languages_have_the_same_words():
    assert WORDS["vi"].keys() == WORDS["en"].keys()
    assert all(word for lang in WORDS.values() for word in lang.values())


# Cells


@pytest.mark.parametrize(
    ("value", "column", "vi", "en"),
    [
        (1100.5, NUMBER, "1.100,5", "1,100.5"),
        (-0.04, NUMBER, "0,0", "0.0"),
        (-3.0, NUMBER, "−3,0", "−3.0"),
        (0.25, NUMBER, "0,3", "0.3"),
        (80000, Column("n", kind="integer"), "80.000", "80,000"),
        (2025, Column("n", kind="year"), "2025", "2025"),
        (0.4205, Column("n", kind="percent"), "42,1\u00a0%", "42.1\u00a0%"),
        (0.02, Column("n", kind="percent", signed=True), "+2,0\u00a0%", "+2.0\u00a0%"),
        (-0.02, Column("n", kind="percent", signed=True), "−2,0\u00a0%", "−2.0\u00a0%"),
        (0.02, Column("n", kind="number", decimals=3, signed=True), "+0,020", "+0.020"),
        (0.0, Column("n", kind="number", signed=True), "0,0", "0.0"),
        (None, NUMBER, "—", "—"),
        (float("inf"), NUMBER, "∞", "∞"),
        (True, Column("n"), "có", "yes"),
        (False, Column("n"), "không", "no"),
        (12, Column("n"), "12", "12"),
        ("Việt Nam", Column("n"), "Việt Nam", "Việt Nam"),
        (datetime.date(2025, 2, 3), Column("n", kind="date"), "3/2/2025", "3 February 2025"),
    ],
)
def test_cell_text(value, column, vi, en):
    assert cell_text(value, column, "vi") == vi
    assert cell_text(value, column, "en") == en


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(0, 6))
def test_vietnamese_and_english_numbers_differ_only_in_separators(value, decimals):
    column = Column("n", kind="number", decimals=decimals)
    swap = str.maketrans(",.", ".,")
    assert cell_text(value, column, "vi").translate(swap) == cell_text(value, column, "en")


@pytest.mark.parametrize(
    ("column", "vi", "en"),
    [
        (Column("n"), "@", "@"),
        (NUMBER, "[$-42A]#,##0.0", "#,##0.0"),
        (Column("n", kind="number", decimals=0), "[$-42A]#,##0", "#,##0"),
        (Column("n", kind="integer"), "[$-42A]#,##0", "#,##0"),
        (Column("n", kind="percent"), '[$-42A]0.0"\u00a0"%', '0.0"\u00a0"%'),
        (Column("n", kind="year"), "0", "0"),
        (Column("n", kind="date"), "[$-42A]d/m/yyyy", "d mmmm yyyy"),
        (
            Column("n", kind="integer", signed=True),
            "[$-42A]+#,##0;[$-42A]-#,##0;[$-42A]#,##0",
            "+#,##0;-#,##0;#,##0",
        ),
    ],
)
def test_excel_number_format(column, vi, en):
    assert excel_number_format(column, "vi") == vi
    assert excel_number_format(column, "en") == en


def test_localised_code_leaves_general_and_localised_alone():
    assert localised_code("General", "vi") == "General"
    assert localised_code("[$-409]0", "vi") == "[$-409]0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("GSO (2025)", "Nguồn: GSO (2025)"), ("Nguồn: GSO", "Nguồn: GSO"), ("nguồn GSO", "nguồn GSO"), ("", "")],
)
def test_with_word_says_it_once(text, shown):
    assert with_word(text, "Nguồn") == shown


# Printable


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Cụm công nghiệp Ưng Hòa", "Cụm công nghiệp Ưng Hòa"),
        ("Factory 🏭 here", "Factory here"),
        ("Worker 👷🏽\u200d♀\ufe0f end", "Worker end"),
        ("Flag 🇻🇳", "Flag"),
        ("Chinese 北京", "Chinese □□"),
        ("1.100\u00a0tỷ đồng – 6,95 % ≥ −3", "1.100\u00a0tỷ đồng – 6,95 % ≥ −3"),
    ],
)
def test_printable_text(raw, shown):
    assert printable_text(raw) == shown


def test_printable_text_keeps_letters_where_programs_have_fonts():
    assert printable_text("北京 🏭", letters=True) == "北京"
    assert printable_text("हिन्दी", letters=True) == "हिन्दी"


@given(st.text())
def test_printable_text_has_a_glyph_for_everything(text):
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    glyphs = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf").get_charmap()
    assert all(ord(letter) in glyphs or letter == "\u200b" for letter in printable_text(clean_text(text)))


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_legible(title):
    shown = printable_text(clean_text(title))
    assert len(shown) > 3
    assert "  " not in shown


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one, two", 5, "one…"),
        ("W" * 20, 5, "WWWW…"),
    ],
)
def test_shortened(text, limit, short):
    assert shortened(text, limit) == short
    assert len(short) <= limit


@given(st.text(min_size=1), st.integers(1, 20))
def test_break_points_add_nothing_else_and_leave_no_long_word(text, longest):
    broken = with_break_points(text, longest)
    assert broken.replace("\u200b", "") == text.replace("\u200b", "")
    pieces = [piece for word in broken.split(" ") for piece in word.split("\u200b")]
    assert all(len(piece) <= longest or re.match(r"[−+]?\d", piece) for piece in pieces)


def test_break_points_prefer_the_joints_of_a_name():
    assert with_break_points("workers_per_leased_ha", 12) == "workers_\u200bper_\u200bleased_\u200bha"


def test_break_points_leave_numbers_whole():
    assert with_break_points("1.234.567,8-2025", 12) == "1.234.567,8-2025"
    assert with_break_points("a-2025-02-03", 11) == "a-\u200b2025-02-03"
    assert with_break_points("31/12/2020", 4) == "31/12/2020"


def test_long_words_are_cut_into_equal_parts():
    assert with_break_points("establishments", 12) == "establi\u200bshments"


# Room


def test_text_width_is_no_less_than_arial_would_be():
    # Arial's advance widths in 1/2048 em (a 1139, m 1706, i 455, W 1933, 0 1139).
    for letter, advance in {"a": 1139, "m": 1706, "i": 455, "W": 1933, "0": 1139}.items():
        assert text_width(letter) >= advance / 2048


def test_line_count_wraps_at_words():
    width = text_width("aaa bbb") + 0.01
    assert line_count("aaa bbb", width) == 1
    assert line_count("aaa bbb ccc", width) == 2
    assert line_count("", width) == 1


def test_line_count_breaks_words_longer_than_the_line():
    assert line_count("W" * 30, text_width("W" * 10) + 0.01) == 3


@given(st.text(alphabet="ab cd", max_size=80), st.floats(1, 30))
def test_narrower_columns_need_no_fewer_lines(text, width):
    assert line_count(text, width) >= line_count(text, width * 2)


def test_fitting_size_is_the_largest_that_fits():
    box = Box(0, 0, 5, 1)
    sizes = (40, 30, 20, 10)
    size = fitting_size(["Cụm công nghiệp"] * 2, box, sizes)
    assert text_height(["Cụm công nghiệp"] * 2, 5, size) <= 1
    larger = sizes[sizes.index(size) - 1]
    assert text_height(["Cụm công nghiệp"] * 2, 5, larger) > 1


def test_fitting_size_says_when_nothing_fits():
    assert fitting_size(["word " * 500], Box(0, 0, 1, 1), (20, 10)) is None


def test_fitted_shortens_only_what_is_too_long():
    box = Box(0, 0, 4, 0.5)
    assert fitted("short", box, (20, 12)) == ("short", 20)
    text, size = fitted("word " * 200, box, (20, 12))
    assert size == 12
    assert text.endswith("…")
    assert text_height([text], 4, 12) <= 0.5


def test_pages_hold_every_paragraph_once_and_fit():
    box = Box(0, 0, 6, 1.5)
    paragraphs = [f"{index} " + "word " * 20 for index in range(12)]
    pages = pages_of(paragraphs, box, 14)
    assert [paragraph for page in pages for paragraph in page] == paragraphs
    assert len(pages) > 1
    assert all(text_height(page, 6, 14) <= 1.5 for page in pages if len(page) > 1)


def test_shared_widths_keep_numbers_and_share_the_rest():
    assert shared_widths([2, 10, 10, 1], [False, True, True, False], 13) == (2, 5, 5, 1)
    assert shared_widths([6, 6, 6], [False, False, True], 12) == (4, 4, 4)
    assert shared_widths([1, 3], [False, False], 8) == (2, 6)
