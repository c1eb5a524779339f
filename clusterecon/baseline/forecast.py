"""The forecast of industrial growth, fully determined by a few keyed uniforms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
LEAST_PERSISTENCE, MOST_PERSISTENCE = 0.0, 0.8


def bounded(persistence: StudentT, probabilities: ArrayLike) -> Array:
    """Return yearly persistence ρ at the given probabilities: what lies beyond 0 or 0.8 is set to it."""
    return np.clip(persistence.quantile(probabilities), LEAST_PERSISTENCE, MOST_PERSISTENCE)


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
        """Names of the uniforms that a path rests on, each starting with ``baseline.``."""
        return tuple(self.quantile_functions())

    def quantile_functions(self) -> dict[str, Callable[[Array], Array]]:
        """Return by column the function from uniforms to what it draws: growth, m, ρ unbounded, or e_k."""
        known = {KNOWN.format(year=year): g.quantile for year, g in self.known.items() if not g.is_known}
        shocks = {
            SHOCK.format(year=self.first_year + k): lambda u, scale=scale: scale * ndtri(u)
            for k, scale in enumerate(self.shock_scale, start=1)
        }
        later = {MEAN: self.mean.quantile, PERSISTENCE: self.persistence.quantile} if shocks else {}
        return {**known, FIRST_YEAR: self.first.quantile, **later, **shocks}

    @property
    def known_growth(self) -> Array:
        """Growth of the years before the first one forecast, %; NaN where it is drawn."""
        return np.array([g.mean if g.is_known else np.nan for g in self.known.values()], dtype=float)

    def probability(self, year: int, threshold: float) -> float:
        """Return P(growth in ``year`` ≥ ``threshold``) of a known year or the first one forecast."""
        return float(1 - self.known.get(year, self.first).cdf(threshold - 1e-9))


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
