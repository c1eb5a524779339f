"""Land delivered: announced against the record's pace."""

from typing import TYPE_CHECKING

from clusterecon.charts.frames import pick, records, wide
from clusterecon.charts.lines import Series, line_chart
from clusterecon.charts.marks import finite, limits, with_interval
from clusterecon.charts.page import new_page
from clusterecon.charts.style import looks
from clusterecon.charts.text import ChartText
from clusterecon.language.numbers import hectares, is_missing

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def delivery_data(table: "DataFrame", *, announced: str, recorded: str) -> "DataFrame":
    """Return what `delivery` draws: scenario, year, value, low, high (hectares delivered by year's end)."""
    rows = pick(table, "area_delivered_ha")
    data = wide(rows[rows["scenario"].isin([announced, recorded])], ["scenario", "year"])
    data = data.assign(_place=(data["scenario"] == recorded)).sort_values(["_place", "year"])
    return data[["scenario", "year", "value", "low", "high"]].reset_index(drop=True)


def delivery(
    table: "DataFrame", text: ChartText, *, announced: str, recorded: str, size: str = "slide"
) -> "Figure":
    """Draw the area delivered by year as announced and at the record's pace, with the record's interval.

    Scenarios are named by identifier: the one with the plan as announced, the one at the record's pace.
    """
    data = delivery_data(table, announced=announced, recorded=recorded)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        series = []
        for name, look in looks([announced, recorded], text.names).items():
            rows = data[data["scenario"] == name]
            if rows.empty:
                continue
            last = records(rows)[-1]
            figure = hectares(last["value"], text.lang, 0)
            band: tuple[list[float], list[float]] = ([], [])
            if name == recorded and not (is_missing(last["low"]) or is_missing(last["high"])):
                figure = with_interval(figure, last, text.lang, between=" ")
                band = (list(rows["low"]), list(rows["high"]))
            series.append(Series(name, list(rows["year"]), list(rows["value"]), look, figure, *band))
        values = [v for line in series for v in (*line.y, *line.low, *line.high)]
        line_chart(page, series, bounds=limits(values, zero=True))
        return page.figure
