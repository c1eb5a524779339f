"""Mean and quantiles of draws, year by year."""

import numpy as np

from clusterecon.ground.arrays import Array

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
STATISTICS = ("mean", *(f"p{p}" for p in PERCENTILES))


def summarise(draws: Array) -> Array:
    """Return mean and the 5, 10, 25, 50, 75, 90 and 95 % quantiles of each year, (8, years).

    Draws are (draws, years), or (draws,) for one year. The order is that of `STATISTICS`; quantiles are by
    linear interpolation between order statistics.
    """
    draws = draws if draws.ndim == 2 else draws[:, np.newaxis]
    if np.all(draws == draws[:1]):
        return np.repeat(draws[:1], len(STATISTICS), axis=0)
    position = (len(draws) - 1) * np.asarray(PERCENTILES) / 100
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, len(draws) - 1)
    ordered = np.array(draws.T, order="C")  # a copy always: it is sorted below
    mean = ordered.mean(axis=1, keepdims=True)
    ordered.sort(axis=1)  # quicker than a partition around fourteen places
    low, high = ordered[:, below], ordered[:, above]
    quantiles = low + (high - low) * (position - below)
    return np.concatenate([mean, quantiles], axis=1).T


def weighted_mean(parts: list[Array], rows: list[int]) -> Array:
    """Return the mean of block results, weighted by their rows."""
    return np.asarray(np.average(np.stack(parts), axis=0, weights=rows))
