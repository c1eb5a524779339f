"""Predictive distributions of growth in closed form: Student t, mixtures of them, and least squares.

Growth is in % a year throughout. Nothing is simulated: moments are formulas, quantiles roots of the
distribution function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

LEAST_DEGREES = 2.5
"""Degrees of freedom that stand in for fewer, at which a variance would not exist."""


@dataclass(frozen=True)
class StudentT:
    """Student t with location and scale, in %; a scale of 0 is a point, ``inf`` degrees are the normal."""

    location: float
    scale: float
    degrees_of_freedom: float

    @classmethod
    def matching(cls, mean: float, variance: float, degrees_of_freedom: float) -> StudentT:
        """Return the Student t of a mean and a variance: ``scale² = variance·(ν−2)/ν``."""
        return cls(float(mean), float(np.sqrt(variance / _inflation(degrees_of_freedom))), degrees_of_freedom)

    @property
    def variance(self) -> float:
        """Variance ``scale²·ν/(ν−2)``."""
        return self.scale**2 * _inflation(self.degrees_of_freedom)

    def plus(self, other: StudentT) -> StudentT:
        """Return the sum with an independent ``other``: means and variances add, the wider keeps its ν."""
        degrees = max(self, other, key=lambda part: part.variance).degrees_of_freedom
        return self.matching(self.location + other.location, self.variance + other.variance, degrees)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of a value at or below ``x``."""
        distance = np.asarray(x, dtype=float) - self.location
        if self.scale == 0:
            return np.asarray(distance >= 0, dtype=float)
        z = distance / self.scale
        below = ndtr(z) if np.isinf(self.degrees_of_freedom) else stdtr(self.degrees_of_freedom, z)
        return np.asarray(below, dtype=float)

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return the values below which the given probabilities lie."""
        p = np.asarray(probabilities, dtype=float)
        standard = ndtri(p) if np.isinf(self.degrees_of_freedom) else stdtrit(self.degrees_of_freedom, p)
        return np.asarray(self.location + self.scale * standard, dtype=float)


@dataclass(frozen=True)
class Mixture:
    """Mixture of Student t distributions: ``F(x) = Σ w_i F_i(x)``, the weights summing to 1."""

    parts: tuple[StudentT, ...]
    weights: tuple[float, ...]

    @classmethod
    def equal(cls, *parts: StudentT) -> Mixture:
        """Return the mixture that gives each part the same weight."""
        return cls(parts, (1 / len(parts),) * len(parts))

    @property
    def mean(self) -> float:
        """Mean ``Σ w_i μ_i``."""
        return sum(w * part.location for w, part in zip(self.weights, self.parts, strict=True))

    @property
    def variance(self) -> float:
        """Variance ``Σ w_i (σ_i² + (μ_i − μ)²)``."""
        pairs = zip(self.weights, self.parts, strict=True)
        return sum(w * (part.variance + (part.location - self.mean) ** 2) for w, part in pairs)

    @property
    def is_known(self) -> bool:
        """Whether it is a point."""
        return all(part.scale == 0 for part in self.parts)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the probability of a value at or below ``x``."""
        shares = [w * part.cdf(x) for w, part in zip(self.weights, self.parts, strict=True)]
        return np.asarray(np.sum(shares, axis=0), dtype=float)

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return the roots of ``F(x) = p``, halving the bracket between the parts' own quantiles."""
        p = np.asarray(probabilities, dtype=float)
        ends = np.array([part.quantile(p) for part in self.parts])
        low, high = ends.min(axis=0), ends.max(axis=0)
        for _ in range(40):
            middle = (low + high) / 2
            below = self.cdf(middle) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2, dtype=float)

    def crps(self, outturn: float) -> float:
        """Return the continuous ranked probability score ``∫(F(x) − 1{x ≥ y})² dx`` in points.

        Gneiting & Raftery (2007), *JASA* 102; trapezoids, closest to the outturn, on both sides of it.
        """
        reach = abs(outturn - self.mean) + 100 * np.sqrt(self.variance)
        x = reach * np.linspace(0, 1, 2001) ** 3
        below, above = self.cdf(outturn - x), 1 - self.cdf(outturn + x)
        return float(np.trapezoid(below**2 + above**2, x))

    def moved(self, centre: float, ratio: float) -> Mixture:
        """Return the distribution of ``centre + ratio·(g − mean)``; ``ratio`` is at least 0."""
        start = centre - ratio * self.mean
        moved = ((start + ratio * p.location, ratio * p.scale, p.degrees_of_freedom) for p in self.parts)
        return Mixture(tuple(StudentT(*part) for part in moved), self.weights)

    def plus(self, other: StudentT) -> Mixture:
        """Return the sum with an independent ``other``, part by part."""
        return Mixture(tuple(part.plus(other) for part in self.parts), self.weights)


def predictive(readings: ArrayLike) -> StudentT:
    """Return the Student t of one more reading: mean, ``s·√(1+1/n)``, n − 1 degrees of freedom.

    Gelman et al., *Bayesian Data Analysis*, 3rd ed., section 3.2 (normal data, noninformative prior).
    """
    mean = unknown_mean(readings)
    scale = mean.scale * np.sqrt(mean.degrees_of_freedom + 2)
    return StudentT(mean.location, float(scale), mean.degrees_of_freedom)


def unknown_mean(readings: ArrayLike) -> StudentT:
    """Return the Student t of the unknown mean: mean, ``s/√n``, n − 1 degrees of freedom."""
    x = np.asarray(readings, dtype=float)
    if x.ndim != 1 or x.size < 2 or not np.isfinite(x).all():
        raise ValueError(f"at least two finite readings are needed: {readings!r}")
    return StudentT(float(x.mean()), float(x.std(ddof=1) / np.sqrt(x.size)), float(x.size - 1))


def kept(series: pd.Series, left_out: int) -> pd.Series:
    """Return the rows of a series by quarter or by year that are not of the year left out."""
    years = np.asarray(getattr(series.index, "year", series.index))
    rows: pd.Series = series.loc[years != left_out]
    return rows


def regress(y: pd.Series, x: pd.Series, left_out: int = 0) -> Any:  # noqa: ANN401 - statsmodels has no types
    """Return least squares ``y = a + b·x + e`` (statsmodels OLS) over the periods of both, but one year's."""
    from statsmodels.regression.linear_model import OLS

    y, x = kept(y, left_out).align(x, join="inner")
    if len(x) < 3 or np.ptp(x) == 0:
        raise ValueError("least squares needs three pairs or more, and a regressor that varies")
    return OLS(y.to_numpy(dtype=float), np.column_stack([np.ones(len(x)), x])).fit()


def predict(fit: Any, x: float, variance: float = 0.0) -> StudentT:  # noqa: ANN401
    """Return the prediction of a fit at ``x``, itself known with a variance.

    ``Var y = s²·ν/(ν−2)·(1 + (1, x)C(1, x)′ + C_bb·Var x) + b²·Var x``, ``C = (X′X)⁻¹``, ν = n − 2.
    """
    at, c, degrees = np.array([1.0, x]), fit.normalized_cov_params, float(fit.df_resid)
    own = fit.mse_resid * _inflation(degrees) * (1 + at @ c @ at + c[1, 1] * variance)
    return StudentT.matching(fit.params @ at, own + fit.params[1] ** 2 * variance, degrees)


def _inflation(degrees_of_freedom: float) -> float:
    """Variance of a Student t over its squared scale, ν/(ν−2)."""
    degrees = max(degrees_of_freedom, LEAST_DEGREES)
    return 1.0 if np.isinf(degrees) else degrees / (degrees - 2)
