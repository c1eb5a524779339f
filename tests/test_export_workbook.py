import csv
import dataclasses
import datetime
import io
import re
import time

import numpy as np
import pandas as pd
import pytest
from export_parts import NAMES, package_mistakes, parts, xml
from export_sample import HOSTILE, sample_briefing
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.table import Column, TableBlock
from clusterecon.document.text import clean_text
from clusterecon.document.typesetting import shortened
from clusterecon.export.tables import csv_text
from clusterecon.export.workbook import sheet_names, workbook_tables, xlsx_bytes
from clusterecon.language.document_words import WORDS

HEAD_ROW = 4


class Book:
    """The cells of a workbook as Excel would read them."""

    def __init__(self, data):
        self.data, self.members = data, parts(data)
        shared = xml(self.members["xl/sharedStrings.xml"])
        self.strings = ["".join(t.text or "" for t in item.iter(f"{{{NAMES['s']}}}t")) for item in shared]
        sheets = xml(self.members["xl/workbook.xml"]).iter(f"{{{NAMES['s']}}}sheet")
        self.names = [sheet.get("name") for sheet in sheets]

    def sheet(self, name):
        return xml(self.members[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"])

    def cells(self, name):
        found = {}
        for cell in self.sheet(name).iter(f"{{{NAMES['s']}}}c"):
            value = cell.find(f"{{{NAMES['s']}}}v")
            if value is not None:
                text = cell.get("t") == "s"
                found[cell.get("r")] = self.strings[int(value.text)] if text else float(value.text)
        return found

    def format_of(self, name, reference):
        styles = xml(self.members["xl/styles.xml"])
        codes = {n.get("numFmtId"): n.get("formatCode") for n in styles.iter(f"{{{NAMES['s']}}}numFmt")}
        cell = next(c for c in self.sheet(name).iter(f"{{{NAMES['s']}}}c") if c.get("r") == reference)
        look = styles.find(f"{{{NAMES['s']}}}cellXfs")[int(cell.get("s"))]
        return codes.get(look.get("numFmtId"), look.get("numFmtId"))


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request):
    briefing = sample_briefing(request.param)
    return briefing, Book(xlsx_bytes(briefing))


def book_of(frame, columns=(), lang="en", **more):
    table = TableBlock("t", "Title", frame, "A note", columns)
    return Book(xlsx_bytes(Briefing(lang, "B", "", (Section("s", "S", (), (), (table,)),), **more)))


# Structure


def test_sheets_are_contents_tables_charts_sources_notes(made):
    briefing, book = made
    ends = ("Nội dung", "Nguồn", "Ghi chú") if briefing.lang == "vi" else ("Contents", "Sources", "Notes")
    figure = "Hình" if briefing.lang == "vi" else "Figure"
    titles = [shortened(table.title, 31) for table in (*briefing.tables, *briefing.data)]
    assert book.names == [ends[0], *titles, *(f"{figure} {i}" for i in range(1, 6)), *ends[1:]]
    assert all(len(name) <= 31 for name in book.names)


def test_what_prints_is_as_wide_as_the_table_not_as_its_note():
    frame = pd.DataFrame({"a": ["x"] * 3, "b": [1.0] * 3})
    book = book_of(frame, footer="A source with a long name. " * 20)
    (area,) = re.findall(r"'?Title'?!\$A\$1:\$([A-Z]+)\$7", book.members["xl/workbook.xml"].decode())
    assert area == "K"
    merged = [node.get("ref") for node in book.sheet("Title").iter(f"{{{NAMES['s']}}}mergeCell")]
    assert merged == ["A1:K1", "A2:K2"]
    heights = {
        row.get("r"): float(row.get("ht") or 15) for row in book.sheet("Title").iter(f"{{{NAMES['s']}}}row")
    }
    assert heights["2"] > 4 * 9


def test_the_source_of_a_chart_stands_once_above_its_figures():
    briefing = sample_briefing("en")
    book = Book(xlsx_bytes(briefing))
    head = [text for text in book.cells("Figure 1").values() if isinstance(text, str)]
    assert head.count(briefing.charts[0].source) == 1
    assert not any(briefing.footer in text for text in head)


def test_figures_behind_a_chart_stand_in_the_words_of_the_reader_where_it_has_them():
    told = TableBlock("g", "T", pd.DataFrame({"scenario": ["Đúng kế hoạch"]}), "Nguồn: X")
    first = dataclasses.replace(sample_briefing("vi").charts[0], table=lambda: told)
    briefing = Briefing("vi", "B", "", (Section("s", "S", (), (first,)),))
    assert workbook_tables(briefing) == (told,)


def test_a_table_of_figures_with_ranges_says_that_they_are_text():
    told = book_of(pd.DataFrame({"a": ["81,300 (68,300 – 98,500)"]})).cells("Title")["A2"]
    assert WORDS["en"]["text_figures"] in told
    assert WORDS["en"]["text_figures"] not in book_of(pd.DataFrame({"a": ["x (y)"]})).cells("Title")["A2"]


def test_no_program_would_repair_the_file(made):
    assert package_mistakes(made[1].data) == []


def test_contents_link_to_every_sheet(made):
    _, book = made
    cells = book.cells(book.names[0])
    assert [cells[f"A{row}"] for row in range(6, 6 + len(book.names) - 1)] == book.names[1:]
    links = [node.get("location") for node in book.sheet(book.names[0]).iter(f"{{{NAMES['s']}}}hyperlink")]
    assert links == [f"'{name}'!A1" for name in book.names[1:]]


def test_headings_are_frozen_filtered_and_repeated_in_print(made):
    _, book = made
    for name in book.names[1:-2]:
        sheet = book.sheet(name)
        pane = next(sheet.iter(f"{{{NAMES['s']}}}pane"))
        assert pane.get("state") == "frozen"
        assert pane.get("ySplit") == str(HEAD_ROW)
        assert next(sheet.iter(f"{{{NAMES['s']}}}autoFilter")).get("ref").startswith(f"A{HEAD_ROW}:")
    assert book.members["xl/workbook.xml"].count(b"_xlnm.Print_Titles") == len(book.names) - 3


def test_tables_carry_title_note_and_footer(made):
    briefing, book = made
    cells = book.cells(book.names[1])
    assert cells["A1"] == briefing.tables[0].title
    assert cells["A2"] == f"{briefing.tables[0].note} · {briefing.footer}"
    assert cells["C4"] == briefing.tables[0].columns[2].heading


def test_sources_and_notes_are_sheets(made):
    briefing, book = made
    assert set(briefing.sources) <= set(book.cells(book.names[-2]).values())
    assert set(briefing.notes) <= set(book.cells(book.names[-1]).values())


def test_figures_keep_every_digit(made):
    briefing, book = made
    cells = book.cells(book.names[3])
    frame = briefing.data[0].frame
    written = [cells[f"E{row}"] for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + len(frame))]
    assert written == pytest.approx(frame["value"].tolist(), rel=1e-15)


