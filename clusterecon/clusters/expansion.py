"""From planned land to delivered land, leased land, jobs, value added and budget.

Pure functions of arrays, draws first and years last. Equations: docs/methods.md, sections 2 to 4.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from clusterecon.ground.arrays import Array


def delivered_share(completion_rate: "ArrayLike", planned: int, years: "ArrayLike") -> "Array":
    """Return the share of a cohort delivered by the end of each year.

    ``F(t) = 1 - (1 - h)^(t - P + 1)`` for t >= P, else 0: of what is outstanding, the share h is finished in
    each year from the planned one on. h = 1 is the plan as announced.

    Parameters
    ----------
    completion_rate
        h, shape (draws,) or a number, in [0, 1].
    planned
        P, the announced year of completion.
    years
        Calendar years, shape (years,).

    Returns
    -------
    ndarray of shape (draws, years)
        Shares in [0, 1], never falling.
    """
    rate = np.atleast_1d(np.asarray(completion_rate, dtype=float))[:, None]
    elapsed = np.maximum(np.asarray(years) - planned + 1, 0)
    return np.asarray(1 - (1 - rate) ** elapsed)


def delivered_area(area_ha: "ArrayLike", share: "ArrayLike") -> "Array":
    """Return the area newly delivered in each year, ``d(s) = A (F(s) - F(s-1))``.

    Parameters
    ----------
    area_ha
        A, gross area of the cohort in ha, shape (draws,) or a number.
    share
        F, share delivered by the end of each year, shape (draws, years); nothing before the first year.

    Returns
    -------
    ndarray of shape (draws, years)
        ha per year.
    """
    area = np.atleast_1d(np.asarray(area_ha, dtype=float))[:, None]
    return np.asarray(area * np.diff(np.asarray(share, dtype=float), axis=1, prepend=0.0))


def scheduled_share(finished: "ArrayLike", clusters: float, completion_rate: "ArrayLike") -> "Array":
    """Return the share delivered where the clusters finished in each year are listed.

    In the listed years ``n(s) / N`` is added; after the last of them the share h of what is outstanding is
    finished each year (0 unless given).

    Parameters
    ----------
    finished
        n, clusters finished in each year, shape (years,); NaN in the years after the last listed one.
    clusters
        N, clusters of the cohort.
    completion_rate
        h after the last listed year, shape (draws,) or a number.

    Returns
    -------
    ndarray of shape (draws, years)
        Share delivered by the end of each year.
    """
    listed = np.asarray(finished, dtype=float)
    open_years = np.isnan(listed)
    done = np.cumsum(np.where(open_years, 0.0, listed)) / clusters if clusters > 0 else np.zeros(len(listed))
    rate = np.atleast_1d(np.asarray(completion_rate, dtype=float))[:, None]
    outstanding = (1 - done) * (1 - rate) ** np.cumsum(open_years)
    return np.asarray(1 - outstanding)


def linear_ramp_integral(age: "ArrayLike", years_to_fill: "ArrayLike") -> "Array":
    """Return ``G(a)``, the integral from 0 to a of the linear ramp ``r(a) = min(1, a / fill)``.

    ``G = a^2 / (2 fill)`` up to fill, then ``a - fill / 2``; 0 for a <= 0.

    Parameters
    ----------
    age
        a, years since delivery, any shape that broadcasts with ``years_to_fill``.
    years_to_fill
        Years to full occupancy, above 0.
    """
    a = np.maximum(np.asarray(age, dtype=float), 0.0)
    fill = np.asarray(years_to_fill, dtype=float)
    return np.asarray(np.where(a < fill, a * a / (2 * fill), a - fill / 2))


def logistic_ramp_integral(age: "ArrayLike", years_to_10: "ArrayLike", years_to_90: "ArrayLike") -> "Array":
    """Return ``G(a)``, the integral from 0 to a of the logistic ramp.

    ``r(a) = [s(k (a - m)) - s(-k m)] / [1 - s(-k m)]`` with the logistic s, ``m = (t10 + t90) / 2`` and
    ``k = ln 81 / (t90 - t10)``; 0 for a <= 0.

    Parameters
    ----------
    age
        a, years since delivery.
    years_to_10, years_to_90
        t10 < t90, years to a tenth and to nine tenths of the uncut logistic.
    """
    a = np.maximum(np.asarray(age, dtype=float), 0.0)
    t10, t90 = np.asarray(years_to_10, dtype=float), np.asarray(years_to_90, dtype=float)
    m, k = (t10 + t90) / 2, np.log(81) / (t90 - t10)
    start = 1 / (1 + np.exp(k * m))
    softplus = np.logaddexp(0, k * (a - m)) - np.logaddexp(0, -k * m)
    return np.asarray((softplus / k - start * a) / (1 - start))


def occupancy_by_age(
    ages: int,
    ramp: str,
    years_to_fill: "ArrayLike",
    t10: "ArrayLike | None" = None,
    t90: "ArrayLike | None" = None,
) -> "Array":
    """Return mean occupancy over the n-th calendar year after that of delivery, relative to maturity.

    Delivery is at mid-year: ``r(n) = G(n + 1/2) - G(n - 1/2)``.

    Parameters
    ----------
    ages
        Number of years, n = 0 .. ages - 1.
    ramp
        ``"linear"`` or ``"logistic"``.
    years_to_fill
        Shape (draws,) or a number.
    t10, t90
        Logistic ramp: years to a tenth and to nine tenths; a fifth of fill, and fill, where left out.

    Returns
    -------
    ndarray of shape (draws, ages)
        In [0, 1], never falling.
    """
    fill = np.atleast_1d(np.asarray(years_to_fill, dtype=float))[:, None]
    edges = np.arange(ages + 1) - 0.5
    if ramp == "linear":
        integral = linear_ramp_integral(edges, fill)
    else:
        early = 0.2 * fill if t10 is None else np.atleast_1d(np.asarray(t10, dtype=float))[:, None]
        late = fill if t90 is None else np.atleast_1d(np.asarray(t90, dtype=float))[:, None]
        integral = logistic_ramp_integral(edges, early, late)
    return np.clip(np.diff(integral, axis=1), 0.0, 1.0)


def leased_area(
    delivered_ha: "Array", occupancy: "Array", leasable_share: "ArrayLike", mature_occupancy: "ArrayLike"
) -> "Array":
    """Return leased area, ``leasable * mature * sum over s <= t of d(s) r(t - s)``.

    Parameters
    ----------
    delivered_ha
        d, area newly delivered in each year, shape (draws or 1, years), ha.
    occupancy
        r by years since delivery, shape (draws or 1, years or more). With more years than d has, what is
        delivered in them goes on filling, and nothing is added.
    leasable_share, mature_occupancy
        Shape (draws,) or numbers.

    Returns
    -------
    ndarray of shape (draws, years of the occupancy)
        ha, average of the year.
    """
    count = occupancy.shape[1]
    rows = max(delivered_ha.shape[0], occupancy.shape[0])
    filled = np.zeros((rows, count))
    for year in range(delivered_ha.shape[1]):
        filled[:, year:] += delivered_ha[:, year : year + 1] * occupancy[:, : count - year]
    share = np.asarray(leasable_share, dtype=float) * np.asarray(mature_occupancy, dtype=float)
    return np.asarray(filled * np.atleast_1d(share)[:, None])


class Direct(NamedTuple):
    """Direct effects, each (draws, years): workers, bn VND a year, bn VND a year."""

    jobs: "Array"
    value_added: "Array"
    budget: "Array"


def gross_effects(
    leased_ha: "Array",
    workers_per_ha: "ArrayLike",
    value_added_per_worker: "ArrayLike",
    budget_per_worker: "ArrayLike",
    growth: "Array",
    budget_growth: "Array",
) -> Direct:
    """Return gross jobs, value added and budget of the leased land.

    ``jobs = leased * density``, ``VA = jobs p (1 + g)^(t - t0)``, ``budget = jobs b (1 + n_b)^(t - t0)``.

    Parameters
    ----------
    leased_ha
        Shape (draws, years), ha.
    workers_per_ha
        Workers per leased ha, shape (draws,) or a number.
    value_added_per_worker, budget_per_worker
        p and b in the base year, bn VND a year, shape (draws,) or numbers.
    growth, budget_growth
        Growth factors of productivity and of real budget per worker since the base year, shape (draws or 1,
        years).
    """
    jobs = leased_ha * column(workers_per_ha)
    return Direct(
        jobs,
        jobs * column(value_added_per_worker) * growth,
        jobs * column(budget_per_worker) * budget_growth,
    )


def budget_per_worker_growth(budget_growth: "ArrayLike", job_growth: "ArrayLike") -> "Array":
    """Return the real growth of budget per worker, ``n_b = n_R - n``, a year.

    Parameters
    ----------
    budget_growth, job_growth
        n_R and n, growth of budget and of jobs in the operating clusters, shape (draws,) or numbers. A new
        tenant's payments are taken to go the way of an old one's.
    """
    return np.asarray(np.asarray(budget_growth, dtype=float) - np.asarray(job_growth, dtype=float))


def column(value: "ArrayLike") -> "Array":
    """Return a number or a (draws,) array as a (draws or 1, 1) column."""
    return np.atleast_1d(np.asarray(value, dtype=float))[:, None]


def growth_factor(rate: "ArrayLike", years: "ArrayLike", base_year: int) -> "Array":
    """Return ``(1 + rate)^(t - base year)``, shape (draws, years)."""
    return np.asarray((1 + column(rate)) ** (np.asarray(years) - base_year))
