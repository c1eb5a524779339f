"""Which slides a briefing becomes, before any is drawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.chart import Chart, NativeChart
from clusterecon.document.table import Column, TableBlock
from clusterecon.document.typesetting import (
    LINE_SPACING,
    Box,
    fitting_size,
    line_count,
    pages_of,
    shortened,
    text_width,
    with_break_points,
)
from clusterecon.export.cells import cell_text
from clusterecon.language.document_words import WORDS

CONTENT = Box(0.6, 1.75, 12.13, 4.75)
SIDE = Box(8.5, 1.85, 4.23, 4.6)
BODY_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0)
STRIP = Box(0.6, 1.72, 12.13, 1.72)
SIDE_SIZES = (18.0, 16.0, 15.0, 14.0)
TEXT_SIZE = 14.0

ROWS_A_SLIDE = 10
TABLE_SLIDES = 3
_SAME_START = 24
_LETTERS_A_ROW = 1200
_LONGEST_HEADING = 60
_SHORT_CELL = 14
_RANGE, _UNBROKEN = re.compile(r"(?<=\d) – (?=[\d−])"), "\u00a0–\u00a0"
_LONGEST_WORD = 16
_WIDEST = 60.0
_CELL_MARGIN = 0.08
_TABLE_SIZES = ((7, 14.0), (9, 12.0), (11, 10.0))
_SMALLEST_WHERE_IT_SAVES = 11.0


Measured: TypeAlias = tuple[tuple[str, ...], float]


@dataclass(frozen=True)
class TablePart:
    """The rows of a table that stand on one slide, with the layout they share with its other slides."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    widths: tuple[float, ...]
    size: float
    heights: tuple[float, ...]


@dataclass(frozen=True)
class Slide:
    """One slide: a title that states the message, and what bears it out."""

    title: str
    kicker: str = ""
    """The part of the briefing, in small above the title."""
    body: tuple[str, ...] = ()
    chart: Chart | None = None
    table: TablePart | None = None
    remark: str = ""
    """Source or note, in small below."""
    notes: tuple[str, ...] = ()
    opening: bool = False
    body_above: bool = False
    """Whether the paragraphs stand above the chart, which needs the width, not beside it."""


def plan_slides(briefing: Briefing) -> tuple[Slide, ...]:
    """Return the slides of a briefing, in order.

    An opening; for each section one slide a chart. Its sentences stand beside its only chart where all
    fit, else on slides titled by the section. Tables have at most 10 rows a slide and 3 slides, none
    that is a detail; notes, which name those, and sources come last.
    """
    lang, words = briefing.lang, WORDS[briefing.lang]
    slides = [Slide(briefing.title, body=(briefing.subtitle,), notes=(briefing.footer,), opening=True)]
    for section in briefing.sections:
        if not _is_remark(section):
            slides.extend(_section_slides(section, briefing))
    remarks = tuple(f"{s.title}: {s.sentences[0]}" for s in briefing.sections if _is_remark(s))
    details = "; ".join(table.title for table in briefing.tables if table.detail)
    more = (words["more_tables"].format(titles=details),) if details else ()
    sources = tuple(line for line in briefing.sources if line != briefing.footer)
    for heading, lines in ((words["notes"], (*remarks, *briefing.notes, *more)), (words["sources"], sources)):
        for number, page in enumerate(pages_of(lines, CONTENT, TEXT_SIZE)):
            slides.append(Slide(_continued(heading, number, lang), briefing.title, page, notes=page))
    return tuple(slides)


def _is_remark(section: Section) -> bool:
    """Return whether a section is a single sentence, which needs no slide of its own."""
    return len(section.sentences) == 1 and not section.charts and not section.tables


def _section_slides(section: Section, briefing: Briefing) -> list[Slide]:
    lang = briefing.lang
    slides = [_chart_slide(chart, section, briefing) for chart in section.charts]
    above = len(slides) == 1 and needs_width(section.charts[0].native)
    if len(slides) == 1 and fitting_size(section.sentences, STRIP if above else SIDE, SIDE_SIZES):
        slides = [replace(slides[0], body=section.sentences, body_above=above)]
    else:
        slides += _text_slides(section, lang)
    for table in section.tables:
        if not table.detail:
            slides.extend(_table_slides(table, section, lang))
    return slides


def _text_slides(section: Section, lang: str) -> list[Slide]:
    """Return the sentences of a section under its title."""
    return [
        Slide(_continued(section.title, number, lang), body=page, notes=section.sentences)
        for number, page in enumerate(pages_of(section.sentences, CONTENT, TEXT_SIZE))
    ]


def _continued(title: str, number: int, lang: str) -> str:
    return f"{title} ({WORDS[lang]['continued']})" if number else title


def needs_width(native: NativeChart) -> bool:
    """Return whether a chart needs the whole width of a slide: many long labels, or many lines to name."""
    if native.kind == "bar":
        return False
    letters = sum(len(shortened(category, 60)) for category in native.categories)
    return letters > 60 or len(native.series) > 4


def _chart_slide(chart: Chart, section: Section, briefing: Briefing) -> Slide:
    words = WORDS[briefing.lang]
    source = with_word(chart.source, words["sources"])
    said_below = chart.source[:_SAME_START] == briefing.footer[:_SAME_START]
    labels = (*chart.native.categories, *(series.name for series in chart.native.series))
    names = tuple(label for label in dict.fromkeys(labels) if shortened(label, 60) != label)
    notes = (chart.title, f"{words['alt']}: {chart.alt}", *section.sentences, *names, source)
    told = tuple(filter(None, notes))
    remark = "" if said_below else source
    return Slide(chart.slide_title or chart.title, section.title, chart=chart, remark=remark, notes=told)


