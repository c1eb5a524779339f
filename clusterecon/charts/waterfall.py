"""From gross to net, line by line."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import ADDITIVE, records, wide
from clusterecon.charts.marks import finite, limits, tick_width, value_axis
from clusterecon.charts.page import Box, new_page
from clusterecon.charts.style import GAIN, INK, LOSS, MUTED, NEW
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import drawn_width, line_height, wrap
from clusterecon.language.labels import label
from clusterecon.language.numbers import number, rough

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

LINES = (
    "gross",
    "displacement",
    "relocation_uplift",
    "substitution",
    "local_effect",
    "reference_case",
    "net_direct",
    "indirect",
    "net",
    "labour_offset",
    "net_after_offset",
    "leakage",
    "net_resident",
    "induced",
    "net_type2",
)
TOTALS = ("gross", "local_effect", "net_direct", "net", "net_after_offset", "net_resident", "net_type2")


def gross_to_net_data(frame: "DataFrame") -> "DataFrame":
    """Return what `gross_to_net` draws: line, value, start, end, total.

    The table holds one scenario, year and quantity by line and statistic; deductions are negative. Means are
    taken, because means of lines sum. Lines are put in the order of `LINES`. Those in `TOTALS` stand on the
    axis; the others start where the line before them ends, and what is taken from or added to ``net`` there.
    """
    import pandas as pd

    flat = wide(frame, ["line"], middle=ADDITIVE)
    place = {line: i for i, line in enumerate(LINES)}
    known = sorted(
        zip(flat["line"], flat["value"], strict=True), key=lambda pair: place.get(pair[0], len(LINES))
    )
    rows: list[dict[str, Any]] = []
    level = net = 0.0
    for line, value in known:
        total = line in TOTALS
        amount = 0.0 if value != value else float(value)
        start = 0.0 if total else net if line in ("labour_offset", "leakage", "induced") else level
        level = start + amount
        net = level if line in ("net_direct", "net") else net
        rows.append({"line": line, "value": value, "start": start, "end": level, "total": total})
    return pd.DataFrame(rows, columns=["line", "value", "start", "end", "total"])


def gross_to_net(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw the way from gross to net as a waterfall, figures rounded to what counts can claim."""
    data = gross_to_net_data(frame)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        low, high = limits([*data["start"], *data["end"]], zero=True, room=0.04)
        bounds = (low, high + 0.1 * (high - low))
        left = page.box.left + tick_width(page, bounds)
        slot = (page.box.right - left) / len(data)
        names = [
            wrap(label("waterfall", line, text.lang), 0.94 * slot, page.small, lines=4)
            for line in data["line"]
        ]
        lines = max(name.count("\n") + 1 for name in names)
        bottom = page.box.bottom + lines * line_height(page.small, 1.3) + 0.5 * page.em
        axes = page.axes(Box(left, bottom, page.box.right, page.box.top))
        value_axis(axes, page, bounds, horizontal=False)
        axes.set_xlim(-0.5, len(data) - 0.5)
        axes.set_xticks(range(len(data)), names)
        axes.tick_params(axis="x", labelcolor=INK)
        axes.axhline(0, color=MUTED, linewidth=0.8)
        bars = records(data)
        near = 1e-6 * (high - low)
        followed = {
            x
            for x, (bar, after) in enumerate(pairwise(bars))
            if min(abs(bar["end"] - after["start"]), abs(bar["end"] - after["end"])) < near
        }
        figures = [number(rough(row["value"]), text.lang, signed=not row["total"]) for row in bars]
        widest = max(drawn_width(figure, page.points, bold=True) for figure in figures)
        points = page.points * min(1.0, 0.96 * slot / widest)
        for x, (row, figure) in enumerate(zip(bars, figures, strict=True)):
            colour = NEW if row["total"] else GAIN if row["end"] >= row["start"] else LOSS
            axes.bar(x, row["end"] - row["start"], bottom=row["start"], width=0.62, color=colour, zorder=2)
            if x in followed:
                axes.plot([x + 0.31, x + 0.69], [row["end"]] * 2, color=MUTED, linewidth=0.8, zorder=1)
            axes.annotate(
                figure,
                (x, max(row["start"], row["end"])),
                xytext=(0, 0.25 * page.points),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=points,
                fontweight="bold" if row["total"] else "normal",
            )
        return page.figure
