"""From gross to net: displacement, relocation uplift, substitution, the reference case, leakage.

Each equation is a function of numbers: one cohort, one draw, one year, of jobs, value added or budget.
What is taken off is negative, so that the lines sum:

``gross + displaced + relocation uplift + substituted = local effect``, and
``local effect + reference case = net = gross (1 - substitution) [(1 - D rho) - deadweight (1 - D* rho)]``.

Net is below nought where what would have come anyway displaces so little that it alone would have brought
more.
Method: HCA Additionality Guide (4th edition, 2014) and HM Treasury's Green Book; docs/methods.md, section 5.

The shares have one meaning throughout, each from 0 to 1: ``displaced_share`` is D, the part of the gross
effect that moved from elsewhere in the region; ``reference_displaced_share`` is D*, that part of what would
have come anyway; ``deadweight`` is what would have come anyway; ``substitution`` is what only replaces other
inputs; ``displaced_productivity`` is rho, productivity of the displaced work before the move relative to that
after it, and 1 for jobs: a moved job is not a new one.
"""

from clusterecon.ground.compiled import equation


@equation
def displacement(craft_share: float, displacement_craft: float, displacement_general: float) -> float:
    """Return the displaced share of a cohort, ``D = k craft + (1 - k) general``.

    Parameters
    ----------
    craft_share
        k, share of the cohort's area in craft-village clusters, 0 to 1.
    displacement_craft, displacement_general
        Displaced share in craft-village clusters and in the others, 0 to 1.
    """
    return craft_share * displacement_craft + (1 - craft_share) * displacement_general


@equation
def reference_displacement(displaced: float, x: float) -> float:
    """Return the displaced share of what would have come anyway, ``D*``.

    ``D* = D (1 + x)`` for x < 0, ``D + x (1 - D)`` for x >= 0: at x = -1 all of it would have been new firms,
    at 0 it would have been displaced like the rest, at 1 all of it would only have moved.

    Parameters
    ----------
    displaced
        D, displaced share of the cohort, 0 to 1.
    x
        Position from -1 to 1.
    """
    if x < 0:
        return displaced * (1 + x)
    return displaced + x * (1 - displaced)


@equation
def displaced(gross: float, share: float) -> float:
    """Return what moved from elsewhere in the region, ``-gross D``; taken out whole."""
    return -gross * share


@equation
def relocation_uplift(gross: float, share: float, displaced_productivity: float) -> float:
    """Return what the displaced gain by the move, ``gross D (1 - rho)``: the same worker produces more."""
    return gross * share * (1 - displaced_productivity)


@equation
def substituted(
    gross: float, displaced_share: float, displaced_productivity: float, substitution: float
) -> float:
    """Return what only replaces other inputs, ``-gross (1 - D rho) substitution``."""
    return -gross * (1 - displaced_share * displaced_productivity) * substitution


@equation
def local_effect(
    gross: float, displaced_share: float, displaced_productivity: float, substitution: float
) -> float:
    """Return the intervention case, what the clusters bring: ``gross (1 - D rho) (1 - substitution)``."""
    return gross * (1 - displaced_share * displaced_productivity) * (1 - substitution)


@equation
def reference_case(
    gross: float,
    deadweight: float,
    reference_displaced_share: float,
    displaced_productivity: float,
    substitution: float,
) -> float:
    """Return what would have come anyway, ``-gross deadweight (1 - D* rho) (1 - substitution)``."""
    came_anyway = gross * deadweight
    return -came_anyway * (1 - reference_displaced_share * displaced_productivity) * (1 - substitution)


@equation
def net(local_effect: float, reference_case: float) -> float:
    """Return the net direct effect: the intervention case less the reference case, which is negative here."""
    return local_effect + reference_case


@equation
def resident(jobs: float, leakage: float) -> float:
    """Return the jobs held by residents, ``jobs (1 - leakage)``.

    Leakage, the share of commuters from outside, applies to jobs alone: output counts where it is produced.
    """
    return jobs * (1 - leakage)


@equation
def after_labour_offset(net: float, labour_offset: float) -> float:
    """Return what is left of a net effect where labour is scarce, ``net (1 - labour_offset)``.

    Parameters
    ----------
    net
        Net jobs, value added or budget. Value added and budget lost where people left are taken to be as
        large, for each of them, as what they bring now: no source says how productive they were. The headline
        keeps ``net``.
    labour_offset
        Share of net jobs filled by people who leave another employer in the region and are not replaced.
    """
    return net * (1 - labour_offset)
