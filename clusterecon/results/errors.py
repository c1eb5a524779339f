"""How far a figure may be off because the draws are finitely many: standard errors of stratified draws.

The mean of a Latin hypercube of N draws has the variance R/N, R being the variance that is left of the
outcome when the effect of every column alone is taken out (Stein 1987, Owen 1992); the binomial formula knows
nothing of that. R of an event, an outcome that reaches a threshold, is found in two steps:

1. The column that sorts the event best is taken at the resolution of its own strata. With the outcome moved
   along its local slope, the 33 draws around a stratum tell the probability pi that a draw of that stratum
   reaches the threshold; W is the mean of pi (1 - pi).
2. What is then left of each draw is regressed on cubics of all columns; R is W times the share unexplained.

The first rows of a block, n of N, are a simple random choice of it: (1 - n/N) S²/n is added.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.model.sampling import BLOCK

LEAST_BLOCKS = 8
"""Blocks from which on the spread between them is the standard error."""
NEIGHBOURS = 16
"""Draws on either side that tell the probability of a stratum; the slope is taken over four times as many."""
DEGREE = 3
DENSITY_WIDTH = 0.02


class Strata:
    """The uniforms of one block of draws, by column: which stratum each draw lies in."""

    def __init__(self, uniforms: Mapping[str, Array]) -> None:
        self.columns = np.stack([uniforms[name] for name in sorted(uniforms)])

    def __getstate__(self) -> dict[str, Array]:
        """Leave out of a pickle what is worked out from the columns."""
        return {"columns": self.columns}

    @property
    def rows(self) -> int:
        """Draws of the block."""
        return int(self.columns.shape[1])

    @cached_property
    def cubics(self) -> Array:
        """Legendre polynomials of each column, (rows, columns x 3)."""
        terms = np.polynomial.legendre.legvander(2 * self.columns.T - 1, DEGREE)[..., 1:]
        return np.asarray(terms.reshape(self.rows, -1) * np.tile(np.sqrt([3, 5, 7]), len(self.columns)))

    @cached_property
    def _whitener(self) -> Array:
        """What makes the cubics orthonormal, (terms, terms); no terms where draws are few."""
        terms = self.cubics.shape[1]
        if self.rows < 4 * terms:
            return np.zeros((0, terms))
        return np.asarray(np.linalg.inv(np.linalg.cholesky(self.cubics.T @ self.cubics)))

    def sorting(self, events: Array) -> Array:
        """Return the columns whose cubics alone explain events best, of events (draws, n); (n, draws)."""
        explained = (self.cubics.T @ (events - events.mean(axis=0))).reshape(-1, DEGREE, events.shape[1]) ** 2
        return np.asarray(self.columns[np.argmax(explained.sum(axis=1), axis=0)])

    def unexplained(self, outcomes: Array) -> Array:
        """Return the variance that no column explains by itself, of outcomes (draws, ...)."""
        rest = outcomes - outcomes.mean(axis=0)
        fitted = np.sum((self._whitener @ (self.cubics.T @ rest)) ** 2, axis=0)
        free = self.rows - 1 - len(self._whitener)
        return np.asarray(np.maximum(np.sum(rest**2, axis=0) - fitted, 0) / max(free, 1))


def event_variance(strata: Strata, margin: Array) -> float:
    """Return the variance, over samples, of the share of a block's draws whose margin is at least 0.

    The margin is the outcome less its threshold, (draws,).
    """
    return float(event_variances(strata, margin[np.newaxis])[0])


def event_variances(strata: Strata, margins: Array) -> Array:
    """Return `event_variance` of several outcomes of a block, (outcomes, draws), as quickly as of two."""
    variances = np.zeros(len(margins))
    events = (margins >= 0).astype(float)
    decided = np.flatnonzero(events.min(axis=1) != events.max(axis=1))
    if not decided.size:
        return variances
    rest, within = np.empty((strata.rows, decided.size)), np.empty(decided.size)
    columns = strata.sorting(events[decided].T)
    for n, (event, margin, column) in enumerate(zip(events[decided], margins[decided], columns, strict=True)):
        order = np.argsort(column)
        chance = event[order]
        mixed = _mixed(chance)
        found, neighbours = _chance(margin[order][mixed], column[order][mixed] * BLOCK)
        chance[mixed] = found
        within[n] = np.sum(found * (1 - found) * neighbours / (neighbours - 1)) / strata.rows
        rest[order, n] = event[order] - chance
    spread = np.var(rest, axis=0)
    residual = within * strata.unexplained(rest) / np.where(spread > 0, spread, 1.0)
    cut = (1 - strata.rows / BLOCK) * np.var(events[decided], axis=1) / strata.rows
    variances[decided] = residual / BLOCK + cut
    return variances


def _mixed(event: Array) -> slice:
    """Return the draws, in order, from the first to the last with another outcome in their surroundings."""
    turns = np.flatnonzero(np.diff(event))
    return slice(max(0, int(turns[0]) - 4 * NEIGHBOURS), int(turns[-1]) + 4 * NEIGHBOURS + 2)


def mean_variance(strata: Strata, outcomes: Array) -> Array:
    """Return the variance, over samples, of the mean of a block's draws, (draws, years)."""
    residual = strata.unexplained(outcomes)
    cut = (1 - strata.rows / BLOCK) * np.var(outcomes, axis=0) / strata.rows
    return np.asarray(residual / BLOCK + cut)


