"""Type I and Type II effects and multipliers."""

import numpy as np
import numpy.typing as npt

from clusterecon.errors import InputError
from clusterecon.leontief._sectors import FloatArray, Matrix, Sectors, Vector, gather, not_finite
from clusterecon.leontief.coefficients import inverse


def type1_output_multipliers(A: npt.ArrayLike) -> Vector:
    """Return output in all sectors per unit of final use of each sector, the column sums of L.

    Parameters
    ----------
    A
        Technical coefficients (n, n).

    Returns
    -------
    Vector
        (n,), labelled if A is.

    Raises
    ------
    InputError
        As `leontief_inverse`.

    Notes
    -----
    Miller and Blair (2009), section 6.2.1.
    """
    sectors, arrays = gather({"A": A})
    return sectors.vector(inverse(sectors, arrays["A"]).sum(axis=0), "type1_output_multiplier")


def type1_effects(A: npt.ArrayLike, factor: npt.ArrayLike) -> Vector:
    """Return the factor used in all sectors per unit of final use of each sector, ``f L``.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    factor
        Factor per unit of output (n,): value added, pay, jobs, tax …, in any unit; may be negative (net
        taxes).

    Returns
    -------
    Vector
        (n,), unit of the factor per unit of final use; labelled if A is.

    Raises
    ------
    InputError
        As `leontief_inverse`; a factor that is not finite.

    Notes
    -----
    Miller and Blair (2009), section 6.2 ("simple" multipliers there).
    """
    sectors, arrays = gather({"A": A}, {"factor": factor})
    _refuse(not_finite("factor", sectors, arrays["factor"]))
    return sectors.vector(arrays["factor"] @ inverse(sectors, arrays["A"]), "type1_effect")


def type1_multipliers(A: npt.ArrayLike, factor: npt.ArrayLike) -> Vector:
    """Return the total over the direct use of a factor in each sector, ``f L / f``.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    factor
        Factor per unit of output (n,).

    Returns
    -------
    Vector
        (n,), a ratio; NaN where the sector uses none of the factor, for there is no direct effect to
        multiply.

    Raises
    ------
    InputError
        As `type1_effects`.

    Notes
    -----
    Miller and Blair (2009), section 6.2.2.
    """
    sectors, arrays = gather({"A": A}, {"factor": factor})
    _refuse(not_finite("factor", sectors, arrays["factor"]))
    effects = arrays["factor"] @ inverse(sectors, arrays["A"])
    return sectors.vector(over(effects, arrays["factor"]), "type1_multiplier")


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
    return sectors.matrix(_closed(sectors, arrays, household_own))


def type2_effects(
    A: npt.ArrayLike,
    compensation: npt.ArrayLike,
    household_spending: npt.ArrayLike,
    factor: npt.ArrayLike,
    *,
    household_own: float = 0.0,
) -> Vector:
    """Return the factor used in all sectors per unit of final use, households' spending included, ``f L_II``.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    compensation
        Household row (n,): pay per unit of output.
    household_spending
        Household column (n,): purchases from each sector per unit of household income.
    factor
        Factor per unit of output (n,).
    household_own
        Corner of the closed matrix, see `closed_inverse`.

    Returns
    -------
    Vector
        (n,), unit of the factor per unit of final use; labelled if A is.

    Raises
    ------
    InputError
        As `closed_inverse`; a factor that is not finite.

    Notes
    -----
    Miller and Blair (2009), section 6.2 ("truncated" where the corner is not zero).
    """
    sectors, effects, _ = _type2(A, compensation, household_spending, factor, household_own)
    return sectors.vector(effects, "type2_effect")


def type2_multipliers(
    A: npt.ArrayLike,
    compensation: npt.ArrayLike,
    household_spending: npt.ArrayLike,
    factor: npt.ArrayLike,
    *,
    household_own: float = 0.0,
) -> Vector:
    """Return the total over the direct use of a factor, households' spending included, ``f L_II / f``.

    Parameters
    ----------
    A, compensation, household_spending, factor, household_own
        As `type2_effects`.

    Returns
    -------
    Vector
        (n,), a ratio; NaN where the sector uses none of the factor.

    Raises
    ------
    InputError
        As `type2_effects`.

    Notes
    -----
    Miller and Blair (2009), section 6.2.2.
    """
    sectors, effects, direct = _type2(A, compensation, household_spending, factor, household_own)
    return sectors.vector(over(effects, direct), "type2_multiplier")


def over(total: FloatArray, direct: FloatArray) -> FloatArray:
    """Return total over direct, NaN where there is no direct effect."""
    return np.divide(total, direct, out=np.full_like(total, np.nan), where=direct != 0)


def _type2(
    A: npt.ArrayLike,
    compensation: npt.ArrayLike,
    household_spending: npt.ArrayLike,
    factor: npt.ArrayLike,
    household_own: float,
) -> tuple[Sectors, FloatArray, FloatArray]:
    sectors, arrays = gather(
        {"A": A}, {"compensation": compensation, "household_spending": household_spending, "factor": factor}
    )
    _refuse(not_finite("factor", sectors, arrays["factor"]))
    return sectors, arrays["factor"] @ _closed(sectors, arrays, household_own), arrays["factor"]


def _closed(sectors: Sectors, arrays: dict[str, FloatArray], household_own: float) -> FloatArray:
    row, column = arrays["compensation"], arrays["household_spending"]
    mistakes = not_finite("compensation", sectors, row, least=0)
    mistakes += not_finite("household_spending", sectors, column, least=0)
    if not 0 <= household_own < 1:
        mistakes.append(f"household_own is {household_own:g}: must lie in [0, 1)")
    _refuse(mistakes)
    opened = inverse(sectors, arrays["A"])
    earned = row @ opened
    denominator = 1 - household_own - float(earned @ column)
    if not denominator > 0:
        worst = int((earned * column).argmax())
        raise InputError(
            f"household spending: households' purchases bring back {1 - denominator:.6g} per unit "
            f"of income, spending without end; most of it comes through {sectors.name(worst)}"
        )
    return opened + np.outer(opened @ column, earned) / denominator


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise InputError(mistakes)
