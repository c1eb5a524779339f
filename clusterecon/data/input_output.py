"""Input-output tables out of the long tables, and their balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterecon.errors import InputError, nearest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from clusterecon.data.tables import Tables

BALANCE = ("output", "value_added", "taxes_less_subsidies_on_inputs", "imported_intermediate")
"""Accounts every sector must have, so that its column can be balanced."""
TOLERANCE = 1e-3
"""Greatest share of output by which a column may miss its balance."""


@dataclass(frozen=True, eq=False)
class InputOutputTable:
    """One country and year, sectors in the table's own order.

    Parameters
    ----------
    name
        Name of the table.
    sectors, sections
        Codes, and the ISIC section of each.
    labels
        Language (``vi``, ``en``) to the sectors' names.
    flows
        (sectors, sectors): what the row sells to the column, domestic, in the table's unit.
    accounts
        Variable to one number a sector; NaN where none is given.
    totals
        Figures of the table that belong to no sector.
    """

    name: str
    sectors: tuple[str, ...]
    sections: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    flows: npt.NDArray[np.float64]
    accounts: Mapping[str, npt.NDArray[np.float64]]
    totals: Mapping[str, float]


def input_output(tables: Tables, name: str) -> InputOutputTable:
    """Return one input-output table as arrays; a pair of sectors without a row is 0.

    Parameters
    ----------
    tables
        With the tables `sectors`, `input_output_flows`, `input_output_accounts`, `input_output_totals`.
    name
        Name of the table, as in their column ``table``.

    Raises
    ------
    InputError
        When there is no such table.
    """
    import numpy as np

    sectors = tables.table("sectors")
    known = list(dict.fromkeys(sectors["table"]))
    if name not in known:
        raise InputError(f"no input-output table '{name}' in data/raw{nearest(name, known)}")
    mine = sectors[sectors["table"] == name].sort_values(["value", "sector"])
    codes = tuple(mine["sector"])
    place = {code: i for i, code in enumerate(codes)}
    flows = np.zeros((len(codes), len(codes)))
    rows = tables.table("input_output_flows")
    rows = rows[rows["table"] == name]
    flows[[place[c] for c in rows["from_sector"]], [place[c] for c in rows["to_sector"]]] = rows[
        "value"
    ].to_numpy()
    accounts = tables.table("input_output_accounts")
    accounts = accounts[accounts["table"] == name]
    by_variable: dict[str, npt.NDArray[np.float64]] = {}
    for variable, part in accounts.groupby("variable", sort=True):
        column = np.full(len(codes), np.nan)
        column[[place[c] for c in part["sector"]]] = part["value"].to_numpy()
        by_variable[str(variable)] = column
    totals = tables.table("input_output_totals")
    totals = totals[totals["table"] == name]
    return InputOutputTable(
        name,
        codes,
        tuple(mine["isic_section"]),
        {lang: tuple(mine[f"name_{lang}"]) for lang in ("vi", "en")},
        flows,
        by_variable,
        dict(zip(totals["variable"], totals["value"].astype(float), strict=True)),
    )


def balance_mistakes(tables: Tables) -> list[str]:
    """Return the sectors whose column does not balance.

    Domestic inputs + imported inputs + taxes less subsidies on inputs + value added = output, within
    0.001 of output (Miller & Blair 2009, ch. 2).

    Parameters
    ----------
    tables
        All raw tables; nothing is checked where there are no sectors.

    Returns
    -------
    list of str
        One line a sector, naming the file, the table and the sector.
    """
    import numpy as np

    if "sectors" not in tables.frames:
        return []
    out: list[str] = []
    for name in dict.fromkeys(tables.table("sectors")["table"]):
        table = input_output(tables, str(name))
        where = f"data/raw/input_output_accounts.csv, table {name}"
        absent = [v for v in BALANCE if v not in table.accounts]
        out += [f"{where}: no rows for '{v}'" for v in absent]
        if absent:
            continue
        output, value_added, taxes, imported = (table.accounts[v] for v in BALANCE)
        residual = table.flows.sum(axis=0) + imported + taxes + value_added - output
        for i, sector in enumerate(table.sectors):
            given = np.isfinite([table.accounts[v][i] for v in BALANCE])
            if not given.all():
                lacking = ", ".join(v for v, there in zip(BALANCE, given, strict=True) if not there)
                out.append(f"{where}, sector {sector}: lacks {lacking}")
            elif output[i] <= 0:
                out.append(f"{where}, sector {sector}: output {output[i]:g} must be above 0")
            elif abs(residual[i]) > TOLERANCE * output[i]:
                out.append(
                    f"{where}, sector {sector}: inputs, taxes and value added miss output by "
                    f"{residual[i]:g} ({residual[i] / output[i]:.1%} of {output[i]:g}; at most 0.1 %)"
                )
    return out
