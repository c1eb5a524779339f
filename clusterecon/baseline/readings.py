"""Tidy readings: which period a row speaks of, which vintage counts, what was known when.

A frame of readings has the columns ``period`` (text), ``value`` (%, or a level), ``status`` (text) and
``release_date`` (ISO text or date). Levels and growth never share a frame.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterecon.ground.periods import parse_period

COLUMNS = ("period", "value", "status", "release_date")

YEAR = 12
"""Months of a full year."""

DERIVED = "derived"
"""Status of figures worked out here, not published: no model is fitted to them."""

SAME_VINTAGE = 550
"""Days between two releases beyond which they are of different vintages."""


def window(period: str) -> tuple[int, int] | None:
    """Return the year and the number of its months from January on that a period speaks of.

    ``2025-M01..M06`` and ``2025-H1`` are (2025, 6), ``2025`` is (2025, 12); what does not start in January,
    and a span of years, is ``None``.
    """
    found = parse_period(period)
    if found.first_month != 1 or found.last_year != found.year or found.kind == "M":
        return None
    return found.year, found.last_month


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the four columns of readings with ISO dates, sorted, so that row order changes nothing."""
    out = frame[list(COLUMNS)].astype({"period": str, "status": str, "value": float})
    days = [str(day)[:10] for day in out["release_date"]]
    out["release_date"] = pd.Series(days, out.index, dtype=str)  # text where there is none, too
    if not np.isfinite(out["value"]).all():
        raise ValueError("a reading is not a finite number")
    return out.sort_values(list(COLUMNS)).reset_index(drop=True)


def windows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose period starts in January, with the columns ``year`` and ``months`` added.

    A full-year figure released before 15 December of its own year is an expectation, and left out.
    """
    found = np.reshape([window(period) or (0, 0) for period in frame["period"]], (-1, 2)).astype(np.int64)
    out = frame.assign(year=found[:, 0], months=found[:, 1])[found[:, 1] > 0]
    early = (out["months"] == YEAR) & (out["release_date"] < out["year"].astype(str) + "-12-15")
    return out[~early].reset_index(drop=True)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest reading of each year and window: ``year, months, value, release_date``.

    Readings of one day are averaged. Where the newest is derived the older ones are superseded: none.
    """
    days = rows.assign(derived=rows["status"] == DERIVED).groupby(["year", "months", "release_date"])
    found = days.agg({"value": "mean", "derived": "max"}).reset_index()
    last = found.drop_duplicates(["year", "months"], keep="last")
    return last[~last["derived"].astype(bool)].drop(columns="derived")


def full_years(rows: pd.DataFrame) -> pd.Series:
    """Return the newest full-year reading of each year that is not derived, by year."""
    years = newest(rows[rows["months"] == YEAR])
    return years.set_index("year")["value"].sort_index()


def pair_gaps(left: pd.DataFrame, right: pd.DataFrame, *on: str) -> pd.Series:
    """Return left less right, by year, of the readings released nearest to each other, one for each ``on``.

    Derived readings, and releases too far apart, are left out.
    """
    sides = [side[side["status"] != DERIVED][[*on, "value", "release_date"]] for side in (left, right)]
    both = sides[0].merge(sides[1], on=list(on))
    gap = pd.to_datetime(both["release_date_x"]) - pd.to_datetime(both["release_date_y"])
    both["days"] = gap.dt.days.abs()
    near = both[both["days"] == both.groupby(list(on))["days"].transform("min")]
    pairs = near[near["days"] <= SAME_VINTAGE].groupby(list(on))[["value_x", "value_y"]].mean()
    gaps: pd.Series = pairs["value_x"] - pairs["value_y"]
    return gaps.set_axis(gaps.index.get_level_values("year"))


def released(which: Literal["min", "max"], frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return the first (``min``) or the last (``max``) release of each of the keys, all rows of its day."""
    return frame[frame["release_date"] == frame.groupby(list(keys))["release_date"].transform(which)]


def quarterly_levels(frame: pd.DataFrame) -> pd.Series:
    """Return levels of quarters (``2024-Q3``), newest vintage, by a quarterly PeriodIndex without gaps.

    Raises `ValueError` where quarters are missing between the first and the last, or a level is not above 0.
    """
    levels = released("max", frame, "period").groupby("period")["value"].mean()
    levels.index = pd.PeriodIndex([p.replace("-", "") for p in levels.index], freq="Q")
    if levels.empty or len(levels) != (levels.index[-1] - levels.index[0]).n + 1 or not (levels > 0).all():
        raise ValueError("quarterly levels are empty, have gaps, or are not above 0")
    return levels.rename("level")


def monthly_growth(frame: pd.DataFrame) -> pd.Series:
    """Return first releases of single months' growth in %, by a monthly PeriodIndex."""
    first = released("min", frame, "period")
    spans = [parse_period(period) for period in first["period"]]
    months = [f"{s.year}-{s.first_month:02}" if s.first_month == s.last_month else None for s in spans]
    growth: pd.Series = first.groupby(np.array(months, dtype=object))["value"].mean()
    return growth.set_axis(pd.PeriodIndex(growth.index, freq="M"))


def match_published_growth(levels: pd.Series, published: pd.Series) -> pd.Series:
    """Return a copy whose fourth quarters make complete years grow by the published annual rates, in %.

    Where the last quarter of a year comes from another vintage than the three before it, the year's sum
    does not grow as published; the fourth quarter is the one that is changed.
    """
    out = levels.copy()
    for year in sorted(int(y) for y in published.index):
        now, before = (out[years_of(out) == y] for y in (year, year - 1))
        if len(now) == len(before) == 4:
            wanted = before.sum() * (1 + published.loc[year] / 100)
            if abs(now.sum() / wanted - 1) > 5e-6:
                out.loc[now.index[-1]] = wanted - now.iloc[:3].sum()
    return out


def years_of(levels: pd.Series) -> NDArray[np.int64]:
    """Return the calendar year of each quarter, shape (n,)."""
    return np.asarray(pd.PeriodIndex(levels.index).year, dtype=np.int64)


def by_year(growth: pd.Series) -> dict[int, float]:
    """Return a series indexed by year as a plain dictionary."""
    return dict(zip(growth.index.astype(int).tolist(), growth.astype(float).tolist(), strict=True))


def annual_growth(levels: pd.Series, months: int = YEAR) -> pd.Series:
    """Return growth of calendar years, or of their first months (3, 6 or 9), in %, by year."""
    rows = levels[3 * pd.PeriodIndex(levels.index).quarter <= months]
    years, first, count = np.unique(years_of(rows), return_index=True, return_counts=True)
    sums = pd.Series(np.add.reduceat(rows.to_numpy(), first), years)[count == months // 3]
    growth: pd.Series = 100 * (sums / sums.shift() - 1)
    return growth.dropna().rename("growth")
