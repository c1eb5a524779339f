"""Dates and periods as each language writes them."""

import datetime
import re
from collections.abc import Iterable

from babel.dates import format_date

from clusterecon.errors import InputError
from clusterecon.wording.numbers import LOCALES, MISSING

_PATTERNS = {"vi": "d/M/y", "en": "d MMMM y"}
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


def _month(year: str, month: int, lang: str) -> str:
    if lang == "vi":
        return f"tháng {month}/{year}"
    return str(format_date(datetime.date(int(year), month, 1), format="MMMM y", locale=LOCALES[lang]))


def _months_to(year: str, months: int, lang: str) -> str:
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
        If the text is none of these.
    """
    vi = lang == "vi"
    if re.fullmatch(r"\d{4}", value):
        return f"năm {value}" if vi else value
    if found := re.fullmatch(r"(\d{4})\.\.(\d{4})", value):
        return f"{'giai đoạn ' if vi else ''}{found[1]}–{found[2]}"
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        quarter = int(found[2])
        return f"quý {_ROMAN[quarter - 1]}/{found[1]}" if vi else f"Q{quarter} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-H([12])", value):
        if found[2] == "1":
            return _months_to(found[1], 6, lang)
        return f"6 tháng cuối năm {found[1]}" if vi else f"the second half of {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})M|(\d{4})-M01\.\.M(\d{2})", value):
        months = int(found[2] or found[4])
        if 1 <= months <= 12:
            return _months_to(found[1] or found[3], months, lang)
    if (found := re.fullmatch(r"(\d{4})-(\d{2})", value)) and 1 <= int(found[2]) <= 12:
        return _month(found[1], int(found[2]), lang)
    raise InputError(
        f"'{value}' is not a period; write 2024, 2024-Q3, 2024-H1, 2024-9M, 2024-12 or 2016..2020"
    )


def year_ranges(years: Iterable[int]) -> list[str]:
    """Write years in order, those that follow on each other as a range: ``2013–2016``, ``2022``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
