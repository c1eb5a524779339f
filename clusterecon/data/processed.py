"""`data/processed/`: a checked copy of the raw tables that loads fast.

Everything in the folder can be deleted: it is built again from `data/raw/`. Files are written aside and
renamed, so that a reader never sees half of one and two builders never disturb each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterecon.data.input_output import balance_mistakes
from clusterecon.data.reading import CheckedTable, read_checked
from clusterecon.data.schema import PACKAGE, DataPackage, file_bytes, read_package
from clusterecon.data.tables import Tables, tables_from_columns
from clusterecon.ground.errors import ClustereconError, InputError
from clusterecon.ground.files import remove_aside, write_whole
from clusterecon.ground.fingerprint import canonical

if TYPE_CHECKING:
    from clusterecon.data.cells import Cell

PROCESSED = Path("data") / "processed"
FORMAT = 1
"""Version of the file's layout and of the checks; a copy made by another one is built again."""
_FILE = "tables.json"


def build_processed(root: Path, progress: Callable[[str, int, int], None] | None = None) -> Path:
    """Check `data/raw/` and write its copy to `data/processed/`; the same raw files give the same bytes.

    `progress` is called after each table with its name, how many are done and how many there are.
    `InputError` when raw data are wrong, and nothing is written; `ClustereconError` when that is impossible.
    """
    package = read_package(root)
    checked, _ = _check(package, progress)
    try:
        return _write(Path(root) / PROCESSED / _FILE, _document(_manifest(package), checked))
    except OSError as error:
        raise ClustereconError(f"{PROCESSED.as_posix()} cannot be written: {error.strerror}") from error


def load_processed(root: Path, progress: Callable[[str, int, int], None] | None = None) -> Tables:
    """Return the tables from `data/processed/`, built first where they are missing or stale.

    Where the folder cannot be written they are kept in memory. `progress` is called for each table while the
    copy is built; not at all where it is fresh. `InputError` when raw data are wrong.
    """
    package = read_package(root)
    manifest = _manifest(package)
    path = Path(root) / PROCESSED / _FILE
    stored = _load(path, manifest)
    if stored is not None:
        return tables_from_columns(package, stored)
    checked, tables = _check(package, progress)
    try:
        _write(path, _document(manifest, checked))
    except OSError:
        return tables
    return tables


def _check(
    package: DataPackage, progress: Callable[[str, int, int], None] | None
) -> tuple[dict[str, CheckedTable], Tables]:
    checked = read_checked(package, progress)
    tables = tables_from_columns(package, checked)
    mistakes = balance_mistakes(tables.frames)
    if mistakes:
        raise InputError(mistakes)
    return checked, tables


def _manifest(package: DataPackage) -> dict[str, object]:
    """Return what a copy must agree with to be fresh."""
    files: dict[str, str] = {}
    for name in [PACKAGE, *(t.path for t in package.tables.values())]:
        try:
            files[name] = hashlib.sha256(file_bytes(package.folder / name)).hexdigest()
        except OSError:
            files[name] = "missing"
    return {"format": FORMAT, "files": files}


def _document(manifest: Mapping[str, object], checked: Mapping[str, CheckedTable]) -> str:
    """Return the copy: a line with the manifest and the SHA-256 of what follows, then the tables as JSON.

    Each column stands once with its distinct values, then their places.
    """
    tables = {
        name: {
            "columns": {column: _pack(cells) for column, cells in table.columns.items()},
            "lines": table.lines,
            "digests": table.digests,
            "file_hash": table.file_hash,
        }
        for name, table in checked.items()
    }
    content = canonical(tables)
    return f"{canonical(_sealed(manifest, content.encode()))}\n{content}\n"


def _sealed(manifest: Mapping[str, object], content: bytes) -> dict[str, object]:
    return {**manifest, "content": hashlib.sha256(content).hexdigest()}


def _pack(cells: Sequence[Cell]) -> dict[str, Any]:
    distinct = list(dict.fromkeys(cells))
    if 2 * len(distinct) > len(cells):
        return {"cells": list(cells)}
    place = {cell: i for i, cell in enumerate(distinct)}
    return {"distinct": distinct, "places": [place[cell] for cell in cells]}


def _unpack(packed: Mapping[str, Any]) -> list[Cell]:
    if "cells" in packed:
        return list(packed["cells"])
    distinct = packed["distinct"]
    return [distinct[i] for i in packed["places"]]


def _load(path: Path, manifest: Mapping[str, object]) -> dict[str, CheckedTable] | None:
    """Return the stored tables, or None where they are missing, stale or not as they were written."""
    try:
        head, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    content = content.removesuffix(b"\n")
    if head != canonical(_sealed(manifest, content)).encode():
        return None
    return {
        name: CheckedTable(
            {column: _unpack(packed) for column, packed in raw["columns"].items()},
            raw["lines"],
            raw["digests"],
            raw["file_hash"],
        )
        for name, raw in json.loads(content).items()
    }


def _write(path: Path, text: str) -> Path:
    """Write a file by one rename; what dead runs left unfinished for an hour is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_aside(path.parent, 3600)
    write_whole(path, text)
    return path
