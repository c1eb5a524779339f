"""Wastewater plants of clusters: how many there are, how they are built, what they cover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError


@dataclass(frozen=True)
class PlantStock:
    """Existing clusters by the state of their plants; each a scalar or (draws,).

    Parameters
    ----------
    clusters
        Operating clusters.
    with_plant
        Of these, with a plant, working or not.
    working
        Of these, with a plant that works.

    Raises
    ------
    InputError
        Unless 0 <= working <= with_plant <= clusters and clusters > 0.

    Examples
    --------
    >>> stock = PlantStock(clusters=10, with_plant=4, working=3)
    >>> float(stock.missing), float(stock.idle), float(stock.outstanding)
    (6.0, 1.0, 7.0)
    """

    clusters: ArrayLike
    with_plant: ArrayLike
    working: ArrayLike

    def __post_init__(self) -> None:
        total, built, running = (np.asarray(v, dtype=np.float64) for v in vars(self).values())
        mistakes = []
        if not np.all(total > 0):
            mistakes.append("clusters: must be above 0")
        if not np.all((built >= 0) & (built <= total)):
            mistakes.append("with_plant: must lie between 0 and clusters")
        if not np.all((running >= 0) & (running <= built)):
            mistakes.append("working: must lie between 0 and with_plant")
        if mistakes:
            raise InputError(mistakes)

    @property
    def missing(self) -> Array:
        """Clusters without any plant."""
        return np.asarray(np.subtract(self.clusters, self.with_plant), dtype=np.float64)

    @property
    def idle(self) -> Array:
        """Clusters whose plant does not work."""
        return np.asarray(np.subtract(self.with_plant, self.working), dtype=np.float64)

    @property
    def outstanding(self) -> Array:
        """Clusters without a working plant: to build or to mend."""
        return self.missing + self.idle


@dataclass(frozen=True)
class BuildOut:
    """Plants of existing clusters year by year, each (draws, years), at the end of the year.

    Parameters
    ----------
    built, mended
        New plants, and idle plants made to work, in the year.
    with_plant, working, outstanding
        Clusters with a plant, with a working one, and without a working one.
    """

    built: Array
    mended: Array
    with_plant: Array
    working: Array
    outstanding: Array


def carry_forward(stock: PlantStock, plants_per_year: ArrayLike, years: float) -> PlantStock:
    """Return the stock some years on: with_plant and working grow by the plants built, missing falls.

    New plants work; idle ones stay idle. No more are built than are missing.

    Parameters
    ----------
    stock
        As counted.
    plants_per_year
        Scalar or (draws,), 0 or above.
    years
        From the count to the base year.

    Examples
    --------
    >>> later = carry_forward(PlantStock(10, 4, 3), 0.5, 4)
    >>> float(later.with_plant), float(later.working), float(later.idle)
    (6.0, 5.0, 1.0)
    """
    built = np.minimum(np.asarray(plants_per_year, dtype=np.float64) * years, stock.missing)
    return PlantStock(
        clusters=stock.clusters,
        with_plant=np.minimum(stock.clusters, stock.with_plant + built),
        working=np.minimum(stock.with_plant + built, stock.working + built),
    )


def build_out_by_year(stock: PlantStock, years: Sequence[int], plants: Mapping[int, float]) -> BuildOut:
    """Serve the clusters named for each year; of those outstanding, missing and idle alike.

    Parameters
    ----------
    stock
        At the end of the first year (the base year).
    years
        Calendar years of the columns.
    plants
        Year -> clusters given a working plant in it. Where a draw has fewer outstanding, all of them are
        served.

    Examples
    --------
    >>> build_out_by_year(PlantStock(10, 4, 3), [2024, 2025, 2026], {2025: 7}).working
    array([[ 3., 10., 10.]])
    """
    remaining = np.atleast_1d(stock.outstanding)
    served = np.zeros((remaining.size, len(years)))
    for column, year in enumerate(years):
        served[:, column] = np.minimum(plants.get(year, 0.0), remaining)
        remaining = remaining - served[:, column]
    return _build_out(stock, served)


def build_out_by_rate(stock: PlantStock, years: int, completion_rate: ArrayLike) -> BuildOut:
    """Serve each year a share h of what is outstanding: outstanding(t) = outstanding(0)·(1-h)^t.

    Parameters
    ----------
    stock
        At the end of the base year, t = 0.
    years
        How many columns, the base year being the first.
    completion_rate
        h, scalar or (draws,), between 0 and 1; 1 is the promise kept in the first year.

    Examples
    --------
    >>> build_out_by_rate(PlantStock(10, 4, 2), 3, 0.5).outstanding
    array([[8., 4., 2.]])
    """
    rate, outstanding = np.atleast_1d(completion_rate, stock.outstanding)
    left = outstanding[:, np.newaxis] * (1 - rate[:, np.newaxis]) ** np.arange(years)
    return _build_out(stock, -np.diff(left, axis=1, prepend=left[:, :1]))


def _build_out(stock: PlantStock, served: Array) -> BuildOut:
    """Split what is served between new and mended plants as they stand among the outstanding."""
    draws = (served.shape[0],)
    outstanding = np.broadcast_to(stock.outstanding, draws)[:, np.newaxis]
    missing = np.broadcast_to(stock.missing, draws)[:, np.newaxis]
    share = np.divide(missing, outstanding, out=np.zeros_like(outstanding), where=outstanding > 0)
    done = np.cumsum(served, axis=1)
    built = served * share
    return BuildOut(
        built=built,
        mended=served - built,
        with_plant=np.broadcast_to(stock.with_plant, draws)[:, np.newaxis] + np.cumsum(built, axis=1),
        working=np.broadcast_to(stock.working, draws)[:, np.newaxis] + done,
        outstanding=np.maximum(0.0, outstanding - done),
    )


def coverage(working: ArrayLike, clusters: ArrayLike, new_clusters: ArrayLike = 0.0) -> Array:
    """Return working plants over operating clusters, (working + new) / (clusters + new).

    New clusters operate with a plant of their own from the start, so they stand above and below the line.

    Parameters
    ----------
    working
        (draws, years), existing clusters with a working plant (or with any plant, for the ratio beside it).
    clusters
        Existing clusters, scalar or (draws,).
    new_clusters
        (draws, years), new clusters delivered by the end of the year.

    Examples
    --------
    >>> coverage([[3.0, 3.0]], 10, [[0.0, 4.0]])
    array([[0.3, 0.5]])
    """
    new = np.asarray(new_clusters, dtype=np.float64)
    return np.asarray((np.asarray(working) + new) / (by_draw(clusters) + new), dtype=np.float64)


def by_draw(value: ArrayLike) -> Array:
    """Return a scalar or (draws, years) as it is, (draws,) as (draws, 1).

    Examples
    --------
    >>> by_draw([1.0, 2.0]).shape
    (2, 1)
    """
    array = np.asarray(value, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array
