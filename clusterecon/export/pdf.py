"""The briefing as a tagged, searchable PDF, set by typst; the same bytes each time.

Loaded only where a PDF is written: it imports typst.
"""

import json
from pathlib import Path
from typing import Any

import typst

from clusterecon.document import Briefing, Chart, Column, TableBlock
from clusterecon.errors import RunError
from clusterecon.export.office import PROGRAM, property_date
from clusterecon.export.pictures import Pictures
from clusterecon.export.typst_template import TEMPLATE
from clusterecon.export.words import WORDS, cell_text, printable_text, with_break_points, with_word

_EM_PER_LETTER = 0.62
_TEXT_WIDTH_POINTS = {"portrait": 481.9, "landscape": 728.5}
_LONGEST_WORD, _UNBROKEN = 40, 10_000


def pdf_bytes(briefing: Briefing, pictures: Pictures | None = None) -> bytes:
    """Return the briefing as PDF/UA-1: tagged, with bookmarks and alternative texts, on A4.

    Text reaches typst as data, never as markup; fonts are matplotlib's DejaVu Sans alone, so that
    every machine gives the same bytes. Characters this font lacks are replaced.

    Parameters
    ----------
    briefing
        What is printed.
    pictures
        Pictures already drawn for another format, to be used again.

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
    """Return everything the template shows, as plain JSON, every text printable.

    Parameters
    ----------
    briefing
        What is printed.
    """
    day = property_date(briefing)
    counts = {"figure": 0, "table": 0}
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
                "charts": [_chart(chart, briefing.lang, counts) for chart in section.charts],
                "tables": [_table(table, briefing.lang) for table in section.tables],
            }
            for section in briefing.sections
        ],
        "notes": [_text(note) for note in briefing.notes],
        "sources": [_text(source) for source in briefing.sources if source != briefing.footer],
    }


def _text(text: str, longest: int = _LONGEST_WORD) -> str:
    return with_break_points(printable_text(text), longest)


def _chart(chart: Chart, lang: str, counts: dict[str, int]) -> dict[str, Any]:
    counts["figure"] += 1
    return {
        "file": f"{chart.id}.svg",
        "alt": printable_text(chart.alt) or chart.id,
        "caption": "" if chart.titled else _text(chart.title),
        "label": f"{WORDS[lang]['figure']} {counts['figure']}",
        "source": "" if chart.titled else _text(with_word(chart.source, WORDS[lang]["sources"])),
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
    layout = column_layout(table.columns, heads, rows)
    longest = layout.pop("longest")
    return {
        "title": _text(table.title),
        "note": _text(table.note),
        "heads": [with_break_points(head, 14) for head in heads],
        "rows": [
            [with_break_points(cell, limit) for cell, limit in zip(row, longest, strict=True)] for row in rows
        ],
        "aligns": ["right" if column.is_numeric else "left" for column in table.columns],
        **layout,
    }


def column_layout(columns: tuple[Column, ...], heads: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """Return how a table fits the page: type size, widths of columns, whether the page must lie on its side.

    Columns of numbers and dates get the width of their longest cell or longest word of their heading;
    columns of text share what is left by the length of their texts.

    Parameters
    ----------
    columns
        The table's columns.
    heads, rows
        Headings and cells as text.

    Returns
    -------
    dict
        ``size`` in points; ``widths``, each ``{"fixed": bool, "size": em or fraction}``; ``wide``;
        ``longest``, for each column the letters of a word that fits.
    """
    letters = [[len(row[index]) for row in rows] or [1] for index in range(len(columns))]
    words = [max(len(head) // 3 + 1, *map(len, head.split(" "))) for head in heads]
    fixed = [
        None
        if column.kind == "text" and max(cells) > 14
        else _EM_PER_LETTER * min(max(*cells, word, 3), 18) + 1.1
        for column, cells, word in zip(columns, letters, words, strict=True)
    ]
    shares = [
        0.0 if width else min(max(max(cells) ** 0.5, sum(cells) / len(cells) / 4), 14.0)
        for width, cells in zip(fixed, letters, strict=True)
    ]
    needed = sum(width or 9.0 for width in fixed)
    size, wide = next(
        (
            (size, way == "landscape")
            for way, sizes in (("portrait", (8.5, 8.0, 7.5, 7.0)), ("landscape", (8.0, 7.5, 7.0, 6.5)))
            for size in sizes
            if needed * size <= _TEXT_WIDTH_POINTS[way]
        ),
        (6.0, True),
    )
    left = _TEXT_WIDTH_POINTS["landscape" if wide else "portrait"] / size - sum(
        width or 0.0 for width in fixed
    )
    room = [width or max(left, 9.0) * share / sum(shares) for width, share in zip(fixed, shares, strict=True)]
    return {
        "size": size,
        "wide": wide,
        "widths": [
            {"fixed": width is not None, "size": round(width or share, 3)}
            for width, share in zip(fixed, shares, strict=True)
        ],
        "longest": [
            max(int((width - 1.0) / 1.05), 4) if column.kind == "text" else _UNBROKEN
            for column, width in zip(columns, room, strict=True)
        ],
    }
