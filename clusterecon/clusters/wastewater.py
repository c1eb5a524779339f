"""Wastewater plants of the existing clusters: how many, how they are built, their cost, what lacks one.

Each equation is a function of numbers: one draw, one year. A cluster is *missing* a plant, has an *idle* one,
or has one that *works*; the first two are *outstanding*, to build or to mend. Source: docs/methods.md,
section 9.
"""

import math

from clusterecon.ground.compiled import equation

# ---------------------------------------------------------------- the plants there are


@equation
def missing(clusters: float, with_plant: float) -> float:
    """Return the clusters without any plant, ``clusters - with_plant``."""
    return clusters - with_plant


@equation
def outstanding(clusters: float, working: float) -> float:
    """Return clusters without a working plant, to build or to mend, ``clusters - working``; at least 0."""
    return max(0.0, clusters - working)


@equation
def possible(clusters: float, with_plant: float, working: float) -> bool:
    """Return whether plants and clusters can be so many: ``0 <= working <= with_plant <= clusters > 0``."""
    return 0 <= working <= with_plant <= clusters and clusters > 0


@equation
def carried_forward(
    clusters: float, with_plant: float, working: float, plants_per_year: float, years: float
) -> tuple[float, float]:
    """Return clusters with a plant, and with a working one, some years after they were counted.

    ``built = min(plants_per_year * years, missing)`` is added to both: new plants work, idle ones stay idle.

    Parameters
    ----------
    clusters, with_plant, working
        As counted: all, those with a plant, those with one that works.
    plants_per_year
        New plants a year, 0 or more.
    years
        From the count to the end of the base year.
    """
    built = min(plants_per_year * years, missing(clusters, with_plant))
    return min(clusters, with_plant + built), min(clusters, working + built)


# ---------------------------------------------------------------- build-out


@equation
def served_by_rate(outstanding_at_start: float, completion_rate: float, year_index: int) -> float:
    """Return the clusters given a working plant in a year, where a share h of the outstanding is each year.

    ``o(0) [(1 - h)^(t - 1) - (1 - h)^t]``, so that ``o(0) (1 - h)^t`` are left; none in the base year.

    Parameters
    ----------
    outstanding_at_start
        o(0), clusters without a working plant at the end of the base year.
    completion_rate
        h, share of the outstanding served in a year, 0 to 1; 1 is the promise kept in the first year.
    year_index
        t, years since the base year.
    """
    if year_index < 1:
        return 0.0
    return outstanding_at_start * completion_rate * (1 - completion_rate) ** (year_index - 1)


@equation
def served_by_list(listed: float, outstanding_before: float) -> float:
    """Return the clusters given a working plant in a year, where listed: no more than are outstanding."""
    return min(listed, outstanding_before)


@equation
def built_part(served: float, missing_at_start: float, outstanding_at_start: float) -> float:
    """Return the new plants among the served, ``served * missing / outstanding``; the rest are mended.

    Missing and idle plants are served alike, as they stand at the end of the base year.
    """
    return served * missing_at_start / outstanding_at_start if outstanding_at_start > 0 else 0.0


@equation
def coverage(working: float, clusters: float, new_clusters: float) -> float:
    """Return working plants over operating clusters, ``(working + new) / (clusters + new)``; NaN of none.

    New clusters operate with a plant of their own from the start, so they stand above and below the line.

    Parameters
    ----------
    working
        Existing clusters with a working plant (or with any plant, for the ratio beside it).
    clusters
        Existing clusters.
    new_clusters
        New clusters delivered by the end of the year.
    """
    operating = clusters + new_clusters
    return (working + new_clusters) / operating if operating > 0 else math.nan


# ---------------------------------------------------------------- cost


@equation
def area_per_cluster(area_ha: float, clusters: float) -> float:
    """Return the gross area of an existing cluster, ``area / clusters``, ha; 0 of no clusters."""
    return area_ha / clusters if clusters > 0 else 0.0


@equation
def plant_capital(
    built: float, mended: float, mend_share: float, area_per_cluster_ha: float, cost_per_ha: float
) -> float:
    """Return capital spent in a year, ``(built + mend_share * mended) * area * cost per ha``, bn VND.

    Spent in the year the plant is finished: a plant takes less than a year to build.

    Parameters
    ----------
    built, mended
        New plants, and idle plants made to work, in the year.
    mend_share
        Cost of mending an idle plant as a share of a new one.
    area_per_cluster_ha
        Gross ha of an existing cluster.
    cost_per_ha
        bn VND per gross ha served by a new plant; it spans the overrun already.
    """
    return (built + mend_share * mended) * area_per_cluster_ha * cost_per_ha


@equation
def average_served(served_before: float, served: float) -> float:
    """Return plants added since the base year, average of a year: those of the year run for half of it."""
    return served_before + served / 2


@equation
def running_cost(
    average_served: float, area_per_cluster_ha: float, cost_per_ha: float, running_cost_share: float
) -> float:
    """Return the running cost of the plants added since the base year, bn VND a year.

    ``average plants * area * cost per ha * running_cost_share``. Plants that worked before are in the
    reference already.

    Parameters
    ----------
    average_served
        Plants built or mended since the base year, average of the year.
    area_per_cluster_ha
        Gross ha of an existing cluster.
    cost_per_ha
        Capital of a new plant, bn VND per gross ha served.
    running_cost_share
        Running cost a year as a share of the capital of a new plant.
    """
    return average_served * area_per_cluster_ha * cost_per_ha * running_cost_share


# ---------------------------------------------------------------- suspension


@equation
def suspended_clusters(
    outstanding_at_start_of_year: float, outstanding_at_end: float, suspended_share_of_year: float
) -> float:
    """Return the clusters suspended for lack of a working plant, average of a year.

    ``(outstanding at its start + at its end) / 2 * suspended share of the year``; the share is 0 in years
    without enforcement.
    """
    return (outstanding_at_start_of_year + outstanding_at_end) / 2 * suspended_share_of_year


@equation
def at_risk(suspended: float, clusters: float, held: float) -> float:
    """Return what suspended clusters hold, ``suspended / clusters * held``: jobs, value added or budget.

    Nothing is taken off for work that moves elsewhere. ``held`` is what all existing clusters hold before any
    suspension.
    """
    return suspended / clusters * held if clusters > 0 else 0.0


@equation
def lost(at_risk: float, diverted_share: float) -> float:
    """Return what remains lost where part of the work is diverted, ``at risk * (1 - diverted_share)``."""
    return at_risk * (1 - diverted_share)


@equation
def lost_with_suppliers(lost: float, industry_indirect: float) -> float:
    """Return S, what industry loses, its suppliers in industry included: ``lost * (1 + industry_indirect)``.

    Parameters
    ----------
    lost
        Value added that the suspended clusters lose, bn VND a year.
    industry_indirect
        Industrial value added of suppliers per unit of the clusters' own.
    """
    return lost * (1 + industry_indirect)
