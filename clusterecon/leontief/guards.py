"""What forbids a table: a wrong coefficient, an economy that uses up what it makes, inputs above output."""

import math
from collections.abc import Sequence

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.sectors import Sectors, listed

ROUNDING = 1e-9


def refuse(mistakes: Sequence[str]) -> None:
    """Raise `InputError` where there is a mistake."""
    if mistakes:
        raise InputError(mistakes)


def coefficient_mistakes(sectors: Sectors, coefficients: Array) -> list[str]:
    """Return what forbids inverting: a negative or non-finite coefficient, a spectral radius of 1 or more."""
    mistakes = negative_cells("coefficient", sectors, coefficients)
    return mistakes or _unproductive(sectors, coefficients)


def negative_cells(what: str, sectors: Sectors, cells: Array) -> list[str]:
    """Return the cells that are negative or not finite, by seller and buyer."""
    bad = ~(np.isfinite(cells) & (cells >= 0))
    return listed(
        [
            f"{what} {sectors.pair(i, j)} is {cells[i, j]:g}: must be finite and not negative"
            for i, j in np.argwhere(bad)
        ]
    )


def _unproductive(sectors: Sectors, coefficients: Array) -> list[str]:
    """Name the sector at the heart of a spectral radius ≥ 1: largest in left times right eigenvector."""
    if sectors.size == 0 or coefficients.sum(axis=0).max() < 1 or coefficients.sum(axis=1).max() < 1:
        return []
    values, right = np.linalg.eig(coefficients)
    radius = float(np.abs(values).max())
    if radius < 1:
        return []
    left_values, left = np.linalg.eig(coefficients.T)
    weight = np.abs(right[:, np.abs(values).argmax()] * left[:, np.abs(left_values).argmax()])
    worst = int(weight.argmax())
    return [
        f"spectral radius of the coefficients is {radius:.6g}, not below 1: no output meets any final use; "
        f"look first at {sectors.name(worst)}, whose inputs add up to {coefficients[:, worst].sum():.4g} "
        "per unit of output"
    ]


def regional_mistakes(sectors: Sectors, coefficients: Array, value_added: Array) -> list[str]:
    """Return each sector whose inputs and value added exceed its output, ``Σ_i a_ij + v_j > 1``."""
    total = coefficients.sum(axis=0) + value_added
    return listed(
        [
            f"inputs and value added of {sectors.name(j)} add up to {total[j]:.6g}, more than its output"
            for j in np.flatnonzero(~(total <= 1 + ROUNDING))
        ]
    )


def flegg_mistakes(share: float, delta: float) -> list[str]:
    """Return what forbids Flegg's λ: a share outside (0, 1], a δ negative or not finite."""
    mistakes = []
    if not 0 < share <= 1:
        mistakes.append(f"share: the region's share of the nation must lie in (0, 1], not {share:g}")
    if not (math.isfinite(delta) and delta >= 0):
        mistakes.append(f"delta: must be a finite number of at least 0, not {delta:g}")
    return mistakes
