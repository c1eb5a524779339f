"""Alternative text of a chart, from the numbers it draws."""

from typing import TYPE_CHECKING, Any

from clusterecon.charts.frames import records, require_columns
from clusterecon.charts.text import ChartText
from clusterecon.wording.labels import label
from clusterecon.wording.numbers import Estimate, is_missing, probability
from clusterecon.wording.spread import amount, spread
from clusterecon.wording.titles import alternative_text as described

if TYPE_CHECKING:
    from pandas import DataFrame


def alternative_text(
    chart: str, data: "DataFrame", text: ChartText, *, unit: str, value: str = "value", name: str = "scenario"
) -> str:
    """Describe a chart in words: its kind, its title, and what it draws, the last year of each series.

    Parameters
    ----------
    chart
        The kind, a key of `clusterecon.wording.titles.KINDS`.
    data
        What ``<chart>_data`` returns.
    text
        The chart's words.
    unit
        A key of `clusterecon.wording.labels.UNITS`; ``probability`` for probabilities.
    value
        The column that is read out; columns low and high are read with it where they are there.
    name
        The column that tells series apart: scenario, sector, lever, target, line, kind or year.
    """
    require_columns(data, [name, value], f"data of chart {chart}")
    last: dict[str, dict[str, Any]] = {}
    for row in records(data):
        if not is_missing(row[value]):
            last[str(row[name])] = row
    several = len(last) < len(data)
    rows = [
        _phrase(_series_name(key, name, text), row, (value, unit), text.lang, several)
        for key, row in last.items()
    ]
    return described(chart, text.title, rows, text.lang)


def _series_name(key: str, column: str, text: ChartText) -> str:
    if column == "line":
        return label("waterfall", key, text.lang)
    if column == "kind":
        return label("chart", key, text.lang)
    return text.name(key)


def _phrase(name: str, row: dict[str, Any], what: tuple[str, str], lang: str, several: bool) -> str:
    """Return one series in words, with the year or date where the series has more than one."""
    value, unit = what
    number = float(row[value])
    if unit == "probability":
        shown = probability(number, lang, words=True)
    else:
        ends = [row.get("low"), row.get("high")] if value == "value" else [None, None]
        shown = amount(number, unit, lang) + spread(Estimate(number, *ends), unit, lang)
    place = next((str(row[key]) for key in ("year", "as_of", "sequence") if several and key in row), "")
    return f"{name}, {place}: {shown}" if place else f"{name}: {shown}"
