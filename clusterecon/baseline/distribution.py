"""Two ways to hold a predictive distribution of growth: a Student t, and a table of quantiles.

Both are small, frozen and plain, so that a forecast can be cached as JSON and drawn from again without
the models that made it. Growth is in % a year throughout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from clusterecon.ground.arrays import Array

TAIL = 1e-5
"""Probability beyond the outermost node of a table, on each side."""

PROBABILITIES: Array = np.concatenate(
    ([TAIL, 3e-5, 1e-4], (np.arange(2001) + 0.5) / 2001, [1 - 1e-4, 1 - 3e-5, 1 - TAIL])
)
"""The nodes of every quantile table, shape (2007,), increasing."""

DECIMALS = 6
"""Tables are rounded to this many decimals of a percentage point, so that JSON gives them back exactly."""

_CONVOLUTION_NODES = (np.arange(801) + 0.5) / 801


@dataclass(frozen=True)
class StudentT:
    """Student t with location and scale, in %.

    A scale of 0 is a point; ``inf`` degrees of freedom are the normal distribution.
    """

    location: float
    scale: float
    degrees_of_freedom: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.location) and np.isfinite(self.scale) and self.scale >= 0):
            raise ValueError(f"location and scale must be finite and scale >= 0: {self}")
        if not self.degrees_of_freedom > 0:
            raise ValueError(f"degrees of freedom must be above 0: {self}")

    @property
    def variance(self) -> float:
        """Variance ``scale² · ν/(ν−2)``; with ν ≤ 2, where it does not exist, that of ν = 2.5."""
        degrees = max(self.degrees_of_freedom, 2.5)
        factor = 1.0 if np.isinf(degrees) else degrees / (degrees - 2)
        return self.scale**2 * factor

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return the values below which the given probabilities lie, in the shape of ``probabilities``."""
        p = np.asarray(probabilities, dtype=float)
        standard = ndtri(p) if np.isinf(self.degrees_of_freedom) else stdtrit(self.degrees_of_freedom, p)
        return np.asarray(self.location + self.scale * standard, dtype=float)

    @classmethod
    def from_plain(cls, plain: Mapping[str, float | None]) -> StudentT:
        """Return the distribution from its parts; degrees of freedom without a number are infinite."""
        return cls(**{name: np.inf if part is None else part for name, part in plain.items()})


def student_t_predictive(readings: ArrayLike) -> StudentT:
    """Return the Student t predictive of one more reading: mean, ``s·√(1+1/n)``, ``n−1`` degrees of freedom.

    Of at least two finite readings in %, else `ValueError`. Gelman et al., *Bayesian Data Analysis*, 3rd ed.,
    section 3.2 (normal data, noninformative prior).
    """
    x = _finite(readings, at_least=2)
    n = x.size
    return StudentT(float(x.mean()), float(x.std(ddof=1) * np.sqrt(1 + 1 / n)), float(n - 1))


def student_t_mean(readings: ArrayLike) -> StudentT:
    """Return the Student t of the unknown mean: mean, ``s/√n``, ``n−1`` degrees of freedom.

    Of at least two finite readings in %, else `ValueError`.
    """
    x = _finite(readings, at_least=2)
    return StudentT(float(x.mean()), float(x.std(ddof=1) / np.sqrt(x.size)), float(x.size - 1))


