"""The table that the model reads: arrays by sector, from an input-output table and quotients, checked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.guards import coefficient_mistakes, refuse, regional_mistakes
from clusterecon.leontief.sectors import BoolArray, Sectors, listed, not_finite
from clusterecon.leontief.textbook import regional_coefficients, technical_coefficients

if TYPE_CHECKING:
    from clusterecon.data.input_output import InputOutputTable

SHARE_ROUNDING = 1e-9
INDUSTRY = tuple("BCDE")
"""ISIC sections that count as industry."""
SERVICES = tuple("GHIJKLMNOPQRSTU")
"""ISIC sections that count as services."""
FARMING = ("A",)
"""ISIC sections that count as farming."""
NEEDED = (
    "output",
    "value_added",
    "imported_intermediate",
    "taxes_less_subsidies_on_inputs",
    "compensation_of_employees",
    "employment",
)
HOUSEHOLDS, DOMESTIC = "household_consumption", "household_consumption_domestic"
HOUSEHOLD_TOTAL = "household_consumption_at_purchasers_prices"


@dataclass(frozen=True)
class LinkageTable:
    """A national domestic table with what a regional impact needs.

    Arrays are read-only copies in the order of `sectors`.

    Raises
    ------
    InputError
        Any guard of the table, all mistakes at once: shapes, repeated sectors, negative or non-finite
        figures, spectral radius of 1 or more, inputs and value added above output, household shares above 1,
        a sector of two kinds.
    """

    sectors: tuple[str, ...]
    """Codes, n of them."""
    coefficients: Array
    """Domestic technical coefficients (n, n)."""
    value_added: Array
    """Value added per unit of output (n,)."""
    compensation: Array
    """Pay of employees per unit of output (n,)."""
    household_shares: Array
    """Domestic household spending on each sector over all household spending, imports and taxes included
    (n,)."""
    location_quotients: Array
    """Simple location quotients of the region (n,), 0 or more."""
    industry: BoolArray
    """Whether a sector counts as industry, the rows that enter an industrial target (n,)."""
    services: BoolArray
    """Whether a sector is a service (n,)."""
    farming: BoolArray
    """Whether a sector is farming, forestry or fishing (n,); what is none of the three is building."""
    relative_productivity: Array
    """Value added per worker over that of the whole economy (n,); infinite for a sector without workers."""

    def __post_init__(self) -> None:
        """Take read-only copies and refuse what is not a table."""
        size = len(self.sectors)
        mistakes = [
            f"sector '{s}' appears more than once"
            for s in sorted({s for s in self.sectors if self.sectors.count(s) > 1})
        ]
        for name in VECTORS:
            kind = bool if name in ("industry", "services", "farming") else np.float64
            array = np.array(getattr(self, name), dtype=kind)
            shape = (size, size) if name == "coefficients" else (size,)
            if array.shape != shape:
                mistakes.append(f"{name}: shape {array.shape}, expected {shape}")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if not mistakes:
            mistakes = self._mistakes(self.labelled_sectors())
        refuse(mistakes)

    def _mistakes(self, sectors: Sectors) -> list[str]:
        mistakes = coefficient_mistakes(sectors, self.coefficients)
        for name in ("value_added", "compensation", "household_shares", "location_quotients"):
            mistakes += not_finite(name.replace("_", " "), sectors, getattr(self, name), least=0)
        if not mistakes:
            mistakes = regional_mistakes(sectors, self.coefficients, self.value_added)
        if self.household_shares.sum() > 1 + SHARE_ROUNDING:
            mistakes.append(
                f"household shares add up to {self.household_shares.sum():.6g}, more than all spending"
            )
        productivity = self.relative_productivity
        mistakes += [
            f"relative productivity of {sectors.name(i)} is {productivity[i]:g}: must be positive"
            for i in np.flatnonzero(~(productivity > 0))
        ]
        mistakes += [
            f"{sectors.name(i)} is both industry and service"
            for i in np.flatnonzero(self.industry & self.services)
        ]
        mistakes += [
            f"{sectors.name(i)} is both farming and industry or service"
            for i in np.flatnonzero(self.farming & (self.industry | self.services))
        ]
        return mistakes

    def labelled_sectors(self) -> Sectors:
        """Return the sectors as labels."""
        return Sectors(len(self.sectors), pd.Index(self.sectors))

    def regional_coefficients(self, lam: npt.ArrayLike) -> Array:
        """Return the coefficients (n, n) cut by Flegg's quotients at a given λ; (m, n, n) for λ of (m,)."""
        return regional_coefficients(self.coefficients, self.location_quotients, lam)


