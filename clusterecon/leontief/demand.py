"""What a unit of final demand for one sector calls forth in the region."""

import numpy as np

from clusterecon.leontief.guards import flegg_mistakes, refuse
from clusterecon.leontief.ratios import flegg_lambda
from clusterecon.leontief.table import LinkageTable


def demand_effects(table: LinkageTable, sector: str, gdp_share: float, delta: float) -> tuple[float, float]:
    """Return industrial value added, and direct jobs, per unit of final demand for a sector.

    Value added ``Σ_i v_i L_ij`` over the industrial rows i of the regional inverse; jobs ``v_j / p_j``, those
    of the sector itself, p_j its productivity relative to the economy's.

    Parameters
    ----------
    table
        National table with location quotients.
    sector
        Code of the sector j that is bought from; one of the table's.
    gdp_share, delta
        Size of the region over the nation and Flegg's δ.

    Returns
    -------
    tuple of float
        Money per unit of money; jobs per unit of money where the economy's productivity is 1.
    """
    j = table.sectors.index(sector)
    refuse(flegg_mistakes(gdp_share, delta))
    regional = table.regional_coefficients(flegg_lambda(gdp_share, delta))
    inverse = np.linalg.solve(np.eye(len(table.sectors)) - regional, np.eye(len(table.sectors))[:, j])
    industry = float(np.sum(table.value_added * table.industry * inverse))
    return industry, float(table.value_added[j] / table.relative_productivity[j])
