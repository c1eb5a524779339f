"""Text in DejaVu Sans, the font of charts and documents: what it shows, how wide it is, where it breaks."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from clusterecon.document.text import clean_text

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font
    from PIL.ImageFont import FreeTypeFont

ELLIPSIS = "…"
LINE_SPACING, PARAGRAPH_SPACING = 1.2, 0.5
_POINTS_PER_INCH = 72.0
_BREAK = re.compile("[ \u200b]")
_JOINED_SYMBOL = re.compile("\u200d[\u2190-\u2bff]|[\ufe00-\ufe0f]")
_DOUBLE_SPACE = re.compile(" {2,}")
_JOINT = re.compile(r"(?<=[_/.&=?,-])(?!\d)")
_FIGURE = re.compile(r"[−+]?\d[\d.,:/\u00a0-]*")
_RUN = re.compile(rf"{_FIGURE.pattern}|[−+]?[^\d−+]*")


def _font_file(bold: bool) -> str:
    from matplotlib import get_data_path

    return f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"


@lru_cache(maxsize=2)
def _drawing_font(bold: bool) -> "FT2Font":
    from matplotlib.ft2font import FT2Font

    return FT2Font(_font_file(bold))


@lru_cache(maxsize=2)
def _shaping_font(bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(_font_file(bold), 100)


for _font in (_drawing_font, _shaping_font):  # an open file shared with a fork shares its position
    os.register_at_fork(after_in_child=_font.cache_clear)


# ---------------------------------------------------------------- what can be shown


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return frozenset(_drawing_font(False).get_charmap())


def legible(text: str, longest: int | None = None) -> str:
    """Return any text as a chart shows it: on one line, without signs that lack a glyph, cut at a length."""
    known = _glyphs()
    kept = (c for c in clean_text(text) if ord(c) in known and unicodedata.category(c)[0] != "C")
    shown = _DOUBLE_SPACE.sub(" ", "".join(kept)).strip(" ")
    return shown if longest is None else shortened(shown, longest)


@lru_cache(maxsize=16_384)
def printable_text(text: str, *, letters: bool = False) -> str:
    """Return clean text as a document shows it: symbols without a glyph left out, such letters as ``□``.

    Zero-width characters go. `letters` keeps letters of every script, for programs that look for a font.
    """
    if text.isascii():
        return text
    known = _glyphs()
    shown = []
    for character in _JOINED_SYMBOL.sub("", text):
        category = unicodedata.category(character)
        if (
            character == "\u200b"
            or (ord(character) in known and category != "Cf")
            or (category[0] in "LMNP" and letters)
        ):
            shown.append(character)
        elif category[0] in "LNP" or category == "Co":
            shown.append("□")
    return _DOUBLE_SPACE.sub(" ", "".join(shown)).strip(" ")


def shortened(text: str, limit: int) -> str:
    """Return `text` cut at a word with ``…`` where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else head).rstrip(" ,;:–-") + ELLIPSIS


def with_break_points(text: str, longest: int) -> str:
    """Return `text` with zero-width spaces inside words longer than `longest`, so that lines can break.

    A break is offered after ``_ / . & = ? - ,`` but not before a digit; where none of these stands, the
    word is cut into equal parts. Numbers and dates stay whole, however long.
    """
    if len(text) <= longest:
        return text
    return " ".join(_broken_word(word, longest) if len(word) > longest else word for word in text.split(" "))


def _broken_word(word: str, longest: int) -> str:
    return "\u200b".join(
        part
        for joint in re.split(_JOINT, word)
        for run in _RUN.findall(joint)
        for part in _parts(run, longest)
    )


def _parts(run: str, longest: int) -> list[str]:
    """Cut letters into parts of about the same length; leave figures whole."""
    if _FIGURE.match(run):
        return [run]
    count = -(-len(run) // longest)
    return [run[len(run) * i // count : len(run) * (i + 1) // count] for i in range(count)]


# ---------------------------------------------------------------- letter by letter, as charts draw


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Return the width of a character in units of the type size."""
    from matplotlib.ft2font import LoadFlags

    font = _drawing_font(bold)
    return float(font.load_char(ord(character), flags=LoadFlags.NO_SCALE).horiAdvance) / font.units_per_EM


def drawn_width(text: str, points: float, bold: bool = False) -> float:
    """Return the width in inches of one line as a chart draws it: the sum of its letters, without kerning."""
    return sum(_advance(character, bold) for character in text) * points / _POINTS_PER_INCH


def line_height(points: float, spacing: float = 1.25) -> float:
    """Return the height of a line of text in inches."""
    return points * spacing / _POINTS_PER_INCH


def wrap(text: str, width: float, points: float, *, lines: int = 3, bold: bool = False) -> str:
    """Break text into at most so many lines no wider than `width` inches, the last cut with an ellipsis."""

    def fits(candidate: str) -> bool:
        return drawn_width(candidate, points, bold) <= 0.98 * width

    done: list[str] = []
    current = ""
    words = _fitting_words(text, fits)
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


def _fitting_words(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the words of a text, those too wide for a line cut into parts."""
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


# ---------------------------------------------------------------- shaped, as other programs set it


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


@lru_cache(maxsize=16_384)
def text_width(text: str, bold: bool = False) -> float:
    """Return the width of one line in units of the type size.

    DejaVu Sans is about a tenth wider than Arial, so that what fits here fits there.
    """
    return float(_shaping_font(bold).getlength(text)) / 100


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
    return next(
        (size for size in sizes if text_height(paragraphs, box.width, size, bold) <= box.height), None
    )


def fitted(text: str, box: Box, sizes: Sequence[float], bold: bool = False) -> tuple[str, float]:
    """Return `text`, cut with ``…`` where no size is small enough, and the largest size at which it fits."""
    size = fitting_size([text], box, sizes, bold)
    limit = len(text)
    while size is None and limit > 8:
        limit = limit * 9 // 10
        size = fitting_size([shortened(text, limit)], box, sizes[-1:], bold)
    return shortened(text, limit), size or sizes[-1]


def fitted_sentences(text: str, box: Box, sizes: Sequence[float]) -> tuple[str, float]:
    """Return as many of the first sentences of `text` as fit, and the largest size at which they do."""
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
