"""The briefing as HTML: one element for a notebook, one page for a file; no script, no network."""

from base64 import b64encode
from html import escape
from pathlib import Path

from clusterecon.document.briefing import Briefing, Section
from clusterecon.document.chart import Chart
from clusterecon.document.table import Cell, Column, TableBlock
from clusterecon.export.cells import cell_text
from clusterecon.export.pictures import Pictures
from clusterecon.language.document_words import WORDS

_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def briefing_html(briefing: Briefing, pictures: Pictures | None = None) -> str:
    """Return the briefing as one ``<article>`` that carries its own style and pictures.

    Pictures stand in it as data, so it needs no network and no other file; all text is escaped; it holds
    no script.
    """
    drawn = pictures or Pictures()
    counts = {"figure": 0, "table": 0}
    parts = [_head(briefing)]
    for section in briefing.sections:
        parts.extend(_section(section, briefing.lang, drawn, counts))
    return _article(briefing.lang, "\n".join([*parts, _notes(briefing)]))


def head_html(briefing: Briefing) -> str:
    """Return the head of a briefing by itself: title and date of information."""
    return _article(briefing.lang, _head(briefing))


def section_html(section: Section, lang: str, pictures: Pictures, counts: dict[str, int]) -> str:
    """Return one section by itself, with style and pictures; its figures and tables are counted on."""
    return _article(lang, "\n".join(_section(section, lang, pictures, counts)))


def notes_html(briefing: Briefing) -> str:
    """Return notes, sources and footer of a briefing by themselves."""
    return _article(briefing.lang, _notes(briefing))


def _article(lang: str, body: str) -> str:
    return f'<article class="ce-briefing" lang="{lang}">\n<style>\n{_STYLE}</style>\n{body}\n</article>'


def _head(briefing: Briefing) -> str:
    subtitle = f'<p class="ce-subtitle">{escape(briefing.subtitle)}</p>' if briefing.subtitle else ""
    return f"<header><h1>{escape(briefing.title)}</h1>{subtitle}</header>"


def _notes(briefing: Briefing) -> str:
    words, parts = WORDS[briefing.lang], []
    if briefing.notes:
        items = "".join(f"<li>{escape(note)}</li>" for note in briefing.notes)
        parts.append(f'<section id="ce-notes"><h2>{words["notes"]}</h2><ul>{items}</ul></section>')
    sources = [source for source in briefing.sources if source != briefing.footer]
    if sources:
        items = "".join(f"<li>{escape(source)}</li>" for source in sources)
        parts.append(f'<section id="ce-sources"><h2>{words["sources"]}</h2><ul>{items}</ul></section>')
    parts.append(f"<footer><p>{escape(briefing.footer)}</p></footer>")
    return "\n".join(parts)


def briefing_page(briefing: Briefing, pictures: Pictures | None = None) -> str:
    """Return the briefing as a whole HTML page, complete in itself."""
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="{briefing.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(briefing.title)}</title>\n</head>\n<body>\n"
        f"{briefing_html(briefing, pictures)}\n</body>\n</html>\n"
    )


def _section(section: Section, lang: str, pictures: Pictures, counts: dict[str, int]) -> list[str]:
    parts = [f'<section id="ce-section-{section.id}"><h2>{escape(section.title)}</h2>']
    parts.extend(f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
    for chart in section.charts:
        counts["figure"] += 1
        parts.append(_figure(chart, f"{WORDS[lang]['figure']} {counts['figure']}", pictures))
    for table in section.tables:
        counts["table"] += 1
        parts.append(table_html(table, lang, f"{WORDS[lang]['table']} {counts['table']}"))
    parts.append("</section>")
    return parts


def _figure(chart: Chart, number: str, pictures: Pictures) -> str:
    image = b64encode(pictures.svg(chart)).decode("ascii")
    return (
        f'<figure id="ce-chart-{chart.id}"><figcaption>{number}</figcaption>'
        f'<img alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{image}"/></figure>'
    )


def table_html(table: TableBlock, lang: str, number: str) -> str:
    """Return one table, such as ``Table 3``, its headers marked as headers of columns and of rows."""
    title = escape(f"{number}. {table.title}")
    heads = "".join(
        f'<th scope="col" class="{_cell_class(column)}">{escape(column.heading)}</th>'
        for column in table.columns
    )
    body = "\n".join(
        "<tr>" + "".join(_cell(value, index, table, lang) for index, value in enumerate(row)) + "</tr>"
        for row in table.rows()
    )
    note = f'<p class="ce-small">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="ce-scroll" id="ce-table-{table.id}" role="region" tabindex="0" aria-label="{title}">'
        f"<table><caption>{title}</caption><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>"
        + note
    )


def _cell_class(column: Column) -> str:
    return "ce-number" if column.is_numeric else "ce-text" if column.kind == "text" else "ce-date"


def _cell(value: Cell, index: int, table: TableBlock, lang: str) -> str:
    column = table.columns[index]
    text = escape(cell_text(value, column, lang))
    if index == 0 and column.kind == "text":
        return f'<th scope="row">{text}</th>'
    return f'<td class="{_cell_class(column)}">{text}</td>'
