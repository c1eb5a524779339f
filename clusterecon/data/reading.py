"""Reading `data/raw/`: every cell of every table checked, every mistake reported at once."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterecon.data.cells import Cell, CellError, read_cell
from clusterecon.data.schema import RAW, DataPackage, TableSchema, file_bytes
from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.periods import parse_period

Progress = Callable[[str, int, int], None]
"""Called with the name of a table, how many are done, and how many there are."""
AHEAD = ("target", "forecast", "rule", "judgement")
"""Statuses of what can be known before its period begins."""


@dataclass(frozen=True)
class CheckedTable:
    """One table after its cells were checked.

    Cells by column in the order of the file, one line number and one 64-bit digest of its cells a row, and
    the SHA-256 of the file.
    """

    columns: Mapping[str, list[Cell]]
    lines: list[int]
    digests: list[int]
    file_hash: str


def read_checked(package: DataPackage, progress: Progress | None = None) -> dict[str, CheckedTable]:
    """Read every table as plain columns; raises `InputError` with all mistakes of all tables."""
    mistakes: list[str] = []
    checked: dict[str, CheckedTable] = {}
    for done, schema in enumerate(package.tables.values(), start=1):
        table = _read_table(package.folder / schema.path, schema, mistakes)
        if table is not None:
            checked[schema.name] = table
        if progress is not None:
            progress(schema.name, done, len(package.tables))
    if not mistakes:
        mistakes.extend(_dangling(package, checked))
    if mistakes:
        raise InputError(mistakes)
    return checked


def _read_table(path: Path, schema: TableSchema, mistakes: list[str]) -> CheckedTable | None:
    """Read one file; what is wrong with it is added to `mistakes`."""
    label = (RAW / schema.path).as_posix()
    try:
        content = file_bytes(path)
    except FileNotFoundError:
        mistakes.append(f"{label}: the file is missing")
        return None
    except OSError as error:
        mistakes.append(f"{label}: cannot be read ({error.strerror})")
        return None
    text = _decode(content, label, mistakes)
    if text is None:
        return None
    before = len(mistakes)
    rows = _split(text, label, mistakes)
    if not rows:
        if len(mistakes) == before:
            mistakes.append(f"{label}: the file is empty")
        return None
    header = _header(rows[0][1], schema, f"{label}, line {rows[0][0]}", mistakes)
    if header is None:
        return None
    if len(rows) == 1 and len(mistakes) == before:
        mistakes.append(f"{label}: the file has a header but no rows")
        return None
    return _check_rows(rows[1:], header, schema, label, mistakes, hashlib.sha256(content).hexdigest())


def _decode(content: bytes, label: str, mistakes: list[str]) -> str | None:
    """Decode a file; a byte order mark is tolerated."""
    if not content.strip():
        mistakes.append(f"{label}: the file is empty")
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        mistakes.append(f"{label}: not UTF-8 but UTF-16: save it as 'CSV UTF-8'")
        return None
    zero = content.find(b"\0")
    if zero >= 0:
        line = content.count(b"\n", 0, zero) + 1
        mistakes.append(f"{label}, line {line}: holds a zero byte")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mistakes.append(f"{label}, line {line}: not UTF-8: save it as 'CSV UTF-8'")
        return None


def _split(text: str, label: str, mistakes: list[str]) -> list[tuple[int, list[str]]]:
    """Split a file into (line number, cells); empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if cells:
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        mistakes.append(f"{label}, line {start}: not CSV ({error})")
        return []
    return rows


def _header(cells: Sequence[str], schema: TableSchema, where: str, mistakes: list[str]) -> list[str] | None:
    """Check the names of the columns; their order is free."""
    before = len(mistakes)
    for name in dict.fromkeys(cells):
        if name not in schema.columns:
            mistakes.append(f"{where}: unknown column '{name}'{nearest(name, schema.columns)}")
        if cells.count(name) > 1:
            mistakes.append(f"{where}: column '{name}' stands there {cells.count(name)} times")
    mistakes.extend(f"{where}: column '{name}' is missing" for name in schema.columns if name not in cells)
    return list(cells) if len(mistakes) == before else None


