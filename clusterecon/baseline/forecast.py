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


def bounded(persistence: StudentT, probabilities: ArrayLike) -> Array:
    """Return yearly persistence ρ at the given probabilities: what lies beyond 0 or 0.8 is set to it."""
    return np.clip(persistence.quantile(probabilities), 0.0, 0.8)


@dataclass(frozen=True)
class GrowthForecast:
    """Growth of industrial value added, % a year, as paths drawn from keyed uniforms.

    Years nearly known come first, then the first forecast year T+1, then

    ``g(T+k) = m + ρ^(k−1)·(g(T+1) − m) + u_k``, ``u_k = ρ·u_(k−1) + e_k``, ``u_1 = 0``,

    m Student t, ρ normal and `bounded`, e normal. The uniforms are `columns`: a path depends on nothing else,
    so scenarios share it, and two forecasts made at different dates share their random numbers by name.

    ``known`` is growth of each year before ``first_year``: a point where value added was published, else what
    all readings of the year say together. ``shock_scale`` holds the standard deviations of e_k, in %.
    """

    first_year: int
    years: tuple[int, ...]
    known: Mapping[int, Mixture]
    first: Mixture
    mean: StudentT
    persistence: StudentT
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

    def probability(self, year: int, threshold: float) -> float:
        """Return P(growth in ``year`` ≥ ``threshold``), the same digits on every machine.

        Growth of a later year is ``a + r·g(T+1)``, its probability the mean of ``1 − F((threshold − a)/r)``
        at 8191 points of the lattice ``i·exp(j/(d+1)) mod 1`` (Niederreiter 1978, *Bull. AMS* 84).
        """
        if year <= self.first_year:
            return float(1 - self.known.get(year, self.first).cdf(threshold - 1e-9))
        alphas = np.exp(np.arange(1, len(self.columns) + 1) / (len(self.columns) + 1))
        u = dict(zip(self.columns, np.outer(alphas, np.arange(1, 8192)) % 1, strict=True))
        none, one = (self._later(u, np.full(8191, first))[year - self.first_year - 1] for first in (0.0, 1.0))
        return float(np.mean(1 - self.first.cdf((threshold - none) / np.maximum(one - none, 1e-12))))

    def _later(self, u: Mapping[str, Array], first: Array) -> list[Array]:
        m = self.mean.quantile(u[MEAN])
        rho = bounded(self.persistence, u[PERSISTENCE])
        path = []
        power, shock = np.ones_like(first), np.zeros_like(first)
        for step, scale in enumerate(self.shock_scale, start=1):
            power = power * rho
            shock = rho * shock + scale * ndtri(u[SHOCK.format(year=self.first_year + step)])
            path.append(m + power * (first - m) + shock)
        return path


def shock_scales(
    first: Mixture, mean: StudentT, persistence: StudentT, climatology_variance: float, steps: int
) -> tuple[float, ...]:
    """Return the standard deviations of e_2 … e_(steps+1) that keep the variance from falling.

    ``Var g(T+k) = max(Var g(T+k−1), climatology_variance)``, where
    ``Var g(T+k) = E[(1−r)²]·Var m + E[r²]·Var g(T+1) + Var(r)·(E g(T+1) − E m)² + Var u_k``, r = ρ^(k−1),
    and ``Var u_k = Σ_j E[ρ^(2(k−j))]·Var e_j``; m, ρ and g(T+1) are independent.
    """
    rho = bounded(persistence, (np.arange(2001) + 0.5) / 2001)
    moment = [float(np.mean(rho**power)) for power in range(2 * steps + 1)]
    variances: list[float] = []
    target = max(first.variance, climatology_variance)
    for k in range(1, steps + 1):
        rest = (
            (1 - 2 * moment[k] + moment[2 * k]) * mean.variance
            + moment[2 * k] * first.variance
            + (moment[2 * k] - moment[k] ** 2) * (first.mean - mean.location) ** 2
            + sum(moment[2 * (k - j)] * v for j, v in enumerate(variances, start=1))
        )
        variances.append(max(0.0, target - rest))
        target = max(target, rest)
    return tuple(round(float(np.sqrt(v)), 9) for v in variances)