def test_missing_values_are_empty(made):
    _, book = made
    cells = book.cells(book.names[1])
    assert "C11" not in cells
    assert "G11" not in cells
    assert "B11" in cells


def test_infinite_values_are_empty():
    cells = book_of(pd.DataFrame({"a": [np.inf, -np.inf, 1.0]})).cells("Title")
    assert [cells.get(f"A{row}") for row in (5, 6, 7)] == [None, None, 1.0]


@pytest.mark.parametrize(
    ("column", "value", "vi", "en"),
    [
        (Column("a", kind="number", decimals=2), 1.5, "[$-42A]#,##0.00", "#,##0.00"),
        (Column("a", kind="integer"), 80_000, "[$-42A]#,##0", "#,##0"),
        (Column("a", kind="percent"), 0.42, '[$-42A]0.0"\u00a0"%', '0.0"\u00a0"%'),
        (Column("a", kind="year"), 2025, "1", "1"),
        (Column("a"), "text", "@", "@"),
    ],
)
def test_number_formats(column, value, vi, en):
    frame = pd.DataFrame({"a": [value]})
    assert book_of(frame, (column,), "vi").format_of("Title", "A5") == vi
    assert book_of(frame, (column,), "en").format_of("Title", "A5") == en


def test_dates_are_dates():
    frame = pd.DataFrame({"day": pd.to_datetime(["2025-02-03"])})
    book = book_of(frame, lang="vi")
    assert book.cells("Title")["A5"] == (datetime.date(2025, 2, 3) - datetime.date(1899, 12, 30)).days
    assert book.format_of("Title", "A5") == "[$-42A]d/m/yyyy"


def test_truth_values_are_truth_values():
    sheet = book_of(pd.DataFrame({"met": [True]})).sheet("Title")
    assert [c.get("t") for c in sheet.iter(f"{{{NAMES['s']}}}c") if c.get("r") == "A5"] == ["b"]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_text_and_no_formula(title):
    frame = pd.DataFrame({"scenario": [title], "value": [1.0]})
    table = TableBlock("t", title, frame, title, (Column("scenario", title), Column("value")))
    section = Section("s", title, (title,), (), (table,))
    book = Book(xlsx_bytes(Briefing("vi", title, title, (section,), title, (title,))))
    assert package_mistakes(book.data) == []
    written, cells = clean_text(title).replace("_x0041_", "_x005F_x0041_"), book.cells(book.names[1])
    assert [cells[place] for place in ("A1", "A4", "A5")] == [written] * 3
    for name, content in book.members.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in content
            assert b"<f " not in content


def test_underscore_codes_stay_as_typed():
    shared = book_of(pd.DataFrame({"a": ["_x0041_"]})).members["xl/sharedStrings.xml"]
    assert b"_x005F_x0041_" in shared


def test_addresses_are_not_links():
    book = book_of(pd.DataFrame({"url": ["https://example.org/a"]}))
    assert book.cells("Title")["A5"] == "https://example.org/a"
    assert not list(book.sheet("Title").iter(f"{{{NAMES['s']}}}hyperlink"))


