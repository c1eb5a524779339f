"""The sections of each kind of report, and the briefing that holds them."""

from collections.abc import Callable

from clusterecon.briefing.changes import changes_section
from clusterecon.briefing.compare import compare_section
from clusterecon.briefing.context import Context
from clusterecon.briefing.dates import dates_section
from clusterecon.briefing.effects import additionality_section, delivery_section, jobs_section
from clusterecon.briefing.evidence import evidence_section
from clusterecon.briefing.forecast import forecast_section
from clusterecon.briefing.growth import growth_section
from clusterecon.briefing.levers import lever_section
from clusterecon.briefing.linkages import linkage_section
from clusterecon.briefing.money import appraisal_section
from clusterecon.briefing.targets import target_section
from clusterecon.briefing.wastewater import wastewater_section
from clusterecon.document.briefing import Briefing, Section
from clusterecon.ground.errors import InputError, nearest
from clusterecon.language import evidence_sentences
from clusterecon.results.record import hindsight

SECTIONS: dict[str, Callable[[Context], Section | None]] = {
    "growth": growth_section,
    "targets": target_section,
    "jobs_and_budget": jobs_section,
    "delivery": delivery_section,
    "additionality": additionality_section,
    "linkages": linkage_section,
    "forecast": forecast_section,
    "appraisal": appraisal_section,
    "wastewater": wastewater_section,
    "changes": changes_section,
    "evidence": evidence_section,
    "levers": lever_section,
    "dates": dates_section,
    "comparison": compare_section,
}
"""What makes each section, by its name."""

KINDS: dict[str, tuple[str, ...]] = {
    "briefing": (
        *("growth", "targets", "jobs_and_budget", "delivery", "additionality", "linkages", "forecast"),
        *("appraisal", "wastewater", "changes", "evidence"),
    ),
    "scenario": (
        *("growth", "targets", "jobs_and_budget", "additionality", "linkages", "appraisal", "wastewater"),
        *("changes", "evidence"),
    ),
    "target": ("targets", "forecast", "growth", "levers", "dates", "changes", "evidence"),
    "compare": ("comparison", "targets", "appraisal", "changes", "evidence"),
}
"""Sections of each kind of report, in reading order."""

SLOW = ("forecast", "appraisal", "levers", "dates")
"""Sections that take long to work out, and are best drawn where they have been."""


class Sections:
    """The sections of a kind of report (a key of `KINDS`), each made once, when it is first asked for."""

    def __init__(self, context: Context, kind: str) -> None:
        if kind not in KINDS:
            raise InputError(f"kind: '{kind}' is not one of {', '.join(KINDS)}{nearest(kind, KINDS)}")
        self.context, self.kind, self.names = context, kind, KINDS[kind]
        self._made: dict[str, Section | None] = {}

    @property
    def quick(self) -> tuple[str, ...]:
        """Names of those that another process may as well work out for itself."""
        return tuple(name for name in self.names if name not in SLOW)

    def __getitem__(self, name: str) -> Section | None:
        """Return a section; None where the run has nothing to tell there."""
        if name not in self._made:
            self._made[name] = SECTIONS[name](self.context)
        return self._made[name]


def assemble(sections: Sections) -> Briefing:
    """Return the briefing that holds all sections."""
    run, lang = sections.context.run, sections.context.lang
    made = (sections[name] for name in sections.names)
    sample = evidence_sentences.sample_note(run.draws, run.seed, lang)
    return Briefing(
        lang=lang,
        title=evidence_sentences.briefing_title(run.about.title, lang, _subject(sections), sections.kind),
        subtitle=evidence_sentences.briefing_subtitle(run.as_of, run.years[0], lang, len(hindsight(run))),
        sections=tuple(section for section in made if section is not None),
        footer=sections.context.source,
        notes=(sample, *evidence_sentences.limits(lang)),
        as_of=run.as_of,
    )


def _subject(sections: Sections) -> tuple[str, ...]:
    """Return the titles of the scenarios that a report is about, where it is about one or compares two."""
    context = sections.context
    scenarios = context.run.scenarios
    return tuple(context.title(name) for name in scenarios) if len(scenarios) <= 2 else ()
