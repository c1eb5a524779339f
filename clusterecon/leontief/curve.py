"""A vector-valued curve on a line, solved at nodes and interpolated between them."""

from collections.abc import Callable

import numpy as np

from clusterecon.ground.arrays import Array

NODES = np.array([-1.0, -np.sqrt(0.5), 0.0, np.sqrt(0.5), 1.0])  # Chebyshev–Lobatto points: quartic pieces
COARSE_TOLERANCE = 1e-5
WIDEST = 0.1
MOST_HALVINGS = 20


class Curve:
    """Piecewise quartic interpolation of an expensive smooth function with known kinks.

    A piece is halved until the parabola through three of its nodes predicts the other two within 1e-5 of the
    largest value of the column; the quartic through all five is then several orders closer.

    Parameters
    ----------
    solve
        Function from points (m,) to values (m, k).
    kinks
        Points where the function bends, sorted.
    points
        Where the curve will be asked for; gives the ends of the line. Where there are fewer different points
        than nodes would be needed, the function is solved at these points and no interpolation takes place.
    """

    def __init__(self, solve: Callable[[Array], Array], kinks: Array, points: Array) -> None:
        low, high = float(points.min()), float(points.max())
        inner = kinks[(kinks > low) & (kinks < high)]
        edges = np.concatenate([[low], inner, [high]])
        pieces = np.maximum(1, np.ceil(np.diff(edges) / WIDEST)).astype(int)
        asked = np.unique(points)
        self._solve = solve
        self.interpolated = asked.size > int(pieces.sum()) * (NODES.size - 1) + 1
        if self.interpolated:
            parts = [np.linspace(a, b, n + 1)[:-1] for a, b, n in zip(edges, edges[1:], pieces, strict=False)]
            self._edges = np.concatenate([*parts, [high]])
            self._values = self._refine()
        else:
            self._edges = asked
            self._values = solve(asked)[:, None, :]

    def _refine(self) -> Array:
        values = self._solve_pieces(self._edges[:-1], self._edges[1:])
        scale = np.abs(values).max(axis=(0, 1)) + np.finfo(float).tiny
        middle = lagrange(NODES[[1, 3]], NODES[::2])
        for _ in range(MOST_HALVINGS):
            error = (
                np.abs(np.einsum("pc,scv->spv", middle, values[:, ::2]) - values[:, 1::2]).max(axis=1) / scale
            )
            rough = error.max(axis=1) > COARSE_TOLERANCE
            if not rough.any():
                break
            low, high = self._edges[:-1], self._edges[1:]
            centre = (low[rough] + high[rough]) / 2
            starts = np.concatenate([low[~rough], low[rough], centre])
            halves = np.concatenate(
                [self._solve_pieces(low[rough], centre), self._solve_pieces(centre, high[rough])]
            )
            order = np.argsort(starts)
            values = np.concatenate([values[~rough], halves])[order]
            self._edges = np.append(starts[order], high[-1])
        return values

    def _solve_pieces(self, low: Array, high: Array) -> Array:
        centre, half = (low + high) / 2, (high - low) / 2
        points = centre[:, None] + half[:, None] * NODES
        values = self._solve(points.reshape(-1))
        shaped: Array = values.reshape(low.size, NODES.size, -1)
        return shaped

    def __call__(self, points: Array) -> Array:
        """Return the values (m, k) at points (m,) within the line."""
        if not self.interpolated:
            solved: Array = self._values[np.searchsorted(self._edges, points), 0]
            return solved
        piece = np.clip(np.searchsorted(self._edges, points, side="right") - 1, 0, self._edges.size - 2)
        low, high = self._edges[piece], self._edges[piece + 1]
        weights = lagrange((2 * points - low - high) / (high - low), NODES)
        values: Array = weights[:, :1] * self._values[piece, 0]
        for node in range(1, NODES.size):
            values += weights[:, node : node + 1] * self._values[piece, node]
        return values


def lagrange(points: Array, nodes: Array) -> Array:
    """Return the weights (m, nodes) with which values at the nodes make those at the points."""
    weights = np.ones((points.size, nodes.size))
    for j, node in enumerate(nodes):
        for other in np.delete(nodes, j):
            weights[:, j] *= (points - other) / (node - other)
    return weights
