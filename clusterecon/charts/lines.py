"""A chart of lines over years, dates or runs, labelled at their right end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import in_order, records
from clusterecon.charts.marks import (
    EndLabel,
    end_labels,
    end_labels_width,
    finite,
    level_line,
    limits,
    tick_width,
    value_axis,
    year_axis,
)
from clusterecon.charts.page import Box, Page
from clusterecon.charts.style import Look, looks
from clusterecon.document.typesetting import ELLIPSIS, line_height, wrap
from clusterecon.language.templates import say

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Series:
    """One line: positions and values, its last value as written in the label, and a band or none.

    The chart's names hold the title of its key. Missing values interrupt the line.
    """

    key: str
    x: Sequence[float]
    y: Sequence[float]
    look: Look
    figure: str = ""
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def lines_of(
    page: Page,
    data: "DataFrame",
    figure: Callable[[list[dict[str, Any]]], str],
    x: str = "year",
    y: str = "value",
) -> list[Series]:
    """Return a line a scenario, labelled with what `figure` makes of its rows."""
    drawn = looks(in_order(data), page.text.names)
    rows = {name: data[data["scenario"] == name] for name in drawn}
    return [
        Series(name, list(rows[name][x]), list(rows[name][y]), look, figure(records(rows[name])))
        for name, look in drawn.items()
    ]


def grouped(series: Sequence[Series]) -> list[tuple[Series, list[str]]]:
    """Put lines with the same values together, each group with the keys of its lines."""
    groups: list[tuple[Series, list[str]]] = []
    for line in series:
        for kept, keys in groups:
            same_x = list(kept.x) == list(line.x)
            if same_x and all(_same(a, b) for a, b in zip(kept.y, line.y, strict=True)):
                keys.append(line.key)
                break
        else:
            groups.append((line, [line.key]))
    return groups


def _same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def group_name(page: Page, keys: Sequence[str]) -> str:
    """Name a line that several scenarios share: the first two by title, the rest by count."""
    names = [page.text.name(key) for key in keys]
    if len(names) <= 2:
        return " = ".join(names)
    return say("line.shared", page.text.lang, first=names[0], more=str(len(names) - 1))


def line_chart(
    page: Page,
    series: Sequence[Series],
    *,
    box: Box | None = None,
    level: tuple[float, str] | None = None,
    bounds: tuple[float, float] | None = None,
    tick: Callable[[float], str] | None = None,
    x_ticks: tuple[Sequence[float], Sequence[str]] | None = None,
) -> None:
    """Draw lines with labels at their right end; those with equal values share one.

    Axes and labels stand in `box`, by default all the room there is. `level` is drawn across, with its
    meaning; `bounds` are the limits of the value axis and `tick` formats its ticks; `x_ticks` are positions
    and labels of the x axis, by default years.
    """
    room = page.box if box is None else box
    groups = grouped(series)
    everything = [v for line in series for values in (line.y, line.low, line.high) for v in values]
    if level is not None:
        everything.append(level[0])
    scale = limits(everything, room=0.08) if bounds is None else bounds
    labels = _labels(page, groups, (0.3 if box is None else 0.4) * room.width / page.box.width)
    inner = Box(
        room.left + tick_width(page, scale) + (0.8 * page.em if tick else 0.0),
        room.bottom + line_height(page.small, 1.6),
        room.right - end_labels_width(page, labels),
        room.top - 0.5 * line_height(page.small),
    )
    axes = page.axes(inner)
    value_axis(axes, page, scale, horizontal=False, shown=tick)
    if x_ticks is None:
        year_axis(axes, page, [int(x) for line in series for x in line.x], inner.width)
    else:
        places = [float(x) for line in series for x in line.x]
        pad = 0.03 * ((max(places) - min(places)) or 1.0)
        axes.set_xlim(min(places) - pad, max(places) + pad)
        axes.set_xticks(list(x_ticks[0]), list(x_ticks[1]))
    for line, _ in groups:
        if len(line.low):
            axes.fill_between(line.x, line.low, line.high, color=line.look.colour, alpha=0.16, linewidth=0)
        axes.plot(
            line.x,
            line.y,
            color=line.look.colour,
            linestyle=line.look.dashes,
            linewidth=0.15 * page.points,
            marker=line.look.marker,
            markersize=0.32 * page.points,
        )
    if level is not None:
        level_line(axes, page, *level)
    end_labels(axes, page, labels, inner)


def _labels(page: Page, groups: Sequence[tuple[Series, list[str]]], widest: float) -> list[EndLabel]:
    """Return the labels of lines, name and figure wrapped to at most a share of the page's room."""
    shown = [(line, group_name(page, keys), known[-1]) for line, keys in groups if (known := finite(line.y))]
    roomy = len(shown) * 3 * line_height(page.small, 1.35) <= 0.7 * page.box.height
    return [
        EndLabel(last, _label_text(page, name, line.figure, widest * page.box.width, roomy), line.look.colour)
        for line, name, last in shown
    ]


def _label_text(page: Page, name: str, figure: str, room: float, roomy: bool) -> str:
    if page.width_of(f"{name} {figure}", page.small) <= 0.8 * room:
        return f"{name} {figure}".strip()
    wrapped = wrap(name, room, page.small, lines=2 if roomy or not figure else 1)
    unbroken = figure.replace(" ", "\N{NO-BREAK SPACE}")
    together = wrap(f"{name} {unbroken}", room, page.small, lines=2)
    if ELLIPSIS in wrapped and ELLIPSIS not in together:
        return together
    return f"{wrapped}\n{figure}".strip()
