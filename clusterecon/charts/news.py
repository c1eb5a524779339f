"""What each reading moved the forecast by, one after the other."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import records
from clusterecon.charts.marks import finite, limits, named_rows, note_width, row_note, value_axis
from clusterecon.charts.page import Page, new_page
from clusterecon.charts.style import GAIN, LOSS, MUTED, NEW
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.language.forecast_sentences import reading_name
from clusterecon.language.numbers import percent, points, probability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

BEFORE, AFTER, SEVERAL = "before", "after", "several"
MOST = 12
"""Rows shown besides the first and the last; neighbours that moved little stand together in one."""
COLUMNS = ("series", "period", "readings", "released", "until", "value", "end", "probability")


def news_data(frame: "DataFrame") -> "DataFrame":
    """Return what `news` draws, in the order of release, between the rows ``before`` and ``after``.

    Columns: series, period, readings (how many), released, until (first and last day), value (what they moved
    the median by, points), end (the median after them, %), probability (after them, a fraction). The table is
    that of `Run.news`; the values of all readings add up to the last end less the first.
    """
    import pandas as pd

    if frame.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    told = records(frame)
    rows = _joined([_row(reading) for reading in told])
    first = {"series": BEFORE, "end": told[0]["median_before"], "probability": told[0]["probability_before"]}
    last = {"series": AFTER, "end": rows[-1]["end"], "probability": rows[-1]["probability"]}
    data = pd.DataFrame([first, *rows, last], columns=list(COLUMNS))
    texts = ["period", "released", "until"]
    return data.assign(**data[texts].fillna(""), readings=data["readings"].fillna(0).astype(int))


def _row(reading: dict[str, Any]) -> dict[str, Any]:
    day, moved = str(reading["released"])[:10], float(reading["median_change"])
    known = {"series": reading["series"], "period": reading["period"], "released": day, "until": day}
    level = {"end": reading["median_after"], "probability": reading["probability_after"]}
    return {**known, "readings": 1, "value": moved, "moved": abs(moved), **level}


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put neighbours together, those that moved least first, until there are at most `MOST` rows."""
    while len(rows) > MOST:
        moved = [a["moved"] + b["moved"] for a, b in pairwise(rows)]
        at = moved.index(min(moved))
        a, b = rows[at : at + 2]
        sums = {name: a[name] + b[name] for name in ("readings", "value", "moved")}
        both = {**b, **sums, "series": SEVERAL, "period": "", "released": a["released"]}
        rows = [*rows[:at], both, *rows[at + 2 :]]
    return rows


def news(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw what each reading moved the median by, from the one before to the one after, top to bottom.

    Beside each stands its move, or the median, with the probability after it in brackets.
    """
    data = news_data(frame)
    with new_page(text, size) as page:
        if not finite(data["end"]):
            return page.say_nothing_to_draw()
        rows = records(data)
        notes = [_note(row, text.lang) for row in rows]
        box = page.box._replace(
            right=page.box.right - note_width(page, notes),
            bottom=page.box.bottom + line_height(page.small, 1.6),
        )
        names = [reading_name(row, text.lang) for row in rows]
        two_lines = 72 * box.height / (2 * line_height(72, 1.31) * len(rows))
        named = named_rows(page, names, box, widest=0.5, points=min(page.small, two_lines))
        starts = data["end"] - data["value"].fillna(0.0)
        value_axis(named.axes, page, limits([*starts, *data["end"]]), horizontal=True)
        for y, (row, note) in enumerate(zip(rows, notes, strict=True)):
            _mark(named.axes, page, y, row)
            row_note(named, page, y, note)
        for y, row in enumerate(rows[:-1]):
            named.axes.plot([row["end"]] * 2, [y, y + 1], color=MUTED, linewidth=0.8, zorder=1)
        return page.figure


def _note(row: dict[str, Any], lang: str) -> str:
    total = row["series"] in (BEFORE, AFTER)
    shown = percent(row["end"], lang, 2) if total else points(row["value"], lang, 2, signed=True, unit=False)
    return f"{shown} ({probability(row['probability'], lang)})"


def _mark(axes: "Axes", page: Page, y: int, row: dict[str, Any]) -> None:
    if row["series"] in (BEFORE, AFTER):
        axes.plot(row["end"], y, "o", color=NEW, markersize=0.62 * page.points, zorder=3)
        return
    colour = GAIN if row["value"] >= 0 else LOSS
    axes.barh(y, row["value"], left=row["end"] - row["value"], height=0.62, color=colour, zorder=2)
