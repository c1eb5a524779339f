"""A run told to a reader: the one source of page, slides and workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clusterecon.briefing.context import Context
from clusterecon.briefing.effects import (
    additionality_section,
    delivery_section,
    jobs_section,
)
from clusterecon.briefing.evidence import evidence_section
from clusterecon.briefing.forecast import forecast_section
from clusterecon.briefing.growth import growth_section
from clusterecon.briefing.linkages import linkage_section
from clusterecon.briefing.money import appraisal_section
from clusterecon.briefing.search import compare_section, dates_section, lever_section
from clusterecon.briefing.since import changes_section
from clusterecon.briefing.targets import target_section
from clusterecon.briefing.wastewater import wastewater_section
from clusterecon.document import Briefing, Section, TableBlock
from clusterecon.errors import InputError, nearest
from clusterecon.ground.languages import checked_lang
from clusterecon.record import hindsight
from clusterecon.wording import sentences

if TYPE_CHECKING:
    from clusterecon.results import Run
    from clusterecon.study import Study

Builder = Callable[[Context], Section | None]

KINDS: dict[str, tuple[Builder, ...]] = {
    "briefing": (
        growth_section,
        target_section,
        jobs_section,
        delivery_section,
        additionality_section,
        linkage_section,
        forecast_section,
        appraisal_section,
        wastewater_section,
        changes_section,
        evidence_section,
    ),
    "scenario": (
        growth_section,
        target_section,
        jobs_section,
        additionality_section,
        linkage_section,
        appraisal_section,
        wastewater_section,
        changes_section,
        evidence_section,
    ),
    "target": (
        target_section,
        forecast_section,
        growth_section,
        lever_section,
        dates_section,
        changes_section,
        evidence_section,
    ),
    "compare": (compare_section, target_section, appraisal_section, changes_section, evidence_section),
}
"""Sections of each kind of report, in reading order."""


@dataclass(frozen=True, eq=False)
class Extra:
    """What some sections need besides the run.

    Attributes
    ----------
    study
        The study, for sections that simulate again.
    dates_year
        Year over which the probability is followed.
    notebook
        Name of the notebook, where a runner makes a report of it.
    previous
        Record of the last published run of the same kind.
    """

    study: "Study | None" = None
    dates_year: int | None = None
    notebook: str | None = None
    previous: Mapping[str, Any] | None = None


def section_names() -> tuple[str, ...]:
    """Return the names of all sections that a report can have."""
    builders = dict.fromkeys(builder for kind in KINDS.values() for builder in kind)
    return tuple(NAMES[builder.__name__] for builder in builders)


SLOW = (appraisal_section, lever_section, dates_section)
"""Sections that take long to work out, and are best drawn where they have been."""

NAMES = {
    "growth_section": "growth",
    "target_section": "targets",
    "jobs_section": "jobs_and_budget",
    "delivery_section": "delivery",
    "additionality_section": "additionality",
    "linkage_section": "linkages",
    "forecast_section": "forecast",
    "appraisal_section": "appraisal",
    "wastewater_section": "wastewater",
    "evidence_section": "evidence",
    "lever_section": "levers",
    "dates_section": "dates",
    "compare_section": "comparison",
    "changes_section": "changes",
}
"""Name of each section by the function that makes it."""


def briefing(run: "Run", lang: str, kind: str = "briefing", extra: Extra | None = None) -> Briefing:
    """Return the briefing of a run: sections with sentences, charts and tables, all computed.

    Parameters
    ----------
    run
        What is told.
    lang
        ``vi`` or ``en``.
    kind
        Which sections: a key of `KINDS`.
    extra
        What some sections need besides.
    """
    return assemble(Sections(context_of(run, lang, extra), kind))


def context_of(run: "Run", lang: str, extra: Extra | None = None) -> Context:
    """Return what the sections of a briefing are made from."""
    more = extra or Extra()
    return Context(run, checked_lang(lang), more.study, more.dates_year, more.notebook, more.previous)


class Sections:
    """The sections of a kind of report, each made once, when it is first asked for.

    Parameters
    ----------
    context
        What they are made from.
    kind
        A key of `KINDS`.
    """

    def __init__(self, context: Context, kind: str) -> None:
        if kind not in KINDS:
            raise InputError(f"kind: '{kind}' is not one of {', '.join(KINDS)}{nearest(kind, KINDS)}")
        self.context, self.kind = context, kind
        self._builders = {NAMES[builder.__name__]: builder for builder in KINDS[kind]}
        self._made: dict[str, Section | None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the sections that the report may have, in reading order."""
        return tuple(self._builders)

    @property
    def quick(self) -> tuple[str, ...]:
        """Names of those that another process may as well work out for itself."""
        return tuple(name for name, builder in self._builders.items() if builder not in SLOW)

    def __getitem__(self, name: str) -> Section | None:
        """Return a section; None where the run has nothing to tell there."""
        if name not in self._made:
            self._made[name] = self._builders[name](self.context)
        return self._made[name]


def assemble(sections: Sections) -> Briefing:
    """Return the briefing that holds all sections."""
    run, lang = sections.context.run, sections.context.lang
    made = (sections[name] for name in sections.names)
    sample = sentences.sample_note(run.draws, run.seed, lang)
    return Briefing(
        lang=lang,
        title=sentences.briefing_title(run.source["title"], lang, _subject(sections), sections.kind),
        subtitle=sentences.briefing_subtitle(run.as_of, run.years[0], lang, len(hindsight(run))),
        sections=tuple(section for section in made if section is not None),
        footer=sections.context.source,
        notes=(sample, *sentences.limits(lang)),
        as_of=run.as_of,
    )


def _subject(sections: Sections) -> tuple[str, ...]:
    """Return the titles of the scenarios that a report is about, where it is about one or compares two."""
    context = sections.context
    scenarios = context.run.scenarios
    return tuple(context.title(name) for name in scenarios) if len(scenarios) <= 2 else ()


def data_tables(run: "Run", lang: str) -> tuple[TableBlock, ...]:
    """Return the tables that a workbook holds beside those of the page: every result, in full."""
    from clusterecon.briefing import workbook

    return workbook.data_tables(Context(run, lang))


__all__ = [
    "KINDS",
    "Context",
    "Extra",
    "Sections",
    "assemble",
    "briefing",
    "context_of",
    "data_tables",
    "section_names",
]
