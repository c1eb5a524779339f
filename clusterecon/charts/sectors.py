"""Where the indirect effect falls, by sector."""

from typing import TYPE_CHECKING

from clusterecon.charts.frames import ADDITIVE, records, wide
from clusterecon.charts.marks import finite, limits, named_rows, note_width, row_note, value_axis
from clusterecon.charts.page import new_page
from clusterecon.charts.style import LOSS, NEW, STOCK
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.language.numbers import number, rough

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

OTHERS = "others"
MOST = 12
"""Sectors shown one by one."""


def indirect_by_sector_data(frame: "DataFrame") -> "DataFrame":
    """Return what `indirect_by_sector` draws: sector and value, largest first, the rest summed at the end.

    The table holds one scenario, year and quantity by sector and statistic; means are taken, they sum.
    """
    import pandas as pd

    flat = wide(frame, ["sector"], middle=ADDITIVE)[["sector", "value"]]
    size = flat["value"].abs().fillna(0.0)
    data = flat.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    if len(data) <= MOST:
        return data
    rest = pd.DataFrame([{"sector": OTHERS, "value": float(data["value"].iloc[MOST:].sum())}])
    return pd.concat([data.iloc[:MOST], rest], ignore_index=True)


def indirect_by_sector(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw the indirect effect by sector as bars, largest first."""
    data = indirect_by_sector_data(frame)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        entries = records(data)
        notes = [number(rough(row["value"]), text.lang) for row in entries]
        box = page.box._replace(
            right=page.box.right - note_width(page, notes),
            bottom=page.box.bottom + line_height(page.small, 1.6),
        )
        names = [
            page.word("others") if row["sector"] == OTHERS else text.name(row["sector"]) for row in entries
        ]
        rows = named_rows(page, names, box, widest=0.55, points=page.small)
        value_axis(rows.axes, page, limits(data["value"], zero=True), horizontal=True)
        for y, (row, note) in enumerate(zip(entries, notes, strict=True)):
            colour = STOCK if row["sector"] == OTHERS else NEW if not row["value"] < 0 else LOSS
            rows.axes.barh(y, row["value"], height=0.62, color=colour, zorder=2)
            row_note(rows, page, y, note)
        return page.figure
