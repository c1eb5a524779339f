"""The table that the model reads: arrays by sector, from tidy frames, checked."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterecon.errors import InputError
from clusterecon.leontief._sectors import BoolArray, FloatArray, Sectors, not_finite
from clusterecon.leontief.coefficients import (
    coefficient_mistakes,
    regional_mistakes,
)
from clusterecon.leontief.regional import cross_quotients

SHARE_ROUNDING = 1e-9


@dataclass(frozen=True)
class LinkageTable:
    """A national domestic table with what a regional impact needs.

    Arrays are read-only copies in the order of `sectors`.

    Raises
    ------
    InputError
        Any guard of the table, all mistakes at once: shapes, repeated sectors, negative or non-finite
        figures, spectral radius of 1 or more, inputs and value added above output, household shares above 1,
        a sector both industry and service.
    """

    sectors: tuple[str, ...]
    """Codes, n of them."""
    coefficients: FloatArray
    """Domestic technical coefficients (n, n)."""
    value_added: FloatArray
    """Value added per unit of output (n,)."""
    compensation: FloatArray
    """Pay of employees per unit of output (n,)."""
    household_shares: FloatArray
    """Domestic household spending on each sector over all household spending, imports and taxes included
    (n,)."""
    location_quotients: FloatArray
    """Simple location quotients of the region (n,), 0 or more."""
    industry: BoolArray
    """Whether a sector counts as industry, the rows that enter an industrial target (n,)."""
    services: BoolArray
    """Whether a sector is a service (n,); what is neither is farming, building and the like."""
    relative_productivity: FloatArray
    """Value added per worker over that of the whole economy (n,); infinite for a sector without workers."""

    def __post_init__(self) -> None:
        """Take read-only copies and refuse what is not a table."""
        size = len(self.sectors)
        mistakes = [
            f"sector '{s}' appears more than once"
            for s in sorted({s for s in self.sectors if self.sectors.count(s) > 1})
        ]
        for name in VECTORS:
            kind = bool if name in ("industry", "services") else np.float64
            array = np.array(getattr(self, name), dtype=kind)
            shape = (size, size) if name == "coefficients" else (size,)
            if array.shape != shape:
                mistakes.append(f"{name}: shape {array.shape}, expected {shape}")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if not mistakes:
            mistakes = self._mistakes(self.labelled_sectors())
        if mistakes:
            raise InputError(mistakes)

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
        return mistakes

    def labelled_sectors(self) -> Sectors:
        """Return the sectors as labels."""
        return Sectors(len(self.sectors), pd.Index(self.sectors))

    def regional_coefficients(self, lam: float) -> FloatArray:
        """Return the coefficients (n, n) cut by Flegg's quotients at a given λ."""
        return self.coefficients * np.minimum(1, lam * cross_quotients(self.location_quotients))


VECTORS = tuple(name for name in LinkageTable.__dataclass_fields__ if name != "sectors")
