"""Latin hypercube of which any draw can be made anywhere, with rank correlations.

The uniform of a draw depends on the seed, the column's **name** and the number of the draw, and on nothing
else: a new assumption moves no other column, the number of workers changes nothing, and all scenarios share
common random numbers. McKay, Beckman and Conover (1979) for the Latin hypercube; Kensler (2013), "Correlated
multi-jittered sampling", for permutations worked out place by place; Nelsen (2006), *An Introduction to
Copulas*, for correlated uniforms.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import compiled, equation
from clusterecon.ground.errors import InputError
from clusterecon.model.quantiles import EDGE, UNIFORM, Inverse, inverse, quantile, standard_normal

Integers = NDArray[np.int64]
Words = tuple[int, int, int, int, int, int, int, int]

BLOCK = 8_192
"""Draws of a block, and strata of each column in it."""
_BITS = 13
_WORD = 0xFFFFFFFF


@dataclass(frozen=True)
class RankCorrelation:
    """A rank correlation between two named columns."""

    first: str
    second: str
    rank: float


class Columns(NamedTuple):
    """The drawn columns of a scenario: all that is needed to make any draw of them.

    Attributes
    ----------
    keys
        Key of each column, (columns, 8).
    kinds, tables
        Inverse distribution function of each column (`Inverse`), (columns,) and (columns, longest table).
    positions
        Where each column stands in a row of what is filled.
    places
        Place of each column among the correlated ones, -1 where it is independent.
    correlated
        Keys of all correlated columns in the order of their names, whether drawn or not.
    cholesky
        Lower triangle L of their Gaussian correlations, ``L L' = 2 sin(pi r / 6)``.
    normal
        Table of the standard normal distribution.
    """

    keys: Integers
    kinds: Integers
    tables: Array
    positions: Integers
    places: Integers
    correlated: Integers
    cholesky: Array
    normal: Array


@equation
def mixed(x: int) -> int:
    """Return a hash of 32 bits, one to one.

    Found by search: Wellons, "hash-prospector". Both factors have 31 bits, so no product has more than 63 and
    the numbers are the same in Python, NumPy and machine code.
    """
    x ^= x >> 16
    x = (x * 0x21F0AAAD) & _WORD
    x ^= x >> 15
    x = (x * 0x735A2D97) & _WORD
    return x ^ (x >> 15)


@equation
def keyed(x: int, first: int, second: int) -> int:
    """Return a hash of 32 bits under two keys of 32 bits."""
    return mixed(mixed(x ^ first) ^ second)


@equation
def block_words(key: Integers, block: int) -> Words:
    """Return the key of a column in one block: eight words of 32 bits."""
    return (
        keyed(block, key[0], key[1]),
        keyed(block, key[1], key[2]),
        keyed(block, key[2], key[3]),
        keyed(block, key[3], key[4]),
        keyed(block, key[4], key[5]),
        keyed(block, key[5], key[6]),
        keyed(block, key[6], key[7]),
        keyed(block, key[7], key[0]),
    )


@equation
def stratum(words: Words, row: int) -> int:
    """Return the stratum of a row of a block, both 0 to 8,191: a permutation, chosen by the words.

    Each of eight rounds adds a number, multiplies by an odd one and folds high bits onto low ones, all modulo
    8,192; each step can be undone, so no two rows share a stratum.
    """
    for word in words:
        row = ((row + word) * ((word >> _BITS) | 1)) & (BLOCK - 1)
        row ^= row >> 6
    return row


@equation
def jittered(words: Words, row: int) -> float:
    """Return the uniform of a row of a block: ``(stratum + jitter) / 8192``, the jitter a hash of the row."""
    jitter = (keyed(row, words[0], words[1]) + 0.5) / 2.0**32
    return min(max((stratum(words, row) + jitter) / BLOCK, EDGE), 1 - EDGE)


@equation
def uniform(key: Integers, draw: int) -> float:
    """Return the uniform of any draw of a column, strictly between 0 and 1."""
    return jittered(block_words(key, draw >> _BITS), draw & (BLOCK - 1))


@equation
def fill_uniforms(first: int, key: Integers, u: Array) -> None:
    """Fill an array with the uniforms of consecutive draws of a column."""
    done = 0
    while done < len(u):
        block, start = (first + done) >> _BITS, (first + done) & (BLOCK - 1)
        words = block_words(key, block)
        count = min(len(u) - done, BLOCK - start)
        for n in range(count):
            u[done + n] = jittered(words, start + n)
        done += count


@equation
def fill_correlated(weights: Array, scores: Array, u: Array) -> None:
    """Fill an array with correlated uniforms: ``u' = Phi(sum of L_ij z_j)``.

    Parameters
    ----------
    weights
        Row i of L.
    scores
        Standard normal scores z of the correlated columns, (columns, draws).
    u
        What is filled, (draws,).
    """
    for row in range(len(u)):
        score = 0.0
        for column in range(len(weights)):
            score += weights[column] * scores[column, row]
        u[row] = min(max(0.5 * math.erfc(-score / math.sqrt(2.0)), EDGE), 1 - EDGE)


@equation
def draw_chunk(first: int, count: int, columns: Columns, flat: Array) -> None:
    """Fill the first rows of a table with consecutive draws of all columns.

    The first of the correlated columns keeps its strata; the others give them up.

    Parameters
    ----------
    first
        Number of the draw of the first row.
    count
        Rows to fill.
    columns
        What is drawn.
    flat
        Table to fill, (rows, width); what stands at other positions is left as it is.
    """
    scores = np.empty((len(columns.correlated), count))
    for place in range(len(columns.correlated)):
        fill_uniforms(first, columns.correlated[place], scores[place])
        for row in range(count):
            scores[place, row] = quantile(columns.normal, scores[place, row])
    u = np.empty(count)
    for column in range(len(columns.kinds)):
        place, position = columns.places[column], columns.positions[column]
        kind, table = columns.kinds[column], columns.tables[column]
        if place > 0:
            fill_correlated(columns.cholesky[place], scores, u)
        else:
            fill_uniforms(first, columns.keys[column], u)
        for row in range(count):
            flat[row, position] = inverse(kind, table, u[row])


@compiled
def fill_columns(first: int, count: int, columns: Columns, flat: Array) -> None:
    """Run `draw_chunk` compiled."""
    draw_chunk(first, count, columns, flat)


def column_key(seed: int, name: str) -> Integers:
    """Return the key of a column: the SHA-256 of seed and name as eight words of 32 bits."""
    digest = sha256(f"{seed}\x1f{name}".encode()).digest()
    return np.frombuffer(digest, dtype="<u4").astype(np.int64)


def columns_of(
    inverses: Mapping[str, Inverse],
    seed: int,
    correlations: Sequence[RankCorrelation] = (),
    positions: Mapping[str, int] | None = None,
) -> Columns:
    """Return what `draw_chunk` needs to draw columns with these names.

    Parameters
    ----------
    inverses
        Inverse distribution function by name of column.
    seed
        Seed of the run.
    correlations
        Rank correlations; both names of a pair need not be drawn.
    positions
        Where each column stands in a row; in the order of ``inverses`` where left out.
    """
    order = positions or {name: number for number, name in enumerate(inverses)}
    together = _names(correlations)
    tables = np.zeros((len(inverses), max((len(i.table) for i in inverses.values()), default=0)))
    for row, entry in zip(tables, inverses.values(), strict=True):
        row[: len(entry.table)] = entry.table
    return Columns(
        keys=_keys(inverses, seed),
        kinds=np.array([entry.kind for entry in inverses.values()], dtype=np.int64),
        tables=tables,
        positions=np.array([order[name] for name in inverses], dtype=np.int64),
        places=np.array([together.index(n) if n in together else -1 for n in inverses], dtype=np.int64),
        correlated=_keys(together, seed),
        cholesky=np.asarray(np.linalg.cholesky(check_correlations(correlations)), dtype=np.float64),
        normal=standard_normal(),
    )


def _keys(names: Collection[str], seed: int) -> Integers:
    return np.array([column_key(seed, name) for name in names], dtype=np.int64).reshape(len(names), 8)


def uniforms(
    names: Sequence[str], seed: int, first: int, count: int, correlations: Sequence[RankCorrelation] = ()
) -> dict[str, Array]:
    """Return the uniforms of consecutive draws of several columns, each (count,), by name."""
    flat = np.empty((count, len(names)))
    fill_columns(first, count, columns_of(dict.fromkeys(names, UNIFORM), seed, correlations), flat)
    return {name: flat[:, number].copy() for number, name in enumerate(names)}


def check_correlations(correlations: Sequence[RankCorrelation]) -> Array:
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
