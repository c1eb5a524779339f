"""The regional table solved once for all draws: effects as a surface over Flegg's λ and households' κ.

Size of the region and δ enter only through λ, propensity and leakage only through κ = c (1 − leakage), what
households spend in the region per unit of pay. In λ the surface is solved at the nodes of pieces, whose edges
are its kinks, where a quotient reaches 1; in κ a matrix of rank one gives it anywhere, and it is kept at as
many nodes as it takes.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.curve import solved_pieces
from clusterecon.leontief.guards import flegg_mistakes, refuse
from clusterecon.leontief.ratios import Surface, flegg_lambda, linkage_ratios, spending_propensity
from clusterecon.leontief.supply import mix_shares
from clusterecon.leontief.table import LinkageTable
from clusterecon.leontief.textbook import cross_quotients, household_column

Range: TypeAlias = tuple[float, float]
"""The lowest and the highest value that is drawn."""

GROUPS = 6  # value added in industry and elsewhere; jobs in industry, services, on farms and elsewhere
KAPPA_TOLERANCE = 1e-10
LEAST_LEFT = 1e-3
"""Denominator of households' rounds of spending below which they have no end: 1 would become 1,000."""
RATIOS = np.dtype(
    (
        np.record,
        [
            (f"{kind}_{group}", np.float64)
            for kind in ("indirect", "induced")
            for group in ("industry", "other", "jobs_industry", "jobs_services", "jobs_farms", "jobs_other")
        ],
    )
)
"""Effects per unit of **direct value added** of tenants, in one draw.

``indirect_`` and ``induced_``, each with value added of ``industry`` and of ``other`` sectors, as a fraction
of direct value added; and with ``jobs_industry``, ``jobs_services``, ``jobs_farms`` and ``jobs_other``, jobs
per unit of direct value added where the average productivity of the economy is 1.
"""


def surface(
    table: LinkageTable, tenant_mixes: Sequence[Mapping[str, float]], lambda_range: Range, kappa_range: Range
) -> Surface:
    """Return indirect (Type I) and induced (Type II less Type I) effects of every λ and κ that is drawn.

    For a tenant sector j, ``M_j = Σ_i v_i (L_ij / L_jj) / v_j`` of the table regionalised with Flegg's
    quotient, L the open inverse for Type I and the inverse closed for households for Type II; over the mix
    ``M = Σ_j share_j M_j``. The unit i = j is the direct effect, in no ratio. Jobs of sector i are its value
    added over its productivity, here relative to the economy's average.

    Parameters
    ----------
    table
        National table with location quotients.
    tenant_mixes
        Shares of direct value added by sector, for each mix of tenants. The shares of a mix add up to 1.
    lambda_range
        Lowest and highest λ, `lambda_range`; one value twice where it is sure.
    kappa_range
        Lowest and highest spending in the region per unit of pay, `kappa_range`.

    Returns
    -------
    Surface
        For `clusterecon.leontief.ratios.linkage_ratios`.

    Raises
    ------
    InputError
        A range outside (0, 1] or [0, 1], or turned round; a mix that does not add up to 1, names an unknown
        sector or one without value added; households' spending without end at the highest κ.
    """
    (lowest, highest), (least, most) = lambda_range, kappa_range
    mistakes = []
    if not 0 < lowest <= highest <= 1:
        mistakes.append(f"lambda_range: must rise within (0, 1], not {lowest:g} to {highest:g}")
    if not 0 <= least <= most <= 1:
        mistakes.append(f"kappa_range: must rise within [0, 1], not {least:g} to {most:g}")
    refuse(mistakes)
    shares = np.stack([mix_shares(table, mix) for mix in tenant_mixes])
    feedback = float(_solve(table, np.array([], dtype=np.intp), np.array([highest])).feedback[0])
    if not 1 - most * feedback > LEAST_LEFT:
        raise InputError(
            "Type II: households' purchases bring back (nearly) a unit of income or more for each unit "
            f"(denominator {1 - most * feedback:.4g}): compensation, household shares or propensity too high"
        )
    nodes = _kappa_nodes(least, most, feedback)
    edges, values = solved_pieces(
        lambda at: _effects(table, shares, nodes, at), kinks(table), lowest, highest
    )
    split = values.reshape(-1, values.shape[1], len(shares), 1 + nodes.size, GROUPS)
    effects = split.transpose(2, 0, 3, 4, 1)  # mix, piece, indirect and induced at each κ, group, node of λ
    return Surface(
        edges, np.ascontiguousarray(effects[:, :, 0]), np.ascontiguousarray(effects[:, :, 1:]), nodes
    )


