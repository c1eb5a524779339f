"""Figures for the workbook in the reader's language: every result in full, and those behind the charts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from clusterecon.briefing.context import Context
from clusterecon.document.table import Cell, Column, TableBlock
from clusterecon.language import dates, labels
from clusterecon.language.names import GROUPS
from clusterecon.scenario.indicators import INDICATORS

if TYPE_CHECKING:
    from pandas import DataFrame, Series

Words: TypeAlias = Mapping[str, Callable[[object], Cell]]

LEVELS = ("value", "low", "high", "inner_low", "inner_high", "threshold")
"""Columns of a chart's figures that are in the unit of the row's indicator."""


def data_tables(context: Context) -> tuple[TableBlock, ...]:
    """Return results, targets, attribution and appraisal in full, for the workbook alone."""

    def block(name: str, caption: str, frame: "DataFrame", decimals: int) -> TableBlock:
        full = labels.label("chart", "in_full", context.lang)
        title = labels.caption(caption, context.lang) + ("" if name == caption else f" ({full})")
        said = {column: say for column, say in _words(context).items() if column in frame.columns}
        digits = {str(column): decimals for column in frame.columns}
        return _block(context, TableBlock(name, title, frame), said, digits)

    results, parts, appraisal = map(
        side_by_side, (context.run.table(), context.attribution, context.appraisal)
    )
    return (
        block("targets_in_full", "targets", context.targets, 4),
        block("results", "results", results, 2),
        block("growth_by_part", "attribution", parts, 4),
        block("appraisal_in_full", "appraisal", appraisal, 3),
    )


def side_by_side(frame: "DataFrame") -> "DataFrame":
    """Return a tidy table with a column for each statistic; rows and statistics keep their order.

    Columns besides ``statistic`` and ``value`` tell rows apart; those may be missing.
    """
    import pandas as pd

    keys = [name for name in frame.columns if name not in ("statistic", "value")]
    places = frame[keys].astype(object).where(frame[keys].notna(), None)
    rows: dict[tuple[object, ...], dict[str, float]] = {}
    for place, statistic, value in zip(
        places.itertuples(index=False, name=None), frame["statistic"], frame["value"], strict=True
    ):
        rows.setdefault(place, {})[str(statistic)] = float("nan") if value is None else float(value)
    wide = pd.DataFrame(list(rows), columns=keys)
    for statistic in dict.fromkeys(map(str, frame["statistic"])):
        wide[statistic] = [found.get(statistic, float("nan")) for found in rows.values()]
    return wide


def chart_table(context: Context, table: TableBlock, names: Mapping[str, str]) -> TableBlock:
    """Return the figures behind a chart as a reader of the workbook takes them: names, units, digits.

    The names are titles by identifier, as the chart has them.
    """
    frame = _with_units(table.frame)
    said: dict[str, Callable[[object], Cell]]
    said = {column: _named(names) for column in frame.columns if not is_numeric(frame[column])}
    known = {**_words(context), **({"target": said["target"]} if "target" in said else {})}
    said |= {column: known[column] for column in said if column in known}
    digits = {column: digits_of_column(frame[column]) for column in frame.columns if column not in said}
    return _block(context, replace(table, frame=frame, columns=()), said, digits)


def is_numeric(values: "Series") -> bool:
    """Tell whether a column of a chart's figures holds numbers, not names or truth values."""
    return values.dtype.kind in "iuf"


def digits_of_column(values: "Series") -> int:
    """Return the digits after the decimal mark with which the typical number has four figures; at most 6."""
    from math import floor, log10

    sizes = values.abs()[values != 0].dropna()
    return min(max(3 - floor(log10(sizes.median())), 0), 6) if len(sizes) else 0


def _with_units(frame: "DataFrame") -> "DataFrame":
    """Put the unit beside the indicator, and shares of mixed columns in per cent as all texts have them."""
    if "indicator" not in frame.columns:
        return frame
    units = [INDICATORS[name].unit if name in INDICATORS else "" for name in frame["indicator"]]
    levels = [name for name in LEVELS if name in frame.columns]
    factors = [100.0 if unit == "share" else 1.0 for unit in units]
    shown = frame.copy()
    shown[levels] = shown[levels].mul(factors, axis=0)
    shown.insert(list(shown.columns).index("indicator") + 1, "unit", units)
    return shown


def _named(names: Mapping[str, str]) -> Callable[[object], str]:
    """Return how an identifier is said: by its title, or itself where it has none."""
    return lambda value: names.get(str(value), str(value)) if isinstance(value, str) else ""


def _block(context: Context, table: TableBlock, said: Words, digits: Mapping[str, int]) -> TableBlock:
    """Put names for identifiers, and headings over the columns."""
    shown = table.frame.copy()
    columns = []
    for column in map(str, table.frame.columns):
        if column in said:
            shown[column] = [said[column](value) for value in table.frame[column]]
        elif column != "year":
            shown[column] = table.frame[column].astype(float)
        columns.append(_column(column, column in said, digits.get(column, 0), context.lang))
    return replace(table, frame=shown, columns=tuple(columns))


def _column(name: str, text: bool, decimals: int, lang: str) -> Column:
    group = next((GROUPS[group] for group in ("statistic", "part") if name in GROUPS[group]), None)
    heading = group[name].in_language(lang) if group else labels.heading(name, lang)
    if text:
        return Column(name, heading)
    if name == "year":
        return Column(name, heading, "year")
    if name in ("rate", "probability", "standard_error"):
        return Column(name, heading, "percent", {"rate": 0, "probability": 1, "standard_error": 2}[name])
    return Column(name, heading, "number", decimals)


def _words(context: Context) -> dict[str, Callable[[object], Cell]]:
    """Return how the identifiers of each column are said."""
    lang = context.lang

    def named(group: str) -> Callable[[object], str]:
        return lambda value: labels.label(group, value, lang) if isinstance(value, str) else ""

    def yes_no(value: object) -> str:
        return labels.label("yes_no", "yes" if value else "no", lang)

    def horizon(value: object) -> str:
        return labels.horizon(str(value), lang)

    def basis(value: object) -> str:
        return labels.price_basis(value if isinstance(value, str) else None, lang)

    def indicator(value: object) -> str:
        known = isinstance(value, str) and value in INDICATORS
        return labels.indicator(str(value), lang) if known else ""

    def unit(value: object) -> str:
        known = isinstance(value, str) and value in GROUPS["unit"]
        return labels.label("unit", str(value), lang) if known else ""

    return {
        "scenario": lambda value: context.title(str(value)),
        "indicator": indicator,
        "unit": unit,
        "price_basis": basis,
        "target": lambda value: context.target_title(str(value)),
        "comparator": named("comparator"),
        "with_hindsight": yes_no,
        "payback": yes_no,
        "inside": yes_no,
        "total": yes_no,
        "line": named("waterfall"),
        "kind": named("chart"),
        "as_of": lambda value: dates.date(date.fromisoformat(str(value)), lang),
        "part": named("part"),
        "measure": named("measure"),
        "view": named("view"),
        "horizon": horizon,
    }
