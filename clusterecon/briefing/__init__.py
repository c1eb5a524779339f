"""A run told to a reader: the one source of page, slides and workbook."""

from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.effects import (
    additionality_section,
    delivery_section,
    jobs_section,
    linkage_section,
)
from clusterecon.briefing.evidence import evidence_section
from clusterecon.briefing.growth import forecast_section, growth_section, target_section
from clusterecon.briefing.money import appraisal_section, wastewater_section
from clusterecon.document import Briefing, TableBlock
from clusterecon.wording import caption, sentences

if TYPE_CHECKING:
    from clusterecon.results import Run

SECTIONS = (
    growth_section,
    target_section,
    jobs_section,
    delivery_section,
    additionality_section,
    linkage_section,
    forecast_section,
    appraisal_section,
    wastewater_section,
    evidence_section,
)


def briefing(run: "Run", lang: str) -> Briefing:
    """Return the briefing of a run: sections with sentences, charts and tables, all computed.

    Parameters
    ----------
    run
        What is told.
    lang
        ``vi`` or ``en``.
    """
    context = Context(run, lang)
    sections = tuple(section for make in SECTIONS if (section := make(context)) is not None)
    sample = sentences.sample_note(run.draws, run.seed, lang)
    return Briefing(
        lang=lang,
        title=sentences.briefing_title(run.source["title"], lang),
        subtitle=sentences.briefing_subtitle(run.as_of, run.years[0], lang),
        sections=sections,
        footer=context.footer(sentences.price_note(run.years[0], lang)),
        notes=(sample, *sentences.limits(lang)),
        data=(
            TableBlock("results", caption("results", lang), context.table),
            TableBlock("attribution", caption("attribution", lang), context.attribution),
        ),
        as_of=run.as_of,
    )


__all__ = ["Context", "briefing"]
