"""Growth by scenario beside the target, history with forecast, attribution, back-test."""

import math
from typing import TYPE_CHECKING

import numpy as np

from clusterecon.charts.frames import ADDITIVE, in_order, pick, records, require_columns, wide
from clusterecon.charts.marks import (
    compact_interval,
    finite,
    interval_mark,
    level_line,
    limits,
    named_rows,
    nice_ticks,
    row_note,
    threshold_line,
    tick_width,
    value_axis,
    year_axis,
)
from clusterecon.charts.page import Box, Page, new_page
from clusterecon.charts.style import INK, LOSS, MUTED, NEW, PALETTE, PAPER, STOCK, TARGET, style
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.wording.labels import label
from clusterecon.wording.numbers import is_missing, number, percent, points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

PARTS = ("baseline", "clusters_direct", "clusters_indirect", "suspended")
_PART_COLOURS = {
    "baseline": STOCK,
    "clusters_direct": NEW,
    "clusters_indirect": PALETTE[4],
    "suspended": LOSS,
}
_PAST = {"value_added": INK, "index": PALETTE[5]}
"""Colour of past growth by series."""


def growth_by_scenario_data(table: "DataFrame", *, year: int, target: float) -> "DataFrame":
    """Return what `growth_by_scenario` draws: scenario, value, low, high, inner_low, inner_high, target.

    Parameters
    ----------
    table
        The results table; indicator ``industrial_growth``, per cent.
    year
        The year shown.
    target
        The threshold, per cent.
    """
    data = wide(pick(table, "industrial_growth", [year]), ["scenario"])
    return data.assign(target=float(target))


def growth_by_scenario(
    table: "DataFrame", text: ChartText, *, year: int, target: float, size: str = "slide"
) -> "Figure":
    """Draw growth of one year by scenario, median and 50 and 90 % intervals, beside the target line.

    Parameters
    ----------
    table
        The results table.
    text
        The words.
    year, target
        Year shown, and threshold in per cent.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = growth_by_scenario_data(table, year=year, target=target)
    with style():
        page = new_page(text, size)
        if data.empty:
            return page.say_nothing_to_draw()
        notes = [_percent_note(row, text.lang) for row in records(data)]
        room = max(page.width_of(note, page.small) for note in notes) + 1.2 * page.em
        box = page.box._replace(
            right=page.box.right - room,
            top=page.box.top - line_height(page.points, 1.4),
            bottom=page.box.bottom + line_height(page.small, 1.5),
        )
        rows = named_rows(page, [text.name(name) for name in data["scenario"]], box)
        values = [*data["low"], *data["high"], *data["value"], target]
        bounds = limits(values)
        digits = nice_ticks(*bounds)[1]
        value_axis(
            rows.axes, page, bounds, horizontal=True, shown=lambda tick: percent(tick, text.lang, digits)
        )
        for y, (row, note) in enumerate(zip(records(data), notes, strict=True)):
            interval_mark(rows.axes, page, y, row, NEW)
            row_note(rows, page, y, note, INK)
        threshold_line(rows.axes, page, target, f"{page.word('target')} {percent(target, text.lang)}")
        return page.figure


def _percent_note(row: dict[str, float], lang: str) -> str:
    low, high = row["low"], row["high"]
    shown = percent(row["value"], lang, 2)
    if is_missing(low) or is_missing(high):
        return shown
    return f"{shown}\n({compact_interval(low, high, lang, 1)})"


def fan_data(history: "DataFrame", forecast: "DataFrame") -> "DataFrame":
    """Return what `fan` draws: kind, year, value, low, high, inner_low, inner_high.

    The kind is ``forecast``, or the series of a past year: ``value_added`` or ``index``. Where the forecast
    follows on the past it starts with a row at the last reading.

    Parameters
    ----------
    history
        Columns year, value, series: growth in per cent.
    forecast
        Columns year, statistic, value: rows of one scenario of the results table.
    """
    import pandas as pd

    require_columns(history, ["year", "value", "series"], "history")
    past = history[["year", "value", "series"]].rename(columns={"series": "kind"}).sort_values("year")
    ahead = wide(forecast, ["year"]).assign(kind="forecast").sort_values("year")
    ahead = _joined(past, ahead)
    columns = ["kind", "year", "value", "low", "high", "inner_low", "inner_high"]
    parts = [part.reindex(columns=columns) for part in (past, ahead) if not part.empty]
    if not parts:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat(parts, ignore_index=True)


def _joined(past: "DataFrame", ahead: "DataFrame") -> "DataFrame":
    """Let the forecast start at the last reading where it follows on it, so that the fan opens from there."""
    import pandas as pd

    if past.empty or ahead.empty or int(past["year"].iloc[-1]) + 1 != int(ahead["year"].iloc[0]):
        return ahead
    last = float(past["value"].iloc[-1])
    start = dict.fromkeys(("value", "low", "high", "inner_low", "inner_high"), last)
    first = pd.DataFrame([{"kind": "forecast", "year": int(past["year"].iloc[-1]), **start}])
    return pd.concat([first, ahead], ignore_index=True)


def fan(
    history: "DataFrame", forecast: "DataFrame", text: ChartText, *, target: float, size: str = "slide"
) -> "Figure":
    """Draw past growth and its forecast as a fan, with the target line.

    Years of the index are hollow marks. A line joins neighbouring years of one series only, so that it
    breaks where a year is missing and where the series changes.

    Parameters
    ----------
    history, forecast
        As in `fan_data`.
    text
        The words.
    target
        Threshold, per cent.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = fan_data(history, forecast)
    with style():
        page = new_page(text, size)
        if not finite(list(data["value"])):
            return page.say_nothing_to_draw()
        light, mid = "#c9d3e6", "#8ea3cc"
        page.key(
            [
                *((_PAST[kind], page.word(kind)) for kind in _PAST if kind in set(data["kind"])),
                (NEW, page.word("forecast")),
                (mid, page.word("inner")),
                (light, page.word("outer")),
                (TARGET, f"{page.word('target')} {percent(target, text.lang)}"),
            ]
        )
        bounds = limits([*data["value"], *data["low"], *data["high"], target])
        box = page.box._replace(
            left=page.box.left + tick_width(page, bounds),
            bottom=page.box.bottom + line_height(page.small, 1.6),
        )
        axes = page.axes(box)
        value_axis(axes, page, bounds, horizontal=False)
        year_axis(axes, page, [int(year) for year in data["year"]], box.width)
        ahead = data[data["kind"] == "forecast"]
        axes.fill_between(ahead["year"], ahead["low"], ahead["high"], color=light, linewidth=0)
        axes.fill_between(ahead["year"], ahead["inner_low"], ahead["inner_high"], color=mid, linewidth=0)
        width = 0.16 * page.points
        axes.plot(ahead["year"], ahead["value"], color=NEW, linewidth=width, marker="o", markersize=3)
        for kind, colour in _PAST.items():
            _plot_broken(axes, data[data["kind"] == kind], colour, width, hollow=kind == "index")
        level_line(axes, page, target, "")
        return page.figure


