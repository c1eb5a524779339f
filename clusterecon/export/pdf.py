"""The briefing as a tagged, searchable PDF, set by typst; the same bytes each time.

Loaded only where a PDF is written: it imports typst.
"""

import json
from itertools import count
from pathlib import Path
from typing import Any

import typst

from clusterecon.document.briefing import Briefing
from clusterecon.document.chart import Chart
from clusterecon.document.table import TableBlock
from clusterecon.document.typesetting import printable_text, with_break_points
from clusterecon.export.cells import cell_text
from clusterecon.export.office import PROGRAM, property_date
from clusterecon.export.pictures import Pictures
from clusterecon.export.table_layout import table_layout, whole_words
from clusterecon.ground.errors import RunError
from clusterecon.language.document_words import WORDS

TEMPLATE = Path(__file__).with_suffix(".typ").read_text(encoding="utf-8")
_LONGEST_WORD = 40


def pdf_bytes(briefing: Briefing, pictures: Pictures | None = None) -> bytes:
    """Return the briefing as PDF/UA-1: tagged, with bookmarks and alternative texts, on A4.

    Text reaches typst as data, never as markup; fonts are matplotlib's DejaVu Sans alone, so that
    every machine gives the same bytes. Characters this font lacks are replaced.

    Raises
    ------
    RunError
        typst refuses the document.
    """
    from matplotlib import get_data_path

    drawn = pictures or Pictures()
    files: Any = {f"{chart.id}.svg": drawn.svg(chart) for chart in briefing.charts}
    files["data.json"] = json.dumps(pdf_data(briefing), ensure_ascii=False).encode()
    files["main.typ"] = TEMPLATE.encode()
    fonts = Path(get_data_path(), "fonts", "ttf")
    try:
        pdf = typst.compile(
            files,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=0,
        )
    except typst.TypstError as error:
        raise RunError(f"typst could not set the PDF: {error}") from error
    if not isinstance(pdf, bytes):
        raise RunError("typst gave no PDF")
    return pdf


def pdf_data(briefing: Briefing) -> dict[str, Any]:
    """Return everything the template shows, as plain JSON, every text printable."""
    day = property_date(briefing)
    figures = count(1)
    return {
        "lang": briefing.lang,
        "words": WORDS[briefing.lang],
        "title": _text(briefing.title, 20) or "□",
        "subtitle": _text(briefing.subtitle),
        "author": PROGRAM,
        "date": [day.year, day.month, day.day],
        "footer": _text(briefing.footer),
        "sections": [
            {
                "title": _text(section.title, 28) or "□",
                "sentences": [_text(sentence) for sentence in section.sentences],
                "charts": [_chart(chart, briefing.lang, next(figures)) for chart in section.charts],
                "tables": [_table(table, briefing.lang) for table in section.tables],
            }
            for section in briefing.sections
        ],
        "notes": [_text(note) for note in briefing.notes],
        "sources": [_text(source) for source in briefing.sources if source != briefing.footer],
    }


def _text(text: str, longest: int = _LONGEST_WORD) -> str:
    return with_break_points(printable_text(text), longest)


def _chart(chart: Chart, lang: str, number: int) -> dict[str, Any]:
    return {
        "file": f"{chart.id}.svg",
        "alt": printable_text(chart.alt) or chart.id,
        "label": f"{WORDS[lang]['figure']} {number}",
    }


def _table(table: TableBlock, lang: str) -> dict[str, Any]:
    rows = [
        [
            printable_text(cell_text(value, column, lang))
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows()
    ]
    heads = [printable_text(column.heading) for column in table.columns]
    layout = table_layout(table.columns, heads, rows)
    return {
        "title": _text(table.title),
        "note": _text(table.note),
        "heads": [
            whole_words(head, width, bold=True) for head, width in zip(heads, layout.widths, strict=True)
        ],
        "rows": [
            [whole_words(cell, width) for cell, width in zip(row, layout.widths, strict=True)] for row in rows
        ],
        "aligns": ["right" if column.is_numeric else "left" for column in table.columns],
        "size": layout.size,
        "wide": layout.wide,
        "widths": layout.widths,
    }
