"""What one scenario gave: statistics, probabilities with their errors, and its draws, made again if asked."""

import warnings
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from clusterecon.appraisal.lines import VIEWS
from clusterecon.appraisal.measures import MEASURES
from clusterecon.appraisal.returns import ClustereconWarning
from clusterecon.appraisal.table import PAYBACK, Row, appraisal_rows
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import ClustereconError, InputError, nearest
from clusterecon.ground.limits import MEMORY_BUDGET
from clusterecon.model.passes import Goals
from clusterecon.model.plan import Planner, cells_of
from clusterecon.model.records import OUTCOMES
from clusterecon.model.sampling import BLOCK, uniforms
from clusterecon.model.simulate import Found, Job, ModelInputs, Progress, Source, simulate
from clusterecon.model.tally import STATISTICS, Summary
from clusterecon.results.errors import (
    LEAST_BLOCKS,
    Strata,
    event_variances,
    mean_variance,
    median_error,
    standard_error,
    told,
)
from clusterecon.scenario.consistency import JOINT, JOINT_WITHOUT_WASTEWATER
from clusterecon.scenario.indicators import FROM_SECOND_YEAR
from clusterecon.scenario.scenario import Scenario

WASTEWATER = "wastewater_coverage"
MEDIANS = ("jobs_net", "budget_net", "industrial_growth")
"""Indicators whose medians have their errors told."""
SHARED = tuple(name for name in MEASURES.names or () if not name.startswith("irr"))
FROM_FLOWS = (*SHARED, "cumulative_flow")
"""What needs the flows of money of the headline's appraisal."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the draws: outcomes of every year, then measures of every cell of the appraisal."""

    outcomes: tuple[str, ...]
    measures: tuple[str, ...]
    years: int
    cells: int

    def row(self, name: str, t: int = 0) -> int:
        """Return the row of an outcome in a year, or of a measure in a cell."""
        if name in self.outcomes:
            return self.outcomes.index(name) * self.years + t
        if name not in self.measures:
            raise InputError(f"the run was not asked for '{name}'; name it among the indicators")
        return len(self.outcomes) * self.years + self.measures.index(name) * self.cells + t

    @property
    def whole(self) -> tuple[int, ...]:
        """Rows that are whole years."""
        return tuple(self.row(PAYBACK, t) for t in range(self.cells if PAYBACK in self.measures else 0))

    def rows(self, name: str) -> slice:
        """Return the rows of an outcome or a measure."""
        return slice(self.row(name), self.row(name) + (self.years if name in self.outcomes else self.cells))


def check_indicators(names: Sequence[str]) -> None:
    """Refuse names that are neither an outcome nor a measure of the appraisal, all at once."""
    known = (*OUTCOMES, *SHARED)
    if mistakes := [f"indicators: no '{name}'{nearest(name, known)}" for name in names if name not in known]:
        raise InputError(mistakes)


def job_of(scenario: Scenario, source: Source, asked: Sequence[str] | None = None) -> tuple[Wanted, Job]:
    """Return what a run asks of a scenario's draws: what its targets rest on, and outcomes and measures.

    All of them where none is named. Draws are kept of what errors are told of.
    """
    assumptions, plan = scenario.assumptions, source.plan
    targets = assumptions.targets.values()
    names = (*OUTCOMES, *SHARED) if asked is None else asked
    needed = [*(name for name in names if name in OUTCOMES), *(t.indicator for t in targets)]
    if "industrial_growth" in needed:
        needed.append("industrial_value_added")
    measures = tuple(name for name in SHARED if name in names or (name == "npv" and {*SHARED} & {*names}))
    wanted = Wanted(tuple(dict.fromkeys(needed)), measures, int(plan.fixed.settings.years), len(plan.cells))
    rows = [wanted.row(t.indicator, t.year - assumptions.base_year) for t in targets]
    goals = Goals(
        np.array(rows, dtype=np.int64),
        np.array([t.number for t in targets], dtype=float),
        np.array([t.indicator != WASTEWATER for t in targets], dtype=np.int64),
    )
    judged = {t.year - assumptions.base_year for t in targets} | {wanted.years - 1}
    kept = {*rows, *(wanted.row(name, t) for name in MEDIANS if name in wanted.outcomes for t in judged)}
    kept |= {wanted.row("npv", cell) for cell in range(min(2, wanted.cells)) if measures}
    few = source.rows <= (LEAST_BLOCKS - 1) * BLOCK
    places = plan.places(wanted.outcomes) + plan.measure_places(wanted.measures)
    return wanted, Job(
        source,
        np.array(places, dtype=np.int64),
        goals,
        wanted.whole,
        np.array(sorted(kept) if few else [], dtype=np.int64),
    )


@lru_cache(maxsize=2 * LEAST_BLOCKS)
def strata_of(names: tuple[str, ...], seed: int, block: int, rows: int) -> Strata:
    """Return the strata of a block of some columns, worked out once for all scenarios that draw them."""
    return Strata(uniforms(names, seed, block * BLOCK, rows))


