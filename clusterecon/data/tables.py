"""The tables in memory, and what of them was known on a day."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from clusterecon.ground.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from clusterecon.data.cells import Cell
    from clusterecon.data.reading import CheckedTable
    from clusterecon.data.schema import DataPackage


@dataclass(frozen=True, eq=False)
class Tables:
    """Every raw table, or what was known of it on a day.

    Parameters
    ----------
    frames
        One DataFrame a table. Numbers are float64 (NaN where an optional one is empty), ``release_date`` is
        datetime64, everything else text (``""`` where empty) or bool; ``line`` is the line in the CSV.
    digests
        For each table one 64-bit number a row.
    files
        SHA-256 of each raw file by table name: of the whole file, whatever the view shows of it.
    vintage
        The day of the view, or None for everything.
    """

    frames: Mapping[str, pd.DataFrame]
    digests: Mapping[str, npt.NDArray[np.uint64]]
    files: Mapping[str, str]
    vintage: datetime.date | None = None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the rows in view, hexadecimal.

        It depends on the values alone: neither on line numbers, the order of rows and columns, nor on rows
        the view does not show. So rows added later leave the fingerprint of an older day as it was.
        """
        digest = hashlib.sha256()
        for name in sorted(self.digests):
            rows = self.digests[name]
            if rows.size:
                ordered = rows.copy()
                ordered.sort()
                digest.update(f"{name}:{rows.size}:".encode())
                digest.update(ordered.astype(">u8").tobytes())
        return digest.hexdigest()

    def as_of(self, date: datetime.date) -> Tables:
        """Return the rows released on or before a day alone; `InputError` where nothing was known by then."""
        import numpy as np

        day = np.datetime64(date.isoformat())
        frames, digests = {}, {}
        for name, frame in self.frames.items():
            known = (frame["release_date"] <= day).to_numpy()
            frames[name] = frame[known].reset_index(drop=True)
            digests[name] = self.digests[name][known]
        if not any(len(frame) for frame in frames.values()):
            raise InputError(
                f"as_of {date.isoformat()} is before the first release in data/raw, {self.oldest_release()}"
            )
        view = date if self.vintage is None else min(date, self.vintage)
        return Tables(frames, digests, self.files, view)

    def oldest_release(self) -> datetime.date:
        """Return the day of the first release in view."""
        first = [frame["release_date"].min() for frame in self.frames.values() if len(frame)]
        return datetime.date.fromisoformat(str(min(first))[:10])


def tables_from_columns(package: DataPackage, checked: Mapping[str, CheckedTable]) -> Tables:
    """Build the typed frames of checked columns."""
    import numpy as np

    frames, digests, files = {}, {}, {}
    for schema in package.tables.values():
        table = checked[schema.name]
        types = {f.name: f.type for f in schema.fields}
        ordered = {name: table.columns[name] for name in schema.columns}
        frames[schema.name] = frame_of(ordered, types, table.lines)
        digests[schema.name] = np.array(table.digests, dtype=np.uint64)
        files[schema.name] = table.file_hash
    return Tables(frames, digests, files)


def frame_of(columns: Mapping[str, list[Cell]], types: Mapping[str, str], lines: list[int]) -> pd.DataFrame:
    """Return one typed frame; `types` are those of the schema."""
    import numpy as np
    import pandas as pd

    data: dict[str, object] = {}
    for name, cells in columns.items():
        if types[name] == "number":
            data[name] = np.array([np.nan if c is None else c for c in cells], dtype=np.float64)
        elif types[name] == "date":
            data[name] = np.array(cells, dtype="datetime64[s]")
        elif types[name] == "boolean":
            data[name] = np.array(cells, dtype=bool)
        else:
            data[name] = np.array(cells, dtype=object)
    data["line"] = np.array(lines, dtype=np.int64)
    return pd.DataFrame(data, copy=False)
