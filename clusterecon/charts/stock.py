"""Jobs and revenue of the clusters over time, beside today's level."""

from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import ADDITIVE, in_order, pick, records, wide
from clusterecon.charts.lines import line_chart, lines_of
from clusterecon.charts.marks import finite, limits, tick_width, value_axis, with_interval, year_axis
from clusterecon.charts.page import Box, Page, new_page
from clusterecon.charts.style import INK, NEW, STOCK, TARGET
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import line_height, wrap
from clusterecon.language.numbers import is_missing, number, rough

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


def jobs_over_time_data(table: "DataFrame") -> "DataFrame":
    """Return what `jobs_over_time` draws: scenario, year, stock, new, value, low, high.

    All ``jobs`` in clusters, ``jobs_gross_new`` on new land; means, so that stock and new sum to the value.
    """
    keys = ["scenario", "year"]
    total = wide(pick(table, "jobs"), keys, middle=ADDITIVE)
    new = wide(pick(table, "jobs_gross_new"), keys, middle=ADDITIVE)[[*keys, "value"]]
    data = total.merge(new.rename(columns={"value": "new"}), on=keys, how="left", sort=False)
    data["new"] = data["new"].fillna(0.0)
    data["stock"] = data["value"] - data["new"]
    return data[[*keys, "stock", "new", "value", "low", "high"]]


def jobs_over_time(table: "DataFrame", text: ChartText, *, level: float, size: str = "slide") -> "Figure":
    """Draw jobs in existing clusters and on new land over the years, a panel a scenario, beside today's."""
    data = jobs_over_time_data(table)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        shown = f"{page.word('today')}: {number(level, text.lang)}"
        entries = [(STOCK, page.word("existing")), (NEW, page.word("new")), (TARGET, shown)]
        if finite(data["high"]):
            entries.append((INK, f"{page.word('outer')}, {int(data['year'].max())}"))
        page.key(entries)
        names = in_order(data)
        columns = min(len(names), 4)
        bounds = (0.0, limits([*data["value"], *data["high"], level], zero=True)[1] * 1.08)
        margin = Box(
            tick_width(page, bounds, 4),
            line_height(page.small, 1.5),
            page.em,
            2 * line_height(page.small, 1.3) + 0.05,
        )
        panels = page.grid(len(names), columns, (0.6 * page.em, 0.9 * page.em), margin)
        for name, box in zip(names, panels, strict=True):
            rows = data[data["scenario"] == name]
            _jobs_panel(page, rows, text.name(name), box, (bounds, level, box.left - margin.left))
        return page.figure


def _jobs_panel(
    page: Page, rows: "DataFrame", name: str, box: Box, scale: tuple[tuple[float, float], float, float]
) -> None:
    bounds, level, start = scale
    axes = page.axes(box)
    value_axis(axes, page, bounds, horizontal=False, count=4)
    years = [int(year) for year in rows["year"]]
    year_axis(axes, page, years, box.width, pad=0.0 if len(years) > 1 else 0.5)
    axes.fill_between(years, 0, rows["stock"], color=STOCK, linewidth=0)
    axes.fill_between(years, rows["stock"], rows["value"], color=NEW, linewidth=0)
    axes.axhline(level, color=TARGET, linewidth=0.1 * page.points, linestyle=(0, (4, 2)))
    title = wrap(name, box.right - start, page.small, lines=2, bold=True)
    top = box.top + 0.06 + 2 * line_height(page.small, 1.3)
    page.write(start, top, title, fontsize=page.small, fontweight="bold", va="top")
    last = records(rows)[-1]
    if len(finite([last["low"], last["high"]])) == 2:
        axes.plot(
            [years[-1]] * 2,
            [last["low"], last["high"]],
            color=INK,
            linewidth=0.06 * page.points,
            marker="_",
            markersize=0.5 * page.points,
            markeredgewidth=0.06 * page.points,
            clip_on=False,
        )
    if not is_missing(last["value"]):
        axes.annotate(
            number(rough(last["value"]), page.text.lang),
            (years[-1], max(finite([last["value"], last["high"], level]))),
            xytext=(0, 0.2 * page.points),
            textcoords="offset points",
            ha="right" if len(years) > 1 else "center",
            va="bottom",
            fontsize=page.small,
            fontweight="bold",
            annotation_clip=False,
        )


def budget_over_time_data(table: "DataFrame") -> "DataFrame":
    """Return what `budget_over_time` draws: scenario, year, value, low, high (billion VND)."""
    return wide(pick(table, "budget"), ["scenario", "year"])[["scenario", "year", "value", "low", "high"]]


def budget_over_time(table: "DataFrame", text: ChartText, *, level: float, size: str = "slide") -> "Figure":
    """Draw revenue from the clusters over the years by scenario, beside today's; labels give the interval."""
    data = budget_over_time_data(table)
    with new_page(text, size) as page:
        if not finite(data["value"]):
            return page.say_nothing_to_draw()
        page.key([(TARGET, f"{page.word('today')}: {number(level, text.lang)}")])

        def figure(rows: list[dict[str, Any]]) -> str:
            return with_interval(number(rows[-1]["value"], text.lang), rows[-1], text.lang, between=" ")

        line_chart(page, lines_of(page, data, figure), level=(level, ""))
        return page.figure
