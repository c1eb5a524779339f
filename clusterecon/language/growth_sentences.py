"""What new clusters add to growth, in percentage points: how little, when most, and why so late."""

from clusterecon.language.numbers import (
    Estimate,
    direction,
    fraction_words,
    number,
    percent,
    points,
    rounded,
    share,
)
from clusterecon.language.templates import say
from clusterecon.language.units import PERCENT, POINTS


def _effect(value: float, lang: str, stem: str) -> str:
    way = direction(value, 6)
    key = f"{stem}.{ {1: 'up', -1: 'down', 0: 'none'}[way] }"
    return say(key, lang, points=points(abs(value), lang)) if way else say(key, lang)


def contribution(year: int, planned: float, recorded: float, lang: str) -> str:
    """State what new clusters add to growth in a year, to plan and at the record's pace."""
    part = recorded / planned if direction(planned, 6) > 0 and direction(recorded, 6) > 0 else 1.0
    ratio = say("contribution.ratio", lang, part=fraction_words(part, lang)) if part <= 0.9 else ""
    effects = {
        "planned": _effect(planned, lang, "effect"),
        "recorded": _effect(recorded, lang, "effect.then"),
    }
    return say("contribution", lang, year=str(year), ratio=ratio, **effects)


def contribution_of_one(scenario: str, year: int, value: float, lang: str) -> str:
    """State what new clusters add to growth in a year in one scenario."""
    effect = _effect(value, lang, "effect")
    return say("contribution.one", lang, scenario=scenario, year=str(year), effect=effect)


def contribution_peak(scenario: str, year: int, estimate: Estimate, lang: str) -> str:
    """State the year in which a scenario moves growth most, and by how many points, with sign."""
    if direction(estimate.value, 6) == 0:
        return say("contribution.never", lang, scenario=scenario)
    shown = points(estimate.value, lang, signed=True)
    bracket = POINTS.spread(estimate, lang)
    return say("contribution.peak", lang, scenario=scenario, year=str(year), points=shown, range=bracket)


def contribution_late(first_year_share: float, years_to_fill: float, lang: str) -> str:
    """Explain why the first year brings so little: the share occupied in it on average, the years to fill."""
    part = share(first_year_share, lang, 1)
    digits = 0 if float(rounded(years_to_fill, 1)).is_integer() else 1
    return say("contribution.late", lang, share=part, years=number(years_to_fill, lang, digits))


def growth_outlook(scenario: str, year: int, estimate: Estimate, lang: str) -> str:
    """State a scenario's industrial growth in a year, in per cent to two decimals, with its interval."""
    value, bracket = percent(estimate.value, lang, 2), PERCENT.spread(estimate, lang)
    return say("growth", lang, scenario=scenario, year=str(year), value=value, range=bracket)
