"""A grid of assumptions: targets and outcomes at every point, on the same random numbers."""

import json
import math
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from fcntl import LOCK_EX, LOCK_NB, flock
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from clusterecon.ground.errors import InputError, LockedError, RunError, StoppedError, nearest
from clusterecon.ground.fingerprint import digest, package_hash, versions
from clusterecon.ground.limits import MOST_POINTS
from clusterecon.model.simulate import ModelInputs, Source, simulate
from clusterecon.model.tally import STATISTICS
from clusterecon.results.scenario_result import MEDIANS, Means, ScenarioResult, job_of
from clusterecon.scenario.indicators import INDICATORS
from clusterecon.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
AT_ONCE, DRAWS_AT_ONCE = 8, 1_000_000
"""Points, and about how many draws of them, that are simulated together."""
SHOWN = ("mean", "p5", "p50", "p95")


@dataclass(frozen=True)
class Grid:
    """What a sweep goes over.

    Attributes
    ----------
    levers
        Values by dotted path of the assumption.
    scenario
        In which they are set.
    """

    levers: Mapping[str, Sequence[float]]
    scenario: Scenario

    def points(self) -> list[dict[str, float]]:
        """Return every combination, the last lever changing fastest."""
        return [
            dict(zip(self.levers, map(float, values), strict=True))
            for values in product(*self.levers.values())
        ]

    def check(self) -> None:
        """Refuse paths that do not exist, values that are impossible, and grids too large; all at once."""
        known, mistakes = self.scenario.quantities(), []
        for path, values in self.levers.items():
            if path not in known:
                mistakes.append(f"grid: no assumption '{path}'{nearest(path, known)}")
            elif not len(values):
                mistakes.append(f"grid: {path} has no value")
            elif len(values) <= MOST_POINTS:
                mistakes += self._value_mistakes(path, values)
        count = math.prod(len(values) for values in self.levers.values())
        if count > MOST_POINTS:
            mistakes.append(f"grid: {count:,} points are too many; at most {MOST_POINTS:,}")
        if not self.levers:
            mistakes.append("grid: it names no assumption")
        if mistakes:
            raise InputError(dict.fromkeys(mistakes))

        if len(self.levers) > 1:
            self._check_points()

    def _value_mistakes(self, path: str, values: Sequence[float]) -> list[str]:
        whole = self.scenario.quantities()[path].unit == "clusters"
        mistakes = [f"grid: {path}: {v:g} is given twice" for v, n in Counter(values).items() if n > 1]
        for value in values:
            if whole and value % 1:
                mistakes.append(f"grid: {path}: {value:g} is not allowed; a whole number is needed")
            else:
                mistakes += self._mistakes({path: value})
        return mistakes

    def _check_points(self) -> None:
        """Refuse values that are possible one by one and not together."""
        mistakes = [mistake for point in self.points() for mistake in self._mistakes(point)]
        if mistakes:
            raise InputError(dict.fromkeys(mistakes))

    def _mistakes(self, point: Mapping[str, float]) -> list[str]:
        try:
            self.scenario.set(point)
        except InputError as error:
            return [f"grid: {mistake.removeprefix('--set ')}" for mistake in error.mistakes]
        return []


