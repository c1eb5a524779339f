"""What it would take: the least value of one lever for which a target is met with a probability."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.limits import SEARCH_DRAWS, SEED, check_size
from clusterecon.results.scenario_result import chances_by_year
from clusterecon.scenario.fields import limits
from clusterecon.scenario.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from clusterecon.model.simulate import ModelInputs
    from clusterecon.results.run import Run

    InputsOf = Callable[[Scenario], ModelInputs]

CURVE_POINTS = 9
STEPS = 20
WANTED = (0.5, 0.8)
"""Probabilities for which the hectares needed are sought."""


@dataclass(frozen=True)
class Search:
    """How a goal is sought: draws, seed, date, and the year where it differs from the target's."""

    draws: int = SEARCH_DRAWS
    seed: int = SEED
    as_of: str | date | None = None
    year: int | None = None


@dataclass(frozen=True)
class GoalSeek:
    """The answer to a goal seek.

    Attributes
    ----------
    lever, unit
        The assumption moved.
    scenario, target, year, wanted, bounds
        What was asked; the probability wanted.
    value
        Least value of the lever that gives it; ``None`` where it is not reachable within the bounds.
    probability
        Probability at ``value``; the best one where not reachable.
    best_value
        Where the best probability lies.
    curve
        (value of the lever, probability), in order.
    """

    lever: str
    unit: str
    scenario: str
    target: str
    year: int
    wanted: float
    bounds: tuple[float, float]
    value: float | None
    probability: float
    best_value: float
    curve: tuple[tuple[float, float], ...]

    @property
    def reachable(self) -> bool:
        """Whether the probability is reached within the bounds."""
        return self.value is not None


class Odds:
    """Probability of meeting a target's threshold, by year, for values of a lever; each tried once.

    The first argument is how a scenario becomes what its simulation rests on.
    """

    def __init__(
        self, inputs_of: "InputsOf", scenario: Scenario, lever: str, target: str, search: Search
    ) -> None:
        self.scenario, self.lever, self.target = scenario, lever, target
        self.search, self._inputs_of = search, inputs_of
        self._found: dict[float, dict[int, float]] = {}

    @property
    def whole(self) -> bool:
        """Whether only whole values of the lever make sense."""
        return limits(self.lever).whole or self.scenario.quantities()[self.lever].unit == "clusters"

    def by_year(self, value: float) -> dict[int, float]:
        """Return the probability in each year after the base year."""
        if value not in self._found:
            moved = self.scenario.set({self.lever: value})
            inputs = self._inputs_of(moved)
            self._found[value] = chances_by_year(inputs, self.target, self.search.draws, self.search.seed)
        return self._found[value]


def goal_seek(
    odds: Odds,
    probability: float,
    bounds: tuple[float, float] | None,
    known: "Iterable[Scenario]",
) -> GoalSeek:
    """Seek the least value of a lever; see `Study.goal_seek`.

    Every value is tried on the same draws (common random numbers). The probability is read on an even grid
    of the bounds; between the first grid point that reaches it and the one before, by bisection. Where no
    bounds are named they are the ends of the lever's own distribution, else of that in a known scenario.
    """
    check_size(odds.search.draws, odds.search.seed)
    _refuse_impossible(odds, probability, bounds)
    ends = bounds or _default_bounds(odds.scenario, odds.lever, known)
    _refuse_bounds(odds, ends)
    year = odds.search.year or odds.scenario.assumptions.targets[odds.target].year
    return seek(odds, ends, year, probability)


def seek(odds: Odds, bounds: tuple[float, float], year: int, probability: float) -> GoalSeek:
    """Seek the least value within bounds that reaches a probability in a year; see `goal_seek`."""

    def chance(value: float) -> float:
        return odds.by_year(value)[year]

    whole = odds.whole
    grid = [round(v) if whole else float(v) for v in np.linspace(*bounds, CURVE_POINTS)]
    curve = [(float(value), chance(value)) for value in dict.fromkeys(grid)]
    best_value, best = max(curve, key=lambda point: point[1])
    reached = next((i for i, (_, p) in enumerate(curve) if p >= probability), None)
    answer = None
    if reached is not None:
        low = curve[reached - 1][0] if reached else curve[0][0]
        answer, best = _bisect(chance, low, curve[reached], probability, whole)
        best_value = answer
    return GoalSeek(
        lever=odds.lever,
        unit=odds.scenario.quantities()[odds.lever].unit,
        scenario=odds.scenario.name,
        target=odds.target,
        year=year,
        wanted=probability,
        bounds=bounds,
        value=answer,
        probability=best,
        best_value=best_value,
        curve=tuple(curve),
    )


