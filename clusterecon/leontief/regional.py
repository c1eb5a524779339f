"""From a national to a regional table: Flegg's location quotient, and the household column of the region."""

import numpy as np
import numpy.typing as npt

from clusterecon.errors import InputError
from clusterecon.leontief._sectors import FloatArray, Matrix, Vector, gather, not_finite
from clusterecon.leontief.coefficients import coefficient_mistakes, regional_mistakes


def flegg_lambda(share: npt.ArrayLike, delta: npt.ArrayLike) -> FloatArray:
    """Return Flegg's size factor ``λ = [log2(1 + s)]^δ``, element by element.

    Parameters
    ----------
    share
        Size of the region over that of the nation, a fraction in (0, 1].
    delta
        Exponent δ, 0 or more; 0 gives λ = 1.

    Returns
    -------
    numpy.ndarray
        λ in (0, 1], of the broadcast shape.

    Raises
    ------
    InputError
        A share outside (0, 1], a δ negative or not finite.

    Notes
    -----
    Flegg, Webber and Elliott (1995), Regional Studies 29(6); Flegg and Webber (1997), Regional Studies 31(8).
    """
    size, exponent = np.asarray(share, dtype=np.float64), np.asarray(delta, dtype=np.float64)
    mistakes = []
    if not ((size > 0) & (size <= 1)).all():
        mistakes.append(
            f"share: the region's share of the nation must lie in (0, 1], not {_first_bad(size, 0, 1):g}"
        )
    if not (np.isfinite(exponent) & (exponent >= 0)).all():
        mistakes.append(
            f"delta: must be a finite number of at least 0, not {_first_bad(exponent, -1e-300, np.inf):g}"
        )
    if mistakes:
        raise InputError(mistakes)
    return np.asarray(np.log2(1 + size) ** exponent)


def _first_bad(values: FloatArray, above: float, most: float) -> float:
    good = np.isfinite(values) & (values > above) & (values <= most)
    return float(np.atleast_1d(values)[np.atleast_1d(~good)][0])


def cross_quotients(slq: FloatArray) -> FloatArray:
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


def flegg_quotients(slq: npt.ArrayLike, share: float, delta: float) -> Matrix:
    """Return Flegg's location quotients, ``FLQ_ij = λ SLQ_i / SLQ_j`` (i ≠ j) and ``λ SLQ_i`` (i = j).

    Parameters
    ----------
    slq
        Simple location quotients (n,): a sector's share of the region over its share of the nation, 0 or
        more.
    share, delta
        Size of the region and exponent, see `flegg_lambda`. δ = 0 gives the plain quotients.

    Returns
    -------
    Matrix
        (n, n), not yet cut at 1 (`regionalise` does that); labelled if slq is. Infinite where the buying
        sector is absent from the region.

    Raises
    ------
    InputError
        A quotient negative or not finite, the sector named; a share or δ out of range.
    """
    sectors, arrays = gather({}, {"slq": slq})
    mistakes = not_finite("location quotient", sectors, arrays["slq"], least=0)
    if mistakes:
        raise InputError(mistakes)
    return sectors.matrix(cross_quotients(arrays["slq"]) * flegg_lambda(share, delta))


def regionalise(
    A: npt.ArrayLike, quotients: npt.ArrayLike, value_added: npt.ArrayLike | None = None
) -> Matrix:
    """Return regional coefficients ``a_r = a_n · min(1, q)``, all columns alike.

    Parameters
    ----------
    A
        National domestic coefficients (n, n).
    quotients
        Quotients (n, n), such as those of `flegg_quotients`; infinite ones count as 1.
    value_added
        Value added per unit of output (n,); where given, inputs and value added may not exceed output.

    Returns
    -------
    Matrix
        (n, n), nowhere above A; labelled if A is.

    Raises
    ------
    InputError
        A negative or non-finite coefficient; a negative quotient or one that is not a number; a spectral
        radius of A of 1 or more; regional inputs and value added above output; sectors misaligned. The
        sector is named.
    """
    vectors = {} if value_added is None else {"value_added": value_added}
    sectors, arrays = gather({"A": A, "quotients": quotients}, vectors)
    mistakes = coefficient_mistakes(sectors, arrays["A"])
    bad = ~(arrays["quotients"] >= 0)
    mistakes += [
        f"quotient {sectors.pair(i, j)} is {arrays['quotients'][i, j]:g}: must not be negative"
        for i, j in np.argwhere(bad)[:1]
    ]
    if mistakes:
        raise InputError(mistakes)
    regional = arrays["A"] * np.minimum(1, arrays["quotients"])
    if value_added is not None:
        mistakes = regional_mistakes(sectors, regional, arrays["value_added"])
        if mistakes:
            raise InputError(mistakes)
    return sectors.matrix(regional)


def household_column(
    household_shares: npt.ArrayLike,
    slq: npt.ArrayLike,
    lam: float,
    propensity_to_consume: float,
    leakage: float = 0.0,
) -> Vector:
    """Return regional purchases of households per unit of pay earned in the region.

    ``h_c,i = c (1 − leakage) (HFCE_i^dom / Σ HFCE) min(1, λ SLQ_i)``

    Parameters
    ----------
    household_shares
        Domestic spending on each sector over **all** household spending, imports and product taxes included
        (n,); the shares add up to less than 1, so that the propensity enters once.
    slq
        Simple location quotients (n,).
    lam
        Flegg's λ, see `flegg_lambda`.
    propensity_to_consume
        c, spending out of a unit of pay, net of tax and contributions, 0 to 1.
    leakage
        Share of pay earned by people who live outside the region, 0 to 1.

    Returns
    -------
    Vector
        (n,), labelled if the shares are.

    Raises
    ------
    InputError
        A share negative, or shares that add up to more than 1; a quotient negative; c or leakage outside [0,
        1].
    """
    sectors, arrays = gather({}, {"household_shares": household_shares, "slq": slq})
    shares = arrays["household_shares"]
    mistakes = not_finite("household share", sectors, shares, least=0)
    mistakes += not_finite("location quotient", sectors, arrays["slq"], least=0)
    if shares.sum() > 1 + 1e-9:
        mistakes.append(f"household_shares add up to {shares.sum():.6g}, more than all spending")
    for name, value in (("propensity_to_consume", propensity_to_consume), ("leakage", leakage), ("lam", lam)):
        if not 0 <= value <= 1:
            mistakes.append(f"{name} is {value:g}: must lie in [0, 1]")
    if mistakes:
        raise InputError(mistakes)
    bought = propensity_to_consume * (1 - leakage) * shares * np.minimum(1, lam * arrays["slq"])
    return sectors.vector(bought, "household_spending")