VECTORS = tuple(name for name in LinkageTable.__dataclass_fields__ if name != "sectors")


def linkage_table(table: "InputOutputTable", quotients: "pd.Series[float]") -> LinkageTable:
    """Return one table of a study, checked, with the location quotients of one region.

    Parameters
    ----------
    table
        Accounts `output`, `value_added`, `imported_intermediate`, `taxes_less_subsidies_on_inputs`,
        `compensation_of_employees`, `employment` (persons, any unit), and either
        `household_consumption_domestic` or `household_consumption` with `import_share`, for every sector;
        `household_consumption_at_purchasers_prices` among the totals.
    quotients
        Simple location quotients by ISIC section or, more closely, by sector of the table; named as the
        region.

    Returns
    -------
    LinkageTable
        With household shares over all household spending, imports and product taxes included, and
        productivity relative to the economy's average (`value_added` over `employment`).

    Raises
    ------
    InputError
        An account, quotient or total missing, all at once; any guard of `technical_coefficients` and
        `LinkageTable`. The sector is named.
    """
    accounts, labels = table.accounts, list(table.sections)
    households = (DOMESTIC,) if DOMESTIC in accounts else (HOUSEHOLDS, "import_share")
    mistakes = []
    for name in (*NEEDED, *households):
        mistakes += listed(
            [f"input_output_accounts: {name} of '{s}' is missing" for s in table.lacking(name)]
        )
    slq = [quotients.get(sector, quotients.get(section)) for sector, section in table.sections.items()]
    mistakes += listed(
        [
            f"location_quotients: no slq for '{sector}' (section {section}) in region '{quotients.name}'"
            for (sector, section), value in zip(table.sections.items(), slq, strict=True)
            if value is None
        ]
    )
    total = table.totals.get(HOUSEHOLD_TOTAL, 0.0)
    if not total > 0:
        mistakes.append(f"input_output_totals: '{table.name}' needs {HOUSEHOLD_TOTAL} once, above 0")
    refuse(mistakes)
    output = accounts["output"]
    coefficients = technical_coefficients(table.flows, output)
    per_output = accounts.div(output.where(output > 0, 1.0), axis=0)
    domestic = (
        accounts[DOMESTIC] if DOMESTIC in accounts else accounts[HOUSEHOLDS] * (1 - accounts["import_share"])
    )
    sections = list(table.sections.values())
    return LinkageTable(
        sectors=tuple(labels),
        coefficients=np.asarray(coefficients),
        value_added=per_output["value_added"].to_numpy(),
        compensation=per_output["compensation_of_employees"].to_numpy(),
        household_shares=domestic.to_numpy() / total,
        location_quotients=np.array(slq),
        industry=np.isin(sections, INDUSTRY),
        services=np.isin(sections, SERVICES),
        farming=np.isin(sections, FARMING),
        relative_productivity=_relative_productivity(accounts),
    )


def _relative_productivity(accounts: pd.DataFrame) -> Array:
    added, workers = (accounts[name].to_numpy(dtype=float) for name in ("value_added", "employment"))
    if not (np.isfinite(workers) & (workers >= 0)).all() or workers.sum() <= 0:
        raise InputError("input_output_accounts: employment must not be negative, and not 0 everywhere")
    each: Array = np.divide(added, workers, out=np.full(added.size, np.inf), where=workers > 0)
    average = added.sum() / workers.sum()
    relative: Array = each / average
    return relative
