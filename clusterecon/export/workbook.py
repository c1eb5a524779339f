"""The briefing as a workbook: contents, tables, figures behind the charts, sources and notes.

Loaded only where a workbook is written: it imports xlsxwriter.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from math import ceil

import xlsxwriter

from clusterecon.document.briefing import Briefing
from clusterecon.document.chart import Chart
from clusterecon.document.table import Cell, Column, TableBlock
from clusterecon.document.typesetting import line_count, shortened
from clusterecon.export.cells import cell_text, excel_number_format
from clusterecon.export.office import PROGRAM, OfficeObject, property_date
from clusterecon.language.document_words import WORDS

_LONGEST_SHEET_NAME = 31
_HEAD_ROW = 3
_HEAD_WIDTH, _EMPTY_WIDTH = 90.0, 9.0
_EMS_PER_LETTER, _LINE_HEIGHT = 0.6, 12.75
_SOFT = "#57606A"
_FIGURE_WITH_RANGE = re.compile(r"[−-]?\d[\d.,]* \([−-]?\d")
_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_bytes(briefing: Briefing) -> bytes:
    """Return the briefing as a workbook, the same bytes each time.

    The first sheet lists the others. Each table, and the figures behind each chart, has a sheet with
    frozen headings, a filter and number formats; figures keep every digit, missing ones are empty. All
    text is written as text, so that none is a formula.
    """
    buffer = BytesIO()
    book: OfficeObject = xlsxwriter.Workbook(buffer, {**_OPTIONS, "default_format_properties": dict(_FONT)})
    words = WORDS[briefing.lang]
    book.set_properties(
        {
            "title": briefing.title[:255],
            "subject": briefing.subtitle[:255],
            "author": PROGRAM,
            "comments": briefing.footer[:255],
            "created": property_date(briefing),
        }
    )
    styles = _Styles(book, briefing.lang)
    tables = workbook_tables(briefing)
    last = (words["sources"], words["notes"])
    names = sheet_names([words["contents"], *_tabs(briefing), *last])
    contents = book.add_worksheet(names[0])
    for table, name in zip(tables, names[1:-2], strict=True):
        _write_table(book.add_worksheet(name), table, briefing, styles)
    _write_lines(book.add_worksheet(names[-2]), words["sources"], _sources(briefing), styles)
    _write_lines(book.add_worksheet(names[-1]), words["notes"], briefing.notes, styles)
    titles = [*(table.title for table in tables), *last]
    _write_contents(contents, briefing, list(zip(names[1:], titles, strict=True)), styles)
    book.close()
    return buffer.getvalue()


def workbook_tables(briefing: Briefing) -> tuple[TableBlock, ...]:
    """Return the tables of the sections, the long ones, and the figures behind each chart.

    The note of each says where its figures come from.
    """
    word = WORDS[briefing.lang]["text_figures"]
    pages = (replace(t, note=_joined(t.note, word if _has_text_figures(t) else "")) for t in briefing.tables)
    told = (replace(t, note=_joined(t.note, briefing.footer)) for t in (*pages, *briefing.data))
    return (*told, *(_chart_table(chart, briefing.footer) for chart in briefing.charts))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _has_text_figures(table: TableBlock) -> bool:
    """Tell whether cells hold a figure with its range, which no program can add up."""
    return any(isinstance(v, str) and _FIGURE_WITH_RANGE.match(v) for row in table.rows() for v in row)


def _chart_table(chart: Chart, footer: str) -> TableBlock:
    """Return the figures of a chart in the reader's language, where it has them, else as they are."""
    if chart.table is not None:
        return chart.table()
    return TableBlock(chart.id, chart.title, chart.data, chart.source or footer)


def _tabs(briefing: Briefing) -> list[str]:
    """Return what stands on the tabs: a table's title, as far as there is room; a figure's number."""
    titles = [shortened(t.title, _LONGEST_SHEET_NAME) or t.id for t in (*briefing.tables, *briefing.data)]
    figure = WORDS[briefing.lang]["figure"]
    return [*titles, *(f"{figure} {number}" for number in range(1, len(briefing.charts) + 1))]


def sheet_names(wanted: Iterable[str]) -> list[str]:
    r"""Return names that Excel accepts as sheets: at most 31 letters, none of ``[]:*?/\``, none twice."""
    names: list[str] = []
    for name in wanted:
        base = "".join(letter for letter in name if letter not in "[]:*?/\\").strip("' ") or "sheet"
        candidate, number = base[:_LONGEST_SHEET_NAME], 2
        while candidate.casefold() in {taken.casefold() for taken in names} | {"history"}:
            tail = f"-{number}"
            candidate, number = base[: _LONGEST_SHEET_NAME - len(tail)] + tail, number + 1
        names.append(candidate)
    return names


class _Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: OfficeObject, lang: str) -> None:
        self._book, self._lang = book, lang
        self._columns: dict[tuple[str, str], OfficeObject] = {}
        head: OfficeObject = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF4"}
        self.title = self._format(bold=True, font_size=14, text_wrap=True)
        self.head = self._format(**head, indent=1)
        self.head_right = self._format(**head, align="right")
        self.text = self._format(text_wrap=True)
        self.small = self._format(font_size=9, font_color=_SOFT, text_wrap=True)
        self.link = self._format(font_color="#0B5394", underline=1)

    def _format(self, **look: str | int | bool) -> OfficeObject:
        return self._book.add_format({**_FONT, "valign": "top", **look})

    def column(self, column: Column) -> OfficeObject:
        """Return the format of a column's cells."""
        code = excel_number_format(column, self._lang)
        key = (column.kind, code)
        if key not in self._columns:
            aligned = {"align": "right"} if column.is_numeric else {"align": "left", "indent": 1}
            self._columns[key] = self._format(num_format=code, text_wrap=column.kind == "text", **aligned)
        return self._columns[key]

    def heading(self, column: Column) -> OfficeObject:
        """Return the format of a column's heading."""
        return self.head_right if column.is_numeric else self.head


