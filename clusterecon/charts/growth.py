"""Growth by scenario beside the target, history with forecast, attribution, back-test."""

import math
from typing import TYPE_CHECKING

import numpy as np

from clusterecon.charts.frames import ADDITIVE, in_order, pick, records, wide
from clusterecon.charts.marks import (
    estimate_rows,
    finite,
    level_line,
    limits,
    named_rows,
    nice_ticks,
    threshold_line,
    tick_width,
    value_axis,
    with_interval,
    year_axis,
)
from clusterecon.charts.page import Page, new_page
from clusterecon.charts.style import INK, LOSS, MUTED, NEW, PALETTE, PAPER, STOCK, TARGET
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.language.labels import label
from clusterecon.language.numbers import number, percent, points
from clusterecon.model.records import PARTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

_PART_COLOURS = {
    "baseline": STOCK,
    "clusters_direct": NEW,
    "clusters_indirect": PALETTE[4],
    "suspended": LOSS,
}
_PAST = {"value_added": INK, "index": PALETTE[5]}
"""Colour of past growth by series."""


def growth_by_scenario_data(table: "DataFrame", *, year: int, target: float) -> "DataFrame":
    """Return what `growth_by_scenario` draws: scenario, value, low, high, inner_low, inner_high, target."""
    data = wide(pick(table, "industrial_growth", year), ["scenario"])
    return data.assign(target=float(target))


def growth_by_scenario(
    table: "DataFrame", text: ChartText, *, year: int, target: float, size: str = "slide"
) -> "Figure":
    """Draw growth of one year by scenario, median and 50 and 90 % intervals, beside the target, per cent."""
    data = growth_by_scenario_data(table, year=year, target=target)
    with new_page(text, size) as page:
        if data.empty:
            return page.say_nothing_to_draw()
        box = page.box._replace(
            top=page.box.top - line_height(page.points, 1.4),
            bottom=page.box.bottom + line_height(page.small, 1.5),
        )
        bounds = limits([*data["low"], *data["high"], *data["value"], target])
        digits = nice_ticks(*bounds)[1]
        marks, names = records(data), [text.name(name) for name in data["scenario"]]
        notes = [with_interval(percent(row["value"], text.lang, 2), row, text.lang, 1) for row in marks]
        entries = list(zip(names, marks, notes, strict=True))
        rows = estimate_rows(page, entries, box, bounds, shown=lambda tick: percent(tick, text.lang, digits))
        threshold_line(rows.axes, page, target, f"{page.word('target')} {percent(target, text.lang)}")
        return page.figure


def fan_data(history: "DataFrame", forecast: "DataFrame") -> "DataFrame":
    """Return what `fan` draws: kind, year, value, low, high, inner_low, inner_high.

    The history has columns year, value (growth in per cent) and series; the forecast is rows of one scenario
    of the results table. The kind is ``forecast``, or the past year's series: ``value_added`` or ``index``.
    Where the forecast follows on the past it starts with a row at the last reading.
    """
    import pandas as pd

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
    """
    data = fan_data(history, forecast)
    with new_page(text, size) as page:
        if not finite(data["value"]):
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

    Of the attribution table of all scenarios, means are taken, because means of parts sum.
    """
    import pandas as pd

    flat = wide(frame[frame["year"] == year], ["scenario", "part"], middle=ADDITIVE)
    names = in_order(flat)
    data = pd.DataFrame({"scenario": names})
    for part in (*PARTS, "total"):
        values = flat[flat["part"] == part].set_index("scenario")["value"].reindex(names).to_numpy()
        data[part] = values if part == "total" else pd.Series(values).fillna(0.0)
    data["total"] = data["total"].fillna(data[list(PARTS)].sum(axis=1))
    return data


def attribution(frame: "DataFrame", text: ChartText, *, year: int, size: str = "slide") -> "Figure":
    """Draw what growth is made of, by scenario: all of it, and the clusters' part enlarged."""
    data = attribution_data(frame, year=year)
    with new_page(text, size) as page:
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


def backtest_data(frame: "DataFrame") -> "DataFrame":
    """Return what `backtest` draws, of one model: year, value, low, high, outturn (per cent), inside."""
    data = frame[["year", "value", "low", "high", "outturn"]].sort_values("year").reset_index(drop=True)
    return data.assign(inside=(data["outturn"] >= data["low"]) & (data["outturn"] <= data["high"]))


def backtest(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw each year's forecast of the production index with its interval beside what came."""
    data = backtest_data(frame)
    with new_page(text, size) as page:
        if not finite([*data["value"], *data["outturn"]]):
            return page.say_nothing_to_draw()
        page.key(
            [(NEW, page.word("forecast")), ("#adb9ce", page.word("range80")), (TARGET, page.word("index"))]
        )
        bounds = limits([*data["low"], *data["high"], *data["value"], *data["outturn"]], room=0.1)
        box = page.box._replace(
            left=page.box.left + tick_width(page, bounds),
            bottom=page.box.bottom + line_height(page.small, 1.6),
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
