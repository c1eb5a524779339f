"""A study: a folder with scenarios and data, read, checked and ready to be simulated."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.limits import BYTES_PER_SCENARIO, DRAWS, MEMORY_BUDGET, SEED, check_size
from clusterecon.scenario.scenario import REFERENCE, Scenario, scenario_order

if TYPE_CHECKING:
    import pandas as pd

    from clusterecon.baseline.build import BaselineResult
    from clusterecon.baseline.inputs import BaselineInputs
    from clusterecon.data.tables import Tables
    from clusterecon.leontief.table import LinkageTable
    from clusterecon.model.simulate import ModelInputs
    from clusterecon.results.about import About
    from clusterecon.results.goal_seek import GoalSeek, Search
    from clusterecon.results.run import Run
    from clusterecon.scenario.study_fields import SeriesName
    from clusterecon.scenario.study_fields import Study as StudyFields

BASE = "scenarios/base.yaml"


@dataclass(frozen=True, eq=False)
class Study:
    """A study's folder and scenarios.

    Attributes
    ----------
    root
        The folder.
    scenarios
        By name, in the study's order.
    """

    root: Path
    scenarios: Mapping[str, Scenario]
    _inputs: "dict[date | None, BaselineInputs]" = field(default_factory=dict, init=False, repr=False)
    _fitted: "dict[str, BaselineResult]" = field(default_factory=dict, init=False, repr=False)
    _abouts: "dict[date, About]" = field(default_factory=dict, init=False, repr=False)

    def scenario(self, name: str) -> Scenario:
        """Return a scenario by name.

        Raises
        ------
        InputError
            No such scenario; the nearest name is given.
        """
        if name not in self.scenarios:
            raise InputError(f"no scenario '{name}'{nearest(name, self.scenarios)}")
        return self.scenarios[name]

    @property
    def about(self) -> "StudyFields":
        """What the study is about: title, place, and which scenario plays which part."""
        return self.scenario(REFERENCE).assumptions.study

    def reported(self, names: Sequence[str] = ()) -> list[str]:
        """Return the scenarios that a report tells of: those named, else all but those told only by name."""
        return list(names) or [n for n, s in self.scenarios.items() if not s.header.only_when_named]

    @cached_property
    def tables(self) -> "Tables":
        """The data of the study, checked; built when missing or stale."""
        from clusterecon.data.processed import load_processed

        return load_processed(self.root)

    def select(
        self, names: Sequence[str | Scenario] | None = None, overrides: Mapping[str, Any] | None = None
    ) -> tuple[Scenario, ...]:
        """Return scenarios in the study's order, with overrides applied to each.

        Parameters
        ----------
        names
            Names or scenarios; all where left out.
        overrides
            Value by dotted path, applied to every scenario selected.

        Raises
        ------
        InputError
            Unknown or repeated names, unknown paths, impossible values; all at once.
        """
        mistakes: list[str] = []
        chosen: dict[str, Scenario] = {}
        for name in names or self.scenarios:
            try:
                scenario = self.scenario(name) if isinstance(name, str) else name
            except InputError as error:
                mistakes += error.mistakes
                continue
            if scenario.name in chosen:
                mistakes.append(f"scenario '{scenario.name}' is named twice")
            chosen[scenario.name] = scenario
        if overrides:
            for name, scenario in chosen.items():
                try:
                    chosen[name] = scenario.set(overrides)
                except InputError as error:
                    mistakes += error.mistakes
        if mistakes:
            raise InputError(dict.fromkeys(mistakes))
        return tuple(chosen[name] for name in scenario_order(list(chosen), list(self.scenarios)))

    def baseline_inputs(self, as_of: date | None = None) -> "BaselineInputs":
        """Return the readings of the baseline known at a date; all that are known where left out."""
        from clusterecon.baseline.inputs import inputs_from_tables

        if as_of in self._inputs:
            return self._inputs[as_of]
        series, tables = self.about.series, self.tables if as_of is None else self.tables.as_of(as_of)

        def sources(*names: "SeriesName | None") -> tuple[tuple[str, str], ...]:
            return tuple((name.table, name.series) for name in names if name is not None)

        names = {
            "national_quarterly": sources(series.national_quarterly),
            "national_construction": sources(series.national_construction),
            "national_annual": sources(series.national_annual),
            "national_months": sources(series.national_months),
            "index_table": sources(series.regional_index_table),
            "index": sources(series.regional_index),
            "value_added": sources(series.regional_value_added, series.regional_value_added_part_year),
            "with_construction": sources(
                series.regional_with_construction, series.regional_with_construction_part_year
            ),
        }
        base_year = self.scenario(REFERENCE).assumptions.base_year
        try:
            self._inputs[as_of] = inputs_from_tables(tables.frames, names, base_year)
        except ValueError as error:
            raise InputError(f"{f'as_of {as_of}' if as_of else f'{BASE}: study.series'}: {error}") from None
        return self._inputs[as_of]

    @cached_property
    def default_as_of(self) -> date:
        """The newest release among the readings the baseline uses; never the clock."""
        return date.fromisoformat(self.baseline_inputs().default_as_of())

    def baseline(self, as_of: date | None = None) -> "BaselineResult":
        """Return the forecast made at a date, nothing released later seen, and its back-test."""
        from clusterecon.baseline.build import build_forecast

        inputs = self.baseline_inputs(as_of or self.default_as_of)
        horizon = self.scenario(REFERENCE).assumptions.horizon
        key = inputs.key(horizon)
        if key not in self._fitted:
            try:
                self._fitted[key] = build_forecast(inputs, horizon)
            except ValueError as error:
                raise InputError(f"as_of {as_of or self.default_as_of}: {error}") from None
        return self._fitted[key]

    @cached_property
    def linkage_table(self) -> "LinkageTable":
        """The input-output table of the study, checked."""
        from clusterecon.data.input_output import input_output, location_quotients
        from clusterecon.leontief.table import linkage_table

        about, frames = self.about, self.tables.frames
        quotients = location_quotients(frames, about.quotients_region, about.quotients_period)
        return linkage_table(input_output(frames, about.economy), quotients)

    def check_sectors(self, scenarios: Sequence[Scenario]) -> None:
        """Refuse sectors that the input-output table has not, all at once."""
        sectors = self.linkage_table.sectors
        mistakes = [m for scenario in scenarios for m in scenario.sector_mistakes(sectors)]
        if mistakes:
            raise InputError(dict.fromkeys(mistakes))

    def model_inputs(self, scenarios: tuple[Scenario, ...], as_of: date | None = None) -> "ModelInputs":
        """Return what a simulation of the scenarios rests on."""
        from clusterecon.model.simulate import ModelInputs

        self.check_sectors(scenarios)
        return ModelInputs(scenarios, self.baseline(as_of).forecast, self.linkage_table)

    def simulate(
        self,
        scenarios: Sequence[str | Scenario] | None = None,
        draws: int = DRAWS,
        seed: int = SEED,
        as_of: str | date | None = None,
        *,
        settings: "Settings | None" = None,
    ) -> "Run":
        """Simulate scenarios.

        Parameters
        ----------
        scenarios
            Names or scenarios; all where left out.
        draws
            Number of draws; 0 is the central case.
        seed
            Any whole number from 0.
        as_of
            Date (ISO); nothing released later is seen. The newest release used where left out.
        settings
            Overrides, workers, memory, and what is worked out.

        Raises
        ------
        InputError
            Anything wrong with the arguments, scenarios or data; all mistakes at once.
        """
        from clusterecon.results.run import Run
        from clusterecon.results.scenario_result import Means, check_indicators, results_of
        from clusterecon.results.shared import shared

        settings = settings or Settings()
        check_size(draws, seed)
        check_indicators(settings.indicators or ())
        asked = None if settings.indicators is None else tuple(settings.indicators)
        when = self.as_of(as_of)
        chosen = self.select(scenarios, settings.overrides)
        baseline = self.baseline(when)
        inputs = self.model_inputs(chosen, when)
        about = self.about_at(when)

        def make() -> Run:
            means = Means(settings.executor, settings.progress, settings.memory_budget, asked)
            results = results_of(inputs, draws, seed, means)
            return Run(results, draws, seed, when, baseline, self.linkage_table, about)

        rests_on = (inputs, draws, seed, when, settings.memory_budget, asked, baseline.key, about)
        return shared(rests_on, make, BYTES_PER_SCENARIO * len(chosen))

    def about_at(self, as_of: date) -> "About":
        """Return what a run of a date carries of the study: names, sources, readings known then."""
        from clusterecon.study.about import about

        if as_of not in self._abouts:
            assumptions = self.scenario(REFERENCE).assumptions
            self._abouts[as_of] = about(assumptions, self.tables, self.baseline_inputs(as_of), as_of)
        return self._abouts[as_of]

    def as_of(self, value: str | date | None) -> date:
        """Return a date from ISO text; the default where left out."""
        if value is None:
            return self.default_as_of
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InputError(f"as_of: '{value}' is not a date; write it as 2025-02-03") from None

    def goal_seek(
        self,
        lever: str,
        *,
        scenario: str | Scenario,
        target: str,
        probability: float,
        bounds: tuple[float, float] | None = None,
        search: "Search | None" = None,
    ) -> "GoalSeek":
        """Return the least value of a lever for which a target is met with a probability.

        Parameters
        ----------
        lever
            Dotted path of an assumption.
        scenario, target
            Names.
        probability
            Wanted, in (0, 1).
        bounds
            Least and greatest value tried; those of the assumption's own distribution, or nought to four
            times its value, where left out.
        search
            Draws, seed, date and year.
        """
        from clusterecon.results.goal_seek import Odds, Search, goal_seek

        search = search or Search()
        start = self.scenario(scenario) if isinstance(scenario, str) else scenario
        odds = Odds(self.inputs_of(search.as_of), start, lever, target, search)
        return goal_seek(odds, probability, bounds, self.scenarios.values())

    def sweep(
        self,
        grid: Mapping[str, Sequence[float]],
        scenario: str | Scenario,
        *,
        draws: int = DRAWS,
        seed: int = SEED,
        as_of: str | date | None = None,
        settings: "Settings | None" = None,
    ) -> "pd.DataFrame":
        """Return targets and outcomes at every point of a grid, on the same random numbers.

        Parameters
        ----------
        grid
            Values by dotted path of an assumption; every combination is a point.
        scenario
            In which they are set.
        draws, seed, as_of
            As in `simulate`, for each point.
        settings
            Overrides, and where it runs. With ``settings.kept``, a file, a sweep that was stopped goes on.

        Returns
        -------
        DataFrame
            Columns scenario, one for each assumption, quantity, unit, year, statistic, value, standard_error.

        Raises
        ------
        InputError
            Unknown paths, impossible values, too many points; all mistakes at once.
        """
        from clusterecon.results.scenario_result import Means
        from clusterecon.results.sweep import Grid, sweep

        settings = settings or Settings()
        check_size(draws, seed)
        (start,) = self.select([scenario], settings.overrides)
        swept = Grid(grid, start)
        swept.check()
        means = Means(settings.executor, settings.progress, settings.memory_budget)
        inputs = self.model_inputs((start,), self.as_of(as_of))
        return sweep(swept, inputs, draws, seed, means, settings.kept)

    def inputs_of(self, as_of: str | date | None) -> "Callable[[Scenario], ModelInputs]":
        """Return how a scenario becomes what a simulation of it alone rests on, at a date."""
        return lambda scenario: self.model_inputs((scenario,), self.as_of(as_of))

    def changed(self, overrides: Mapping[str, Any], *names: str) -> "Study":
        """Return the study with values changed in the scenarios named; in every one where none is."""
        if not overrides:
            return self
        changed = {scenario.name: scenario for scenario in self.select(names, overrides)}
        return Study(self.root, {**self.scenarios, **changed})


@dataclass(frozen=True, eq=False)
class Settings:
    """How a simulation is run, beyond what it is of.

    Attributes
    ----------
    overrides
        Value by dotted path, applied to every scenario.
    executor
        Where the blocks run (threads, processes, Dask); this process where left out.
    progress
        Told how many draws are done, of how many; of a sweep, how many points.
    kept
        File in which a sweep keeps the points that are done.
    memory_budget
        Bytes that the draws of a run may take where they are asked for.
    indicators
        Outcomes and measures of the appraisal to work out, beside what the targets rest on; all where left
        out.
    """

    overrides: Mapping[str, Any] = field(default_factory=dict)
    executor: Executor | None = None
    memory_budget: int = MEMORY_BUDGET
    progress: Callable[[int, int], None] | None = None
    kept: Path | None = None
    indicators: Sequence[str] | None = None
