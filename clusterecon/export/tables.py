"""Tables as CSV: every digit, no cell that a spreadsheet would run."""

from clusterecon.document.table import TableBlock
from clusterecon.ground import csv


def csv_text(table: TableBlock) -> str:
    """Return a table as CSV, with the names of its columns above; only its columns are written."""
    return csv.csv_text([column.name for column in table.columns], table.rows())
