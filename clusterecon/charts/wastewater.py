"""Wastewater coverage over the years, and what enforcement puts at risk."""

from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import in_order, pick, records, wide
from clusterecon.charts.lines import Series, line_chart
from clusterecon.charts.marks import (
    compact_interval,
    finite,
    interval_mark,
    limits,
    named_rows,
    row_note,
    value_axis,
)
from clusterecon.charts.page import Box, Page, new_page
from clusterecon.charts.style import INK, LOSS, MUTED, looks, style
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height, wrap
from clusterecon.wording.numbers import is_missing, number, percent, rough, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def wastewater_data(table: "DataFrame", *, year: int) -> "DataFrame":
    """Return what `wastewater` draws: indicator, scenario, year, value, low, high.

    Parameters
    ----------
    table
        The results table: ``wastewater_coverage`` (a fraction) in all years, ``jobs_at_risk`` in one.
    year
        The year whose jobs at risk are shown.
    """
    import pandas as pd

    keys = ["indicator", "scenario", "year"]
    parts = [pick(table, "wastewater_coverage"), pick(table, "jobs_at_risk", [year])]
    return wide(pd.concat(parts), keys)


def wastewater(
    table: "DataFrame", text: ChartText, *, year: int, target: float = 1.0, size: str = "slide"
) -> "Figure":
    """Draw coverage over the years beside its target, and the jobs that enforcement puts at risk.

    Only scenarios with jobs at risk stand on the right; where there are none, coverage has all the room.

    Parameters
    ----------
    table
        The results table.
    text
        The words.
    year
        The year whose jobs at risk are shown.
    target
        Coverage wanted, a fraction.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = wastewater_data(table, year=year)
    with style():
        page = new_page(text, size)
        if not finite(list(data["value"])):
            return page.say_nothing_to_draw()
        at_risk = records(data[(data["indicator"] == "jobs_at_risk") & (data["value"] > 0)])
        room = page.box._replace(top=page.box.top - line_height(page.small, 1.8))
        middle = room.left + (0.62 if at_risk else 1.0) * room.width
        left = room._replace(right=middle - page.em)
        _write_heading(page, left, page.word("coverage"))
        _coverage(page, data[data["indicator"] == "wastewater_coverage"], left, target)
        if at_risk:
            right = room._replace(left=middle + page.em)
            _write_heading(page, right, f"{page.word('at_risk')}, {year}")
            _at_risk(page, at_risk, right)
        return page.figure


def _write_heading(page: Page, box: Box, words: str) -> None:
    """Write the heading of a panel above its room."""
    shown = wrap(words, box.width, page.small, lines=1)
    page.write(box.left, page.box.top, shown, fontsize=page.small, color=MUTED, va="top")


def _coverage(page: Page, data: "DataFrame", box: Box, target: float) -> None:
    lang = page.text.lang
    series = []
    for name, look in looks(in_order(data), page.text.names).items():
        rows = records(data[data["scenario"] == name])
        figure = share(rows[-1]["value"], lang)
        series.append(Series(name, [r["year"] for r in rows], [r["value"] for r in rows], look, figure))
    if series:
        words = f"{page.word('target')} {share(target, lang)}"
        shown = lambda tick: percent(100 * tick, lang, 0)  # noqa: E731
        line_chart(page, series, box=box, level=(target, words), bounds=(0.0, 1.08), tick=shown)


def _at_risk(page: Page, entries: list[dict[str, Any]], box: Box) -> None:
    """Draw a row a scenario, its name above its mark."""
    notes = [_risk_note(row, page.text.lang) for row in entries]
    room = max(page.width_of(note, page.small) for note in notes) + 1.2 * page.em
    inner = box._replace(right=box.right - room, bottom=box.bottom + line_height(page.small, 1.6))
    rows = named_rows(page, [""] * len(entries), inner)
    drawn = [row[name] for row in entries for name in ("value", "low", "high")]
    value_axis(rows.axes, page, limits(drawn, zero=True), horizontal=True, count=3)
    for y, (row, note) in enumerate(zip(entries, notes, strict=True)):
        interval_mark(rows.axes, page, y, row, LOSS)
        row_note(rows, page, y, note, INK)
        rows.axes.annotate(
            wrap(page.text.name(row["scenario"]), box.width, page.small, lines=2),
            (0.0, y),
            xycoords=rows.axes.get_yaxis_transform(),
            xytext=(0.0, 1.6 * page.points),
            textcoords="offset points",
            va="bottom",
            fontsize=page.small,
            color=INK,
        )


def _risk_note(row: dict[str, float], lang: str) -> str:
    shown = number(rough(row["value"]), lang)
    if is_missing(row["low"]) or is_missing(row["high"]) or row["low"] == row["high"]:
        return shown
    return f"{shown}\n({compact_interval(rough(row['low']), rough(row['high']), lang)})"
