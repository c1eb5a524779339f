"""Wastewater coverage over the years, and what enforcement puts at risk."""

from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import pick, records, wide
from clusterecon.charts.lines import line_chart, lines_of
from clusterecon.charts.marks import estimate_rows, finite, limits, with_interval
from clusterecon.charts.page import Box, Page, new_page
from clusterecon.charts.style import INK, LOSS, MUTED
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height, wrap
from clusterecon.language.numbers import number, percent, rough, share

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def wastewater_data(table: "DataFrame", *, year: int) -> "DataFrame":
    """Return what `wastewater` draws: indicator, scenario, year, value, low, high.

    ``wastewater_coverage`` (a fraction) in all years, ``jobs_at_risk`` in the year given.
    """
    import pandas as pd

    parts = [pick(table, "wastewater_coverage"), pick(table, "jobs_at_risk", year)]
    return wide(pd.concat(parts), ["indicator", "scenario", "year"])


def wastewater(table: "DataFrame", text: ChartText, *, year: int, size: str = "slide") -> "Figure":
    """Draw coverage over the years beside its target, all of it, and the jobs that enforcement puts at risk.

    Only scenarios with jobs at risk stand on the right; where there are none, coverage has all the room.
    """
    data = wastewater_data(table, year=year)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        at_risk = records(data[(data["indicator"] == "jobs_at_risk") & (data["value"] > 0)])
        room = page.box._replace(top=page.box.top - line_height(page.small, 1.8))
        middle = room.left + (0.62 if at_risk else 1.0) * room.width
        left = room._replace(right=middle - page.em)
        _write_heading(page, left, page.word("coverage"))
        _coverage(page, data[data["indicator"] == "wastewater_coverage"], left)
        if at_risk:
            right = room._replace(left=middle + page.em)
            _write_heading(page, right, f"{page.word('at_risk')}, {year}")
            _at_risk(page, at_risk, right)
        return page.figure


def _write_heading(page: Page, box: Box, words: str) -> None:
    """Write the heading of a panel above its room."""
    shown = wrap(words, box.width, page.small, lines=1)
    page.write(box.left, page.box.top, shown, fontsize=page.small, color=MUTED, va="top")


def _coverage(page: Page, data: "DataFrame", box: Box) -> None:
    lang = page.text.lang
    series = lines_of(page, data, lambda rows: share(rows[-1]["value"], lang))
    if series:
        level = (1.0, f"{page.word('target')} {share(1.0, lang)}")
        shown = lambda tick: percent(100 * tick, lang, 0)  # noqa: E731
        line_chart(page, series, box=box, level=level, bounds=(0.0, 1.08), tick=shown)


def _at_risk(page: Page, entries: list[dict[str, Any]], box: Box) -> None:
    """Draw a row a scenario, its name above its mark."""
    inner = box._replace(bottom=box.bottom + line_height(page.small, 1.6))
    bounds = limits([row[name] for row in entries for name in ("value", "low", "high")], zero=True)
    marks = [("", row, _risk_note(row, page.text.lang)) for row in entries]
    axes = estimate_rows(page, marks, inner, bounds, colour=LOSS, count=3).axes
    for y, row in enumerate(entries):
        axes.annotate(
            wrap(page.text.name(row["scenario"]), box.width, page.small, lines=2),
            (0.0, y),
            xycoords=axes.get_yaxis_transform(),
            xytext=(0.0, 1.6 * page.points),
            textcoords="offset points",
            va="bottom",
            fontsize=page.small,
            color=INK,
        )


def _risk_note(row: dict[str, float], lang: str) -> str:
    shown = number(rough(row["value"]), lang)
    return shown if row["low"] == row["high"] else with_interval(shown, row, lang, scaled=rough)
