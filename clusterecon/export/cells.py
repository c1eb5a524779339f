"""The cells of tables as text, and as Excel shows numbers and dates, in both languages."""

import datetime
import re

from clusterecon.document.table import Cell, Column
from clusterecon.language.dates import date
from clusterecon.language.document_words import WORDS
from clusterecon.language.numbers import MISSING, direction, number, share


def cell_text(value: Cell, column: Column, lang: str) -> str:
    """Return a table cell as text for page and slide; None, a missing value, is a dash."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return WORDS[lang]["yes" if value else "no"]
    if isinstance(value, datetime.date):
        return date(value, lang)
    if isinstance(value, str):
        return value
    if column.kind == "percent":
        sign = "+" if column.signed and direction(value, column.decimals + 2) > 0 else ""
        return sign + share(value, lang, column.decimals)
    if column.kind == "year":
        return str(int(value))
    if column.kind == "text":
        return number(value, lang, 0 if float(value).is_integer() else 2)
    return number(value, lang, column.decimals if column.kind == "number" else 0, signed=column.signed)


def excel_number_format(column: Column, lang: str) -> str:
    """Return Excel's code for the column; separators follow the reader's own settings.

    The code names the language, which programs that can show its separators do show.
    """
    places = "." + "0" * column.decimals if column.decimals else ""
    code = {
        "text": "@",
        "number": f"#,##0{places}",
        "integer": "#,##0",
        "percent": f"0{places}%",
        "year": "0",
        "date": "d/m/yyyy" if lang == "vi" else "d mmmm yyyy",
    }[column.kind]
    if column.kind in {"text", "year"}:
        return code
    if column.signed and column.is_numeric:
        code = f"+{code};-{code};{code}"
    return localised_code(code, lang)


def localised_code(code: str, lang: str) -> str:
    """Return an Excel number code with a space before %, as in texts, and a language that is not English."""
    code = re.sub(r"(?<=[0#])%", '"\u00a0"%', code)
    if lang == "en" or code in {"General", "@"} or code.startswith("[$"):
        return code
    return ";".join(f"[$-42A]{part}" for part in code.split(";"))