def test_columns_are_wide_enough_and_rows_high_enough():
    long = "Đúng kế hoạch đã công bố: 30 cụm hoàn thành năm 2025, 13 cụm năm 2027, 20 cụm năm 2029"
    sheet = book_of(pd.DataFrame({"scenario": [long, "b"], "value": [1234567.891, 2.0]})).sheet("Title")
    widths = [float(node.get("width")) for node in sheet.iter(f"{{{NAMES['s']}}}col")]
    assert 40 <= widths[0] <= 62
    assert widths[1] >= len("1,234,567.89")
    heights = {row.get("r"): float(row.get("ht") or 15) for row in sheet.iter(f"{{{NAMES['s']}}}row")}
    assert heights["5"] >= 2 * 12.75
    assert heights["6"] == 15


def test_columns_are_wide_enough_for_their_last_rows():
    long, many = "Đình chỉ cụm chưa xử lý nước thải", 700
    frame = pd.DataFrame({"a": ["b"] * many + [long], "n": [1.0] * many + [-1234567891234.5]})
    widths = [float(node.get("width")) for node in book_of(frame).sheet("Title").iter(f"{{{NAMES['s']}}}col")]
    assert widths[0] > len(long)
    assert widths[1] > len("-1,234,567,891,234.50")


def test_every_cell_is_set_in_arial_and_widths_are_measured_in_it(made):
    styles = made[1].members["xl/styles.xml"]
    names = {node.get("val") for node in xml(styles).iter(f"{{{NAMES['s']}}}name")}
    assert names == {"Arial"}
    assert b"<scheme" not in styles


def test_same_bytes_twice():
    assert xlsx_bytes(sample_briefing("vi")) == xlsx_bytes(sample_briefing("vi"))


def test_same_bytes_at_another_time():
    first = xlsx_bytes(sample_briefing("en"))
    time.sleep(2.1)
    assert xlsx_bytes(sample_briefing("en")) == first


def test_properties_hold_no_clock(made):
    core = made[1].members["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2025-02-03"}


def test_briefing_without_tables_is_still_a_workbook():
    book = Book(xlsx_bytes(Briefing("en", "T", "", ())))
    assert book.names == ["Contents", "Sources", "Notes"]


def test_empty_table_has_its_headings():
    cells = book_of(pd.DataFrame({"a": [], "b": []})).cells("Title")
    assert (cells["A4"], cells["B4"]) == ("a", "b")


def test_workbook_tables_hold_the_figures_behind_charts():
    briefing = sample_briefing("en")
    tables = {table.id: table for table in workbook_tables(briefing)}
    assert tables["growth"].frame is briefing.charts[0].data
    assert tables["growth"].note == briefing.charts[0].source


# Names of sheets


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["a", "A"], ["a", "A-2"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + "-2"]),
        (["a/b", "[c]"], ["ab", "c"]),
        (["'quoted'", "history"], ["quoted", "history-2"]),
        (["//"], ["sheet"]),
    ],
)
def test_sheet_names(wanted, names):
    assert sheet_names(wanted) == names


@given(st.lists(st.text(max_size=50), max_size=12))
def test_sheet_names_are_valid_and_unique(wanted):
    names = sheet_names(wanted)
    assert len(names) == len(wanted) == len({name.casefold() for name in names})
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


# CSV


def read(table):
    return list(csv.reader(io.StringIO(csv_text(table))))


def test_csv_holds_names_and_every_digit():
    frame = pd.DataFrame({"scenario": ["plan"], "year": [2025], "value": [0.1 + 0.2]})
    assert csv_text(TableBlock("t", "T", frame)) == "scenario,year,value\nplan,2025,0.30000000000000004\n"


def test_csv_leaves_missing_values_empty_and_dates_iso():
    frame = pd.DataFrame(
        {"a": [np.nan, np.inf, 1.0], "day": pd.to_datetime(["2025-02-03", None, None]), "b": [None, "x", "y"]}
    )
    assert read(TableBlock("t", "T", frame))[1:] == [["", "2025-02-03", ""], ["", "", "x"], ["1.0", "", "y"]]


@pytest.mark.parametrize("title", HOSTILE)
def test_csv_runs_nothing(title):
    rows = read(TableBlock("t", "T", pd.DataFrame({"scenario": [title], "value": [-1.5]})))
    assert rows[1][0].removeprefix("'") == clean_text(title)
    assert rows[1][0][0] not in "=+-@\t\r"
    assert rows[1][1] == "-1.5"


def test_csv_quotes_dangerous_headings():
    frame = pd.DataFrame({"=x": [1]})
    assert read(TableBlock("t", "T", frame))[0] == ["'=x"]


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_csv_reads_back(values):
    rows = read(
        TableBlock("t", "T", pd.DataFrame({"a": pd.Series(values, dtype=object), "n": range(len(values))}))
    )
    assert len(rows) == len(values) + 1
    for row, value in zip(rows[1:], values, strict=True):
        assert row[0].removeprefix("'") == clean_text(value).removeprefix("'")
