"""A scenario as numbers: what is one for all draws, where each drawn number goes, and room for the draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clusterecon.appraisal.lines import VIEWS
from clusterecon.appraisal.measures import HORIZONS, MEASURES
from clusterecon.baseline.forecast import GrowthForecast
from clusterecon.ground.arrays import Array
from clusterecon.ground.errors import InputError
from clusterecon.leontief.demand import demand_effects
from clusterecon.leontief.ratios import Surface
from clusterecon.leontief.surface import RATIOS, kappa_range, lambda_range, surface
from clusterecon.leontief.table import LinkageTable
from clusterecon.model.passes import Room
from clusterecon.model.quantiles import CURVE, Inverse, inverse_of, table_of
from clusterecon.model.records import (
    ASSUMPTIONS,
    CELL,
    COHORT,
    COHORT_DRAW,
    DRAW,
    LINKAGE,
    SCHEDULE,
    SETTINGS,
    YEAR,
    Fixed,
    Record,
    Work,
)
from clusterecon.scenario.assumptions import Quantity
from clusterecon.scenario.fields import RAMPS, Cohort
from clusterecon.scenario.scenario import Scenario

OTHER_RATES = (0.06, 0.12)
"""Discount rates shown beside a scenario's own: a choice, each a line of its own, never drawn."""
HEADLINE_VIEWS = ("state", "city")
Mix = Mapping[str, float]


@dataclass(frozen=True)
class Cell:
    """One view, rate and horizon of an appraisal."""

    view: str
    rate: float
    horizon: str


def rates_of(scenario: Scenario) -> list[float]:
    """Return the discount rates of an appraisal, the scenario's own first."""
    own = scenario.assumptions.discount_rate.number
    return [own, *(rate for rate in OTHER_RATES if rate != own)]


def cells_of(scenario: Scenario, views: Sequence[str] = HEADLINE_VIEWS) -> tuple[Cell, ...]:
    """Return the cells of a scenario's appraisal: its own rate first, the headline first of all."""
    rates = rates_of(scenario)
    return tuple(Cell(view, rate, horizon) for view in views for rate in rates for horizon in HORIZONS)


@dataclass(frozen=True)
class Layout:
    """Where each number of a draw stands in its row: assumptions, cohorts, forecast, shocks.

    ``early`` is how many years the forecast begins before the first one after the base year.
    """

    cohorts: tuple[str, ...]
    forecast: tuple[str, ...]
    shocks: tuple[int, ...]
    early: int = 0

    @property
    def starts(self) -> tuple[int, int, int, int]:
        """Where cohorts, forecast and shocks begin, and how long a row is."""
        cohorts = len(ASSUMPTIONS)
        forecast = cohorts + len(self.cohorts) * len(COHORT)
        shocks = forecast + len(self.forecast)
        return cohorts, forecast, shocks, shocks + len(self.shocks)

    def place(self, path: str) -> int:
        """Return the place of an assumption by its path, or of a column of the forecast by its name."""
        cohorts, forecast, shocks, _ = self.starts
        if path in self.forecast:
            return forecast + self.forecast.index(path)
        group, _, name = path.rpartition(".")
        if group == "growth_shock":
            return shocks + self.shocks.index(int(name))
        if group.startswith("cohorts."):
            cohort = self.cohorts.index(group.removeprefix("cohorts."))
            return cohorts + cohort * len(COHORT) + COHORT.index(name)
        return ASSUMPTIONS.index(path.replace(".", "_"))