def _plot_broken(axes: "Axes", past: "DataFrame", colour: str, width: float, *, hollow: bool) -> None:
    """Plot the years of one series as marks, joined where they follow on each other."""
    if past.empty:
        return
    known = dict(zip(past["year"].tolist(), past["value"].tolist(), strict=True))
    years = range(int(min(known)), int(max(known)) + 1)
    values = [known.get(year, math.nan) for year in years]
    axes.plot(
        years,
        values,
        color=colour,
        linewidth=width,
        marker="o",
        markersize=5 if hollow else 4,
        markerfacecolor=PAPER if hollow else colour,
        zorder=3,
    )


def attribution_data(frame: "DataFrame", *, year: int) -> "DataFrame":
    """Return what `attribution` draws: scenario and one column a part, of one year.

    Parameters
    ----------
    frame
        The attribution table (scenario, year, part, statistic, value), all scenarios together. Means are
        taken, because means of parts sum.
    year
        The year shown.
    """
    import pandas as pd

    require_columns(frame, ["scenario", "year", "part", "statistic", "value"], "attribution table")
    flat = wide(frame[frame["year"] == year], ["scenario", "part"], middle=ADDITIVE)
    names = in_order(flat)
    data = pd.DataFrame({"scenario": names})
    for part in (*PARTS, "total"):
        values = flat[flat["part"] == part].set_index("scenario")["value"].reindex(names).to_numpy()
        data[part] = values if part == "total" else pd.Series(values).fillna(0.0)
    data["total"] = data["total"].fillna(data[list(PARTS)].sum(axis=1))
    return data


