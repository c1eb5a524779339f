"""Parts that several charts share: axes with formatted ticks, rows with intervals, labelled lines."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from clusterecon.charts.page import Box, Page
from clusterecon.charts.style import GRID, INK, NEW, TARGET
from clusterecon.charts.text import spread_out
from clusterecon.document.typesetting import line_height, wrap
from clusterecon.language.numbers import is_missing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def finite(values: Iterable[float | None]) -> list[float]:
    """Return the values that are numbers."""
    return [float(v) for v in values if v is not None and math.isfinite(v)]


def limits(values: Iterable[float | None], *, zero: bool = False, room: float = 0.06) -> tuple[float, float]:
    """Return axis limits around values with a share of their range as room; a single value gets its own.

    Missing values are passed over. Where zero must be in view, nothing is added on its side.
    """
    known = finite(values) + ([0.0] if zero else [])
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if low == high:
        pad = abs(low) * 0.1 or 1.0
        return (low if zero and low == 0 else low - pad), high + pad
    pad = room * (high - low)
    return (low if zero and low == 0 else low - pad), (high if zero and high == 0 else high + pad)


def nice_ticks(low: float, high: float, count: int = 5) -> tuple[list[float], int]:
    """Return round tick positions within limits, and the digits they need after the decimal mark."""
    from matplotlib.ticker import MaxNLocator

    found = [float(t) for t in MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    step = found[1] - found[0]
    slack = 1e-9 * step
    ticks = [0.0 if abs(t) < slack else t for t in found if low - slack <= t <= high + slack]
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    if digits < 9 and abs(step * 10**digits - round(step * 10**digits)) > 1e-6:
        digits += 1
    return ticks, digits


def value_axis(
    axes: "Axes",
    page: Page,
    bounds: tuple[float, float],
    *,
    horizontal: bool,
    count: int = 5,
    shown: Callable[[float], str] | None = None,
) -> None:
    """Set limits, grid and about `count` ticks of the axis that carries values, plain numbers by default."""
    ticks, digits = nice_ticks(*bounds, count)
    write = shown or (lambda tick: number(tick, page.text.lang, digits))
    words = [write(tick) for tick in ticks]
    if horizontal:
        axes.set_xlim(*bounds)
        axes.set_xticks(ticks, words)
    else:
        axes.set_ylim(*bounds)
        axes.set_yticks(ticks, words)
    axes.grid(axis="x" if horizontal else "y", color=GRID, linewidth=0.8)


def tick_width(page: Page, bounds: tuple[float, float], count: int = 5) -> float:
    """Return the room in inches that the tick labels of a vertical axis need."""
    ticks, digits = nice_ticks(*bounds, count)
    words = [number(tick, page.text.lang, digits) for tick in ticks]
    return max((page.width_of(word, page.small) for word in words), default=0.0) + 0.7 * page.em


def year_axis(axes: "Axes", page: Page, years: Sequence[int], width: float, pad: float = 0.3) -> None:
    """Label years on the x axis, as many as there is room for, the last always."""
    first, last = min(years), max(years)
    axes.set_xlim(first - pad, last + pad)
    room = max(1, int(width / (1.5 * page.width_of("2024", page.small))))
    step = max(1, math.ceil((last - first + 1) / room))
    ticks = sorted(range(last, first - 1, -step))
    axes.set_xticks(ticks, [str(year) for year in ticks])


def compact_interval(low: float, high: float, lang: str, digits: int = 0) -> str:
    """Write an interval for a label on a chart: two numbers with a spaced dash between."""
    return f"{number(low, lang, digits)} – {number(high, lang, digits)}"


def with_interval(
    shown: str,
    row: Mapping[str, float],
    lang: str,
    digits: int = 0,
    *,
    scaled: Callable[[float], float] = float,
    between: str = "\n",
) -> str:
    """Write an estimate with the interval of its row in brackets, where it has one."""
    low, high = row["low"], row["high"]
    if is_missing(low) or is_missing(high):
        return shown
    return f"{shown}{between}({compact_interval(scaled(low), scaled(high), lang, digits)})"


class Rows(NamedTuple):
    """Axes whose rows are named things, and their place."""

    axes: "Axes"
    box: Box


def wrapped_names(names: Sequence[str], width: float, height: float, points: float) -> list[str]:
    """Break names into lines for rows of a height, both in inches."""
    lines = max(1, min(3, int(height / line_height(points, 1.3))))
    return [wrap(name, width, points, lines=lines) for name in names]


def named_rows(
    page: Page, names: Sequence[str], box: Box, widest: float = 0.3, points: float | None = None
) -> Rows:
    """Make axes with one row a name, the first on top, names written to the left inside the box.

    Names take at most the share `widest` of the box; their size is that of running text by default.
    """
    sized = page.points if points is None else points
    height = box.height / len(names)
    wrapped = wrapped_names(names, widest * box.width, height, sized)
    left = box.left + max(page.width_of(name, sized) for name in wrapped) + page.em
    axes = page.axes(box._replace(left=left))
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), wrapped)
    axes.tick_params(axis="y", labelsize=sized, labelcolor=INK)
    return Rows(axes, box._replace(left=left))


def note_width(page: Page, notes: Iterable[str]) -> float:
    """Return the room in inches that notes at the right of rows need."""
    return max(page.width_of(note, page.small) for note in notes) + 1.2 * page.em


def estimate_rows(
    page: Page,
    entries: Sequence[tuple[str, Mapping[str, float], str]],
    box: Box,
    bounds: tuple[float, float],
    *,
    colour: str = NEW,
    **axis: Any,  # noqa: ANN401
) -> Rows:
    """Draw an estimate a row, its name to the left and a note to the right; `axis` as in `value_axis`."""
    names, marks, notes = zip(*entries, strict=True)
    rows = named_rows(page, names, box._replace(right=box.right - note_width(page, notes)))
    value_axis(rows.axes, page, bounds, horizontal=True, **axis)
    for y, (mark, note) in enumerate(zip(marks, notes, strict=True)):
        interval_mark(rows.axes, page, y, mark, colour)
        row_note(rows, page, y, note)
    return rows


def threshold_line(axes: "Axes", page: Page, value: float, words: str) -> None:
    """Draw a vertical line at a threshold of a chart with rows, its meaning written above the axes."""
    axes.axvline(value, color=TARGET, linewidth=0.12 * page.points, linestyle=(0, (4, 2)), zorder=2.5)
    low, high = axes.get_xlim()
    place = (value - low) / (high - low)
    side = "left" if place < 0.25 else "right" if place > 0.75 else "center"
    axes.text(
        value,
        1.0,
        words,
        transform=axes.get_xaxis_transform(),
        ha=side,
        va="bottom",
        color=TARGET,
        fontsize=page.points,
        fontweight="bold",
    )


def level_line(axes: "Axes", page: Page, value: float, words: str) -> None:
    """Draw a horizontal line at a level of a chart over time, its meaning written on it inside the axes."""
    axes.axhline(value, color=TARGET, linewidth=0.12 * page.points, linestyle=(0, (4, 2)), zorder=2.5)
    if not words:
        return
    axes.annotate(
        words,
        (0.0, value),
        xycoords=axes.get_yaxis_transform(),
        xytext=(2, 0.25 * page.points),
        textcoords="offset points",
        ha="left",
        va="bottom",
        color=TARGET,
        fontsize=page.small,
        fontweight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
        zorder=4,
    )


class EndLabel(NamedTuple):
    """A text at the right end of a line, wrapped."""

    y: float
    text: str
    colour: str


def end_labels_width(page: Page, labels: Sequence[EndLabel]) -> float:
    """Return the room in inches that labels at the right need, connectors included."""
    return max((page.width_of(label.text, page.small) for label in labels), default=0.0) + 2.6 * page.em


def end_labels(axes: "Axes", page: Page, labels: Sequence[EndLabel], box: Box) -> None:
    """Write labels beside the right end of the lines, spread so that none overlap, each with a connector.

    The axes, whose limits are set, stand in `box`.
    """
    lines = max((label.text.count("\n") + 1 for label in labels), default=1)
    low, high = axes.get_ylim()
    gap = lines * line_height(page.small, 1.35) / box.height
    wanted = [(label.y - low) / (high - low) for label in labels]
    placed = spread_out(wanted, gap, min(gap / 2, 0.5), max(1 - gap / 2, 0.5))
    end = 1 + 1.6 * page.em / box.width
    for label, start, place in zip(labels, wanted, placed, strict=True):
        axes.plot(
            [1.0, end],
            [start, place],
            transform=axes.transAxes,
            color=label.colour,
            linewidth=0.07 * page.points,
            clip_on=False,
            solid_capstyle="butt",
        )
        axes.text(
            end + 0.3 * page.em / box.width,
            place,
            label.text,
            transform=axes.transAxes,
            va="center",
            ha="left",
            fontsize=page.small,
            color=INK,
            linespacing=1.15,
        )


def interval_mark(axes: "Axes", page: Page, y: float, row: Mapping[str, float], colour: str) -> None:
    """Draw one estimate on a row: a thin line for the interval, a thick one for its inner half, a dot.

    The row has value, low, high, inner_low, inner_high; what is missing is not drawn.
    """
    outer, inner = [row["low"], row["high"]], [row["inner_low"], row["inner_high"]]
    if len(finite(outer)) == 2:
        axes.plot(outer, [y, y], color=colour, linewidth=0.12 * page.points, zorder=3)
    if len(finite(inner)) == 2:
        axes.plot(
            inner,
            [y, y],
            color=colour,
            linewidth=0.5 * page.points,
            alpha=0.45,
            solid_capstyle="butt",
            zorder=3,
        )
    if math.isfinite(row["value"]):
        axes.plot(
            [row["value"]],
            [y],
            marker="o",
            markersize=0.62 * page.points,
            color=colour,
            zorder=4,
            clip_on=False,
        )


def row_note(rows: Rows, page: Page, y: float, text: str) -> None:
    """Write a note at the right of a row, outside the axes."""
    rows.axes.text(
        1 + 0.8 * page.em / rows.box.width,
        y,
        text,
        transform=rows.axes.get_yaxis_transform(),
        ha="left",
        va="center",
        fontsize=page.small,
        color=INK,
    )
