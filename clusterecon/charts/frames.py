"""Tidy tables turned into what a chart draws."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clusterecon.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame

_ESTIMATE = ("value", "low", "high", "inner_low", "inner_high")
MIDDLE = ("p50", "central", "mean")
ADDITIVE = ("mean", "central", "p50")


def require_columns(frame: "DataFrame", columns: Sequence[str], what: str) -> None:
    """Raise `InputError` naming every column that a table lacks.

    Parameters
    ----------
    frame
        The table.
    columns
        Names it must have.
    what
        What the table is, for the message.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise InputError([f"{what}: no column '{name}'" for name in missing])


def in_order(values: "DataFrame", column: str = "scenario") -> list[str]:
    """Return the distinct values of a column in order of appearance."""
    return [str(value) for value in dict.fromkeys(values[column])]


def wide(
    table: "DataFrame",
    keys: Sequence[str],
    middle: Sequence[str] = MIDDLE,
    ends: tuple[str, str] = ("p5", "p95"),
) -> "DataFrame":
    """Turn statistics in rows into columns ``value``, ``low``, ``high``, ``inner_low``, ``inner_high``.

    Parameters
    ----------
    table
        Columns `keys`, ``statistic`` and ``value``.
    keys
        What identifies a row of the result; rows keep the order of first appearance.
    middle
        Statistics for ``value``, the first that a row has.
    ends
        Statistics for ``low`` and ``high``; the inner ones are p25 and p75. Missing ones are NaN.

    Returns
    -------
    DataFrame
        Columns `keys`, value, low, high, inner_low, inner_high.
    """
    import pandas as pd

    require_columns(table, [*keys, "statistic", "value"], "table")
    found: dict[tuple[Any, ...], dict[str, float]] = {}
    numbers = pd.to_numeric(table["value"], errors="coerce")
    columns = [table[key].tolist() for key in keys]
    for *place, statistic, value in zip(*columns, table["statistic"], numbers, strict=True):
        found.setdefault(tuple(place), {}).setdefault(str(statistic), float(value))
    sources = (middle, ends[:1], ends[1:], ("p25",), ("p75",))
    rows = [[*place, *(_first(known, names) for names in sources)] for place, known in found.items()]
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


def pick(table: "DataFrame", indicator: str, years: Sequence[int] | None = None) -> "DataFrame":
    """Return the rows of one indicator, of some years where they are given.

    Raises
    ------
    InputError
        If the table lacks a column of the results table.
    """
    require_columns(table, ["scenario", "indicator", "year", "statistic", "value"], "results table")
    rows = table[table["indicator"] == indicator]
    return rows if years is None else rows[rows["year"].isin(list(years))]
