"""Pictures of a figure, with the same bytes for the same figure."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterecon.charts.style import style
from clusterecon.errors import InputError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def save_figure(
    figure: "Figure",
    path_stem: Path | str,
    formats: Sequence[str] = FORMATS,
    dpi: float = 144.0,
) -> list[Path]:
    """Write a figure in each format; no date, no program name, so that equal figures give equal bytes.

    Parameters
    ----------
    figure
        The figure.
    path_stem
        Path without ending; the folder must exist. A dot in the name is kept.
    formats
        Among png, svg, pdf.
    dpi
        Pixels per inch of the PNG; 144 makes a slide 1,920 wide, print wants 300.

    Returns
    -------
    list of Path
        The files written, in the order of `formats`.

    Raises
    ------
    InputError
        If a format is unknown; nothing is written then.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError([f"no picture format '{name}'{nearest(name, FORMATS)}" for name in unknown])
    stem = Path(path_stem)
    paths = [stem.with_name(f"{stem.name}.{name}") for name in formats]
    with style():
        for name, path in zip(formats, paths, strict=True):
            figure.savefig(path, format=name, dpi=dpi, metadata=_METADATA[name], bbox_inches=None)
    return paths
