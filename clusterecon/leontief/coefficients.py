"""Technical coefficients, the Leontief inverse, and the guards of both."""

import numpy as np
import numpy.typing as npt

from clusterecon.errors import InputError
from clusterecon.leontief._sectors import (
    FloatArray,
    Matrix,
    Sectors,
    Vector,
    gather,
    listed,
    not_finite,
)

NATIONAL_TOLERANCE = 1e-3
ROUNDING = 1e-9


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
    mistakes = _negative_cells("flow", sectors, flows) + not_finite("output x", sectors, output, least=0)
    buys = (flows != 0).any(axis=0)
    mistakes += listed(
        [
            f"output x of {sectors.name(j)} is 0 though the sector buys inputs"
            for j in np.flatnonzero(buys & (output == 0))
        ]
    )
    if mistakes:
        raise InputError(mistakes)
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
        (n, n), labelled if A is; element (i, j) is the output of i needed for a unit of final use of j.

    Raises
    ------
    InputError
        A not square; a coefficient negative or not finite; spectral radius of 1 or more (the economy would
        use up more than it makes); an inverse below the identity; sectors misaligned. The sector is named.

    Notes
    -----
    Miller and Blair (2009), section 2.2, equation 2.11.
    """
    sectors, arrays = gather({"A": A})
    return sectors.matrix(inverse(sectors, arrays["A"]))


def inverse(sectors: Sectors, coefficients: FloatArray) -> FloatArray:
    """Return ``(I − A)⁻¹`` of a plain array, guarded as `leontief_inverse` is."""
    mistakes = coefficient_mistakes(sectors, coefficients)
    if mistakes:
        raise InputError(mistakes)
    result: FloatArray = np.asarray(np.linalg.inv(np.eye(sectors.size) - coefficients), dtype=np.float64)
    mistakes = inverse_mistakes(sectors, result)
    if mistakes:
        raise InputError(mistakes)
    return result


def coefficient_mistakes(sectors: Sectors, coefficients: FloatArray) -> list[str]:
    """Return what forbids inverting: a negative or non-finite coefficient, a spectral radius of 1 or more."""
    mistakes = _negative_cells("coefficient", sectors, coefficients)
    return mistakes or _unproductive(sectors, coefficients)


def inverse_mistakes(sectors: Sectors, result: FloatArray) -> list[str]:
    """Return where an inverse lies below the identity, which no productive economy allows."""
    low = ~(result >= np.eye(sectors.size) - ROUNDING)
    return listed(
        [
            f"Leontief inverse {sectors.pair(i, j)} is {result[i, j]:g}, below the identity matrix"
            for i, j in np.argwhere(low)
        ]
    )


def _negative_cells(what: str, sectors: Sectors, cells: FloatArray) -> list[str]:
    bad = ~(np.isfinite(cells) & (cells >= 0))
    return listed(
        [
            f"{what} {sectors.pair(i, j)} is {cells[i, j]:g}: must be finite and not negative"
            for i, j in np.argwhere(bad)
        ]
    )


def _unproductive(sectors: Sectors, coefficients: FloatArray) -> list[str]:
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


def check_national_balance(
    A: npt.ArrayLike,
    imported_inputs: npt.ArrayLike,
    taxes_on_inputs: npt.ArrayLike,
    value_added: npt.ArrayLike,
    tolerance: float = NATIONAL_TOLERANCE,
) -> Vector:
    """Check that every column of a national table adds up, and return the residuals.

    ``Σ_i a_ij + m_j + t_j + v_j = 1`` for each sector j, all per unit of output.

    Parameters
    ----------
    A
        Domestic coefficients (n, n).
    imported_inputs, taxes_on_inputs, value_added
        Imported inputs, taxes less subsidies on inputs, and value added, (n,), per unit of output.
    tolerance
        Largest residual allowed.

    Returns
    -------
    Vector
        Residuals (n,), sum minus 1; 0 for a sector without output.

    Raises
    ------
    InputError
        A column off by more than the tolerance, the sector named; sectors misaligned.
    """
    sectors, arrays = gather(
        {"A": A},
        {"imported_inputs": imported_inputs, "taxes_on_inputs": taxes_on_inputs, "value_added": value_added},
    )
    total = (
        arrays["A"].sum(axis=0)
        + arrays["imported_inputs"]
        + arrays["taxes_on_inputs"]
        + arrays["value_added"]
    )
    empty = (arrays["A"] == 0).all(axis=0) & (total == 0)
    residual = np.where(empty, 0.0, total - 1)
    bad = ~(np.abs(residual) <= tolerance)
    if bad.any():
        raise InputError(
            listed(
                [
                    f"column of {sectors.name(j)} adds up to {total[j]:.6g}, not 1: domestic and imported "
                    "inputs, taxes on inputs and value added must exhaust output"
                    for j in np.flatnonzero(bad)
                ]
            )
        )
    return sectors.vector(residual, "residual")


def check_regional_balance(A: npt.ArrayLike, value_added: npt.ArrayLike) -> None:
    """Check that regional inputs and value added do not exceed output: ``Σ_i a_ij + v_j ≤ 1``.

    Parameters
    ----------
    A
        Regional coefficients (n, n).
    value_added
        Value added per unit of output (n,).

    Raises
    ------
    InputError
        A column above 1 by more than rounding, the sector named; sectors misaligned.
    """
    sectors, arrays = gather({"A": A}, {"value_added": value_added})
    mistakes = regional_mistakes(sectors, arrays["A"], arrays["value_added"])
    if mistakes:
        raise InputError(mistakes)


def regional_mistakes(sectors: Sectors, coefficients: FloatArray, value_added: FloatArray) -> list[str]:
    """Return each sector whose inputs and value added exceed its output."""
    total = coefficients.sum(axis=0) + value_added
    return listed(
        [
            f"inputs and value added of {sectors.name(j)} add up to {total[j]:.6g}, more than its output"
            for j in np.flatnonzero(~(total <= 1 + ROUNDING))
        ]
    )
