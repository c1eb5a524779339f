"""A run told in one language: sections to display in a notebook, files to leave in a folder."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterecon.briefing.context import Context
from clusterecon.briefing.sections import SECTIONS, Sections, assemble
from clusterecon.briefing.workbook import data_tables
from clusterecon.document.briefing import DOCUMENTS, Briefing
from clusterecon.export.documents import COPIES, REPORT_COPIES, document_bytes, export_copies
from clusterecon.export.forks import Shared
from clusterecon.export.page import head_html, notes_html, section_html
from clusterecon.export.pictures import Pictures, drawing
from clusterecon.ground.context import RECORD, report_context
from clusterecon.ground.csv import csv_text
from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.files import write_files
from clusterecon.ground.fingerprint import canonical
from clusterecon.ground.languages import checked_lang
from clusterecon.results.record import record

if TYPE_CHECKING:
    from pandas import DataFrame

    from clusterecon.results.run import Run
    from clusterecon.study.study import Study

    Task = tuple[str, str]
    Made = dict[tuple[str, str], bytes]
    """Contents of pictures and tables, by identifier and kind."""

TABLES = ("tables", "csv")


def plain_csv(frame: "DataFrame") -> bytes:
    """Return a tidy table as CSV."""
    return csv_text(frame.columns, frame.itertuples(index=False, name=None)).encode()


def _previous() -> Mapping[str, Any] | None:
    """Return the record of the last run of the same kind, which a runner names."""
    last = report_context().previous
    if not last:
        return None
    try:
        found = json.loads(Path(last).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("run"), dict) else None


class Html:
    """A piece of HTML that a notebook displays."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "<HTML>"

    def _repr_html_(self) -> str:
        return self._text


def tell(
    run: "Run",
    lang: str = "vi",
    kind: str = "briefing",
    study: "Study | None" = None,
    dates_year: int | None = None,
) -> "Page":
    """Tell a run in a language: sections to display in a notebook, documents to write into a folder.

    A run told twice in the same way is worked out and drawn once.

    Parameters
    ----------
    run
        What is told.
    lang
        ``vi`` or ``en``.
    kind
        Which sections: ``briefing``, ``scenario``, ``target`` or ``compare``.
    study
        The study, for the sections of ``target`` that simulate again.
    dates_year
        Year over which ``target`` follows the probability, month by month.

    Raises
    ------
    InputError
        No such language or kind.
    """
    return _told(run, checked_lang(lang), kind, study, dates_year)