def attribution(frame: "DataFrame", text: ChartText, *, year: int, size: str = "slide") -> "Figure":
    """Draw what growth is made of, by scenario: all of it, and the clusters' part enlarged.

    Parameters
    ----------
    frame
        The attribution table of all scenarios.
    text
        The words.
    year
        The year shown.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = attribution_data(frame, year=year)
    with style():
        page = new_page(text, size)
        if data.empty:
            return page.say_nothing_to_draw()
        page.key([(_PART_COLOURS[part], label("part", part, text.lang)) for part in PARTS])
        heading = line_height(page.small, 1.6)
        inner = page.box._replace(
            top=page.box.top - heading, bottom=page.box.bottom + line_height(page.small, 1.5)
        )
        rows = named_rows(page, [text.name(name) for name in data["scenario"]], inner, widest=0.26)
        gap = 1.5 * page.em
        half = (inner.right - rows.box.left - gap) / 2
        left = rows.box._replace(right=rows.box.left + half)
        width, _ = page.figure.get_size_inches()
        place = rows.axes.get_position()
        rows.axes.set_position((place.x0, place.y0, half / width, place.height))
        right = page.axes(left._replace(left=left.right + gap, right=inner.right))
        right.set_ylim(rows.axes.get_ylim())
        right.set_yticks([])
        _stack(rows.axes, page, data, PARTS, [percent(v, text.lang) for v in data["total"]])
        alone = data[list(PARTS[1:])].sum(axis=1)
        _stack(right, page, data, PARTS[1:], [points(v, text.lang, signed=True, unit=False) for v in alone])
        for axes, key in ((rows.axes, "whole"), (right, "clusters_only")):
            axes.set_title(page.word(key), fontsize=page.small, color=MUTED, loc="left", pad=3)
        return page.figure


def _stack(axes: "Axes", page: Page, data: "DataFrame", parts: tuple[str, ...], totals: list[str]) -> None:
    """Stack parts along rows, gains to the right of zero and losses to the left; write the totals."""
    values = data[list(parts)].to_numpy(dtype=float)
    up, down = np.cumsum(np.maximum(values, 0), axis=1), np.cumsum(np.minimum(values, 0), axis=1)
    for part, value, gain, loss in zip(parts, values.T, up.T, down.T, strict=True):
        start = np.where(value >= 0, gain, loss) - value
        axes.barh(range(len(data)), value, left=start, height=0.56, color=_PART_COLOURS[part], zorder=2)
    ends, starts = up[:, -1].tolist(), down[:, -1].tolist()
    low, high = min([0.0, *starts]), max([0.0, *ends])
    span = (high - low) or 1.0
    box_width = axes.get_position().width * page.figure.get_size_inches()[0]
    room = max(page.width_of(total, page.small) for total in totals) + 0.8 * page.em
    scale = span / max(box_width - room, 0.3 * box_width)
    bounds = (low - (0.03 * span if low < 0 else 0.0), high + room * scale)
    value_axis(axes, page, bounds, horizontal=True, count=4)
    axes.axvline(0, color=MUTED, linewidth=0.8)
    for y, (end, total) in enumerate(zip(ends, totals, strict=True)):
        axes.text(end + 0.4 * page.em * scale, y, total, va="center", fontsize=page.small, color=INK)


def backtest_data(frame: "DataFrame", *, model: str | None = None) -> "DataFrame":
    """Return what `backtest` draws: year, value, low, high, outturn, inside.

    Parameters
    ----------
    frame
        Columns year, value, low, high, outturn (per cent), and model where there are several.
    model
        The model shown; None where the table holds one.
    """
    require_columns(frame, ["year", "value", "low", "high", "outturn"], "back-test table")
    rows = frame if model is None else frame[frame["model"] == model]
    data = rows[["year", "value", "low", "high", "outturn"]].sort_values("year").reset_index(drop=True)
    return data.assign(inside=(data["outturn"] >= data["low"]) & (data["outturn"] <= data["high"]))


def backtest(
    frame: "DataFrame", text: ChartText, *, model: str | None = None, size: str = "slide"
) -> "Figure":
    """Draw each year's forecast of the production index with its interval beside what came.

    Parameters
    ----------
    frame
        As in `backtest_data`.
    text
        The words.
    model
        The model shown.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = backtest_data(frame, model=model)
    with style():
        page = new_page(text, size)
        if not finite([*data["value"], *data["outturn"]]):
            return page.say_nothing_to_draw()
        page.key(
            [(NEW, page.word("forecast")), ("#adb9ce", page.word("range80")), (TARGET, page.word("index"))]
        )
        bounds = limits([*data["low"], *data["high"], *data["value"], *data["outturn"]], room=0.1)
        box = Box(
            page.box.left + tick_width(page, bounds),
            page.box.bottom + line_height(page.small, 1.6),
            page.box.right,
            page.box.top,
        )
        axes = page.axes(box)
        value_axis(axes, page, bounds, horizontal=False)
        axes.set_xlim(-0.6, len(data) - 0.4)
        axes.set_xticks(range(len(data)), [str(int(year)) for year in data["year"]])
        for x, row in enumerate(records(data)):
            axes.plot([x, x], [row["low"], row["high"]], color=NEW, alpha=0.35, linewidth=0.6 * page.points)
            axes.plot([x], [row["value"]], "o", color=NEW, markersize=0.55 * page.points)
            if not math.isfinite(row["outturn"]):
                continue
            axes.plot([x], [row["outturn"]], "D", color=TARGET, markersize=0.6 * page.points)
            axes.annotate(
                number(row["outturn"], text.lang, 1),
                (x, row["outturn"]),
                xytext=(0.7 * page.points, 0),
                textcoords="offset points",
                va="center",
                fontsize=page.small,
                color=TARGET,
            )
        return page.figure


__all__ = [
    "attribution",
    "attribution_data",
    "backtest",
    "backtest_data",
    "fan",
    "fan_data",
    "growth_by_scenario",
    "growth_by_scenario_data",
]
