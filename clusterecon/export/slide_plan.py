"""Which slides a briefing becomes, before any is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from clusterecon.document import Briefing, Chart, Column, NativeChart, Section, TableBlock
from clusterecon.export.fitting import LINE_SPACING, Box, fitting_size, line_count, pages_of, shared_widths
from clusterecon.export.words import WORDS, cell_text, shortened, with_break_points, with_word

CONTENT = Box(0.6, 1.75, 12.13, 4.75)
SIDE = Box(8.5, 1.85, 4.23, 4.6)
BODY_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0)
STRIP = Box(0.6, 1.72, 12.13, 1.72)
SIDE_SIZES = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
NOTE_SIZE, TEXT_SIZE = 14.0, 16.0

ROWS_A_SLIDE = 10
TABLE_SLIDES = 3
_LONGEST_TITLE = 120
_SAME_START = 24
_LONGEST_CELL = 110
_LONGEST_HEADING = 60
_SHORT_CELL = 14
_LONGEST_WORD = 16
_CELL_MARGIN = 0.08
_SMALL = 10.0


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
    """One slide: a title that states the message, and what bears it out.

    Attributes
    ----------
    title
        The message.
    kicker
        The part of the briefing, in small above the title.
    body
        Paragraphs; beside the chart where there is one.
    chart
        A chart, or None.
    table
        Rows of a table, or None.
    remark
        Source or note, in small below.
    notes
        What the speaker and a reader of the notes are told.
    opening
        Whether it is the first slide.
    body_above
        Whether the paragraphs stand above the chart, which needs the width.
    """

    title: str
    kicker: str = ""
    body: tuple[str, ...] = ()
    chart: Chart | None = None
    table: TablePart | None = None
    remark: str = ""
    notes: tuple[str, ...] = ()
    opening: bool = False
    body_above: bool = False


def plan_slides(briefing: Briefing) -> tuple[Slide, ...]:
    """Return the slides of a briefing, in order.

    An opening; for each section one slide a chart, beside it as many of the sentences as fit, those left
    over on a slide of their own; tables of at most 10 rows a slide and 3 slides a table, none that is
    a detail; notes, which name those, and sources last.

    Parameters
    ----------
    briefing
        What is shown.
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
        for number, page in enumerate(pages_of(lines, CONTENT, NOTE_SIZE)):
            slides.append(Slide(_continued(heading, number, lang), briefing.title, page, notes=page))
    return tuple(slides)


def _is_remark(section: Section) -> bool:
    """Return whether a section is a single sentence, which needs no slide of its own."""
    return len(section.sentences) == 1 and not section.charts and not section.tables


def _section_slides(section: Section, briefing: Briefing) -> list[Slide]:
    lang, left = briefing.lang, section.sentences
    slides: list[Slide] = []
    for chart in section.charts:
        above = needs_width(chart.native)
        body, left = _fitting(left, STRIP if above else SIDE)
        slides.append(replace(_chart_slide(chart, section, briefing), body=body, body_above=above))
    if left:
        slides.extend(_text_slides(section, left, lang))
    for table in section.tables:
        if not table.detail:
            slides.extend(_table_slides(table, section, lang))
    return slides


def _fitting(sentences: tuple[str, ...], box: Box) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first sentences that fit a place beside a chart, and those left over."""
    count = len(sentences)
    while count and not fitting_size(sentences[:count], box, SIDE_SIZES):
        count -= 1
    return sentences[:count], sentences[count:]


def _text_slides(section: Section, sentences: tuple[str, ...], lang: str) -> list[Slide]:
    """Return sentences under the first of them, or under the section's title if it is long or alone."""
    title, *rest = sentences
    if len(title) > _LONGEST_TITLE or not rest:
        title, rest = section.title, list(sentences)
    kicker = section.title if title != section.title else ""
    pages = pages_of(rest, CONTENT, TEXT_SIZE)
    return [
        Slide(_continued(title, number, lang), kicker, page, notes=section.sentences)
        for number, page in enumerate(pages)
    ]


def _continued(title: str, number: int, lang: str) -> str:
    return f"{title} ({WORDS[lang]['continued']})" if number else title


def needs_width(native: NativeChart | None) -> bool:
    """Return whether a chart needs the whole width of a slide: many long labels, or many lines to name."""
    if native is None or native.kind == "bar":
        return False
    letters = sum(len(shortened(category, 60)) for category in native.categories)
    return letters > 60 or len(native.series) > 4


def _chart_slide(chart: Chart, section: Section, briefing: Briefing) -> Slide:
    words = WORDS[briefing.lang]
    source = with_word(chart.source, words["sources"])
    said_below = chart.source[:_SAME_START] == briefing.footer[:_SAME_START]
    names: tuple[str, ...] = ()
    if chart.native:
        labels = (*chart.native.categories, *(series.name for series in chart.native.series))
        names = tuple(label for label in dict.fromkeys(labels) if shortened(label, 60) != label)
    notes = (chart.title, f"{words['alt']}: {chart.alt}", *section.sentences, *names, source)
    told = tuple(filter(None, notes))
    remark = "" if said_below else source
    return Slide(chart.title, section.title, chart=chart, remark=remark, notes=told)


def _table_slides(table: TableBlock, section: Section, lang: str) -> list[Slide]:
    rows = [
        tuple(
            _slide_cell(cell_text(value, column, lang), column)
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


def _slide_cell(text: str, column: Column) -> str:
    if column.kind != "text":
        return text
    return with_break_points(shortened(text, _LONGEST_CELL), _LONGEST_WORD)


def table_parts(table: TableBlock, rows: Sequence[tuple[str, ...]]) -> list[TablePart]:
    """Return the rows in parts, each of at most 10 rows and no higher than a slide.

    The type is a little smaller where that saves a slide.

    Parameters
    ----------
    table
        The table, for its columns.
    rows
        Its cells as text.
    """
    count = len(table.columns)
    size = 14.0 if count <= 6 else 12.0 if count <= 8 else 10.0 if count <= 10 else 8.0
    smaller = (size, size - 1, size - 2) if size > _SMALL else (size,)
    return min((_parts(table, rows, points) for points in smaller), key=len)


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
    letter = 0.62 * size / 72
    needs, flexible = [], []
    for index, column in enumerate(table.columns):
        longest = max((len(row[index].replace("\u200b", "")) for row in rows), default=1)
        word = max(map(len, headings[index].split(" ")), default=1)
        flexible.append(column.kind == "text" and longest > _SHORT_CELL)
        wanted = min(longest, 48) if flexible[-1] else max(longest, len(headings[index]) // 3 + 1)
        needs.append(max(wanted, word, 5) * letter + 0.2)
    return shared_widths(needs, flexible, CONTENT.width)


def _row_height(cells: Sequence[str], widths: Sequence[float], size: float, bold: bool = False) -> float:
    lines = max(
        line_count(cell, (width - 2 * _CELL_MARGIN) * 72 / size, bold)
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * size * LINE_SPACING / 72 + 0.1
