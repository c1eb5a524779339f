"""Readings of one series, with what a forecaster asks of them: year, kind of period, release date."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from clusterecon.errors import InputError, nearest
from clusterecon.ground.periods import parse_period

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.data.tables import Tables


def readings(
    tables: Tables, table: str, series: str, statuses: Collection[str] | None = None
) -> pd.DataFrame:
    """Return every reading of a series in view, all vintages.

    Parameters
    ----------
    tables
        All that is known, or a view `as_of` a day.
    table, series
        Where to look.
    statuses
        Keep these statuses only; None keeps all.

    Returns
    -------
    DataFrame
        ``period, year, kind, first_month, last_month, value, unit, release_date, status, line``, sorted by
        period, then release date, then line; empty where nothing is known yet.

    Raises
    ------
    InputError
        When the table has no column ``series``, or, in an unlimited view, no such series.
    """
    frame = tables.table(table)
    if "series" not in frame.columns:
        raise InputError(f"table '{table}' has no series")
    rows = frame[frame["series"] == series]
    if not len(rows) and tables.vintage is None:
        raise InputError(f"no series '{series}' in table '{table}'{nearest(series, set(frame['series']))}")
    if statuses is not None:
        rows = rows[rows["status"].isin(list(statuses))]
    periods = [parse_period(text) for text in rows["period"]]
    out = rows[["period", "value", "unit", "release_date", "status", "line"]].copy()
    out.insert(1, "year", [p.year for p in periods])
    out.insert(2, "kind", [p.kind for p in periods])
    out.insert(3, "first_month", [p.first_month for p in periods])
    out.insert(4, "last_month", [p.last_month for p in periods])
    return out.sort_values(["year", "first_month", "last_month", "release_date", "line"]).reset_index(
        drop=True
    )


def newest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the newest reading of each period: the series as revised.

    Parameters
    ----------
    frame
        As from `readings`. Of two readings of one day the one further down the file counts.
    """
    keys = ["year", "kind", "first_month", "last_month"]
    return (
        frame.sort_values(["release_date", "line"])
        .drop_duplicates(keys, keep="last")
        .sort_values(keys)
        .reset_index(drop=True)
    )
