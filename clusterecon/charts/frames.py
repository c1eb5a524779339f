"""Tidy tables turned into what a chart draws."""

import math
from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

_ESTIMATE = ("value", "low", "high", "inner_low", "inner_high")
_ENDS = (("p5",), ("p95",), ("p25",), ("p75",))
MIDDLE = ("p50", "central", "mean")
ADDITIVE = ("mean", "central", "p50")


def in_order(values: "DataFrame", column: str = "scenario") -> list[str]:
    """Return the distinct values of a column in order of appearance."""
    return [str(value) for value in dict.fromkeys(values[column])]


def wide(table: "DataFrame", keys: Sequence[str], middle: Sequence[str] = MIDDLE) -> "DataFrame":
    """Turn statistics in rows into columns ``value``, ``low``, ``high``, ``inner_low``, ``inner_high``.

    Rows keep the order in which their keys first appear. The value is the first statistic of `middle` that a
    row has; without a column ``statistic`` all rows are values. What is missing is NaN.
    """
    import pandas as pd

    found: dict[tuple[Any, ...], dict[str, float]] = {}
    numbers = pd.to_numeric(table["value"], errors="coerce")
    columns = [table[key].tolist() for key in keys]
    statistics = table["statistic"] if "statistic" in table.columns else repeat("central", len(table))
    for *place, statistic, value in zip(*columns, statistics, numbers, strict=True):
        found.setdefault(tuple(place), {}).setdefault(str(statistic), float(value))
    rows = [[*place, *(_first(known, names) for names in (middle, *_ENDS))] for place, known in found.items()]
    return pd.DataFrame(rows, columns=[*keys, *_ESTIMATE])


def _first(known: dict[str, float], names: Sequence[str]) -> float:
    """Return the first of some statistics that is a number, else NaN."""
    return next((known[name] for name in names if not math.isnan(known.get(name, math.nan))), math.nan)


def records(frame: "DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def ordered(frame: "DataFrame", group: str, within: str) -> "DataFrame":
    """Sort within groups, the groups staying in order of first appearance."""
    place = {name: i for i, name in enumerate(dict.fromkeys(frame[group]))}
    ranked = frame.assign(_place=frame[group].map(place)).sort_values(["_place", within], kind="stable")
    return ranked.drop(columns="_place").reset_index(drop=True)


def pick(table: "DataFrame", indicator: str, year: int | None = None) -> "DataFrame":
    """Return the rows of one indicator of the results table, of one year where it is given."""
    rows = table[table["indicator"] == indicator]
    return rows if year is None else rows[rows["year"] == year]
