"""Pictures of charts: SVG for pages, PNG for slides, 300 dpi and PDF for print; the same bytes each time."""

import sys
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from clusterecon.charts.style import style
from clusterecon.document import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SLIDE_WIDTH_PIXELS = 1920
PRINT_DPI = 300
PNG: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}}


class Pictures:
    """Draws each chart of a briefing once for each kind of picture, when first asked for.

    A figure is drawn anew for every kind, so that the bytes of one do not depend on whether another
    was asked for before it.
    """

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str], bytes] = {}

    def svg(self, chart: Chart) -> bytes:
        """Return the chart as SVG, its text kept as text, without a date."""
        metadata = {"Date": None, "Title": chart.title, "Description": chart.alt}
        return self._picture(chart, "svg", chart.figure, {"format": "svg", "metadata": metadata})

    def png(self, chart: Chart) -> bytes:
        """Return the chart as PNG, 1,920 pixels wide, for a slide."""
        draw = chart.slide_figure or chart.figure
        return self._picture(chart, "png", draw, {"format": "png", **PNG})

    def bare_png(self, chart: Chart) -> bytes:
        """Return the chart as PNG for a slide that carries title and source itself."""
        if chart.bare_figure is None:
            return self.png(chart)
        return self._picture(chart, "bare", chart.bare_figure, {"format": "png", **PNG})

    def print_png(self, chart: Chart) -> bytes:
        """Return the chart as PNG at 300 dots an inch."""
        return self._picture(chart, "png300", chart.figure, {"format": "png", "dpi": PRINT_DPI, **PNG})

    def pdf(self, chart: Chart) -> bytes:
        """Return the chart as a PDF of one page, without a date."""
        metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": chart.title}
        return self._picture(chart, "pdf", chart.figure, {"format": "pdf", "metadata": metadata})

    def _picture(
        self, chart: Chart, kind: str, draw: "Callable[[], Figure]", options: dict[str, Any]
    ) -> bytes:
        key = (chart.id, kind)
        if key not in self._drawn:
            self._drawn[key] = _saved(draw, options)
        return self._drawn[key]


def _saved(draw: "Callable[[], Figure]", options: dict[str, Any]) -> bytes:
    with style():
        figure = draw()
        if options["format"] == "png" and "dpi" not in options:
            options = {**options, "dpi": SLIDE_WIDTH_PIXELS / figure.get_size_inches()[0]}
        buffer = BytesIO()
        figure.savefig(buffer, bbox_inches=None, **options)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close(figure)
    return buffer.getvalue()
