"""Titles, notes and warnings about the evidence and the run."""

import datetime
from collections.abc import Sequence

from clusterecon.language.dates import date
from clusterecon.language.labels import caption
from clusterecon.language.numbers import count, number
from clusterecon.language.templates import say
from clusterecon.scenario.assumptions import Text

Day = datetime.date | str

_LISTED = 4


def briefing_title(title: Text, lang: str, scenarios: Sequence[str] = (), kind: str = "briefing") -> str:
    """Return the briefing's title: the study's title, and what the report is about.

    That is one scenario or two, by their titles, or all where none is given; ``target`` asks how likely.
    """
    study = title.in_language(lang)
    if len(scenarios) == 1:
        return say("briefing.title.one", lang, study=study, scenario=scenarios[0])
    if len(scenarios) == 2:
        return say("briefing.title.two", lang, study=study, first=scenarios[0], second=scenarios[1])
    return say("briefing.title.target" if kind == "target" else "briefing.title", lang, study=study)


def briefing_subtitle(as_of: Day, base_year: int, lang: str, late: int = 0) -> str:
    """Name the date of information, the prices, and how many assumptions became known only later."""
    nouns = ("giả định", "assumption", "assumptions")
    known = say("briefing.late", lang, count=count(late, nouns, lang)) if late else ""
    return say("briefing.subtitle", lang, date=date(as_of, lang), base=str(base_year), late=known)


def sample_note(draws: int, seed: int, lang: str) -> str:
    """State how many draws the results rest on; 0 is the central case."""
    if draws == 0:
        return say("sample.central", lang)
    shown = (
        number(draws, lang) if lang == "vi" else count(draws, ("", "simulated draw", "simulated draws"), lang)
    )
    return say("sample", lang, draws=shown, seed=str(seed))


def price_note(base_year: int, lang: str) -> str:
    """State unit and price basis of money."""
    return say("prices", lang, base=str(base_year))


def price_unit(base_year: int, lang: str) -> str:
    """Return the unit of money with its price basis, short enough for a footer."""
    return say("price.unit", lang, base=str(base_year))


def footer(source: str, unit: str, vintage: Day, digest: str, lang: str) -> str:
    """Return the line under a chart or table; twelve digits of the run's hash are shown."""
    facts = {"source": source, "unit": unit, "vintage": date(vintage, lang), "hash": digest[:12]}
    return say("footer", lang, **facts)


def worker_conflict(old: tuple[float, int], new: tuple[float, int], budget_bn: float, lang: str) -> str:
    """State the conflict between two counts of workers (with their years) beside the same revenue a year."""
    return say(
        "conflict.workers",
        lang,
        old=number(old[0], lang),
        old_year=str(old[1]),
        new=number(new[0], lang),
        new_year=str(new[1]),
        old_ratio=number(1000 * budget_bn / old[0], lang, 1),
        new_ratio=number(1000 * budget_bn / new[0], lang, 1),
    )


def judgement_count(count: int, total: int, lang: str) -> str:
    """State how many assumptions are judgement, out of all of them; a table names them."""
    facts = {"total": number(total, lang)}
    if not count:
        return say("judgement.none", lang, **facts)
    facts["table"] = caption("judgements", lang)
    if count == 1:
        return say("judgement.one", lang, **facts)
    return say("judgement.some", lang, count=number(count, lang), **facts)


def hindsight(names: Sequence[str], as_of: Day, lang: str) -> str:
    """List what was not yet known on the date of information; more than four are counted."""
    if not names:
        return say("hindsight.none", lang, date=date(as_of, lang))
    if len(names) > _LISTED:
        return say("hindsight.many", lang, date=date(as_of, lang), count=number(len(names), lang))
    return say("hindsight", lang, date=date(as_of, lang), names="; ".join(names))


def limits(lang: str) -> tuple[str, ...]:
    """Return what the model does not claim, a sentence each."""
    return tuple(say(f"limits.{topic}", lang) for topic in ("cause", "multiplier", "probability", "welfare"))
