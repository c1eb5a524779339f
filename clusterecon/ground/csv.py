"""The one writer of CSV, and the one guard against cells that a spreadsheet would run."""

import csv
import io
import math
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[\t\r]|[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]*[=+@\-＝＋＠－]")
"""What is not seen before the sign is passed over by some spreadsheets; the wide signs are signs to some."""


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV: comma, decimal point, one header row, lines that end in a line feed.

    Numbers keep the shortest form that reads back the same, dates are ISO, missing values are empty. Text
    that begins like a formula (``= + - @``, also wide, or after what is not seen; tab, return) is led by an
    apostrophe.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(cell, header))
    writer.writerows(map(cell, row) for row in rows)
    return target.getvalue()


def cell(value: object) -> object:
    """Return a cell as the csv module takes it; a return, which that might not quote, becomes a space."""
    if isinstance(value, str):
        return ("'" if _FORMULA.match(value) else "") + value.replace("\r", " ")
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value
