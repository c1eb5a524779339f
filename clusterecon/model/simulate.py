"""simulate(): every scenario, block by block, with common random numbers."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np

from clusterecon.baseline.forecast import GrowthForecast
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.table import LinkageTable
from clusterecon.model.identities import assert_identities
from clusterecon.model.outcome import Outcome, Ratios, evaluate
from clusterecon.model.parameters import Block, Parameters, central_parameters
from clusterecon.model.sampling import RankCorrelation, block_sizes, check_correlations
from clusterecon.scenario.scenario import Scenario

Reduced = TypeVar("Reduced")


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


def baseline_growth(inputs: ModelInputs, scenario: Scenario, block: Block | None) -> Array:
    """Return baseline growth of the years after the base year, % a year, (draws, years).

    Base year and horizon are the same for all scenarios. Without a block it is the median path.
    """
    forecast = inputs.forecast
    if block is None:
        path = forecast.central()[np.newaxis, :]
    else:
        path = forecast.draws(block.uniforms(forecast.columns))
    wanted = range(scenario.assumptions.base_year + 1, scenario.assumptions.horizon + 1)
    missing = [year for year in wanted if year not in forecast.years]
    if missing:
        raise InputError(f"the forecast has no growth for {missing[0]}; it covers {forecast.years}")
    return np.asarray(path[:, [forecast.years.index(year) for year in wanted]])


def central_case(inputs: ModelInputs) -> dict[str, Outcome]:
    """Evaluate every scenario at its central values: what a reader can check by hand."""
    outcomes = {}
    for scenario in inputs.scenarios:
        parameters = central_parameters(scenario)
        outcomes[scenario.name] = _checked(
            scenario, parameters, baseline_growth(inputs, scenario, None), inputs.table
        )
    return outcomes


def simulate_block(
    inputs: ModelInputs, seed: int, correlations: tuple[RankCorrelation, ...], task: tuple[int, int]
) -> dict[str, Outcome]:
    """Evaluate every scenario on one block of draws; a task is the number of the block and its rows."""
    block = Block(seed, task[0], task[1], correlations)
    known: Ratios = {}
    growth = baseline_growth(inputs, inputs.scenarios[0], block)
    outcomes = {}
    for scenario in inputs.scenarios:
        outcome = _checked(scenario, block.parameters(scenario), growth, inputs.table, known)
        drawn = [path for path, entry in scenario.quantities().items() if entry.distribution is not None]
        uniforms = block.uniforms([*inputs.forecast.columns, *drawn])
        outcomes[scenario.name] = replace(outcome, uniforms=uniforms)
    return outcomes


def _checked(
    scenario: Scenario,
    parameters: Parameters,
    growth: Array,
    table: LinkageTable,
    known: Ratios | None = None,
) -> Outcome:
    outcome = evaluate(scenario, parameters, growth, table, known)
    assert_identities(scenario, parameters, outcome)
    return outcome


def simulate(
    inputs: ModelInputs,
    draws: int,
    seed: int,
    reduce: Callable[[dict[str, Outcome]], Reduced],
    executor: Executor | None = None,
) -> Iterator[Reduced]:
    """Run every block, in order, and yield what ``reduce`` keeps of each.

    The same seed gives the same bytes on any number of workers: an executor, or a thread for each processor
    where left out. ``reduce`` runs where the block runs, so it must be picklable for processes.
    """
    tasks = list(enumerate(block_sizes(draws)))
    run = partial(_reduced, inputs, seed, inputs.correlations(), reduce)
    if executor is not None:
        yield from executor.map(run, tasks)
    elif len(tasks) == 1:
        yield run(tasks[0])
    else:
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            yield from threads.map(run, tasks)


def _reduced(
    inputs: ModelInputs,
    seed: int,
    correlations: tuple[RankCorrelation, ...],
    reduce: Callable[[dict[str, Outcome]], Reduced],
    task: tuple[int, int],
) -> Reduced:
    return reduce(simulate_block(inputs, seed, correlations, task))