@dataclass(frozen=True, eq=False)
class QuantileTable:
    """A continuous distribution in % as its quantiles at `PROBABILITIES`, linear in between.

    Shape (2007,), never falling. Beyond the outermost nodes the distribution ends.
    """

    values: Array

    def __post_init__(self) -> None:
        values = np.round(np.asarray(self.values, dtype=float), DECIMALS)
        if values.shape != PROBABILITIES.shape:
            raise ValueError(f"a quantile table has {PROBABILITIES.size} values, not {values.shape}")
        if not np.isfinite(values).all() or (np.diff(values) < 0).any():
            raise ValueError("the values of a quantile table must be finite and never fall")
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return quantiles in %, in the shape of ``probabilities`` (each in (0, 1))."""
        p: Array = np.asarray(probabilities, dtype=np.float64)
        return np.asarray(np.interp(p, PROBABILITIES, self.values), dtype=np.float64)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of a value at or below ``x`` (in %), in the shape of ``x``."""
        at: Array = np.asarray(x, dtype=np.float64)
        return np.asarray(np.interp(at, self.values, PROBABILITIES, left=0.0, right=1.0), dtype=np.float64)

    @property
    def mean(self) -> float:
        """Mean in %."""
        low, high = self._segments()
        inside = np.diff(PROBABILITIES) * (low + high) / 2
        return float(inside.sum() + TAIL * (self.values[0] + self.values[-1]))

    @property
    def variance(self) -> float:
        """Variance in squared %."""
        low, high = (side - self.mean for side in self._segments())
        inside = np.diff(PROBABILITIES) * (low**2 + low * high + high**2) / 3
        return float(inside.sum() + TAIL * (low[0] ** 2 + high[-1] ** 2))

    def crps(self, outturn: float) -> float:
        """Return the continuous ranked probability score ``∫(F(x) − 1{x ≥ y})² dx`` in %, exactly.

        Parameters
        ----------
        outturn
            What happened (y), in %. The score is in the unit of the outturn; less is better, and for a
            point forecast it is the absolute error.

        Notes
        -----
        Gneiting & Raftery (2007), *JASA* 102. F is linear between nodes, so each piece integrates to
        ``h(a² + ab + b²)/3``.
        """
        inside = float(np.clip(outturn, self.values[0], self.values[-1]))
        x = np.unique(np.concatenate((self.values, [inside])))
        share = self.cdf(x)
        width = np.diff(x)
        a, b = share[:-1], share[1:]
        below = x[1:] <= inside
        a, b = np.where(below, a, 1 - a), np.where(below, b, 1 - b)
        return float((width * (a**2 + a * b + b**2) / 3).sum()) + abs(outturn - inside)

    def shifted(self, centre: float, ratio: float) -> QuantileTable:
        """Return the distribution of ``centre + ratio·(g − mean)``; ``ratio`` is at least 0."""
        return QuantileTable(centre + ratio * (self.values - self.mean))

    def plus(self, other: StudentT | QuantileTable) -> QuantileTable:
        """Return the distribution of the sum with an independent ``other``.

        Notes
        -----
        ``F(x) = mean over w of F(x − w)``, w the 801 equally probable quantiles of ``other``.
        """
        steps = other.quantile(_CONVOLUTION_NODES)
        ends = other.quantile(PROBABILITIES[[0, -1]])
        x = np.linspace(self.values[0] + ends[0], self.values[-1] + ends[1], 2501)
        return from_cdf(x, self.cdf(x[:, None] - steps[None, :]).mean(axis=1))

    def _segments(self) -> tuple[Array, Array]:
        return self.values[:-1], self.values[1:]


def from_student_t(distribution: StudentT) -> QuantileTable:
    """Return the quantile table of a Student t."""
    return QuantileTable(distribution.quantile(PROBABILITIES))


def from_draws(draws: ArrayLike) -> QuantileTable:
    """Return the quantile table of a sample in %, shape (n,); `ValueError` below two, or where not finite."""
    return QuantileTable(np.quantile(_finite(draws, at_least=2), PROBABILITIES))


def from_cdf(x: Array, probabilities: Array) -> QuantileTable:
    """Return the quantile table of a distribution function known at increasing points ``x``, in %.

    Its probabilities never fall, and go from near 0 to near 1.
    """
    keep = np.concatenate(([True], np.diff(probabilities) > 0))
    return QuantileTable(np.interp(PROBABILITIES, probabilities[keep], x[keep]))


def linear_pool(tables: Sequence[QuantileTable], weights: ArrayLike) -> QuantileTable:
    """Return the linear pool: the mixture whose distribution function is the weighted mean.

    Parameters
    ----------
    tables
        At least one distribution.
    weights
        One weight each, at least 0, summing to more than 0; they are scaled to sum to 1.

    Raises
    ------
    ValueError
        When weights do not fit the tables.

    Notes
    -----
    Stone (1961); a mixture of draws, so it keeps the disagreement of its members.
    """
    w = np.asarray(weights, dtype=float)
    if w.shape != (len(tables),) or not np.isfinite(w).all() or (w < 0).any() or w.sum() <= 0:
        raise ValueError(f"{len(tables)} tables need as many weights, none negative: {weights!r}")
    x = np.unique(np.concatenate([table.values for table, share in zip(tables, w, strict=True) if share > 0]))
    mixed = np.zeros_like(x)
    for table, share in zip(tables, w / w.sum(), strict=True):
        mixed += share * table.cdf(x)
    return from_cdf(x, mixed)


def _finite(readings: ArrayLike, at_least: int) -> Array:
    x = np.asarray(readings, dtype=float)
    if x.ndim != 1 or x.size < at_least or not np.isfinite(x).all():
        raise ValueError(f"at least {at_least} finite readings are needed: {readings!r}")
    return x


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return plain JSON values: arrays as lists, NaN and infinity as null."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