def _bisect(
    chance: "Callable[[float], float]", low: float, high: tuple[float, float], wanted: float, whole: bool
) -> tuple[float, float]:
    """Narrow (low, high] to the least value that reaches the probability."""
    value, found = high
    for _ in range(STEPS):
        middle = (low + value) / 2
        middle = float(np.floor(middle)) if whole else middle
        if middle in (low, value) or abs(value - low) <= 1e-4 * max(abs(value), 1e-9):
            break
        here = chance(middle)
        if here >= wanted:
            value, found = middle, here
        else:
            low = middle
    return value, found


def _refuse_impossible(odds: Odds, probability: float, bounds: tuple[float, float] | None) -> None:
    """Refuse names that do not exist, a probability that is none, bounds the wrong way round."""
    mistakes = []
    quantities, targets = odds.scenario.quantities(), odds.scenario.assumptions.targets
    if odds.lever not in quantities:
        mistakes.append(f"lever: no assumption '{odds.lever}'{nearest(odds.lever, quantities)}")
    if odds.target not in targets:
        mistakes.append(f"target: no target '{odds.target}'{nearest(odds.target, targets)}")
    if not 0 < probability < 1:
        mistakes.append(f"probability: {probability:g} is not allowed; it must lie between 0 and 1")
    if bounds is not None and not bounds[0] < bounds[1]:
        mistakes.append(f"bounds: {bounds[0]:g} must be below {bounds[1]:g}")
    elif bounds is not None and odds.lever in quantities and odds.whole:
        mistakes += [f"bounds: {b:g} is not a whole number" for b in bounds if b != np.floor(b)]
    if mistakes:
        raise InputError(mistakes)


def _refuse_bounds(odds: Odds, bounds: tuple[float, float]) -> None:
    """Refuse bounds that the scenario does not allow its lever."""
    for value in bounds:
        try:
            odds.scenario.set({odds.lever: value})
        except InputError as error:
            said = (mistake.partition(": ")[2] for mistake in error.mistakes)
            raise InputError([f"bounds: {odds.lever} = {value:g}: {what}" for what in said]) from None


def _default_bounds(scenario: Scenario, lever: str, known: "Iterable[Scenario]") -> tuple[float, float]:
    for one in (scenario, *known):
        entry = one.quantities()[lever]
        if entry.distribution is not None:
            low, high = entry.distribution.extremes()
            if low is not None and high is not None:
                return low, high
    value = scenario.quantities()[lever].value
    if value is None and lever.endswith(".area_ha"):
        return 0.0, 10 * planned_area(scenario, lever.split(".")[1])
    if not value:
        raise InputError(f"bounds: '{lever}' has no range of its own; name them with --bounds LOW HIGH")
    possible = limits(lever)
    if possible.in_horizon:
        return float(scenario.assumptions.base_year + 1), float(scenario.assumptions.horizon)
    low, high = possible.low, possible.high
    return max(0.0, low or 0.0), 4 * value if high is None else min(4 * value, high)


def planned_area(scenario: Scenario, cohort: str) -> float:
    """Return the gross area of a cohort as planned, ha."""
    planned = scenario.assumptions.cohorts[cohort]
    if planned.area_ha.value is not None:
        return planned.area_ha.number
    return planned.clusters.number * scenario.assumptions.area_per_cluster_ha.number


def first_planned(scenarios: "Mapping[str, Scenario]", run: "Run") -> tuple[Scenario, str | None]:
    """Return the scenario that delivers as announced, and its cohort planned first; None without cohorts."""
    name = run.about.announced
    scenario = run.scenario(name) if name in run.scenarios else scenarios[name]
    cohorts = scenario.assumptions.cohorts
    return scenario, min(cohorts, key=lambda c: cohorts[c].planned.number) if cohorts else None


def hectares_needed(inputs_of: "InputsOf", scenarios: "Mapping[str, Scenario]", run: "Run") -> "pd.DataFrame":
    """Return the hectares that would have to be delivered for the headline target, by year.

    The lever is the area of the cohort planned first, in the scenario that delivers as announced; the
    threshold is that of the headline target, asked of its own year and of five years later. Draws, seed and
    date are the run's.

    Returns
    -------
    DataFrame
        Columns year, wanted, hectares (null where not reachable), probability reached or best, and the most
        hectares tried; no row where no cohort is planned.
    """
    import pandas as pd

    target = run.about.headline_target
    scenario, first = first_planned(scenarios, run)
    columns = ["year", "wanted", "hectares", "probability", "most_hectares"]
    if first is None:
        return pd.DataFrame(columns=columns)
    lever = f"cohorts.{first}.area_ha"
    odds = Odds(
        inputs_of, scenario, lever, target, Search(min(run.draws or SEARCH_DRAWS, SEARCH_DRAWS), run.seed)
    )
    bounds = _default_bounds(scenario, lever, scenarios.values())
    year = scenario.assumptions.targets[target].year
    rows = []
    for when in (year, min(year + 5, scenario.assumptions.horizon)):
        for probability in WANTED:
            found = seek(odds, bounds, when, probability)
            rows.append((when, probability, found.value, found.probability, found.bounds[1]))
    return pd.DataFrame(rows, columns=columns)
