"""Dates and periods as each language writes them."""

import datetime
from collections.abc import Iterable

from babel.dates import format_date

from clusterecon.ground.errors import InputError
from clusterecon.ground.periods import VOCABULARY, parse_period
from clusterecon.language.numbers import LOCALES, MISSING

_PATTERNS = {"vi": "d/M/y", "en": "d MMMM y"}
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_ROMAN = ("I", "II", "III", "IV")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def date(value: datetime.date | str | None, lang: str, *, short: bool = False) -> str:
    """Write a date: ``3/2/2025`` or ``3 February 2025``; None gives an em dash.

    A time after the date is ignored; `short` cuts the English month to three letters, for axes.

    Raises
    ------
    InputError
        If the text is not an ISO date.
    """
    if value is None:
        return MISSING
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value[:10])
        except ValueError as error:
            raise InputError(f"'{value}' is not a date; write it as 2025-02-03") from error
    pattern = _PATTERNS[lang].replace("MMMM", "MMM") if short else _PATTERNS[lang]
    return str(format_date(value, format=pattern, locale=LOCALES[lang]))


def _month(year: int, month: int, lang: str) -> str:
    if lang == "vi":
        return f"tháng {month}/{year}"
    return str(format_date(datetime.date(year, month, 1), format="MMMM y", locale=LOCALES[lang]))


def _months_to(year: int, months: int, lang: str) -> str:
    if lang == "vi":
        return f"{months} tháng đầu năm {year}"
    return f"the first {_COUNTS[months - 1]} months of {year}" if months > 1 else f"January {year}"


def period(value: str, lang: str) -> str:
    """Write a period of the raw tables in words.

    They write ``2024``, ``2024-Q3``, ``2024-H1``, ``2024-9M``, ``2024-12``, ``2024-M01..M11`` or
    ``2016..2020``.

    Raises
    ------
    InputError
        If the text is none of these, or a run of months that neither starts in January nor is a quarter.
    """
    vi = lang == "vi"
    try:
        found = parse_period(value)
    except ValueError:
        raise InputError(f"'{value}' is not a period; write {VOCABULARY}") from None
    year, first, last = found.year, found.first_month, found.last_month
    if found.kind == "SPAN":
        return f"{'giai đoạn ' if vi else ''}{year}–{found.last_year}"
    if found.kind == "A":
        return f"năm {year}" if vi else str(year)
    if found.kind in _QUARTERS:
        return f"quý {_ROMAN[last // 3 - 1]}/{year}" if vi else f"{found.kind} {year}"
    if found.kind == "M":
        return _month(year, first, lang)
    if first == 1:
        return _months_to(year, last, lang)
    raise InputError(f"'{value}' is not a period that can be written in words")


def year_ranges(years: Iterable[int]) -> list[str]:
    """Write years in order, those that follow on each other as a range: ``2013–2016``, ``2022``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
