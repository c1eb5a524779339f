"""What one cell of a raw table may hold."""

from __future__ import annotations

import datetime
import math
import re

from clusterecon.data.schema import Field
from clusterecon.ground.errors import nearest
from clusterecon.ground.periods import parse_period

Cell = str | float | bool | None
"""A checked cell: text, number (None where an optional one is empty), ISO date as text, truth value."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([, .  ][0-9]{3})+([.,][0-9]+)?")
_NOT_FINITE = {"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "na", "n/a"}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CellError(ValueError):
    """A cell that may not stand where it does; the text says why."""


def read_cell(text: str, field: Field) -> Cell:
    """Check one cell against its field and return its value.

    Text and ISO dates as text, numbers as float, an empty optional number or date as None, empty optional
    text as ``""``. `CellError` when it is empty and required, of another type, not among the values allowed,
    or would be run as a formula by a spreadsheet.
    """
    if text == "":
        if field.required:
            raise CellError("is empty; it must be filled in")
        return "" if field.type == "string" else None
    if field.type == "number":
        return _number(text)
    if text[0] in "=+@\t\r":
        raise CellError(f"{_short(text)} starts with {text[0]!r}, which a spreadsheet would run as a formula")
    if "\n" in text or "\r" in text:
        raise CellError(f"{_short(text)} holds a line break; is a quotation mark left open?")
    if field.type == "date":
        return _date(text)
    if field.type == "boolean":
        if text not in ("true", "false"):
            raise CellError(f"{_short(text)} must be true or false")
        return text == "true"
    return _text(text, field)


def _text(text: str, field: Field) -> str:
    if field.enum and text not in field.enum:
        allowed = (
            ", ".join(field.enum)
            if len(field.enum) <= 15
            else f"{len(field.enum)} values, see datapackage.json"
        )
        raise CellError(
            f"{_short(text)} is not a known {field.name}{nearest(text, field.enum)} (allowed: {allowed})"
        )
    if field.name == "period":
        try:
            parse_period(text)
        except ValueError as error:
            raise CellError(str(error)) from None
    elif field.pattern is not None and field.pattern.fullmatch(text) is None:
        hint = (
            ": an address starts with http:// or https://, several are parted by ' ; '"
            if field.name == "url"
            else ""
        )
        raise CellError(f"{_short(text)} is not of the form it must have{hint}")
    return text


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
        raise CellError(f"{_short(text)} is not a finite number")
    if text.strip().lower() in _NOT_FINITE:
        raise CellError(f"{_short(text)} is not a finite number")
    if _THOUSANDS.fullmatch(text):
        raise CellError(
            f"{_short(text)} is not a number: write it without thousands separator, with a decimal point"
        )
    if _DECIMAL_COMMA.fullmatch(text):
        raise CellError(f"{_short(text)} is not a number: write a decimal point, {text.replace(',', '.')}")
    raise CellError(f"{_short(text)} is not a number")


def _date(text: str) -> str:
    hint = ": write the day as 2025-02-03"
    if _ISO_DATE.fullmatch(text) is None:
        raise CellError(f"{_short(text)} is not a date{hint}")
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise CellError(f"{_short(text)} is no day of the calendar{hint}") from None
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
