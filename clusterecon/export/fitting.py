"""How much room text takes on a slide, so that none is cut."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from clusterecon.export.words import shortened

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_BREAK = re.compile("[ \u200b]")
LINE_SPACING = 1.2
PARAGRAPH_SPACING = 0.5


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


@lru_cache(maxsize=4)
def _font(bold: bool) -> "FreeTypeFont":
    from pathlib import Path

    from matplotlib import get_data_path
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(get_data_path(), "fonts", "ttf", name)), 100)


os.register_at_fork(after_in_child=_font.cache_clear)  # an open file shared with a fork shares its position


@lru_cache(maxsize=16_384)
def text_width(text: str, bold: bool = False) -> float:
    """Return the width of `text` on one line, in units of the type size.

    Measured in DejaVu Sans, about a tenth wider than Arial, so that what fits here fits there.

    Parameters
    ----------
    text
        One line.
    bold
        Whether it is set in bold.
    """
    return float(_font(bold).getlength(text)) / 100


def line_count(text: str, width: float, bold: bool = False) -> int:
    """Return how many lines `text` takes in a column of `width` (in units of the type size), at least 1."""
    lines, used, space = 1, 0.0, text_width(" ", bold)
    for word in _BREAK.split(text):
        length = text_width(word, bold)
        if used and used + space + length > width:
            lines, used = lines + 1, 0.0
        if length > width:
            extra = ceil(length / width) - 1
            lines, used = lines + extra, length - extra * width
        else:
            used += length + (space if used else 0.0)
    return lines


def text_height(paragraphs: Iterable[str], width: float, size: float, bold: bool = False) -> float:
    """Return the height of paragraphs in inches, in a column of `width` inches at `size` points."""
    ems = width * 72 / size
    lines = [line_count(paragraph, ems, bold) for paragraph in paragraphs]
    spaces = PARAGRAPH_SPACING * max(len(lines) - 1, 0)
    return (sum(lines) * LINE_SPACING + spaces) * size / 72


def fitting_size(
    paragraphs: Sequence[str], box: Box, sizes: Sequence[float], bold: bool = False
) -> float | None:
    """Return the largest of `sizes` (points, falling) at which the paragraphs fit the box, or None."""
    for size in sizes:
        if text_height(paragraphs, box.width, size, bold) <= box.height:
            return size
    return None


def fitted(text: str, box: Box, sizes: Sequence[float], bold: bool = False) -> tuple[str, float]:
    """Return `text` and the largest size at which it fits, shortened with ``…`` where none is small enough.

    Parameters
    ----------
    text
        One paragraph.
    box
        Where it stands.
    sizes
        Sizes allowed in points, falling.
    bold
        Whether it is set in bold.
    """
    size = fitting_size([text], box, sizes, bold)
    limit = len(text)
    while size is None and limit > 8:
        limit = limit * 9 // 10
        size = fitting_size([shortened(text, limit)], box, sizes[-1:], bold)
    return shortened(text, limit), size or sizes[-1]


def fitted_sentences(text: str, box: Box, sizes: Sequence[float]) -> tuple[str, float]:
    """Return as many whole sentences from the start of `text` as fit, and the largest size at which they do.

    Parameters
    ----------
    text
        One paragraph, what matters most first.
    box, sizes
        As for `fitted`.
    """
    sentences = re.split(r"(?<=[.!?]) ", text)
    for count in range(len(sentences), 1, -1):
        kept = " ".join(sentences[:count])
        size = fitting_size([kept], box, sizes)
        if size is not None:
            return kept, size
    return fitted(sentences[0], box, sizes)


def pages_of(paragraphs: Sequence[str], box: Box, size: float) -> list[tuple[str, ...]]:
    """Return the paragraphs in groups, each of which fits the box at `size` points."""
    pages: list[list[str]] = []
    for paragraph in paragraphs:
        if pages and text_height([*pages[-1], paragraph], box.width, size) <= box.height:
            pages[-1].append(paragraph)
        else:
            pages.append([paragraph])
    return [tuple(page) for page in pages]


def shared_widths(needs: Sequence[float], flexible: Sequence[bool], total: float) -> tuple[float, ...]:
    """Return widths of columns that add up to `total`: fixed ones as needed, flexible ones share the rest.

    Where the fixed ones leave less than a fifth, all are scaled alike.

    Parameters
    ----------
    needs
        Width each column would like.
    flexible
        Whether its text can wrap.
    total
        Width of the table, in the same unit.
    """
    fixed = sum(need for need, wraps in zip(needs, flexible, strict=True) if not wraps)
    wanted = sum(needs) - fixed
    if not wanted or fixed > total * 4 / 5:
        return tuple(need / sum(needs) * total for need in needs)
    share = (total - fixed) / wanted
    return tuple(need * share if wraps else need for need, wraps in zip(needs, flexible, strict=True))
