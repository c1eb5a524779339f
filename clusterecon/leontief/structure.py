"""Backward and forward linkages, and adding up sectors into groups."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clusterecon.errors import InputError
from clusterecon.leontief._sectors import Sectors, Vector, gather, listed, not_finite
from clusterecon.leontief.coefficients import inverse


def backward_linkages(A: npt.ArrayLike, *, normalised: bool = False) -> Vector:
    """Return total backward linkages, the column sums of L: what a sector pulls from its suppliers.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    normalised
        Divide by the mean over sectors, so that 1 is average.

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
    Miller and Blair (2009), section 12.2.
    """
    sectors, arrays = gather({"A": A})
    sums = inverse(sectors, arrays["A"]).sum(axis=0)
    return sectors.vector(sums / sums.mean() if normalised else sums, "backward_linkage")


def forward_linkages(A: npt.ArrayLike, x: npt.ArrayLike, *, normalised: bool = False) -> Vector:
    """Return total forward linkages, the row sums of the Ghosh inverse ``G = (I − B)⁻¹``, ``B = x̂⁻¹ A x̂``.

    Parameters
    ----------
    A
        Technical coefficients (n, n).
    x
        Output (n,).
    normalised
        Divide by the mean over sectors, so that 1 is average.

    Returns
    -------
    Vector
        (n,), labelled if A is.

    Raises
    ------
    InputError
        As `leontief_inverse`; an output that is negative, not finite, or zero in a sector that sells.

    Notes
    -----
    ``G = x̂⁻¹ L x̂``. Miller and Blair (2009), sections 12.1 and 12.2.
    """
    sectors, arrays = gather({"A": A}, {"x": x})
    output = arrays["x"]
    sells = (arrays["A"] @ np.diag(output) > 0).any(axis=1)
    mistakes = not_finite("output x", sectors, output, least=0)
    mistakes += listed(
        [
            f"output x of {sectors.name(i)} is 0 though the sector sells"
            for i in np.flatnonzero(sells & (output == 0))
        ]
    )
    if mistakes:
        raise InputError(mistakes)
    total = inverse(sectors, arrays["A"])
    sums = np.where(output > 0, total @ output / np.where(output > 0, output, 1.0), 1.0)
    return sectors.vector(sums / sums.mean() if normalised else sums, "forward_linkage")


def aggregate(
    flows: npt.ArrayLike, groups: Mapping[Any, str] | Sequence[str]
) -> "pd.DataFrame | pd.Series[Any]":
    """Add up flows, or a vector such as output, into groups of sectors; totals are kept.

    Coefficients must not be added up: aggregate flows and output, then take `technical_coefficients`.

    Parameters
    ----------
    flows
        Flows (n, n) or a vector (n,) of money, labelled or plain.
    groups
        The group of every sector: by label, or one name for each sector in order. Groups keep the order in
        which they first appear among the sectors.

    Returns
    -------
    pandas.DataFrame or pandas.Series
        (g, g) or (g,), labelled by group.

    Raises
    ------
    InputError
        A sector without a group; a group for an unknown sector; another number of names than sectors.
    """
    square = np.ndim(flows) == 2
    sectors, arrays = gather({"flows": flows}) if square else gather({}, {"flows": flows})
    names = _group_names(sectors, groups)
    order = list(dict.fromkeys(names))
    bridge = (np.array(order, dtype=object)[:, None] == np.array(names, dtype=object)[None, :]).astype(
        np.float64
    )
    values = arrays["flows"]
    if square:
        return pd.DataFrame(bridge @ values @ bridge.T, index=order, columns=order)
    return pd.Series(bridge @ values, index=order)


def _group_names(sectors: Sectors, groups: Mapping[Any, str] | Sequence[str]) -> list[str]:
    if isinstance(groups, Mapping):
        labels = list(sectors.index())
        mistakes = [f"groups: sector '{label}' has no group" for label in labels if label not in groups]
        mistakes += [
            f"groups: '{label}' is not a sector of the table" for label in groups if label not in labels
        ]
        if mistakes:
            raise InputError(listed(mistakes))
        return [groups[label] for label in labels]
    if len(groups) != sectors.size:
        raise InputError(f"groups: {len(groups)} names for {sectors.size} sectors")
    return list(groups)
