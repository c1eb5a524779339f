"""What `clusterecon check` says of the data: every row sourced, judgement by name, conflicts, vintage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from clusterecon.data.schema import RAW, file_bytes, read_package
from clusterecon.ground.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.data.tables import Tables

SOURCED = ("unit", "source_title", "publisher", "url", "period", "status")
"""Columns without which a figure cannot be traced."""
_NAMING = (
    "id",
    "name",
    "cluster",
    "series",
    "table",
    "region",
    "sector",
    "from_sector",
    "to_sector",
    "section",
    "measure",
    "variable",
    "period",
)


@dataclass(frozen=True)
class RowReference:
    """One row: its table, its line in the CSV, what it is called, and what is said of it."""

    table: str
    line: int
    name: str
    text: str


@dataclass(frozen=True)
class Checked:
    """How many rows there are, and which lack a source, are judgement, disputed, or cite a home page."""

    rows: int
    unsourced: tuple[RowReference, ...]
    judgement: tuple[RowReference, ...]
    conflicts: tuple[RowReference, ...]
    home_pages: tuple[RowReference, ...]


@dataclass(frozen=True)
class TableVintage:
    """How a raw file stands to the one shipped: ``as shipped``, ``rows added`` or ``changed``."""

    table: str
    state: str


def check_rows(tables: Tables) -> Checked:
    """Look at every row for its unit and source, for judgement, and for conflict."""
    unsourced: list[RowReference] = []
    judgement: list[RowReference] = []
    conflicts: list[RowReference] = []
    home_pages: list[RowReference] = []
    for table, frame in tables.frames.items():
        for column in SOURCED:
            unsourced += _references(
                table, frame[frame[column].astype(str).str.strip() == ""], f"lacks {column}"
            )
        unsourced += _references(table, frame[frame["release_date"].isna()], "lacks release_date")
        judgement += _references(table, frame[frame["status"] == "judgement"], "note")
        if "conflict" in frame.columns:
            conflicts += _references(table, frame[frame["conflict"] != ""], "conflict")
        home_pages += _references(table, frame[frame["url"].astype(str).map(is_home_page)], "url")
    rows = sum(len(frame) for frame in tables.frames.values())
    return Checked(rows, tuple(unsourced), tuple(judgement), tuple(conflicts), tuple(home_pages))


def is_home_page(urls: str) -> bool:
    """Tell whether one of the addresses of a row, parted by semicolons, names a site and no page of it."""
    parts = [urlsplit(url.strip()) for url in urls.split(";") if url.strip()]
    return any(part.path in ("", "/") and not part.query for part in parts)


def _references(table: str, rows: pd.DataFrame, text: str) -> list[RowReference]:
    """Name each row; `text` is a column, or what to say of all of them."""
    naming = [c for c in _NAMING if c in rows.columns]
    return [
        RowReference(
            table,
            int(row["line"]),
            " ".join(str(row[c]) for c in naming if str(row[c])),
            str(row[text]) if text in rows.columns else text,
        )
        for row in rows.to_dict("records")
    ]


def strangers(root: Path) -> tuple[str, ...]:
    """Return the CSV files in `data/raw/` that `datapackage.json` does not describe, and nothing reads."""
    package = read_package(root)
    known = {table.path for table in package.tables.values()}
    return tuple(sorted(p.name for p in package.folder.glob("*.csv") if p.name not in known))


def vintages(root: Path) -> tuple[TableVintage, ...]:
    """Compare each raw file with the vintage that `datapackage.json` was shipped with.

    A file that differs is no mistake: figures are added by adding rows. ``rows added`` means that the
    shipped file stands at the head of today's, byte by byte; anything else that differs is ``changed``.
    """
    package = read_package(root)
    out = []
    for table in package.tables.values():
        try:
            content = file_bytes(package.folder / table.path)
        except OSError as error:
            raise InputError(f"{(RAW / table.path).as_posix()}: cannot be read ({error.strerror})") from None
        head = "sha256:" + hashlib.sha256(content[: max(table.shipped_bytes, 0)]).hexdigest()
        if head != table.shipped_hash:
            state = "changed"
        else:
            state = "as shipped" if len(content) == table.shipped_bytes else "rows added"
        out.append(TableVintage(table.name, state))
    return tuple(out)
