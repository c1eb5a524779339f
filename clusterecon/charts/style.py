"""One style for every chart: colours, sizes and settings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

INK = "#1a1a1a"
MUTED = "#595959"
GRID = "#dcdcdc"
PAPER = "#ffffff"
TARGET = "#9b1128"
STOCK = "#b9c2cc"
NEW = "#10357a"
LOSS = "#bf4a1c"
GAIN = "#08604f"

# Told apart by those who do not see red, green or blue, and in grey: lightness rises step by step,
# and each stands out from white paper by 3 : 1 (tests hold all of it).
PALETTE = ("#10357a", "#bf4a1c", "#08604f", "#82205f", "#2f86c0", "#b98a10", "#191919")
DASHES: tuple[Any, ...] = (
    "solid",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (7, 1.5, 1.2, 1.5)),
    (0, (3, 1.2)),
    (0, (9, 2)),
    (0, (5, 1.2, 1.2, 1.2, 1.2, 1.2)),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


class Size(NamedTuple):
    """Width and height in inches, and the size of running text in points."""

    width: float
    height: float
    text: float


SIZES: Mapping[str, Size] = {
    "slide": Size(13.333, 7.5, 14.0),
    "page": Size(7.0, 4.6, 8.0),
}
SETTINGS: Mapping[str, Any] = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "clusterecon",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "text.hinting": "no_hinting",
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "lines.solid_capstyle": "round",
}


@contextmanager
def style() -> Iterator[None]:
    """Apply the settings of the charts while figures are drawn or saved, and restore the old ones."""
    from matplotlib import rc_context

    settings: Any = dict(SETTINGS)
    with rc_context(settings):
        yield


class Look(NamedTuple):
    """How one series is drawn."""

    colour: str
    dashes: Any
    marker: str


def looks(keys: Sequence[str], order: Iterable[str] = ()) -> dict[str, Look]:
    """Give every series its colour, dashes and marker, by its place; they repeat after seven.

    The order is that of all series of a report, so that each looks the same in every chart; what stands in
    `keys` alone comes after them.
    """
    places = {key: place for place, key in enumerate(dict.fromkeys([*order, *keys]))}
    return {
        key: Look(*(choice[places[key] % len(choice)] for choice in (PALETTE, DASHES, MARKERS)))
        for key in keys
    }
