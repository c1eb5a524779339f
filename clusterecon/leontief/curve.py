"""A vector-valued curve on a line, solved at nodes so that it can be interpolated between them."""

from collections.abc import Callable

import numpy as np

from clusterecon.ground.arrays import Array
from clusterecon.leontief.ratios import NODES, lagrange_weight

LOBATTO = np.array(NODES)
COARSE_TOLERANCE = 1e-5
NOTHING = 1e-9
WIDEST = 0.1
MOST_HALVINGS = 20


def solved_pieces(
    solve: Callable[[Array], Array], kinks: Array, low: float, high: float
) -> tuple[Array, Array]:
    """Return pieces of an expensive smooth function with known kinks, for quartic interpolation.

    A piece is halved until the parabola through three of its nodes predicts the other two within 1e-5 of the
    column's largest value on the piece; the quartic through all five is then several orders closer. What is
    nothing beside the largest value of all is not looked at: it may be rounding.

    Parameters
    ----------
    solve
        Function from points (m,) to values (m, k).
    kinks
        Points where the function bends, sorted; they become edges.
    low, high
        Ends of the line. Where they are the same the function is solved there, once.

    Returns
    -------
    edges, values
        Edges (pieces + 1,), and values (pieces, 5, k) at the Chebyshev–Lobatto nodes of each piece.
    """
    if low == high:
        return np.array([low, high]), np.repeat(solve(np.array([low]))[:, None], LOBATTO.size, axis=1)
    bends = np.concatenate([[low], kinks[(kinks > low) & (kinks < high)], [high]])
    counts = np.maximum(1, np.ceil(np.diff(bends) / WIDEST)).astype(int)
    parts = [np.linspace(a, b, n + 1)[:-1] for a, b, n in zip(bends, bends[1:], counts, strict=False)]
    edges = np.concatenate([*parts, [high]])
    values = _solve_pieces(solve, edges[:-1], edges[1:])
    nothing = NOTHING * np.abs(values).max() + np.finfo(float).tiny
    for _ in range(MOST_HALVINGS):
        scale = np.abs(values).max(axis=1) + nothing
        rough = (_parabola_error(values) / scale).max(axis=1) > COARSE_TOLERANCE
        if not rough.any():
            break
        starts, ends = edges[:-1], edges[1:]
        centre = (starts[rough] + ends[rough]) / 2
        halves = [_solve_pieces(solve, starts[rough], centre), _solve_pieces(solve, centre, ends[rough])]
        starts = np.concatenate([starts[~rough], starts[rough], centre])
        order = np.argsort(starts)
        values = np.concatenate([values[~rough], *halves])[order]
        edges = np.append(starts[order], high)
    return edges, values


def _parabola_error(values: Array) -> Array:
    """Return how far the parabola through nodes 0, 2, 4 misses the others, (pieces, k)."""
    every_other = LOBATTO[::2]
    middle = [[lagrange_weight(every_other, j, at) for j in range(3)] for at in LOBATTO[1::2]]
    missed: Array = np.abs(np.einsum("sc,pck->psk", np.array(middle), values[:, ::2]) - values[:, 1::2])
    error: Array = missed.max(axis=1)
    return error


def _solve_pieces(solve: Callable[[Array], Array], low: Array, high: Array) -> Array:
    centre, half = (low + high) / 2, (high - low) / 2
    points = centre[:, None] + half[:, None] * LOBATTO
    values: Array = solve(points.reshape(-1)).reshape(low.size, LOBATTO.size, -1)
    return values
