"""The schema of the raw tables, read from `data/raw/datapackage.json` (Frictionless data package)."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clusterecon.ground.errors import InputError

RAW = Path("data") / "raw"
PACKAGE = "datapackage.json"
TYPES = ("string", "number", "date", "boolean")
EVERY_TABLE = (
    "value",
    "unit",
    "period",
    "release_date",
    "release_date_basis",
    "status",
    "source_title",
    "publisher",
    "url",
)
"""Columns that no table may lack."""


@dataclass(frozen=True)
class Field:
    """One column: its type, whether an empty cell is a mistake, and what its cells may hold.

    `limits` are, for a column of units, the least and the greatest value a figure of that unit may have.
    """

    name: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must be found in another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """One table: its file, columns and keys, and the content it was shipped with."""

    name: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    shipped_hash: str
    shipped_bytes: int

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the schema."""
        return tuple(f.name for f in self.fields)


@dataclass(frozen=True)
class DataPackage:
    """All tables of a project, by name, and the folder that holds them."""

    folder: Path
    tables: Mapping[str, TableSchema]


def file_bytes(path: Path) -> bytes:
    """Return what a file holds; a device or a pipe, which may never end, is refused as an `OSError`."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "a device or a pipe, not a file")
    return path.read_bytes()


def read_package(root: Path) -> DataPackage:
    """Read the schema of the tables under `root`.

    Raises `InputError` when the file is missing, is not JSON, or describes a table this library cannot read;
    all mistakes at once.
    """
    folder = Path(root) / RAW
    label = (RAW / PACKAGE).as_posix()
    try:
        text = file_bytes(folder / PACKAGE).decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{label}: not found in {root}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{label}: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise InputError(f"{label}: cannot be read ({error.strerror})") from None
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{label}, line {error.lineno}, column {error.colno}: not JSON ({error.msg})"
        ) from None
    except RecursionError:
        raise InputError(f"{label}: nested too deeply") from None
    resources = raw.get("resources") if isinstance(raw, dict) else None
    if not isinstance(resources, list) or not resources:
        raise InputError(f"{label}: 'resources' must be a list of tables")
    mistakes: list[str] = []
    tables: dict[str, TableSchema] = {}
    for number, resource in enumerate(resources, start=1):
        table = _table(resource, f"{label}, table {number}", mistakes)
        if table is None:
            continue
        if table.name in tables:
            mistakes.append(f"{label}, table {number}: '{table.name}' is described twice")
        tables[table.name] = table
    mistakes.extend(_reference_mistakes(tables, label))
    if mistakes:
        raise InputError(mistakes)
    return DataPackage(folder, tables)


def _table(resource: object, where: str, mistakes: list[str]) -> TableSchema | None:
    """Read one resource; what is wrong with it is added to `mistakes`."""
    if not isinstance(resource, dict):
        mistakes.append(f"{where}: must be an object")
        return None
    name, path = resource.get("name"), resource.get("path")
    if not isinstance(name, str) or not isinstance(path, str) or not name or not path:
        mistakes.append(f"{where}: 'name' and 'path' must be text")
        return None
    where = f"{where} '{name}'"
    if Path(path).name != path or not path.endswith(".csv"):
        mistakes.append(f"{where}: 'path' must name a CSV file beside datapackage.json, not '{path}'")
    schema = resource.get("schema")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        mistakes.append(f"{where}: 'schema' must hold a list of fields")
        return None
    found = [_field(raw, where, mistakes) for raw in schema["fields"]]
    fields = tuple(f for f in found if f is not None)
    names = [f.name for f in fields]
    mistakes.extend(f"{where}: lacks the field '{n}'" for n in EVERY_TABLE if n not in names)
    mistakes.extend(
        f"{where}: field '{n}' is described twice" for n in sorted({n for n in names if names.count(n) > 1})
    )
    key = _names(schema.get("primaryKey"))
    mistakes.extend(f"{where}: key '{n}' is not a field" for n in key if n not in names)
    if not key:
        mistakes.append(f"{where}: 'primaryKey' must name what makes a row one of its kind")
    foreign = _foreign_keys(schema.get("foreignKeys", []), names, where, mistakes)
    size = resource.get("bytes")
    return TableSchema(
        name,
        path,
        fields,
        key,
        foreign,
        str(resource.get("hash", "")),
        size if isinstance(size, int) else -1,
    )


def _field(raw: object, where: str, mistakes: list[str]) -> Field | None:
    """Read one field of a table."""
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        mistakes.append(f"{where}: every field needs a 'name'")
        return None
    name, kind = raw["name"], raw.get("type", "string")
    where = f"{where}, field '{name}'"
    if kind not in TYPES:
        mistakes.append(f"{where}: type '{kind}' is not one of {', '.join(TYPES)}")
        return None
    constraints = raw.get("constraints", {})
    if not isinstance(constraints, dict):
        mistakes.append(f"{where}: 'constraints' must be an object")
        return None
    pattern = None
    if "pattern" in constraints:
        try:
            pattern = re.compile(constraints["pattern"])
        except (re.error, TypeError):
            mistakes.append(f"{where}: 'pattern' is not a regular expression")
    limits: dict[str, tuple[float, float]] = {}
    stated = raw.get("limits", {})
    for unit, pair in stated.items() if isinstance(stated, dict) else [("", None)]:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, (int, float)) for x in pair):
            limits[unit] = (float(pair[0]), float(pair[1]))
        else:
            mistakes.append(f"{where}: limits of '{unit}' must be two numbers")
    enum = _names(constraints.get("enum"))
    return Field(name, kind, bool(constraints.get("required", False)), enum, pattern, limits)


def _foreign_keys(raw: object, names: list[str], where: str, mistakes: list[str]) -> tuple[ForeignKey, ...]:
    """Read the foreign keys of a table."""
    out = []
    for key in raw if isinstance(raw, list) else [raw]:
        reference = key.get("reference") if isinstance(key, dict) else None
        columns = _names(key.get("fields")) if isinstance(key, dict) else ()
        targets = _names(reference.get("fields")) if isinstance(reference, dict) else ()
        if not columns or len(columns) != len(targets) or not set(columns) <= set(names):
            mistakes.append(f"{where}: a foreign key must pair fields of this table with fields of another")
            continue
        resource = reference.get("resource") if isinstance(reference, dict) else None
        out.append(ForeignKey(columns, str(resource), targets))
    return tuple(out)


def _names(raw: object) -> tuple[str, ...]:
    """One name or a list of names, as the standard allows, as a tuple."""
    if isinstance(raw, str):
        return (raw,)
    return tuple(str(x) for x in raw) if isinstance(raw, list) else ()


def _reference_mistakes(tables: Mapping[str, TableSchema], label: str) -> list[str]:
    """Foreign keys that point nowhere."""
    return [
        f"{label}, table '{table.name}': foreign key points to '{key.table}' ({', '.join(key.references)}), "
        "which is not there"
        for table in tables.values()
        for key in table.foreign_keys
        if key.table not in tables or not set(key.references) <= set(tables[key.table].columns)
    ]
