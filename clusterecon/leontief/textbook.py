"""The textbook's input–output model: coefficients, inverses, effects, and Flegg's quotients for a region.

Matrices and vectors may be labelled (DataFrame, Series) or plain; results are labelled where the input is.
Every guard raises `clusterecon.ground.errors.InputError` and names the sector. `clusterecon.leontief.surface`
solves the same formulas for many draws at once.
"""

import numpy as np
import numpy.typing as npt

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.guards import coefficient_mistakes, negative_cells, refuse
from clusterecon.leontief.sectors import Matrix, Vector, gather, listed, not_finite


def technical_coefficients(Z: npt.ArrayLike, x: npt.ArrayLike) -> Matrix:
    """Return technical coefficients ``A = Z x̂⁻¹``, input i per unit of output of j.

    Parameters
    ----------
    Z
        Flows (n, n), from row to column, money of one year; domestic flows alone for a domestic table.
    x
        Output (n,), same unit. A sector without output and without inputs gets coefficients of zero.

    Returns
    -------
    Matrix
        (n, n), labelled if Z is.

    Raises
    ------
    InputError
        A flow negative or not finite; an output negative, or zero in a sector that buys; sectors misaligned.

    Notes
    -----
    Miller and Blair (2009), Input–Output Analysis, 2nd edition, section 2.2.
    """
    sectors, arrays = gather({"Z": Z}, {"x": x})
    flows, output = arrays["Z"], arrays["x"]
    mistakes = negative_cells("flow", sectors, flows) + not_finite("output x", sectors, output, least=0)
    buys = (flows != 0).any(axis=0)
    mistakes += listed(
        [
            f"output x of {sectors.name(j)} is 0 though the sector buys inputs"
            for j in np.flatnonzero(buys & (output == 0))
        ]
    )
    refuse(mistakes)
    return sectors.matrix(flows / np.where(output > 0, output, 1.0))


def leontief_inverse(A: npt.ArrayLike) -> Matrix:
    """Return the Leontief inverse ``L = (I − A)⁻¹``.

    Parameters
    ----------
    A
        Technical coefficients (n, n), not negative.

    Returns
    -------
    Matrix
        (n, n), labelled if A is; element (i, j) is the output of i needed for a unit of final use of j, and
        the sums of columns are the output multipliers (backward linkages).

    Raises
    ------
    InputError
        A not square; a coefficient negative or not finite; spectral radius of 1 or more (the economy would
        use up more than it makes); sectors misaligned. The sector is named.

    Notes
    -----
    Miller and Blair (2009), section 2.2, equation 2.11.
    """
    sectors, arrays = gather({"A": A})
    refuse(coefficient_mistakes(sectors, arrays["A"]))
    return sectors.matrix(np.asarray(np.linalg.inv(np.eye(sectors.size) - arrays["A"]), dtype=np.float64))


def closed_inverse(
    A: npt.ArrayLike,
    compensation: npt.ArrayLike,
    household_spending: npt.ArrayLike,
    *,
    household_own: float = 0.0,
) -> Matrix:
    """Return the sectors' block of the inverse closed for households.

    ``L_II = L + (L h_c)(h_r L) / (1 − h_hh − h_r L h_c)``, which is the block of the inverse of the matrix
    bordered by the household row and column, without inverting that matrix.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    compensation
        Household row h_r (n,): pay per unit of output.
    household_spending
        Household column h_c (n,): purchases from each sector per unit of household income.
    household_own
        Corner h_hh: what households pay to households per unit of income. It takes part in the rounds of
        spending; effects and multipliers count the sectors alone.

    Returns
    -------
    Matrix
        (n, n), labelled if A is.

    Raises
    ------
    InputError
        As `leontief_inverse`; a household coefficient negative or not finite; a denominator that is not
        positive (households would spend more than they earn in every round).

    Notes
    -----
    Miller and Blair (2009), sections 2.5 and 6.2.
    """
    sectors, arrays = gather(
        {"A": A}, {"compensation": compensation, "household_spending": household_spending}
    )
    row, column = arrays["compensation"], arrays["household_spending"]
    mistakes = not_finite("compensation", sectors, row, least=0)
    mistakes += not_finite("household_spending", sectors, column, least=0)
    if not 0 <= household_own < 1:
        mistakes.append(f"household_own is {household_own:g}: must lie in [0, 1)")
    refuse(mistakes)
    opened = np.asarray(leontief_inverse(A))
    earned = row @ opened
    denominator = 1 - household_own - float(earned @ column)
    if not denominator > 0:
        worst = int((earned * column).argmax())
        raise InputError(
            f"household spending: households' purchases bring back {1 - denominator:.6g} per unit "
            f"of income, spending without end; most of it comes through {sectors.name(worst)}"
        )
    return sectors.matrix(opened + np.outer(opened @ column, earned) / denominator)


