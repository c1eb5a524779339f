"""How a chart of a briefing is put together: its words, its figures, its pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clusterecon.briefing.context import Context
from clusterecon.briefing.workbook import chart_table
from clusterecon.document.chart import Chart, NativeChart
from clusterecon.document.table import TableBlock
from clusterecon.language import numbers, titles

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from clusterecon.charts.text import ChartText

    Draw = Callable[[ChartText, str], Figure]

READ_OUT = ("scenario", "year", "target", "line", "sector", "lever", "value", "probability")
"""Columns of a chart's figures that its alternative text reads out."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a chart draws and how."""

    data: "DataFrame"
    """The figures behind the picture."""
    draw: "Draw"
    """Draws them, given the words and the size."""
    unit: str
    """Unit of what is shown, for the footer."""
    native: NativeChart
    """The same chart for an office program."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Titles of what is no scenario, by identifier."""
    kind: str | None = None
    """Kind of chart, for the alternative text; the chart's own name where left out."""
    told: "DataFrame | None" = None
    """The figures as the alternative text reads them out, where the picture shows them in another unit."""
    slide_title: str = ""
    """What `native` bears out, where that is less than the title says."""


def figure(context: Context, name: str, title: str, subtitle: str, drawn: Drawn) -> Chart:
    """Put a chart together: its words, its figures, its picture for page and slide."""
    from clusterecon.charts.text import ChartText

    footer = context.footer(drawn.unit)
    known = {**context.titles, **drawn.names}
    text = ChartText(title, subtitle, footer, context.lang, known)
    told = drawn.data if drawn.told is None else drawn.told
    return Chart(
        id=name,
        title=title,
        alt=_alternative(drawn.kind or name, title, told, known, context.lang),
        data=drawn.data,
        figure=lambda: drawn.draw(text, "page"),
        slide_figure=lambda: drawn.draw(text, "slide"),
        source=context.source,
        native=drawn.native,
        slide_title=drawn.slide_title,
        table=lambda: chart_table(context, TableBlock(name, title, drawn.data, footer), known),
    )


def _alternative(kind: str, title: str, data: "DataFrame", names: Mapping[str, str], lang: str) -> str:
    """Return what is read out in place of a picture."""
    phrases = []
    for row in data.to_dict("records"):
        words = [
            names.get(value, value)
            if isinstance(value, str)
            else str(int(value))
            if key == "year"
            else numbers.number(float(value), lang, 2)
            for key, value in row.items()
            if key in READ_OUT and value is not None and value == value
        ]
        phrases.append(" ".join(words))
    return titles.alternative_text(kind, title, phrases, lang)
