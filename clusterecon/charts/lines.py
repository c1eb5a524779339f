"""A chart of lines over years, dates or runs, labelled at their right end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
from clusterecon.charts.style import Look
from clusterecon.document.typesetting import line_height


@dataclass(frozen=True)
class Series:
    """One line.

    Attributes
    ----------
    key
        Scenario or other identifier; its title is found in the chart's names.
    x, y
        Positions and values; missing values interrupt the line.
    look
        Colour, dashes, marker.
    figure
        The last value as written in the label.
    low, high
        Band around the line, or empty.
    """

    key: str
    x: Sequence[float]
    y: Sequence[float]
    look: Look
    figure: str = ""
    low: Sequence[float] = ()
    high: Sequence[float] = ()


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
    more = len(names) - 1
    if page.text.lang == "vi":
        return f"{names[0]} và {more} kịch bản khác"
    return f"{names[0]} and {more} others"


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
    """Draw lines with labels at their right end.

    Parameters
    ----------
    page
        The page.
    series
        The lines; those with equal values share one label.
    box
        Room for axes and labels; by default all there is.
    level
        A level to draw across, and its meaning.
    bounds
        Limits of the value axis; by default from the values.
    tick
        Formats a tick of the value axis.
    x_ticks
        Positions and labels of the x axis; by default the x values are years.
    """
    room = page.box if box is None else box
    groups = grouped(series)
    everything = [v for line in series for values in (line.y, line.low, line.high) for v in values]
    if level is not None:
        everything.append(level[0])
    scale = limits(everything, room=0.08) if bounds is None else bounds
    labels = _labels(page, groups)
    widest = (0.3 if box is None else 0.4) * room.width / page.box.width
    inner = Box(
        room.left + tick_width(page, scale) + (0.8 * page.em if tick else 0.0),
        room.bottom + line_height(page.small, 1.6),
        room.right - end_labels_width(page, labels, widest),
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
    end_labels(axes, page, labels, inner, widest)


def _labels(page: Page, groups: Sequence[tuple[Series, list[str]]]) -> list[EndLabel]:
    labels = []
    for line, keys in groups:
        known = finite(list(line.y))
        if known:
            labels.append(EndLabel(known[-1], group_name(page, keys), line.figure, line.look.colour))
    return labels
