"""Present values of yearly flows, and what is read from them: ratios, payback, annuities.

Flows are arrays with years last, in bn VND of constant prices; receipts are positive. The flow of year
t is multiplied by (1+r)^-(t - base year) (HM Treasury, The Green Book, annex on discounting).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterecon.errors import InputError

Floats: TypeAlias = NDArray[np.float64]
Basis: TypeAlias = Literal["real", "nominal"]
Years: TypeAlias = Sequence[int] | NDArray[np.int_]


@dataclass(frozen=True)
class Rate:
    """A discount rate that knows whether it is real or nominal.

    Parameters
    ----------
    value
        Fraction a year, strictly between -1 and 1 (0.10 for 10 %).
    basis
        ``real`` (inflation taken out) or ``nominal``.

    Raises
    ------
    InputError
        Outside (-1, 1), not finite, or a basis of another name.

    Examples
    --------
    >>> Rate(0.10)
    Rate(value=0.1, basis='real')
    >>> round(Rate(0.133, "nominal").deflated(0.03).value, 3)
    0.1
    """

    value: float
    basis: Basis = "real"

    def __post_init__(self) -> None:
        mistakes = []
        if not -1 < self.value < 1:  # also false for nan
            mistakes.append(
                f"discount rate {self.value}: must lie strictly between -1 and 1 (write 10 % as 0.10)"
            )
        if self.basis not in ("real", "nominal"):
            mistakes.append(f"discount rate basis {self.basis!r}: must be 'real' or 'nominal'")
        if mistakes:
            raise InputError(mistakes)

    def deflated(self, inflation: float) -> "Rate":
        """Return the real rate, (1 + nominal) / (1 + inflation) - 1 (Fisher); a real rate is an error."""
        if self.basis == "real":
            raise InputError(f"discount rate {self.value}: is real already, it cannot be deflated")
        if not inflation > -1:
            raise InputError(f"inflation {inflation}: must be above -1")
        return Rate((1 + self.value) / (1 + inflation) - 1)


def _checked_years(years: Years) -> NDArray[np.int_]:
    array = np.asarray(years)
    if array.ndim != 1 or array.size == 0:
        raise InputError("years: at least one year is needed, in one dimension")
    if not np.issubdtype(array.dtype, np.integer) or np.any(np.diff(array) != 1):
        raise InputError("years: must be whole numbers, one after the other, none left out")
    return array


def checked_flows(flows: ArrayLike, length: int, name: str = "flows") -> Floats:
    """Return ``flows`` as floats, years last; InputError where empty, of another length, or not finite.

    Examples
    --------
    >>> checked_flows([1, 2], 2)
    array([1., 2.])
    """
    array = np.asarray(flows, dtype=np.float64)
    if array.ndim == 0 or array.size == 0:
        raise InputError(f"{name}: an empty flow has no present value")
    if array.shape[-1] != length:
        raise InputError(f"{name}: {array.shape[-1]} years of flows beside {length} years")
    if not np.all(np.isfinite(array)):
        raise InputError(f"{name}: every flow must be a finite number")
    return array


def as_rate(rate: float | Rate, flows_basis: Basis = "real") -> Rate:
    """Return ``rate`` as a :class:`Rate` (a bare number is real) that fits the flows.

    Raises
    ------
    InputError
        A nominal rate on real flows, a real rate on nominal flows, or a rate outside (-1, 1).
    """
    result = rate if isinstance(rate, Rate) else Rate(float(rate))
    if result.basis != flows_basis:
        raise InputError(
            f"discount rate {result.value}: a {result.basis} rate on {flows_basis} flows; deflate the rate"
            " (Rate.deflated) or give a real one"
        )
    return result


def discount_factors(rate: float | Rate, years: Years, base_year: int, flows_basis: Basis = "real") -> Floats:
    """Return (1+r)^-(t - base_year) for every year t, shape (years,).

    Raises
    ------
    InputError
        A rate outside (-1, 1) or of another basis than the flows; years missing or not whole.

    Examples
    --------
    >>> discount_factors(0.035, range(2024, 2055), 2024)[[0, 10, 30]].round(4)
    array([1.    , 0.7089, 0.3563])
    """
    fitting = as_rate(rate, flows_basis)
    exponents = (_checked_years(years) - base_year).astype(np.float64)
    return np.asarray((1 + fitting.value) ** -exponents, dtype=np.float64)


def present_value(
    flows: ArrayLike, rate: float | Rate, years: Years, base_year: int, flows_basis: Basis = "real"
) -> Floats:
    """Return the sum over years of flow(t)·(1+r)^-(t - base_year), in the flows' unit.

    Parameters
    ----------
    flows
        (..., years), constant prices.
    rate
        Real, as a fraction or a :class:`Rate`; a choice, not a risk: one number for all draws.
    years
        Calendar years of the last axis, one after the other.
    base_year
        The year whose flow counts in full.
    flows_basis
        ``real`` unless the flows are in current prices; the rate must be of the same basis.

    Returns
    -------
    ndarray
        (...), the flows' shape without the years.

    Raises
    ------
    InputError
        An empty flow, lengths that differ, a number not finite, a rate that does not fit.

    Examples
    --------
    >>> float(present_value([110.0, 121.0], 0.10, [2025, 2026], 2024).round(9))
    200.0
    """
    factors = discount_factors(rate, years, base_year, flows_basis)
    return np.asarray(checked_flows(flows, factors.size) @ factors, dtype=np.float64)


def net_present_value(
    receipts: ArrayLike, costs: ArrayLike, rate: float | Rate, years: Years, base_year: int
) -> Floats:
    """Return PV(receipts) - PV(costs), both given as positive real flows (..., years).

    Examples
    --------
    >>> float(net_present_value([0, 140], [100, 0], 0.10, [2024, 2025], 2024).round(3))
    27.273
    """
    return present_value(receipts, rate, years, base_year) - present_value(costs, rate, years, base_year)


def benefit_cost_ratio(
    receipts: ArrayLike, costs: ArrayLike, rate: float | Rate, years: Years, base_year: int
) -> Floats:
    """Return PV(receipts) / PV(costs), nan where there is no cost; all real flows (..., years).

    A receipt forgone is a negative receipt, never a cost, so the ratio does not hang on netting.

    Examples
    --------
    >>> float(benefit_cost_ratio([0, 110], [50, 0], 0.10, [2024, 2025], 2024).round(9))
    2.0
    """
    top = present_value(receipts, rate, years, base_year)
    return ratio(top, present_value(costs, rate, years, base_year))


def ratio(top: ArrayLike, bottom: ArrayLike) -> Floats:
    """Return top / bottom where bottom is above 0, else nan ("none").

    Examples
    --------
    >>> ratio([6.0, 1.0], [3.0, 0.0])
    array([ 2., nan])
    """
    numerator, denominator = np.broadcast_arrays(
        np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    )
    result = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


def cumulative_discounted(
    flows: ArrayLike, rate: float | Rate, years: Years, base_year: int, flows_basis: Basis = "real"
) -> Floats:
    """Return the running sum of discounted flows, (..., years); its last column is the present value.

    Examples
    --------
    >>> cumulative_discounted([-100.0, 220.0], 0.10, [2024, 2025], 2024).round(9)
    array([-100.,  100.])
    """
    factors = discount_factors(rate, years, base_year, flows_basis)
    return np.asarray(np.cumsum(checked_flows(flows, factors.size) * factors, axis=-1), dtype=np.float64)


def discounted_payback_year(
    flows: ArrayLike, rate: float | Rate, years: Years, base_year: int, flows_basis: Basis = "real"
) -> Floats:
    """Return the first year from which the running sum of discounted flows stays at 0 or above.

    "Stays": a sum that touches 0 and falls below again has not paid back. Where nothing is ever owed it
    is the first year with a flow; where the last sum is below 0, or every flow is 0, it is nan ("none
    by the horizon").

    Returns
    -------
    ndarray
        (...), calendar years as floats.

    Examples
    --------
    >>> discounted_payback_year([[-100, 60, 60, 60], [-100, 60, 0, 0]], 0.1, range(2024, 2028), 2024)
    array([2026.,   nan])
    """
    calendar = _checked_years(years)
    sums = cumulative_discounted(flows, rate, years, base_year, flows_basis)
    array = checked_flows(flows, calendar.size)
    below = sums < -1e-9 * np.abs(array).sum(axis=-1, keepdims=True)  # rounding is no debt
    # position after the last year below 0; calendar.size where that is the last year
    after = np.where(below.any(axis=-1), calendar.size - np.argmax(below[..., ::-1], axis=-1), 0)
    after = np.where(below.any(axis=-1), after, np.argmax(array != 0, axis=-1))
    found = calendar[np.minimum(after, calendar.size - 1)].astype(np.float64)
    none = (after >= calendar.size) | ~np.any(array != 0, axis=-1)
    return np.asarray(np.where(none, np.nan, found), dtype=np.float64)


def annuity(present: ArrayLike, rate: float | Rate, periods: int) -> Floats:
    """Return the equal yearly payment, end of year, worth ``present`` now: PV·r / (1 - (1+r)^-n).

    Raises
    ------
    InputError
        Fewer than one period; a rate that is nominal or outside (-1, 1).

    Examples
    --------
    >>> float(annuity(1000.0, 0.10, 10).round(3))
    162.745
    """
    if periods < 1:
        raise InputError(f"periods {periods}: at least one is needed")
    value = as_rate(rate).value
    factor = periods if value == 0 else -np.expm1(-periods * np.log1p(value)) / value
    return np.asarray(np.asarray(present, dtype=np.float64) / factor, dtype=np.float64)


def extend_flows(flows: ArrayLike, asset_life: int, growth: float = 0.0) -> Floats:
    """Carry the last year's level on until ``asset_life`` years after the first column.

    Parameters
    ----------
    flows
        (..., years), the first column being the base year.
    asset_life
        Years after the base year up to which flows are counted; at least the columns given.
    growth
        Yearly growth of the level carried on; 0 keeps it as it is.

    Returns
    -------
    ndarray
        (..., asset_life + 1).

    Raises
    ------
    InputError
        An asset life that is no whole number, or shorter than the horizon.

    Examples
    --------
    >>> extend_flows([0.0, 1.0, 2.0], 4)
    array([0., 1., 2., 2., 2.])
    """
    array = np.asarray(flows, dtype=np.float64)
    if array.ndim == 0 or array.size == 0:
        raise InputError("flows: an empty flow cannot be carried on")
    if int(asset_life) != asset_life:
        raise InputError(f"asset_life {asset_life}: must be a whole number of years")
    more = int(asset_life) + 1 - array.shape[-1]
    if more < 0:
        raise InputError(
            f"asset_life {asset_life}: shorter than the {array.shape[-1] - 1} years to the horizon"
        )
    carried = array[..., -1:] * (1 + growth) ** np.arange(1, more + 1)
    return np.concatenate([array, carried], axis=-1)
