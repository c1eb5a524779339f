"""Check a drawn figure for texts that overlap or are cut by the edge."""

from typing import TYPE_CHECKING, Any, NamedTuple

from clusterecon.charts.style import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text


class TextBox(NamedTuple):
    """A visible text and its box in pixels from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def text_boxes(figure: "Figure") -> list[TextBox]:
    """Return the box of every visible, non-empty text of a figure, as its renderer draws it."""
    from matplotlib.text import Text

    with style():
        canvas: Any = figure.canvas
        canvas.draw()
        renderer = canvas.get_renderer()
        boxes = []
        for artist in figure.findobj(Text):
            if isinstance(artist, Text) and _shown(artist):
                box = artist.get_window_extent(renderer)
                boxes.append(TextBox(artist.get_text(), box.x0, box.y0, box.x1, box.y1))
    return boxes


def _shown(artist: "Text") -> bool:
    axes = artist.axes
    return bool(artist.get_text().strip() and artist.get_visible() and (axes is None or axes.get_visible()))


def overlapping_text(figure: "Figure", slack: float = 1.0) -> list[tuple[str, str]]:
    """Return every pair of texts whose boxes overlap by more than `slack` pixels both ways."""
    boxes = text_boxes(figure)
    return [
        (a.text, b.text)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a.right, b.right) - max(a.left, b.left) > slack
        and min(a.top, b.top) - max(a.bottom, b.bottom) > slack
    ]


def cut_text(figure: "Figure", slack: float = 0.5) -> list[str]:
    """Return every text that reaches over the edge of the figure by more than `slack` pixels."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        box.text
        for box in text_boxes(figure)
        if box.left < -slack or box.bottom < -slack or box.right > width + slack or box.top > height + slack
    ]
