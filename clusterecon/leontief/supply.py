"""A new cluster as a supply shock: where its indirect effect falls, by three readings of the mixed model."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import nearest
from clusterecon.leontief.guards import flegg_mistakes, refuse
from clusterecon.leontief.ratios import flegg_lambda
from clusterecon.leontief.sectors import not_finite
from clusterecon.leontief.table import LinkageTable
from clusterecon.leontief.textbook import leontief_inverse

SHARE_TOLERANCE = 1e-6


def indirect_by_sector(
    table: LinkageTable, tenant_mix: Mapping[str, float], gdp_share: float, delta: float
) -> pd.DataFrame:
    """Return where the indirect effect falls: value added of each sector per unit of direct value added.

    A plant's own output is given, not caused by final use, so that what it buys through others from its own
    sector is left out. Three readings of the mixed model say so more or less strictly:

    - ``lower``: the output of every tenant sector is exogenous at once; only the other sectors respond,
      ``(I − A_NN)⁻¹ A_NT``.
    - ``one_at_a_time``: ``L_ij / L_jj``, one tenant sector at a time; firms of sector j outside do not
      respond. This is the reading of `linkage_ratios`.
    - ``upper``: the cluster is a new sector with the inputs of j; all existing sectors respond, ``L − I``.

    Parameters
    ----------
    table
        National table with location quotients.
    tenant_mix
        Shares of direct value added by sector. They add up to 1.
    gdp_share, delta
        Size of the region over the nation and Flegg's δ.

    Returns
    -------
    pandas.DataFrame
        A row for each sector, a column for each reading. The sum of a column is the indirect effect; the
        multiplier is 1 more.

    Raises
    ------
    InputError
        A mix that does not add up to 1, names an unknown sector or one without value added; a share or δ out
        of range.

    Notes
    -----
    Miller and Blair (2009), chapter 13, mixed models.
    """
    shares = mix_shares(table, tenant_mix)
    refuse(flegg_mistakes(gdp_share, delta))
    regional = table.regional_coefficients(flegg_lambda(gdp_share, delta))
    total = np.asarray(leontief_inverse(regional))
    output = np.divide(shares, table.value_added, out=np.zeros_like(shares), where=shares > 0)
    one = total / np.diag(total) - np.eye(shares.size)
    tenants, others = np.flatnonzero(shares > 0), np.flatnonzero(shares == 0)
    lower = np.zeros(shares.size)
    if others.size:
        bought = regional[np.ix_(others, tenants)] @ output[tenants]
        lower[others] = np.linalg.solve(np.eye(others.size) - regional[np.ix_(others, others)], bought)
    needed = {"lower": lower, "one_at_a_time": one @ output, "upper": total @ output - output}
    return pd.DataFrame(
        {reading: table.value_added * response for reading, response in needed.items()},
        index=list(table.sectors),
    )


def mix_shares(table: LinkageTable, tenant_mix: Mapping[str, float]) -> Array:
    """Return the tenant mix as shares (n,) of direct value added, checked, adding up to exactly 1."""
    refuse(
        [
            f"tenant_mix: '{sector}' is not a sector of the table{nearest(sector, table.sectors)}"
            for sector in tenant_mix
            if sector not in table.sectors
        ]
    )
    shares = np.array([float(tenant_mix.get(sector, 0.0)) for sector in table.sectors])
    sectors = table.labelled_sectors()
    mistakes = not_finite("tenant_mix", sectors, shares, least=0)
    if not mistakes and abs(shares.sum() - 1) > SHARE_TOLERANCE:
        mistakes.append(f"tenant_mix: shares add up to {shares.sum():.6g}, not 1")
    mistakes += [
        f"tenant_mix: {sectors.name(j)} has a share but no value added in the table"
        for j in np.flatnonzero((shares > 0) & ~(table.value_added > 0))
    ]
    refuse(mistakes)
    scaled: Array = shares / shares.sum()
    return scaled
