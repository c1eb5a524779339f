"""The period a figure speaks of, in one vocabulary for all tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

VOCABULARY = "2024, 2024-Q3, 2024-H1, 2024-9M, 2024-12, 2024-M01..M11 or 2016..2020"

_FORMS = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-Q(?P<quarter>[1-4])|-(?P<half>H1)|-(?P<nine>9M)|-(?P<month>[0-9]{2})"
    r"|-M(?P<first>[0-9]{2})\.\.M(?P<last>[0-9]{2})|\.\.(?P<end>[0-9]{4}))?"
)
_FROM_JANUARY = {3: "Q1", 6: "H1", 9: "9M", 12: "A"}


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole calendar months.

    Parameters
    ----------
    year, last_year
        First and last calendar year; equal but for spans of years.
    first_month, last_month
        1 to 12.
    kind
        ``A`` a year, ``Q1`` ``Q2`` ``Q3`` ``Q4``, ``H1``, ``9M``, ``M`` one month, ``YTD`` another run of
        months, ``SPAN`` several years. Equal spans have equal kinds however they are written.
    """

    year: int
    last_year: int
    first_month: int
    last_month: int
    kind: str


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read a period.

    ``2024-M01..M03``, ``..M06``, ``..M09`` and ``..M12`` mean the same as ``2024-Q1``, ``2024-H1``,
    ``2024-9M`` and ``2024``. One month written as a run, ``2024-M01..M01``, stays a run:
    year-to-date figures of January are not the figures of the month.

    Parameters
    ----------
    text
        ``2024``, ``2024-Q3``, ``2024-H1``, ``2024-9M``, ``2024-12``, ``2024-M01..M11``, ``2016..2020``.

    Raises
    ------
    ValueError
        When the text is none of these, a month is not 1 to 12, or an end lies before its start.

    Examples
    --------
    >>> parse_period("2024-M01..M09") == parse_period("2024-9M")
    True
    >>> parse_period("2016..2020").kind
    'SPAN'
    """
    match = _FORMS.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a period: write {VOCABULARY}")
    year = int(match["year"])
    if match["end"] is not None:
        last_year = int(match["end"])
        if last_year <= year:
            raise ValueError(f"'{text}' ends before it starts")
        return Period(year, last_year, 1, 12, "SPAN")
    if match["month"] is not None:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise ValueError(f"'{text}' has no such month")
        return Period(year, year, month, month, "M")
    first, last = _months(match)
    if not 1 <= first <= 12 or not 1 <= last <= 12:
        raise ValueError(f"'{text}' has no such month")
    if last < first:
        raise ValueError(f"'{text}' ends before it starts")
    return Period(year, year, first, last, _kind(first, last))


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month of a match that is neither a month nor a span of years."""
    if match["quarter"] is not None:
        quarter = int(match["quarter"])
        return 3 * quarter - 2, 3 * quarter
    if match["half"] is not None:
        return 1, 6
    if match["nine"] is not None:
        return 1, 9
    if match["first"] is not None:
        return int(match["first"]), int(match["last"])
    return 1, 12


def _kind(first: int, last: int) -> str:
    """Kind of a run of months."""
    if first == 1 and last in _FROM_JANUARY:
        return _FROM_JANUARY[last]
    if last - first == 2 and last % 3 == 0:
        return f"Q{last // 3}"
    return "YTD"
