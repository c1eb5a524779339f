"""Keyed Latin hypercube in blocks, with rank correlations.

The uniforms of a column depend on the seed, the block and the column's **name**, and on nothing else: a new
assumption moves no other column, the number of workers changes nothing, and all scenarios share common
random numbers. McKay, Beckman and Conover (1979) for the Latin hypercube; Iman and Conover (1982) for
correlating its columns by reordering them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from clusterecon.ground.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from clusterecon.scenario.assumptions import Distribution

BLOCK = 8_192
_NODES = 4_097


@dataclass(frozen=True)
class RankCorrelation:
    """A rank correlation between two named columns."""

    first: str
    second: str
    rank: float


def block_sizes(draws: int) -> list[int]:
    """Return the rows of each block: full blocks of 8,192 and a last part block."""
    full, rest = divmod(draws, BLOCK)
    return [BLOCK] * full + ([rest] if rest else [])


def _generator(seed: int, block: int, name: str) -> np.random.Generator:
    digest = sha256(f"{seed}\x1f{block}\x1f{name}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=np.frombuffer(digest[:16], dtype=np.uint64)))


def uniforms(seed: int, block: int, name: str) -> "NDArray[np.float64]":
    """Draw one column of a Latin hypercube: one point in each of 8,192 strata, in random order.

    Strictly between 0 and 1, shape (8192,). It depends on seed, block and name, and on nothing else.
    """
    generator = _generator(seed, block, name)
    points = (np.arange(BLOCK) + generator.random(BLOCK)) / BLOCK
    return np.asarray(np.clip(generator.permutation(points), 1e-12, 1 - 1e-12))


def check_correlations(correlations: Sequence[RankCorrelation]) -> "NDArray[np.float64]":
    """Return the Gaussian correlation matrix of the names in sorted order.

    A rank correlation r is the Gaussian one 2 sin(pi r / 6) (Kruskal 1958).

    Raises
    ------
    InputError
        A pair stands twice, or the matrix is not positive definite.
    """
    names = _names(correlations)
    matrix = np.eye(len(names))
    seen: set[frozenset[str]] = set()
    for pair in correlations:
        key = frozenset((pair.first, pair.second))
        if key in seen or len(key) == 1:
            raise InputError(
                f"correlations: the pair {pair.first}, {pair.second} is given twice or with itself"
            )
        seen.add(key)
        i, j = names.index(pair.first), names.index(pair.second)
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi * pair.rank / 6)
    if names and np.linalg.eigvalsh(matrix)[0] <= 1e-10:
        raise InputError(f"correlations: no numbers can be correlated like this: {', '.join(names)}")
    return matrix


def _names(correlations: Sequence[RankCorrelation]) -> list[str]:
    return sorted({name for pair in correlations for name in (pair.first, pair.second)})


def sample_block(
    names: Sequence[str], seed: int, block: int, rows: int, correlations: Sequence[RankCorrelation] = ()
) -> dict[str, "NDArray[np.float64]"]:
    """Draw the uniforms of several columns for one block, each (rows,), by name.

    A part block is a full block cut to its first rows; a column being in random order already, the cut is a
    random choice. Correlated columns are reordered, so that each keeps its own strata.
    """
    wanted = {name: uniforms(seed, block, name) for name in names}
    together = _names(correlations)
    if any(name in wanted for name in together):
        from scipy.special import ndtri

        own = [wanted[n] if n in wanted else uniforms(seed, block, n) for n in together]
        scores = np.linalg.cholesky(check_correlations(correlations)) @ ndtri(np.stack(own))
        for column, score, name in zip(own, scores, together, strict=True):
            if name in wanted:
                wanted[name] = np.sort(column)[np.argsort(np.argsort(score, kind="stable"), kind="stable")]
    return {name: column[:rows] for name, column in wanted.items()}


def quantile_function(
    distribution: "Distribution", value: float, u: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Turn uniforms into draws of an assumption: its inverse distribution function.

    Parameters
    ----------
    distribution
        Family and parameters.
    value
        The assumption's value: the mode of ``pert`` and ``triangular``, the mean of ``normal``, the median of
        ``lognormal``.
    u
        Uniforms in (0, 1), any shape.
    """
    if distribution.shape == "discrete":
        return _discrete(distribution, u)
    if distribution.shape in ("normal", "lognormal"):
        return _normal(distribution, value, u)
    low, high = distribution.low, distribution.high
    assert low is not None and high is not None
    if distribution.shape == "uniform":
        return low + (high - low) * u
    if distribution.shape == "triangular":
        return _triangular(low, value, high, u)
    if distribution.shape == "pert":
        a, b = 1 + 4 * (value - low) / (high - low), 1 + 4 * (high - value) / (high - low)
    else:
        assert distribution.alpha is not None and distribution.beta is not None
        a, b = distribution.alpha, distribution.beta
    nodes, table = _beta_table(a, b)
    return low + (high - low) * np.interp(u, nodes, table)


def _triangular(low: float, mode: float, high: float, u: "NDArray[np.float64]") -> "NDArray[np.float64]":
    width = high - low
    left = (mode - low) / width
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u < left, rising, falling)


def _discrete(distribution: "Distribution", u: "NDArray[np.float64]") -> "NDArray[np.float64]":
    values = np.asarray(distribution.values, dtype=float)
    weights = distribution.probabilities or [1 / len(values)] * len(values)
    index = np.searchsorted(np.cumsum(weights), u, side="right")
    return values[np.minimum(index, len(values) - 1)]


def _normal(distribution: "Distribution", value: float, u: "NDArray[np.float64]") -> "NDArray[np.float64]":
    from scipy.special import ndtr, ndtri

    deviation = distribution.standard_deviation
    assert deviation is not None
    lognormal = distribution.shape == "lognormal"
    centre = np.log(value) if lognormal else value

    def rank(bound: float | None, otherwise: float) -> float:
        if bound is None or (lognormal and bound <= 0):
            return otherwise
        bound = float(np.log(bound)) if lognormal else bound
        return float(ndtr((bound - centre) / deviation))

    low, high = rank(distribution.low, 0.0), rank(distribution.high, 1.0)
    draws = centre + deviation * ndtri(low + (high - low) * u)
    return np.asarray(np.exp(draws) if lognormal else draws)


@lru_cache(maxsize=256)
def _beta_table(a: float, b: float) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Tabulate the inverse of a beta distribution; ``betaincinv`` itself is some fifty times slower.

    The nodes crowd towards 0 and 1, where the inverse bends; the interpolation error is below 1e-5 of the
    range (tested).
    """
    from scipy.special import betaincinv

    t = np.linspace(0, 1, _NODES)
    nodes = t * t * t * (t * (6 * t - 15) + 10)
    return nodes, betaincinv(a, b, nodes)
