"""What is kept of many draws: counts, sums, histograms on fixed edges; they merge exactly in any order."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterecon.ground.arrays import Array
from clusterecon.model.passes import ABOVE, BELOW, BINS, NONE, WORST, Counts, Edges, Goals, count_goals, fold

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
STATISTICS = ("mean", *(f"p{p}" for p in PERCENTILES))
AROUND = 2
"""Percentage points on either side of the median that tell the density there."""
DEVIATIONS = 4
"""By how many standard deviations of the first draws' own percentiles bins reach beyond them."""
TELLING = 2_048
"""First draws of all, which tell where the bins lie."""
STEEP = np.finfo(float).max
"""Bins per unit where all draws, or all but a few, share one value."""


def edges_of(first: Array, years: Collection[int] = ()) -> Edges:
    """Return the bins of each outcome, found from the first draws, shape (outcomes, draws).

    They hold the percentiles that are told, of all draws whatever their distribution: the share of n draws
    below a percentile p has the standard deviation ``sqrt(p (1 - p) / n)``. Draws with no value count as the
    highest. ``years`` are the rows of outcomes that are whole years: each of their bins is a year.
    """
    low, scale, median = np.zeros(len(first)), np.full(len(first), STEEP), np.zeros(len(first))
    last, shares = first.shape[1] - 1, np.array(PERCENTILES) / 100
    reach = DEVIATIONS * np.sqrt(shares * (1 - shares) / (last + 1)) if last + 1 >= TELLING else 0.0
    ranks = np.floor(shares * last).astype(int)
    below = np.floor(np.maximum(shares - reach, 0) * last).astype(int)
    above = np.ceil(np.minimum(shares + reach, 1) * last).astype(int)
    places = np.unique([below, ranks, above])
    for k, values in enumerate(first):
        ordered = np.partition(values, places)
        told = np.flatnonzero(np.isfinite(ordered[ranks]))
        if told.size:
            inside = ordered[below[told[0]] : above[told[-1]] + 1]
            inside = inside[np.isfinite(inside)]
            low[k], median[k], width = inside.min(), ordered[ranks[len(ranks) // 2]], np.ptp(inside)
            if width > BINS / STEEP:
                scale[k] = (1 - 1e-9) * BINS / width
    rows = list(years)
    low[rows], scale[rows] = -0.5, 1.0
    return Edges(low, scale, median)


@dataclass(frozen=True)
class Part:
    """What some blocks of draws give, one after the other.

    Attributes
    ----------
    rows
        Draws of each block.
    counts
        By outcome.
    under
        Draws under the first draws' median, by block and outcome.
    hits
        Draws that reach each goal, then all, then all dry ones, by block.
    shortfall
        Sum of what is missing where a goal is not reached, by goal.
    """

    rows: tuple[int, ...]
    counts: Counts
    under: "NDArray[np.uint16]"
    hits: "NDArray[np.int32]"
    shortfall: Array


class Tally:
    """Adds up blocks of draws."""

    def __init__(self, edges: Edges, goals: Goals) -> None:
        size = len(edges.low)
        self.edges, self.goals = edges, goals
        self._counts = Counts(
            np.zeros((size, NONE + 1), dtype=np.int32),
            np.zeros(size),
            np.full(size, np.inf),
            np.full(size, -np.inf),
            np.zeros(size, dtype=np.int64),
            np.zeros(size, dtype=np.int64),
        )
        self._shortfall = np.zeros(len(goals.rows))
        self._rows: list[int] = []
        self._under: list[NDArray[np.uint16]] = []
        self._hits: list[NDArray[np.int32]] = []

    def begin_block(self) -> None:
        """Begin a block."""
        self._rows.append(0)
        self._hits.append(np.zeros(len(self.goals.rows) + 2, dtype=np.int32))
        self._counts.under[:] = 0

    def add(self, out: Array) -> None:
        """Add draws to the block, shape (outcomes, draws)."""
        self._rows[-1] += out.shape[1]
        fold(out, self.edges, self._counts)
        count_goals(out, self.goals, self._hits[-1], self._shortfall)

    def end_block(self) -> None:
        """End a block."""
        self._under.append(self._counts.under.astype(np.uint16))

    def part(self) -> Part:
        """Return what was added."""
        return Part(
            tuple(self._rows), self._counts, np.array(self._under), np.array(self._hits), self._shortfall
        )


@dataclass
class Sums:
    """Parts of a run put together: bins are added as they come, the rest is kept by task."""

    edges: Edges
    bins: "NDArray[np.int64] | None" = None
    parts: dict[int, Part] = field(default_factory=dict)

    def add(self, task: int, part: Part) -> None:
        """Add a part; its bins are let go."""
        bins = part.counts.bins
        self.bins = bins.astype(np.int64) if self.bins is None else np.add(self.bins, bins, out=self.bins)
        kept = part.counts._replace(bins=bins[:0].copy())
        self.parts[task] = Part(part.rows, kept, part.under, part.hits, part.shortfall)

    def summary(self, years: Collection[int] = ()) -> "Summary":
        """Return mean, quantiles and the rest; ``years`` as in `edges_of`."""
        assert self.bins is not None
        parts = [self.parts[task] for task in sorted(self.parts)]
        counts = [part.counts for part in parts]
        rows = [rows for part in parts for rows in part.rows]
        draws = sum(rows)
        least = np.min([c.least for c in counts], axis=0)
        most = np.max([c.most for c in counts], axis=0)
        none = self.bins[:, NONE] > 0
        total = np.sum([c.total for c in counts], axis=0)
        shares = np.array([*PERCENTILES, 50 - AROUND, 50 + AROUND]) / 100
        values, errors = _quantiles(self.bins, self.edges, least, most, shares)
        chosen = list(years)
        values[:, chosen] = _years(self.bins[chosen], shares)
        errors[:, chosen] = 0.0
        told = values[: len(PERCENTILES)]
        spread = np.fmax.reduce(told) - np.fmin.reduce(told)
        error = np.max(errors[: len(PERCENTILES)], axis=0)
        relative = np.divide(error, spread, out=np.where(error > 0, np.inf, 0.0), where=spread > 0)
        return Summary(
            tuple(rows),
            np.concatenate([[np.where(none, np.nan, total / draws)], values[: len(PERCENTILES)]]),
            relative,
            np.sum([c.positive for c in counts], axis=0) / draws,
            (values[-1] - values[-2]) / (2 * AROUND / 100),
            np.concatenate([part.under for part in parts]),
            np.concatenate([part.hits for part in parts]),
            np.sum([part.shortfall for part in parts], axis=0),
        )


@dataclass(frozen=True)
class Summary:
    """What a run keeps of a scenario.

    Attributes
    ----------
    rows
        Draws of each block.
    statistics
        Mean and quantiles of each outcome, (8, outcomes); NaN is "none".
    quantile_error
        Greatest error of an outcome's quantiles over the distance from the 5th to the 95th, (outcomes,); from
        the first to the last that there is.
    positive
        Share of draws above 0, (outcomes,).
    scale
        Inverse of the density at the median, (outcomes,).
    under
        Draws under the first draws' median, by block and outcome.
    hits
        Draws that reach each goal, then all, then all dry ones, by block.
    shortfall
        Sum of what is missing where a goal is not reached, by goal.
    """

    rows: tuple[int, ...]
    statistics: Array
    quantile_error: Array
    positive: Array
    scale: Array
    under: "NDArray[np.uint16]"
    hits: "NDArray[np.int32]"
    shortfall: Array


def _quantiles(
    bins: "NDArray[np.int64]", edges: Edges, least: Array, most: Array, shares: Array
) -> tuple[Array, Array]:
    """Return quantiles and the most they may be off, (shares, outcomes); draws of a bin are spread evenly."""
    reached = np.cumsum(bins, axis=1)
    wanted = shares[:, np.newaxis] * (reached[:, -1] - 1)
    place = np.array([np.sum(reached <= row[:, np.newaxis], axis=1) for row in wanted])
    outcome = np.arange(len(bins))
    held = bins[outcome, place]
    before = reached[outcome, place] - held
    start = edges.low + (place - BELOW - 1) / edges.scale
    end = np.where(edges.scale == STEEP, edges.low, edges.low + (place - BELOW) / edges.scale)
    low = np.clip(np.where(place == BELOW, least, start), least, most)
    high = np.clip(np.where(place == BELOW, edges.low, np.where(place == ABOVE, most, end)), least, most)
    part = np.clip((wanted - before + 0.5) / np.maximum(held, 1), 0, 1)
    known = (place != NONE) & (place != WORST) & np.isfinite(low) & np.isfinite(high)
    width = np.subtract(high, low, out=np.zeros_like(low), where=known)
    return np.where(known, low + part * width, np.nan), width


def _years(bins: "NDArray[np.int64]", shares: Array) -> Array:
    """Return the first year by which each share of the draws has come, (shares, outcomes); NaN if never."""
    reached = np.cumsum(bins, axis=1)
    rank = np.ceil(shares[:, np.newaxis] * reached[:, -1] - 1e-9)
    place = np.array([np.sum(reached < row[:, np.newaxis], axis=1) for row in rank])
    return np.where(place >= ABOVE, np.nan, place - BELOW - 1.0)