def lambda_range(gdp_share: Range, delta: Range) -> Range:
    """Return the lowest and the highest λ, which rises with the region's size and falls with δ.

    Raises
    ------
    InputError
        A share outside (0, 1], a δ negative or not finite.
    """
    refuse(flegg_mistakes(gdp_share[0], delta[1]) or flegg_mistakes(gdp_share[1], delta[0]))
    return flegg_lambda(gdp_share[0], delta[1]), flegg_lambda(gdp_share[1], delta[0])


def kappa_range(propensity_to_consume: Range, leakage: Range) -> Range:
    """Return the lowest and the highest spending of households in the region per unit of pay.

    Raises
    ------
    InputError
        A propensity or leakage outside [0, 1].
    """
    given = {"propensity_to_consume": propensity_to_consume, "leakage": leakage}
    refuse(
        [
            f"{name}: must lie in [0, 1], not {end:g}"
            for name, ends in given.items()
            for end in dict.fromkeys(ends)
            if not 0 <= end <= 1
        ]
    )
    (least, most), (stays, leaves) = propensity_to_consume, leakage
    return spending_propensity(least, leaves), spending_propensity(most, stays)


def ratios_at(
    table: LinkageTable,
    tenant_mix: Mapping[str, float],
    gdp_share: float,
    delta: float,
    propensity_to_consume: float,
    leakage: float,
) -> np.record:
    """Return the ratios of one set of numbers, exactly: a record of `RATIOS`.

    Parameters
    ----------
    table, tenant_mix
        As `surface`, one mix.
    gdp_share, delta
        Size of the region over the nation and Flegg's δ.
    propensity_to_consume, leakage
        Spending of households per unit of pay, and the share of pay earned by people from outside.

    Raises
    ------
    InputError
        As `surface`; a number out of its range.
    """
    lam = lambda_range((gdp_share, gdp_share), (delta, delta))
    kappa = kappa_range((propensity_to_consume, propensity_to_consume), (leakage, leakage))
    ratios: np.record = np.zeros(1, RATIOS)[0]
    linkage_ratios(surface(table, [tenant_mix], lam, kappa), 0, lam[0], kappa[0], ratios)
    return ratios


def kinks(table: LinkageTable) -> Array:
    """Return every λ in (0, 1) at which a quotient that matters reaches 1, sorted."""
    slq = table.location_quotients
    quotients = cross_quotients(slq)[table.coefficients > 0]
    reached = np.concatenate([quotients, slq[table.household_shares > 0]])
    return np.unique(1 / reached[np.isfinite(reached) & (reached > 1)])


def _kappa_nodes(least: float, most: float, feedback: float) -> Array:
    """Return Chebyshev nodes enough for ``1 / (1 − κ d)``, with any d up to the feedback of spending.

    The relative error of the polynomial through n nodes is at most ``1 / T_n(z)``, z the pole 1/d on the
    scale on which the range is [−1, 1]; induced effects over κ are sums of such terms, none negative.
    """
    if least == most or feedback <= 0:
        return np.array([(least + most) / 2])
    pole = (2 / feedback - least - most) / (most - least)
    count = math.ceil(math.acosh(1 / KAPPA_TOLERANCE) / math.acosh(pole))
    roots: Array = np.cos(np.pi * (2 * np.arange(count) + 1) / (2 * count))
    nodes: Array = (least + most) / 2 + (most - least) / 2 * roots
    return nodes


