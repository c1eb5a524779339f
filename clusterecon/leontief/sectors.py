"""Sectors of a table: labels, alignment of arrays, and back to labelled results.

Every public function of the package takes labelled (DataFrame, Series) or plain arrays. Labels are compared,
never realigned: a shuffled vector is a mistake of the caller that a silent realignment would hide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError

BoolArray: TypeAlias = npt.NDArray[np.bool_]
Matrix: TypeAlias = pd.DataFrame | Array
Vector: TypeAlias = "pd.Series[Any] | Array"

MOST_LISTED = 5


@dataclass(frozen=True)
class Sectors:
    """The sectors of a table, labelled or plain."""

    size: int
    labels: "pd.Index[Any] | None"

    def name(self, position: int | np.integer[Any]) -> str:
        """Return the sector's label in quotes, or ``sector 3`` (counted from 1) where there are no labels."""
        return f"sector {int(position) + 1}" if self.labels is None else f"'{self.labels[int(position)]}'"

    def pair(self, row: int | np.integer[Any], column: int | np.integer[Any]) -> str:
        """Name one cell, read from the selling to the buying sector."""
        return f"from {self.name(row)} to {self.name(column)}"

    def vector(self, values: Array, name: str) -> Vector:
        """Return a vector labelled as the input was."""
        return values if self.labels is None else pd.Series(values, index=self.labels, name=name)

    def matrix(self, values: Array) -> Matrix:
        """Return a square matrix labelled as the input was."""
        return values if self.labels is None else pd.DataFrame(values, index=self.labels, columns=self.labels)


def listed(mistakes: Sequence[str]) -> list[str]:
    """Shorten a long list of like mistakes, saying how many more there are."""
    more = len(mistakes) - MOST_LISTED
    return [*mistakes[:MOST_LISTED], *([f"… and {more} more of the same kind"] if more > 0 else [])]


def gather(
    matrices: Mapping[str, npt.ArrayLike], vectors: Mapping[str, npt.ArrayLike] = MappingProxyType({})
) -> tuple[Sectors, dict[str, Array]]:
    """Return the sectors and every array as float64, after checking that all speak of the same sectors.

    `matrices` are square (n, n) by the name used in messages, the first one says what the sectors are;
    `vectors` (n,), (n, 1) or (1, n). Refused: not square, another size, labels repeated, unknown or in
    another order, labelled beside unlabelled.
    """
    arrays: dict[str, Array] = {}
    labels: dict[str, pd.Index[Any] | None] = {}
    mistakes: list[str] = []
    for name, given in matrices.items():
        arrays[name], labels[name] = _square(name, given, mistakes)
    for name, given in vectors.items():
        arrays[name], labels[name] = _flat(name, given, mistakes)
    if not mistakes:
        first = next(iter(arrays))
        sectors = Sectors(arrays[first].shape[0], labels[first])
        for name, array in arrays.items():
            mistakes += _misaligned(first, sectors, name, array.shape[0], labels[name])
    if mistakes:
        raise InputError(mistakes)
    return sectors, arrays


def _numbers(name: str, given: npt.ArrayLike, mistakes: list[str]) -> Array:
    try:
        return np.asarray(given, dtype=np.float64, order="C")  # rounded alike, labelled or plain
    except (TypeError, ValueError):
        mistakes.append(f"{name}: not a regular array of numbers")
        return np.zeros((0, 0))


def _square(name: str, given: npt.ArrayLike, mistakes: list[str]) -> "tuple[Array, pd.Index[Any] | None]":
    array = _numbers(name, given, mistakes)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        mistakes.append(f"{name}: must be square, sectors by sectors, but has shape {array.shape}")
    if not isinstance(given, pd.DataFrame):
        return array, None
    _repeated(f"{name}, rows", given.index, mistakes)
    _repeated(f"{name}, columns", given.columns, mistakes)
    if array.shape[0] == array.shape[1]:
        mistakes += _misaligned(
            f"rows of {name}",
            Sectors(array.shape[0], given.index),
            f"columns of {name}",
            array.shape[1],
            given.columns,
        )
    return array, given.index


def _flat(name: str, given: npt.ArrayLike, mistakes: list[str]) -> "tuple[Array, pd.Index[Any] | None]":
    array = _numbers(name, given, mistakes)
    flat = array.reshape(-1) if array.ndim == 2 and 1 in array.shape else array
    if flat.ndim != 1:
        mistakes.append(f"{name}: must hold one number for each sector, but has shape {array.shape}")
    labels: pd.Index[Any] | None = None
    if isinstance(given, pd.Series):
        labels = given.index
    elif isinstance(given, pd.DataFrame):
        labels = given.index if given.shape[1] == 1 else given.columns
    if labels is not None:
        _repeated(name, labels, mistakes)
    return flat, labels


def _repeated(name: str, labels: "pd.Index[Any]", mistakes: list[str]) -> None:
    twice = labels[labels.duplicated()].unique()
    mistakes += [f"{name}: sector '{label}' appears more than once" for label in twice]


def _misaligned(
    first: str, sectors: Sectors, name: str, size: int, labels: "pd.Index[Any] | None"
) -> list[str]:
    if size != sectors.size:
        return [f"{name}: {size} sectors, but {first} has {sectors.size}"]
    if (labels is None) != (sectors.labels is None):
        plain, labelled = (name, first) if labels is None else (first, name)
        return [f"{plain} is unlabelled while {labelled} carries sector labels: give both or neither labels"]
    if labels is None or sectors.labels is None:
        return []
    unknown = labels.difference(sectors.labels)
    if len(unknown):
        return [f"{name}: sector '{unknown[0]}' is not in {first}"]
    wrong = [i for i in range(size) if labels[i] != sectors.labels[i]]
    if not wrong:
        return []
    return [
        f"{name}: sectors stand in another order than in {first}: place {wrong[0] + 1} is "
        f"'{labels[wrong[0]]}', expected '{sectors.labels[wrong[0]]}'"
    ]


def not_finite(name: str, sectors: Sectors, values: Array, *, least: float | None = None) -> list[str]:
    """Return a mistake for each sector whose value is not a finite number, or lies below `least`."""
    bad = ~np.isfinite(values) if least is None else ~(np.isfinite(values) & (values >= least))
    rule = "must be a finite number" if least is None else f"must be a finite number of at least {least:g}"
    return listed([f"{name} of {sectors.name(i)} is {values[i]:g}: {rule}" for i in np.flatnonzero(bad)])
