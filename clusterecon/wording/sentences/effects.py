"""Jobs, revenue and delivered land."""

from clusterecon.wording.labels import INDICATORS, indicator, label
from clusterecon.wording.numbers import Estimate, direction, fraction_words, hectares, number, share
from clusterecon.wording.spread import amount, average, size, spread
from clusterecon.wording.templates import say


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def stock_outlook(scenario: str, key: str, year: int, estimate: Estimate, today: float, lang: str) -> str:
    """State an indicator of all clusters (stock and new) in a year beside today's level.

    Parameters
    ----------
    scenario
        The scenario's title.
    key
        ``jobs``, ``budget`` or ``establishments``.
    year
        The year.
    estimate
        Value with interval.
    today
        The level of the base year.
    lang
        ``vi`` or ``en``.
    """
    unit = INDICATORS[key].unit
    change = estimate.value - today
    relative = change / today if today else 0.0
    way = direction(100 * relative, 0)
    return say(
        {1: "stock.up", -1: "stock.down", 0: "stock.same"}[way],
        lang,
        scenario=scenario,
        indicator=_lower_first(indicator(key, lang)),
        year=str(year),
        value=amount(estimate.value, unit, lang),
        range=spread(estimate, unit, lang),
        today=amount(today, unit, lang),
        **({"change": share(abs(relative), lang)} if way else {}),
    )


def means_under_medians(text: str, lang: str) -> str:
    """Say in a subtitle that a chart shows means, which add up, below a title that gives medians."""
    return say("stock.means", lang, text=text)


def clusters_in_year(scenario: str, year: int, stock: float, new: float, lang: str) -> str:
    """Split the jobs of a year into those of the existing clusters and those on new land."""
    facts = {"stock": amount(stock, "jobs", lang), "new": amount(new, "jobs", lang)}
    total = amount(stock + new, "jobs", lang)
    return say("stock.split", lang, scenario=scenario, year=str(year), total=total, **facts)


def gross_to_net(scenario: str, year: int, gross: float, net: Estimate, lang: str, unit: str = "jobs") -> str:
    """State how much of a gross figure is truly additional, on average.

    Parameters
    ----------
    scenario
        The scenario's title.
    year
        The year.
    gross
        What stands on the new land.
    net
        What of it would not exist otherwise, with interval.
    lang
        ``vi`` or ``en``.
    unit
        ``jobs`` or ``bn_vnd``.
    """
    if direction(gross, 3) == 0:
        return say("net.none", lang, scenario=scenario, year=str(year))
    facts = {"gross": amount(gross, unit, lang), "net": amount(net.value, unit, lang)}
    facts |= {"range": spread(net, unit, lang), "share": share(net.value / gross, lang)}
    facts["average"] = average(net, lang)
    name = "net" if unit == "jobs" else "net.budget"
    return say(name, lang, scenario=scenario, year=str(year), **facts)


def largest_deduction(line: str, value: float, lang: str, unit: str = "jobs") -> str:
    """Name the step of the waterfall that takes most away.

    Parameters
    ----------
    line
        Key of the waterfall line.
    value
        What it takes away; its sign does not matter.
    lang
        ``vi`` or ``en``.
    unit
        ``jobs`` or ``bn_vnd``.
    """
    return say("net.largest_cut", lang, line=label("waterfall", line, lang), amount=size(value, unit, lang))


def resident_jobs(year: int, net: Estimate, resident: float, lang: str) -> str:
    """State how many of the additional jobs go to residents, on average."""
    facts = {"net": amount(net.value, "jobs", lang), "resident": amount(resident, "jobs", lang)}
    return say("net.resident", lang, year=str(year), average=average(net, lang), **facts)


def construction_work(job_years: float, lang: str) -> str:
    """State construction work in job-years, which are never jobs."""
    return say("construction", lang, amount=amount(job_years, "job_years", lang))


def delivery(year: int, announced: float, recorded: Estimate, lang: str) -> str:
    """Set the land delivered as announced beside the record's pace.

    Parameters
    ----------
    year
        At whose end it is counted.
    announced
        Hectares delivered by then if all goes to plan.
    recorded
        Hectares at the record's pace, with interval.
    lang
        ``vi`` or ``en``.
    """
    if direction(announced, 1) <= 0:
        return say("delivery.nothing", lang, year=str(year))
    facts = {"announced": hectares(announced, lang), "recorded": hectares(recorded.value, lang)}
    facts["range"] = spread(recorded, "ha", lang)
    part = recorded.value / announced
    if part >= 1 or direction(100 * part, 0) <= 0:
        return say("delivery.more", lang, year=str(year), **facts)
    return say("delivery", lang, year=str(year), share=share(part, lang), **facts)


def record_basis(finished: int, due: int, year: int, counted: str, rate: float, lang: str) -> str:
    """State what the record of completions rests on.

    Parameters
    ----------
    finished, due
        Clusters finished of those due.
    year
        The year in which they were due.
    counted
        When they were counted, as text of the language.
    rate
        Share of what is outstanding that is finished in a year (a fraction).
    lang
        ``vi`` or ``en``.
    """
    facts = {"finished": number(finished, lang), "due": number(due, lang), "year": str(year)}
    part = fraction_words(rate, lang) if rate > 0 else share(rate, lang)
    return say("record", lang, date=counted, rate=part, **facts)