def _table_slides(table: TableBlock, section: Section, lang: str) -> list[Slide]:
    rows = [
        tuple(
            _slide_cell(cell_text(value, column, lang), column, _LETTERS_A_ROW // len(table.columns))
            for value, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows()
    ]
    parts = table_parts(table, rows)
    shown = sum(len(part.rows) for part in parts[:TABLE_SLIDES])
    left = len(rows) - shown
    more = (WORDS[lang]["rows_left"].format(count=left),) if left else ()
    slides = []
    for number, part in enumerate(parts[:TABLE_SLIDES]):
        last = number + 1 == min(len(parts), TABLE_SLIDES)
        title = _continued(table.title, number, lang)
        remark = ". ".join(filter(None, (table.note.rstrip("."), *(more if last else ()))))
        notes = tuple(filter(None, (table.title, table.note, *more)))
        slides.append(Slide(title, section.title, table=part, remark=remark, notes=notes))
    return slides


def _slide_cell(text: str, column: Column, longest: int) -> str:
    if column.kind != "text":
        return text
    return _RANGE.sub(_UNBROKEN, with_break_points(shortened(text, longest), _LONGEST_WORD))


def table_parts(table: TableBlock, rows: Sequence[tuple[str, ...]]) -> list[TablePart]:
    """Return the rows in parts, each of at most 10 rows and no higher than a slide.

    The type is a little smaller where that saves a slide.
    """
    count = len(table.columns)
    size = next((size for most, size in _TABLE_SIZES if count <= most), 8.0)
    smaller = [points for points in (size, size - 1, size - 2) if points >= _SMALLEST_WHERE_IT_SAVES]
    return min((_parts(table, rows, points) for points in smaller or [size]), key=len)


def _parts(table: TableBlock, rows: Sequence[tuple[str, ...]], size: float) -> list[TablePart]:
    """Return the rows in parts at one size of type."""
    headings = tuple(shortened(column.heading, _LONGEST_HEADING) for column in table.columns)
    widths = _column_widths(table, headings, rows, size)
    head = _row_height(headings, widths, size, bold=True)
    measured = [(row, _row_height(row, widths, size)) for row in rows]
    groups = _grouped(measured, head, ROWS_A_SLIDE)
    if len(groups) <= TABLE_SLIDES:
        groups = _grouped(measured, head, -(-len(rows) // len(groups)))
    right = tuple(column.is_numeric for column in table.columns)
    return [
        TablePart(
            headings,
            tuple(row for row, _ in group),
            right,
            widths,
            size,
            (head, *(height for _, height in group)),
        )
        for group in groups
    ]


def _grouped(measured: Sequence[Measured], head: float, most: int) -> list[list[Measured]]:
    """Return rows with their heights in groups of at most `most`, none higher than a slide."""
    groups: list[list[Measured]] = [[]]
    for row, height in measured:
        used = head + sum(high for _, high in groups[-1])
        if groups[-1] and (len(groups[-1]) == most or used + height > CONTENT.height):
            groups.append([])
        groups[-1].append((row, height))
    return groups


def _column_widths(
    table: TableBlock, headings: Sequence[str], rows: Sequence[tuple[str, ...]], size: float
) -> tuple[float, ...]:
    """Share the slide's width: what its cells need for a column of numbers, the rest by length of text."""
    needs, flexible = [], []
    for index, column in enumerate(table.columns):
        cells = [row[index].replace("\u200b", "") for row in rows]
        longest = max(map(text_width, cells), default=1.0)
        words = [text_width(word) for row in rows for word in re.split("[ \u200b]", row[index])]
        word = max(*(text_width(word, True) for word in headings[index].split(" ")), 0.0, *words)
        flexible.append(column.kind == "text" and max(map(len, cells), default=1) > _SHORT_CELL)
        wanted = (
            min(longest, _WIDEST) if flexible[-1] else max(longest, text_width(headings[index], True) / 3)
        )
        needs.append(max(wanted, word, 3.0) * size / 72 + 2 * _CELL_MARGIN + 0.05)
    return shared_widths(needs, flexible, CONTENT.width)


def shared_widths(needs: Sequence[float], flexible: Sequence[bool], total: float) -> tuple[float, ...]:
    """Return widths of columns that add up to `total`: fixed ones as needed, those that wrap share the rest.

    Where the fixed ones leave less than a fifth, all are scaled alike.
    """
    fixed = sum(need for need, wraps in zip(needs, flexible, strict=True) if not wraps)
    wanted = sum(needs) - fixed
    if not wanted or fixed > total * 4 / 5:
        return tuple(need / sum(needs) * total for need in needs)
    share = (total - fixed) / wanted
    return tuple(need * share if wraps else need for need, wraps in zip(needs, flexible, strict=True))


def _row_height(cells: Sequence[str], widths: Sequence[float], size: float, bold: bool = False) -> float:
    lines = max(
        line_count(cell, (width - 2 * _CELL_MARGIN) * 72 / size, bold)
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * size * LINE_SPACING / 72 + 0.1


def with_word(text: str, word: str) -> str:
    """Return ``word: text``, the word once only; nothing where there is no text."""
    if not text or text.casefold().startswith(word.casefold()):
        return text
    return f"{word}: {text}"