class Page:
    """A run told in one language, as `tell` makes it; charts are drawn once, for display and for files."""

    def __init__(
        self, run: "Run", lang: str, kind: str, study: "Study | None", dates_year: int | None
    ) -> None:
        self._run = run
        self._notebook, self._displayed = report_context().notebook, False
        context = Context(run, lang, study, dates_year, self._notebook, _previous())
        self._sections = Sections(context, kind)
        self._pictures = Pictures()
        self._counts = {"figure": 0, "table": 0}
        forks = report_context().forks
        self._shared = self._share(forks) if forks else None
        self.briefing: Briefing = assemble(self._sections)
        if self._shared:
            self._draw_the_rest()

    def _share(self, forks: int) -> "Shared[Task, Made]":
        """Begin to draw, and to write the tables, in forks, while this process works out the sections."""
        tasks: dict[Task, Callable[[], Made]] = {TABLES: self._tables}
        for name in self._sections.quick:
            tasks |= {(name, picture): partial(self._draw, name, picture) for picture in ("svg", "png")}
        return Shared(tasks, forks)

    def _draw(self, name: str, picture: str) -> "Made":
        """Draw the pictures of one kind of one section."""
        section = self._sections[name]
        charts = section.charts if section else ()
        return {(chart.id, picture): drawing(chart, picture)() for chart in charts}

    def _draw_the_rest(self) -> None:
        """Draw what no fork draws, before helping them with theirs, so that all end together."""
        for section in self.briefing.sections:
            for chart in section.charts if section.id not in self._sections.quick else ():
                self._pictures.svg(chart)
                self._pictures.png(chart)

    def _take(self, name: str, picture: str) -> None:
        """Take the pictures of one kind of one section, if they are drawn together with forks."""
        if self._shared and name in self._sections.quick:
            self._pictures.keep(self._shared.result((name, picture)))

    def _finish(self) -> "Made":
        """Take every picture drawn together with forks, and let those end; return the tables."""
        if self._shared is None:
            return self._tables()
        for name in self._sections.quick:
            for picture in ("svg", "png"):
                self._take(name, picture)
        tables = self._shared.result(TABLES)
        self._shared.close()
        self._shared = None
        return tables

    @property
    def head(self) -> Html:
        """Title and date of information: what a notebook displays first."""
        self._displayed = True
        return Html(head_html(self.briefing))

    @property
    def notes(self) -> Html:
        """What the model does not claim, and the footer."""
        return Html(notes_html(self.briefing))

    def __getitem__(self, name: str) -> Html:
        """Return a section to display; nothing where the run has no such section."""
        for section in self.briefing.sections:
            if section.id == name:
                self._take(name, "svg")
                return Html(section_html(section, self.briefing.lang, self._pictures, self._counts))
        if name not in SECTIONS:
            raise InputError(f"no section '{name}'{nearest(name, SECTIONS)}")
        return Html("")

    def _told(self, document: str) -> Briefing:
        """Return the briefing; for a workbook with every result in full."""
        if document != "xlsx":
            return self.briefing
        return replace(self.briefing, data=data_tables(self._sections.context))

    def _tables(self) -> "Made":
        """Return the tidy tables as CSV."""
        frames = {
            "results": self._run.table(),
            "targets": self._run.targets(),
            "attribution": self._run.attribution(),
            "appraisal": self._run.appraisal(headline=True),
        }
        return {(f"tables/{name}.csv", "csv"): plain_csv(frame) for name, frame in frames.items()}

    def export_charts(self, folder: str | Path) -> tuple[Path, ...]:
        """Write every chart as PNG (slide size and 300 dpi), SVG and PDF, and the CSV behind it."""
        files: dict[str, bytes] = {}
        self._pictures.draw_all(self.briefing.charts, ("png300", "png", "svg", "pdf"))
        for kind in COPIES:
            files.update(export_copies(self.briefing, kind, self._pictures))
        charts = {Path(name).name: content for name, content in files.items() if name.startswith("charts/")}
        return write_files(Path(folder), charts)

    def export(
        self, folder: str | Path, documents: Iterable[str] = ("html",), notebook: str | None = None
    ) -> tuple[Path, ...]:
        """Write charts, tables, documents and ``run.json`` into a folder; the record last.

        Parameters
        ----------
        folder
            Where; made where missing.
        documents
            Among html, pdf, pptx, xlsx. The page of a notebook is the notebook's own.
        notebook
            Name of the notebook that exports, where another program makes its page; a runner says so itself.
            A page that was displayed bears the name of its kind in the record.

        Raises
        ------
        InputError
            No such document.
        """
        notebook = notebook or self._notebook
        name = notebook or (self._sections.kind if self._displayed else None)
        wanted = tuple(dict.fromkeys(documents))
        unknown = [d for d in wanted if d not in DOCUMENTS]
        if unknown:
            raise InputError(f"documents: '{d}' is not one of {', '.join(DOCUMENTS)}" for d in unknown)
        content = record(self._run, name, self.briefing.lang)
        tables = self._finish()
        files = {file: content for (file, _), content in tables.items()}
        for document in wanted:
            if document != "html" or notebook is None:
                files[f"report.{document}"] = document_bytes(self._told(document), document, self._pictures)
        for kind in REPORT_COPIES:
            files.update(export_copies(self.briefing, kind, self._pictures))
        files[RECORD] = (canonical(content) + "\n").encode()
        return write_files(Path(folder), files)


_told = lru_cache(maxsize=2)(Page)
"""The last two pages: as a rule the two languages of one run."""
