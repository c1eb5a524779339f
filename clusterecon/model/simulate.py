"""Many draws of scenarios: any draw made anywhere, in tasks for any executor, the same bytes on each."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clusterecon.baseline.forecast import GrowthForecast
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import ClustereconError, InputError, StoppedError
from clusterecon.leontief.table import LinkageTable
from clusterecon.model.identities import IDENTITIES
from clusterecon.model.passes import Edges, Goals, evaluate
from clusterecon.model.plan import Plan, Planner
from clusterecon.model.sampling import (
    BLOCK,
    Columns,
    RankCorrelation,
    check_correlations,
    columns_of,
    fill_columns,
)
from clusterecon.model.tally import TELLING, Part, Summary, Sums, Tally, edges_of
from clusterecon.scenario.scenario import Scenario

Integers: TypeAlias = NDArray[np.int64]
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many draws are done, of how many."""

CHUNK = 1_000
"""Draws worked out together. Of a power of two the outcomes of one draw would share a place in the cache."""
CHECKED = 64
"""Draws in which a run checks the identities."""
BLOCKS_OF_A_TASK = 8
MOST_TASKS = 2_048
"""Of a scenario; where there are more blocks, tasks hold more of them."""


@dataclass(frozen=True)
class ModelInputs:
    """What a simulation rests on: scenarios in the study's order, forecast of growth, input-output table."""

    scenarios: tuple[Scenario, ...]
    forecast: GrowthForecast
    table: LinkageTable

    def correlations(self) -> tuple[RankCorrelation, ...]:
        """Return the rank correlations, checked; those of columns nobody draws are left out."""
        known = set(self.forecast.columns) | {p for s in self.scenarios for p in s.quantities()}
        pairs = tuple(
            RankCorrelation(c.between[0], c.between[1], c.rank)
            for c in self.scenarios[0].assumptions.correlations
        )
        unknown = [
            f"correlations: '{name}' is not an assumption"
            for pair in pairs
            for name in (pair.first, pair.second)
            if name not in known and not name.startswith("baseline.")
        ]
        if unknown:
            raise InputError(unknown)
        used = tuple(p for p in pairs if {p.first, p.second} <= known)
        check_correlations(used)
        return used

    def planner(self) -> Planner:
        """Return what turns these scenarios, and others like them, into plans."""
        return Planner(self.forecast, self.table)


@dataclass(frozen=True, eq=False)
class Source:
    """The draws of one scenario, any of which can be made at any time; number 0 of none is the central case.

    Attributes
    ----------
    name, plan
        The scenario, and what it is as numbers.
    seed, draws
        The settings; ``draws`` 0 is the central case.
    correlations
        Between drawn columns.
    """

    name: str
    plan: Plan
    seed: int
    draws: int
    correlations: tuple[RankCorrelation, ...] = ()

    @property
    def rows(self) -> int:
        """Draws there are, the central case counted as one."""
        return self.draws or 1

    @cached_property
    def columns(self) -> Columns:
        """What is drawn; nothing in the central case."""
        inverses = self.plan.inverses if self.draws else {}
        places = {name: self.plan.layout.place(name) for name in inverses}
        return columns_of(inverses, self.seed, self.correlations if self.draws else (), places)

    def assumptions(self, first: int, count: int) -> Array:
        """Return the numbers of consecutive draws, (draws, numbers), in the places of the plan's layout."""
        room = self.plan.room(count)
        fill_columns(first, count, self.columns, room.flat)
        return room.flat[:count, :-1]

    def chunks(self, wanted: Integers, first: int, count: int) -> Iterator[Array]:
        """Yield wanted outcomes of consecutive draws, a few draws at a time, each (wanted, draws).

        The identities of docs/methods.md, section 11, are checked in the first draws of all.
        """
        room = self.plan.room(min(CHUNK, count))
        for start in range(first, first + count, CHUNK):
            rows = min(CHUNK, first + count - start)
            fill_columns(start, rows, self.columns, room.flat)
            out = np.empty((len(wanted), rows))
            broken = evaluate(self.plan.fixed, room, wanted, out, CHECKED if start == 0 else 0)
            if broken >= 0:
                raise ClustereconError(f"scenario {self.name}: an identity is broken: {IDENTITIES[broken]}")
            yield out

    def outcomes(self, wanted: Integers, first: int = 0, count: int | None = None) -> Array:
        """Return wanted outcomes of consecutive draws, all where left out, (wanted, draws)."""
        return np.concatenate(list(self.chunks(wanted, first, self.rows if count is None else count)), axis=1)


