"""Wastewater coverage, what plants cost and what enforcement would cost."""

from clusterecon.wording.labels import label
from clusterecon.wording.numbers import Estimate, count, direction, hectares, number, points, rounded, share
from clusterecon.wording.spread import amount, extremes, spread
from clusterecon.wording.templates import say


def wastewater_coverage(year: int, working: float, operating: float, target: float, lang: str) -> str:
    """Set working plants beside the target.

    Parameters
    ----------
    year
        At whose end they are counted.
    working, operating
        Clusters with working treatment, and all operating clusters; rounded to whole ones.
    target
        Coverage wanted (a fraction).
    lang
        ``vi`` or ``en``.
    """
    have, all_ = rounded(working), rounded(operating)
    missing = max(0, int(-(-target * operating // 1)) - int(have))
    facts = {"working": number(float(have), lang), "operating": number(float(all_), lang)}
    facts |= {"share": share(working / operating, lang), "target": share(target, lang)}
    if working / operating >= target - 1e-9:
        return say("wastewater.met", lang, year=str(year), **facts)
    short = count(max(1, missing), ("cụm", "cluster", "clusters"), lang)
    return say("wastewater.short", lang, year=str(year), missing=short, **facts)


def plants_cost(clusters: int, area_ha: float, cost: Estimate, grade: str, lang: str) -> str:
    """State the cost of plants for the clusters without one.

    Parameters
    ----------
    clusters
        Clusters without a plant.
    area_ha
        Their area.
    cost
        Billion VND, and the least and greatest it can be.
    grade
        Evidence grade of the unit cost: published, derived or judgement.
    lang
        ``vi`` or ``en``.
    """
    facts = {"clusters": number(clusters, lang), "area": hectares(area_ha, lang)}
    facts |= {"value": amount(cost.value, "bn_vnd", lang), "range": extremes(cost, "bn_vnd", lang)}
    return say("wastewater.cost", lang, grade=label("grade", grade, lang), **facts)


def idle_plants_cost(plants: int, cost: float, lang: str) -> str:
    """State the cost (bn VND) of mending plants that stand idle."""
    noun = count(plants, ("trạm đang ngừng chạy", "idle plant", "idle plants"), lang)
    return say("wastewater.mend", lang, plants=noun, value=amount(cost, "bn_vnd", lang))


def jobs_at_risk(
    year: int, estimate: Estimate, part: float, growth_points: float, grade: str, lang: str
) -> str:
    """State what suspension would put at risk.

    Parameters
    ----------
    year
        The year.
    estimate
        Jobs at risk with interval.
    part
        Their share of all jobs in the clusters (a fraction).
    growth_points
        Effect on industrial growth, points: negative when growth is lost.
    grade
        Evidence grade of the share of the year that is suspended.
    lang
        ``vi`` or ``en``.
    """
    if direction(estimate.value, 0) == 0:
        return say("wastewater.no_risk", lang, year=str(year))
    way = direction(growth_points, 3)
    key = {1: "growth.gains", -1: "growth.loses", 0: "growth.same"}[way]
    growth = say(key, lang, points=points(abs(growth_points), lang)) if way else say(key, lang)
    facts = {"jobs": amount(estimate.value, "jobs", lang), "range": spread(estimate, "jobs", lang)}
    facts |= {"share": share(part, lang), "growth": growth, "grade": label("grade", grade, lang)}
    return say("wastewater.risk", lang, year=str(year), **facts)


def suspension_note(scenario: str, year: int, lost_jobs: float, lang: str) -> str:
    """Say where a table of additional effects leaves out what a scenario loses by suspension."""
    jobs = amount(lost_jobs, "jobs", lang)
    return say("suspension.note", lang, scenario=scenario, year=str(year), jobs=jobs)
