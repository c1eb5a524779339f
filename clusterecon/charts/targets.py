"""Probabilities: of each target and jointly, over levers, dates and runs."""

import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import in_order, ordered, records
from clusterecon.charts.lines import line_chart, lines_of
from clusterecon.charts.marks import finite, limits, nice_ticks, value_axis, wrapped_names
from clusterecon.charts.page import Box, Page, new_page
from clusterecon.charts.style import GRID, INK, MUTED, NEW, TARGET
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import ELLIPSIS, line_height, wrap
from clusterecon.language.dates import date
from clusterecon.language.numbers import number, percent, probability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame


def target_probabilities_data(targets: "DataFrame") -> "DataFrame":
    """Return what `target_probabilities` draws.

    Columns scenario, target, what it demands (indicator, year, comparator, threshold), probability and
    standard error, as numbers.
    """
    import pandas as pd

    demanded, found = ["indicator", "year", "comparator", "threshold"], ["probability", "standard_error"]
    data = targets[["scenario", "target", *demanded, *found]].reset_index(drop=True)
    for name in ("year", "threshold", *found):
        data[name] = pd.to_numeric(data[name], errors="coerce").astype(float)
    return data


def target_probabilities(targets: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw the probability of each target and of all together: a column a target, a row a scenario.

    Dots carry two standard errors each way. Names may give a target's own title by its identifier.
    """
    data = target_probabilities_data(targets)
    with new_page(text, size) as page:
        if not finite(data["probability"]):
            return page.say_nothing_to_draw()
        names, ids = in_order(data), in_order(data, "target")
        wrapped, name_size = _row_names(page, [text.name(name) for name in names])
        left = page.box.left + max(page.width_of(name, name_size) for name in wrapped) + page.em
        slot = (page.box.right - left) / len(ids)
        firsts = [records(data[data["target"] == key])[0] for key in ids]
        titles, sized = _target_titles(page, firsts, 0.93 * slot)
        heading = max(title.count("\n") + 1 for title in titles) * line_height(sized, 1.3)
        bottom, top = page.box.bottom + line_height(page.small, 1.6), page.box.top - heading - _ABOVE
        box = Box(left, bottom, page.box.right, top)
        axes = page.axes(box)
        axes.set(xlim=(0, len(ids)), ylim=(len(names) - 0.5, -0.5))
        axes.set_yticks(range(len(names)), wrapped)
        axes.tick_params(axis="y", labelsize=name_size, labelcolor=INK)
        axes.spines["bottom"].set_visible(False)
        values = {(row["target"], row["scenario"]): row for row in records(data)}
        columns = [[values.get((key, name)) for name in names] for key in ids]
        _probability_columns(axes, page, (slot, box.height / len(names)), columns)
        for column, title in enumerate(titles):
            start = left + (column + _START) * slot
            page.write(start, top + _ABOVE / 2, title, fontsize=sized, linespacing=1.2)
        return page.figure


_ABOVE = 0.15
"""Room between a column and its title, in inches."""
_START, _WIDTH = 0.05, 0.9
"""Where a column's scale from 0 to 1 begins in its slot, and its width, as shares of the slot."""


def _row_names(page: Page, names: Sequence[str]) -> tuple[list[str], float]:
    """Return the names of the rows, wrapped, and their size of type: smaller where a name would be cut."""
    width, height = 0.2 * page.box.width, 0.7 * page.box.height / len(names)
    for points in (page.points, page.small):
        wrapped = wrapped_names(names, width, height, points)
        if not any(ELLIPSIS in name for name in wrapped):
            break
    return wrapped, points


def _target_titles(page: Page, rows: Sequence[dict[str, Any]], width: float) -> tuple[list[str], float]:
    """Return the titles of targets, wrapped, and the size of type at which each of their words fits."""
    named = [page.text.names.get(row["target"], row["target"]) for row in rows]
    longest = max(page.width_of(word, page.small) for name in named for word in name.split(" "))
    points = page.small * max(min(1.0, 0.97 * width / longest), 0.75)
    return [wrap(name, width, points, lines=6) for name in named], points


def _probability_columns(
    axes: "Axes", page: Page, cell: tuple[float, float], columns: Sequence[Sequence[dict[str, Any] | None]]
) -> None:
    """Draw every column on one pair of axes: a scale from 0 to 1 in each, a dot and its value in each row.

    A cell is the width of a column and the height of a row, in inches.
    """
    rows = len(columns[0])
    starts = [column + _START for column in range(len(columns))]
    _probability_scales(axes, page, starts, rows)
    dots: list[tuple[float, int]] = []
    errors: list[tuple[int, float, float]] = []
    shown: list[tuple[float, int, float]] = []
    for start, column in zip(starts, columns, strict=True):
        for y, row in enumerate(column):
            value = float("nan") if row is None else float(row["probability"])
            if not math.isfinite(value):
                axes.text(start + _WIDTH / 2, y, "—", ha="center", va="center", fontsize=page.small)
                continue
            error = 2 * float(row["standard_error"]) if row is not None else 0.0
            if math.isfinite(error) and error > 0:
                errors.append(
                    (y, start + max(0, value - error) * _WIDTH, start + min(1, value + error) * _WIDTH)
                )
            dots.append((start + value * _WIDTH, y))
            shown.append((start, y, value))
    if errors:
        axes.hlines(*zip(*errors, strict=True), color=NEW, linewidth=0.2 * page.points, clip_on=False)
    axes.plot(*zip(*dots, strict=True), "o", color=NEW, markersize=0.5 * page.points, clip_on=False, zorder=3)
    _probability_labels(axes, page, cell, shown)


def _probability_scales(axes: "Axes", page: Page, starts: Sequence[float], rows: int) -> None:
    axes.bar(starts, rows, _WIDTH, bottom=-0.5, align="edge", color="#f5f6f8", zorder=0)
    lines = [start + share * _WIDTH for start in starts for share in (0, 0.5, 1)]
    axes.vlines(lines, -0.5, rows - 0.5, color=GRID, linewidth=0.8, zorder=0.5)
    axes.hlines([rows - 0.5] * len(starts), starts, [s + _WIDTH for s in starts], color=MUTED, linewidth=0.8)
    ends = ((0, "left", "0"), (1, "right", percent(100, page.text.lang, 0)))
    ticks = [(start + share * _WIDTH, side, word) for start in starts for share, side, word in ends]
    axes.set_xticks([place for place, _, _ in ticks], [word for _, _, word in ticks])
    for tick, (_, side, _) in zip(axes.get_xticklabels(), ticks, strict=True):
        tick.set(horizontalalignment=side, fontsize=0.85 * page.small)


def _probability_labels(
    axes: "Axes", page: Page, cell: tuple[float, float], shown: Sequence[tuple[float, int, float]]
) -> None:
    """Write each probability inside its column: beside the dots, or above them where one has no room so."""
    slot, height = cell
    gap = 0.5 * page.em / slot
    texts = [
        (start, y, value, probability(value, page.text.lang), 1 if value < 0.5 else -1)
        for start, y, value in shown
    ]
    widths = {text: page.width_of(text, page.small) / slot for *_, text, _ in texts}
    crowded = any(gap + widths[text] > max(value, 1 - value) * _WIDTH for _, _, value, text, _ in texts)
    above = crowded and height > 2 * line_height(page.small)
    for start, y, value, text, way in texts:
        place, half = start + value * _WIDTH, widths[text] / 2
        if above:
            place = min(max(place, start + half + 0.02), start + _WIDTH - half - 0.02)
            y_place, side = y - (0.3 * page.em + line_height(page.small) / 2) / height, "center"
        else:
            place, y_place, side = place + way * gap, float(y), "left" if way > 0 else "right"
        axes.text(place, y_place, text, ha=side, va="center", fontsize=page.small, color=INK)


def lever_curves_data(curves: "DataFrame") -> "DataFrame":
    """Return what `lever_curves` draws: lever, value, probability, in order of value."""
    return ordered(curves[["lever", "value", "probability"]], "lever", "value")


def lever_curves(
    curves: "DataFrame",
    text: ChartText,
    *,
    wanted: float = 0.5,
    rates: Collection[str] = (),
    size: str = "slide",
) -> "Figure":
    """Draw the probability of a target over each lever, a panel a lever, beside the probability wanted.

    The chart's names give each lever's title with its unit; `rates` are fractions, written in per cent.
    """
    data = lever_curves_data(curves)
    with new_page(text, size) as page:
        if not finite(data["probability"]):
            return page.say_nothing_to_draw()
        page.key(
            [
                (NEW, page.word("probability")),
                (TARGET, f"{page.word('wanted')}: {probability(wanted, text.lang)}"),
            ]
        )
        names = in_order(data, "lever")
        left = page.width_of("100 %", page.small) + 0.6 * page.em
        margin = Box(left, line_height(page.small, 1.5), 1.4 * page.em, 3 * line_height(page.small, 1.35))
        columns = min(3, len(names)) if len(names) != 4 else 2
        panels = page.grid(len(names), columns, (0.6 * page.em, 0.6 * page.em), margin)
        for name, box in zip(names, panels, strict=True):
            _lever_panel(page, data[data["lever"] == name], box, wanted, share=name in rates)
        return page.figure


def _lever_panel(page: Page, rows: "DataFrame", box: Box, wanted: float, *, share: bool) -> None:
    axes = page.axes(box)
    lang = page.text.lang
    value_axis(axes, page, (0.0, 1.0), horizontal=False, count=2, shown=lambda p: percent(100 * p, lang, 0))
    bounds = limits(list(rows["value"]), room=0.03)
    ticks, digits = nice_ticks(*bounds, 4)
    places = max(digits - 2, 0)
    axes.set_xlim(*bounds)
    axes.set_xticks(
        ticks, [percent(100 * t, lang, places) if share else number(t, lang, digits) for t in ticks]
    )
    axes.plot(rows["value"], rows["probability"], color=NEW, linewidth=0.16 * page.points)
    axes.axhline(wanted, color=TARGET, linewidth=0.1 * page.points, linestyle=(0, (4, 2)))
    title = wrap(page.text.name(str(rows["lever"].iloc[0])), box.width, page.small, lines=3, bold=True)
    axes.set_title(title, fontsize=page.small, fontweight="bold", loc="left", pad=4)


def probability_over_dates_data(frame: "DataFrame") -> "DataFrame":
    """Return what `probability_over_dates` draws, by date: scenario, as_of, probability, standard_error."""
    data = frame.reindex(columns=["scenario", "as_of", "probability", "standard_error"])
    data = data.assign(as_of=data["as_of"].astype(str).str[:10])
    return ordered(data, "scenario", "as_of")


def probability_over_dates(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw how the probability of a target moved with the date of information, a line a scenario."""
    import datetime

    data = probability_over_dates_data(frame)
    lang = text.lang
    with new_page(text, size) as page:
        if not finite(data["probability"]):
            return page.say_nothing_to_draw()

        def figure(rows: list[dict[str, Any]]) -> str:
            known = finite(row["probability"] for row in rows)
            return probability(known[-1], lang) if known else ""

        places = [float(datetime.date.fromisoformat(day).toordinal()) for day in data["as_of"]]
        words = {place: date(day, lang, short=True) for place, day in zip(places, data["as_of"], strict=True)}
        kept = _with_room(page, words)
        line_chart(
            page,
            lines_of(page, data.assign(x=places), figure, "x", "probability"),
            bounds=(0.0, 1.0),
            tick=lambda p: percent(100 * p, lang, 0),
            x_ticks=(kept, [words[place] for place in kept]),
        )
        return page.figure


def _with_room(page: Page, words: dict[float, str]) -> list[float]:
    """Return the places whose words can be written along the axis: the last always, the first if it can."""
    places = sorted(words)
    widest = max(page.width_of(word, page.small) for word in words.values())
    span = (places[-1] - places[0]) or 1.0
    room = max(1, int(0.6 * page.box.width / (1.3 * widest)) - 1)
    kept = [places[-1]]
    for place in reversed(places[:-1]):
        near_first = place != places[0] and (place - places[0]) / span < 1 / room
        if (kept[-1] - place) / span >= 1 / room and not near_first:
            kept.append(place)
    return kept[::-1]