def effects(inverse: npt.ArrayLike, factor: npt.ArrayLike) -> Vector:
    """Return the factor used in all sectors per unit of final use of each sector, ``f L``.

    Parameters
    ----------
    inverse
        `leontief_inverse` for effects of Type I, `closed_inverse` for those of Type II, (n, n).
    factor
        Factor per unit of output (n,): value added, pay, jobs, tax …, in any unit; may be negative (net
        taxes).

    Returns
    -------
    Vector
        (n,), unit of the factor per unit of final use; labelled if the inverse is.

    Raises
    ------
    InputError
        A factor that is not finite; sectors misaligned.

    Notes
    -----
    Miller and Blair (2009), section 6.2 ("simple" multipliers there; "truncated" where the corner of the
    closed matrix is not zero).
    """
    sectors, arrays = gather({"inverse": inverse}, {"factor": factor})
    refuse(not_finite("factor", sectors, arrays["factor"]))
    return sectors.vector(arrays["factor"] @ arrays["inverse"], "effect")


def multipliers(inverse: npt.ArrayLike, factor: npt.ArrayLike) -> Vector:
    """Return the total over the direct use of a factor in each sector, ``f L / f``.

    Parameters
    ----------
    inverse, factor
        As `effects`.

    Returns
    -------
    Vector
        (n,), a ratio; NaN where the sector uses none of the factor, for there is no direct effect to
        multiply.

    Raises
    ------
    InputError
        As `effects`.

    Notes
    -----
    Miller and Blair (2009), section 6.2.2.
    """
    sectors, arrays = gather({"inverse": inverse}, {"factor": factor})
    total, direct = np.asarray(effects(inverse, factor)), arrays["factor"]
    ratio = np.divide(total, direct, out=np.full_like(total, np.nan), where=direct != 0)
    return sectors.vector(ratio, "multiplier")


def cross_quotients(slq: Array) -> Array:
    """Return ``SLQ_i / SLQ_j`` off the diagonal and ``SLQ_i`` on it, (n, n).

    Where the buying sector is absent from the region (0) its purchases are not cut, except those from other
    absent sectors, which stay 0.
    """
    buys = np.broadcast_to(slq, (slq.size, slq.size))
    sells = buys.T
    limit = np.where(sells > 0, np.inf, 0.0)
    quotients = np.divide(sells, buys, out=limit, where=buys > 0)
    np.fill_diagonal(quotients, slq)
    return quotients


def regional_coefficients(A: Array, slq: Array, lam: npt.ArrayLike) -> Array:
    """Return regional coefficients ``a_r = a_n · min(1, FLQ)`` by Flegg's location quotient.

    ``FLQ_ij = λ SLQ_i / SLQ_j`` (i ≠ j) and ``λ SLQ_i`` (i = j); all columns alike.

    Parameters
    ----------
    A
        National domestic coefficients (n, n), plain.
    slq
        Simple location quotients (n,), plain: a sector's share of the region over its share of the nation.
    lam
        Flegg's λ, `clusterecon.leontief.ratios.flegg_lambda`, a number or (m,); 1 gives the plain quotients.

    Returns
    -------
    numpy.ndarray
        (n, n), or (m, n, n); nowhere above A.
    """
    at = np.asarray(lam)[..., None, None]
    return np.asarray(A * np.minimum(1, at * cross_quotients(slq)))


def household_column(household_shares: Array, slq: Array, lam: npt.ArrayLike) -> Array:
    """Return regional purchases of households per unit of what they spend.

    ``h_0,i = (HFCE_i^dom / Σ HFCE) min(1, λ SLQ_i)``; times c (1 − leakage) it is the household column h_c.

    Parameters
    ----------
    household_shares
        Domestic spending on each sector over **all** household spending, imports and product taxes included
        (n,), plain; the shares add up to less than 1, so that the propensity c enters once.
    slq, lam
        As `regional_coefficients`.

    Returns
    -------
    numpy.ndarray
        (n,), or (m, n).
    """
    return np.asarray(household_shares * np.minimum(1, np.asarray(lam)[..., None] * slq))
