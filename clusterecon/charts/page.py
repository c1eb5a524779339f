"""The sheet a chart is drawn on: title, subtitle, footer, and axes placed in inches between them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from clusterecon.charts.style import INK, MUTED, SIZES, style
from clusterecon.charts.text import ChartText
from clusterecon.document.typesetting import drawn_width, line_height, wrap
from clusterecon.language.labels import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TITLE, _SUBTITLE, _FOOTER, _SMALL = 1.4, 1.0, 0.74, 0.86
_LEAST_POINTS = 6.0


class Box(NamedTuple):
    """A rectangle in inches from the lower left corner of the figure."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in inches."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in inches."""
        return self.top - self.bottom


@dataclass
class Page:
    """A figure on a canvas of its own, its words, the size of running text, and the room left for axes."""

    figure: "Figure"
    text: ChartText
    points: float
    box: Box

    @property
    def small(self) -> float:
        """Size of tick labels and notes, in points."""
        return max(_LEAST_POINTS, _SMALL * self.points)

    @property
    def em(self) -> float:
        """Width of the letter m in running text, about, in inches: the unit of margins."""
        return self.points / 72

    def word(self, key: str) -> str:
        """Return a word that stands on charts, in the chart's language."""
        return label("chart", key, self.text.lang)

    def width_of(self, text: str, points: float) -> float:
        """Return the width in inches of the widest line of a text."""
        return max(drawn_width(line, points) for line in text.split("\n"))

    def write(self, x: float, y: float, text: str, **options: object) -> None:
        """Write text at a place in inches."""
        width, height = self.figure.get_size_inches()
        settings: dict[str, Any] = {"fontsize": self.points, **options}
        self.figure.text(x / width, y / height, text, **settings)

    def axes(self, box: Box) -> "Axes":
        """Add axes at a place in inches."""
        width, height = self.figure.get_size_inches()
        added = self.figure.add_axes(
            (box.left / width, box.bottom / height, box.width / width, box.height / height)
        )
        added.tick_params(length=0, labelsize=self.small, pad=0.35 * self.points)
        added.tick_params(axis="x", pad=0.6 * self.points)
        return added

    def grid(self, count: int, columns: int, gap: tuple[float, float], margin: Box) -> list[Box]:
        """Split the room into equal panels, row by row, a gap apart, each with a margin for its labels."""
        rows = -(-count // columns)
        width = (self.box.width - gap[0] * (columns - 1)) / columns
        height = (self.box.height - gap[1] * (rows - 1)) / rows
        boxes = []
        for index in range(count):
            row, column = divmod(index, columns)
            left = self.box.left + column * (width + gap[0])
            top = self.box.top - row * (height + gap[1])
            boxes.append(
                Box(
                    left + margin.left,
                    top - height + margin.bottom,
                    left + width - margin.right,
                    top - margin.top,
                )
            )
        return boxes

    def key(self, entries: Sequence[tuple[str, str]]) -> None:
        """Write coloured squares with their meaning at the top of the room, on as many lines as they take."""
        from matplotlib.patches import Rectangle

        points, square = self.small, 0.75 * self.small / 72
        x, y = self.box.left, self.box.top - line_height(points)
        width, height = self.figure.get_size_inches()
        for colour, meaning in entries:
            shown = wrap(meaning, self.box.width - 2 * square, points, lines=1)
            needed = square * 1.5 + self.width_of(shown, points)
            if x > self.box.left and x + needed > self.box.right:
                x, y = self.box.left, y - line_height(points, 1.5)
            self.figure.add_artist(
                Rectangle(
                    (x / width, (y + 0.02) / height),
                    square / width,
                    square / height,
                    facecolor=colour,
                    transform=self.figure.transFigure,
                )
            )
            self.write(x + 1.5 * square, y, shown, fontsize=points, color=INK, va="bottom")
            x += needed + 2.2 * square
        self.box = self.box._replace(top=y - 0.6 * line_height(points))

    def say_nothing_to_draw(self) -> "Figure":
        """Write that there are no figures, in the middle of the room; return the figure."""
        middle = ((self.box.left + self.box.right) / 2, (self.box.bottom + self.box.top) / 2)
        self.write(*middle, self.word("no_data"), color=MUTED, ha="center", va="center")
        return self.figure


@contextmanager
def new_page(text: ChartText, name: str) -> Iterator[Page]:
    """Draw a chart in the charts' style, on a figure of a named size with title, subtitle and footer."""
    with style():
        yield _page(text, name)


def _page(text: ChartText, name: str) -> Page:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height, points = SIZES[name]
    figure = Figure(figsize=(width, height), dpi=100)
    FigureCanvasAgg(figure)
    edge = 1.6 * points / 72
    page = Page(figure, text, points, Box(edge, edge, width - edge, height - edge))
    top = height - edge
    top = _heading(page, text.title, top, _TITLE * points, 3, weight="bold", color=INK)
    top = _heading(page, text.subtitle, top, _SUBTITLE * points, 2, weight="normal", color=MUTED)
    small = max(_LEAST_POINTS, _FOOTER * points)
    footer = wrap(text.footer, page.box.width, small, lines=3)
    page.write(edge, 0.7 * edge, footer, fontsize=small, color=MUTED, va="bottom", linespacing=1.25)
    lines = footer.count("\n") + 1 if footer else 0
    bottom = 0.7 * edge + lines * line_height(small, 1.35) + 0.8 * points / 72
    page.box = Box(edge, bottom, width - edge, top - 0.5 * points / 72)
    return page


def _heading(page: Page, text: str, top: float, points: float, lines: int, **options: str) -> float:
    """Write wrapped text below `top`; return where it ends."""
    broken = wrap(text, page.box.width, points, lines=lines, bold=options["weight"] == "bold")
    page.write(page.box.left, top, broken, fontsize=points, va="top", linespacing=1.25, **options)
    return top - (broken.count("\n") + 1) * line_height(points, 1.45)
