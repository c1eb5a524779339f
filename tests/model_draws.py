"""Draws of any scenario of a study, changed or not, as a run makes them; and the same without a compiler."""

from concurrent.futures import Executor, Future
from dataclasses import fields, is_dataclass

import numpy as np

from clusterecon.appraisal.lines import VIEWS
from clusterecon.model.passes import evaluate, run_draw
from clusterecon.model.plan import cells_of
from clusterecon.model.records import OUTCOMES
from clusterecon.model.sampling import fill_columns
from clusterecon.model.simulate import Source


class Serial(Executor):
    """Runs everything at once, in this thread."""

    def submit(self, function, /, *arguments, **named):
        future = Future()
        future.set_result(function(*arguments, **named))
        return future


class Draws:
    """Draws of the scenarios of a study."""

    def __init__(self, study):
        self.study = study
        inputs = study.model_inputs(tuple(study.scenarios.values()))
        self.planner, self.correlations = inputs.planner(), inputs.correlations()

    def scenario(self, name, changes=None):
        """Return a scenario by name, with changes under its own name."""
        found = self.study.scenario(name)
        return found.set(changes, name=name) if changes else found

    def source(self, name, changes=None, draws=64, seed=7):
        """Return the draws of a scenario as a run has them; 0 draws are the central case."""
        plan = self.planner.plan(self.scenario(name, changes))
        return Source(name, plan, seed, draws, self.correlations)

    def full(self, name, draws):
        """Return the same with every view of the appraisal and internal rates of return."""
        scenario = self.scenario(name)
        plan = self.planner.plan(scenario, cells_of(scenario, tuple(VIEWS)), internal_rate=True)
        return Source(name, plan, 7, draws, self.correlations)

    def series(self, name, changes=None, draws=64, names=OUTCOMES):
        """Return outcomes by name, each (draws, years)."""
        return series_of(self.source(name, changes, draws), names)


def series_of(source, names=OUTCOMES, first=0, count=None):
    """Return outcomes of a source by name, each (draws, years)."""
    rows = source.outcomes(np.array(source.plan.places(names), dtype=np.int64), first, count)
    years = int(source.plan.fixed.settings.years)
    return {name: rows[k * years : (k + 1) * years].T for k, name in enumerate(names)}


def filled(source, rows=None):
    """Return a room that holds the numbers of the first draws, all where left out."""
    room = source.plan.room(rows or source.rows)
    fill_columns(0, len(room.flat), source.columns, room.flat)
    return room


def plain_draw(source, room, row=0):
    """Work out one draw of a room by the equations as they are written; outcomes stand in the room."""
    run_draw(source.plan.fixed, room, row)
    return room.years


def first_broken(fixed, room):
    """Return the first identity that is broken in any draw of a room; -1 where all hold."""
    rows = len(room.flat)
    return evaluate(fixed, room, np.array([], dtype=np.int64), np.empty((0, rows)), rows)


def worked_out(draws, name, changes=None):
    """Return the room of the central case of a scenario, worked out, and its assumptions."""
    source = draws.source(name, changes, 0)
    room = filled(source)
    plain_draw(source, room)
    return room, room.assumptions[0]


def as_bytes(found):
    """Return what a job found, or a part of it, as bytes: arrays with types and shapes, field by field."""
    if isinstance(found, np.ndarray):
        return repr((found.dtype.str, found.shape)).encode() + found.tobytes()
    if is_dataclass(found):
        return b"".join(as_bytes(getattr(found, field.name)) for field in fields(found))
    if isinstance(found, tuple):
        return b"".join(as_bytes(entry) for entry in found)
    return repr(found).encode()
