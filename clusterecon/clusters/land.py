"""From planned land to delivered land, leased land, jobs, value added and budget.

Each equation is a function of numbers: one cohort, one draw, one year. Source: docs/methods.md, sections 2-4.
"""

import math

from clusterecon.ground.compiled import equation

# ---------------------------------------------------------------- delivery (section 2)


@equation
def delivered_share(completion_rate: float, years_since_plan: int) -> float:
    """Return the share of a cohort delivered by the end of a year.

    ``F(t) = 1 - (1 - h)^(t - P + 1)`` for t >= P, else 0: of what is outstanding, the share h is finished in
    each year from the planned one on. h = 1 is the plan as announced.

    Parameters
    ----------
    completion_rate
        h, share of what is outstanding that is finished in a year, 0 to 1.
    years_since_plan
        t - P, whole years since the announced year of completion: 0 in that year, negative before it.
    """
    if years_since_plan < 0:
        return 0.0
    return 1 - (1 - completion_rate) ** (years_since_plan + 1)


@equation
def listed_share(clusters_finished: float, clusters: float) -> float:
    """Return the share delivered where the finished clusters are listed, ``n / N``; 0 of no clusters.

    Parameters
    ----------
    clusters_finished
        n, clusters finished by the end of the year.
    clusters
        N, clusters of the cohort.
    """
    return clusters_finished / clusters if clusters > 0 else 0.0


@equation
def share_after_list(listed_share: float, completion_rate: float, years_after_list: int) -> float:
    """Return the share delivered some years after the last listed one, ``F = 1 - (1 - F_last) (1 - h)^k``.

    Parameters
    ----------
    listed_share
        F_last, share delivered by the end of the last listed year.
    completion_rate
        h, share of what is outstanding that is finished in a year, 0 to 1.
    years_after_list
        k, years since the last listed one; up to it nothing is added to the list.
    """
    if years_after_list <= 0:
        return listed_share
    return 1 - (1 - listed_share) * (1 - completion_rate) ** years_after_list


@equation
def cohort_area(area_ha: float, clusters: float, area_per_cluster_ha: float) -> float:
    """Return the area A of a cohort in gross ha: as stated, else ``clusters * area_per_cluster``.

    Parameters
    ----------
    area_ha
        Stated area, ha; NaN where none is.
    clusters
        Number of clusters.
    area_per_cluster_ha
        Gross area of a cluster, ha.
    """
    return clusters * area_per_cluster_ha if math.isnan(area_ha) else area_ha


@equation
def delivered_area(area_ha: float, share: float, share_before: float) -> float:
    """Return the area newly delivered in a year, ``d(s) = A (F(s) - F(s - 1))``, ha.

    Parameters
    ----------
    area_ha
        A, gross area of the cohort, ha.
    share, share_before
        F(s) and F(s - 1), shares delivered by the end of the year and of the year before.
    """
    return area_ha * (share - share_before)


# ---------------------------------------------------------------- occupancy (section 3)


@equation
def linear_ramp_integral(age: float, years_to_fill: float) -> float:
    """Return ``G(a)``, the integral from 0 to a of the linear ramp ``r(a) = min(1, a / fill)``.

    ``G = a^2 / (2 fill)`` up to fill, then ``a - fill / 2``; 0 for a <= 0.

    Parameters
    ----------
    age
        a, years since delivery.
    years_to_fill
        Years to full occupancy, above 0.
    """
    if age <= 0:
        return 0.0
    if age < years_to_fill:
        return age * age / (2 * years_to_fill)
    return age - years_to_fill / 2


@equation
def logistic_ramp_integral(age: float, years_to_10: float, years_to_90: float) -> float:
    """Return ``G(a)``, the integral from 0 to a of the logistic ramp.

    ``r(a) = [s(k (a - m)) - s(-k m)] / [1 - s(-k m)]`` with the logistic s, ``m = (t10 + t90) / 2`` and
    ``k = ln 81 / (t90 - t10)``; 0 for a <= 0. ``s(k (a - m))`` integrates to ``softplus(k (a - m)) / k``.

    Parameters
    ----------
    age
        a, years since delivery.
    years_to_10, years_to_90
        0 <= t10 < t90, years to a tenth and to nine tenths of the uncut logistic; NaN is returned otherwise.
    """
    if not 0 <= years_to_10 < years_to_90:
        return math.nan
    if age <= 0:
        return 0.0
    m = (years_to_10 + years_to_90) / 2
    k = math.log(81) / (years_to_90 - years_to_10)
    start = math.exp(-k * m) / (1 + math.exp(-k * m))
    uncut = (softplus(k * (age - m)) - softplus(-k * m)) / k
    return (uncut - start * age) / (1 - start)


