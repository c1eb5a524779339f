"""The forecast of industrial growth, fully determined by a few keyed uniforms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from clusterecon.baseline.distribution import (
    QuantileTable,
    StudentT,
    from_student_t,
    student_t_mean,
    student_t_predictive,
)
from clusterecon.ground.arrays import Array

FIRST_YEAR = "baseline.first_year"
MEAN = "baseline.mean"
PERSISTENCE = "baseline.persistence"
SHOCK = "baseline.shock_{year}"
KNOWN = "baseline.known_{year}"

_NODES = (np.arange(2001) + 0.5) / 2001


@dataclass(frozen=True)
class Persistence:
    """Yearly persistence ρ of growth: normal around its estimate, cut off at the bounds.

    A standard error of 0 makes ρ a number; what lies beyond a bound is set to it.
    """

    value: float
    standard_error: float = 0.0
    low: float = 0.0
    high: float = 0.8

    def quantile(self, probabilities: ArrayLike) -> Array:
        """Return ρ at the given probabilities, within the bounds."""
        normal = self.value + self.standard_error * ndtri(np.asarray(probabilities, dtype=float))
        return np.asarray(np.clip(normal, self.low, self.high), dtype=float)


@dataclass(frozen=True)
class KnownGrowth:
    """Growth of a past year, in %: exact where published (scale 0), else with measurement error."""

    year: int
    growth: StudentT


@dataclass(frozen=True)
class GrowthForecast:
    """Growth of industrial value added, % a year, as paths drawn from keyed uniforms.

    Known years come first, then the first forecast year T+1 from its table, then

    ``g(T+k) = m + ρ^(k−1)·(g(T+1) − m) + u_k``, ``u_k = ρ·u_(k−1) + e_k``, ``u_1 = 0``,

    m Student t, ρ bounded, e normal. The uniforms are `columns`: a path depends on nothing else, so
    scenarios share it, and two forecasts made at different dates share their random numbers by name.

    Parameters
    ----------
    name
        What is shown as the forecast's name, such as ``climatology``.
    first_year
        First year not yet known.
    years
        Calendar years of a path, consecutive, ending at the horizon.
    first
        Distribution of growth in ``first_year``.
    mean
        Distribution of the long-run mean m.
    persistence
        ρ.
    shock_scale
        Standard deviation of e_k for each year after ``first_year``, in %.
    known
        Growth of the years before ``first_year``.
    """

    name: str
    first_year: int
    years: tuple[int, ...]
    first: QuantileTable
    mean: StudentT
    persistence: Persistence
    shock_scale: tuple[float, ...]
    known: tuple[KnownGrowth, ...] = ()

    def __post_init__(self) -> None:
        expected = tuple(k.year for k in self.known) + tuple(
            range(self.first_year, self.first_year + 1 + len(self.shock_scale))
        )
        if self.years != expected or expected != tuple(range(expected[0], expected[0] + len(expected))):
            raise ValueError(f"years {self.years} are not the known and forecast years {expected}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the uniforms that `draws` needs, each starting with ``baseline.``."""
        known = tuple(KNOWN.format(year=k.year) for k in self.known if k.growth.scale > 0)
        later = range(self.first_year + 1, self.first_year + 1 + len(self.shock_scale))
        if not later:
            return (*known, FIRST_YEAR)
        persistence = (PERSISTENCE,) if self.persistence.standard_error > 0 else ()
        return (*known, FIRST_YEAR, MEAN, *persistence, *(SHOCK.format(year=y) for y in later))

    def draws(self, uniforms: Mapping[str, Array]) -> Array:
        """Return growth paths in %, shape (n, years).

        Parameters
        ----------
        uniforms
            For each name in `columns` an array (n,) in (0, 1). Other names are ignored.

        Raises
        ------
        ValueError
            When a column is missing, has another length, or leaves (0, 1).
        """
        u = self._checked(uniforms)
        path: list[Array] = []
        size = u[FIRST_YEAR].shape
        for reading in self.known:
            column = KNOWN.format(year=reading.year)
            path.append(
                reading.growth.quantile(u[column]) if column in u else np.full(size, reading.growth.location)
            )
        first = self.first.quantile(u[FIRST_YEAR])
        path.append(first)
        if self.shock_scale:
            path.extend(self._later(u, first))
        return np.column_stack(path)

    def central(self) -> Array:
        """Return the median path in %, shape (years,): every uniform at one half."""
        half = np.array([0.5])
        return np.asarray(self.draws(dict.fromkeys(self.columns, half))[0], dtype=float)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> GrowthForecast:
        """Return the forecast whose `dataclasses.asdict` went through JSON, with null for infinity."""
        known = tuple(KnownGrowth(k["year"], StudentT.from_plain(k["growth"])) for k in plain["known"])
        return cls(
            **{
                **plain,
                "years": tuple(plain["years"]),
                "first": QuantileTable(np.array(plain["first"]["values"])),
                "mean": StudentT.from_plain(plain["mean"]),
                "persistence": Persistence(**plain["persistence"]),
                "shock_scale": tuple(plain["shock_scale"]),
                "known": known,
            }
        )

    def _later(self, u: Mapping[str, Array], first: Array) -> list[Array]:
        m = self.mean.quantile(u[MEAN])
        rho = self.persistence.quantile(u.get(PERSISTENCE, np.array(0.5)))
        path = []
        power, shock = np.ones_like(first), np.zeros_like(first)
        for step, scale in enumerate(self.shock_scale, start=1):
            power = power * rho
            shock = rho * shock + scale * ndtri(u[SHOCK.format(year=self.first_year + step)])
            path.append(m + power * (first - m) + shock)
        return path

    def _checked(self, uniforms: Mapping[str, Array]) -> dict[str, Array]:
        missing = [c for c in self.columns if c not in uniforms]
        if missing:
            raise ValueError(f"the forecast {self.name!r} needs the uniforms {missing}")
        u = {c: np.asarray(uniforms[c], dtype=float) for c in self.columns}
        size = u[FIRST_YEAR].shape
        wrong = [c for c, x in u.items() if x.ndim != 1 or x.shape != size or not ((x > 0) & (x < 1)).all()]
        if wrong:
            raise ValueError(f"uniforms must be one-dimensional, of one length and inside (0, 1): {wrong}")
        return u