def _chance(margin: Array, position: Array) -> tuple[Array, Array]:
    """Return the probability that a draw of each stratum reaches the threshold, and how many draws tell it.

    Draws are in order of the column, at ``position`` in strata. A neighbour is moved along the local slope
    to the stratum, in which it may lie anywhere.
    """
    slope = _slope(margin, position)
    stratum, up = np.floor(position), (slope > 0).astype(float)
    steep = np.maximum(np.abs(slope), np.finfo(float).tiny)
    reached, told = np.zeros(len(margin)), np.zeros(len(margin))
    most = min(NEIGHBOURS, len(margin) - 1)
    for lag in range(-most, most + 1):
        here = slice(max(0, -lag), len(margin) - max(0, lag))
        there = slice(here.start + lag, here.stop + lag)
        top = margin[there] + slope[here] * (stratum[here] - position[there] + up[here])
        reached[here] += np.clip(top / steep[here], 0, 1)
        told[here] += 1
    return reached / told, np.maximum(told, 2)


def _slope(margin: Array, position: Array) -> Array:
    """Return how much an outcome grows from one stratum to the next, around each draw."""
    size = len(margin)
    middle = np.arange(size)
    low = np.clip(middle - 4 * NEIGHBOURS, 0, None)
    high = np.clip(middle + 4 * NEIGHBOURS, None, size - 1)

    def rise(values: Array) -> Array:
        total = np.concatenate([[0.0], np.cumsum(values)])
        before = (total[middle + 1] - total[low]) / (middle + 1 - low)
        after = (total[high + 1] - total[middle]) / (high + 1 - middle)
        return np.asarray(after - before)

    run = rise(position)
    return np.divide(rise(margin), run, out=np.zeros(size), where=run > 0)


def told(error: float) -> float:
    """Return an error to six digits: the last ones of sums over all draws hang on how a machine adds."""
    return float(f"{error:.6g}")


def standard_error(
    means: Sequence[float] | Array, variances: Sequence[float] | Array, rows: Sequence[int]
) -> float:
    """Return the standard error of a mean over blocks, from each block's mean, its variance, and its draws.

    From the spread between the blocks where there are at least 8, else from the strata within them.
    """
    weights = np.asarray(rows) / sum(rows)
    if len(rows) < LEAST_BLOCKS:
        return told(float(np.sqrt(np.sum(weights**2 * np.asarray(variances)))))
    deviations = np.asarray(means) - weights @ np.asarray(means)
    return told(float(np.sqrt(len(rows) / (len(rows) - 1) * np.sum(weights**2 * deviations**2))))


def median_error(strata: Sequence[Strata], blocks: Sequence[Array]) -> float:
    """Return the standard error of the median over blocks, each (draws,).

    That of the share of draws above the median, over the density there: four per cent of the draws over the
    interval that holds them.
    """
    whole = np.concatenate(blocks)
    if np.ptp(whole) == 0:
        return 0.0
    middle = float(np.median(whole))
    low, high = np.quantile(whole, [0.5 - DENSITY_WIDTH, 0.5 + DENSITY_WIDTH])
    margins = [block - middle for block in blocks]
    shares = [float(np.mean(margin >= 0)) for margin in margins]
    few = len(blocks) < LEAST_BLOCKS
    variances = [event_variance(s, m) if few else 0.0 for s, m in zip(strata, margins, strict=True)]
    error = standard_error(shares, variances, [len(block) for block in blocks])
    return told(error * float(high - low) / (2 * DENSITY_WIDTH))
