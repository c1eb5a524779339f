"""Jobs, revenue and delivered land."""

from clusterecon.language.labels import indicator, label, unit
from clusterecon.language.numbers import Estimate, direction, hectares, share
from clusterecon.language.templates import lower_first, say
from clusterecon.language.units import AREA, JOB_YEARS, JOBS, MONEY, Unit, average


def stock_outlook(scenario: str, key: str, year: int, estimate: Estimate, today: float, lang: str) -> str:
    """State jobs, budget or establishments of all clusters (stock and new) in a year beside today's level."""
    change = estimate.value - today
    relative = change / today if today else 0.0
    way = direction(100 * relative, 0)
    return say(
        {1: "stock.up", -1: "stock.down", 0: "stock.same"}[way],
        lang,
        scenario=scenario,
        indicator=lower_first(indicator(key, lang)),
        year=str(year),
        value=unit(key).about(estimate.value, lang),
        range=unit(key).spread(estimate, lang),
        today=unit(key).about(today, lang),
        **({"change": share(abs(relative), lang)} if way else {}),
    )


def gross_to_net(
    scenario: str, year: int, gross: float, net: Estimate, lang: str, measure: Unit = JOBS
) -> str:
    """State how many of the jobs on new land, or how much money from it, are additional, on average."""
    if direction(gross, 3) == 0:
        return say("net.none", lang, scenario=scenario, year=str(year))
    return say(
        "net.budget" if measure is MONEY else "net",
        lang,
        scenario=scenario,
        year=str(year),
        gross=measure.about(gross, lang),
        net=measure.about(net.value, lang),
        range=measure.spread(net, lang),
        share=share(net.value / gross, lang),
        average=average(net, lang),
    )


def largest_deduction(line: str, value: float, lang: str) -> str:
    """Name the step of the waterfall that takes most jobs away, whatever the sign of the number."""
    return say("net.largest_cut", lang, line=label("waterfall", line, lang), amount=JOBS.size(value, lang))


def resident_jobs(year: int, net: Estimate, resident: float, lang: str) -> str:
    """State how many of the additional jobs go to residents, on average."""
    facts = {"net": JOBS.about(net.value, lang), "resident": JOBS.about(resident, lang)}
    return say("net.resident", lang, year=str(year), average=average(net, lang), **facts)


def scarce_labour(offset: float, left: Estimate, lang: str) -> str:
    """State what is left of the additional jobs where people who left other employers are not replaced."""
    facts = {"left": JOBS.with_spread(left, lang), "average": average(left, lang)}
    return say("net.offset", lang, share=share(offset, lang), **facts)


def construction_work(job_years: float, lang: str) -> str:
    """State construction work in job-years, which are never jobs."""
    return say("construction", lang, amount=JOB_YEARS.about(job_years, lang))


def delivery(year: int, announced: float, recorded: Estimate, lang: str) -> str:
    """Set the hectares delivered by the end of a year as announced beside those at the record's pace."""
    if direction(announced, 1) <= 0:
        return say("delivery.nothing", lang, year=str(year))
    facts = {"announced": hectares(announced, lang), "recorded": hectares(recorded.value, lang)}
    facts["range"] = AREA.spread(recorded, lang)
    part = recorded.value / announced
    if part >= 1 or direction(100 * part, 0) <= 0:
        return say("delivery.more", lang, year=str(year), **facts)
    return say("delivery", lang, year=str(year), share=share(part, lang), **facts)
