"""What it costs the budget: cumulative flow with payback, cost per additional job."""

import math
from typing import TYPE_CHECKING

from clusterecon.charts.frames import in_order, ordered, records, require_columns, wide
from clusterecon.charts.lines import Series, line_chart
from clusterecon.charts.marks import (
    compact_interval,
    finite,
    interval_mark,
    limits,
    named_rows,
    row_note,
    value_axis,
)
from clusterecon.charts.page import new_page
from clusterecon.charts.style import INK, MUTED, NEW, looks, style
from clusterecon.charts.text import ChartText, line_height
from clusterecon.wording.labels import label
from clusterecon.wording.numbers import is_missing, millions, money_million, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def cumulative_flow_data(frame: "DataFrame") -> "DataFrame":
    """Return what `cumulative_flow` draws: scenario, year, value, low, high, payback.

    Parameters
    ----------
    frame
        Columns scenario, year, value (cumulative discounted flow, billion VND), and statistic where there
        are several.

    Returns
    -------
    DataFrame
        ``payback`` is true in the first year in which a flow that has been below zero is no longer.
    """
    require_columns(frame, ["scenario", "year", "value"], "cumulative flow")
    table = frame if "statistic" in frame.columns else frame.assign(statistic="central")
    data = (
        ordered(wide(table, ["scenario", "year"]), "scenario", "year")
        if len(table)
        else wide(table, ["scenario", "year"])
    )
    paid = []
    for name in in_order(data):
        below = done = False
        for value in data.loc[data["scenario"] == name, "value"]:
            now = below and not done and value >= 0
            below, done = below or value < 0, done or now
            paid.append(now)
    return data[["scenario", "year", "value", "low", "high"]].assign(payback=paid)


def cumulative_flow(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw the cumulative discounted flow of each scenario; labels name the year of payback.

    Parameters
    ----------
    frame
        As in `cumulative_flow_data`.
    text
        The words.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = cumulative_flow_data(frame)
    with style():
        page = new_page(text, size)
        if not finite(list(data["value"])):
            return page.say_nothing_to_draw()
        series = []
        for name, look in looks(in_order(data), text.names).items():
            rows = records(data[data["scenario"] == name])
            paid = [int(row["year"]) for row in rows if row["payback"]]
            end = number(rows[-1]["value"], text.lang)
            when = str(paid[0]) if paid else page.word("none")
            never = all(not row["value"] < 0 for row in rows)
            figure = end if never else f"{end} ({page.word('payback').lower()}: {when})"
            series.append(Series(name, [r["year"] for r in rows], [r["value"] for r in rows], look, figure))
        line_chart(page, series, level=(0.0, ""))
        return page.figure


def cost_per_job_data(appraisal: "DataFrame") -> "DataFrame":
    """Return what `cost_per_job` draws: scenario, value, low, high, inner_low, inner_high (billion VND).

    Parameters
    ----------
    appraisal
        The appraisal table; of each scenario the first view, rate and horizon count, the headline.
    """
    columns = ["scenario", "measure", "view", "rate", "horizon", "statistic", "value"]
    require_columns(appraisal, columns, "appraisal table")
    rows = appraisal[appraisal["measure"] == "public_cost_per_net_job"]
    heads = rows.drop_duplicates("scenario")[["scenario", "view", "rate", "horizon"]]
    return wide(rows.merge(heads, on=list(heads.columns), sort=False), ["scenario"])


def cost_per_job(appraisal: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw public cost per additional job by scenario, with its interval, in million VND.

    Parameters
    ----------
    appraisal
        As in `cost_per_job_data`; a scenario without net jobs says so.
    text
        The words.
    size
        ``slide``, ``page`` or ``screen``.
    """
    data = cost_per_job_data(appraisal)
    with style():
        page = new_page(text, size)
        if data.empty:
            return page.say_nothing_to_draw()
        entries = records(data)
        unit = label("unit", "million VND", text.lang)
        notes = [_cost_note(row, text.lang, page.word("none")) for row in entries]
        room = max(page.width_of(note, page.small) for note in notes) + 1.2 * page.em
        box = page.box._replace(
            right=page.box.right - room, bottom=page.box.bottom + line_height(page.small, 3.2)
        )
        rows = named_rows(page, [text.name(row["scenario"]) for row in entries], box)
        marks = [{k: 1000 * v for k, v in row.items() if k != "scenario"} for row in entries]
        drawn = [row[name] for row in marks for name in ("value", "low", "high")]
        value_axis(rows.axes, page, limits(drawn, zero=True), horizontal=True)
        rows.axes.set_xlabel(unit, fontsize=page.small, color=MUTED, loc="right")
        for y, (row, note) in enumerate(zip(marks, notes, strict=True)):
            interval_mark(rows.axes, page, y, row, NEW)
            row_note(rows, page, y, note, INK)
        return page.figure


def _cost_note(row: dict[str, float], lang: str, none: str) -> str:
    if not math.isfinite(row["value"]):
        return none
    shown = money_million(row["value"], lang)
    if is_missing(row["low"]) or is_missing(row["high"]):
        return shown
    return f"{shown}\n({compact_interval(millions(row['low']), millions(row['high']), lang)})"