def _write_table(sheet: OfficeObject, table: TableBlock, briefing: Briefing, styles: _Styles) -> None:
    formats = [styles.column(column) for column in table.columns]
    rows = table.rows()
    widths = [
        _width(column, _widest(column, [row[index] for row in rows]), briefing.lang)
        for index, column in enumerate(table.columns)
    ]
    for index, column in enumerate(table.columns):
        sheet.write_string(_HEAD_ROW, index, column.heading, styles.heading(column))
        sheet.set_column(index, index, widths[index])
    across = _write_head(sheet, (table.title, table.note), widths, styles)
    _set_height(sheet, _HEAD_ROW, [column.heading for column in table.columns], widths)
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        _set_height(sheet, number, row, widths)
        for index, value in enumerate(row):
            _write_cell(sheet, number, index, value, formats[index])
    last = max(len(table.columns) - 1, 0)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), last)
    sheet.freeze_panes(_HEAD_ROW + 1, 1 if table.columns and table.columns[0].kind == "text" else 0)
    _set_print(sheet, briefing, (_HEAD_ROW + len(rows), across), repeat=True)


def _write_head(sheet: OfficeObject, lines: tuple[str, ...], widths: list[float], styles: "_Styles") -> int:
    """Write title and notes over the columns of the table, wrapped; return the last column they take.

    A narrow table lends them empty columns beside it, so that no line alone decides how wide a page is.
    """
    empty = max(ceil((_HEAD_WIDTH - sum(widths)) / _EMPTY_WIDTH), 0 if len(widths) > 1 else 1)
    last, width = len(widths) + empty - 1, sum(widths) + empty * _EMPTY_WIDTH
    for row, text in enumerate(lines):
        style, size = (styles.small, 9) if row else (styles.title, 14)
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
        sheet.set_row(row, _lines(text, width * 10 / size) * size * 1.3 + 3)
    return last


def _write_cell(sheet: OfficeObject, row: int, column: int, value: Cell, style: OfficeObject) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), style)
    elif abs(value) != float("inf"):
        sheet.write_number(row, column, value, style)


def _widest(column: Column, values: list[Cell]) -> list[Cell]:
    """Return the cells among which the widest is: ends of numbers, each text once."""
    numbers = [v for v in values if isinstance(v, int | float)]
    return [min(numbers), max(numbers)] if column.is_numeric and numbers else list(dict.fromkeys(values))


def _width(column: Column, values: list[Cell], lang: str) -> float:
    """Return the width of a column in letters: its longest cell, its heading in at most three lines."""
    longest = max((len(cell_text(value, column, lang)) for value in values), default=4)
    word = max(map(len, column.heading.split(" ")))
    return min(max(longest + 3, word + 4, len(column.heading) / 3 + 4, 8), 60)


@lru_cache(maxsize=16_384)
def _lines(text: str, width: float) -> int:
    return line_count(text, (width - 2) * _EMS_PER_LETTER)


def _set_height(sheet: OfficeObject, row: int, cells: Iterable[Cell], widths: list[float]) -> None:
    """Give a row the height of its longest text; not every program does so itself."""
    lines = max(
        (
            _lines(cell, width)
            for cell, width in zip(cells, widths, strict=True)
            if isinstance(cell, str) and len(cell) > width / 2
        ),
        default=1,
    )
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_HEIGHT + 3, 400))


def _write_lines(sheet: OfficeObject, title: str, lines: Iterable[str], styles: _Styles) -> None:
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_column(0, 0, 120)
    for row, line in enumerate(lines, 2):
        _set_height(sheet, row, [line], [120])
        sheet.write_string(row, 0, line, styles.text)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sources(briefing: Briefing) -> tuple[str, ...]:
    notes = (table.note for table in (*briefing.tables, *briefing.data) if table.note)
    return tuple(dict.fromkeys((*briefing.sources, *notes)))


def _write_contents(
    sheet: OfficeObject, briefing: Briefing, sheets: list[tuple[str, str]], styles: _Styles
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    _write_head(sheet, (briefing.title, briefing.subtitle, briefing.footer), [34, 100], styles)
    sheet.write_string(4, 0, WORDS[briefing.lang]["sheet"], styles.head)
    sheet.write_string(4, 1, WORDS[briefing.lang]["contents"], styles.head)
    for row, (name, title) in enumerate(sheets, 5):
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", styles.link, name)
        sheet.write_string(row, 1, title, styles.text)
        _set_height(sheet, row, [name, title], [34, 100])
    _set_print(sheet, briefing, (4 + len(sheets), 1), repeat=False)


def _set_print(sheet: OfficeObject, briefing: Briefing, end: tuple[int, int], *, repeat: bool) -> None:
    """A4 on its side, one page wide; title, source and headings on each page, its number below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, *end)
    sheet.set_footer(f"&L&8{briefing.title.replace('&', '&&')[:180]}&R&8&P / &N")
    if repeat:
        sheet.repeat_rows(0, _HEAD_ROW)
