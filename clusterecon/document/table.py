"""Tables: figures with the way each column is read."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from clusterecon.document.text import choice_mistake, clean_fields, clean_text, identifier_mistake, require
from clusterecon.ground.errors import nearest

if TYPE_CHECKING:
    from pandas import DataFrame

ColumnKind = Literal["text", "number", "integer", "percent", "year", "date"]
Cell = str | int | float | bool | datetime.date | None


@dataclass(frozen=True)
class Column:
    """How one column of a table is read and shown.

    Attributes
    ----------
    label
        Heading; the name of the column in the frame where empty.
    kind
        ``text``; ``number`` (in `unit`, `decimals` places); ``integer``; ``percent`` (a fraction,
        shown times 100 with a % sign); ``year`` (no thousands separator); ``date``.
    decimals
        Places shown for ``number`` and ``percent``. Files of data keep every digit.
    signed
        Show a plus sign for positive numbers (differences).
    """

    name: str
    label: str = ""
    kind: ColumnKind = "text"
    decimals: int = 1
    unit: str = ""
    signed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", clean_text(self.label))
        object.__setattr__(self, "unit", clean_text(self.unit))
        require(
            [
                choice_mistake(f"column {self.name}", self.kind, get_args(ColumnKind)),
                "" if 0 <= self.decimals <= 9 else f"column {self.name}: decimals must be 0 to 9",
            ]
        )

    @property
    def heading(self) -> str:
        """Heading with its unit: ``Budget (bn VND)``."""
        label = self.label or clean_text(self.name)
        return f"{label} ({self.unit})" if self.unit else label

    @property
    def is_numeric(self) -> bool:
        """Whether cells stand to the right."""
        return self.kind in {"number", "integer", "percent"}


@dataclass(frozen=True, eq=False)
class TableBlock:
    """A table with its title, its figures unrounded.

    Attributes
    ----------
    id
        Name of its file and sheet: lower case, digits, ``_``, ``-``; unique in the briefing.
    note
        A line below the table: units, sources, what is left out.
    columns
        The columns shown, in order; guessed from the frame's types where empty.
    detail
        Whether it is for page and workbook alone: too long, or told by a chart, for a slide.
    """

    id: str
    title: str
    frame: "DataFrame"
    note: str = ""
    columns: tuple[Column, ...] = ()
    detail: bool = False

    def __post_init__(self) -> None:
        clean_fields(self)
        require([identifier_mistake("table", self.id)])
        if not self.columns:
            object.__setattr__(self, "columns", infer_columns(self.frame))
        known = [str(name) for name in self.frame.columns]
        require(
            f"table {self.id}: no column '{column.name}'{nearest(column.name, known)}"
            for column in self.columns
            if column.name not in known
        )
        require([f"table {self.id}: a column name stands twice"] if len(set(known)) < len(known) else [])

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return the cells shown, row by row, as Python values; None where a value is missing."""
        cells = []
        for column in self.columns:
            series = self.frame[column.name]
            missing = series.isna().tolist()
            cells.append(
                [None if gone else _plain(v) for v, gone in zip(series.tolist(), missing, strict=True)]
            )
        return list(zip(*cells, strict=True))


def _plain(value: object) -> Cell:
    """Return a cell as str, int, float, bool or date."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date | bool | int | float):
        return value
    if hasattr(value, "item"):
        return _plain(value.item())
    return clean_text(str(value))


def infer_columns(frame: "DataFrame") -> tuple[Column, ...]:
    """Return a `Column` for every column of `frame`, guessed from its type and name.

    Integers named ``year`` are years, other integers are grouped by thousands, floats show two
    places, datetimes are dates, all else is text.
    """
    from pandas.api import types

    columns = []
    for name, dtype in frame.dtypes.items():
        kind: ColumnKind = "text"
        if types.is_integer_dtype(dtype):
            kind = "year" if str(name) == "year" else "integer"
        elif types.is_float_dtype(dtype):
            kind = "number"
        elif types.is_datetime64_any_dtype(dtype):
            kind = "date"
        columns.append(Column(str(name), kind=kind, decimals=2))
    return tuple(columns)