class _Solved(NamedTuple):
    """The regional table solved at m values of λ for the tenants' sectors j."""

    totals: Array
    """Group totals of ``L_·j / L_jj`` without i = j, (m, GROUPS, tenants)."""
    earned: Array
    """Pay ``ŵ_j = (h_r L)_j / L_jj`` per unit of output of j, (m, tenants)."""
    spent: Array
    """Output of j called forth by a unit of households' spending, ``u = L h_0``, (m, tenants)."""
    group_spent: Array
    """Group totals of u, (m, GROUPS)."""
    feedback: Array
    """Pay that a unit of households' spending brings back, ``h_r u``, (m,)."""


def _solve(table: LinkageTable, tenants: npt.NDArray[np.intp], lam: Array) -> _Solved:
    """Solve the regional table at each λ, some at a time."""
    chunk = max(1, 2_000_000 // table.value_added.size**2)
    parts = [_solve_some(table, tenants, lam[i : i + chunk]) for i in range(0, lam.size, chunk)]
    return _Solved(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _solve_some(table: LinkageTable, tenants: npt.NDArray[np.intp], lam: Array) -> _Solved:
    size, count = table.value_added.size, tenants.size
    rows = _group_rows(table)
    right = np.zeros((lam.size, size, count + 1))
    right[:, tenants, np.arange(count)] = 1.0
    right[:, :, count] = household_column(table.household_shares, table.location_quotients, lam)
    solved = np.linalg.solve(np.eye(size) - table.regional_coefficients(lam), right)
    bought, spent = solved[:, :, :count], solved[:, :, count]
    own = bought[:, tenants, np.arange(count)]
    return _Solved(
        totals=(rows @ bought) / own[:, None, :] - rows[:, tenants],
        earned=(table.compensation @ bought) / own,
        spent=np.asarray(spent[:, tenants]),
        group_spent=spent @ rows.T,
        feedback=spent @ table.compensation,
    )


def _effects(table: LinkageTable, shares: Array, kappa: Array, lam: Array) -> Array:
    """Return the indirect effect, and the induced effect over κ at each κ, (λ, mixes · (1 + κ) · GROUPS).

    By the rank-one formula ``L_II = L + κ u (h_r L) / (1 − κ h_r u)`` a unit of output of sector j induces
    ``κ ŵ_j (g u − (g_j + T_j) u_j) / (1 − κ (h_r u − ŵ_j u_j))``, with g the groups' rows and T_j their
    totals of j's purchases: j itself, whose output is given, takes no part in the rounds of spending.
    """
    tenants = np.flatnonzero(shares.any(axis=0))
    weights = (shares[:, tenants] / table.value_added[tenants]).T
    totals, earned, spent, group_spent, feedback = _solve(table, tenants, lam)
    others = group_spent[:, :, None] - (_group_rows(table)[:, tenants] + totals) * spent[:, None, :]
    indirect = np.moveaxis(totals @ weights, 2, 1)[:, :, None]
    left = 1 - kappa[:, None] * (feedback[:, None] - earned * spent)[:, None, :]
    induced = np.einsum("lgj,lkj,jm->lmkg", others, earned[:, None, :] / left, weights, optimize=True)
    return np.concatenate([indirect, induced], axis=2).reshape(lam.size, -1)


def _group_rows(table: LinkageTable) -> Array:
    """Return value added and jobs (at average productivity 1) per unit of output, (GROUPS, n)."""
    added = table.value_added
    jobs = added / table.relative_productivity
    industry, services, farms = table.industry, table.services, table.farming
    other = ~industry & ~services & ~farms
    kinds = (jobs * kind for kind in (industry, services, farms, other))
    return np.stack([added * industry, added * ~industry, *kinds])
