"""What new clusters add to growth: how little, when most, and why so late."""

import datetime

from clusterecon.wording.dates import date
from clusterecon.wording.numbers import (
    Estimate,
    count,
    direction,
    fraction_words,
    number,
    percent,
    points,
    rounded,
    share,
)
from clusterecon.wording.spread import amount, spread
from clusterecon.wording.templates import say


def _effect(value: float, lang: str, stem: str) -> str:
    way = direction(value, 6)
    key = f"{stem}.{ {1: 'up', -1: 'down', 0: 'none'}[way] }"
    return say(key, lang, points=points(abs(value), lang)) if way else say(key, lang)


def contribution(year: int, planned: float, recorded: float, lang: str) -> str:
    """State what new clusters add to growth in a year, to plan and at the record's pace.

    Parameters
    ----------
    year
        The target year.
    planned, recorded
        Percentage points of growth in that year under each; negative where growth is lowered.
    lang
        ``vi`` or ``en``.
    """
    part = recorded / planned if direction(planned, 6) > 0 and direction(recorded, 6) > 0 else 1.0
    ratio = say("contribution.ratio", lang, part=fraction_words(part, lang)) if part <= 0.9 else ""
    effects = {
        "planned": _effect(planned, lang, "effect"),
        "recorded": _effect(recorded, lang, "effect.then"),
    }
    return say("contribution", lang, year=str(year), ratio=ratio, **effects)


def contribution_of_one(scenario: str, year: int, value: float, lang: str) -> str:
    """State what new clusters add to growth in a year in one scenario, in percentage points."""
    effect = _effect(value, lang, "effect")
    return say("contribution.one", lang, scenario=scenario, year=str(year), effect=effect)


def contribution_note(lang: str) -> str:
    """Say that a table of medians gives the contribution to growth as a mean."""
    return say("contribution.note", lang)


def contribution_peak(scenario: str, year: int, estimate: Estimate, lang: str) -> str:
    """State the year in which a scenario moves growth most, and by how many points (with sign).

    Parameters
    ----------
    scenario
        The scenario's title.
    year
        The year of the largest contribution in size.
    estimate
        Points of growth with interval.
    lang
        ``vi`` or ``en``.
    """
    if direction(estimate.value, 6) == 0:
        return say("contribution.never", lang, scenario=scenario)
    shown = points(estimate.value, lang, signed=True)
    bracket = spread(estimate, "points", lang)
    return say("contribution.peak", lang, scenario=scenario, year=str(year), points=shown, range=bracket)


def contribution_late(first_year_share: float, years_to_fill: float, lang: str) -> str:
    """Explain why the first year brings so little.

    Parameters
    ----------
    first_year_share
        Occupied part of its final occupancy, averaged over the year of delivery (a fraction).
    years_to_fill
        Years until a cluster is full.
    lang
        ``vi`` or ``en``.
    """
    part = share(first_year_share, lang, 1)
    digits = 0 if float(rounded(years_to_fill, 1)).is_integer() else 1
    return say("contribution.late", lang, share=part, years=number(years_to_fill, lang, digits))


def contribution_if_early(clusters: int, day: datetime.date | str, year: int, value: float, lang: str) -> str:
    """State what clusters handed over on the first day of the year would have added, in points."""
    noun = count(clusters, ("cụm", "cluster", "clusters"), lang)
    facts = {"clusters": noun, "date": date(day, lang), "year": str(year), "points": points(value, lang)}
    return say("contribution.early", lang, **facts)


def growth_outlook(scenario: str, year: int, estimate: Estimate, lang: str) -> str:
    """State a scenario's industrial growth in a year, in per cent to two decimals, with its interval."""
    value, bracket = percent(estimate.value, lang, 2), spread(estimate, "percent", lang)
    return say("growth", lang, scenario=scenario, year=str(year), value=value, range=bracket)


def attribution(scenario: str, year: int, parts: dict[str, float], lang: str) -> str:
    """Say what growth is made of.

    Parameters
    ----------
    scenario
        The scenario's title.
    year
        The year.
    parts
        Points by part: baseline, clusters_direct, clusters_indirect, suspended, total (total in per cent).
    lang
        ``vi`` or ``en``.
    """
    suspended = parts.get("suspended", 0.0)
    tail = ""
    if direction(suspended, 3):
        tail = say("attribution.suspended", lang, points=points(suspended, lang, signed=True))
    shown = {
        "baseline": points(parts["baseline"], lang),
        "direct": points(parts["clusters_direct"], lang),
        "indirect": points(parts["clusters_indirect"], lang),
        "total": amount(parts["total"], "percent", lang),
    }
    return say("attribution", lang, scenario=scenario, year=str(year), suspended=tail, **shown)
