"""Text on a figure: cleaned, measured, wrapped and spread so that nothing overlaps."""

import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from clusterecon.ground.languages import checked_lang

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

ELLIPSIS = "…"
LONGEST_NAME = 70
_DPI_POINTS = 72.0


@lru_cache(maxsize=2)
def _font(weight: str) -> "FT2Font":
    from pathlib import Path

    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    name = "DejaVuSans-Bold.ttf" if weight == "bold" else "DejaVuSans.ttf"
    return FT2Font(str(Path(get_data_path(), "fonts", "ttf", name)))


os.register_at_fork(after_in_child=_font.cache_clear)  # an open file shared with a fork shares its position


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return frozenset(_font("normal").get_charmap())


@lru_cache(maxsize=4096)
def _advance(character: str, weight: str) -> float:
    """Return the width of a character in units of the font size."""
    from matplotlib.ft2font import LoadFlags

    font = _font(weight)
    return float(font.load_char(ord(character), flags=LoadFlags.NO_SCALE).horiAdvance) / font.units_per_EM


def clean(text: str, longest: int | None = None) -> str:
    """Return text that the charts' font can show: composed (NFC), on one line, cut with an ellipsis.

    Parameters
    ----------
    text
        Any text, such as a title typed by a user. Signs without a glyph (most emoji) are left out.
    longest
        Most characters kept, the ellipsis among them; None keeps all.
    """
    flat = re.sub(r"[\t\r\n\v\f\x85\u2028\u2029]", " ", unicodedata.normalize("NFC", text))
    known = _glyphs()
    shown = "".join(c for c in flat if ord(c) in known and unicodedata.category(c)[0] != "C")
    shown = " ".join(part for part in shown.split(" ") if part)
    if longest is None or len(shown) <= longest:
        return shown
    head = shown[: longest - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > longest // 2 else head).rstrip(" ,;:–-") + ELLIPSIS


@dataclass(frozen=True)
class ChartText:
    """The words of one chart.

    Attributes
    ----------
    title
        The finding, in a sentence.
    subtitle
        What is shown: indicator, unit, year.
    footer
        Source, unit, vintage and hash.
    lang
        ``vi`` or ``en``.
    names
        Title of each scenario (and of sectors or levers where the chart shows them) by identifier.
    """

    title: str
    subtitle: str
    footer: str
    lang: str
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked_lang(self.lang)
        for name in ("title", "subtitle", "footer"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    def name(self, key: str) -> str:
        """Return the cleaned, shortened title of an identifier; the identifier where it has none."""
        return clean(str(self.names.get(key, key)), LONGEST_NAME) or clean(key, LONGEST_NAME)


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """Return the width of one line of text in inches: the sum of its letters, without kerning.

    Parameters
    ----------
    text
        One line.
    points
        Size of the letters.
    weight
        ``normal`` or ``bold``.
    """
    return sum(_advance(character, weight) for character in text) * points / _DPI_POINTS


def line_height(points: float, spacing: float = 1.25) -> float:
    """Return the height of a line of text in inches."""
    return points * spacing / _DPI_POINTS


def wrap(text: str, width: float, points: float, *, lines: int = 3, weight: str = "normal") -> str:
    """Break text into lines no wider than a width, the last cut with an ellipsis where it does not fit.

    Parameters
    ----------
    text
        One line of text.
    width
        Inches there are.
    points
        Size of the letters.
    lines
        Most lines.
    weight
        ``normal`` or ``bold``.
    """

    def fits(candidate: str) -> bool:
        return text_width(candidate, points, weight) <= 0.98 * width

    done: list[str] = []
    current = ""
    words = _whole_words(text, fits)
    for index, word in enumerate(words):
        longer = f"{current} {word}".strip()
        if fits(longer) or not current:
            current = longer
            continue
        if len(done) == lines - 1:
            current = _with_ellipsis(" ".join([current, *words[index:]]), fits)
            break
        done.append(current)
        current = word
    return "\n".join([*done, current]) if current else ""


def _whole_words(text: str, fits: Callable[[str], bool]) -> list[str]:
    words: list[str] = []
    for word in text.split(" "):
        rest = word
        while len(rest) > 1 and not fits(rest):
            cut = max((n for n in range(1, len(rest)) if fits(rest[:n])), default=1)
            words.append(rest[:cut])
            rest = rest[cut:]
        words.append(rest)
    return [word for word in words if word]


def _with_ellipsis(text: str, fits: Callable[[str], bool]) -> str:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle].rstrip(" ,;:") + ELLIPSIS):
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:") + ELLIPSIS


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart to at least a gap, as little as possible, within bounds.

    Least squares by pooling neighbours: what must move together moves together.

    Parameters
    ----------
    wanted
        Where each label would like to stand.
    gap
        Least distance between two. Where the bounds are too narrow for it, labels share them evenly.
    low, high
        Bounds of the positions.

    Returns
    -------
    list of float
        One position for each wanted one, in the same order.
    """
    count = len(wanted)
    if count == 0:
        return []
    gap = min(gap, (high - low) / max(1, count - 1))
    order = sorted(range(count), key=lambda i: wanted[i])
    pools: list[list[float]] = []  # mean, weight
    for rank, index in enumerate(order):
        pools.append([wanted[index] - rank * gap, 1.0])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            mean, weight = pools.pop()
            total = pools[-1][1] + weight
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * weight) / total, total]
    flat = [mean for mean, weight in pools for _ in range(int(weight))]
    result = [0.0] * count
    for rank, index in enumerate(order):
        result[index] = min(max(flat[rank], low), high - (count - 1) * gap) + rank * gap
    return result