@dataclass(frozen=True, eq=False)
class Plan:
    """A scenario as numbers.

    Attributes
    ----------
    layout
        Where each number of a draw stands.
    central
        Every number at its value, the forecast at its medians, shape (numbers,).
    inverses
        Of each drawn column by its name: an assumption's path, or a column of the forecast.
    fixed
        What is one for all draws.
    cells
        Of the appraisal.
    """

    layout: Layout
    central: Array
    inverses: Mapping[str, Inverse]
    fixed: Fixed
    cells: tuple[Cell, ...]

    def room(self, rows: int) -> Room:
        """Return room for some draws, every number at its central value.

        There are two rows at least, and a place that nothing reads at the end of each: so no part of the rows
        is ever all there is of them, and what is compiled once serves any number of draws and of shocks.
        """
        rows = max(rows, 2)
        flat = np.tile(np.append(self.central, np.nan), (rows, 1))
        cohorts, forecast, shocks, _ = self.layout.starts
        step, size = flat.strides
        count, years, cells = len(self.layout.cohorts), int(self.fixed.settings.years), len(self.cells)
        work = _work(years, int(self.fixed.settings.asset_life), len(self.fixed.surface.indirect))
        outcomes = np.zeros(years * len(YEAR.fields or ()) + cells * len(MEASURES.fields or ()))
        return Room(
            flat,
            np.ndarray((rows,), DRAW, flat, 0, (step,)),
            np.ndarray((rows, count), COHORT_DRAW, flat, cohorts * size, (step, len(COHORT) * size)),
            flat[:, forecast:shocks],
            flat[:, shocks:],
            outcomes,
            np.ndarray((years,), YEAR, outcomes),
            np.ndarray((cells,), MEASURES, outcomes, outcomes.nbytes - cells * MEASURES.itemsize),
            work._replace(growth=np.zeros(self.layout.early + years)),
        )

    def places(self, names: Sequence[str]) -> list[int]:
        """Return where outcomes of every year stand among all outcomes of a draw, name by name."""
        fields = list(YEAR.names or ())
        return [t * len(fields) + fields.index(n) for n in names for t in range(self.fixed.settings.years)]

    def measure_places(self, names: Sequence[str]) -> list[int]:
        """Return where measures of every cell stand among all outcomes of a draw, name by name."""
        fields = list(MEASURES.names or ())
        start = int(self.fixed.settings.years) * len(YEAR.fields or ())
        return [start + c * len(fields) + fields.index(n) for n in names for c in range(len(self.cells))]


def _work(years: int, asset_life: int, mixes: int) -> Work:
    flows = [np.zeros(asset_life + 1) for _ in range(12)]
    raw: Record = np.zeros(1, RATIOS)[0]
    return Work(
        np.zeros(years), np.zeros(asset_life + 1), np.zeros(mixes, LINKAGE), raw, np.zeros((2, years)), *flows
    )