def shock_scales(
    first: QuantileTable, mean: StudentT, persistence: Persistence, climatology_variance: float, steps: int
) -> tuple[float, ...]:
    """Return the standard deviations of e_2 … e_(steps+1) that keep the variance from falling.

    ``Var g(T+k) = max(Var g(T+k−1), climatology_variance)``, where
    ``Var g(T+k) = E[(1−r)²]·Var m + E[r²]·Var g(T+1) + Var(r)·(E g(T+1) − E m)² + Var u_k``, r = ρ^(k−1),
    and ``Var u_k = Σ_j E[ρ^(2(k−j))]·Var e_j``.

    Parameters
    ----------
    first, mean, persistence
        As in `GrowthForecast`; m, ρ and g(T+1) are independent.
    climatology_variance
        In squared %.
    steps
        Number of years after the first.

    Returns
    -------
    tuple of float
        In %; 0 where the rest alone reaches the wanted variance.
    """
    rho = persistence.quantile(_NODES) if persistence.standard_error > 0 else persistence.quantile([0.5])
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


def climatology_forecast(
    readings: Mapping[int, float],
    *,
    first_year: int,
    horizon: int,
    wedge: Sequence[float] = (),
    known: tuple[KnownGrowth, ...] = (),
) -> GrowthForecast:
    """Return the plainest honest forecast: every year is one more draw from the past.

    The first year is the Student t predictive of the annual readings; later years scatter about the same
    unknown mean, without persistence.

    Parameters
    ----------
    readings
        Annual growth by year, in %, at least 3; only years before ``first_year`` are used.
    first_year, horizon
        First and last year of the forecast.
    wedge
        Differences (value added − index) of past pairs, in points, where ``readings`` are of an index
        rather than of value added; their Student t predictive is added. Empty: nothing is added.
    known
        Years before ``first_year`` that paths must hold.

    Raises
    ------
    ValueError
        With fewer than 3 readings before ``first_year``, or a horizon before it.
    """
    past = [growth for year, growth in sorted(readings.items()) if year < first_year]
    if len(past) < 3 or horizon < first_year:
        raise ValueError(
            f"{len(past)} readings before {first_year} and horizon {horizon}: at least 3 readings and a "
            "horizon not before the first year are needed"
        )
    first, mean = from_student_t(student_t_predictive(past)), student_t_mean(past)
    if len(wedge):
        first = first.plus(student_t_predictive(wedge))
        mean = add_means(mean, student_t_mean(wedge))
    persistence = Persistence(0.0)
    scales = shock_scales(first, mean, persistence, first.variance, horizon - first_year)
    years = tuple(k.year for k in known) + tuple(range(first_year, horizon + 1))
    return GrowthForecast("climatology", first_year, years, first, mean, persistence, scales, known)


def add_means(mean: StudentT, wedge: StudentT) -> StudentT:
    """Return the Student t of the sum of two unknown means, with the degrees of freedom of the first.

    ``location = sum``, ``scale = √(scale₁² + scale₂²)``. The sum of two Student t is not one; the first
    (the level of growth) is by far the wider here, so its degrees of freedom are kept.
    """
    scale = float(np.hypot(mean.scale, wedge.scale))
    return StudentT(mean.location + wedge.location, scale, mean.degrees_of_freedom)
