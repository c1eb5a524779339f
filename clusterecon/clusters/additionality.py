"""From gross to net: displacement, relocation uplift, substitution, the reference case, leakage.

Pure functions of arrays. Method: HCA Additionality Guide (4th edition, 2014) and HM Treasury's Green Book;
docs/methods.md, section 5.
"""

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clusterecon.clusters.expansion import column

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from clusterecon.ground.arrays import Array


class Chain(NamedTuple):
    """Every line from gross to net, each (draws, years); what is taken off is negative and the lines sum.

    ``gross + displacement + relocation_uplift + substitution = local_effect``, and
    ``local_effect + reference_case = net``.
    """

    gross: "Array"
    displacement: "Array"
    relocation_uplift: "Array"
    substitution: "Array"
    local_effect: "Array"
    reference_case: "Array"
    net: "Array"


def displacement(craft_share: "ArrayLike", craft: "ArrayLike", general: "ArrayLike") -> "Array":
    """Return a cohort's displaced share, ``k craft + (1 - k) general``.

    Parameters
    ----------
    craft_share
        k, share of the area in craft-village clusters.
    craft, general
        Displaced share in craft-village clusters and in the others.
    """
    k = np.asarray(craft_share, dtype=float)
    return np.asarray(k * np.asarray(craft) + (1 - k) * np.asarray(general))


def reference_displacement(displaced: "ArrayLike", x: "ArrayLike") -> "Array":
    """Return the displaced share of what would have come anyway, ``D*``.

    ``D* = D (1 + x)`` for x < 0, ``D + x (1 - D)`` for x > 0: at x = -1 all of it would have been new firms,
    at 0 it would have been displaced like the rest, at 1 all of it would only have moved.

    Parameters
    ----------
    displaced
        D, displaced share of the cohort, shape (draws,) or a number.
    x
        Position in [-1, 1], shape (draws,) or a number.
    """
    share, at = np.asarray(displaced, dtype=float), np.asarray(x, dtype=float)
    return np.asarray(np.where(at < 0, share * (1 + at), share + at * (1 - share)))


def additionality(
    gross: "Array",
    deadweight: "ArrayLike",
    displaced: "ArrayLike",
    reference_displaced: "ArrayLike",
    substitution: "ArrayLike",
    displaced_productivity: "ArrayLike" = 1.0,
) -> Chain:
    """Take a gross effect down to the net one, the intervention case less the reference case, line by line.

    ``net = gross (1 - substitution) [(1 - D rho) - deadweight (1 - D* rho)]``. The displaced part is taken
    out whole; what 1 - rho gives back is the relocation uplift (the same worker produces more in the
    cluster). For jobs rho is 1: a moved job is not a new one. Net is below nought where what would have come
    anyway displaces so little that it alone would have brought more.

    Parameters
    ----------
    gross
        Shape (draws, years).
    deadweight, displaced, reference_displaced, substitution
        Shares in [0, 1], shape (draws,) or numbers: what would have come anyway; D and D*, the displaced part
        of the gross effect and of what would have come anyway; what only replaces other inputs.
    displaced_productivity
        rho, productivity of the displaced work before the move relative to that after it.
    """
    kept, rho = 1 - column(substitution), column(displaced_productivity)
    new = gross * (1 - column(displaced) * rho)
    local_effect = new * kept
    anyway = gross * column(deadweight) * (1 - column(reference_displaced) * rho) * kept
    return Chain(
        gross=gross,
        displacement=-gross * column(displaced),
        relocation_uplift=gross * column(displaced) * (1 - rho),
        substitution=local_effect - new,
        local_effect=local_effect,
        reference_case=-anyway,
        net=local_effect - anyway,
    )


def add_chains(chains: "list[Chain]") -> Chain:
    """Sum the lines of several cohorts."""
    return Chain(*(reduce(np.add, lines) for lines in zip(*chains, strict=True)))


def resident(jobs: "Array", leakage: "ArrayLike") -> "Array":
    """Return the jobs held by residents, ``jobs (1 - leakage)``.

    Leakage applies to jobs alone: output counts where it is produced.
    """
    return jobs * (1 - column(leakage))


def after_labour_offset(net: "Array", labour_offset: "ArrayLike") -> "Array":
    """Return what is left of a net effect where labour is scarce, ``net (1 - labour_offset)``.

    Parameters
    ----------
    net
        Net jobs, value added or budget, shape (draws, years). Value added and budget lost where people left
        are taken to be as large, for each of them, as what they bring now: no source says how productive they
        were. The headline keeps ``net``.
    labour_offset
        Share of net jobs filled by people who leave another employer in the city and are not replaced, shape
        (draws,) or a number.
    """
    return net * (1 - column(labour_offset))
