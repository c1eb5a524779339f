"""What it costs the budget and what it brings back."""

from collections.abc import Sequence

from clusterecon.wording.labels import horizon as horizon_name
from clusterecon.wording.labels import label
from clusterecon.wording.numbers import (
    MISSING,
    Estimate,
    direction,
    is_missing,
    money_bn,
    number,
    percent,
    probability,
    share,
)
from clusterecon.wording.spread import amount, spread, with_spread
from clusterecon.wording.templates import say


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def net_present_value(
    scenario: str, estimate: Estimate, lang: str, *, view: str, rate: float, horizon: int | str
) -> str:
    """State the net present value to a budget, as a gain or a loss.

    Parameters
    ----------
    scenario
        The scenario's title.
    estimate
        NPV in billion VND with interval.
    lang
        ``vi`` or ``en``.
    view
        ``state`` or ``city``.
    rate
        Real discount rate (a fraction).
    horizon
        Last year, or ``asset_life``.
    """
    way = direction(estimate.value, 1)
    facts = {"scenario": scenario, "view": _inside(label("view", view, lang))}
    facts |= {"rate": share(rate, lang), "horizon": _inside(horizon_name(horizon, lang))}
    if way == 0:
        return say("npv.even", lang, range=spread(estimate, "bn_vnd", lang), **facts)
    facts |= {"value": amount(estimate.value, "bn_vnd", lang), "range": spread(estimate, "bn_vnd", lang)}
    return say("npv.gain" if way > 0 else "npv.loss", lang, **facts)


def other_views(life: float, city: float, last_year: int, lang: str) -> str:
    """State the net present value over the life of the asset, and to the city's budget (bn VND)."""
    amounts = {"life": amount(life, "bn_vnd", lang), "city": amount(city, "bn_vnd", lang)}
    return say("npv.others", lang, year=str(last_year), **amounts)


def switching_note(last_year: int, lang: str) -> str:
    """Say how the table of switching values is read."""
    return say("switching.note", lang, year=str(last_year), missing=MISSING)


def npv_probability(scenario: str, value: float, lang: str) -> str:
    """State the probability that the net present value is above zero."""
    return say("npv.probability", lang, scenario=scenario, probability=probability(value, lang, words=True))


def payback(scenario: str, year: float | None, last_year: int, lang: str) -> str:
    """State the discounted payback year, or that there is none by the last year."""
    if year is None or is_missing(year):
        return say("payback.none", lang, scenario=scenario, horizon=str(last_year))
    return say("payback", lang, scenario=scenario, year=str(int(year)))


def cost_per_job(scenario: str, estimate: Estimate | None, lang: str) -> str:
    """State public cost per additional job in billion VND; None where no jobs are added."""
    if estimate is None or is_missing(estimate.value):
        return say("cost_per_job.none", lang, scenario=scenario)
    value, bracket = amount(estimate.value, "bn_vnd", lang), spread(estimate, "bn_vnd", lang)
    return say("cost_per_job", lang, scenario=scenario, value=value, range=bracket)


def benefit_cost_ratio(scenario: str, ratio: float, lang: str) -> str:
    """State what each dong spent brings back."""
    return say("bcr", lang, scenario=scenario, ratio=number(ratio, lang, 2))


def internal_rate_of_return(scenario: str, rate: float | None, lang: str) -> str:
    """State the internal rate of return (a fraction), or that there is none."""
    if rate is None or is_missing(rate):
        return say("irr.none", lang, scenario=scenario)
    return say("irr", lang, scenario=scenario, rate=percent(100 * rate, lang, 1))


def switching_value(scenario: str, assumption: str, value: str | None, today: str, lang: str) -> str:
    """State the value of an assumption at which the net present value is nil.

    Parameters
    ----------
    scenario, assumption
        Title and name, text of the language.
    value
        The switching value formatted with unit; None where no value within bounds does it.
    today
        The value in the scenario, formatted.
    lang
        ``vi`` or ``en``.
    """
    facts = {"scenario": scenario, "assumption": assumption, "today": today}
    if value is None:
        return say("switching.none", lang, **facts)
    return say("switching", lang, value=value, **facts)


def upgrade_not_costed(item: str, bearable_per_ha: float | None, lang: str) -> str:
    """State that an item has no known cost, and what the budget could bear per hectare (bn VND)."""
    text = say("not_costed", lang, item=item)
    if bearable_per_ha is None or is_missing(bearable_per_ha) or bearable_per_ha <= 0:
        return text
    return f"{text} {say('not_costed.bearable', lang, value=money_bn(bearable_per_ha, lang))}"


def land_rent_is_transfer(estimate: Estimate, lang: str) -> str:
    """State that land rent (bn VND) is a transfer."""
    return say("transfer", lang, value=with_spread(estimate, "bn_vnd", lang))


def sunk_cost(first_year: int, amounts: Sequence[tuple[str, float]], lang: str) -> str:
    """State what is left out because it would have been spent before the first year.

    Parameters
    ----------
    first_year
        The first year that counts.
    amounts
        Scenario's title and what the budget would have spent, bn VND; where they differ, costs per job of
        the scenarios do not compare.
    lang
        ``vi`` or ``en``.
    """
    year, (least, low), (most, high) = str(first_year), *_ends(amounts)
    if high <= 0:
        return say("sunk.none", lang, year=year)
    shown = {"low": amount(low, "bn_vnd", lang), "high": amount(high, "bn_vnd", lang)}
    if shown["low"] == shown["high"]:
        return say("sunk.one", lang, year=year, high=shown["high"])
    return say("sunk.several", lang, year=year, least=least, most=most, **shown)


def sunk_cost_short(first_year: int, amounts: Sequence[tuple[str, float]], lang: str) -> str:
    """State the same in the words of a chart's subtitle; nothing where nothing is left out."""
    (_, low), (_, high) = _ends(amounts)
    if high <= 0:
        return ""
    shown = {"low": amount(low, "bn_vnd", lang), "high": amount(high, "bn_vnd", lang)}
    span = shown["high"] if shown["low"] == shown["high"] else say("sunk.span", lang, **shown)
    return say("sunk.short", lang, year=str(first_year), amounts=span)


def _ends(amounts: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the scenario with the least and that with the largest amount, the first of equals."""
    return min(amounts, key=lambda item: item[1]), max(amounts, key=lambda item: item[1])


def sunk_heading(first_year: int, lang: str) -> str:
    """Head the column of what each scenario's timetable would have spent before the first year."""
    return say("sunk.heading", lang, year=str(first_year))


def switching_below(nought: str, lang: str) -> str:
    """State that only a value below nought (formatted, with its unit) would bring the NPV to nil."""
    return say("switching.below", lang, nought=nought)


def negative_ratio_note(lang: str) -> str:
    """Say what a ratio of revenue over cost below nought means."""
    return say("bcr.negative", lang)
