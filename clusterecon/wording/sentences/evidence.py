"""Titles, notes and warnings about the evidence and the run."""

import datetime
from collections.abc import Mapping, Sequence

from clusterecon.wording.dates import date
from clusterecon.wording.headings import caption
from clusterecon.wording.numbers import checked_lang, count, number
from clusterecon.wording.templates import say

Day = datetime.date | str

_LISTED = 4


def briefing_title(
    study_title: Mapping[str, str], lang: str, scenarios: Sequence[str] = (), kind: str = "briefing"
) -> str:
    """Return the briefing's title: the study's name, and what the report is about.

    Parameters
    ----------
    study_title
        The study's name by language, which is data.
    lang
        ``vi`` or ``en``.
    scenarios
        Title of the one scenario, or of the two, that the report is about; none where it is about all.
    kind
        Kind of report; one of targets asks for their probability.
    """
    study = study_title[checked_lang(lang)]
    if len(scenarios) == 1:
        return say("briefing.title.one", lang, study=study, scenario=scenarios[0])
    if len(scenarios) == 2:
        return say("briefing.title.two", lang, study=study, first=scenarios[0], second=scenarios[1])
    return say("briefing.title.target" if kind == "target" else "briefing.title", lang, study=study)


def briefing_subtitle(as_of: Day, base_year: int, lang: str, late: int = 0) -> str:
    """Return the line below the title.

    Parameters
    ----------
    as_of
        Date of information.
    base_year
        Year of the prices.
    lang
        ``vi`` or ``en``.
    late
        How many assumptions, targets and scenarios became known only after the date.
    """
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


def footer(source: str, unit: str, vintage: Day, digest: str, lang: str, scenario: str | None = None) -> str:
    """Return the line under a chart or table.

    Parameters
    ----------
    source
        Source of the figures, text of the language.
    unit
        Unit of what is shown, text of the language.
    vintage
        Date of the newest figure used.
    digest
        Hash of the run; twelve digits are shown.
    lang
        ``vi`` or ``en``.
    scenario
        Title of the one scenario shown, where it is one.
    """
    which = "" if scenario is None else say("footer.scenario", lang, scenario=scenario)
    facts = {"source": source, "unit": unit, "vintage": date(vintage, lang), "hash": digest[:12]}
    return say("footer", lang, scenario=which, **facts)


def worker_conflict(old: tuple[float, int], new: tuple[float, int], budget_bn: float, lang: str) -> str:
    """State the conflict between two counts of workers beside otherwise equal figures.

    Parameters
    ----------
    old, new
        Workers and the year they were reported for.
    budget_bn
        Revenue published beside both, billion VND a year; the ratios are computed from it.
    lang
        ``vi`` or ``en``.
    """
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


def worker_conflict_flag(old: float, new: float, lang: str) -> str:
    """Return the short warning set beside each ratio that rests on the count of workers."""
    return say("conflict.flag", lang, old=number(old, lang), new=number(new, lang))


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


def hindsight_mark(lang: str) -> str:
    """Return the short mark set beside what was known only later."""
    return say("hindsight.mark", lang)


def conflict_star(lang: str) -> str:
    """Say what the star beside an assumption means."""
    return say("conflict.star", lang, table=caption("conflicts", lang))


def medians_note(lang: str) -> str:
    """State that figures are medians with their 5-95 % interval in brackets."""
    return say("medians", lang)


def means_note(lang: str) -> str:
    """State that figures are means over draws, which add up."""
    return say("means", lang)


def price_unit(base_year: int, lang: str) -> str:
    """Return the unit of money with its price basis, short enough for a footer."""
    return say("price.unit", lang, base=str(base_year))


def limits(lang: str) -> tuple[str, ...]:
    """Return what the model does not claim, a sentence each."""
    return tuple(say(f"limits.{topic}", lang) for topic in ("cause", "multiplier", "probability", "welfare"))


def memo_note(lang: str) -> str:
    """State what stands outside the headline and what is left out of the account altogether."""
    return say("memo.note", lang)
