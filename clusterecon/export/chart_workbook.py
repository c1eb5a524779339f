"""The workbook embedded in a slide's chart, which its reader opens to edit the chart.

Loaded only where slides are written: it imports xlsxwriter.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from clusterecon.document.chart import NativeChart, Series
from clusterecon.document.typesetting import printable_text, shortened
from clusterecon.export.cells import localised_code
from clusterecon.export.office import OfficeObject
from clusterecon.language.document_words import WORDS
from clusterecon.language.numbers import MISSING, rough

LONGEST_LABEL = 60
"""Letters of a category or series name in a chart; the notes of the slide hold the whole name."""


def chart_label(name: str) -> str:
    """Return a name as a chart shows it: without emoji, at most 60 letters, never empty."""
    return shortened(printable_text(name, letters=True), LONGEST_LABEL) or MISSING


def category_label(name: str) -> str:
    """Return a category as a chart shows it; a place left empty stays so."""
    return chart_label(name) if name else " "


def of_role(native: NativeChart, role: str) -> list[Series]:
    """Return the series of one role."""
    return [series for series in native.series if series.role == role]


def is_waterfall(native: NativeChart) -> bool:
    """Tell whether bars float on an invisible foot."""
    return native.kind == "stacked" and bool(of_role(native, "base"))


def drawn_series(native: NativeChart) -> list[Series]:
    """Return the series in the order in which the chart has them.

    On the bars of a waterfall stand as many invisible ones, which carry their rounded figures: no program
    prints figures above bars that are stacked.
    """
    ordered = [series for role in ("base", "value", "target") for series in of_role(native, role)]
    if is_waterfall(native):
        ordered += [
            replace(series, values=tuple(None if v is None else rough(v) for v in series.values))
            for series in of_role(native, "value")
        ]
    return ordered


def interval_columns(ordered: list[Series]) -> dict[int, int]:
    """Return, for each series with an interval, the column of the workbook where its four columns begin.

    The four are low, high, and their distances below and above the value, which are formulas.
    """
    with_interval = [index for index, series in enumerate(ordered) if series.low]
    return {index: 1 + len(ordered) + 4 * place for place, index in enumerate(with_interval)}


def chart_workbook(native: NativeChart, lang: str, created: datetime.datetime) -> bytes:
    """Return the workbook behind a chart: categories, one column a series, then intervals.

    Columns of printed figures follow those of the bars by formula. `created` is the date in its properties.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": created})
    sheet = book.add_worksheet("Sheet1")
    style = book.add_format({"num_format": localised_code(native.number_format, lang)})
    ordered, count = drawn_series(native), len(native.series)
    for row, category in enumerate(native.categories, 1):
        sheet.write_string(row, 0, category_label(category))
    for column, series in enumerate(ordered, 1):
        _write_column(sheet, column, chart_label(series.name), series.values, style)
        if column > count:
            _follow_bars(sheet, column, column - len(of_role(native, "value")), series.values, style)
    for index, start in interval_columns(ordered).items():
        series, name = ordered[index], chart_label(ordered[index].name)
        _write_column(sheet, start, f"{name}: {WORDS[lang]['low']}", series.low, style)
        _write_column(sheet, start + 1, f"{name}: {WORDS[lang]['high']}", series.high, style)
        for row, (below, above) in enumerate(interval_lengths(series), 1):
            value, low, high = (xl_rowcol_to_cell(row, c) for c in (index + 1, start, start + 1))
            sheet.write_formula(row, start + 2, f"={value}-{low}", style, below)
            sheet.write_formula(row, start + 3, f"={high}-{value}", style, above)
    sheet.set_column(0, 0, 40)
    book.close()
    return target.getvalue()


def _write_column(
    sheet: OfficeObject, column: int, name: str, values: Sequence[float | None], style: OfficeObject
) -> None:
    sheet.write_string(0, column, name)
    for row, value in enumerate(values, 1):
        if value is not None:
            sheet.write_number(row, column, value, style)


def _follow_bars(
    sheet: OfficeObject, column: int, bars: int, values: Sequence[float | None], style: OfficeObject
) -> None:
    """Write the rounded figure of each bar as a formula, rounded as `rough` does."""
    for row, value in enumerate(values, 1):
        if value is not None:
            bar = xl_rowcol_to_cell(row, bars)
            digits = f"IF(ABS({bar})>=10000,-2,IF(ABS({bar})>=1000,-1,0))"
            sheet.write_formula(row, column, f"=ROUND({bar},{digits})", style, value)


def interval_lengths(series: Series) -> list[tuple[float, float]]:
    """Return the distance from each value down to its low and up to its high end, 0 where one is missing."""
    return [
        (0.0, 0.0) if value is None or low is None or high is None else (value - low, high - value)
        for value, low, high in zip(series.values, series.low, series.high, strict=True)
    ]
