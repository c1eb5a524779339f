"""Indirect and induced effects per unit of tenants' direct value added, in one draw: METHODS 6 in numbers.

`clusterecon.leontief.surface` solves the table once; a draw is read off what it found.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

from clusterecon.ground.compiled import equation

if TYPE_CHECKING:
    from numpy import record

    from clusterecon.ground.arrays import Array

NODES = (-1.0, -math.sqrt(0.5), 0.0, math.sqrt(0.5), 1.0)
"""Chebyshev–Lobatto points, at which a piece of the surface in λ is solved."""


class Surface(NamedTuple):
    """The regional table solved over the ranges of λ and κ: plain arrays, which compiled code takes too."""

    edges: "Array"
    """Edges of the pieces in λ, (pieces + 1,)."""
    indirect: "Array"
    """Indirect effect of each group at the nodes of λ, (mixes, pieces, groups, 5).

    Groups: value added in industry and elsewhere; jobs in industry, services, on farms and elsewhere.
    """
    induced: "Array"
    """Induced effect over κ at the nodes of κ and λ, (mixes, pieces, nodes of κ, groups, 5)."""
    kappa_nodes: "Array"
    """Chebyshev nodes of κ; one where κ is sure."""


@equation
def flegg_lambda(share: float, delta: float) -> float:
    """Return Flegg's size factor ``λ = [log2(1 + s)]^δ``.

    Parameters
    ----------
    share
        Size s of the region over that of the nation, a fraction in (0, 1].
    delta
        Exponent δ, 0 or more; 0 gives λ = 1.

    Returns
    -------
    float
        λ in (0, 1]: it rises with the size and falls with δ.

    Notes
    -----
    Flegg, Webber and Elliott (1995), Regional Studies 29(6); Flegg and Webber (1997), Regional Studies 31(8).
    """
    return float(math.log2(1.0 + share) ** delta)


@equation
def spending_propensity(propensity_to_consume: float, leakage: float) -> float:
    """Return what households in the region spend per unit of pay earned there, ``κ = c (1 − leakage)``.

    Parameters
    ----------
    propensity_to_consume
        Spending c of households per unit of pay, net of tax, in [0, 1].
    leakage
        Share of pay earned by people from outside the region, in [0, 1].
    """
    return propensity_to_consume * (1.0 - leakage)


@equation
def linkage_ratios(surface: Surface, mix: int, lam: float, kappa: float, ratios: "record") -> None:
    """Fill in indirect (Type I) and induced (Type II less Type I) effects per unit of direct value added.

    The quartic through the five nodes of the piece that holds λ; for the induced effects, κ times the
    polynomial through the nodes of κ.

    Parameters
    ----------
    surface
        The table solved over the ranges of λ and κ. Outside them the polynomials at their edges go on.
    mix
        Which of the surface's tenant mixes, counted from 0.
    lam
        Flegg's λ of the draw, `flegg_lambda`.
    kappa
        Households' spending in the region per unit of pay, `spending_propensity`.
    ratios
        Record of `clusterecon.leontief.surface.RATIOS` to fill: value added as a fraction of direct value
        added; jobs per unit of direct value added at an average productivity of 1.

    Notes
    -----
    Relative errors are below 1e-8 (tested against exact solves); none where λ and κ are sure.
    """
    piece = piece_with(surface.edges, lam)
    nodes = node_weights(surface.edges[piece], surface.edges[piece + 1], lam)
    indirect = surface.indirect[mix, piece]
    ratios.indirect_industry = weighted(indirect[0], nodes)
    ratios.indirect_other = weighted(indirect[1], nodes)
    ratios.indirect_jobs_industry = weighted(indirect[2], nodes)
    ratios.indirect_jobs_services = weighted(indirect[3], nodes)
    ratios.indirect_jobs_farms = weighted(indirect[4], nodes)
    ratios.indirect_jobs_other = weighted(indirect[5], nodes)
    ratios.induced_industry = ratios.induced_other = 0.0
    ratios.induced_jobs_industry = ratios.induced_jobs_services = 0.0
    ratios.induced_jobs_farms = ratios.induced_jobs_other = 0.0
    for k in range(len(surface.kappa_nodes)):
        spent = kappa * lagrange_weight(surface.kappa_nodes, k, kappa)
        induced = surface.induced[mix, piece, k]
        ratios.induced_industry += spent * weighted(induced[0], nodes)
        ratios.induced_other += spent * weighted(induced[1], nodes)
        ratios.induced_jobs_industry += spent * weighted(induced[2], nodes)
        ratios.induced_jobs_services += spent * weighted(induced[3], nodes)
        ratios.induced_jobs_farms += spent * weighted(induced[4], nodes)
        ratios.induced_jobs_other += spent * weighted(induced[5], nodes)


@equation
def realised(ratio: float, linkage_realisation: float) -> float:
    """Return a ratio scaled by φ, ``M_used − 1 = φ (M − 1)``: short-run limits of supply.

    Parameters
    ----------
    ratio
        Indirect or induced effect per unit of direct value added.
    linkage_realisation
        φ in [0, 1].
    """
    return linkage_realisation * ratio


@equation
def jobs_per_value_added(
    industry: float,
    services: float,
    farms: float,
    other: float,
    average_productivity: float,
    regional_productivity: float,
) -> float:
    """Return indirect or induced jobs of all sectors per unit of direct value added.

    ``(industry + services + other) / (p · regional_productivity) + farms / p``: a region whose workers add
    more value each needs fewer of them for the same value added, but farms are the nation's.

    Parameters
    ----------
    industry, services, farms, other
        Jobs per unit of direct value added at an average productivity of 1, of `linkage_ratios`.
    average_productivity
        Value added p per worker of the whole economy, money per worker (bn VND), above 0.
    regional_productivity
        Value added per worker of the region over that of the nation, above 0.

    Returns
    -------
    float
        Jobs per money of direct value added (jobs per bn VND), before productivity grows.
    """
    off_farms = jobs_at_productivity(
        industry + services + other, average_productivity * regional_productivity
    )
    return off_farms + jobs_at_productivity(farms, average_productivity)


@equation
def jobs_at_productivity(jobs: float, productivity: float) -> float:
    """Return jobs per unit of direct value added at a productivity, of those at a productivity of 1.

    NaN where productivity is not above 0.
    """
    return jobs / productivity if productivity > 0 else math.nan


@equation
def piece_with(edges: "Array", point: float) -> int:
    """Return which piece between sorted edges holds a point; outside, the first or the last."""
    low, high = 0, len(edges) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if edges[middle] <= point:
            low = middle
        else:
            high = middle
    return low


@equation
def node_weights(low: float, high: float, point: float) -> tuple[float, float, float, float, float]:
    """Return the weights with which values at a piece's nodes make the value at a point."""
    at = (2.0 * point - low - high) / (high - low) if high > low else 0.0
    return (
        lagrange_weight(NODES, 0, at),
        lagrange_weight(NODES, 1, at),
        lagrange_weight(NODES, 2, at),
        lagrange_weight(NODES, 3, at),
        lagrange_weight(NODES, 4, at),
    )


@equation
def weighted(values: "Array", weights: tuple[float, float, float, float, float]) -> float:
    """Return the weighted sum of the values at the five nodes."""
    return float(
        weights[0] * values[0]
        + weights[1] * values[1]
        + weights[2] * values[2]
        + weights[3] * values[3]
        + weights[4] * values[4]
    )


@equation
def lagrange_weight(nodes: "tuple[float, ...] | Array", node: int, at: float) -> float:
    """Return a node's weight in the polynomial through all nodes, ``Π (x − x_k) / (x_j − x_k)``."""
    above, below = 1.0, 1.0
    for other in range(len(nodes)):
        if other != node:
            above *= at - nodes[other]
            below *= nodes[node] - nodes[other]
    return float(above / below)
