"""Chart titles that state the finding, and alternative text; pure functions of numbers."""

from collections.abc import Sequence

from clusterecon.language.dates import date
from clusterecon.language.labels import indicator, unit
from clusterecon.language.numbers import (
    direction,
    hectares,
    money_bn,
    number,
    percent,
    points,
    probability,
    share,
)
from clusterecon.language.targets_sentences import thresholds
from clusterecon.language.templates import lower_first, say
from clusterecon.language.units import JOBS

_READ_OUT = 12


def growth_title(year: int, contribution: float, lang: str, scenario: str | None = None) -> str:
    """State the points that new clusters add to growth in a year: to plan, or in a scenario that is named."""
    way = direction(contribution, 6)
    key = "title.growth." + {1: "up", -1: "down", 0: "none"}[way]
    facts = {"year": str(year)} | ({"points": points(abs(contribution), lang)} if way else {})
    if scenario is None:
        return say(key, lang, **facts)
    return say(f"{key}.named", lang, scenario=scenario, **facts)


def jobs_title(year: int, planned: float, recorded: float, lang: str) -> str:
    """Set jobs in the clusters to plan beside the record's pace."""
    facts = {"planned": JOBS.about(planned, lang), "recorded": JOBS.about(recorded, lang)}
    return say("title.jobs", lang, year=str(year), **facts)


def budget_title(year: int, planned: float, recorded: float, lang: str) -> str:
    """Set revenue from the clusters to plan beside the record's pace (bn VND)."""
    facts = {"planned": money_bn(planned, lang), "recorded": money_bn(recorded, lang)}
    return say("title.budget", lang, year=str(year), **facts)


def stock_title(scenario: str, key: str, year: int, value: float, today: float, lang: str) -> str:
    """State one scenario's jobs or revenue in a year beside today's, as a rise, a fall or no change."""
    relative = value / today - 1 if today else 0.0
    way = direction(100 * relative, 0)
    facts = {"scenario": scenario, "indicator": lower_first(indicator(key, lang)), "year": str(year)}
    facts["value"] = unit(key).about(value, lang)
    if way == 0:
        return say("title.stock.same", lang, **facts)
    key = "title.stock.up" if way > 0 else "title.stock.down"
    return say(key, lang, change=share(abs(relative), lang), **facts)


def waterfall_title(year: int, gross: float, net: float, lang: str, *, mean: bool = True) -> str:
    """State how much of the gross number of jobs is additional: means over draws, or the central case."""
    if direction(gross, 3) == 0:
        return say("title.waterfall.none", lang, year=str(year))
    facts = {
        "gross": JOBS.about(gross, lang),
        "net": JOBS.about(net, lang),
        "share": share(net / gross, lang),
    }
    return say("title.waterfall.mean" if mean else "title.waterfall", lang, year=str(year), **facts)


def delivery_title(year: int, announced: float, recorded: float, lang: str) -> str:
    """Set hectares announced beside the record's pace, by the end of a year."""
    facts = {"announced": hectares(announced, lang, 0), "recorded": hectares(recorded, lang, 0)}
    return say("title.delivery", lang, year=str(year), **facts)


def targets_title(joint: Sequence[tuple[str, float | None]], count: int, official: int, lang: str) -> str:
    """State the best joint probability of scenarios, by title; None in the central case.

    The counts are those of `thresholds`.
    """
    known = [(title, value) for title, value in joint if value is not None and value == value]
    if not known:
        return say("title.targets.none", lang)
    shown = [probability(value, lang, words=True) for _, value in known]
    best = max(range(len(known)), key=lambda i: known[i][1])
    facts = {"all": thresholds(count, official, lang), "best": shown[best], "scenario": known[best][0]}
    if len(known) == 1:
        return say("title.targets.one", lang, **facts)
    return say("title.targets.same" if len(set(shown)) == 1 else "title.targets", lang, **facts)


def fan_title(year: int, threshold: float, value: float, lang: str) -> str:
    """State the probability that growth reaches a threshold (per cent)."""
    facts = {"threshold": percent(threshold, lang), "probability": probability(value, lang, words=True)}
    return say("title.fan", lang, year=str(year), **facts)