@dataclass(frozen=True, eq=False)
class ScenarioResult:
    """What one scenario gave; ``kept`` tells whether all its draws fit the ``memory`` set aside for them."""

    scenario: Scenario
    wanted: Wanted
    job: Job
    found: Found
    kept: bool
    memory: int = MEMORY_BUDGET

    @property
    def source(self) -> Source:
        """The draws."""
        return self.job.source

    @property
    def summary(self) -> Summary:
        """Statistics of all draws."""
        return self.found.summary

    @property
    def rows(self) -> list[int]:
        """Draws of each block."""
        return list(self.summary.rows)

    @property
    def few(self) -> bool:
        """Whether there are too few blocks for their spread to tell an error."""
        return self.source.draws > 0 and len(self.rows) < LEAST_BLOCKS

    def statistics(self, name: str) -> Array:
        """Return mean and quantiles of an outcome by year, or of a measure by cell, (8, years or cells)."""
        return np.asarray(self.summary.statistics[:, self.wanted.rows(name)])

    def draws(self, name: str) -> Array:
        """Return the draws of an outcome, (draws, years), made again; an error where they do not fit."""
        if not self.kept:
            raise ClustereconError("the draws do not fit the memory set aside for them")
        return np.ascontiguousarray(self._draws[self.wanted.rows(name)].T)

    @cached_property
    def _draws(self) -> Array:
        return self.source.outcomes(self.job.wanted)

    def table_of_draws(self, outcomes: Sequence[str], years: Sequence[int]) -> dict[str, Array]:
        """Return the numbers drawn by path, and outcomes of calendar years, each (draws,), made again."""
        layout, base_year = self.source.plan.layout, self.scenario.assumptions.base_year
        rows = {
            f"{name}_{year}": self.wanted.row(name, year - base_year)
            for name in outcomes
            for year in years
            if year > base_year or name not in FROM_SECOND_YEAR
        }
        size = 8 * self.source.rows * (len(rows) + layout.starts[-1])
        if size > self.memory:
            raise ClustereconError(
                f"{self.source.rows:,} draws of this take {size / 1e9:.3g} GB,"
                f" more than the memory set aside for them, {self.memory / 1e9:.3g} GB"
            )
        drawn = self.source.assumptions(0, self.source.rows)
        found = self.source.outcomes(self.job.wanted[list(rows.values())]) if rows else ()
        columns = {path: drawn[:, layout.place(path)].copy() for path in self.source.plan.inverses}
        return {**columns, **dict(zip(rows, found, strict=True))}

    def row_draws(self, row: int) -> Array:
        """Return the draws of one row, (draws,)."""
        kept = self.job.kept.tolist()
        if row in kept:
            return np.asarray(self.found.kept[kept.index(row)])
        (draws,) = self.source.outcomes(self.job.wanted[row : row + 1])
        return np.asarray(draws)

    @property
    def strata(self) -> list[Strata]:
        """The uniforms of each block, before they are correlated."""
        names = tuple(sorted(self.source.plan.inverses))
        return [strata_of(names, self.source.seed, block, rows) for block, rows in enumerate(self.rows)]

    def _blocks(self, draws: Array) -> list[Array]:
        return np.split(draws, np.cumsum(self.rows)[:-1])

    def probability(self, target: str) -> tuple[float, float]:
        """Return the share of draws that meet a target, or all jointly, and its standard error."""
        goal = self._goals.index(target)
        hits = self.summary.hits[:, goal]
        variances = self._variances[goal] if self.few else []
        error = standard_error(hits / np.array(self.rows), variances, self.rows)
        return float(hits.sum() / sum(self.rows)), error

    @property
    def _goals(self) -> list[str]:
        return [*self.scenario.assumptions.targets, JOINT, JOINT_WITHOUT_WASTEWATER]

    @cached_property
    def _variances(self) -> Array:
        """Variance of the share of draws that meet each goal, (goals, blocks)."""
        blocks = np.split(self._margins, np.cumsum(self.rows)[:-1], axis=1)
        return np.transpose([event_variances(s, b) for s, b in zip(self.strata, blocks, strict=True)])

    @property
    def _margins(self) -> Array:
        """By how much each draw meets each goal, (goals, draws); of all, the one missed most."""
        goals = self.job.goals
        margins = np.array(
            [self.row_draws(int(row)) - t + 1e-9 for row, t in zip(goals.rows, goals.thresholds, strict=True)]
        ).reshape(-1, self.source.rows)
        spread = np.std(margins, axis=1, keepdims=True)
        scaled = margins / np.where(spread > 0, spread, 1.0)
        joint = np.min(scaled, axis=0, initial=np.inf)
        return np.concatenate([margins, [joint, np.min(scaled[goals.dry == 1], axis=0, initial=np.inf)]])

    def shortfall(self, target: str) -> float | None:
        """Return how much is missing on average in the draws that miss a target; None where none does."""
        goal = list(self.scenario.assumptions.targets).index(target)
        missed = sum(self.rows) - int(self.summary.hits[:, goal].sum())
        return float(self.summary.shortfall[goal]) / missed if missed else None

    def median_error(self, name: str, t: int) -> float | None:
        """Return the standard error of the median of an outcome in a year, or a measure in a cell."""
        row = self.wanted.row(name, t)
        if self.source.draws == 0:
            return None
        if self.few:
            return median_error(self.strata, self._blocks(self.row_draws(row)))
        shares = self.summary.under[:, row] / np.array(self.rows)
        return told(standard_error(shares, [], self.rows) * float(self.summary.scale[row]))

    def mean_errors(self, draws: Array) -> Array:
        """Return the standard error of the mean of an outcome in each year, of draws (draws, years)."""
        blocks = self._blocks(draws)
        few = self.strata if self.few else []
        variances = [mean_variance(s, block) for s, block in zip(few, blocks, strict=False)]
        means = np.transpose([block.mean(axis=0) for block in blocks])
        found = np.transpose(variances) if few else np.zeros((len(means), 0))
        return np.array([standard_error(m, v, self.rows) for m, v in zip(means, found, strict=True)])

    def appraisal_rows(self) -> list[Row]:
        """Return the headline of the appraisal."""
        return rows_of(self.source, self.wanted, self.summary, self.scenario.assumptions.base_year)

    def full_appraisal(self, planner: Planner) -> list[Row]:
        """Return the appraisal in every view, with internal rates of return: another pass over the draws."""
        plan = planner.plan(self.scenario, cells_of(self.scenario, tuple(VIEWS)), internal_rate=True)
        source = Source(
            self.scenario.name, plan, self.source.seed, self.source.draws, self.source.correlations
        )
        names = tuple(MEASURES.names or ())
        wanted = Wanted((), names, int(plan.fixed.settings.years), len(plan.cells))
        none = Goals(np.array([], dtype=np.int64), np.array([]), np.array([], dtype=np.int64))
        job = Job(source, np.array(plan.measure_places(names), dtype=np.int64), none, wanted.whole)
        summary = simulate([job])[0].summary
        warn_of_doubt(
            self.scenario.name, source.rows, float(summary.positive[wanted.rows("irr_in_doubt")].max())
        )
        return rows_of(source, wanted, summary, self.scenario.assumptions.base_year)