@dataclass(frozen=True, eq=False)
class Task:
    """One scenario's draws, blocks of which are to be tallied wherever.

    Attributes
    ----------
    source, edges, goals
        Draws, bins, and what is counted.
    wanted
        Places of the outcomes tallied.
    kept
        Rows of these whose draws are kept.
    """

    source: Source
    wanted: Integers
    kept: Integers
    goals: Goals
    edges: Edges

    def run(self, blocks: range) -> tuple[Part, Array]:
        """Return the tally of some blocks, and their draws that are kept, (kept, draws)."""
        tally, kept = Tally(self.edges, self.goals), []
        for block in blocks:
            first = block * BLOCK
            tally.begin_block()
            for out in self.source.chunks(self.wanted, first, min(BLOCK, self.source.rows - first)):
                tally.add(out)
                kept.append(out[self.kept])
            tally.end_block()
        return tally.part(), np.concatenate(kept, axis=1)


def run_task(task: Task, blocks: range) -> tuple[Part, Array]:
    """Run some blocks; a function by itself, so that it can be sent to other processes and machines."""
    return task.run(blocks)


@dataclass(frozen=True, eq=False)
class Job:
    """What is wanted of one scenario's draws.

    Attributes
    ----------
    source
        The draws.
    wanted
        Places of the outcomes among all of a draw.
    years
        Rows of them that are whole years.
    kept
        Rows of them whose draws are kept where there are few blocks.
    goals
        What is counted.
    """

    source: Source
    wanted: Integers
    goals: Goals
    years: tuple[int, ...] = ()
    kept: Integers = field(default_factory=lambda: np.array([], dtype=np.int64))

    def task(self) -> Task:
        """Return the task; its first draws tell the edges of the bins."""
        rows = self.source.outcomes(self.wanted, 0, min(TELLING, self.source.rows))
        return Task(self.source, self.wanted, self.kept, self.goals, edges_of(rows, self.years))

    def blocks(self) -> list[range]:
        """Return all blocks, the first by itself; how they are cut depends on the number of draws alone."""
        blocks = -(-self.source.rows // BLOCK)
        each = max(1, min(BLOCKS_OF_A_TASK, (blocks - 1) // 8), blocks // MOST_TASKS)
        return [range(1), *(range(start, min(start + each, blocks)) for start in range(1, blocks, each))]


@dataclass(frozen=True, eq=False)
class Found:
    """What a job found: its summary, and the draws kept, (kept, draws)."""

    summary: Summary
    kept: Array


def simulate(
    jobs: Sequence[Job], executor: Executor | None = None, progress: Progress | None = None
) -> list[Found]:
    """Run every block of every job and add up what they give, in order.

    The same seed gives the same bytes on any number of workers.

    Parameters
    ----------
    jobs
        What is wanted of each scenario.
    executor
        Where the tasks run; a thread for each processor where left out.
    progress
        Told how many draws are done, of how many, after each task.

    Raises
    ------
    StoppedError
        Stopped by Ctrl-C: what was done is told, and nothing is left.
    """
    pool = executor or ThreadPoolExecutor(os.cpu_count() or 1)
    done = Done(sum(job.source.rows for job in jobs), progress)
    try:
        return _simulate(jobs, pool, done)
    except KeyboardInterrupt:
        raise StoppedError(
            f"stopped; {done.draws:,} of {done.of:,} draws were done, nothing is written"
        ) from None
    finally:
        if executor is None:
            pool.shutdown(wait=False, cancel_futures=True)


class Done:
    """Counts the draws that are done."""

    def __init__(self, of: int, progress: Progress | None) -> None:
        self.draws, self.of, self._progress = 0, of, progress

    def add(self, draws: int) -> None:
        """Count more draws, and tell."""
        self.draws += draws
        if self._progress is not None:
            self._progress(self.draws, self.of)


def _simulate(jobs: Sequence[Job], executor: Executor, done: Done) -> list[Found]:
    tasks = list(executor.map(Job.task, jobs))
    pieces = [(task, blocks) for task, job in zip(tasks, jobs, strict=True) for blocks in job.blocks()]
    results = executor.map(run_task, *zip(*pieces, strict=True))
    found = []
    for job, task in zip(jobs, tasks, strict=True):
        sums, kept = Sums(task.edges), []
        for number in range(len(job.blocks())):
            part, rows = next(results)
            sums.add(number, part)
            kept.append(rows)
            done.add(sum(part.rows))
        found.append(Found(sums.summary(job.years), np.concatenate(kept, axis=1)))
    return found
