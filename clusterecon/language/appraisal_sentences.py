"""What it costs the budget and what it brings back; money in billion VND, rates and shares as fractions."""

from collections.abc import Sequence

from clusterecon.language import labels
from clusterecon.language.numbers import (
    MISSING,
    Estimate,
    direction,
    is_missing,
    money_bn,
    number,
    probability,
    share,
)
from clusterecon.language.templates import lower_first, say
from clusterecon.language.units import MONEY


def net_present_value(
    scenario: str, estimate: Estimate, lang: str, *, view: str, rate: float, horizon: int | str
) -> str:
    """State the net present value to a budget (view ``state`` or ``city``), as a gain or a loss."""
    way = direction(estimate.value, 1)
    facts = {"scenario": scenario, "view": lower_first(labels.label("view", view, lang))}
    facts |= {"rate": share(rate, lang), "horizon": lower_first(labels.horizon(horizon, lang))}
    facts["range"] = MONEY.spread(estimate, lang)
    if way == 0:
        return say("npv.even", lang, **facts)
    return say("npv.gain" if way > 0 else "npv.loss", lang, value=MONEY.about(estimate.value, lang), **facts)


def other_views(life: float, city: float, last_year: int, lang: str) -> str:
    """State the net present value over the life of the asset, and to the city's budget."""
    amounts = {"life": money_bn(life, lang), "city": money_bn(city, lang)}
    return say("npv.others", lang, year=str(last_year), **amounts)


def who_pays(horizon: int | str, values: Sequence[tuple[str, float]], lang: str) -> str:
    """State which scenarios (title, median NPV of new clusters) earn the budget more than they cost.

    The best is named where the amounts differ as printed. True in any order and with any signs.
    """
    ranked = sorted(values, key=lambda item: -item[1])
    shown = [money_bn(value, lang) for _, value in ranked]
    paying = [title for title, value in ranked if direction(value, 1) > 0]
    life = str(horizon) == "asset_life"
    facts = {"horizon": say("pays.life", lang) if life else labels.horizon(horizon, lang)}
    facts["values"] = "; ".join(
        f"“{title}” {amount}" for (title, _), amount in zip(ranked, shown, strict=True)
    )
    if paying and len(paying) < len(ranked):
        names = {
            "paying": _named(paying, lang),
            "others": _named([t for t, _ in ranked[len(paying) :]], lang),
        }
        return say("pays.some", lang, **facts, **names)
    told, best = ("pays.all", "pays.all.best") if paying else ("pays.none", "pays.none.best")
    facts["best"] = "" if len(set(shown)) == 1 else say(best, lang, best=ranked[0][0])
    return say(told, lang, **facts)


def _named(titles: Sequence[str], lang: str) -> str:
    return say("pays.and", lang).join(f"“{title}”" for title in titles)


def conventions(rate: float, base_year: int, lang: str) -> str:
    """State when in the year a flow counts, and what capital holds."""
    facts = {"rate": share(rate, lang), "year": str(base_year)}
    return say("appraisal.conventions", lang, factor=number((1 + rate) ** 0.5, lang, 3), **facts)


def existing_account(
    scenario: str, existing: float, total: float, shares: tuple[float, float], lang: str, *, last_year: int
) -> str:
    """State the account of existing clusters (NPV, and both accounts together) and who pays for plants.

    The shares are those the budget pays of building and of running them.
    """
    facts = {"value": money_bn(existing, lang), "total": money_bn(total, lang), "year": str(last_year)}
    facts |= {"build": share(shares[0], lang), "run": share(shares[1], lang)}
    return say("existing.account", lang, scenario=scenario, **facts)


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
    """State public cost per additional job; None where no jobs are added."""
    if estimate is None or is_missing(estimate.value):
        return say("cost_per_job.none", lang, scenario=scenario)
    facts = {"value": MONEY.about(estimate.value, lang), "range": MONEY.spread(estimate, lang)}
    return say("cost_per_job", lang, scenario=scenario, **facts)


def upgrade_not_costed(item: str, bearable_per_ha: float | None, lang: str) -> str:
    """State that an item has no known cost, and what the budget could bear per hectare."""
    text = say("not_costed", lang, item=item)
    if bearable_per_ha is None or is_missing(bearable_per_ha) or bearable_per_ha <= 0:
        return text
    return f"{text} {say('not_costed.bearable', lang, value=money_bn(bearable_per_ha, lang))}"


def land_rent_is_transfer(estimate: Estimate, lang: str) -> str:
    """State that land rent is a transfer."""
    return say("transfer", lang, value=MONEY.with_spread(estimate, lang))


def sunk_cost(base_year: int, works: Sequence[float], public: Sequence[float], lang: str) -> str:
    """State what is sunk: by scenario all that is spent by the end of the base year, and the budget's part.

    It is the same in every scenario unless one changes the works, their cost or who pays them.
    """
    year = str(base_year)
    if max(works) <= 0:
        return say("sunk.none", lang, year=year)
    return say("sunk", lang, year=year, amounts=_span(works, lang), public=_span(public, lang))


def sunk_cost_short(base_year: int, public: Sequence[float], lang: str) -> str:
    """State the budget's part in the words of a chart's subtitle; nothing where nothing is left out."""
    if max(public) <= 0:
        return ""
    return say("sunk.short", lang, year=str(base_year), amounts=_span(public, lang))


def _span(amounts: Sequence[float], lang: str) -> str:
    low, high = money_bn(min(amounts), lang), money_bn(max(amounts), lang)
    return high if low == high else say("sunk.span", lang, low=low, high=high)
