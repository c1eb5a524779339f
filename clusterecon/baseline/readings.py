"""Tidy readings: which period a row speaks of, which vintage counts, what was known when.

A frame of readings has the columns ``period`` (text), ``value`` (%, or a level), ``status`` (text) and
``release_date`` (ISO text or date). Levels and growth never share a frame.
"""

from __future__ import annotations

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
    out = pd.DataFrame({c: frame[c].to_numpy() for c in COLUMNS})
    out["period"] = out["period"].astype(str)
    out["status"] = out["status"].astype(str)
    out["value"] = out["value"].astype(float)
    out["release_date"] = [str(day)[:10] for day in out["release_date"]]
    if not np.isfinite(out["value"]).all():
        raise ValueError("a reading is not a finite number")
    return out.sort_values(list(COLUMNS)).reset_index(drop=True)


def windows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose period starts in January, with the columns ``year`` and ``months`` added.

    A full-year figure released before 15 December of its own year is an expectation, and left out.
    """
    found = [window(period) for period in frame["period"]]
    out = frame[np.array([w is not None for w in found], dtype=bool)].copy()
    kept = [w for w in found if w is not None]
    out["year"] = np.array([year for year, _ in kept], dtype=np.int64)
    out["months"] = np.array([months for _, months in kept], dtype=np.int64)
    early = (out["months"] == YEAR) & (out["release_date"] < out["year"].astype(str) + "-12-15")
    return out[~early].reset_index(drop=True)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest reading of each year and window: ``year, months, value, release_date``.

    Readings of one day are averaged. Where the newest is derived the older ones are superseded: none.
    """
    keys = ["year", "months"]
    last = rows[rows["release_date"] == rows.groupby(keys)["release_date"].transform("max")]
    derived = last.loc[last["status"] == DERIVED, keys].drop_duplicates().itertuples(index=False, name=None)
    out: pd.DataFrame = last.groupby([*keys, "release_date"])["value"].mean().reset_index()
    superseded = set(derived)
    kept = [pair not in superseded for pair in zip(out["year"], out["months"], strict=True)]
    return out[np.array(kept, dtype=bool)]


def full_years(rows: pd.DataFrame) -> pd.Series:
    """Return the newest full-year reading of each year that is not derived, by year."""
    years = newest(rows[rows["months"] == YEAR])
    return years.set_index("year")["value"].sort_index()


def same_vintage_pairs(left: pd.DataFrame, right: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Return the pairs of readings of two frames released nearest to each other, one for each ``on``.

    Columns ``on``, ``left``, ``right``; derived readings, and releases too far apart, are left out.
    """
    sides = [side[side["status"] != DERIVED][[*on, "value", "release_date"]] for side in (left, right)]
    both = sides[0].merge(sides[1], on=on)
    gap = pd.to_datetime(both["release_date_x"]) - pd.to_datetime(both["release_date_y"])
    both["days"] = gap.dt.days.abs()
    near = both[both["days"] == both.groupby(on)["days"].transform("min")]
    near = near[near["days"] <= SAME_VINTAGE]
    pairs: pd.DataFrame = near.groupby(on, as_index=False)[["value_x", "value_y"]].mean()
    return pairs.rename(columns={"value_x": "left", "value_y": "right"})


def quarterly_levels(frame: pd.DataFrame) -> pd.Series:
    """Return levels of quarters (``2024-Q3``), newest vintage, by a quarterly PeriodIndex without gaps.

    Raises `ValueError` where quarters are missing between the first and the last, or a level is not above 0.
    """
    last = frame[frame["release_date"] == frame.groupby("period")["release_date"].transform("max")]
    levels = last.groupby("period")["value"].mean()
    levels.index = pd.PeriodIndex([p.replace("-", "") for p in levels.index], freq="Q")
    levels = levels.sort_index()
    if levels.empty or len(levels) != (levels.index[-1] - levels.index[0]).n + 1:
        raise ValueError("quarterly levels are empty or have gaps")
    if not (levels > 0).all():
        raise ValueError("quarterly levels must be above 0")
    return levels.rename("level")


def monthly_growth(frame: pd.DataFrame) -> pd.Series:
    """Return first releases of single months' growth in %, by a monthly PeriodIndex."""
    first = frame[frame["release_date"] == frame.groupby("period")["release_date"].transform("min")]
    spans = [parse_period(period) for period in first["period"]]
    first = first.assign(month=[f"{span.year}-{span.first_month:02}" for span in spans])
    single = first[np.array([span.first_month == span.last_month for span in spans], dtype=bool)]
    growth: pd.Series = single.groupby("month")["value"].mean()
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
    years = rows.groupby(years_of(rows))
    sums = years.sum()[years.count() == months // 3]
    growth = 100 * (sums / sums.shift() - 1)
    return growth.dropna().rename("growth")