def news_title(since: str, year: int, change: float, lang: str) -> str:
    """State what the readings released after a day moved the median forecast of a year by, in points."""
    way = direction(change, 2)
    facts = {"since": date(since, lang), "year": str(year)}
    if way == 0:
        return say("title.news.same", lang, **facts)
    key = "title.news.up" if way > 0 else "title.news.down"
    return say(key, lang, points=points(abs(change), lang, 2), **facts)


def attribution_title(year: int, largest: float, total: float, lang: str) -> str:
    """State the largest contribution of clusters (points) to a growth of `total` per cent."""
    small = abs(largest) < 0.1 * abs(total)
    key = "title.attribution" if small else "title.attribution.large"
    return say(key, lang, year=str(year), points=points(largest, lang))


def levers_title(scenario: str, reached: int, total: int, wanted: float, lang: str) -> str:
    """State how many levers, each alone, bring the probability in a scenario to what is wanted."""
    facts = {"scenario": scenario, "wanted": probability(wanted, lang)}
    if reached == 0:
        return say("title.levers.none", lang, **facts)
    counts = {"count": number(reached, lang), "total": number(total, lang)}
    return say("title.levers.reached", lang, **counts, **facts)


def dates_title(before: float, after: float, lang: str) -> str:
    """State how the probability moved as figures came in."""
    first, last = probability(before, lang, words=True), probability(after, lang, words=True)
    if first == last:
        return say("title.dates.same", lang, after=last)
    return say("title.dates.up" if after > before else "title.dates.down", lang, before=first, after=last)


def sectors_title(sector: str | None, value: float, key: str, lang: str) -> str:
    """Name the sector that gains most (in the indicator's unit); None where there is no effect."""
    if sector is None or direction(value, 3) == 0:
        return say("title.sectors.none", lang)
    return say("title.sectors", lang, sector=sector, value=unit(key).about(value, lang))


def cash_flow_title(first: tuple[str, int] | None, last_year: int, lang: str, only: str | None = None) -> str:
    """Name the scenario that pays back first and the year, or say that none, or not the only one, does."""
    if first is None and only is not None:
        return say("title.cash.none.named", lang, scenario=only, horizon=str(last_year))
    if first is None:
        return say("title.cash.none", lang, horizon=str(last_year))
    return say("title.cash.payback", lang, scenario=first[0], year=str(first[1]))


def cost_title(costs: Sequence[float], lang: str, only: str | None = None) -> str:
    """State the range of public cost per additional job (bn VND) over scenarios, or that none adds jobs."""
    if not costs and only is not None:
        return say("title.cost.none.named", lang, scenario=only)
    if not costs:
        return say("title.cost.none", lang)
    low, high = money_bn(min(costs), lang), money_bn(max(costs), lang)
    if low == high:
        return say("title.cost.one", lang, low=low)
    return say("title.cost", lang, low=low, high=high)


def wastewater_title(scenario: str, year: int, coverage: float, risk: float, lang: str) -> str:
    """State a scenario's coverage at the end of a year (a fraction), and the jobs suspension puts at risk."""
    facts = {"scenario": scenario, "year": str(year), "coverage": share(coverage, lang)}
    if direction(risk, 0) <= 0:
        return say("title.wastewater", lang, **facts)
    return say("title.wastewater.risk", lang, jobs=JOBS.about(risk, lang), **facts)


def backtest_title(inside: int, years: int, nominal: float, lang: str) -> str:
    """State how many outturns fell inside the interval of a nominal coverage (a fraction)."""
    facts = {"years": number(years, lang), "inside": number(inside, lang)}
    return say("title.backtest", lang, nominal=share(nominal, lang), **facts)


def alternative_text(chart: str, title: str, rows: Sequence[str], lang: str) -> str:
    """Describe a chart of a kind for those who cannot see it: its title, and what is drawn, a phrase each.

    The first twelve phrases are read out, the others counted.
    """
    if not rows:
        body = say("alt.none", lang)
    else:
        body = "; ".join(rows[:_READ_OUT])
        if len(rows) > _READ_OUT:
            body += "; " + say("alt.more", lang, count=number(len(rows) - _READ_OUT, lang))
        body += "."
    return say("alt", lang, kind=say(f"kind.{chart}", lang), title=title.rstrip("."), rows=body)
