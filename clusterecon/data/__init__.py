"""Figures as published: tables with unit, release date, status and source, and views of what was known when.

`data/raw/` holds CSV tables described by `datapackage.json`, which is the one home of their schema.
`load_processed` gives them checked, from a copy in `data/processed/` where that is fresh, and `Tables.as_of`
shows what was known on a day.
"""

from clusterecon.data.checks import Checked, RowReference, TableVintage, check_rows, strangers, vintages
from clusterecon.data.input_output import InputOutputTable, input_output, location_quotients
from clusterecon.data.processed import build_processed, load_processed, read_cache, write_cache
from clusterecon.data.schema import DataPackage, read_package
from clusterecon.data.tables import Tables

__all__ = [
    "Checked",
    "DataPackage",
    "InputOutputTable",
    "RowReference",
    "TableVintage",
    "Tables",
    "build_processed",
    "check_rows",
    "input_output",
    "load_processed",
    "location_quotients",
    "read_cache",
    "read_package",
    "strangers",
    "vintages",
    "write_cache",
]
