"""How a table of a briefing is put together: its caption, its headings, its rows."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from clusterecon.briefing.context import Context
from clusterecon.document.table import Column, TableBlock
from clusterecon.language import labels

if TYPE_CHECKING:
    from pandas import DataFrame


def table(
    context: Context,
    name: str,
    rows: "Iterable[Mapping[str, Any]] | DataFrame",
    columns: Iterable[str | Column],
    *,
    title: str = "",
    note: str = "",
    detail: bool = False,
) -> TableBlock:
    """Return a table; a column given by its name alone is text under its own heading, a ``year`` a year."""
    import pandas as pd

    lang = context.lang
    heads = tuple(
        Column(column, labels.heading(column, lang), "year" if column == "year" else "text")
        if isinstance(column, str)
        else column
        for column in columns
    )
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    return TableBlock(name, title or labels.caption(name, lang), frame, note, heads, detail)
