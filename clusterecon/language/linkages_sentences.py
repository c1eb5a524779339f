"""Direct, indirect and induced effects, and what the multiplier rests on."""

from collections.abc import Sequence

from clusterecon.language.labels import indicator, unit
from clusterecon.language.numbers import Estimate, interval, number
from clusterecon.language.templates import lower_first, say
from clusterecon.language.units import average


def direct_indirect_induced(
    scenario: str, key: str, year: int, effects: tuple[Estimate, Estimate, Estimate], lang: str
) -> str:
    """State the direct, indirect and induced part of a net effect, such as ``jobs_net``: means."""
    direct, indirect, induced = (unit(key).with_spread(effect, lang) for effect in effects)
    return say(
        "linkages",
        lang,
        scenario=scenario,
        year=str(year),
        indicator=lower_first(indicator(key, lang)),
        direct=direct,
        indirect=indirect,
        induced=induced,
        average=average(effects[0], lang),
    )


def farm_jobs(indirect: Estimate, farm: Estimate, lang: str) -> str:
    """State how many of the jobs at suppliers are on farms: means."""
    jobs, farms = (unit("jobs_net").about(part.value, lang) for part in (indirect, farm))
    return say("linkages.farm", lang, indirect=jobs, farm=farms)


def multiplier_basis(multiplier: Estimate, table_year: int, sectors: int, lang: str) -> str:
    """State what the multiplier (total over direct value added) rests on: a national table, scaled down."""
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
    """Set indirect service jobs per direct job beside the ratios published for other places."""
    others = ", ".join(f"{number(value, lang, 2)} ({place})" for place, value in published)
    return say("linkages.check", lang, ratio=number(ratio, lang, 2), published=others)
