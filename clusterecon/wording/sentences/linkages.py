"""Direct, indirect and induced effects, and what the multiplier rests on."""

from collections.abc import Sequence

from clusterecon.wording.labels import INDICATORS, indicator
from clusterecon.wording.numbers import Estimate, interval, number
from clusterecon.wording.spread import average, with_spread
from clusterecon.wording.templates import say


def linkages_absent(lang: str) -> str:
    """State that no linkages are modelled (multiplier 1)."""
    return say("linkages.absent", lang)


def direct_indirect_induced(
    scenario: str, key: str, year: int, effects: tuple[Estimate, Estimate, Estimate], lang: str
) -> str:
    """State the direct, indirect and induced part of a net effect, means each with its interval.

    Parameters
    ----------
    scenario
        The scenario's title.
    key
        The indicator of the sum, such as ``jobs_net``.
    year
        The year.
    effects
        Direct, indirect and induced.
    lang
        ``vi`` or ``en``.
    """
    unit = INDICATORS[key].unit
    direct, indirect, induced = (with_spread(effect, unit, lang) for effect in effects)
    name = indicator(key, lang)
    facts = {"direct": direct, "indirect": indirect, "induced": induced, "average": average(effects[0], lang)}
    return say(
        "linkages", lang, scenario=scenario, year=str(year), indicator=name[:1].lower() + name[1:], **facts
    )


def multiplier_basis(multiplier: Estimate, table_year: int, sectors: int, lang: str) -> str:
    """State what the multiplier rests on: an old national table scaled down, not an observation.

    Parameters
    ----------
    multiplier
        Total over direct value added, with interval.
    table_year
        Year of the input-output table.
    sectors
        Its number of industries.
    lang
        ``vi`` or ``en``.
    """
    bracket = ""
    if multiplier.low is not None and multiplier.high is not None:
        bracket = say("range", lang, interval=interval(multiplier.low, multiplier.high, lang, 2))
    facts = {"year": str(table_year), "sectors": number(sectors, lang), "range": bracket}
    return say("linkages.basis", lang, multiplier=number(multiplier.value, lang, 2), **facts)


def multiplier_readings(lower: float, used: float, upper: float, lang: str) -> str:
    """Print the three readings of the mixed model at central assumptions side by side."""
    low, middle, high = (number(value, lang, 2) for value in (lower, used, upper))
    return say("linkages.readings", lang, lower=low, used=middle, upper=high)


def service_jobs_check(ratio: float, published: Sequence[tuple[str, float]], lang: str) -> str:
    """Set indirect service jobs per direct job beside published ratios.

    Parameters
    ----------
    ratio
        Ours.
    published
        Place (text of the language) and ratio, one pair each.
    lang
        ``vi`` or ``en``.
    """
    others = ", ".join(f"{number(value, lang, 2)} ({place})" for place, value in published)
    return say("linkages.check", lang, ratio=number(ratio, lang, 2), published=others)
