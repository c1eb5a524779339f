"""How a table fits a printed page: size of type, widths of columns, whether the page lies on its side."""

from collections.abc import Sequence
from dataclasses import dataclass

from clusterecon.document.table import Column
from clusterecon.document.typesetting import text_width, with_break_points

INSET = 1.0
"""What a column needs beside its text, in units of the type size; a little more than its padding."""
_TEXT_WIDTH_POINTS = {"portrait": 481.9, "landscape": 728.5}
_EASY, _TIGHT = 11.0, 7.5
_TRIES = (
    *((size, "portrait", _EASY) for size in (8.5, 8.0, 7.5, 7.0)),
    (7.0, "portrait", _TIGHT),
    (6.0, "portrait", _TIGHT),
    *((size, "landscape", _EASY) for size in (8.0, 7.5, 7.0, 6.5)),
    (6.0, "landscape", 0.0),
)
"""Size of type, way of the page, and width of a column of text with it, the best first."""
_FEW_ROWS, _SMALL = 8, 6.5
"""Type below this size stands upright in tables of so few rows: they would leave a page on its side empty."""
_WIDEST_WORD, _WIDEST_NUMBER, _HEADING_LINES = 12.0, 20.0, 3
_OUTLIER = 3
"""How often the longest cell of a column counts besides, because alone it sets the height of its row."""


@dataclass(frozen=True)
class TableLayout:
    """Size of the type in points, whether the page lies on its side, widths in units of the type size."""

    size: float
    wide: bool
    widths: tuple[float, ...]


@dataclass(frozen=True)
class _Need:
    """Width of a column's longest word, of its longest line, and of all its text on one line."""

    least: float
    most: float
    text: float

    def wanted(self, text: float) -> float:
        """Return its width where a column of text has a given one."""
        return max(self.least, min(self.most, text))


def table_layout(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> TableLayout:
    """Return how a table fits the page.

    Every column has at least the width of its longest word, of its longest number or date; beyond that
    widths grow as the root of the text in the column, which makes the sum of its lines least.
    """
    needs = [
        _need(column, head, [row[index] for row in rows])
        for index, (column, head) in enumerate(zip(columns, heads, strict=True))
    ]
    size, way = next(
        (size, way)
        for size, way, text in _TRIES
        if (way == "landscape" or size > _SMALL or len(rows) <= _FEW_ROWS)
        and (not text or sum(need.wanted(text) for need in needs) * size <= _TEXT_WIDTH_POINTS[way])
    )
    return TableLayout(size, way == "landscape", _shared(needs, _TEXT_WIDTH_POINTS[way] / size))


def whole_words(text: str, width: float, bold: bool = False) -> str:
    """Return a text in which words wider than a column, in units of the type size, may break, no other."""
    room = width - INSET + 0.01

    def shown(word: str) -> str:
        if text_width(word, bold) <= room:
            return word
        return with_break_points(word, max(int(room / max(text_width(letter, bold) for letter in word)), 3))

    return " ".join(shown(word) for word in text.split(" "))


def _need(column: Column, head: str, cells: Sequence[str]) -> _Need:
    lengths = [text_width(cell) for cell in cells] or [0.0]
    words = max(text_width(word) for cell in [*cells, ""] for word in cell.split(" "))
    head_words = max(text_width(word, bold=True) for word in head.split(" "))
    if column.kind == "text":
        least = min(max(words, head_words), _WIDEST_WORD)
    else:
        least = max(min(max(lengths), _WIDEST_NUMBER), min(head_words, _WIDEST_WORD))
    most = max(*lengths, text_width(head, bold=True) / _HEADING_LINES, least)
    return _Need(least + INSET, most + INSET, sum(lengths) + _OUTLIER * max(lengths))


def _shared(needs: Sequence[_Need], room: float) -> tuple[float, ...]:
    """Share the page's width: between least and most for each column, by the root of its text."""
    least, most = sum(need.least for need in needs), sum(need.most for need in needs)
    if least >= room:
        return tuple(round(need.least * room / least, 3) for need in needs)

    def widths(share: float) -> list[float]:
        return [max(need.least, min(need.most, share * need.text**0.5)) for need in needs]

    low, high = 0.0, room
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= room else (low, middle)
    return tuple(round(width, 3) for width in (widths(low) if most > room else [n.most for n in needs]))