def warn_of_doubt(scenario: str, draws: int, share: float) -> None:
    """Warn of internal rates of return that are one of several in a share of the draws, if there are any."""
    if share > 0:
        warnings.warn(
            f"internal rate of return of {scenario}: the flow changes sign more than once in"
            f" {round(share * draws)} of {draws} draws; there may be several rates,"
            " the one nearest to 0 is given",
            ClustereconWarning,
            stacklevel=4,
        )


@dataclass(frozen=True, eq=False)
class Means:
    """How a simulation is run: where, who is told how far it is, bytes for draws; what it is asked for."""

    executor: Executor | None = None
    progress: Progress | None = None
    memory: int = MEMORY_BUDGET
    asked: Sequence[str] | None = None


def results_of(
    inputs: ModelInputs, draws: int, seed: int, means: Means | None = None
) -> dict[str, ScenarioResult]:
    """Simulate every scenario."""
    means = means or Means()
    planner, correlations = inputs.planner(), inputs.correlations()
    cells = None if means.asked is None or {*FROM_FLOWS} & {*means.asked} else ()
    jobs = {}
    for scenario in inputs.scenarios:
        source = Source(scenario.name, planner.plan(scenario, cells), seed, draws, correlations)
        jobs[scenario.name] = job_of(scenario, source, means.asked)
    found = simulate([job for _, job in jobs.values()], means.executor, means.progress)
    kept = sum(job.source.rows * len(job.wanted) * 8 for _, job in jobs.values()) <= means.memory
    return {
        scenario.name: ScenarioResult(
            scenario, *jobs[scenario.name], found=one, kept=kept, memory=means.memory
        )
        for scenario, one in zip(inputs.scenarios, found, strict=True)
    }


def chances_by_year(inputs: ModelInputs, target: str, draws: int, seed: int) -> dict[int, float]:
    """Return the share of draws in which one scenario meets a target's threshold, by year."""
    (scenario,) = inputs.scenarios
    plan = inputs.planner().plan(scenario, ())
    goal = scenario.assumptions.targets[target]
    places = np.array(plan.places([goal.indicator])[1:], dtype=np.int64)
    rows = np.arange(len(places))
    goals = Goals(rows, np.full(len(rows), goal.number), np.ones(len(rows), dtype=np.int64))
    source = Source(scenario.name, plan, seed, draws, inputs.correlations())
    summary = simulate([Job(source, places, goals)])[0].summary
    chances = summary.hits[:, : len(rows)].sum(axis=0) / source.rows
    first = scenario.assumptions.base_year + 1
    return {first + t: float(chance) for t, chance in enumerate(chances)}


def rows_of(source: Source, wanted: Wanted, summary: Summary, base_year: int) -> list[Row]:
    """Return the rows of an appraisal."""
    statistics = {name: summary.statistics[:, wanted.rows(name)] for name in wanted.measures}
    if PAYBACK in statistics:
        statistics[PAYBACK] = statistics[PAYBACK] + base_year
    positive = summary.positive[wanted.rows("npv")]
    return appraisal_rows(source.plan.cells, statistics, STATISTICS, positive, central=source.draws == 0)
