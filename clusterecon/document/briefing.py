"""A briefing as data: sections, sentences, charts and tables, before any file format.

Page, PDF, slides and workbook are all written from one `Briefing`. Every text that enters is
normalised here, once, so that no writer meets a control character or a decomposed letter.
"""

import datetime
from dataclasses import dataclass

from clusterecon.document.chart import Chart
from clusterecon.document.table import TableBlock
from clusterecon.document.text import (
    choice_mistake,
    clean_fields,
    identifier_mistake,
    require,
)
from clusterecon.ground.languages import LANGS

DOCUMENTS = ("html", "pdf", "pptx", "xlsx")
"""What a whole briefing is written as: one file each."""


@dataclass(frozen=True, eq=False)
class Section:
    """A part of the briefing: what is found, then the evidence."""

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[TableBlock, ...] = ()

    def __post_init__(self) -> None:
        clean_fields(self)
        require([identifier_mistake("section", self.id)])


@dataclass(frozen=True, eq=False)
class Briefing:
    """A whole briefing in one language.

    Attributes
    ----------
    footer
        Scenario, data vintage and hash; stands on every page and slide.
    notes
        What the model does not claim, conflicts, judgement values.
    data
        Tables for the workbook and for CSV alone: too long for a page.
    as_of
        Date written into the files' properties in place of the clock.
    """

    lang: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: str = ""
    notes: tuple[str, ...] = ()
    data: tuple[TableBlock, ...] = ()
    as_of: datetime.date | None = None

    def __post_init__(self) -> None:
        clean_fields(self)
        ids = [chart.id for chart in self.charts] + [table.id for table in (*self.tables, *self.data)]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        sections = [section.id for section in self.sections]
        require(
            [
                choice_mistake("briefing", self.lang, LANGS),
                "" if self.title else "briefing: has no title",
                *(f"briefing: two charts or tables have the id '{name}'" for name in twice),
                "" if len(set(sections)) == len(sections) else "briefing: two sections have the same id",
            ]
        )

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every chart, in reading order."""
        return tuple(chart for section in self.sections for chart in section.charts)

    @property
    def tables(self) -> tuple[TableBlock, ...]:
        """Every table of the sections, in reading order."""
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the charts, each once, in reading order."""
        return tuple(dict.fromkeys(chart.source for chart in self.charts if chart.source))
