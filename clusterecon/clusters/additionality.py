"""From gross to net: deadweight, displacement, relocation uplift, substitution, leakage.

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
    """Every line from gross to net, each (draws, years); the deductions are negative and the lines sum.

    ``gross + deadweight + displacement + relocation_uplift + substitution = net``.
    """

    gross: "Array"
    deadweight: "Array"
    displacement: "Array"
    relocation_uplift: "Array"
    substitution: "Array"
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


def additionality(
    gross: "Array",
    deadweight: "ArrayLike",
    displaced: "ArrayLike",
    substitution: "ArrayLike",
    displaced_productivity: "ArrayLike" = 1.0,
) -> Chain:
    """Take a gross effect down to the net one, keeping every line.

    ``net = gross (1 - deadweight)(1 - displaced rho)(1 - substitution)``. The displaced part is taken out
    whole; what 1 - rho gives back is the relocation uplift (the same worker produces more in the cluster).
    For jobs rho is 1: a moved job is not a new one.

    Parameters
    ----------
    gross
        Shape (draws, years).
    deadweight, displaced, substitution
        Shares in [0, 1], shape (draws,) or numbers.
    displaced_productivity
        rho, productivity of the displaced work before the move relative to that after it.
    """
    after_deadweight = gross * (1 - column(deadweight))
    moved = after_deadweight * column(displaced)
    uplift = moved * (1 - column(displaced_productivity))
    before_substitution = after_deadweight - moved + uplift
    net = before_substitution * (1 - column(substitution))
    return Chain(
        gross=gross,
        deadweight=after_deadweight - gross,
        displacement=-moved,
        relocation_uplift=uplift,
        substitution=net - before_substitution,
        net=net,
    )


def add_chains(chains: "list[Chain]") -> Chain:
    """Sum the lines of several cohorts."""
    return Chain(*(reduce(np.add, lines) for lines in zip(*chains, strict=True)))


def resident(jobs: "Array", leakage: "ArrayLike") -> "Array":
    """Return the jobs held by residents, ``jobs (1 - leakage)``.

    Leakage applies to jobs alone: output counts where it is produced.
    """
    return jobs * (1 - column(leakage))
