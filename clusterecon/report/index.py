"""The page of all runs, newest first: from the file system, without a server or the network."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from clusterecon.ground.context import RECORD
from clusterecon.ground.fingerprint import SHORT
from clusterecon.language.dates import date
from clusterecon.language.names import GROUPS
from clusterecon.language.numbers import number
from clusterecon.language.templates import say
from clusterecon.report.history import probability_lines, probability_svg
from clusterecon.report.publish import Published
from clusterecon.results.changes import headline_rows

_FORMATS = {"report.html": "HTML", ".pdf": "PDF", ".pptx": "PPTX", ".xlsx": "XLSX", RECORD: "JSON"}
_DRAWN = 200
"""The pictures show the newest so many reports."""
_PAGE = Template(Path(__file__).with_name("index.html").read_text(encoding="utf-8"))


def index_html(reports: Sequence[Published]) -> str:
    """Return the page of all reports, newest first, with a filter by scenario and language."""
    newest_first = sorted(reports, key=lambda report: report.sequence, reverse=True)
    rows = "\n".join(_row(report) for report in newest_first)
    filters, pictures = _filters(newest_first), _pictures(newest_first)
    return _PAGE.substitute(rows=rows, filters=filters, pictures=pictures)


def _row(report: Published) -> str:
    record, about = report.record, report.record["report"]
    folder = quote(report.folder)
    files = about.get("files") or ["report.html", RECORD]
    links = " ".join(
        f'<a href="{folder}/{quote(name)}">{label}</a>'
        for ending, label in _FORMATS.items()
        for name in files
        if name.endswith(ending)
    )
    duration = record.get("duration_seconds")
    cells = (
        f'<td class="n">{report.sequence}</td><td>{_moment(str(record.get("started", "")))}</td>'
        f"<td>{_both(*_named('notebook', about['notebook']))}</td>"
        f"<td>{_both(*_scenario(about['scenario'], report))}</td>"
        f"<td>{_both(*_named('language', about['lang']))}</td><td>{links}</td>"
        f'<td class="n">{"" if duration is None else number(duration, "vi", 1)}</td>'
        f"<td>{_moved(record.get('changes'))}</td>"
        f"<td><code>{escape(str(record.get('figures') or record.get('hash', ''))[:SHORT])}</code></td>"
    )
    keys = f'data-scenario="{escape(about["scenario"])}" data-lang="{escape(about["lang"])}"'
    return f"<tr {keys}>{cells}</tr>"


def _named(group: str, key: str) -> tuple[str, str]:
    """Return what an identifier is called in both languages; the identifier where it has no name."""
    known = GROUPS[group].get(key)
    return (known.vi, known.en) if known else (key, key)


def _said(key: str) -> tuple[str, str]:
    """Return a template that needs no facts, in both languages."""
    return say(key, "vi"), say(key, "en")


def _scenario(name: str, report: Published) -> tuple[str, str]:
    title = report.record.get("titles", {}).get(name, {})
    if name == "all":
        return _said("runs.all")
    return title.get("vi", name), title.get("en", name)


def _moment(started: str) -> str:
    """Return a time of a record as a reader writes it; what is no time comes back as it stands."""
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return escape(started)
    return f"{date(moment.date(), 'vi')} {moment:%H:%M}"


def _moved(change: Mapping[str, Any] | None) -> str:
    if not change:
        return "–"
    pairs = [_named("cause", cause) for cause in change.get("causes", ())]
    causes = [", ".join(names) for names in zip(*pairs, strict=True)]
    return f"{len(change.get('moves', ()))}" + (f" ({_both(causes[0], causes[1])})" if causes else "")


def _filters(reports: Sequence[Published]) -> str:
    scenarios = {
        r.record["report"]["scenario"]: _scenario(r.record["report"]["scenario"], r) for r in reports
    }
    langs = {lang: _named("language", lang) for lang in (r.record["report"]["lang"] for r in reports)}
    picks = (("scenario", _named("heading", "scenario"), scenarios), ("lang", _said("runs.language"), langs))
    fields = []
    for key, names, values in picks:
        options = "".join(
            f'<option value="{escape(value)}">{escape(" · ".join(dict.fromkeys(values[value])))}</option>'
            for value in sorted(values)
        )
        pick = f'<select name="{key}"><option value="">Tất cả · All</option>{options}</select>'
        fields.append(f"<label>{_both(*names)} {pick}</label>")
    return f"<form>{''.join(fields)}</form>"


def _pictures(reports: Sequence[Published]) -> str:
    reports = reports[:_DRAWN]
    lines = probability_lines(reports)
    if not lines:
        return ""
    labels = {
        str(row.get("name")): row.get("label") for report in reports for row in headline_rows(report.record)
    }
    order = dict.fromkeys(
        str(row.get("scenario")) for report in reports for row in headline_rows(report.record)
    )
    titles = {
        name: title["vi"]
        for report in reversed(reports)
        for name, title in report.record.get("titles", {}).items()
        if "vi" in title
    }
    names = {name: titles.get(name, name) for name in order}
    parts = [f"<h2>{_both(*_said('runs.probability'))}</h2>"]
    for name, series in lines.items():
        label = labels.get(name)
        pair = (
            (label.get("vi", name), label.get("en", name))
            if isinstance(label, Mapping)
            else _named("joint", name)
        )
        title = " · ".join(dict.fromkeys(pair))
        parts.append(f"<h3>{escape(title)}</h3>\n{probability_svg(title, series, names)}")
    return "\n".join(parts) + "\n"


def _both(vi: str, en: str) -> str:
    return escape(vi) if vi == en else f'{escape(vi)} <span class="en" lang="en">{escape(en)}</span>'
