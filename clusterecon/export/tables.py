"""Tables as CSV: every digit, no cell that a spreadsheet would run."""

import csv
from io import StringIO

from clusterecon.document import Cell, TableBlock
from clusterecon.export.words import safe_cell


def csv_text(table: TableBlock) -> str:
    """Return a table as CSV in UTF-8 terms: comma, decimal point, one header row of column names.

    Numbers keep the shortest form that reads back the same, dates are ISO, missing values are empty;
    a text that starts with ``= + - @`` gets a quote before it.

    Parameters
    ----------
    table
        What is written. Only its columns are.
    """
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(safe_cell(column.name) for column in table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows())
    return target.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, float):
        return repr(value) if abs(value) != float("inf") else ""
    return str(value)
