"""What the baseline reads: four tidy frames, cut to the rows it uses, with a fingerprint of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from clusterecon.baseline.readings import (
    COLUMNS,
    FULL_YEAR,
    as_known,
    latest,
    match_published_growth,
    quarterly_levels,
    span,
    tidy,
    yearly_spans,
)

Source = tuple[str, str]
"""A table's name and a series' name in it."""


@dataclass(frozen=True)
class SeriesNames:
    """Where the baseline's readings stand: for each, (table, series) pairs that are read together.

    Parameters
    ----------
    national_quarterly
        Levels of industrial value added at constant prices, by quarter.
    national_annual
        Annual growth of the same, %, spliced over changes of base.
    regional_index
        Growth of the region's industrial production index, %, any period.
    regional_value_added
        Growth of the region's industrial value added, %, any period.
    """

    national_quarterly: tuple[Source, ...]
    national_annual: tuple[Source, ...]
    regional_index: tuple[Source, ...]
    regional_value_added: tuple[Source, ...]


@dataclass(frozen=True)
class BaselineSettings:
    """Choices of method; none of these numbers was chosen by score.

    Parameters
    ----------
    vintage_noise
        Standard deviation of revisions of national growth, points.
    minimum_readings
        Annual readings needed before the first origin of a back-test.
    persistence_from
        First year of annual growth used for ρ and for the annual check.
    shrinkage
        κ of `clusterecon.baseline.part_year.part_year_rule`, pairs.
    part_year_floor
        Least standard deviation of full year minus part, points.
    last_origins
        Back-test only so many of the latest national origins, for a quick look; all where ``None``.
    omitted
        Quarters such as ``2020Q2`` left out when national models are fitted, to show what keeping them
        is worth; none by default.
    """

    vintage_noise: float = 0.2
    minimum_readings: int = 5
    persistence_from: int = 2005
    shrinkage: float = 5.0
    part_year_floor: float = 0.3
    last_origins: int | None = None
    omitted: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class BaselineInputs:
    """The readings of one forecast. Frames hold ``period, value, status, release_date`` (see `readings`).

    The caller cuts them to what was known at its date; nothing here looks at the clock or at other rows.
    Rows whose period the baseline does not use (single months, later quarters) are dropped, so that they
    change neither forecast nor fingerprint.

    Parameters
    ----------
    national_quarterly, national_annual, regional_index, regional_value_added
        As in `SeriesNames`.
    base_year
        Year whose level is known; paths hold every year after it.
    settings
        Choices of method.
    """

    national_quarterly: pd.DataFrame
    national_annual: pd.DataFrame
    regional_index: pd.DataFrame
    regional_value_added: pd.DataFrame
    base_year: int
    settings: BaselineSettings = field(default_factory=BaselineSettings)

    def __post_init__(self) -> None:
        quarterly = tidy(self.national_quarterly)
        is_quarter = quarterly["period"].str.fullmatch(r"\d{4}-Q[1-4]")
        object.__setattr__(
            self, "national_quarterly", quarterly[is_quarter.to_numpy(dtype=bool)].reset_index(drop=True)
        )
        annual = tidy(self.national_annual)
        spans, first = [span(p) for p in annual["period"]], self.settings.persistence_from
        wanted = [s is not None and s[1] == FULL_YEAR and s[0] >= first for s in spans]
        annual = annual[np.array(wanted, dtype=bool)].reset_index(drop=True)
        object.__setattr__(self, "national_annual", annual)
        for name in ("regional_index", "regional_value_added"):
            object.__setattr__(self, name, _used(getattr(self, name)))

    def annual(self) -> pd.Series:
        """Return national annual growth in %, newest vintage, derived splices included, by year."""
        return latest(yearly_spans(self.national_annual), excluded=())

    def levels(self) -> pd.Series:
        """Return national quarterly levels, complete years growing as published."""
        return match_published_growth(quarterly_levels(self.national_quarterly), self.annual())

    def index_spans(self) -> pd.DataFrame:
        """Return the regional index readings with their year and part."""
        return yearly_spans(self.regional_index)

    def value_added_spans(self) -> pd.DataFrame:
        """Return the regional value added readings with their year and part."""
        return yearly_spans(self.regional_value_added)

    def index_known_at_origin(self, year: int) -> pd.Series:
        """Return annual index growth before ``year`` as known on 31 January of it, by year (pseudo)."""
        known = as_known(self.index_spans(), f"{year}-01-31")
        return known[known.index < year]

    def fingerprint(self, *names: str) -> str:
        """Return the SHA-256 of the used rows of the named frames (all by default) and of the settings."""
        frames = names or (
            "national_quarterly",
            "national_annual",
            "regional_index",
            "regional_value_added",
        )
        plain = {
            "settings": asdict(self.settings),
            "base_year": self.base_year,
            **{name: getattr(self, name)[list(COLUMNS)].to_numpy().tolist() for name in frames},
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

    def default_as_of(self) -> str:
        """Return the newest release date among the readings used, as ISO text."""
        frames = (
            self.national_quarterly,
            self.national_annual,
            self.regional_index,
            self.regional_value_added,
        )
        return max(str(frame["release_date"].max()) for frame in frames if len(frame))


def inputs_from_tables(
    frames: Mapping[str, pd.DataFrame],
    names: SeriesNames,
    base_year: int,
    settings: BaselineSettings | None = None,
) -> BaselineInputs:
    """Collect the baseline's inputs from raw tables by name, already cut to a date.

    Their columns are ``series, period, value, status, release_date``. `ValueError` when a table or column is
    missing, or a national or index series has no row.
    """
    parts = {
        "national_quarterly": names.national_quarterly,
        "national_annual": names.national_annual,
        "regional_index": names.regional_index,
        "regional_value_added": names.regional_value_added,
    }
    collected = {key: _rows(frames, sources) for key, sources in parts.items()}
    empty = [
        key for key in ("national_quarterly", "national_annual", "regional_index") if collected[key].empty
    ]
    if empty:
        raise ValueError(f"no reading of {', '.join(empty)} is known at this date")
    return BaselineInputs(**collected, base_year=base_year, settings=settings or BaselineSettings())


def _rows(frames: Mapping[str, pd.DataFrame], sources: tuple[Source, ...]) -> pd.DataFrame:
    picked = []
    for table, series in sources:
        if table not in frames or "series" not in frames[table].columns:
            raise ValueError(f"no table {table!r} with a column 'series' (tables: {sorted(frames)})")
        frame = frames[table]
        picked.append(tidy(frame[np.asarray(frame["series"].astype(str) == series)]))
    return pd.concat(picked, ignore_index=True)


def _used(frame: pd.DataFrame) -> pd.DataFrame:
    rows = tidy(frame)
    return rows[np.array([span(p) is not None for p in rows["period"]], dtype=bool)].reset_index(drop=True)
