"""Input-output tables out of the long tables, their balance, and the quotients of a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterecon.ground.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd

FLOWS, ACCOUNTS, TOTALS = "input_output_flows", "input_output_accounts", "input_output_totals"
SECTORS, QUOTIENTS = "sectors", "location_quotients"
KEYS = {
    FLOWS: ("table", "from_sector", "to_sector", "value"),
    ACCOUNTS: ("table", "sector", "variable", "value"),
    TOTALS: ("table", "variable", "value"),
    SECTORS: ("table", "sector", "isic_section", "value"),
}
"""Columns of each table that are read."""
BALANCE = ("output", "value_added", "taxes_less_subsidies_on_inputs", "imported_intermediate")
"""Accounts every sector must have, so that its column can be balanced."""
TOLERANCE = 1e-3
"""Greatest share of output by which a column may miss its balance."""


@dataclass(frozen=True, eq=False)
class InputOutputTable:
    """One country and year, sectors in the table's own order."""

    name: str
    sections: Mapping[str, str]
    """ISIC section of each sector, by code."""
    flows: pd.DataFrame
    """(sectors, sectors): what the row sells to the column, domestic, in the table's unit."""
    accounts: pd.DataFrame
    """Variables by sector; NaN where none is given."""
    totals: Mapping[str, float]
    """Figures of the table that belong to no sector, by variable."""

    def lacking(self, variable: str) -> list[str]:
        """Return the sectors without an account."""
        if variable not in self.accounts:
            return list(self.sections)
        return self.accounts.index[self.accounts[variable].isna()].tolist()


def input_output(frames: Mapping[str, pd.DataFrame], name: str) -> InputOutputTable:
    """Return one input-output table; a pair of sectors without a row is 0, sectors stand by their rank.

    Parameters
    ----------
    frames
        The tables `sectors`, `input_output_flows`, `input_output_accounts`, `input_output_totals`, by name.
    name
        Name of the table, as in their column ``table``.

    Raises
    ------
    InputError
        When a frame or column is missing, there is no such table, or a row is there twice or names a sector
        that is not in `sectors`.
    """
    _check_columns(frames, KEYS)
    listing = _of_table(frames[SECTORS], name).sort_values(["value", "sector"])
    labels = listing["sector"].astype(str).tolist()
    flows, accounts = _of_table(frames[FLOWS], name), _of_table(frames[ACCOUNTS], name)
    mistakes = _twice(SECTORS, listing, ["sector"])
    for table, rows, column in (
        (FLOWS, flows, "from_sector"),
        (FLOWS, flows, "to_sector"),
        (ACCOUNTS, accounts, "sector"),
    ):
        unknown = sorted(set(rows[column].astype(str)) - set(labels))
        mistakes += [f"{table}: {column} '{s}' is not in {SECTORS}{nearest(s, labels)}" for s in unknown]
    mistakes += _twice(FLOWS, flows, ["from_sector", "to_sector"])
    mistakes += _twice(ACCOUNTS, accounts, ["sector", "variable"])
    if mistakes:
        raise InputError(mistakes)
    square = flows.pivot_table(index="from_sector", columns="to_sector", values="value", sort=False)
    wide = accounts.pivot_table(index="sector", columns="variable", values="value", sort=False)
    totals = frames[TOTALS][frames[TOTALS]["table"].astype(str) == name]
    return InputOutputTable(
        name,
        dict(zip(labels, listing["isic_section"].astype(str), strict=True)),
        square.reindex(index=labels, columns=labels).fillna(0.0),
        wide.reindex(labels),
        dict(zip(totals["variable"], totals["value"].astype(float), strict=True)),
    )


def location_quotients(frames: Mapping[str, pd.DataFrame], region: str, period: str) -> pd.Series[float]:
    """Return the simple location quotients of a region, by ISIC section or sector; named as the region.

    Raises
    ------
    InputError
        When the frame or a column of it is missing, nothing is known of the region and period, or a section
        is there twice.
    """
    _check_columns(frames, {QUOTIENTS: ("region", "section", "variable", "period", "value")})
    rows = frames[QUOTIENTS]
    rows = rows[
        (rows["region"].astype(str) == region)
        & (rows["variable"] == "slq")
        & (rows["period"].astype(str) == period)
    ]
    mistakes = _twice(QUOTIENTS, rows, ["section"])
    if rows.empty:
        mistakes = [f"{QUOTIENTS}: no slq of region '{region}' for '{period}'"]
    if mistakes:
        raise InputError(mistakes)
    return rows.set_index(rows["section"].astype(str))["value"].astype(float).rename(region)


def balance_mistakes(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the sectors whose column does not balance, naming the file, the table and the sector.

    Domestic inputs + imported inputs + taxes less subsidies on inputs + value added = output, within
    0.001 of output (Miller & Blair 2009, ch. 2). Nothing is checked where there are no sectors.
    """
    if SECTORS not in frames:
        return []
    out: list[str] = []
    for name in dict.fromkeys(frames[SECTORS]["table"]):
        table = input_output(frames, str(name))
        where = f"data/raw/{ACCOUNTS}.csv, table {name}"
        absent = [v for v in BALANCE if v not in table.accounts]
        out += [f"{where}: no rows for '{v}'" for v in absent]
        if absent:
            continue
        output, value_added, taxes, imported = (table.accounts[v] for v in BALANCE)
        residuals = table.flows.sum(axis=0) + imported + taxes + value_added - output
        for sector, made, residual in zip(table.sections, output, residuals, strict=True):
            missing = [v for v in BALANCE if sector in table.lacking(v)]
            if missing:
                out.append(f"{where}, sector {sector}: lacks {', '.join(missing)}")
            elif made <= 0:
                out.append(f"{where}, sector {sector}: output {made:g} must be above 0")
            elif abs(residual) > TOLERANCE * made:
                out.append(
                    f"{where}, sector {sector}: inputs, taxes and value added miss output by "
                    f"{residual:g} ({residual / made:.1%} of {made:g}; at most 0.1 %)"
                )
    return out


def _check_columns(frames: Mapping[str, pd.DataFrame], wanted: Mapping[str, tuple[str, ...]]) -> None:
    mistakes = [f"{name}: this table is missing" for name in wanted if name not in frames]
    for name in [name for name in wanted if name in frames]:
        absent = [column for column in wanted[name] if column not in frames[name].columns]
        mistakes += [f"{name}: column '{column}' is missing" for column in absent]
    if mistakes:
        raise InputError(mistakes)


def _of_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    names = frame["table"].astype(str)
    rows = frame[names == name]
    if rows.empty:
        raise InputError(f"no rows for table '{name}'{nearest(name, set(names))}")
    return rows


def _twice(table: str, rows: pd.DataFrame, key: list[str]) -> list[str]:
    repeated = rows[rows.duplicated(key)]
    return [
        f"{table}: {', '.join(f'{column} {row[column]!r}' for column in key)} appears more than once"
        for row in repeated.to_dict("records")
    ]
