"""A new cluster as a supply shock: the mixed model and its three readings."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterecon.errors import InputError, nearest
from clusterecon.leontief._sectors import BoolArray, FloatArray, Matrix, Sectors, gather, not_finite
from clusterecon.leontief.coefficients import inverse
from clusterecon.leontief.multipliers import closed_inverse, over

READINGS = ("lower", "one_at_a_time", "upper")
SHARE_TOLERANCE = 1e-6


def supply_shock_requirements(A: npt.ArrayLike) -> Matrix:
    """Return the output of i per unit of **exogenous output** of j, ``R_ij = L_ij / L_jj``.

    A plant's own output is given, not caused by final use, so that what it buys through others from its own
    sector is left out.

    Parameters
    ----------
    A
        Technical coefficients (n, n).

    Returns
    -------
    Matrix
        (n, n), labelled if A is.

    Raises
    ------
    InputError
        As `leontief_inverse`.

    Notes
    -----
    Miller and Blair (2009), chapter 13, mixed models: one sector exogenous at a time.
    """
    sectors, arrays = gather({"A": A})
    total = inverse(sectors, arrays["A"])
    return sectors.matrix(total / np.diag(total))


def supply_shock_multipliers(
    A: npt.ArrayLike,
    value_added: npt.ArrayLike,
    rows: Mapping[str, npt.ArrayLike],
    *,
    compensation: npt.ArrayLike | None = None,
    household_spending: npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """Return value added per unit of direct value added of a new plant, split into rows of choice.

    ``M_j = Σ_i v_i (L_ij / L_jj) / v_j``; with both household arguments L is the closed inverse (Type II).

    Parameters
    ----------
    A
        Technical coefficients (n, n), of the region.
    value_added
        Value added per unit of output (n,).
    rows
        Groups of selling sectors: name to a mask (n,) of booleans, or to a list of labels. What is in no
        group falls under ``rest``. Groups may not overlap.
    compensation, household_spending
        Household row and column (n,), both or neither.

    Returns
    -------
    pandas.DataFrame
        A row for each tenant sector j; columns ``direct`` (1), one for each group and ``rest`` (indirect
        effects, never the unit i = j), and ``total`` (M_j). NaN where j has no value added.

    Raises
    ------
    InputError
        As `leontief_inverse` and `closed_inverse`; an unknown sector in a group; groups that overlap.
    """
    if (compensation is None) != (household_spending is None):
        raise InputError("compensation and household_spending: give both for Type II or neither for Type I")
    sectors, arrays = gather({"A": A}, {"value_added": value_added})
    added = arrays["value_added"]
    _refuse(not_finite("value added", sectors, added, least=0))
    if compensation is None or household_spending is None:
        total = inverse(sectors, arrays["A"])
    else:
        total = np.asarray(closed_inverse(A, compensation, household_spending))
    effects = added[:, None] * total / np.diag(total)
    np.fill_diagonal(effects, 0.0)
    table = pd.DataFrame({"direct": over(added, added)}, index=sectors.index())
    for name, mask in group_masks(sectors, rows).items():
        table[name] = over(effects[mask].sum(axis=0), added)
    table["total"] = table.sum(axis=1, skipna=False)
    return table


def mixed_model_readings(
    A: npt.ArrayLike,
    value_added: npt.ArrayLike,
    tenant_mix: npt.ArrayLike | Mapping[str, float],
    rows: Mapping[str, npt.ArrayLike],
) -> pd.DataFrame:
    """Return the indirect effect of a mix of tenants under three readings of the mixed model, side by side.

    - ``lower``: the output of every tenant sector is exogenous at once; only the other sectors respond,
      ``(I − A_NN)⁻¹ A_NT``.
    - ``one_at_a_time``: ``L_ij / L_jj``, one tenant sector at a time; firms of sector j outside do not
      respond.
    - ``upper``: the cluster is a new sector with the inputs of j; all existing sectors respond, ``L − I``.

    Parameters
    ----------
    A
        Technical coefficients (n, n), of the region.
    value_added
        Value added per unit of output (n,).
    tenant_mix
        Shares of direct value added over sectors: (n,), or sector to share with the rest 0. They add up to 1.
    rows
        Groups of selling sectors, as in `supply_shock_multipliers`.

    Returns
    -------
    pandas.DataFrame
        Rows `lower`, `one_at_a_time`, `upper`; columns ``direct`` (1), one for each group, ``rest``,
        ``total``, per unit of direct value added.

    Raises
    ------
    InputError
        As `supply_shock_multipliers`; a mix that does not add up to 1 or names an unknown sector.
    """
    sectors, arrays = gather({"A": A}, {"value_added": value_added})
    added = arrays["value_added"]
    _refuse(not_finite("value added", sectors, added, least=0))
    shares = mix_shares(sectors, tenant_mix, added)
    total = inverse(sectors, arrays["A"])
    output = np.divide(shares, added, out=np.zeros_like(shares), where=shares > 0)
    one = total / np.diag(total) - np.eye(sectors.size)
    tenants, others = np.flatnonzero(shares > 0), np.flatnonzero(shares == 0)
    lower = np.zeros(sectors.size)
    if others.size:
        bought = arrays["A"][np.ix_(others, tenants)] @ output[tenants]
        lower[others] = np.linalg.solve(np.eye(others.size) - arrays["A"][np.ix_(others, others)], bought)
    by_reading = (lower, one @ output, total @ output - output)
    masks = group_masks(sectors, rows)
    table = pd.DataFrame(
        [[1.0, *(float(added[mask] @ needed[mask]) for mask in masks.values())] for needed in by_reading],
        index=list(READINGS),
        columns=["direct", *masks],
    )
    table["total"] = table.sum(axis=1)
    return table


def group_masks(sectors: Sectors, rows: Mapping[str, npt.ArrayLike]) -> dict[str, BoolArray]:
    """Return a mask (n,) for each group, and ``rest`` for what is in none."""
    masks: dict[str, BoolArray] = {}
    mistakes: list[str] = []
    taken = np.zeros(sectors.size, dtype=bool)
    for name, members in rows.items():
        mask = _mask(sectors, name, members, mistakes)
        shared = np.flatnonzero(mask & taken)[:1]
        mistakes += [f"rows '{name}': {sectors.name(i)} is in another group already" for i in shared]
        if name in ("direct", "rest", "total"):
            mistakes.append(f"rows '{name}': this name is kept for a column of the result")
        taken |= mask
        masks[name] = mask
    _refuse(mistakes)
    return {**masks, "rest": ~taken}


def _mask(sectors: Sectors, name: str, members: npt.ArrayLike, mistakes: list[str]) -> BoolArray:
    given = np.asarray(members)
    if given.dtype == bool:
        if isinstance(members, pd.Series):
            gather(
                {},
                {"sectors": pd.Series(0.0, index=sectors.index()), f"rows '{name}'": members.astype(float)},
            )
        if given.shape != (sectors.size,):
            mistakes.append(f"rows '{name}': mask of shape {given.shape} for {sectors.size} sectors")
            return np.zeros(sectors.size, dtype=bool)
        return given
    labels = list(sectors.index())
    unknown = [m for m in given.tolist() if m not in labels]
    mistakes += [
        f"rows '{name}': '{m}' is not a sector of the table{nearest(str(m), map(str, labels))}"
        for m in unknown
    ]
    return np.isin(np.array(labels, dtype=object), [m for m in given.tolist() if m not in unknown])


def mix_shares(
    sectors: Sectors, tenant_mix: npt.ArrayLike | Mapping[str, float], value_added: FloatArray
) -> FloatArray:
    """Return the tenant mix as shares (n,) of direct value added, checked, adding up to exactly 1."""
    shares = (
        _spread(sectors, tenant_mix) if isinstance(tenant_mix, Mapping) else _aligned(sectors, tenant_mix)
    )
    mistakes = not_finite("tenant_mix", sectors, shares, least=0)
    if not mistakes and abs(shares.sum() - 1) > SHARE_TOLERANCE:
        mistakes.append(f"tenant_mix: shares add up to {shares.sum():.6g}, not 1")
    mistakes += [
        f"tenant_mix: {sectors.name(j)} has a share but no value added in the table"
        for j in np.flatnonzero((shares > 0) & ~(value_added > 0))
    ]
    _refuse(mistakes)
    scaled: FloatArray = shares / shares.sum()
    return scaled


def _spread(sectors: Sectors, tenant_mix: Mapping[str, float]) -> FloatArray:
    labels = list(sectors.index())
    _refuse(
        [
            f"tenant_mix: '{sector}' is not a sector of the table{nearest(str(sector), map(str, labels))}"
            for sector in tenant_mix
            if sector not in labels
        ]
    )
    return np.array([float(tenant_mix.get(label, 0.0)) for label in labels])


def _aligned(sectors: Sectors, tenant_mix: npt.ArrayLike) -> FloatArray:
    reference: Sequence[float] | pd.Series = (
        np.zeros(sectors.size).tolist() if sectors.labels is None else pd.Series(0.0, index=sectors.labels)
    )
    _, arrays = gather({}, {"the table": reference, "tenant_mix": tenant_mix})
    shares: FloatArray = arrays["tenant_mix"]
    return shares


def _refuse(mistakes: Sequence[str]) -> None:
    if mistakes:
        raise InputError(mistakes)
