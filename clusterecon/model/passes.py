"""The compiled loops: many draws of one scenario through the equations, and their outcomes into a tally."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterecon.ground.arrays import Array
from clusterecon.ground.compiled import compiled, equation
from clusterecon.model.draw import one_draw
from clusterecon.model.growth import shocked
from clusterecon.model.identities import broken_identity
from clusterecon.model.path import growth_path
from clusterecon.model.records import Fixed, Record, Work

BINS = 1_536
"""Bins of a histogram, from a little below the 5th to a little above the 95th percentile."""
WORST, BELOW, ABOVE, NONE = 0, 1, BINS + 2, BINS + 3
"""Columns of the counts for what is worse than any value, below and above the bins, and no value at all."""


class Room(NamedTuple):
    """Room for some draws of a scenario; records are views of the numbers.

    Attributes
    ----------
    flat, assumptions, cohorts, forecast, shocks
        A row for each draw: all its numbers, and the parts of them by name.
    outcomes, years, cells
        Of one draw: all its outcomes, and the parts of them by name.
    work
        Room to work in.
    """

    flat: Array
    assumptions: Record
    cohorts: Record
    forecast: Array
    shocks: Array
    outcomes: Array
    years: Record
    cells: Record
    work: Work


@equation
def run_draw(fixed: Fixed, room: Room, number: int) -> None:
    """Run the equations for one draw of the room."""
    room.outcomes[:] = 0.0
    growth_path(fixed.known_growth, room.forecast[number], room.work.growth)
    shocked(room.work.growth, fixed.shocks, room.shocks[number])
    one_draw(fixed, room.assumptions[number], room.cohorts[number], room.years, room.work, room.cells)


@compiled
def evaluate(fixed: Fixed, room: Room, wanted: "NDArray[np.int64]", out: Array, checked: int) -> int:
    """Run the equations for the first draws of the room; write wanted outcomes, shape (wanted, draws).

    Returns
    -------
    int
        Of the first ``checked`` draws, the first identity that is broken; -1 where all hold.
    """
    broken = -1
    for i in range(out.shape[1]):
        run_draw(fixed, room, i)
        if i < checked and broken < 0:
            broken = broken_identity(fixed, room.assumptions[i], room.years)
        for k in range(len(wanted)):
            out[k, i] = room.outcomes[wanted[k]]
    return broken


class Goals(NamedTuple):
    """What is counted of each draw: row of the outcome, threshold, whether it counts without wastewater."""

    rows: "NDArray[np.int64]"
    thresholds: Array
    dry: "NDArray[np.int64]"


class Edges(NamedTuple):
    """Bins of each outcome: lower end, bins per unit, and the median of the first draws, (outcomes,)."""

    low: Array
    scale: Array
    median: Array


class Counts(NamedTuple):
    """What a tally adds to, by outcome: draws by bin, sum, least, most, draws above 0, under the median."""

    bins: "NDArray[np.int32]"
    total: Array
    least: Array
    most: Array
    positive: "NDArray[np.int64]"
    under: "NDArray[np.int64]"


@equation
def all_equal(row: Array) -> bool:
    """Tell whether all draws of an outcome share one value."""
    for i in range(len(row)):  # noqa: SIM110 - compiled
        if row[i] != row[0]:
            return False
    return True


@compiled
def fold(out: Array, edges: Edges, counts: Counts) -> None:
    """Add outcomes, shape (outcomes, draws), to a tally."""
    for k in range(len(out)):
        row, bins = out[k], counts.bins[k]
        low, scale, median = edges.low[k], edges.scale[k], edges.median[k]
        total, least, most = 0.0, counts.least[k], counts.most[k]
        positive, under = 0, 0
        each = len(row) if all_equal(row) else 1  # draws that a value stands for
        for i in range(0, len(row), each):
            x = row[i]
            if math.isnan(x):
                bins[NONE] += each
                continue
            total += each * x
            if x == -math.inf:
                bins[WORST] += each
                continue
            least, most = min(least, x), max(most, x)
            positive += each * (x > 0)
            under += each * (x < median)
            place = (x - low) * scale
            if place < 0:
                bins[BELOW] += each
            elif place < BINS:
                bins[BELOW + 1 + int(place)] += each
            else:
                bins[ABOVE] += each
        counts.total[k] += total
        counts.least[k], counts.most[k] = least, most
        counts.positive[k] += positive
        counts.under[k] += under


@compiled
def count_goals(out: Array, goals: Goals, hits: "NDArray[np.int32]", shortfall: Array) -> None:
    """Count the draws that reach each goal, all of them, and all dry ones; add up by how much others miss."""
    for i in range(out.shape[1]):
        every, dry = 1, 1
        for g in range(len(goals.rows)):
            missing = goals.thresholds[g] - out[goals.rows[g], i]
            if missing <= 1e-9:
                hits[g] += 1
            else:
                shortfall[g] += missing
                every = 0
                dry *= 1 - goals.dry[g]
        hits[-2] += every
        hits[-1] += dry
