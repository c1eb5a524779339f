import datetime
import unicodedata

import numpy as np
import pandas as pd
import pytest
from export_sample import HOSTILE, sample_briefing
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.chart import Chart, NativeChart, Series
from clusterecon.document.table import Column, TableBlock, infer_columns
from clusterecon.document.text import clean_text, valid_identifier
from clusterecon.ground.errors import InputError


def frame(**columns):
    return pd.DataFrame(columns or {"scenario": ["plan", "record"], "value": [1.5, 2.5]})


def chart(chart_id="growth", title="Growth falls", alt="A line that falls", **more):
    native = NativeChart("bar", ("a",), (Series("A", (1,)),))
    return Chart(chart_id, title, alt, frame(), lambda: None, "A source", native, **more)


# Text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("plain", "plain"),
        ("  two   spaces ", "two spaces"),
        ("line\nbreak\r\nand\ttab", "line break and tab"),
        ("NUL\x00 BEL\x07", "NUL BEL"),
        ("Vie\u0302\u0323t", "Việt"),
        ("\u202eevil\u202c", "evil"),
        ("a\u2066b\u2069c", "abc"),
        ("\ufeffmark", "mark"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("tag\U000e0041", "tag"),
        ("end\uffff", "end"),
        ("line\u2028separator", "line separator"),
        ("soft\u00adhyphen", "softhyphen"),
        ("", ""),
    ],
)
def test_clean_text(raw, clean):
    assert clean_text(raw) == clean


def test_clean_text_keeps_no_break_space_and_joiners():
    assert clean_text("1.100\u00a0tỷ") == "1.100\u00a0tỷ"
    assert clean_text("👷\u200d♀") == "👷\u200d♀"


@given(st.text())
def test_clean_text_is_idempotent_composed_and_encodable(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in once)
    assert "  " not in once


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_enter_clean(title):
    briefing = Briefing("vi", title, title, (Section("s", title, (title,)),), title, (title,))
    for text in (
        briefing.title,
        briefing.subtitle,
        briefing.footer,
        *briefing.notes,
        briefing.sections[0].sentences[0],
    ):
        assert text == clean_text(title)
        assert text


@pytest.mark.parametrize("name", ["growth", "growth-2025", "a_b", "2025", "a" * 64])
def test_valid_identifier(name):
    assert valid_identifier(name)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "a b", ".a", "-a", "a" * 65, "ă", "a\n", "con.txt"])
def test_invalid_identifier(name):
    assert not valid_identifier(name)


# Columns and tables


def test_heading_has_label_and_unit():
    assert Column("b", "Budget", "number", unit="bn VND").heading == "Budget (bn VND)"
    assert Column("b").heading == "b"


def test_column_rejects_unknown_kind_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'number'"):
        Column("b", kind="numbr")
    with pytest.raises(InputError, match="decimals"):
        Column("b", decimals=-1)


def test_infer_columns_by_type():
    data = frame(
        scenario=["a"],
        year=[2024],
        jobs=[80_000],
        value=[1.0],
        day=pd.to_datetime(["2025-02-03"]),
        met=[True],
    )
    assert [(c.name, c.kind) for c in infer_columns(data)] == [
        ("scenario", "text"),
        ("year", "year"),
        ("jobs", "integer"),
        ("value", "number"),
        ("day", "date"),
        ("met", "text"),
    ]


def test_rows_are_python_values():
    data = frame(
        name=["Vie\u0323\u0302t", None],
        year=np.array([2024, 2025]),
        value=[1.25, np.nan],
        day=pd.to_datetime(["2025-02-03", None]),
        met=[True, False],
    )
    rows = TableBlock("t", "Title", data).rows()
    assert rows == [("Việt", 2024, 1.25, datetime.date(2025, 2, 3), True), (None, 2025, None, None, False)]
    assert [type(value) for value in rows[0]] == [str, int, float, datetime.date, bool]


