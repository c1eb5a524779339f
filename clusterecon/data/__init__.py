"""Figures as published: tables with unit, release date, status and source, and views of what was known when.

`data/raw/` holds CSV tables described by `datapackage.json`, which is the one home of their schema.
`read_tables` checks every cell of them, `Tables.as_of` shows what was known on a day, and
`load_processed` gives the same tables as `read_tables` from a checked copy in `data/processed/`, faster.
"""

from clusterecon.data.checks import Checked, RowReference, TableVintage, check_rows, strangers, vintages
from clusterecon.data.input_output import InputOutputTable, balance_mistakes, input_output
from clusterecon.data.processed import build_processed, load_processed, read_cache, write_cache
from clusterecon.data.reading import read_tables
from clusterecon.data.schema import DataPackage, read_package
from clusterecon.data.selectors import newest, readings
from clusterecon.data.tables import Tables

__all__ = [
    "Checked",
    "DataPackage",
    "InputOutputTable",
    "RowReference",
    "TableVintage",
    "Tables",
    "balance_mistakes",
    "build_processed",
    "check_rows",
    "input_output",
    "load_processed",
    "newest",
    "read_cache",
    "read_package",
    "read_tables",
    "readings",
    "strangers",
    "vintages",
    "write_cache",
]
