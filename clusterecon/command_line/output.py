"""Writing results: strict JSON, CSV or a table for people; to stdout, or to a file in one rename."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clusterecon.ground.csv import csv_text
from clusterecon.ground.errors import InputError, RunError
from clusterecon.ground.files import write_whole

if TYPE_CHECKING:
    import pandas as pd


def rows_of(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return a frame as rows of plain values: null, never NaN; whole years as whole numbers."""
    return [{str(k): plain(k, v) for k, v in row.items()} for row in frame.to_dict("records")]


def plain(name: object, value: Any) -> Any:  # noqa: ANN401
    """Return a cell as plain JSON."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
        return plain(name, value)
    if name == "year" and isinstance(value, float):
        return int(value)
    return value


def as_json(content: Mapping[str, Any]) -> str:
    """Return strict JSON."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_csv(frame: "pd.DataFrame") -> str:
    """Return CSV of plain values, safe to open in a spreadsheet."""
    return csv_text(frame.columns, (row.values() for row in rows_of(frame)))


def write(text: str, out: Path | None) -> None:
    """Write to stdout, or to a file: aside, then renamed.

    Raises
    ------
    InputError
        The folder does not exist, or the file is a folder, a device or a pipe: a rename would replace it.
    RunError
        The disk is full or the folder cannot be written.
    """
    if out is None:
        click.echo(text, nl=False)
        return
    if not out.parent.is_dir() or (out.exists() and not out.is_file()):
        raise InputError(f"--out {out}: not a file in a folder that exists")
    try:
        write_whole(out, text)
    except OSError as error:
        raise RunError(f"--out {out}: cannot be written ({error.strerror})") from None


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> None:
    """Print a table for people, its first columns, ``left`` of them, aligned to the left."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD)
    for i, name in enumerate(headings):
        table.add_column(Text(name), justify="left" if i < left else "right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    width = None if console.is_terminal else 160
    Console(width=width).print(table)
