"""What the baseline reads: tidy frames, cut to the rows it uses, with a fingerprint of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

from clusterecon.baseline.distribution import kept
from clusterecon.baseline.readings import (
    COLUMNS,
    DERIVED,
    YEAR,
    full_years,
    match_published_growth,
    monthly_growth,
    newest,
    quarterly_levels,
    tidy,
    window,
    windows,
)
from clusterecon.ground.periods import parse_period

PERSISTENCE_FROM = 2005
"""First year of national growth that is used."""

KINDS = ("index", "value_added", "with_construction")
"""Frames of regional readings of any window."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class BaselineInputs:
    """The readings of one forecast. Frames hold ``period, value, status, release_date`` (see `readings`).

    The caller cuts them to what was known at its date; nothing here looks at the clock or at other rows.

    Nation: levels of value added of industry and of construction by quarter, constant prices; annual growth
    of industry, spliced over changes of base; growth of the production index by month and year to date.
    Region: growth of the production index, full years from the statistics office's table (one basis), and
    any window of a year as first printed; growth of value added of industry, and of industry and
    construction. Paths hold every year after the base year. Nothing is estimated on outturns of a year
    ``left_out``, though they still lead to later years. ``replace`` hands on the ``memory`` of `once`.
    """

    national_quarterly: pd.DataFrame
    national_construction: pd.DataFrame
    national_annual: pd.DataFrame
    national_months: pd.DataFrame
    index_table: pd.DataFrame
    index: pd.DataFrame
    value_added: pd.DataFrame
    with_construction: pd.DataFrame
    base_year: int
    left_out: int = 0
    memory: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any]] = field(default_factory=dict, repr=False)

    def once(self, function: Callable[..., T], *read: Any) -> T:  # noqa: ANN401
        """Return ``function(*read)``, not worked out again where what it reads are the very same objects."""
        key = (function.__qualname__, *map(id, read))
        last = self.memory.get(key)
        if last is None or any(one is not other for one, other in zip(last[0], read, strict=True)):
            last = self.memory[key] = (read, function(*read))
        return cast("T", last[1])

    @property
    def annual(self) -> pd.Series:
        """National annual growth in %, newest vintage, splices included, by year."""
        spliced = {"status": {DERIVED: "spliced"}}
        return self.once(lambda rows: full_years(windows(rows).replace(spliced)), self.national_annual)

    @property
    def levels(self) -> pd.Series:
        """National quarterly levels, complete years growing as published."""
        quarters = self.once(quarterly_levels, self.national_quarterly)
        return self.once(match_published_growth, quarters, self.annual)

    @property
    def months(self) -> pd.Series:
        """Growth of the national production index by month, first releases, in %."""
        return self.once(monthly_growth, self.national_months)

    @property
    def regional(self) -> dict[str, pd.DataFrame]:
        """Regional readings of any window with year and months, by kind."""
        both = self.once(lambda *frames: pd.concat(frames, ignore_index=True), self.index, self.index_table)
        kinds = {"value_added": self.value_added, "with_construction": self.with_construction, "index": both}
        return {kind: self.once(windows, frame) for kind, frame in kinds.items()}

    @property
    def index_years(self) -> pd.Series:
        """The region's index by year: the office's table, and what was printed where it has no figure yet."""
        frames = (self.index_table, self.index)
        table, printed = (self.once(full_years, self.once(windows, frame)) for frame in frames)
        return table.combine_first(printed).rename("value")

    @property
    def value_added_years(self) -> pd.Series:
        """Published full-year growth of the region's industrial value added, by year."""
        return self.once(full_years, self.regional["value_added"])

    def readings_of(self, year: int) -> pd.DataFrame:
        """Return the newest reading of a year by kind and window: ``kind, months, value, release_date``.

        Sorted by release, then window; full years of value added are no readings but the outturn.
        """
        frames = [self.once(newest, rows).assign(kind=kind) for kind, rows in self.regional.items()]
        rows = pd.concat(frames, ignore_index=True)
        rows = rows[(rows["year"] == year) & ~((rows["kind"] == "value_added") & (rows["months"] == YEAR))]
        rows = rows.sort_values(["release_date", "months", "kind"], ignore_index=True)
        return rows[["kind", "months", "value", "release_date"]]

    def before(self, series: pd.Series, year: int) -> pd.Series:
        """Return what is estimated on of a series by year: the years before ``year`` but the one left out."""
        return kept(series[series.index < year], self.left_out)

    def key(self, horizon: int) -> str:
        """Return the key of a result up to a year: the year, and the SHA-256 of the rows used."""
        plain = {name: getattr(self, name)[list(COLUMNS)].to_numpy().tolist() for name in FRAMES}
        text = json.dumps({"base_year": self.base_year, **plain}, sort_keys=True)
        return f"{horizon}:{hashlib.sha256(text.encode()).hexdigest()}"

    def default_as_of(self) -> str:
        """Return the newest release date among the readings used, as ISO text."""
        return max(max(getattr(self, name)["release_date"], default="") for name in FRAMES)


FRAMES = tuple(f.name for f in fields(BaselineInputs) if f.type == "pd.DataFrame")
"""Names of the frames of readings."""


def inputs_from_tables(
    frames: Mapping[str, pd.DataFrame], sources: Mapping[str, tuple[tuple[str, str], ...]], base_year: int
) -> BaselineInputs:
    """Collect the baseline's inputs from raw tables, already cut to a date.

    ``sources`` gives the (table, series) pairs of each frame of `BaselineInputs`, read together; a frame
    without any is empty. Rows whose period the baseline does not use are dropped, so that they change neither
    forecast nor fingerprint. `ValueError` when a table or column is missing, or a series named has no
    row, but for value added, which may come later than the index.
    """
    collected = {name: _rows(frames, name, sources.get(name, ())) for name in FRAMES}
    empty = [name for name in FRAMES if sources.get(name) and collected[name].empty]
    if empty and empty != ["value_added"]:
        raise ValueError(f"no reading of {', '.join(empty)} is known at this date")
    return BaselineInputs(base_year=base_year, **collected)  # type: ignore[arg-type]


def _rows(
    frames: Mapping[str, pd.DataFrame], name: str, sources: tuple[tuple[str, str], ...]
) -> pd.DataFrame:
    picked = [pd.DataFrame(columns=list(COLUMNS))]
    for table, series in sources:
        if table not in frames or "series" not in frames[table].columns:
            raise ValueError(f"no table {table!r} with a column 'series' (tables: {sorted(frames)})")
        frame = frames[table]
        picked.append(frame[np.asarray(frame["series"].astype(str) == series)])
    rows = tidy(pd.concat([p for p in picked if len(p)] or picked, ignore_index=True))
    used = np.array([_is_used(name, period) for period in rows["period"]], dtype=bool)
    return rows[used].reset_index(drop=True)


def _is_used(name: str, period: str) -> bool:
    """Return whether a frame's period is one that the baseline reads."""
    found = parse_period(period)
    if name in ("national_quarterly", "national_construction"):
        return found.kind in ("Q1", "Q2", "Q3", "Q4")
    if name == "national_annual":
        return found.kind == "A" and found.year >= PERSISTENCE_FROM
    return window(period) is not None or (name == "national_months" and found.kind == "M")
