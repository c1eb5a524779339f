"""Tidy readings: which period a row speaks of, which vintage counts, what was known when.

A frame of readings has the columns ``period`` (text), ``value`` (%, or a level), ``status`` (text) and
``release_date`` (ISO text or date). Levels and growth never share a frame.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterecon.ground.periods import parse_period

COLUMNS = ("period", "value", "status", "release_date")

FULL_YEAR = "FY"
PARTS = ("Q1", "H1", "9M")
"""Part-years that a forecast is updated with, shortest first."""

DERIVED = ("derived",)
"""Statuses that no model is fitted to: figures worked out here, not published."""

_PARTS_FROM_JANUARY = {"A": FULL_YEAR, **{part: part for part in PARTS}}


@dataclass(frozen=True)
class Reading:
    """One published figure in %, of a year or its part (``FY``, ``Q1``, ``H1``, ``9M``), by release date."""

    year: int
    part: str
    value: float
    release_date: str


def span(period: str) -> tuple[int, str] | None:
    """Return the year and the part of it that starts in January: ``FY``, ``Q1``, ``H1``, ``9M``.

    ``2025-M01..M06`` and ``2025-H1`` are the same; a single later quarter or month, or another run of
    months, is ``None``.
    """
    found = parse_period(period)
    return (found.year, _PARTS_FROM_JANUARY[found.kind]) if found.kind in _PARTS_FROM_JANUARY else None


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the four columns of readings with ISO dates, sorted, so that row order changes nothing.

    Raises `ValueError` when a column is missing or a value is not finite.
    """
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        raise ValueError(f"readings need the columns {list(COLUMNS)}; missing: {missing}")
    out = pd.DataFrame({c: frame[c].to_numpy() for c in COLUMNS})
    out["period"] = out["period"].astype(str)
    out["status"] = out["status"].astype(str)
    out["value"] = out["value"].astype(float)
    out["release_date"] = [str(day)[:10] for day in out["release_date"]]
    if not np.isfinite(out["value"]).all():
        raise ValueError("a reading is not a finite number")
    return out.sort_values(list(COLUMNS)).reset_index(drop=True)


def yearly_spans(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose period starts in January, with the columns ``year`` and ``part`` added.

    A full-year figure released before 15 December of its own year is an expectation, and left out.
    """
    spans = [span(period) for period in frame["period"]]
    out = frame[np.array([s is not None for s in spans], dtype=bool)].copy()
    kept = [s for s in spans if s is not None]
    out["year"] = np.array([year for year, _ in kept], dtype=np.int64)
    out["part"] = np.array([part for _, part in kept], dtype=object)
    early = (out["part"] == FULL_YEAR) & (out["release_date"] < out["year"].astype(str) + "-12-15")
    return out[~early].reset_index(drop=True)


def latest(spans: pd.DataFrame, *, excluded: Collection[str] = DERIVED) -> pd.Series:
    """Return for each year the newest full-year reading, indexed by year.

    Two readings of one day are averaged. A year whose newest reading has an excluded status (one that no
    model may be fitted to) is left out, since the older one is superseded.
    """
    return _pick(spans[spans["part"] == FULL_YEAR], excluded)


def as_known(spans: pd.DataFrame, date: str) -> pd.Series:
    """Return for each year the full-year reading as known at ``date``, or the first one released after it.

    Back-tests use it: a figure whose first release was not kept is taken from the oldest later vintage,
    which is why they are *pseudo* real time.
    """
    rows = spans[spans["part"] == FULL_YEAR]
    before = rows[rows["release_date"] <= date]
    after = rows[~rows["year"].isin(before["year"].unique())]
    first = after[after["release_date"] == after.groupby("year")["release_date"].transform("min")]
    both: pd.Series = pd.concat([_pick(before, DERIVED), _pick(first, DERIVED)]).sort_index()
    return both


def same_vintage_pairs(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return for each year and part in both frames the pair of readings released nearest to each other.

    Columns ``year, part, left, right, days`` (days between the releases), sorted by year and part; years
    whose newest reading is derived are left out.
    """
    columns = ["year", "part", "value", "release_date"]
    both = _published(left)[columns].merge(_published(right)[columns], on=["year", "part"])
    gap = pd.to_datetime(both["release_date_x"]) - pd.to_datetime(both["release_date_y"])
    both["days"] = gap.dt.days.abs()
    nearest = both[both["days"] == both.groupby(["year", "part"])["days"].transform("min")]
    pairs = nearest.groupby(["year", "part"], as_index=False)[["value_x", "value_y", "days"]].mean()
    renamed: pd.DataFrame = pairs.rename(columns={"value_x": "left", "value_y": "right"})
    return renamed


def quarterly_levels(frame: pd.DataFrame) -> pd.Series:
    """Return levels of quarters (``2024-Q3``), newest vintage, by a quarterly PeriodIndex without gaps.

    Raises `ValueError` where quarters are missing between the first and the last, or a level is not above 0.
    """
    newest = frame[frame["release_date"] == frame.groupby("period")["release_date"].transform("max")]
    levels = newest.groupby("period")["value"].mean()
    levels.index = pd.PeriodIndex([p.replace("-", "") for p in levels.index], freq="Q")
    levels = levels.sort_index()
    if levels.empty or len(levels) != (levels.index[-1] - levels.index[0]).n + 1:
        raise ValueError("quarterly levels are empty or have gaps")
    if not (levels > 0).all():
        raise ValueError("quarterly levels must be above 0")
    return levels.rename("level")


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
    years = growth.index.to_numpy(dtype=np.int64)
    return {int(y): float(v) for y, v in zip(years, growth.to_numpy(dtype=float), strict=True)}


def annual_growth(levels: pd.Series) -> pd.Series:
    """Return growth of complete calendar years in %, indexed by year."""
    years = levels.groupby(years_of(levels))
    sums = years.sum()[years.count() == 4]
    growth = 100 * (sums / sums.shift() - 1)
    return growth.dropna().rename("growth")


def part_year_growth(levels: pd.Series, part: str) -> pd.Series:
    """Return growth of the first one, two or three quarters of each year in %, indexed by year."""
    quarters = PARTS.index(part) + 1
    rows = levels[pd.PeriodIndex(levels.index).quarter <= quarters]
    years = rows.groupby(years_of(rows))
    sums = years.sum()[years.count() == quarters]
    growth = 100 * (sums / sums.shift() - 1)
    return growth.dropna().rename("growth")


def _published(spans: pd.DataFrame) -> pd.DataFrame:
    newest = spans[spans["release_date"] == spans.groupby(["year", "part"])["release_date"].transform("max")]
    superseded = newest[newest["status"].isin(DERIVED)][["year", "part"]].drop_duplicates()
    marked = spans.merge(superseded, on=["year", "part"], how="left", indicator=True)
    return marked[(marked["_merge"] == "left_only") & ~marked["status"].isin(DERIVED)]


def _pick(rows: pd.DataFrame, excluded: Collection[str]) -> pd.Series:
    newest = rows[rows["release_date"] == rows.groupby("year")["release_date"].transform("max")]
    barred = newest.loc[newest["status"].isin(list(excluded)), "year"].unique()
    kept = newest[~newest["year"].isin(barred)]
    return kept.groupby("year")["value"].mean().rename("value")
