"""Which slides a briefing becomes, before any is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clusterecon.document import Briefing, Chart, Column, NativeChart, Section, TableBlock
from clusterecon.export.fitting import LINE_SPACING, Box, fitting_size, line_count, pages_of, shared_widths
from clusterecon.export.words import WORDS, cell_text, shortened, with_break_points

CONTENT = Box(0.6, 1.75, 12.13, 4.75)
SIDE = Box(9.0, 1.85, 3.73, 4.55)
BODY_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0)
STRIP = Box(0.6, 1.75, 12.13, 1.15)
SIDE_SIZES = (18.0, 16.0, 15.0, 14.0)
NOTE_SIZE = 14.0

ROWS_A_SLIDE = 10
TABLE_SLIDES = 3
_LONGEST_CELL = 110
_LONGEST_HEADING = 60
_SHORT_CELL = 14
_LONGEST_WORD = 16
_CELL_MARGIN = 0.08


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

    An opening; for each section its sentences (beside its first chart where they fit, else on a slide of
    their own, the first of them as its title), one slide a chart, tables of at most 10 rows a slide and
    3 slides a table; notes and sources last.

    Parameters
    ----------
    briefing
        What is shown.
    """
    words = WORDS[briefing.lang]
    slides = [Slide(briefing.title, body=(briefing.subtitle,), notes=(briefing.footer,), opening=True)]
    for section in briefing.sections:
        slides.extend(_section_slides(section, briefing.lang))
    for heading, lines in ((words["notes"], briefing.notes), (words["sources"], briefing.sources)):
        slides.extend(
            Slide(heading, briefing.title, body=page, notes=page)
            for page in pages_of(lines, CONTENT, NOTE_SIZE)
        )
    return tuple(slides)


def _section_slides(section: Section, lang: str) -> list[Slide]:
    slides: list[Slide] = []
    beside: tuple[str, ...] = ()
    above = bool(section.charts) and needs_width(section.charts[0].native)
    if section.charts and fitting_size(section.sentences, STRIP if above else SIDE, SIDE_SIZES):
        beside = section.sentences
    elif section.sentences:
        title, *rest = section.sentences
        pages = pages_of(rest, CONTENT, BODY_SIZES[-1]) or [()]
        slides.extend(Slide(title, section.title, page, notes=section.sentences) for page in pages)
    for index, chart in enumerate(section.charts):
        slide = _chart_slide(chart, section, lang)
        slides.append(replace(slide, body=beside, body_above=above) if index == 0 else slide)
    for table in section.tables:
        slides.extend(_table_slides(table, section, lang))
    return slides


def needs_width(native: NativeChart | None) -> bool:
    """Return whether a chart needs the whole width of a slide: many long labels, or many lines to name."""
    if native is None or native.kind == "bar":
        return False
    letters = sum(len(shortened(category, 60)) for category in native.categories)
    return letters > 60 or len(native.series) > 4


def _chart_slide(chart: Chart, section: Section, lang: str) -> Slide:
    source = f"{WORDS[lang]['sources']}: {chart.source}" if chart.source else ""
    names: tuple[str, ...] = ()
    if chart.native:
        labels = (*chart.native.categories, *(series.name for series in chart.native.series))
        names = tuple(label for label in dict.fromkeys(labels) if shortened(label, 60) != label)
    notes = (chart.title, f"{WORDS[lang]['alt']}: {chart.alt}", *section.sentences, *names, source)
    told = tuple(filter(None, notes))
    return Slide(chart.title, section.title, chart=chart, remark=source, notes=told)


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
    for number, part in enumerate(parts[:TABLE_SLIDES], 1):
        last = number == min(len(parts), TABLE_SLIDES)
        title = table.title if number == 1 else f"{table.title} ({WORDS[lang]['continued']})"
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

    Parameters
    ----------
    table
        The table, for its columns.
    rows
        Its cells as text.
    """
    count = len(table.columns)
    size = 14.0 if count <= 6 else 12.0 if count <= 8 else 10.0 if count <= 10 else 8.0
    headings = tuple(shortened(column.heading, _LONGEST_HEADING) for column in table.columns)
    widths = _column_widths(table, headings, rows, size)
    head = _row_height(headings, widths, size, bold=True)
    groups: list[list[tuple[str, ...]]] = [[]]
    heights: list[list[float]] = [[head]]
    for row in rows:
        height = _row_height(row, widths, size)
        if groups[-1] and (len(groups[-1]) == ROWS_A_SLIDE or sum(heights[-1]) + height > CONTENT.height):
            groups.append([])
            heights.append([head])
        groups[-1].append(row)
        heights[-1].append(height)
    right = tuple(column.is_numeric for column in table.columns)
    return [
        TablePart(headings, tuple(group), right, widths, size, tuple(high))
        for group, high in zip(groups, heights, strict=True)
    ]


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