def test_rows_follow_the_columns_named():
    table = TableBlock("t", "Title", frame(), columns=(Column("value", kind="number"),))
    assert table.rows() == [(1.5,), (2.5,)]


def test_rows_of_an_empty_table():
    assert TableBlock("t", "Title", frame(a=[], b=[])).rows() == []


def test_rows_of_pandas_nullable_types():
    data = frame(jobs=pd.array([1, None], dtype="Int64"), name=pd.array(["a", None], dtype="string"))
    assert TableBlock("t", "Title", data).rows() == [(1, "a"), (None, None)]


def test_table_names_every_unknown_column():
    with pytest.raises(InputError) as caught:
        TableBlock("t", "Title", frame(), columns=(Column("valu"), Column("zzz")))
    assert len(caught.value.mistakes) == 2
    assert "did you mean 'value'" in caught.value.mistakes[0]


def test_table_refuses_a_column_that_stands_twice():
    data = pd.DataFrame([[1, 2]], columns=["a", "a"])
    with pytest.raises(InputError, match="twice"):
        TableBlock("t", "Title", data)


@pytest.mark.parametrize("bad", ["../x", "a/b", "", "A"])
def test_blocks_refuse_names_that_lead_elsewhere(bad):
    with pytest.raises(InputError):
        TableBlock(bad, "Title", frame())
    with pytest.raises(InputError):
        chart(bad)
    with pytest.raises(InputError):
        Section(bad, "Title")


# Charts


def test_series_numbers_are_floats_or_none():
    series = Series("s", np.array([1, 2, 3]), low=[float("nan"), None, 1], high=[2, 3, float("inf")])
    assert series.values == (1.0, 2.0, 3.0)
    assert series.low == (None, None, 1.0)
    assert series.high == (2.0, 3.0, None)


def test_series_with_half_an_interval_is_refused():
    with pytest.raises(InputError, match="low and high"):
        Series("s", (1, 2), low=(0, 1))


def test_native_chart_counts_values():
    with pytest.raises(InputError, match="2 values, not 3"):
        NativeChart("line", ("a", "b", "c"), (Series("s", (1, 2)),))


def test_native_chart_needs_something_to_draw():
    with pytest.raises(InputError, match="needs categories and series"):
        NativeChart("line", (), ())


def test_native_chart_refuses_unknown_kind_and_role():
    with pytest.raises(InputError, match="did you mean 'column'"):
        NativeChart("colum", ("a",), (Series("s", (1,)),))
    with pytest.raises(InputError, match="did you mean 'target'"):
        Series("s", (1,), role="targt")


def test_native_chart_categories_become_text():
    native = NativeChart("line", (2024, 2025), (Series("s", (1, 2)),))
    assert native.categories == ("2024", "2025")


def test_chart_needs_title_and_alternative_text():
    with pytest.raises(InputError) as caught:
        chart(title="", alt="\x00")
    assert len(caught.value.mistakes) == 2


# Briefing


def test_briefing_collects_every_mistake():
    twice = Section("s", "S", charts=(chart(),), tables=(TableBlock("growth", "T", frame()),))
    with pytest.raises(InputError) as caught:
        Briefing("fr", " ", "", (twice, Section("s", "S")))
    text = "\n".join(caught.value.mistakes)
    assert len(caught.value.mistakes) == 4
    for part in ("'fr' is not one of vi, en", "no title", "have the id 'growth'", "same id"):
        assert part in text


def test_briefing_lists_charts_tables_and_sources_in_order():
    briefing = sample_briefing("en")
    assert [c.id for c in briefing.charts] == ["growth", "jobs", "waterfall", "budget", "delivery"]
    assert [t.id for t in briefing.tables] == ["headline", "assumptions"]
    assert briefing.sources == (briefing.charts[0].source,)


def test_briefing_is_frozen():
    with pytest.raises(AttributeError):
        sample_briefing("en").title = "other"


def test_lists_become_tuples():
    section = Section("s", "S", ["a", "b\n"])
    assert section.sentences == ("a", "b")
