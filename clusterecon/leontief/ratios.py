"""Indirect and induced effects per unit of tenants' direct value added, over many draws at once.

Size of the region and δ enter only through Flegg's λ, so that every draw is a point on one curve. The curve
is solved at nodes and interpolated between them; its kinks, where a quotient reaches 1, are nodes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.curve import Curve
from clusterecon.leontief.guards import refuse
from clusterecon.leontief.supply import mix_shares
from clusterecon.leontief.table import LinkageTable
from clusterecon.leontief.textbook import cross_quotients, flegg_lambda, household_column

BLOCK = 8_192
GROUPS = 6  # value added in industry and elsewhere; jobs in industry, services, on farms and elsewhere


@dataclass(frozen=True)
class LinkageRatios:
    """Effects per unit of **direct value added** of tenants; every array is (draws,).

    Value added is a fraction of direct value added; jobs are jobs per unit of direct value added (jobs per
    bn VND where the average productivity is in bn VND a worker), at the productivity given, before its
    growth.
    """

    indirect_industry: Array
    indirect_other: Array
    induced_industry: Array
    induced_other: Array
    indirect_jobs_industry: Array
    indirect_jobs_services: Array
    indirect_jobs_farms: Array
    indirect_jobs_other: Array
    induced_jobs_industry: Array
    induced_jobs_services: Array
    induced_jobs_farms: Array
    induced_jobs_other: Array

    @property
    def indirect_jobs_per_va(self) -> Array:
        """Indirect jobs of all sectors per unit of direct value added, (draws,)."""
        off_farms = self.indirect_jobs_industry + self.indirect_jobs_services + self.indirect_jobs_other
        return off_farms + self.indirect_jobs_farms

    @property
    def induced_jobs_per_va(self) -> Array:
        """Induced jobs of all sectors per unit of direct value added, (draws,)."""
        off_farms = self.induced_jobs_industry + self.induced_jobs_services + self.induced_jobs_other
        return off_farms + self.induced_jobs_farms

    def at_regional_productivity(self, regional_productivity: npt.ArrayLike) -> Self:
        """Return the ratios with jobs at the region's productivity, farm jobs at the nation's.

        Jobs of sector i off farms are ``ΔVA_i / (p_i · regional_productivity)``: a region whose workers add
        more value each needs fewer of them for the same value added.

        Parameters
        ----------
        regional_productivity
            Value added per worker of the region over that of the nation, above 0, a number or (draws,).
        """
        factor = np.asarray(regional_productivity, dtype=np.float64)
        return replace(
            self,
            **{
                f"{kind}_jobs_{group}": getattr(self, f"{kind}_jobs_{group}") / factor
                for kind in ("indirect", "induced")
                for group in ("industry", "services", "other")
            },
        )

    def realised(self, linkage_realisation: npt.ArrayLike) -> Self:
        """Return the ratios scaled by φ, ``M_used = 1 + φ (M − 1)``: short-run limits of supply.

        Parameters
        ----------
        linkage_realisation
            φ in [0, 1], a number or (draws,).

        Raises
        ------
        InputError
            φ outside [0, 1].
        """
        phi = np.asarray(linkage_realisation, dtype=np.float64)
        if not ((phi >= 0) & (phi <= 1)).all():
            raise InputError("linkage_realisation must lie in [0, 1]")
        return replace(self, **{field.name: getattr(self, field.name) * phi for field in fields(self)})


def linkage_ratios(
    table: LinkageTable,
    tenant_mix: Mapping[str, float],
    gdp_share: npt.ArrayLike,
    delta: npt.ArrayLike,
    propensity_to_consume: npt.ArrayLike,
    leakage: npt.ArrayLike,
    average_productivity: npt.ArrayLike,
) -> LinkageRatios:
    """Return indirect (Type I) and induced (Type II less Type I) effects per unit of direct value added.

    For a tenant sector j, ``M_j = Σ_i v_i (L_ij / L_jj) / v_j`` of the table regionalised with Flegg's
    quotient, L the open inverse for Type I and the inverse closed for households for Type II; over the mix
    ``M = Σ_j share_j M_j``. The unit i = j is the direct effect, in no ratio. Jobs of sector i are its value
    added over its productivity, the average productivity times the sector's relative productivity.

    Parameters
    ----------
    table
        National table with location quotients.
    tenant_mix
        Shares of direct value added by sector. They add up to 1.
    gdp_share, delta
        Size of the region over the nation and Flegg's δ, numbers or (draws,).
    propensity_to_consume
        Spending of households per unit of pay, net of tax, in [0, 1], a number or (draws,).
    leakage
        Share of pay earned by people from outside the region, in [0, 1], a number or (draws,).
    average_productivity
        Value added per worker of the whole economy, money per worker, a number or (draws,).

    Returns
    -------
    LinkageRatios
        Arrays (draws,); (1,) where every argument is a number.

    Raises
    ------
    InputError
        An argument out of range; a mix that does not add up to 1, names an unknown
        sector or one without value added; households' spending without end.

    Notes
    -----
    Exact where there are few different λ. Else relative errors are below 1e-8 (tested against exact solves),
    and memory is bounded by blocks of draws.
    """
    lam, kappa, productivity = _draws(gdp_share, delta, propensity_to_consume, leakage, average_productivity)
    shares = mix_shares(table, tenant_mix)
    tenants = np.flatnonzero(shares > 0)
    weights = shares[tenants] / table.value_added[tenants]
    curve = Curve(lambda at: _solve(table, tenants, at), kinks(table), lam)
    own = _group_rows(table)[:, tenants]
    type1, type2 = np.empty((lam.size, GROUPS)), np.empty((lam.size, GROUPS))
    for start in range(0, lam.size, BLOCK):
        block = slice(start, start + BLOCK)
        type1[block], type2[block] = _multiply(curve(lam[block]), kappa[block], own, weights)
    induced = type2 - type1
    type1[:, 2:] /= productivity[:, None]
    induced[:, 2:] /= productivity[:, None]
    columns = [*type1[:, :2].T, *induced[:, :2].T, *type1[:, 2:].T, *induced[:, 2:].T]
    return LinkageRatios(*(np.ascontiguousarray(column) for column in columns))


def kinks(table: LinkageTable) -> Array:
    """Return every λ in (0, 1) at which a quotient that matters reaches 1, sorted."""
    slq = table.location_quotients
    quotients = cross_quotients(slq)[table.coefficients > 0]
    reached = np.concatenate([quotients, slq[table.household_shares > 0]])
    return np.unique(1 / reached[np.isfinite(reached) & (reached > 1)])


def _draws(*given: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """Return λ, c(1 − leakage) and average productivity, (draws,) each, checked."""
    names = ("gdp_share", "delta", "propensity_to_consume", "leakage", "average_productivity")
    arrays = [np.atleast_1d(np.asarray(values, dtype=np.float64)) for values in given]
    mistakes = []
    for name, array in zip(names[2:4], arrays[2:4], strict=True):
        if not ((array >= 0) & (array <= 1)).all():
            mistakes.append(f"{name}: must lie in [0, 1] in every draw")
    if not (np.isfinite(arrays[4]) & (arrays[4] > 0)).all():
        mistakes.append("average_productivity: must be a positive number in every draw")
    refuse(mistakes)
    share, delta, propensity, leakage, productivity = np.broadcast_arrays(*arrays)
    return flegg_lambda(share, delta), propensity * (1 - leakage), productivity


def _group_rows(table: LinkageTable) -> Array:
    """Return value added and jobs (at average productivity 1) per unit of output, (GROUPS, n)."""
    added = table.value_added
    jobs = added / table.relative_productivity
    industry, services, farms = table.industry, table.services, table.farming
    other = ~industry & ~services & ~farms
    kinds = (jobs * kind for kind in (industry, services, farms, other))
    return np.stack([added * industry, added * ~industry, *kinds])


def _solve(table: LinkageTable, tenants: npt.NDArray[np.intp], lam: Array) -> Array:
    """Solve the regional table at each λ; columns: a (6 × tenants), ŵ, u_T (tenants each), g u (6), q.

    a = group totals of L_·j / L_jj without i = j; u = L h_0; ŵ = (h_r L)_j / L_jj; q = h_r u.
    """
    size, count = table.value_added.size, tenants.size
    rows = _group_rows(table)
    result = np.empty((lam.size, GROUPS * count + 2 * count + GROUPS + 1))
    chunk = max(1, 2_000_000 // size**2)
    for start in range(0, lam.size, chunk):
        at = lam[start : start + chunk]
        regional = table.regional_coefficients(at)
        right = np.zeros((at.shape[0], size, count + 1))
        right[:, tenants, np.arange(count)] = 1.0
        right[:, :, count] = household_column(table.household_shares, table.location_quotients, at)
        solved = np.linalg.solve(np.eye(size) - regional, right)
        bought, spent = solved[:, :, :count], solved[:, :, count]
        own = bought[:, tenants, np.arange(count)]
        totals = (rows @ bought) / own[:, None, :] - rows[:, tenants]
        result[start : start + chunk] = np.concatenate(
            [
                totals.reshape(at.shape[0], -1),
                (table.compensation @ bought) / own,
                spent[:, tenants],
                spent @ rows.T,
                (spent @ table.compensation)[:, None],
            ],
            axis=1,
        )
    return result


def _multiply(solved: Array, kappa: Array, own: Array, weights: Array) -> tuple[Array, Array]:
    """Return indirect and indirect plus induced group totals (draws, GROUPS) by the rank-one formula."""
    count = weights.size
    cuts = np.cumsum([GROUPS * count, count, count, GROUPS])
    totals, earned, spent, group_spent, feedback = np.split(solved, cuts, axis=1)
    totals = totals.reshape(-1, GROUPS, count)
    denominator = 1 - kappa * feedback[:, 0]
    if not (denominator > 0).all():
        raise InputError(
            "Type II: households' purchases bring back a unit of income or more for each unit of income "
            f"(denominator {denominator.min():.4g}): compensation, household shares or propensity too high"
        )
    rounds = (kappa / denominator)[:, None] * earned
    induced = rounds[:, None, :] * (group_spent[:, :, None] - own * spent[:, None, :])
    closed = (totals + induced) / (1 + rounds * spent)[:, None, :]
    return totals @ weights, closed @ weights
