"""Where the indirect effect falls, by sector."""

from typing import TYPE_CHECKING

from clusterecon.charts.frames import records, require_columns, wide
from clusterecon.charts.marks import finite, limits, named_rows, row_note, value_axis
from clusterecon.charts.page import new_page
from clusterecon.charts.style import INK, LOSS, NEW, STOCK, style
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.wording.numbers import number, rough

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

OTHERS = "others"


def indirect_by_sector_data(frame: "DataFrame", *, most: int = 12) -> "DataFrame":
    """Return what `indirect_by_sector` draws: sector and value, largest first, the rest summed at the end.

    Parameters
    ----------
    frame
        Columns sector, value, and statistic where there are several (means are taken, they sum); of one
        scenario, year and quantity.
    most
        Sectors shown one by one.
    """
    import pandas as pd

    require_columns(frame, ["sector", "value"], "indirect effect by sector")
    table = frame if "statistic" in frame.columns else frame.assign(statistic="central")
    flat = wide(table, ["sector"], middle=("mean", "central", "p50"))[["sector", "value"]]
    size = flat["value"].abs().fillna(0.0)
    data = flat.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    if len(data) <= most:
        return data
    rest = pd.DataFrame([{"sector": OTHERS, "value": float(data["value"].iloc[most:].sum())}])
    return pd.concat([data.iloc[:most], rest], ignore_index=True)


def indirect_by_sector(
    frame: "DataFrame", text: ChartText, *, most: int = 12, digits: int | None = None, size: str = "slide"
) -> "Figure":
    """Draw the indirect effect by sector as bars, largest first.

    Parameters
    ----------
    frame
        As in `indirect_by_sector_data`.
    text
        The words; names give the sectors' titles.
    most
        Sectors shown one by one.
    digits
        Digits after the decimal mark; None rounds counts to what they can claim.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = indirect_by_sector_data(frame, most=most)
    with style():
        page = new_page(text, size)
        if not finite(list(data["value"])):
            return page.say_nothing_to_draw()
        entries = records(data)
        notes = [
            number(rough(row["value"]) if digits is None else row["value"], text.lang, digits or 0)
            for row in entries
        ]
        room = max(page.width_of(note, page.small) for note in notes) + 1.2 * page.em
        box = page.box._replace(
            right=page.box.right - room, bottom=page.box.bottom + line_height(page.small, 1.6)
        )
        names = [
            page.word("others") if row["sector"] == OTHERS else text.name(row["sector"]) for row in entries
        ]
        rows = named_rows(page, names, box, widest=0.55, points=page.small)
        value_axis(rows.axes, page, limits(list(data["value"]), zero=True), horizontal=True)
        for y, (row, note) in enumerate(zip(entries, notes, strict=True)):
            colour = STOCK if row["sector"] == OTHERS else NEW if not row["value"] < 0 else LOSS
            rows.axes.barh(y, row["value"], height=0.62, color=colour, zorder=2)
            row_note(rows, page, y, note, INK)
        return page.figure