@equation
def softplus(x: float) -> float:
    """Return ``ln(1 + e^x)``, the integral of the logistic function up to x, without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@equation
def default_years_to_10(years_to_10: float, years_to_fill: float) -> float:
    """Return t10 of the logistic ramp, years: as stated, a fifth of the years to fill where it is NaN."""
    return 0.2 * years_to_fill if math.isnan(years_to_10) else years_to_10


@equation
def default_years_to_90(years_to_90: float, years_to_fill: float) -> float:
    """Return t90 of the logistic ramp, years: as stated, the years to fill where it is NaN."""
    return years_to_fill if math.isnan(years_to_90) else years_to_90


@equation
def ramp_integral(
    age: float, ramp: int, years_to_fill: float, years_to_10: float, years_to_90: float
) -> float:
    """Return ``G(a)``, the integral of the ramp that an assumption names.

    Parameters
    ----------
    age
        a, years since delivery.
    ramp
        Place of the ramp among `clusterecon.scenario.fields.RAMPS`: 0 the linear one, 1 the logistic.
    years_to_fill
        Years to mature occupancy.
    years_to_10, years_to_90
        Of the logistic; NaN means a fifth of ``years_to_fill``, and ``years_to_fill``.
    """
    if ramp == 1:
        early = default_years_to_10(years_to_10, years_to_fill)
        return logistic_ramp_integral(age, early, default_years_to_90(years_to_90, years_to_fill))
    return linear_ramp_integral(age, years_to_fill)


@equation
def mean_occupancy(integral_at_end: float, integral_at_start: float) -> float:
    """Return mean occupancy over the n-th calendar year after that of delivery, relative to maturity.

    Delivery is at mid-year: ``r(n) = G(n + 1/2) - G(n - 1/2)``, from 0 to 1.

    Parameters
    ----------
    integral_at_end, integral_at_start
        G(n + 1/2) and G(n - 1/2), of either ramp.
    """
    occupancy = integral_at_end - integral_at_start
    if occupancy < 0:
        return 0.0
    if occupancy > 1:
        return 1.0
    return occupancy


@equation
def leased_area(leasable_share: float, mature_occupancy: float, filled_ha: float) -> float:
    """Return leased land in a year, ``leasable * mature occupancy * sum over s <= t of d(s) r(t - s)``, ha.

    Parameters
    ----------
    leasable_share
        Leasable part of gross land, 0 to 1.
    mature_occupancy
        Leased part of leasable land once it is full, 0 to 1.
    filled_ha
        The sum over the years of delivery of the land delivered times its occupancy, gross ha.
    """
    return leasable_share * mature_occupancy * filled_ha


# ---------------------------------------------------------------- direct gross effects (section 4)


@equation
def grown(level: float, rate: float) -> float:
    """Return what a level is a year later, ``x(t + 1) = x(t) (1 + rate)``.

    Parameters
    ----------
    level
        In any unit; 1 in the base year gives growth since then.
    rate
        Growth a year, a fraction.
    """
    return level * (1 + rate)


@equation
def budget_per_worker_growth(budget_growth: float, job_growth: float) -> float:
    """Return the real growth of budget per worker, ``n_b = n_R - n``, a fraction a year.

    A new tenant's payments are taken to go the way of an old one's.

    Parameters
    ----------
    budget_growth, job_growth
        n_R and n, growth of budget and of jobs in the operating clusters, fractions a year.
    """
    return budget_growth - job_growth


@equation
def gross_jobs(leased_ha: float, workers_per_leased_ha: float) -> float:
    """Return gross jobs, ``leased ha * workers per leased ha``, annual average headcount."""
    return leased_ha * workers_per_leased_ha


@equation
def gross_value_added(jobs: float, value_added_per_worker: float, growth: float) -> float:
    """Return gross value added, ``VA = jobs p (1 + g)^(t - t0)``, bn VND a year at constant prices.

    Parameters
    ----------
    jobs
        Gross jobs of the year.
    value_added_per_worker
        p, in the base year, bn VND a year.
    growth
        Growth factor of productivity since the base year.
    """
    return jobs * value_added_per_worker * growth


@equation
def gross_budget(jobs: float, budget_per_worker: float, growth: float) -> float:
    """Return gross budget revenue, ``budget = jobs b (1 + n_b)^(t - t0)``, bn VND a year at constant prices.

    Parameters
    ----------
    jobs
        Gross jobs of the year.
    budget_per_worker
        b, in the base year, bn VND a year.
    growth
        Growth factor of real budget per worker since the base year.
    """
    return jobs * budget_per_worker * growth


@equation
def establishments(jobs: float, workers_per_establishment: float) -> float:
    """Return establishments, ``jobs / workers per establishment``; NaN unless that is above 0."""
    return jobs / workers_per_establishment if workers_per_establishment > 0 else math.nan