class Planner:
    """Turns scenarios into plans; what they share is worked out once.

    Parameters
    ----------
    forecast
        Of growth without new clusters.
    table
        Input-output table.
    """

    def __init__(self, forecast: GrowthForecast, table: LinkageTable) -> None:
        self.forecast, self.table = forecast, table
        self._curves = {name: _rounded(curve) for name, curve in forecast.quantile_functions().items()}
        self._forecast = {name: Inverse(CURVE, table_of(curve)) for name, curve in self._curves.items()}
        self._surfaces: dict[object, Surface] = {}

    def plan(
        self, scenario: Scenario, cells: tuple[Cell, ...] | None = None, *, internal_rate: bool = False
    ) -> Plan:
        """Return the plan of a scenario with the cells of its appraisal, the headline's where left out."""
        a = scenario.assumptions
        years = tuple(range(a.base_year + 1, a.horizon + 1))
        early = years[0] - self.forecast.years[0]
        if early < 0 or self.forecast.years[early : early + len(years)] != years:
            raise InputError(f"the forecast covers {self.forecast.years}, not {years[0]} to {years[-1]}")
        layout = Layout(tuple(a.cohorts), tuple(self._forecast), tuple(a.growth_shock), early)
        chosen = cells_of(scenario) if cells is None else cells
        drawn = {
            path: inverse_of(entry.distribution, entry.number)
            for path, entry in scenario.quantities().items()
            if entry.distribution is not None
        }
        fixed = self._fixed(scenario, chosen, internal_rate)
        fixed = fixed._replace(shocks=fixed.shocks + early)
        return Plan(layout, self._central(scenario, layout), {**self._forecast, **drawn}, fixed, chosen)

    def _central(self, scenario: Scenario, layout: Layout) -> Array:
        central = np.full(layout.starts[-1], np.nan)
        for path, entry in scenario.quantities().items():
            if entry.value is not None:
                central[layout.place(path)] = entry.value
        for name, curve in self._curves.items():
            central[layout.place(name)] = float(curve(np.array(0.5)))
        return central

    def _fixed(self, scenario: Scenario, cells: Sequence[Cell], internal_rate: bool) -> Fixed:
        a = scenario.assumptions
        count = a.horizon - a.base_year + 1
        mixes: list[Mix] = [a.tenant_mix.value]
        schedules = np.zeros(len(a.cohorts), SCHEDULE)
        listed = np.zeros((len(a.cohorts), count))
        for c, cohort in enumerate(a.cohorts.values()):
            mix = (cohort.tenant_mix or a.tenant_mix).value
            if mix not in mixes:
                mixes.append(mix)
            last = _list(cohort, a.base_year, listed[c])
            planned = int(cohort.planned.number) - a.base_year
            schedules[c] = (planned, cohort.has_begun(a.base_year), mixes.index(mix), last)
        plants = None if a.wastewater_completions is None else a.wastewater_completions.value
        years = range(a.base_year, a.horizon + 1)
        settings = self._settings(scenario)
        settings.internal_rate = internal_rate
        last_year = {"to_horizon": count - 1, "asset_life": int(a.asset_life.number)}
        return Fixed(
            settings,
            schedules,
            listed,
            np.array([] if plants is None else [plants.get(year, 0.0) for year in years], dtype=float),
            self._surface(scenario, mixes),
            self.forecast.known_growth,
            np.array([year - a.base_year for year in a.growth_shock], dtype=np.int64),
            np.array([(c.rate, *VIEWS[c.view], last_year[c.horizon]) for c in cells], dtype=CELL),
        )

    def _settings(self, scenario: Scenario) -> Record:
        a = scenario.assumptions
        industry, jobs = demand_effects(
            self.table, a.study.construction_sector, a.gdp_share.number, a.flq_delta.number
        )
        record: Record = np.zeros(1, SETTINGS)[0]
        record.base_year, record.years = a.base_year, a.horizon - a.base_year + 1
        record.expansion = a.expansion
        record.ramp = RAMPS.index(a.ramp.value)
        record.budget_as_productivity = a.budget_per_worker_growth.value == "productivity"
        record.construction_years = int(a.construction_years.number)
        record.asset_life = int(a.asset_life.number)
        record.suspension_starts = int(a.suspension_starts.number) - a.base_year
        record.wastewater_counted = a.stock.wastewater_counted.number
        record.works_industry, record.works_jobs = industry, jobs
        return record

    def _surface(self, scenario: Scenario, mixes: Sequence[Mix]) -> Surface:
        a = scenario.assumptions
        ends = [_ends(e) for e in (a.gdp_share, a.flq_delta, a.propensity_to_consume, a.leakage)]
        key = (tuple(tuple(sorted(mix.items())) for mix in mixes), tuple(ends))
        if key not in self._surfaces:
            size, spent = lambda_range(ends[0], ends[1]), kappa_range(ends[2], ends[3])
            self._surfaces[key] = surface(self.table, mixes, size, spent)
        return self._surfaces[key]


def _rounded(curve: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return a function whose last digits do not hang on the machine."""
    return lambda u: np.round(curve(u), 9)


def _list(cohort: Cohort, base_year: int, listed: Array) -> int:
    """Write the clusters finished in each listed year; return the last one's index, -1 if there is none."""
    if cohort.completions is None:
        return -1
    for year, clusters in cohort.completions.value.items():
        listed[year - base_year] = clusters
    return max(cohort.completions.value, default=base_year) - base_year


def _ends(quantity: Quantity) -> tuple[float, float]:
    """Return the least and the greatest value that is drawn."""
    if quantity.distribution is None:
        return quantity.number, quantity.number
    low, high = quantity.distribution.extremes()
    assert low is not None and high is not None
    return low, high
