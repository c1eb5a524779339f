"""How a table of a briefing is put together: its caption, its headings, its rows."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import clusterecon.wording as wording
from clusterecon.briefing.context import Context
from clusterecon.document import Column, TableBlock

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
        Column(column, wording.heading(column, lang), "year" if column == "year" else "text")
        if isinstance(column, str)
        else column
        for column in columns
    )
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    return TableBlock(name, title or wording.caption(name, lang), frame, note, heads, detail)
