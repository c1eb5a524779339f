"""Wastewater coverage, what plants cost and what enforcement would cost."""

from clusterecon.language.labels import label
from clusterecon.language.numbers import (
    Estimate,
    count,
    direction,
    hectares,
    money_bn,
    number,
    points,
    rounded,
    share,
)
from clusterecon.language.templates import say
from clusterecon.language.units import JOBS, MONEY


def wastewater_coverage(year: int, working: float, operating: float, target: float, lang: str) -> str:
    """Set the clusters with working treatment at the end of a year, of all operating ones, beside the target.

    The clusters are rounded to whole ones; the target is a fraction.
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
    """State the cost (bn VND, the least and the most it can be) of plants for the clusters without one.

    The grade is that of the evidence for the unit cost.
    """
    facts = {"clusters": number(clusters, lang), "area": hectares(area_ha, lang)}
    facts |= {"value": MONEY.about(cost.value, lang), "range": MONEY.extremes(cost, lang)}
    return say("wastewater.cost", lang, grade=label("grade", grade, lang), **facts)


def idle_plants_cost(plants: int, cost: float, lang: str) -> str:
    """State the cost (bn VND) of mending plants that stand idle."""
    noun = count(plants, ("trạm đang ngừng chạy", "idle plant", "idle plants"), lang)
    return say("wastewater.mend", lang, plants=noun, value=money_bn(cost, lang))


def jobs_at_risk(
    year: int, estimate: Estimate, part: float, growth_points: float, grade: str, lang: str
) -> str:
    """State the jobs that suspension puts at risk, their part of all jobs, and the growth lost (below 0).

    The grade is that of the evidence for the share of the year that is suspended.
    """
    if direction(estimate.value, 0) == 0:
        return say("wastewater.no_risk", lang, year=str(year))
    way = direction(growth_points, 3)
    key = {1: "growth.gains", -1: "growth.loses", 0: "growth.same"}[way]
    growth = say(key, lang, points=points(abs(growth_points), lang)) if way else say(key, lang)
    facts = {"jobs": JOBS.about(estimate.value, lang), "range": JOBS.spread(estimate, lang)}
    facts |= {"share": share(part, lang), "growth": growth, "grade": label("grade", grade, lang)}
    return say("wastewater.risk", lang, year=str(year), **facts)


def suspension_note(scenario: str, year: int, lost_jobs: float, lang: str) -> str:
    """Say where a table of additional effects leaves out what a scenario loses by suspension."""
    jobs = JOBS.about(lost_jobs, lang)
    return say("suspension.note", lang, scenario=scenario, year=str(year), jobs=jobs)
