"""The forecast of industrial growth, fully determined by a few keyed uniforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from clusterecon.baseline.distribution import Array, Mixture, StudentT

FIRST_YEAR = "baseline.first_year"
MEAN = "baseline.mean"
PERSISTENCE = "baseline.persistence"
SHOCK = "baseline.shock_{year}"
KNOWN = "baseline.known_{year}"

_NODES = (np.arange(2001) + 0.5) / 2001


@dataclass(frozen=True)
class Persistence:
    """Yearly persistence ρ of growth: normal around its estimate, what lies beyond 0 or 0.8 set to it."""

    value: float
    standard_error: float

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return ρ at the given probabilities, within the bounds."""
        normal = self.value + self.standard_error * ndtri(np.asarray(probabilities, dtype=float))
        return np.asarray(np.clip(normal, 0.0, 0.8), dtype=float)


@dataclass(frozen=True)
class GrowthForecast:
    """Growth of industrial value added, % a year, as paths drawn from keyed uniforms.

    Years nearly known come first, then the first forecast year T+1, then

    ``g(T+k) = m + ρ^(k−1)·(g(T+1) − m) + u_k``, ``u_k = ρ·u_(k−1) + e_k``, ``u_1 = 0``,

    m Student t, ρ bounded, e normal. The uniforms are `columns`: a path depends on nothing else, so
    scenarios share it, and two forecasts made at different dates share their random numbers by name.

    ``known`` is growth of each year before ``first_year``: a point where value added was published, else what
    all readings of the year say together. ``shock_scale`` holds the standard deviations of e_k, in %.
    """

    first_year: int
    years: tuple[int, ...]
    known: Mapping[int, Mixture]
    first: Mixture
    mean: StudentT
    persistence: Persistence
    shock_scale: tuple[float, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the uniforms that `draws` needs, each starting with ``baseline.``."""
        known = tuple(KNOWN.format(year=year) for year, growth in self.known.items() if not growth.is_known)
        later = range(self.first_year + 1, self.first_year + 1 + len(self.shock_scale))
        shocks = tuple(SHOCK.format(year=year) for year in later)
        return (*known, FIRST_YEAR, *((MEAN, PERSISTENCE, *shocks) if shocks else ()))

    def draws(self, uniforms: Mapping[str, Array]) -> Array:
        """Return growth paths in %, shape (n, years), of uniforms (n,) in (0, 1), one for each column."""
        u = {column: np.asarray(uniforms[column], dtype=float) for column in self.columns}
        size = u[FIRST_YEAR].shape
        path = [
            np.full(size, growth.mean) if growth.is_known else growth.drawn(u[KNOWN.format(year=year)])
            for year, growth in self.known.items()
        ]
        first = self.first.drawn(u[FIRST_YEAR])
        return np.column_stack([*path, first, *(self._later(u, first) if self.shock_scale else ())])

    def central(self) -> Array:
        """Return the median path in %, shape (years,): every uniform at one half."""
        half = np.array([0.5])
        return np.asarray(self.draws(dict.fromkeys(self.columns, half))[0], dtype=float)

    def _later(self, u: Mapping[str, Array], first: Array) -> list[Array]:
        m = self.mean.quantile(u[MEAN])
        rho = self.persistence.quantile(u[PERSISTENCE])
        path = []
        power, shock = np.ones_like(first), np.zeros_like(first)
        for step, scale in enumerate(self.shock_scale, start=1):
            power = power * rho
            shock = rho * shock + scale * ndtri(u[SHOCK.format(year=self.first_year + step)])
            path.append(m + power * (first - m) + shock)
        return path


def shock_scales(
    first: Mixture, mean: StudentT, persistence: Persistence, climatology_variance: float, steps: int
) -> tuple[float, ...]:
    """Return the standard deviations of e_2 … e_(steps+1) that keep the variance from falling.

    ``Var g(T+k) = max(Var g(T+k−1), climatology_variance)``, where
    ``Var g(T+k) = E[(1−r)²]·Var m + E[r²]·Var g(T+1) + Var(r)·(E g(T+1) − E m)² + Var u_k``, r = ρ^(k−1),
    and ``Var u_k = Σ_j E[ρ^(2(k−j))]·Var e_j``; m, ρ and g(T+1) are independent.
    """
    rho = persistence.quantile(_NODES)
    distance = first.mean - mean.location
    variances: list[float] = []
    target = first.variance
    for k in range(1, steps + 1):
        r = rho**k
        target = max(target, climatology_variance)
        rest = (
            np.mean((1 - r) ** 2) * mean.variance
            + np.mean(r**2) * first.variance
            + np.var(r) * distance**2
            + sum(np.mean(rho ** (2 * (k - j))) * v for j, v in enumerate(variances, start=1))
        )
        variances.append(max(0.0, target - float(rest)))
        target = max(target, float(rest))
    return tuple(round(float(np.sqrt(v)), 9) for v in variances)
