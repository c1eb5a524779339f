"""Every result in full for the workbook: statistics side by side, names in the reader's language."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clusterecon import wording
from clusterecon.briefing.context import Context
from clusterecon.briefing.growth import target_title
from clusterecon.document import Column, TableBlock

if TYPE_CHECKING:
    from pandas import DataFrame


def data_tables(context: Context) -> tuple[TableBlock, ...]:
    """Return results, targets, attribution and appraisal in full, for the workbook alone.

    Parameters
    ----------
    context
        The run and its language.
    """

    def caption(name: str) -> str:
        return wording.caption(name, context.lang)

    results, parts, appraisal = map(
        side_by_side, (context.full_table, context.attribution, context.appraisal)
    )
    return (
        _block(context, "targets_in_full", caption("targets"), context.targets, 4),
        _block(context, "results", caption("results"), results, 2),
        _block(context, "growth_by_part", caption("attribution"), parts, 4),
        _block(context, "appraisal_in_full", caption("appraisal"), appraisal, 3),
    )


def side_by_side(frame: "DataFrame") -> "DataFrame":
    """Return a tidy table with a column for each statistic; rows and statistics keep their order.

    Parameters
    ----------
    frame
        Columns ``statistic`` and ``value``, and others that tell rows apart; those may be missing.
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


def _block(context: Context, name: str, title: str, frame: "DataFrame", decimals: int) -> TableBlock:
    """Put names for identifiers, and headings over the columns."""
    said = _words(context)
    shown = frame.copy()
    columns = []
    for column in map(str, frame.columns):
        if column in said:
            shown[column] = [said[column](value) for value in frame[column]]
        elif column != "year":
            shown[column] = frame[column].astype(float)
        columns.append(_column(column, column in said, decimals, context.lang))
    return TableBlock(name, title, shown, "", tuple(columns))


def _column(name: str, text: bool, decimals: int, lang: str) -> Column:
    statistics = wording.labels.GROUPS["statistic"]
    heading = statistics[name].in_(lang) if name in statistics else wording.heading(name, lang)
    if text:
        return Column(name, heading)
    if name in ("year", "rate"):
        return Column(name, heading, "year" if name == "year" else "percent", 0)
    return Column(name, heading, "number", decimals)


def _words(context: Context) -> dict[str, Callable[[object], str]]:
    """Return how the identifiers of each column are said."""
    lang = context.lang

    def named(group: str) -> Callable[[object], str]:
        return lambda value: wording.label(group, str(value), lang)

    def horizon(value: object) -> str:
        return wording.horizon(str(value), lang)

    def basis(value: object) -> str:
        return wording.price_basis(value if isinstance(value, str) else None, lang)

    def indicator(value: object) -> str:
        known = isinstance(value, str) and value in wording.labels.INDICATORS
        return wording.indicator(str(value), lang) if known else ""

    def unit(value: object) -> str:
        known = isinstance(value, str) and value in wording.labels.GROUPS["unit"]
        return wording.label("unit", str(value), lang) if known else ""

    return {
        "scenario": lambda value: context.title(str(value)),
        "indicator": indicator,
        "unit": unit,
        "price_basis": basis,
        "target": lambda value: target_title(context, str(value)),
        "comparator": lambda value: named("comparator")(value) if isinstance(value, str) else "",
        "with_hindsight": lambda value: wording.label("yes_no", "yes" if value else "no", lang),
        "part": named("part"),
        "measure": named("measure"),
        "view": named("view"),
        "horizon": horizon,
    }