def sweep(
    grid: Grid, inputs: ModelInputs, draws: int, seed: int, means: Means, kept: Path | None = None
) -> "pd.DataFrame":
    """Return targets and outcomes at every point of a grid.

    Every point is simulated on the same random numbers, so that differences between points are those of the
    assumptions.

    Parameters
    ----------
    grid
        What is swept over, checked.
    inputs
        Forecast and table; its one scenario is the grid's.
    draws, seed
        Of each point.
    means
        Where it runs; who is told how many points are done, of how many.
    kept
        A file that points are written to as they are done, and from which a sweep that was stopped goes on;
        removed at the end by whoever named it.

    Returns
    -------
    DataFrame
        Columns scenario, one for each lever, quantity, unit, year, statistic, value, standard_error.
    """
    import pandas as pd

    points = grid.points()
    with Points(kept, _key(grid, inputs, draws, seed)) as done:
        try:
            _work_out(points, done, Setting(grid.scenario, inputs, draws, seed, means))
        except (KeyboardInterrupt, StoppedError):
            said = f"stopped; {done.count(points):,} of {len(points):,} points were done"
            on = "" if kept is None or not len(done) else "; the same command goes on from there"
            raise StoppedError(said + on) from None
    rows = [
        {"scenario": grid.scenario.name, **point, **row} for point in points for row in done.rows(point) or ()
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Setting:
    """What is one for all points of a sweep."""

    scenario: Scenario
    inputs: ModelInputs
    draws: int
    seed: int
    means: Means


def _work_out(points: Sequence[Mapping[str, float]], done: "Points", setting: Setting) -> None:
    """Simulate the points that are still to be done, some at once."""
    planner, correlations = setting.inputs.planner(), setting.inputs.correlations()
    told = setting.means.progress or (lambda done, of: None)
    told(done.count(points), len(points))
    todo = iter([point for point in points if done.rows(point) is None])
    at_once = max(1, min(AT_ONCE, DRAWS_AT_ONCE // max(setting.draws, 1)))
    while batch := list(islice(todo, at_once)):
        moved = [setting.scenario.set(point) for point in batch]
        sources = [Source(s.name, planner.plan(s), setting.seed, setting.draws, correlations) for s in moved]
        asked = [job_of(s, source, (*MEDIANS, "npv")) for s, source in zip(moved, sources, strict=True)]
        found = simulate([job for _, job in asked], setting.means.executor)
        for point, scenario, (wanted, job), one in zip(batch, moved, asked, found, strict=True):
            done.add(point, _rows(ScenarioResult(scenario, wanted, job, one, kept=False)))
        told(done.count(points), len(points))


def _key(grid: Grid, inputs: ModelInputs, draws: int, seed: int) -> str:
    """Return what tells a sweep from others: all that the figures of a point rest on."""
    table = [np.asarray(getattr(inputs.table, field.name)).tolist() for field in fields(inputs.table)]
    rests_on = [grid.scenario.resolved(), list(grid.levers), draws, seed, repr(inputs.forecast), repr(table)]
    return digest([package_hash(), versions(), *rests_on])


def _rows(result: ScenarioResult) -> list[Row]:
    """Return the rows of one point: probability of each target, outcomes in their years, present value."""
    assumptions, draws = result.scenario.assumptions, result.source.draws
    rows: list[Row] = []
    for name, target in assumptions.targets.items() if draws else ():
        probability, error = result.probability(name)
        rows.append(_row(name, "probability", target.year, "probability", probability, error))
    years = sorted({t.year for t in assumptions.targets.values()} | {assumptions.horizon})
    told: list[tuple[str, str, int | None, int]] = [
        (n, INDICATORS[n].unit, y, y - assumptions.base_year) for n in MEDIANS for y in years
    ]
    told.append(("npv", "bn VND", None, 0))
    for name, unit, year, t in told:
        found = result.statistics(name)[:, t]
        for statistic in SHOWN if draws else ("central",):
            at = STATISTICS.index(statistic) if draws else 0
            off = result.median_error(name, t) if statistic == "p50" else None
            rows.append(_row(name, unit, year, statistic, float(found[at]), off))
    return rows


def _row(name: str, unit: str, year: int | None, statistic: str, value: float, error: float | None) -> Row:
    told = None if np.isnan(value) else value
    head = {"quantity": name, "unit": unit, "year": year, "statistic": statistic}
    return {**head, "value": told, "standard_error": error}


class Points:
    """Points of a sweep that are done, in memory and, where a file is named, line by line in it.

    The first line names the sweep; a file of another sweep is refused. A last line cut short is done again.
    """

    def __init__(self, file: Path | None, key: str) -> None:
        self._done: dict[str, list[Row]] = {}
        self._file = file
        self._stream = None if file is None else self._opened(file, key)

    def __enter__(self) -> "Points":
        """Give the points."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file; where no point is done there is none."""
        if self._stream is not None and self._file is not None:
            if not self._done:
                self._file.unlink(missing_ok=True)
            self._stream.close()

    def _opened(self, file: Path, key: str) -> BinaryIO:
        """Return the file, locked, where the next point goes; what is whole in it has been read."""
        try:
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
            stream = os.fdopen(os.open(file, flags, 0o666), "a+b")
            try:
                flock(stream, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                raise LockedError(f"{file}: another sweep writes to it") from None
            stream.seek(0)
            head, whole = stream.readline(), 0
            if head.endswith(b"\n"):
                if head != f"{key}\n".encode():
                    raise InputError(f"{file}: holds points of another sweep; remove it, or write elsewhere")
                whole = self._read(stream)
            stream.truncate(whole)
            if not whole:
                stream.write(f"{key}\n".encode())
        except OSError as error:
            raise RunError(f"{file}: {error.strerror or error}") from None
        return stream

    def _read(self, stream: BinaryIO) -> int:
        """Read the points up to the first line that is not whole; return where that begins."""
        whole = stream.tell()
        with suppress(ValueError):
            for line in iter(stream.readline, b""):
                point, rows = json.loads(line if line.endswith(b"\n") else b"")
                self._done[point] = rows
                whole += len(line)
        return whole

    def __len__(self) -> int:
        """How many points are done, of this grid and of others."""
        return len(self._done)

    def count(self, points: Iterable[Mapping[str, float]]) -> int:
        """Return how many points are done."""
        return sum(self.rows(point) is not None for point in points)

    def rows(self, point: Mapping[str, float]) -> list[Row] | None:
        """Return the rows of a point; None where it is still to be done."""
        return self._done.get(json.dumps(point))

    def add(self, point: Mapping[str, float], rows: list[Row]) -> None:
        """Add a point; it is on the disk when this returns."""
        name = json.dumps(point)
        if self._stream is not None:
            self._stream.write(json.dumps([name, rows], allow_nan=False).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())
        self._done[name] = rows