def _check_rows(
    rows: Sequence[tuple[int, list[str]]],
    header: Sequence[str],
    schema: TableSchema,
    label: str,
    mistakes: list[str],
    file_hash: str,
) -> CheckedTable:
    """Check every row of a table whose header is right."""
    fields = [next(f for f in schema.fields if f.name == name) for name in header]
    place = {name: i for i, name in enumerate(header)}
    order = [place[name] for name in schema.columns]
    key = [place[name] for name in schema.primary_key]
    limits = next((f.limits for f in schema.fields if f.name == "unit"), {})
    values: list[list[Cell]] = [[] for _ in header]
    lines: list[int] = []
    digests: list[int] = []
    seen: dict[tuple[Cell, ...], int] = {}
    for line, cells in rows:
        where = f"{label}, line {line}"
        if len(cells) != len(header):
            mistakes.append(f"{where}: {len(cells)} cells where the header has {len(header)} columns")
            continue
        row: list[Cell] = []
        for text, field in zip(cells, fields, strict=True):
            try:
                row.append(read_cell(text, field))
            except CellError as error:
                mistakes.append(f"{where}, column {field.name}: {error}")
        if len(row) != len(header):
            continue
        mistakes.extend(f"{where}, column {m}" for m in _range_mistakes(row, place, limits))
        mistakes.extend(f"{where}, column {m}" for m in _foreknowledge(row, place))
        identity = tuple(row[i] for i in key)
        if identity in seen:
            named = ", ".join(f"{n} {v}" for n, v in zip(schema.primary_key, identity, strict=True))
            mistakes.append(f"{where}: repeats line {seen[identity]} ({named})")
        seen.setdefault(identity, line)
        for column, cell in zip(values, row, strict=True):
            column.append(cell)
        lines.append(line)
        digests.append(_digest([row[i] for i in order]))
    return CheckedTable({name: values[place[name]] for name in schema.columns}, lines, digests, file_hash)


def _range_mistakes(
    row: Sequence[Cell], place: Mapping[str, int], limits: Mapping[str, tuple[float, float]]
) -> list[str]:
    """Values outside the limits of their unit, and ranges that stand the wrong way round."""
    out: list[str] = []
    unit = str(row[place["unit"]])
    named = {n: row[place[n]] for n in ("low", "value", "high") if n in place}
    numbers = {n: v for n, v in named.items() if isinstance(v, float)}
    if unit in limits:
        least, greatest = limits[unit]
        out += [
            f"{name}: {value:g} is outside {least:g} to {greatest:g}, the limits of '{unit}'"
            for name, value in numbers.items()
            if not least <= value <= greatest
        ]
    low, high = numbers.get("low"), numbers.get("high")
    if low is not None and high is not None and low > high:
        out.append(f"low: {low:g} is above high, {high:g}")
    return out


def _foreknowledge(row: Sequence[Cell], place: Mapping[str, int]) -> list[str]:
    """Complain of a series' reading released before its period begins: it would be seen too early."""
    if "series" not in place or str(row[place["status"]]) in AHEAD:
        return []
    period, released = str(row[place["period"]]), str(row[place["release_date"]])
    try:
        span = parse_period(period)
    except ValueError:
        return []
    if released >= f"{span.year:04}-{span.first_month:02}-01":
        return []
    return [
        f"release_date: {released} is before {period} begins; only what has one of the statuses "
        f"{', '.join(AHEAD)} is known ahead"
    ]


def _digest(row: Sequence[Cell]) -> int:
    """64-bit digest of a row's values."""
    text = "\x1f".join("" if cell is None else repr(cell) for cell in row)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _dangling(package: DataPackage, checked: Mapping[str, CheckedTable]) -> list[str]:
    """Cells that name a row of another table which is not there."""
    out: list[str] = []
    for schema in package.tables.values():
        table = checked[schema.name]
        for key in schema.foreign_keys:
            target = checked[key.table].columns
            known = set(zip(*(target[c] for c in key.references), strict=True))
            for line, cells in zip(
                table.lines, zip(*(table.columns[c] for c in key.columns), strict=True), strict=True
            ):
                if cells not in known:
                    named = ", ".join(f"{c} '{v}'" for c, v in zip(key.columns, cells, strict=True))
                    near = nearest(str(cells[-1]), {str(k[-1]) for k in known if k[:-1] == cells[:-1]})
                    out.append(
                        f"{(RAW / schema.path).as_posix()}, line {line}: {named} is not in {key.table}{near}"
                    )
    return out
