"""What it costs the budget: cumulative flow with payback, cost per additional job."""

import math
from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import in_order, ordered, records, wide
from clusterecon.charts.lines import line_chart, lines_of
from clusterecon.charts.marks import estimate_rows, finite, limits, with_interval
from clusterecon.charts.page import new_page
from clusterecon.charts.style import MUTED
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height
from clusterecon.language.labels import label
from clusterecon.language.numbers import millions, money_million, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def cumulative_flow_data(frame: "DataFrame") -> "DataFrame":
    """Return what `cumulative_flow` draws: scenario, year, value, low, high, payback.

    The table holds cumulative discounted flows in billion VND by scenario, year and statistic. ``payback`` is
    true in the first year in which a flow that has been below zero is no longer.
    """
    data = ordered(wide(frame, ["scenario", "year"]), "scenario", "year")
    paid = []
    for name in in_order(data):
        below = done = False
        for value in data.loc[data["scenario"] == name, "value"]:
            now = below and not done and value >= 0
            below, done = below or value < 0, done or now
            paid.append(now)
    return data[["scenario", "year", "value", "low", "high"]].assign(payback=paid)


def cumulative_flow(frame: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw the cumulative discounted flow of each scenario; labels name the year of payback."""
    data = cumulative_flow_data(frame)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()

        def figure(rows: list[dict[str, Any]]) -> str:
            end = number(rows[-1]["value"], text.lang)
            if all(not row["value"] < 0 for row in rows):
                return end
            paid = next((str(int(row["year"])) for row in rows if row["payback"]), page.word("none"))
            return f"{end} ({page.word('payback').lower()}: {paid})"

        line_chart(page, lines_of(page, data, figure), level=(0.0, ""))
        return page.figure


def cost_per_job_data(appraisal: "DataFrame") -> "DataFrame":
    """Return what `cost_per_job` draws: scenario, value, low, high, inner_low, inner_high (billion VND).

    Of the appraisal table, the first view, rate and horizon of each scenario count: the headline.
    """
    rows = appraisal[appraisal["measure"] == "public_cost_per_net_job"]
    heads = rows.drop_duplicates("scenario")[["scenario", "view", "rate", "horizon"]]
    return wide(rows.merge(heads, on=list(heads.columns), sort=False), ["scenario"])


def cost_per_job(appraisal: "DataFrame", text: ChartText, *, size: str = "slide") -> "Figure":
    """Draw public cost per additional job by scenario, with its interval, in million VND.

    A scenario without net jobs says so.
    """
    data = cost_per_job_data(appraisal)
    with new_page(text, size) as page:
        if data.empty:
            return page.say_nothing_to_draw()
        entries = records(data)
        box = page.box._replace(bottom=page.box.bottom + line_height(page.small, 3.2))
        marks = [{k: 1000 * v for k, v in row.items() if k != "scenario"} for row in entries]
        bounds = limits([row[name] for row in marks for name in ("value", "low", "high")], zero=True)
        names = [text.name(row["scenario"]) for row in entries]
        notes = [_cost_note(row, text.lang, page.word("none")) for row in entries]
        rows = estimate_rows(page, list(zip(names, marks, notes, strict=True)), box, bounds)
        unit = label("unit", "million VND", text.lang)
        rows.axes.set_xlabel(unit, fontsize=page.small, color=MUTED, loc="right")
        return page.figure


def _cost_note(row: dict[str, float], lang: str, none: str) -> str:
    if not math.isfinite(row["value"]):
        return none
    return with_interval(money_million(row["value"], lang), row, lang, scaled=millions)
