"""Pictures of charts: SVG for pages, PNG for slides, 300 dpi and PDF for print; the same bytes each time."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from clusterecon.charts.style import style
from clusterecon.document.chart import Chart
from clusterecon.export.forks import Shared, harmless_forks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SLIDE_WIDTH_PIXELS = 1920
_WHOLE = 1e-6
"""Keeps 1,920 from being cut to 1,919 where the division leaves a little less."""
PRINT_DPI = 300
KINDS = ("svg", "png", "png300", "pdf")
"""For the page; slide size; 300 dots an inch; PDF."""


class Pictures:
    """Draws each chart of a briefing once for each kind of picture, when first asked for.

    A figure is drawn anew for every kind, so that the bytes of one do not depend on whether another
    was asked for before it, nor on which process draws it.
    """

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str], bytes] = {}

    def svg(self, chart: Chart) -> bytes:
        """Return the chart as SVG, its text kept as text, without a date."""
        return self._picture(chart, "svg")

    def png(self, chart: Chart) -> bytes:
        """Return the chart as PNG, 1,920 pixels wide, for a slide."""
        return self._picture(chart, "png")

    def print_png(self, chart: Chart) -> bytes:
        """Return the chart as PNG at 300 dots an inch."""
        return self._picture(chart, "png300")

    def pdf(self, chart: Chart) -> bytes:
        """Return the chart as a PDF of one page, without a date."""
        return self._picture(chart, "pdf")

    def keep(self, drawn: Mapping[tuple[str, str], bytes]) -> None:
        """Take pictures drawn elsewhere, by identifier of the chart and kind."""
        self._drawn.update(drawn)

    def draw_all(self, charts: Sequence[Chart], kinds: Iterable[str]) -> None:
        """Draw pictures of some of `KINDS`, on every processor where this process can be forked."""
        tasks = {(chart.id, kind): drawing(chart, kind) for kind in kinds for chart in charts}
        wanted = {key: draw for key, draw in tasks.items() if key not in self._drawn}
        shared = Shared(wanted, harmless_forks())
        try:
            self._drawn.update((key, shared.result(key)) for key in wanted)
        finally:
            shared.close()

    def _picture(self, chart: Chart, kind: str) -> bytes:
        key = (chart.id, kind)
        if key not in self._drawn:
            self._drawn[key] = drawing(chart, kind)()
        return self._drawn[key]


def drawing(chart: Chart, kind: str) -> Callable[[], bytes]:
    """Return what draws a picture of one of `KINDS`: a function that gives the bytes of its file."""
    undated: dict[str, Any] = {"CreationDate": None, "Creator": None, "Producer": None, "Title": chart.title}
    described: dict[str, Any] = {"Date": None, "Title": chart.title, "Description": chart.alt}
    figure, write = {
        "svg": (chart.figure, partial(_vectors, "svg", described)),
        "png": (chart.slide_figure or chart.figure, partial(_pixels, None)),
        "png300": (chart.figure, partial(_pixels, PRINT_DPI)),
        "pdf": (chart.figure, partial(_vectors, "pdf", undated)),
    }[kind]
    return partial(_saved, figure, write)


def _saved(draw: "Callable[[], Figure]", write: "Callable[[Figure, BinaryIO], None]") -> bytes:
    with style():
        figure = draw()
        buffer = BytesIO()
        write(figure, buffer)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close(figure)
    return buffer.getvalue()


def _vectors(kind: str, metadata: dict[str, Any], figure: "Figure", file: BinaryIO) -> None:
    figure.savefig(file, format=kind, metadata=metadata, bbox_inches=None)


def _pixels(dpi: float | None, figure: "Figure", file: BinaryIO) -> None:
    """Write a figure as PNG, as wide as a slide where no dots an inch are named.

    Packed as little as can be: on charts more effort costs half as much time again, and saves a twentieth.
    """
    dots = dpi or (SLIDE_WIDTH_PIXELS + _WHOLE) / figure.get_size_inches()[0]
    metadata: dict[str, Any] = {"Software": None}
    figure.savefig(
        file, format="png", dpi=dots, metadata=metadata, bbox_inches=None, pil_kwargs={"compress_level": 1}
    )
